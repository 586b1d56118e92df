//! Running compiled scripts.

mod direct;
mod error;
mod interpreted;
pub(in crate::script) mod outcomes;
pub(in crate::script) mod sandbox;

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use rhai::{AST, Dynamic, Engine, EvalAltResult, Module, ParseError, Position, Scope};

use super::compile::{Compiled, parse};
use super::library::{Events, Fields, Forms, Library, Record, Rows, register_case};
use super::lower::{self, Lowered, Surroundings};
use super::value::{NoValue, Value};
use crate::script::case::view::{CaseView, Given, Plain, Variables};
use crate::script::compile::shared::SharedFunctions;
use crate::script::compile::vocabulary::CaseNames;
use interpreted::{Around, Interpreted};
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

/// How many scripts are found at once; a power of two.
const PLACES: usize = 256;

/// Runs scripts on one thread, over the case that `current` holds.
pub struct Runtime<C: CaseView + 'static> {
    engine: Engine,
    forms: Forms,
    meter: Rc<Meter>,
    shared: SharedFunctions,
    names: CaseNames,
    /// Scripts by their ids, in the order in which they were met first.
    prepared: Vec<(u64, Prepared)>,
    /// Where a script stands in it, by the end of its id; another may stand there.
    places: [u16; PLACES],
    current: Rc<RefCell<C>>,
    is_lowering: bool,
    is_direct: bool,
    handed_over: u64,
}

/// A script's syntax tree and what running it leaves behind for the next time.
struct Prepared {
    lowered: Option<Lowered>,
    /// [`Runtime::quick`] tried the evaluation at hand, and the interpreter has to say what comes of it.
    is_handed_over: Cell<bool>,
    ast: AST,
    /// Made when it is interpreted for the first time.
    interpreted: Option<Interpreted>,
    scope: Scope<'static>,
}

