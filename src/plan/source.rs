//! Sources and columns, bound.

use super::condition::Condition;
use super::expression::Expr;
use super::kind::ValueType;
use crate::diagnostic::Span;
use crate::read::Encoding;
use crate::read::csv::LinePattern;
use crate::read::json::JsonPath;
use crate::time::{DateFormat, DstPolicy, DurationFormat, TimeFormat, TimeOfDayFormat, Zone};
use crate::writing::Writing;

/// A source: where its rows come from and what is read of them.
#[derive(Debug)]
pub struct SourcePlan {
    /// Its id.
    pub id: String,
    /// File patterns; empty where the rows stand in the mapping.
    pub files: Vec<String>,
    /// Rows that stand in the mapping.
    pub inline: Option<InlineRows>,
    /// How the files are written; `None`: what their names end in.
    pub format: Option<FileFormat>,
    /// The paths to the records in a document of JSON, the first that is there counts; in a level, from the record above.
    /// Empty: the document itself.
    pub rows: Vec<JsonPath>,
    /// Where the source is a level of nested JSON.
    pub level: Option<LevelPlan>,
    /// The levels below, in an order in which each stands behind the one above it; only where the source is no level.
    pub levels: Vec<usize>,
    /// The columns of the source and of the levels below that don't come from cells, each with its source, in the order in
    /// which they are computed; only where there are levels.
    pub family_order: Vec<(usize, usize)>,
    /// Whether an export may lack the files, or the level.
    pub optional: bool,
    /// The delimiter, `None`: what the header shows.
    pub delimiter: Option<u8>,
    /// The encoding, `None`: what the file shows.
    pub encoding: Option<Encoding>,
    /// What lines below the rows say.
    pub footer: Vec<LinePattern>,
    /// The columns, in the mapping's order. Only those with a `place` are stored.
    pub columns: Vec<ColumnPlan>,
    /// The columns whose values don't come from cells, in the order in which they are computed.
    pub compute_order: Vec<usize>,
    /// The column by which others refer to a row; its cells are interned.
    pub key: Option<usize>,
    /// The value that says which case a row belongs to.
    pub case: Option<Expr>,
    /// The time of a row.
    pub at: Option<Expr>,
    /// Who did it.
    pub by: Option<Expr>,
    /// The order of rows within a case.
    pub order: OrderPlan,
    /// Which rows are read at all.
    pub filter: Option<Condition>,
    /// The column that names the changed field.
    pub field: Option<usize>,
    /// Rows that say the same thing twice.
    pub duplicates: Option<DuplicatesPlan>,
    /// Whether other sources refer to its rows, or a param reads them: then it is loaded whole, before the others.
    pub is_lookup: bool,
    /// Whether anything needs it: a source that nothing uses isn't read.
    pub is_used: bool,
    /// Whether something asks for its rows of a case as a whole, or for a row's neighbours: then all of them matter.
    pub is_surveyed: bool,
    /// Where a row that others stand in keeps a hash of its record, so that records that differ only there have an order;
    /// `None`: nothing asks for one.
    pub hash_place: Option<usize>,
    /// Words per row, all stored columns and the row's number together.
    pub stride: usize,
    /// Where the source stands in the mapping.
    pub span: Span,
}

/// How files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Rows of cells below a header.
    Csv,
    /// Documents.
    Json,
}

impl FileFormat {
    /// The formats by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] = &[("csv", Self::Csv), ("json", Self::Json)];
}

/// A source whose rows stand in the records of another.
#[derive(Debug, Clone)]
pub struct LevelPlan {
    /// The levels above, from the nearest to the source with the files. A row keeps the number of its row there.
    pub above: Vec<Above>,
    /// Where a row keeps its place among the level's rows of the whole record.
    pub ordinal_place: usize,
}

/// A level above.
#[derive(Debug, Clone, Copy)]
pub struct Above {
    /// The source.
    pub source: usize,
    /// Where a row keeps the number of its row there; `None`: nothing needs it.
    pub place: Option<usize>,
}

impl LevelPlan {
    /// The level right above.
    pub fn parent(&self) -> usize {
        self.above.first().map_or(usize::MAX, |above| above.source)
    }

    /// The source with the files.
    pub fn root(&self) -> usize {
        self.above.last().map_or(usize::MAX, |above| above.source)
    }
}

/// Rows written in the mapping: a cell per column, in the columns' order.
#[derive(Debug, Clone, Default)]
pub struct InlineRows {
    /// Cells; `None` is null.
    pub rows: Vec<Vec<Option<InlineCell>>>,
    /// Where each row stands.
    pub spans: Vec<Span>,
}

