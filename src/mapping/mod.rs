//! A mapping as it is written: the language's types, each with the place it was read from.
//!
//! Nothing here knows yet whether a name means anything; that is [`crate::check`]'s task.

#[macro_use]
pub mod decode;
mod sections;
mod values;

pub use sections::activity::{Activity, Deadline, Rule, SHARED_KEYS};
pub use sections::attribute::{Attribute, Attributes};
pub use sections::case::{CaseNotion, SameCase};
pub use sections::column::{Column, ColumnForm, RefersTo};
pub use sections::document::{Calendar, DaylightSaving, Mapping, OpenHours, Output, Profile, SourceChange};
pub use sections::extends::Extends;
pub use sections::extract::Extract;
pub use sections::param::{Param, ParamType};
pub use sections::set::{MappingSet, Member};
pub use sections::source::{Duplicates, Inline, Source};
pub use sections::tracked_field::TrackedField;
pub use values::condition::{Clause, Condition, Operator, Test};
pub use values::expression::Expression;
pub use values::language;
pub use values::value::{Form, FormKind, TimeIn, Value};
pub use values::words::{Docs, DocsForm, Text, docs_shape, is_text_by_language};
