//! What the heart does with the rows of a source.

use rustc_hash::FxHashMap;

use super::field::FieldProgram;
use super::way::Kept;
use super::word_table::WordTable;
use crate::evaluate::{Binder, Bound, BoundCondition, Start};
use crate::plan::{Plan, ValueType};
use crate::rows::{Row, TextId};
use crate::run::tally::Fate;

/// A source, bound.
#[derive(Debug)]
pub struct SourceProgram {
    /// Whether its rows belong to cases.
    pub has_cases: bool,
    /// The time of a row.
    pub at: Option<Bound>,
    /// The column that is the time of a row, where it is just that.
    pub at_column: Option<usize>,
    /// Where rows keep that.
    pub time_kept: Option<Kept>,
    /// The place of its two words, where it is a time.
    pub time_place: Option<usize>,
    /// What is noted of each row at first: only the fates of the record and of lookups apply as yet.
    pub first_mark: u64,
    /// Of nested JSON: where a row keeps the number of the row above, by which neighbours are told.
    pub neighbours_by: Option<usize>,
    /// The columns that rows keep.
    pub stored: Vec<usize>,
    /// Which rows of a group stay.
    pub keep: Vec<BoundCondition>,
    /// Which tracked fields a row tells of.
    pub readers: FieldReaders,
}

/// Which tracked fields the rows of a source tell of.
#[derive(Debug)]
pub struct FieldReaders {
    /// The column that names the field.
    pub named: Option<usize>,
    /// The fields by that name.
    pub by_name: FxHashMap<TextId, Vec<usize>>,
    /// Fields of which every row tells.
    pub every: Vec<usize>,
    /// Where rows keep the name.
    name: Option<Kept>,
    /// By the name's word, which of `told` a row tells of.
    places: WordTable,
    /// Lists of fields, each in the plan's order: by name, those of that name and of every row; then those of every row.
    told: Vec<Vec<usize>>,
}

impl SourceProgram {
    pub(super) fn new(plan: &Plan, source: usize, fields: &[FieldProgram], binder: &mut Binder<'_>) -> Self {
        let written = &plan.sources[source];
        let at = written.at.as_ref().map(|at| binder.value(at));
        let at_column = at.as_ref().and_then(|at| own_column(at, source));
        let time = at_column.and_then(|column| written.columns.get(column));
        let keep = written.duplicates.iter().flat_map(|duplicates| &duplicates.keep);
        Self {
            has_cases: written.is_used && plan.has_case(source),
            at_column,
            time_kept: time.map(Kept::of),
            time_place: time.filter(|time| time.kind == ValueType::Time).and_then(|time| time.place),
            first_mark: match plan.case.record {
                Some(record) if record == source => Fate::Record.bit(),
                _ if written.is_lookup => Fate::Lookup.bit(),
                _ => 0,
            },
            at,
            neighbours_by: written.level.as_ref().and_then(|level| level.above.first()?.place),
            stored: (0..written.columns.len()).filter(|column| written.columns[*column].place.is_some()).collect(),
            keep: keep.map(|condition| binder.condition(condition)).collect(),
            readers: FieldReaders::new(plan, source, fields),
        }
    }
}

/// The column, where a value is just a column of the row at hand.
pub fn own_column(value: &Bound, source: usize) -> Option<usize> {
    match value {
        Bound::Row(Start::Here, path) if path.source == source && path.onward.is_empty() => Some(path.column),
        _ => None,
    }
}

impl FieldReaders {
    fn new(plan: &Plan, source: usize, fields: &[FieldProgram]) -> Self {
        let (mut named, mut by_name, mut every) = (None, FxHashMap::<TextId, Vec<usize>>::default(), Vec::new());
        let own = plan.fields.iter().zip(fields).enumerate();
        for (index, (field, program)) in own.filter(|(_, (field, program))| field.source == source && program.is_read) {
            match &field.shape.named {
                None => every.push(index),
                Some((column, _)) => {
                    named = Some(*column);
                    for name in &program.names {
                        by_name.entry(*name).or_default().push(index);
                    }
                }
            }
        }
        let columns = &plan.sources[source].columns;
        if named.is_none() {
            named = plan.sources[source].field.filter(|column| columns[*column].place.is_some());
        }
        let mut names: Vec<(u32, Vec<usize>)> = by_name.iter().map(|(name, own)| (name.word(), own.clone())).collect();
        names.sort_unstable();
        let places: Vec<(u32, u32)> = (0..).zip(&names).map(|(place, (word, _))| (*word, place)).collect();
        let mut told: Vec<Vec<usize>> = names.into_iter().map(|(_, own)| together(own, &every)).collect();
        told.push(every.clone());
        let name = named.filter(|_| !by_name.is_empty()).map(|column| Kept::of(&columns[column]));
        Self { named, by_name, every, name, places: WordTable::new(&places), told }
    }

    /// Whether any row tells of a field.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty() && self.every.is_empty()
    }

    /// Whether each row tells of one field at most.
    pub fn tell_of_one(&self) -> bool {
        self.told.iter().all(|fields| fields.len() <= 1)
    }

    /// Of which fields a row tells, in the plan's order.
    #[inline]
    pub fn fields_of(&self, row: Row<'_>) -> &[usize] {
        let name = self.name.and_then(|name| name.cell(row).as_text());
        self.fields_named(name)
    }

    /// Of which fields a row tells that names one so.
    #[inline]
    pub fn fields_named(&self, name: Option<TextId>) -> &[usize] {
        let place = name.and_then(|name| self.places.get(name.word()));
        let place = place.map_or(self.told.len() - 1, |place| place as usize);
        self.told.get(place).map_or(&[], Vec::as_slice)
    }
}

fn together(mut own: Vec<usize>, every: &[usize]) -> Vec<usize> {
    own.extend(every);
    own.sort_unstable();
    own
}
