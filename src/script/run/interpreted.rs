//! A script in the interpreter.

use rhai::{AST, Caches, Dynamic, Engine, EvalAltResult, GlobalRuntimeState, Scope, Stmt};

use super::direct::Direct;
use super::sandbox::Meter;
use crate::script::compile::shared::SharedFunctions;
use crate::script::library::Forms;

/// What all scripts of a runtime run with.
pub(super) struct Around<'a> {
    pub engine: &'a Engine,
    /// Nothing where no call is made direct.
    pub forms: Option<&'a Forms>,
    pub meter: &'a Meter,
    pub shared: &'a SharedFunctions,
}

/// A script's statements, as they were written and with direct calls, and what running them leaves behind for the next
/// time.
pub(super) struct Interpreted {
    /// Nothing where they stop although the others don't.
    direct: Option<Statements>,
    written: Statements,
}

struct Statements {
    statements: Vec<Stmt>,
    state: GlobalRuntimeState,
    caches: Caches,
}

type Outcome = Result<Dynamic, Box<EvalAltResult>>;

impl Interpreted {
    /// `variables` are the script's own, as its text calls them.
    pub fn new(ast: &AST, around: &Around<'_>, variables: &[String]) -> Self {
        let direct = around.forms.map(|forms| Direct::new(forms, ast, around.shared, variables).statements(ast));
        Self {
            direct: direct.map(|direct| Statements::new(direct, ast, around.engine)),
            written: Statements::new(ast.statements().to_vec(), ast, around.engine),
        }
    }

    /// What the script gives.
    ///
    /// # Errors
    /// What stopped it.
    pub fn run(&mut self, around: &Around<'_>, scope: &mut Scope<'static>) -> Outcome {
        let depth = scope.len();
        let Some(direct) = &mut self.direct else { return self.written.run(around, scope) };
        if let Ok(value) = direct.run(around, scope) {
            return Ok(value);
        }
        scope.rewind(depth);
        let outcome = self.written.run(around, scope);
        if outcome.is_ok() {
            self.direct = None;
        }
        outcome
    }
}

impl Statements {
    fn new(statements: Vec<Stmt>, ast: &AST, engine: &Engine) -> Self {
        let mut state = engine.new_global_runtime_state();
        state.lib.push(ast.shared_lib().clone());
        let mut caches = Caches::new();
        caches.push_fn_resolution_cache();
        Self { statements, state, caches }
    }

    fn run(&mut self, around: &Around<'_>, scope: &mut Scope<'static>) -> Outcome {
        self.state.num_operations = 0;
        around.meter.restart();
        let Self { statements, state, caches } = self;
        #[expect(deprecated, reason = "Rhai marks what may change between versions; the version is pinned")]
        around.engine.eval_statements_raw(state, caches, scope, statements)
    }
}
