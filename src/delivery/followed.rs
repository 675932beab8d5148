//! A process that is followed after the signal.

use std::fmt::Write;
use std::rc::Rc;
use std::time::Duration;

use super::subject::named;
use crate::cli::duration;
use crate::process::handle::{Ending, Handle};
use crate::process::name::Named;
use crate::signal::SignalOrNull;
use crate::sys::{Errno, Pid};

/// A process that is followed.
pub(super) struct Followed {
    pub(super) handle: Rc<Handle>,
    /// Itself, with its command name when it was held: it has that as long as it lives.
    pub(super) process: Named,
    /// The number of the process group that it is followed with.
    pub(super) group: Option<Pid>,
    signals: Vec<SignalOrNull>,
    /// A later signal could not be sent to it, which was counted.
    pub(super) missed: bool,
}

impl Followed {
    /// Follows a process that is held.
    pub(super) fn new(handle: Rc<Handle>) -> Followed {
        let process = Named::of(handle.pid());
        Followed::named(handle, process.name)
    }

    /// The same, with its command name.
    pub(super) fn named(handle: Rc<Handle>, name: Vec<u8>) -> Followed {
        let process = Named { pid: handle.pid(), name };
        Followed { handle, process, group: None, signals: Vec::new(), missed: false }
    }

    /// As one of this process group.
    pub(super) fn of_group(self, number: Pid) -> Followed {
        Followed { group: Some(number), ..self }
    }

    pub(super) fn send(&self, signal: SignalOrNull, value: Option<i32>) -> Result<(), Errno> {
        self.handle.send(signal, value)
    }

    pub(super) fn sent(mut self, signal: SignalOrNull) -> Followed {
        self.was_sent(signal);
        self
    }

    /// It was sent this, too.
    pub(super) fn was_sent(&mut self, signal: SignalOrNull) {
        self.signals.push(signal);
    }

    /// `1234 nginx: TERM, exited 0 after 0.8 s`.
    pub(super) fn told(&self, ending: Ending, after: Duration) -> String {
        told(&self.process, &self.signals, ending, after)
    }
}

fn told(process: &Named, signals: &[SignalOrNull], ending: Ending, after: Duration) -> String {
    let mut line = format!("{}: ", named(process));
    for signal in signals {
        let _ = match signal {
            Some(signal) => write!(line, "{}, ", signal.name()),
            None => write!(line, "0, "),
        };
    }
    let _ = match ending {
        Ending::Exited(status) => write!(line, "exited {status}"),
        Ending::Signalled { signal, core } => {
            let core = if core { ", core dumped" } else { "" };
            write!(line, "killed by {}{core}", signal.name())
        }
        Ending::NotYetKnown | Ending::Unknown => write!(line, "ended"),
    };
    let not_reaped =
        if ending == Ending::NotYetKnown { "; its parent has not reaped it" } else { "" };
    line + &format!(" after {}{not_reaped}", duration::shown(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Signal;

    fn line(signals: &[SignalOrNull], ending: Ending) -> String {
        let process = Named { pid: Pid::new(1234).unwrap(), name: b"nginx".to_vec() };
        told(&process, signals, ending, Duration::from_millis(800))
    }

    #[test]
    fn an_end_is_told_with_what_was_sent_before() {
        let (term, kill) = (Some(Signal::TERM), Some(Signal::KILL));
        assert_eq!(line(&[term], Ending::Exited(0)), "1234 nginx: TERM, exited 0 after 0.8 s");
        assert_eq!(
            line(&[None, term, kill], Ending::Signalled { signal: Signal::KILL, core: false }),
            "1234 nginx: 0, TERM, KILL, killed by KILL after 0.8 s"
        );
        assert_eq!(
            line(&[term], Ending::Signalled { signal: Signal::QUIT, core: true }),
            "1234 nginx: TERM, killed by QUIT, core dumped after 0.8 s"
        );
    }

    #[test]
    fn an_end_without_a_status_is_told_all_the_same() {
        assert_eq!(line(&[], Ending::Unknown), "1234 nginx: ended after 0.8 s");
        assert_eq!(
            line(&[], Ending::NotYetKnown),
            "1234 nginx: ended after 0.8 s; its parent has not reaped it"
        );
    }
}
