//! Parts that the tests share: the command under test, victims, namespaces.
//!
//! Long because it is one vocabulary, which nearly every file of tests takes as a whole.

#![allow(unsafe_code)]

use std::ffi::{CStr, OsStr};
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::{OpenptyResult, grantpt, posix_openpt, ptsname_r, unlockpt};

/// How long a test waits for something that must happen. It only ever makes a test fail.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// EMFILE in the words of this libc.
pub const TOO_MANY_OPEN_FILES: &str =
    if cfg!(target_env = "musl") { "No file descriptors available" } else { "Too many open files" };

/// Between two looks at what another process does. Without it the tests that wait would take the
/// processor from those that work.
pub fn pause() {
    std::thread::sleep(Duration::from_micros(500));
}

/// One at a time: tests whose processes fill the machine. Together they would only take longer, and
/// all others with them.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // A test that failed while it held it says so itself.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A word as a diagnostic names it: in quotes if it is empty or has a blank at an end.
pub fn named(word: &str) -> String {
    match word.trim_matches(' ') {
        "" => format!("'{word}'"),
        trimmed if trimmed != word => format!("'{word}'"),
        _ => word.to_owned(),
    }
}

/// The binary under test: the built one, or the one that SIGKIT_BINARY names.
pub fn sigkit_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| match std::env::var("SIGKIT_BINARY") {
        Ok(path) => std::path::absolute(path).expect("a path").to_str().expect("UTF-8").to_owned(),
        Err(_) => env!("CARGO_BIN_EXE_sigkit").to_owned(),
    })
}

/// kill, called by its name, in an environment without SIGKIT_POSIX.
pub fn kill() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg0("kill").env_remove("SIGKIT_POSIX").stdin(Stdio::null());
    command
}

/// Runs kill and returns what came of it.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    Ran::of(kill().args(arguments))
}

/// The output of a command and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    /// The exit status, or minus the signal that ended it.
    pub status: i32,
}

impl Ran {
    pub fn of(command: &mut Command) -> Ran {
        let Output { status, stdout, stderr } =
            command.output().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
        Ran { stdout: text(stdout), stderr: text(stderr), status: number(status) }
    }

    /// Asserts success without a word.
    #[track_caller]
    pub fn succeeds(self) {
        assert_eq!(self, Ran { stdout: String::new(), stderr: String::new(), status: 0 });
    }

    /// Asserts exit status 0 and the text on standard output, with nothing on standard error.
    #[track_caller]
    pub fn prints(self, stdout: &str) {
        assert_eq!(self, Ran { stdout: stdout.into(), stderr: String::new(), status: 0 });
    }

    /// Asserts the exit status, or minus the signal, and what was printed; no diagnostics.
    #[track_caller]
    pub fn fails_printing(self, status: i32, stdout: &str) {
        self.is(status, stdout, "");
    }

    /// Asserts all of it.
    #[track_caller]
    pub fn is(self, status: i32, stdout: &str, stderr: &str) {
        assert_eq!(self, Ran { stdout: stdout.into(), stderr: stderr.into(), status });
    }

    /// Asserts the exit status and the text on standard error, with nothing on standard output.
    #[track_caller]
    pub fn fails(self, status: i32, stderr: &str) {
        assert_eq!(self, Ran { stdout: String::new(), stderr: stderr.into(), status });
    }

    /// Asserts a command line that strict mode refuses: exit status 1, one line, and where the help
    /// is.
    #[track_caller]
    pub fn shows_strict_error(self, line: &str) {
        self.fails(1, &format!("kill: {line}\nTry 'man kill' for more information.\n"));
    }

    /// Asserts a wrong command line: exit status 1, one line, and where the help is.
    #[track_caller]
    pub fn shows_usage_error(self, line: &str) {
        self.fails(1, &format!("kill: {line}\nTry 'kill --help' for more information.\n"));
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("output is UTF-8")
}

fn number(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| -status.signal().expect("a process that ended"))
}

