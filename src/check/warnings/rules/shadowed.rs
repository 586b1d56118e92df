//! Rules that take only what another rule takes.

use super::needs::{Need, Needs};
use super::same;
use crate::check::warnings::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Expr, Per, Plan, RulePlan, Subject, Test, Which};

/// Rules that never give an event, or only give each event twice.
pub fn rules(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let rules = &checked.plan.rules;
    let found = rules.iter().enumerate().filter_map(|(index, rule)| {
        let of_activity = checked.plan.activities[rule.activity].rules.clone();
        unreached(checked, rule, &rules[of_activity.start..index])
            .or_else(|| twice(checked, rule, index, of_activity))
            .or_else(|| always_yields(checked, rule))
    });
    found.collect()
}

fn report(checked: &Checked<'_>, rule: &RulePlan, other: &RulePlan, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(codes::RULE_SHADOWED, message)
        .at(checked.place(rule), "takes nothing else")
        .also(checked.place(other), "takes the same")
        .help(help)
}

/// `otherwise` below a rule that takes all that it would take.
fn unreached(checked: &Checked<'_>, rule: &RulePlan, above: &[RulePlan]) -> Option<Diagnostic> {
    let gives_one = |other: &&RulePlan| other.which != Which::Later && other.yields_to.is_empty();
    let mut above = above.iter().filter(gives_one);
    let other = above.find(|other| rule.otherwise && covers(checked.plan, other, rule))?;
    let message =
        format!("a rule of `{}` never gives an event: a rule above takes what it takes", checked.activity(rule));
    Some(report(checked, rule, other, message, "remove it, or narrow the rule above"))
}

/// Two rules of one activity over the same rows, whose events aren't merged.
fn twice(
    checked: &Checked<'_>,
    rule: &RulePlan,
    index: usize,
    of_activity: std::ops::Range<usize>,
) -> Option<Diagnostic> {
    let plan = checked.plan;
    if plan.activities[rule.activity].merge_within.is_some() || rule.otherwise {
        return None;
    }
    let covered = |position: &usize| {
        let other = &plan.rules[*position];
        // Of two that are equal the later one is too much.
        let is_wider = *position < index || !covers(plan, rule, other);
        *position != index && is_wider && !other.otherwise && gives_all(plan, other, rule) && covers(plan, other, rule)
    };
    let other = of_activity.into_iter().find(covered)?;
    let message = format!("a rule of `{}` gives events that another rule gives as well", checked.activity(rule));
    Some(report(checked, rule, &plan.rules[other], message, "remove one of them, or set `merge_within`"))
}

/// An activity that yields to one that comes from every row it comes from.
fn always_yields(checked: &Checked<'_>, rule: &RulePlan) -> Option<Diagnostic> {
    let plan = checked.plan;
    let winners = rule.yields_to.iter().map(|activity| &plan.activities[*activity]);
    let mut winning =
        winners.filter(|activity| activity.merge_within.is_none()).flat_map(|each| &plan.rules[each.rules.clone()]);
    let other = winning.find(|other| !other.otherwise && gives_all(plan, other, rule) && covers(plan, other, rule))?;
    let (own, winner) = (checked.activity(rule), checked.activity(other));
    let message = format!("`{own}` never happens here: it always yields to `{winner}`");
    let finding = report(checked, rule, other, message, "narrow the one that it yields to, or drop `yields_to`");
    Some(finding)
}

/// Whether `wide` gives an event for each row that it takes of those that `narrow` takes, and `narrow` isn't the one to stay.
fn gives_all(plan: &Plan, wide: &RulePlan, narrow: &RulePlan) -> bool {
    let yields_no_further = wide.yields_to.iter().all(|activity| narrow.yields_to.contains(activity));
    let chooses_alike = wide.which == narrow.which && same_per(plan, wide, narrow) && covers(plan, narrow, wide);
    yields_no_further && (wide.which == Which::All || chooses_alike)
}

fn same_per(plan: &Plan, one: &RulePlan, other: &RulePlan) -> bool {
    match (&one.per, &other.per) {
        (Per::Case, Per::Case) => true,
        (Per::Value(one), Per::Value(other)) => same::values(plan, one, other),
        _ => false,
    }
}

/// Whether `wide` takes every row or change that `narrow` takes, at the same time.
pub fn covers(plan: &Plan, wide: &RulePlan, narrow: &RulePlan) -> bool {
    let (asked, given) = (Needs::of_rule(wide), Needs::of_rule(narrow));
    covers_subject(&wide.subject, &narrow.subject)
        && same_time(plan, wide, narrow)
        && wide.direction.is_none_or(|direction| narrow.direction == Some(direction))
        && asked.tests.iter().all(|need| given.tests.iter().any(|known| implies(plan, known, need)))
        && asked.others.iter().all(|need| given.others.iter().any(|known| same::conditions(plan, known, need)))
}

fn covers_subject(wide: &Subject, narrow: &Subject) -> bool {
    match (wide, narrow) {
        (Subject::Rows(wide), Subject::Rows(narrow)) => wide == narrow,
        (Subject::Changes(one, wide), Subject::Changes(other, narrow)) => {
            one == other && narrow.iter().all(|field| wide.contains(field))
        }
        _ => false,
    }
}

/// Whether two rules give one row the same time.
pub fn same_time(plan: &Plan, one: &RulePlan, other: &RulePlan) -> bool {
    let time = |rule: &RulePlan, check: &dyn Fn(&Expr) -> bool| rule.at.as_ref().is_some_and(check);
    time(one, &|at| time(other, &|other| same::values(plan, at, other)))
}

/// Whether what meets `known` meets `need` as well.
fn implies(plan: &Plan, known: &Need<'_>, need: &Need<'_>) -> bool {
    known.of.is(plan, &need.of) && test_implies(plan, (known.test, known.fails), (need.test, need.fails))
}

fn test_implies(plan: &Plan, known: (&Test, bool), need: (&Test, bool)) -> bool {
    match (known, need) {
        ((Test::Not(known), fails), _) => test_implies(plan, (known, !fails), need),
        (_, (Test::Not(need), fails)) => test_implies(plan, known, (need, !fails)),
        ((Test::OneOf(known), false), (Test::OneOf(need), false)) => same::contains(need, known),
        ((Test::OneOf(known), false), (Test::OneOf(need), true)) => same::are_apart(known, need),
        ((Test::OneOf(known), true), (Test::OneOf(need), true)) => same::contains(known, need),
        ((known, one), (need, other)) => one == other && same::tests(plan, known, need),
    }
}
