//! The codes that a log speaks of.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::message::sentence;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// Codes, each once, in the order of their numbers.
pub(super) struct Rules(Vec<Code>);

impl Rules {
    pub(super) fn of<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let codes: BTreeSet<Code> = diagnostics.map(|diagnostic| diagnostic.code).collect();
        Self(codes.into_iter().collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The position of a code.
    pub(super) fn index(&self, code: Code) -> usize {
        self.0.iter().position(|each| *each == code).unwrap_or_default()
    }

    pub(super) fn descriptors(&self) -> Value {
        Value::Array(self.0.iter().map(|code| descriptor(*code)).collect())
    }
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn descriptor(code: Code) -> Value {
    let (title, explanation, example) = (sentence(code.title()), code.explanation(), code.example());
    let level = level(code.severity());
    // An error is certain; a warning may be as meant.
    let precision = if code.severity() == Severity::Error { "very-high" } else { "high" };
    json!({
        "id": code.id(),
        "name": code.name(),
        "shortDescription": { "text": title },
        "fullDescription": { "text": explanation },
        "defaultConfiguration": { "level": level },
        "help": {
            "text": format!("{explanation}\n\nExample:\n\n{}", indented(example)),
            "markdown": format!("{explanation}\n\nExample:\n\n{}", indented(example)),
        },
        "properties": { "precision": precision, "problem.severity": level },
    })
}

/// Four blanks make a block of code in Markdown, whatever the text holds.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
