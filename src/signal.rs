//! Signals: numbers, names, what shells report of them. Pure: nothing here touches the world, but
//! that libc is asked for the range of the real-time signals.
//!
//! [`Signal`] is a number that this system's kill(2) accepts, never 0. Numbers are those of the
//! target's own header ([`headers`]), which the libc crate's constants must confirm when sigkit is
//! compiled; what a name means has one row for all systems ([`facts`]).
//!
//! A name and its number:
//!
//! ```
//! use sigkit::signal::{Signal, parse};
//!
//! let signal = parse(b"SIGTERM").unwrap().unwrap();
//! assert_eq!(signal, Signal::TERM);
//! assert_eq!((signal.number(), signal.name().to_string()), (15, "TERM".to_owned()));
//! ```
//!
//! The exit status that a shell reports of a process that a signal ended ([`status`]):
//!
//! ```
//! use sigkit::signal::Signal;
//! use sigkit::signal::status::{Decoded, decode};
//!
//! assert_eq!(decode(128 + 15), Some(Decoded::Signal(Signal::TERM)));
//! assert_eq!(decode(111), None);
//! ```
//!
//! The signals of another system ([`target`], [`numbering`]):
//!
//! ```
//! use sigkit::signal::numbering::Numbering;
//! use sigkit::signal::target;
//!
//! let mips = Numbering::of(target::find("mips-linux-gnu").unwrap());
//! assert_eq!(mips.by_name(b"USR1"), Ok(16));
//! assert_eq!(mips.name(18).to_string(), "CHLD");
//! assert_eq!(target::find("pdp11-linux-gnu"), None);
//! ```

// The one public API of the crate; other rooms need a comment only where it says something.
#![deny(missing_docs)]

pub mod condition;
pub(crate) mod conventions;
pub mod facts;
pub mod headers;
pub(crate) mod messages;
mod name;
mod native;
mod number;
pub mod numbering;
pub(crate) mod readings;
mod real_time;
pub(crate) mod senders;
pub mod set;
mod spelling;
pub mod status;
mod table;
pub mod target;
mod words;

pub use name::Description;
pub use name::Name;
pub use number::Signal;
pub use real_time::HAS_REAL_TIME;
pub use real_time::real_time;
pub use spelling::SignalOrNull;
pub use spelling::Unknown;
pub use spelling::by_name;
pub use spelling::by_number;
pub use spelling::parse;
pub(crate) use words::Spelling;
pub(crate) use words::decimal;
pub(crate) use words::is_number;
pub(crate) use words::without_prefix;
