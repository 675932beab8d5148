//! /proc/PID/status, and /proc/PID/task/TID/status (proc_pid_status(5)).

use nix::errno::Errno;

use crate::process::bounded;
use crate::process::lines::{field, lines_of, words, words_of};
use crate::process::proc::read;
use crate::signal::decimal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// The contents of the file about a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Status {
    /// The real user ID.
    pub(crate) user: u32,
    /// The real group ID.
    pub(crate) group: u32,
    /// The memory that is resident, in bytes; a kernel thread and a zombie have none.
    pub(crate) resident: u64,
    /// In how many PID namespaces it has an ID, from that of /proc on; 0 before Linux 4.1.
    pub(crate) namespaces: usize,
    /// Pending for the main thread alone.
    pub(crate) pending_thread: SignalSet,
    pub(crate) pending_process: SignalSet,
    /// Blocked by the main thread.
    pub(crate) blocked: SignalSet,
    pub(crate) ignored: SignalSet,
    pub(crate) caught: SignalSet,
}

impl Status {
    /// Parses the file.
    ///
    /// # Errors
    ///
    /// EPROTO: one of the fields is missing or malformed.
    pub(super) fn parse(file: Fields) -> Result<Status, Errno> {
        let [user, group, resident, namespaces, sets @ ..] = lines_of(
            file.0,
            &[
                b"Uid:", b"Gid:", b"VmRSS:", b"NSpid:", b"SigPnd:", b"ShdPnd:", b"SigBlk:",
                b"SigIgn:", b"SigCgt:",
            ],
        );
        // Of users and groups, the real one comes first.
        let number = |line: Option<&[u8]>| words_of(line?).next().and_then(decimal);
        let set = |line: Option<&[u8]>| {
            let digits = line.and_then(|line| words_of(line).next());
            digits.and_then(SignalSet::from_hexadecimal).ok_or(Errno::EPROTO)
        };
        let [pending_thread, pending_process, blocked, ignored, caught] = sets;
        Ok(Status {
            user: number(user).ok_or(Errno::EPROTO)?,
            group: number(group).ok_or(Errno::EPROTO)?,
            resident: u64::from(number(resident).unwrap_or_default()) << 10,
            namespaces: namespaces.map_or(0, |line| words_of(line).count()),
            pending_thread: set(pending_thread)?,
            pending_process: set(pending_process)?,
            blocked: set(blocked)?,
            ignored: set(ignored)?,
            caught: set(caught)?,
        })
    }

    /// The same of the bytes of the file.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn parse_file(file: &[u8]) -> Result<Status, Errno> {
        Status::parse(Fields(file))
    }

    /// Reads the status of a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
    pub(crate) fn of(pid: Pid) -> Result<Status, Errno> {
        Status::parse(Fields(&read(pid, "status", bounded::STATUS)?))
    }
}

