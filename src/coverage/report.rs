//! From counts to a survey.

use super::columns::unlisted;
use super::expected::{Groups, Known, lists_values};
use super::findings::findings;
use super::flow::{Count, Flow};
use super::gather::Gathered;
use super::model::{
    AttributeNulls, CaseFlow, ChangesUnwanted, ColumnValue, Coverage, FaultCount, FieldNotTracked, FlowCount,
    NameUnknown, ReadFile, RuleUse, Truncated, UnmatchedReference, ValueUnknown,
};
use super::truncated::late_sources;
use crate::describe::time_text;
use crate::diagnostic::{Code, Files, Span};
use crate::evaluate::display;
use crate::explain::InMapping;
use crate::load::Loaded;
use crate::plan::{Plan, Subject};
use crate::run::{FieldCounts, Outcome, RuleCounts, Unmatched};

/// What a survey is made of.
pub struct Reporter<'a> {
    pub plan: &'a Plan,
    pub loaded: &'a Loaded,
    pub files: &'a Files,
    pub outcome: &'a Outcome,
    pub gathered: &'a Gathered,
    pub groups: &'a Groups,
}

impl Reporter<'_> {
    /// The survey.
    pub fn coverage(&self) -> Coverage {
        let (plan, outcome) = (self.plan, self.outcome);
        let mut coverage = Coverage {
            mapping: plan.name.clone(),
            version: Some(plan.version.clone()).filter(|version| !version.is_empty()),
            profile: plan.profile.clone(),
            source_system: plan.source_system.clone(),
            files: self.read_files(),
            missing_sources: self.missing_sources(),
            rows: outcome.account.sources.iter().map(|source| source.read).sum(),
            cases: outcome.cases,
            events: outcome.events,
            first_event: outcome.first_time.map(time_text),
            last_event: outcome.last_time.map(time_text),
            findings: Vec::new(),
            rules: outcome.rules.iter().enumerate().map(|(rule, counts)| self.rule(rule, counts)).collect(),
            unknown_values: outcome.fields.iter().enumerate().flat_map(|(at, field)| self.unknown(at, field)).collect(),
            unwanted_changes: self.unwanted(),
            untracked_fields: self.untracked(),
            unlisted_values: self.unlisted(),
            unknown_names: self.unknown_names(),
            flow: self.flow(),
            truncated: self.truncated(),
            nulls: self.nulls(),
            quarantine: self.quarantine(),
            unmatched_references: self.references(),
        };
        coverage.findings = findings(&coverage);
        coverage
    }

    fn place(&self, span: Span) -> InMapping {
        InMapping { file: self.files.name(span.file).to_owned(), line: self.files.line_column(span.file, span.start).0 }
    }

    fn case_id(&self, case: u32) -> String {
        let id = self.loaded.cases.id(case);
        id.and_then(|id| display(&id.into(), &self.loaded.texts)).unwrap_or_default()
    }

    fn examples(&self, count: &Count) -> Vec<String> {
        count.cases.iter().map(|case| self.case_id(*case)).collect()
    }

    fn flow_count(&self, activity: Option<usize>, count: &Count) -> FlowCount {
        let activity = activity.map(|activity| self.plan.activities[activity].id.clone());
        FlowCount { activity, count: count.count, examples: self.examples(count) }
    }

    fn read_files(&self) -> Vec<ReadFile> {
        let sources = self.plan.sources.iter().zip(&self.loaded.sources).enumerate();
        let own = sources.filter(|(index, (_, report))| report.is_read && self.plan.root(*index) == *index);
        own.flat_map(|(_, (source, report))| {
            report.files.iter().map(|file| ReadFile {
                source: source.id.clone(),
                file: file.name.clone(),
                rows: file.rows,
            })
        })
        .collect()
    }

    fn missing_sources(&self) -> Vec<String> {
        let sources = self.plan.sources.iter().zip(&self.loaded.sources);
        sources.filter(|(_, report)| report.is_missing).map(|(source, _)| source.id.clone()).collect()
    }

    fn rule(&self, rule: usize, counts: &RuleCounts) -> RuleUse {
        let plan = &self.plan.rules[rule];
        let activity = &self.plan.activities[plan.activity];
        let of = activity.rules.len().max(1);
        let has_fired = counts.events + counts.merged > 0;
        RuleUse {
            activity: counts.activity.clone(),
            rule: counts.rule + 1,
            of,
            place: self.place(if of == 1 { activity.span } else { plan.span }),
            matched: counts.matched,
            events: counts.events,
            merged: counts.merged,
            not_chosen: counts.not_chosen,
            yielded: counts.yielded,
            no_time: counts.no_time,
            why_never: (!has_fired).then(|| self.why_never(rule, counts)),
        }
    }

    fn why_never(&self, rule: usize, counts: &RuleCounts) -> String {
        let source = match &self.plan.rules[rule].subject {
            Subject::Rows(source) | Subject::Changes(source, _) => Some(*source),
            Subject::Deadline => None,
        };
        let report = source.and_then(|source| self.loaded.sources.get(source));
        let id = source.map_or("", |source| self.plan.sources[source].id.as_str());
        match (report, counts.matched) {
            (Some(report), _) if !report.is_read => format!("the input has no files for `{id}`"),
            (Some(report), _) if report.rows == 0 => format!("`{id}` has no rows"),
            (None, 0) => "what it counts from never happened".to_owned(),
            (None, _) => "it was met each time, or the log ended before".to_owned(),
            (Some(_), 0) => match &self.plan.rules[rule].subject {
                Subject::Changes(_, fields) if fields.iter().all(|field| self.outcome.fields[*field].changes == 0) => {
                    "its fields never change".to_owned()
                }
                Subject::Changes(..) => "no change is as it wants".to_owned(),
                _ => format!("no row of `{id}` is as it wants"),
            },
            (Some(_), matched) => {
                let counts = [
                    (counts.no_time, "had no time"),
                    (counts.not_chosen, "weren't chosen"),
                    (counts.yielded, "yielded"),
                ];
                let parts: Vec<String> = counts
                    .iter()
                    .filter(|(count, _)| *count > 0)
                    .map(|(count, what)| format!("{count} {what}"))
                    .collect();
                format!("of {matched} that it wanted, {}", parts.join(", "))
            }
        }
    }

    fn unknown(&self, at: usize, field: &FieldCounts) -> Vec<ValueUnknown> {
        let place = self.place(self.plan.fields[at].span);
        let value = |value: &crate::run::ValueCount| ValueUnknown {
            field: field.id.clone(),
            place: place.clone(),
            value: value.value.clone(),
            changes: value.count,
            examples: value.examples.clone(),
        };
        let shown = lists_values(self.plan, at).then_some(&field.unknown_values);
        shown.into_iter().flatten().map(value).collect()
    }

    fn all_unmatched(&self) -> impl Iterator<Item = (&str, &Unmatched)> {
        let sources = self.outcome.account.sources.iter();
        sources.flat_map(|source| source.unmatched_by.iter().map(move |unmatched| (source.id.as_str(), unmatched)))
    }

    /// Whether the mapping lists values of a field, so that they may be shown.
    fn lists_values(&self, field: &str) -> bool {
        let index = self.plan.fields.iter().position(|each| each.id == field);
        index.is_some_and(|index| lists_values(self.plan, index))
    }

    /// Changes to known values that no rule wanted; where the mapping lists no values, all of a field together.
    fn unwanted(&self) -> Vec<ChangesUnwanted> {
        let mut found: Vec<ChangesUnwanted> = Vec::new();
        for (_, unmatched) in self.all_unmatched().filter(|(_, unmatched)| unmatched.is_tracked) {
            let Some(field) = &unmatched.field else { continue };
            let counts = self.outcome.fields.iter().find(|each| each.id == *field);
            let is_unknown = |value: &&crate::run::ValueCount| Some(&value.value) == unmatched.value.as_ref();
            if counts.is_some_and(|counts| counts.unknown_values.iter().any(|value| is_unknown(&value))) {
                continue;
            }
            let lists = self.lists_values(field);
            let known = found.iter_mut().find(|each| each.field == *field && !lists);
            match known {
                Some(known) => known.rows += unmatched.rows,
                None => found.push(ChangesUnwanted {
                    field: field.clone(),
                    value: unmatched.value.clone().filter(|_| lists),
                    rows: unmatched.rows,
                    examples: unmatched.examples.clone(),
                }),
            }
        }
        found
    }

    fn untracked(&self) -> Vec<FieldNotTracked> {
        let untracked = self.all_unmatched().filter(|(_, unmatched)| !unmatched.is_tracked);
        untracked
            .filter_map(|(source, unmatched)| {
                let field = unmatched.field.clone()?;
                Some(FieldNotTracked { source: source.to_owned(), field, rows: unmatched.rows })
            })
            .collect()
    }

    fn unlisted(&self) -> Vec<ColumnValue> {
        let of = unlisted(self.plan, self.loaded);
        of.into_iter()
            .map(|unlisted| {
                let source = &self.plan.sources[unlisted.source];
                let column = &source.columns[unlisted.column];
                ColumnValue {
                    source: source.id.clone(),
                    column: column.id.clone(),
                    place: self.place(column.span),
                    value: unlisted.value,
                    rows: unlisted.seen.count,
                    examples: self.examples(&unlisted.seen),
                }
            })
            .collect()
    }

    fn unknown_names(&self) -> Vec<NameUnknown> {
        // Where the mapping lists no names any is as good as another, and may be what somebody wrote.
        let lists = |id: &str| self.plan.activities.iter().any(|each| each.id == id && !each.known.is_empty());
        let names = self.outcome.unknown_names.iter().filter(|name| lists(&name.activity));
        names
            .map(|name| NameUnknown { activity: name.activity.clone(), name: name.name.clone(), events: name.events })
            .collect()
    }

    fn flow(&self) -> CaseFlow {
        let gathered = self.gathered;
        let groups = self.groups;
        let begin = chosen(&gathered.begins, groups.begins_by, gathered.with_events);
        let end = chosen(&gathered.ends, groups.ends_by, gathered.with_events);
        let ids = |sets: &[Vec<usize>], set: Option<usize>| {
            let set = set.and_then(|set| sets.get(set)).map_or(&[][..], Vec::as_slice);
            set.iter().map(|activity| self.plan.activities[*activity].id.clone()).collect()
        };
        let known = |by: Known, set: Option<usize>| set.map_or(UNKNOWN, |_| by.in_words());
        let lacking = |flows: &[Flow], set: Option<usize>| {
            let flow = set.and_then(|set| flows.get(set));
            flow.map(|flow| self.flow_count(None, &flow.lacking)).unwrap_or_default()
        };
        CaseFlow {
            begins: ids(&groups.begins, begin),
            begins_known: known(groups.begins_by, begin),
            ends: ids(&groups.ends, end),
            ends_known: known(groups.ends_by, end),
            without_events: self.flow_count(None, &gathered.without_events),
            single_event: self.flow_count(None, &gathered.single),
            without_begin: lacking(&gathered.begins, begin),
            without_end: lacking(&gathered.ends, end),
            before_begin: self.beyond(&gathered.begins, begin),
            // Where only the data tells with what cases end, what follows it is nothing odd.
            after_end: if groups.ends_by == Known::Data { Vec::new() } else { self.beyond(&gathered.ends, end) },
        }
    }

    fn beyond(&self, flows: &[Flow], set: Option<usize>) -> Vec<FlowCount> {
        let Some(flow) = set.and_then(|set| flows.get(set)) else { return Vec::new() };
        let counts = flow.beyond.iter().enumerate().filter(|(_, count)| count.count > 0);
        let mut found: Vec<FlowCount> =
            counts.map(|(activity, count)| self.flow_count(Some(activity), count)).collect();
        found.sort_by_key(|count| std::cmp::Reverse(count.count));
        found
    }

    fn truncated(&self) -> Vec<Truncated> {
        let late = late_sources(self.plan, self.loaded).into_iter();
        late.map(|late| Truncated {
            source: self.plan.sources[late.source].id.clone(),
            earliest: time_text(late.earliest),
            cases: late.before.count,
            examples: self.examples(&late.before),
        })
        .collect()
    }

    fn nulls(&self) -> Vec<AttributeNulls> {
        let of_cases = self.plan.case_attributes.iter().zip(&self.gathered.case_nulls);
        let of_cases = of_cases.map(|(plan, nulls)| (plan, *nulls, false, self.outcome.cases));
        let of_events = self.plan.event_attributes.iter().zip(&self.gathered.event_nulls);
        let of_events = of_events.map(|(plan, nulls)| (plan, *nulls, true, self.outcome.events));
        let all = of_cases.chain(of_events);
        all.map(|(plan, nulls, of_events, values)| AttributeNulls {
            attribute: plan.name.clone(),
            of_events,
            place: self.place(plan.span),
            nulls,
            values,
        })
        .collect()
    }

    fn quarantine(&self) -> Vec<FaultCount> {
        let sources = self.outcome.account.sources.iter();
        let counts = sources.flat_map(|source| source.quarantined.iter().map(move |counts| (source, counts)));
        counts
            .map(|(source, (code, rows))| FaultCount {
                source: source.id.clone(),
                code: code.clone(),
                title: Code::parse(code).map_or("", Code::title).to_owned(),
                rows: *rows,
            })
            .collect()
    }

    fn references(&self) -> Vec<UnmatchedReference> {
        let mut found = Vec::new();
        for (source, report) in self.plan.sources.iter().zip(&self.loaded.sources) {
            for (index, column) in source.columns.iter().enumerate() {
                let of_load = report.references.iter().find(|each| each.column == index);
                let of_run = self.outcome.unmatched_references.iter();
                let of_run = of_run.filter(|each| each.source == source.id && each.column == column.id);
                let values = of_load.map_or(0, |each| each.without_match) + of_run.map(|each| each.count).sum::<u64>();
                if values > 0 {
                    found.push(UnmatchedReference {
                        source: source.id.clone(),
                        column: column.id.clone(),
                        place: self.place(column.span),
                        values,
                        example: of_load.and_then(|each| each.example.clone()),
                    });
                }
            }
        }
        found
    }
}

/// How cases begin or end where neither the mapping nor most cases tell it.
const UNKNOWN: &str = "no activity does so in more than half of the cases";

/// The set that most cases have at the end in question, more than half of them; where the mapping tells it, there is one.
fn chosen(flows: &[Flow], known: Known, cases: u64) -> Option<usize> {
    let best = flows.iter().enumerate().max_by_key(|(index, flow)| (flow.at_the_end, usize::MAX - index));
    let is_clear = |flow: &Flow| known != Known::Data || flow.at_the_end.saturating_mul(2) > cases;
    best.filter(|(_, flow)| is_clear(flow)).map(|(index, _)| index)
}
