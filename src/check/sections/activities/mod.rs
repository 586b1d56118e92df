//! Activities: rules, deadlines, names.

mod rules;

use crate::check::checker::Checker;
use crate::check::values::Scope;
use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::{Activity, Deadline, Rule};
use crate::plan::{ActivityPlan, DeadlinePlan, Expr, Known, RulePlan};
use crate::yaml::Key;
use rules::Shared;

type Bound = (Vec<ActivityPlan>, Vec<RulePlan>, Vec<usize>);

/// Binds all activities.
pub fn activities(checker: &mut Checker<'_>, event_names: &[String]) -> Bound {
    let mapping = checker.mapping;
    let mut activities = Vec::new();
    let mut all_rules = Vec::new();
    for (index, (key, written)) in mapping.activities.iter().enumerate() {
        let first = all_rules.len();
        check_first(checker, key, written);
        let shared = Shared { rule: written.shared.as_deref(), event_names };
        for rule in &written.rules {
            all_rules.extend(rules::rule(checker, index, key, rule, &shared));
        }
        let deadline = written.deadline.as_ref().and_then(|deadline| {
            all_rules.push(rules::deadline_rule(checker, index, &key.text, written, &shared));
            bind_deadline(checker, deadline, all_rules.len() - 1)
        });
        let rules = first..all_rules.len();
        activities.push(activity(checker, key, written, rules, deadline));
    }
    check_deadline_circles(checker, &activities);
    let order = yield_order(checker, &all_rules, activities.len());
    (activities, all_rules, order)
}

/// `otherwise` looks at the rules above.
fn check_first(checker: &mut Checker<'_>, key: &Key, written: &Activity) {
    let Some(first) = written.rules.first().filter(|rule| rule.otherwise == Some(true)) else { return };
    let place = if first.span == written.span { key.span } else { first.span };
    let help = "put it below the rules that come first, or drop `otherwise`";
    let message = "`otherwise` needs a rule above it";
    checker.problem(codes::KEY_NEEDS_ANOTHER, place, message, "no rule above", help);
}

fn activity(
    checker: &mut Checker<'_>,
    key: &Key,
    written: &Activity,
    rules: std::ops::Range<usize>,
    deadline: Option<DeadlinePlan>,
) -> ActivityPlan {
    if written.rules.is_empty() && written.deadline.is_none() {
        let message = format!("nothing says when `{}` happens", key.text);
        let help = "give it `source:`, `change:`, `rules:` or `deadline:`";
        checker.problem(codes::MISSING_KEY, key.span, message, "no rule", help);
    }
    let merge_within = written.merge_within.as_ref().and_then(|name| checker.duration(name));
    let known = written
        .known
        .iter()
        .map(|(key, known)| Known { value: key.text.clone(), label: known.label.clone(), span: key.span })
        .collect();
    ActivityPlan {
        id: key.text.clone(),
        label: written.label.clone(),
        rules,
        merge_within,
        deadline,
        named_by: named_by(checker, key, written),
        known,
        span: key.span,
    }
}

/// The value that names an activity: a value of the row that its rules go over.
fn named_by(checker: &mut Checker<'_>, key: &Key, written: &Activity) -> Option<Expr> {
    let value = match &written.named_by {
        Some(value) => value,
        None => {
            if let Some((known, _)) = written.known.iter().next() {
                let help = "add `named_by:`, the value whose names are known";
                checker.problem(
                    codes::KEY_NEEDS_ANOTHER,
                    known.span,
                    "`known` needs `named_by`",
                    "no `named_by`",
                    help,
                );
            }
            return None;
        }
    };
    let scopes: Vec<Scope> = written.rules.iter().filter_map(|rule| rule_scope(checker, rule)).collect();
    let Some(scope) = scopes.first().copied() else {
        let help = "use it with `source:` or `change:`";
        let message = "`named_by` needs a rule on rows or changes";
        checker.problem(codes::KEY_NEEDS_ANOTHER, value.span(), message, "no row here", help);
        return None;
    };
    if scopes.iter().any(|each| each.row() != scope.row()) {
        let help = "split the activity, one for each source";
        let message = "`named_by` reads one source, but the rules go over several";
        checker.problem(codes::CONFLICTING_KEYS, value.span(), message, "of which source?", help);
        return None;
    }
    let title = format!("name of {}", key.text);
    checker.value(value, scope, &title).map(|(expr, _)| expr)
}

