//! Rows that nothing asks for: they are counted while they are read, and kept nowhere.

use rustc_hash::FxHashMap;

use super::Seen;
use crate::evaluate::{Binder, Bound, BoundCondition, BoundTest, Set, Start, WordTest};
use crate::load::group::UNWANTED;
use crate::plan::{ColumnPlan, Expr, FieldPlan, Path, Plan, RowPath, Subject, ValueType};
use crate::rows::{Cell, TextId};

/// Rows of cases that no rule wants and that tell of no tracked field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unwanted {
    /// By the name of the field of which they tell.
    pub by_name: FxHashMap<TextId, Seen>,
    /// Those that name none.
    pub alone: Seen,
}

impl Unwanted {
    fn see(&mut self, name: Option<TextId>, case: u32) {
        name.map_or(&mut self.alone, |name| self.by_name.entry(name).or_default()).see(case);
    }

    /// Adds what another thread saw.
    pub fn add(&mut self, other: Self) {
        self.alone.add(other.alone);
        other.by_name.into_iter().for_each(|(name, seen)| self.by_name.entry(name).or_default().add(seen));
    }
}

/// Which rows of a source something may ask for, as far as single words of them tell.
#[derive(Debug)]
pub struct Wanted {
    /// By rule on rows, what these have to be.
    rules: Vec<Vec<WordTest>>,
    /// The name of a tracked field.
    fields: Option<WordTest>,
    /// Where rows keep the name of a field.
    name: Option<usize>,
}

impl Wanted {
    /// For a source; `None` where any row may matter.
    pub fn of(plan: &Plan, source: usize, binder: &mut Binder<'_>) -> Option<Self> {
        let written = &plan.sources[source];
        let has_plain_time = matches!(&written.at, None | Some(Expr::Row(RowPath::Here(_))));
        // Of a case that is left out by its attributes, all rows are counted otherwise; any row may tell when a case began.
        let is_open = written.is_surveyed || written.duplicates.is_some() || plan.case.keep_case.is_some();
        if is_open || plan.measures_states() || !has_plain_time {
            return None;
        }
        let of_rows = plan.rules.iter().filter(|rule| rule.subject == Subject::Rows(source));
        let rules: Option<Vec<Vec<WordTest>>> = of_rows
            .map(|rule| {
                let mut tests = Vec::new();
                collect(&binder.condition(rule.condition.as_ref()?), (plan, source), &mut tests);
                (!tests.is_empty()).then_some(tests)
            })
            .collect();
        let (fields, name) = fields(plan, source, binder)?;
        Some(Self { rules: rules?, fields, name })
    }

    /// Counts the rows that nothing asks for, of so many cases: instead of the number of its case, [`UNWANTED`] then stands
    /// beside a row.
    pub fn set_aside(&self, rows: Rows<'_>, numbers: &mut [u32], cases: usize, unwanted: &mut Unwanted) {
        let wanted = self.wanted(rows, numbers.len());
        // Which rows it is follows no pattern: so nothing branches here.
        let (mut places, mut count) = (vec![0; numbers.len()], 0);
        for ((place, number), wanted) in numbers.iter().enumerate().zip(wanted) {
            places[count] = place;
            count += usize::from(((*number as usize) < cases) & !wanted);
        }
        for place in places.into_iter().take(count) {
            let name = self.name.and_then(|name| TextId::from_word(rows.words[place * rows.stride + name]));
            unwanted.see(name, std::mem::replace(&mut numbers[place], UNWANTED));
        }
    }

    /// By row, whether something may ask for it.
    fn wanted(&self, rows: Rows<'_>, count: usize) -> Vec<bool> {
        let mut wanted = vec![false; count];
        if let Some(test) = &self.fields {
            rows.each(test, &mut wanted, |wanted, passes| *wanted |= passes);
        }
        for tests in &self.rules {
            let mut all = vec![true; count];
            tests.iter().for_each(|test| rows.each(test, &mut all, |all, passes| *all &= passes));
            wanted.iter_mut().zip(all).for_each(|(wanted, all)| *wanted |= all);
        }
        wanted
    }
}

/// Rows, one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'r> {
    /// Their words.
    pub words: &'r [u32],
    /// How many words each has.
    pub stride: usize,
}

impl Rows<'_> {
    /// Calls `action` for each row with what is known of it, and whether it passes a test.
    fn each(self, test: &WordTest, known: &mut [bool], action: impl Fn(&mut bool, bool)) {
        let rows = self.words.chunks_exact(self.stride).zip(known);
        match (test.only(), test.few()) {
            (Some(only), _) => rows.for_each(|(row, known)| action(known, only.passes(row[test.place]))),
            (None, Some(few)) => rows.for_each(|(row, known)| action(known, few.passes(row[test.place]))),
            (None, None) => rows.for_each(|(row, known)| action(known, test.passes(row[test.place]))),
        }
    }
}

/// The tests that all have to hold, of those that a word decides.
fn collect(condition: &BoundCondition, (plan, source): (&Plan, usize), tests: &mut Vec<WordTest>) {
    match condition {
        BoundCondition::All(all) => all.iter().for_each(|each| collect(each, (plan, source), tests)),
        BoundCondition::Test(Bound::Row(Start::Here | Start::Own, path), BoundTest::OneOf(set)) => {
            tests.extend(test(plan, source, path, set));
        }
        _ => {}
    }
}

fn test(plan: &Plan, source: usize, path: &Path, set: &Set) -> Option<WordTest> {
    let column = plan.sources[source].columns.get(path.column)?;
    let is_own = path.source == source && path.onward.is_empty();
    WordTest::of(word(column).filter(|_| is_own)?, column.kind, set)
}

/// Where rows keep a column that is one word.
fn word(column: &ColumnPlan) -> Option<usize> {
    column.place.filter(|_| Cell::width(column.kind, column.is_carried) == 1)
}

/// The test that a row tells of a tracked field, and where rows keep the name of the field of which they tell; `None` where
/// each may tell of one, or more than a word tells of which.
fn fields(plan: &Plan, source: usize, binder: &Binder<'_>) -> Option<(Option<WordTest>, Option<usize>)> {
    let columns = &plan.sources[source].columns;
    let place = |column: usize| word(&columns[column]).filter(|_| columns[column].kind == ValueType::Text);
    let own: Vec<&FieldPlan> = plan.fields.iter().filter(|field| field.source == source).collect();
    if own.is_empty() {
        let name = plan.sources[source].field.filter(|column| columns[*column].place.is_some());
        return Some((None, name.map_or(Some(None), |column| place(column).map(Some))?));
    }
    let named = own.iter().map(|field| field.shape.named.as_ref()).collect::<Option<Vec<_>>>()?;
    let column = named.first()?.0;
    let is_read = |field: &&FieldPlan| columns[field.shape.new].place.is_some();
    if !own.iter().all(is_read) || named.iter().any(|(other, _)| *other != column) {
        return None;
    }
    let ids = named.iter().flat_map(|(_, names)| names).filter_map(|name| binder.id_of(name)).collect();
    let place = place(column)?;
    Some((WordTest::of(place, ValueType::Text, &Set { ids, ..Set::default() }), Some(place)))
}
