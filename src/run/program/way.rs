//! The shortest way from a row to a value: without asking what the value is, row after row.

use crate::evaluate::{Bound, BoundCondition, BoundTest, Constant, Set, Start};
use crate::plan::{ColumnPlan, Path, Plan, ValueType};
use crate::rows::{CaseTables, Cell, Row, Texts};

/// Where a row keeps a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    place: usize,
    kind: ValueType,
    is_carried: bool,
}

impl Slot {
    /// Where rows keep a column; `None` where they don't.
    pub fn of(column: &ColumnPlan) -> Option<Self> {
        Some(Self { place: column.place?, kind: column.kind, is_carried: column.is_carried })
    }

    /// The value.
    #[inline(always)]
    pub fn cell(self, row: Row<'_>) -> Cell {
        row.cell_at(self.place, self.kind, self.is_carried)
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
            Bound::FirstPresent(values) => {
                let ways = values.iter().map(|value| Self::to(value, source, plan));
                let mut ways = ways.filter(|way| *way != Self::Null);
                match (ways.next(), ways.next()) {
                    (None, _) => Self::Null,
                    (Some(only), None) => only,
                    _ => Self::Evaluated,
                }
            }
            _ => Self::Evaluated,
        }
    }

    fn along(path: &Path, plan: &Plan) -> Self {
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
                Self::Referred(..) | Self::Evaluated => return Self::Evaluated,
            }
        }
        Self::Referred(reference, targets)
    }

    /// The value as a row shows it; `None` where it has to be evaluated.
    #[inline]
    pub fn cell(&self, row: Row<'_>, tables: &CaseTables) -> Option<Cell> {
        match self {
            Self::Null => Some(Cell::Null),
            Self::Own(slot) => Some(slot.cell(row)),
            Self::Referred(place, targets) => {
                let Some((target, position)) = row.reference_at(*place) else { return Some(Cell::Null) };
                let end = targets.get(target).and_then(Option::as_ref);
                Some(end.map_or(Cell::Null, |(source, slot)| slot.cell(tables[*source].row(position))))
            }
            Self::Evaluated => None,
        }
    }
}

/// A condition that is decided by what stands in the row itself.
#[derive(Debug)]
pub struct OwnTest {
    tests: Vec<(Slot, Set)>,
}

impl OwnTest {
    /// A rule's condition on rows of a source, where it is one, or none at all.
    pub fn of(condition: Option<&BoundCondition>, source: usize, plan: &Plan) -> Option<Self> {
        if plan.sources[source].duplicates.is_some() {
            return None;
        }
        let mut tests = Vec::new();
        condition.is_none_or(|condition| collect(condition, source, plan, &mut tests)).then_some(Self { tests })
    }

    /// Whether a row meets it.
    #[inline]
    pub fn holds(&self, row: Row<'_>, texts: &Texts) -> bool {
        self.tests.iter().all(|(slot, set)| set.contains_cell(slot.cell(row), texts))
    }
}

/// Whether the condition asks nothing but which values columns have.
fn collect(condition: &BoundCondition, source: usize, plan: &Plan, tests: &mut Vec<(Slot, Set)>) -> bool {
    match condition {
        BoundCondition::All(all) => all.iter().all(|each| collect(each, source, plan, tests)),
        BoundCondition::Test(value @ Bound::Row(..), BoundTest::OneOf(set)) => match Way::to(value, source, plan) {
            Way::Own(slot) => {
                tests.push((slot, set.clone()));
                true
            }
            _ => false,
        },
        _ => false,
    }
}
