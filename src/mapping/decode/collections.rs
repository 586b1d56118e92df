//! Lists, and groups of keys whose names the mapping chooses.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::keys::lookalike_in;
use super::{Decode, Decoder, KeyForm, Shape};
use crate::diagnostic::{Diagnostic, codes};
use crate::yaml::{Key, Kind, Node};

impl<T: Decode> Decode for Vec<T> {
    fn expected() -> String {
        format!("a list, each {}", T::expected())
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(nodes) => Some(nodes.iter().filter_map(|each| T::decode(each, decoder)).collect()),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn shape() -> Shape {
        Shape::List
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
#[schemars(inline)]
#[expect(dead_code, reason = "the schema's shape; the value itself is flattened")]
enum OneOrManyShape<T> {
    One(T),
    Many(Vec<T>),
}

/// One value or a list, read as a list.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    fn expected() -> String {
        format!("{} or a list of them", T::expected())
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(_) => Vec::decode(node, decoder).map(Self),
            _ => T::decode(node, decoder).map(|one| Self(vec![one])),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::List
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        OneOrManyShape::<T>::json_schema(generator)
    }
}

/// Things by the ids that the mapping gives them, in its order.
#[derive(Debug, Clone)]
pub struct Ids<T> {
    things: Vec<(Key, T)>,
    /// Ids whose things couldn't be read: they exist, so that naming one is no second fault.
    unreadable: Vec<String>,
    /// Whether the section itself couldn't be read, so that any id may be one of its own.
    is_lost: bool,
}

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Self { things: Vec::new(), unreadable: Vec::new(), is_lost: false }
    }
}

impl<T> Ids<T> {
    /// The thing of that id, with its position.
    pub fn find(&self, id: &str) -> Option<(usize, &T)> {
        self.things.iter().position(|(key, _)| key.text == id).map(|index| (index, &self.things[index].1))
    }

    /// The ids, in the mapping's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.things.iter().map(|(key, _)| key.text.as_str())
    }

    /// Ids and things.
    pub fn iter(&self) -> std::slice::Iter<'_, (Key, T)> {
        self.things.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Whether something of that id was written but couldn't be read, which is reported already.
    pub fn is_unreadable(&self, id: &str) -> bool {
        self.is_lost || self.unreadable.iter().any(|each| each == id)
    }
}

impl<T: Decode> Decode for Ids<T> {
    fn expected() -> String {
        format!("keys, each with {}", T::expected())
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            Self::report_mismatch(node, decoder);
            return Some(Self { is_lost: true, ..Self::default() });
        };
        let mut ids = Self::default();
        for entry in entries {
            if !check_id(&entry.key, T::key_form(), decoder) {
                // A script that names it sees its parts.
                let is_sign = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
                ids.unreadable.extend(entry.key.text.split(is_sign).map(str::to_owned));
                // What would be its value is a part of the key.
                if entry.value.is_null() && lookalike_in(&entry.key).is_some() {
                    continue;
                }
            }
            match T::decode(&entry.value, decoder) {
                Some(thing) => ids.things.push((entry.key.clone(), thing)),
                None => ids.unreadable.push(entry.key.text.clone()),
            }
        }
        Some(ids)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::Ids(T::shape)
    }
}

fn check_id(key: &Key, form: KeyForm, decoder: &mut Decoder<'_>) -> bool {
    let is_right = match form {
        KeyForm::Id => is_id(&key.text),
        KeyForm::Hyphened => is_id(&key.text.replace('-', "_")),
        KeyForm::Value => true,
    };
    if let Some(finding) = lookalike_in(key).filter(|_| !is_right) {
        decoder.report(finding);
    } else if !is_right {
        let message = format!("`{}` can't be an id", key.text);
        let rules = "start with a letter and go on with letters, digits and `_`";
        let underscored = key.text.replace(['-', ' ', '.'], "_");
        let help = match is_id(&underscored) {
            true => format!("write `{underscored}`: paths and scripts take letters, digits and `_` only"),
            false => format!("{rules}; titles in any script go into `label`, headers into `header`"),
        };
        decoder.report(Diagnostic::new(codes::INVALID_ID, message).at(key.span, "not an id").help(help));
    }
    is_right
}

/// Whether a text can be an id: letters, digits and `_`, not a digit first.
pub fn is_id(text: &str) -> bool {
    let mut letters = text.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    starts && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

impl<T: Decode> Ids<T> {
    fn report_mismatch(node: &Node, decoder: &mut Decoder<'_>) {
        let first = node.as_sequence().and_then(|items| items.first()?.as_text());
        let Some(first) = first.filter(|first| is_id(first)) else {
            return decoder.mismatch(node, &Self::expected());
        };
        let help = format!("write each as a key with its value, as in `{{ {first}: … }}`");
        let what = T::expected();
        let (what, _) = what.split_once(": ").unwrap_or((&what, ""));
        let message = format!("expected keys, each with {what}, found a list");
        decoder.report(Diagnostic::new(codes::WRONG_KIND_OF_VALUE, message).at(node.span, "a list").help(help));
    }
}

impl<T: JsonSchema + Decode> JsonSchema for Ids<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Ids_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<T>();
        let pattern = match T::key_form() {
            KeyForm::Id => "^[A-Za-z_][A-Za-z0-9_]*$",
            KeyForm::Hyphened => "^[A-Za-z_][A-Za-z0-9_-]*$",
            KeyForm::Value => return json_schema!({ "type": "object", "additionalProperties": each }),
        };
        json_schema!({ "type": "object", "propertyNames": { "pattern": pattern }, "additionalProperties": each })
    }
}
