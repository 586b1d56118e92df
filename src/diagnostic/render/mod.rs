//! Drawing of diagnostics: one file per format.

mod excerpts;
mod folders;
pub mod github;
pub mod human;
pub mod json;
mod printable;
mod region;
mod report;
pub mod sarif;

pub use folders::Folders;
pub use printable::printable;
pub use report::{Findings, Report, Stop};
