//! trap's plain forms.
//!
//! They ask for nothing to be done before COMMAND runs but what a new process does by itself, and
//! while it runs for nothing that does not begin with a signal. What is more than to pass one on is
//! the affair of the normal path, which reads the same words again when one arrives.

use crate::quick::call::{Set, set_of};
use crate::quick::names;
use crate::quick::process::Asked;
use crate::quick::program::{self, Meanwhile};
use crate::quick::word::{Strings, Text};
use crate::signal::Signal;

const CHLD: Set = set_of(Signal::CHLD.number());
/// The signals that cannot be caught or ignored.
const FIXED: Set = set_of(Signal::KILL.number()) | set_of(Signal::STOP.number());
/// The signals that are meant to end a process: `-k` begins with them.
const MEANT_TO_END: Set =
    set_of(Signal::INT.number()) | set_of(Signal::QUIT.number()) | set_of(Signal::TERM.number());

#[unsafe(link_section = ".rodata.quick")]
static LISTENING_PROCESS: [u8; 11] = *b"LISTEN_PID=";

#[derive(Clone, Copy)]
pub struct PlainTrap<'a> {
    /// COMMAND and its arguments, one or more words.
    pub command: Strings<'a>,
    /// The signals that are ignored (bit n-1 is signal n),
    pub ignored: u64,
    /// and those with their default disposition.
    pub default: u64,
    /// True if trap stays, rather than become COMMAND.
    pub supervises: bool,
    /// The signals that are only passed on when a process sends them.
    pub passed_on: u64,
    /// True if there is an action.
    pub has_action: bool,
    /// True if there is something to do when COMMAND has exited, besides the same.
    pub acts_at_exit: bool,
}

/// The treatment of conditions.
#[derive(Clone, Copy)]
enum Treatment {
    Default,
    Ignore,
    Command,
}

/// Reads a command line, without the command's name: None if it is wrong, or no plain form.
pub(super) fn read(mut words: Strings) -> Option<PlainTrap> {
    let mut plain = PlainTrap {
        command: words,
        ignored: 0,
        default: 0,
        supervises: false,
        passed_on: !CHLD,
        has_action: false,
        acts_at_exit: false,
    };
    let mut action = None;
    let mut has_conditions = false;
    let mut after_e = false;
    loop {
        let word = words.next()?;
        // Statuses of -e, which must be attached.
        if after_e && matches!(word.split(), Some((b'0'..=b'9', _))) {
            return None;
        }
        after_e = false;
        let Some((first, rest)) = word.split() else {
            match action {
                None => action = Some(Treatment::Ignore),
                // No condition.
                Some(_) => return None,
            }
            continue;
        };
        match (first, action) {
            (b'-', None) if rest.is_empty() => action = Some(Treatment::Default),
            (b'-', Some(_)) if rest.is_empty() => return None,
            (b'-', _) if rest.is([b'-']) => break,
            (b'-', _) => after_e = plain.read_letters(rest, &mut words)?,
            (_, Some(action)) => {
                has_conditions = true;
                plain.set(action, word)?;
            }
            (_, None) if word.is_number() => {
                action = Some(Treatment::Default);
                has_conditions = true;
                plain.set(Treatment::Default, word)?;
            }
            (_, None) => action = Some(Treatment::Command),
        }
    }
    if words.is_empty() || action.is_some() && !has_conditions {
        return None;
    }
    plain.command = words;
    Some(plain)
}

impl<'a> PlainTrap<'a> {
    /// Option letters: `-k TIME`, `-f` and `-e` alone. Whether the last one is `-e`.
    fn read_letters(&mut self, mut letters: Text<'a>, following: &mut Strings<'a>) -> Option<bool> {
        self.supervises = true;
        let mut after_e = false;
        while let Some((letter, rest)) = letters.split() {
            letters = rest;
            match letter {
                b'f' => after_e = false,
                b'e' if matches!(rest.split(), Some((b'0'..=b'9' | b'=', _))) => return None,
                b'e' => after_e = true,
                b'k' => {
                    let time = match rest.split() {
                        Some((b'=', time)) => time,
                        Some(_) => rest,
                        None => following.next()?,
                    };
                    self.passed_on &= !MEANT_TO_END;
                    return if is_time(time) { Some(false) } else { None };
                }
                _ => return None,
            }
        }
        Some(after_e)
    }

    fn set(&mut self, action: Treatment, condition: Text) -> Option<()> {
        let signal = names::by_either(condition)?;
        let set = set_of(signal as i32);
        match action {
            Treatment::Default if set & FIXED != 0 => {}
            _ if set & FIXED != 0 => return None,
            Treatment::Command => {
                self.supervises = true;
                self.has_action = true;
                self.acts_at_exit |= signal == 0 || set == CHLD;
                self.passed_on &= !set;
            }
            Treatment::Default => self.default |= set,
            Treatment::Ignore => self.ignored |= set,
        }
        Some(())
    }
}

/// True if a word is a length of time: digits, at most three more after a point, and a unit or
/// none. What is longer is left to the normal path, which has a limit.
fn is_time(word: Text) -> bool {
    /// A century of days and more; no unit is longer.
    const MOST: u32 = 36_499;
    let (mut whole, mut rest, mut behind) = (0u32, word, 0);
    if !matches!(rest.split(), Some((b'0'..=b'9', _))) {
        return false;
    }
    while let Some((digit @ b'0'..=b'9', left)) = rest.split() {
        whole = whole.wrapping_mul(10).wrapping_add((digit & 0xf) as u32);
        if whole > MOST {
            return false;
        }
        rest = left;
    }
    if let Some((b'.', left)) = rest.split() {
        rest = left;
        while let Some((b'0'..=b'9', left)) = rest.split() {
            behind += 1;
            rest = left;
        }
        if behind == 0 || behind > 3 {
            return false;
        }
    }
    match rest.split() {
        None => true,
        Some((b'm', unit)) => unit.is_empty() || unit.is([b's']),
        Some((b's' | b'h' | b'd', unit)) => unit.is_empty(),
        Some(_) => false,
    }
}

/// Runs a plain form; gives COMMAND's exit status.
///
/// None for all else, and where something fails or is to be done: then libc starts, and goes on
/// with what was begun.
#[inline(always)]
pub(super) fn run(words: Strings, environment: Strings) -> Option<u8> {
    let plain = read(words)?;
    let dispositions = Asked { ignored: plain.ignored, default: plain.default };
    if !plain.supervises {
        return program::become_program(plain.command, environment, dispositions);
    }
    // The variable must name COMMAND instead of this process (sd_listen_fds(3)).
    if environment.value(LISTENING_PROCESS).is_some() {
        return None;
    }
    let PlainTrap { passed_on, has_action, acts_at_exit, .. } = plain;
    let meanwhile = Meanwhile { passed_on, has_action, acts_at_exit };
    program::supervise(plain.command, environment, dispositions, meanwhile)
}
