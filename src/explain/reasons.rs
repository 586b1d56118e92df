//! Reasons in words.

use super::build::Builder;
use super::model::Position;
use crate::describe::span_text;
use crate::plan::{Per, Subject, Which};
use crate::run::{Declined, EventTrace, Fate, Placed, RowId, RowTrace, RuleTrace, Told};

/// Says why.
pub(super) trait Reasons {
    /// Why a rule gave no event for a row.
    fn rule_reason(&self, rule: &RuleTrace) -> String;
    /// Why a row made no event, or which it is part of.
    fn row_reasons(&self, row: &RowTrace) -> Vec<String>;
    /// Which row says the same.
    fn duplicate_reason(&self, twin: Option<RowId>) -> String;
    /// What puts an event behind another.
    fn position(&self, before: &EventTrace, event: &EventTrace) -> Option<Position>;
}

impl Reasons for Builder<'_> {
    fn rule_reason(&self, rule: &RuleTrace) -> String {
        let plan = &self.question.plan.rules[rule.rule];
        let event = rule.for_event.map(|event| format!(", which is event {}", event + 1)).unwrap_or_default();
        match rule.declined {
            None => {
                let missed: Vec<String> = rule.missed.iter().map(crate::describe::Clause::in_words).collect();
                missed.join("; ")
            }
            Some(Declined::NoTime) => {
                let at = plan.at.as_ref().map(|at| self.describer.value(at)).unwrap_or_default();
                format!("wanted, but it has no time: `{at}` is null")
            }
            Some(Declined::NotChosen) => {
                let event = rule.for_event.map(|event| format!(": event {}", event + 1)).unwrap_or_default();
                format!("takes {}{}{event}", which(plan.which), self.per(&plan.per))
            }
            Some(Declined::NotNeeded) => {
                let event = rule.for_event.map(|event| format!(": event {}", event + 1)).unwrap_or_default();
                format!("not needed: a rule above it gave an event already (otherwise: true){event}")
            }
            Some(Declined::Yields(winner)) => {
                format!("yields to `{}`{event}", self.describer.activity(winner))
            }
        }
    }

    fn row_reasons(&self, row: &RowTrace) -> Vec<String> {
        match row.fate {
            Fate::Duplicate => {
                let twin = row.twin.map(|number| RowId { number, ..row.row });
                vec![self.duplicate_reason(twin)]
            }
            Fate::Event | Fate::Merged => Vec::new(),
            Fate::NoTime if row.rules.is_empty() => vec![self.without_time(row)],
            Fate::NoTime | Fate::NotChosen => self.refusals(row),
            Fate::Repeated => vec![self.repeated(row)],
            Fate::Record => vec!["the case's record; no rule makes an event of it".to_owned()],
            Fate::Lookup => vec!["it is there to be looked up".to_owned()],
            Fate::Unmatched => self.unmatched(row),
            Fate::Quarantined => Vec::new(),
        }
    }

    fn duplicate_reason(&self, twin: Option<RowId>) -> String {
        match twin.map(|twin| self.places.row(twin)) {
            Some(place) => format!("says the same as {}", super::render::place(&place)),
            None => "stands in a row that says the same as another".to_owned(),
        }
    }

    fn position(&self, before: &EventTrace, event: &EventTrace) -> Option<Position> {
        let placed = event.placed?;
        let rank = |event: &EventTrace| self.question.plan.rules[event.from.rule].rank;
        let source = |event: &EventTrace| event.from.row.map(|row| self.describer.source(row.source));
        let number = event.from.row.map(|row| row.source);
        let (by, why) = match placed {
            Placed::Time => ("time", format!("{} later", span_text(event.time - before.time))),
            Placed::Rank => ("rank", format!("same time; its rank {} is above {}", rank(event), rank(before))),
            Placed::Source => (
                "source",
                match (source(before), source(event)) {
                    (Some(one), Some(other)) => {
                        format!("same time; `{other}` stands after `{one}` in the mapping")
                    }
                    _ => "same time; what comes from no row comes last".to_owned(),
                },
            ),
            Placed::Row => {
                ("row", format!("same time; its row comes later in `{}`{}", source(event)?, self.order(number?)))
            }
            Placed::Activity => {
                let (one, other) = (self.describer.activity(before.activity), self.describer.activity(event.activity));
                ("activity", format!("same row; `{other}` stands after `{one}` in the mapping"))
            }
            Placed::Rule => ("rule", "same row and activity; its rule or field stands later in the mapping".to_owned()),
        };
        Some(Position { by, why })
    }
}

