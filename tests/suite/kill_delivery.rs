//! How signals arrive, and that they reach no other process: identity, kernels without pidfds,
//! reused process IDs.
//!
//! Long because its tests share how kernels without pidfds and few descriptors are imitated.
#![allow(unsafe_code)]

use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libc::{SI_QUEUE, SI_USER, SIGHUP, SIGTERM, SIGUSR1};

use crate::support::*;

/// Runs kill to its end and returns its process ID.
fn run_and_tell(words: &[&str]) -> i32 {
    let mut child = kill().args(words).spawn().expect("kill starts");
    let status = child.wait().expect("a child to wait for");
    assert!(status.success(), "{status:?}");
    child.id() as i32
}

#[test]
fn a_plain_signal_says_that_a_user_sent_it_and_who() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    // SAFETY: getuid cannot fail.
    let uid = unsafe { libc::getuid() };
    // A process that is guarded is signalled through what holds it.
    let user = uid.to_string();
    for words in [&[pid.as_str()][..], &["--if-user", &user, &pid]] {
        let sender = run_and_tell(words);
        assert_eq!(
            victim.next(),
            Reported { number: SIGTERM, code: SI_USER, pid: sender, uid, value: 0 }
        );
    }
    for words in [&["-q", "77", &pid][..], &["-q", "77", "--if-user", &user, &pid]] {
        let sender = run_and_tell(words);
        assert_eq!(
            victim.next(),
            Reported { number: SIGTERM, code: SI_QUEUE, pid: sender, uid, value: 77 }
        );
    }
}

/// The inode number of a process's pidfd, if this kernel has such numbers.
pub fn inode(pid: i32) -> Option<u64> {
    // SAFETY: pidfd_open takes two numbers.
    let descriptor = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    if descriptor < 0 {
        skip("this kernel has no pidfds");
        return None;
    }
    // SAFETY: the descriptor is new.
    let descriptor = unsafe { OwnedFd::from_raw_fd(descriptor as i32) };
    const PID_FS_MAGIC: i64 = 0x50494446;
    if nix::sys::statfs::fstatfs(&descriptor).expect("fstatfs").filesystem_type().0 as i64
        != PID_FS_MAGIC
    {
        skip("pidfds have no inode numbers before Linux 6.9");
        return None;
    }
    Some(nix::sys::stat::fstat(&descriptor).expect("fstat").st_ino as u64)
}

#[test]
fn a_process_is_named_by_its_inode_number_too() {
    let mut first = Victim::start("report");
    let mut second = Victim::start("report");
    let mut third = Victim::start("report");
    let (Some(one), Some(two)) = (inode(first.pid), inode(second.pid)) else { return };
    let (a, b, c) =
        (format!("{}:{one}", first.pid), format!("{}:{two}", second.pid), third.pid.to_string());
    run(["-s", "USR1", &a, &b, &c]).succeeds();
    for victim in [&mut first, &mut second, &mut third] {
        victim.got(SIGUSR1);
    }
    // With numbers that all systems share: qemu's user-mode emulation does not translate the one in
    // a pidfd's siginfo.
    run(["-q", "9", "-s", "HUP", &a, &c, &b]).succeeds();
    for victim in [&mut first, &mut second, &mut third] {
        let reported = victim.next();
        assert_eq!((reported.number, reported.code, reported.value), (SIGHUP, SI_QUEUE, 9));
    }
    run(["-q", "9", "-s", "HUP", "--timeout", "1", "INT", &a]).succeeds();
    assert_eq!((first.next().number, first.next().number), (SIGHUP, libc::SIGINT));
    run(["-p", &a, &c]).prints(&format!("{}\n{}\n", first.pid, third.pid));
    for victim in [&mut first, &mut second, &mut third] {
        victim.got_nothing();
    }
}

#[test]
fn another_process_with_the_number_is_not_signalled() {
    let mut victim = Victim::start("report");
    let mut other = Victim::start("report");
    let (Some(own), Some(wrong)) = (inode(victim.pid), inode(other.pid)) else { return };
    let operand = format!("{}:{wrong}", victim.pid);
    let line = format!("kill: {operand}: another process: its pidfd has inode number {own}\n");
    run([operand.as_str()]).fails(1, &line);
    run(["-q", "1", &operand]).fails(1, &line);
    run(["-p", &operand]).fails(1, &line);
    run(["--timeout", "1", "KILL", &operand]).fails(1, &line);
    run([operand.as_str(), &other.pid.to_string()]).fails(64, &line);
    other.got(SIGTERM);
    victim.got_nothing();
    other.got_nothing();
    let dead = dead_pid();
    run([format!("{dead}:{own}")]).fails(1, &format!("kill: {dead}:{own}: No such process\n"));
}

