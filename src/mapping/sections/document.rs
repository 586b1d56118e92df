//! The mapping as a whole.

use super::activity::Activity;
use super::attribute::Attributes;
use super::case::CaseNotion;
use super::column::Column;
use super::extends::Extends;
use super::param::Param;
use super::source::Source;
use super::tracked_field::TrackedField;
use crate::mapping::decode::{Decode, Decoder, Ids, Literal, Name, OneOrMany, Shape};
use crate::mapping::values::value::Value;
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::Node;

section! {
    /// A mapping: how the export of one system becomes an event log.
    Mapping is "a mapping" {
        /// The version of the language: 1.
        caseloom: Version,
        /// The mapping that this one changes: a shipped name, or a path as seen from here. All other keys are then optional.
        extends: Option<Extends>,
        /// The mapping's name.
        name: Name,
        /// The mapping's own version.
        version: Option<Name>,
        /// The system that the export comes from.
        source_system: Option<Name>,
        /// The zone of times that carry none.
        timezone: Option<Name>,
        /// What holds in the hour that daylight saving skips or repeats.
        daylight_saving: Option<DaylightSaving>,
        /// The mapping's title for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
        /// Files of Rhai functions beside the mapping that all scripts may call.
        scripts: OneOrMany<Name>,
        /// What an org may set.
        params: Ids<Param>,
        /// Where rows come from.
        sources: Ids<Source>,
        /// What a case is.
        case: CaseNotion,
        /// Which fields change over time.
        tracked_fields: Ids<TrackedField>,
        /// Open hours and holidays.
        calendars: Ids<Calendar>,
        /// What happened.
        activities: Ids<Activity>,
        /// What is to be known.
        attributes: Attributes,
        /// Other shapes of export of the same system.
        profiles: Ids<Profile>,
        /// How the log is written.
        output: Option<Output>,
    }
}

impl Mapping {
    /// Reads a mapping from its tree, reporting all that isn't right in shape.
    pub fn of_tree(tree: &Node, diagnostics: &mut crate::diagnostic::Diagnostics) -> Option<Self> {
        Self::decode(tree, &mut Decoder { diagnostics })
    }
}

/// The version of the language that a mapping is written in.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub span: crate::diagnostic::Span,
}

impl Decode for Version {
    fn expected() -> String {
        "the version of the language: `1`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let number = node.as_i64();
        if number.is_none() {
            decoder.mismatch(node, &Self::expected());
        }
        number.map(|number| Self { number, span: node.span })
    }
}

impl schemars::JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": 1 })
    }
}

section! {
    /// What holds for a time in the hour that is skipped or repeated.
    DaylightSaving is "`daylight_saving`" {
        /// A time that doesn't exist: `forward` (default), `backward` or `reject`.
        gap: Option<Name>,
        /// A time that exists twice: `earlier` (default), `later` or `reject`.
        overlap: Option<Name>,
    }
}

section! {
    /// When work is done.
    Calendar is "a calendar" {
        /// The zone of the hours.
        timezone: Name,
        /// Open hours by days: `{ mon-fri: "08:00-18:00", sat: "09:00-12:00" }`.
        open: OpenHours,
        /// Days without work.
        closed: OneOrMany<Name>,
        /// Days with hours of their own: `{ 2026-12-24: "08:00-12:00" }`.
        special: OpenHours,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

/// Hours by day: keys are days or dates, values hours.
#[derive(Debug, Clone, Default)]
pub struct OpenHours {
    /// The days and the hours of each.
    pub days: Vec<(Name, Name)>,
    /// Whether some of them couldn't be read.
    pub is_lost: bool,
}

impl Decode for OpenHours {
    fn expected() -> String {
        "hours by day: `{ mon-fri: \"08:00-18:00\" }`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let crate::yaml::Kind::Mapping(entries) = &node.kind else {
            decoder.mismatch(node, &Self::expected());
            return Some(Self { days: Vec::new(), is_lost: true });
        };
        let days = entries
            .iter()
            .filter_map(|entry| Name::decode(&entry.value, decoder).map(|hours| (Name::of_key(&entry.key), hours)));
        let days: Vec<(Name, Name)> = days.collect();
        let is_lost = days.len() < entries.len();
        Some(Self { days, is_lost })
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::Ids(|| Shape::Whole)
    }
}

impl schemars::JsonSchema for OpenHours {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OpenHours".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let hours = generator.subschema_for::<Name>();
        schemars::json_schema!({ "type": "object", "additionalProperties": hours })
    }
}

section! {
    /// A named variant of the sources, for another shape of export.
    Profile is "a profile" as PROFILE {
        /// The zone of times that carry none.
        timezone: Option<Name>,
        /// Params whose defaults differ.
        params: Ids<OneOrMany<Literal>>,
        /// What differs in each source; a source set to `off: true` isn't read.
        sources: Ids<SourceChange>,
        /// What differs in the case notion.
        case: Option<CaseNotion>,
        /// What differs in tracked fields.
        tracked_fields: Ids<TrackedField>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

section! {
    /// What a profile changes in a source: each key that stands here replaces the source's own; of `columns`, each key of a
    /// column.
    SourceChange is "a profile's source" as SOURCE_CHANGE {
        /// Whether this profile has no such source.
        off: Option<bool>,
        /// File patterns.
        files: Option<OneOrMany<Name>>,
        /// Whether an export may lack the files.
        optional: Option<bool>,
        /// What separates cells.
        delimiter: Option<Name>,
        /// The encoding.
        encoding: Option<Name>,
        /// What the lines below the rows say.
        footer: Option<OneOrMany<Name>>,
        /// Words that mean that there is no value.
        nulls: Option<OneOrMany<Literal>>,
        /// Digits beside 0 to 9 in all numbers, durations, times and dates; as in a column.
        digits: Option<OneOrMany<Name>>,
        /// What stands before the decimals of all numbers; as in a column.
        decimal: Option<Name>,
        /// What parts groups of three digits in all numbers; as in a column.
        grouping: Option<OneOrMany<Name>>,
        /// The era of the years of all times and dates: `common` or `buddhist`, in which 2567 is 2024.
        era: Option<Name>,
        /// The zone of times that carry none.
        timezone: Option<Name>,
        /// The key column.
        key: Option<Name>,
        /// The value that says which case a row belongs to.
        case: Option<Value>,
        /// The time of a row.
        at: Option<Value>,
        /// Who did it.
        by: Option<Value>,
        /// Which row comes first at the same time.
        order: Option<OneOrMany<Name>>,
        /// The column that names the field that changed.
        field: Option<Name>,
        /// The column with its value before.
        old: Option<Name>,
        /// The column with its value after.
        new: Option<Name>,
        /// Rows that say the same thing twice.
        duplicates: Option<super::source::Duplicates>,
        /// Columns that are added or replaced.
        columns: Ids<Column>,
    }
}

section! {
    /// How the log is written.
    Output is "`output`" {
        /// `seconds` (default) or `milliseconds`.
        time: Option<Name>,
        /// Labels and titles in that language, where none is asked for.
        locale: Option<Name>,
        /// The standard columns of events, in order, with their headers: `{ case_id: CaseId, timestamp: EventTime }`.
        columns: Ids<Name>,
    }
}
