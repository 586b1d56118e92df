//! Conditions: what has to hold for a row or a change.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::expression::Expression;
use crate::diagnostic::{Diagnostic, Span, codes, nearest};
use crate::mapping::decode::{Decode, Decoder, Literal, Name, OneOrMany};
use crate::yaml::{Entry, Kind, Node};

/// Clauses that all have to hold, or a script.
#[derive(Debug, Clone)]
pub enum Condition {
    /// `= expression`.
    Expression(Expression),
    /// Every clause holds.
    Clauses(Vec<Clause>),
}

/// One part of a condition.
#[derive(Debug, Clone)]
pub enum Clause {
    /// `name: test`.
    Named(Name, Test),
    /// `any:`, one of these holds.
    Any(Vec<Condition>),
    /// `all:`, each of these holds.
    All(Vec<Condition>),
    /// `not:`, this doesn't hold.
    Not(Box<Condition>),
}

/// What a value has to be.
#[derive(Debug, Clone)]
pub enum Test {
    /// Equal to one of these.
    OneOf(Vec<Literal>, Span),
    /// Every operator holds.
    Operators(Vec<(Operator, Span)>),
}

/// An operator with its right side.
#[derive(Debug, Clone)]
pub enum Operator {
    /// The test doesn't hold; so for null too.
    Not(Test),
    /// The text has one of these words in it, whatever their case.
    Contains(OneOrMany<Literal>),
    /// The text begins with one of these, whatever their case.
    StartsWith(OneOrMany<Literal>),
    /// The text ends with one of these, whatever their case.
    EndsWith(OneOrMany<Literal>),
    /// A regular expression finds something in the text.
    Matches(Name),
    /// Greater.
    Above(Literal),
    /// Greater or equal.
    AtLeast(Literal),
    /// Less.
    Below(Literal),
    /// Less or equal.
    AtMost(Literal),
    /// At that time or later.
    Since(Literal),
    /// Earlier than that time.
    Before(Literal),
    /// Equal to another column of the row.
    Column(Name),
    /// There is a value, or there is none.
    Present(bool),
}

const NO_VALUE: &str = "value, so nothing passes";
const NAME_A_VALUE: &str = "name at least one value, or drop the test";
const NAME_AN_OPERATOR: &str = "write a value or an operator such as `{ not: … }`, or drop the test";
const SAY_WHAT_HOLDS: &str = "write what has to hold, or drop the key";

/// The operators' keys.
pub const OPERATORS: &[&str] = &[
    "not",
    "contains",
    "starts_with",
    "ends_with",
    "matches",
    "above",
    "at_least",
    "below",
    "at_most",
    "since",
    "before",
    "column",
    "present",
];

impl Decode for Condition {
    fn expected() -> String {
        "a condition: `{ column: value }` or `= expression`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) => match Expression::of_scalar(scalar, node.span) {
                Some(expression) => Some(Self::Expression(expression)),
                None => {
                    decoder.mismatch(node, &Self::expected());
                    None
                }
            },
            Kind::Mapping(_) if decoder.is_void(node, "clause, so everything passes", SAY_WHAT_HOLDS) => None,
            Kind::Mapping(entries) => {
                Some(Self::Clauses(entries.iter().filter_map(|entry| decode_clause(entry, decoder)).collect()))
            }
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

/// The keys that join conditions.
const JOINTS: &[&str] = &["any", "all", "not"];

/// The joint that a name must be meant as, by what stands there: conditions, and not what a value has to be.
fn meant_by(entry: &Entry) -> Option<&'static str> {
    let is_operator = |entry: &Entry| OPERATORS.contains(&entry.key.text.as_str());
    let joins = match &entry.value.kind {
        Kind::Sequence(items) => items.iter().any(|item| item.as_mapping().is_some()),
        Kind::Mapping(entries) => !entries.iter().any(is_operator),
        _ => false,
    };
    let key = entry.key.text.as_str();
    (joins && !JOINTS.contains(&key)).then(|| nearest::misspelt(key, JOINTS.iter().copied())).flatten()
}

fn decode_clause(entry: &Entry, decoder: &mut Decoder<'_>) -> Option<Clause> {
    if let Some(meant) = meant_by(entry) {
        let message = format!("a condition has no key `{}`", entry.key.text);
        let help = format!("did you mean `{meant}`?");
        decoder.report(Diagnostic::new(codes::UNKNOWN_KEY, message).at(entry.key.span, "unknown key").help(help));
        return None;
    }
    match entry.key.text.as_str() {
        "any" => several(&entry.value, "condition, so nothing passes", decoder).map(Clause::Any),
        "all" => several(&entry.value, "condition, so everything passes", decoder).map(Clause::All),
        "not" => Condition::decode(&entry.value, decoder).map(|inner| Clause::Not(Box::new(inner))),
        _ => {
            let name = Name::of_key(&entry.key);
            Test::decode(&entry.value, decoder).map(|test| Clause::Named(name, test))
        }
    }
}

