//! The shortest way from a row to a value: without asking what the value is, row after row.

use std::sync::Arc;

use crate::evaluate::{Bound, Constant, Start};
use crate::plan::{ColumnPlan, Path, Plan, ValueType};
use crate::rows::{CaseTables, Cell, Row, Table, TextId};

/// Where a row keeps a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    place: usize,
    form: Form,
    kind: ValueType,
    is_carried: bool,
}

/// How a value is read. Of the commonest forms it is known where they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Carried,
    Time,
    Other,
}

impl Form {
    fn of(column: &ColumnPlan) -> Self {
        match (column.kind, column.is_carried) {
            (ValueType::Text, false) => Self::Text,
            (ValueType::Text, true) => Self::Carried,
            (ValueType::Time, false) => Self::Time,
            _ => Self::Other,
        }
    }
}

impl Slot {
    /// Where rows keep a column; `None` where they don't.
    pub fn of(column: &ColumnPlan) -> Option<Self> {
        let ColumnPlan { place, kind, is_carried, .. } = column;
        Some(Self { place: (*place)?, form: Form::of(column), kind: *kind, is_carried: *is_carried })
    }

    /// The place and type of a value that is one word.
    pub fn single_word(self) -> Option<(usize, ValueType)> {
        (Cell::width(self.kind, self.is_carried) == 1).then_some((self.place, self.kind))
    }

    /// The value.
    #[inline(always)]
    pub fn cell(self, row: Row<'_>) -> Cell {
        match self.form {
            Form::Text => row.cell_at(self.place, ValueType::Text, false),
            Form::Carried => row.cell_at(self.place, ValueType::Text, true),
            Form::Time => row.cell_at(self.place, ValueType::Time, false),
            Form::Other => self.other(row),
        }
    }

    #[inline(never)]
    fn other(self, row: Row<'_>) -> Cell {
        row.cell_at(self.place, self.kind, self.is_carried)
    }
}

/// Where rows keep a column, if they do.
#[derive(Debug, Clone, Copy)]
pub struct Kept(Option<Slot>);

impl Kept {
    /// Where rows keep a column.
    pub fn of(column: &ColumnPlan) -> Self {
        Self(Slot::of(column))
    }

    /// The value; null where the row doesn't keep it.
    #[inline]
    pub fn cell(self, row: Row<'_>) -> Cell {
        self.0.map_or(Cell::Null, |slot| slot.cell(row))
    }

    /// The place of a text's word, where it is one.
    pub fn text_place(self) -> Option<usize> {
        let (place, kind) = self.0?.single_word()?;
        (kind == ValueType::Text).then_some(place)
    }
}

/// The shortest way to a value that is seen from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// It is null.
    Null,
    /// The row has it.
    Own(Slot),
    /// A row that this one refers to has it: where the reference is kept, and by target the table and the place there.
    Referred(usize, Vec<Option<(usize, Slot)>>),
    /// The same of a text in a small table, the only target: where the reference is kept, and by row the text's word.
    Listed(usize, Vec<u32>),
    /// The first of these that is present.
    First(Vec<Way>),
    /// It has to be evaluated.
    Evaluated,
}

impl Way {
    /// The way to a value from the rows of a source.
    pub fn to(value: &Bound, source: usize, plan: &Plan) -> Self {
        match value {
            Bound::Constant(Constant::Cell(Cell::Null)) => Self::Null,
            // What a row took from a duplicate stands in another.
            _ if plan.sources[source].duplicates.is_some() => Self::Evaluated,
            Bound::Row(Start::Here | Start::Own, path) if path.source != source => Self::Null,
            Bound::Row(Start::Here | Start::Own, path) => Self::along(path, plan),
            Bound::FirstPresent(values) => Self::first(values.iter().map(|value| Self::to(value, source, plan))),
            _ => Self::Evaluated,
        }
    }

    /// The way to a value from the case's record, which is a row of that source.
    pub fn from_record(value: &Bound, source: usize, plan: &Plan) -> Self {
        match value {
            Bound::Constant(Constant::Cell(Cell::Null)) => Self::Null,
            Bound::Row(Start::Record, path) if path.source == source => Self::along(path, plan),
            Bound::FirstPresent(values) => {
                Self::first(values.iter().map(|value| Self::from_record(value, source, plan)))
            }
            _ => Self::Evaluated,
        }
    }

