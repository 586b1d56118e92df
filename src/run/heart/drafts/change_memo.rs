//! Which rules want a change, decided once for each pair of values.

use rustc_hash::FxHashMap;

use crate::plan::{Direction, Plan, Subject};
use crate::run::case::{At, Change};
use crate::run::program::{ChangeTest, FieldProgram, Program};
use crate::run::tally::CellKey;

/// For each field and pair of values the rules that want the change: a bit per rule of the field.
#[derive(Debug)]
pub struct ChangeMemo {
    decided: Vec<FxHashMap<(CellKey, CellKey), u64>>,
    /// Of the case at hand, by field.
    of_case: Vec<Decided>,
    /// By rule, its fields, each with the rule's bit; `None`: it is decided each time.
    bits: Vec<Vec<(usize, Option<usize>)>>,
}

/// What was decided of the changes of a field.
#[derive(Debug, Default, Clone)]
struct Decided {
    /// Of each change; `None`: it can't be remembered.
    masks: Vec<Option<u64>>,
    /// All of them.
    all: u64,
}

/// Rules beyond those that have a bit are decided each time.
const BITS: usize = 64;

impl ChangeMemo {
    /// Nothing decided yet.
    pub fn new(plan: &Plan, program: &Program) -> Self {
        let bit = |rule: usize, field: usize| {
            let place = program.fields[field].rules.iter().position(|each| *each == rule);
            (field, place.filter(|bit| *bit < BITS && program.rules[rule].change.is_pure))
        };
        let bits = plan.rules.iter().enumerate().map(|(rule, planned)| match &planned.subject {
            Subject::Changes(_, fields) => fields.iter().map(|field| bit(rule, *field)).collect(),
            Subject::Rows(_) | Subject::Deadline => Vec::new(),
        });
        let count = plan.fields.len();
        Self {
            decided: vec![FxHashMap::default(); count],
            of_case: vec![Decided::default(); count],
            bits: bits.collect(),
        }
    }

    /// Decides all changes of the case at hand.
    pub fn decide(&mut self, at: &At<'_>) {
        let fields = at.state.fields.iter().zip(&at.state.context.program.fields);
        for ((history, own), (decided, of_case)) in fields.zip(self.decided.iter_mut().zip(&mut self.of_case)) {
            of_case.masks.clear();
            if let Some(mask) = own.constant {
                of_case.masks.extend(history.changes.iter().map(|_| Some(mask)));
                of_case.all = if history.changes.is_empty() { 0 } else { mask };
                continue;
            }
            of_case.masks.extend(history.changes.iter().map(|change| {
                let keys = CellKey::of(change.old).zip(CellKey::of(change.new))?;
                Some(*decided.entry(keys).or_insert_with(|| mask(at, own, *change)))
            }));
            of_case.all = of_case.masks.iter().fold(0, |all, mask| all | mask.unwrap_or(u64::MAX));
        }
    }

    /// Whether a rule on changes may want one of the case at hand.
    pub fn may_want(&self, rule: usize) -> bool {
        self.bits[rule].iter().any(|(field, bit)| match bit {
            Some(bit) => self.of_case[*field].all & (1 << bit) != 0,
            None => !self.of_case[*field].masks.is_empty(),
        })
    }

    /// The changes of a field that a rule wants, by their places in the field's history.
    pub fn wanted<'m>(&'m self, at: &'m At<'_>, rule: usize, field: usize) -> impl Iterator<Item = usize> + 'm {
        let program = &at.state.context.program;
        let (own, test) = (&program.fields[field], &program.rules[rule].change);
        let bit = self.bits[rule].iter().find(|(each, _)| *each == field).and_then(|(_, bit)| *bit);
        let changes = at.state.fields[field].changes.iter().zip(&self.of_case[field].masks).enumerate();
        let wanted = changes.filter(move |(_, (change, decided))| match (bit, decided) {
            (Some(bit), Some(mask)) => mask & (1 << bit) != 0,
            _ => passes(at, test, own, **change),
        });
        wanted.map(|(index, _)| index)
    }
}

fn mask(at: &At<'_>, field: &FieldProgram, change: Change) -> u64 {
    let rules = field.rules.iter().take(BITS).enumerate();
    let wanting = rules.filter(|(_, rule)| {
        let test = &at.state.context.program.rules[**rule].change;
        test.is_pure && passes(at, test, field, change)
    });
    wanting.fold(0, |mask, (bit, _)| mask | 1 << bit)
}

fn passes(at: &At<'_>, test: &ChangeTest, field: &FieldProgram, change: Change) -> bool {
    let Change { old, new, .. } = change;
    let from = test.from.as_ref().is_none_or(|from| at.passes(from, old) && !(test.leaves_set && at.passes(from, new)));
    let to = |to| at.passes(to, new) && !(test.enters_set && at.passes(to, old));
    from && test.to.as_ref().is_none_or(to) && test.direction.is_none_or(|direction| goes(at, direction, field, change))
}

/// Whether a change goes that way on the field's scale; not where a value isn't on it.
fn goes(at: &At<'_>, direction: Direction, field: &FieldProgram, change: Change) -> bool {
    let texts = at.state.texts();
    match field.rank(change.old, texts).zip(field.rank(change.new, texts)) {
        Some((old, new)) => match direction {
            Direction::Up => new > old,
            Direction::Down => new < old,
        },
        None => false,
    }
}
