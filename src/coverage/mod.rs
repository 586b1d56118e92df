//! What data says about a mapping: which rules never fired, which values nobody knows, which cases look incomplete.
//!
//! [`survey`] runs all cases as `generate` does, but writes no log: each block's writer counts what the log would show. The
//! page never shows a value but of fields and columns whose values the mapping itself lists.

mod columns;
mod expected;
mod findings;
mod flow;
mod gather;
mod model;
mod render;
mod report;
mod truncated;

pub use model::{
    AttributeNulls, CaseFlow, ChangesUnwanted, ColumnValue, Coverage, FaultCount, FieldNotTracked, Finding, FlowCount,
    NameUnknown, ReadFile, RuleUse, Truncated, UnmatchedReference, ValueUnknown,
};
pub use render::{human, markdown};

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::diagnostic::Files;
use crate::load::Loaded;
use crate::plan::Plan;
use crate::run::{self, RunOptions};
use gather::{Gathered, Gatherer};

/// Runs all cases, and tells what they say about the mapping. `progress` gets the number of cases since its last call.
pub fn survey(
    plan: &Arc<Plan>,
    loaded: &Arc<Loaded>,
    files: &Files,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Coverage {
    let groups = expected::Groups::of(plan);
    let mut gathered = Gathered::new(plan, &groups);
    let make = || Gatherer::new(plan, &groups);
    let emit = |block: Gatherer<'_>| {
        gathered.add(block.gathered);
        ControlFlow::Continue(())
    };
    let outcome = run::run(plan, loaded, options, make, emit, progress);
    report::Reporter { plan, loaded, files, outcome: &outcome, gathered: &gathered, groups: &groups }.coverage()
}
