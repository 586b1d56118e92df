//! Rhai scripts inside a mapping: checked when the mapping is, run in a sandbox over one case at a time.
//!
//! [`compile`] checks a script against a [`Vocabulary`] and finds what it uses; a [`Runtime`], one per thread, evaluates
//! it over a [`CaseView`]. Scripts cannot reach files, the clock or each other, and every evaluation has the same
//! [`Limits`].

mod compile;
mod error;
pub mod facts;
mod inspect;
mod library;
mod position;
mod problem;
mod run;
mod sandbox;
mod shared;
mod syntax;
mod value;
mod view;
mod vocabulary;

pub use compile::{Compiled, Form, Uses, compile};
pub use problem::{Problem, ProblemKind};
pub use run::{Runtime, ScriptError, ScriptErrorKind};
pub use sandbox::{Limits, STACK};
pub use shared::{SharedFile, SharedFunctions};
pub use value::{Duration, Kind, NoValue, Text, Time, Value};
pub use view::{CaseView, EventValue};
pub use vocabulary::{CaseNames, Namespaces, SourceNames, Variable, Vocabulary};
