//! A first mapping of a system that no mapping is of, from the columns alone.

mod activities;
mod counted;
mod links;
mod names;
mod shape;
mod sources;
mod typed;
mod write;

use super::survey::Survey;
use super::{Nearest, Proposal, Wanted};
use crate::read::ReadError;

/// Why no mapping can be made of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCase {
    /// What is missing, as a sentence.
    pub reason: String,
}

/// Why it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was asked for.
    Asked,
    /// No mapping fits; one may have come near.
    NothingFits(Option<Nearest>),
}

/// Writes a mapping from what the columns look like: which value is the case, when something happened, and what.
///
/// # Errors
/// A file can't be read to its end. The inner error: no table has both a time and a value that says which case a row is of.
pub fn first_mapping(survey: &Survey, wanted: &Wanted, why: &Why) -> Result<Result<Proposal, NoCase>, ReadError> {
    let shapes = shape::of_all(survey);
    let chosen = match links::choose(survey, &shapes) {
        Ok(chosen) => chosen,
        Err(reason) => return Ok(Err(NoCase { reason })),
    };
    let counted = counted::gather(survey, &chosen)?;
    Ok(Ok(write::proposal(survey, wanted, why, &chosen, &counted)))
}
