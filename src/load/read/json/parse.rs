//! Reads a record: finds its rows and their values, and goes over all else.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::found::{Found, FoundRow, Pending, RowIs, Stretch};
use super::shape::{Node, Shape};

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The byte at fault.
    pub at: usize,
    pub what: String,
}

/// Finds what is wanted of a record.
///
/// # Errors
/// The record isn't JSON.
pub fn parse(shape: &Shape, found: &mut Found, record: &str) -> Result<(), Malformed> {
    found.clear();
    let mut reader = serde_json::Deserializer::from_str(record);
    let row = FoundRow::default();
    let seed = RowSeed { place: Place { shape, found, record, level: 0, row: 0 }, fresh: row };
    let outcome = seed.deserialize(&mut reader).and_then(|()| reader.end());
    found.settle();
    outcome.map_err(|error| malformed(record, &error))
}

fn malformed(record: &str, error: &serde_json::Error) -> Malformed {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => record.match_indices('\n').nth(line - 2).map_or(0, |(end, _)| end + 1),
    };
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or(&what).to_owned();
    Malformed { at: (line_start + error.column().saturating_sub(1)).min(record.len()), what }
}

/// Where we are: in a row of a level.
struct Place<'s, 'j> {
    shape: &'s Shape,
    found: &'s mut Found,
    record: &'j str,
    level: usize,
    row: u32,
}

impl<'s, 'j> Place<'s, 'j> {
    fn again(&mut self) -> Place<'_, 'j> {
        Place { shape: self.shape, found: self.found, record: self.record, level: self.level, row: self.row }
    }

    fn node(&self, node: usize) -> &'s Node {
        self.shape.node(node)
    }

    fn put(&mut self, node: &Node, raw: &str) {
        for slot in &node.slots {
            self.found.put(self.level, self.row, *slot, self.record, raw);
        }
    }

    /// Reads a part of the record again.
    fn read_again<S: for<'a> DeserializeSeed<'a, Value = ()>>(raw: &str, seed: S) -> Result<(), serde_json::Error> {
        seed.deserialize(&mut serde_json::Deserializer::from_str(raw))
    }

    /// Reads the rows of levels that several paths lead to, once all of a row above is known.
    fn pending(&mut self) -> Result<(), serde_json::Error> {
        if self.found.pending.is_empty() {
            return Ok(());
        }
        let is_own = |pending: &Pending, level: usize, row: u32, shape: &Shape| {
            shape.levels[pending.level].parent == level && pending.parent == row
        };
        let (level, row, shape) = (self.level, self.row, self.shape);
        let mut own: Vec<Pending> = Vec::new();
        self.found.pending.retain(|pending| {
            let is_own = is_own(pending, level, row, shape);
            if is_own {
                own.push(*pending);
            }
            !is_own
        });
        own.sort_by_key(|pending| (pending.level, pending.rank));
        own.dedup_by_key(|pending| pending.level);
        for Pending { level, rank, at, .. } in own {
            let record = self.record;
            let seed = RowsSeed { place: self.again(), level, rank };
            Self::read_again(at.of(record), seed)?;
        }
        Ok(())
    }
}

/// A value within a row.
struct ValueSeed<'s, 'j> {
    place: Place<'s, 'j>,
    node: usize,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, reader: D) -> Result<(), D::Error> {
        let node = self.place.node(self.node);
        let is_deferred = node.level.is_some_and(|(level, _)| self.place.shape.levels[level].paths.len() > 1);
        if !node.is_leaf() && !node.is_mixed() && !is_deferred {
            return self.inner(reader, node);
        }
        let raw: &RawValue = serde::Deserialize::deserialize(reader)?;
        let raw = raw.get();
        self.place.put(node, raw);
        let error = serde::de::Error::custom;
        if node.has_inner() {
            let seed = InnerSeed { place: self.place.again(), node: self.node };
            Place::read_again(raw, seed).map_err(error)?;
        }
        match node.level {
            Some((level, rank)) if is_deferred => {
                let (parent, at) = (self.place.row, Stretch::within(self.place.record, raw));
                self.place.found.pending.push(Pending { level, parent, rank, at });
                Ok(())
            }
            Some((level, rank)) => {
                let seed = RowsSeed { place: self.place.again(), level, rank };
                Place::read_again(raw, seed).map_err(error)
            }
            None => Ok(()),
        }
    }
}

impl ValueSeed<'_, '_> {
    fn inner<'de, D: Deserializer<'de>>(self, reader: D, node: &Node) -> Result<(), D::Error> {
        match node.level {
            Some((level, rank)) => RowsSeed { place: self.place, level, rank }.deserialize(reader),
            None => InnerSeed { place: self.place, node: self.node }.deserialize(reader),
        }
    }
}

/// What stands within a value.
struct InnerSeed<'s, 'j> {
    place: Place<'s, 'j>,
    node: usize,
}

impl<'de> DeserializeSeed<'de> for InnerSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

/// Values in which nothing that is wanted can stand.
macro_rules! scalars {
    ($action:expr) => {
        scalars! { $action; visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }

        fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
            Ok(())
        }
    };
    ($action:expr; $($visit:ident : $type:ty),*) => {
        $(
            fn $visit<E: serde::de::Error>(self, _: $type) -> Result<(), E> {
                $action(self);
                Ok(())
            }
        )*
    };
}

