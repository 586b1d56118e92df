//! From a folder of exports to the start of a mapping: `caseloom init`.
//!
//! `survey` looks at the first rows of every table, `recognise` finds the mapping whose files and headers they are, and
//! `overlay` writes what differs from it. Where no mapping fits, `first` writes one from the columns alone. `words` and
//! `column` say what headers, statuses and values look like. What decides is counted over whole columns; what is inferred
//! and what can't be is said in the text that is written, so that nobody has to trust a guess.

pub mod column;
mod first;
mod overlay;
mod page;
mod people;
mod recognise;
pub mod survey;
pub mod words;

pub use first::{NoCase, Why, first_mapping};
pub use overlay::overlay;
pub use recognise::{Fit, Nearest, Recognised, recognise};

use crate::plan::Plan;
use crate::yaml::Node;

/// A mapping that an export may be of, under one of its profiles.
#[derive(Debug)]
pub struct Base {
    /// How an overlay names it: a shipped name, or a path.
    pub name: String,
    /// The profile in force.
    pub profile: Option<String>,
    /// The mapping as it is in force.
    pub tree: Node,
    /// Its plan.
    pub plan: Plan,
}

/// What is asked for, beside the folder.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The name that the mapping gets.
    pub name: String,
    /// How the folder is named to users.
    pub input: String,
    /// The zone of times that carry none, where it is known.
    pub timezone: Option<String>,
}

/// A text to be written, and what to tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The mapping as YAML, with comments.
    pub text: String,
    /// What was inferred.
    pub inferred: Vec<String>,
    /// What only the org knows.
    pub open: Vec<String>,
}
