//! Why a rule gave an event, or none.

use super::{RuleTrace, Tracer};
use crate::describe::Clause;
use crate::evaluate::Bound;
use crate::plan::{Subject, Which};
use crate::run::case::{Here, NONE, Origin};
use crate::run::heart::Declined;

impl Tracer<'_> {
    /// All clauses of a rule over a row or change, those about the change first.
    pub(super) fn clauses(&self, origin: Origin) -> Vec<Clause> {
        let rule = origin.rule as usize;
        let (written, program) = (&self.plan().rules[rule], &self.context.program.rules[rule]);
        let mut clauses = Vec::new();
        if origin.change != NONE {
            let field = origin.field as usize;
            let change = self.at.state.fields[field].changes[origin.change as usize];
            clauses.extend(self.change_clauses(written, &program.change, field, change));
        }
        let place = self.at.origin(origin);
        if let Some((written, bound)) = written.condition.as_ref().zip(program.condition.as_ref()) {
            clauses.extend(self.describer().clauses(written, bound, &place));
        }
        if let Some((written, bound)) = written.during.as_ref().zip(program.during.as_ref()) {
            let place = place.here(Here { time: self.time_of(origin, program.at.as_ref()), ..place.here });
            let mut during = self.describer().clauses(written, bound, &place);
            during.iter_mut().for_each(|clause| clause.what = format!("while {}", held(&clause.what)));
            clauses.extend(during);
        }
        clauses
    }

    fn time_of(&self, origin: Origin, at: Option<&Bound>) -> Option<i64> {
        let place = self.at.origin(origin);
        match at {
            Some(value) => place.datum(value).as_time(),
            None => place.here.time,
        }
    }

    /// Why the rules that look at a row gave no event for it. A rule that did is left out.
    pub(super) fn misses(&self, source: usize, row: u32) -> Vec<RuleTrace> {
        let rules = self.plan().rules.iter().enumerate();
        let origins = rules.flat_map(|(rule, plan)| match &plan.subject {
            Subject::Rows(of) if *of == source => vec![Origin::row(rule as u32, source as u32, row)],
            Subject::Changes(of, fields) if *of == source => {
                fields.iter().filter_map(|field| self.change_in(rule, source, row, *field)).collect()
            }
            _ => Vec::new(),
        });
        origins.filter_map(|origin| self.miss(origin)).collect()
    }

    fn change_in(&self, rule: usize, source: usize, row: u32, field: usize) -> Option<Origin> {
        let changes = &self.at.state.fields[field].changes;
        let change = changes.binary_search_by_key(&row, |change| change.row).ok()?;
        Some(Origin { field: field as u32, change: change as u32, ..Origin::row(rule as u32, source as u32, row) })
    }

    fn miss(&self, origin: Origin) -> Option<RuleTrace> {
        if let Some(declined) = self.declined.iter().find(|(of, _)| *of == origin) {
            return Some(self.refusal(origin, declined.1));
        }
        let mut missed = self.clauses(origin);
        missed.retain(|clause| !clause.holds);
        (!missed.is_empty()).then_some(RuleTrace {
            rule: origin.rule as usize,
            declined: None,
            for_event: None,
            missed,
        })
    }

    /// Rules that wanted the row of an event too.
    pub(super) fn declined_at(&self, origin: Origin) -> Vec<RuleTrace> {
        // Of the changes in a row each event has its own.
        let is_same_change = |of: &Origin| of.field == origin.field || of.field == NONE || origin.field == NONE;
        let at_row = |of: &Origin| {
            (of.source, of.row) == (origin.source, origin.row) && origin.row != NONE && is_same_change(of)
        };
        let others = self.declined.iter().filter(|(of, _)| at_row(of));
        others.map(|(of, declined)| self.refusal(*of, *declined)).collect()
    }

    fn refusal(&self, origin: Origin, declined: Declined) -> RuleTrace {
        let rule = origin.rule as usize;
        let for_event = match declined {
            Declined::NoTime => None,
            Declined::NotChosen => self.chosen_instead(origin),
            Declined::NotNeeded => self.event_of(self.plan().rules[rule].activity, |event| event.rule < origin.rule),
            Declined::Yields(winner) => {
                self.event_of(winner, |event| (event.source, event.row) == (origin.source, origin.row))
            }
        };
        RuleTrace { rule, declined: Some(declined), for_event, missed: Vec::new() }
    }

    /// The event of the same rule that `which` chose, where it chooses one.
    fn chosen_instead(&self, origin: Origin) -> Option<usize> {
        let rule = &self.plan().rules[origin.rule as usize];
        let is_single = matches!(rule.which, Which::First | Which::Last) && matches!(rule.per, crate::plan::Per::Case);
        is_single.then(|| self.event_of(rule.activity, |event| event.rule == origin.rule)).flatten()
    }

    /// The first event of an activity that comes from such an origin, itself or merged.
    fn event_of(&self, activity: usize, is_meant: impl Fn(Origin) -> bool) -> Option<usize> {
        let state = self.at.state;
        state.events.iter().position(|event| {
            let merged = state.merged_into(event);
            let mut origins = std::iter::once(event.origin).chain(merged.iter().copied());
            event.activity as usize == activity && origins.any(&is_meant)
        })
    }
}

/// The field of which a value before the event is asked.
fn held(what: &str) -> &str {
    what.strip_prefix("{ before: ").and_then(|what| what.strip_suffix(" }")).unwrap_or(what)
}