fn several(node: &Node, lacks: &str, decoder: &mut Decoder<'_>) -> Option<Vec<Condition>> {
    let is_void = node.as_sequence().is_some() && decoder.is_void(node, lacks, SAY_WHAT_HOLDS);
    if is_void { None } else { OneOrMany::decode(node, decoder).map(|many| many.0) }
}

impl Decode for Test {
    fn expected() -> String {
        "a value, a list of values, or operators: `{ not: … }`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(_) if decoder.is_void(node, NO_VALUE, NAME_A_VALUE) => None,
            Kind::Mapping(_) if decoder.is_void(node, "operator, so it asks for nothing", NAME_AN_OPERATOR) => None,
            Kind::Mapping(entries) => Some(Self::Operators(
                entries.iter().filter_map(|entry| Some((decode_operator(entry, decoder)?, entry.key.span))).collect(),
            )),
            Kind::Invalid => None,
            _ => OneOrMany::decode(node, decoder).map(|many| Self::OneOf(many.0, node.span)),
        }
    }
}

/// The words of which a text has one.
fn words(node: &Node, decoder: &mut Decoder<'_>) -> Option<OneOrMany<Literal>> {
    let is_void = node.as_sequence().is_some() && decoder.is_void(node, NO_VALUE, NAME_A_VALUE);
    if is_void { None } else { OneOrMany::decode(node, decoder) }
}

fn decode_operator(entry: &Entry, decoder: &mut Decoder<'_>) -> Option<Operator> {
    let value = &entry.value;
    Some(match entry.key.text.as_str() {
        "not" => Operator::Not(Test::decode(value, decoder)?),
        "contains" => Operator::Contains(words(value, decoder)?),
        "starts_with" => Operator::StartsWith(words(value, decoder)?),
        "ends_with" => Operator::EndsWith(words(value, decoder)?),
        "matches" => Operator::Matches(Name::decode(value, decoder)?),
        "above" => Operator::Above(Literal::decode(value, decoder)?),
        "at_least" => Operator::AtLeast(Literal::decode(value, decoder)?),
        "below" => Operator::Below(Literal::decode(value, decoder)?),
        "at_most" => Operator::AtMost(Literal::decode(value, decoder)?),
        "since" => Operator::Since(Literal::decode(value, decoder)?),
        "before" => Operator::Before(Literal::decode(value, decoder)?),
        "column" => Operator::Column(Name::decode(value, decoder)?),
        "present" => Operator::Present(bool::decode(value, decoder)?),
        unknown => {
            let message = format!("`{unknown}` is no operator");
            decoder.report(
                Diagnostic::new(codes::UNKNOWN_KEY, message)
                    .at(entry.key.span, "unknown operator")
                    .help(nearest::suggest(unknown, "operators", OPERATORS.iter().copied()).unwrap_or_default()),
            );
            return None;
        }
    })
}

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<Self>();
        let test = generator.subschema_for::<Test>();
        json_schema!({
            "description": "Clauses that all have to hold, or `= expression`.",
            "anyOf": [
                { "type": "string", "pattern": "^=" },
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": {
                        "any": { "anyOf": [each, { "type": "array", "items": each, "minItems": 1 }] },
                        "all": { "anyOf": [each, { "type": "array", "items": each, "minItems": 1 }] },
                        "not": each
                    },
                    "additionalProperties": test
                }
            ]
        })
    }
}

impl JsonSchema for Test {
    fn schema_name() -> Cow<'static, str> {
        "Test".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<Self>();
        let literal = generator.subschema_for::<Literal>();
        let words = json_schema!({ "anyOf": [literal, { "type": "array", "items": literal, "minItems": 1 }] });
        json_schema!({
            "description": "A value, one of several values, or operators that all have to hold.",
            "anyOf": [
                literal,
                { "type": "array", "items": literal, "minItems": 1 },
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": {
                        "not": each, "contains": words, "starts_with": words, "ends_with": words,
                        "matches": { "type": "string", "format": "regex" },
                        "above": literal, "at_least": literal, "below": literal, "at_most": literal,
                        "since": literal, "before": literal,
                        "column": { "type": "string" }, "present": { "type": "boolean" }
                    },
                    "additionalProperties": false
                }
            ]
        })
    }
}
