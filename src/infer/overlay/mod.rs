//! What an org's export has that its mapping doesn't know, as an overlay.

mod changes;
mod facts;
mod fields;
mod params;
mod status;
mod times;
mod unread;
mod write;

use super::recognise::Fit;
use super::{Proposal, Wanted};
use crate::read::ReadError;

/// Writes an overlay over the mapping that fits.
///
/// # Errors
/// A file can't be read to its end.
pub fn overlay(fit: &Fit<'_>, wanted: &Wanted) -> Result<Proposal, ReadError> {
    let survey = &fit.survey;
    let facts = facts::gather(survey, fit)?;
    let times = times::of_all(survey, fit, &facts);
    let fields = fields::names(fit, &facts);
    let sources = changes::of_all(survey, fit, &facts, &times, &fields);
    let params = params::of_all(survey, fit, &facts, &fields)?;
    let unread = unread::of_all(survey, fit, &facts);
    Ok(write::proposal(survey, fit, wanted, &write::Found { facts, times, sources, params, unread }))
}
