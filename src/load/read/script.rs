//! Scripts over rows, before there are cases.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::evaluate::{Evaluated, ScriptFault};
use crate::plan::Plan;
use crate::script::{CaseView, EventValue, Limits, Runtime, Value};

/// One load, so that a thread knows whether its runtime still fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScriptRun(u64);

impl ScriptRun {
    /// A new one.
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

thread_local! {
    /// Making a runtime costs more than reading a chunk, so each thread keeps one.
    static RUNTIME: RefCell<Option<(ScriptRun, Runtime<NoCase>)>> = const { RefCell::new(None) };
}

/// Runs a script of the plan on this thread.
///
/// # Errors
/// It stopped without a value.
pub fn run(run: ScriptRun, plan: &Plan, script: usize, mut variables: Vec<Value>) -> Evaluated<Value> {
    let Some(planned) = plan.scripts.get(script) else { return Ok(Value::Null) };
    RUNTIME.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(known, _)| *known != run) {
            let case = Rc::new(RefCell::new(NoCase));
            *slot = Some((run, Runtime::new(Limits::default(), &plan.names, &plan.shared, case)));
        }
        let Some((_, runtime)) = slot else { return Ok(Value::Null) };
        let mut variable =
            |index: usize| variables.get_mut(index).map_or(Value::Null, |value| std::mem::replace(value, Value::Null));
        runtime.evaluate(&planned.compiled, &mut variable).map_err(|error| Box::new(ScriptFault { script, error }))
    })
}

/// Where there is no case yet.
struct NoCase;

impl CaseView for NoCase {
    fn event_count(&self) -> usize {
        0
    }
    fn event_activity(&self, _: usize) -> u32 {
        0
    }
    fn event_time(&self, _: usize) -> i64 {
        0
    }
    fn event_value(&self, _: usize, _: EventValue) -> Value {
        Value::Null
    }
    fn record_value(&self, _: u32) -> Value {
        Value::Null
    }
    fn field_changes(&self, _: u32) -> usize {
        0
    }
    fn change_time(&self, _: u32, _: usize) -> i64 {
        0
    }
    fn change_old(&self, _: u32, _: usize) -> Value {
        Value::Null
    }
    fn change_new(&self, _: u32, _: usize) -> Value {
        Value::Null
    }
    fn field_initial(&self, _: u32) -> Value {
        Value::Null
    }
    fn field_start(&self, _: u32) -> Option<i64> {
        None
    }
    fn row_count(&self, _: u32) -> usize {
        0
    }
    fn row_value(&self, _: u32, _: usize, _: u32) -> Value {
        Value::Null
    }
    fn row_time(&self, _: u32, _: usize) -> Option<i64> {
        None
    }
    fn extracted_at(&self) -> Option<i64> {
        None
    }
}
