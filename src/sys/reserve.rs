//! Memory that is set aside for the time in which an allocation must not fail.
//!
//! Rust ends a program whose allocation fails. Where that must not happen, because other processes
//! are stopped, a block is kept that is given back when an allocation fails, and the allocation is
//! made again. The one that keeps the reserve asks from time to time whether it was used, and ends
//! what it does as long as what is left lasts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use nix::errno::Errno;

/// The bytes that are kept: a few times what is needed to continue some thousand processes and to
/// report it, and more than `M_MMAP_THRESHOLD` (mallopt(3)), so that they go back to the system.
const KEPT: Layout = match Layout::from_size_align(256 * 1024, 16) {
    Ok(layout) => layout,
    Err(_) => panic!("the layout is valid"),
};

/// The block; null if none is kept.
static BLOCK: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());
static USED: AtomicBool = AtomicBool::new(false);

/// The system's allocator, which falls back on the reserve.
pub struct Allocator;

/// The reserve, kept until this is dropped. Only one is kept at a time.
#[derive(Debug)]
pub(crate) struct Reserve(());

impl Reserve {
    /// Sets the block aside.
    ///
    /// # Errors
    ///
    /// ENOMEM.
    pub(crate) fn keep() -> Result<Reserve, Errno> {
        // SAFETY: the layout has a size.
        let block = unsafe { System.alloc(KEPT) };
        if block.is_null() {
            return Err(Errno::ENOMEM);
        }
        USED.store(false, Ordering::Relaxed);
        give_back(BLOCK.swap(block, Ordering::Relaxed));
        Ok(Reserve(()))
    }

    /// True if an allocation has failed since it was set aside.
    pub(crate) fn is_used(&self) -> bool {
        USED.load(Ordering::Relaxed)
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        give_back(BLOCK.swap(ptr::null_mut(), Ordering::Relaxed));
    }
}

fn give_back(block: *mut u8) {
    if !block.is_null() {
        // SAFETY: keep() has allocated it with this layout, and what takes it out of its place has
        // it alone.
        unsafe { System.dealloc(block, KEPT) };
    }
}

/// The result of `allocate`; once more when it fails and there is a reserve, which is used up then.
fn allocate(allocate: impl Fn() -> *mut u8) -> *mut u8 {
    let memory = allocate();
    if !memory.is_null() {
        return memory;
    }
    let block = BLOCK.swap(ptr::null_mut(), Ordering::Relaxed);
    if block.is_null() {
        return memory;
    }
    USED.store(true, Ordering::Relaxed);
    give_back(block);
    allocate()
}

// SAFETY: it is the system's allocator: a failed call has changed nothing and may be repeated.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        allocate(|| unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        allocate(|| unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise; a call that fails leaves the memory as it was.
        allocate(|| unsafe { System.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise: it comes from the system's allocator.
        unsafe { System.dealloc(memory, layout) };
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn an_allocation_that_fails_is_made_once_more_with_the_reserve() {
        let asked = Cell::new(0);
        let memory = ptr::without_provenance_mut(16);
        let fails_at_first = || {
            asked.set(asked.get() + 1);
            if asked.get() % 2 == 1 { ptr::null_mut() } else { memory }
        };
        assert!(allocate(fails_at_first).is_null(), "there is no reserve");
        asked.set(0);
        let reserve = Reserve::keep().unwrap();
        assert!(!reserve.is_used());
        assert_eq!((allocate(fails_at_first), asked.get()), (memory, 2));
        assert!(reserve.is_used());
        assert!(allocate(fails_at_first).is_null(), "it is used up");
        drop(reserve);
        assert!(!Reserve::keep().unwrap().is_used());
    }
}
