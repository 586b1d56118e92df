//! How the records of a file of JSON become rows: those of the source and of the levels in it together.

use super::super::needs::Needs;
use super::super::reader::SourceReader;
use super::shape::Shape;
use crate::plan::{ColumnFrom, Condition, Expr, Plan, Test};

/// A source and the levels in it, ready to be read; threads share it.
pub struct FamilyReader<'a> {
    pub plan: &'a Plan,
    /// By level; each stands behind the one above it.
    pub levels: Vec<SourceReader<'a>>,
    pub shape: Shape,
    /// Columns that don't come from cells, in the order in which they are computed.
    pub steps: Vec<Step>,
    /// By level: whether its `where` leaves rows out.
    pub has_filter: Vec<bool>,
    /// By level: the columns that hold the record's size.
    pub sizes: Vec<Vec<usize>>,
}

/// A column that doesn't come from a cell.
pub enum Step {
    /// That of a row above.
    Inherited {
        level: usize,
        column: usize,
        /// The level above, and the column there.
        from: (usize, usize),
    },
    /// A value.
    Computed {
        level: usize,
        /// Its place in the level's program.
        index: usize,
        /// The levels whose rows it goes over.
        below: Vec<usize>,
    },
}

impl<'a> FamilyReader<'a> {
    pub fn new(plan: &'a Plan, levels: Vec<SourceReader<'a>>) -> Self {
        let cells = |level: &SourceReader<'_>| (level.source, level.cells.iter().map(|step| step.column).collect());
        let shape = Shape::new(plan, &levels.iter().map(cells).collect::<Vec<_>>());
        let steps = steps(plan, &levels);
        let has_filter = levels.iter().map(|level| level.program.filter.is_some()).collect();
        let is_size =
            |column: &usize, source: usize| matches!(plan.sources[source].columns[*column].from, ColumnFrom::Size);
        let sizes = levels.iter().map(|level| {
            let columns = 0..plan.sources[level.source].columns.len();
            columns.filter(|column| is_size(column, level.source)).collect()
        });
        let sizes = sizes.collect();
        Self { plan, levels, shape, steps, has_filter, sizes }
    }

    /// The level of a source.
    pub fn level(&self, source: usize) -> Option<usize> {
        level_of(&self.levels, source)
    }
}

fn level_of(levels: &[SourceReader<'_>], source: usize) -> Option<usize> {
    levels.iter().position(|level| level.source == source)
}

fn steps(plan: &Plan, levels: &[SourceReader<'_>]) -> Vec<Step> {
    let Some(root) = levels.first() else { return Vec::new() };
    let of_root = &plan.sources[root.source];
    let alone: Vec<(usize, usize)> = of_root.compute_order.iter().map(|column| (root.source, *column)).collect();
    let order = if of_root.levels.is_empty() { &alone } else { &of_root.family_order };
    let mut steps = Vec::new();
    for (source, column) in order {
        let Some(level) = level_of(levels, *source) else { continue };
        if !Needs::of(plan, *source).columns[*column] {
            continue;
        }
        match &plan.sources[*source].columns[*column].from {
            ColumnFrom::Inherited { source, column: of } => {
                if let Some(above) = level_of(levels, *source) {
                    steps.push(Step::Inherited { level, column: *column, from: (above, *of) });
                }
            }
            from => {
                let computed = levels[level].program.computed.iter();
                let Some(index) = computed.into_iter().position(|each| each.column == *column) else { continue };
                let mut sources = Vec::new();
                if let ColumnFrom::Computed(expr) = from {
                    folded(plan, expr, &mut sources);
                }
                let below = sources.iter().filter_map(|source| level_of(levels, *source)).collect();
                steps.push(Step::Computed { level, index, below });
            }
        }
    }
    steps
}

/// The sources whose rows a value goes over.
fn folded(plan: &Plan, expr: &Expr, sources: &mut Vec<usize>) {
    match expr {
        Expr::FirstPresent(all) => all.iter().for_each(|each| folded(plan, each, sources)),
        Expr::Script(index) => plan.scripts[*index].variables.iter().for_each(|each| folded(plan, each, sources)),
        Expr::Rows { source, condition, .. } => {
            sources.push(*source);
            condition.iter().for_each(|condition| folded_in(plan, condition, sources));
        }
        _ => {}
    }
}

fn folded_in(plan: &Plan, condition: &Condition, sources: &mut Vec<usize>) {
    match condition {
        Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| folded_in(plan, each, sources)),
        Condition::Not(inner) => folded_in(plan, inner, sources),
        Condition::Test(left, test) => {
            folded(plan, left, sources);
            if let Test::Equals(expr) = test {
                folded(plan, expr, sources);
            }
        }
        Condition::Script(index) => folded(plan, &Expr::Script(*index), sources),
    }
}
