//! Changes for programs.

use serde_json::{Value, json};

use super::changes::{Change, What};
use super::upgrade::{Conflict, Upgrade};
use super::words::{Place, place, verb};
use crate::diagnostic::Files;

/// Changes as an array of objects: `change`, `section`, `id`, `key`, `path`, `old` and `new`.
pub fn changes_as_json(changes: &[Change]) -> Value {
    changes.iter().map(change_as_json).collect()
}

fn change_as_json(change: &Change) -> Value {
    let Place { section, id, key } = place(&change.path);
    let value = |node| serde_json::to_value(node).unwrap_or(Value::Null);
    let (old, new) = match &change.what {
        What::Added(new) => (Value::Null, value(new)),
        What::Removed(old) => (value(old), Value::Null),
        What::Changed(old, new) => (value(old), value(new)),
        What::Renamed(new) => (json!(id), json!(new)),
        What::ScriptChanged => (Value::Null, Value::Null),
    };
    let id = if id.is_empty() { Value::Null } else { json!(id) };
    json!({ "change": verb(change), "section": section, "id": id, "key": key, "path": change.path, "old": old, "new": new })
}

/// What a newer base means for an overlay: `conflicts`, each a change with its place in the overlay, and `along`.
pub fn upgrade_as_json(upgrade: &Upgrade, files: &Files) -> Value {
    let conflicts: Vec<Value> = upgrade.conflicts.iter().map(|conflict| conflict_as_json(conflict, files)).collect();
    json!({ "conflicts": conflicts, "along": changes_as_json(&upgrade.along) })
}

fn conflict_as_json(conflict: &Conflict, files: &Files) -> Value {
    let (line, column) = files.line_column(conflict.span.file, conflict.span.start);
    json!({
        "why": conflict.why.name(),
        "file": files.name(conflict.span.file),
        "line": line,
        "column": column,
        "change": change_as_json(&conflict.change),
    })
}
