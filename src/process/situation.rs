//! What a process is doing, as far as it decides what a signal does to it.
//!
//! Read from several files one after the other, so that a process which changes meanwhile shows
//! parts of both. What may not be read of another user's process (the descriptors, where its
//! threads sleep) counts as not there.

use std::ops::{BitAnd, BitOr};
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;

use super::select::command_name;
use super::{
    Life, Status, all, clock_ticks, errno_of, field, look, read, stat_fields, unseen, words,
};
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// What a process is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Whether it has ended and waits to be reaped.
    pub ended: bool,
    /// Its parent; None if that is in another PID namespace.
    pub parent: Option<Named>,
    /// Who traces it (ptrace(2)).
    pub tracer: Option<Named>,
    /// The signals that it catches.
    pub caught: SignalSet,
    /// The signals that it ignores.
    pub ignored: SignalSet,
    /// The signals that all of its threads block.
    pub blocked: SignalSet,
    /// The signals that are pending for it or for one of its threads.
    pub pending: SignalSet,
    /// The signals that a descriptor of signalfd(2) reads.
    pub read_by_descriptor: SignalSet,
    /// The signals that a thread in sigwait(3) may be waiting for: those that it does not block
    /// meanwhile, among which the kernel counts those that it waits for.
    pub awaited: SignalSet,
    /// Whether it is stopped, but not by a tracer.
    pub stopped: bool,
    /// Its threads in uninterruptible sleep.
    pub sleep: Sleep,
    /// Whether it is the init of a PID namespace.
    pub init: Init,
    /// Whether it may leave a core image: its limit is high enough, or a program takes it.
    pub core_allowed: bool,
}

/// A process with its command name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its ID.
    pub pid: Pid,
    /// Its command name, in whatever bytes it has chosen.
    pub name: Vec<u8>,
}

/// How many threads of a process are in uninterruptible sleep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sleep {
    /// None.
    #[default]
    None,
    /// Some.
    Some,
    /// All.
    All,
}

/// Whether a process is the init of a PID namespace (pid_namespaces(7)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Init {
    /// No.
    #[default]
    No,
    /// Of the namespace that this process is in.
    Here,
    /// Of a namespace below.
    Below,
}

impl Named {
    /// A process with its name; where the name cannot be read, it is empty.
    pub fn of(pid: Pid) -> Named {
        Named { pid, name: command_name(pid).unwrap_or_default() }
    }
}

/// A thread, as /proc/PID/task/TID/status shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its ID.
    pub id: Pid,
    /// One letter, as [`Life::state`].
    pub state: u8,
    /// The signals that are pending for it alone.
    pub pending: SignalSet,
    /// The signals that it blocks.
    pub blocked: SignalSet,
    /// Whether it sleeps in sigwait(3).
    pub awaits: bool,
}

impl Situation {
    /// Looks at a process.
    ///
    /// # Errors
    ///
    /// Those of [`read`]; EPROTO for a /proc of another form.
    pub fn of(pid: Pid) -> Result<Situation, Errno> {
        let stat = read(pid, "stat")?;
        let (life, kin) = (
            Life::parse(&stat).ok_or(Errno::EPROTO)?,
            Kin::parse(pid, &stat).ok_or(Errno::EPROTO)?,
        );
        let parent = kin.parent.map(Named::of);
        if life.has_ended() {
            return Ok(Situation { ended: true, parent, ..Situation::default() });
        }
        let file = read(pid, "status")?;
        let status = Status::parse(&file).ok_or(Errno::EPROTO)?;
        let tracer =
            related(field(&file, b"TracerPid:").ok_or(Errno::EPROTO)?).ok_or(Errno::EPROTO)?;
        let threads = threads(pid)?;
        let every = |state: u8| threads.iter().all(|thread| thread.state == state);
        let sleep = match threads.iter().any(|thread| thread.state == b'D') {
            true if every(b'D') => Sleep::All,
            true => Sleep::Some,
            false => Sleep::None,
        };
        let blocked = blocked_by_all(&threads);
        let read_by_descriptor = match blocked == SignalSet::default() {
            true => SignalSet::default(),
            false => read_by_descriptor(pid),
        };
        let of_threads = |set: fn(&Thread) -> SignalSet| {
            threads.iter().map(set).fold(SignalSet::default(), SignalSet::bitor)
        };
        Ok(Situation {
            ended: false,
            parent,
            // It is a thread that traces.
            tracer: tracer.map(|thread| Named::of(process_of(thread))),
            caught: status.caught,
            ignored: status.ignored,
            blocked,
            pending: status.pending_process | of_threads(|thread| thread.pending),
            read_by_descriptor,
            awaited: of_threads(
                |thread| if thread.awaits { !thread.blocked } else { SignalSet::default() },
            ),
            stopped: every(b'T') && tracer.is_none(),
            sleep,
            init: init(pid, &file),
            core_allowed: core_allowed(&read(pid, "limits").unwrap_or_default(), &core_pattern()),
        })
    }
}

