//! Dispositions as JSON (RFC 8259): an array with an object for each process. Pure.

use crate::cli::escape::json_string;
use crate::commands::trap::args::Show;
use crate::commands::trap::show::state::{State, conditions, word};
use crate::process::threads::Thread;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;

/// The array of all processes, a line for each signal.
pub(super) fn write(show: &Show, states: &[State]) -> String {
    format!("[{}]\n", joined(states.iter().map(|state| process(show, state)), ", "))
}

fn process(show: &Show, state: &State) -> String {
    let signals = conditions(show).into_iter().map(|condition| signal(state, condition));
    let mut text = format!(
        "{{\"pid\": {}, \"name\": {}, \"signals\": [\n  {}]",
        state.pid,
        json_string(&state.name),
        joined(signals, ",\n  ")
    );
    if show.threads {
        let asked_for: SignalSet =
            conditions(show).into_iter().filter_map(Condition::signal).collect();
        let thread = |thread: &Thread| {
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

fn signal(state: &State, condition: Condition) -> String {
    let number = condition.number();
    let is_in = |set: SignalSet| condition.signal().is_some_and(|signal| set.contains(signal));
    let has_name = condition.signal().is_none_or(|signal| !signal.name().is_number());
    let name = if has_name { format!("\"{condition}\"") } else { "null".to_owned() };
    let (blocked, pending) = (is_in(state.blocked), is_in(state.pending_anywhere()));
    let disposition = word(state.disposition(condition));
    format!(
        "{{\"number\": {number}, \"name\": \
         {name}, \"disposition\": \"{disposition}\", \"blocked\": {blocked}, \"pending\": \
            {pending}}}"
    )
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests;
