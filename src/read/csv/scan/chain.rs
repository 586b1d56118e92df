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
    /// The block of `inner`, to be seen without a lock; the greatest of all once the scan has failed.
    reached: AtomicUsize,
}

/// How often a thread looks before it sleeps, which takes longer than most waits: some ten microseconds.
const LOOKS: usize = 512;

struct Inner {
    /// The block that `state` is the start of.
    block: usize,
    state: State,
    broken: bool,
    error: Option<ReadError>,
}

impl Default for Chain {
    fn default() -> Self {
        let inner = Inner { block: 0, state: State::start(), broken: false, error: None };
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
        let mut inner = self.lock();
        inner.broken = true;
        self.reached.store(usize::MAX, Ordering::Release);
        self.changed.notify_all();
        inner
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
        self.chain.reached.load(Ordering::Acquire) >= self.block
    }

    /// Waits for the state in which the block before this one ends. None if the scan has failed.
    pub(super) fn entry(&self) -> Option<State> {
        let mut looks = 0..LOOKS;
        while !self.is_reached() && looks.next().is_some() {
            spin_loop();
        }
        let waits = |inner: &mut Inner| inner.block < self.block && !inner.broken;
        let inner = self.chain.changed.wait_while(self.chain.lock(), waits).unwrap_or_else(PoisonError::into_inner);
        (!inner.broken).then_some(inner.state)
    }

    /// Tells the state in which this block ends.
    pub(super) fn pass_on(mut self, state: State) {
        let mut inner = self.chain.lock();
        inner.block = self.block + 1;
        inner.state = state;
        self.passed = true;
        if !inner.broken {
            self.chain.reached.store(inner.block, Ordering::Release);
        }
        self.chain.changed.notify_all();
    }
}

impl Drop for Link<'_> {
    fn drop(&mut self) {
        if !self.passed {
            drop(self.chain.break_off());
        }
    }
}
