//! The columns of attributes: those of one name and one type are one.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::mapping::ParamType;
use crate::plan::{AttributePlan, LogAttribute, LogColumn, Plan, ValueType};

/// An attribute, as far as its column depends on it.
pub struct Attribute<'a> {
    column: &'a str,
    kind: ValueType,
    span: Span,
}

/// The attributes of a log.
pub fn of_log(plan: &Plan) -> Vec<Attribute<'_>> {
    let attribute = |each: &crate::plan::LogAttributePlan| match &each.value {
        LogAttribute::ExtractedAt => ValueType::Time,
        LogAttribute::SourceSystem | LogAttribute::Text(_) => ValueType::Text,
        LogAttribute::Param(param) => kind_of(plan.params[*param].kind),
    };
    let all = plan.log_attributes.iter();
    all.map(|each| Attribute { column: each.column(), kind: attribute(each), span: each.span }).collect()
}

/// The attributes of cases.
pub fn of_cases(plan: &Plan) -> Vec<Attribute<'_>> {
    plan.case_attributes.iter().map(Attribute::of).collect()
}

/// The attributes of events.
pub fn of_events(plan: &Plan) -> Vec<Attribute<'_>> {
    plan.event_attributes.iter().map(Attribute::of).collect()
}

impl<'a> Attribute<'a> {
    fn of(plan: &'a AttributePlan) -> Self {
        Self { column: plan.column(), kind: plan.kind, span: plan.span }
    }
}

fn kind_of(kind: ParamType) -> ValueType {
    match kind {
        ParamType::Text => ValueType::Text,
        ParamType::List | ParamType::Scale => ValueType::List,
        ParamType::Integer => ValueType::Integer,
        ParamType::Number => ValueType::Number,
        ParamType::Boolean => ValueType::Boolean,
        ParamType::Duration => ValueType::Duration,
        ParamType::Timestamp => ValueType::Time,
    }
}

/// A column as it grows.
struct Joined {
    column: LogColumn,
    kind: ValueType,
    /// The mapping that began it, and where.
    first: (usize, Span),
}

/// Joins the attributes of one sort. `taken` are headers that no attribute can have.
pub fn joined<'a>(
    plans: &[&'a Plan],
    taken: &[&str],
    attributes: fn(&'a Plan) -> Vec<Attribute<'a>>,
    found: &mut Diagnostics,
) -> Vec<LogColumn> {
    let mut joiner = Joiner { plans, taken, all: Vec::new(), found };
    for (mapping, plan) in plans.iter().enumerate() {
        for (index, attribute) in attributes(plan).iter().enumerate() {
            joiner.add(mapping, index, attribute);
        }
    }
    joiner.all.into_iter().map(|each| each.column).collect()
}

struct Joiner<'j> {
    plans: &'j [&'j Plan],
    taken: &'j [&'j str],
    all: Vec<Joined>,
    found: &'j mut Diagnostics,
}

impl Joiner<'_> {
    /// Puts an attribute into its column: one that is there, a new one, or one of its own.
    fn add(&mut self, mapping: usize, index: usize, attribute: &Attribute<'_>) {
        if self.taken.contains(&attribute.column) {
            self.found.push(header_taken(self.plans[mapping], attribute));
            return self.begin(apart_name(self.plans[mapping], attribute), mapping, index, attribute);
        }
        let Some(known) = self.all.iter_mut().find(|each| each.column.name == attribute.column) else {
            return self.begin(attribute.column.to_owned(), mapping, index, attribute);
        };
        if let Some(kind) = common(known.kind, attribute.kind) {
            known.kind = kind;
            known.column.of_mapping[mapping] = Some(index);
            return;
        }
        self.found.push(other_type(self.plans, known, self.plans[mapping], attribute));
        self.begin(apart_name(self.plans[mapping], attribute), mapping, index, attribute);
    }

    fn begin(&mut self, name: String, mapping: usize, index: usize, attribute: &Attribute<'_>) {
        let mut of_mapping = vec![None; self.plans.len()];
        of_mapping[mapping] = Some(index);
        let column = LogColumn { name, of_mapping };
        self.all.push(Joined { column, kind: attribute.kind, first: (mapping, attribute.span) });
    }
}

/// The type of a column with values of both types.
fn common(one: ValueType, other: ValueType) -> Option<ValueType> {
    match (one, other) {
        _ if one == other => Some(one),
        (ValueType::Any, known) | (known, ValueType::Any) => Some(known),
        (ValueType::Integer, ValueType::Number) | (ValueType::Number, ValueType::Integer) => Some(ValueType::Number),
        _ => None,
    }
}

/// No attribute has a dot in its own name.
fn apart_name(plan: &Plan, attribute: &Attribute<'_>) -> String {
    format!("{}.{}", plan.name, attribute.column)
}

fn other_type(plans: &[&Plan], known: &Joined, plan: &Plan, attribute: &Attribute<'_>) -> Diagnostic {
    let (first, first_span) = known.first;
    let message = format!(
        "`{}` is {} in `{}` and {} in `{}`, where it is written `{}`",
        attribute.column,
        known.kind.in_words(),
        plans[first].name,
        attribute.kind.in_words(),
        plan.name,
        apart_name(plan, attribute)
    );
    Diagnostic::new(codes::COLUMN_SET_APART, message)
        .at(attribute.span, attribute.kind.in_words())
        .also(first_span, known.kind.in_words())
        .help("make both of one type, or give one of them a column of its own with `common:`")
}

fn header_taken(plan: &Plan, attribute: &Attribute<'_>) -> Diagnostic {
    let message = format!(
        "`{}` of `{}` would have the header of a standard column, and is written `{}`",
        attribute.column,
        plan.name,
        apart_name(plan, attribute)
    );
    Diagnostic::new(codes::COLUMN_SET_APART, message)
        .at(attribute.span, "the header is taken")
        .help("give it a column of its own with `common:`, or the standard column another header")
}
