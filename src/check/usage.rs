//! What a plan uses: which columns have to be kept, and in what form.

use crate::plan::{
    ColumnFrom, Condition, Expr, FieldPlan, Path, Per, Plan, RowPath, RulePlan, ScriptPlan, Subject, Test, ValueType,
};
use crate::rows::Cell;

/// How a column is used after its row was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColumnUse {
    /// Something names it, if only while rows are read.
    pub is_named: bool,
    /// Its value is needed in the case.
    pub is_stored: bool,
    /// Its value is compared, so that equal texts need equal codes.
    pub is_compared: bool,
    /// A path goes on from it.
    pub is_followed: bool,
}

/// The use of everything in a plan.
#[derive(Debug)]
pub struct Usage {
    /// By source and column.
    pub columns: Vec<Vec<ColumnUse>>,
    /// Sources that something names.
    pub sources: Vec<bool>,
    /// Sources of whose rows something asks for all that a case has, or for a row's neighbours.
    pub surveyed: Vec<bool>,
    /// Tracked fields that something names.
    pub fields: Vec<bool>,
    /// Levels above that rules count by: the source, and the place of the level among those above it.
    pub above: Vec<(usize, usize)>,
}

/// What a value is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// While rows are read.
    Reading,
    /// To be written or ordered.
    Carried,
    /// To be compared.
    Compared,
}

/// Finds what a plan uses.
pub fn find(plan: &Plan) -> Usage {
    let columns = plan.sources.iter().map(|source| vec![ColumnUse::default(); source.columns.len()]).collect();
    let (sources, fields) = (vec![false; plan.sources.len()], vec![false; plan.fields.len()]);
    let usage = Usage { columns, surveyed: sources.clone(), sources, fields, above: Vec::new() };
    let mut walker = Walker { plan, usage, seen: vec![[false; 3]; plan.scripts.len()] };
    walker.plan();
    walker.levels_above();
    walker.listed_values();
    walker.usage
}

struct Walker<'a> {
    plan: &'a Plan,
    usage: Usage,
    /// Scripts that were walked, by need.
    seen: Vec<[bool; 3]>,
}

