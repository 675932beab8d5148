//! /proc/PID/stat, and /proc/PID/task/TID/stat (proc_pid_stat(5)): one line of numbers, the only
//! place where its fields are counted.
//!
//! All that is asked for here is parsed in one go: the last of it is field 22 of 52. IDs of
//! other PID namespaces are 0 there, and None here: nothing ever defaults to a number, because
//! groups 0 and 1 would mean the own group and every process.

use std::time::Duration;

use nix::errno::Errno;
use nix::unistd::{SysconfVar, sysconf};

use crate::process::bounded;
use crate::process::device::Device;
use crate::process::lines::number;
use crate::process::proc::{all, look, read};
use crate::sys::Pid;

/// The contents of the line about a process, or about a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stat {
    pub(crate) pid: Pid,
    /// One letter: R, S, D, T, t, Z, X, ...
    pub(crate) state: u8,
    pub(crate) parent: Option<Pid>,
    pub(crate) group: Option<Pid>,
    pub(crate) session: Option<Pid>,
    /// The controlling terminal, if there is one.
    pub(crate) terminal: Option<Device>,
    /// The foreground process group of that terminal, if there is one in this PID namespace.
    pub(crate) foreground: Option<Pid>,
    /// True if it is a thread of the kernel.
    pub(crate) kernel_thread: bool,
    /// True if it has executed no program since it was forked; of a thread, since it was created.
    pub(crate) has_only_forked: bool,
    /// The time on processors, in the program and in the kernel.
    pub(crate) processor_time: Ticks,
    /// How many threads of the process have not ended.
    pub(crate) threads: u64,
    /// The start, since boot.
    pub(crate) started: Ticks,
}

/// A time in clock ticks, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticks(u64);

/// `PF_KTHREAD` of the kernel's linux/sched.h.
const KERNEL_THREAD: u64 = 0x0020_0000;

/// `PF_FORKNOEXEC`, "forked but didn't exec", of the kernel's linux/sched.h: `copy_process` of
/// kernel/fork.c sets it, and `begin_new_exec` of fs/exec.c clears it.
const FORKED_ONLY: u64 = 0x40;

impl Stat {
    /// Parses the file; None where a field is missing or malformed.
    pub(crate) fn parse(file: &[u8]) -> Option<Stat> {
        let pid = file.split(|byte| *byte == b' ').next()?;
        // The second field, the name, may hold parentheses, blanks and newlines: the third comes
        // after the last parenthesis of all.
        let end_of_name = file.iter().rposition(|byte| *byte == b')')?;
        let fields = &mut Fields(file.get(end_of_name + 1..)?);
        let &[state] = fields.next()? else { return None };
        // Fields 4, 5 and 6 of proc_pid_stat(5).
        let parent = Pid::new(fields.number()?);
        let group = Pid::new(fields.number()?);
        let session = Pid::new(fields.number()?);
        // 7, and 8, which is -1 where there is none.
        let terminal = terminal(fields.number()?);
        let foreground = Pid::new(fields.number()?);
        // 9.
        let flags: u64 = fields.number()?;
        Some(Stat {
            pid: Pid::new(number(pid)?)?,
            state,
            parent,
            group,
            session,
            terminal,
            foreground,
            kernel_thread: flags & KERNEL_THREAD != 0,
            has_only_forked: flags & FORKED_ONLY != 0,
            processor_time: {
                // 14 and 15.
                let (program, kernel): (u64, u64) = (fields.number_after(4)?, fields.number()?);
                Ticks(program.checked_add(kernel)?)
            },
            // 20 and 22.
            threads: fields.number_after(4)?,
            started: Ticks(fields.number_after(1)?),
        })
    }

    /// Reads it of a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
    pub(crate) fn of(pid: Pid) -> Result<Stat, Errno> {
        Stat::parse(&read(pid, "stat", bounded::STAT)?).ok_or(Errno::EPROTO)
    }

