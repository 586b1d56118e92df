//! The order of a source's rows, and the order in which sources are loaded.

use std::cmp::Ordering;

use super::read::{Needs, StoredRow};
use crate::evaluate::{Binder, Bound, Datum, ParamValues, order, order_by_references};
use crate::plan::{Plan, SourcePlan};
use crate::rows::{Cell, Texts};

/// The order of a source's rows: by time, then the declared columns, then content; or as they stand in the files.
pub struct RowOrder<'a> {
    plan: &'a Plan,
    source: usize,
    at: Option<Bound>,
}

impl<'a> RowOrder<'a> {
    pub fn new(plan: &'a Plan, source: usize, params: &ParamValues, texts: &Texts) -> Self {
        let id_of = |text: &str| texts.find(text);
        let mut binder = Binder::new(plan, params, &id_of);
        let at = plan.sources[source].at.as_ref().map(|at| binder.value(at));
        Self { plan, source, at }
    }

    /// Which of two rows comes first. A row without a time comes before those with one.
    pub fn compare(&self, left: &StoredRow<'_>, right: &StoredRow<'_>) -> Ordering {
        // Rows of the same content are the same to everything that follows.
        self.by_content(left, right).then_with(|| number(left).cmp(&number(right)))
    }

    /// The same, but that rows of the same content are equal.
    pub fn by_content(&self, left: &StoredRow<'_>, right: &StoredRow<'_>) -> Ordering {
        let source = &self.plan.sources[self.source];
        if source.order.by_row {
            return number(left).cmp(&number(right));
        }
        let by = |column: usize| order(cell(left, column), cell(right, column), left.texts);
        let declared = source.order.columns.iter().map(|column| by(*column));
        let content = (0..source.columns.len()).map(by);
        let by_time = self.time(left).cmp(&self.time(right));
        // At a level the place in the record comes before the content.
        let ordinal = source.level.as_ref().map(|level| level.ordinal_place);
        let place = |row: &StoredRow<'_>| ordinal.zip(row.row).map(|(place, row)| row.word(place));
        let by_place = std::iter::once_with(|| place(left).cmp(&place(right)));
        let by_references = std::iter::once_with(|| self.by_references(left, right));
        let by_hash = std::iter::once_with(|| hash(source, left).cmp(&hash(source, right)));
        let content = content.chain(by_references).chain(by_hash);
        let mut steps = std::iter::once(by_time).chain(declared).chain(by_place).chain(content);
        steps.find(|step| step.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn by_references(&self, left: &StoredRow<'_>, right: &StoredRow<'_>) -> Ordering {
        let Some((one, other)) = left.row.zip(right.row) else { return Ordering::Equal };
        // A table that isn't loaded yet has no rows: nothing leads there.
        let table_of = |source: usize| left.tables.get(source);
        order_by_references(self.plan, self.source, [one, other], table_of, left.texts)
    }

    fn time(&self, row: &StoredRow<'_>) -> Option<i64> {
        let datum = self.at.as_ref().map(|at| at.value(row).unwrap_or(Datum::NULL));
        datum.and_then(|datum| datum.as_time())
    }
}

fn cell(row: &StoredRow<'_>, column: usize) -> Cell {
    row.row.map_or(Cell::Null, |each| each.cell(&row.plan.sources[row.source].columns[column]))
}

fn hash(source: &SourcePlan, row: &StoredRow<'_>) -> Option<[u32; 2]> {
    source.hash_place.zip(row.row).map(|(place, row)| [row.word(place), row.word(place + 1)])
}

fn number(row: &StoredRow<'_>) -> u32 {
    row.row.map_or(0, crate::rows::Row::number)
}

/// The order in which sources are loaded: first what others look up while they are read.
///
/// Where references go round in a circle, some of them are resolved when all lookups are there.
pub fn loading_order(plan: &Plan) -> Vec<usize> {
    let families: Vec<Family> = (0..plan.sources.len()).map(|source| Family::of(plan, source)).collect();
    // Levels are loaded with the source that has the files.
    let mut left: Vec<usize> = (0..plan.sources.len()).filter(|source| plan.root(*source) == *source).collect();
    // Where the record tells the cases, rows that come after it can be packed.
    let is_record = |source: usize| plan.case.record == Some(source) && !plan.sources[source].is_lookup;
    left.sort_by_key(|source| !is_record(*source));
    let mut done = Vec::new();
    while !left.is_empty() {
        let next = next_of(&families, &left);
        done.push(left.remove(next));
    }
    done
}

/// What loading a source, with the levels in it, needs.
struct Family {
    is_lookup: bool,
    /// Sources in which values are looked up at once, or that tell params of its conditions.
    at_once: Vec<usize>,
    /// Sources that are referred to.
    referred_to: Vec<usize>,
}

impl Family {
    fn of(plan: &Plan, root: usize) -> Self {
        let mut family = Self { is_lookup: false, at_once: Vec::new(), referred_to: Vec::new() };
        for source in plan.family(root) {
            let needs = Needs::of(plan, source);
            family.is_lookup |= plan.sources[source].is_lookup;
            family.at_once.extend(needed_at_once(plan, &needs).into_iter().map(|used| plan.root(used)));
            family.referred_to.extend(referred_to(plan, source, &needs).into_iter().map(|used| plan.root(used)));
        }
        family
    }
}

fn next_of(families: &[Family], left: &[usize]) -> usize {
    let free_of = |uses: &dyn Fn(usize) -> Vec<usize>| {
        left.iter().position(|source| uses(*source).iter().all(|used| used == source || !left.contains(used)))
    };
    let at_once = |source: usize| families[source].at_once.clone();
    let lookups_before = |source: usize| {
        let family = &families[source];
        let rest = left.iter().copied().filter(|other| !family.is_lookup && families[*other].is_lookup);
        rest.chain(family.at_once.iter().copied()).chain(family.referred_to.iter().copied()).collect()
    };
    free_of(&lookups_before).or_else(|| free_of(&at_once)).unwrap_or(0)
}

/// Sources in which values are looked up while the rows are read, or that tell params of its conditions.
fn needed_at_once(plan: &Plan, needs: &Needs) -> Vec<usize> {
    let told = needs.params.iter().filter_map(|param| plan.params[*param].from.as_ref().map(|(source, ..)| *source));
    needs.sources.iter().copied().chain(told).collect()
}

fn referred_to(plan: &Plan, source: usize, needs: &Needs) -> Vec<usize> {
    let columns = plan.sources[source].columns.iter().zip(&needs.references);
    columns.filter(|(_, needed)| **needed).flat_map(|(column, _)| column.refers_to.iter().copied()).collect()
}
