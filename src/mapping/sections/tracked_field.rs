//! Tracked fields: values that change over a case's life.

use super::param::ScaleSteps;
use crate::mapping::decode::{Name, OneOrMany};
use crate::mapping::values::value::Value;
use crate::mapping::values::words::{Docs, Text};

section! {
    /// A field whose value changes over time.
    TrackedField is "a tracked field" {
        /// The source whose rows tell of changes.
        source: Name,
        /// In a change log, the names under which the field appears.
        field: OneOrMany<Name>,
        /// The column with the value after; by default the source's `new`.
        new: Option<Name>,
        /// The column with the value before; by default the source's `old`, else the row before.
        old: Option<Name>,
        /// The value that holds now, where the export has it.
        current: Option<Value>,
        /// The sources whose key the value is.
        refers_to: OneOrMany<Name>,
        /// The values from lowest to highest: a list, or a param of type `scale`.
        scale: Option<ScaleSteps>,
        /// The values' type; `text` by default.
        r#type: Option<Name>,
        /// `value`: an empty cell is a value like others; `skip`: it says nothing.
        nulls: Option<Name>,
        /// `value`: the first row of a case sets the value; `change`: it is a change too.
        first_row: Option<Name>,
        /// The field's name for readers.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}
