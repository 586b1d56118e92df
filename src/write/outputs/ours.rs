//! Which files of a folder an earlier run wrote, and which it must not replace.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{HALFWAY, MANIFEST, OutputError, PREVIOUS, REPLACED};

/// The files that earlier runs wrote into a folder.
///
/// # Errors
/// Where its manifest isn't one of ours.
pub(super) fn of_earlier_runs(folder: &Path) -> Result<Vec<String>, OutputError> {
    let manifest = folder.join(MANIFEST);
    let listed = listed(&manifest);
    if listed.is_none() && manifest.exists() {
        return Err(OutputError::NotOurs { file: manifest });
    }
    let set_aside = [PREVIOUS, REPLACED, HALFWAY].into_iter().filter_map(|name| self::listed(&folder.join(name)));
    Ok(listed.unwrap_or_else(|| set_aside.flatten().collect()))
}

/// Fails at the first of the names that is there and is none of those that earlier runs wrote.
pub(super) fn check(folder: &Path, names: &[&str], earlier: &[String]) -> Result<(), OutputError> {
    let stranger = names.iter().find(|name| folder.join(name).exists() && !earlier.iter().any(|file| file == *name));
    stranger.map_or(Ok(()), |name| Err(OutputError::NotOurs { file: folder.join(name) }))
}

/// The files that a manifest lists; `None` where it isn't one.
pub(super) fn listed(manifest: &Path) -> Option<Vec<String>> {
    let outputs = outputs(manifest)?;
    Some(outputs.iter().filter_map(|output| Some(output.get("file")?.as_str()?.to_owned())).collect())
}

/// Whether all files that a manifest lists are there, as long as it says.
pub(super) fn is_whole(folder: &Path, manifest: &Path) -> bool {
    let is_there = |output: &Value| {
        let file = output.get("file").and_then(Value::as_str).map(|name| fs::metadata(folder.join(name)));
        let bytes = output.get("bytes").and_then(Value::as_u64);
        file.is_some_and(|file| file.is_ok_and(|file| bytes.is_none_or(|bytes| file.len() == bytes)))
    };
    outputs(manifest).is_some_and(|outputs| outputs.iter().all(is_there))
}

fn outputs(manifest: &Path) -> Option<Vec<Value>> {
    let manifest: Value = serde_json::from_str(&fs::read_to_string(manifest).ok()?).ok()?;
    manifest.get("outputs")?.as_array().cloned()
}
