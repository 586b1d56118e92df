//! Single values: names, literals, switches, numbers.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::{Decode, Decoder, Shape, is_id};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::yaml::{Key, Kind, Node, Scalar, Style};

/// A text with the place it stands at.
#[derive(Debug, Clone)]
pub struct Name {
    /// The text as YAML reads it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The scalar it was read from, for spans inside it.
    pub scalar: Scalar,
}

impl Name {
    /// A key as a name.
    pub fn of_key(key: &Key) -> Self {
        let scalar = Scalar::verbatim(key.text.clone(), Style::Plain, key.span);
        Self { text: key.text.clone(), span: key.span, scalar }
    }

    /// The place of a part of the text, as byte offsets in it.
    pub fn part(&self, start: usize, end: usize) -> Span {
        self.scalar.span_of(start..end)
    }
}

impl Decode for Name {
    fn expected() -> String {
        "a text".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => {
                Some(Self { text: scalar.text.clone(), span: node.span, scalar: scalar.clone() })
            }
            _ => {
                decoder.mismatch(node, "a text");
                None
            }
        }
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// A name that can be a column's: letters, digits and `_`, not a digit first.
#[derive(Debug, Clone)]
pub struct ColumnName(pub Name);

impl Decode for ColumnName {
    fn expected() -> String {
        "a column's name".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let name = Name::decode(node, decoder)?;
        if !is_id(&name.text) {
            let finding = Diagnostic::new(codes::INVALID_ID, format!("`{}` can't be a column's name", name.text))
                .at(name.span, "not an id")
                .help("start with a letter and go on with letters, digits and `_`");
            decoder.report(finding);
            return None;
        }
        Some(Self(name))
    }
}

impl JsonSchema for ColumnName {
    fn schema_name() -> Cow<'static, str> {
        "ColumnName".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" })
    }
}

/// A value written in the mapping: text, number, boolean or null, still as written.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The scalar.
    pub scalar: Scalar,
    /// Where it stands.
    pub span: Span,
}

impl Literal {
    /// The param that it names, without the `$`.
    pub fn param(&self) -> Option<&str> {
        self.scalar.text.strip_prefix('$').filter(|name| !name.is_empty() && self.scalar.style == Style::Plain)
    }

    /// Whether it is YAML's null.
    pub fn is_null(&self) -> bool {
        self.scalar.is_null()
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.scalar.text
    }
}

impl Decode for Literal {
    fn expected() -> String {
        "a single value".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) => Some(Self { scalar: scalar.clone(), span: node.span }),
            _ => {
                decoder.mismatch(node, "a single value");
                None
            }
        }
    }
}

impl JsonSchema for Literal {
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean", "null"] })
    }
}

/// A scalar that some rule turns into a value.
macro_rules! scalar {
    ($type:ty, $expected:literal, $read:expr) => {
        impl Decode for $type {
            fn expected() -> String {
                $expected.to_owned()
            }

            fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
                let read: fn(&Scalar) -> Option<Self> = $read;
                let value = match &node.kind {
                    Kind::Scalar(scalar) => read(scalar),
                    _ => None,
                };
                if value.is_none() {
                    decoder.mismatch(node, $expected);
                }
                value
            }
        }
    };
}

scalar!(bool, "`true` or `false`", Scalar::as_bool);
scalar!(i64, "a whole number", Scalar::as_i64);

impl<T: Decode> Decode for Option<T> {
    fn expected() -> String {
        T::expected()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        T::decode(node, decoder).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn expected() -> String {
        T::expected()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        T::decode(node, decoder).map(Self::new)
    }

    fn shape() -> Shape {
        T::shape()
    }
}