impl<'de> Visitor<'de> for InnerSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    scalars! { |_| () }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        members(self.place, self.node, map)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let node = self.place.node(self.node);
        for index in 0u32.. {
            let numbered = node.elements.iter().find(|(wanted, _)| *wanted == index).map(|(_, child)| *child);
            let is_there = match (node.each, numbered) {
                (Some(child), None) | (None, Some(child)) => {
                    seq.next_element_seed(ValueSeed { place: self.place.again(), node: child })?.is_some()
                }
                (None, None) => seq.next_element::<IgnoredAny>()?.is_some(),
                (Some(each), Some(child)) => {
                    let raw: Option<&RawValue> = seq.next_element()?;
                    for node in raw.iter().flat_map(|_| [each, child]) {
                        let seed = ValueSeed { place: self.place.again(), node };
                        let text = raw.map_or("", RawValue::get);
                        Place::read_again(text, seed).map_err(serde::de::Error::custom)?;
                    }
                    raw.is_some()
                }
            };
            if !is_there {
                break;
            }
        }
        Ok(())
    }
}

/// Goes through the keys of an object.
fn members<'de, A: MapAccess<'de>>(mut place: Place<'_, '_>, node: usize, mut map: A) -> Result<(), A::Error> {
    let node = place.node(node);
    let mut seen = 0u128;
    while let Some(wanted) = map.next_key_seed(KeySeed { node })? {
        let Some(index) = wanted else {
            map.next_value::<IgnoredAny>()?;
            continue;
        };
        let (key, child) = &node.keys[index];
        let bit = 1 << index.min(127);
        if seen & bit != 0 && index < 127 {
            let (level, row) = (place.level, place.row as usize);
            place.found.levels[level].rows[row].fault.get_or_insert(RowIs::KeyTwice(key.clone()));
        }
        seen |= bit;
        map.next_value_seed(ValueSeed { place: place.again(), node: *child })?;
    }
    Ok(())
}

/// A key of an object: its place among the wanted ones.
struct KeySeed<'s> {
    node: &'s Node,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Option<usize>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.node.keys.iter().position(|(wanted, _)| wanted == key))
    }
}

/// The rows of a level.
struct RowsSeed<'s, 'j> {
    /// In the row above.
    place: Place<'s, 'j>,
    level: usize,
    rank: u8,
}

impl RowsSeed<'_, '_> {
    fn fresh(&self, element: Option<u32>) -> FoundRow {
        FoundRow { parent: self.place.row, element, path: self.rank, fault: None }
    }

    fn refuse(mut self) {
        let row = FoundRow { fault: Some(RowIs::NoObject), ..self.fresh(None) };
        self.enter();
        self.place.found.add(self.level, row);
    }

    fn enter(&mut self) {
        self.place.found.levels[self.level].is_there = true;
    }

    fn row(&mut self, element: Option<u32>) -> RowSeed<'_, '_> {
        let fresh = self.fresh(element);
        let level = self.level;
        RowSeed { place: Place { level, ..self.place.again() }, fresh }
    }
}

impl<'de> DeserializeSeed<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, reader: D) -> Result<(), D::Error> {
        self.enter();
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("rows")
    }

    scalars! { Self::refuse }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        self.row(None).object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        while seq.next_element_seed(self.row(Some(index)))?.is_some() {
            index += 1;
        }
        Ok(())
    }
}

/// A row.
struct RowSeed<'s, 'j> {
    /// At the row's level; which row shows when it is added.
    place: Place<'s, 'j>,
    fresh: FoundRow,
}

impl RowSeed<'_, '_> {
    fn add(&mut self, fault: Option<RowIs>) {
        let row = FoundRow { fault, ..self.fresh.clone() };
        self.place.row = self.place.found.add(self.place.level, row);
    }

    fn object<'de, A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        self.add(None);
        let node = self.place.shape.levels[self.place.level].node;
        members(self.place.again(), node, map)?;
        self.place.pending().map_err(serde::de::Error::custom)
    }
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, reader: D) -> Result<(), D::Error> {
        let node = self.place.node(self.place.shape.levels[self.place.level].node);
        if node.slots.is_empty() {
            return reader.deserialize_any(self);
        }
        // The row itself is a cell.
        let raw: &RawValue = serde::Deserialize::deserialize(reader)?;
        if node.has_inner() && raw.get().starts_with('{') {
            let (level, fresh) = (self.place.level, self.fresh.clone());
            let again = RowSeed { place: Place { level, ..self.place.again() }, fresh };
            let mut reader = serde_json::Deserializer::from_str(raw.get());
            Deserializer::deserialize_any(&mut reader, again).map_err(serde::de::Error::custom)?;
            self.place.row = self.place.found.levels[level].rows.len() as u32 - 1;
        } else {
            self.add(None);
        }
        self.place.put(node, raw.get());
        Ok(())
    }
}

impl<'de> Visitor<'de> for RowSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a row")
    }

    scalars! { |mut seed: Self| seed.add(Some(RowIs::NoObject)); visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }

    fn visit_unit<E: serde::de::Error>(mut self) -> Result<(), E> {
        self.add(Some(RowIs::NoObject));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.add(Some(RowIs::NoObject));
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