/// C's `union sigval` with an integer, which lies at the start of the pointer.
pub fn queued_value(value: i32) -> libc::sigval {
    let mut pointer = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: a pointer has room for the integer, and is never read through.
    unsafe { (&raw mut pointer).cast::<i32>().write(value) };
    libc::sigval { sival_ptr: pointer }
}

/// The report of a victim in mode `report` about a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    pub number: i32,
    pub code: i32,
    pub pid: i32,
    pub uid: u32,
    pub value: i32,
}

/// A process that this test started, in a process group of its own unless asked otherwise; killed
/// and reaped when dropped.
pub struct Victim {
    child: Child,
    lines: Lines,
    pub pid: i32,
    /// The zombie child of mode `zombie`.
    pub zombie: Option<i32>,
}

impl Victim {
    /// Starts a victim (see the table in `victim.rs`) as the leader of a process group of its own,
    /// and waits until it is ready.
    pub fn start(mode: &str) -> Victim {
        Victim::prepare(mode, |command| {
            command.process_group(0);
        })
    }

    /// Starts a victim in the process group `group`.
    pub fn in_group(mode: &str, group: i32) -> Victim {
        Victim::prepare(mode, |command| {
            command.process_group(group);
        })
    }

    /// Starts a victim in mode `report` whose command name is `name`, by a link that is removed
    /// with the directory.
    pub fn named(name: &str) -> (Victim, TemporaryDirectory) {
        Victim::named_by(name.as_bytes())
    }

    /// The same of a name of any bytes.
    pub fn named_by(name: &[u8]) -> (Victim, TemporaryDirectory) {
        use std::os::unix::ffi::OsStrExt;
        let directory = TemporaryDirectory::new();
        let link = directory.path.join(OsStr::from_bytes(name));
        std::os::unix::fs::symlink(std::env::current_exe().expect("a path"), &link)
            .expect("a link");
        let victim = Victim::prepare("report", |command| {
            *command = Command::new(&link);
            command
                .env("SIGKIT_VICTIM", "report")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .process_group(0);
        });
        (victim, directory)
    }

    pub fn prepare(mode: &str, change: impl FnOnce(&mut Command)) -> Victim {
        let mut command =
            Command::new(std::env::current_exe().expect("the test binary has a path"));
        command.env("SIGKIT_VICTIM", mode).stdin(Stdio::null()).stdout(Stdio::piped());
        change(&mut command);
        let mut child = command.spawn().expect("a victim starts");
        let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
        let mut first = lines.next();
        let zombie = first.strip_prefix("zombie ").map(|pid| pid.parse().expect("a process ID"));
        if zombie.is_some() {
            first = lines.next();
        }
        let pid = first.strip_prefix("ready ").and_then(|pid| pid.parse().ok());
        Victim { child, lines, pid: pid.unwrap_or_else(|| panic!("not ready: {first}")), zombie }
    }

    /// The next line that the victim says.
    #[track_caller]
    pub fn line(&mut self) -> String {
        self.lines.next()
    }

    /// The next signal that a victim in mode `report` took.
    #[track_caller]
    pub fn next(&mut self) -> Reported {
        let line = self.lines.next();
        let numbers: Vec<i64> =
            line.split(' ').map(|word| word.parse().expect("a number")).collect();
        let [number, code, pid, uid, value] = numbers[..] else { panic!("not a report: {line}") };
        Reported {
            number: number as i32,
            code: code as i32,
            pid: pid as i32,
            uid: uid as u32,
            value: value as i32,
        }
    }

    /// Asserts that the next signal is `number`, sent by kill(2) (SI_USER).
    #[track_caller]
    pub fn got(&mut self, number: i32) {
        let reported = self.next();
        assert_eq!((reported.number, reported.code), (number, libc::SI_USER), "{reported:?}");
    }

    /// The same of a signal to a tree, which the victim blocks. If it is stopped between two
    /// sigwaits, it is let go on for a moment, and takes that CONT first.
    #[track_caller]
    pub fn got_in_tree(&mut self, number: i32) {
        let mut reported = self.next();
        while reported.number == libc::SIGCONT {
            reported = self.next();
        }
        assert_eq!((reported.number, reported.code), (number, libc::SI_USER), "{reported:?}");
    }

