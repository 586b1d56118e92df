//! What a run did, for people.

use std::fmt::Write as _;
use std::time::Duration;

use caseloom::diagnostic::{Code, Diagnostic};
use caseloom::run::{FieldCounts, JointTies, SourceAccount, Ties, Unmatched};
use caseloom::write::manifest::{MappingEntry, SetEntry};
use caseloom::write::xes::XesReport;
use caseloom::write::{Manifest, SetManifest};

/// The summary of a run. The only place that shows a clock's reading: how long it took.
pub fn summary(manifest: &Manifest, told: &[Diagnostic], output: &str, elapsed: Duration) -> String {
    let (mut text, entry) = (String::new(), &manifest.entry);
    head(&mut text, entry);
    conforms(&mut text, manifest.xes.as_ref());
    joined(&mut text, entry);
    activities(&mut text, entry);
    rows(&mut text, entry);
    if entry.totals.quarantined > 0 {
        in_quarantine(&mut text, output);
        quarantined(&mut text, entry, "");
    }
    ties(&mut text, &of_mapping(&entry.ties));
    notes(&mut text, &notes_of(entry, &manifest.notes, |note| is_told(told, note)));
    written(&mut text, output, elapsed);
    text
}

/// The summary of a run over several mappings: what they have together, then each.
pub fn of_set(manifest: &SetManifest, told: &[Diagnostic], output: &str, elapsed: Duration) -> String {
    let mut text = String::new();
    set_head(&mut text, manifest);
    conforms(&mut text, manifest.xes.as_ref());
    for SetEntry { entry, notes: of_mapping } in &manifest.mappings {
        text.push('\n');
        head(&mut text, entry);
        joined(&mut text, entry);
        activities(&mut text, entry);
        rows(&mut text, entry);
        let name = &entry.mapping.name;
        let is_told = |note: &str| is_told(told, &format!("`{name}`: {note}"));
        notes(&mut text, &notes_of(entry, of_mapping, is_told));
    }
    if manifest.totals.quarantined > 0 {
        in_quarantine(&mut text, output);
        for SetEntry { entry, .. } in &manifest.mappings {
            quarantined(&mut text, entry, &format!("{}: ", entry.mapping.name));
        }
    }
    ties(&mut text, &of_joined(&manifest.ties));
    notes(&mut text, &manifest.notes);
    written(&mut text, output, elapsed);
    text
}

fn written(text: &mut String, output: &str, elapsed: Duration) {
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(text, "\nwritten to {output} in {:.1} s", elapsed.as_secs_f64());
}

fn head(text: &mut String, entry: &MappingEntry) {
    let identity = &entry.mapping;
    let profile = identity.profile.as_ref().map(|profile| format!(", profile {profile}")).unwrap_or_default();
    let version = identity.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
    let _ = writeln!(text, "{}{version}{profile}\n", identity.name);
    let totals = &entry.totals;
    counts(
        text,
        &[
            ("rows read", totals.rows),
            ("cases", totals.cases),
            ("events", totals.events),
            ("variants", totals.variants),
            ("cases without events", totals.cases_without_events),
            ("rows in quarantine", totals.quarantined),
        ],
    );
    span(text, totals.first_event.as_deref(), totals.last_event.as_deref());
}

fn set_head(text: &mut String, manifest: &SetManifest) {
    let version = manifest.set.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
    let _ = writeln!(text, "{}{version}\n", manifest.set.name);
    let totals = &manifest.totals;
    counts(
        text,
        &[
            ("rows read", totals.rows),
            ("cases", totals.cases),
            ("cases of several mappings", totals.cases_in_several),
            ("events", totals.events),
            ("variants", totals.variants),
            ("cases without events", totals.cases_without_events),
            ("rows in quarantine", totals.quarantined),
        ],
    );
    span(text, totals.first_event.as_deref(), totals.last_event.as_deref());
}

fn counts(text: &mut String, counts: &[(&str, u64)]) {
    for (what, count) in counts {
        let _ = writeln!(text, "{:>14}  {what}", grouped(*count));
    }
}

fn span(text: &mut String, first: Option<&str>, last: Option<&str>) {
    if let (Some(first), Some(last)) = (first, last) {
        let _ = writeln!(text, "from {first} to {last}");
    }
}

fn conforms(text: &mut String, xes: Option<&XesReport>) {
    if let Some(xes) = xes {
        let _ = writeln!(text, "log.xes: {}", xes.in_words());
    }
}

/// Cases that were made of several records.
fn joined(text: &mut String, entry: &MappingEntry) {
    let Some(joined) = &entry.joined_cases else { return };
    let _ = writeln!(text, "\ncases of several rows of {}", joined.source);
    let too_many = &joined.shared_by_too_many;
    for (what, count) in [
        ("cases, joined", joined.cases),
        ("cases without joining", joined.made_of),
        ("rows in them", joined.records),
        ("rows in the largest", joined.largest),
        ("rows with a value that too many cases share, not joined", too_many.rows),
    ] {
        let _ = writeln!(text, "{:>14}  {what}", grouped(count));
    }
}

/// Counts stand before labels, which are of any width in any script.
fn activities(text: &mut String, entry: &MappingEntry) {
    text.push_str("\nevents by activity\n");
    for activity in &entry.activities {
        let _ = writeln!(text, "{:>14}  {}", grouped(activity.events), activity.label);
    }
}

