//! Rules, bound.

use super::own_test::OwnTest;
use super::source::own_column;
use super::way::Way;
use crate::evaluate::{Binder, Bound, BoundCondition, BoundTest};
use crate::plan::{Direction, Per, Plan, RulePlan, Subject};

/// A rule, bound.
#[derive(Debug)]
pub struct RuleProgram {
    /// Which rows or changes.
    pub condition: Option<BoundCondition>,
    /// The same, where the row itself decides.
    pub own_test: Option<OwnTest>,
    /// Whether that is all there is to ask: no condition beyond it, and the time is the row's.
    pub is_plain: bool,
    /// Only while this holds.
    pub during: Option<BoundCondition>,
    /// For each of what `which` chooses.
    pub per: Option<PerProgram>,
    /// What the change has to be.
    pub change: ChangeTest,
    /// The event's time; `None` where it is the row's.
    pub at: Option<Bound>,
    /// The event's resource.
    pub resource: Option<Bound>,
    /// The shortest way to it.
    pub resource_way: Way,
    /// Whether an event's name, end and resource are told when it is drafted; else the resource alone is there, on its way.
    pub is_told: bool,
    /// The event's end.
    pub end: Option<Bound>,
    /// Attributes of these events alone.
    pub attributes: Vec<(usize, Bound)>,
}

/// For each of what `which` chooses.
#[derive(Debug)]
pub enum PerProgram {
    /// Each value.
    Value(Bound),
    /// Each row above: where its number is kept.
    Above(usize),
}

fn above_place(plan: &Plan, rule: &RulePlan, nearness: usize) -> Option<usize> {
    let (Subject::Rows(source) | Subject::Changes(source, _)) = rule.subject else { return None };
    plan.sources[source].level.as_ref()?.above.get(nearness)?.place
}

/// What the values before and after a change have to be.
#[derive(Debug)]
pub struct ChangeTest {
    /// Before.
    pub from: Option<BoundTest>,
    /// After.
    pub to: Option<BoundTest>,
    /// The value after must fail `from`.
    pub leaves_set: bool,
    /// The value before must fail `to`.
    pub enters_set: bool,
    /// Up or down the field's scale.
    pub direction: Option<Direction>,
    /// Whether the two values alone decide, so that the decision can be remembered.
    pub is_pure: bool,
}

/// Binds all rules.
pub fn rules(plan: &Plan, binder: &mut Binder<'_>) -> Vec<RuleProgram> {
    plan.rules.iter().map(|rule| bind(plan, rule, binder)).collect()
}

fn bind(plan: &Plan, rule: &RulePlan, binder: &mut Binder<'_>) -> RuleProgram {
    let condition = rule.condition.as_ref().map(|condition| binder.condition(condition));
    let resource = rule.resource.as_ref().map(|value| binder.value(value));
    let (own_test, resource_way) = match rule.subject {
        Subject::Rows(source) | Subject::Changes(source, _) => (
            OwnTest::of(condition.as_ref(), source, plan),
            resource.as_ref().map_or(Way::Null, |value| Way::to(value, source, plan)),
        ),
        Subject::Deadline => (None, Way::Evaluated),
    };
    let at = event_time(plan, rule, binder);
    let during = rule.during.as_ref().map(|condition| binder.condition(condition));
    let activity = &plan.activities[rule.activity];
    let is_evaluated = rule.end.is_some() || resource_way == Way::Evaluated;
    RuleProgram {
        is_plain: is_plain(rule, own_test.as_ref()) && at.is_none() && during.is_none(),
        is_told: is_evaluated || activity.named_by.is_some() || activity.merge_within.is_some(),
        condition,
        own_test,
        during,
        per: match &rule.per {
            Per::Case => None,
            Per::Value(value) => Some(PerProgram::Value(binder.value(value))),
            Per::Above(nearness) => above_place(plan, rule, *nearness).map(PerProgram::Above),
        },
        change: change_test(rule, binder),
        at,
        resource,
        resource_way,
        end: rule.end.as_ref().map(|value| binder.value(value)),
        attributes: rule.attributes.iter().map(|(index, value)| (*index, binder.value(value))).collect(),
    }
}

/// Whether rows are told by themselves, and changes by their values.
fn is_plain(rule: &RulePlan, own_test: Option<&OwnTest>) -> bool {
    match rule.subject {
        Subject::Rows(_) if own_test.is_some() => true,
        _ => rule.condition.is_none(),
    }
}

fn change_test(rule: &RulePlan, binder: &mut Binder<'_>) -> ChangeTest {
    let from = rule.from.as_ref().map(|test| binder.test(test));
    let to = rule.to.as_ref().map(|test| binder.test(test));
    ChangeTest {
        is_pure: from.as_ref().is_none_or(is_pure) && to.as_ref().is_none_or(is_pure),
        from,
        to,
        leaves_set: rule.leaves_set,
        enters_set: rule.enters_set,
        direction: rule.direction,
    }
}

fn is_pure(test: &BoundTest) -> bool {
    match test {
        BoundTest::Equals(_) => false,
        BoundTest::Not(test) => is_pure(test),
        BoundTest::All(all) => all.iter().all(is_pure),
        _ => true,
    }
}

/// `None` where the rule's time is the row's own, which is known already.
fn event_time(plan: &Plan, rule: &RulePlan, binder: &mut Binder<'_>) -> Option<Bound> {
    let at = binder.value(rule.at.as_ref()?);
    let source = match rule.subject {
        Subject::Rows(source) | Subject::Changes(source, _) => source,
        Subject::Deadline => return None,
    };
    let of_row = plan.sources[source].at.as_ref().map(|at| binder.value(at));
    let of_row = of_row.as_ref().and_then(|at| own_column(at, source));
    if of_row.is_some() && own_column(&at, source) == of_row { None } else { Some(at) }
}