    /// Asserts that no signal came since the last one that was looked at: one that the test now
    /// queues is the next.
    #[track_caller]
    pub fn got_nothing(&mut self) {
        let sentinel = self.queue_sentinel();
        let reported = self.next();
        assert_eq!((reported.number, reported.code, reported.value), sentinel, "{reported:?}");
    }

    /// Queues a signal that is taken after all that are pending: the highest there is, and of one
    /// number they are taken in their order. Gives its number, code and value.
    pub fn queue_sentinel(&self) -> (i32, i32, i32) {
        const VALUE: i32 = 0x5e_71e1;
        let value = queued_value(VALUE);
        // Emulators do not have the highest ones.
        let mut number = libc::SIGRTMAX();
        // SAFETY: the process is this test's own and not reaped yet.
        while unsafe { libc::sigqueue(self.pid, number, value) } != 0 {
            number -= 1;
            assert!(number > libc::SIGRTMIN(), "no signal can be queued");
        }
        (number, libc::SI_QUEUE, VALUE)
    }

    /// Waits for the end: the exit status, or minus the signal.
    #[track_caller]
    pub fn end(&mut self) -> i32 {
        // The pipe closes when the process ends.
        self.lines.until_closed();
        number(self.child.wait().expect("a child to wait for"))
    }

    /// Waits until the process is stopped.
    #[track_caller]
    pub fn has_stopped(&mut self) {
        use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
        let pid = nix::unistd::Pid::from_raw(self.pid);
        let deadline = Instant::now() + DEADLINE;
        loop {
            match waitpid(pid, Some(WaitPidFlag::WUNTRACED | WaitPidFlag::WNOHANG))
                .expect("a child to wait for")
            {
                WaitStatus::Stopped(..) => return,
                WaitStatus::StillAlive if Instant::now() < deadline => pause(),
                other => panic!("not stopped: {other:?}"),
            }
        }
    }

    /// True if the process has not ended yet.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("a child to wait for").is_none()
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        // An error means that it was reaped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a pipe, waited for with a deadline.
pub struct Lines {
    pipe: ChildStdout,
    buffer: Vec<u8>,
}

impl Lines {
    pub fn of(pipe: ChildStdout) -> Lines {
        Lines { pipe, buffer: Vec::new() }
    }

    #[track_caller]
    pub fn next(&mut self) -> String {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line = self.buffer.drain(..=end).collect::<Vec<_>>();
                return text(line[..end].to_vec());
            }
            assert!(
                self.fill(deadline),
                "the pipe was closed; it said {:?}",
                String::from_utf8_lossy(&self.buffer)
            );
        }
    }

    /// The rest, once the pipe is closed.
    #[track_caller]
    pub fn until_closed(&mut self) -> String {
        let deadline = Instant::now() + DEADLINE;
        while self.fill(deadline) {}
        text(std::mem::take(&mut self.buffer))
    }

    /// Reads what there is; false at the end.
    #[track_caller]
    fn fill(&mut self, deadline: Instant) -> bool {
        let remaining = deadline.saturating_duration_since(Instant::now()).as_millis();
        let timeout = PollTimeout::try_from(i32::try_from(remaining).unwrap_or(i32::MAX))
            .unwrap_or(PollTimeout::MAX);
        let mut descriptors = [PollFd::new(self.pipe.as_fd(), PollFlags::POLLIN)];
        match poll(&mut descriptors, timeout) {
            Ok(0) => panic!(
                "nothing came within the deadline; so far {:?}",
                String::from_utf8_lossy(&self.buffer)
            ),
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(error) => panic!("poll: {error}"),
        }
        let mut bytes = [0; 4096];
        let count = self.pipe.read(&mut bytes).expect("a pipe can be read");
        self.buffer.extend_from_slice(&bytes[..count]);
        count > 0
    }
}

