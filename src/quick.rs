//! The plain forms of kill and trap, run before libc has started: with system calls alone.
//!
//! Where `build.rs` knows how (the cfg `quick`), the kernel starts the program at `sigkit_start`.
//! The forms that [`read_kill`] and [`read_trap`] know run there and end the process. libc's start,
//! which takes longer than all the rest of such a process (`cargo bench`; glibc asks the processor
//! for its features, and on a virtual machine each question traps), is for everything else:
//! `sigkit_start` hands over to libc's own `_start` as if it had not been there, be it long after,
//! when trap has waited for hours. Then [`handover()`] returns what was begun.
//!
//! A reader here knows fewer forms than the command's own parser, and what it answers is what that
//! parser would (`tests/suite/quick.rs`). Nothing knows of this room but `main`.
//!
//! In a static, position-independent program nothing is relocated at that time and no thread-local
//! storage exists. So nothing in here, up to [`handover()`], calls a function of libc or of another
//! crate that could be more than inlined, compares or copies slices as a whole (memcmp(3) and
//! memcpy(3) are chosen when libc starts), panics, or keeps a pointer in a static. The tables are
//! made while compiling. `tests/suite/object_code.rs` reads the object code and proves it, whatever
//! link-time optimization a build has.
//!
//! The rest is page faults, some three hundredths of the whole process each. `layout.ld` lays
//! this room's code and tables side by side in the file, and nothing is stored unless trap hands
//! over: so a plain form faults in the one window of the file and the stack, as the least program
//! does.
#![allow(unsafe_code)]

mod call;
mod handover;
mod kill;
mod names;
mod path;
mod process;
mod program;
mod report;
mod trap;
mod word;

use std::ptr::NonNull;

use crate::sys::start::Handover;

pub use kill::PlainKill;
pub use trap::PlainTrap;
pub use word::Strings;
use word::Text;

/// The COMMAND of trap's that was started before libc and is not over; only the first call returns
/// it.
pub fn handover() -> Option<Handover> {
    handover::take()
}

/// Reads the words after kill's name, if they are a plain form.
///
/// The entry does not call this, but what this calls: a function that other crates see is called by
/// its address in a table, and without link-time optimization so is one that is inlined into them.
#[inline(never)]
pub fn read_kill(words: Strings) -> Option<PlainKill> {
    kill::read(words)
}

#[inline(never)]
pub fn read_trap(words: Strings) -> Option<PlainTrap> {
    trap::read(words)
}

/// The number for kill(2) of one of kill's operands.
#[inline(never)]
pub fn kill_target(word: Text) -> Option<i32> {
    kill::target(word)
}

#[cfg(all(quick, target_arch = "x86_64"))]
std::arch::global_asm!(
    ".pushsection .text.sigkit_start, \"ax\", @progbits",
    ".globl sigkit_start",
    ".type sigkit_start, @function",
    "sigkit_start:",
    // System V ABI, AMD64 supplement, 3.4.1: rsp points to argc and is aligned to 16 bytes; rdx is
    // for _start.
    "mov rdi, rsp",
    "push rdx",
    "sub rsp, 8",
    "call {enter}",
    "add rsp, 8",
    "pop rdx",
    "jmp _start",
    ".size sigkit_start, . - sigkit_start",
    ".popsection",
    enter = sym enter,
);

#[cfg(all(quick, target_arch = "aarch64"))]
std::arch::global_asm!(
    ".pushsection .text.sigkit_start, \"ax\", @progbits",
    ".globl sigkit_start",
    ".type sigkit_start, @function",
    "sigkit_start:",
    // sp points to argc and is aligned to 16 bytes, as on every architecture of Linux; x0 is for
    // _start.
    "mov x29, xzr",
    "mov x30, xzr",
    "str x0, [sp, #-16]!",
    "add x0, sp, #16",
    "bl {enter}",
    "ldr x0, [sp], #16",
    "b _start",
    ".size sigkit_start, . - sigkit_start",
    ".popsection",
    enter = sym enter,
);

/// Runs what needs no libc, and returns if that is not enough.
///
/// # Safety
///
/// `stack` must be the stack as the kernel hands it to a program: argc, the words, a null pointer,
/// the environment, a null pointer. Only `sigkit_start` calls this.
#[cfg_attr(not(quick), allow(dead_code, reason = "this build starts with libc"))]
unsafe extern "C" fn enter(stack: NonNull<usize>) {
    // SAFETY: the layout of the stack is the caller's promise.
    let (words, environment) = unsafe {
        let (argc, words) = (stack.read(), stack.add(1));
        (Strings::new(words.cast()), Strings::new(words.add(argc.wrapping_add(1)).cast()))
    };
    if let Some(status) = run(words, environment) {
        call::exit(status);
    }
}

/// Too long to be part of the instructions.
#[unsafe(link_section = ".rodata.quick")]
static STRICT_VARIABLE: [u8; 13] = *b"SIGKIT_POSIX=";

#[inline(always)]
fn run(mut words: Strings, environment: Strings) -> Option<u8> {
    // Strict mode, perhaps.
    if environment.value(STRICT_VARIABLE).is_some() {
        return None;
    }
    let called = words.next()?.file_name();
    let name = if called.is(*b"sigkit") { words.next()? } else { called };
    if name.is(*b"kill") {
        kill::run(words)
    } else if cfg!(feature = "trap") && (name.is(*b"sigtrap") || name.is(*b"trap")) {
        trap::run(words, environment)
    } else {
        None
    }
}
