//! Every script of every mapping, over cases made up for it.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use caseloom::check::check;
use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::plan::Plan;
use caseloom::resolve::{parse, resolve};
use caseloom::script::{CaseView, EventValue, Limits, Runtime, Value};

use crate::program::root;

/// A case whose values follow from a number, and nothing else.
#[derive(Clone)]
struct MadeUp {
    seed: u64,
    activities: u32,
    /// Texts that the mapping's scripts know.
    words: Rc<Vec<String>>,
}

impl MadeUp {
    fn number(&self, of: &[u64]) -> u64 {
        of.iter().fold(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), |mixed, part| {
            let mixed = (mixed ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed ^ mixed >> 29
        })
    }

    fn value(&self, of: &[u64]) -> Value {
        let number = self.number(of);
        match number % 11 {
            0 | 1 => Value::Null,
            2 | 3 => Value::Boolean(number & 64 == 0),
            4 => Value::Integer((number >> 8 & 7).cast_signed()),
            5 => Value::Number((number >> 8 & 7) as f64 / 2.0),
            6 | 7 => Value::Time(self.time(number)),
            8 => Value::Duration((number >> 8 & 0xff_ffff).cast_signed()),
            _ => Value::text(&self.words[(number >> 8) as usize % self.words.len()]),
        }
    }

    fn time(&self, number: u64) -> i64 {
        (number >> 8 & 0xf).cast_signed() * 3_600_000
    }

    fn count(&self, of: &[u64]) -> usize {
        (self.number(of) >> 8) as usize % 6
    }
}

impl CaseView for MadeUp {
    fn event_count(&self) -> usize {
        self.count(&[1])
    }
    fn event_activity(&self, event: usize) -> u32 {
        (self.number(&[2, event as u64]) % u64::from(self.activities.max(1))) as u32
    }
    fn event_time(&self, event: usize) -> i64 {
        event as i64 * 3_600_000
    }
    fn event_value(&self, event: usize, name: EventValue) -> Value {
        match name {
            EventValue::Attribute(number) => self.value(&[3, event as u64, u64::from(number)]),
            EventValue::End => Value::Time(self.event_time(event) + 1),
            _ => Value::text("x"),
        }
    }
    fn record_value(&self, column: u32) -> Value {
        self.value(&[4, u64::from(column)])
    }
    fn field_changes(&self, field: u32) -> usize {
        self.count(&[5, u64::from(field)])
    }
    fn change_time(&self, _: u32, change: usize) -> i64 {
        change as i64 * 1_800_000
    }
    fn change_old(&self, field: u32, change: usize) -> Value {
        self.value(&[6, u64::from(field), change as u64])
    }
    fn change_new(&self, field: u32, change: usize) -> Value {
        self.value(&[6, u64::from(field), change as u64 + 1])
    }
    fn field_initial(&self, field: u32) -> Value {
        self.value(&[6, u64::from(field), 0])
    }
    fn field_start(&self, field: u32) -> Option<i64> {
        (self.number(&[7, u64::from(field)]) & 64 == 0).then_some(-5)
    }
    fn row_count(&self, source: u32) -> usize {
        self.count(&[8, u64::from(source)])
    }
    fn row_value(&self, source: u32, row: usize, column: u32) -> Value {
        self.value(&[9, u64::from(source), row as u64, u64::from(column)])
    }
    fn row_time(&self, source: u32, row: usize) -> Option<i64> {
        (self.number(&[10, u64::from(source)]) & 64 == 0).then_some(row as i64 * 3_600_000)
    }
    fn extracted_at(&self) -> Option<i64> {
        (!self.seed.is_multiple_of(3)).then_some(100_000_000)
    }
}

/// The shipped mappings and the reference job.
fn mappings() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("mappings")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.push(root().join("tests/reference"));
    paths
}

fn plan(folder: &std::path::Path) -> Plan {
    let text = fs::read_to_string(folder.join("mapping.yaml")).unwrap();
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let tree = parse(&mut files, "mapping.yaml", &text, &mut diagnostics);
    let beside = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let resolved = resolve(&mut files, tree, None, &beside, &mut diagnostics);
    let (mapping, shared) = (resolved.mapping, resolved.shared);
    let plan = mapping.and_then(|mapping| check(&mapping, shared, &mut diagnostics));
    plan.unwrap_or_else(|| panic!("{}: {:#?}", folder.display(), diagnostics.errors().collect::<Vec<_>>()))
}

#[test]
fn every_script_of_a_mapping_gives_the_same() {
    let mut not_lowered = Vec::new();
    for folder in mappings() {
        let plan = plan(&folder);
        let mut values = 0;
        for script in &plan.scripts {
            if let Err(reason) = script.compiled.lowered() {
                not_lowered.push((folder.clone(), reason.construct.clone()));
                continue;
            }
            let literals = script.code.code().split('"').skip(1).step_by(2).map(str::to_owned);
            let words = Rc::new(literals.chain(["".to_owned(), "Zed".to_owned()]).collect::<Vec<_>>());
            let made = |seed| MadeUp { seed, activities: plan.names.activities.len() as u32, words: Rc::clone(&words) };
            let current = Rc::new(RefCell::new(made(0)));
            let runtime = || Runtime::new(Limits::default(), &plan.names, &plan.shared, Rc::clone(&current));
            let (mut native, mut interpreted) = (runtime(), runtime().without_lowering());
            for seed in 0..300 {
                *current.borrow_mut() = made(seed);
                let variables = |variable: usize| made(seed).value(&[11, variable as u64]);
                let wanted = interpreted.evaluate(&script.compiled, &variables);
                let outcome = native.evaluate(&script.compiled, &variables);
                assert_eq!(format!("{outcome:?}"), format!("{wanted:?}"), "{}, seed {seed}", script.code.code());
                values += u32::from(wanted.is_ok());
            }
        }
        assert!(plan.scripts.is_empty() || values > 100, "{}: few values: {values}", folder.display());
    }
    let known = ["a loop", "`any`", "`all`", "`filter`", "`map`"];
    let others: Vec<_> = not_lowered.iter().filter(|(_, construct)| !known.contains(&construct.as_str())).collect();
    assert!(others.is_empty(), "{others:?}");
    assert!(!not_lowered.iter().any(|(folder, _)| folder.ends_with("tests/reference")), "{not_lowered:?}");
}
