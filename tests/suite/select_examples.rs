//! The examples of pgrep(1), pkill(1), pidwait(1) and killall(1): a user's questions, each answered
//! by one line. A shell runs each line as the page has it, among processes that it is about, and
//! what becomes of them is asserted. Each test has a PID namespace of its own.
//!
//! Only these stand in for something else: a user `www` for the one that runs the test, port 8080
//! for a free one, and the paths of files for those of a directory of the test.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::support::*;

/// The lines of a page after `$ `, without mdoc's escapes.
fn lines(command: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("man/{command}.1"));
    let page = fs::read_to_string(path).expect("a page");
    let (_, section) = page.split_once(".Sh EXAMPLES").expect("examples");
    let (section, _) = section.split_once("\n.Sh ").expect("a section after it");
    let lines = section.lines().filter_map(|line| line.strip_prefix(".Dl $ "));
    let plain = |line: &str| {
        line.replace(r"\-", "-").replace(r"\&", "").replace(r"\(aq", "'").replace(r"\(dq", "\"")
    };
    lines.map(plain).collect()
}

/// The lines of a page that were not tried yet.
struct Page {
    left: Vec<String>,
    stage: TemporaryDirectory,
}

impl Page {
    fn of(command: &str) -> Page {
        let stage = TemporaryDirectory::new();
        for command in ["kill", "pgrep", "pkill", "pidwait", "killall"] {
            symlink(sigkit_path(), stage.path.join(command)).unwrap();
        }
        Page { left: lines(command), stage }
    }

    /// Runs a line of the page in the directory of the test.
    #[track_caller]
    fn run(&mut self, line: &str, replaced: &[(&str, &str)]) -> Ran {
        let mut command = self.command(line, replaced);
        Ran::of(&mut command)
    }

    #[track_caller]
    fn command(&mut self, line: &str, replaced: &[(&str, &str)]) -> Command {
        let place = self.left.iter().position(|left| left == line);
        self.left.remove(place.unwrap_or_else(|| panic!("not in the page: {line}")));
        let line = replaced.iter().fold(line.to_owned(), |line, (of, by)| line.replace(of, by));
        let mut path = self.stage.path.as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").expect("a path"));
        let mut command = Command::new("sh");
        command.args(["-c", &line]).env("PATH", path).env_remove("POSIXLY_CORRECT");
        command.env("HOME", &self.stage.path).current_dir(&self.stage.path).stdin(Stdio::null());
        command
    }

    /// A program of this name and these lines in the directory of the test.
    fn program(&self, name: &str, text: &str) -> String {
        let path = self.stage.path.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().expect("UTF-8").to_owned()
    }

    #[track_caller]
    fn has_no_other_line(&self) {
        assert!(self.left.is_empty(), "not tried: {:?}", self.left);
    }
}

/// A process that ends with this; it has begun.
struct Started(Child);

impl Started {
    /// sleep under another name, in this directory.
    fn named(page: &Page, name: &str) -> Started {
        let path = page.stage.path.join("bin");
        let _ = fs::create_dir(&path);
        let path = path.join(name);
        if !path.exists() {
            symlink(installed("sleep"), &path).unwrap();
        }
        let mut command = Command::new(path);
        command.current_dir("/");
        Started::start(&mut command)
    }

    /// A command whose last word is how long it sleeps.
    fn start(command: &mut Command) -> Started {
        let child = command.arg("1000").process_group(0).spawn().expect("it starts");
        let started = Started(child);
        assert!(started.pid() > 1);
        has_command_line(started.pid());
        started
    }

    fn pid(&self) -> i32 {
        self.0.id() as i32
    }

    /// Waits for the end: the signal that it died of.
    #[track_caller]
    fn died_of(&mut self, signal: i32) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.0.try_wait().unwrap() {
                Some(status) => return assert_eq!(status.signal(), Some(signal)),
                None => assert!(Instant::now() < deadline, "it still runs"),
            }
            pause();
        }
    }

    #[track_caller]
    fn still_runs(&mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None);
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A process that listens on a port. No other process has the socket.
fn server() -> (Started, String) {
    let (listener, port) = listening();
    let mut server = Command::new(installed("sleep"));
    (Started::start(server.stdin(OwnedFd::from(listener))), port)
}

