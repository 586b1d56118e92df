//! Which steps want a change, decided once for each pair of values.

use crate::plan::Direction;
use crate::run::case::{At, Change};
use crate::run::program::{ChangeSteps, ChangeTest, FieldProgram, Program};
use crate::run::tally::CellKey;

/// For each field the pairs of values that were seen last, with the steps that want such a change.
#[derive(Debug)]
pub struct ChangeMemo {
    /// By field, the steps that want each change, where its values matter to nothing.
    constant: Vec<Option<u64>>,
    decided: Vec<Vec<Option<Decided>>>,
}

/// What was decided of a change from one value to another.
#[derive(Debug, Clone, Copy)]
struct Decided {
    old: CellKey,
    new: CellKey,
    wanting: u64,
    is_unknown: bool,
}

/// How many pairs of a field are remembered: a power of two.
const PAIRS: usize = 1024;

impl ChangeMemo {
    /// Nothing decided yet.
    pub fn new(program: &Program) -> Self {
        let constant = |(field, steps): (&FieldProgram, &ChangeSteps)| steps.constant.filter(|_| field.known.is_none());
        let constant: Vec<Option<u64>> = program.fields.iter().zip(&program.steps.on_changes).map(constant).collect();
        let pairs = |constant: &Option<u64>| if constant.is_some() { Vec::new() } else { vec![None; PAIRS] };
        Self { decided: constant.iter().map(pairs).collect(), constant }
    }

    /// The bits of the steps that want a change, and the key of the value after it where the mapping names others but not
    /// that.
    #[inline]
    pub fn wanting(&mut self, at: &At<'_>, field: usize, change: &Change) -> (u64, Option<CellKey>) {
        if let Some(wanting) = self.constant[field] {
            return (wanting, None);
        }
        let (Some(old), Some(new)) = (CellKey::of(change.old), CellKey::of(change.new)) else {
            // Carried texts can't be remembered.
            let unknown = CellKey::of(change.new).filter(|_| is_unknown(at, field, change));
            return (wanting(at, field, change), unknown);
        };
        let place = &mut self.decided[field][place(old, new)];
        let decided = match place {
            Some(decided) if (decided.old, decided.new) == (old, new) => *decided,
            _ => *place.insert(decide(at, field, change, (old, new))),
        };
        (decided.wanting, decided.is_unknown.then_some(new))
    }
}

#[inline]
fn place(old: CellKey, new: CellKey) -> usize {
    let mixed = old.bits().rotate_left(32) ^ new.bits();
    // The highest bits depend on all others.
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PAIRS.ilog2())) as usize
}

#[cold]
fn decide(at: &At<'_>, field: usize, change: &Change, (old, new): (CellKey, CellKey)) -> Decided {
    Decided { old, new, wanting: wanting(at, field, change), is_unknown: is_unknown(at, field, change) }
}

/// Whether the mapping names values of the field, but not the one after a change.
fn is_unknown(at: &At<'_>, field: usize, change: &Change) -> bool {
    let known = at.state.context.program.fields[field].known.as_ref();
    !change.new.is_null() && known.is_some_and(|known| !known.contains_cell(change.new, at.state.texts()))
}

/// The bits of the steps that want a change.
fn wanting(at: &At<'_>, field: usize, change: &Change) -> u64 {
    let program = &at.state.context.program;
    let steps = program.steps.on_changes[field].steps.iter();
    let test = |step: usize| &program.rules[program.steps.all[step].rule].change;
    let wanting = steps.filter(|step| passes(at, test(**step), &program.fields[field], change));
    wanting.fold(0, |bits, step| bits | 1 << step)
}

/// Whether a change is as wanted.
pub fn passes(at: &At<'_>, test: &ChangeTest, field: &FieldProgram, change: &Change) -> bool {
    let Change { old, new, .. } = *change;
    let from = test.from.as_ref().is_none_or(|from| at.passes(from, old) && !(test.leaves_set && at.passes(from, new)));
    let to = |to| at.passes(to, new) && !(test.enters_set && at.passes(to, old));
    from && test.to.as_ref().is_none_or(to) && test.direction.is_none_or(|direction| goes(at, direction, field, change))
}

/// Whether a change goes that way on the field's scale; not where a value isn't on it.
fn goes(at: &At<'_>, direction: Direction, field: &FieldProgram, change: &Change) -> bool {
    let texts = at.state.texts();
    match field.rank(change.old, texts).zip(field.rank(change.new, texts)) {
        Some((old, new)) => match direction {
            Direction::Up => new > old,
            Direction::Down => new < old,
        },
        None => false,
    }
}
