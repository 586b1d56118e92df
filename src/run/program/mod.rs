//! The plan, bound to the params and texts of a run. Threads share it.

mod attribute;
mod field;
mod own_test;
mod row_steps;
mod rule;
mod source;
mod steps;
mod way;
mod word_table;

pub use attribute::{AttributeProgram, EventProgram, NameProgram};
pub use field::FieldProgram;
pub use rule::{ChangeTest, PerProgram, RuleProgram};
pub use source::SourceProgram;
pub use steps::{BITS, ChangeSteps, Step, Steps, Winner};
pub use way::{Kept, Way};

use crate::evaluate::Binder;
use crate::load::Loaded;
use crate::plan::{Expr, Plan, StandardValue};

/// Everything that is evaluated in the heart.
#[derive(Debug)]
pub struct Program {
    /// By source.
    pub sources: Vec<SourceProgram>,
    /// By tracked field.
    pub fields: Vec<FieldProgram>,
    /// By rule.
    pub rules: Vec<RuleProgram>,
    /// By activity: the value that names it.
    pub names: Vec<Option<NameProgram>>,
    /// The rules in the order in which they are drafted.
    pub steps: Steps,
    /// The tracked fields whose current value the record has.
    pub with_current: Vec<usize>,
    /// The activities that are deadlines, in the mapping's order.
    pub deadlines: Vec<usize>,
    /// Attributes of cases and events.
    pub attributes: AttributeProgram,
    /// Whether something needs the time at which the log ends.
    pub needs_horizon: bool,
    /// Whether a value needs the ids of events.
    pub needs_ids: bool,
}

impl Program {
    /// Binds a plan.
    pub fn new(plan: &Plan, loaded: &Loaded) -> Self {
        let id_of = |text: &str| loaded.texts.find(text);
        let mut binder = Binder::new(plan, &loaded.params, &id_of);
        let fields: Vec<FieldProgram> =
            (0..plan.fields.len()).map(|field| FieldProgram::new(plan, field, &mut binder)).collect();
        let rules = rule::rules(plan, &mut binder);
        let sources: Vec<SourceProgram> =
            (0..plan.sources.len()).map(|source| SourceProgram::new(plan, source, &fields, &mut binder)).collect();
        let names = plan.activities.iter().map(|activity| NameProgram::new(activity, &mut binder, &id_of)).collect();
        let attributes = AttributeProgram::new(plan, &rules, &mut binder, &loaded.tables);
        let steps = Steps::new(plan, &rules, &sources);
        let has_current = |field: &usize| plan.fields[*field].current.is_some() && fields[*field].is_read;
        Self {
            with_current: (0..plan.fields.len()).filter(has_current).collect(),
            sources,
            fields,
            rules,
            names,
            steps,
            deadlines: (0..plan.activities.len()).filter(|each| plan.activities[*each].deadline.is_some()).collect(),
            attributes,
            needs_horizon: needs_horizon(plan),
            needs_ids: needs_ids(plan),
        }
    }
}

/// Activities to which others yield come first.
fn order(plan: &Plan) -> Vec<usize> {
    let mut order = plan.yield_order.clone();
    let missing: Vec<usize> = (0..plan.activities.len()).filter(|activity| !order.contains(activity)).collect();
    order.extend(missing);
    order
}

/// Whether something needs the end of the log: deadlines, and states that are still open.
pub fn needs_horizon(plan: &Plan) -> bool {
    plan.activities.iter().any(|activity| activity.deadline.is_some()) || plan.measures_states()
}

fn needs_ids(plan: &Plan) -> bool {
    let attributes = plan.case_attributes.iter().chain(&plan.event_attributes).filter_map(|each| each.value.as_ref());
    let of_rules = plan.rules.iter().flat_map(|rule| rule.attributes.iter().map(|(_, value)| value));
    let variables = plan.scripts.iter().flat_map(|script| &script.variables);
    attributes.chain(of_rules).chain(variables).any(has_id)
}

fn has_id(value: &Expr) -> bool {
    match value {
        Expr::Standard(StandardValue::EventId) => true,
        Expr::FirstPresent(values) => values.iter().any(has_id),
        Expr::Duration { from, to, .. } => has_id(from) || has_id(to),
        _ => false,
    }
}
