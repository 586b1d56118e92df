//! Scripts over rows, before there are cases.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::evaluate::{Evaluated, ScriptFault};
use crate::plan::Plan;
use crate::script::{Limits, NoCase, Runtime, Value, Variables};

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
pub fn run(run: ScriptRun, plan: &Plan, script: usize, variables: &dyn Variables) -> Evaluated<Value> {
    let Some(planned) = plan.scripts.get(script) else { return Ok(Value::Null) };
    RUNTIME.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(known, _)| *known != run) {
            let case = Rc::new(RefCell::new(NoCase));
            *slot = Some((run, Runtime::new(Limits::default(), &plan.names, &plan.shared, case)));
        }
        let Some((_, runtime)) = slot else { return Ok(Value::Null) };
        runtime.evaluate(&planned.compiled, variables).map_err(|error| Box::new(ScriptFault { script, error }))
    })
}
