//! Has the system read a file ahead of the threads that work on it.

use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How far ahead: what a disk may give while threads work on what they have.
const AHEAD: u64 = 16 << 20;
/// How much is asked for at once: of more, systems read only the beginning.
const STEP: u64 = 1 << 20;
/// From then on a read of some hundred KiB waited for a disk.
const SLOW: Duration = Duration::from_micros(250);
/// How much of a file is read ahead behind a place where that happened.
const STRETCH: u64 = 64 << 20;

/// What of a file is to be read ahead.
///
/// What the system has in memory is left alone: only a read that took long shows that asking is worth it.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Up to where reading ahead is worth it.
    until: AtomicU64,
    /// Up to where it was asked for.
    asked: AtomicU64,
}

impl Ahead {
    /// Takes note that the file was read up to `end`, and how long that took.
    pub(super) fn note(&self, file: &File, end: u64, took: Duration) {
        if took >= SLOW {
            self.until.fetch_max(end + STRETCH, Ordering::Relaxed);
        }
        let asked = self.asked.load(Ordering::Relaxed);
        let (from, to) = (asked.max(end), end + AHEAD);
        if end >= self.until.load(Ordering::Relaxed) || to < from + STEP {
            return;
        }
        if self.asked.compare_exchange(asked, to, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            (from..to).step_by(STEP as usize).for_each(|position| ask(file, position));
        }
    }
}

/// Asks for a step. Where the system can't, reading takes its time.
#[cfg(target_os = "linux")]
fn ask(file: &File, position: u64) {
    use rustix::fs::{Advice, fadvise};
    let _ = fadvise(file, position, std::num::NonZeroU64::new(STEP), Advice::WillNeed);
}

#[cfg(not(target_os = "linux"))]
fn ask(_file: &File, _position: u64) {}
