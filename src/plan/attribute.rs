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
    /// Its column in a log of several systems, where that isn't its name.
    pub common: Option<String>,
    /// Its name for readers.
    pub label: Option<Text>,
    /// Its value; `None` for an event attribute that only single activities give.
    pub value: Option<Expr>,
    /// The type of its values.
    pub kind: ValueType,
    /// Where it stands.
    pub span: Span,
}

impl AttributePlan {
    /// Its column in a log of several systems.
    pub fn column(&self) -> &str {
        self.common.as_deref().unwrap_or(&self.name)
    }
}

/// An attribute of the log.
#[derive(Debug)]
pub struct LogAttributePlan {
    /// Its name.
    pub name: String,
    /// Its name in a log of several systems, where that is another.
    pub common: Option<String>,
    /// Its name for readers.
    pub label: Option<Text>,
    /// Its value.
    pub value: LogAttribute,
    /// Where it stands.
    pub span: Span,
}

impl LogAttributePlan {
    /// Its name in a log of several systems.
    pub fn column(&self) -> &str {
        self.common.as_deref().unwrap_or(&self.name)
    }
}

/// The value of an attribute of the log.
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
