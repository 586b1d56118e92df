//! The engine that runs scripts: nothing in it that reaches outside, and a limit on everything.

use std::cell::Cell;
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, OptimizationLevel, Position};

use crate::memory;
use crate::script::ScriptErrorKind;
use crate::script::library::Fault;

/// What one evaluation of a script may use. The same in debug and release builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps; each expression and statement is one, calls within each other may be one together, and functions that look through a list count its elements.
    pub operations: u64,
    /// Bytes that may be allocated at once, where [`memory::Counting`] is installed.
    pub memory: u64,
    /// Bytes of one text.
    pub text: usize,
    /// Elements of one list, those of lists inside it included.
    pub list: usize,
    /// Entries of one map, those of maps inside it included.
    pub map: usize,
    /// Calls of functions and closures within each other.
    pub calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { operations: 1_000_000, memory: 32 << 20, text: 1 << 20, list: 10_000, map: 1_000, calls: 24 }
    }
}

/// Expressions within each other, outside and inside of functions; a deeper script doesn't compile.
const DEPTH: usize = 48;
/// Variables in scope at once.
const VARIABLES: usize = 1_000;
/// Functions that one script defines.
const FUNCTIONS: usize = 100;
/// How many times over the memory limit a script may allocate in all; what it frees again costs time too.
const CHURN: u64 = 16;
/// Elements that a function looks at for one step.
const ELEMENTS_PER_STEP: usize = 128;

/// Stack that an evaluation may need: lists nested as deep as their limit allows, copied by recursion. Threads with
/// this much stack run scripts without preparation; on others every evaluation first gets a stack of this size.
pub const STACK: usize = 24 << 20;

/// The stack of a thread that is made to run scripts: enough that none of its evaluations has to map one of its own.
/// Only what is touched takes memory.
pub const THREAD_STACK: usize = 64 << 20;

/// Counts what an evaluation uses.
#[derive(Debug)]
pub(in crate::script) struct Meter {
    pub limits: Limits,
    steps: Cell<u64>,
    live_before: Cell<i64>,
    allocated_before: Cell<u64>,
}

impl Meter {
    pub fn new(limits: Limits) -> Rc<Self> {
        Rc::new(Self { limits, steps: Cell::new(0), live_before: Cell::new(0), allocated_before: Cell::new(0) })
    }

    /// Starts an evaluation from nothing.
    pub fn restart(&self) {
        self.steps.set(0);
        self.live_before.set(memory::live());
        self.allocated_before.set(memory::allocated());
    }

    /// Counts a step, and says what ran out, if anything did. Rhai's own count of operations starts anew in every
    /// closure that a function calls; this one doesn't.
    #[inline]
    fn step(&self) -> Option<Fault> {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        let allocated = memory::allocated().wrapping_sub(self.allocated_before.get());
        // What it holds is part of what it allocated.
        if steps <= self.limits.operations && allocated <= self.limits.memory {
            return None;
        }
        self.look(steps, allocated)
    }

    #[cold]
    fn look(&self, steps: u64, allocated: u64) -> Option<Fault> {
        if steps > self.limits.operations {
            return Some(self.too_long());
        }
        let live = memory::live().wrapping_sub(self.live_before.get());
        if u64::try_from(live).is_ok_and(|live| live > self.limits.memory) {
            return Some(Self::too_much("holds", self.limits.memory));
        }
        let churn = self.limits.memory.saturating_mul(CHURN);
        (allocated > churn).then(|| Self::too_much("copies", churn))
    }

    /// Counts the elements that a function looks at.
    pub fn charge(&self, elements: usize) -> Result<(), Box<EvalAltResult>> {
        self.steps.set(self.steps.get() + (elements / ELEMENTS_PER_STEP) as u64);
        if self.steps.get() > self.limits.operations {
            return Err(Box::new(EvalAltResult::ErrorTerminated(Dynamic::from(self.too_long()), Position::NONE)));
        }
        Ok(())
    }

    fn too_long(&self) -> Fault {
        let message = format!("the script takes more than {} steps", self.limits.operations);
        Fault { kind: ScriptErrorKind::Operations, message }
    }

    fn too_much(does: &str, bytes: u64) -> Fault {
        let message = format!("the script {does} more than {} MiB", bytes >> 20);
        Fault { kind: ScriptErrorKind::Memory, message }
    }
}

/// Words that scripts could otherwise leave the sandbox with, or that have no meaning in a mapping.
pub(in crate::script) const DISABLED: [&str; 4] = ["eval", "Fn", "print", "debug"];

/// An engine without functions, with every limit set.
pub(in crate::script) fn engine(meter: &Rc<Meter>) -> Engine {
    let mut engine = Engine::new_raw();
    let limits = meter.limits;
    // Constants would be folded with Rhai's own operators, and the inspected tree must be the one that runs.
    engine.set_optimization_level(OptimizationLevel::None);
    // The fast path knows nothing of our operators.
    engine.set_fast_operators(false);
    engine.set_fail_on_invalid_map_property(true);
    engine.set_max_strings_interned(0);
    // The meter counts steps; Rhai's own count only starts anew with every closure.
    engine.set_max_operations(0);
    engine.set_max_call_levels(limits.calls);
    engine.set_max_expr_depths(DEPTH, DEPTH);
    engine.set_max_variables(VARIABLES);
    engine.set_max_functions(FUNCTIONS);
    engine.set_max_string_size(limits.text);
    engine.set_max_array_size(limits.list);
    engine.set_max_map_size(limits.map);
    for word in DISABLED {
        engine.disable_symbol(word);
    }
    let meter = Rc::clone(meter);
    engine.on_progress(move |_| meter.step().map(Dynamic::from));
    engine
}
