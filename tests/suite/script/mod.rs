//! Scripts: what is refused before they run, what they compute, what stops them.

use std::cell::RefCell;
use std::rc::Rc;

use caseloom::memory::Counting;
use caseloom::script::{
    CaseNames, CaseView, Compiled, EventValue, Form, Limits, Namespaces, Problem, Runtime, ScriptError, SharedFile,
    SharedFunctions, SourceNames, Value, Variable, Vocabulary, compile,
};

mod activities;
mod direct;
mod handles;
mod hostile;
mod inspection;
mod kinds;
mod lowering;
mod natives;
mod peak;
mod values;

/// Scripts are bounded by what this counts.
#[global_allocator]
static ALLOCATOR: Counting<peak::Watched> = Counting(peak::Watched);

pub const HOUR: i64 = 3_600_000;

/// A small case: created, assigned, solution, working, mail, resolved; a status that changes; three mails.
#[derive(Default)]
pub struct Sample {
    pub extracted: Option<i64>,
}

const EVENTS: [(u32, i64); 6] = [(0, 0), (1, HOUR), (2, 2 * HOUR), (3, 3 * HOUR), (3, 3 * HOUR), (4, 10 * HOUR)];
const CHANGES: [(i64, &str, &str); 3] =
    [(HOUR, "New", "Working"), (3 * HOUR, "Working", "Waiting"), (8 * HOUR, "Waiting", "Working")];
const MAILS: [(Option<i64>, bool, Option<&str>); 3] = [
    (Some(HOUR), true, Some("Hilfe, à la carte")),
    (Some(2 * HOUR), false, None),
    (Some(5 * HOUR), true, Some("Danke")),
];

impl CaseView for Sample {
    fn event_count(&self) -> usize {
        EVENTS.len()
    }
    fn event_activity(&self, event: usize) -> u32 {
        EVENTS[event].0
    }
    fn event_time(&self, event: usize) -> i64 {
        EVENTS[event].1
    }
    fn event_value(&self, event: usize, name: EventValue) -> Value {
        match name {
            EventValue::Resource if event == 0 => Value::Null,
            EventValue::Resource => Value::text(if event < 3 { "ann" } else { "bob" }),
            EventValue::End => Value::Time(EVENTS[event].1 + HOUR),
            EventValue::Label => Value::text("Label"),
            EventValue::Attribute(number) => Value::Integer(i64::from(number) + 40),
        }
    }
    fn record_value(&self, column: u32) -> Value {
        if column == 0 { Value::text("High") } else { Value::Null }
    }
    fn field_changes(&self, field: u32) -> usize {
        if field == 0 { CHANGES.len() } else { 0 }
    }
    fn change_time(&self, _: u32, change: usize) -> i64 {
        CHANGES[change].0
    }
    fn change_old(&self, _: u32, change: usize) -> Value {
        Value::text(CHANGES[change].1)
    }
    fn change_new(&self, _: u32, change: usize) -> Value {
        Value::text(CHANGES[change].2)
    }
    fn field_initial(&self, field: u32) -> Value {
        if field == 0 { Value::text("New") } else { Value::Null }
    }
    fn field_start(&self, _: u32) -> Option<i64> {
        Some(0)
    }
    fn row_count(&self, source: u32) -> usize {
        if source == 0 { MAILS.len() } else { 0 }
    }
    fn row_value(&self, _: u32, row: usize, column: u32) -> Value {
        match column {
            0 => Value::Boolean(MAILS[row].1),
            _ => MAILS[row].2.map_or(Value::Null, Value::text),
        }
    }
    fn row_time(&self, _: u32, row: usize) -> Option<i64> {
        MAILS[row].0
    }
    fn extracted_at(&self) -> Option<i64> {
        self.extracted
    }
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub fn names() -> CaseNames {
    CaseNames {
        activities: strings(&[
            "case_created",
            "case_assigned",
            "solution_proposed",
            "agent_investigates",
            "case_resolved",
            "case_reopened",
        ]),
        attributes: strings(&["Channel", "Score"]),
        fields: strings(&["status", "owner"]),
        sources: vec![
            SourceNames { id: "email".into(), columns: strings(&["Incoming", "Subject"]), ..SourceNames::default() },
            SourceNames { id: "phone".into(), columns: strings(&["Length"]), ..SourceNames::default() },
        ],
        record: strings(&["Priority", "Status"]),
        ..CaseNames::default()
    }
}

pub const VARIABLES: [&str; 6] = ["Status", "amount", "started", "OwnerId", "OwnerId.Name", "waiting"];

pub fn variables() -> Vec<Variable> {
    VARIABLES.iter().map(|name| Variable::new(*name)).collect()
}

pub fn shared(text: &str) -> (SharedFunctions, Vec<(usize, Problem)>) {
    SharedFunctions::read(vec![SharedFile { name: "shared.rhai".into(), text: text.into() }], &names())
}

pub fn compiled_with(text: &str, form: Form, shared: &SharedFunctions) -> Result<Compiled, Vec<Problem>> {
    let (variables, names) = (variables(), names());
    compile(text, form, &Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared })
}

pub fn compiled(text: &str) -> Result<Compiled, Vec<Problem>> {
    compiled_with(text, Form::Block, &SharedFunctions::default())
}

pub fn runtime(shared: &SharedFunctions) -> Runtime<Sample> {
    let case = Rc::new(RefCell::new(Sample { extracted: Some(9 * HOUR) }));
    Runtime::new(Limits::default(), &names(), shared, case)
}

pub fn value_of(name: &str) -> Value {
    match name {
        "Status" => Value::text("Wörking"),
        "amount" => Value::Integer(7),
        "started" => Value::Time(1_773_050_400_000),
        "OwnerId" => Value::text("005"),
        "OwnerId.Name" => Value::text("Ann"),
        "waiting" => Value::List(vec![Value::text("Waiting"), Value::text("On Hold")]),
        _ => Value::Null,
    }
}

pub fn run_in(runtime: &mut Runtime<Sample>, script: &Compiled) -> Result<Value, ScriptError> {
    runtime.evaluate(script, &|variable: usize| value_of(&script.uses.variables[variable]))
}

pub fn run(text: &str) -> Result<Value, ScriptError> {
    let script = compiled(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    in_all_ways(&script)
}

/// What comes of a script, which has to be the same as native code, in the interpreter with direct calls, and there just
/// as it was written; and the second time as well.
pub fn in_all_ways(script: &Compiled) -> Result<Value, ScriptError> {
    let new = || runtime(&SharedFunctions::default());
    let mut written = new().as_written();
    let outcome = run_in(&mut written, script);
    for (way, mut runtime) in [("native", new()), ("direct", new().without_lowering()), ("written", written)] {
        for _ in 0..2 {
            let again = run_in(&mut runtime, script);
            assert_eq!(format!("{again:?}"), format!("{outcome:?}"), "{way}");
        }
    }
    outcome
}

/// Asserts that each script says true, and lists those that don't.
pub fn all_true(texts: &[&str]) {
    let wrong: Vec<String> = texts
        .iter()
        .map(|text| match compiled(text) {
            Ok(script) => format!("{text}: {:?}", in_all_ways(&script)),
            Err(problems) => format!("{text}: {problems:?}"),
        })
        .filter(|outcome| !outcome.ends_with(": Ok(Boolean(true))"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
