//! Targets by process group, session, terminal and pidfile; guards; and that a newcomer with a
//! target's number is left alone at every moment.
#![allow(unsafe_code)]

mod group;
mod hostile;
mod pidfile;
mod process;

use std::fs::{self, File, Permissions};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use libc::{SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
use nix::fcntl::AtFlags;
use nix::pty::OpenptyResult;
use nix::sys::stat::Mode;
use nix::unistd::{Uid, fchownat, mkfifo};

use crate::support::*;

/// A session of two processes, each leading a group of its own, that only gather signals. The
/// member's group is the foreground one if the session has a terminal.
struct Session {
    child: Child,
    leader: i32,
    member: i32,
    terminal: Option<OpenptyResult>,
}

impl Session {
    fn start() -> Session {
        Session::prepare(None)
    }

    fn with_terminal() -> Session {
        Session::prepare(Some(terminal(80)))
    }

    fn prepare(terminal: Option<OpenptyResult>) -> Session {
        let mut command = Command::new(std::env::current_exe().expect("a path"));
        command.env("SIGKIT_VICTIM", "session").stdin(Stdio::null()).stdout(Stdio::piped());
        if let Some(terminal) = &terminal {
            command.stdin(terminal.slave.try_clone().expect("a descriptor"));
            lead_session_with_terminal(&mut command);
        }
        let mut child = command.spawn().expect("a session starts");
        let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
        let member = lines
            .next()
            .strip_prefix("member ")
            .and_then(|pid| pid.parse().ok())
            .expect("a member");
        let leader =
            lines.next().strip_prefix("ready ").and_then(|pid| pid.parse().ok()).expect("a leader");
        Session { child, leader, member, terminal }
    }

    fn terminal_path(&self) -> String {
        let slave = &self.terminal.as_ref().expect("a terminal").slave;
        nix::unistd::ttyname(slave).expect("a name").to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The member dies with its parent.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes the command's process the leader of a session whose controlling terminal is its standard
/// input.
fn lead_session_with_terminal(command: &mut Command) {
    // SAFETY: between fork and exec only system calls are made.
    unsafe {
        command.pre_exec(|| {
            if libc::setsid() < 0 || libc::ioctl(0, libc::TIOCSCTTY, 0) < 0 {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
}

/// The signals that are pending for a process that blocks them all: its /proc/PID/status.
#[track_caller]
fn pending(pid: i32) -> Vec<i32> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("status");
    let set = status.lines().find_map(|line| line.strip_prefix("ShdPnd:")).expect("ShdPnd").trim();
    let set = u128::from_str_radix(set, 16).expect("a set");
    (1..128).filter(|number| set >> (number - 1) & 1 == 1).collect()
}

/// No signals.
const NONE: Vec<i32> = Vec::new();

fn test(name: &str, body: impl FnOnce()) {
    in_pid_namespace(&format!("kill_guards::{name}"), body);
}

/// A victim with this process ID, which must be free. It leads its own group.
#[track_caller]
fn newcomer(pid: i32) -> Victim {
    let deadline = Instant::now() + DEADLINE;
    loop {
        fs::write("/proc/sys/kernel/ns_last_pid", (pid - 1).to_string())
            .expect("ns_last_pid can be written");
        let newcomer = Victim::start("report");
        if newcomer.pid == pid {
            return newcomer;
        }
        // The kernel frees the number a moment after the process has left /proc.
        assert!(Instant::now() < deadline, "the number was not used again");
    }
}

/// The inode number of a process's pidfd, if this kernel has such numbers (Linux 6.9).
fn pidfd_inode(pid: i32) -> std::io::Result<Option<u64>> {
    use std::os::fd::{FromRawFd, OwnedFd};
    // SAFETY: pidfd_open takes two numbers, and the descriptor is new.
    let descriptor = unsafe {
        let descriptor = libc::syscall(libc::SYS_pidfd_open, pid, 0);
        if descriptor < 0 {
            return Err(std::io::Error::last_os_error());
        }
        OwnedFd::from_raw_fd(descriptor as i32)
    };
    const PID_FS_MAGIC: i64 = 0x50494446;
    let is_there =
        nix::sys::statfs::fstatfs(&descriptor)?.filesystem_type().0 as i64 == PID_FS_MAGIC;
    let status = nix::sys::stat::fstat(&descriptor)?;
    // It has 32 bits on some architectures.
    #[allow(clippy::useless_conversion)]
    Ok(is_there.then_some(status.st_ino.into()))
}

/// A pidfile in a directory of its own.
struct Pidfile {
    directory: TemporaryDirectory,
    path: String,
}

impl Pidfile {
    fn new(contents: &str) -> Pidfile {
        let directory = TemporaryDirectory::new();
        let path = directory.path.join("test.pid").to_str().expect("UTF-8").to_owned();
        let pidfile = Pidfile { directory, path };
        pidfile.write(contents);
        pidfile
    }

    fn write(&self, contents: &str) {
        fs::write(&self.path, contents).expect("a file");
        self.set_mode(0o644);
    }

    fn set_mode(&self, mode: u32) {
        fs::set_permissions(&self.path, Permissions::from_mode(mode)).expect("permissions");
    }

    /// Asserts that no process is signalled, and why.
    #[track_caller]
    fn is_refused(&self, reason: &str) {
        run(["--pidfile", &self.path]).fails(1, &format!("kill: {}: {reason}\n", self.path));
    }
}

#[test]
fn guards_and_selectors_reach_into_trees() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("guards_and_selectors_reach_into_trees", || {
        let session = Session::start();
        let (leader, member) = (session.leader, session.member);
        let pidfile = Pidfile::new(&leader.to_string());
        let path = pidfile.path.as_str();
        let name = Victim::name(leader);
        run(["--tree", "-s", "USR1", "--if-name", "x", "--pidfile", path]).fails(
            1,
            &format!(
                "kill: {member} (descendant of {path} ({leader})): not signalled: its name is \
                 {name}, not x\n\
                 kill: {path} ({leader}): not signalled: its name is {name}, not x\n"
            ),
        );
        assert!(!pending(leader).contains(&SIGUSR1) && !pending(member).contains(&SIGUSR1));
        run([
            "--descendants",
            "-s",
            "USR1",
            "--if-name",
            &Victim::full_name(leader),
            "--pidfile",
            path,
        ])
        .succeeds();
        assert!(!pending(leader).contains(&SIGUSR1) && pending(member).contains(&SIGUSR1));
        run(["--tree", "-s", "USR2", "--pidfile", path]).succeeds();
        assert!(pending(leader).contains(&SIGUSR2) && pending(member).contains(&SIGUSR2));
        run(["--tree", "-p", "--session-of", &leader.to_string()])
            .prints(&format!("{member}\n{leader}\n"));
        for option in ["--group-of", "--foreground-of"] {
            let reason = match option {
                "--group-of" => "--tree takes process IDs and command names, not process groups",
                _ => "has no controlling terminal",
            };
            run(["--tree", option, &leader.to_string()])
                .fails(1, &format!("kill: {leader}: {reason}\n"));
        }
    });
}

#[test]
fn what_is_guarded_is_foretold() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("what_is_guarded_is_foretold", || {
        // Of one that waits for signals it would matter whether it has come to that.
        let mut victim = Victim::start("default");
        let pid = victim.pid.to_string();
        let name = Victim::name(victim.pid);
        let pidfile = Pidfile::new(&pid);
        let foretold = run(["--dry-run", &pid]);
        assert!(
            foretold.stdout.starts_with(&format!("{pid} {name}: ")) && foretold.status == 0,
            "{foretold:?}"
        );
        let skipped = format!("kill: {pid}: not signalled: its name is {name}, not x\n");
        run(["--dry-run", "--if-name", "x", &pid]).fails(1, &skipped);
        for words in [
            &["--if-name", &Victim::full_name(victim.pid), pid.as_str()][..],
            &["--group-of", &pid],
            &["--pidfile", &pidfile.path],
        ] {
            assert_eq!(run(["--dry-run"].iter().chain(words)), foretold, "{words:?}");
        }
        assert!(victim.is_alive());
    });
}

/// Runs kill, and `in the meantime` while it stands after its system call of this number for the
/// `time`th time, from 1.
#[cfg(target_env = "gnu")]
fn interrupted(words: &[&str], call: libc::c_long, time: usize, meanwhile: impl FnOnce()) -> Ran {
    use nix::sys::ptrace::{self, Options};
    use nix::sys::wait::{WaitStatus, waitpid};
    let mut command = kill();
    command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    // SAFETY: between fork and exec only ptrace(2) is called.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let child = command.spawn().expect("kill starts");
    let pid = nix::unistd::Pid::from_raw(child.id() as i32);
    assert!(matches!(waitpid(pid, None), Ok(WaitStatus::Stopped(..))), "not stopped behind exec");
    ptrace::setoptions(pid, Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL)
        .expect("options");
    let (mut entered, mut times) = (0, 0);
    loop {
        ptrace::syscall(pid, None).expect("the next stop");
        let stopped = waitpid(pid, None).expect("a child to wait for");
        assert!(
            matches!(stopped, WaitStatus::PtraceSyscall(_)),
            "kill never made system call {call}: {stopped:?}"
        );
        let information = ptrace::syscall_info(pid).expect("Linux 5.3");
        match information.op {
            libc::PTRACE_SYSCALL_INFO_ENTRY => {
                // SAFETY: op tells which member of the union is there.
                entered = unsafe { information.u.entry.nr } as libc::c_long
            }
            _ => times += usize::from(entered == call),
        }
        if times == time {
            break;
        }
    }
    meanwhile();
    ptrace::detach(pid, None).expect("kill goes on");
    let output = child.wait_with_output().expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        status: output.status.code().expect("a status"),
    }
}

/// True if a test can choose the next process ID.
fn pids_can_be_chosen() -> bool {
    let can = Path::new("/proc/sys/kernel/ns_last_pid").exists();
    if !can {
        skip("this kernel does not let a test choose the next process ID");
    }
    can
}

#[test]
#[cfg(target_env = "gnu")]
fn a_newcomer_with_the_number_is_untouched_though_it_fits() {
    if emulated(NO_PTRACE) {
        return;
    }
    test("a_newcomer_with_the_number_is_untouched_though_it_fits", || {
        if !pids_can_be_chosen() {
            return;
        }
        let name = victim_name();
        let pidfile = Pidfile::new("");
        let path = pidfile.path.as_str();
        let forms: [(&[&str], bool); 7] = [
            (&["--if-name", &name], true),
            (&["--if-user", "0", "--started-after", "1h"], true),
            (&["--if-name", "x"], true),
            (&["--group-of"], true),
            (&["--verbose", "--session-of"], true),
            (&["--foreground-of"], true),
            (&["--pidfile", path], false),
        ];
        for (words, with_pid) in forms {
            let mut victim = Victim::start("default");
            let pid = victim.pid.to_string();
            pidfile.write(&pid);
            let words: Vec<&str> =
                words.iter().copied().chain(with_pid.then_some(pid.as_str())).collect();
            let mut arrived = None;
            // The first null signal is for kill itself: it holds the victim, and has not looked at
            // it.
            let ran = interrupted(&words, libc::SYS_pidfd_send_signal, 1, || {
                run(["-s", "KILL", &pid]).succeeds();
                assert_eq!(victim.end(), -9);
                arrived = Some(newcomer(victim.pid));
            });
            let subject = if with_pid { pid.clone() } else { format!("{path} ({pid})") };
            ran.fails(1, &format!("kill: {subject}: No such process\n"));
            arrived.expect("a newcomer").got_nothing();
        }
    });
}

#[test]
#[cfg(target_env = "gnu")]
fn a_newcomer_with_the_number_of_a_member_is_untouched() {
    if emulated(NO_PTRACE) {
        return;
    }
    test("a_newcomer_with_the_number_of_a_member_is_untouched", || {
        if !pids_can_be_chosen() {
            return;
        }
        // A pidfd of the named process and one of kill itself come first, then those of leader and
        // member (3, 4). kill sends itself the null signal once (1), and then each look does: at
        // the named process (2, 3), at the leader, which is signalled (4, 5), at the member (6).
        let times = [
            (libc::SYS_pidfd_open, 3, false, 0),
            (libc::SYS_pidfd_open, 4, false, 0),
            (libc::SYS_pidfd_send_signal, 6, true, 64),
        ];
        for (call, time, told, status) in times {
            let session = Session::start();
            let (leader, member) = (session.leader, session.member);
            let mut arrived = None;
            let words = ["-s", "USR1", "--session-of", &leader.to_string()];
            let ran = interrupted(&words, call, time, || {
                assert_eq!(pending(leader), if told { vec![SIGUSR1] } else { NONE });
                run(["-s", "KILL", &member.to_string()]).succeeds();
                arrived = Some(newcomer(member));
            });
            ran.fails(
                status,
                &if told { format!("kill: {member}: No such process\n") } else { String::new() },
            );
            assert_eq!(pending(leader), vec![SIGUSR1]);
            arrived.expect("a newcomer").got_nothing();
        }
    });
}

/// The command name of the victims.
#[cfg(target_env = "gnu")]
fn victim_name() -> String {
    Victim::full_name(Victim::start("default").pid)
}

#[test]
#[cfg(target_env = "gnu")]
fn a_group_is_looked_at_again_right_before_the_signal() {
    if emulated(NO_PTRACE) {
        return;
    }
    test("a_group_is_looked_at_again_right_before_the_signal", || {
        let mut named = Victim::start("default");
        let mut member = Victim::in_group("report", named.pid);
        let (pid, group) = (named.pid.to_string(), named.pid);
        // --verbose writes its line, which may take any time, between the look and the signal.
        let ran = interrupted(&["--verbose", "--group-of", &pid], libc::SYS_write, 1, || {
            run(["-s", "KILL", &pid]).succeeds();
            assert_eq!(named.end(), -9);
        });
        let told = format!("sending signal 15 to pid -{group}\n");
        assert_eq!(
            ran,
            Ran { stdout: told, stderr: format!("kill: {pid}: No such process\n"), status: 1 }
        );
        member.got_nothing();
        let session = Session::with_terminal();
        let (leader, member) = (session.leader, session.member);
        let words = ["--verbose", "--foreground-of", &leader.to_string()];
        let ran = interrupted(&words, libc::SYS_write, 1, || {
            run(["-s", "KILL", &member.to_string()]).succeeds();
            is_gone(member);
        });
        assert_eq!(ran.status, 1, "{ran:?}");
        assert_eq!(ran.stderr, format!("kill: {leader}: No such process\n"));
        assert_eq!(pending(leader), NONE);
    });
}

#[test]
fn without_proc_nothing_is_guessed() {
    test("without_proc_nothing_is_guessed", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let pidfile = Pidfile::new(&pid);
        let path = pidfile.path.as_str();
        let no_proc = "cannot inspect the process: no usable /proc";
        let shown = format!("{path} ({pid})");
        for (words, subject) in [
            (&["--group-of", &pid][..], pid.as_str()),
            (&["--session-of", &pid], &pid),
            (&["--foreground-of", &pid], &pid),
            (&["--pidfile", path], &shown),
            (&["--if-name", "x", &pid], &pid),
            (&["--if-user", "0", &pid], &pid),
            (&["--started-after", "1h", &pid], &pid),
        ] {
            let mut command = kill();
            // SAFETY: between fork and exec only system calls are made.
            unsafe {
                command.pre_exec(|| {
                    if libc::unshare(libc::CLONE_NEWNS) != 0 {
                        return Err(std::io::Error::last_os_error());
                    }
                    while libc::umount2(c"/proc".as_ptr(), libc::MNT_DETACH) == 0 {}
                    Ok(())
                });
            }
            Ran::of(command.args(words)).fails(1, &format!("kill: {subject}: {no_proc}\n"));
        }
        victim.got_nothing();
    });
}

impl Victim {
    /// The command name of a process.
    fn name(pid: i32) -> String {
        fs::read_to_string(format!("/proc/{pid}/comm")).expect("comm").trim_end().to_owned()
    }

    /// The file name of the word that it was called by.
    fn full_name(pid: i32) -> String {
        let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).expect("a command line");
        let called = words.split('\0').next().expect("a word");
        called.rsplit('/').next().expect("a name").to_owned()
    }
}

impl Ran {
    /// Asserts standard output, the exit status and standard error.
    #[track_caller]
    fn fails_and_prints(self, stdout: &str, status: i32, stderr: &str) {
        assert_eq!(self, Ran { stdout: stdout.into(), stderr: stderr.into(), status });
    }

    /// Asserts the exit status and the start of the one line on standard error.
    #[track_caller]
    fn starts_with(self, status: i32, stderr: &str) {
        assert!(self.status == status && self.stdout.is_empty(), "{self:?}");
        assert!(self.stderr.starts_with(stderr) && self.stderr.lines().count() == 1, "{self:?}");
    }
}