/// Where a rule's values are looked up, without reporting anything: that is done where the rule is bound.
fn rule_scope(checker: &Checker<'_>, rule: &Rule) -> Option<Scope> {
    let mapping = checker.mapping;
    if let Some(name) = &rule.source {
        return mapping.sources.find(&name.text).map(|(index, _)| Scope::Row(index));
    }
    let (field, written) = mapping.tracked_fields.find(&rule.change.0.first()?.text)?;
    let (source, _) = mapping.sources.find(&written.source.text)?;
    Some(Scope::Change { source, field })
}

fn bind_deadline(checker: &mut Checker<'_>, written: &Deadline, rule: usize) -> Option<DeadlinePlan> {
    let after = checker.activity(&written.after);
    let within = checker.duration(&written.within);
    let unless: Vec<Option<usize>> = written.unless.0.iter().map(|name| checker.activity(name)).collect();
    let unless: Option<Vec<usize>> = unless.into_iter().collect();
    let calendar = match &written.calendar {
        Some(name) => Some(checker.calendar(name)?),
        None => None,
    };
    Some(DeadlinePlan { after: after?, within: within?, unless: unless?, calendar, rule })
}

/// A deadline may use activities of deadlines that stand before it, so that no circle can arise.
fn check_deadline_circles(checker: &mut Checker<'_>, activities: &[ActivityPlan]) {
    for (index, activity) in activities.iter().enumerate() {
        let Some(deadline) = &activity.deadline else { continue };
        let used = deadline.unless.iter().chain([&deadline.after]);
        let late: Vec<usize> =
            used.copied().filter(|used| *used >= index && activities[*used].deadline.is_some()).collect();
        for used in late {
            let message = format!("the deadline uses `{}`, which is a deadline itself", activities[used].id);
            let help = format!("put `{}` before `{}`", activities[used].id, activity.id);
            checker.problem(codes::CYCLE, activity.span, message, "uses a later deadline", help);
        }
    }
}

/// Activities so that those that others yield to come first.
fn yield_order(checker: &mut Checker<'_>, rules: &[RulePlan], count: usize) -> Vec<usize> {
    let yields = |activity: usize| {
        let own = rules.iter().filter(move |rule| rule.activity == activity);
        own.flat_map(|rule| rule.yields_to.iter().copied())
    };
    let mut order: Vec<usize> = Vec::with_capacity(count);
    let mut left: Vec<usize> = (0..count).collect();
    while let Some(next) = left.iter().position(|activity| yields(*activity).all(|to| order.contains(&to))) {
        order.push(left.remove(next));
    }
    // What only leads into the circle isn't part of it.
    while let Some(outside) = left.iter().position(|each| !left.iter().any(|from| yields(*from).any(|to| to == *each)))
    {
        left.remove(outside);
    }
    if let Some((first, others)) = left.split_first() {
        let written = checker.mapping.activities.iter().as_slice();
        let names: Vec<&str> = left.iter().map(|activity| written[*activity].0.text.as_str()).collect();
        let message = format!("activities yield to each other: `{}`", names.join("`, `"));
        let finding = Diagnostic::new(codes::CYCLE, message).at(written[*first].0.span, "part of the circle");
        let finding = others.iter().fold(finding, |finding, each| finding.also(written[*each].0.span, "part of it"));
        checker.report(finding.help("let one of them win: drop its `yields_to`"));
    }
    order
}
