//! Extracts: how the rows of a source are fetched from the system that has them.

use schemars::JsonSchema;

use crate::mapping::decode::{Decode, Decoder, Name, OneOrMany};
use crate::mapping::values::words::Text;
use crate::yaml::Node;

section! {
    /// A query that fetches a source's rows, as `caseloom docs` prints it: its fields are those of the source's columns.
    Extract is "an extract" {
        /// What the query is written in: `soql`, `servicenow` (the Table API) or `http`.
        query: Name,
        /// The query's title, where a source has several.
        label: Option<Text>,
        /// `soql`, `servicenow`: the object, or the table.
        object: Option<Name>,
        /// `soql`, `servicenow`: the fields that are asked for; by default `{columns}`, those of the columns: of each the first
        /// header that can be a field's name.
        fields: OneOrMany<Name>,
        /// `soql`, `servicenow`: the condition, in the query's own language. `{since}` and `{before}` stand for the days of the
        /// window of time, `{since:%Y/%m/%d}` writes them otherwise, `{columns}` for the names of the columns' fields.
        filter: Option<Name>,
        /// `http`: method and address, such as `GET https://api.example.com/v1/calls`.
        request: Option<Name>,
        /// `http`: headers beside the authorization, such as `Accept: application/json`.
        headers: OneOrMany<Name>,
        /// `servicenow`, `http`: parameters such as `page=1`, as they are before they are encoded.
        parameters: OneOrMany<Name>,
        /// `http`: the body, of JSON.
        body: Option<Name>,
        /// What its user should know.
        notes: OneOrMany<Text>,
        /// The system's own documentation of it.
        reference: Option<Name>,
    }
}

/// The extracts of a source: one, or a list. One is a group by itself, so that what an overlay says replaces them all.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(transparent)]
pub struct Extracts(#[schemars(with = "OneOrMany<Extract>")] pub Vec<Extract>);

impl Decode for Extracts {
    fn expected() -> String {
        OneOrMany::<Extract>::expected()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        OneOrMany::decode(node, decoder).map(|many| Self(many.0))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}
