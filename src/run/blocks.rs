//! Work in blocks on several threads, with results in the order of blocks and a bounded number of blocks in flight.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::script::THREAD_STACK;

/// How a worker begins, what it does with a block, and what it leaves.
pub struct Job<Open, Work, Close> {
    /// Makes what a thread works with.
    pub open: Open,
    /// Works on a block.
    pub work: Work,
    /// What remains of it.
    pub close: Close,
}

/// Blocks in flight per thread: enough that no thread waits for a slow neighbour.
const IN_FLIGHT: usize = 4;

/// Which block is next, and how many were taken out.
struct Gate {
    state: Mutex<GateState>,
    moved: Condvar,
    blocks: usize,
    room: usize,
}

#[derive(Default)]
struct GateState {
    next: usize,
    emitted: usize,
    is_closed: bool,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next block, once there is room for it; `None` when all are taken.
    fn take(&self) -> Option<usize> {
        let full = |state: &mut GateState| {
            !state.is_closed && state.next < self.blocks && state.next >= state.emitted + self.room
        };
        let mut state = self.moved.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        let block = state.next;
        let is_left = !state.is_closed && block < self.blocks;
        state.next += usize::from(is_left);
        is_left.then_some(block)
    }

    fn emitted(&self) {
        self.lock().emitted += 1;
        self.moved.notify_all();
    }

    fn close(&self) {
        self.lock().is_closed = true;
        self.moved.notify_all();
    }
}

/// Lets the other threads end when one of them panics.
struct Closing<'a>(&'a Gate);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Hands results on in the order of blocks.
///
/// The thread that ends the block that is due does so itself: what it has just made is in its core's cache.
struct Exit<'a, R, E> {
    gate: &'a Gate,
    state: Mutex<ExitState<R>>,
    emit: Mutex<E>,
}

struct ExitState<R> {
    /// Results whose turn is still to come.
    early: BTreeMap<usize, R>,
    next: usize,
    /// Whether a thread is handing on, or nothing is wanted any more.
    is_taken: bool,
}

impl<'a, R, E: FnMut(R) -> ControlFlow<()>> Exit<'a, R, E> {
    fn new(gate: &'a Gate, emit: E) -> Self {
        let state = ExitState { early: BTreeMap::new(), next: 0, is_taken: false };
        Self { gate, state: Mutex::new(state), emit: Mutex::new(emit) }
    }

    fn lock(&self) -> MutexGuard<'_, ExitState<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a block's result, and hands on those whose turn it is, unless another thread does.
    fn give(&self, block: usize, result: R) {
        let mut state = self.lock();
        state.early.insert(block, result);
        if state.is_taken {
            return;
        }
        let mut emit = self.emit.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(result) = state.due() {
            drop(state);
            if emit(result).is_break() {
                self.gate.close();
                return;
            }
            self.gate.emitted();
            state = self.lock();
        }
    }
}

impl<R> ExitState<R> {
    /// The next result, if it is there: then it is being handed on.
    fn due(&mut self) -> Option<R> {
        let result = self.early.remove(&self.next);
        self.is_taken = result.is_some();
        self.next += usize::from(self.is_taken);
        result
    }
}

/// Runs a job over all blocks; `emit` gets the results in order, on whichever thread. Gives what each thread left. Once
/// `emit` breaks, no further block is begun.
pub fn in_blocks<S, R, T, Open, Work, Close>(
    threads: usize,
    blocks: usize,
    job: &Job<Open, Work, Close>,
    mut emit: impl FnMut(R) -> ControlFlow<()> + Send,
) -> Vec<T>
where
    R: Send,
    T: Send,
    Open: Fn() -> S + Sync,
    Work: Fn(&mut S, usize) -> R + Sync,
    Close: Fn(S) -> T + Sync,
{
    let threads = threads.clamp(1, blocks.max(1));
    let gate = Gate { state: Mutex::default(), moved: Condvar::new(), blocks, room: threads * IN_FLIGHT };
    let exit = Exit::new(&gate, &mut emit);
    let worker = || {
        let _closing = Closing(&gate);
        let mut state = (job.open)();
        while let Some(block) = gate.take() {
            exit.give(block, (job.work)(&mut state, block));
        }
        (job.close)(state)
    };
    let left = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(THREAD_STACK).spawn_scoped(scope, worker).ok();
        let workers: Vec<_> = (0..threads).map_while(spawn).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, T>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().map(join).collect::<Vec<T>>()
    });
    if left.is_empty() { vec![alone(job, blocks, &mut emit)] } else { left }
}

/// The whole job on the calling thread, where the system gives no other.
fn alone<S, R, T, Open, Work, Close>(
    job: &Job<Open, Work, Close>,
    blocks: usize,
    emit: &mut impl FnMut(R) -> ControlFlow<()>,
) -> T
where
    Open: Fn() -> S,
    Work: Fn(&mut S, usize) -> R,
    Close: Fn(S) -> T,
{
    let mut state = (job.open)();
    let _ = (0..blocks).try_for_each(|block| emit((job.work)(&mut state, block)));
    (job.close)(state)
}
