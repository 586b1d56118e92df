//! How the blocks of a file tell each other in which state they end.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::read::csv::separators::State;
use crate::read::error::ReadError;

/// Passes the state from block to block in the order of the file, whichever threads have them.
pub(super) struct Chain {
    inner: Mutex<Inner>,
    changed: Condvar,
    /// The block that the state is the start of, or [`BROKEN`]: seen without the lock, changed only with it.
    reached: AtomicUsize,
}

/// Instead of a block: the scan has failed.
const BROKEN: usize = usize::MAX;

/// How often a thread looks before it sleeps, which takes longer than most waits: some ten microseconds.
const LOOKS: usize = 512;

struct Inner {
    state: State,
    error: Option<ReadError>,
}

impl Default for Chain {
    fn default() -> Self {
        let inner = Inner { state: State::start(), error: None };
        Self { inner: Mutex::new(inner), changed: Condvar::new(), reached: AtomicUsize::new(0) }
    }
}

impl Chain {
    /// The place of a block that this thread has begun to index.
    pub(super) fn link(&self, block: usize) -> Link<'_> {
        Link { chain: self, block, passed: false }
    }

    /// Ends the scan. The first error stays.
    pub(super) fn fail(&self, error: ReadError) {
        self.break_off().error.get_or_insert(error);
    }

    /// Lets nobody wait any more.
    fn break_off(&self) -> MutexGuard<'_, Inner> {
        let inner = self.lock();
        self.reach(BROKEN);
        inner
    }

    /// To be called under the lock.
    fn reach(&self, block: usize) {
        self.reached.store(block, Ordering::Release);
        self.changed.notify_all();
    }

    fn reached(&self) -> usize {
        self.reached.load(Ordering::Acquire)
    }

    pub(super) fn into_error(self) -> Option<ReadError> {
        self.inner.into_inner().unwrap_or_else(PoisonError::into_inner).error
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A block's place in the [`Chain`]. Dropping it before the state was passed on breaks the chain, so that nobody waits
/// for ever.
pub(super) struct Link<'a> {
    chain: &'a Chain,
    block: usize,
    passed: bool,
}

impl Link<'_> {
    /// Whether the state in which the block before this one ends is known, or the scan has failed.
    pub(super) fn is_reached(&self) -> bool {
        self.chain.reached() >= self.block
    }

    /// Waits for the state in which the block before this one ends. None if the scan has failed.
    pub(super) fn entry(&self) -> Option<State> {
        let mut looks = 0..LOOKS;
        while !self.is_reached() && looks.next().is_some() {
            spin_loop();
        }
        let waits = |_: &mut Inner| !self.is_reached();
        let inner = self.chain.changed.wait_while(self.chain.lock(), waits).unwrap_or_else(PoisonError::into_inner);
        (self.chain.reached() != BROKEN).then_some(inner.state)
    }

    /// Tells the state in which this block ends.
    pub(super) fn pass_on(mut self, state: State) {
        let mut inner = self.chain.lock();
        self.passed = true;
        if self.chain.reached() != BROKEN {
            inner.state = state;
            self.chain.reach(self.block + 1);
        }
    }
}

impl Drop for Link<'_> {
    fn drop(&mut self) {
        if !self.passed {
            drop(self.chain.break_off());
        }
    }
}
