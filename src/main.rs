//! The entry: C's main, so that std's runtime does not run before it.
//!
//! The runtime would ignore PIPE and catch SEGV and BUS. A signal toolkit must see and pass on the
//! dispositions that its parent set, and every start would pay for what it does.
//!
//! And before that, where `build.rs` knows how, the kernel starts the program at `sigkit_start`:
//! the plain forms of kill and trap run there, with system calls alone, and end the process. libc's
//! start, which takes longer than all the rest of the process (`cargo bench`; glibc asks the
//! processor for its features, and on a virtual machine each question traps), is for everything
//! else: `sigkit_start` hands over to libc's own `_start` as if it had not been there, be it long
//! after, when trap has waited for hours. In a static, position-independent program nothing is
//! relocated at that time and no thread-local storage exists.
//!
//! What is left is page faults, some three hundredths of the process each. `src/before_libc.ld`
//! lays what runs here, and the tables that it reads, side by side in the file; those tables hold
//! no pointers, and nothing is stored unless something fails: so the plain forms fault in the one
//! window of the file and the stack, as the least program does.
#![no_main]
#![allow(unsafe_code)]

use std::ffi::{c_char, c_int};

#[cfg(entry_before_libc)]
use sigkit::sys::BeforeLibc;
use sigkit::sys::arguments::CommandLine;
use sigkit::sys::environment::Environment;
use sigkit::{multicall, sys};

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
    sys::exit(multicall::run(words.words()).0)
}

#[cfg(entry_before_libc)]
std::arch::global_asm!(
    // A section of its own, for `src/before_libc.ld`.
    ".pushsection .text.sigkit_start, \"ax\", @progbits",
    ".globl sigkit_start",
    ".type sigkit_start, @function",
    "sigkit_start:",
    // System V ABI, AMD64 supplement, 3.4.1: rsp points to argc and is aligned to 16 bytes; rdx is
    // for _start.
    "mov rdi, rsp",
    "push rdx",
    "sub rsp, 8",
    "call {before_libc}",
    "add rsp, 8",
    "pop rdx",
    "jmp _start",
    ".size sigkit_start, . - sigkit_start",
    ".popsection",
    before_libc = sym before_libc,
);

/// Runs what needs no libc, and returns if that is not enough.
///
/// # Safety
///
/// `stack` must be the stack as the kernel hands it to a program: argc, the words, a null pointer,
/// the environment. Only `sigkit_start` calls this.
#[cfg(entry_before_libc)]
unsafe extern "C" fn before_libc(stack: *const usize) {
    // SAFETY: the layout of the stack is the caller's promise; libc's start comes after this.
    let (words, environment, before_libc) = unsafe {
        let argc = *stack;
        let argv: *const *const c_char = stack.add(1).cast();
        (
            CommandLine::from_main(argc as c_int, argv),
            Environment::from_main(argv.add(argc + 1)),
            BeforeLibc::new(),
        )
    };
    if let Some(status) = multicall::run_before_libc(words, environment, before_libc) {
        sys::exit(status.0);
    }
}
