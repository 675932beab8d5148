//! Signals the processes that are held.
//!
//! A [`send::Delivery`] takes an [`order::Order`] and, one by one, those that are meant. What
//! becomes of each goes to the [`reporter::Reporter`] that it is given; what becomes of all is its
//! [`account::Tally`].

pub(crate) mod account;
mod command_line;
pub(crate) mod escalation;
mod follow_up;
mod followed;
mod following;
mod forecast;
mod listing;
pub(crate) mod order;
pub(crate) mod outcome;
mod progress;
pub(crate) mod reporter;
pub(crate) mod schedule;
pub(crate) mod send;
pub(crate) mod subject;
mod trees;
