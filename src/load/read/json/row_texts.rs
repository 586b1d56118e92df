//! Which part of a record's text each of its rows is.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::found::{Found, Stretch};
use super::shape::Shape;
use crate::read::json::Step;

/// Where the rows of a record stand in it. Found for all of them together, as each on its own would be looked for in the
/// whole record.
#[derive(Debug)]
pub struct RowTexts {
    /// By level and row.
    levels: Vec<Vec<Stretch>>,
}

impl RowTexts {
    /// Of all rows of a record.
    pub fn of(shape: &Shape, found: &Found, record: &str) -> Self {
        let whole = Stretch::within(record, record);
        let mut texts = Self { levels: vec![vec![whole]] };
        for level in 1..found.levels.len() {
            let stretches = texts.of_level(shape, found, level, record);
            texts.levels.push(stretches);
        }
        texts
    }

    /// That of a row.
    pub fn of_row(&self, level: usize, row: usize) -> Stretch {
        let stretch = self.levels.get(level).and_then(|rows| rows.get(row));
        stretch.copied().unwrap_or(self.levels[0][0])
    }

    /// Those of a level, whose rows stand in the order of the text.
    fn of_level(&self, shape: &Shape, found: &Found, level: usize, record: &str) -> Vec<Stretch> {
        let of_level = &shape.levels[level];
        let rows = &found.levels[level].rows;
        let mut stretches = Vec::with_capacity(rows.len());
        for rows in rows.chunk_by(|left, right| left.parent == right.parent) {
            let Some(first) = rows.first() else { continue };
            let above = self.of_row(of_level.parent, first.parent as usize);
            let steps = of_level.paths.get(usize::from(first.path)).map_or(&[][..], |path| &path.steps);
            let texts = rows_at(above.of(record), steps);
            let of_row = |row: usize| texts.get(row).map_or(above, |text| Stretch::within(record, text));
            stretches.extend((0..rows.len()).map(of_row));
        }
        stretches
    }
}

/// All rows to which a path leads, also where a key stands twice.
fn rows_at<'t>(text: &'t str, steps: &[Step]) -> Vec<&'t str> {
    let mut texts = vec![text];
    for step in steps {
        texts = texts.into_iter().flat_map(|text| onward(text, step)).collect();
    }
    let is_array = |text: &str| text.starts_with('[');
    let rows = texts.into_iter().filter(|text| *text != "null");
    rows.flat_map(|text| if is_array(text) { elements(text) } else { vec![text] }).collect()
}

fn onward<'t>(text: &'t str, step: &Step) -> Vec<&'t str> {
    match step {
        Step::Key(key) => members(text, key),
        Step::Element(index) => elements(text).get(*index as usize).copied().into_iter().collect(),
        Step::Each => elements(text),
    }
}

/// The values of a key.
fn members<'t>(object: &'t str, key: &str) -> Vec<&'t str> {
    let mut reader = serde_json::Deserializer::from_str(object);
    reader.deserialize_map(Members { key }).unwrap_or_default()
}

fn elements(array: &str) -> Vec<&str> {
    let elements: Vec<&RawValue> = serde_json::from_str(array).unwrap_or_default();
    elements.into_iter().map(RawValue::get).collect()
}

struct Members<'k> {
    key: &'k str,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<&'de str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == self.key {
                values.push(map.next_value::<&RawValue>()?.get());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(values)
    }
}
