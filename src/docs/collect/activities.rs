//! Activities.

use super::Collector;
use super::attributes::Reached;
use super::reach::Reach;
use crate::docs::model::Activity;
use crate::plan::{ActivityPlan, EventKind};

/// All activities: those that are needed most first, else in the mapping's order.
pub fn activities(collector: &Collector<'_>) -> Reached<Activity> {
    let plans = collector.plan.activities.iter().enumerate();
    let mut all: Reached<Activity> = plans.map(|(index, plan)| of_plan(collector, index, plan)).collect();
    all.sort_by_key(|(activity, _)| activity.about.need);
    all
}

fn of_plan(collector: &Collector<'_>, index: usize, activity: &ActivityPlan) -> (Activity, Vec<(usize, usize)>) {
    let mut reach = Reach::new(collector.plan);
    let rules = &collector.plan.rules[activity.rules.clone()];
    rules.iter().for_each(|rule| reach.rule(rule));
    activity.named_by.iter().for_each(|value| reach.expr(value));
    if let Some(deadline) = &activity.deadline {
        reach.activities.insert(deadline.after);
        reach.activities.extend(&deadline.unless);
    }
    let mut kinds: Vec<EventKind> = Vec::new();
    for rule in rules {
        kinds.extend(Some(rule.kind).filter(|kind| !kinds.contains(kind)));
    }
    let written = collector.mapping.activities.find(&activity.id).map(|(_, activity)| activity);
    let known = written.iter().flat_map(|activity| activity.known.iter());
    let columns: Vec<(usize, usize)> = reach.columns.iter().copied().collect();
    let activity = Activity {
        pointer: collector.activity_pointer(index),
        id: activity.id.clone(),
        kinds,
        about: collector.about(written.and_then(|activity| activity.docs.as_ref())),
        reads: collector.by_table(columns.iter().copied()),
        activities: reach.activities.iter().map(|other| collector.activity_pointer(*other)).collect(),
        known: known
            .map(|(key, known)| {
                let title = collector.title(known.label.as_ref(), &key.text);
                (key.text.clone(), title, collector.about(known.docs.as_ref()))
            })
            .collect(),
    };
    (activity, columns)
}
