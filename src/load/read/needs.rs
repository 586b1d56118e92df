//! Which columns, references, params and lookups are needed while a source's rows are read.

use std::collections::BTreeSet;

use crate::plan::{ColumnFrom, Condition, Expr, Operand, Operands, Path, Plan, RowPath, Test};

/// What reading a source needs.
#[derive(Debug, Default)]
pub struct Needs {
    /// Columns whose values are needed, by index.
    pub columns: Vec<bool>,
    /// Columns whose references are followed or kept, by index.
    pub references: Vec<bool>,
    /// Sources in which values are looked up at once.
    pub sources: BTreeSet<usize>,
    /// Params.
    pub params: BTreeSet<usize>,
}

impl Needs {
    /// What a source needs. Levels of nested JSON need columns of each other.
    pub fn of(plan: &Plan, source: usize) -> Self {
        let needs = |member: &usize| {
            let count = plan.sources[*member].columns.len();
            Self { columns: vec![false; count], references: vec![false; count], ..Self::default() }
        };
        let family = plan.family(plan.root(source));
        let mut walker = Walker { plan, source, needs: family.iter().map(needs).collect(), family };
        for member in walker.family.clone() {
            walker.source = member;
            walker.walk();
        }
        let place = walker.family.iter().position(|member| *member == source);
        place.map_or_else(Self::default, |place| walker.needs.swap_remove(place))
    }
}

struct Walker<'a> {
    plan: &'a Plan,
    /// The one that is walked.
    source: usize,
    family: Vec<usize>,
    /// By member of the family.
    needs: Vec<Needs>,
}

impl Walker<'_> {
    /// The needs of a member of the family.
    fn member(&mut self, source: usize) -> Option<&mut Needs> {
        let place = self.family.iter().position(|member| *member == source)?;
        self.needs.get_mut(place)
    }

    fn own(&mut self) -> Option<&mut Needs> {
        self.member(self.source)
    }

    fn walk(&mut self) {
        let source = &self.plan.sources[self.source];
        for (index, column) in source.columns.iter().enumerate() {
            if column.reference_place.is_some() {
                self.reference(self.source, index);
            }
            if column.place.is_some() || column.reference_place.is_some() || source.key == Some(index) {
                self.column(self.source, index);
            }
        }
        source.case.iter().for_each(|expr| self.expr(expr));
        source.filter.iter().for_each(|condition| self.condition(condition));
        if self.plan.is_whole(self.source) {
            let keep = source.duplicates.iter().flat_map(|duplicates| &duplicates.keep);
            keep.for_each(|condition| self.condition(condition));
        }
    }

    fn reference(&mut self, source: usize, column: usize) {
        if let Some(needs) = self.member(source) {
            needs.references[column] = true;
        }
    }

    fn column(&mut self, source: usize, column: usize) {
        let is_known = |needs: &mut Needs| std::mem::replace(&mut needs.columns[column], true);
        if self.member(source).is_none_or(is_known) {
            return;
        }
        // What it needs is needed where it is read.
        let walked = std::mem::replace(&mut self.source, source);
        match &self.plan.sources[source].columns[column].from {
            ColumnFrom::Cell { .. } | ColumnFrom::Taken | ColumnFrom::Size => {}
            ColumnFrom::DateAndTime { date, time, nearest, .. } => {
                [Some(*date), Some(*time), *nearest].into_iter().flatten().for_each(|each| self.column(source, each));
            }
            ColumnFrom::Inherited { source, column } => self.column(*source, *column),
            ColumnFrom::Computed(expr) => self.expr(expr),
        }
        self.source = walked;
    }

    fn path(&mut self, path: &Path) {
        if self.family.contains(&path.source) {
            self.column(path.source, path.column);
            if !path.onward.is_empty() {
                self.reference(path.source, path.column);
            }
        }
        self.onward(path);
    }

    /// Beyond the first step, the rows that are already in memory are followed.
    fn onward(&mut self, path: &Path) {
        for next in &path.onward {
            if let Some(needs) = self.own() {
                needs.sources.insert(next.source);
            }
            self.onward(next);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Row(RowPath::Here(path) | RowPath::Next(path) | RowPath::Previous(path)) => self.path(path),
            Expr::FirstPresent(all) => all.iter().for_each(|each| self.expr(each)),
            Expr::Script(index) => self.script(*index),
            Expr::Param(param) => self.param(*param),
            Expr::Rows { source, path, condition, .. } if self.family.contains(source) => {
                path.iter().for_each(|path| self.path(path));
                condition.iter().for_each(|condition| self.condition(condition));
            }
            Expr::Literal(operand) => self.operand(operand),
            _ => {}
        }
    }

    fn script(&mut self, index: usize) {
        self.plan.scripts[index].variables.iter().for_each(|variable| self.expr(variable));
    }

    fn operand(&mut self, operand: &Operand) {
        if let Operand::Param(param) = operand {
            self.param(*param);
        }
    }

    fn param(&mut self, param: usize) {
        if let Some(needs) = self.own() {
            needs.params.insert(param);
        }
    }

    fn operands(&mut self, operands: &Operands) {
        operands.all.iter().for_each(|operand| self.operand(operand));
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| self.condition(each)),
            Condition::Not(inner) => self.condition(inner),
            Condition::Test(value, test) => {
                self.expr(value);
                self.test(test);
            }
            Condition::Script(index) => self.script(*index),
        }
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::OneOf(operands) | Test::Words(_, operands) | Test::Compare(_, operands) => self.operands(operands),
            Test::Not(inner) => self.test(inner),
            Test::All(all) => all.iter().for_each(|each| self.test(each)),
            Test::Equals(expr) => self.expr(expr),
            Test::Matches(_) | Test::Present(_) => {}
        }
    }
}
