//! Which mapping an export is of.

mod assign;
mod bind;
mod joined;
mod score;

pub use bind::{BoundTable, How};

use std::collections::BTreeSet;
use std::path::Path;

use super::Base;
use super::survey::Survey;
use crate::load;

/// An export as a mapping reads it.
#[derive(Debug)]
pub struct Fit<'b> {
    /// The tables: what one source reads is one of them.
    pub survey: Survey,
    /// The mapping.
    pub base: &'b Base,
    /// Its sources that have a table, in the mapping's order.
    pub bound: Vec<BoundTable>,
    /// How much of the export it explains: for comparing only.
    pub strength: f64,
}

/// What was recognised.
#[derive(Debug)]
pub enum Recognised<'b> {
    /// One mapping fits best.
    One(Box<Fit<'b>>),
    /// Several fit about as well: their names.
    Several(Vec<String>),
    /// None does.
    None,
}

/// Another mapping that explains so much of what the best one does is as likely.
const AS_LIKELY: f64 = 0.8;
/// One in so many of the needed columns has to have a header that the mapping knows.
const OWN_HEADERS: usize = 3;
/// A table that goes so well with a source is its.
const CERTAIN: f64 = 0.7;
/// What it counts for that a mapping reads the export as it is.
const AS_IT_IS: f64 = 1.5;

impl Fit<'_> {
    /// The table of a source.
    pub fn of_source(&self, source: usize) -> Option<&BoundTable> {
        self.bound.iter().find(|bound| bound.source == source)
    }

    /// Whether enough of the headers are the system's own: any desk has numbers, times and statuses.
    fn is_distinct(&self) -> bool {
        let needed = self.bound.iter().flat_map(|bound| {
            let columns = self.base.plan.sources[bound.source].columns.iter().zip(&bound.columns);
            columns
                .filter(|(plan, _)| bind::cell(plan).is_some_and(|(_, optional)| !optional))
                .filter_map(|(_, found)| *found)
        });
        let (own, all) =
            needed.fold((0, 0), |(own, all), found| (own + usize::from(found.how <= How::Spelling), all + 1));
        own * OWN_HEADERS >= all
    }

    /// Whether it is of tables that another mapping leaves alone: then the folder holds exports of two systems.
    fn is_of_others(&self, read: &BTreeSet<usize>) -> bool {
        let needed = self.bound.iter().filter(|bound| !self.base.plan.sources[bound.source].optional);
        self.bound.iter().all(|bound| !read.contains(&bound.table))
            && needed.clone().count() > 0
            && needed.clone().all(|bound| bound.score > CERTAIN)
    }

    /// The table and column of a source's column, by the column's position in the plan.
    pub fn column(&self, source: usize, column: usize) -> Option<(usize, usize)> {
        let bound = self.of_source(source)?;
        Some((bound.table, bound.columns.get(column)?.as_ref()?.position))
    }
}

/// Finds the mapping, and its profile, that an export is of.
pub fn recognise<'b>(survey: &Survey, bases: &'b [Base], input: &Path) -> Recognised<'b> {
    // One mapping alone was asked for by name: then what headers mean is enough.
    let is_asked = bases.iter().all(|base| base.name == bases[0].name);
    let fits = bases.iter().filter_map(|base| fit(survey, base, input)).filter(|fit| is_asked || fit.is_distinct());
    let mut best: Vec<Fit<'b>> = Vec::new();
    for fit in fits {
        match best.iter_mut().find(|known| known.base.name == fit.base.name) {
            Some(known) if fit.strength > known.strength => *known = fit,
            Some(_) => {}
            None => best.push(fit),
        }
    }
    best.sort_by(|one, other| other.strength.total_cmp(&one.strength));
    let Some(strongest) = best.first().map(|fit| fit.strength) else { return Recognised::None };
    let read: BTreeSet<usize> = best.iter().take(1).flat_map(|fit| fit.bound.iter().map(|bound| bound.table)).collect();
    best.retain(|fit| fit.strength >= strongest * AS_LIKELY || fit.is_of_others(&read));
    match best.len() {
        1 => best.pop().map_or(Recognised::None, |fit| Recognised::One(Box::new(fit))),
        _ => Recognised::Several(best.into_iter().map(|fit| fit.base.name.clone()).collect()),
    }
}

/// How a mapping reads an export; `None`: a table that it needs isn't there.
fn fit<'b>(survey: &Survey, base: &'b Base, input: &Path) -> Option<Fit<'b>> {
    let survey = joined::by_sources(survey, &base.plan, input);
    let bound = assign::tables_to_sources(&survey, &base.plan, input);
    let is_there = |source: usize| bound.iter().any(|bound| bound.source == source);
    let needs = |source: &usize| {
        let plan = &base.plan.sources[*source];
        !plan.optional && plan.level.is_none() && plan.inline.is_none() && plan.is_used
    };
    if bound.is_empty() || !(0..base.plan.sources.len()).filter(needs).all(is_there) {
        return None;
    }
    let explained: f64 = bound.iter().map(|bound| bound.score * bound.weight).sum();
    let as_it_is = if load::misfits(&base.plan, input).is_empty() { AS_IT_IS } else { 1.0 };
    Some(Fit { survey, base, bound, strength: explained * as_it_is })
}
