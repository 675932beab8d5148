//! Process groups, sessions and controlling terminals, as /proc/PID/stat shows them.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use nix::errno::Errno;

use super::situation::Kin;
use super::{all, read, stat_fields, unseen};
use crate::sys::Pid;

/// What a process belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its process group. None: the group is another PID namespace's, as with kernel threads.
    pub group: Option<Pid>,
    /// Its session; None as above.
    pub session: Option<Pid>,
    /// Its controlling terminal, if it has one.
    pub terminal: Option<Device>,
    /// The foreground process group of that terminal, if there is one in this PID namespace.
    pub foreground: Option<Pid>,
}

/// A device's numbers in one, as Linux has them (linux/kdev_t.h, `new_encode_dev`), in
/// /proc/PID/stat and in stat(2) alike: the minor number lies on both sides of the major one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device(u64);

impl Membership {
    /// Parses /proc/PID/stat of the process `pid`; None where a field is missing or malformed:
    /// nothing here ever defaults to a number, because groups 0 and 1 would mean the own group and
    /// everybody.
    pub fn parse(pid: Pid, file: &[u8]) -> Option<Membership> {
        let Kin { group, session, .. } = Kin::parse(pid, file)?;
        // Tty_nr is field 7 of proc(5), 0 for none; tpgid follows, -1 for none and 0 for one of
        // another PID namespace.
        let mut fields = stat_fields(file)?.skip(4);
        let mut number = || std::str::from_utf8(fields.next()?).ok()?.parse::<i32>().ok();
        let (terminal, foreground) = (number()?, number()?);
        Some(Membership {
            group,
            session,
            terminal: (terminal != 0).then_some(Device(u64::from(terminal as u32))),
            foreground: Pid::new(foreground),
        })
    }

    /// Reads what a process belongs to.
    ///
    /// # Errors
    ///
    /// Those of [`read`]; EPROTO for a /proc of another form.
    pub fn of(pid: Pid) -> Result<Membership, Errno> {
        Membership::parse(pid, &read(pid, "stat")?).ok_or(Errno::EPROTO)
    }
}

impl Device {
    /// /dev/tty (linux/major.h, `TTYAUX_MAJOR`): whichever terminal controls the process that asks.
    const OWN: Device = Device(5 << 8);

    /// The major number.
    fn major(self) -> u64 {
        self.0 >> 8 & 0xfff
    }

    /// Whether each devpts has a device of its own with these numbers: Unix 98 terminals
    /// (linux/major.h, `UNIX98_PTY_SLAVE_MAJOR` and the seven behind it). Others are one device
    /// wherever they are.
    fn is_many(self) -> bool {
        (136..144).contains(&self.major())
    }
}

/// The processes of a session but this one.
///
/// # Errors
///
/// Those of reading /proc. Processes that end meanwhile are not there.
pub fn members(session: Pid) -> Result<Vec<Pid>, Errno> {
    let members = Kin::of_all()?.into_iter().filter(|process| process.session == Some(session));
    Ok(members.map(|member| member.pid).filter(|pid| *pid != Pid::own()).collect())
}

/// Why no process is known that a terminal controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncontrolled {
    /// It cannot be looked at.
    System(Errno),
    /// There is no /proc to look for processes in.
    NoProc,
    /// It is something else.
    NotATerminal,
    /// It is no process's controlling terminal, as far as can be seen.
    NoSession,
    /// Several sessions have it open, each from a terminal with its number.
    SeveralSessions,
}