impl Walker<'_> {
    fn plan(&mut self) {
        let plan = self.plan;
        for (index, _) in plan.sources.iter().enumerate() {
            self.source(index);
        }
        if let Some(record) = plan.case.record {
            self.usage.sources[record] = true;
        }
        self.exprs(plan.case.id.iter(), Need::Carried);
        plan.case
            .keep_if
            .iter()
            .chain(&plan.case.keep_case)
            .for_each(|condition| self.condition(condition, Need::Compared));
        if let Some(rule) = &plan.case.same_case {
            self.usage.sources[rule.source] = true;
            self.exprs(rule.same.iter().chain(&rule.named), Need::Compared);
            self.exprs(rule.until.iter(), Need::Carried);
        }
        for (source, column, condition) in plan.params.iter().filter_map(|param| param.from.as_ref()) {
            self.column(*source, *column, Need::Compared);
            condition.iter().for_each(|each| self.condition(each, Need::Compared));
        }
        plan.rules.iter().for_each(|rule| self.rule(rule));
        for activity in &plan.activities {
            self.exprs(activity.named_by.iter(), Need::Compared);
        }
        for attribute in plan.case_attributes.iter().chain(&plan.event_attributes) {
            self.exprs(attribute.value.iter(), Need::Carried);
        }
        for index in 0..plan.fields.len() {
            if self.usage.fields[index] {
                self.field(&plan.fields[index]);
            }
        }
    }

    /// Rows of a level are found in those above.
    fn levels_above(&mut self) {
        for (index, source) in self.plan.sources.iter().enumerate() {
            let above = source.level.iter().flat_map(|level| &level.above);
            if self.usage.sources[index] || source.is_lookup {
                above.for_each(|above| self.usage.sources[above.source] = true);
            }
        }
    }

    /// A warning counts the values that a column doesn't list; that alone doesn't make it used.
    fn listed_values(&mut self) {
        for (source, columns) in self.plan.sources.iter().zip(&mut self.usage.columns) {
            for (column, used) in source.columns.iter().zip(columns) {
                let asks = matches!(&column.from, ColumnFrom::Cell { reader, .. } if reader.warns_of_others);
                used.is_stored |= asks && used.is_named;
                used.is_compared |= asks && used.is_named;
            }
        }
    }

    fn source(&mut self, index: usize) {
        let source = &self.plan.sources[index];
        if let Some(key) = source.key {
            self.column(index, key, Need::Compared);
        }
        self.exprs(source.case.iter(), Need::Reading);
        self.exprs(source.at.iter(), Need::Carried);
        self.exprs(source.by.iter(), Need::Reading);
        source.filter.iter().for_each(|condition| self.condition(condition, Need::Reading));
        source.order.columns.iter().for_each(|column| self.column(index, *column, Need::Carried));
        for column in &source.columns {
            match &column.from {
                ColumnFrom::Cell { .. } | ColumnFrom::Taken | ColumnFrom::Size | ColumnFrom::Inherited { .. } => {}
                ColumnFrom::DateAndTime { date, time, nearest, .. } => {
                    for each in [Some(*date), Some(*time), *nearest].into_iter().flatten() {
                        self.column(index, each, Need::Reading);
                    }
                }
                ColumnFrom::Computed(expr) => self.expr(expr, Need::Reading),
            }
        }
        if let Some(duplicates) = &source.duplicates {
            for column in duplicates.same.iter().chain(&duplicates.last_by) {
                self.column(index, *column, Need::Compared);
            }
            for (to, from) in &duplicates.take {
                match source.columns[*to].from {
                    // It is there for others only, and has the form of what it takes.
                    ColumnFrom::Taken => self.usage.columns[index][*to].is_compared = true,
                    _ => self.column(index, *to, Need::Compared),
                }
                self.column(index, *from, Need::Compared);
            }
            duplicates.keep.iter().for_each(|condition| self.condition(condition, Need::Compared));
            let takes_any = duplicates.keep.is_empty() && duplicates.last_by.is_empty();
            if takes_any || duplicates.same.is_empty() {
                let declared = source.columns.iter().enumerate();
                let is_own = |from: &ColumnFrom| !matches!(from, ColumnFrom::Taken | ColumnFrom::Inherited { .. });
                let declared = declared.filter(|(_, column)| is_own(&column.from));
                declared.for_each(|(column, _)| self.column(index, column, Need::Compared));
            }
        }
    }

    fn rule(&mut self, rule: &RulePlan) {
        match &rule.subject {
            Subject::Rows(source) => self.usage.sources[*source] = true,
            Subject::Changes(source, fields) => {
                self.usage.sources[*source] = true;
                fields.iter().for_each(|field| self.usage.fields[*field] = true);
            }
            Subject::Deadline => {}
        }
        for condition in rule.condition.iter().chain(&rule.during) {
            self.condition(condition, Need::Compared);
        }
        rule.from.iter().chain(&rule.to).for_each(|test| self.test(test, Need::Compared));
        self.exprs(rule.at.iter(), Need::Carried);
        self.exprs(rule.resource.iter().chain(&rule.end), Need::Carried);
        match (&rule.per, &rule.subject) {
            (Per::Value(expr), _) => self.expr(expr, Need::Compared),
            (Per::Above(nearness), Subject::Rows(source) | Subject::Changes(source, _)) => {
                self.usage.above.push((*source, *nearness));
            }
            _ => {}
        }
        self.exprs(rule.attributes.iter().map(|(_, expr)| expr), Need::Carried);
    }

    fn field(&mut self, field: &FieldPlan) {
        self.usage.sources[field.source] = true;
        let named = field.shape.named.iter().map(|(column, _)| *column);
        for column in named.chain(field.shape.old).chain([field.shape.new]) {
            self.column(field.source, column, Need::Compared);
        }
        field.current.iter().chain(&field.until).for_each(|path| self.read_path(path, Need::Compared));
    }

    fn column(&mut self, source: usize, column: usize, need: Need) {
        let used = &mut self.usage.columns[source][column];
        used.is_named = true;
        used.is_stored |= need != Need::Reading;
        used.is_compared |= need == Need::Compared;
        self.column_above(source, column);
    }

    /// An inherited column is read where it comes from.
    fn column_above(&mut self, source: usize, column: usize) {
        if let ColumnFrom::Inherited { source, column } = self.plan.sources[source].columns[column].from {
            self.usage.sources[source] = true;
            self.usage.columns[source][column].is_named = true;
        }
    }

    fn path(&mut self, path: &Path, need: Need) {
        if path.onward.is_empty() {
            self.column(path.source, path.column, need);
            return;
        }
        let used = &mut self.usage.columns[path.source][path.column];
        used.is_named = true;
        used.is_followed = true;
        self.column_above(path.source, path.column);
        // Values of other sources are read after theirs was loaded, so they are kept there.
        let need = if need == Need::Reading { Need::Compared } else { need };
        path.onward.iter().for_each(|next| self.read_path(next, need));
    }

    /// A path that begins at another row than the one at hand, whose source is then needed.
    fn read_path(&mut self, path: &Path, need: Need) {
        self.usage.sources[path.source] = true;
        self.path(path, need);
    }

    fn exprs<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>, need: Need) {
        exprs.for_each(|expr| self.expr(expr, need));
    }

    fn expr(&mut self, expr: &Expr, need: Need) {
        match expr {
            Expr::Row(RowPath::Here(path)) => self.path(path, need),
            Expr::Row(RowPath::Next(path) | RowPath::Previous(path)) => {
                self.usage.surveyed[path.source] = true;
                self.path(path, need);
            }
            Expr::Record(path) | Expr::OwnRow(_, path) => self.read_path(path, need),
            Expr::Old(onward) | Expr::New(onward) => onward.iter().for_each(|path| self.read_path(path, need)),
            Expr::FirstPresent(all) => self.exprs(all.iter(), need),
            Expr::Script(index) => self.script(*index, need),
            Expr::Field { field, path, .. } => {
                self.usage.fields[*field] = true;
                path.iter().for_each(|each| self.read_path(each, need));
            }
            Expr::Rows { source, path, condition, distinct, .. } => {
                self.usage.sources[*source] = true;
                self.usage.surveyed[*source] = true;
                let need = if *distinct && need == Need::Carried { Need::Compared } else { need };
                path.iter().for_each(|path| self.path(path, need));
                // Over the rows below, while they are read, nothing has to be kept.
                let need = if need == Need::Reading { need } else { Need::Compared };
                condition.iter().for_each(|each| self.condition(each, need));
            }
            Expr::CountChanges(field) => self.usage.fields[*field] = true,
            Expr::Duration { from, to, .. } => {
                self.expr(from, need);
                self.expr(to, need);
            }
            Expr::TimeIn { field, test, .. } => {
                self.usage.fields[*field] = true;
                self.test(test, need);
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition, need: Need) {
        match condition {
            Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| self.condition(each, need)),
            Condition::Not(inner) => self.condition(inner, need),
            Condition::Test(left, test) => {
                self.expr(left, need);
                self.test(test, need);
            }
            Condition::Script(index) => self.script(*index, need),
        }
    }

    fn test(&mut self, test: &Test, need: Need) {
        match test {
            Test::Not(inner) => self.test(inner, need),
            Test::All(all) => all.iter().for_each(|each| self.test(each, need)),
            Test::Equals(expr) => self.expr(expr, need),
            _ => {}
        }
    }

    fn script(&mut self, index: usize, need: Need) {
        if std::mem::replace(&mut self.seen[index][need as usize], true) {
            return;
        }
        let ScriptPlan { compiled, variables, .. } = &self.plan.scripts[index];
        let need = if need == Need::Reading { Need::Reading } else { Need::Compared };
        self.exprs(variables.iter(), need);
        let uses = &compiled.uses;
        for (source, column) in &uses.columns {
            self.column(*source as usize, *column as usize, Need::Compared);
        }
        for source in &uses.sources {
            self.usage.sources[*source as usize] = true;
            self.usage.surveyed[*source as usize] = true;
        }
        uses.fields.iter().for_each(|field| self.usage.fields[*field as usize] = true);
        if let Some(record) = self.plan.case.record {
            uses.record.iter().for_each(|column| self.column(record, *column as usize, Need::Compared));
        }
    }
}

