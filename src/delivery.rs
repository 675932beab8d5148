//! What is done to whoever is held.

pub(crate) mod escalation;
pub mod schedule;
