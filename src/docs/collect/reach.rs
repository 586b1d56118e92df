//! From a value to the columns of the export that it is read from.

use std::collections::BTreeSet;

use crate::plan::{ColumnFrom, Condition, Expr, Path, Per, Plan, RowPath, RulePlan, Subject, Test};

/// What something is read from, found step by step.
pub struct Reach<'a> {
    plan: &'a Plan,
    /// Columns with cells, by source and column.
    pub columns: BTreeSet<(usize, usize)>,
    /// Activities whose events count.
    pub activities: BTreeSet<usize>,
    computed: BTreeSet<(usize, usize)>,
    fields: BTreeSet<usize>,
    attributes: BTreeSet<usize>,
    scripts: BTreeSet<usize>,
}

impl<'a> Reach<'a> {
    /// Nothing so far.
    pub fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            columns: BTreeSet::new(),
            activities: BTreeSet::new(),
            computed: BTreeSet::new(),
            fields: BTreeSet::new(),
            attributes: BTreeSet::new(),
            scripts: BTreeSet::new(),
        }
    }

    /// What a rule looks at; the event's time, end and resource too.
    pub fn rule(&mut self, rule: &RulePlan) {
        if let Subject::Changes(_, fields) = &rule.subject {
            fields.iter().for_each(|field| self.field(*field));
        }
        rule.condition.iter().chain(&rule.during).for_each(|condition| self.condition(condition));
        rule.from.iter().chain(&rule.to).for_each(|test| self.test(test));
        rule.at.iter().chain(&rule.resource).chain(&rule.end).for_each(|expr| self.expr(expr));
        if let Per::Value(expr) = &rule.per {
            self.expr(expr);
        }
    }

    /// A value.
    pub fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Row(RowPath::Here(path) | RowPath::Next(path) | RowPath::Previous(path)) => self.path(path),
            Expr::Record(path) | Expr::OwnRow(_, path) => self.path(path),
            Expr::Old(onward) | Expr::New(onward) => onward.iter().for_each(|path| self.path(path)),
            Expr::FirstPresent(all) => all.iter().for_each(|each| self.expr(each)),
            Expr::Script(index) => self.script(*index),
            Expr::Field { field, path, .. } => {
                self.field(*field);
                path.iter().for_each(|each| self.path(each));
            }
            Expr::Rows { source, path, condition, .. } => {
                path.iter().for_each(|path| self.path(path));
                condition.iter().for_each(|each| self.condition(each));
                self.of_rows(*source, path.is_none() && condition.is_none());
            }
            Expr::CountChanges(field) | Expr::TimeIn { field, .. } => self.field(*field),
            Expr::CountEvents(activity) | Expr::EventTime { activity, .. } => {
                self.activities.insert(*activity);
            }
            Expr::Duration { from, to, .. } => {
                self.expr(from);
                self.expr(to);
            }
            Expr::CaseAttribute(index) => self.case_attribute(*index),
            _ => {}
        }
    }

    /// Rows that are only counted are known by what names their case.
    fn of_rows(&mut self, source: usize, is_counted: bool) {
        if is_counted {
            self.plan.sources[source].case.iter().for_each(|case| self.expr(case));
        }
    }

    /// A condition.
    pub fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| self.condition(each)),
            Condition::Not(inner) => self.condition(inner),
            Condition::Test(left, test) => {
                self.expr(left);
                self.test(test);
            }
            Condition::Script(index) => self.script(*index),
        }
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::Not(inner) => self.test(inner),
            Test::All(all) => all.iter().for_each(|each| self.test(each)),
            Test::Equals(expr) => self.expr(expr),
            _ => {}
        }
    }

    fn path(&mut self, path: &Path) {
        self.column(path.source, path.column);
        path.onward.iter().for_each(|next| self.path(next));
    }

    /// A column; one that is computed leads to those that it is computed from.
    pub fn column(&mut self, source: usize, column: usize) {
        match &self.plan.sources[source].columns[column].from {
            ColumnFrom::Cell { .. } => {
                self.columns.insert((source, column));
            }
            _ if !self.computed.insert((source, column)) => {}
            ColumnFrom::DateAndTime { date, time, nearest, .. } => {
                [Some(*date), Some(*time), *nearest].into_iter().flatten().for_each(|each| self.column(source, each));
            }
            ColumnFrom::Computed(expr) => self.expr(expr),
            ColumnFrom::Inherited { source, column } => self.column(*source, *column),
            ColumnFrom::Taken => self.taken(source, column),
            ColumnFrom::Size => {}
        }
    }

    /// What a duplicate that goes gives to the one that stays.
    fn taken(&mut self, source: usize, column: usize) {
        let duplicates = self.plan.sources[source].duplicates.iter();
        let from = duplicates.flat_map(|duplicates| &duplicates.take).filter(|(to, _)| *to == column);
        from.for_each(|(_, from)| self.column(source, *from));
    }

    fn field(&mut self, index: usize) {
        if !self.fields.insert(index) {
            return;
        }
        let field = &self.plan.fields[index];
        let named = field.shape.named.iter().map(|(column, _)| *column);
        for column in named.chain(field.shape.old).chain([field.shape.new]) {
            self.column(field.source, column);
        }
        field.current.iter().chain(&field.until).for_each(|path| self.path(path));
    }

    fn case_attribute(&mut self, index: usize) {
        if self.attributes.insert(index) {
            self.plan.case_attributes[index].value.iter().for_each(|value| self.expr(value));
        }
    }

    fn script(&mut self, index: usize) {
        if !self.scripts.insert(index) {
            return;
        }
        let script = &self.plan.scripts[index];
        script.variables.iter().for_each(|each| self.expr(each));
        let uses = &script.compiled.uses;
        // A function that is given rows may name columns that other tables have as well.
        let of_rows = uses.columns.iter().filter(|(source, _)| uses.sources.contains(source));
        of_rows.for_each(|(source, column)| self.column(*source as usize, *column as usize));
        uses.fields.iter().for_each(|field| self.field(*field as usize));
        self.activities.extend(uses.activities.iter().map(|activity| *activity as usize));
        if let Some(record) = self.plan.case.record {
            uses.record.iter().for_each(|column| self.column(record, *column as usize));
        }
    }
}
