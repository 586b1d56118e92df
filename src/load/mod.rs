//! From a plan and an input folder to rows in memory.
//!
//! Files are found and their headers bound (`input`); rows are read chunk by chunk into words (`cell`, `read`), lookups
//! before the sources that refer to them; then rows are grouped by case (`group`). What can't be used goes to
//! quarantine, with its bytes (`findings`).

mod batches;
mod cell;
mod findings;
mod group;
mod input;
mod link;
mod loader;
mod lookup;
mod model;
mod order;
mod packing;
mod params;
mod read;
mod spill;
mod watch;

pub use batches::{Batches, Within, load_in_batches};
pub use findings::{Unfit, fetch_rows, findings, inspect, quarantined};
pub use group::text_of_id;
pub use link::{Crowd, LinkReport};
pub use model::{
    Cases, ClockChanges, FileReport, LoadOptions, LoadTimes, Loaded, NO_RECORD, ParamOrigin, Quarantined,
    ReferenceReport, SourceReport,
};

pub use packing::{Seen, Unwanted};
pub use read::{LiteralReader, unreadable_row};
pub use spill::Budget;
pub use watch::{Duplicate, OfCase, SetAside};

use crate::diagnostic::Diagnostics;
use crate::plan::Plan;
use crate::timing::Stopwatch;

/// What of the input doesn't fit the plan, as far as files and headers show it: nothing is read but headers.
pub fn misfits(plan: &Plan, input: &std::path::Path) -> Diagnostics {
    let mut problems = Diagnostics::new();
    input::open_sources(plan, input, &mut problems);
    problems
}

/// Reads everything that the plan needs. `progress` gets the bytes read since its last call.
///
/// # Errors
/// Everything for which the run has to stop, of all sources together.
pub fn load(plan: &Plan, options: &LoadOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Loaded, Diagnostics> {
    let mut watch = Stopwatch::start();
    let (params, bound) = opened(plan, options)?;
    let discover = watch.lap();
    let mut loaded = input::digest::beside(plan, &bound, options.digests, || {
        let mut loader = loader::Loader::new(plan, options, progress, &bound, params);
        loader.load_all();
        loader.check_params();
        loader.check()?;
        let read = watch.lap();
        loader.resolve_late();
        let (cases, faults) = loader.group();
        let mut loaded = loader.finish(cases, faults)?;
        loaded.times = LoadTimes { discover, read, group: watch.lap(), ..LoadTimes::default() };
        Ok(loaded)
    })?;
    loaded.bound = bound;
    Ok(loaded)
}

/// The params that don't depend on the export, and the files.
fn opened(plan: &Plan, options: &LoadOptions) -> Result<(params::Given, Vec<input::BoundSource>), Diagnostics> {
    let mut problems = Diagnostics::new();
    let params = params::given(plan, options, &mut problems);
    problems.extend(params::without_value(plan, &params.1, false));
    let bound = input::open_sources(plan, &options.input, &mut problems);
    if problems.is_empty() { Ok((params, bound)) } else { Err(problems) }
}

/// What is wrong with values that a run gives to params, and, as warnings, what may not be meant.
pub fn check_set(plan: &Plan, set: &[(String, String)]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let options = LoadOptions { set: set.to_vec(), ..LoadOptions::default() };
    let (values, origins) = params::given(plan, &options, &mut found);
    found.extend(params::set::unusual(plan, &values, &origins));
    found
}
