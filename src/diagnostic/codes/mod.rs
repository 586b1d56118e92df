//! The registry: every code with its wording, one file per stage.
//!
//! To add a code, add an entry to the file of its stage, with the next free number; numbers are never used again.

use super::Code;

/// Defines the codes of one stage, as constants and as a list.
macro_rules! codes {
    (pub(super) $stage:ident; $($constant:ident = $id:literal $name:literal {
        title: $title:literal, explanation: $explanation:literal, example: $example:literal $(,)?
    })*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub const $constant: $crate::diagnostic::Code = {
                static ENTRY: $crate::diagnostic::code::Entry = $crate::diagnostic::code::Entry {
                    id: $id, name: $name, title: $title, explanation: $explanation, example: $example,
                };
                $crate::diagnostic::Code(&ENTRY)
            };
        )*

        /// The codes of this stage, in order.
        pub(super) const $stage: &[$crate::diagnostic::Code] = &[$($constant),*];
    };
}

mod advice;
mod docs;
mod infer;
mod input;
mod meaning;
mod names;
mod overlays;
mod rows;
mod run;
mod schema;
mod scripts;
mod sets;
mod syntax;
mod tests;

pub use advice::*;
pub use docs::*;
pub use infer::*;
pub use input::*;
pub use meaning::*;
pub use names::*;
pub use overlays::*;
pub use rows::*;
pub use run::*;
pub use schema::*;
pub use scripts::*;
pub use sets::*;
pub use syntax::*;
pub use tests::*;

/// All codes, stage by stage.
pub(super) const STAGES: &[&[Code]] =
    &[SYNTAX, SCHEMA, NAMES, MEANING, SCRIPTS, ADVICE, INPUT, ROWS, RUN, SETS, OVERLAYS, TESTS, DOCS, INFER];
