//! The meanings of a number by which a process's end is reported: one reading for each convention
//! that prints numbers, the likeliest first.
//!
//! Shells: see [`super::status`]. Minus the signal's number: Python's subprocess (`returncode`) and
//! multiprocessing (`exitcode`); a program that exits with that has its low byte for a status. -1
//! for every signal: Go's `ProcessState.ExitCode`. The status of wait(2) as it is: Perl's `$?`,
//! Python's `os.system`; its bits are those of Linux and of the BSDs. Windows:
//! [`super::conventions`].

use super::conventions::{self, NtStatus};
use super::facts::DefaultAction;
use super::numbering::Numbering;

/// One meaning of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The number of a signal, 0 for none.
    Number(u8),
    /// The number that a shell shows: a base and the number of a signal.
    Shell { base: u32, number: u8 },
    /// Minus the number of a signal.
    Negative(u8),
    /// The low byte of minus the number of a signal.
    LowByte(u8),
    /// -1 of a process that any signal has ended.
    Ended,
    /// An exit status.
    Exit(u8),
    /// The status of wait(2).
    Wait(Waited),
    /// The value with which a process of Windows ends.
    Windows(&'static NtStatus),
    /// The base that shells add to the number of a signal, alone.
    Base(u32),
}

/// A status of wait(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    Exited(u8),
    Killed { number: u8, core: bool },
    Stopped(u8),
    Continued,
}

impl Reading {
    /// The number of the signal that is spoken of; None if there is none.
    pub(crate) fn signal(self) -> Option<u8> {
        match self {
            Reading::Number(number)
            | Reading::Shell { number, .. }
            | Reading::Negative(number)
            | Reading::LowByte(number)
            | Reading::Wait(Waited::Killed { number, .. } | Waited::Stopped(number)) => {
                Some(number).filter(|number| *number > 0)
            }
            Reading::Ended
            | Reading::Exit(_)
            | Reading::Wait(_)
            | Reading::Windows(_)
            | Reading::Base(_) => None,
        }
    }
}

/// All meanings of a number, the likeliest first; none if nothing prints it.
pub(crate) fn of(value: i64, numbering: &Numbering) -> Vec<Reading> {
    let mut found = Vec::new();
    match u32::try_from(value) {
        Ok(value) => add_unsigned(&mut found, value, numbering),
        Err(_) => add_negative(&mut found, value, numbering),
    }
    found
}

fn add_negative(found: &mut Vec<Reading>, value: i64, numbering: &Numbering) {
    if value == -1 {
        found.push(Reading::Ended);
    }
    let number = value.checked_neg().and_then(|number| signal(number, numbering));
    found.extend(number.map(Reading::Negative));
    // Windows shows the same 32 bits with a sign, too.
    let bits = i32::try_from(value).ok().map(|value| value as u32);
    found.extend(bits.and_then(conventions::nt_status).map(Reading::Windows));
    if value == -1 {
        found.push(Reading::Exit(u8::MAX));
    }
}

fn add_unsigned(found: &mut Vec<Reading>, value: u32, numbering: &Numbering) {
    match numbering.decode(value) {
        Some((0, number)) => found.push(Reading::Number(number)),
        Some((base, number)) => found.push(Reading::Shell { base, number }),
        None => {}
    }
    if let Ok(status) = u8::try_from(value) {
        let low_byte = signal(256 - i64::from(status), numbering).map(Reading::LowByte);
        // What ends processes most is likelier than a service that was not started.
        let is_common = low_byte.and_then(Reading::signal).is_some_and(|number| {
            numbering.fact(number).is_some_and(|fact| matches!(fact.name, "KILL" | "SEGV" | "TERM"))
        });
        let exit = Some(Reading::Exit(status));
        found.extend(if is_common { [low_byte, exit] } else { [exit, low_byte] }.iter().flatten());
    }
    found.extend(waited(value, numbering).map(Reading::Wait));
    found.extend(conventions::nt_status(value).map(Reading::Windows));
    if matches!(value, 128 | 256 | 384) {
        found.push(Reading::Base(value));
    }
}

/// The number, if it is a signal's.
fn signal(number: i64, numbering: &Numbering) -> Option<u8> {
    u8::try_from(number).ok().filter(|number| (1..=numbering.highest()).contains(number))
}