/// Whether TSTP, TTIN or TTOU stops a process, among all processes: whether its default action is
/// taken, and its process group is not orphaned as far as can be seen.
pub fn stops(pid: Pid, signal: Signal, processes: &[Kin]) -> bool {
    let Ok(situation) = Situation::of(pid) else { return false };
    let kept = [
        situation.caught,
        situation.ignored,
        situation.blocked,
        situation.read_by_descriptor,
        situation.awaited,
    ];
    let group =
        processes.iter().find(|process| process.pid == pid).and_then(|process| process.group);
    !situation.ended
        && situation.tracer.is_none()
        && situation.init == Init::No
        && !kept.iter().any(|set| set.contains(signal))
        && group.and_then(|group| is_orphaned(group, processes, first_process_counts()))
            != Some(true)
}

/// The threads of a process that leave a signal pending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Those that block it.
    pub blocked_by: Vec<Thread>,
    /// Those that wait in sigwait(3), maybe for this signal, and block it before and after.
    pub awaited_by: Vec<Pid>,
}

impl Withheld {
    /// Looks at a process. A signal that is ignored, or that a descriptor of signalfd(2) reads, is
    /// withheld by nobody.
    ///
    /// # Errors
    ///
    /// As [`Situation::of`].
    pub fn of(pid: Pid, signal: Signal) -> Result<Withheld, Errno> {
        let mut withheld = Withheld::default();
        for thread in threads(pid)? {
            if thread.blocked.contains(signal) {
                withheld.blocked_by.push(thread);
            } else if thread.awaits {
                withheld.awaited_by.push(thread.id);
            }
        }
        let kept = !withheld.blocked_by.is_empty()
            && !Status::of(pid)?.ignored.contains(signal)
            && !read_by_descriptor(pid).contains(signal);
        Ok(if kept { withheld } else { Withheld { blocked_by: Vec::new(), ..withheld } })
    }
}

/// How much time a thread of a process has had on processors, in the program and in the kernel,
/// rounded down to 1/100 s.
///
/// # Errors
///
/// Those of [`read`]; EPROTO for a /proc of another form.
pub fn processor_time(pid: Pid, thread: Pid) -> Result<Duration, Errno> {
    clock_ticks(
        ticks_on_processors(&read(pid, &format!("task/{thread}/stat"))?).ok_or(Errno::EPROTO)?,
    )
}

fn ticks_on_processors(file: &[u8]) -> Option<u64> {
    // proc(5): utime and stime are fields 14 and 15.
    let mut times =
        stat_fields(file)?.skip(11).map(|time| std::str::from_utf8(time).ok()?.parse::<u64>().ok());
    times.next()??.checked_add(times.next()??)
}

/// The process of an ID as /proc writes it, 0 for none.
fn related(word: &[u8]) -> Option<Option<Pid>> {
    Some(Pid::new(i32::try_from(crate::signal::decimal(word)?).ok()?))
}

/// The process of a thread; what cannot be looked at is taken for a process.
pub fn process_of(thread: Pid) -> Pid {
    let process =
        read(thread, "status").ok().and_then(|file| related(field(&file, b"Tgid:")?).flatten());
    process.unwrap_or(thread)
}

/// Whether a process is the init of its PID namespace. Without NSpid (before Linux 4.1) the one of
/// this namespace is known.
fn init(pid: Pid, status: &[u8]) -> Init {
    // NSpid has the IDs of the process from the namespace of /proc, which is this one's, down to
    // its own.
    let own_and_below =
        words(status, b"NSpid:").map(|words| words.collect::<Vec<_>>()).unwrap_or_default();
    match own_and_below[..] {
        [_, .., innermost] if innermost == b"1" => Init::Below,
        _ if pid.get() == 1 => Init::Here,
        _ => Init::No,
    }
}

