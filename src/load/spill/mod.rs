//! Loading within a bound on memory: rows of cases go to disk while they are read, and come back some cases at a time.
//!
//! Everything is read once, by the same code as otherwise; lookups stay in memory. Each row that belongs to a case goes, with
//! its texts, into the bucket of its case's place (`buckets`, `layout`). Where cases are called by the keys of their records,
//! places follow the order of these keys (`order`): records are read first and wait until a sample of their keys tells how
//! the keys are spread (`aside`). Else places are hashes. Then buckets come back in batches that fit (`batches`), and each
//! batch is grouped as though its rows were all that there is. Cases that something ties together
//! (`ties`, `together`) are in one batch: a key that rows of several cases have, one id, a rule that joins them.

mod aside;
mod back;
mod batches;
mod buckets;
mod budget;
mod bytes;
mod dictionary;
mod layout;
mod order;
mod stop;
mod ties;
mod together;
mod writer;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

pub use back::Back;
pub use batches::Range;
pub use budget::Budget;
pub use stop::unsupported;
pub use together::token;

use self::aside::Aside;
use self::buckets::{Buckets, Record};
use self::dictionary::Room;
use self::layout::{Layout, Recall};
use self::order::Order;
use self::ties::Tie;
use self::writer::Writer;
use super::cell::TimeNotes;
use super::input::BoundSource;
use super::read::{Part, ReferenceCount, SourceReader, SourceRows};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::rows::PassingArena;
use crate::scratch::ScratchError;

/// In so many files rows of cases stand.
const FILES: usize = 32;
/// After so many pieces of input texts are forgotten, however few they are: their places take memory as well.
const PIECES: u32 = 256;

/// Rows of cases on disk.
pub struct Spill<'a> {
    plan: &'a Plan,
    budget: Budget,
    /// By source; none where rows stay in memory.
    sources: Vec<Option<Spilled>>,
    /// For texts that have numbers.
    room: Arc<Room>,
    /// The order of cases, once it is known.
    order: OnceLock<Order>,
    /// Where rows wait until then.
    aside: Option<Aside>,
    rows: Buckets,
    /// What ties cases together, and the case.
    pairs: Buckets,
    /// Cases that go with another, by their places.
    moved: OnceLock<FxHashMap<u64, u64>>,
    /// Held while texts are in use.
    gate: RwLock<()>,
    pieces: AtomicU32,
    /// What lookups take so far, and how much input that is.
    held: AtomicU64,
    scanned: AtomicU64,
    /// The size of all lookups' files.
    to_scan: u64,
    faulty: AtomicU64,
    has_failed: AtomicBool,
    failed: Mutex<Option<Diagnostic>>,
}

/// A source whose rows go to disk.
struct Spilled {
    layout: Layout,
    ties: Vec<Tie>,
    /// The numbers of the first rows of pieces of input.
    firsts: Mutex<Vec<u32>>,
    /// How many pieces there are; only of a source with files.
    pieces: AtomicU32,
    /// What writers remember.
    recalls: Mutex<Vec<Recall>>,
    /// What was counted of its rows.
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    filtered: u64,
    references: Vec<ReferenceCount>,
    times: Vec<TimeNotes>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Spill<'a> {
    /// For a plan and its files, with temporary files in a folder.
    ///
    /// # Errors
    /// A temporary file can't be made.
    pub fn new(
        plan: &'a Plan,
        bound: &[BoundSource],
        budget: Budget,
        folder: &std::path::Path,
    ) -> Result<Self, ScratchError> {
        let is_spilled = |source: &usize| plan.has_case(*source);
        let size = |source: usize| bound[source].files.iter().map(|file| file.file().size()).sum::<u64>();
        let (cases, lookups): (Vec<usize>, Vec<usize>) = (0..plan.sources.len()).partition(is_spilled);
        let total = cases.into_iter().map(size).sum();
        let room = Arc::new(Room::new(budget.dictionaries()));
        let spilled = |source: usize| Spilled {
            layout: Layout::of(plan, source, &room),
            ties: ties::of(plan, source),
            firsts: Mutex::default(),
            pieces: AtomicU32::new(0),
            recalls: Mutex::default(),
            counted: Mutex::default(),
        };
        let buckets = batches::buckets(budget, total);
        let aside = order::by_keys_of(plan).map(|record| Aside::new(record, budget, folder)).transpose()?;
        let order = if aside.is_some() { OnceLock::new() } else { Order::default().into() };
        Ok(Self {
            plan,
            budget,
            room: Arc::clone(&room),
            sources: (0..plan.sources.len()).map(|source| is_spilled(&source).then(|| spilled(source))).collect(),
            order,
            aside,
            rows: Buckets::new(folder, FILES, buckets, budget.buffers())?,
            pairs: Buckets::new(folder, 1, buckets, budget.buffers() / 4)?,
            moved: OnceLock::new(),
            gate: RwLock::default(),
            pieces: AtomicU32::new(0),
            held: AtomicU64::new(0),
            scanned: AtomicU64::new(0),
            to_scan: lookups.into_iter().map(size).sum(),
            faulty: AtomicU64::new(0),
            has_failed: AtomicBool::new(false),
            failed: Mutex::default(),
        })
    }

