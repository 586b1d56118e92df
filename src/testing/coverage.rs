//! How much of a mapping its tests reach: rules that gave events, and what scripts gave.
//!
//! Each rule is a goal, reached once it gave an event, be it merged into another. A script that gave true or false has two
//! goals, true and false; any other has one, a value that isn't null. The same rule under several profiles is one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::diagnostic::{Files, Span};
use crate::plan::Plan;
use crate::run::RuleCounts;
use crate::script::Outcome;

/// Where something stands, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    file: String,
    line: u32,
    column: u32,
    title: String,
}

/// What tests have reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Whether each rule gave an event.
    rules: BTreeMap<Spot, bool>,
    /// What each script gave.
    scripts: BTreeMap<Spot, BTreeSet<Outcome>>,
}

/// Something that tests should reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: u32,
    /// What it is: `activity closed`, `attribute IsRework: never false`.
    pub what: String,
}

/// What there is to reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goals {
    /// Rules that fired, and all rules.
    pub rules: (usize, usize),
    /// Outcomes of scripts that were seen, and all that should be.
    pub outcomes: (usize, usize),
    /// What wasn't reached: rules, then outcomes of scripts, in the order of the files.
    pub unreached: Vec<Goal>,
}

impl Goals {
    /// The part that was reached, in percent; all of nothing.
    pub fn percent(&self) -> f64 {
        let (reached, all) = (self.rules.0 + self.outcomes.0, self.rules.1 + self.outcomes.1);
        if all == 0 { 100.0 } else { reached as f64 * 100.0 / all as f64 }
    }
}

impl Coverage {
    /// Adds what a run reached, or without counts what there is to reach; `files` hold the texts that the plan was made of.
    pub fn add(&mut self, plan: &Plan, files: &Files, counts: &[RuleCounts]) {
        for (index, rule) in plan.rules.iter().enumerate() {
            let activity = &plan.activities[rule.activity];
            let title = match activity.rules.len() {
                1 => format!("activity {}", activity.id),
                _ => format!("activity {}, rule {}", activity.id, index.saturating_sub(activity.rules.start) + 1),
            };
            let fired = counts.get(index).is_some_and(|counts| counts.events + counts.merged > 0);
            *self.rules.entry(spot(rule.span, title, files)).or_default() |= fired;
        }
        for script in &plan.scripts {
            let seen = script.compiled.outcomes().seen();
            self.scripts.entry(spot(script.span, script.title.clone(), files)).or_default().extend(seen);
        }
    }

    /// Adds what other runs reached.
    pub fn join(&mut self, other: Self) {
        for (spot, fired) in other.rules {
            *self.rules.entry(spot).or_default() |= fired;
        }
        for (spot, seen) in other.scripts {
            self.scripts.entry(spot).or_default().extend(seen);
        }
    }

    /// What there is to reach, and what was.
    pub fn goals(&self) -> Goals {
        let mut goals = Goals::default();
        for (spot, fired) in &self.rules {
            goals.rules.1 += 1;
            goals.rules.0 += usize::from(*fired);
            goals.unreached.extend((!fired).then(|| spot.goal("never fired")));
        }
        for (spot, seen) in &self.scripts {
            for (outcome, what) in wanted(seen) {
                let is_reached = seen.contains(&outcome);
                goals.outcomes.1 += 1;
                goals.outcomes.0 += usize::from(is_reached);
                goals.unreached.extend((!is_reached).then(|| spot.goal(what)));
            }
        }
        goals
    }

    /// For people.
    pub fn in_words(&self) -> String {
        let goals = self.goals();
        let ((fired, rules), (seen, outcomes)) = (goals.rules, goals.outcomes);
        let mut text = format!(
            "coverage {:.1}%: {fired} of {rules} rules fired, {seen} of {outcomes} outcomes of scripts seen\n",
            goals.percent()
        );
        if !goals.unreached.is_empty() {
            text.push_str("\nnot reached\n");
            text.extend(goals.unreached.iter().map(|goal| format!("  {}:{}  {}\n", goal.file, goal.line, goal.what)));
        }
        if !self.scripts.is_empty() {
            text.push_str("\nscripts gave\n");
            text.extend(
                self.scripts
                    .iter()
                    .map(|(spot, seen)| format!("  {}:{}  {}: {}\n", spot.file, spot.line, spot.title, listed(seen))),
            );
        }
        text
    }

    /// For programs.
    pub fn to_json(&self) -> Value {
        let goals = self.goals();
        let place =
            |spot: &Spot| json!({ "file": spot.file, "line": spot.line, "column": spot.column, "title": spot.title });
        let rules = self.rules.iter().map(|(spot, fired)| with(place(spot), "fired", json!(fired)));
        let names = |seen: &BTreeSet<Outcome>| seen.iter().map(|outcome| outcome.name()).collect::<Vec<_>>();
        let scripts = self.scripts.iter().map(|(spot, seen)| with(place(spot), "outcomes", json!(names(seen))));
        json!({
            "percent": (goals.percent() * 10.0).round() / 10.0,
            "rules_fired": goals.rules.0,
            "outcomes_seen": goals.outcomes.0,
            "outcomes_wanted": goals.outcomes.1,
            "rules": rules.collect::<Vec<_>>(),
            "scripts": scripts.collect::<Vec<_>>(),
        })
    }
}

/// The outcomes that a script should have, and what is said where it hasn't.
fn wanted(seen: &BTreeSet<Outcome>) -> Vec<(Outcome, &'static str)> {
    if seen.contains(&Outcome::True) || seen.contains(&Outcome::False) {
        return vec![(Outcome::True, "never true"), (Outcome::False, "never false")];
    }
    vec![(Outcome::Value, if seen.is_empty() { "never evaluated" } else { "never a value" })]
}

fn listed(seen: &BTreeSet<Outcome>) -> String {
    match seen.is_empty() {
        true => "nothing".to_owned(),
        false => seen.iter().map(|outcome| outcome.name()).collect::<Vec<_>>().join(", "),
    }
}

fn with(mut object: Value, key: &str, value: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
    object
}

fn spot(span: Span, title: String, files: &Files) -> Spot {
    let (line, column) = files.line_column(span.file, span.start);
    Spot { file: files.name(span.file).to_owned(), line, column, title }
}

impl Spot {
    fn goal(&self, what: &str) -> Goal {
        Goal { file: self.file.clone(), line: self.line, what: format!("{}: {what}", self.title) }
    }
}
