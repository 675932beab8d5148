//! The processes that a command means.
//!
//! A criterion answers for one process whether it fits and, if not, why; one file each. What it
//! needs from /proc stands in its signature, and `look` reads each file once for all criteria. A
//! source yields processes and process groups, held, with what diagnostics call them; one file
//! each, too.

#[cfg(feature = "select")]
pub(crate) mod accident;
pub(crate) mod age;
#[cfg(feature = "select")]
pub(crate) mod asking;
#[cfg(feature = "select")]
pub(crate) mod called;
mod catches;
pub(crate) mod command_line;
mod container;
mod control_group;
pub(crate) mod criteria;
mod criterion;
mod descendants;
mod directory;
mod disposed;
#[cfg(feature = "select")]
pub mod ere;
mod executable;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
#[cfg(feature = "select")]
pub(crate) mod held;
pub(crate) mod hold;
#[cfg(feature = "select")]
pub(crate) mod inquiry;
mod itself;
#[cfg(feature = "select")]
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod look;
#[cfg(feature = "select")]
pub(crate) mod matching;
pub(crate) mod membership;
pub(crate) mod moment;
pub(crate) mod name;
pub(crate) mod named;
mod named_file;
pub(crate) mod namespaces;
pub(crate) mod options;
#[cfg(feature = "select")]
pub(crate) mod order;
pub(crate) mod owner;
pub(crate) mod picture;
mod pidfile;
mod pids;
mod place;
mod port;
#[cfg(feature = "select")]
pub(crate) mod program;
mod recorded;
pub(crate) mod relation;
pub(crate) mod resident;
#[cfg(feature = "select")]
pub(crate) mod root;
pub(crate) mod scan;
#[cfg(feature = "select")]
mod security_context;
pub(crate) mod source;
pub(crate) mod started;
pub(crate) mod state;
mod terminal;
mod unexecuted;
pub(crate) mod uninspected;
mod unit;
pub(crate) mod users;
mod uses;
mod variable;
pub(crate) mod wanted;
