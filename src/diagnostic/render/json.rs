//! For programs: a JSON array with an object per diagnostic.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Files, Label, Place, Span};

/// Writes diagnostics as a JSON array, in their order.
///
/// Lines and columns count from 1, columns in characters; `end_column` is the one after the last character. A place that
/// is a whole file is its first character.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let array: Vec<Value> = diagnostics.iter().map(|diagnostic| object(diagnostic, files)).collect();
    format!("{:#}\n", Value::Array(array))
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
    let (file, start, end) = match &label.place {
        Place::Text(span) => in_text(*span, files),
        Place::File(file) => (file.as_str(), (1, 1), (1, 1)),
        Place::Data { file, line, column, text } => {
            let column = column.unwrap_or(1);
            let length = text.as_deref().unwrap_or("").chars().count() as u64;
            (file.as_str(), (*line, column), (*line, column.saturating_add(length)))
        }
    };
    json!({
        "file": file,
        "line": start.0,
        "column": start.1,
        "end_line": end.0,
        "end_column": end.1,
        "label": label.text,
        "primary": primary,
    })
}

fn in_text(span: Span, files: &Files) -> (&str, (u64, u64), (u64, u64)) {
    let at = |byte| {
        let (line, column) = files.line_column(span.file, byte);
        (u64::from(line), u64::from(column))
    };
    (files.name(span.file), at(span.start), at(span.end))
}
