//! The run: from one case's rows to its events and attributes, case after case, in blocks on several threads.
//!
//! The heart ([`heart`]) is a function of one case: rows in order, without duplicates → changes of tracked fields → rules
//! on rows and changes → deadlines → attributes. It counts what becomes of every row. Around it, [`run`] cuts the cases
//! into blocks; each block has a writer of its own, and writers come out in the order of cases. [`run_set`] does so for
//! several mappings: a heart for each, and their parts of a case joined behind them.

mod blocks;
mod case;
mod context;
mod finish;
mod heart;
mod held;
mod join;
mod log;
mod options;
mod outcome;
mod parts;
mod program;
mod tally;
mod trace;

pub use heart::Declined;
pub use held::{Held, HeldValues};
pub use join::{
    CasePart, EventAttributes, EventPlace, JoinedCase, JoinedWriter, JointTies, JointTotals, SetOutcome, SetPart,
    run_set,
};
pub use log::{BlockWriter, CaseLog, EventName, LoggedEvent};
pub use options::RunOptions;
pub use outcome::{
    Account, FieldCounts, KnownName, NegativeDurations, Outcome, RuleCounts, RunQuarantined, ScriptFailure,
    SourceAccount, Ties, UnknownName, Unmatched, UnmatchedReferences, ValueCount,
};

pub use parts::Parts;
pub use tally::Fate;
pub use trace::{
    AttributeTrace, CaseTrace, EVENTS, EventTrace, FieldTrace, JoinTrace, Member, PartTrace, Placed, RowId, RowTrace,
    RuleTrace, Told, needs_all_cases, trace,
};

use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::thread::available_parallelism;

use blocks::{Job, in_blocks};
use context::Context;
use heart::Heart;
use tally::Tally;

use crate::load::Loaded;
use crate::plan::Plan;

/// Runs all cases. `make` makes the writer of a block, `emit` gets the writers in the order of cases, on whichever thread,
/// and may end the run, `progress` the number of cases since its last call. Of a run that was ended the outcome means
/// nothing.
pub fn run<W: BlockWriter>(
    plan: &Arc<Plan>,
    loaded: &Arc<Loaded>,
    options: &RunOptions,
    make: impl Fn() -> W + Sync,
    emit: impl FnMut(W) -> ControlFlow<()> + Send,
    progress: &(dyn Fn(u64) + Sync),
) -> Outcome {
    let context = prepared(plan, loaded, options, None);
    let tally = counted(&context, make, emit, progress);
    finish::outcome(&context, tally)
}

/// Runs all cases, and counts.
fn counted<W: BlockWriter>(
    context: &Arc<Context>,
    make: impl Fn() -> W + Sync,
    emit: impl FnMut(W) -> ControlFlow<()> + Send,
    progress: &(dyn Fn(u64) + Sync),
) -> Tally {
    let block = |heart: &mut Heart, block: usize| {
        let mut writer = make();
        let cases = cases_of(context, block);
        let count = cases.len();
        for case in cases {
            if heart.case(context, case) {
                heart.with_log(|log| writer.case(log));
            }
        }
        progress(count as u64);
        writer
    };
    let job = Job { open: || Heart::new(context), work: block, close: Heart::into_tally };
    let mut tally = Tally::of_rows_not_kept(&context.plan, &context.loaded.sources);
    let tallies = in_blocks(threads(&context.options), blocks(context), &job, emit);
    tallies.into_iter().for_each(|other| tally.add(other));
    tally
}

/// What all threads share, with the end of the log where something needs it.
fn prepared(
    plan: &Arc<Plan>,
    loaded: &Arc<Loaded>,
    options: &RunOptions,
    told_apart_by: Option<String>,
) -> Arc<Context> {
    let mut context = Context { told_apart_by, ..Context::new(plan, loaded, options) };
    if context.horizon.is_none() && context.program.needs_horizon {
        let shared = Arc::new(context);
        let (horizon, told_apart_by) = (newest(&shared), shared.told_apart_by.clone());
        context = Context { horizon, told_apart_by, ..Context::new(plan, loaded, options) };
    }
    Arc::new(context)
}

/// The time of the newest event of all, deadlines aside: where nobody says when the data was extracted, the log ends
/// there.
fn newest(context: &Arc<Context>) -> Option<i64> {
    let block =
        |heart: &mut Heart, block: usize| cases_of(context, block).filter_map(|case| heart.newest(context, case)).max();
    let job = Job { open: || Heart::new(context), work: block, close: |_| () };
    let mut newest = None;
    // What rules and scripts cost is that of the run proper, in which each case is tried once.
    context.plan.unmeasured(|| {
        in_blocks(threads(&context.options), blocks(context), &job, |of_block| {
            newest = newest.max(of_block);
            ControlFlow::Continue(())
        });
    });
    newest
}

fn blocks(context: &Context) -> usize {
    context.loaded.cases.len().div_ceil(context.options.block.max(1))
}

fn cases_of(context: &Context, block: usize) -> Range<u32> {
    let size = context.options.block.max(1);
    let end = ((block + 1) * size).min(context.loaded.cases.len());
    (block * size) as u32..end as u32
}

fn threads(options: &RunOptions) -> usize {
    match options.threads {
        0 => available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
}
