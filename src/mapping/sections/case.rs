//! The case notion: what a case is.

use crate::mapping::decode::Name;
use crate::mapping::values::condition::Condition;
use crate::mapping::values::value::Value;
use crate::mapping::values::words::Docs;

section! {
    /// What a case is, and how it is called.
    CaseNotion is "the case notion" {
        /// The source with one row per case; without it, a case is what the rows name.
        record: Option<Name>,
        /// How a case is called in the output; by default its key.
        id: Option<Value>,
        /// Rows whose case has no record: `quarantine` or `keep`.
        orphans: Option<Name>,
        /// Which cases go into the log.
        keep_if: Option<Condition>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}
