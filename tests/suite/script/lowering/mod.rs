//! Lowered scripts give what the interpreter gives.

use std::cell::RefCell;
use std::rc::Rc;

use caseloom::script::{
    Compiled, Form, Limits, Namespaces, NotLowered, Runtime, ScriptError, SharedFile, SharedFunctions, Value,
    Vocabulary, compile,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

mod edges;
mod grammar;
mod mappings;
mod plain;
mod scalars;

use grammar::Writer;
use plain::{Plain, names, variables};

pub fn functions(text: &str) -> SharedFunctions {
    let (functions, problems) =
        SharedFunctions::read(vec![SharedFile { name: "shared.rhai".into(), text: text.into() }], &names());
    assert_eq!(problems, []);
    functions
}

pub fn compiled(text: &str, shared: &SharedFunctions) -> Option<Compiled> {
    let (variables, names) = (variables(), names());
    let vocabulary = Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared };
    compile(text, Form::Block, &vocabulary).ok()
}

/// The value of each variable of the script, in this case.
fn given<'a>(case: &'a Plain, script: &'a Compiled) -> impl Fn(usize) -> Value + 'a {
    move |variable| {
        let name = &script.uses.variables[variable];
        let position = plain::VARIABLES.iter().position(|(known, _)| known == name).unwrap();
        case.variables[position].clone()
    }
}

/// What came of a script, and how many evaluations were handed over.
pub type Came = (Result<Value, ScriptError>, u64);

/// What comes of a script in the interpreter where each call is looked up.
fn as_written(script: &Compiled, case: &Plain, shared: &SharedFunctions) -> Result<Value, ScriptError> {
    let case = Rc::new(RefCell::new(case.clone()));
    let mut runtime = Runtime::new(Limits::default(), &names(), shared, Rc::clone(&case)).as_written();
    runtime.evaluate(script, &given(&case.borrow().clone(), script))
}

/// A script run as native code over a case that knows where activities occur, and by the interpreter over one that doesn't.
pub fn both(script: &Compiled, case: &Plain, shared: &SharedFunctions, limits: Limits) -> (Came, Came) {
    let variables = given(case, script);
    let indexed = Plain { is_indexed: true, ..case.clone() };
    let mut native = Runtime::new(limits, &names(), shared, Rc::new(RefCell::new(indexed)));
    let plain = Rc::new(RefCell::new(case.clone()));
    let mut interpreted = Runtime::new(limits, &names(), shared, plain).without_lowering();
    let outcomes = (native.evaluate(script, &variables), interpreted.evaluate(script, &variables));
    ((outcomes.0, native.handed_over()), (outcomes.1, interpreted.handed_over()))
}

/// What was seen of a run of generated scripts.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    scripts: u32,
    values: u32,
    errors: u32,
    /// Values that native code could not give.
    handed_over: u32,
}

fn compare(choices: &[u8], case: &Plain, shared: &SharedFunctions, seen: &mut Seen) -> Result<(), TestCaseError> {
    let text = Writer::new(choices).script();
    // A name that is used before it is defined, or a script nested too deep.
    let Some(script) = compiled(&text, shared) else { return Err(TestCaseError::reject("does not compile")) };
    if let Err(NotLowered { construct, .. }) = script.lowered() {
        prop_assert_eq!(construct, "many parts", "{}", text);
        return Ok(());
    }
    let ((native, handed_over), (interpreted, _)) = both(&script, case, shared, Limits::default());
    seen.scripts += 1;
    // Numbers are compared by their digits, so that -0 is not 0.
    prop_assert_eq!(format!("{native:?}"), format!("{interpreted:?}"), "{}", text);
    let written = as_written(&script, case, shared);
    prop_assert_eq!(format!("{written:?}"), format!("{interpreted:?}"), "{}", text);
    match interpreted {
        Ok(_) => {
            seen.values += 1;
            seen.handed_over += u32::from(handed_over > 0);
        }
        Err(_) => seen.errors += 1,
    }
    Ok(())
}

#[test]
fn generated_scripts_give_the_same() {
    let shared = functions(grammar::SHARED);
    let cases = std::env::var("CASELOOM_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500);
    let config = Config { cases, max_global_rejects: 100_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let seen = std::cell::Cell::new(Seen::default());
    let input = (proptest::collection::vec(any::<u8>(), 0..160), plain::case());
    runner
        .run(&input, |(choices, case)| {
            let mut so_far = seen.get();
            let outcome = compare(&choices, &case, &shared, &mut so_far);
            seen.set(so_far);
            outcome
        })
        .unwrap();
    let seen = seen.get();
    assert!(seen.values > cases / 4 && seen.errors > cases / 10, "too little was tried: {seen:?} of {cases}");
    // Lists of events and the like.
    assert!(seen.handed_over < seen.values / 25, "native code gives up too often: {seen:?}");
}
