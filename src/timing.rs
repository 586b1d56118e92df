//! How long things take, where that is wanted. It never comes into an output: no two runs take equally long.
//!
//! Scripts are far shorter than what it costs to read the clock twice, so only one evaluation of [`EVERY`] is measured,
//! what reading the clock costs is taken off, and the sum is scaled to all of them. The rest only counts its calls. Where
//! other work interrupts a thread in the middle of a sample, that time is in it too: on a busy machine sums come out high.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// One evaluation of so many is measured; a prime, so that it falls in step with nothing.
const EVERY: u64 = 61;

/// Measures one thing after the other.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start or the lap before.
    pub fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}

/// What the evaluations of one script cost, on all threads together.
#[derive(Debug, Default)]
pub struct Meter {
    is_on: AtomicBool,
    /// What threads counted, each in a place of its own as long as there are no more than these; none until it measures.
    counts: OnceLock<Box<[Counts]>>,
}

/// What one thread counted. No two share a line of the processor's memory, for which they would wait.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Counts {
    calls: AtomicU64,
    handed_over: AtomicU64,
    measured: AtomicU64,
    nanoseconds: AtomicU64,
}

/// What a script cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// How often it was evaluated.
    pub calls: u64,
    /// How often it began as native code and was handed to the interpreter.
    pub handed_over: u64,
    /// The time of all evaluations, on all threads together, as estimated from those that were measured.
    pub total: Duration,
}

impl Meter {
    /// Measures from now on.
    pub fn start(&self) {
        self.counts.get_or_init(|| (0..places()).map(|_| Counts::default()).collect());
        self.is_on.store(true, Ordering::Relaxed);
    }

    /// Measures nothing until it is started again.
    pub fn stop(&self) {
        self.is_on.store(false, Ordering::Relaxed);
    }

    /// Whether it measures.
    #[inline]
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// Runs something that may be measured. It says itself whether it was handed over.
    pub fn around<T>(&self, work: impl FnOnce() -> (T, bool)) -> T {
        let Some(counts) = self.counts.get().filter(|_| self.is_on()) else { return work().0 };
        let counts = &counts[PLACE.with(|place| place % counts.len())];
        let call = counts.calls.fetch_add(1, Ordering::Relaxed);
        let begun = call.is_multiple_of(EVERY).then(Instant::now);
        let (result, is_handed_over) = work();
        if let Some(begun) = begun {
            counts.measured.fetch_add(1, Ordering::Relaxed);
            counts.nanoseconds.fetch_add(nanoseconds(begun.elapsed()), Ordering::Relaxed);
        }
        if is_handed_over {
            counts.handed_over.fetch_add(1, Ordering::Relaxed);
        }
        result
    }

    /// What was measured.
    pub fn cost(&self) -> Cost {
        let counted = |of: fn(&Counts) -> &AtomicU64| -> u64 {
            self.counts.get().into_iter().flatten().map(|counts| of(counts).load(Ordering::Relaxed)).sum()
        };
        let (calls, measured) = (counted(|counts| &counts.calls), counted(|counts| &counts.measured));
        let clock = u128::from(measured) * u128::from(clock_nanoseconds());
        let own = u128::from(counted(|counts| &counts.nanoseconds)).saturating_sub(clock);
        let total = own * u128::from(calls) / u128::from(measured.max(1));
        Cost {
            calls,
            handed_over: counted(|counts| &counts.handed_over),
            total: Duration::from_nanos(u64::try_from(total).unwrap_or(u64::MAX)),
        }
    }
}

/// How many threads there may be that work.
fn places() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How many threads have a place.
static PLACES: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The place of this thread.
    static PLACE: usize = PLACES.fetch_add(1, Ordering::Relaxed);
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// What reading the clock twice seems to take: the median of many times.
fn clock_nanoseconds() -> u64 {
    const TIMES: usize = 1_001;
    static CLOCK: OnceLock<u64> = OnceLock::new();
    *CLOCK.get_or_init(|| {
        let mut times: Vec<u64> = (0..TIMES).map(|_| nanoseconds(Instant::now().elapsed())).collect();
        times.sort_unstable();
        times[TIMES / 2]
    })
}