    /// The same; None if there is no such process (any more) or it may not be seen. Whose /proc
    /// this is must have been asked before, as [`all`] does.
    ///
    /// # Errors
    ///
    /// The errors of open(2) and read(2) that do not concern the process.
    pub(crate) fn seen(pid: Pid) -> Result<Option<Stat>, Errno> {
        look(&format!("/proc/{pid}/stat"), Stat::parse)
    }

    /// Reads it of one thread of a process.
    ///
    /// # Errors
    ///
    /// As [`Stat::of`].
    pub(crate) fn of_thread(pid: Pid, thread: Pid) -> Result<Stat, Errno> {
        let file = read(pid, &format!("task/{thread}/stat"), bounded::STAT)?;
        Stat::parse(&file).ok_or(Errno::EPROTO)
    }

    /// Of all processes. One that ends in the meantime is not there.
    ///
    /// # Errors
    ///
    /// The errors of listing /proc and of [`Stat::seen`].
    pub(crate) fn of_all() -> Result<Vec<Stat>, Errno> {
        all()?.filter_map(|pid| Stat::seen(pid).transpose()).collect()
    }

    /// True if the process has ended and only waits to be reaped. A main thread that ended before
    /// the others is a zombie too, while the process lives.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.state, b'Z' | b'X' | b'x') && self.threads <= 1
    }
}

impl Ticks {
    pub(crate) fn count(self) -> u64 {
        self.0
    }

    /// The duration, by sysconf(3).
    ///
    /// # Errors
    ///
    /// EPROTO: the system does not report the length of a tick.
    pub(super) fn duration(self) -> Result<Duration, Errno> {
        let a_second = sysconf(SysconfVar::CLK_TCK)?.and_then(|number| u64::try_from(number).ok());
        let a_second = a_second.filter(|number| *number > 0).ok_or(Errno::EPROTO)?;
        let nanoseconds = self.0 % a_second * 1_000_000_000 / a_second;
        Ok(Duration::new(self.0 / a_second, nanoseconds as u32))
    }
}

/// The rest of the fields. The kernel puts one blank in front of each.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.0.strip_prefix(b" ")?;
        let end = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        let (field, rest) = rest.split_at_checked(end)?;
        self.0 = rest;
        Some(field.trim_ascii_end())
    }

    fn number<T: TryFrom<i128>>(&mut self) -> Option<T> {
        number(self.next()?)
    }

    /// The number after so many fields that are not asked for.
    fn number_after<T: TryFrom<i128>>(&mut self, skipped: usize) -> Option<T> {
        for _ in 0..skipped {
            self.next()?;
        }
        self.number()
    }
}

/// The device of a number that is written with a sign; 0 is none.
fn terminal(number: i32) -> Option<Device> {
    (number != 0).then_some(Device(u64::from(number as u32)))
}

#[cfg(test)]
impl Ticks {
    pub(super) fn from_count(count: u64) -> Ticks {
        Ticks(count)
    }
}

