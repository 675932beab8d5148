//! On a terminal, a line with what is waited for, written over itself once a second. It is left out
//! where the terminal does not take it at once.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::subject::named;
use crate::cli::columns::first_columns;
use crate::process::deferred::Deferred;
use crate::process::name::Named;
use crate::signal::Signal;
use crate::sys::output::error_width;
use crate::sys::stream::Stream;

/// From when on, and how often, it is shown.
const PERIOD: Duration = Duration::from_secs(1);

/// How soon a signal that was held back takes effect.
const ARRIVAL_LOOK: Duration = Duration::from_millis(50);

pub(super) struct Progress {
    /// When the next is to be shown; None where there is no terminal.
    next: Option<Instant>,
    terminal: Stream,
    /// Signals to this process are held back while the line stands, and arrive when it is gone.
    line: Option<Deferred>,
}

/// The next step for those that are waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prospect {
    pub(super) deadline: Option<Instant>,
    /// The signal of the step; None if they are not waited for any longer.
    pub(super) signal: Option<Signal>,
}

impl Progress {
    pub(super) fn none() -> Progress {
        Progress { next: None, terminal: Stream::error(), line: None }
    }

    pub(super) fn begin(now: Instant) -> Progress {
        Progress { next: error_width().map(|_| now + PERIOD), ..Progress::none() }
    }

    /// How long to wait at most until the next line, or a look at what was held back, is due.
    pub(super) fn due_in(&self, now: Instant) -> Option<Duration> {
        let line = self.next.map(|at| at.saturating_duration_since(now));
        let arrival = self.line.as_ref().map(|_| ARRIVAL_LOOK);
        line.into_iter().chain(arrival).min()
    }

    /// Shows which are left, if it is time.
    pub(super) fn show<'a>(
        &mut self,
        speaker: &str,
        left: impl ExactSizeIterator<Item = &'a Named>,
        prospect: Prospect,
    ) {
        let now = Instant::now();
        let (Some(at), Some(width)) = (self.next, error_width()) else { return };
        if now < at {
            return;
        }
        self.next = Some(now + PERIOD);
        let line = text(speaker, left, prospect, now);
        // One column less, or some terminals would go on to the next line.
        let shown = first_columns(&line, width.saturating_sub(1));
        self.line.get_or_insert_with(Deferred::start);
        self.terminal.offer(format!("\r{shown}\x1b[K").as_bytes());
    }

    /// Gives way to a signal that ends or stops this process.
    pub(super) fn give_way(&mut self) {
        if self.line.as_ref().is_some_and(Deferred::ends_or_stops_this_process) {
            self.clear();
        }
    }

    pub(super) fn clear(&mut self) {
        if let Some(deferred) = self.line.take() {
            self.terminal.offer(b"\r\x1b[K");
            // What was held back takes effect now.
            drop(deferred);
        }
    }
}

fn text<'a>(
    speaker: &str,
    left: impl ExactSizeIterator<Item = &'a Named>,
    prospect: Prospect,
    now: Instant,
) -> String {
    let count = left.len();
    let processes = if count == 1 { "process" } else { "processes" };
    let mut line = format!("{speaker}: {count} {processes} left");
    if let Some(deadline) = prospect.deadline {
        let seconds = deadline.saturating_duration_since(now).as_secs_f64().ceil();
        let _ = match prospect.signal {
            Some(signal) => write!(line, ", {} in {seconds} s", signal.name()),
            None => write!(line, ", {seconds} s to wait"),
        };
    }
    let names: Vec<String> = left.map(named).collect();
    line + ": " + &names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::Pid;

    #[test]
    fn the_line_says_which_are_left_and_what_comes_next() {
        let process =
            |pid, name: &str| Named { pid: Pid::new(pid).unwrap(), name: name.as_bytes().to_vec() };
        let left = [process(5, "web"), process(7, "")];
        let now = Instant::now();
        let deadline = Some(now + Duration::from_millis(1_500));
        let line = |left: &[Named], deadline, signal| {
            text("kill", left.iter(), Prospect { deadline, signal }, now)
        };
        assert_eq!(
            line(&left, deadline, Some(Signal::KILL)),
            "kill: 2 processes left, KILL in 2 s: 5 web, 7"
        );
        assert_eq!(line(&left[..1], deadline, None), "kill: 1 process left, 2 s to wait: 5 web");
        assert_eq!(line(&left[..1], None, None), "kill: 1 process left: 5 web");
    }
}