/// kill on a kernel, or in a sandbox, where these system calls fail with this error.
pub fn kill_without(calls: &'static [libc::c_long], error: i32) -> Command {
    kill_program_without(sigkit_path().as_ref(), calls, error)
}

/// The same, run from a copy of the program.
fn kill_program_without(
    program: &std::path::Path,
    calls: &'static [libc::c_long],
    error: i32,
) -> Command {
    let mut command = Command::new(program);
    command.arg0("kill").env_remove("SIGKIT_POSIX").stdin(Stdio::null());
    forbid(&mut command, calls, error);
    command
}

/// Has these system calls fail with this error in a command and in what it starts.
pub fn forbid(command: &mut Command, calls: &'static [libc::c_long], error: i32) {
    // SAFETY: between fork and exec only prctl is called.
    unsafe {
        command.pre_exec(move || {
            // Load the number of the system call; for each forbidden one fail; allow the rest
            // (seccomp(2)).
            let mut filter = vec![bpf(0x20, 0, 0, 0)];
            for call in calls {
                filter.push(bpf(0x15, 0, 1, *call as u32));
                filter.push(bpf(0x06, 0, 0, libc::SECCOMP_RET_ERRNO | error as u32));
            }
            filter.push(bpf(0x06, 0, 0, libc::SECCOMP_RET_ALLOW));
            let program =
                libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
            if libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                || libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program)
                    != 0
            {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
}

pub fn bpf(code: u16, jt: u8, jf: u8, k: u32) -> libc::sock_filter {
    libc::sock_filter { code, jt, jf, k }
}

/// Kernels before 5.3, kernels before 5.1, and sandboxes that answer EPERM to what they do not
/// know.
pub const WITHOUT_PIDFDS: [(&[libc::c_long], i32); 4] = [
    (&[libc::SYS_pidfd_open], libc::ENOSYS),
    (&[libc::SYS_pidfd_open, libc::SYS_pidfd_send_signal], libc::ENOSYS),
    (&[libc::SYS_pidfd_open], libc::EPERM),
    (&[libc::SYS_pidfd_send_signal], libc::EPERM),
];

#[test]
fn without_pidfds_follow_ups_are_sent_all_the_same() {
    if emulated(NO_SECCOMP) {
        return;
    }
    for (calls, error) in WITHOUT_PIDFDS {
        let mut stubborn = Victim::start("ignore-term");
        let mut mild = Victim::start("default");
        let pids = [stubborn.pid.to_string(), mild.pid.to_string()];
        Ran::of(kill_without(calls, error).args(["--timeout", "50", "KILL"]).args(&pids))
            .succeeds();
        assert_eq!(stubborn.end(), -9);
        assert_eq!(mild.end(), -SIGTERM);
        let mut reporter = Victim::start("report");
        let pid = reporter.pid.to_string();
        Ran::of(kill_without(calls, error).args([
            "-q",
            "3",
            "-s",
            "USR1",
            "--timeout",
            "1",
            "USR2",
            &pid,
        ]))
        .succeeds();
        for number in [SIGUSR1, libc::SIGUSR2] {
            let reported = reporter.next();
            assert_eq!((reported.number, reported.code, reported.value), (number, SI_QUEUE, 3));
        }
        reporter.got_nothing();
    }
}

#[test]
fn without_pidfds_a_process_that_ends_in_time_gets_no_follow_up() {
    if emulated(NO_SECCOMP) {
        return;
    }
    for (calls, error) in WITHOUT_PIDFDS {
        let mut victim = Victim::start("default");
        let pid = victim.pid.to_string();
        let ran = Ran::of(kill_without(calls, error).args([
            "--verbose",
            "--timeout",
            "60000",
            "KILL",
            &pid,
        ]));
        let sent = format!("sending signal 15 to pid {pid}\n");
        assert!(
            ran.status == 0 && ran.stdout.starts_with(&sent) && !ran.stdout.contains("timeout, "),
            "{ran:?}"
        );
        assert_eq!(victim.end(), -SIGTERM);
    }
}

#[test]
fn without_pidfds_a_process_cannot_be_named_by_inode() {
    if emulated(NO_SECCOMP) {
        return;
    }
    let mut victim = Victim::start("report");
    let Some(inode) = inode(victim.pid) else { return };
    let operand = format!("{}:{inode}", victim.pid);
    for error in [libc::ENOSYS, libc::EPERM] {
        Ran::of(kill_without(&[libc::SYS_pidfd_open], error).arg(&operand)).fails(
            1,
            &format!(
                "kill: {operand}: cannot be identified: pidfds have inode numbers \
                from Linux 6.9 on\n"
            ),
        );
    }
    let refused = Ran::of(kill_without(&[libc::SYS_pidfd_send_signal], libc::ENOSYS).arg(&operand));
    refused.fails(1, &format!("kill: {operand}: Function not implemented\n"));
    victim.got_nothing();
}

/// kill with a limit on its descriptors.
pub fn kill_with_descriptors(soft: libc::rlim_t, hard: libc::rlim_t) -> Command {
    let mut command = kill();
    // SAFETY: between fork and exec only close_range and setrlimit are called; what std waits on
    // for the outcome of exec is closed with the rest, which it takes for success.
    unsafe {
        command.pre_exec(move || {
            // What the test inherited counts, too.
            libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0);
            let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
            match libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            }
        });
    }
    command
}

#[test]
fn more_targets_than_descriptors_are_followed_as_far_as_the_limit_goes() {
    let mut victims: Vec<_> = (0..4).map(|_| Victim::start("ignore-term")).collect();
    let pids: Vec<_> = victims.iter().map(|victim| victim.pid.to_string()).collect();
    Ran::of(kill_with_descriptors(5, 20).args(["--timeout", "1", "KILL"]).args(&pids)).succeeds();
    for victim in &mut victims {
        assert_eq!(victim.end(), -9);
    }
    let mut first = Victim::start("ignore-term");
    let mut last = Victim::start("report");
    let pids = [first.pid.to_string(), last.pid.to_string()];
    // Four stay free, for reading /proc.
    Ran::of(kill_with_descriptors(8, 8).args(["--timeout", "1", "KILL"]).args(&pids))
        .fails(64, &format!("kill: {}: {TOO_MANY_OPEN_FILES}\n", pids[1]));
    assert_eq!(first.end(), -9);
    last.got_nothing();
}

/// A process group of 40 that ignore TERM, in a PID namespace.
fn group_of_forty() -> (std::process::Child, String) {
    let script = "trap '' TERM; for i in 0 1 2 3 4 5 6 7 8 9; do \
        sleep 1000 & sleep 1000 & sleep 1000 & sleep 1000 & done; echo ready; wait";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
    let mut leader = shell.spawn().expect("sh starts");
    assert_eq!(Lines::of(leader.stdout.take().expect("a pipe")).next(), "ready");
    let operand = format!("-{}", leader.id());
    (leader, operand)
}

/// How many processes are in a group and have not ended.
fn living_in_group(group: &str) -> usize {
    let entries = std::fs::read_dir("/proc").expect("/proc");
    let stats =
        entries.filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("stat")).ok());
    let is_living = |stat: &String| {
        let fields: Vec<&str> = stat.rsplit_once(") ").expect("a name").1.split(' ').collect();
        fields[2] == &group[1..] && fields[0] != "Z"
    };
    stats.filter(is_living).count()
}