/// The readings of a status of wait(2).
fn waited(status: u32, numbering: &Numbering) -> Option<Waited> {
    let [low, high] = u16::try_from(status).ok()?.to_le_bytes();
    let signal = |number: u8| signal(i64::from(number), numbering);
    match (low, high) {
        (0xff, 0xff) => Some(Waited::Continued),
        (0x7f, number) if number > 0 => signal(number).map(Waited::Stopped),
        (0, status) if status > 0 => Some(Waited::Exited(status)),
        (1.., 0) => {
            let (number, core) = (signal(low & 0x7f)?, low & 0x80 != 0);
            // Only some signals leave a core image.
            let can_be = !core || numbering.default_action(number) == DefaultAction::Core;
            let kills = matches!(
                numbering.default_action(number),
                DefaultAction::Core | DefaultAction::Terminate
            );
            (can_be && kills).then_some(Waited::Killed { number, core })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::target;

    fn readings(value: i64) -> Vec<Reading> {
        of(value, &Numbering::of(target::find("linux/x86").unwrap()))
    }

    fn windows(value: i64) -> Vec<&'static str> {
        let names = readings(value).into_iter().map(|reading| match reading {
            Reading::Windows(status) => status.name,
            other => panic!("{other:?}"),
        });
        names.collect()
    }

    #[test]
    fn a_small_number_is_a_signal_an_exit_status_and_what_wait_says() {
        let killed = |number| Reading::Wait(Waited::Killed { number, core: false });
        assert_eq!(readings(9), [Reading::Number(9), Reading::Exit(9), killed(9)]);
        assert_eq!(readings(0), [Reading::Number(0), Reading::Exit(0)]);
        // No process dies of these.
        assert_eq!(readings(17), [Reading::Number(17), Reading::Exit(17)]);
        assert_eq!(readings(19), [Reading::Number(19), Reading::Exit(19)]);
        assert_eq!(readings(100), [Reading::Exit(100)]);
        assert_eq!(readings(127), [Reading::Exit(127)]);
    }

    #[test]
    fn a_status_of_a_shell_may_be_one_of_wait_with_a_core_image() {
        let shell = |number| Reading::Shell { base: 128, number };
        let core = |number| Reading::Wait(Waited::Killed { number, core: true });
        assert_eq!(readings(139), [shell(11), Reading::Exit(139), core(11)]);
        assert_eq!(readings(134), [shell(6), Reading::Exit(134), core(6)]);
        assert_eq!(readings(137), [shell(9), Reading::Exit(137)]);
        assert_eq!(readings(271), [Reading::Shell { base: 256, number: 15 }]);
        assert_eq!(readings(399), [Reading::Shell { base: 384, number: 15 }]);
    }

    #[test]
    fn minus_a_signal_and_its_low_byte_are_read() {
        assert_eq!(readings(-9), [Reading::Negative(9)]);
        assert_eq!(readings(-64), [Reading::Negative(64)]);
        assert_eq!(readings(-1), [Reading::Ended, Reading::Negative(1), Reading::Exit(255)]);
        assert_eq!(readings(247), [Reading::LowByte(9), Reading::Exit(247)]);
        // systemd has these, too.
        assert_eq!(readings(241), [Reading::LowByte(15), Reading::Exit(241)]);
        assert_eq!(readings(245), [Reading::LowByte(11), Reading::Exit(245)]);
        assert_eq!(readings(203), [Reading::Exit(203), Reading::LowByte(53)]);
        assert_eq!(readings(255), [Reading::Exit(255), Reading::LowByte(1)]);
        assert_eq!(
            readings(192),
            [Reading::Shell { base: 128, number: 64 }, Reading::Exit(192), Reading::LowByte(64)]
        );
    }

    #[test]
    fn what_wait_says_has_16_bits() {
        let wait = |waited| vec![Reading::Wait(waited)];
        assert_eq!(readings(61696), wait(Waited::Exited(241)));
        assert_eq!(readings(34304), wait(Waited::Exited(134)));
        assert_eq!(readings(65280), wait(Waited::Exited(255)));
        assert_eq!(readings(0x137f), wait(Waited::Stopped(19)));
        assert_eq!(readings(0x147f), wait(Waited::Stopped(20)));
        assert_eq!(readings(0xffff), wait(Waited::Continued));
        for nonsense in [449, 511, 0x1309, 0x7fff, 65536, 3000, 4_294_967_305, -65, -256, i64::MIN]
        {
            assert_eq!(readings(nonsense), [], "{nonsense}");
        }
    }

    #[test]
    fn a_value_of_windows_is_read_with_and_without_a_sign() {
        assert_eq!(windows(3_221_225_786), ["STATUS_CONTROL_C_EXIT"]);
        assert_eq!(windows(-1_073_741_510), ["STATUS_CONTROL_C_EXIT"]);
        assert_eq!(windows(3_221_225_477), ["STATUS_ACCESS_VIOLATION"]);
        assert_eq!(windows(-1_073_740_791), ["STATUS_STACK_BUFFER_OVERRUN"]);
    }

    #[test]
    fn what_shells_add_is_no_status_alone() {
        assert_eq!(readings(128), [Reading::Exit(128), Reading::Base(128)]);
        assert_eq!(readings(256), [Reading::Wait(Waited::Exited(1)), Reading::Base(256)]);
        assert_eq!(readings(384), [Reading::Base(384)]);
    }
}
