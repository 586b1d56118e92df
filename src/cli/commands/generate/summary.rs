//! What a run did, for people.

use std::fmt::Write as _;
use std::time::Duration;

use caseloom::diagnostic::{Code, Diagnostic};
use caseloom::run::{FieldCounts, SourceAccount, Unmatched};
use caseloom::write::Manifest;

/// The summary of a run. The only place that shows a clock's reading: how long it took.
pub fn summary(manifest: &Manifest, told: &[Diagnostic], output: &str, elapsed: Duration) -> String {
    let mut text = String::new();
    head(&mut text, manifest);
    joined(&mut text, manifest);
    activities(&mut text, manifest);
    rows(&mut text, manifest);
    quarantine(&mut text, manifest, output);
    ties(&mut text, manifest);
    notes(&mut text, manifest, told);
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(text, "\nwritten to {output} in {:.1} s", elapsed.as_secs_f64());
    text
}

fn head(text: &mut String, manifest: &Manifest) {
    let identity = &manifest.mapping;
    let profile = identity.profile.as_ref().map(|profile| format!(", profile {profile}")).unwrap_or_default();
    let version = identity.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
    let _ = writeln!(text, "{}{version}{profile}\n", identity.name);
    let totals = &manifest.totals;
    for (what, count) in [
        ("rows read", totals.rows),
        ("cases", totals.cases),
        ("events", totals.events),
        ("variants", totals.variants),
        ("cases without events", totals.cases_without_events),
        ("rows in quarantine", totals.quarantined),
    ] {
        let _ = writeln!(text, "{:>14}  {what}", grouped(count));
    }
    if let (Some(first), Some(last)) = (&totals.first_event, &totals.last_event) {
        let _ = writeln!(text, "from {first} to {last}");
    }
    if let Some(xes) = &manifest.xes {
        let _ = writeln!(text, "log.xes: {}", xes.in_words());
    }
}

/// Cases that were made of several records.
fn joined(text: &mut String, manifest: &Manifest) {
    let Some(joined) = &manifest.joined_cases else { return };
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
fn activities(text: &mut String, manifest: &Manifest) {
    text.push_str("\nevents by activity\n");
    for activity in &manifest.activities {
        let _ = writeln!(text, "{:>14}  {}", grouped(activity.events), activity.label);
    }
}

fn rows(text: &mut String, manifest: &Manifest) {
    text.push_str("\nrows by fate\n");
    for account in &manifest.rows {
        let fates: Vec<String> = fates(account)
            .into_iter()
            .filter(|(_, rows)| *rows > 0)
            .map(|(fate, rows)| format!("{} {fate}", grouped(rows)))
            .collect();
        let _ = writeln!(text, "{:>14}  {}: {}", grouped(account.read), account.id, fates.join(", "));
        unmatched(text, account);
    }
}

/// What became of a source's rows, in words.
fn fates(account: &SourceAccount) -> [(&'static str, u64); 12] {
    [
        ("in quarantine", account.quarantined.values().sum()),
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
}

fn quarantine(text: &mut String, manifest: &Manifest, output: &str) {
    if manifest.totals.quarantined == 0 {
        return;
    }
    let _ = writeln!(text, "\nin quarantine, see {output}/quarantine.csv");
    for account in &manifest.rows {
        for (code, rows) in &account.quarantined {
            let title = Code::parse(code).map_or("", Code::title);
            let _ = writeln!(text, "{:>14}  {}: {code}, {title}", grouped(*rows), account.id);
        }
    }
}

/// Neighbours whose times differ are as they should be, and aren't told.
fn ties(text: &mut String, manifest: &Manifest) {
    let ties = &manifest.ties;
    let keys = [
        ("rank", ties.rank),
        ("the order of sources", ties.source),
        ("the order of rows", ties.row),
        ("the order of activities", ties.activity),
        ("the order of rules", ties.rule),
    ];
    if keys.iter().all(|(_, neighbours)| *neighbours == 0) {
        return;
    }
    text.push_str("\nevents at the same time, put in order by\n");
    for (key, neighbours) in keys.iter().filter(|(_, neighbours)| *neighbours > 0) {
        let _ = writeln!(text, "{:>14}  {key}", grouped(*neighbours));
    }
}

/// Warnings that were drawn above aren't told again.
fn notes(text: &mut String, manifest: &Manifest, told: &[Diagnostic]) {
    let is_told = |note: &String| told.iter().any(|each| each.message == *note);
    let fields = manifest.fields.iter().flat_map(field_notes);
    let notes: Vec<String> = fields.chain(manifest.notes.iter().filter(|note| !is_told(note)).cloned()).collect();
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