/// A new directory, open to every user, that is removed when this is dropped.
pub struct TemporaryDirectory {
    pub path: std::path::PathBuf,
}

impl TemporaryDirectory {
    pub fn new() -> TemporaryDirectory {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // In a PID namespace other tests have the same process IDs, so the name also has the time.
        let time =
            std::time::SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_nanos();
        let path =
            std::env::temp_dir().join(format!("sigkit-{}-{number}-{time}", std::process::id()));
        std::fs::create_dir(&path).expect("a new directory");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
            .expect("permissions");
        TemporaryDirectory { path }
    }
}

impl Drop for TemporaryDirectory {
    fn drop(&mut self) {
        // What cannot be removed stays for the system's own clean-up.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Copies a program to where every user can run it. cp does it: were it written here, a process
/// that another test forks in the meantime could hold it open for writing, and it could not be
/// executed.
pub fn copy_program(from: &std::path::Path, to: &std::path::Path) {
    let copied = Command::new("cp").arg(from).arg(to).status().expect("cp runs").success();
    assert!(copied, "cp {from:?} {to:?}");
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// Writes a program, as [`copy_program`] does by another process.
pub fn write_program(path: &std::path::Path, text: &str, mode: u32) {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"printf %s "$1" >"$2" && chmod "$3" "$2""#, "sh", text]);
    shell.arg(path).arg(format!("{mode:o}"));
    assert!(shell.status().expect("sh runs").success(), "{path:?}");
}

/// A pipe: the end to read from, and the one to write to. A program that another test starts does
/// not inherit them.
pub fn pipe() -> (OwnedFd, OwnedFd) {
    nix::unistd::pipe2(OFlag::O_CLOEXEC).expect("a pipe")
}

/// The end of a pipe that no process reads. A process that another test forks has the other end
/// until it executes its program, which is waited for.
pub fn broken_pipe() -> OwnedFd {
    let (reader, writer) = pipe();
    drop(reader);
    // poll(2) reports POLLERR unasked.
    let mut end = [PollFd::new(writer.as_fd(), PollFlags::empty())];
    let deadline = u16::try_from(DEADLINE.as_millis()).expect("less");
    assert_eq!(poll(&mut end, PollTimeout::from(deadline)), Ok(1), "it has a reader");
    writer
}

/// A terminal of so many columns. A program that another test starts does not inherit its ends:
/// reading from the master ends only when no process has the slave.
pub fn terminal(columns: u16) -> OpenptyResult {
    let master =
        posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).expect("a terminal");
    grantpt(&master).expect("a terminal can be used");
    unlockpt(&master).expect("a terminal can be opened");
    let name = ptsname_r(&master).expect("the terminal has a name");
    // It must not become the terminal of the tests themselves.
    let mut options = std::fs::OpenOptions::new();
    let slave = options.read(true).write(true).custom_flags(libc::O_NOCTTY).open(name);
    let size = libc::winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    let master = OwnedFd::from(master);
    // SAFETY: TIOCSWINSZ reads the structure.
    assert_eq!(unsafe { libc::ioctl(master.as_raw_fd(), libc::TIOCSWINSZ, &raw const size) }, 0);
    OpenptyResult { master, slave: slave.expect("the terminal opens").into() }
}

/// A process ID that no process has or gets: Linux gives out those below (`PID_MAX_LIMIT` in
/// linux/threads.h). That of a child that was reaped may be another process's soon.
pub fn dead_pid() -> String {
    (1 << 22).to_string()
}

/// The process ID of a child that was reaped.
pub fn used_pid() -> String {
    let mut child = Command::new("true").spawn().expect("true runs");
    child.wait().expect("a child to wait for");
    child.id().to_string()
}

/// True if the tests run in continuous integration, where nothing may be skipped.
pub fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// Set for a test that runs in a PID namespace of its own: its name.
const INSIDE: &str = "SIGKIT_TEST_IN_NAMESPACE";

/// Set for a test in a namespace that an ordinary user has made, in which there is one user only.
const ONE_USER: &str = "SIGKIT_TEST_OF_ONE_USER";

/// Says why a test did not run; in CI that is a failure.
#[track_caller]
pub fn skip(reason: &str) {
    assert!(!in_ci(), "in CI nothing may be skipped: {reason}");
    say_skipped(reason);
}

/// Says why a test, or a part of it, did not run, even if the test passes.
#[track_caller]
pub fn say_skipped(reason: &str) {
    say(SKIPPED, reason);
}

/// Says something of a test, even if the test passes.
#[track_caller]
pub fn say(kind: &str, text: &str) {
    let thread = std::thread::current();
    let test = match (std::env::var(INSIDE), thread.name()) {
        (Ok(test), _) => test,
        (Err(_), Some(test)) if test != "main" => test.to_owned(),
        // The harness runs the tests in its own thread if it is told to use one.
        _ => std::panic::Location::caller().to_string(),
    };
    // The harness writes the start of a line, and its dots, without the end of the line.
    let quiet = std::env::args().any(|word| word == "-q" || word == "--quiet");
    let begin = if quiet || thread.name() == Some("main") { "\n" } else { "" };
    // The harness keeps what eprintln! writes to itself unless the test fails.
    std::io::stderr()
        .write_all(format!("{begin}{kind}{test}: {text}\n").as_bytes())
        .expect("standard error can be written");
}

const SKIPPED: &str = "skipped: ";

/// The user that the tests take for another one: Debian's nobody.
pub const NOBODY: u32 = 65534;

/// A victim of another user, run from a copy that this user may run.
pub fn foreign(name: &str) -> (Victim, TemporaryDirectory) {
    let directory = TemporaryDirectory::new();
    let copy = directory.path.join(name);
    copy_program(&std::env::current_exe().expect("a path"), &copy);
    let victim = Victim::prepare("report", |command| {
        let mut foreign = Command::new(&copy);
        foreign.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
        foreign.process_group(0).uid(NOBODY).gid(NOBODY);
        *command = foreign;
    });
    (victim, directory)
}

/// True if a test can start processes of another user and give files away, as root can; says so if
/// not. An ordinary user's run may skip that in CI, too: root's does not.
#[track_caller]
pub fn two_users() -> bool {
    let map = std::fs::read_to_string("/proc/self/uid_map").expect("the users that are mapped");
    // In each line the first user here, the first outside, and how many: user_namespaces(7).
    let nobody_is_mapped = map.lines().any(|line| {
        let numbers: Vec<u32> = line.split_whitespace().flat_map(str::parse).collect();
        (numbers[0]..=numbers[0].saturating_add(numbers[2] - 1)).contains(&NOBODY)
    });
    let is_root = nix::unistd::geteuid().is_root();
    if is_root && nobody_is_mapped {
        return true;
    }
    let reason = "only root can be two users";
    match !is_root || std::env::var_os(ONE_USER).is_some() {
        true => say_skipped(reason),
        false => skip(reason),
    }
    false
}

/// sigkit under strace(1), whose lines are its system calls.
pub struct Straced {
    pub command: Command,
    calls: TemporaryDirectory,
}

impl Straced {
    /// strace with these options, and sigkit with these words.
    pub fn new(options: &[&str], words: &[&str]) -> Straced {
        let calls = TemporaryDirectory::new();
        let mut command = Command::new("strace");
        command.arg("-o").arg(calls.path.join("calls")).args(options);
        command.arg(sigkit_path()).args(words);
        command.env_remove("SIGKIT_POSIX").env_remove("POSIXLY_CORRECT");
        Straced { command, calls }
    }

    pub fn run(&mut self) -> Ran {
        Ran::of(&mut self.command)
    }

    /// The system calls that were made. Where assertions are compiled in, std asks of each
    /// descriptor that it closes whether it is open: that is left out.
    pub fn calls(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.calls.path.join("calls")).expect("a file");
        text.lines().filter(|line| !line.contains("F_GETFD")).map(str::to_owned).collect()
    }
}

/// True if a tool is there that a test checks something with; says so if not.
#[track_caller]
pub fn have(tool: &str) -> bool {
    let found = Command::new("which")
        .arg(tool)
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !found {
        skip(&format!("{tool} is not installed"));
    }
    found
}

/// The limits of qemu's user-mode emulation.
pub const NO_HIGHEST_SIGNALS: &str = "no signal above 62 can be sent";
pub const OTHER_NUMBERS: &str = "what is expected has the numbers of most machines";
pub const OTHER_TERMINALS: &str = "a terminal's settings are those of another machine";
pub const NO_IOCTL_OF_PIDFDS: &str = "how the child of another process ended is not told";
pub const NO_SECCOMP: &str = "no program can be kept from system calls by seccomp(2)";
pub const NO_PTRACE: &str = "no program can be traced by ptrace(2)";
pub const HANDLERS_OF_ITS_OWN: &str =
    "/proc shows the emulator's handlers, and numbers of the machine that it runs on";
pub const TOO_SLOW_FOR_FORKERS: &str =
    "what keeps forking fills the machine before kill has started";
pub const MACHINE_OF_ITS_OWN: &str =
    "the other kills and the shells are the machine's, and so are their numbers";

/// Waits until the process has this command name: until it executes its program it has its
/// parent's, and its handlers.
#[track_caller]
pub fn has_name(pid: i32, name: &str) {
    let deadline = Instant::now() + DEADLINE;
    while std::fs::read_to_string(format!("/proc/{pid}/comm")).expect("a name").trim_end() != name {
        assert!(Instant::now() < deadline, "{pid} is not {name}");
        pause();
    }
}

/// Waits until something is so; fails with `otherwise` if it never is.
#[track_caller]
pub fn until(otherwise: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{otherwise}");
        pause();
    }
}

