//! Attributes: what an analyst wants to know of the log, a case or an event.

use crate::mapping::decode::Ids;
use crate::mapping::values::value::Value;

/// An attribute is a value; its label and docs stand in the value's form.
pub type Attribute = Value;

section! {
    /// Attributes by what they describe.
    Attributes is "attributes" {
        /// Of the whole log.
        log: Ids<Attribute>,
        /// Of each case.
        case: Ids<Attribute>,
        /// Of each event.
        event: Ids<Attribute>,
    }
}
