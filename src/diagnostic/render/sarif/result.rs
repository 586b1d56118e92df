//! A finding as a result, and what stopped the command as a notification.

use serde_json::{Value, json};

use super::rules::{Rules, level};
use super::{ROOT, message};
use crate::diagnostic::render::folders::{Address, Folders};
use crate::diagnostic::render::region::{Region, WHOLE_FILE, address};
use crate::diagnostic::render::report::Findings;
use crate::diagnostic::{Diagnostic, Files, Label, Unit};

pub(super) fn result(
    found: &Diagnostic,
    findings: &Findings,
    folders: &Folders,
    rules: &Rules,
    fingerprint: &str,
) -> Value {
    let of_label = |label: &Label| location(label, &findings.files, folders);
    let about = || json!({ "physicalLocation": physical(&folders.of_text(&findings.about), WHOLE_FILE) });
    let related: Vec<Value> =
        found.labels.iter().skip(1).enumerate().map(|(id, label)| with_id(id, of_label(label))).collect();
    let mut result = json!({
        "ruleId": found.code.id(),
        "ruleIndex": rules.index(found.code),
        "level": level(found.severity()),
        "message": message::of(found),
        "locations": [found.primary().map_or_else(about, of_label)],
        "partialFingerprints": { "caseloomFinding/v1": fingerprint },
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

pub(super) fn notification(told: &Diagnostic, files: &Files, folders: &Folders, rules: &Rules) -> Value {
    let locations: Vec<Value> = told.labels.iter().map(|label| location(label, files, folders)).collect();
    let mut notification = json!({
        "descriptor": { "id": told.code.id(), "index": rules.index(told.code) },
        "level": level(told.severity()),
        "message": message::of(told),
    });
    if !locations.is_empty() {
        notification["locations"] = Value::Array(locations);
    }
    notification
}

fn location(label: &Label, files: &Files, folders: &Folders) -> Value {
    let region = Region::of(&label.place, files, Unit::Utf16);
    let mut location = json!({ "physicalLocation": physical(&address(&label.place, files, folders), region) });
    if !label.text.is_empty() {
        location["message"] = message::of_place(&label.text);
    }
    location
}

/// Ids of related locations count from 1.
fn with_id(index: usize, location: Value) -> Value {
    let mut with_id = json!({ "id": index + 1 });
    if let (Some(with_id), Value::Object(location)) = (with_id.as_object_mut(), location) {
        with_id.extend(location);
    }
    with_id
}

fn physical(address: &Address, region: Region) -> Value {
    let mut artifact = json!({ "uri": address.uri() });
    if matches!(address, Address::Below(_)) {
        artifact["uriBaseId"] = json!(ROOT);
    }
    json!({
        "artifactLocation": artifact,
        "region": {
            "startLine": region.start.0,
            "startColumn": region.start.1,
            "endLine": region.end.0,
            "endColumn": region.end.1,
        },
    })
}
