//! Ids of events: the same in every run over the same source rows.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::evaluate::{Datum, display};
use crate::rows::Cell;
use crate::run::case::{CaseState, NONE, Origin};
use crate::run::log::{EventName, LoggedEvent};

/// A hash that no version of anything changes: FNV-1a of 64 bits, mixed at the end.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const START: Self = Self(0xcbf2_9ce4_8422_2325);

    fn bytes(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        // The length keeps neighbours apart.
        Self(bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()).fold(self.0, step))
    }

    fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// A number in one step; its neighbours in the sequence mix all of its bits.
    #[inline]
    fn word(self, number: u64) -> Self {
        let mixed = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(mixed ^ mixed >> 32)
    }

    fn cell(self, state: &CaseState, cell: Cell) -> Self {
        let texts = state.texts();
        match cell {
            Cell::Text(id) => self.bytes(texts.get(id).as_bytes()),
            Cell::Carried(id) => self.bytes(texts.carried(id).as_bytes()),
            Cell::Null => self.bytes(&[0xff]),
            Cell::Time(value) | Cell::Integer(value) => self.number(value.cast_unsigned()),
            other => self.bytes(display(&Datum::Cell(other), texts).unwrap_or_default().as_bytes()),
        }
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ self.0 >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ mixed >> 33
    }
}

/// Gives each event its id, from its source's system (and the mapping's name, where another mapping of the run has that
/// system, too), its source, its row's key (without one: the case and the row's
/// content), its activity and, where rows tell of several fields, its field. Where that is the same for several events
/// of the case, their order tells them apart.
pub fn give(state: &CaseState, events: &mut [LoggedEvent], given: &mut FxHashSet<u64>) {
    given.clear();
    // Of events that are the same so far, how many there were.
    let mut same: FxHashMap<u64, u64> = FxHashMap::default();
    for event in events {
        let hash = base(state, event);
        event.id = hash.finish();
        if given.insert(event.id) {
            continue;
        }
        let occurrence = same.entry(event.id).or_default();
        loop {
            *occurrence += 1;
            event.id = hash.number(*occurrence).finish();
            if given.insert(event.id) {
                break;
            }
        }
    }
}

fn base(state: &CaseState, event: &LoggedEvent) -> Hash {
    let plan = &state.context.plan;
    let system = plan.source_system.as_deref().unwrap_or_default();
    let hash = Hash::START.bytes(system.as_bytes());
    let hash = state.context.told_apart_by.as_ref().map_or(hash, |name| hash.bytes(name.as_bytes()));
    let hash = match event.source() {
        Some(source) => row(state, hash.bytes(plan.sources[source as usize].id.as_bytes()), event.origin),
        None => hash.cell(state, state.id()).number(event.time.cast_unsigned()),
    };
    let hash = hash.bytes(plan.activities[event.activity as usize].id.as_bytes());
    match plan.fields.get(event.origin.field as usize).filter(|field| field.shape.named.is_none()) {
        Some(field) => hash.bytes(field.id.as_bytes()),
        None => hash,
    }
}

fn row(state: &CaseState, hash: Hash, origin: Origin) -> Hash {
    let source = origin.source as usize;
    if origin.row == NONE {
        return hash;
    }
    let key = state.context.plan.sources[source].key.map(|key| state.cell(source, origin.row, key));
    if let Some(key) = key.filter(|key| !key.is_null()) {
        return hash.cell(state, key);
    }
    let stored = &state.context.program.sources[source].stored;
    let hash = hash.cell(state, state.id());
    stored.iter().fold(hash, |hash, column| hash.cell(state, state.cell(source, origin.row, *column)))
}

/// A sequence of activities, and of the names that data gave them, as a number: the same for the same sequence within a
/// run.
pub struct Variant(Hash);

impl Default for Variant {
    /// Without events yet.
    fn default() -> Self {
        Self(Hash::START)
    }
}

impl Variant {
    /// Adds the next event.
    #[inline]
    pub fn add(&mut self, state: &CaseState, event: &LoggedEvent) {
        let hash = self.0.word(u64::from(event.activity));
        self.0 = match &event.name {
            None => hash,
            Some(name) => named(state, hash, name),
        };
    }

    /// The number.
    #[inline]
    pub fn finish(self) -> u64 {
        self.0.finish()
    }
}

#[inline(never)]
fn named(state: &CaseState, hash: Hash, name: &EventName) -> Hash {
    match name {
        EventName::Known(known) => hash.word(u64::from(*known) | 1 << 32),
        EventName::Other(name) => {
            hash.bytes(display(&state.held.datum(*name), state.texts()).unwrap_or_default().as_bytes())
        }
    }
}

/// A sequence of names as a number.
pub fn sequence<'a>(names: impl Iterator<Item = Cow<'a, str>>) -> u64 {
    names.fold(Hash::START, |hash, name| hash.bytes(name.as_bytes())).finish()
}