#[test]
fn a_process_group_of_more_than_the_soft_limit_is_followed_as_a_whole() {
    in_pid_namespace(
        "kill_delivery::a_process_group_of_more_than_the_soft_limit_is_followed_as_a_whole",
        || {
            for words in
                [&["-k", "TERM/50ms/KILL", "--"][..], &["-w", "-k", "TERM/50ms/KILL", "--"]]
            {
                let (mut leader, group) = group_of_forty();
                assert_eq!(living_in_group(&group), 41);
                Ran::of(kill_with_descriptors(12, 100).args(words).arg(&group)).succeeds();
                leader.wait().expect("a child to wait for");
                let deadline = Instant::now() + DEADLINE;
                while living_in_group(&group) > 0 {
                    assert!(Instant::now() < deadline, "{} are left", living_in_group(&group));
                }
            }
        },
    );
}

#[test]
fn who_cannot_be_looked_at_for_want_of_descriptors_is_not_taken_for_gone() {
    in_pid_namespace(
        "kill_delivery::who_cannot_be_looked_at_for_want_of_descriptors_is_not_taken_for_gone",
        || {
            let (_leader, group) = group_of_forty();
            Ran::of(kill_with_descriptors(20, 20).args(["-w", "-s", "KILL", "--", &group]))
                .fails(1, &format!("kill: {group}: {TOO_MANY_OPEN_FILES}\n"));
            assert_eq!(living_in_group(&group), 41);
            // Until they execute their program they have the shell's name.
            until("not all are sleep", || run(["-p", "sleep"]).stdout.lines().count() == 40);
            // A look at each takes two: /proc, and a file of the process.
            Ran::of(kill_with_descriptors(4, 4).arg("sleep"))
                .fails(1, &format!("kill: sleep: {TOO_MANY_OPEN_FILES}\n"));
            // The two that are left do for that, and not for holding it as well.
            let ran = Ran::of(kill_with_descriptors(5, 5).arg("sleep"));
            let lines: Vec<&str> = ran.stderr.lines().collect();
            let says_why = |line: &&str| {
                line.starts_with("kill: sleep (")
                    && line.ends_with(&format!("): {TOO_MANY_OPEN_FILES}"))
            };
            assert_eq!((ran.status, lines.len()), (1, 40), "{ran:?}");
            assert!(lines.iter().all(says_why), "{ran:?}");
            assert_eq!(living_in_group(&group), 41);
        },
    );
}

