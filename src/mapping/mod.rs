//! A mapping as it is written: the language's types, each with the place it was read from.
//!
//! Nothing here knows yet whether a name means anything; that is [`crate::check`]'s task.

#[macro_use]
pub mod decode;
mod activity;
mod attribute;
mod case;
mod column;
mod condition;
mod document;
mod expression;
mod language;
mod param;
mod source;
mod tracked_field;
mod value;
mod words;

pub use activity::{Activity, Deadline, Rule};
pub use attribute::{Attribute, Attributes};
pub use case::{CaseNotion, SameCase};
pub use column::{Column, ColumnForm, RefersTo};
pub use condition::{Clause, Condition, Operator, Test};
pub use document::{Calendar, DaylightSaving, Mapping, OpenHours, Output, Profile, SourceChange};
pub use expression::Expression;
pub use param::{Param, ParamType};
pub use source::{Duplicates, Inline, Source};
pub use tracked_field::TrackedField;
pub use value::{Form, FormKind, TimeIn, Value};
pub use words::{Docs, Text};