/// A process whose controlling terminal has this path; for /dev/tty, this process.
///
/// The terminal itself cannot be asked: tcgetpgrp(3) answers for the own controlling terminal
/// alone.
///
/// # Errors
///
/// See [`Uncontrolled`].
pub fn controlled_by(terminal: &Path) -> Result<Pid, Uncontrolled> {
    let metadata = std::fs::metadata(terminal)
        .map_err(|error| Uncontrolled::System(super::errno_of(&error)))?;
    if !metadata.file_type().is_char_device() {
        return Err(Uncontrolled::NotATerminal);
    }
    let device = Device(metadata.rdev());
    if device == Device::OWN {
        return Ok(Pid::own());
    }
    let mut found: Option<(Pid, Option<Pid>)> = None;
    for pid in all().map_err(|_| Uncontrolled::NoProc)? {
        let membership = match Membership::of(pid).map(Some).or_else(unseen) {
            Ok(Some(membership)) => membership,
            Ok(None) => continue,
            Err(error) => return Err(Uncontrolled::System(error)),
        };
        if membership.terminal != Some(device) || device.is_many() && !has_open(pid, &metadata) {
            continue;
        }
        match found {
            Some((_, session)) if session != membership.session => {
                return Err(Uncontrolled::SeveralSessions);
            }
            _ => found = Some((pid, membership.session)),
        }
    }
    found.map(|(pid, _)| pid).ok_or(Uncontrolled::NoSession)
}

/// Whether one of a process's descriptors is this very file.
fn has_open(pid: Pid, file: &std::fs::Metadata) -> bool {
    let is_it = |path: &Path| {
        std::fs::metadata(path).is_ok_and(|other| {
            (other.dev(), other.ino(), other.rdev()) == (file.dev(), file.ino(), file.rdev())
        })
    };
    let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd"));
    descriptors
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| is_it(&entry.path()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership(
        group: Option<i32>,
        session: Option<i32>,
        terminal: Option<u64>,
        foreground: Option<i32>,
    ) -> Membership {
        let pid = |number| Pid::new(number).unwrap();
        Membership {
            group: group.map(pid),
            session: session.map(pid),
            terminal: terminal.map(Device),
            foreground: foreground.map(pid),
        }
    }

    /// Parses the line of process 42 with these fields from pgrp to tpgid.
    fn parsed(fields: &str) -> Option<Membership> {
        let file =
            format!("42 (a) S 1 (b)) S 1 {fields} 4194560 1 0 0 0 0 0 0 0 20 0 1 0 8675309 1 1");
        Membership::parse(Pid::new(42).unwrap(), file.as_bytes())
    }

    #[test]
    fn the_fields_are_counted_behind_the_name() {
        assert_eq!(
            parsed("43 44 34819 45"),
            Some(membership(Some(43), Some(44), Some(136 << 8 | 3), Some(45)))
        );
    }

    #[test]
    fn a_major_number_lies_within_the_minor_one() {
        // 136:264 and 4:64, /dev/pts/264 and /dev/ttyS0.
        let pseudo_terminal = parsed("43 44 1083400 45").unwrap().terminal.unwrap();
        assert_eq!((pseudo_terminal.major(), pseudo_terminal.is_many()), (136, true));
        let serial = parsed("43 44 1088 45").unwrap().terminal.unwrap();
        assert_eq!((serial.major(), serial.is_many()), (4, false));
        // Bit 31 is the minor number's.
        assert_eq!(parsed("43 44 -2147448832 45").unwrap().terminal, Some(Device(0x8000_8800)));
    }

    #[test]
    fn what_there_is_not_and_what_another_namespace_has_is_none() {
        assert_eq!(parsed("0 0 0 -1"), Some(membership(None, None, None, None)));
        assert_eq!(
            parsed("43 44 34819 0"),
            Some(membership(Some(43), Some(44), Some(136 << 8 | 3), None))
        );
    }

    #[test]
    fn a_line_of_another_form_is_refused() {
        for fields in ["x 44 0 -1", "43 x 0 -1", "43 44 x -1", "43 44 0 x", "43 44 0 99999999999"] {
            assert_eq!(parsed(fields), None, "{fields}");
        }
        for file in [&b""[..], b"42 (a) S 1", b"42 (a) S 1 43 44 0 -1", b"42 a S 1 43 44 0 -1"] {
            let parsed = Membership::parse(Pid::new(42).unwrap(), file);
            assert_eq!(parsed, None, "{}", String::from_utf8_lossy(file));
        }
    }
}
