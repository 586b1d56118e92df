//! Running compiled scripts.

mod error;
pub(in crate::script) mod sandbox;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rhai::{AST, Caches, Dynamic, Engine, EvalAltResult, GlobalRuntimeState, Module, ParseError, Position, Scope};
use rustc_hash::FxHashMap;

use super::compile::{Compiled, parse};
use super::library::{Events, Fields, Library, Record, Rows, register_case};
use super::value::{NoValue, Value};
use crate::script::case::view::CaseView;
use crate::script::compile::shared::SharedFunctions;
use crate::script::compile::vocabulary::CaseNames;
use sandbox::{Limits, Meter, STACK};

/// What stopped a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScriptErrorKind {
    /// It took too many steps.
    Operations,
    /// Functions called each other too deep.
    Depth,
    /// It took too much memory.
    Memory,
    /// A text, list or map grew too large.
    Size,
    /// A value was of the wrong kind.
    Type,
    /// Division by zero, or a number that is too large.
    Arithmetic,
    /// Anything else, `throw` among it.
    Other,
}

/// Why an evaluation gave no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// What sort.
    pub kind: ScriptErrorKind,
    /// What happened.
    pub message: String,
    /// Where: bytes of the script's text, or of the shared file's.
    pub range: Range<usize>,
    /// The shared file that it happened in, if it did, by its index.
    pub file: Option<usize>,
}

/// Runs scripts on one thread, over the case that `current` holds.
pub struct Runtime<C: CaseView + 'static> {
    engine: Engine,
    meter: Rc<Meter>,
    shared: SharedFunctions,
    prepared: FxHashMap<u64, Prepared>,
    current: Rc<RefCell<C>>,
}

/// A script's syntax tree and what running it leaves behind for the next time.
struct Prepared {
    ast: AST,
    state: GlobalRuntimeState,
    caches: Caches,
    scope: Scope<'static>,
}

impl<C: CaseView + 'static> Runtime<C> {
    /// A runtime for the scripts of one mapping. Whoever holds `current` puts one case after another into it, between
    /// evaluations.
    #[must_use]
    pub fn new(limits: Limits, names: &CaseNames, shared: &SharedFunctions, current: Rc<RefCell<C>>) -> Self {
        let meter = Meter::new(limits);
        let mut engine = sandbox::engine(&meter);
        register_case(&mut Library::new(&mut engine, Rc::clone(&meter)), Rc::clone(&current), names);
        for file in &shared.files {
            add_shared(&mut engine, &file.name, &file.text);
        }
        Self { engine, meter, shared: shared.clone(), prepared: FxHashMap::default(), current }
    }

    /// The case that scripts look at.
    #[must_use]
    pub fn current(&self) -> &Rc<RefCell<C>> {
        &self.current
    }

    /// Evaluates a script. `variables` is asked for the values of `script.uses.variables`, by index and in order.
    ///
    /// # Errors
    /// What stopped it, and where.
    pub fn evaluate(
        &mut self,
        script: &Compiled,
        variables: &mut dyn FnMut(usize) -> Value,
    ) -> Result<Value, ScriptError> {
        let Self { engine, meter, prepared, shared, .. } = self;
        let prepared = match prepared.entry(script.id) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let prepared = prepare(engine, script).map_err(|failure| error::of_parsing(&failure, script))?;
                entry.insert(prepared)
            }
        };
        // Everything that a script may have nested deep is also dropped in here.
        stacker::maybe_grow(STACK, STACK, || {
            let outcome = prepared.run(engine, meter, script, variables);
            prepared.scope.rewind(VIEWS);
            match outcome.map(Value::try_from) {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(NoValue(what))) => Err(error::of_result(&what, script)),
                Err(failure) => Err(error::of_running(&failure, script, shared)),
            }
        })
    }
}

fn prepare(engine: &Engine, script: &Compiled) -> Result<Prepared, ParseError> {
    let ast = parse(engine, &script.text, script.form)?;
    let mut state = engine.new_global_runtime_state();
    state.lib.push(ast.shared_lib().clone());
    let mut caches = Caches::new();
    caches.push_fn_resolution_cache();
    let mut scope = Scope::new();
    views(&mut scope);
    Ok(Prepared { ast, state, caches, scope })
}

impl Prepared {
    fn run(
        &mut self,
        engine: &Engine,
        meter: &Meter,
        script: &Compiled,
        variables: &mut dyn FnMut(usize) -> Value,
    ) -> Result<Dynamic, Box<EvalAltResult>> {
        self.state.num_operations = 0;
        for (index, name) in script.names.iter().enumerate() {
            self.scope.push_constant_dynamic(name.as_str(), variables(index).into());
        }
        meter.restart();
        let Self { ast, state, caches, scope } = self;
        #[expect(deprecated, reason = "Rhai marks what may change between versions; the version is pinned")]
        engine.eval_statements_raw(state, caches, scope, ast.statements())
    }
}

/// How many views stand at the bottom of every script's scope; as constants they stay as they are.
const VIEWS: usize = 4;

fn views(scope: &mut Scope) {
    scope.push_constant("events", Events::ALL);
    scope.push_constant("fields", Fields);
    scope.push_constant("rows", Rows);
    scope.push_constant("record", Record);
}

/// Makes a file's functions and constants known everywhere. It was inspected before: what fails now would have failed
/// then, and a function that is missing is an error of the script that calls it.
fn add_shared(engine: &mut Engine, name: &str, text: &str) {
    let Ok(mut ast) = engine.compile(text) else { return };
    ast.set_source(name);
    let mut scope = Scope::new();
    let mut constants = Module::new();
    if engine.run_ast_with_scope(&mut scope, &ast).is_ok() {
        for (name, _, value) in scope.iter() {
            constants.set_var(name, value);
        }
    }
    engine.register_global_module(constants.into());
    engine.register_global_module(ast.shared_lib().clone());
}

/// The innermost error and its position, out of the calls around it.
pub(in crate::script) fn innermost(failure: &EvalAltResult) -> (&EvalAltResult, Position, Option<&str>) {
    let (mut failure, mut file) = (failure, None);
    let mut position = failure.position();
    while let EvalAltResult::ErrorInFunctionCall(_, source, inner, _) = failure {
        if !source.is_empty() {
            file = Some(source.as_str());
        }
        failure = inner;
        position = if failure.position().is_none() { position } else { failure.position() };
    }
    (failure, position, file)
}
