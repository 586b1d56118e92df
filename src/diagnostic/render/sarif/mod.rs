//! SARIF 2.1.0, the interchange format of static analysis, as code scanning in CI reads it.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Columns count UTF-16 code units, the format's own
//! default, as not every reader heeds a declaration of something else.

mod fingerprint;
mod message;
mod result;
mod rules;

use serde_json::{Value, json};

use super::report::Report;
use fingerprint::Fingerprints;
use rules::Rules;

/// The schema that the log follows.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What relative places are relative to.
const ROOT: &str = "%SRCROOT%";

/// Writes everything that a command found as one log with one run.
#[must_use]
pub fn report(report: &Report) -> String {
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run(report)] });
    format!("{log:#}\n")
}

fn run(report: &Report) -> Value {
    let found = || report.findings.iter().flat_map(|findings| &findings.diagnostics);
    let rules = Rules::of(found());
    let notifications = Rules::of(report.stop.iter().flat_map(|stop| &stop.diagnostics));
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    for findings in &report.findings {
        results.extend(findings.diagnostics.iter().map(|found| {
            let fingerprint = fingerprints.of(found, findings, &report.folders);
            result::result(found, findings, &report.folders, &rules, &fingerprint)
        }));
    }
    json!({
        "tool": { "driver": driver(&rules, &notifications) },
        "invocations": [invocation(report, &notifications)],
        "originalUriBaseIds": { ROOT: { "description": { "text": "The folder in which the program ran." } } },
        "columnKind": "utf16CodeUnits",
        "results": results,
    })
}

fn driver(rules: &Rules, notifications: &Rules) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": version,
        "semanticVersion": version,
        "language": "en",
        "rules": rules.descriptors(),
    });
    if !notifications.is_empty() {
        driver["notifications"] = notifications.descriptors();
    }
    driver
}

/// Whether the command came to its end, and why not.
fn invocation(report: &Report, notifications: &Rules) -> Value {
    let mut invocation = json!({ "executionSuccessful": report.stop.is_none(), "exitCode": report.exit_code });
    if let Some(stop) = &report.stop {
        let told = stop.diagnostics.iter();
        let told: Vec<Value> =
            told.map(|each| result::notification(each, &stop.files, &report.folders, notifications)).collect();
        let kind = if stop.is_usage { "toolConfigurationNotifications" } else { "toolExecutionNotifications" };
        invocation[kind] = Value::Array(told);
    }
    invocation
}