/// Waits until a program that was spawned has its command line. The kernel lets the process that
/// spawned it go on when the memory of the program before is given up, and fills the new one later
/// (`fs/binfmt_elf.c`).
#[track_caller]
pub fn has_command_line(pid: i32) {
    let file = format!("/proc/{pid}/cmdline");
    until("the program has no command line", || {
        !std::fs::read(&file).expect("a command line").is_empty()
    });
}

/// A socket that listens, and its port. sigkit reports a process outside the PID namespace that has
/// the number at another address, so the network is the test's own where one can be made.
pub fn listening() -> (std::net::TcpListener, String) {
    let _ = nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET);
    let listener = std::net::TcpListener::bind("0.0.0.0:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    (listener, port)
}

/// Puts an empty file in the place of another one. Only in a namespace of the test's own.
pub fn hide(path: &str) {
    let path = std::ffi::CString::new(path).expect("no NUL");
    let none = std::ptr::null();
    // SAFETY: the strings end with NUL, and mount(2) takes no data here.
    let result = unsafe {
        libc::mount(c"/dev/null".as_ptr(), path.as_ptr(), none, libc::MS_BIND, none.cast())
    };
    assert_eq!(result, 0, "{}", std::io::Error::last_os_error());
}

/// The state letter of a process, which proc_pid_stat(5) lists; None if it is gone.
pub fn state(pid: i32) -> Option<char> {
    let stat = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    // A name may be no UTF-8.
    String::from_utf8_lossy(&stat).rsplit_once(") ")?.1.chars().next()
}