/// The threads that have not ended, one or more.
///
/// # Errors
///
/// ESRCH: there is none, or /proc does not show them. EPROTO: a /proc of another form. Otherwise
/// those of reading it.
pub fn threads(pid: Pid) -> Result<Vec<Thread>, Errno> {
    let entries =
        std::fs::read_dir(format!("/proc/{pid}/task")).map_err(|error| match errno_of(&error) {
            Errno::ENOENT => Errno::ESRCH,
            error => error,
        })?;
    let mut threads = Vec::new();
    for entry in entries {
        // A thread that ends meanwhile is none.
        let Ok(path) = entry.map(|entry| entry.path()) else { continue };
        let file = match std::fs::read(path.join("status")) {
            Ok(file) => file,
            Err(error) => match unseen::<()>(errno_of(&error)) {
                Ok(_) => continue,
                Err(error) => return Err(error),
            },
        };
        let set = |key| SignalSet::from_hexadecimal(field(&file, key)?);
        let state = field(&file, b"State:")
            .and_then(|state| state.first().copied())
            .ok_or(Errno::EPROTO)?;
        if matches!(state, b'Z' | b'X' | b'x') {
            continue;
        }
        threads.push(Thread {
            id: field(&file, b"Pid:").and_then(related).flatten().ok_or(Errno::EPROTO)?,
            state,
            pending: set(b"SigPnd:").ok_or(Errno::EPROTO)?,
            blocked: set(b"SigBlk:").ok_or(Errno::EPROTO)?,
            awaits: state == b'S' && sleeps_in_sigwait(&path),
        });
    }
    if threads.is_empty() { Err(Errno::ESRCH) } else { Ok(threads) }
}

/// The signals that every thread blocks.
pub fn blocked_by_all(threads: &[Thread]) -> SignalSet {
    threads.iter().map(|thread| thread.blocked).reduce(SignalSet::bitand).unwrap_or_default()
}

/// Whether a thread, by its directory, sleeps in sigwait(3).
fn sleeps_in_sigwait(directory: &Path) -> bool {
    // The function of the kernel in which rt_sigtimedwait(2) sleeps; compilers append to its name.
    std::fs::read(directory.join("wchan"))
        .is_ok_and(|function| function.starts_with(b"do_sigtimedwait"))
}

fn read_by_descriptor(pid: Pid) -> SignalSet {
    let entries = std::fs::read_dir(format!("/proc/{pid}/fdinfo")).into_iter().flatten().flatten();
    let sets = entries.filter_map(|entry| {
        let file = std::fs::read(entry.path()).ok()?;
        SignalSet::from_hexadecimal(field(&file, b"sigmask:")?)
    });
    sets.fold(SignalSet::default(), SignalSet::bitor)
}

/// The least that a core image takes: the kernel's ELF_EXEC_PAGESIZE on most architectures, in
/// bytes.
const LEAST_CORE: u64 = 4096;

/// Whether the limit allows a core image. One that goes to a program (core(5), `|` first) is not
/// limited, but 1 forbids it.
fn core_allowed(limits: &[u8], pattern: &[u8]) -> bool {
    let soft = field(limits, b"Max core file size")
        .and_then(|word| std::str::from_utf8(word).ok()?.parse::<u64>().ok());
    match soft {
        // Unlimited, or nobody tells.
        None => true,
        Some(limit) if pattern.starts_with(b"|") => limit != 1,
        Some(limit) => limit >= LEAST_CORE,
    }
}

fn core_pattern() -> Vec<u8> {
    std::fs::read("/proc/sys/kernel/core_pattern").unwrap_or_default()
}

/// `PF_KTHREAD` of the kernel's linux/sched.h, in the flags of /proc/PID/stat.
const KERNEL_THREAD: u64 = 0x0020_0000;

/// What a process belongs to, and how it lives. IDs of other PID namespaces are None.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The process.
    pub pid: Pid,
    /// Its parent.
    pub parent: Option<Pid>,
    /// Its process group.
    pub group: Option<Pid>,
    /// Its session.
    pub session: Option<Pid>,
    /// Whether it is a thread of the kernel.
    pub kernel_thread: bool,
    /// Its life.
    pub life: Life,
}

impl Kin {
    /// Parses /proc/PID/stat of the process `pid`.
    pub fn parse(pid: Pid, file: &[u8]) -> Option<Kin> {
        // proc(5): ppid is field 4, pgrp 5, session 6, flags 9.
        let mut fields = stat_fields(file)?.skip(1).map(|field| std::str::from_utf8(field).ok());
        let mut id = || Some(Pid::new(fields.next()??.parse().ok()?));
        let (parent, group, session) = (id()?, id()?, id()?);
        let flags: u64 = fields.nth(2)??.parse().ok()?;
        let kernel_thread = flags & KERNEL_THREAD != 0;
        Some(Kin { pid, parent, group, session, kernel_thread, life: Life::parse(file)? })
    }

