//! From the files of one source to rows.

mod by_column;
mod csv_file;
mod footer;
mod inline;
mod joining;
mod json;
mod needs;
mod part;
mod problem;
mod reader;
mod source;
mod values;
mod worker;

pub use inline::{LiteralReader, read_inline, unreadable_row};
pub use json::{BreaksOff, FamilyReader, FamilyRows, Located, fetch, keys_at};
pub use needs::Needs;
pub use part::{Part, Problem, ReferenceCount};
pub use problem::{quoted, script_failed};
pub use reader::{Context, Program, SourceReader, Watched};
pub use source::{Naive, SourceRows, read_family, read_files};
pub use values::scope::{StoredRow, StoredTable};
pub use values::script::ScriptRun;
