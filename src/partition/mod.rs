//! A run within a bound on memory: some cases at a time.
//!
//! Rows come back from disk in batches ([`crate::load::load_in_batches`]); each batch runs by the same heart and the same
//! writers as any other run. Where batches follow each other in the log, what a batch gives goes to the files at once. Else it
//! is a run of cases in order on disk (`runs`), and in the end runs are merged by case (`merge`) into the files.

mod distinct;
mod merge;
mod runs;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use self::distinct::Distinct;
use self::merge::merge;
use self::runs::{CaseBlock, RunWriter, Runs};
use crate::diagnostic::Diagnostics;
use crate::load::{Batches, Budget, Loaded};
use crate::plan::Plan;
use crate::rows::GROUP;
use crate::run::{Outcome, Parts, RunOptions};
use crate::scratch::{Scratch, ScratchError};
use crate::write::{LogBlock, LogFiles, LogFormats, OutputError};

/// Why a run stopped.
#[derive(Debug)]
pub enum PartitionError {
    /// For something in the input, or the temporary files.
    Stopped(Diagnostics),
    /// An output can't be written.
    Output(OutputError),
}

impl From<Diagnostics> for PartitionError {
    fn from(found: Diagnostics) -> Self {
        Self::Stopped(found)
    }
}

impl From<ScratchError> for PartitionError {
    fn from(error: ScratchError) -> Self {
        Self::Stopped(std::iter::once(error.diagnostic()).collect())
    }
}

impl From<OutputError> for PartitionError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// What is run, and how.
pub struct Job<'j> {
    /// The mapping.
    pub plan: &'j Arc<Plan>,
    /// How to run.
    pub options: &'j RunOptions,
    /// How the log is written.
    pub formats: &'j LogFormats<'j>,
    /// How much memory there is.
    pub budget: Budget,
    /// Where temporary files go.
    pub temporary: &'j Path,
}

/// How many cases are formatted at once: few, as all of a thread's are in memory. Of packed rows a group is unpacked at once.
const BLOCK: usize = 200;

/// What a run counted.
pub struct Counted {
    parts: Parts,
    variants: u64,
}

impl Counted {
    /// What the run says of itself, where `loaded` says what was read.
    #[must_use]
    pub fn outcome(self, loaded: Loaded) -> (Arc<Loaded>, Outcome) {
        self.parts.outcome(loaded, self.variants)
    }
}

/// Runs all batches and writes their results into the files. `progress` is called for each batch.
///
/// # Errors
/// The temporary files or the outputs can't be written.
pub fn run(
    job: &Job<'_>,
    batches: &mut Batches<'_, '_>,
    files: &mut LogFiles,
    progress: &dyn Fn(),
) -> Result<Counted, PartitionError> {
    let mut parts = Parts::new(job.plan, job.options);
    if parts.needs_horizon() {
        batches.look(|loaded| {
            parts.see(loaded);
            Ok::<(), PartitionError>(())
        })?;
    }
    let mut runs = if batches.is_in_order() { None } else { Some(Runs::new(Scratch::create(job.temporary)?)) };
    let mut variants = Distinct::new(Scratch::create(job.temporary)?, job.budget.buffers());
    batches.each(|loaded| {
        let found = match &mut runs {
            None => into_files(job, loaded, &mut parts, files)?,
            Some(runs) => into_runs(job, loaded, &mut parts, runs, files)?,
        };
        progress();
        variants.add(found).map_err(PartitionError::from)
    })?;
    if let Some(runs) = runs {
        merge(runs, job.budget.buffers(), files)?;
    }
    Ok(Counted { parts, variants: variants.count()? })
}

/// How many cases of a batch are formatted at once.
fn block_of(loaded: &Loaded) -> usize {
    if loaded.tables.iter().any(|table| table.packed.is_some()) { GROUP as usize } else { BLOCK }
}

/// Runs the cases of a batch into the files.
fn into_files(
    job: &Job<'_>,
    loaded: &Arc<Loaded>,
    parts: &mut Parts,
    files: &mut LogFiles,
) -> Result<Vec<u64>, PartitionError> {
    let mut state = Ok(());
    let emit = |block: LogBlock<'_>| {
        state = files.add(&block);
        if state.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let variants = parts.run(loaded, block_of(loaded), || job.formats.block(), emit);
    state?;
    Ok(variants)
}

/// Runs the cases of a batch, and writes them down in order, to be merged.
fn into_runs(
    job: &Job<'_>,
    loaded: &Arc<Loaded>,
    parts: &mut Parts,
    runs: &mut Runs,
    files: &mut LogFiles,
) -> Result<Vec<u64>, PartitionError> {
    let mut writer = RunWriter::new(runs);
    let mut written = Ok(());
    let make = || CaseBlock::new(job.formats.block(), loaded);
    let emit = |block: CaseBlock<'_>| {
        files.count(&block.log);
        written = block.cases().try_for_each(|case| writer.put(&case));
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let variants = parts.run(loaded, block_of(loaded), make, emit);
    written?;
    writer.close()?;
    Ok(variants)
}
