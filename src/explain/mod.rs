//! Why a case looks as it does: its events with the rules and rows that gave them, and its rows that gave none.
//!
//! [`explain`] puts together what a run's trace says, where rules stand in the mapping and rows in the files;
//! [`human`](render) draws it. What it tells is what a run does: the same heart runs the case.

mod build;
mod find;
mod model;
mod offers;
mod places;
mod reasons;
mod render;

pub use find::{NotFound, find};
pub use model::{
    Attribute, Event, Explanation, Fault, FieldHistory, InFile, InMapping, Join, JoinedRow, Origin, Part, Position,
    Row, Rule, RuleNote,
};
pub use render::render;

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Files};
use crate::load::Loaded;
use crate::plan::Plan;
use crate::run::{self, RunOptions};

/// What there is to explain.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The mapping.
    pub plan: &'a Arc<Plan>,
    /// Its input.
    pub loaded: &'a Arc<Loaded>,
    /// The texts that the mapping stands in.
    pub files: &'a Files,
    /// What the run is told.
    pub options: &'a RunOptions,
}

impl Question<'_> {
    /// Explains a case, by its place among the cases.
    ///
    /// # Errors
    /// A file of the input can't be read any more.
    pub fn explain(&self, case: u32) -> Result<Explanation, Diagnostics> {
        let trace = run::trace(self.plan, self.loaded, self.options, case);
        build::explanation(self, case, trace)
    }
}
