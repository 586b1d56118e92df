//! Loading some cases at a time, within a bound on memory.

use std::path::Path;
use std::sync::Arc;

use super::group::LateFault;
use super::input::digest;
use super::loader::Loader;
use super::model::{Cases, LoadOptions, LoadTimes, Loaded};
use super::opened;
use super::spill::{self, Budget, Range, Spill};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::plan::Plan;
use crate::rows::Mark;
use crate::timing::Stopwatch;

/// The bound, and where rows are kept meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Within<'a> {
    /// How much memory there is.
    pub budget: Budget,
    /// Where temporary files go.
    pub temporary: &'a Path,
    /// How many threads work.
    pub threads: usize,
}

/// Rows of cases, ready to be worked on some cases at a time.
pub struct Batches<'b, 'a> {
    loader: &'b mut Loader<'a>,
    spill: &'b Spill<'a>,
    ranges: Vec<Range>,
    since: Mark,
    faults: Vec<LateFault>,
}

impl Batches<'_, '_> {
    /// How many batches there are.
    pub fn count(&self) -> usize {
        self.ranges.len()
    }

    /// Whether the cases of each batch come behind those of the batch before in the log.
    pub fn is_in_order(&self) -> bool {
        self.spill.is_in_order(&self.ranges)
    }

    /// What is known before any batch was worked on: the values of params.
    pub fn told(&self) -> Loaded {
        Loaded { params: self.loader.params().clone(), ..Loaded::default() }
    }

    /// Works on each batch: on its cases, as though there were no others. This is done once; rows are gone then.
    ///
    /// # Errors
    /// What `work` gives, or the temporary file can't be read.
    pub fn each<E: From<Diagnostics>>(&mut self, mut work: impl FnMut(&Arc<Loaded>) -> Result<(), E>) -> Result<(), E> {
        for range in self.ranges.clone() {
            self.work_on(&range, &mut work)?;
            self.spill.clear_below(range.end().saturating_add(1));
        }
        self.spill.clear();
        Ok(())
    }

    fn work_on<E: From<Diagnostics>>(
        &mut self,
        range: &Range,
        work: &mut impl FnMut(&Arc<Loaded>) -> Result<(), E>,
    ) -> Result<(), E> {
        let loaded = Arc::new(self.loader.batch(self.spill, range, &mut self.faults)?);
        self.check_faults()?;
        work(&loaded)?;
        let Some(loaded) = Arc::into_inner(loaded) else { return Err(kept().into()) };
        self.loader.take_back(loaded, &self.since);
        Ok(())
    }

    /// Works on each batch before that, so that nothing is counted.
    ///
    /// # Errors
    /// As [`Batches::each`].
    pub fn look<E: From<Diagnostics>>(&mut self, mut work: impl FnMut(&Arc<Loaded>) -> Result<(), E>) -> Result<(), E> {
        let sums = self.loader.sums();
        for range in self.ranges.clone() {
            self.work_on(&range, &mut work)?;
        }
        self.loader.restore(sums);
        self.faults.clear();
        Ok(())
    }

    fn check_faults(&self) -> Result<(), Diagnostics> {
        let bytes: usize = self.faults.iter().map(|fault| 320 + fault.problem.reason.len()).sum();
        self.spill.check_faults(bytes as u64).map_or(Ok(()), |stop| Err(std::iter::once(stop).collect()))
    }
}

/// Somebody still has the rows, which nobody should.
fn kept() -> Diagnostics {
    let message = "the rows of a batch are still in use".to_owned();
    std::iter::once(Diagnostic::new(codes::ACCOUNTS_DIFFER, message).help("this is a fault of the program")).collect()
}

/// Reads everything that the plan needs and hands it on in batches. Gives what `work` gives, and what there is to say of
/// the input: no rows, as none are left.
///
/// # Errors
/// Everything for which the run has to stop.
pub fn load_in_batches<T, E: From<Diagnostics>>(
    plan: &Plan,
    options: &LoadOptions,
    within: Within<'_>,
    progress: &(dyn Fn(u64) + Sync),
    work: impl FnOnce(&mut Batches<'_, '_>) -> Result<T, E>,
) -> Result<(T, Loaded), E> {
    let mut watch = Stopwatch::start();
    if let Some(stop) = spill::unsupported(plan) {
        return Err(only(stop).into());
    }
    let (params, bound) = opened(plan, options)?;
    let discover = watch.lap();
    let spill = Spill::new(plan, &bound, within.budget, within.temporary).map_err(|error| only(error.diagnostic()))?;
    let mut given = None;
    let loaded = digest::beside(plan, &bound, options.digests, || {
        let mut loader = Loader::new(plan, options, progress, &bound, params);
        loader.spill_to(&spill);
        loader.load_all();
        spill.flush();
        spill.failure().map_or(Ok(()), |stop| Err(only(stop)))?;
        loader.check_params();
        loader.check()?;
        loader.resolve_late();
        let read = watch.lap();
        let ranges = |loader: &Loader<'_>| spill.ranges(loader.held() + spill.held(), within.threads).map_err(only);
        let since = loader.mark();
        let first = ranges(&loader)?;
        loader.tie_cases(&spill, &first, &since)?;
        spill.put_together().map_err(only)?;
        let ranges = ranges(&loader)?;
        let mut batches = Batches { loader: &mut loader, spill: &spill, ranges, since, faults: Vec::new() };
        // What follows is the run's own time.
        let group = watch.lap();
        match given.insert(work(&mut batches)) {
            Ok(_) => {}
            Err(_) => return Err(Diagnostics::new()),
        }
        let faults = batches.faults;
        let mut loaded = loader.finish(Cases::default(), faults)?;
        loaded.times = LoadTimes { discover, read, group, ..LoadTimes::default() };
        Ok(loaded)
    });
    let given = given.transpose()?;
    let mut loaded = loaded?;
    loaded.bound = bound;
    // It is there wherever loading came to its end.
    given.map(|given| (given, loaded)).ok_or_else(|| kept().into())
}

fn only(stop: Diagnostic) -> Diagnostics {
    std::iter::once(stop).collect()
}