fn rows(text: &mut String, entry: &MappingEntry) {
    text.push_str("\nrows by fate\n");
    for account in &entry.rows {
        let fates: Vec<String> = fates(account)
            .into_iter()
            .filter(|(_, rows)| *rows > 0)
            .map(|(fate, rows)| format!("{} {fate}", grouped(rows)))
            .collect();
        let fates = if fates.is_empty() { String::new() } else { format!(": {}", fates.join(", ")) };
        let _ = writeln!(text, "{:>14}  {}{fates}", grouped(account.read), account.id);
        unmatched(text, account);
    }
}

/// What became of a source's rows, in words.
fn fates(account: &SourceAccount) -> [(&'static str, u64); 13] {
    [
        ("in quarantine", account.quarantined.values().sum()),
        ("of the footer", account.footer),
        ("filtered", account.filtered),
        ("of cases left out", account.case_filtered),
        ("made events", account.events),
        ("merged", account.merged),
        ("duplicate", account.duplicates),
        ("without time", account.no_time),
        ("not chosen", account.not_chosen),
        ("repeated their value", account.repeated),
        ("case records", account.records),
        ("lookups", account.lookup),
        ("matched no rule", account.unmatched),
    ]
}

/// How many values that no rule is about are shown per source; the manifest has all.
const UNMATCHED: usize = 5;

fn unmatched(text: &mut String, account: &SourceAccount) {
    let known: Vec<&Unmatched> = account.unmatched_by.iter().filter(|each| each.field.is_some()).collect();
    for each in known.iter().take(UNMATCHED) {
        let field = each.field.as_deref().unwrap_or_default();
        let what = match (each.is_tracked, each.value.as_deref()) {
            (true, Some(value)) => format!("{field} to `{value}`"),
            (true, None) => format!("{field} to nothing"),
            (false, _) => format!("field `{field}`, which isn't tracked"),
        };
        let _ = writeln!(text, "{:>14}    no rule for {what}", grouped(each.rows));
    }
    if known.len() > UNMATCHED {
        let more = known.len() - UNMATCHED;
        let are = if more == 1 { "is" } else { "are" };
        let _ = writeln!(text, "{more:>14}    more {are} in the manifest");
    }
    // Beside rows of fields those of a change log that name none; all rows of other sources are like that.
    let alone = account.unmatched_by.iter().find(|each| each.field.is_none());
    if let Some(alone) = alone.filter(|_| !known.is_empty()) {
        let _ = writeln!(text, "{:>14}    naming no field", grouped(alone.rows));
    }
}

fn in_quarantine(text: &mut String, output: &str) {
    let _ = writeln!(text, "\nin quarantine, see {output}/quarantine.csv");
}

fn quarantined(text: &mut String, entry: &MappingEntry, whose: &str) {
    for account in &entry.rows {
        for (code, rows) in &account.quarantined {
            let title = Code::parse(code).map_or("", Code::title);
            let _ = writeln!(text, "{:>14}  {whose}{}: {code}, {title}", grouped(*rows), account.id);
        }
    }
}

/// Neighbours whose times differ are as they should be, and aren't told.
fn of_mapping(ties: &Ties) -> [(&'static str, u64); 5] {
    [
        ("rank", ties.rank),
        ("the order of sources", ties.source),
        ("the order of rows", ties.row),
        ("the order of activities", ties.activity),
        ("the order of rules", ties.rule),
    ]
}

fn of_joined(ties: &JointTies) -> [(&'static str, u64); 3] {
    [("rank", ties.rank), ("the order of mappings", ties.mapping), ("what decides within their mapping", ties.within)]
}

fn ties(text: &mut String, keys: &[(&str, u64)]) {
    if keys.iter().all(|(_, neighbours)| *neighbours == 0) {
        return;
    }
    text.push_str("\nevents at the same time, put in order by\n");
    for (key, neighbours) in keys.iter().filter(|(_, neighbours)| *neighbours > 0) {
        let _ = writeln!(text, "{:>14}  {key}", grouped(*neighbours));
    }
}

/// Warnings that were drawn above aren't told again.
fn is_told(told: &[Diagnostic], note: &str) -> bool {
    told.iter().any(|each| each.message == note)
}

fn notes_of(entry: &MappingEntry, others: &[String], is_told: impl Fn(&str) -> bool) -> Vec<String> {
    let others = others.iter().filter(|note| !is_told(note)).cloned();
    entry.fields.iter().flat_map(field_notes).chain(others).collect()
}

fn notes(text: &mut String, notes: &[String]) {
    if !notes.is_empty() {
        let _ = writeln!(text, "\nnotes\n  {}", notes.join("\n  "));
    }
}

fn field_notes(field: &FieldCounts) -> Vec<String> {
    let mut notes = Vec::new();
    if field.mismatched_cases > 0 {
        let cases = in_cases(field.mismatched_cases);
        notes.push(format!("`{}`: the last value isn't the current one in {cases}", field.id));
    }
    if field.torn_cases > 0 {
        notes.push(format!("`{}`: changes don't join up in {}", field.id, in_cases(field.torn_cases)));
    }
    notes
}

fn in_cases(count: u64) -> String {
    if count == 1 { "1 case".to_owned() } else { format!("{} cases", grouped(count)) }
}

/// `1234567` as `1,234,567`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
