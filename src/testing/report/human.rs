//! For people.

use std::fmt::Write as _;

use super::{Report, Status, TestReport, Totals};
use crate::diagnostic::render::printable;
use crate::diagnostic::{Diagnostic, Files};
use crate::testing::compare::{CaseReview, Mark, ReviewLine};

/// The report; `draw` draws findings.
pub fn render(report: &Report, draw: &dyn Fn(&[Diagnostic], &Files) -> String) -> String {
    let mut text = String::new();
    report.tests.iter().filter(|test| test.status != Status::Passed).for_each(|test| of_test(&mut text, test, draw));
    if !report.findings.is_empty() {
        text.push_str(&draw(&report.findings, &Files::new()));
        text.push('\n');
    }
    report.updates.iter().for_each(|update| text.extend([update, "\n"]));
    for tests in report.by_file() {
        let file = tests.first().map_or("", |test| &test.file);
        // Writing to a string doesn't fail, here and below.
        let _ = writeln!(text, "{file}: {}", Totals::of(tests.iter()).in_words());
    }
    let totals = report.totals();
    let _ = writeln!(text, "{}: {}", count(report.tests.len()), totals.in_words());
    if let Some(coverage) = &report.coverage {
        text.push_str(&printable(&coverage.in_words()));
    }
    text
}

fn count(tests: usize) -> String {
    if tests == 1 { "1 test".to_owned() } else { format!("{tests} tests") }
}

fn of_test(text: &mut String, test: &TestReport, draw: &dyn Fn(&[Diagnostic], &Files) -> String) {
    let status = test.status.name().to_uppercase();
    let _ = writeln!(text, "{status}  {}:{}  {}\n", test.file, test.line, printable(&test.name));
    text.push_str(&draw(&test.findings, &test.files));
    let details = details(test);
    if !details.is_empty() {
        let _ = write!(text, "\n{}", printable(&details));
    }
    text.push('\n');
}

/// What there is to say of a test that failed, beside its findings.
pub fn details(test: &TestReport) -> String {
    let mut text = review_text(&test.review);
    if let Some(said) = &test.said {
        text.push_str("the run said\n");
        text.extend(said.lines().map(|line| format!("  | {line}\n")));
    }
    text
}

/// How many cases are shown.
const CASES: usize = 20;

/// How many events that are as expected are shown around those that aren't.
const AROUND: usize = 3;

/// What differs, case by case.
pub fn review_text(review: &[CaseReview]) -> String {
    let shown: Vec<&CaseReview> = review.iter().filter(|case| !case.is_empty()).collect();
    if shown.is_empty() {
        return String::new();
    }
    let mut text =
        "- expected, not in the log   + in the log, not expected   ~ expected → in the log   > moved\n".to_owned();
    for case in shown.iter().take(CASES) {
        match case.case.as_str() {
            "" => text.push_str("the log\n"),
            id => text.extend(["case ", id, "\n"]),
        }
        lines(&mut text, &case.lines);
    }
    if shown.len() > CASES {
        let _ = writeln!(text, "… and {} more cases", shown.len() - CASES);
    }
    text
}

fn lines(text: &mut String, lines: &[ReviewLine]) {
    let differs = |at: usize| lines[at].mark != Mark::Same;
    let is_near = |at: usize| (at.saturating_sub(AROUND)..=(at + AROUND).min(lines.len() - 1)).any(differs);
    let mut skipped = 0;
    for (at, line) in lines.iter().enumerate() {
        if !is_near(at) {
            skipped += 1;
            continue;
        }
        tell_skipped(text, &mut skipped);
        let notes = if line.notes.is_empty() { String::new() } else { format!("   {}", line.notes.join(", ")) };
        let _ = writeln!(text, "  {} {}{notes}", line.mark.sign(), line.what);
    }
    tell_skipped(text, &mut skipped);
}

fn tell_skipped(text: &mut String, skipped: &mut usize) {
    match std::mem::take(skipped) {
        0 => {}
        1 => text.push_str("    … 1 event as expected\n"),
        many => {
            let _ = writeln!(text, "    … {many} events as expected");
        }
    }
}
