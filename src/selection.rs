//! Which processes are meant.
//!
//! A criterion answers for one process whether it fits and, if not, why; one file each. What it
//! needs from /proc stands in its signature, and `look` reads each file once for all criteria. A
//! source yields processes and process groups, held, with what diagnostics call them; one file
//! each, too.

mod catches;
pub(crate) mod criteria;
#[cfg(feature = "select")]
pub mod ere;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
pub(crate) mod hold;
mod look;
pub(crate) mod membership;
pub(crate) mod moment;
pub(crate) mod name;
mod named;
mod pidfile;
pub(crate) mod source;
pub(crate) mod started;
pub(crate) mod user;
mod users;
