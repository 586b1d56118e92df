//! Which keys rows of JSON have, to find what was meant where a wanted one is missing.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::place::paths;
use crate::plan::Plan;
use crate::read::ReadError;
use crate::read::json::{Batch, JsonFile, JsonPath, Piece, Step};

/// How many records are looked at.
const RECORDS: usize = 200;

/// The keys of the objects in which the ends of `wanted`, paths from rows of a source, should stand.
///
/// # Errors
/// The file can't be read.
pub fn keys_at(plan: &Plan, source: usize, file: &JsonFile, wanted: &[JsonPath]) -> Result<Vec<String>, ReadError> {
    let left = AtomicUsize::new(RECORDS);
    let ways = ways(plan, source);
    let work = |batch: &Batch| {
        let mut keys = BTreeSet::new();
        for piece in &batch.pieces {
            let is_left = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
            let (Piece::Record { start, end, .. }, true) = (piece, is_left) else { continue };
            let Ok(record) = serde_json::from_slice::<Value>(batch.text(*start..*end)) else { continue };
            let rows = ways.iter().fold(vec![&record], |rows, way| rows_of(&rows, way));
            wanted.iter().for_each(|path| collect(&rows, path, &mut keys));
        }
        keys
    };
    let parts = file.scan(paths(plan, plan.root(source)), work, &|_| {})?;
    let keys: BTreeSet<String> = parts.into_iter().flat_map(|part| part.value).collect();
    Ok(keys.into_iter().collect())
}

/// From level to level, from the record down.
fn ways(plan: &Plan, source: usize) -> Vec<&[JsonPath]> {
    let above = plan.sources[source].level.iter().flat_map(|level| &level.above).map(|above| above.source);
    let mut levels: Vec<usize> = std::iter::once(source).chain(above).collect();
    levels.pop();
    levels.reverse();
    levels.into_iter().map(|level| &plan.sources[level].rows[..]).collect()
}

fn rows_of<'v>(rows: &[&'v Value], paths: &[JsonPath]) -> Vec<&'v Value> {
    let ends = rows.iter().flat_map(|row| paths.iter().find_map(|path| at(row, &path.steps)));
    let each = |value: &'v Value| match value {
        Value::Array(elements) => elements.iter().collect(),
        other => vec![other],
    };
    ends.flat_map(each).collect()
}

fn at<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Element(index) => value.get(*index as usize),
        Step::Each => value.get(0),
    })
}

fn collect(rows: &[&Value], path: &JsonPath, keys: &mut BTreeSet<String>) {
    let Some((_, before)) = path.steps.split_last() else { return };
    for object in rows.iter().filter_map(|row| at(row, before)?.as_object()) {
        keys.extend(object.keys().cloned());
    }
}