#[cfg(test)]
impl Stat {
    /// A process that sleeps; 0 is none.
    pub(super) fn sleeping(pid: i32, parent: i32, group: i32, session: i32) -> Stat {
        let line = format!(
            "{pid} (a) S {parent} {group} {session} 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 1"
        );
        Stat::parse(line.as_bytes()).expect("a line of the kernel's form")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "42 (a) S 1 43 44 34819 45 4194560 1 2 3 4 4294967296 7 80 90 20 0 7 0 \
        8675309 1 1 18446744073709551615";

    fn parsed(line: &str) -> Option<Stat> {
        Stat::parse(line.as_bytes())
    }

    fn expected() -> Stat {
        Stat {
            pid: Pid::new(42).unwrap(),
            state: b'S',
            parent: Pid::new(1),
            group: Pid::new(43),
            session: Pid::new(44),
            terminal: Some(Device(136 << 8 | 3)),
            foreground: Pid::new(45),
            kernel_thread: false,
            has_only_forked: false,
            processor_time: Ticks(4_294_967_303),
            threads: 7,
            started: Ticks(8_675_309),
        }
    }

    #[test]
    fn each_field_is_the_one_that_the_manual_numbers() {
        assert_eq!(parsed(LINE), Some(expected()));
    }

    #[test]
    fn a_name_of_parentheses_blanks_and_newlines_shifts_nothing() {
        for name in ["", " ", ")", "(", ") R 9 (", "a\nb) S 1 2 3", "x (y) z", "\u{e9}\t)"] {
            assert_eq!(parsed(&LINE.replace("(a)", &format!("({name})"))), Some(expected()));
        }
        assert_eq!(Stat::parse(&LINE.replace("(a)", "(\u{e9})").into_bytes()), Some(expected()));
        // Half of a letter.
        let cut: Vec<u8> =
            LINE.bytes().map(|byte| if byte == b'a' { 0xc3 } else { byte }).collect();
        assert_eq!(Stat::parse(&cut), Some(expected()));
    }

    #[test]
    fn ids_of_other_namespaces_and_what_there_is_not_are_none() {
        let line = LINE.replace("1 43 44 34819 45", "0 0 0 0 -1");
        let (parent, group, session) = (None, None, None);
        let stat = Stat { parent, group, session, terminal: None, foreground: None, ..expected() };
        assert_eq!(parsed(&line), Some(stat));
        let elsewhere = LINE.replace("34819 45", "34819 0");
        assert_eq!(parsed(&elsewhere), Some(Stat { foreground: None, ..expected() }));
    }

    #[test]
    fn bit_31_of_a_terminal_is_the_minor_numbers() {
        let terminal = Some(Device(0x8000_8800));
        assert_eq!(
            parsed(&LINE.replace("34819", "-2147448832")),
            Some(Stat { terminal, ..expected() })
        );
    }

    #[test]
    fn a_kernel_thread_is_known_by_its_flags() {
        assert_eq!(
            parsed(&LINE.replace("4194560", "69238880")),
            Some(Stat { kernel_thread: true, has_only_forked: true, ..expected() })
        );
    }

    #[test]
    fn one_that_has_executed_nothing_is_known_by_its_flags() {
        assert_eq!(
            parsed(&LINE.replace("4194560", "4194624")),
            Some(Stat { has_only_forked: true, ..expected() })
        );
    }

    #[test]
    fn a_line_that_is_cut_or_malformed_is_refused() {
        // A cut within the last field that is asked for cannot be seen; the kernel makes none.
        for end in 0..LINE.find("8675309").unwrap() {
            assert_eq!(parsed(&LINE[..end]), None, "{end}");
        }
        let (start, fields) = LINE.split_once(") ").unwrap();
        let fields: Vec<&str> = fields.split(' ').collect();
        for place in [1, 2, 3, 4, 5, 6, 11, 12, 17, 19] {
            for malformed in ["x", "99999999999999999999", "1.5"] {
                let mut fields = fields.clone();
                fields[place] = malformed;
                assert_eq!(parsed(&format!("{start}) {}", fields.join(" "))), None, "{place}");
            }
        }
        for line in ["", "42", "42 a S 1 43 44 0 -1", &LINE.replace("42 (", "(")] {
            assert_eq!(parsed(line), None, "{line}");
        }
        assert_eq!(parsed(&LINE.replace("42 (", "0 (")), None);
    }

    #[test]
    fn a_zombie_main_thread_with_other_threads_is_alive() {
        let has_ended = |state, threads| Stat { state, threads, ..expected() }.has_ended();
        assert!(!has_ended(b'Z', 2));
        assert!(has_ended(b'Z', 1));
        assert!(!has_ended(b'S', 1));
    }

    #[test]
    fn a_tick_is_at_most_a_hundredth_of_a_second() {
        assert!(Ticks(100).duration().unwrap() <= Duration::from_secs(1));
        assert_eq!(Ticks(0).duration(), Ok(Duration::ZERO));
    }
}
