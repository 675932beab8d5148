//! The keys of the controlling terminal that send signals (POSIX.1-2024 XBD 11.1.9).

use std::os::fd::AsFd;

use nix::sys::termios::{LocalFlags, SpecialCharacterIndices, tcgetattr};
use nix::unistd::{PathconfVar, fpathconf};

use super::Pid;
use super::start;

/// What the keys of a terminal do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Whether they send signals at all.
    pub(crate) enabled: bool,
    /// The bytes of intr, quit and susp; None for one that is disabled.
    pub(crate) interrupt: Option<u8>,
    pub(crate) quit: Option<u8>,
    pub(crate) suspend: Option<u8>,
    /// What gets the signals.
    pub(crate) foreground: Option<Pid>,
}

impl Keys {
    /// Those of the terminal that controls this process; None without one.
    pub(crate) fn own() -> Option<Keys> {
        let terminal = start::terminal()?;
        let settings = tcgetattr(&terminal).ok()?;
        let disabled = fpathconf(&terminal, PathconfVar::_POSIX_VDISABLE).ok().flatten();
        let key = |place: SpecialCharacterIndices| {
            let byte = settings.control_chars[place as usize];
            Some(byte).filter(|byte| disabled.is_none_or(|none| none as u8 != *byte))
        };
        Some(Keys {
            enabled: settings.local_flags.contains(LocalFlags::ISIG),
            interrupt: key(SpecialCharacterIndices::VINTR),
            quit: key(SpecialCharacterIndices::VQUIT),
            suspend: key(SpecialCharacterIndices::VSUSP),
            foreground: start::foreground_group(terminal.as_fd()).ok(),
        })
    }
}
