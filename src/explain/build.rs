//! From a trace to an explanation.

use std::collections::BTreeMap;

use super::Question;
use super::find::{NotFound, names};
use super::model::{
    Attribute, Event, Explanation, Fault, FieldChange, FieldHistory, InFile, Join, JoinedRow, Origin, Part, Row,
    RuleNote,
};
use super::places::Places;
use super::reasons::Reasons;
use crate::describe::{Describer, duration_text, span_text, time_text};
use crate::diagnostic::{Diagnostics, codes};
use crate::evaluate::display;
use crate::load::{Duplicate, Loaded, OfCase, Quarantined, SetAside};
use crate::plan::{AttributePlan, Plan};
use crate::run::{
    AttributeTrace, CaseTrace, EventTrace, Fate, FieldTrace, JoinTrace, PartTrace, RowId, RowTrace, RuleTrace,
};

/// Puts an explanation together.
pub fn explanation(question: &Question<'_>, case: u32, trace: CaseTrace) -> Result<Explanation, Diagnostics> {
    let nothing = OfCase::default();
    let noted = question.loaded.of_case.as_ref().unwrap_or(&nothing);
    let places = Places::new(question, rows_of(&trace, noted))?;
    let describer = Describer { plan: question.plan, params: &question.loaded.params };
    let builder = Builder { question, places: &places, describer, trace: &trace, noted };
    Ok(builder.explanation(case))
}

/// All rows of which something is told.
fn rows_of<'t>(trace: &'t CaseTrace, noted: &'t OfCase) -> impl Iterator<Item = RowId> {
    let of_rows = trace.rows.iter().flat_map(|row| {
        let twin = row.twin.map(|number| RowId { number, ..row.row });
        std::iter::once(row.row).chain(twin)
    });
    let set_aside = noted.set_aside.iter().map(|row| RowId { source: row.source, number: row.number });
    let duplicates = noted.duplicates.iter().flat_map(|row| {
        let numbers = std::iter::once(row.number).chain(row.stays);
        numbers.map(|number| RowId { source: row.source, number })
    });
    of_rows.chain(set_aside).chain(duplicates).chain(trace.quarantined.iter().map(|(row, _)| *row))
}

/// What an explanation is made of.
pub(super) struct Builder<'a> {
    pub question: &'a Question<'a>,
    pub places: &'a Places<'a>,
    pub describer: Describer<'a>,
    pub trace: &'a CaseTrace,
    noted: &'a OfCase,
}