/// A literal in a row written in the mapping.
#[derive(Debug, Clone)]
pub struct InlineCell {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// How rows of a source follow each other within a case.
#[derive(Debug, Default)]
pub struct OrderPlan {
    /// The file's own order is the truth.
    pub by_row: bool,
    /// Then, after `at`, these columns; then the row's content.
    pub columns: Vec<usize>,
}

/// A column.
#[derive(Debug)]
pub struct ColumnPlan {
    /// Its id.
    pub id: String,
    /// The type of its values.
    pub kind: ValueType,
    /// Where its values come from.
    pub from: ColumnFrom,
    /// The sources whose key it is, in order of preference.
    pub refers_to: Vec<usize>,
    /// Where a row keeps its value; `None`: nothing needs it after the row was read.
    pub place: Option<usize>,
    /// Where a row keeps the row that it refers to; `None`: nothing follows the reference.
    pub reference_place: Option<usize>,
    /// A text that is only compared for order and written: kept as bytes, not interned.
    pub is_carried: bool,
    /// Where the column stands in the mapping.
    pub span: Span,
}

/// Where a column's values come from.
#[derive(Debug)]
pub enum ColumnFrom {
    /// A cell of the file.
    Cell {
        /// The headers, the first that is there counts; `X#2` is the second column headed X.
        headers: Vec<String>,
        /// In JSON: the paths, the first that leads to a value counts.
        paths: Vec<JsonPath>,
        /// Whether files may lack it.
        optional: bool,
        /// How a cell is read.
        reader: Box<CellReader>,
    },
    /// A date column and a column with the time of day.
    DateAndTime {
        /// The column with the date.
        date: usize,
        /// The column with the time of day.
        time: usize,
        /// The time near which the day is chosen.
        nearest: Option<usize>,
        /// The zone.
        local: LocalTime,
    },
    /// A value over the row's other columns, or over the rows below.
    Computed(Expr),
    /// That of the row above, at a level above: nobody declares such columns, paths lead to them.
    Inherited {
        /// The level above.
        source: usize,
        /// The column there.
        column: usize,
    },
    /// How many bytes the row's record has.
    Size,
    /// Null, but where a duplicate that goes gives it a value.
    Taken,
}

/// How a cell becomes a value.
#[derive(Debug, Clone, Default)]
pub struct CellReader {
    /// Cells that mean null, beside empty ones.
    pub nulls: Vec<String>,
    /// Other spellings: as found, as meant.
    pub spellings: Vec<(String, String)>,
    /// Whether a warning names the values that `spellings` doesn't list.
    pub warns_of_others: bool,
    /// Formats of times, tried in order.
    pub formats: Vec<TimeFormat>,
    /// Formats of dates.
    pub date_formats: Vec<DateFormat>,
    /// Formats of times of day.
    pub time_of_day_formats: Vec<TimeOfDayFormat>,
    /// The zone of times that carry none.
    pub local: LocalTime,
    /// Words of true and of false.
    pub words: Option<(Vec<String>, Vec<String>)>,
    /// Forms of durations, tried in order.
    pub durations: Vec<DurationFormat>,
    /// What separates the members of a list.
    pub separator: Option<String>,
    /// What is made of texts.
    pub text: TextForm,
    /// How numbers and times are written, where that isn't as programs do.
    pub writing: Option<Writing>,
}

/// What is made of texts, so that what means the same is equal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TextForm {
    /// They stay as they are.
    #[default]
    Plain,
    /// 15- and 18-character Salesforce ids are made equal.
    SalesforceId,
    /// Telephone numbers, as dialled in a country (ISO 3166), become E.164.
    Phone(Option<String>),
    /// Mail addresses.
    Mail,
}

/// How a wall clock becomes a moment.
#[derive(Debug, Clone, Default)]
pub struct LocalTime {
    /// The zone of times that carry none; `None` where the mapping names none: the run may give one.
    pub zone: Option<Zone>,
    /// What holds in a gap or an overlap.
    pub policy: DstPolicy,
}

/// Rows that say the same thing twice.
#[derive(Debug)]
pub struct DuplicatesPlan {
    /// Rows equal in these columns are a group; empty: equal in every declared column.
    pub same: Vec<usize>,
    /// The first of these that any row meets decides: all rows that meet it stay.
    pub keep: Vec<Condition>,
    /// The row with the greatest value stays; of equals that with the greatest in the next column.
    pub last_by: Vec<usize>,
    /// Columns that a row that stays takes (first) from the row that goes (second).
    pub take: Vec<(usize, usize)>,
}