fn installed(program: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").expect("a path");
    let mut files = std::env::split_paths(&path).map(|directory| directory.join(program));
    files.find(|file| file.is_file()).expect("the program is installed")
}

/// The numbers at the beginnings of lines.
fn numbers(ran: &Ran) -> Vec<i32> {
    let first = |line: &str| line.split([' ', ':']).next().and_then(|word| word.parse().ok());
    ran.stdout.lines().filter_map(first).collect()
}

#[track_caller]
fn succeeds_with(ran: &Ran, pids: &[i32]) {
    assert_eq!((ran.status, ran.stderr.as_str(), &numbers(ran)[..]), (0, "", pids), "{ran:?}");
}

/// A process with a zombie `ninja`: its parent does not reap what is no build any more.
fn with_zombie(page: &Page) -> Started {
    symlink(installed("true"), page.stage.path.join("ninja")).unwrap();
    let mut parent = Command::new("sh");
    parent.args(["-c", "\"$1\" & exec sleep \"$2\"", "sh"]);
    let parent = Started::start(parent.arg(page.stage.path.join("ninja")));
    let is_zombie = || {
        let ran = Ran::of(Command::new(sigkit_path()).args(["pgrep", "-r", "Z", "ninja"]));
        ran.status == 0
    };
    let deadline = Instant::now() + DEADLINE;
    while !is_zombie() {
        assert!(Instant::now() < deadline, "no zombie");
        pause();
    }
    parent
}

fn keeps_a_list(page: &mut Page) {
    let mut nginx = Started::named(page, "nginx");
    let ran = page.run("pgrep --inode nginx > list", &[]);
    if ran.status == 0 {
        page.run("xargs kill < list", &[]).succeeds();
        nginx.died_of(libc::SIGTERM);
    } else {
        // Before Linux 6.9 processes have no inode numbers.
        assert!(ran.stderr.contains("inode numbers"), "{ran:?}");
        page.left.retain(|line| line != "xargs kill < list");
    }
}

fn prints_fields(page: &mut Page) {
    let nginx = Started::named(page, "nginx");
    if !have("jq") {
        return page.left.retain(|line| !line.contains("jq"));
    }
    let ran = page.run("pgrep --json nginx | jq '.processes[]'", &[]);
    for field in ["pid", "ppid", "comm", "name", "argv", "state", "user", "started", "why"] {
        assert!(ran.stdout.contains(&format!("\n  \"{field}\": ")), "{field}: {ran:?}");
    }
    let line = "pgrep --json nginx | jq -r '.processes[] | [.pid, .started] | @tsv'";
    let ran = page.run(line, &[]);
    let started = ran.stdout.strip_prefix(&format!("{}\t20", nginx.pid()));
    assert!(started.is_some_and(|started| started.ends_with("Z\n")), "{ran:?}");
}

#[test]
fn the_examples_of_pgrep_answer_their_questions() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("select_examples::the_examples_of_pgrep_answer_their_questions", || {
        let mut page = Page::of("pgrep");
        let user = ("www", "root");
        page.program("script.py", "");
        let script = page.stage.path.join("script.py");
        let script = Started::start(Command::new(installed("sleep")).arg0(&script));
        let ran = page.run("pgrep -f script.py", &[]);
        succeeds_with(&ran, &[script.pid()]);

        // 16 bytes, one more than the kernel keeps.
        let journal = Started::named(&page, "systemd-journald");
        let ran = page.run("pgrep -x -a systemd-journald", &[]);
        succeeds_with(&ran, &[journal.pid()]);
        assert!(ran.stdout.ends_with("/bin/systemd-journald 1000\n"), "{ran:?}");

        let disk = page.stage.path.join("disk");
        fs::create_dir(&disk).unwrap();
        let below = disk.to_str().unwrap();
        let worker = Started::start(Command::new(installed("sleep")).current_dir(&disk));
        let ran = page.run("pgrep --cwd /mnt/disk -a", &[("/mnt/disk", below)]);
        succeeds_with(&ran, &[worker.pid()]);

        let _parent = with_zombie(&page);
        page.run("while pgrep -q --no-zombies -x ninja; do sleep 1; done", &[]).succeeds();

        let (server, port) = server();
        let ran = page.run("pgrep --port 8080 -a", &[("8080", &port)]);
        succeeds_with(&ran, &[server.pid()]);
        // There is no such container.
        page.run("pgrep --container 5e7f1c0de000 -a", &[]).fails(1, "");

        keeps_a_list(&mut page);
        let ran = page.run("pgrep -u www --sort -rss -l | head -n 5", &[user]);
        assert_eq!((ran.status, ran.stdout.lines().count()), (0, 5), "{ran:?}");

        prints_fields(&mut page);
        page.has_no_other_line();
    });
}

