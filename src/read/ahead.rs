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

/// What of a file is to be read ahead.
///
/// A file that the system has in memory is left alone: only a read that took long shows that asking is worth it.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Up to where it was asked for; 0 as long as no read was slow.
    asked: AtomicU64,
}

impl Ahead {
    /// Takes note that the file was read up to `end`, and how long that took.
    pub(super) fn note(&self, file: &File, end: u64, took: Duration) {
        let asked = self.asked.load(Ordering::Relaxed);
        let (from, to) = (asked.max(end), end + AHEAD);
        if (asked == 0 && took < SLOW) || to < from + STEP {
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
