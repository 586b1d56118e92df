//! What a run did, for people.

use std::fmt::Write as _;
use std::time::Duration;

use caseloom::diagnostic::Code;
use caseloom::write::manifest::{Manifest, SourceAccount};

/// The summary of a run. The only place that shows a clock's reading: how long it took.
pub fn summary(manifest: &Manifest, output: &str, elapsed: Duration) -> String {
    let mut text = String::new();
    head(&mut text, manifest);
    activities(&mut text, manifest);
    rows(&mut text, manifest);
    quarantine(&mut text, manifest, output);
    ties(&mut text, manifest);
    notes(&mut text, manifest);
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(text, "\nwritten to {output} in {:.1} s", elapsed.as_secs_f64());
    text
}

fn head(text: &mut String, manifest: &Manifest) {
    let identity = &manifest.mapping;
    let profile = identity.profile.as_ref().map(|profile| format!(", profile {profile}")).unwrap_or_default();
    let _ = writeln!(text, "{} {}{profile}\n", identity.name, identity.version);
    let totals = &manifest.totals;
    for (what, count) in [
        ("rows read", totals.rows),
        ("cases", totals.cases),
        ("events", totals.events),
        ("variants", totals.variants),
        ("quarantined", totals.quarantined),
    ] {
        let _ = writeln!(text, "{what:<12}{:>14}", grouped(count));
    }
    if let (Some(first), Some(last)) = (&totals.first_event, &totals.last_event) {
        let _ = writeln!(text, "from {first} to {last}");
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
        let fates: Vec<String> = account
            .fates
            .0
            .iter()
            .map(|(fate, rows)| format!("{} {}", grouped(*rows), fate.replace('_', " ")))
            .collect();
        let _ = writeln!(text, "{:>14}  {}: {}", grouped(account.rows), account.source, fates.join(", "));
        unmatched(text, account);
    }
}

/// How many values that no rule is about are shown per source; the manifest has all.
const UNMATCHED: usize = 5;

fn unmatched(text: &mut String, account: &SourceAccount) {
    for unknown in account.matched_no_rule.iter().take(UNMATCHED) {
        let value = unknown.value.as_deref().unwrap_or("(empty)");
        let place = if unknown.field.is_empty() { String::new() } else { format!("{}: ", unknown.field) };
        let _ = writeln!(text, "{:>14}    no rule for {place}{value}", grouped(unknown.rows));
    }
    let rest = account.matched_no_rule.len().saturating_sub(UNMATCHED);
    if rest > 0 {
        let _ = writeln!(text, "{:>14}    more values are in the manifest", rest);
    }
}

fn quarantine(text: &mut String, manifest: &Manifest, output: &str) {
    if manifest.totals.quarantined == 0 {
        return;
    }
    let _ = writeln!(text, "\nquarantined, see {output}/quarantine.csv");
    for account in &manifest.rows {
        for (code, rows) in &account.quarantined.0 {
            let title = Code::parse(code).map_or("", Code::title);
            let _ = writeln!(text, "{:>14}  {}: {code}, {title}", grouped(*rows), account.source);
        }
    }
}

fn ties(text: &mut String, manifest: &Manifest) {
    if manifest.ties.0.iter().all(|(_, neighbours)| *neighbours == 0) {
        return;
    }
    text.push_str("\nneighbouring events whose order was decided by\n");
    for (key, neighbours) in manifest.ties.0.iter().filter(|(_, neighbours)| *neighbours > 0) {
        let _ = writeln!(text, "{:>14}  {}", grouped(*neighbours), key.replace('_', " "));
    }
}

fn notes(text: &mut String, manifest: &Manifest) {
    if manifest.notes.is_empty() {
        return;
    }
    text.push_str("\nnotes\n");
    for note in &manifest.notes {
        let _ = writeln!(text, "  {note}");
    }
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
