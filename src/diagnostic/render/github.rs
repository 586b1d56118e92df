//! Workflow commands: lines that GitHub Actions shows as annotations.
//!
//! Written as <https://docs.github.com/actions/reference/workflow-commands-for-github-actions> says: `%`, carriage return
//! and line feed are escaped everywhere, in properties `:` and `,` as well.

use super::region::{Region, WHOLE_FILE, address};
use super::report::{Findings, Report};
use crate::diagnostic::{Diagnostic, Files, Label, Severity, Unit};

/// Writes a line for every finding: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`.
///
/// Columns count characters; a finding over several lines has none, as annotations have columns on one line only. What
/// stopped the command without a place has a title alone.
#[must_use]
pub fn report(report: &Report) -> String {
    let findings = report.findings.iter().flat_map(|findings| {
        findings.diagnostics.iter().map(|found| command(found, &findings.files, place(report, findings, found), report))
    });
    let stop = report.stop.iter().flat_map(|stop| {
        stop.diagnostics.iter().map(|told| {
            let place = told.primary().map(|label| of_label(label, &stop.files, report));
            command(told, &stop.files, place, report)
        })
    });
    findings.chain(stop).collect()
}

/// The path and the region of a finding.
type At = (String, Region);

fn place(report: &Report, findings: &Findings, found: &Diagnostic) -> Option<At> {
    let about = || (report.folders.of_text(&findings.about).path().to_owned(), WHOLE_FILE);
    Some(found.primary().map_or_else(about, |label| of_label(label, &findings.files, report)))
}

fn of_label(label: &Label, files: &Files, report: &Report) -> At {
    let address = address(&label.place, files, &report.folders);
    (address.path().to_owned(), Region::of(&label.place, files, Unit::Characters))
}

fn command(diagnostic: &Diagnostic, files: &Files, place: Option<At>, report: &Report) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = place.as_ref().map(located).unwrap_or_default();
    properties.push(("title", format!("{} {}", diagnostic.code.id(), diagnostic.code.name())));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", in_property(value))).collect();
    format!("::{level} {}::{}\n", properties.join(","), in_message(&message(diagnostic, files, report)))
}

fn located((file, region): &At) -> Vec<(&'static str, String)> {
    let (start, end) = (region.start, region.end);
    let mut properties = vec![("file", file.clone()), ("line", start.0.to_string())];
    if start.0 == end.0 {
        properties.push(("col", start.1.to_string()));
        properties.push(("endLine", end.0.to_string()));
        properties.push(("endColumn", end.1.to_string()));
    } else {
        properties.push(("endLine", end.0.to_string()));
    }
    properties
}

/// What is wrong, what the places add to it, and what to do.
fn message(diagnostic: &Diagnostic, files: &Files, report: &Report) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let (file, region) = of_label(label, files, report);
        match (index, label.text.as_str()) {
            (0, "") => {}
            (0, text) => lines.push(text.to_owned()),
            (_, "") => lines.push(format!("{file}:{}:{}", region.start.0, region.start.1)),
            (_, text) => lines.push(format!("{file}:{}:{}: {text}", region.start.0, region.start.1)),
        }
    }
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}

fn in_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn in_property(text: &str) -> String {
    in_message(text).replace(':', "%3A").replace(',', "%2C")
}