    /// Reads what a process belongs to; None if there is no such process (any more) or it may not
    /// be seen. Whose /proc this is must have been asked before, as [`all`] does.
    ///
    /// # Errors
    ///
    /// Those of open(2) and read(2) that say nothing of the process.
    pub fn seen(pid: Pid) -> Result<Option<Kin>, Errno> {
        look(&format!("/proc/{pid}/stat"), |file| Kin::parse(pid, file))
    }

    /// Reads what a process belongs to.
    ///
    /// # Errors
    ///
    /// Those of [`read`]; EPROTO for a /proc of another form.
    pub fn of(pid: Pid) -> Result<Kin, Errno> {
        Kin::parse(pid, &read(pid, "stat")?).ok_or(Errno::EPROTO)
    }

    /// Of all processes. One that ends meanwhile is not there.
    ///
    /// # Errors
    ///
    /// Those of [`all`] and [`Kin::seen`].
    pub fn of_all() -> Result<Vec<Kin>, Errno> {
        all()?.filter_map(|pid| Kin::seen(pid).transpose()).collect()
    }
}

/// Whether the kernel counts process 1 among the parents that keep a process group from being
/// orphaned: the init of a PID namespace, yes; the system's own, no. None if nothing tells which it
/// is.
pub fn first_process_counts() -> Option<bool> {
    // PROC_PID_INIT_INO of the kernel's linux/proc_ns.h, PID_NS_INIT_INO of linux/nsfs.h: the first
    // PID namespace.
    let own = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(own.as_os_str() != "pid:[4026531836]")
}

/// The children of this process, as its only thread has them.
///
/// # Errors
///
/// ENOENT: the kernel was built without PROC_CHILDREN (proc_pid_task(5)), or there is no /proc.
pub fn own_children() -> Result<Vec<Pid>, Errno> {
    let own = Pid::own();
    let file = read(own, &format!("task/{own}/children")).map_err(|_| Errno::ENOENT)?;
    let pids = file.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    pids.map(|word| related(word).flatten().ok_or(Errno::EPROTO)).collect()
}

