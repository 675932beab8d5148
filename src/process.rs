//! Processes as Linux's /proc shows them (proc(5)), read lazily and as bytes; holding one, a group,
//! a tree.
//!
//! Parsers of bytes are pure; `proc` opens the files.

pub(crate) mod bounded;
pub(crate) mod children;
pub(crate) mod deferred;
mod descriptors;
pub(crate) mod device;
pub(crate) mod full_name;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
pub(crate) mod group;
pub(crate) mod handle;
pub(crate) mod identified;
mod lines;
pub(crate) mod mapped;
pub(crate) mod name;
pub(crate) mod orphaned;
pub(crate) mod path;
pub(crate) mod proc;
pub(crate) mod session;
mod sigwait;
pub(crate) mod situation;
pub(crate) mod sockets;
pub(crate) mod start_time;
pub(crate) mod stat;
pub(crate) mod status;
pub(crate) mod takers;
pub(crate) mod threads;
pub(crate) mod tree;
pub(crate) mod view;
mod withheld;