    /// Whether a source's rows go to disk.
    pub fn takes(&self, source: usize) -> bool {
        self.sources.get(source).is_some_and(Option::is_some)
    }

    /// The source by whose keys cases are put in order: it is read before all others whose rows go to disk.
    pub fn orders(&self) -> Option<usize> {
        self.aside.as_ref().map(|aside| aside.source)
    }

    fn order(&self) -> &Order {
        self.order.get_or_init(Order::default)
    }

    /// What stops the run.
    pub fn failure(&self) -> Option<Diagnostic> {
        lock(&self.failed).take()
    }

    fn fail(&self, why: Diagnostic) {
        lock(&self.failed).get_or_insert(why);
        self.has_failed.store(true, Ordering::Relaxed);
    }

    /// Reads a piece of input, and hands over the rows of its sources that go to disk; `bytes` are its own. `levels` are
    /// the readers, `parts` gives what they read.
    pub fn piece<T>(
        &self,
        levels: &[SourceReader<'_>],
        bytes: &[u8],
        read: impl FnOnce() -> T,
        parts: impl Fn(&mut T, usize) -> Option<&mut Part>,
    ) -> T {
        let piece = {
            let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
            let mut piece = read();
            self.take_all(levels, bytes, &mut piece, parts);
            piece
        };
        self.forget(levels);
        piece
    }

    fn take_all<T>(
        &self,
        levels: &[SourceReader<'_>],
        bytes: &[u8],
        piece: &mut T,
        parts: impl Fn(&mut T, usize) -> Option<&mut Part>,
    ) {
        let Some(root) = levels.first().map(|level| self.plan.root(level.source)) else { return };
        let number = self.number(root);
        // Levels that are read together share an arena.
        let mut arena = None;
        for (level, reader) in levels.iter().enumerate() {
            let Some(part) = parts(piece, level) else { continue };
            self.count_faults(part);
            match &self.sources[reader.source] {
                Some(spilled) => arena = self.take(spilled, reader, part, number, (bytes, arena.take())),
                None => self.hold(reader, bytes.len(), part),
            }
        }
    }

    /// The number of the next piece of a source's files.
    fn number(&self, root: usize) -> u32 {
        let family = self.plan.family(root);
        let first = family.into_iter().find_map(|source| self.sources[source].as_ref());
        first.map_or(0, |spilled| spilled.pieces.fetch_add(1, Ordering::Relaxed))
    }

    /// Sends the rows of a part to disk; gives the arena of their carried texts, for other levels.
    fn take(
        &self,
        spilled: &Spilled,
        reader: &SourceReader<'_>,
        part: &mut Part,
        piece: u32,
        (bytes, arena): (&[u8], Option<PassingArena>),
    ) -> Option<PassingArena> {
        part.spilled = Some(piece);
        self.count(spilled, part);
        let (words, cases) = (std::mem::take(&mut part.words), std::mem::take(&mut part.cases));
        let keys = std::mem::take(&mut part.keys);
        if self.has_failed.load(Ordering::Relaxed) {
            return arena;
        }
        let mut writer = Writer::new(self, spilled, reader, piece, (bytes, arena));
        let mut rows = (0..).zip(words.chunks_exact(spilled.layout.stride).zip(cases));
        let written = rows.try_for_each(|(place, (row, case))| writer.row(row, keys.get(place), case));
        let written = written.and_then(|()| writer.finish());
        written.unwrap_or_else(|error| {
            self.fail(error.diagnostic());
            None
        })
    }

    /// Sums what was counted of a piece, so that nothing of it is held.
    fn count(&self, spilled: &Spilled, part: &mut Part) {
        let mut counted = lock(&spilled.counted);
        counted.filtered += std::mem::take(&mut part.filtered);
        let references = std::mem::take(&mut part.references);
        let room = references.len().max(counted.references.len());
        counted.references.resize(room, ReferenceCount::default());
        counted.references.iter_mut().zip(references).for_each(|(total, count)| total.add(count));
        let times = std::mem::take(&mut part.times);
        let room = times.len().max(counted.times.len());
        counted.times.resize(room, TimeNotes::default());
        counted.times.iter_mut().zip(times).for_each(|(total, notes)| total.add(notes));
    }

    /// Gives what was counted of a source.
    pub fn counted(&self, source: usize, rows: &mut SourceRows) {
        let Some(spilled) = &self.sources[source] else { return };
        let counted = std::mem::take(&mut *lock(&spilled.counted));
        rows.filtered += counted.filtered;
        rows.references.iter_mut().zip(counted.references).for_each(|(total, count)| total.add(count));
        rows.times.iter_mut().zip(counted.times).for_each(|(total, notes)| total.add(notes));
    }

    /// Notes the number of the first row of a piece.
    pub fn begins(&self, source: usize, part: &Part, first: u32) {
        let (Some(piece), Some(spilled)) = (part.spilled, &self.sources[source]) else { return };
        let mut firsts = lock(&spilled.firsts);
        let room = firsts.len().max(piece as usize + 1);
        firsts.resize(room, 0);
        firsts[piece as usize] = first;
    }

    /// Whether what is known of rows that can't be used fits, with so many bytes more.
    pub fn check_faults(&self, more: u64) -> Option<Diagnostic> {
        let all = self.faulty.load(Ordering::Relaxed) + more;
        (all > self.budget.quarantine()).then(|| stop::quarantine(self.budget, all))
    }

    fn count_faults(&self, part: &Part) {
        let bytes: usize = part.faults.iter().map(|fault| 200 + fault.raw.len() + fault.problem.reason.len()).sum();
        let all = self.faulty.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        if all > self.budget.quarantine() {
            self.fail(stop::quarantine(self.budget, all));
        }
    }

    /// Counts what a piece of a lookup takes.
    fn hold(&self, reader: &SourceReader<'_>, bytes: usize, part: &mut Part) {
        let own = 4 * (2 * part.words.len() + part.cases.len() + part.late_keys.len()) as u64;
        let rows = self.held.fetch_add(own, Ordering::Relaxed) + own;
        let scanned = self.scanned.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        let held = rows + reader.interner.known().bytes() as u64 + reader.interner.fresh_bytes() as u64;
        if held > self.budget.lookups() {
            let whole = held as f64 * (self.to_scan as f64 / scanned.max(1) as f64).max(1.0);
            self.fail(stop::lookups(self.budget, whole as u64));
        }
        if self.has_failed.load(Ordering::Relaxed) {
            (part.words, part.cases, part.late_keys) = Default::default();
        }
    }

    /// Forgets texts of rows that are on disk, once there are many.
    fn forget(&self, levels: &[SourceReader<'_>]) {
        let Some(reader) = levels.iter().find(|level| self.takes(level.source)) else { return };
        // A level that stays in memory needs its texts.
        if levels.iter().any(|level| !self.takes(level.source)) {
            return;
        }
        let pieces = self.pieces.fetch_add(1, Ordering::Relaxed);
        let is_full = reader.interner.fresh_bytes() as u64 > self.budget.texts();
        if is_full || pieces % PIECES == PIECES - 1 {
            let _gate = self.gate.write().unwrap_or_else(PoisonError::into_inner);
            levels.iter().for_each(|level| {
                level.forget_caches();
                self.forget_recalls(level.source);
            });
            reader.interner.forget();
        }
    }

    fn forget_recalls(&self, source: usize) {
        if let Some(spilled) = self.spilled(source) {
            lock(&spilled.recalls).clear();
        }
    }

    /// A source was read, with all its levels.
    pub fn finish(&self, root: usize) {
        self.plan.family(root).into_iter().for_each(|source| self.forget_recalls(source));
        self.settle(root);
    }

    /// About how much memory is held to know where rows are.
    pub fn held(&self) -> u64 {
        let moved = self.moved.get().map_or(0, FxHashMap::len) as u64;
        moved * together::CASE + self.order().held() + self.rows.held() + self.room.taken()
    }

    /// Gives the room on the disk back that cases below a place take.
    pub fn clear_below(&self, place: u64) {
        self.rows.clear_below(self.rows.of(place));
    }

    /// Gives all room on the disk back.
    pub fn clear(&self) {
        self.rows.clear_below(self.rows.count());
        self.pairs.clear_below(self.pairs.count());
    }

    /// Writes everything to disk.
    pub fn flush(&self) {
        if let Err(error) = self.rows.flush() {
            self.fail(error.diagnostic());
        }
    }

    fn tie(&self, token: u64, case: u64) -> Result<(), ScratchError> {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&token.to_le_bytes());
        bytes[8..].copy_from_slice(&case.to_le_bytes());
        let record = Record { bucket: self.pairs.of(token) as u32, rows: 1, place: (0, bytes.len()), need: 16 };
        self.pairs.push_all(0, &bytes, &mut [record])
    }
}
