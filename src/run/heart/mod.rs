//! The heart: from one case's rows to its events and attributes. It reads nothing but the case's rows, lookups, params
//! and texts, and writes nothing.

mod attributes;
mod changes;
mod drafts;
mod events;
mod fates;
mod ids;
mod marks;
mod rows;

use std::cell::{Ref, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::case::{At, CaseState, Here, Notes, Origin};
use super::context::Context;
use super::log::CaseLog;
use super::tally::{Fate, FaultKey, FaultTally, Tally};
use crate::evaluate::Memo;
use crate::script::Runtime;
pub use drafts::Declined;
use drafts::{Candidates, ChangeMemo, Drafts, Refusals};
pub use events::deciding_key_of;
pub use ids::sequence;

/// Runs one case after the other on one thread. Its memory is kept from case to case.
pub struct Heart {
    context: Arc<Context>,
    state: Rc<RefCell<CaseState>>,
    runtime: RefCell<Runtime<CaseState>>,
    memo: Memo,
    change_memo: ChangeMemo,
    notes: Notes,
    /// Whether the changes of a field don't join up, in the case at hand.
    is_torn: Vec<bool>,
    /// What is noted of each row of the case, by source.
    marks: Vec<Vec<u64>>,
    candidates: Candidates,
    declined: Refusals,
    drafts: Drafts,
    /// The places of the drafts that are left, in the order of their events.
    order: Vec<u64>,
    /// The ids of the case's events.
    given: FxHashSet<u64>,
    /// One attribute of all events.
    column: Vec<crate::evaluate::Datum>,
    tally: Tally,
}

impl Heart {
    /// A heart without a case.
    pub fn new(context: &Arc<Context>) -> Self {
        let plan = &context.plan;
        let state = Rc::new(RefCell::new(CaseState::new(Arc::clone(context))));
        let runtime = Runtime::new(context.options.limits, &plan.names, &plan.shared, Rc::clone(&state));
        Self {
            state,
            runtime: RefCell::new(runtime),
            memo: Memo::default(),
            change_memo: ChangeMemo::new(&context.program),
            notes: Notes::default(),
            is_torn: vec![false; plan.fields.len()],
            marks: vec![Vec::new(); plan.sources.len()],
            candidates: Candidates::new(&context.program.steps),
            declined: None,
            order: Vec::new(),
            drafts: Drafts::default(),
            given: FxHashSet::default(),
            column: Vec::new(),
            tally: Tally::new(plan),
            context: Arc::clone(context),
        }
    }

    /// Notes from now on why rows and changes that rules want give no events.
    pub fn observe(&mut self) {
        self.declined = Some(Vec::new());
    }

    /// What was noted since the last call.
    pub fn declined(&mut self) -> Vec<(Origin, Declined)> {
        self.declined.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The bits of the steps whose events are drafted as they are found: none where somebody asks why there is none.
    fn direct(&self, context: &Context) -> u64 {
        if self.declined.is_some() { 0 } else { context.program.steps.direct }
    }

    /// What became of each row of the case at hand, by source and by its place in the case.
    pub fn fate(&self, source: usize, row: usize) -> Fate {
        let marks = self.marks.get(source).and_then(|marks| marks.get(row));
        marks.map_or(Fate::Unmatched, |marks| Fate::first(*marks))
    }

    /// What was counted so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Runs a case; whether it stays in the log.
    pub fn case(&mut self, context: &Context, case: u32) -> bool {
        let Some(keep) = &context.program.attributes.keep else {
            self.whole_case(context, case);
            return true;
        };
        // What is counted of a case that is left out is undone, but for scripts that stopped.
        let others = std::mem::replace(&mut self.tally, Tally::new(&context.plan));
        self.whole_case(context, case);
        let stays = self.with_case(|at| at.holds(keep));
        self.collect_faults(case);
        let of_case = std::mem::replace(&mut self.tally, others);
        self.tally.add(if stays { of_case } else { of_case.left_out(&context.plan) });
        stays
    }

    fn whole_case(&mut self, context: &Context, case: u32) {
        self.draft(context, case);
        self.deadlines(context);
        self.settle(context);
        self.fates();
        self.event_attributes(context);
        self.case_attributes(context);
        self.late_event_attributes(context);
        self.collect_faults(case);
    }

    /// The time of the case's newest event, deadlines aside.
    pub fn newest(&mut self, context: &Context, case: u32) -> Option<i64> {
        self.draft(context, case);
        self.drafts.events.iter().filter(|draft| draft.is_alive).map(|draft| draft.time).max()
    }

    /// What was counted.
    pub fn into_tally(self) -> Tally {
        self.tally
    }

    /// From rows to events that are not yet in order.
    fn draft(&mut self, context: &Context, case: u32) {
        self.state.borrow_mut().begin(case);
        self.drafts.clear();
        self.rows(context);
        self.changes(context);
        self.rules(context);
    }

    /// Hands the case on.
    pub fn with_log<R>(&self, action: impl FnOnce(&CaseLog<'_>) -> R) -> R {
        let state = self.state();
        action(&state.log(state.name()))
    }

    /// The case at hand.
    pub fn state(&self) -> Ref<'_, CaseState> {
        self.state.borrow()
    }

    /// The case at hand, to be shared with whoever looks at it.
    pub fn shared_state(&self) -> Rc<RefCell<CaseState>> {
        Rc::clone(&self.state)
    }

    /// Counts the scripts that stopped.
    #[inline]
    fn collect_faults(&mut self, case: u32) {
        if !self.notes.faults.borrow().is_empty() {
            self.count_faults(case);
        }
    }

    #[cold]
    fn count_faults(&mut self, case: u32) {
        for fault in self.notes.faults.borrow_mut().drain(..) {
            let error = fault.error;
            let key = FaultKey {
                script: fault.script,
                file: error.file,
                range: (error.range.start, error.range.end),
                kind: error.kind,
            };
            self.tally.fault(key, FaultTally { count: 1, case, message: error.message });
        }
    }
}

/// The case as a whole, as seen from nowhere in it.
fn whole<'a>(
    state: &'a CaseState,
    runtime: &'a RefCell<Runtime<CaseState>>,
    memo: &'a Memo,
    notes: &'a Notes,
) -> At<'a> {
    At { state, runtime, memo, notes, here: Here::CASE }
}
