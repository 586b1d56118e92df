//! Sources: where rows come from.

use schemars::JsonSchema;

use super::column::Column;
use super::condition::Condition;
use super::decode::{Decode, Decoder, Ids, Literal, Name, OneOrMany};
use super::document::DaylightSaving;
use super::value::Value;
use super::words::{Docs, Text};
use crate::yaml::{Kind, Node};

section! {
    /// One table of the export, and what its rows mean.
    Source is "a source" {
        /// File patterns below the input folder; several files are one table.
        files: OneOrMany<Name>,
        /// Rows written in the mapping itself, instead of files.
        inline: Option<Inline>,
        /// Whether an export may lack the files.
        optional: Option<bool>,
        /// What separates cells: `,`, `;`, `tab`, `|`; by default what the header shows.
        delimiter: Option<Name>,
        /// `utf-8`, `utf-16` or `windows-1252`; by default the byte order mark's, else UTF-8.
        encoding: Option<Name>,
        /// Words that mean that there is no value, beside an empty cell.
        nulls: OneOrMany<Literal>,
        /// The zone of times that carry none.
        timezone: Option<Name>,
        /// What holds in the hour that daylight saving skips or repeats.
        daylight_saving: Option<DaylightSaving>,
        /// The column by which other rows refer to a row of this source.
        key: Option<Name>,
        /// The value that says which case a row belongs to.
        case: Option<Value>,
        /// The time of a row.
        at: Option<Value>,
        /// Who did it: the event's resource.
        by: Option<Value>,
        /// Which row comes first at the same time: columns, or `row` for the file's own order.
        order: OneOrMany<Name>,
        /// Which rows are read at all; the others are counted as filtered.
        r#where: Option<Condition>,
        /// A change log: the column that names the field that changed,
        field: Option<Name>,
        /// the column with its value before,
        old: Option<Name>,
        /// and the column with its value after.
        new: Option<Name>,
        /// Rows that say the same thing twice.
        duplicates: Option<Duplicates>,
        /// The columns that are read, by the ids that the mapping gives them.
        columns: Ids<Column>,
        /// The source's name for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

section! {
    /// Which rows are one, and which of them stay.
    Duplicates is "duplicates" {
        /// Rows equal in these columns are a group.
        same: OneOrMany<Name>,
        /// The first of these conditions that any row of the group meets decides: all rows that meet it stay.
        keep: OneOrMany<Condition>,
        /// The row with the greatest value stays.
        last_by: Option<Name>,
        /// Values that the row that stays takes from the row that goes: `{ OldName: OldValue }`.
        take: Ids<Name>,
    }
}

/// Rows written in the mapping: `[ { channel: voice, within: 10m }, … ]`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(transparent)]
pub struct Inline(#[schemars(with = "Vec<std::collections::BTreeMap<String, Literal>>")] pub Vec<Ids<Literal>>);

impl Decode for Inline {
    fn expected() -> String {
        "a list of rows such as `{ channel: voice, within: 10m }`".to_owned()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Sequence(_) => Vec::decode(node, decoder).map(Self),
            _ => {
                decoder.mismatch(node, &Self::expected());
                None
            }
        }
    }
}