#[test]
fn the_examples_of_pkill_answer_their_questions() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("select_examples::the_examples_of_pkill_answer_their_questions", || {
        let mut page = Page::of("pkill");
        let mut bystander = Started::named(&page, "bystander");
        let mut worker = Started::named(&page, "worker");
        page.run("pkill -x -k 5 --wait worker", &[]).succeeds();
        worker.died_of(libc::SIGTERM);

        let (mut server, port) = server();
        let line = "pkill -k TERM/10s/KILL --wait --port 8080";
        page.run(line, &[("8080", &port)]).succeeds();
        server.died_of(libc::SIGTERM);

        // There is no such service, and no such container.
        let service = ("nginx.service", "sigkit-none.service");
        page.run("pkill -k 10 --wait --unit nginx.service", &[service]).fails(1, "");
        page.run("pkill -k 10 --wait --container 5e7f1c0de000", &[]).fails(1, "");

        let mut nginx = Started::named(&page, "nginx");
        let ran = page.run("pkill --dry-run -u www nginx", &[("www", "root")]);
        succeeds_with(&ran, &[nginx.pid()]);
        assert!(ran.stdout.contains("name matches; user root"), "{ran:?}");
        nginx.still_runs();

        // As sshd runs it: by a shell that has the pattern in its command line.
        page.program("ssh", "#!/bin/sh\nshift\nsh -c \"$*; echo the session goes on\"\n");
        let path = page.program("script.py", "#!/bin/sh\nsleep 1000 & echo; wait\n");
        let mut script = Command::new(path);
        let script = script.process_group(0).stdout(Stdio::piped()).spawn().unwrap();
        let mut script = Started(script);
        let mut pipe = script.0.stdout.take().expect("a pipe");
        std::io::Read::read_exact(&mut pipe, &mut [0]).unwrap();
        let ran = page.run("ssh host pkill --tree -f script.py", &[]);
        ran.prints("the session goes on\n");
        script.died_of(libc::SIGTERM);
        // What it had started held the pipe, too.
        std::io::Read::read_to_end(&mut pipe, &mut Vec::new()).unwrap();

        let (mut journal, _directory) = Victim::named("systemd-journald");
        page.run("pkill -HUP --name systemd-journald", &[]).succeeds();
        journal.got(libc::SIGHUP);

        let tree = page.stage.path.join("tree/src");
        fs::create_dir_all(&tree).unwrap();
        let mut build = Started::start(Command::new(installed("sleep")).current_dir(&tree));
        let ran = page.run("pkill -A -e --cwd .", &[("pkill -A", "cd tree && pkill -A")]);
        ran.prints(&format!("sleep killed (pid {})\n", build.pid()));
        build.died_of(libc::SIGTERM);
        page.has_no_other_line();
        bystander.still_runs();
        nginx.still_runs();
    });
}