impl Builder<'_> {
    /// The order of a source's rows.
    fn order(&self, source: usize) -> String {
        let plan = &self.question.plan.sources[source];
        if plan.order.by_row {
            return " (order: row)".to_owned();
        }
        let columns: Vec<&str> = plan.order.columns.iter().map(|column| plan.columns[*column].id.as_str()).collect();
        if columns.is_empty() { " (by content)".to_owned() } else { format!(" (order: {})", columns.join(", ")) }
    }

    fn per(&self, per: &Per) -> String {
        match per {
            Per::Case => String::new(),
            Per::Value(value) => format!(" per {}", self.describer.value(value)),
            Per::Above(_) => " per row above".to_owned(),
        }
    }

    fn without_time(&self, row: &RowTrace) -> String {
        let at = self.question.plan.sources[row.row.source].at.as_ref();
        match at {
            Some(at) => format!("no time: `{}` is null", self.describer.value(at)),
            None => "no time: its source has no `at`".to_owned(),
        }
    }

    /// What the rules say that wanted the row and gave no event.
    fn refusals(&self, row: &RowTrace) -> Vec<String> {
        let refused = row.rules.iter().filter(|rule| rule.declined.is_some());
        let reason = |rule: &RuleTrace| format!("`{}` {}", self.activity_of(rule.rule), self.rule_reason(rule));
        let mut reasons: Vec<String> = refused.map(reason).collect();
        if reasons.is_empty() {
            reasons.push(self.without_time(row));
        }
        reasons
    }

    fn activity_of(&self, rule: usize) -> &str {
        self.describer.activity(self.question.plan.rules[rule].activity)
    }

    fn repeated(&self, row: &RowTrace) -> String {
        let told: Vec<String> = row
            .told
            .iter()
            .map(|told| format!("{} is {} already", self.describer.field(told.field), shown(told.new.as_deref())))
            .collect();
        if told.is_empty() {
            "repeats: no tracked field changed".to_owned()
        } else {
            format!("repeats: {}", told.join("; "))
        }
    }

    fn unmatched(&self, row: &RowTrace) -> Vec<String> {
        if let Some(name) = &row.untracked {
            let column = self.question.plan.sources[row.row.source].field;
            let column = column.map_or("", |column| &self.question.plan.sources[row.row.source].columns[column].id);
            return vec![format!("no rule: {column} is `{name}`, which no tracked field reads")];
        }
        let mut reasons: Vec<String> = row.told.iter().map(|told| self.unwanted(row, told)).collect();
        if !reasons.is_empty() {
            return reasons;
        }
        let reads_fields = self.question.plan.fields.iter().any(|field| field.source == row.row.source);
        let has_rules = self.question.plan.rules.iter().any(|rule| rule.subject == Subject::Rows(row.row.source));
        reasons.push(match (has_rules, reads_fields) {
            (true, _) => "no rule wants it".to_owned(),
            (false, true) => {
                "no rule: it changes no tracked field (a case's first row gives the initial values)".to_owned()
            }
            (false, false) => "no rule looks at its source".to_owned(),
        });
        reasons
    }

    /// A change that no rule wants.
    fn unwanted(&self, row: &RowTrace, told: &Told) -> String {
        let field = self.describer.field(told.field);
        let step = format!("{field}: {} → {}", shown(told.old.as_deref()), shown(told.new.as_deref()));
        if !told.is_change {
            return format!("no rule: {field} is {}, which is no change", shown(told.new.as_deref()));
        }
        let (before, after) = (format!("{field} before"), format!("{field} after"));
        let about = |what: &str| {
            let mut wanted: Vec<&str> = Vec::new();
            let clauses = row.rules.iter().flat_map(|rule| &rule.missed).filter(|clause| clause.what == *what);
            clauses.for_each(|clause| {
                if !wanted.contains(&clause.wanted.as_str()) {
                    wanted.push(&clause.wanted);
                }
            });
            wanted
        };
        let (from, to) = (about(&before), about(&after));
        match (to.as_slice(), from.as_slice()) {
            ([], []) if row.rules.is_empty() => format!("no rule looks at changes of {field}: {step}"),
            ([], []) => format!("no rule wants it: {step}"),
            ([], from) => format!("no rule wants {step}; rules want it from: {}", from.join("; ")),
            (to, _) => {
                format!(
                    "no rule wants {step}; {} is none of what rules want: {}",
                    shown(told.new.as_deref()),
                    to.join("; ")
                )
            }
        }
    }
}

/// A value in backticks, or null.
fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| format!("`{value}`"))
}

fn which(which: Which) -> &'static str {
    match which {
        Which::All => "all",
        Which::First => "only the first (which: first)",
        Which::Last => "only the last (which: last)",
        Which::Later => "all but the first (which: later)",
    }
}