impl Builder<'_> {
    fn explanation(&self, case: u32) -> Explanation {
        let (plan, loaded) = (self.question.plan, self.question.loaded);
        let id = loaded.cases.id(case).and_then(|id| display(&id.into(), &loaded.texts));
        let id = id.unwrap_or_default();
        let rows = self.rows();
        let mut fates: BTreeMap<String, u64> = BTreeMap::new();
        rows.iter().for_each(|row| *fates.entry(row.fate.to_owned()).or_default() += 1);
        Explanation {
            mapping: plan.name.clone(),
            mapping_file: plan.activities.first().map(|first| self.places.span(first.span).file).unwrap_or_default(),
            profile: plan.profile.clone(),
            in_log: self.trace.stays,
            left_out: self.trace.left_out.clone(),
            record: self.record(case),
            joined: self.trace.joined.as_ref().map(|join| self.join(join)),
            events: self.trace.events.iter().enumerate().map(|(index, event)| self.event(index, event)).collect(),
            attributes: self.attributes(&self.trace.attributes, &plan.case_attributes),
            fields: self.trace.fields.iter().map(|field| self.field(field)).collect(),
            quarantined: self.quarantined(&id),
            script_failures: self.trace.failures.clone(),
            case: id,
            rows,
            fates,
        }
    }

    fn record(&self, case: u32) -> Option<InFile> {
        let source = self.question.plan.case.record?;
        let position = self.question.loaded.cases.record(case as usize)?;
        let number = self.question.loaded.tables[source].row(position).number();
        Some(self.places.row(RowId { source, number }))
    }

    fn join(&self, join: &JoinTrace) -> Join {
        let rule = self.question.plan.case.same_case.as_ref();
        let within = rule.map_or(0, |rule| rule.within);
        let same: Vec<String> =
            rule.iter().flat_map(|rule| &rule.same).map(|same| self.describer.value(same)).collect();
        let source = self.describer.source(join.source);
        let rule = format!(
            "rows of `{source}` with the same {} are one case where each begins within {} of the latest end before it",
            same.join(", "),
            duration_text(within)
        );
        let mut latest: Option<i64> = None;
        let rows = join.members.iter().enumerate().map(|(index, member)| {
            let gap = member.begins.zip(latest).map(|(begins, end)| begins - end);
            latest = latest.max(member.ends);
            let why = joined_because(index, gap, member.named.as_deref());
            JoinedRow {
                row: self.places.row(member.row),
                begins: member.begins.map(time_text),
                ends: member.ends.map(time_text),
                why,
                same: member.same.clone(),
            }
        });
        Join { rule, rows: rows.collect() }
    }

    fn event(&self, index: usize, event: &EventTrace) -> Event {
        let before = index.checked_sub(1).and_then(|before| self.trace.events.get(before));
        let why = event.from.row.is_none().then(|| self.describer.deadline(event.activity)).flatten();
        Event {
            number: index + 1,
            id: format!("{:016x}", event.id),
            activity: self.describer.activity(event.activity).to_owned(),
            name: event.name.clone(),
            time: time_text(event.time),
            end: event.end.map(time_text),
            resource: event.resource.clone(),
            kind: event.kind,
            from: Origin { why, ..self.origin(&event.from) },
            placed: before.and_then(|before| self.position(before, event)),
            merged: event.merged.iter().map(|part| self.part(part)).collect(),
            declined: event.declined.iter().map(|rule| self.note(rule)).collect(),
            attributes: self.attributes(&event.attributes, &self.question.plan.event_attributes),
        }
    }

    fn part(&self, part: &PartTrace) -> Part {
        Part { time: time_text(part.time), from: self.origin(part) }
    }

    fn origin(&self, part: &PartTrace) -> Origin {
        Origin {
            rule: self.places.rule(part.rule),
            row: part.row.map(|row| self.places.row(row)),
            matched: part.matched.clone(),
            why: None,
        }
    }

    pub(super) fn note(&self, rule: &RuleTrace) -> RuleNote {
        RuleNote { rule: self.places.rule(rule.rule), why: self.rule_reason(rule), missed: rule.missed.clone() }
    }

    fn attributes(&self, traces: &[AttributeTrace], plans: &[AttributePlan]) -> Vec<Attribute> {
        let attribute = |trace: &AttributeTrace| {
            let plan = plans.get(trace.index)?;
            Some(Attribute {
                name: plan.name.clone(),
                value: trace.value.clone(),
                form: trace.form.clone(),
                place: self.places.span(plan.span),
                read: trace.read.clone(),
            })
        };
        traces.iter().filter_map(attribute).collect()
    }

    fn field(&self, field: &FieldTrace) -> FieldHistory {
        let changes = field.changes.iter();
        FieldHistory {
            field: self.describer.field(field.field).to_owned(),
            initial: field.initial.clone(),
            is_current: field.is_current,
            changes: changes.map(|(time, to)| FieldChange { time: time_text(*time), to: to.clone() }).collect(),
        }
    }

    /// All rows of the case: those in memory, those that a source's `where` left out, and duplicates that went early.
    fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<(usize, Row)> = self.trace.rows.iter().map(|row| (row.row.source, self.row(row))).collect();
        rows.extend(self.noted.duplicates.iter().map(|row| (row.source, self.early_duplicate(row))));
        rows.extend(self.noted.set_aside.iter().map(|row| (row.source, self.set_aside(row))));
        rows.sort_by_key(|(source, _)| *source);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn row(&self, row: &RowTrace) -> Row {
        Row {
            place: self.places.row(row.row),
            time: row.time.map(time_text),
            fate: fate_name(row.fate),
            events: self.events_of(row.row),
            why: self.row_reasons(row),
            rules: row.rules.iter().map(|rule| self.note(rule)).collect(),
        }
    }

    /// The events that a row is part of, by their numbers.
    fn events_of(&self, row: RowId) -> Vec<usize> {
        let is_part =
            |event: &EventTrace| std::iter::once(&event.from).chain(&event.merged).any(|part| part.row == Some(row));
        let events = self.trace.events.iter().enumerate();
        events.filter(|(_, event)| is_part(event)).map(|(index, _)| index + 1).collect()
    }

    fn early_duplicate(&self, row: &Duplicate) -> Row {
        let twin = row.stays.map(|number| RowId { source: row.source, number });
        let place = self.places.row(RowId { source: row.source, number: row.number });
        self.alone(place, fate_name(Fate::Duplicate), self.duplicate_reason(twin))
    }

    fn set_aside(&self, row: &SetAside) -> Row {
        let clauses: Vec<String> = row.clauses.iter().map(crate::describe::Clause::in_words).collect();
        let why = match clauses.as_slice() {
            [] => "filtered: the row above it is left out".to_owned(),
            _ => format!("filtered by the source's `where`: {}", clauses.join("; ")),
        };
        self.alone(self.places.row(RowId { source: row.source, number: row.number }), "filtered", why)
    }

    fn alone(&self, place: InFile, fate: &'static str, why: String) -> Row {
        Row { place, time: None, fate, events: Vec::new(), why: vec![why], rules: Vec::new() }
    }

    /// Rows in quarantine that name the case, and its own that the run couldn't use.
    fn quarantined(&self, id: &str) -> Vec<Fault> {
        let keys = || self.noted.keys.iter().map(String::as_str).chain(std::iter::once(id));
        let loaded = self.question.loaded.quarantine.iter();
        let naming = loaded.filter(|row| keys().any(|key| names(&row.raw, key)));
        let of_load = naming.map(|row| Fault {
            place: self.places.at(row.source, row.file, Some(row.line)),
            code: row.code.id(),
            reason: row.reason.clone(),
        });
        let of_run = self.trace.quarantined.iter().map(|(row, reason)| Fault {
            place: self.places.row(*row),
            code: codes::SCRIPT_FAILED.id(),
            reason: reason.clone(),
        });
        of_load.chain(of_run).collect()
    }
}

