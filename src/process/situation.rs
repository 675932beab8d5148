//! The situation of a process, as far as it decides what a signal does to it.
//!
//! Read from several files one after the other, so that a process which changes in the meantime
//! shows parts of both. What may not be read of another user's process (the descriptors, where its
//! threads sleep) counts as not there.

use std::ops::BitOr;

use nix::errno::Errno;

use crate::process::bounded;
use crate::process::lines::field;
use crate::process::name::Named;
use crate::process::orphaned::{first_process_counts, is_orphaned};
use crate::process::proc::read;
use crate::process::stat::Stat;
use crate::process::status::{Fields, Status};
use crate::process::takers::Takers;
use crate::process::threads::{process_of, threads};
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// The situation of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Situation {
    pub(crate) ended: bool,
    /// Its parent; None if that is in another PID namespace.
    pub(crate) parent: Option<Named>,
    /// The process that traces it (ptrace(2)).
    pub(crate) tracer: Option<Named>,
    pub(crate) takers: Takers,
    pub(crate) ignored: SignalSet,
    /// The signals that are pending for it or for one of its threads.
    pub(crate) pending: SignalSet,
    /// True if it is stopped, but not by a tracer.
    pub(crate) stopped: bool,
    /// Its threads in uninterruptible sleep.
    pub(crate) sleep: Sleep,
    pub(crate) init: Init,
    /// True if it may leave a core image: its limit is high enough, or a program takes it.
    pub(crate) core_allowed: bool,
}

/// How many threads of a process are in uninterruptible sleep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sleep {
    #[default]
    None,
    Some,
    All,
}

/// The PID namespace that a process is the init of (pid_namespaces(7)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Init {
    #[default]
    No,
    /// Of the namespace that this process is in.
    Here,
    /// Of a namespace below.
    Below,
}

impl Situation {
    /// Looks at a process.
    ///
    /// # Errors
    ///
    /// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
    pub(crate) fn of(pid: Pid) -> Result<Situation, Errno> {
        let stat = Stat::of(pid)?;
        let parent = stat.parent.map(Named::of);
        if stat.has_ended() {
            return Ok(Situation { ended: true, parent, ..Situation::default() });
        }
        let file = read(pid, "status", bounded::STATUS)?;
        let file = Fields(&file);
        let status = Status::parse(file)?;
        let tracer = file.tracer()?;
        let threads = threads(pid)?;
        let every = |state: u8| threads.iter().all(|thread| thread.state == state);
        let sleep = match threads.iter().any(|thread| thread.state == b'D') {
            true if every(b'D') => Sleep::All,
            true => Sleep::Some,
            false => Sleep::None,
        };
        let pending = threads.iter().map(|thread| thread.pending);
        Ok(Situation {
            ended: false,
            parent,
            // It is a thread that traces.
            tracer: tracer.map(|thread| Named::of(process_of(thread))),
            takers: Takers::of(pid, status.caught, &threads),
            ignored: status.ignored,
            pending: pending.fold(status.pending_process, SignalSet::bitor),
            stopped: every(b'T') && tracer.is_none(),
            sleep,
            init: init(pid, file),
            core_allowed: core_allowed(
                &read(pid, "limits", bounded::LIMITS).unwrap_or_default(),
                &core_pattern(),
            ),
        })
    }
}

/// True if TSTP, TTIN or TTOU stops a process, among all processes: whether its default action is
/// taken, and its process group is not orphaned as far as can be seen.
pub(crate) fn stops(pid: Pid, signal: Signal, processes: &[Stat]) -> bool {
    let Ok(situation) = Situation::of(pid) else { return false };
    let Takers { caught, blocked, perhaps_awaited, .. } = situation.takers;
    let kept = [caught, situation.ignored, blocked, perhaps_awaited];
    let group =
        processes.iter().find(|process| process.pid == pid).and_then(|process| process.group);
    !situation.ended
        && situation.tracer.is_none()
        && situation.init == Init::No
        && !kept.iter().any(|set| set.contains(signal))
        && group.and_then(|group| is_orphaned(group, processes, first_process_counts()))
            != Some(true)
}

/// The PID namespace that a process is the init of. Before Linux 4.1 the init of this namespace
/// alone is known.
fn init(pid: Pid, status: Fields) -> Init {
    match status.is_init_below() {
        true => Init::Below,
        false if pid.get() == 1 => Init::Here,
        false => Init::No,
    }
}

/// The least that a core image takes: the kernel's ELF_EXEC_PAGESIZE on most architectures, in
/// bytes.
const LEAST_CORE: u64 = 4096;

/// True if the limit allows a core image. One that goes to a program (core(5), `|` first) is not
/// limited, but 1 forbids it.
fn core_allowed(limits: &[u8], pattern: &[u8]) -> bool {
    let soft = field(limits, b"Max core file size")
        .and_then(|word| std::str::from_utf8(word).ok()?.parse::<u64>().ok());
    match soft {
        // Unlimited or unreadable: either way a core image is possible.
        None => true,
        Some(limit) if pattern.starts_with(b"|") => limit != 1,
        Some(limit) => limit >= LEAST_CORE,
    }
}

fn core_pattern() -> Vec<u8> {
    bounded::file("/proc/sys/kernel/core_pattern", bounded::CORE_PATTERN).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_init_is_known_by_its_innermost_number() {
        let init = |pid, line: &[u8]| init(Pid::new(pid).unwrap(), Fields(line));
        assert_eq!(init(77, b"NSpid:\t77\t1\nNSpgid:\t1\n"), Init::Below);
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
