//! Values: where a column, an attribute or a time comes from.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::condition::{Condition, Test};
use super::expression::Expression;
use super::words::{Docs, Text};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::{ColumnName, Decode, Decoder, Keys, Literal, Name, Shape};
use crate::yaml::{Kind, Node};

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum Value {
    /// A name or a path: `Status`, `OwnerId.Name`, `case.Status`, `$param`.
    Path(Name),
    /// `= expression`.
    Expression(Expression),
    /// The first that is present.
    FirstPresent(Vec<Value>, Span),
    /// One of the forms with a key.
    Form(Box<Form>),
}

impl Value {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Path(name) => name.span,
            Self::Expression(expression) => expression.span,
            Self::FirstPresent(_, span) => *span,
            Self::Form(form) => form.span,
        }
    }
}

section! {
    /// A value with a key of its own, and what may stand beside it.
    FormKeys is "a value" as VALUE {
        /// The value from there; the long way to write a path, where a label or docs stand beside it.
        from: Option<Value>,
        /// The value of a tracked field, or of a path from it, that held when the event happened.
        as_of: Option<Name>,
        /// The same, before the moment of the event.
        before: Option<Name>,
        /// The first row's value, null or not.
        first: Option<Value>,
        /// The last row's value, null or not.
        last: Option<Value>,
        /// The least of the rows' values.
        min: Option<Value>,
        /// The greatest of the rows' values.
        max: Option<Value>,
        /// How many: rows of a source, values of a path, events of an activity, changes of a tracked field.
        count: Option<Name>,
        /// The rows' values, one after the other.
        join: Option<Value>,
        /// The time from one moment to another: `[first case_created, last case_resolved]`.
        duration: Option<Vec<Value>>,
        /// How long a tracked field had one of these values.
        time_in: Option<TimeIn>,
        /// The time of the next `event`, or of the next `change`.
        next: Option<Name>,
        /// A literal.
        value: Option<Literal>,
        /// A longer Rhai script.
        script: Option<ScriptBlock>,
        /// Which rows count.
        r#where: Option<Condition>,
        /// Whether equal values count once.
        distinct: Option<bool>,
        /// What stands between joined values; `; ` by default.
        separator: Option<Name>,
        /// The unit of a duration: `ms`, `s`, `m`, `h` or `d`.
        unit: Option<Name>,
        /// Count only the open hours of that calendar.
        calendar: Option<Name>,
        /// The attribute's column in a log of several systems; by default its own name.
        common: Option<ColumnName>,
        /// The attribute's name for readers.
        label: Option<Text>,
        /// What a reader should know of the attribute.
        docs: Option<Docs>,
    }
}

/// A value with a key of its own.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it stands.
    pub span: Span,
    /// Its keys as they are written.
    pub keys: Keys,
    /// Which form.
    pub kind: FormKind,
    /// Which rows count.
    pub condition: Option<Condition>,
    /// Whether equal values count once.
    pub distinct: bool,
    /// What stands between joined values.
    pub separator: Option<Name>,
    /// The unit of a duration.
    pub unit: Option<Name>,
    /// The calendar whose open hours count.
    pub calendar: Option<Name>,
    /// The attribute's column in a log of several systems.
    pub common: Option<Name>,
    /// The attribute's name for readers.
    pub label: Option<Text>,
    /// The attribute's docs.
    pub docs: Option<Docs>,
}

impl Form {
    /// Where one of its keys stands.
    pub fn place(&self, key: &str) -> Span {
        self.keys.place(key).unwrap_or(self.span)
    }

    /// Where the key stands that says which form it is.
    pub fn own_place(&self) -> Span {
        FormKeys::KEYS[..FORMS].iter().find_map(|key| self.keys.place(key)).unwrap_or(self.span)
    }
}

const NO_VALUE: &str = "value, so there never is one";
const NAME_A_VALUE: &str = "name at least one value, or drop the key";

/// How many of the keys are forms; they come first.
const FORMS: usize = 14;

/// The forms of a value.
#[derive(Debug, Clone)]
pub enum FormKind {
    /// The value as it is.
    From(Value),
    /// As of the event, changes of the same instant included.
    AsOf(Name),
    /// Before the event.
    Before(Name),
    /// The first of the rows' values.
    First(Value),
    /// The last of the rows' values.
    Last(Value),
    /// The least of the rows' values.
    Min(Value),
    /// The greatest of the rows' values.
    Max(Value),
    /// How many.
    Count(Name),
    /// The rows' values in one text.
    Join(Value),
    /// From one moment to another.
    Duration(Vec<Value>),
    /// How long a field had one of some values.
    TimeIn(TimeIn),
    /// The time of what comes next.
    Next(Name),
    /// A literal.
    Literal(Literal),
    /// A script.
    Script(Expression),
}

