//! Drawing of diagnostics: one file per format.

mod excerpts;
pub mod human;
pub mod json;
