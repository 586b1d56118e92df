//! Params: what an org changes without touching the rest.

use schemars::JsonSchema;

use crate::mapping::decode::{Decode, Decoder, Literal, Name, OneOrMany, Shape};
use crate::mapping::values::condition::Condition;
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::{Kind, Node};

section! {
    /// A value that an org may set.
    Param is "a param" as PARAM {
        /// `text`, `list`, `scale`, `integer`, `number`, `boolean`, `duration` or `timestamp`.
        r#type: Name,
        /// Its value where nothing else gives one.
        default: Option<OneOrMany<Literal>>,
        /// A column whose values are the param's, where its source was exported.
        from: Option<Name>,
        /// Which rows of that source count.
        r#where: Option<Condition>,
        /// The param's name for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

/// The types of a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamType {
    /// One text.
    Text,
    /// Several texts.
    List,
    /// Several texts, the lowest first.
    Scale,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A span of time.
    Duration,
    /// A moment.
    Timestamp,
}

impl ParamType {
    /// The types by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] = &[
        ("text", Self::Text),
        ("list", Self::List),
        ("scale", Self::Scale),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("duration", Self::Duration),
        ("timestamp", Self::Timestamp),
    ];

    /// The type of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, each)| *each)
    }

    /// Whether it holds several values.
    pub fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Scale)
    }
}

const NAME_STEPS: &str = "name the values from lowest to highest, or drop `scale`";

/// The steps of a scale: a list from lowest to highest, or the param that has them.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(transparent)]
pub struct ScaleSteps(pub OneOrMany<Literal>);

impl Decode for ScaleSteps {
    fn expected() -> String {
        "a list of values from lowest to highest, or a param such as `$priorities`".to_owned()
    }

    fn shape() -> Shape {
        Shape::List
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(_) if decoder.is_void(node, "value, so nothing is on the scale", NAME_STEPS) => None,
            Kind::Scalar(_) | Kind::Sequence(_) => OneOrMany::decode(node, decoder).map(Self),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}
