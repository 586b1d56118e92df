//! With what a case is expected to begin and to end.

use crate::plan::{Expr, Plan, RowPath, Subject, Test};

/// Sets of activities of which one may be what a case begins or ends with. Where the mapping doesn't tell, each activity
/// is a set of its own, and the data decides between them.
#[derive(Debug)]
pub struct Groups {
    /// Sets with which a case may begin.
    pub begins: Vec<Vec<usize>>,
    /// Sets with which a case may end.
    pub ends: Vec<Vec<usize>>,
    /// How the first is known.
    pub begins_by: Known,
    /// How the second is known.
    pub ends_by: Known,
}

/// How it is known with what a case begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The mapping says so.
    Mapping,
    /// It is what the record's own row gives.
    Record,
    /// It is what most cases have.
    Data,
}

impl Known {
    /// The same in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Mapping => "as the mapping says",
            Self::Record => "what the case's record gives at its own time",
            Self::Data => "what most cases have",
        }
    }
}

impl Groups {
    /// What the mapping tells.
    pub fn of(plan: &Plan) -> Self {
        let each = || (0..plan.activities.len()).map(|activity| vec![activity]).collect();
        let of_record = of_record(plan);
        let (begins, begins_by) = match (plan.case.begins.is_empty(), of_record.is_empty()) {
            (false, _) => (vec![plan.case.begins.clone()], Known::Mapping),
            (true, false) => (vec![of_record], Known::Record),
            (true, true) => (each(), Known::Data),
        };
        let (ends, ends_by) = match plan.case.ends.is_empty() {
            false => (vec![plan.case.ends.clone()], Known::Mapping),
            true => (each(), Known::Data),
        };
        Self { begins, ends, begins_by, ends_by }
    }
}

/// Activities that every row of the case's record gives, at the row's own time.
fn of_record(plan: &Plan) -> Vec<usize> {
    let Some(record) = plan.case.record else { return Vec::new() };
    let own = plan.sources[record].at.as_ref().and_then(column);
    let is_creation = |rule: &&crate::plan::RulePlan| {
        rule.subject == Subject::Rows(record)
            && rule.condition.is_none()
            && rule.during.is_none()
            && !rule.otherwise
            && own.is_some()
            && rule.at.as_ref().and_then(column) == own
    };
    let mut found: Vec<usize> = plan.rules.iter().filter(is_creation).map(|rule| rule.activity).collect();
    found.dedup();
    found
}

/// The column, where a value is just a column of the row.
pub fn column(value: &Expr) -> Option<usize> {
    match value {
        Expr::Row(RowPath::Here(path)) if path.onward.is_empty() => Some(path.column),
        _ => None,
    }
}

/// Whether rules name values of a tracked field, so that its values are words of the mapping. What refers to something else,
/// such as an owner, has persons among its values.
pub fn lists_values(plan: &Plan, field: usize) -> bool {
    plan.fields[field].refers_to.is_empty() && names_some(plan, field)
}

fn names_some(plan: &Plan, field: usize) -> bool {
    let is_on = |subject: &Subject| matches!(subject, Subject::Changes(_, fields) if fields.contains(&field));
    let own = plan.rules.iter().filter(|rule| is_on(&rule.subject));
    let mut tests = own.flat_map(|rule| rule.from.iter().chain(&rule.to));
    plan.fields[field].scale.is_some() || tests.any(names_values)
}

fn names_values(test: &Test) -> bool {
    match test {
        Test::OneOf(_) => true,
        Test::Not(test) => names_values(test),
        Test::All(all) => all.iter().any(names_values),
        _ => false,
    }
}