    fn first(ways: impl Iterator<Item = Self>) -> Self {
        let mut ways: Vec<Self> = ways.filter(|way| *way != Self::Null).collect();
        if ways.contains(&Self::Evaluated) {
            return Self::Evaluated;
        }
        match ways.len() {
            0 => Self::Null,
            1 => ways.remove(0),
            _ => Self::First(ways),
        }
    }

    /// The way along a path from a row of the source at which it begins.
    pub fn along(path: &Path, plan: &Plan) -> Self {
        let Some(column) = plan.sources[path.source].columns.get(path.column) else { return Self::Null };
        if path.onward.is_empty() {
            return Slot::of(column).map_or(Self::Null, Self::Own);
        }
        let Some(reference) = column.reference_place else { return Self::Null };
        let mut targets = Vec::with_capacity(path.onward.len());
        for end in &path.onward {
            match Self::along(end, plan) {
                Self::Null => targets.push(None),
                Self::Own(slot) => targets.push(Some((end.source, slot))),
                Self::Referred(..) | Self::Listed(..) | Self::First(_) | Self::Evaluated => return Self::Evaluated,
            }
        }
        Self::Referred(reference, targets)
    }

    /// The same way, shorter where it leads to a small table: the values there stand side by side.
    pub fn shortened(self, tables: &[Arc<Table>]) -> Self {
        match self {
            Self::Referred(place, targets) => match listed(&targets, tables) {
                Some(words) => Self::Listed(place, words),
                None => Self::Referred(place, targets),
            },
            Self::First(ways) => Self::First(ways.into_iter().map(|way| way.shortened(tables)).collect()),
            other => other,
        }
    }

    /// The value as a row shows it; `None` where it has to be evaluated.
    #[inline]
    pub fn cell(&self, row: Row<'_>, tables: &CaseTables) -> Option<Cell> {
        if matches!(self, Self::Evaluated) { None } else { Some(self.seen(row, tables)) }
    }

    /// The value as a row shows it; null where it has to be evaluated.
    #[inline(always)]
    pub fn seen(&self, row: Row<'_>, tables: &CaseTables) -> Cell {
        match self {
            Self::Null => Cell::Null,
            Self::Own(slot) => slot.cell(row),
            // What leads nowhere is beyond all rows.
            Self::Listed(place, words) => words.get(row.word(*place) as usize).map_or(Cell::Null, |word| text(*word)),
            far => far.far_cell(row, tables),
        }
    }

    #[inline(never)]
    fn far_cell(&self, row: Row<'_>, tables: &CaseTables) -> Cell {
        match self {
            Self::Referred(place, targets) => {
                let Some((target, position)) = row.reference_at(*place) else { return Cell::Null };
                let end = targets.get(target).and_then(Option::as_ref);
                end.map_or(Cell::Null, |(source, slot)| slot.cell(tables[*source].row(position)))
            }
            Self::First(ways) => {
                let mut cells = ways.iter().map(|way| way.seen(row, tables));
                cells.find(|cell| !cell.is_null()).unwrap_or(Cell::Null)
            }
            Self::Own(_) | Self::Listed(..) | Self::Null | Self::Evaluated => Cell::Null,
        }
    }
}

/// As many rows as a table has at most whose values are put side by side.
const SMALL: usize = 1 << 16;

/// The words of a text by row, where it is that of a small table, the only target.
fn listed(targets: &[Option<(usize, Slot)>], tables: &[Arc<Table>]) -> Option<Vec<u32>> {
    let [Some((source, slot))] = targets else { return None };
    let (place, _) = slot.single_word().filter(|(_, kind)| *kind == ValueType::Text)?;
    let table = tables.get(*source).filter(|table| table.packed.is_none() && table.len() <= SMALL)?;
    Some((0..table.len() as u32).map(|row| table.row(row).word(place)).collect())
}

#[inline(always)]
fn text(word: u32) -> Cell {
    TextId::from_word(word).map_or(Cell::Null, Cell::Text)
}
