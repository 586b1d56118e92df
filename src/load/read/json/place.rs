//! Where a row or a value stands in its record, in words: looked for where it is asked for only.

use std::fmt::Write;

use super::family::FamilyReader;
use super::found::{Found, Value};
use super::shape::Shape;
use super::worker::Record;
use crate::plan::{ColumnFrom, Plan};
use crate::read::json::{JsonPath, Place, Step, key_in_path};

/// The way from a record to one of its rows.
#[derive(Debug, Default)]
pub struct RowPlace {
    /// Keys, and the element where they lead to an array.
    steps: Vec<(JsonPath, Option<u32>)>,
}

impl RowPlace {
    /// The way to a row of a level.
    pub fn of(shape: &Shape, found: &Found, level: usize, row: usize) -> Self {
        let mut steps = Vec::new();
        let (mut level, mut row) = (level, row);
        while level != 0 {
            let of_row = &found.levels[level].rows[row];
            let of_level = &shape.levels[level];
            let path = of_level.paths.get(usize::from(of_row.path)).cloned().unwrap_or_default();
            steps.push((path, of_row.element));
            (level, row) = (of_level.parent, of_row.parent as usize);
        }
        steps.reverse();
        Self { steps }
    }

    /// The way from the file: `conversations[3].participants[1].purpose`.
    pub fn locate(&self, record: Record<'_>, column: Option<&JsonPath>) -> String {
        self.within(record.place, record.paths, column)
    }

    fn within(&self, place: Place, paths: &[JsonPath], column: Option<&JsonPath>) -> String {
        let mut located = place_of_record(&place, paths);
        for (path, element) in &self.steps {
            add(&mut located, path);
            if let Some(element) = element {
                // Writing to a text doesn't fail.
                let _ = write!(located, "[{element}]");
            }
        }
        if let Some(column) = column.filter(|column| !column.is_here()) {
            add(&mut located, column);
        }
        located
    }
}

/// The way from a file to a record.
pub fn place_of_record(place: &Place, paths: &[JsonPath]) -> String {
    let mut located = place.document.map_or_else(String::new, |element| format!("[{element}]"));
    if let Some(path) = place.path.and_then(|path| paths.get(path)) {
        add(&mut located, path);
    }
    if let Some(element) = place.element {
        let _ = write!(located, "[{element}]");
    }
    located
}

/// The paths to the records of a source.
pub fn paths(plan: &Plan, source: usize) -> &[JsonPath] {
    &plan.sources[source].rows
}

fn add(located: &mut String, path: &JsonPath) {
    for step in &path.steps {
        let _ = match step {
            Step::Key(key) if located.is_empty() => write!(located, "{}", key_in_path(key)),
            Step::Key(key) => write!(located, ".{}", key_in_path(key)),
            Step::Element(index) => write!(located, "[{index}]"),
            Step::Each => write!(located, "[]"),
        };
    }
}

/// The path by which a row has a column's value.
pub fn column(family: &FamilyReader<'_>, found: &Found, level: usize, row: usize, column: usize) -> Option<JsonPath> {
    let reader = &family.levels[level];
    let ColumnFrom::Cell { paths, .. } = &reader.plan().columns[column].from else { return None };
    let slot = reader.cells.iter().position(|step| step.column == column)?;
    let rank = match found.value(level, row, slot) {
        Value::At(_, rank) | Value::Several(rank) => rank,
        Value::Nothing => 0,
    };
    paths.get(usize::from(rank)).cloned()
}
