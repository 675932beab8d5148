//! The keys of the controlling terminal that send signals (POSIX.1-2024 XBD 11.1.9).

use std::os::fd::AsFd;

use nix::unistd::{PathconfVar, fpathconf};
use rustix::termios::{LocalModes, SpecialCodeIndex, tcgetattr};

use super::Pid;
use super::start;

/// The settings of the keys of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// True if they send signals at all.
    pub(crate) enabled: bool,
    /// The bytes of intr, quit and susp; None for one that is disabled.
    pub(crate) interrupt: Option<u8>,
    pub(crate) quit: Option<u8>,
    pub(crate) suspend: Option<u8>,
    /// The process group that gets the signals.
    pub(crate) foreground: Option<Pid>,
}

impl Keys {
    /// The keys of the terminal that controls this process; None without one.
    pub(crate) fn own() -> Option<Keys> {
        let terminal = start::terminal()?;
        let settings = tcgetattr(&terminal).ok()?;
        let disabled = fpathconf(&terminal, PathconfVar::_POSIX_VDISABLE).ok().flatten();
        let key = |place| {
            let byte = settings.special_codes[place];
            Some(byte).filter(|byte| disabled.is_none_or(|none| none as u8 != *byte))
        };
        Some(Keys {
            enabled: settings.local_modes.contains(LocalModes::ISIG),
            interrupt: key(SpecialCodeIndex::VINTR),
            quit: key(SpecialCodeIndex::VQUIT),
            suspend: key(SpecialCodeIndex::VSUSP),
            foreground: start::foreground_group(terminal.as_fd()).ok(),
        })
    }
}