/// By the number, the signal could reach a newcomer that may be signalled.
#[test]
fn who_may_not_be_signalled_is_not_tried_by_the_number() {
    if emulated(NO_SECCOMP) {
        return;
    }
    if !two_users() {
        return;
    }
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let directory = TemporaryDirectory::new();
    let copy = directory.path.join("sigkit");
    copy_program(sigkit_path().as_ref(), &copy);
    for without in [&[libc::SYS_kill][..], &[libc::SYS_kill, libc::SYS_pidfd_open]] {
        let mut command = kill_program_without(&copy, without, libc::ENOSYS);
        command.args(["-w1m", "-s", "USR1", &pid]).uid(NOBODY).gid(NOBODY);
        Ran::of(&mut command).fails(1, &format!("kill: {pid}: Operation not permitted\n"));
    }
    victim.got_nothing();
}

#[test]
fn a_thread_is_not_held_in_place_of_its_process() {
    let mut victim = Victim::start("threads");
    let thread = std::fs::read_dir(format!("/proc/{}/task", victim.pid))
        .expect("threads")
        .map(|entry| entry.expect("a thread").file_name().into_string().expect("UTF-8"))
        .find(|thread| *thread != victim.pid.to_string())
        .expect("another thread");
    let refused = format!("kill: {thread}: a thread, not a process\n");
    for words in [
        &["-w1m"][..],
        &["-k", "TERM/1m/KILL"],
        &["--if-user", "0"],
        &["--tree"],
        &["-r", "-s", "USR1"],
    ] {
        run(words.iter().chain([&thread.as_str()])).fails(1, &refused);
        if !emulated(NO_SECCOMP) {
            let mut command = kill_without(&[libc::SYS_pidfd_open], libc::ENOSYS);
            Ran::of(command.args(words).arg(&thread)).fails(1, &refused);
        }
    }
    assert!(victim.is_alive());
}

#[test]
fn without_pidfds_and_proc_there_is_a_clear_error() {
    if emulated(NO_SECCOMP) {
        return;
    }
    in_pid_namespace("kill_delivery::without_pidfds_and_proc_there_is_a_clear_error", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let without_proc = |command: &mut Command| {
            // SAFETY: between fork and exec only system calls are made.
            unsafe {
                command.pre_exec(|| {
                    if libc::unshare(libc::CLONE_NEWNS) != 0 {
                        return Err(std::io::Error::last_os_error());
                    }
                    // The namespace's own, and what it was mounted over.
                    while libc::umount2(c"/proc".as_ptr(), libc::MNT_DETACH) == 0 {}
                    Ok(())
                });
            }
        };
        // pre_exec closures run in order: seccomp's first, which allows what the second does.
        let mut command = kill_without(&[libc::SYS_pidfd_open], libc::ENOSYS);
        without_proc(&mut command);
        Ran::of(command.args(["--timeout", "1", "KILL", &pid])).fails(
            1,
            &format!(
                "kill: {pid}: cannot be held: this system has neither pidfds nor a usable /proc\n"
            ),
        );
        let mut command = kill();
        without_proc(&mut command);
        Ran::of(command.arg("sigkit-name"))
            .fails(1, "kill: sigkit-name: cannot inspect the process: no usable /proc\n");
        // What needs neither works.
        let mut command = kill();
        without_proc(&mut command);
        Ran::of(command.arg(&pid)).succeeds();
        victim.got(SIGTERM);
        victim.got_nothing();
    });
}