/// Gives every column that is kept its place in the row.
pub fn assign_places(plan: &mut Plan, usage: &Usage) {
    for (index, (source, columns)) in plan.sources.iter_mut().zip(&usage.columns).enumerate() {
        let mut place = 0;
        for (column, used) in source.columns.iter_mut().zip(columns) {
            // What many rows have of one above is kept once.
            let is_inherited = matches!(column.from, ColumnFrom::Inherited { .. });
            column.is_carried = used.is_stored && !used.is_compared && !is_inherited && column.kind == ValueType::Text;
            if used.is_stored {
                column.place = Some(place);
                place += Cell::width(column.kind, column.is_carried);
            }
            if used.is_followed {
                column.reference_place = Some(place);
                place += 1;
            }
        }
        if !source.levels.is_empty() && (source.key.is_some() || source.duplicates.is_some()) {
            source.hash_place = Some(place);
            place += 2;
        }
        if let Some(level) = &mut source.level {
            for (nearness, above) in level.above.iter_mut().enumerate() {
                let is_needed = nearness == 0 || usage.above.contains(&(index, nearness));
                above.place = is_needed.then_some(place);
                place += usize::from(is_needed);
            }
            level.ordinal_place = place;
            place += 1;
        }
        source.stride = place + 1;
    }
    for (index, is_used) in usage.sources.iter().enumerate() {
        plan.sources[index].is_used = *is_used || plan.sources[index].is_lookup;
        plan.sources[index].is_surveyed = usage.surveyed[index];
    }
}

/// The case attributes that a value uses.
pub fn case_attributes_in(expr: &Expr, scripts: &[ScriptPlan]) -> Vec<usize> {
    let mut found = Vec::new();
    collect(expr, scripts, &mut found);
    found
}

fn collect(expr: &Expr, scripts: &[ScriptPlan], found: &mut Vec<usize>) {
    match expr {
        Expr::CaseAttribute(index) => found.push(*index),
        Expr::FirstPresent(all) => all.iter().for_each(|each| collect(each, scripts, found)),
        Expr::Script(index) => scripts[*index].variables.iter().for_each(|each| collect(each, scripts, found)),
        Expr::Duration { from, to, .. } => {
            collect(from, scripts, found);
            collect(to, scripts, found);
        }
        _ => {}
    }
}
