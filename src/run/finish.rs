//! From counts to what a run says of itself.

use super::context::Context;
use super::outcome::{
    Account, FieldCounts, KnownName, NegativeDurations, Outcome, RuleCounts, RunQuarantined, ScriptFailure,
    SourceAccount, Ties, UnknownName, Unmatched, UnmatchedReferences, ValueCount,
};
use super::tally::{CellKey, Fate, FaultKey, FaultTally, FieldTally, SourceTally, Tally, Unmatched as UnmatchedKey};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::evaluate::display;
use crate::load::Seen;
use crate::script::{ScriptErrorKind, Time};

/// What a run says of itself.
pub fn outcome(context: &Context, mut tally: Tally) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let account = account(context, &tally, &mut diagnostics);
    diagnostics.extend(after_extraction(context, &tally));
    let quarantined = std::mem::take(&mut tally.quarantined);
    let unmatched_references = unmatched_references(context, &tally, &mut diagnostics);
    Outcome {
        cases: tally.cases,
        cases_without_events: tally.without_events,
        events: tally.events,
        variants: std::mem::take(&mut tally.variants).into_known().len() as u64,
        first_time: tally.span.map(|(first, _)| first),
        last_time: tally.span.map(|(_, last)| last),
        has_milliseconds: tally.has_milliseconds,
        horizon: context.horizon,
        activities: context.plan.activities.iter().map(|each| each.id.clone()).zip(tally.activities.clone()).collect(),
        ties: ties(tally.ties),
        account,
        rules: rules(context, &tally),
        fields: tally.fields.iter().enumerate().map(|(field, tally)| field_counts(context, field, tally)).collect(),
        unknown_names: unknown_names(context, &tally),
        known_names: known_names(context, &tally),
        negative_durations: negative(context, &tally),
        script_failures: by_cause(&tally)
            .iter()
            .map(|(key, tally)| failure(context, key, tally, &mut diagnostics))
            .collect(),
        unmatched_references,
        quarantined: quarantine(quarantined),
        diagnostics,
    }
}

/// More than one of so many cases going on after the extraction are more than what is planned ahead.
const FEW: u64 = 10;

fn after_extraction(context: &Context, tally: &Tally) -> Option<Diagnostic> {
    let extracted_at = context.options.extracted_at.filter(|_| tally.after_extraction > tally.cases / FEW)?;
    let (count, cases) = (tally.after_extraction, tally.cases);
    let message = format!(
        "{count} of {cases} cases have events after {}, the time of the extraction",
        Time(extracted_at).text().unwrap_or_default()
    );
    let help = "correct `--extracted-at`: open states and deadlines end there";
    Some(Diagnostic::new(codes::EVENTS_AFTER_EXTRACTION, message).help(help))
}

fn ties([time, rank, source, row, activity, rule]: [u64; 6]) -> Ties {
    Ties { time, rank, source, row, activity, rule }
}

fn account(context: &Context, tally: &Tally, diagnostics: &mut Diagnostics) -> Account {
    let reports = context.loaded.sources.iter().enumerate().filter(|(_, report)| report.is_read);
    let sources: Vec<SourceAccount> =
        reports.map(|(source, _)| source_account(context, source, &tally.sources[source])).collect();
    for source in sources.iter().filter(|source| source.accounted() != source.read) {
        let message = format!("of {} rows of `{}` {} are accounted for", source.read, source.id, source.accounted());
        diagnostics.push(Diagnostic::new(codes::ACCOUNTS_DIFFER, message).help("this is a fault of the program"));
    }
    Account { sources }
}

fn source_account(context: &Context, source: usize, tally: &SourceTally) -> SourceAccount {
    let report = &context.loaded.sources[source];
    let of = |fate: Fate| tally.fates[fate as usize];
    let codes = report.quarantined.iter().map(|(code, rows)| (code.id().to_owned(), *rows));
    let mut quarantined: std::collections::BTreeMap<String, u64> = codes.collect();
    if of(Fate::Quarantined) > 0 {
        *quarantined.entry(codes::SCRIPT_FAILED.id().to_owned()).or_default() += of(Fate::Quarantined);
    }
    SourceAccount {
        id: context.plan.sources[source].id.clone(),
        read: report.rows,
        quarantined,
        footer: report.footer,
        filtered: report.filtered,
        case_filtered: report.case_filtered + tally.case_filtered,
        events: of(Fate::Event),
        merged: of(Fate::Merged),
        duplicates: of(Fate::Duplicate) + report.duplicates,
        no_time: of(Fate::NoTime),
        not_chosen: of(Fate::NotChosen),
        repeated: of(Fate::Repeated),
        records: of(Fate::Record),
        lookup: of(Fate::Lookup) + report.lookup,
        unmatched: of(Fate::Unmatched),
        unmatched_by: unmatched_by(context, tally),
    }
}

