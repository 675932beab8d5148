//! Which processes are meant.
//!
//! A criterion answers for one process whether it fits and, if not, why; one file each. What it
//! needs from /proc stands in its signature, and `look` reads each file once for all criteria. A
//! source yields processes and process groups, held, with what diagnostics call them; one file
//! each, too.

#[cfg(feature = "select")]
pub(crate) mod age;
#[cfg(feature = "select")]
pub(crate) mod asking;
mod catches;
#[cfg(feature = "select")]
mod control_group;
pub(crate) mod criteria;
mod criterion;
#[cfg(feature = "select")]
mod directory;
#[cfg(feature = "select")]
pub mod ere;
#[cfg(feature = "select")]
mod executable;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
pub(crate) mod hold;
#[cfg(feature = "select")]
pub(crate) mod list;
pub(crate) mod look;
#[cfg(feature = "select")]
pub(crate) mod matching;
pub(crate) mod membership;
pub(crate) mod moment;
pub(crate) mod name;
mod named;
#[cfg(feature = "select")]
pub(crate) mod namespaces;
pub(crate) mod options;
pub(crate) mod owner;
mod pidfile;
#[cfg(feature = "select")]
mod pids;
#[cfg(feature = "select")]
mod recorded;
#[cfg(feature = "select")]
pub(crate) mod relation;
#[cfg(feature = "select")]
pub(crate) mod resident;
#[cfg(feature = "select")]
pub(crate) mod scan;
pub(crate) mod source;
pub(crate) mod started;
#[cfg(feature = "select")]
pub(crate) mod state;
#[cfg(feature = "select")]
mod terminal;
pub(crate) mod users;
#[cfg(feature = "select")]
mod variable;
#[cfg(feature = "select")]
pub(crate) mod wanted;
