//! For programs: a JSON array with an object per diagnostic.

use serde_json::{Value, json};

use super::region::Region;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Files, Label, Place, Unit};

/// Writes diagnostics as a JSON array, in their order.
///
/// Lines and columns count from 1, columns in characters; `end_column` is the one after the last character. A place that
/// is a whole file is its first character.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    array(diagnostics.iter().map(|diagnostic| (diagnostic, files)))
}

/// Writes everything that a command found as one array.
#[must_use]
pub fn report(report: &Report) -> String {
    array(report.all())
}

/// Diagnostics as objects, for documents of which they are a part.
#[must_use]
pub fn values(diagnostics: &[Diagnostic], files: &Files) -> Vec<Value> {
    diagnostics.iter().map(|diagnostic| object(diagnostic, files)).collect()
}

fn array<'a>(diagnostics: impl Iterator<Item = (&'a Diagnostic, &'a Files)>) -> String {
    let objects: Vec<Value> = diagnostics.map(|(diagnostic, files)| object(diagnostic, files)).collect();
    format!("{:#}\n", Value::Array(objects))
}

fn object(diagnostic: &Diagnostic, files: &Files) -> Value {
    let spans: Vec<Value> =
        diagnostic.labels.iter().enumerate().map(|(index, label)| span(label, index == 0, files)).collect();
    json!({
        "code": diagnostic.code.id(),
        "name": diagnostic.code.name(),
        "severity": diagnostic.severity().name(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "spans": spans,
    })
}

fn span(label: &Label, primary: bool, files: &Files) -> Value {
    let file = match &label.place {
        Place::Text(span) => files.name(span.file),
        Place::File(file) | Place::Data { file, .. } => file,
    };
    let region = Region::of(&label.place, files, Unit::Characters);
    json!({
        "file": file,
        "line": region.start.0,
        "column": region.start.1,
        "end_line": region.end.0,
        "end_column": region.end.1,
        "label": label.text,
        "primary": primary,
    })
}
