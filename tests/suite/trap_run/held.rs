//! The files of COMMAND that trap holds while it waits, and the descriptors of a service manager.

use std::collections::BTreeSet;
use std::os::fd::FromRawFd;
use std::path::Path;

use super::*;
use crate::kill_delivery::forbid;

/// A pipe's end for writing that a command inherits, as descriptor 7, and the other end.
fn with_pipe(command: &mut Command) -> OwnedFd {
    let (read, write) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC).expect("a pipe");
    // SAFETY: dup2(2) and fcntl(2) take numbers; the end is open until the closure is dropped. It
    // may have the number already, and then dup2(2) changes nothing.
    unsafe {
        command.pre_exec(move || match libc::dup2(write.as_raw_fd(), 7) {
            7 if libc::fcntl(7, libc::F_SETFD, 0) == 0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        });
    }
    read
}

fn descriptors(pid: i32) -> BTreeSet<i32> {
    let entries = std::fs::read_dir(format!("/proc/{pid}/fd")).expect("it is there");
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Waits until something about a process is so: COMMAND may run before trap goes on.
#[track_caller]
fn becomes<T: PartialEq + std::fmt::Debug>(expected: &T, look: impl Fn() -> T) {
    let deadline = Instant::now() + DEADLINE;
    while look() != *expected {
        assert!(Instant::now() < deadline, "{:?}, not {expected:?}", look());
        pause();
    }
}

fn victim_with(mut command: Command) -> (Wrapped, i32, OwnedFd) {
    let own = std::env::current_exe().expect("the test binary has a path");
    command.arg("--").arg(own).env("SIGKIT_VICTIM", "report");
    let read = with_pipe(&mut command);
    let mut wrapped = Wrapped::start(command);
    let line = wrapped.lines.next();
    let pid = line.strip_prefix("ready ").and_then(|pid| pid.parse().ok()).expect("ready");
    (wrapped, pid, read)
}

#[test]
fn trap_holds_neither_files_nor_directory_of_command() {
    let here = std::env::current_dir().expect("a directory");
    for options in [&["-f"][..], &["-k", "5"], &["-g"], &["-r", "-w", "--tree", "-v"]] {
        let (mut wrapped, command, _read) = victim_with(trap(options));
        becomes(&BTreeSet::from([2]), || descriptors(wrapped.pid));
        let directory = |pid| std::fs::read_link(format!("/proc/{pid}/cwd")).expect("its own");
        becomes(&Path::new("/").to_path_buf(), || directory(wrapped.pid));
        // COMMAND has them all.
        assert!(descriptors(command).is_superset(&BTreeSet::from([0, 1, 2, 7])), "{options:?}");
        assert_eq!(directory(command), here);
        // It works on as before.
        wrapped.is_sent(libc::SIGUSR1);
        let mut reported = wrapped.reported();
        while reported.0 == libc::SIGCONT {
            reported = wrapped.reported();
        }
        assert_eq!(reported, (libc::SIGUSR1, SI_USER, 0));
    }
    // An action is started with the streams, and where trap was started.
    for action in [&["pwd", "USR1"][..], &["pwd", "EXIT"], &["-k", "5", "pwd", "USR1"]] {
        let (mut wrapped, command, _read) = victim_with(trap(action));
        becomes(&BTreeSet::from([0, 1, 2]), || descriptors(wrapped.pid));
        wrapped.is_sent(libc::SIGUSR1);
        if action.contains(&"EXIT") {
            assert_eq!(wrapped.reported(), (libc::SIGUSR1, SI_USER, 0));
            send(command, libc::SIGKILL);
        }
        assert_eq!(wrapped.lines.next(), here.to_str().expect("UTF-8"), "{action:?}");
    }
}

#[test]
fn a_reader_sees_the_end_when_command_closes_its_own() {
    for options in [&["-f"][..], &["-k", "5"], &["-g", "-v"]] {
        let mut wrapped =
            Wrapped::script(options, "echo ready; exec sleep 1000 <&- >&- 2>/dev/null");
        assert_eq!(wrapped.lines.until_closed(), "ready\n");
        wrapped.is_sent(libc::SIGTERM);
        assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM);
    }
}

#[test]
fn descriptors_are_closed_one_by_one_where_the_kernel_knows_no_ranges() {
    if emulated(NO_SECCOMP) {
        return;
    }
    for error in [libc::ENOSYS, libc::EPERM] {
        for options in [&["-f"][..], &["-k", "5"], &["-r"]] {
            let mut command = trap(options);
            forbid(&mut command, &[libc::SYS_close_range], error);
            let (mut wrapped, _, _read) = victim_with(command);
            becomes(&BTreeSet::from([2]), || descriptors(wrapped.pid));
            wrapped.is_sent(libc::SIGTERM);
            assert_eq!(wrapped.reported(), (libc::SIGTERM, SI_USER, 0));
        }
    }
}

/// The values that COMMAND finds in the variables of a service manager for its own process, and
/// its process ID.
fn listening(options: &str, variables: &str) -> String {
    let line = format!(
        "{variables} LISTEN_FDS=1 exec \"$0\" sigtrap {options} -- sh -c 'echo \
         \"$LISTEN_PID $$ $LISTEN_FDS\"'"
    );
    let ran = Ran::of(Command::new("sh").args(["-c", &line, sigkit_path()]).stdin(Stdio::null()));
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{options}");
    ran.stdout
}

#[test]
fn command_is_the_process_that_a_service_manager_means() {
    for options in ["-f", "-k 5", "-g", "--init", "'' HUP", "'echo >/dev/null' EXIT"] {
        let told = listening(options, "LISTEN_PID=$$");
        let [named, own, count] = told.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{told}")
        };
        assert_eq!((named, count), (own, "1"), "{options}");
        // What is about another process stays so.
        assert!(listening(options, "LISTEN_PID=1").starts_with("1 "), "{options}");
    }
}

#[test]
fn command_is_named_by_its_pidfd_too() {
    // SAFETY: pidfd_open(2) takes two numbers, and gives a new descriptor.
    let inode = |pid: i32| unsafe {
        let pidfd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
        (pidfd >= 0).then(|| OwnedFd::from_raw_fd(pidfd as i32)).and_then(|pidfd| {
            let magic = nix::sys::statfs::fstatfs(&pidfd).ok()?.filesystem_type().0;
            (magic == 0x5049_4446).then(|| nix::sys::stat::fstat(&pidfd).expect("its own").st_ino)
        })
    };
    if inode(std::process::id() as i32).is_none() {
        return skip("pidfds have no numbers of their own before Linux 6.9");
    }
    let line = "LISTEN_PID=$$ LISTEN_PIDFDID=17 exec \"$0\" sigtrap -f -- sh -c \
                'echo $$ $LISTEN_PIDFDID; read line; :'";
    let mut command = Command::new("sh");
    command.args(["-c", line, sigkit_path()]).stdin(Stdio::piped());
    let mut wrapped = Wrapped::start(command);
    let told = wrapped.lines.next();
    let (pid, number) = told.split_once(' ').expect("two numbers");
    let pid = pid.parse().expect("a process ID");
    assert_eq!(number, inode(pid).expect("a number").to_string());
    drop(wrapped.child.stdin.take());
    assert_eq!(wrapped.end(), 0);
}
