//! Dispositions as JSON (RFC 8259): an array with an object for each process. Pure.

use super::{Show, State, conditions, word};
use crate::signal::SignalOrNull;
use crate::signal::set::SignalSet;
use crate::sys::disposition::Disposition;

/// The array of all processes, a line for each signal.
pub(super) fn write(show: &Show, states: &[State]) -> String {
    format!("[{}]\n", joined(states.iter().map(|state| process(show, state)), ", "))
}

fn process(show: &Show, state: &State) -> String {
    let signals = conditions(show).into_iter().map(|condition| signal(state, condition));
    let mut text = format!(
        "{{\"pid\": {}, \"name\": {}, \"signals\": [\n  {}]",
        state.pid,
        string(&state.name),
        joined(signals, ",\n  ")
    );
    if show.threads {
        let asked_for: SignalSet = conditions(show).into_iter().flatten().collect();
        let thread = |thread: &super::Thread| {
            let numbers = |set: SignalSet| {
                joined((set & asked_for).numbers().map(|number| number.to_string()), ", ")
            };
            let (blocked, pending) = (numbers(thread.blocked), numbers(thread.pending));
            format!("{{\"id\": {}, \"blocked\": [{blocked}], \"pending\": [{pending}]}}", thread.id)
        };
        text.push_str(&format!(
            ", \"threads\": [\n  {}]",
            joined(state.threads.iter().map(thread), ",\n  ")
        ));
    }
    text.push('}');
    text
}

fn signal(state: &State, condition: SignalOrNull) -> String {
    let (number, name, disposition, blocked, pending) = match condition {
        None => (0, "\"EXIT\"".to_owned(), Some(Disposition::Default), false, false),
        Some(signal) => {
            let name = signal.name();
            let name = if name.is_number() { "null".to_owned() } else { format!("\"{name}\"") };
            let (blocked, pending) =
                (state.blocked.contains(signal), state.pending_anywhere().contains(signal));
            (signal.number(), name, state.disposition(signal), blocked, pending)
        }
    };
    let disposition = word(disposition);
    format!(
        "{{\"number\": {number}, \"name\": \
         {name}, \"disposition\": \"{disposition}\", \"blocked\": {blocked}, \"pending\": \
            {pending}}}"
    )
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

/// A string. A process has whatever bytes for a name: those that are not UTF-8 become U+FFFD.
fn string(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for character in String::from_utf8_lossy(bytes).chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            control if control < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests;
