//! Which files of a folder an earlier run wrote, and which it must not replace.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{MANIFEST, OutputError, PREVIOUS};

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
    Ok(listed.or_else(|| self::listed(&folder.join(PREVIOUS))).unwrap_or_default())
}

/// Fails at the first of the names that is there and is none of those that earlier runs wrote.
pub(super) fn check(folder: &Path, names: &[&str], earlier: &[String]) -> Result<(), OutputError> {
    let stranger = names.iter().find(|name| folder.join(name).exists() && !earlier.iter().any(|file| file == *name));
    stranger.map_or(Ok(()), |name| Err(OutputError::NotOurs { file: folder.join(name) }))
}

/// The files that a manifest lists; `None` where it isn't one.
fn listed(manifest: &Path) -> Option<Vec<String>> {
    let manifest: Value = serde_json::from_str(&fs::read_to_string(manifest).ok()?).ok()?;
    let outputs = manifest.get("outputs")?.as_array()?;
    Some(outputs.iter().filter_map(|output| Some(output.get("file")?.as_str()?.to_owned())).collect())
}
