//! A run over one part of the cases after the other, each in memory by itself: together they say what one run would.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::log::BlockWriter;
use super::options::RunOptions;
use super::outcome::Outcome;
use super::tally::{CellKey, FaultKey, FaultTally, Tally, Unmatched};
use super::{counted, finish, newest, prepared, program};
use crate::evaluate::display;
use crate::load::{Cases, Loaded, Seen, text_of_id};
use crate::plan::Plan;
use crate::rows::{Cell, Interner, TextId, Texts};

/// What was counted in parts that are gone.
pub struct Parts {
    plan: Arc<Plan>,
    options: RunOptions,
    tally: Tally,
    /// The texts that counts name.
    texts: Interner,
    faults: BTreeMap<FaultKey, Fault>,
}

/// How often a script stopped, and the first case in which it did.
struct Fault {
    count: u64,
    /// By which text the case has its place among all, and how it is shown.
    place: String,
    shown: String,
    message: String,
}

impl Parts {
    /// Nothing yet.
    pub fn new(plan: &Arc<Plan>, options: &RunOptions) -> Self {
        Self {
            plan: Arc::clone(plan),
            options: options.clone(),
            tally: Tally::new(plan),
            texts: Interner::default(),
            faults: BTreeMap::new(),
        }
    }

    /// Whether all parts have to be seen before the first one can be run.
    pub fn needs_horizon(&self) -> bool {
        self.options.extracted_at.is_none() && program::needs_horizon(&self.plan)
    }

    /// Sees a part: the log doesn't end before its newest event.
    pub fn see(&mut self, loaded: &Arc<Loaded>) {
        let options = RunOptions { horizon: None, ..self.options.clone() };
        let of_part = newest(&Arc::new(Context::new(&self.plan, loaded, &options)));
        self.options.horizon = self.options.horizon.max(of_part);
    }

    /// Runs the cases of a part, so many at a time, as [`super::run`] does. Gives the hashes of the sequences of activities
    /// in it.
    pub fn run<W: BlockWriter>(
        &mut self,
        loaded: &Arc<Loaded>,
        block: usize,
        make: impl Fn() -> W + Sync,
        emit: impl FnMut(W) -> ControlFlow<()> + Send,
    ) -> Vec<u64> {
        let options = RunOptions { block, ..self.options.clone() };
        let context = prepared(&self.plan, loaded, &options, None);
        let mut tally = counted(&context, make, emit, &|_| ());
        let variants = std::mem::take(&mut tally.variants).into_known().into_iter().collect();
        self.add(loaded, tally);
        variants
    }

    /// Takes over what was counted, with the texts that it names.
    fn add(&mut self, loaded: &Loaded, mut tally: Tally) {
        for (key, fault) in std::mem::take(&mut tally.faults) {
            self.add_fault(loaded, key, fault);
        }
        let kept = Kept { texts: &loaded.texts, kept: &self.texts };
        for source in &mut tally.sources {
            source.unmatched = renamed(&source.unmatched, |key| kept.unmatched(key));
            source.unmatched_alone = source.unmatched_alone.without_cases();
        }
        for field in &mut tally.fields {
            field.unknown = renamed(&field.unknown, |key| kept.key(key));
        }
        self.tally.add(tally);
    }

    fn add_fault(&mut self, loaded: &Loaded, key: FaultKey, fault: FaultTally) {
        let id = loaded.cases.id(fault.case).unwrap_or(Cell::Null);
        let place = text_of_id(id, &loaded.texts);
        let shown = display(&id.into(), &loaded.texts).unwrap_or_default();
        let FaultTally { count, message, .. } = fault;
        match self.faults.get_mut(&key) {
            None => {
                self.faults.insert(key, Fault { count, place, shown, message });
            }
            Some(known) => {
                known.count += count;
                if place < known.place {
                    *known = Fault { count: known.count, place, shown, message };
                }
            }
        }
    }

    /// What all parts say together, of which there were so many sequences of activities; `loaded` says what was read.
    pub fn outcome(mut self, mut loaded: Loaded, variants: u64) -> (Arc<Loaded>, Outcome) {
        let mut places: Vec<(String, String)> =
            self.faults.values().map(|fault| (fault.place.clone(), fault.shown.clone())).collect();
        places.sort_unstable();
        places.dedup();
        for (key, fault) in std::mem::take(&mut self.faults) {
            let case = places.partition_point(|(place, _)| *place < fault.place) as u32;
            self.tally.fault(key, FaultTally { count: fault.count, case, message: fault.message });
        }
        let ids = places.iter().map(|(_, shown)| Cell::Text(self.texts.intern(shown)));
        loaded.cases = Cases::called(ids.collect());
        loaded.texts = self.texts.freeze();
        let loaded = Arc::new(loaded);
        let context = Context::new(&self.plan, &loaded, &self.options);
        let outcome = finish::outcome(&context, self.tally);
        (loaded, Outcome { variants, ..outcome })
    }
}

/// The texts of a part, and those that are kept.
struct Kept<'a> {
    texts: &'a Texts,
    kept: &'a Interner,
}

impl Kept<'_> {
    fn text(&self, id: TextId) -> TextId {
        self.kept.intern(self.texts.get(id))
    }

    fn key(&self, key: &CellKey) -> CellKey {
        let cell = match key.cell() {
            Cell::Text(id) => Cell::Text(self.text(id)),
            Cell::List(id) => Cell::List(self.text(id)),
            other => other,
        };
        CellKey::of(cell).unwrap_or(*key)
    }

    fn unmatched(&self, key: &Unmatched) -> Unmatched {
        match key {
            Unmatched::Change(field, value) => Unmatched::Change(*field, self.key(value)),
            Unmatched::Untracked(name) => Unmatched::Untracked(self.text(*name)),
        }
    }
}

fn renamed<K: std::hash::Hash + Eq>(counts: &FxHashMap<K, Seen>, name: impl Fn(&K) -> K) -> FxHashMap<K, Seen> {
    // Numbers of cases mean nothing outside their part.
    counts.iter().map(|(key, seen)| (name(key), seen.without_cases())).collect()
}