/// `{ field: values }`.
#[derive(Debug, Clone)]
pub struct TimeIn {
    /// The tracked field.
    pub field: Name,
    /// The values whose time counts.
    pub test: Test,
}

impl Decode for TimeIn {
    fn expected() -> String {
        "a tracked field and its values: `{ status: $waiting }`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Mapping(entries) if entries.len() == 1 => {
                let entry = &entries[0];
                Test::decode(&entry.value, decoder).map(|test| Self { field: Name::of_key(&entry.key), test })
            }
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

impl JsonSchema for TimeIn {
    fn schema_name() -> Cow<'static, str> {
        "TimeIn".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let test = generator.subschema_for::<Test>();
        json_schema!({ "type": "object", "additionalProperties": test, "minProperties": 1, "maxProperties": 1 })
    }
}

/// The text of a `script:` key.
#[derive(Debug, Clone)]
pub struct ScriptBlock(pub Expression);

impl Decode for ScriptBlock {
    fn expected() -> String {
        "a Rhai script".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => Some(Self(Expression::of_block(scalar, node.span))),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

impl JsonSchema for ScriptBlock {
    fn schema_name() -> Cow<'static, str> {
        "Script".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A Rhai script.", "type": "string" })
    }
}

impl Decode for Value {
    fn expected() -> String {
        "a value: a column, a path, `= expression`, a list of values, or a form such as `{ first: … }`".to_owned()
    }

    fn shape() -> Shape {
        FormKeys::shape()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => match Expression::of_scalar(scalar, node.span) {
                Some(expression) => Some(Self::Expression(expression)),
                None => Name::decode(node, decoder).map(Self::Path),
            },
            Kind::Sequence(_) if decoder.is_void(node, NO_VALUE, NAME_A_VALUE) => None,
            Kind::Sequence(_) => Vec::decode(node, decoder).map(|values| Self::FirstPresent(values, node.span)),
            Kind::Mapping(_) => Form::decode(node, decoder).map(|form| Self::Form(Box::new(form))),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

impl Form {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let keys = FormKeys::decode(node, decoder)?;
        let kinds = [
            keys.from.map(FormKind::From),
            keys.as_of.map(FormKind::AsOf),
            keys.before.map(FormKind::Before),
            keys.first.map(FormKind::First),
            keys.last.map(FormKind::Last),
            keys.min.map(FormKind::Min),
            keys.max.map(FormKind::Max),
            keys.count.map(FormKind::Count),
            keys.join.map(FormKind::Join),
            keys.duration.map(FormKind::Duration),
            keys.time_in.map(FormKind::TimeIn),
            keys.next.map(FormKind::Next),
            keys.value.map(FormKind::Literal),
            keys.script.map(|block| FormKind::Script(block.0)),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let kind = kinds.next();
        if kind.is_none() || kinds.next().is_some() {
            report_kind(node, kind.is_some(), decoder);
            return None;
        }
        Some(Self {
            span: keys.span,
            keys: keys.keys,
            kind: kind?,
            condition: keys.r#where,
            distinct: keys.distinct.unwrap_or(false),
            separator: keys.separator,
            unit: keys.unit,
            calendar: keys.calendar,
            common: keys.common.map(|name| name.0),
            label: keys.label,
            docs: keys.docs,
        })
    }
}

fn report_kind(node: &Node, several: bool, decoder: &mut Decoder<'_>) {
    // A key that is there but unreadable, or unknown, is reported already.
    let written = |key: &str| node.get(key).is_some();
    let kinds = &FormKeys::KEYS[..FORMS];
    if !several && (kinds.iter().any(|key| written(key)) || !all_known(node)) {
        return;
    }
    let help = format!("use exactly one of `{}`", kinds.join("`, `"));
    let entries = node.as_mapping().unwrap_or_default();
    let mut forms = entries.iter().filter(|entry| kinds.contains(&entry.key.text.as_str()));
    let finding = match (forms.next(), forms.next()) {
        (Some(first), Some(second)) => {
            let message = format!("`{}` and `{}` are two values, and one is needed", first.key.text, second.key.text);
            Diagnostic::new(codes::CONFLICTING_KEYS, message)
                .at(second.key.span, "a second value")
                .also(first.key.span, "the first")
        }
        _ => Diagnostic::new(codes::MISSING_KEY, "nothing says where the value comes from")
            .at(crate::mapping::decode::place_of(node), "no value"),
    };
    decoder.report(finding.help(help));
}

fn all_known(node: &Node) -> bool {
    match &node.kind {
        Kind::Mapping(entries) => entries.iter().all(|entry| FormKeys::KEYS.contains(&entry.key.text.as_str())),
        _ => true,
    }
}

impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let form = generator.subschema_for::<FormKeys>();
        let each = generator.subschema_for::<Self>();
        json_schema!({
            "description": "A column, a path, `$param`, `= expression`, a list (the first that is present), or a form.",
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": each, "minItems": 1 },
                form
            ]
        })
    }
}
