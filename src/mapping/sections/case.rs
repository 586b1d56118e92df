//! The case notion: what a case is.

use crate::mapping::decode::{Literal, Name, OneOrMany};
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
        /// Records that are one case though they don't name the same: a customer who comes back with the same issue.
        same_case: Option<SameCase>,
        /// Activities with which a case begins, for `coverage`; by default what the record's own row gives.
        begins: OneOrMany<Name>,
        /// Activities with which a case ends, for `coverage`; by default the one that most cases end with.
        ends: OneOrMany<Name>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

section! {
    /// One case from several records: rows of a source that have the same values, and follow each other closely.
    SameCase is "a rule for one case from several records" {
        /// The source whose rows join their cases.
        source: Name,
        /// The values in which the rows are equal, none of them null: columns, or lists (the first that is present).
        same: OneOrMany<Value>,
        /// When a row ends; by default, and where that is null, its `at`.
        until: Option<Value>,
        /// How long after the latest end before it a row may begin.
        within: Name,
        /// What more cases than that have in common within one `within` stands for nobody in particular, and joins none.
        at_most: Option<Literal>,
    }
}
