//! Attributes, bound.

use super::expression::Expr;
use super::kind::ValueType;
use crate::diagnostic::Span;
use crate::mapping::Text;

/// An attribute of a case or an event.
#[derive(Debug)]
pub struct AttributePlan {
    /// Its name: the output's column.
    pub name: String,
    /// Its name for readers.
    pub label: Option<Text>,
    /// Its value; `None` for an event attribute that only single activities give.
    pub value: Option<Expr>,
    /// The type of its values.
    pub kind: ValueType,
    /// Where it stands.
    pub span: Span,
}

/// An attribute of the log.
#[derive(Debug, Clone, PartialEq)]
pub enum LogAttribute {
    /// When the data was extracted.
    ExtractedAt,
    /// The name of the source system.
    SourceSystem,
    /// A param's value.
    Param(usize),
    /// A text.
    Text(String),
}