impl<C: CaseView + 'static> Runtime<C> {
    /// A runtime for the scripts of one mapping. Whoever holds `current` puts one case after another into it, between
    /// evaluations.
    #[must_use]
    pub fn new(limits: Limits, names: &CaseNames, shared: &SharedFunctions, current: Rc<RefCell<C>>) -> Self {
        let meter = Meter::new(limits);
        let mut engine = sandbox::engine(&meter);
        let mut library = Library::new(&mut engine, Rc::clone(&meter));
        register_case(&mut library, Rc::clone(&current), names);
        let forms = library.forms;
        direct::node::register(&mut engine);
        // What the thread allocated before is not the files' doing.
        meter.restart();
        for file in &shared.files {
            add_shared(&mut engine, &file.name, &file.text);
        }
        Self {
            engine,
            forms,
            meter,
            shared: shared.clone(),
            names: names.clone(),
            prepared: Vec::new(),
            places: [0; PLACES],
            current,
            is_lowering: lower::fit(&limits),
            is_direct: true,
            handed_over: 0,
        }
    }

    /// Runs every script in the interpreter.
    #[must_use]
    pub fn without_lowering(mut self) -> Self {
        self.is_lowering = false;
        self
    }

    /// Runs every script in the interpreter just as it was written, where calls are looked up at each evaluation.
    #[must_use]
    pub fn as_written(mut self) -> Self {
        self.is_direct = false;
        self.without_lowering()
    }

    /// How many evaluations began as native code and were handed to the interpreter.
    #[must_use]
    pub fn handed_over(&self) -> u64 {
        self.handed_over
    }

    /// The case that scripts look at.
    #[must_use]
    pub fn current(&self) -> &Rc<RefCell<C>> {
        &self.current
    }

    /// Where a script stands among those that were met.
    #[inline]
    fn place(&self, script: &Compiled) -> Option<usize> {
        let likely = usize::from(self.places[script.id as usize % PLACES]);
        match self.prepared.get(likely) {
            Some((id, _)) if *id == script.id => Some(likely),
            _ => self.prepared.iter().position(|(id, _)| *id == script.id),
        }
    }

    /// What a script gives over a case where it runs as native code and nothing is measured; nothing where
    /// [`Runtime::evaluate`] has to say what comes of it.
    #[inline]
    pub fn quick(&self, script: &Compiled, case: &C, variables: &dyn Variables) -> Option<Given<'_>> {
        if script.meter().is_on() {
            return None;
        }
        let (_, prepared) = self.prepared.get(self.place(script)?)?;
        let given = prepared.lowered.as_ref()?.evaluate(case, variables);
        prepared.is_handed_over.set(given.is_none());
        given
    }

    /// The same where that is plain and quickly found, which takes no memory to hand on.
    #[inline]
    pub fn plain(&self, script: &Compiled, case: &C, variables: &dyn Variables) -> Plain {
        if script.meter().is_on() {
            return Plain::Other;
        }
        let prepared = self.place(script).and_then(|place| self.prepared.get(place));
        let lowered = prepared.and_then(|(_, prepared)| prepared.lowered.as_ref());
        lowered.map_or(Plain::Other, |lowered| lowered.plain(case, variables))
    }

    /// Evaluates a script over the values of its variables.
    ///
    /// # Errors
    /// What stopped it, and where.
    pub fn evaluate(&mut self, script: &Compiled, variables: &dyn Variables) -> Result<Value, ScriptError> {
        if self.place(script).is_none() {
            let prepared = self.prepare(script).map_err(|failure| error::of_parsing(&failure, script))?;
            self.places[script.id as usize % PLACES] = u16::try_from(self.prepared.len()).unwrap_or(u16::MAX);
            self.prepared.push((script.id, prepared));
        }
        if !script.meter().is_on() {
            return self.evaluate_prepared(script, variables);
        }
        let outcome = script.meter().around(|| {
            let before = self.handed_over;
            let outcome = self.evaluate_prepared(script, variables);
            (outcome, self.handed_over > before)
        });
        script.outcomes().note(&outcome);
        outcome
    }

    fn evaluate_prepared(&mut self, script: &Compiled, variables: &dyn Variables) -> Result<Value, ScriptError> {
        let Some(place) = self.place(script) else { return Ok(Value::Null) };
        let Self { engine, forms, meter, prepared, shared, current, is_direct, handed_over, .. } = self;
        let Some((_, prepared)) = prepared.get_mut(place) else { return Ok(Value::Null) };
        if let Some(lowered) = &prepared.lowered {
            let is_tried = prepared.is_handed_over.take();
            let given = if is_tried { None } else { lowered.evaluate(&*current.borrow(), variables) };
            if let Some(given) = given {
                return Ok(given.into_value());
            }
            *handed_over += 1;
        }
        // Everything that a script may have nested deep is also dropped in here.
        stacker::maybe_grow(STACK, STACK, || {
            let outcome =
                prepared.run(&Around { engine, forms: is_direct.then_some(forms), meter, shared }, script, variables);
            prepared.scope.rewind(VIEWS);
            match outcome.map(Value::try_from) {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(NoValue(what))) => Err(error::of_result(&what, script)),
                Err(failure) => Err(error::of_running(&failure, script, shared)),
            }
        })
    }

    fn prepare(&self, script: &Compiled) -> Result<Prepared, ParseError> {
        let engine = &self.engine;
        let ast = parse(engine, &script.text, script.form)?;
        let mut scope = Scope::new();
        views(&mut scope);
        let around = Surroundings { engine, names: &self.names, shared: &self.shared, variables: &script.names };
        let is_lowered = self.is_lowering && script.lowered().is_ok();
        let lowered = is_lowered.then(|| lower::lower(&script.text, &ast, &around).ok()).flatten();
        Ok(Prepared { lowered, is_handed_over: Cell::new(false), ast, interpreted: None, scope })
    }
}

impl Prepared {
    fn run(
        &mut self,
        around: &Around<'_>,
        script: &Compiled,
        variables: &dyn Variables,
    ) -> Result<Dynamic, Box<EvalAltResult>> {
        for (index, name) in script.names.iter().enumerate() {
            self.scope.push_constant_dynamic(name.as_str(), variables.see(index).into_value().into());
        }
        let interpreted = self.interpreted.get_or_insert_with(|| Interpreted::new(&self.ast, around, &script.names));
        interpreted.run(around, &mut self.scope)
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
