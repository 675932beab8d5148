//! sigkit: signal tools for the command line.
//!
//! A room uses only the rooms to its left (a test, `tests/suite/layers.rs`, reads the sources):
//!
//! ```text
//! signal <- sys <- process <- cli <- posix <- selection <- delivery <- commands <- multicall
//! posix <- lint <- docs
//! lint <- commands
//! signal <- sys <- quick
//! multicall, quick <- main
//! multicall <- fuzzed
//! ```
//!
//! * [`signal`]: numbers, names, exit statuses; what a trap is set for. Pure, and the one public
//!   API of the crate.
//! * `sys`: the system calls and all unsafe code.
//! * `process`: reading /proc; holding a process; finding one by name; trees.
//! * `cli`: a command's declaration, and the parser that follows from it; reports.
//! * `posix`: what POSIX promises of kill and of trap, and what to write instead of the rest.
//! * `selection`: which processes are meant: criteria that answer for one process, and the reason
//!   why one does not fit.
//! * `delivery`: what is done to the processes that are held: signals, with times between them.
//! * `lint`: scripts that use signals wrongly: the scanner, the rules, the formats. Pure.
//! * `docs`: help, man pages and completions, which tests render and compare.
//! * `commands`: the commands, one file or folder each. They never use each other.
//! * `multicall`: which command is meant, and `sigkit` itself.
//! * `quick`: the plain forms of kill and of trap, which run before libc has started.
//! * `main`: the entry, C's main.
//! * `fuzzed`: every parser, for tests and fuzz targets only.
//!
//! A command line becomes a value, the value an effect: argument and byte parsers do no I/O, so
//! every dangerous decision can be seen in a value, and is tested without sending anything.

// What one command alone uses is not named in each room.
#![cfg_attr(
    not(all(feature = "trap", feature = "select")),
    allow(dead_code, unreachable_pub, unused_imports)
)]

mod cli;
mod commands;
mod delivery;
mod docs;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzed;
#[cfg(feature = "lint")]
mod lint;
mod multicall;
mod posix;
mod process;
#[cfg(quick_system)]
mod quick;
mod selection;
pub mod signal;
mod sys;

/// The functions that the entry of the program calls.
#[doc(hidden)]
pub mod entry {
    #[cfg(feature = "trap")]
    pub use crate::multicall::go_on;
    pub use crate::multicall::run;
    #[cfg(all(quick_system, feature = "trap"))]
    pub use crate::quick::handover;
    pub use crate::sys::arguments::CommandLine;
    pub use crate::sys::environment::Environment;
    pub use crate::sys::exit;
    pub use crate::sys::reserve::Allocator;
}

/// The items that the tests outside of the crate compare, as they are named inside: pages, their
/// sources, and the values of command lines.
#[doc(hidden)]
pub mod tested {
    pub mod cli {
        pub use crate::cli::declaration;
    }
    pub mod commands {
        pub use crate::commands::{APPLETS, INNER_PAGES, PAGES, find};
        pub mod kill {
            pub use crate::commands::kill::{args, operand, parse};
        }
        #[cfg(feature = "select")]
        pub mod killall {
            pub use crate::commands::killall::args;
        }
        #[cfg(feature = "select")]
        pub mod pgrep {
            pub use crate::commands::pgrep::args;
        }
        #[cfg(feature = "select")]
        pub mod pidwait {
            pub use crate::commands::pidwait::args;
        }
        #[cfg(feature = "select")]
        pub mod pkill {
            pub use crate::commands::pkill::args;
        }
        #[cfg(feature = "trap")]
        pub mod trap {
            pub use crate::commands::trap::args;
        }
    }
    pub mod docs {
        #[cfg(feature = "lint")]
        pub use crate::docs::rules;
        pub use crate::docs::{completions, document, help, manual};
    }
    #[cfg(feature = "lint")]
    pub mod lint {
        pub use crate::lint::{facts, shells};
    }
    pub mod multicall {
        pub use crate::multicall::{NAME, declaration, pages};
    }
    pub mod posix {
        pub use crate::posix::conformance;
    }
    #[cfg(quick_system)]
    pub mod quick {
        pub use crate::quick::{PlainKill, PlainTrap, Strings, kill_target, read_kill, read_trap};
    }
    #[cfg(feature = "select")]
    pub mod selection {
        pub use crate::selection::ere;
    }
    pub mod sys {
        pub use crate::sys::arguments;
    }
}
