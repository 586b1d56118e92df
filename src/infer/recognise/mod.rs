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
    /// Tables that look like one of its sources, and lack columns that it needs, in words.
    pub partial: Vec<String>,
    /// How much of the export it explains: for comparing only.
    pub strength: f64,
}

/// The mapping that came nearest to an export, and didn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// How an overlay names it.
    pub name: String,
    /// Columns that it needs, and that weren't found: `cases.Id`.
    pub missing: Vec<String>,
}

/// What was recognised.
#[derive(Debug)]
pub enum Recognised<'b> {
    /// One mapping fits best.
    One(Box<Fit<'b>>),
    /// Several fit about as well: their names.
    Several(Vec<String>),
    /// None does; one may have come near.
    None(Option<Nearest>),
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

    /// Whether enough of the headers are the system's own, in all tables and in that of the cases: any desk has numbers,
    /// times and statuses.
    fn is_distinct(&self) -> bool {
        let record = self.base.plan.case.record.and_then(|record| self.of_source(record));
        let has_own = record.is_none_or(|record| {
            is_own(self.found(record, true)) || record.is_named && is_own(self.found(record, false))
        });
        is_own(self.bound.iter().flat_map(|bound| self.found(bound, true))) && has_own
    }

    /// How the columns of a table were found, all or only those that the mapping needs.
    fn found<'s>(&'s self, bound: &'s BoundTable, only_needed: bool) -> impl Iterator<Item = How> + 's {
        let columns = self.base.plan.sources[bound.source].columns.iter().zip(&bound.columns);
        columns
            .filter(move |(plan, _)| bind::cell(plan).is_some_and(|(_, optional)| !optional || !only_needed))
            .filter_map(|(_, found)| Some(found.as_ref()?.how))
    }

    /// Columns that it can't be without, and that weren't found: `cases.Id`.
    fn missing(&self) -> Vec<String> {
        let plan = &self.base.plan;
        let is_needed =
            |bound: &&BoundTable| !plan.sources[bound.source].optional || plan.case.record == Some(bound.source);
        let needed = self.bound.iter().filter(is_needed).map(|bound| (&plan.sources[bound.source], bound));
        needed
            .flat_map(|(source, bound)| {
                bound.missing(source).into_iter().map(|column| format!("{}.{column}", source.id))
            })
            .collect()
    }

    /// Leaves out tables without which it works, that have other names, and that lack columns: a run would stop at them.
    fn without_partial(mut self) -> Self {
        let plan = &self.base.plan;
        let is_whole = |bound: &BoundTable| {
            let source = &plan.sources[bound.source];
            !source.optional
                || bound.is_named
                || plan.case.record == Some(bound.source)
                || bound.missing(source).is_empty()
        };
        let (whole, partial): (Vec<BoundTable>, Vec<BoundTable>) = self.bound.into_iter().partition(is_whole);
        self.partial = partial
            .iter()
            .map(|bound| {
                let source = &plan.sources[bound.source];
                let columns: Vec<String> =
                    bound.missing(source).iter().map(|column| format!("`{}.{column}`", source.id)).collect();
                let file = self.survey.tables[bound.table].name();
                format!("`{file}` looks like `{}`, but has no column for {}", source.id, columns.join(", "))
            })
            .collect();
        let of = |tables: &[BoundTable]| tables.iter().map(BoundTable::worth).sum::<f64>();
        self.strength *= of(&whole) / (of(&whole) + of(&partial)).max(f64::MIN_POSITIVE);
        self.bound = whole;
        self
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

/// Whether a third of the headers are the mapping's own.
fn is_own(found: impl Iterator<Item = How>) -> bool {
    let (own, all) = found.fold((0, 0), |(own, all), how| (own + usize::from(how <= How::Spelling), all + 1));
    own * OWN_HEADERS >= all
}

/// Finds the mapping, and its profile, that an export is of.
pub fn recognise<'b>(survey: &Survey, bases: &'b [Base], input: &Path) -> Recognised<'b> {
    // One mapping alone was asked for by name: then what headers mean is enough.
    let is_asked = bases.iter().all(|base| base.name == bases[0].name);
    let fits = bases.iter().filter_map(|base| fit(survey, base, input));
    if is_asked {
        return best_of(fits.collect());
    }
    let fits = fits.map(Fit::without_partial).filter(Fit::is_distinct);
    let (whole, partial): (Vec<Fit<'b>>, Vec<Fit<'b>>) = fits.partition(|fit| fit.missing().is_empty());
    match best_of(whole) {
        Recognised::None(_) => {
            let nearest = partial.into_iter().max_by(|one, other| one.strength.total_cmp(&other.strength));
            Recognised::None(nearest.map(|fit| Nearest { name: fit.base.name.clone(), missing: fit.missing() }))
        }
        found => found,
    }
}

/// The best of those that fit, unless others are about as good.
fn best_of(fits: Vec<Fit<'_>>) -> Recognised<'_> {
    let mut best: Vec<Fit<'_>> = Vec::new();
    for fit in fits {
        match best.iter_mut().find(|known| known.base.name == fit.base.name) {
            Some(known) if fit.strength > known.strength => *known = fit,
            Some(_) => {}
            None => best.push(fit),
        }
    }
    best.sort_by(|one, other| other.strength.total_cmp(&one.strength));
    let Some(strongest) = best.first().map(|fit| fit.strength) else { return Recognised::None(None) };
    let read: BTreeSet<usize> = best.iter().take(1).flat_map(|fit| fit.bound.iter().map(|bound| bound.table)).collect();
    best.retain(|fit| fit.strength >= strongest * AS_LIKELY || fit.is_of_others(&read));
    match best.len() {
        1 => best.pop().map_or(Recognised::None(None), |fit| Recognised::One(Box::new(fit))),
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
    let explained: f64 = bound.iter().map(BoundTable::worth).sum();
    let as_it_is = if load::misfits(&base.plan, input).is_empty() { AS_IT_IS } else { 1.0 };
    Some(Fit { survey, base, bound, partial: Vec::new(), strength: explained * as_it_is })
}
