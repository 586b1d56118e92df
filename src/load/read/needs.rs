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
    /// What a source needs.
    pub fn of(plan: &Plan, source: usize) -> Self {
        let count = plan.sources[source].columns.len();
        let needs = Self { columns: vec![false; count], references: vec![false; count], ..Self::default() };
        let mut walker = Walker { plan, source, needs };
        walker.walk();
        walker.needs
    }
}

struct Walker<'a> {
    plan: &'a Plan,
    source: usize,
    needs: Needs,
}

impl Walker<'_> {
    fn walk(&mut self) {
        let source = &self.plan.sources[self.source];
        for (index, column) in source.columns.iter().enumerate() {
            self.needs.references[index] |= column.reference_place.is_some();
            if column.place.is_some() || column.reference_place.is_some() || source.key == Some(index) {
                self.column(index);
            }
        }
        source.case.iter().for_each(|expr| self.expr(expr));
        source.filter.iter().for_each(|condition| self.condition(condition));
        if self.plan.is_whole(self.source) {
            let keep = source.duplicates.iter().flat_map(|duplicates| &duplicates.keep);
            keep.for_each(|condition| self.condition(condition));
        }
    }

    fn column(&mut self, column: usize) {
        if std::mem::replace(&mut self.needs.columns[column], true) {
            return;
        }
        match &self.plan.sources[self.source].columns[column].from {
            ColumnFrom::Cell { .. } | ColumnFrom::Taken | ColumnFrom::Size | ColumnFrom::Inherited { .. } => {}
            ColumnFrom::DateAndTime { date, time, nearest, .. } => {
                [Some(*date), Some(*time), *nearest].into_iter().flatten().for_each(|each| self.column(each));
            }
            ColumnFrom::Computed(expr) => self.expr(expr),
        }
    }

    fn path(&mut self, path: &Path) {
        if path.source == self.source {
            self.column(path.column);
            self.needs.references[path.column] |= !path.onward.is_empty();
        }
        for next in &path.onward {
            self.needs.sources.insert(next.source);
            // Beyond the first step, the rows that are already in memory are followed.
            self.onward(next);
        }
    }

    fn onward(&mut self, path: &Path) {
        for next in &path.onward {
            self.needs.sources.insert(next.source);
            self.onward(next);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Row(RowPath::Here(path) | RowPath::Next(path) | RowPath::Previous(path)) => self.path(path),
            Expr::FirstPresent(all) => all.iter().for_each(|each| self.expr(each)),
            Expr::Script(index) => self.script(*index),
            Expr::Param(param) => {
                self.needs.params.insert(*param);
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
            self.needs.params.insert(*param);
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