/// Why a row is of a case that several make: how long after the latest end before it it begins, or what the export calls it.
fn joined_because(index: usize, gap: Option<i64>, named: Option<&str>) -> String {
    let gap = match (index, gap) {
        (0, _) => "the first".to_owned(),
        (_, Some(gap)) if gap < 0 => "begins before the latest end".to_owned(),
        (_, Some(gap)) => format!("begins {} after the latest end", span_text(gap)),
        (_, None) => "has no time".to_owned(),
    };
    match named {
        Some(named) => format!("{gap}; the export itself calls its case `{named}`"),
        None => gap,
    }
}

/// What became of a row, in a word.
pub(super) fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Quarantined => "quarantined",
        Fate::Event => "event",
        Fate::Merged => "merged",
        Fate::Duplicate => "duplicate",
        Fate::NoTime => "no time",
        Fate::NotChosen => "not chosen",
        Fate::Repeated => "repeated",
        Fate::Record => "record",
        Fate::Lookup => "lookup",
        Fate::Unmatched => "no rule",
    }
}

impl Explanation {
    /// What there is to say of a case that isn't in the log before it runs.
    pub fn outside(plan: &Plan, loaded: &Loaded, case: &str, found: &NotFound<'_>) -> Self {
        let left_out = match found {
            NotFound::LeftOut(clauses) => clauses.to_vec(),
            _ => Vec::new(),
        };
        let file = |row: &Quarantined| row.file.and_then(|file| loaded.sources.get(row.source)?.files.get(file));
        let naming = loaded.quarantine.iter().filter(|row| names(&row.raw, case));
        let quarantined = naming.map(|row| Fault {
            place: InFile {
                source: plan.sources.get(row.source).map(|source| source.id.clone()).unwrap_or_default(),
                file: file(row).map(|file| file.name.clone()),
                line: Some(row.line),
            },
            code: row.code.id(),
            reason: row.reason.clone(),
        });
        Self {
            case: case.to_owned(),
            mapping: plan.name.clone(),
            profile: plan.profile.clone(),
            left_out,
            quarantined: quarantined.collect(),
            ..Self::default()
        }
    }
}
