//! Process groups that no shell of their session would continue, which are not stopped by the
//! terminal.

use crate::process::stat::Stat;
use crate::sys::Pid;

/// True if the kernel counts process 1 among the parents that keep a process group from being
/// orphaned: the init of a PID namespace, yes; the system's own, no. None if this cannot be
/// determined.
pub(crate) fn first_process_counts() -> Option<bool> {
    // PROC_PID_INIT_INO of the kernel's linux/proc_ns.h, PID_NS_INIT_INO of linux/nsfs.h: the first
    // PID namespace.
    let own = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(own.as_os_str() != "pid:[4026531836]")
}

/// True if a process group is orphaned (POSIX.1-2024 XBD 3, Orphaned Process Group), so that the
/// kernel drops TSTP, TTIN and TTOU instead of stopping its members; None if /proc does not show
/// enough of the processes, or if `first_counts` is None and matters.
pub(crate) fn is_orphaned(
    group: Pid,
    processes: &[Stat],
    first_counts: Option<bool>,
) -> Option<bool> {
    let find = |pid: Pid| processes.iter().find(|process| process.pid == pid);
    // A /proc that hides processes (hidepid) hides the first one, too.
    let first = Pid::new(1)?;
    find(first)?;
    let mut orphaned = Some(true);
    for member in
        processes.iter().filter(|process| process.group == Some(group) && !process.has_ended())
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

    fn orphaned(group: i32, processes: &[Stat]) -> Option<bool> {
        is_orphaned(Pid::new(group).unwrap(), processes, None)
    }

    #[test]
    fn a_group_is_orphaned_unless_a_parent_in_the_session_is_outside_of_it() {
        let init = Stat::sleeping(1, 0, 1, 1);
        let shell = Stat::sleeping(5, 1, 5, 5);
        assert_eq!(orphaned(7, &[init, shell, Stat::sleeping(7, 5, 7, 5)]), Some(false));
        assert_eq!(
            orphaned(7, &[init, shell, Stat::sleeping(7, 5, 7, 5), Stat::sleeping(8, 7, 7, 5)]),
            Some(false)
        );
        // The shell of the session has no such parent.
        assert_eq!(orphaned(5, &[init, shell, Stat::sleeping(7, 5, 7, 5)]), Some(true));
        // The parent is in another session, or has ended and was replaced.
        assert_eq!(orphaned(7, &[init, shell, Stat::sleeping(7, 5, 7, 7)]), Some(true));
        assert_eq!(orphaned(7, &[init, shell, Stat::sleeping(7, 1, 7, 5)]), Some(true));
        let ended = Stat { state: b'Z', threads: 1, ..Stat::sleeping(7, 5, 7, 5) };
        assert_eq!(orphaned(7, &[init, shell, ended, Stat::sleeping(8, 7, 7, 5)]), Some(true));
    }

    #[test]
    fn what_cannot_be_seen_is_not_claimed() {
        let shell = Stat::sleeping(5, 1, 5, 5);
        assert_eq!(orphaned(7, &[shell, Stat::sleeping(7, 5, 7, 5)]), None);
        assert_eq!(
            orphaned(7, &[Stat::sleeping(1, 0, 1, 1), shell, Stat::sleeping(7, 5, 7, 0)]),
            None
        );
        let child_of_init = [Stat::sleeping(1, 0, 1, 1), Stat::sleeping(7, 1, 7, 1)];
        assert_eq!(orphaned(7, &child_of_init), None);
        let group = Pid::new(7).unwrap();
        assert_eq!(is_orphaned(group, &child_of_init, Some(true)), Some(false));
        assert_eq!(is_orphaned(group, &child_of_init, Some(false)), Some(true));
    }
}
