//! From a plan and an input folder to rows in memory.
//!
//! Files are found and their headers bound (`input`); rows are read chunk by chunk into words (`cell`, `read`), lookups
//! before the sources that refer to them; then rows are grouped by case (`group`). What can't be used goes to
//! quarantine, with its bytes (`late`).

mod cell;
mod digest;
mod duplicates;
mod group;
mod input;
mod inspect;
mod keys;
mod late;
mod link;
mod loader;
mod lookup;
mod model;
mod order;
mod params;
mod read;
mod warnings;

pub use inspect::{findings, inspect};
pub use link::{Crowd, LinkReport};
pub use model::{
    Cases, ClockChanges, FileReport, LoadOptions, Loaded, NO_RECORD, ParamOrigin, Quarantined, ReferenceReport,
    SourceReport,
};

use crate::diagnostic::Diagnostics;
use crate::plan::Plan;

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
    let mut problems = Diagnostics::new();
    let params = params::given(plan, options, &mut problems);
    let bound = input::open_sources(plan, &options.input, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    digest::beside(&bound, options.digests, || {
        let mut loader = loader::Loader::new(plan, options, progress, &bound, params);
        for source in order::loading_order(plan) {
            loader.load(source);
        }
        loader.check()?;
        loader.resolve_late();
        let (cases, faults) = loader.group();
        loader.finish(cases, faults)
    })
}