fn unmatched_by(context: &Context, tally: &SourceTally) -> Vec<Unmatched> {
    let texts = &context.loaded.texts;
    let row = |(key, seen): (Option<&UnmatchedKey>, &Seen)| {
        let (field, is_tracked, value) = match key {
            Some(UnmatchedKey::Change(field, value)) => {
                (Some(context.plan.fields[*field].id.clone()), true, value_text(context, *value))
            }
            Some(UnmatchedKey::Untracked(name)) => (Some(texts.get(*name).to_owned()), false, None),
            None => (None, false, None),
        };
        Unmatched { field, is_tracked, value, rows: seen.count, examples: examples(context, seen) }
    };
    let alone = Some((None, &tally.unmatched_alone)).filter(|(_, seen)| seen.count > 0);
    let with_key = tally.unmatched.iter().map(|(key, seen)| (Some(key), seen));
    let mut all: Vec<Unmatched> = with_key.chain(alone).map(row).collect();
    all.sort_unstable_by(|left, right| right.rows.cmp(&left.rows).then_with(|| left.cmp(right)));
    all
}

fn examples(context: &Context, seen: &Seen) -> Vec<String> {
    seen.cases().map(|case| context.case_id(case).into_owned()).collect()
}

fn value_text(context: &Context, value: CellKey) -> Option<String> {
    display(&value.cell().into(), &context.loaded.texts)
}

fn rules(context: &Context, tally: &Tally) -> Vec<RuleCounts> {
    let counts = |(rule, counts): (usize, &super::tally::RuleTally)| {
        let activity = &context.plan.activities[context.plan.rules[rule].activity];
        RuleCounts {
            activity: activity.id.clone(),
            rule: rule.saturating_sub(activity.rules.start),
            matched: counts.matched,
            no_time: counts.no_time,
            not_chosen: counts.not_chosen,
            yielded: counts.yielded,
            merged: counts.merged,
            events: counts.events,
        }
    };
    tally.rules.iter().enumerate().map(counts).collect()
}

fn field_counts(context: &Context, field: usize, tally: &FieldTally) -> FieldCounts {
    let value = |(value, seen): (&CellKey, &Seen)| ValueCount {
        value: value_text(context, *value).unwrap_or_default(),
        count: seen.count,
        examples: examples(context, seen),
    };
    let mut unknown_values: Vec<ValueCount> = tally.unknown.iter().map(value).collect();
    unknown_values.sort_unstable_by(|left, right| right.count.cmp(&left.count).then_with(|| left.cmp(right)));
    FieldCounts {
        id: context.plan.fields[field].id.clone(),
        changes: tally.changes,
        repeats: tally.repeats,
        mismatched_cases: tally.mismatched,
        torn_cases: tally.not_joined,
        unknown_values,
    }
}

fn unknown_names(context: &Context, tally: &Tally) -> Vec<UnknownName> {
    let name = |((activity, name), events): (&(usize, String), &u64)| UnknownName {
        activity: context.plan.activities[*activity].id.clone(),
        name: name.clone(),
        events: *events,
    };
    tally.unknown_names.iter().map(name).collect()
}

fn known_names(context: &Context, tally: &Tally) -> Vec<KnownName> {
    let name = |((activity, known), events): (&(u32, u32), &u64)| {
        let activity = &context.plan.activities[*activity as usize];
        let value = activity.known[*known as usize].value.clone();
        KnownName { activity: activity.id.clone(), value, events: *events }
    };
    tally.known_names.iter().map(name).collect()
}

fn negative(context: &Context, tally: &Tally) -> Vec<NegativeDurations> {
    let of_cases = context.plan.case_attributes.iter().map(|each| (each, false));
    let of_events = context.plan.event_attributes.iter().map(|each| (each, true));
    let counted = of_cases.chain(of_events).zip(&tally.negative).filter(|(_, count)| **count > 0);
    counted
        .map(|((attribute, of_events), count)| NegativeDurations {
            attribute: attribute.name.clone(),
            of_events,
            count: *count,
        })
        .collect()
}

