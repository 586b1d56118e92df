//! Groups whose keys may be anything: ids of cases, names of files and columns.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostic::Span;
use crate::mapping::decode::{Decode, Decoder, Literal};
use crate::yaml::{Key, Kind, Node};

/// Values by texts of any kind, in the order of the file.
#[derive(Debug, Clone)]
pub struct Entries<T>(pub Vec<(Key, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(each, _)| each.text == key).map(|(_, value)| value)
    }

    /// Keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &T)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<T: Decode> Decode for Entries<T> {
    fn expected() -> String {
        format!("keys, each with {}", T::expected())
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            decoder.mismatch(node, &Self::expected());
            return None;
        };
        let read = entries.iter().filter_map(|entry| Some((entry.key.clone(), T::decode(&entry.value, decoder)?)));
        Some(Self(read.collect()))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Entries_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": each })
    }
}

/// Columns and what they have to hold; null is an empty one.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Where they stand.
    pub span: Span,
    /// The columns.
    pub cells: Vec<(Key, Literal)>,
}

impl Cells {
    /// What a column has to hold, if it is named.
    pub fn get(&self, column: &str) -> Option<&Literal> {
        self.cells.iter().find(|(key, _)| key.text == column).map(|(_, value)| value)
    }

    /// What a column has to hold, as the files of a log have it: empty for null.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.get(column).map(text_of)
    }
}

/// A value as the files of a log have it: empty for null.
pub fn text_of(value: &Literal) -> &str {
    if value.is_null() { "" } else { value.text() }
}

impl Decode for Cells {
    fn expected() -> String {
        "columns with values: `{ Priority: High }`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            decoder.mismatch(node, &Self::expected());
            return None;
        };
        let cells =
            entries.iter().filter_map(|entry| Some((entry.key.clone(), Literal::decode(&entry.value, decoder)?)));
        Some(Self { span: node.span, cells: cells.collect() })
    }
}

impl JsonSchema for Cells {
    fn schema_name() -> Cow<'static, str> {
        "Cells".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<Literal>();
        json_schema!({ "type": "object", "additionalProperties": each })
    }
}

/// Expected events.
#[derive(Debug, Clone)]
pub enum Events {
    /// All events of the log.
    All(Vec<Cells>),
    /// All events of these cases.
    OfCases(Entries<Vec<Cells>>),
}

impl Events {
    /// All events, with the case under which they stand.
    pub fn each(&self) -> Vec<(Option<&Key>, &Cells)> {
        match self {
            Self::All(events) => events.iter().map(|event| (None, event)).collect(),
            Self::OfCases(cases) => {
                cases.iter().flat_map(|(case, events)| events.iter().map(move |event| (Some(case), event))).collect()
            }
        }
    }
}

impl Decode for Events {
    fn expected() -> String {
        "a list of events: `[{ activity: created, time: … }]`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(_) => Vec::decode(node, decoder).map(Self::All),
            Kind::Mapping(_) => Entries::decode(node, decoder).map(Self::OfCases),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

impl JsonSchema for Events {
    fn schema_name() -> Cow<'static, str> {
        "Events".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let all = generator.subschema_for::<Vec<Cells>>();
        let of_cases = generator.subschema_for::<Entries<Vec<Cells>>>();
        json_schema!({ "anyOf": [all, of_cases] })
    }
}
