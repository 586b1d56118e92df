//! Columns: what a cell is.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use crate::mapping::decode::{Decode, Decoder, Ids, KeyForm, Literal, Name, OneOrMany, Shape};
use crate::mapping::values::condition::Condition;
use crate::mapping::values::expression::Expression;
use crate::mapping::values::value::{Form, FormKind, ScriptBlock, Value};
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::{Kind, Node};

/// A column: a type's name, `= expression`, or the keys.
#[derive(Debug, Clone)]
pub enum Column {
    /// `Status: text`.
    Type(Name),
    /// `ended: "= closedAt ?? startedDate + handledTime"`.
    Expression(Expression),
    /// With keys.
    Form(Box<ColumnForm>),
}

section! {
    /// A column with its keys.
    ColumnForm is "a column" as COLUMN {
        /// The type: `id`, `salesforce_id`, `text`, `phone`, `mail`, `integer`, `number`, `boolean`, `timestamp`, `date`, `time_of_day`, `duration` or `list`.
        r#type: Option<Name>,
        /// The header, or several: the first that is there. `X#2` is the second column headed X. By default the id. In JSON a
        /// path: `a.b`, `a[0]`, `a[].b`, `"a.b"`, `.` for the row itself.
        header: OneOrMany<Name>,
        /// Whether an export may lack the column; its values are then null.
        optional: Option<bool>,
        /// The sources whose key this is; the first that has it is meant.
        refers_to: RefersTo,
        /// How times are written: `iso8601`, `epoch_s`, `epoch_ms`, or patterns such as `%d/%m/%Y %H:%M`. Of durations: `clock`,
        /// `iso8601`, or the unit of a plain number: `ms`, `s`, `m`, `h`, `d`. The first that fits counts.
        formats: OneOrMany<Name>,
        /// The zone of times that carry none.
        timezone: Option<Name>,
        /// Other spellings of a value: `{ Draft: ["5", Draft] }`.
        values: Option<Ids<Spellings>>,
        /// What becomes of texts that `values` doesn't list: they `pass` (default), or pass with a warning (`warn`).
        others: Option<Name>,
        /// The words of a boolean: `{ true: [yes, 1], false: [no, 0] }`.
        words: Option<BooleanWords>,
        /// The country as whose telephone numbers those without a calling code are read: `TH`.
        country: Option<Name>,
        /// The unit of a duration written as a plain number: `ms`, `s`, `m`, `h` or `d`.
        unit: Option<Name>,
        /// Digits beside 0 to 9 in numbers, durations, times and dates: `thai`, `fullwidth` (with signs such as `：`), `arabic`,
        /// `persian`, `devanagari`, `khmer`, `lao` and others, or `any`.
        digits: OneOrMany<Name>,
        /// What stands before the decimals of a number, or of a duration that is one: `.`, `,` or `٫`. Where it is given, groups of
        /// three digits may be parted, too: `decimal: ","` reads `1234,5`, `1.234,5` and `1 234,5`. A JSON number always has a point.
        decimal: Option<Name>,
        /// What parts groups of three digits: one or more of `.`, `,`, `space` (no-break and narrow ones, too), `'`, `_`, `٬`; `none`.
        /// Where only it is given, a point stands before decimals, or a comma where the point parts groups.
        grouping: OneOrMany<Name>,
        /// The era of the years of times and dates: `common` or `buddhist`, in which 2567 is 2024.
        era: Option<Name>,
        /// Words that mean that there is no value, beside an empty cell.
        nulls: Option<OneOrMany<Literal>>,
        /// What separates the members of a list (`;` by default), or joined values.
        separator: Option<Name>,
        /// `record`: how many bytes the row's record of JSON has.
        size: Option<Name>,
        /// The column with the date of a timestamp that is written in two columns.
        date: Option<Name>,
        /// The column with the time of day of such a timestamp.
        time: Option<Name>,
        /// The timestamp near which the day of such a timestamp is chosen.
        nearest: Option<Name>,
        /// The value from there: a path or another form, instead of a cell.
        from: Option<Value>,
        /// The value of the first row below, at a level of nested JSON: `first: participant.purpose`.
        first: Option<Value>,
        /// That of the last row below.
        last: Option<Value>,
        /// The least value of the rows below.
        min: Option<Value>,
        /// The greatest value of the rows below.
        max: Option<Value>,
        /// How many rows below, or values of them.
        count: Option<Name>,
        /// The values of the rows below in one text.
        join: Option<Value>,
        /// Which of the rows below count.
        r#where: Option<Condition>,
        /// Whether equal values of the rows below count once.
        distinct: Option<bool>,
        /// A longer Rhai script that computes the column.
        script: Option<ScriptBlock>,
        /// The column's name for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

impl ColumnForm {
    /// Whether the column's values stand in cells of the export, or at paths of its records, and aren't computed.
    pub fn is_cell(&self) -> bool {
        let is_computed = self.from.is_some() || self.script.is_some() || self.size.is_some() || self.date.is_some();
        !is_computed && self.time.is_none() && self.fold().is_none()
    }

    /// What becomes of the rows below, where the column says it.
    pub fn fold(&self) -> Option<Form> {
        let of_value = |value: &Option<Value>, kind: fn(Value) -> FormKind| value.clone().map(kind);
        let kinds = [
            of_value(&self.first, FormKind::First),
            of_value(&self.last, FormKind::Last),
            of_value(&self.min, FormKind::Min),
            of_value(&self.max, FormKind::Max),
            self.count.clone().map(FormKind::Count),
            of_value(&self.join, FormKind::Join),
        ];
        Some(Form {
            span: self.span,
            keys: self.keys.clone(),
            kind: kinds.into_iter().flatten().next()?,
            condition: self.r#where.clone(),
            distinct: self.distinct.unwrap_or(false),
            separator: self.separator.clone(),
            unit: None,
            calendar: None,
            common: None,
            label: None,
            docs: None,
        })
    }
}

section! {
    /// The words of a boolean.
    BooleanWords is "the words of a boolean" {
        /// What is read as true.
        r#true: OneOrMany<Literal>,
        /// What is read as false.
        r#false: OneOrMany<Literal>,
    }
}

impl Column {
    /// The sources that it refers to.
    pub fn references(&self) -> &[Name] {
        match self {
            Self::Form(form) => &form.refers_to.0,
            _ => &[],
        }
    }
}

/// The spellings of a value in the data: one, or a list.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(transparent)]
pub struct Spellings(pub OneOrMany<Literal>);

impl Decode for Spellings {
    fn expected() -> String {
        OneOrMany::<Literal>::expected()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        OneOrMany::decode(node, decoder).map(Self)
    }

    fn key_form() -> KeyForm {
        KeyForm::Value
    }

    fn shape() -> Shape {
        Shape::List
    }
}

/// The sources that a column refers to.
pub type RefersTo = OneOrMany<Name>;

impl Decode for Column {
    fn expected() -> String {
        "a column: a type such as `text`, `= expression`, or keys such as `{ type: timestamp, header: … }`".to_owned()
    }

    fn shape() -> Shape {
        ColumnForm::shape()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => match Expression::of_scalar(scalar, node.span) {
                Some(expression) => Some(Self::Expression(expression)),
                None => Name::decode(node, decoder).map(Self::Type),
            },
            Kind::Mapping(_) => ColumnForm::decode(node, decoder).map(|form| Self::Form(Box::new(form))),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}

/// The types' names.
pub const COLUMN_TYPES: &[&str] = &[
    "id",
    "salesforce_id",
    "text",
    "phone",
    "mail",
    "integer",
    "number",
    "boolean",
    "timestamp",
    "date",
    "time_of_day",
    "duration",
    "list",
];

impl JsonSchema for Column {
    fn schema_name() -> Cow<'static, str> {
        "Column".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let form = generator.subschema_for::<ColumnForm>();
        json_schema!({
            "description": "A type, `= expression`, or the column's keys.",
            "anyOf": [{ "enum": COLUMN_TYPES }, { "type": "string", "pattern": "^=" }, form]
        })
    }
}