/// References in values taken from duplicates: those that a row itself has were counted when it was loaded.
fn unmatched_references(context: &Context, tally: &Tally, diagnostics: &mut Diagnostics) -> Vec<UnmatchedReferences> {
    let sources = context.plan.sources.iter().zip(&tally.sources);
    let columns = sources.flat_map(|(source, tally)| tally.unmatched_taken.iter().map(move |each| (source, each)));
    let mut found = Vec::new();
    for (source, (column, count)) in columns {
        let column = &source.columns[*column];
        let values = if *count == 1 { "1 value".to_owned() } else { format!("{count} values") };
        let message = format!("{values} of `{}.{}`, taken from duplicates, match nothing", source.id, column.id);
        let warning = Diagnostic::new(codes::UNMATCHED_REFERENCE, message).at(column.span, "declared here");
        diagnostics.push(warning.help("export what they refer to, too"));
        found.push(UnmatchedReferences { source: source.id.clone(), column: column.id.clone(), count: *count });
    }
    found
}

/// The scripts that stopped. Where one reached a limit is chance, so that each is named once, as in its first case.
fn by_cause(tally: &Tally) -> Vec<(FaultKey, FaultTally)> {
    let mut found: Vec<(FaultKey, FaultTally)> = Vec::new();
    for (key, fault) in &tally.faults {
        let is_same = |(known, _): &&mut (FaultKey, FaultTally)| {
            is_limit(key.kind) && (known.script, known.kind) == (key.script, key.kind)
        };
        match found.iter_mut().find(is_same) {
            Some((known, total)) => {
                let count = total.count + fault.count;
                if fault.case < total.case {
                    (*known, *total) = (key.clone(), fault.clone());
                }
                total.count = count;
            }
            None => found.push((key.clone(), fault.clone())),
        }
    }
    found
}

fn is_limit(kind: ScriptErrorKind) -> bool {
    use ScriptErrorKind as Is;
    matches!(kind, Is::Operations | Is::Depth | Is::Size | Is::Memory)
}

fn failure(context: &Context, key: &FaultKey, tally: &FaultTally, diagnostics: &mut Diagnostics) -> ScriptFailure {
    let script = &context.plan.scripts[key.script];
    let code = code_of(key.kind);
    let id = context.loaded.cases.id(tally.case).unwrap_or(crate::rows::Cell::Null);
    let example_case = display(&id.into(), &context.loaded.texts).unwrap_or_default();
    let times = if tally.count == 1 { "once".to_owned() } else { format!("{} times", tally.count) };
    let message = format!("the script of {} stopped {times}: {}", script.title, tally.message);
    let part = if key.file.is_none() && key.range.1 > key.range.0 {
        script.code.part(key.range.0..key.range.1)
    } else {
        script.span
    };
    let help = "its value is null there; mend the script, so that it has a value or `()` for every case";
    diagnostics.push(Diagnostic::new(code, message).at(part, format!("first in case `{example_case}`")).help(help));
    ScriptFailure {
        script: script.title.clone(),
        code: code.id().to_owned(),
        message: tally.message.clone(),
        count: tally.count,
        example_case,
    }
}

fn code_of(kind: ScriptErrorKind) -> Code {
    match kind {
        ScriptErrorKind::Operations => codes::SCRIPT_TOO_LONG,
        ScriptErrorKind::Depth => codes::SCRIPT_TOO_DEEP,
        ScriptErrorKind::Memory => codes::SCRIPT_OUT_OF_MEMORY,
        ScriptErrorKind::Size => codes::SCRIPT_TOO_LARGE,
        ScriptErrorKind::Type | ScriptErrorKind::Arithmetic | ScriptErrorKind::Other => codes::SCRIPT_FAILED,
    }
}

fn quarantine(rows: Vec<(usize, u32, String)>) -> Vec<RunQuarantined> {
    let code = codes::SCRIPT_FAILED.id();
    let row = |(source, number, reason)| RunQuarantined { source, number, code: code.to_owned(), reason };
    let mut rows: Vec<RunQuarantined> = rows.into_iter().map(row).collect();
    rows.sort_unstable();
    rows
}
