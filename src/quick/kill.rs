//! kill's plain forms: a signal to process IDs and groups, `-l`, and `-l STATUS`.

use std::mem::MaybeUninit;

use crate::quick::call::{self, Set, set_of};
use crate::quick::names;
use crate::quick::report;
use crate::quick::word::{Strings, Text};

/// The signal that kill sends by default.
const TERM: u8 = crate::signal::Signal::TERM.number() as u8;

/// The exit status where some targets were signalled and some not.
const PARTIAL: u8 = 64;

/// The status of signal 0 where all that were missed are there and may not be signalled.
const NO_PERMISSION: u8 = 77;

#[derive(Clone, Copy)]
pub enum PlainKill<'a> {
    /// Send a signal, or 0.
    Send {
        signal: u8,
        /// One or more, each of which `target` reads.
        operands: Strings<'a>,
    },
    /// `-l`.
    List,
    /// `-l STATUS`: the line that is printed.
    Decode(&'static [u8]),
}

/// Reads a command line, without the command's name: None if it is wrong, or no plain form.
pub(super) fn read(mut words: Strings) -> Option<PlainKill> {
    let mut chosen = None;
    loop {
        let operands = words;
        let word = words.next()?;
        let signal = match word.split() {
            Some((b'-', option)) => match option.split()? {
                (b'-', rest) if rest.is_empty() => return send(chosen, words),
                (b'-', _) => return None,
                // A first -N is a signal, and a second one a process group.
                (b'0'..=b'9', _) if chosen.is_some() => return send(chosen, operands),
                (b'0'..=b'9', _) => names::by_number(option)?,
                (b's', rest) if rest.is_empty() => names::by_either(words.next()?)?,
                (b'l', rest) if rest.is_empty() && chosen.is_none() => return list(words),
                _ => names::by_name(option)?,
            },
            _ => return send(chosen, operands),
        };
        if chosen.is_some() {
            return None;
        }
        chosen = Some(signal);
    }
}

fn send(chosen: Option<u8>, operands: Strings) -> Option<PlainKill> {
    if operands.is_empty() {
        return None;
    }
    for word in operands {
        target(word)?;
    }
    let signal = match chosen {
        Some(signal) => signal,
        None => TERM,
    };
    Some(PlainKill::Send { signal, operands })
}

fn list(mut words: Strings) -> Option<PlainKill> {
    let Some(word) = words.next() else { return Some(PlainKill::List) };
    if !words.is_empty() {
        return None;
    }
    Some(PlainKill::Decode(names::line_of(word.decimal()?)?))
}

/// The number for kill(2) of an operand: a process ID, 0, -1, or a process group's ID with its sign
/// turned. None for every spelling that is not the plainest.
pub(super) fn target(word: Text) -> Option<i32> {
    match word.split()? {
        (b'0', rest) if rest.is_empty() => Some(0),
        (b'1'..=b'9', _) => id(word),
        (b'-', digits) => match digits.split()? {
            (b'1'..=b'9', _) => Some(id(digits)?.wrapping_neg()),
            _ => None,
        },
        _ => None,
    }
}

fn id(digits: Text) -> Option<i32> {
    let number = digits.decimal()?;
    if number <= i32::MAX as u32 { Some(number as i32) } else { None }
}

/// Runs a plain form and gives the exit status. None for all else; nothing was done then.
#[inline(always)]
pub(super) fn run(words: Strings) -> Option<u8> {
    match read(words)? {
        PlainKill::Send { signal, operands } => deliver(signal, operands),
        // In columns, where it is a terminal.
        PlainKill::List if call::is_terminal(1) => None,
        PlainKill::List => report::print(names::list()),
        PlainKill::Decode(line) => report::print(line),
    }
}

fn deliver(signal: u8, mut operands: Strings) -> Option<u8> {
    let mut delivered = false;
    while let Some(word) = operands.next() {
        let result = call::kill(target(word)?, signal as i32);
        if result < 0 {
            let first = Failure { subject: word, result };
            return Some(deliver_after(first, delivered, signal, operands));
        }
        delivered = true;
    }
    Some(0)
}

/// Signals the rest when one was missed, and reports it then: what write(2) does to this process
/// (PIPE where the reader is gone, XFSZ, TTOU) comes last, and a reader that does not read delays
/// no signal.
#[cold]
fn deliver_after(first: Failure, mut delivered: bool, signal: u8, operands: Strings) -> u8 {
    const OF_WRITING: Set = set_of(libc::SIGPIPE) | set_of(libc::SIGXFSZ) | set_of(libc::SIGTTOU);
    let blocked = call::hold_back(OF_WRITING);
    let mut forbidden = true;
    let mut room = [const { MaybeUninit::uninit() }; ROOM];
    let mut failures = Failures { list: &mut room, count: 0 };
    let mut failure = Some(first);
    let mut rest = operands;
    loop {
        if let Some(failure) = failure {
            forbidden &= call::is_error(failure.result, libc::EPERM);
            failures.add(failure);
        }
        let Some(subject) = rest.next() else { break };
        // All were read before.
        let Some(target) = target(subject) else { break };
        let result = call::kill(target, signal as i32);
        delivered |= result >= 0;
        failure = if result < 0 { Some(Failure { subject, result }) } else { None };
    }
    failures.report();
    if let Some(blocked) = blocked {
        call::set_blocked(blocked);
    }
    if signal == 0 && forbidden {
        NO_PERMISSION
    } else if delivered {
        PARTIAL
    } else {
        1
    }
}

/// A target that was not signalled, and what kill(2) has answered.
#[derive(Clone, Copy)]
struct Failure<'a> {
    subject: Text<'a>,
    result: isize,
}

/// How many failures are kept.
const ROOM: usize = 64;

/// The errors that are not reported yet. The list is another's: were it a field, a compiler would
/// set both to 0 at once, by memset(3), which is not there before libc has started.
struct Failures<'a, 'l> {
    list: &'l mut [MaybeUninit<Failure<'a>>; ROOM],
    count: usize,
}

impl<'a> Failures<'a, '_> {
    /// Of more than there is room for, the first are reported at once.
    #[inline(always)]
    fn add(&mut self, failure: Failure<'a>) {
        if self.count == self.list.len() {
            self.report();
        }
        if let Some(place) = self.list.get_mut(self.count) {
            place.write(failure);
            self.count = self.count.wrapping_add(1);
        }
    }

    #[inline(always)]
    fn report(&mut self) {
        let mut at = 0;
        while at < self.count {
            if let Some(failure) = self.list.get(at) {
                // SAFETY: so many were added.
                let Failure { subject, result } = unsafe { failure.assume_init() };
                report::failure(subject, result);
            }
            at = at.wrapping_add(1);
        }
        self.count = 0;
    }
}