/// Waits until a process is in one of the states.
#[track_caller]
pub fn is_in_state(pid: i32, states: &str) {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let state = state(pid);
        if state.is_some_and(|state| states.contains(state)) {
            return;
        }
        assert!(
            !matches!(state, None | Some('Z' | 'X')),
            "{pid} has ended, and is never in state {states}"
        );
        assert!(Instant::now() < deadline, "{pid} is in state {state:?}, not {states}");
        pause();
    }
}

/// Waits until a process has been reaped, by whoever is its parent.
#[track_caller]
pub fn is_gone(pid: i32) {
    let deadline = Instant::now() + DEADLINE;
    while let Some(state) = state(pid) {
        assert!(Instant::now() < deadline, "{pid} is in state {state}");
        pause();
    }
}

/// True if an emulator runs the tests, so that this cannot be done, which is then said even of a
/// test that passes. It is known by the machine that it pretends to be: the system's own programs
/// see another.
#[track_caller]
pub fn emulated(cannot: &str) -> bool {
    static EMULATED: OnceLock<bool> = OnceLock::new();
    let emulated = *EMULATED.get_or_init(|| {
        let mut own = std::mem::MaybeUninit::<libc::utsname>::zeroed();
        // SAFETY: uname(2) fills what it is given with C strings.
        let own = unsafe {
            assert_eq!(libc::uname(own.as_mut_ptr()), 0);
            CStr::from_ptr((*own.as_ptr()).machine.as_ptr()).to_owned()
        };
        let system = Command::new("uname").arg("-m").output();
        system
            .is_ok_and(|ran| ran.status.success() && ran.stdout.trim_ascii_end() != own.as_bytes())
    });
    if emulated {
        say_skipped(&format!("not under emulation: {cannot}"));
    }
    emulated
}

