//! The entry: C's main, so that std's runtime does not run before it.
//!
//! The runtime would ignore PIPE and catch SEGV and BUS. A signal toolkit must see and pass on the
//! dispositions that its parent set, and every start would pay for what it does.
#![no_main]
#![allow(unsafe_code)]

use std::ffi::{c_char, c_int};

use sigkit::entry::{self, Allocator, CommandLine, Environment};

/// Not the library's: the programs that use its tables choose their own.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

/// C's main.
///
/// # Safety
///
/// Only the C runtime calls it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(
    argc: c_int,
    argv: *const *const c_char,
    environment: *const *const c_char,
) -> c_int {
    // SAFETY: the C runtime calls main with its arguments (every Unix gives the third), and nothing
    // here changes them.
    let words = unsafe {
        Environment::from_main(environment).set_own();
        CommandLine::from_main(argc, argv)
    };
    #[cfg(all(quick, feature = "trap"))]
    if let Some(handover) = entry::handover() {
        entry::exit(entry::go_on(words.words(), handover).0);
    }
    entry::exit(entry::run(words.words()).0)
}
