//! The README's examples of sigtrap, and the experiments: which process dies of what.
//!
//! Nothing here signals by chance: each test has a PID namespace of its own, where the only `sleep`
//! is its own.

#![cfg(target_os = "linux")]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use nix::pty::OpenptyResult;

use crate::manuals::{sigtrap_in, with_true};
use crate::readme::{EXPERIMENTS, examples};
use crate::support::{
    Ran, TemporaryDirectory, in_pid_namespace, run, sigkit_path, skip, terminal, until,
};

const README: &str = include_str!("../../README.md");

/// True if these programs are here; says so if not.
fn installed(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|program| {
        Command::new("which").arg(program).output().map_or(true, |ran| !ran.status.success())
    });
    if let Some(missing) = missing {
        skip(&format!("{missing} is not installed"));
    }
    missing.is_none()
}

/// A directory with `sigtrap`, and a PATH that begins with it.
fn with_sigtrap() -> (TemporaryDirectory, OsString) {
    let directory = TemporaryDirectory::new();
    std::os::unix::fs::symlink(sigkit_path(), directory.path.join("sigtrap")).expect("a link");
    let mut path = directory.path.as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").expect("a path"));
    (directory, path)
}

/// The processes of this command name that are alive.
fn alive(name: &str) -> Vec<String> {
    let is_alive = |pid: &String| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status.starts_with(&format!("Name:\t{name}\n"))
            && !status.contains("\nState:\tZ")
            && !status.contains("\nState:\tX")
    };
    let entries = fs::read_dir("/proc").expect("/proc").flatten();
    let pids = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    pids.filter(|pid| pid.bytes().all(|byte| byte.is_ascii_digit())).filter(is_alive).collect()
}

/// Text with `PID` in the place of numbers in its words.
fn without_pids(text: &str) -> String {
    let word = |word: &str| {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            "PID".to_owned()
        } else {
            word.to_owned()
        }
    };
    text.trim_end().split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n"
}

/// The output of the n-th example with this command line.
#[track_caller]
fn shown(line: &str, place: usize) -> String {
    let found = examples().into_iter().filter(|(command, _)| command == line).nth(place);
    found.unwrap_or_else(|| panic!("no such example: {line}")).1
}

#[test]
fn the_examples_of_sigtrap_print_what_the_readme_says() {
    // It says "Killed" in the words of an interactive shell, and waits as POSIX has it.
    if !installed(&["dash"]) {
        return;
    }
    in_pid_namespace("trap_examples::the_examples_of_sigtrap_print_what_the_readme_says", || {
        let (directory, path) = with_sigtrap();
        let mut tried = 0;
        for (command, output) in examples() {
            if !command.starts_with("sigtrap ") && !command.starts_with("sh -c ") {
                continue;
            }
            let mut dash = Command::new("dash");
            dash.args(["-c", &format!("exec 2>&1; {command}\n:")])
                .env("PATH", &path)
                .env_remove("SIGKIT_POSIX");
            let ran = Ran::of(dash.current_dir(&directory.path).stdin(Stdio::null()));
            assert_eq!((ran.stdout, ran.stderr), (output, String::new()), "{command}");
            tried += 1;
        }
        assert!(tried >= 4, "only {tried} examples were found");
    });
}

#[test]
fn the_command_lines_of_sigtrap_in_the_readme_are_accepted() {
    let mut tried = 0;
    for line in README.lines().filter_map(|line| with_true(line.strip_prefix("    ")?)) {
        sigtrap_in(&TemporaryDirectory::new(), &line).succeeds();
        tried += 1;
    }
    assert!(tried >= 2, "only {tried} were found");
    let entry =
        README.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).expect("the Dockerfile");
    let words: Vec<String> = serde_json::from_str(entry).expect("a list of words");
    sigtrap_in(&TemporaryDirectory::new(), &with_true(&words.join(" ")).expect("a command line"))
        .succeeds();
}

/// A command line as the foreground job of a terminal, of a shell that has started it and stays.
struct Job {
    shell: Child,
    terminal: fs::File,
    /// How the job ended.
    status: PathBuf,
    /// The first process.
    pid: String,
    /// The child of the experiment.
    sleep: String,
}

impl Job {
    #[track_caller]
    fn start(line: &str, directory: &TemporaryDirectory, path: &OsStr) -> Job {
        let OpenptyResult { master: terminal, slave } = terminal(80);
        let end = || Stdio::from(slave.try_clone().expect("a descriptor"));
        let status = directory.path.join("status");
        // What is left of the job before must not be read.
        let _ = fs::remove_file(&status);
        let mut command = Command::new("setsid");
        // A shell would end as its job did: of INT.
        let script = format!("trap : INT; set -m; {line}; echo $? >new; mv new status; read line");
        command.args(["--ctty", "sh", "-c", &script]).current_dir(&directory.path);
        command
            .env("PATH", path)
            .env_remove("SIGKIT_POSIX")
            .stdin(end())
            .stdout(end())
            .stderr(end());
        let shell = command.spawn().expect("the shell starts");
        until("the child of the job has not started", || alive("sleep").len() == 1);
        let children = fs::read_to_string(format!("/proc/{0}/task/{0}/children", shell.id()))
            .expect("the shell is there");
        Job {
            shell,
            terminal: terminal.into(),
            status,
            pid: children.trim().to_owned(),
            sleep: alive("sleep").remove(0),
        }
    }

