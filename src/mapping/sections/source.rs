//! Sources: where rows come from.

use schemars::JsonSchema;

use super::column::Column;
use super::document::DaylightSaving;
use super::extract::Extracts;
use crate::mapping::decode::{Decode, Decoder, Ids, Literal, Name, OneOrMany};
use crate::mapping::values::condition::Condition;
use crate::mapping::values::value::Value;
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::{Key, Kind, Node};

section! {
    /// One table of the export, and what its rows mean.
    Source is "a source" as SOURCE {
        /// File patterns below the input folder; several files are one table.
        files: OneOrMany<Name>,
        /// Rows written in the mapping itself, instead of files.
        inline: Option<Inline>,
        /// `csv` or `json`; by default what the files' names end in.
        format: Option<Name>,
        /// The source in whose records the rows stand, instead of files: a level of nested JSON.
        r#in: Option<Name>,
        /// JSON: the path to the rows, from the document or the record above; of several the first that is there. An array
        /// gives a row for each element; `.` is the document itself.
        rows: OneOrMany<Name>,
        /// Whether an export may lack the files, or the level.
        optional: Option<bool>,
        /// What separates cells: `,`, `;`, `tab`, `|`; by default what the header shows.
        delimiter: Option<Name>,
        /// `utf-8`, `utf-16` or `windows-1252`; by default the byte order mark's, else UTF-8.
        encoding: Option<Name>,
        /// CSV: what the lines below the rows say, such as `Copyright *`; `*` is any text. Such lines are no rows.
        footer: OneOrMany<Name>,
        /// Words that mean that there is no value, beside an empty cell.
        nulls: OneOrMany<Literal>,
        /// Digits beside 0 to 9 in all numbers, durations, times and dates; as in a column.
        digits: OneOrMany<Name>,
        /// What stands before the decimals of all numbers; as in a column.
        decimal: Option<Name>,
        /// What parts groups of three digits in all numbers; as in a column.
        grouping: OneOrMany<Name>,
        /// The era of the years of all times and dates: `common` or `buddhist`, in which 2567 is 2024.
        era: Option<Name>,
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
        /// How the rows are fetched from the system, as `caseloom docs` tells it.
        extract: Extracts,
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
        /// The row with the greatest value stays; of equals that with the greatest in the next column.
        last_by: OneOrMany<Name>,
        /// Values that the row that stays takes from the row that goes: `{ OldName: OldValue }`. A name on the left that no
        /// column has becomes one.
        take: Ids<Name>,
    }
}

impl Source {
    /// Columns that aren't declared, and only take their values from duplicates: their names, and those of the columns
    /// that give them theirs.
    pub fn taken(&self) -> impl Iterator<Item = (&Key, &Name)> {
        let taken = self.duplicates.iter().flat_map(|duplicates| duplicates.take.iter());
        let is_declared = |name: &str| self.columns.find(name).is_some() || self.columns.is_unreadable(name);
        taken.filter(move |(key, _)| !is_declared(&key.text)).map(|(key, from)| (key, from))
    }

    /// The names of all columns, in the order in which they are counted.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.names().chain(self.taken().map(|(key, _)| key.text.as_str()))
    }

    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        let taken = || self.taken().position(|(key, _)| key.text == name).map(|index| self.columns.len() + index);
        self.columns.find(name).map(|(index, _)| index).or_else(taken)
    }
}

/// Rows written in the mapping: `[ { channel: voice, within: 10m }, … ]`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(transparent)]
pub struct Inline(#[schemars(with = "Vec<std::collections::BTreeMap<String, Literal>>")] pub Vec<Ids<Literal>>);

impl Decode for Inline {
    fn expected() -> String {
        "a list of rows: `- { channel: voice, within: 10m }`".to_owned()
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
