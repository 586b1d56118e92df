//! What an overlay is laid over.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::mapping::decode::{Decode, Decoder, Keys, Name};
use crate::yaml::{Kind, Node};

/// The base of an overlay: its name alone, or the keys.
#[derive(Debug, Clone)]
pub struct Extends(pub ExtendsForm);

section! {
    /// The base of an overlay, and which versions of it will do.
    ExtendsForm is "`extends`" {
        /// A shipped name, or the path of a file or folder as seen from here.
        mapping: Name,
        /// The versions of it that this overlay is for: `>=1.0, <2`, `^1.2`.
        version: Option<Name>,
    }
}

impl Decode for Extends {
    fn expected() -> String {
        "a mapping's name or path: `salesforce-service-cloud`, `./base.yaml`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Mapping(_) => ExtendsForm::decode(node, decoder).map(Self),
            Kind::Scalar(scalar) if !scalar.is_null() => {
                let mapping = Name::decode(node, decoder)?;
                Some(Self(ExtendsForm { span: node.span, keys: Keys::of(node), mapping, version: None }))
            }
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

impl JsonSchema for Extends {
    fn schema_name() -> Cow<'static, str> {
        "Extends".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let form = generator.subschema_for::<ExtendsForm>();
        json_schema!({ "anyOf": [{ "type": "string" }, form] })
    }
}
