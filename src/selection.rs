//! Who is meant.
//!
//! A criterion answers for one process whether it fits and, if not, why; one file each. What it reads
//! in /proc it is given: `look` reads each file once for all criteria. A source yields who is held, a process or a process group, with what
//! diagnostics call it; one file each, too.

mod catches;
pub(crate) mod criteria;
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