/// Runs a line that waits for a process, ends that once it is waited for, and gives what the line
/// has printed.
#[track_caller]
fn waits(page: &mut Page, line: &str, replaced: &[(&str, &str)], mut of: Started) -> String {
    let mut command = page.command(line, replaced);
    let mut waiting = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + DEADLINE;
    // pidwait, which the shell executes or starts, waits when it holds something and sleeps:
    // before, it only reads /proc.
    let pid = waiting.id();
    let holds = |pid: &str| {
        let descriptors = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten();
        let links = descriptors.flatten().filter_map(|file| fs::read_link(file.path()).ok());
        let has_pidfd = links.into_iter().any(|link| link.to_string_lossy().contains("pidfd"));
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        has_pidfd && stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('S'))
    };
    let is_waiting = || {
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let all = format!("{pid} {}", children.unwrap_or_default());
        all.split_whitespace().any(holds)
    };
    while !is_waiting() {
        let ended = waiting.try_wait().unwrap();
        assert!(ended.is_none(), "{line}: {ended:?}");
        assert!(Instant::now() < deadline, "{line}: it does not wait");
        pause();
    }
    of.0.kill().unwrap();
    of.0.wait().unwrap();
    let ended = waiting.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{line}: {ended:?}");
    String::from_utf8(ended.stdout).unwrap()
}

#[test]
fn the_examples_of_pidwait_answer_their_questions() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("select_examples::the_examples_of_pidwait_answer_their_questions", || {
        let mut page = Page::of("pidwait");
        let user = ("www", "root");
        let make = Started::named(&page, "make");
        let line = "pidwait --timeout 10m -u www -x make";
        assert_eq!(waits(&mut page, line, &[user], make), "");

        let job = Started::named(&page, "job");
        let file = page.program("job.pid", &format!("{}\n", job.pid()));
        let line = "pidwait -F /run/job.pid";
        assert_eq!(waits(&mut page, line, &[("/run/job.pid", &file)], job), "");

        let mut other = Started::named(&page, "worker-2");
        let first = Started::named(&page, "worker-1");
        let pid = first.pid();
        let told = waits(&mut page, "pidwait --any -e worker", &[], first);
        assert!(told.contains(&format!("worker-1 (pid {pid})")), "{told}");
        other.still_runs();

        page.program("mail", "#!/bin/sh\necho sent \"$@\"\n");
        let path = page.program("script.py", "");
        let script = Started::start(Command::new(installed("sleep")).arg0(path));
        let line = "pidwait -f script.py && mail -s done me < /dev/null";
        assert_eq!(waits(&mut page, line, &[], script), "sent -s done me\n");

        let ran = page.run("pidwait --dry-run -u www", &[user]);
        assert!(ran.status == 0 && numbers(&ran).contains(&other.pid()), "{ran:?}");
        page.has_no_other_line();
    });
}

#[test]
fn the_examples_of_killall_answer_their_questions() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("select_examples::the_examples_of_killall_answer_their_questions", || {
        let mut page = Page::of("killall");
        let mut bystander = Started::named(&page, "workers");
        let mut worker = Started::named(&page, "worker");
        page.run("killall -k 5 -w worker", &[]).succeeds();
        worker.died_of(libc::SIGTERM);

        let mut sleep = Started::start(&mut Command::new(installed("sleep")));
        let ran = page.run("killall --dry-run sleep", &[]);
        succeeds_with(&ran, &[sleep.pid()]);
        sleep.still_runs();

        let (mut journal, _a) = Victim::named("systemd-journald");
        let (mut nginx, _b) = Victim::named("nginx");
        page.run("killall -HUP systemd-journald nginx", &[]).succeeds();
        journal.got(libc::SIGHUP);
        nginx.got(libc::SIGHUP);

        let server = page.stage.path.join("server");
        copy_program(&installed("sleep"), &server);
        let mut process = Started::start(&mut Command::new(&server));
        let path = ("/opt/app/bin/server", server.to_str().unwrap());
        page.run("killall /opt/app/bin/server", &[path]).succeeds();
        process.died_of(libc::SIGTERM);

        // None is two hours old.
        let mut php = Started::named(&page, "php-fpm");
        let ran = page.run("killall -v -u www -o 2h -r php", &[("www", "root")]);
        assert!(ran.status == 1 && ran.stderr.contains("php: no process found"), "{ran:?}");
        php.still_runs();
        page.has_no_other_line();
        bystander.still_runs();
    });
}
