//! Making a log within a bound on memory.

use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use caseloom::diagnostic::{Diagnostic, Diagnostics, codes};
use caseloom::load::{Batches, Budget, Loaded, Within, load_in_batches};
use caseloom::partition::{self, Counted, Job, PartitionError};
use caseloom::run::RunOptions;
use caseloom::timing::Stopwatch;
use caseloom::write::{Headers, LogFiles, Outputs};

use indicatif::ProgressDrawTarget;

use super::log::{Log, Ran, Written};
use super::{GenerateArgs, findings, in_threads, load_options, progress, stopped};
use crate::cli::failure::Failure;
use crate::cli::open::{Mapping, Runnable};
use crate::cli::terminal::Terminal;

/// A run within a bound.
struct Bounded<'a> {
    args: &'a GenerateArgs,
    runnable: &'a Runnable,
    mapping: &'a Mapping,
    headers: Option<&'a Headers>,
    budget: Budget,
    temporary: &'a Path,
    threads: usize,
}

/// Makes the log, and gives what was read, of which no rows are left.
pub fn make(
    args: &GenerateArgs,
    runnable: &Runnable,
    headers: Option<&Headers>,
    mut outputs: Outputs,
    memory: u64,
    terminal: &Terminal,
) -> Result<(Vec<Arc<Loaded>>, Written), Failure> {
    let mapping = only_mapping(runnable)?;
    let budget = Budget::new(memory, args.batch);
    let wanted = args.threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let temporary = args.temporary.as_deref().unwrap_or(&args.output);
    let threads = budget.threads(wanted);
    let bounded = Bounded { args, runnable, mapping, headers, budget, temporary, threads };
    let mut watch = Stopwatch::start();
    let (loaded, ran) = bounded.run(&mut outputs, terminal).map_err(|error| match error {
        PartitionError::Output(error) => error.into(),
        PartitionError::Stopped(found) => {
            let found = found.into_iter().map(|each| findings::told(each, mapping, args, runnable));
            stopped(found.collect::<Diagnostics>().sorted(), runnable)
        }
    })?;
    let loaded = vec![loaded];
    let read = loaded.iter().map(|loaded| loaded.times.read + loaded.times.discover).sum();
    let run = watch.lap().saturating_sub(read);
    let written = Log { args, runnable, loaded: &loaded, headers }.finish(ran, outputs, run)?;
    Ok((loaded, written))
}

/// Sets of mappings would need their cases side by side.
fn only_mapping(runnable: &Runnable) -> Result<&Mapping, Failure> {
    match runnable.mappings.as_slice() {
        [only] if !runnable.is_set => Ok(only),
        _ => {
            let message = "`--memory` bounds the run of one mapping, and this is a set of them".to_owned();
            let help = "run without `--memory`, or run each mapping by itself";
            Err(Failure::usage(Diagnostic::new(codes::NOT_WITHIN_MEMORY, message).help(help)))
        }
    }
}

impl Bounded<'_> {
    fn run(&self, outputs: &mut Outputs, terminal: &Terminal) -> Result<(Arc<Loaded>, Ran), PartitionError> {
        let within = Within { budget: self.budget, temporary: self.temporary, threads: self.threads };
        let (bar, target) = (progress::reading(terminal), terminal.progress_target());
        let loaded = in_threads(Some(self.threads), || {
            let options = load_options(self.mapping);
            load_in_batches(&self.mapping.plan, &options, within, &|bytes| bar.inc(bytes), |batches| {
                bar.finish_and_clear();
                self.batches(batches, outputs, target)
            })
        });
        bar.finish_and_clear();
        let ((counted, files), loaded) = loaded?;
        let (loaded, outcome) = counted.outcome(loaded);
        Ok((loaded, Ran { files, outcomes: vec![outcome], totals: None, writing: Duration::ZERO }))
    }

    /// Runs all cases.
    fn batches(
        &self,
        batches: &mut Batches<'_, '_>,
        outputs: &mut Outputs,
        target: ProgressDrawTarget,
    ) -> Result<(Counted, LogFiles), PartitionError> {
        // What is written depends on nothing that was read but on params.
        let told = [Arc::new(batches.told())];
        let log = Log { args: self.args, runnable: self.runnable, loaded: &told, headers: self.headers };
        let labels = log.all_labels();
        let formats = log.formats(&log.shown(&labels));
        let mut files = LogFiles::begin(&formats, outputs)?;
        let options = RunOptions {
            extracted_at: self.mapping.options.extracted_at,
            threads: self.threads,
            ..log.run_options(&formats)
        };
        let job = Job {
            plan: &self.mapping.plan,
            options: &options,
            formats: &formats,
            budget: self.budget,
            temporary: self.temporary,
        };
        let bar = progress::batches(target, batches.count() as u64);
        let counted = partition::run(&job, batches, &mut files, &|| bar.inc(1));
        bar.finish_and_clear();
        Ok((counted?, files))
    }
}
