//! Which rules want a change, decided once for each pair of values.

use rustc_hash::FxHashMap;

use crate::plan::{Direction, Plan};
use crate::run::case::{At, Change};
use crate::run::program::{ChangeTest, FieldProgram};
use crate::run::tally::CellKey;

/// For each field and pair of values the rules that want the change: a bit per rule of the field.
#[derive(Debug)]
pub struct ChangeMemo(Vec<FxHashMap<(CellKey, CellKey), u64>>);

/// Rules beyond those that have a bit are decided each time.
const BITS: usize = 64;

impl ChangeMemo {
    /// Nothing decided yet.
    pub fn new(plan: &Plan) -> Self {
        Self(vec![FxHashMap::default(); plan.fields.len()])
    }

    /// Whether a rule wants a change of a field.
    pub fn wants(&mut self, at: &At<'_>, rule: usize, field: usize, change: Change) -> bool {
        let program = &at.state.context.program;
        let own = &program.fields[field];
        let bit = own.rules.iter().position(|each| *each == rule).filter(|bit| *bit < BITS);
        let keys = CellKey::of(change.old).zip(CellKey::of(change.new));
        match (bit, keys) {
            (Some(bit), Some(keys)) if program.rules[rule].change.is_pure => {
                let mask = self.0[field].entry(keys).or_insert_with(|| mask(at, own, change));
                *mask & (1 << bit) != 0
            }
            _ => passes(at, &program.rules[rule].change, own, change),
        }
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
