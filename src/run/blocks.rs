//! Work in blocks on several threads, with results in the order of blocks and a bounded number of blocks in flight.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc;
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

/// Lets the other threads end when one of them, or whoever takes the results, panics.
struct Closing<'a>(&'a Gate);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Runs a job over all blocks; `emit` gets the results in order, on the calling thread. Gives what each thread left. Once
/// `emit` breaks, no further block is begun.
pub fn in_blocks<S, R, T, Open, Work, Close>(
    threads: usize,
    blocks: usize,
    job: &Job<Open, Work, Close>,
    mut emit: impl FnMut(R) -> ControlFlow<()>,
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
    let (sender, results) = mpsc::channel();
    let worker = |sender: mpsc::Sender<(usize, R)>| {
        let _closing = Closing(&gate);
        let mut state = (job.open)();
        while let Some(block) = gate.take() {
            // Nobody listens only if the run is over.
            let _ = sender.send((block, (job.work)(&mut state, block)));
        }
        (job.close)(state)
    };
    thread::scope(|scope| {
        let _closing = Closing(&gate);
        let spawn = |_| {
            let sender = sender.clone();
            thread::Builder::new().stack_size(THREAD_STACK).spawn_scoped(scope, || worker(sender)).ok()
        };
        let workers: Vec<_> = (0..threads).map_while(spawn).collect();
        drop(sender);
        if workers.is_empty() {
            return vec![alone(job, blocks, &mut emit)];
        }
        in_order(&results, &gate, &mut emit);
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn in_order<R>(results: &mpsc::Receiver<(usize, R)>, gate: &Gate, emit: &mut impl FnMut(R) -> ControlFlow<()>) {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (block, result) in results {
        early.insert(block, result);
        while let Some(result) = early.remove(&next) {
            if emit(result).is_break() {
                gate.close();
                return;
            }
            gate.emitted();
            next += 1;
        }
    }
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