    fn ctrl_c(&mut self) {
        self.terminal.write_all(b"\x03").expect("the terminal takes a key");
    }

    /// Asserts that the first process dies of INT.
    #[track_caller]
    fn dies(&mut self) {
        until("the first process has not ended", || self.status.exists());
        assert_eq!(fs::read_to_string(&self.status).expect("a file"), "130\n");
    }

    #[track_caller]
    fn child_dies(&mut self) {
        until("the child has not ended", || !alive("sleep").contains(&self.sleep));
    }

    /// The shell has taken the signal, and waits on for its child.
    #[track_caller]
    fn waits_for_its_child(&self) {
        let status = format!("/proc/{}/status", self.pid);
        until("the shell does not take the signal", || {
            let status = fs::read_to_string(&status).expect("it has not been reaped");
            status.contains("\nShdPnd:\t0000000000000000\n") && status.contains("\nState:\tS")
        });
        assert_eq!(alive("sleep"), [self.sleep.as_str()]);
        assert!(!self.status.exists());
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
        for pid in alive("sleep") {
            // In this namespace they are of this test.
            let _ = run(["-s", "KILL", &pid]);
        }
        until("something is left", || alive("sleep").is_empty());
    }
}

#[test]
fn ctrl_c_and_int_do_what_the_experiments_say() {
    if !installed(&["setsid", "find"]) {
        return;
    }
    in_pid_namespace("trap_examples::ctrl_c_and_int_do_what_the_experiments_say", || {
        let (directory, path) = with_sigtrap();
        const BY_NAME: &str = "env kill --dry-run sleep";
        assert_eq!(shown(r"find /dev/null -exec sleep 1000 \;", 0), "^C\n");
        let rows = EXPERIMENTS
            .lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .filter(|row| row.contains("sleep 1000"));
        let mut tried = 0;
        for row in rows {
            let [line, ctrl_c, kill, _] = row.split('|').map(str::trim).collect::<Vec<_>>()[..]
            else {
                panic!("{row}")
            };
            let line = line.trim_end_matches('`');

            let mut job = Job::start(line, &directory, &path);
            assert_eq!(ctrl_c, "both die");
            job.ctrl_c();
            job.dies();
            job.child_dies();
            drop(job);

            let mut job = Job::start(line, &directory, &path);
            run(["-s", "INT", &job.pid]).succeeds();
            match kill {
                "both die" => {
                    job.dies();
                    job.child_dies();
                }
                "`find` dies, `sleep` is an orphan" => {
                    job.dies();
                    assert_eq!(alive("sleep"), [job.sleep.as_str()]);
                    if tried == 0 {
                        let told = run(["--dry-run", &job.sleep]).stdout;
                        assert_eq!(without_pids(&told), shown(BY_NAME, 1));
                    }
                }
                "neither dies: the shell waits for its child first" => job.waits_for_its_child(),
                other => panic!("not known: {other}"),
            }
            tried += 1;
        }
        assert_eq!(tried, 4);
        // All of them are dead, but no process reaps orphans here: a name that no process has shows
        // what the page shows.
        assert_eq!(
            run(["--dry-run", "nosuchname"]).stderr.replace("nosuchname", "sleep"),
            shown(BY_NAME, 0)
        );
    });
}

#[test]
fn process_1_of_a_container_leaves_a_zombie_unless_it_is_sigtrap() {
    if !installed(&["unshare", "tail"]) {
        return;
    }
    in_pid_namespace(
        "trap_examples::process_1_of_a_container_leaves_a_zombie_unless_it_is_sigtrap",
        || {
            let (_directory, path) = with_sigtrap();
            let lines: Vec<_> =
                examples().into_iter().filter(|(line, _)| line.starts_with("unshare ")).collect();
            assert_eq!(lines.len(), 2);
            for (place, (line, _)) in lines.iter().enumerate() {
                let wanted = shown("env kill --dry-run sleep", 2 + place);
                let line = line.strip_suffix(" & sleep 1").expect("a job in the background");
                let line = format!("exec {line}");
                let mut job = Command::new("sh")
                    .args(["-c", &line])
                    .env("PATH", &path)
                    .spawn()
                    .expect("sh starts");
                // By then the orphan has been started: it is there, dead or not, or it has been
                // reaped.
                until("the container has not started", || !alive("tail").is_empty());
                until("the orphan is not as it should be", || {
                    let ran = run(["--dry-run", "sleep"]);
                    without_pids(&(ran.stdout + &ran.stderr)).replace("(PID", "(") == wanted
                });
                job.kill().expect("it has not been reaped");
                job.wait().expect("a child");
                until("something is left", || {
                    alive("tail").is_empty() && alive("sleep").is_empty()
                });
            }
        },
    );
}
