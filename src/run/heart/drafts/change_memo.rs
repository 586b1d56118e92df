//! Which steps want a change, decided once for each pair of values.

use crate::plan::Direction;
use crate::rows::{Cell, TextId};
use crate::run::case::{At, Change};
use crate::run::program::{ChangeSteps, ChangeTest, FieldProgram, Program};
use crate::run::tally::CellKey;

/// For each field the pairs of values that were seen last, with the steps that want such a change.
#[derive(Debug)]
pub struct ChangeMemo {
    /// By field, the steps that want each change, where its values matter to nothing.
    constant: Vec<Option<u64>>,
    /// By field, where both values are texts or null: by the words of both.
    of_words: Vec<Vec<Slot<u64>>>,
    /// The same of other values.
    of_others: Vec<Vec<Slot<(CellKey, CellKey)>>>,
}

/// What was decided of a change from one value to another.
#[derive(Debug, Clone, Copy, Default)]
struct Decided {
    wanting: u64,
    is_unknown: bool,
}

/// The last pair at a place, if there was one.
type Slot<K> = Option<(K, Decided)>;

/// How many pairs of a field are remembered: a power of two.
const PAIRS: usize = 1024;

impl ChangeMemo {
    /// Nothing decided yet.
    pub fn new(program: &Program) -> Self {
        let constant = |(field, steps): (&FieldProgram, &ChangeSteps)| steps.constant.filter(|_| field.known.is_none());
        let constant: Vec<Option<u64>> = program.fields.iter().zip(&program.steps.on_changes).map(constant).collect();
        Self {
            of_words: constant.iter().map(|_| Vec::new()).collect(),
            of_others: constant.iter().map(|_| Vec::new()).collect(),
            constant,
        }
    }

    /// The bits of the steps that want a change, and the key of the value after it where the mapping names others but not
    /// that.
    #[inline]
    pub fn wanting(&mut self, at: &At<'_>, field: usize, change: &Change) -> (u64, Option<CellKey>) {
        if let Some(wanting) = self.constant[field] {
            return (wanting, None);
        }
        let decide = || decide(at, field, change);
        let decided = match (word(change.old), word(change.new)) {
            (Some(old), Some(new)) => {
                let pair = u64::from(old) << 32 | u64::from(new);
                remembered(&mut self.of_words[field], pair, pair, decide)
            }
            _ => match (CellKey::of(change.old), CellKey::of(change.new)) {
                (Some(old), Some(new)) => {
                    let mixed = old.bits().rotate_left(32) ^ new.bits();
                    remembered(&mut self.of_others[field], (old, new), mixed, decide)
                }
                // Carried texts can't be remembered.
                _ => decide(),
            },
        };
        (decided.wanting, if decided.is_unknown { CellKey::of(change.new) } else { None })
    }
}

/// The word of a text, 0 for null; nothing for any other value.
#[inline]
fn word(value: Cell) -> Option<u32> {
    matches!(value, Cell::Null | Cell::Text(_)).then(|| value.as_text().map_or(0, TextId::word))
}

/// What is decided of a pair, which is done where it isn't at its place.
#[inline]
fn remembered<K: Copy + PartialEq>(
    slots: &mut Vec<Slot<K>>,
    pair: K,
    bits: u64,
    decide: impl FnOnce() -> Decided,
) -> Decided {
    // The highest bits depend on all others.
    let place = (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PAIRS.ilog2())) as usize;
    match slots.get(place) {
        Some(Some((known, decided))) if *known == pair => *decided,
        _ => remember(slots, place, pair, decide()),
    }
}

#[cold]
fn remember<K: Copy>(slots: &mut Vec<Slot<K>>, place: usize, pair: K, decided: Decided) -> Decided {
    slots.resize(PAIRS, None);
    slots[place] = Some((pair, decided));
    decided
}

#[cold]
fn decide(at: &At<'_>, field: usize, change: &Change) -> Decided {
    Decided { wanting: wanting(at, field, change), is_unknown: is_unknown(at, field, change) }
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
