//! The most memory that a thread held at once.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use caseloom::memory;

thread_local! {
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

/// The system's allocator, with an eye on what is counted above it.
pub struct Watched;

/// What an action gives, and the most that this thread held meanwhile.
pub fn during<T>(action: impl FnOnce() -> T) -> (T, i64) {
    PEAK.set(memory::live());
    let outcome = action();
    (outcome, PEAK.get())
}

fn note() {
    let _ = PEAK.try_with(|peak| peak.set(peak.get().max(memory::live())));
}

#[expect(unsafe_code, reason = "`GlobalAlloc` is an unsafe trait; the calls go to the system unchanged")]
// SAFETY: the system's allocator keeps the contract; noting doesn't allocate.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        note();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}