/// The bytes of the file. A field is looked for when it is asked for: not every /proc has all.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    /// The letter of the state; of the file's process or thread.
    pub(super) fn state(self) -> Result<u8, Errno> {
        self.first(b"State:").and_then(|state| state.first().copied()).ok_or(Errno::EPROTO)
    }

    /// The process, of whose threads one may be what the file is of.
    pub(super) fn process(self) -> Result<Pid, Errno> {
        self.id(b"Tgid:")?.ok_or(Errno::EPROTO)
    }

    /// The ID of what the file is of.
    pub(super) fn thread(self) -> Result<Pid, Errno> {
        self.id(b"Pid:")?.ok_or(Errno::EPROTO)
    }

    /// The thread that traces it (ptrace(2)).
    pub(super) fn tracer(self) -> Result<Option<Pid>, Errno> {
        self.id(b"TracerPid:")
    }

    /// True if the process has ID 1 in the innermost of the PID namespaces that it is in, and that
    /// is not the one of /proc. Before Linux 4.1 /proc does not show it.
    pub(super) fn is_init_below(self) -> bool {
        // From the namespace of /proc, which is this process's, down to its own.
        let below = words(self.0, b"NSpid:").into_iter().flatten().skip(1);
        below.last() == Some(b"1")
    }

    /// Pending for the thread alone.
    pub(super) fn pending(self) -> Result<SignalSet, Errno> {
        self.set(b"SigPnd:")
    }

    /// Blocked by the thread.
    pub(super) fn blocked(self) -> Result<SignalSet, Errno> {
        self.set(b"SigBlk:")
    }

    fn set(self, key: &[u8]) -> Result<SignalSet, Errno> {
        self.first(key).and_then(SignalSet::from_hexadecimal).ok_or(Errno::EPROTO)
    }

    /// The process or thread of an ID; None for 0.
    fn id(self, key: &[u8]) -> Result<Option<Pid>, Errno> {
        let number = self.first(key).and_then(decimal).ok_or(Errno::EPROTO)?;
        Ok(Pid::new(i32::try_from(number).map_err(|_| Errno::EPROTO)?))
    }

    fn first(self, key: &[u8]) -> Option<&'a [u8]> {
        field(self.0, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Name:\tSigCgt:\nState:\tS (sleeping)\nTgid:\t41\nPid:\t42\nTracerPid:\t7\n\
        Uid:\t1000\t0\t0\t0\nGid:\t100\t5\t5\t5\n\
        NSpid:\t42\t1\nVmRSS:\t    2048 kB\nSigQ:\t1/2\nSigPnd:\t0000000000000001\n\
        ShdPnd:\t0000000000004000\nSigBlk:\t0000000000000002\nSigIgn:\t0000000000001000\n\
        SigCgt:\t0000000180000002\n";

    fn set(digits: &str) -> SignalSet {
        SignalSet::from_hexadecimal(digits.as_bytes()).unwrap()
    }

    fn without(key: &str) -> String {
        FILE.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect()
    }

    #[test]
    fn status_gives_the_user_and_the_sets() {
        let expected = Status {
            user: 1000,
            group: 100,
            resident: 2 << 20,
            namespaces: 2,
            pending_thread: set("1"),
            pending_process: set("4000"),
            blocked: set("2"),
            ignored: set("1000"),
            caught: set("180000002"),
        };
        assert_eq!(Status::parse(Fields(FILE.as_bytes())), Ok(expected));
    }

    #[test]
    fn a_status_without_one_of_its_fields_is_refused() {
        for key in ["Uid:", "Gid:", "SigPnd:", "ShdPnd:", "SigBlk:", "SigIgn:", "SigCgt:"] {
            let file = without(key);
            assert_eq!(Status::parse(Fields(file.as_bytes())), Err(Errno::EPROTO), "{key}");
            let file = FILE.replace(key, &format!("{key}\tx"));
            assert_eq!(Status::parse(Fields(file.as_bytes())), Err(Errno::EPROTO), "{key}");
        }
    }

    #[test]
    fn a_field_is_there_without_the_others() {
        let alone = |line: &'static str| Fields(line.as_bytes());
        assert_eq!(alone("State:\tD (disk sleep)\n").state(), Ok(b'D'));
        assert_eq!(alone("Tgid:\t41\n").process(), Ok(Pid::new(41).unwrap()));
        assert_eq!(alone("Pid:\t42\n").thread(), Ok(Pid::new(42).unwrap()));
        assert_eq!(alone("TracerPid:\t7\n").tracer(), Ok(Pid::new(7)));
        assert_eq!(alone("TracerPid:\t0\n").tracer(), Ok(None));
        assert_eq!(alone("SigBlk:\t2\n").blocked(), Ok(set("2")));
    }

    #[test]
    fn an_id_that_is_none_is_refused_where_there_must_be_one() {
        for file in ["", "Tgid:\t0\n", "Tgid:\tx\n", "Tgid:\t2147483648\n", "Tgid:\t-1\n"] {
            assert_eq!(Fields(file.as_bytes()).process(), Err(Errno::EPROTO), "{file:?}");
        }
        assert_eq!(Fields(b"").tracer(), Err(Errno::EPROTO));
        assert_eq!(Fields(b"").state(), Err(Errno::EPROTO));
    }

    #[test]
    fn the_init_of_a_namespace_below_is_known_by_its_innermost_number() {
        let is_init_below = |line: &'static str| Fields(line.as_bytes()).is_init_below();
        assert!(is_init_below("NSpid:\t77\t1\nNSpgid:\t1\n"));
        assert!(is_init_below("NSpid:\t77\t5\t1\n"));
        assert!(!is_init_below("NSpid:\t77\t1\t5\n"));
        assert!(!is_init_below("NSpid:\t77\t5\n"));
        assert!(!is_init_below("NSpid:\t77\n"));
        assert!(!is_init_below("NSpid:\t1\n"));
        assert!(!is_init_below("Name:\tinit\n"));
    }
}
