//! JUnit XML, as build servers read it: a suite for each file of tests.
//!
//! Elements, their order and their attributes fit the schemas of Ant's report task and of Jenkins' xUnit plugin alike.

use std::fmt::Write as _;
use std::time::Duration;

use super::human::details;
use super::{Report, Status, TestReport, Totals};
use crate::diagnostic::{Diagnostic, Files};
use crate::write::xes::put_text;

/// The report; `draw` draws findings, `timestamp` is when the tests began, such as `2026-03-01T12:00:00`.
pub fn render(report: &Report, draw: &dyn Fn(&[Diagnostic], &Files) -> String, timestamp: &str) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for (id, tests) in report.by_file().into_iter().enumerate() {
        suite(&mut xml, id, tests, draw, timestamp);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn suite(
    xml: &mut String,
    id: usize,
    tests: &[TestReport],
    draw: &dyn Fn(&[Diagnostic], &Files) -> String,
    timestamp: &str,
) {
    let Some(first) = tests.first() else { return };
    let totals = Totals::of(tests.iter());
    let took: Duration = tests.iter().map(|test| test.took).sum();
    // Writing to a string doesn't fail, here and below.
    let _ = writeln!(
        xml,
        "  <testsuite id=\"{id}\" name=\"{}\" package=\"{}\" timestamp=\"{}\" hostname=\"localhost\" tests=\"{}\" \
         failures=\"{}\" errors=\"{}\" time=\"{}\">\n    <properties/>",
        escaped(&first.file),
        escaped(&first.mapping),
        escaped(timestamp),
        tests.len(),
        totals.failed,
        totals.wrong,
        seconds(took),
    );
    tests.iter().for_each(|test| case(xml, test, draw));
    xml.push_str("    <system-out/>\n    <system-err/>\n  </testsuite>\n");
}

fn case(xml: &mut String, test: &TestReport, draw: &dyn Fn(&[Diagnostic], &Files) -> String) {
    let (name, class) = (escaped(&test.name), escaped(&test.file));
    let _ = write!(xml, "    <testcase name=\"{name}\" classname=\"{class}\" time=\"{}\"", seconds(test.took));
    let element = match test.status {
        Status::Passed => {
            xml.push_str("/>\n");
            return;
        }
        Status::Failed => "failure",
        Status::Wrong => "error",
    };
    let first = test.findings.first();
    let message = first.map_or("", |finding| finding.message.as_str());
    let kind = first.map_or("", |finding| finding.code.name());
    let text = format!("{}\n{}", draw(&test.findings, &test.files), details(test));
    let _ = writeln!(
        xml,
        ">\n      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n    </testcase>",
        escaped(kind),
        escaped(message),
        content(&text)
    );
}

fn seconds(duration: Duration) -> String {
    format!("{:.3}", duration.as_secs_f64())
}

/// A text within the quotes of an attribute.
fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    put_text(&mut out, text);
    String::from_utf8(out).unwrap_or_default()
}

/// A text between tags: line breaks stay as they are.
fn content(text: &str) -> String {
    text.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}
