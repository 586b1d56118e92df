//! An allocator that counts, so that a script cannot take more memory than it is given.
//!
//! The counters belong to a thread and cost two additions per allocation. Whoever installs the allocator
//! (`#[global_allocator]`) gives the script layer its memory budget; without it the counters stay at zero and only the
//! limits on sizes hold.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;

thread_local! {
    static ALLOCATED: Cell<u64> = const { Cell::new(0) };
    static FREED: Cell<u64> = const { Cell::new(0) };
}

/// A global allocator that hands everything to `Inner` and counts bytes per thread.
#[derive(Debug, Default, Clone, Copy)]
pub struct Counting<Inner>(pub Inner);

/// The bytes this thread has allocated since it started, those that it has freed again included.
#[must_use]
pub fn allocated() -> u64 {
    ALLOCATED.with(Cell::get)
}

/// The bytes this thread has allocated and not freed. Memory that another thread frees stays counted here, so only the
/// difference between two readings of one thread says something.
#[must_use]
pub fn live() -> i64 {
    let balance = ALLOCATED.with(Cell::get).wrapping_sub(FREED.with(Cell::get));
    balance.cast_signed()
}

/// Whether allocations are counted at all, that is, whether [`Counting`] is this program's allocator.
#[must_use]
pub fn is_counted() -> bool {
    let before = allocated();
    drop(std::hint::black_box(Box::new(0_u64)));
    allocated() != before
}

fn count(counter: &'static std::thread::LocalKey<Cell<u64>>, bytes: usize) {
    // A thread that ends may free after its counters are gone; nobody reads them any more.
    let _ = counter.try_with(|counter| counter.set(counter.get().wrapping_add(bytes as u64)));
}

#[expect(unsafe_code, reason = "`GlobalAlloc` is an unsafe trait; every call goes to the inner allocator unchanged")]
// SAFETY: the inner allocator keeps the contract; counting neither allocates nor touches the memory.
unsafe impl<Inner: GlobalAlloc> GlobalAlloc for Counting<Inner> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(&ALLOCATED, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(&ALLOCATED, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(&FREED, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { self.0.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(&ALLOCATED, new_size);
        count(&FREED, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { self.0.realloc(pointer, layout, new_size) }
    }
}
