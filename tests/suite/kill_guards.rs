//! Targets by process group, session, terminal and pidfile; guards; and that a newcomer with a
//! target's number is left alone at every moment.
#![allow(unsafe_code)]

use std::fs::{self, File, Permissions};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use libc::{SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
use nix::fcntl::AtFlags;
use nix::pty::{OpenptyResult, openpty};
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
        Session::prepare(Some(openpty(None, None).expect("a terminal")))
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

/// Which signals are pending for a process that blocks them all: its /proc/PID/status.
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

#[test]
fn the_group_of_a_process_is_signalled_behind_the_operands() {
    test("the_group_of_a_process_is_signalled_behind_the_operands", || {
        let mut leader = Victim::start("report");
        let mut member = Victim::in_group("report", leader.pid);
        let mut other = Victim::start("report");
        let mut operand = Victim::start("report");
        let (group, first) = (leader.pid, operand.pid);
        run(["--verbose", "-s", "HUP", "--group-of", &member.pid.to_string(), &first.to_string()])
            .prints(&format!(
                "sending signal 1 to pid {first}\nsending signal 1 to pid -{group}\n"
            ));
        for victim in [&mut leader, &mut member, &mut operand] {
            victim.got(SIGHUP);
            victim.got_nothing();
        }
        run(["-p", "--group-of", &member.pid.to_string()]).prints(&format!("-{group}\n"));
        let mut first = Victim::start("default");
        let mut second = Victim::in_group("default", first.pid);
        run(["-w", "--group-of", &second.pid.to_string()]).succeeds();
        assert_eq!((first.end(), second.end()), (-SIGTERM, -SIGTERM));
        run([&format!("--group-of={}", member.pid), &format!("--group-of={}", other.pid)])
            .succeeds();
        for victim in [&mut leader, &mut member, &mut other] {
            victim.got(SIGTERM);
            victim.got_nothing();
        }
    });
}

#[test]
fn a_group_is_named_by_processes_that_are_there() {
    test("a_group_is_named_by_processes_that_are_there", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let dead = dead_pid();
        run(["--group-of", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
        run(["--group-of", &dead, &pid]).fails(64, &format!("kill: {dead}: No such process\n"));
        victim.got(SIGTERM);
        run(["--group-of", &dead, "--group-of", &pid])
            .fails(64, &format!("kill: {dead}: No such process\n"));
        victim.got(SIGTERM);
        for option in ["--group-of", "--session-of"] {
            for word in ["0", "-1", "+5", "x", "5x", "4294967297"] {
                run([option, word, &pid]).shows_usage_error(&format!("{word}: not a process ID"));
            }
            run([option, "", &pid]).shows_usage_error("'': not a process ID");
            run([option]).shows_usage_error(&format!("{option}: PID is missing"));
            run(["-l", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with -l"));
            run(["-d", "1", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with -d"));
            run(["--target", "list", option, &pid])
                .shows_usage_error(&format!("{option}: cannot be combined with --target"));
        }
        let line = |option: &str| {
            format!(
                "kill: {pid}: {option} takes process IDs and command names, not process groups\n"
            )
        };
        run(["-r", "--group-of", &pid]).fails(1, &line("-r"));
        run(["-q", "1", "--group-of", &pid]).fails(1, &line("-q"));
        run(["--if-name", "x", "--group-of", &pid]).fails(1, &line("--if-name"));
        victim.got_nothing();
    });
}

#[test]
fn groups_that_kill_cannot_name_are_refused() {
    test("groups_that_kill_cannot_name_are_refused", || {
        let mut bystander = Victim::start("report");
        // This test is process 1 of the namespace, and its group is that of the processes outside.
        let elsewhere = "its process group and session are not of this PID namespace";
        run(["--group-of", "1"]).fails(1, &format!("kill: 1: {elsewhere}\n"));
        run(["--session-of", "1"]).fails(1, &format!("kill: 1: {elsewhere}\n"));
        nix::unistd::setsid().expect("a session");
        // To kill(2), the negative number of this group is everybody.
        for words in [&["-s", "WINCH", "--group-of", "1"][..], &["-p", "--group-of", "1"]] {
            run(words).fails(
                1,
                "kill: 1: its process group is 1, which cannot be signalled: -1 is every process\n",
            );
        }
        bystander.got_nothing();
    });
}

#[test]
fn the_session_of_a_process_is_all_its_groups_and_not_kill() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("the_session_of_a_process_is_all_its_groups_and_not_kill", || {
        let session = Session::start();
        let other = Session::start();
        let (leader, member) = (session.leader, session.member);
        run(["-s", "USR1", "--session-of", &member.to_string()]).succeeds();
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
        assert_eq!((pending(other.leader), pending(other.member)), (vec![], vec![]));
        run(["-s", "USR2", "--timeout", "1", "TERM", "--session-of", &leader.to_string()])
            .succeeds();
        let all = vec![SIGUSR1, SIGUSR2, SIGTERM];
        assert_eq!((pending(leader), pending(member)), (all.clone(), all));
        run(["-p", "--session-of", &leader.to_string()]).prints(&format!("{leader}\n{member}\n"));
        run(["-r", "--session-of", &leader.to_string()]).fails(
            1,
            &format!(
                "kill: {leader}: not signalled: it has no handler for TERM\n\
                 kill: {member}: not signalled: it has no handler for TERM\n"
            ),
        );
        let dead = dead_pid();
        run(["--session-of", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
        // Here kill leads the session and is its only process; then it is one of three.
        let mut alone = Command::new("sh");
        alone
            .args(["-c", "exec \"$0\" kill --session-of $$", sigkit_path()])
            .env_remove("SIGKIT_POSIX");
        // SAFETY: setsid is a system call.
        unsafe { alone.pre_exec(|| nix::unistd::setsid().map(drop).map_err(std::io::Error::from)) };
        let alone = alone.stderr(Stdio::piped()).spawn().expect("sh runs");
        let pid = alone.id();
        let output = alone.wait_with_output().expect("an end");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(
            (told, output.status.code()),
            (format!("kill: {pid}: no other process is in its session\n"), Some(1))
        );
        nix::unistd::setsid().expect("a session");
        let witness = Victim::start("report");
        run(["-p", "--session-of", &witness.pid.to_string()])
            .prints(&format!("1\n{}\n", witness.pid));
    });
}

#[test]
fn the_members_of_a_session_are_guarded_one_by_one() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("the_members_of_a_session_are_guarded_one_by_one", || {
        let session = Session::start();
        let (leader, member) = (session.leader, session.member);
        let name = Victim::name(leader);
        run(["-s", "USR1", "--if-name", &name, "--session-of", &leader.to_string()]).succeeds();
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
        run(["-s", "USR2", "--if-name", "x", "--session-of", &leader.to_string()]).fails(
            1,
            &format!(
                "kill: {leader}: not signalled: its name is {name}, not x\n\
                 kill: {member}: not signalled: its name is {name}, not x\n"
            ),
        );
        assert_eq!((pending(leader), pending(member)), (vec![SIGUSR1], vec![SIGUSR1]));
    });
}

#[test]
fn the_foreground_of_a_terminal_is_what_control_c_would_reach() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("the_foreground_of_a_terminal_is_what_control_c_would_reach", || {
        let session = Session::with_terminal();
        let other = Session::with_terminal();
        let (leader, member) = (session.leader, session.member);
        let path = session.terminal_path();
        let name = path.strip_prefix("/dev/").expect("below /dev");
        for (word, signal, number) in [
            (leader.to_string().as_str(), "USR1", SIGUSR1),
            (path.as_str(), "USR2", SIGUSR2),
            (name, "TERM", SIGTERM),
        ] {
            assert!(!pending(member).contains(&number));
            run(["-s", signal, "--foreground-of", word]).succeeds();
            assert!(pending(member).contains(&number), "{word}");
        }
        run(["-p", "--foreground-of", &path]).prints(&format!("-{member}\n"));
        for untouched in [leader, other.leader, other.member] {
            assert_eq!(pending(untouched), NONE);
        }
        let mut own = kill();
        own.args(["-p", "--foreground-of", "tty"]).stdout(Stdio::piped());
        let terminal = openpty(None, None).expect("a terminal");
        own.stdin(terminal.slave.try_clone().expect("a descriptor"));
        lead_session_with_terminal(&mut own);
        let child = own.spawn().expect("kill starts");
        let pid = child.id();
        let output = child.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), format!("-{pid}\n"));
    });
}

/// A terminal of a devpts of its own, mounted at this directory: number 0 there.
fn terminal_of_another_devpts(directory: &Path) -> Option<OpenptyResult> {
    let mount = Command::new("mount")
        .args(["-t", "devpts", "-o", "ptmxmode=666", "devpts"])
        .arg(directory)
        .output();
    if !mount.is_ok_and(|output| output.status.success()) {
        skip("no devpts can be mounted here");
        return None;
    }
    let open = |name: &str| {
        let mut options = File::options();
        options
            .read(true)
            .write(true)
            .custom_flags(libc::O_NOCTTY)
            .open(directory.join(name))
            .expect("a terminal")
    };
    let master = open("ptmx");
    let unlocked: libc::c_int = 0;
    // SAFETY: TIOCSPTLCK reads an integer.
    let result = unsafe { libc::ioctl(master.as_raw_fd(), libc::TIOCSPTLCK, &raw const unlocked) };
    assert_eq!(result, 0);
    Some(OpenptyResult { slave: open("0").into(), master: master.into() })
}

#[test]
fn a_terminal_with_the_same_number_is_another() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    test("a_terminal_with_the_same_number_is_another", || {
        let directories = [TemporaryDirectory::new(), TemporaryDirectory::new()];
        let paths = directories
            .each_ref()
            .map(|directory| directory.path.join("0").to_str().expect("UTF-8").to_owned());
        let terminals =
            directories.each_ref().map(|directory| terminal_of_another_devpts(&directory.path));
        let [Some(one), Some(two)] = terminals else { return };
        let first = Session::prepare(Some(one));
        run(["-p", "--foreground-of", &paths[0]]).prints(&format!("-{}\n", first.member));
        run(["--foreground-of", &paths[1]]).fails(
            1,
            &format!(
                "kill: {}: not the controlling terminal of a process that can be seen\n",
                paths[1]
            ),
        );
        assert_eq!((pending(first.leader), pending(first.member)), (NONE, NONE));
        let second = Session::prepare(Some(two));
        run(["--foreground-of", &paths[1]]).succeeds();
        assert_eq!((pending(first.member), pending(second.member)), (NONE, vec![SIGTERM]));
        drop((first, second));
        for directory in &directories {
            nix::errno::Errno::result(unmount(&directory.path)).expect("it is mounted");
        }
    });
}

fn unmount(directory: &Path) -> libc::c_int {
    let path = std::ffi::CString::new(directory.to_str().expect("UTF-8")).expect("a path");
    // SAFETY: the path is a C string.
    unsafe { libc::umount2(path.as_ptr(), libc::MNT_DETACH) }
}

#[test]
fn without_a_foreground_nobody_is_signalled() {
    test("without_a_foreground_nobody_is_signalled", || {
        let session = Session::with_terminal();
        let mut bystander = Victim::start("report");
        let (leader, path) = (session.leader.to_string(), session.terminal_path());
        let fails = |word: &str, reason: &str| {
            run(["--foreground-of", word]).fails(1, &format!("kill: {word}: {reason}\n"));
        };
        let without = Session::start();
        fails(&without.leader.to_string(), "has no controlling terminal");
        fails("/dev/null", "not the controlling terminal of a process that can be seen");
        let idle = openpty(None, None).expect("a terminal");
        let idle = nix::unistd::ttyname(&idle.slave).expect("a name");
        fails(
            idle.to_str().expect("UTF-8"),
            "not the controlling terminal of a process that can be seen",
        );
        fails("/dev", "not a terminal");
        fails("/etc/passwd", "not a terminal");
        fails("/dev/none", "No such file or directory");
        fails("none", "No such file or directory");
        fails(&dead_pid(), "No such process");
        for word in ["0", "-1", "5x", "4294967297"] {
            run(["--foreground-of", word]).shows_usage_error(&format!("{word}: not a process ID"));
        }
        run(["--foreground-of", ""]).shows_usage_error("'': not a process ID or a terminal");
        // The terminal still has the number of the group, which has no process any more, or another
        // session's.
        let member = session.member;
        run(["-s", "KILL", &member.to_string()]).succeeds();
        is_gone(member);
        fails(&leader, "its terminal has no foreground process group");
        if pids_can_be_chosen() {
            let mut newcomer = newcomer(member);
            fails(&leader, "its terminal has no foreground process group");
            fails(&path, "its terminal has no foreground process group");
            newcomer.got_nothing();
        }
        bystander.got_nothing();
    });
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

/// The kernel keeps 15 bytes of a name; the file name has the rest.
#[track_caller]
fn more_than_the_kernel_keeps_of_a_name_is_compared(long: &mut Victim) {
    let pid = long.pid.to_string();
    run(["--if-name", "sigkit-with-a-long-name-1", &pid]).succeeds();
    long.got(SIGTERM);
    for name in ["sigkit-with-a-long-name-2", "sigkit-with-a-l"] {
        let ran = run(["--if-name", name, &pid]);
        if name == "sigkit-with-a-l" {
            // As an operand, these 15 bytes are the name.
            ran.succeeds();
            long.got(SIGTERM);
        } else {
            ran.fails(
                1,
                &format!("kill: {pid}: not signalled: its name is sigkit-with-a-l, not {name}\n"),
            );
        }
    }
}

#[test]
fn a_guard_lets_only_the_right_name_through() {
    test("a_guard_lets_only_the_right_name_through", || {
        let (mut right, _a) = Victim::named("sigkit-right");
        let (mut wrong, _b) = Victim::named("sigkit-wrong");
        let (mut long, _c) = Victim::named("sigkit-with-a-long-name-1");
        let (yes, no) = (right.pid.to_string(), wrong.pid.to_string());
        let skipped =
            format!("kill: {no}: not signalled: its name is sigkit-wrong, not sigkit-right\n");
        run(["--if-name", "sigkit-right", &yes]).succeeds();
        right.got(SIGTERM);
        run(["--if-name", "sigkit-right", &no, &yes]).fails(0, &skipped);
        right.got(SIGTERM);
        run(["--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-s", "0", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["--timeout", "1", "KILL", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-q", "1", "--if-name", "sigkit-right", &no]).fails(1, &skipped);
        run(["-p", "--if-name", "sigkit-right", &no, &yes]).fails_and_prints(
            &format!("{yes}\n"),
            0,
            &skipped,
        );
        let dead = dead_pid();
        run(["--if-name", "sigkit-right", &dead])
            .fails(1, &format!("kill: {dead}: No such process\n"));
        run(["--if-name", "sigkit-right", &dead, &yes])
            .fails(64, &format!("kill: {dead}: No such process\n"));
        right.got(SIGTERM);
        for name in ["sigkit-righ", "sigkit-rights", "Sigkit-right", ".*"] {
            run(["--if-name", name, &yes]).fails(
                1,
                &format!("kill: {yes}: not signalled: its name is sigkit-right, not {name}\n"),
            );
        }
        run(["--if-name", "a\nb", &yes]).fails(
            1,
            &format!("kill: {yes}: not signalled: its name is sigkit-right, not a\\x0ab\n"),
        );
        more_than_the_kernel_keeps_of_a_name_is_compared(&mut long);
        run(["--if-name", "", &yes]).shows_usage_error("'': no process has an empty name");
        run(["--if-name", "x", "--if-name", "y", &yes]).shows_usage_error("--if-name: given twice");
        run(["--if-name", "x"]).shows_usage_error("PID: missing; name at least one process");
        run(["-L", "--if-name", "x"]).shows_usage_error("--if-name: cannot be combined with -L");
        for victim in [&mut right, &mut wrong, &mut long] {
            victim.got_nothing();
        }
    });
}

#[test]
fn groups_and_everybody_cannot_be_guarded() {
    test("groups_and_everybody_cannot_be_guarded", || {
        let mut victim = Victim::start("report");
        let group = format!("-{}", victim.pid);
        for (option, value) in [
            ("--if-name", "x"),
            ("--if-user", "0"),
            ("--started-before", "@0"),
            ("--started-after", "1h"),
        ] {
            for word in [group.as_str(), "0", "-1"] {
                run([option, value, "--", word]).fails(
                    1,
                    &format!(
                        "kill: {word}: {option} takes process IDs and command names, not \
                        process groups\n"
                    ),
                );
            }
        }
        victim.got_nothing();
    });
}

#[test]
fn a_guard_lets_only_the_right_user_through() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let own = Uid::current().to_string();
    run(["--if-user", &own, &pid]).succeeds();
    victim.got(SIGTERM);
    if own == "0" {
        run(["--if-user", "root", "--if-name", &Victim::name(victim.pid), &pid]).succeeds();
        victim.got(SIGTERM);
    }
    run(["--if-user", "4000000000", &pid]).fails(
        1,
        &format!("kill: {pid}: not signalled: its real user ID is {own}, not that of 4000000000\n"),
    );
    for name in ["sigkit-nobody", "4294967296", "-s", "root:x", "Root"] {
        run(["--if-user", name, &pid]).fails(1, &format!("kill: {name}: no such user\n"));
    }
    run(["--if-user", "", &pid]).fails(1, "kill: '': no such user\n");
    run(["--if-user", "0", "--if-user", "0", &pid]).shows_usage_error("--if-user: given twice");
    victim.got_nothing();
}

#[test]
fn users_that_passwd_has_not_are_asked_of_getent() {
    test("users_that_passwd_has_not_are_asked_of_getent", || {
        const GETENT: &str = "/usr/bin/getent";
        if !Path::new(GETENT).exists() {
            return skip("getent is not installed");
        }
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let own = Uid::current().to_string();
        let directory = TemporaryDirectory::new();
        let program = directory.path.join("getent");
        fs::write(&program, "").expect("a file");
        fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("permissions");
        // The mount namespace is this test's own.
        let mounted = Command::new("mount")
            .arg("--bind")
            .arg(&program)
            .arg(GETENT)
            .status()
            .expect("mount runs");
        assert!(mounted.success());
        let answering = |line: &str| {
            fs::write(&program, format!("#!/bin/sh\n[ \"$*\" = 'passwd sigkit-nss' ] && {line}\n"))
                .expect("a file");
        };
        answering(&format!("echo 'sigkit-nss:*:{own}:100:A, B:/:/bin/sh'"));
        run(["--if-user", "sigkit-nss", &pid]).succeeds();
        victim.got(SIGTERM);
        // CHLD ignored, as a parent may leave it: there is no exit status then.
        let mut ignoring = kill();
        // SAFETY: signal is a system call.
        unsafe {
            ignoring.pre_exec(|| {
                libc::signal(libc::SIGCHLD, libc::SIG_IGN);
                Ok(())
            });
        }
        Ran::of(ignoring.args(["--if-user", "sigkit-nss", &pid])).succeeds();
        victim.got(SIGTERM);
        answering("echo 'sigkit-nss:*:4000000000:100::/:/bin/sh'");
        run(["--if-user", "sigkit-nss", &pid]).fails(
            1,
            &format!(
                "kill: {pid}: not signalled: its real user ID is {own}, not that of \
                sigkit-nss (4000000000)\n"
            ),
        );
        for line in [
            format!("echo 'sigkit-other:*:{own}:100::/:/bin/sh'"),
            format!("echo 'sigkit-nss:*:{own}x:100::/:/bin/sh'"),
            format!("echo 'sigkit-nss:*:{own}'"),
            format!("echo '{own}'"),
            "exit 2".into(),
        ] {
            answering(&line);
            run(["--if-user", "sigkit-nss", &pid]).fails(1, "kill: sigkit-nss: no such user\n");
        }
        victim.got_nothing();
    });
}

/// Seconds since the epoch.
fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_secs()
}

/// A second that no process which is started now seems to have been started before: the kernel
/// tells a start in hundredths of a second, rounded down, which may lie in the second before.
fn second_before_a_start() -> u64 {
    now() - 1
}

#[test]
fn a_guard_lets_only_the_right_age_through() {
    let before = second_before_a_start();
    let mut victim = Victim::start("report");
    // A second is passed, and a tick.
    let after = now() + 2;
    let pid = victim.pid.to_string();
    let (earlier, start, end) =
        (format!("@{}", before - 1), format!("@{before}"), format!("@{after}"));
    for words in [
        ["--started-after", &earlier],
        ["--started-before", &end],
        ["--started-after", "1h"],
        ["--started-after", "100d"],
        ["--started-after", "1970-01-01T00:00:00Z"],
        ["--started-before", "2100-01-01T00:00:00+01:00"],
    ] {
        run(words.into_iter().chain([pid.as_str()])).succeeds();
        victim.got(SIGTERM);
    }
    run(["--started-after", &start, "--started-before", &end, &pid]).succeeds();
    victim.got(SIGTERM);
    for (option, not, time) in [
        ("--started-before", "before", earlier.as_str()),
        ("--started-before", "before", "1h"),
        ("--started-after", "after", &end),
        ("--started-after", "after", "2100-01-01T00:00:00Z"),
    ] {
        let ran = run([option, time, &pid]);
        let told = ran.stderr.strip_prefix(&format!("kill: {pid}: not signalled: it started at "));
        let told = told
            .and_then(|rest| rest.strip_suffix(&format!(", not {not} {time}\n")))
            .expect("a line");
        let date = Ran::of(Command::new("date").args(["-u", "-d", told, "+%s"]));
        let seconds: u64 = date.stdout.trim_end().parse().expect("seconds");
        assert!((before..after).contains(&seconds), "{told}: {before} to {after}");
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    }
    victim.got_nothing();
}

#[test]
fn a_time_without_a_zone_is_local() {
    let before = second_before_a_start();
    let mut victim = Victim::start("report");
    let after = now() + 2;
    let pid = victim.pid.to_string();
    for zone in ["UTC0", "EAST-5:30", "WEST11", "CET-1CEST,M3.5.0,M10.5.0/3"] {
        let local = |seconds: u64| {
            let date = format!("@{seconds}");
            let ran = Ran::of(
                Command::new("date").args(["-d", &date, "+%Y-%m-%dT%H:%M:%S"]).env("TZ", zone),
            );
            ran.stdout.trim_end().to_owned()
        };
        let in_zone = |words: &[&str]| Ran::of(kill().args(words).arg(&pid).env("TZ", zone));
        in_zone(&["--started-after", &local(before), "--started-before", &local(after)]).succeeds();
        victim.got(SIGTERM);
        assert_eq!(in_zone(&["--started-before", &local(before - 1)]).status, 1, "{zone}");
        assert_eq!(in_zone(&["--started-after", &local(after)]).status, 1, "{zone}");
    }
    let berlin = |time: &str| {
        let zone = "CET-1CEST,M3.5.0,M10.5.0/3";
        Ran::of(kill().args(["--started-after", time, &pid]).env("TZ", zone))
    };
    let skipped = "there was no such local time: the clock was set forward over it";
    berlin("2026-03-29T02:30:00").fails(1, &format!("kill: 2026-03-29T02:30:00: {skipped}\n"));
    let twice = "this local time was twice: the clock was set back; write Z or +HH:MM behind it";
    for time in ["2025-10-26T02:00:00", "2025-10-26T02:59:59"] {
        berlin(time).fails(1, &format!("kill: {time}: {twice}\n"));
    }
    victim.got_nothing();
    for time in ["2025-10-26T01:59:59", "2025-10-26T03:00:00", "2025-10-26T02:30:00+02:00"] {
        berlin(time).succeeds();
        victim.got(SIGTERM);
    }
    victim.got_nothing();
}

#[test]
fn what_may_be_meant_in_two_ways_is_no_time() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let forms = "not a time; write @SECONDS since the epoch, 2026-11-22T10:00:00, the same with Z \
        or +01:00 behind it, \
                 or how long ago: 90s, 10m, 2h, 1d";
    for option in ["--started-before", "--started-after"] {
        for word in ["1700000000", "5", "10:00", "2026-11-22", "yesterday", "-5m", "@-1", "@1x"] {
            run([option, word, &pid]).shows_usage_error(&format!("{word}: {forms}"));
        }
        run([option, "", &pid]).shows_usage_error(&format!("'': {forms}"));
        run([option, "1h", option, "2h", &pid])
            .shows_usage_error(&format!("{option}: given twice"));
        run([option, "@18446744073709551615", &pid])
            .fails(1, "kill: @18446744073709551615: out of range for the clock\n");
    }
    victim.got_nothing();
}

#[test]
fn every_kind_of_process_operand_is_guarded() {
    test("every_kind_of_process_operand_is_guarded", || {
        let (mut victim, _directory) = Victim::named("sigkit-operand");
        let pid = victim.pid.to_string();
        run(["--started-before", "1h", "sigkit-operand"]).starts_with(
            1,
            &format!("kill: sigkit-operand ({pid}): not signalled: it started at "),
        );
        run(["--started-after", "1h", "sigkit-operand"]).succeeds();
        victim.got(SIGTERM);
        if let Ok(Some(inode)) = pidfd_inode(victim.pid) {
            let operand = format!("{pid}:{inode}");
            run(["--if-name", "x", &operand]).fails(
                1,
                &format!("kill: {operand}: not signalled: its name is sigkit-operand, not x\n"),
            );
            run(["--if-name", "sigkit-operand", &operand]).succeeds();
            victim.got(SIGTERM);
        }
        victim.got_nothing();
    });
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

    /// Asserts that nobody is signalled, and why.
    #[track_caller]
    fn is_refused(&self, reason: &str) {
        run(["--pidfile", &self.path]).fails(1, &format!("kill: {}: {reason}\n", self.path));
    }
}

#[test]
fn a_pidfile_names_a_process() {
    let mut victim = Victim::start("report");
    let mut other = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new(&format!("{pid}\n"));
    let path = pidfile.path.as_str();
    run(["--pidfile", path]).succeeds();
    victim.got(SIGTERM);
    pidfile.write(&pid.to_string());
    for mode in [0o600, 0o400, 0o444, 0o755] {
        pidfile.set_mode(mode);
        run(["-s", "USR1", "--pidfile", path]).succeeds();
        victim.got(SIGUSR1);
    }
    run(["-p", "--pidfile", path]).prints(&format!("{pid}\n"));
    run(["-q", "5", "--pidfile", path]).succeeds();
    assert_eq!(victim.next().value, 5);
    let second = Pidfile::new(&format!("{}\n", other.pid));
    run(["--pidfile", path, "--pidfile", &second.path, "--verbose", "-1"])
        .prints(&format!("sending signal 1 to pid {pid}\nsending signal 1 to pid {}\n", other.pid));
    for victim in [&mut victim, &mut other] {
        victim.got(SIGHUP);
    }
    run(["--if-name", "x", "--pidfile", path]).fails(
        1,
        &format!("kill: {path} ({pid}): not signalled: its name is {}, not x\n", Victim::name(pid)),
    );
    // By a link, and by a name without a directory.
    let link = pidfile.directory.path.join("link");
    symlink("test.pid", &link).expect("a link");
    run(["--pidfile", link.to_str().expect("UTF-8")]).succeeds();
    victim.got(SIGTERM);
    Ran::of(kill().args(["--pidfile", "test.pid"]).current_dir(&pidfile.directory.path)).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
    other.got_nothing();
}

#[test]
fn a_pidfile_that_holds_anything_else_is_refused() {
    let mut victim = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new("");
    pidfile.is_refused("empty; it must hold a process ID");
    pidfile.write("\n");
    pidfile.is_refused("empty; it must hold a process ID");
    for contents in [
        format!("{pid}\n\n"),
        format!("{pid}\n1\n"),
        format!("{pid} 1"),
        format!(" {pid}"),
        format!("-{pid}"),
        format!("+{pid}"),
        format!("{pid}x"),
        format!("{}{pid}", "0".repeat(40)),
        format!("{pid}\n{}", " ".repeat(40)),
        "-1".into(),
        "0".into(),
        "4294967297".into(),
    ] {
        pidfile.write(&contents);
        pidfile.is_refused("does not hold a process ID and nothing else");
    }
    let dead = dead_pid();
    pidfile.write(&dead);
    let path = &pidfile.path;
    run(["--pidfile", path]).fails(1, &format!("kill: {path} ({dead}): No such process\n"));
    run(["--pidfile", path, &pid.to_string()])
        .fails(64, &format!("kill: {path} ({dead}): No such process\n"));
    victim.got(SIGTERM);
    fs::remove_file(path).expect("it is there");
    pidfile.is_refused("No such file or directory");
    run(["--pidfile", ""]).shows_usage_error("'': not a file name");
    run(["--pidfile"]).shows_usage_error("--pidfile: FILE is missing");
    run(["-l", "--pidfile", path]).shows_usage_error("--pidfile: cannot be combined with -l");
    victim.got_nothing();
}

#[test]
fn what_is_no_regular_file_is_no_pidfile() {
    let pidfile = Pidfile::new("");
    fs::remove_file(&pidfile.path).expect("it is there");
    // Nobody writes into it, and kill does not wait for it.
    mkfifo(Path::new(&pidfile.path), Mode::S_IRUSR | Mode::S_IWUSR).expect("a FIFO");
    pidfile.is_refused("not a regular file");
    fs::remove_file(&pidfile.path).expect("it is there");
    fs::create_dir(&pidfile.path).expect("a directory");
    pidfile.is_refused("not a regular file");
    fs::remove_dir(&pidfile.path).expect("it is there");
    symlink("/dev/null", &pidfile.path).expect("a link");
    pidfile.is_refused("not a regular file");
}

#[test]
fn a_pidfile_that_others_may_write_is_refused() {
    let mut victim = Victim::start("report");
    let pidfile = Pidfile::new(&victim.pid.to_string());
    for mode in [0o664, 0o646, 0o666, 0o620, 0o602] {
        pidfile.set_mode(mode);
        pidfile.is_refused("others than its owner may write it");
    }
    pidfile.set_mode(0o644);
    let directory = &pidfile.directory.path;
    let set_directory_mode = |mode: u32| {
        fs::set_permissions(directory, Permissions::from_mode(mode)).expect("permissions")
    };
    for mode in [0o777, 0o757] {
        set_directory_mode(mode);
        pidfile.is_refused(
            "every user may replace it: its directory is writable for others and not sticky",
        );
    }
    victim.got_nothing();
    for mode in [0o1777, 0o2775, 0o700] {
        set_directory_mode(mode);
        run(["--pidfile", &pidfile.path]).succeeds();
        victim.got(SIGTERM);
    }
    // The directory that a link leads to counts too, and the one of every link on the way.
    let trusted = TemporaryDirectory::new();
    let path_of = |name: &str| trusted.path.join(name).to_str().expect("UTF-8").to_owned();
    let (near, far) = (path_of("near"), path_of("far"));
    symlink(&pidfile.path, &near).expect("a link");
    symlink("near", &far).expect("a link");
    for link in [&near, &far] {
        run(["--pidfile", link]).succeeds();
        victim.got(SIGTERM);
    }
    set_directory_mode(0o777);
    for link in [&near, &far] {
        let reason =
            "every user may replace it: its directory is writable for others and not sticky";
        run(["--pidfile", link]).fails(1, &format!("kill: {link}: {reason}\n"));
    }
    let circle = path_of("circle");
    symlink("circle", &circle).expect("a link");
    let ran = run(["--pidfile", &circle]);
    assert!(ran.status == 1 && ran.stderr.starts_with(&format!("kill: {circle}: ")), "{ran:?}");
    victim.got_nothing();
}

#[test]
fn a_pidfile_of_another_user_is_refused() {
    test("a_pidfile_of_another_user_is_refused", || {
        if !two_users() {
            return;
        }
        let mut victim = Victim::start("report");
        let pidfile = Pidfile::new(&victim.pid.to_string());
        let give = |path: &str, to: u32, flags: AtFlags| {
            fchownat(nix::fcntl::AT_FDCWD, path, Some(Uid::from_raw(to)), None, flags)
                .expect("it can be given away");
        };
        give(&pidfile.path, NOBODY, AtFlags::empty());
        let foreign = "belongs to user 65534, who is neither root nor the user of kill";
        pidfile.is_refused(foreign);
        // Its owner may use it, as far as the signal goes.
        let own = victim.pid.to_string();
        Ran::of(kill_as_nobody(&["--pidfile", &pidfile.path]).0.arg("-p"))
            .prints(&format!("{own}\n"));
        give(&pidfile.path, 0, AtFlags::empty());
        Ran::of(kill_as_nobody(&["--pidfile", &pidfile.path]).0.arg("-p"))
            .prints(&format!("{own}\n"));
        // Somebody's link to a file that may be believed says what its owner wants.
        let link = pidfile.directory.path.join("link").to_str().expect("UTF-8").to_owned();
        symlink("test.pid", &link).expect("a link");
        run(["--pidfile", &link]).succeeds();
        victim.got(SIGTERM);
        give(&link, NOBODY, AtFlags::AT_SYMLINK_NOFOLLOW);
        run(["--pidfile", &link]).fails(1, &format!("kill: {link}: {foreign}\n"));
        victim.got_nothing();
    });
}

/// kill, run by the user nobody from a copy that it may run.
pub fn kill_as_nobody(words: &[&str]) -> (Command, TemporaryDirectory) {
    let directory = TemporaryDirectory::new();
    let copy = directory.path.join("kill");
    copy_program(Path::new(sigkit_path()), &copy);
    let mut command = Command::new(&copy);
    command.args(words).env_remove("SIGKIT_POSIX").stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
    (command, directory)
}

#[test]
fn a_pidfile_from_before_the_process_is_stale() {
    let mut victim = Victim::start("report");
    let pid = victim.pid;
    let pidfile = Pidfile::new(&pid.to_string());
    let file = File::options().write(true).open(&pidfile.path).expect("a file");
    let written =
        |ago: u64| file.set_modified(SystemTime::now() - Duration::from_secs(ago)).expect("a time");
    // The process was started a moment ago, but at most a minute.
    written(3600);
    pidfile.is_refused(&format!("stale: process {pid} started after it was written"));
    run(["-p", "--pidfile", &pidfile.path]).fails(
        1,
        &format!("kill: {}: stale: process {pid} started after it was written\n", pidfile.path),
    );
    victim.got_nothing();
    written(0);
    run(["--pidfile", &pidfile.path]).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
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
        run(["--descendants", "-s", "USR1", "--if-name", &name, "--pidfile", path]).succeeds();
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
            &["--if-name", &name, pid.as_str()][..],
            &["--group-of", &pid],
            &["--pidfile", &pidfile.path],
        ] {
            assert_eq!(run(["--dry-run"].iter().chain(words)), foretold, "{words:?}");
        }
        assert!(victim.is_alive());
    });
}

/// Runs kill, and `meanwhile` while it stands behind its system call of this number for the
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

/// Whether a test can choose the next process ID.
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
    Victim::name(Victim::start("default").pid)
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
        let no_proc = "cannot be looked at: there is no /proc here that shows it";
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
