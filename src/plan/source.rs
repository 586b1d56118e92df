//! Sources and columns, bound.

use super::condition::Condition;
use super::expression::Expr;
use super::kind::ValueType;
use crate::diagnostic::Span;
use crate::read::Encoding;
use crate::time::{DateFormat, DstPolicy, DurationFormat, TimeFormat, TimeOfDayFormat, Zone};

/// A source: where its rows come from and what is read of them.
#[derive(Debug)]
pub struct SourcePlan {
    /// Its id.
    pub id: String,
    /// File patterns; empty where the rows stand in the mapping.
    pub files: Vec<String>,
    /// Rows that stand in the mapping.
    pub inline: Option<InlineRows>,
    /// Whether an export may lack the files.
    pub optional: bool,
    /// The delimiter, `None`: what the header shows.
    pub delimiter: Option<u8>,
    /// The encoding, `None`: what the file shows.
    pub encoding: Option<Encoding>,
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
    /// Words per row, all stored columns and the row's number together.
    pub stride: usize,
    /// Where the source stands in the mapping.
    pub span: Span,
}

/// Rows written in the mapping: a cell per column, in the columns' order.
#[derive(Debug, Clone)]
pub struct InlineRows {
    /// Cells as text; `None` is null.
    pub rows: Vec<Vec<Option<String>>>,
    /// Where each row stands.
    pub spans: Vec<Span>,
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
        /// Whether files may lack it.
        optional: bool,
        /// How a cell is read.
        reader: CellReader,
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
    /// A value over the row's other columns.
    Computed(Expr),
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
    /// The form of durations.
    pub duration: Option<DurationFormat>,
    /// What separates the members of a list.
    pub separator: Option<String>,
    /// What is made of texts.
    pub text: TextForm,
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
    /// The row with the greatest value stays.
    pub last_by: Option<usize>,
    /// Columns that a row that stays takes (first) from the row that goes (second).
    pub take: Vec<(usize, usize)>,
}
