//! Queries that fetch the rows of a source from the system that has them.
//!
//! Their fields are those of the mapping's columns, so that they never go stale; what can't be derived stands under `extract:`.

mod fields;
mod http;
mod placeholder;
mod soql;

pub use fields::{field_of, fields, is_field};
pub use http::split_request;
pub use placeholder::{Bound, PLACEHOLDERS, Piece, UnknownPlaceholder, Window, pieces};

use crate::mapping::{Extract, Source};

/// Among the fields that are asked for: those of the columns.
pub const COLUMNS: &str = "{columns}";

/// What a query is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryKind {
    /// Salesforce's query language.
    Soql,
    /// A request to the Table API of ServiceNow.
    ServiceNow,
    /// A request to any other API.
    Http,
}

impl QueryKind {
    /// The kinds by the names that a mapping uses.
    pub const NAMES: &[(&'static str, Self)] =
        &[("soql", Self::Soql), ("servicenow", Self::ServiceNow), ("http", Self::Http)];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// What a reader knows the query's text as: `SOQL`, or a command of a shell.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Soql => "SOQL",
            Self::ServiceNow | Self::Http => "curl",
        }
    }
}

/// A query, ready but for the window of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it is written in.
    pub kind: QueryKind,
    /// Its text; no piece stands for columns any more.
    pub text: Vec<Piece>,
}

impl Query {
    /// Its text for a window of time.
    pub fn over(&self, window: &Window) -> String {
        self.text.iter().map(|piece| piece.over(window)).collect()
    }
}

/// The query that an extract of a source describes; `None` where the extract is wrong, which the check reports.
pub fn query(extract: &Extract, source: &Source) -> Option<Query> {
    let kind = QueryKind::named(&extract.query.text)?;
    let columns = fields(source);
    let asked = asked(extract, &columns);
    let filter = match &extract.filter {
        Some(filter) => with_columns(pieces(filter.text.trim()).ok()?, &columns),
        None => Vec::new(),
    };
    let text = match kind {
        QueryKind::Soql => soql::query(&extract.object.as_ref()?.text, &asked, filter),
        QueryKind::ServiceNow => http::table(&extract.object.as_ref()?.text, &asked, filter, extract)?,
        QueryKind::Http => http::request(extract)?,
    };
    Some(Query { kind, text })
}

/// The fields that are asked for: those of the columns, or those that are named, `{columns}` among them.
fn asked(extract: &Extract, columns: &[String]) -> Vec<String> {
    let own: Vec<&str> = extract.fields.0.iter().map(|name| name.text.as_str()).collect();
    let named = own.iter().filter(|name| **name != COLUMNS).map(|name| (*name).to_owned());
    match own.is_empty() || own.contains(&COLUMNS) {
        true => named.clone().chain(columns.iter().filter(|column| !own.contains(&column.as_str())).cloned()).collect(),
        false => named.collect(),
    }
}

/// Writes the columns' fields where a filter names them all.
fn with_columns(text: Vec<Piece>, columns: &[String]) -> Vec<Piece> {
    let written = |piece| match piece {
        Piece::Columns => Piece::Text(columns.join(",")),
        other => other,
    };
    text.into_iter().map(written).collect()
}
