//! Several mappings in one log.
//!
//! The heart runs for each mapping over its own rows. Behind it, what the mappings know of a case is joined: cases are one
//! where their ids are the same text, and their events are put in one order.

mod case;
mod joiner;
mod order;
mod totals;

pub use case::{CasePart, EventAttributes, EventPlace, JoinedCase, JoinedWriter};
pub use totals::{JointTies, JointTotals};

use std::ops::ControlFlow;
use std::sync::Arc;

use joiner::Joiner;
use order::CaseOrder;
use totals::JointTally;

use super::blocks::{Job, in_blocks};
use super::context::Context;
use super::options::RunOptions;
use super::outcome::Outcome;
use super::tally::Tally;
use super::{finish, prepared, threads};
use crate::load::Loaded;
use crate::plan::Plan;

/// A mapping of a set with its input.
#[derive(Debug, Clone, Copy)]
pub struct SetPart<'a> {
    /// The mapping.
    pub plan: &'a Arc<Plan>,
    /// Its rows.
    pub loaded: &'a Arc<Loaded>,
    /// When its data was extracted, in milliseconds since 1970 in UTC.
    pub extracted_at: Option<i64>,
}

/// What a run of a set says of itself.
#[derive(Debug, Clone)]
pub struct SetOutcome {
    /// Of each mapping's part, in the set's order.
    pub parts: Vec<Outcome>,
    /// Of the joined log.
    pub totals: JointTotals,
}

/// Runs all cases of all mappings. `make` makes the writer of a block, `emit` gets the writers in the order of cases, on
/// whichever thread, and may end the run, `progress` the number of joined cases since its last call. Of the options
/// `extracted_at` is each mapping's own. Of a run that was ended the outcome means nothing.
pub fn run_set<W: JoinedWriter>(
    parts: &[SetPart<'_>],
    options: &RunOptions,
    make: impl Fn() -> W + Sync,
    emit: impl FnMut(W) -> ControlFlow<()> + Send,
    progress: &(dyn Fn(u64) + Sync),
) -> SetOutcome {
    let contexts: Vec<Arc<Context>> = parts.iter().map(|part| context(parts, part, options)).collect();
    let order = CaseOrder::new(&contexts);
    let size = options.block.max(1);
    let block = |joiner: &mut Joiner<'_>, block: usize| {
        let mut writer = make();
        let cases = block * size..((block + 1) * size).min(order.len());
        let count = cases.len();
        cases.for_each(|case| joiner.case(order.entries(case), &mut writer));
        progress(count as u64);
        writer
    };
    let job = Job { open: || Joiner::new(&contexts), work: block, close: Joiner::into_tallies };
    let tallies = in_blocks(threads(options), order.len().div_ceil(size), &job, emit);
    outcome(&contexts, tallies)
}

/// Ids of events are made from the name of the source system: where two mappings have the same, their own names keep the
/// ids apart.
fn context(parts: &[SetPart<'_>], part: &SetPart<'_>, options: &RunOptions) -> Arc<Context> {
    let system = part.plan.source_system.as_deref();
    let alike = parts.iter().filter(|other| other.plan.source_system.as_deref() == system).count();
    let told_apart_by = (alike > 1).then(|| part.plan.name.clone());
    let options = RunOptions { extracted_at: part.extracted_at, ..options.clone() };
    prepared(part.plan, part.loaded, &options, told_apart_by)
}

fn outcome(contexts: &[Arc<Context>], tallies: Vec<(Vec<Tally>, JointTally)>) -> SetOutcome {
    let mut sums: Vec<Tally> =
        contexts.iter().map(|context| Tally::of_rows_not_kept(&context.plan, &context.loaded.sources)).collect();
    let mut joint = JointTally::default();
    for (of_parts, of_all) in tallies {
        sums.iter_mut().zip(of_parts).for_each(|(sum, tally)| sum.add(tally));
        joint.add(of_all);
    }
    let parts = contexts.iter().zip(sums).map(|(context, tally)| finish::outcome(context, tally)).collect();
    SetOutcome { parts, totals: joint.totals() }
}
