//! For programs: one JSON object.

use serde_json::{Value, json};

use super::{Report, TestReport};
use crate::diagnostic::Files;
use crate::diagnostic::render::json::values;
use crate::testing::compare::CaseReview;

/// The report. It holds no times, so that the same outcome is the same text.
pub fn render(report: &Report) -> String {
    let totals = report.totals();
    let document = json!({
        "tests": report.tests.iter().map(test).collect::<Vec<_>>(),
        "totals": { "passed": totals.passed, "failed": totals.failed, "wrong": totals.wrong },
        "findings": values(&report.findings, &Files::new()),
        "updates": report.updates,
        "coverage": report.coverage.as_ref().map(|coverage| coverage.to_json()),
    });
    format!("{document:#}\n")
}

fn test(test: &TestReport) -> Value {
    json!({
        "mapping": test.mapping,
        "file": test.file,
        "line": test.line,
        "name": test.name,
        "covers": test.covers,
        "expects": test.expects,
        "status": test.status.name(),
        "findings": values(&test.findings, &test.files),
        "review": test.review.iter().map(review).collect::<Vec<_>>(),
        "said": test.said,
    })
}

fn review(case: &CaseReview) -> Value {
    let lines =
        case.lines.iter().map(|line| json!({ "mark": line.mark.name(), "what": line.what, "notes": line.notes }));
    json!({ "case": case.case, "lines": lines.collect::<Vec<_>>() })
}
