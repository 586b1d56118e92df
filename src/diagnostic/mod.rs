//! Diagnostics as data: what was found, where, and what to do about it.
//!
//! A [`Diagnostic`] carries a stable [`Code`], a message, labelled places and a help. The wording that belongs to a code
//! stands in [`codes`], drawing in [`render`]; whoever finds a problem only fills in the particulars.

mod code;
pub mod codes;
mod collection;
mod files;
pub mod lookalike;
mod model;
pub mod nearest;
pub mod render;
pub mod system;

pub use code::{Code, Severity};
pub use collection::Diagnostics;
pub use files::{FileId, Files, Span, Unit};
pub use model::{Diagnostic, Excerpt, Label, Place};