/// Whether a process group is orphaned (POSIX.1-2024 XBD 3, Orphaned Process Group), so that the
/// kernel drops TSTP, TTIN and TTOU instead of stopping its members; None if /proc does not show
/// enough of the processes to tell, or nothing whether `first_counts`.
pub fn is_orphaned(group: Pid, processes: &[Kin], first_counts: Option<bool>) -> Option<bool> {
    let find = |pid: Pid| processes.iter().find(|process| process.pid == pid);
    // A /proc that hides processes (hidepid) hides the first one, too.
    let first = Pid::new(1)?;
    find(first)?;
    let mut orphaned = Some(true);
    for member in
        processes.iter().filter(|process| process.group == Some(group) && !process.life.has_ended())
    {
        let session = member.session?;
        // A parent in another namespace is in another session than one which was made in this
        // namespace.
        let Some(parent) = member.parent.and_then(find) else { continue };
        if parent.group != Some(group) && parent.session == Some(session) {
            match if parent.pid == first { first_counts } else { Some(true) } {
                Some(true) => return Some(false),
                Some(false) => {}
                None => orphaned = None,
            }
        }
    }
    orphaned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(pid: i32, parent: i32, group: i32, session: i32) -> Kin {
        let id = Pid::new;
        let life = Life { state: b'S', threads: 7 };
        let (parent, group, session) = (id(parent), id(group), id(session));
        Kin { pid: id(pid).unwrap(), parent, group, session, kernel_thread: false, life }
    }

    fn orphaned(group: i32, processes: &[Kin]) -> Option<bool> {
        is_orphaned(Pid::new(group).unwrap(), processes, None)
    }

    #[test]
    fn processor_time_is_that_of_the_program_and_of_the_kernel() {
        let file =
            b"42 (a) b) R 1 42 42 0 -1 4194560 1 2 3 4 4294967296 7 80 90 20 0 1 0 8675309 1 1 \
                18446744073709551615";
        assert_eq!(ticks_on_processors(file), Some(4_294_967_303));
        assert_eq!(ticks_on_processors(b"42 (a) R 1 42 42 0 -1 4194560 1 2 3 4 5"), None);
    }

    #[test]
    fn a_group_is_orphaned_unless_a_parent_in_the_session_is_outside_of_it() {
        let init = kin(1, 0, 1, 1);
        let shell = kin(5, 1, 5, 5);
        assert_eq!(orphaned(7, &[init, shell, kin(7, 5, 7, 5)]), Some(false));
        assert_eq!(orphaned(7, &[init, shell, kin(7, 5, 7, 5), kin(8, 7, 7, 5)]), Some(false));
        // The shell of the session has no such parent.
        assert_eq!(orphaned(5, &[init, shell, kin(7, 5, 7, 5)]), Some(true));
        // The parent is in another session, or has ended and was replaced.
        assert_eq!(orphaned(7, &[init, shell, kin(7, 5, 7, 7)]), Some(true));
        assert_eq!(orphaned(7, &[init, shell, kin(7, 1, 7, 5)]), Some(true));
        let ended = Kin { life: Life { state: b'Z', threads: 1 }, ..kin(7, 5, 7, 5) };
        assert_eq!(orphaned(7, &[init, shell, ended, kin(8, 7, 7, 5)]), Some(true));
    }

    #[test]
    fn what_cannot_be_seen_is_not_claimed() {
        let shell = kin(5, 1, 5, 5);
        assert_eq!(orphaned(7, &[shell, kin(7, 5, 7, 5)]), None);
        assert_eq!(orphaned(7, &[kin(1, 0, 1, 1), shell, kin(7, 5, 7, 0)]), None);
        let child_of_init = [kin(1, 0, 1, 1), kin(7, 1, 7, 1)];
        assert_eq!(orphaned(7, &child_of_init), None);
        let group = Pid::new(7).unwrap();
        assert_eq!(is_orphaned(group, &child_of_init, Some(true)), Some(false));
        assert_eq!(is_orphaned(group, &child_of_init, Some(false)), Some(true));
    }

    #[test]
    fn ids_of_other_namespaces_are_none() {
        let file = b"42 (a) Z) S 1 0 0 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 8675309 1 1 \
            18446744073709551615";
        assert_eq!(Kin::parse(Pid::new(42).unwrap(), file), Some(kin(42, 1, 0, 0)));
        assert_eq!(Kin::parse(Pid::new(42).unwrap(), b"42 (a) S 1 42"), None);
    }

    #[test]
    fn a_kernel_thread_is_known_by_its_flags() {
        let file = |flags: u32| {
            format!("42 (a) S 2 0 0 0 -1 {flags} 1 0 0 0 0 0 0 0 20 0 7 0 8675309 1 1")
        };
        let parsed = |flags| Kin::parse(Pid::new(42).unwrap(), file(flags).as_bytes());
        assert_eq!(parsed(4_194_560), Some(kin(42, 2, 0, 0)));
        assert_eq!(parsed(69_238_880), Some(Kin { kernel_thread: true, ..kin(42, 2, 0, 0) }));
    }

    #[test]
    fn an_init_is_known_by_its_innermost_number() {
        let init = |pid, line: &[u8]| init(Pid::new(pid).unwrap(), line);
        assert_eq!(init(77, b"NSpid:\t77\t1\nNSpgid:\t1\n"), Init::Below);
        assert_eq!(init(77, b"NSpid:\t77\t5\t1\n"), Init::Below);
        assert_eq!(init(77, b"NSpid:\t77\t5\n"), Init::No);
        assert_eq!(init(77, b"NSpid:\t77\n"), Init::No);
        assert_eq!(init(1, b"NSpid:\t1\n"), Init::Here);
        assert_eq!(init(1, b"Name:\tinit\n"), Init::Here);
    }

    #[test]
    fn a_core_image_needs_a_limit_or_a_program() {
        let limits = |soft: &str| {
            format!(
                "Max stack size 1 2 bytes\nMax core file size         {soft}     unlimited   \
                 bytes\n"
            )
        };
        for (soft, file, program) in [
            ("0", false, true),
            ("1", false, false),
            ("4095", false, true),
            ("4096", true, true),
            ("unlimited", true, true),
        ] {
            assert_eq!(core_allowed(limits(soft).as_bytes(), b"core\n"), file, "{soft}");
            assert_eq!(core_allowed(limits(soft).as_bytes(), b"|/bin/x %p\n"), program, "{soft}");
        }
    }
}