/// The C compiler of the system that the tests are built for: `CC`, which may have options, or cc.
pub fn c_compiler() -> Command {
    let words = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let mut words = words.split_whitespace();
    let mut command = Command::new(words.next().expect("CC is not empty"));
    command.args(words);
    command
}

/// Runs the body of the test `name` (its path, as the harness prints it) in a PID namespace of its
/// own, where signals to every process reach no other. Returns whether it ran there.
///
/// The test binary is started again in the namespace with only this test; there, this function
/// calls the body.
#[track_caller]
pub fn in_pid_namespace(name: &str, body: impl FnOnce()) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        body();
        return false;
    }
    let unshare = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["--pid", "--fork", "--mount-proc", "--kill-child"]);
        if !nix::unistd::geteuid().is_root() {
            command.args(["--user", "--map-root-user"]).env(ONE_USER, "1");
        }
        command.args(arguments);
        command
    };
    if !unshare(&["true"]).output().is_ok_and(|output| output.status.success()) {
        skip("no PID namespace can be made here (unshare --pid)");
        return false;
    }
    let own = std::env::current_exe().expect("the test binary has a path");
    let ran = Ran::of(
        unshare(&[
            own.to_str().expect("UTF-8"),
            name,
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(INSIDE, name),
    );
    let Ran { stdout, stderr, status } = &ran;
    // The reason comes last: logs are cut in the middle.
    assert!(
        *status == 0 && stdout.contains("test result: ok. 1 passed"),
        "in the namespace: status {status}\n{stdout}\n{stderr}"
    );
    for line in ran.stderr.lines().filter(|line| line.starts_with(SKIPPED)) {
        writeln!(std::io::stderr(), "{line}").expect("standard error can be written");
    }
    true
}

/// Runs a command of sigkit on a terminal of its own, which gives this answer to a question; gives
/// what the terminal shows, and the exit status.
pub fn answered(command: &str, words: &[&str], answer: &str) -> (String, i32) {
    let pty = terminal(80);
    let mut terminal = std::fs::File::from(pty.master);
    let mut setsid = Command::new("setsid");
    let mut child = setsid
        .args(["--ctty", "--wait", sigkit_path(), command])
        .args(words)
        .env_remove("POSIXLY_CORRECT")
        .stdin(Stdio::from(pty.slave))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The terminal is closed when the command has ended, unless this holds it, too.
    drop(setsid);
    let mut shown = Vec::new();
    let mut byte = [0];
    while !shown.ends_with(b"(y/N) ") {
        // EIO: the command has ended without a question.
        match terminal.read(&mut byte) {
            Ok(1) => shown.push(byte[0]),
            _ => break,
        }
    }
    let _ = terminal.write_all(answer.as_bytes());
    let status = child.wait().unwrap().code().unwrap();
    (String::from_utf8(shown).unwrap().replace("\r\n", "\n"), status)
}
