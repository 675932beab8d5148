//! Dispositions as a table: one line a signal. Pure.

use crate::commands::trap::args::Show;
use crate::commands::trap::show::state::{State, conditions, word};
use crate::process::threads::Thread;
use crate::signal::Signal;
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;

const HEADER: [&str; 5] = ["NUMBER", "NAME", "DISPOSITION", "BLOCKED", "PENDING"];

/// The table of one process.
pub(super) fn write(show: &Show, state: &State) -> String {
    let rows = conditions(show).into_iter().map(|condition| row(show, state, condition));
    let rows: Vec<[String; 5]> = std::iter::once(HEADER.map(str::to_owned)).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for [number, rest @ ..] in &rows {
        text.push_str(&format!("{number:>0$}", widths[0]));
        for (cell, width) in rest.iter().zip(&widths[1..]) {
            text.push_str(&format!("  {cell:<width$}"));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn row(show: &Show, state: &State, condition: Condition) -> [String; 5] {
    let (blocked, pending) = match condition {
        Condition::Exit => (yes(false), yes(false)),
        Condition::Signal(signal) if show.threads => {
            (blocked_by(state, signal), pending_for(state, signal))
        }
        Condition::Signal(signal) => {
            (yes(state.blocked.contains(signal)), yes(state.pending_anywhere().contains(signal)))
        }
    };
    let has_name = condition.signal().is_none_or(|signal| !signal.name().is_number());
    [
        condition.number().to_string(),
        if has_name { condition.to_string() } else { "-".to_owned() },
        word(state.disposition(condition)).to_owned(),
        blocked,
        pending,
    ]
}

fn yes(yes: bool) -> String {
    if yes { "yes" } else { "-" }.to_owned()
}

/// The threads that block the signal.
fn blocked_by(state: &State, signal: Signal) -> String {
    match state.blocked.contains(signal) {
        true => "all".to_owned(),
        false => joined(threads(state, signal, |thread| thread.blocked)),
    }
}

/// The process or the thread that the signal is pending for.
fn pending_for(state: &State, signal: Signal) -> String {
    let process = state.pending.contains(signal).then(|| "process".to_owned());
    joined(process.into_iter().chain(threads(state, signal, |thread| thread.pending)))
}

fn threads(
    state: &State,
    signal: Signal,
    set: fn(&Thread) -> SignalSet,
) -> impl Iterator<Item = String> {
    state
        .threads
        .iter()
        .filter(move |thread| set(thread).contains(signal))
        .map(|thread| thread.id.to_string())
}

fn joined(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { "-".to_owned() } else { words.join(",") }
}

#[cfg(test)]
mod tests;
