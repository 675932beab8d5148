//! Signals the processes that are held, or waits for them.
//!
//! A [`send::Delivery`] takes an [`order::Order`] and, one by one, those that are meant. What
//! becomes of each goes to the [`reporter::Reporter`] that it is given; what becomes of all is its
//! [`account::Tally`].

pub(crate) mod account;
pub(crate) mod bare;
pub(crate) mod choice;
mod command_line;
#[cfg(feature = "select")]
mod consent;
pub(crate) mod draft;
pub(crate) mod escalation;
mod follow_up;
mod followed;
mod following;
mod forecast;
mod listing;
pub(crate) mod options;
pub(crate) mod order;
pub(crate) mod outcome;
mod progress;
#[cfg(feature = "select")]
pub(crate) mod pursuit;
pub(crate) mod reporter;
pub(crate) mod schedule;
pub(crate) mod send;
pub(crate) mod subject;
#[cfg(feature = "select")]
pub(crate) mod table;
#[cfg(feature = "select")]
pub(crate) mod terminal;
mod trees;
#[cfg(feature = "select")]
pub(crate) mod waiting;