/// The time that kill waits before it follows up, if it must have been stopped by then: ample, on a
/// machine that has much else to do.
const GRACE: Duration = Duration::from_secs(3);

/// While kill waits, its target dies and a newcomer gets the number: it must not get the follow-up.
/// kill is stopped in the meantime, so that it wakes up only when the newcomer is there and the
/// time is over.
fn the_newcomer_is_untouched(mut command: Command) {
    if !std::fs::exists("/proc/sys/kernel/ns_last_pid").unwrap_or(false) {
        return skip("this kernel does not let a test choose the next process ID");
    }
    let mut victim = Victim::start("ignore-term");
    let pid = victim.pid;
    command.args([
        "--verbose",
        "--timeout",
        &GRACE.as_millis().to_string(),
        "KILL",
        &pid.to_string(),
    ]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("kill starts");
    let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
    assert_eq!(lines.next(), format!("sending signal 15 to pid {pid}"));
    // The line is written before the signal is sent, and the signal before kill waits: a sleeping
    // kill has done both.
    let goes_on = stopped_while_it_waits(&child);
    let started = Instant::now();
    run(["-s", "KILL", &pid.to_string()]).succeeds();
    assert_eq!(victim.end(), -9);
    std::fs::write("/proc/sys/kernel/ns_last_pid", (pid - 1).to_string())
        .expect("ns_last_pid can be written");
    let mut newcomer = Victim::start("report");
    assert_eq!(newcomer.pid, pid, "the number was not used again");
    std::thread::sleep(GRACE.saturating_sub(started.elapsed()));
    goes_on();
    assert!(child.wait().expect("a child to wait for").success());
    newcomer.got_nothing();
    let rest = lines.until_closed();
    assert!(!rest.contains("timeout, sending"), "a follow-up was sent: {rest}");
}

#[test]
fn a_newcomer_with_the_number_is_untouched() {
    in_pid_namespace("kill_delivery::a_newcomer_with_the_number_is_untouched", || {
        the_newcomer_is_untouched(kill())
    });
}

#[test]
fn without_pidfds_a_newcomer_with_the_number_is_untouched() {
    if emulated(NO_SECCOMP) {
        return;
    }
    in_pid_namespace(
        "kill_delivery::without_pidfds_a_newcomer_with_the_number_is_untouched",
        || {
            the_newcomer_is_untouched(kill_without(&[libc::SYS_pidfd_open], libc::ENOSYS));
        },
    );
}

/// Waits until kill sleeps, stops it, and gives what continues it.
fn stopped_while_it_waits(child: &std::process::Child) -> impl FnOnce() + use<> {
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    let killer = nix::unistd::Pid::from_raw(child.id() as i32);
    is_in_state(killer.as_raw(), "S");
    run(["-s", "STOP", &killer.to_string()]).succeeds();
    let stopped = waitpid(killer, Some(WaitPidFlag::WUNTRACED)).expect("a child to wait for");
    assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
    move || run(["-s", "CONT", &killer.to_string()]).succeeds()
}

/// A victim with this process ID, once it is free. It leads its own group.
fn newcomer(pid: i32) -> Victim {
    let deadline = Instant::now() + DEADLINE;
    loop {
        std::fs::write("/proc/sys/kernel/ns_last_pid", (pid - 1).to_string())
            .expect("ns_last_pid can be written");
        let newcomer = Victim::start("report");
        if newcomer.pid == pid {
            return newcomer;
        }
        // The kernel frees the number a moment after the process has left /proc.
        assert!(Instant::now() < deadline, "the number was not used again");
    }
}

/// A group is gone, and its number another's, while somebody else is waited for. Held by the pidfd
/// of its leader, by members that are held by pidfds, and by members that are held by directories.
#[test]
fn a_newcomers_group_with_the_number_is_untouched() {
    in_pid_namespace("kill_delivery::a_newcomers_group_with_the_number_is_untouched", || {
        if !std::fs::exists("/proc/sys/kernel/ns_last_pid").unwrap_or(false) {
            return skip("this kernel does not let a test choose the next process ID");
        }
        for (leader_is_there, pidfds) in [(true, true), (false, true), (true, false)] {
            if !pidfds && emulated(NO_SECCOMP) {
                return;
            }
            let mut leader = Victim::start("default");
            let group = leader.pid;
            let mut member = Victim::in_group("default", group);
            let mut stubborn = Victim::start("ignore-term");
            if !leader_is_there {
                run(["-s", "KILL", &group.to_string()]).succeeds();
                leader.end();
            }
            let mut command =
                if pidfds { kill() } else { kill_without(&[libc::SYS_pidfd_open], libc::ENOSYS) };
            command.args([
                "--verbose",
                "-w1m",
                "-k",
                &format!("TERM/{}ms/KILL", GRACE.as_millis()),
                "--",
            ]);
            command.args([format!("-{group}"), stubborn.pid.to_string()]);
            let mut child = command.stdout(Stdio::piped()).spawn().expect("kill starts");
            let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
            assert_eq!(lines.next(), format!("sending signal 15 to pid -{group}"));
            assert_eq!(lines.next(), format!("sending signal 15 to pid {}", stubborn.pid));
            if leader_is_there {
                assert_eq!(leader.end(), -SIGTERM);
            }
            assert_eq!(member.end(), -SIGTERM);
            let goes_on = stopped_while_it_waits(&child);
            let started = Instant::now();
            let mut newcomer = newcomer(group);
            std::thread::sleep(GRACE.saturating_sub(started.elapsed()));
            goes_on();
            assert_eq!(stubborn.end(), -9);
            assert!(child.wait().expect("a child to wait for").success());
            newcomer.got_nothing();
            let rest = lines.until_closed();
            assert_eq!(rest.matches("timeout, sending").count(), 1, "{rest}");
        }
    });
}

#[test]
fn a_kill_that_is_held_up_leaves_the_next_grace_whole() {
    let mut victim = Victim::start("report");
    let mut command = kill();
    let grace = GRACE.as_millis();
    let schedule = format!("USR1/{grace}ms/USR2/{grace}ms/KILL");
    let mut child = command.args(["-k", &schedule, &victim.pid.to_string()]).spawn().expect("kill");
    victim.got(SIGUSR1);
    let goes_on = stopped_while_it_waits(&child);
    // Both times are over then: nobody but the clock can tell, for kill is stopped.
    std::thread::sleep(GRACE * 2);
    goes_on();
    victim.got(libc::SIGUSR2);
    let second = Instant::now();
    assert_eq!(victim.end(), -9);
    let elapsed = second.elapsed().as_millis();
    assert!(elapsed >= 1000, "KILL came {elapsed} ms after USR2");
    assert!(child.wait().expect("a child to wait for").success());
}

#[test]
fn the_proc_of_another_namespace_is_none() {
    in_pid_namespace("kill_delivery::the_proc_of_another_namespace_is_none", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        // A namespace within this one, with the /proc of this one: its process 1 is not the one
        // that /proc shows.
        let inner = |words: &[&str]| {
            let mut unshare = Command::new("unshare");
            Ran::of(
                unshare
                    .args(["--pid", "--fork", sigkit_path(), "kill"])
                    .args(words)
                    .env_remove("SIGKIT_POSIX"),
            )
        };
        inner(&["-d", &pid])
            .fails(1, &format!("kill: {pid}: cannot inspect the process: no usable /proc\n"));
        inner(&["-r", "1"]).fails(1, "kill: 1: cannot inspect the process: no usable /proc\n");
        inner(&["suite"]).fails(1, "kill: suite: cannot inspect the process: no usable /proc\n");
        victim.got_nothing();
    });
}

#[test]
fn without_pidfds_names_are_signalled_all_the_same() {
    if emulated(NO_SECCOMP) {
        return;
    }
    in_pid_namespace("kill_delivery::without_pidfds_names_are_signalled_all_the_same", || {
        let (mut victim, _directory) = Victim::named("sigkit-named");
        for (calls, error) in WITHOUT_PIDFDS {
            Ran::of(kill_without(calls, error).arg("sigkit-named")).succeeds();
            victim.got(SIGTERM);
        }
        victim.got_nothing();
    });
}
