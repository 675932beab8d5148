//! Each fact that `lint` rests on, measured again in the shells that are installed.
//!
//! Snippets signal, and a kill that misreads its words signals every process: each shell has a PID
//! namespace of its own here, and what a snippet leaves behind is killed before the next.

#![allow(unsafe_code)]

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sigkit::tested::lint::facts::{self, Fact, Given, PRELUDE};
use sigkit::tested::lint::shells::Shell;

use crate::support::*;

/// The words that start a shell, and those that print its version.
pub(crate) fn words(shell: Shell) -> (&'static [&'static str], &'static str) {
    match shell {
        Shell::Dash => (&["dash"], "dpkg-query -W -f '${Version}' dash"),
        Shell::Bash => (&["bash"], "bash --version"),
        Shell::BashPosix => (&["bash", "--posix"], "bash --version"),
        Shell::Ksh => (&["ksh93"], "ksh93 -c 'echo $KSH_VERSION'"),
        Shell::Mksh => (&["mksh"], "mksh -c 'echo $KSH_VERSION'"),
        Shell::Yash => (&["yash"], "yash --version"),
        Shell::Zsh => (&["zsh", "-f"], "zsh --version"),
        Shell::Posh => (&["posh"], "dpkg-query -W -f '${Version}' posh"),
        Shell::Busybox => (&["busybox", "ash"], "busybox | head -n 1"),
    }
}

#[test]
fn dash() {
    measure("dash", Shell::Dash);
}

#[test]
fn bash() {
    measure("bash", Shell::Bash);
}

#[test]
fn bash_posix() {
    measure("bash_posix", Shell::BashPosix);
}

#[test]
fn ksh() {
    measure("ksh", Shell::Ksh);
}

#[test]
fn mksh() {
    measure("mksh", Shell::Mksh);
}

#[test]
fn yash() {
    measure("yash", Shell::Yash);
}

#[test]
fn zsh() {
    measure("zsh", Shell::Zsh);
}

#[test]
fn posh() {
    measure("posh", Shell::Posh);
}

#[test]
fn busybox() {
    measure("busybox", Shell::Busybox);
}

/// Runs every snippet in the shell, and compares what it prints with the table.
fn measure(test: &str, shell: Shell) {
    let (start, version) = words(shell);
    if !have(start[0]) || emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let version = Ran::of(Command::new("sh").args(["-c", version])).stdout;
    let version = version.lines().next().unwrap_or_default();
    let facts = || facts::all().filter(|fact| !fact.lacking.contains(shell));
    let is_measured = in_pid_namespace(&format!("lint_facts::{test}"), || {
        assert_eq!(std::process::id(), 1, "a snippet may signal every process");
        use_up_low_numbers();
        let directory = TemporaryDirectory::new();
        let mut wrong = String::new();
        for fact in facts() {
            let printed = printed(fact, start, &directory);
            let is_right = match fact.shown_by(shell) {
                Some(output) => printed == output,
                None => printed != fact.works,
            };
            if !is_right {
                let expected = fact.shown_by(shell).unwrap_or("something else than it works with");
                wrong += &format!(
                    "{}: {} prints {printed:?}, and not {expected:?}: mend the row in \
                    src/lint/facts\n",
                    fact.id,
                    shell.name()
                );
            }
        }
        assert!(wrong.is_empty(), "{version}\n{wrong}");
    });
    // The log of CI names the versions that the facts hold for.
    if is_measured {
        say("measured: ", &format!("{}, {version}: {} facts hold", shell.name(), facts().count()));
    }
}

/// Runs one snippet in a session of its own and returns what it prints.
fn printed(fact: &Fact, shell: &[&str], directory: &TemporaryDirectory) -> String {
    let script = directory.path.join("script");
    // Not a pipe: a process that a snippet leaves behind would hold it open.
    let output = directory.path.join("output");
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]);
    match fact.given {
        Given::String => command.args(["-c", fact.snippet]),
        Given::Script => {
            std::fs::write(&script, format!("{PRELUDE}\n{}\n", fact.snippet)).expect("a script");
            command.arg(script)
        }
    };
    command.env_remove("ENV").env_remove("BASH_ENV").env("LC_ALL", "C");
    command.env("SIGKIT_SHELL", shell.join(" ")).current_dir("/");
    command.stdin(Stdio::null()).stdout(File::create(&output).expect("a file"));
    command.stderr(Stdio::null());
    in_session(&mut command);
    let mut child = command.spawn().expect("the shell runs");
    let deadline = Instant::now() + DEADLINE;
    let mut is_in_time = true;
    while is_in_time && child.try_wait().expect("a child").is_none() {
        pause();
        is_in_time = Instant::now() < deadline;
    }
    // What the snippet has started ends with it; 1, this process, is not among "every process".
    let _ = kill(Pid::from_raw(-1), Signal::SIGKILL);
    child.wait().expect("a child");
    let printed = std::fs::read_to_string(&output).expect("UTF-8");
    if is_in_time { printed } else { format!("{printed}(and does not end)") }
}

/// Gives a command a session of its own.
pub(crate) fn in_session(command: &mut Command) {
    // SAFETY: setsid(2) may be called between fork and exec.
    unsafe { command.pre_exec(|| Ok(nix::unistd::setsid().map(drop)?)) };
}

/// Makes process IDs that no kill takes for the number of a signal: procps' does so
/// even after `--`.
pub(crate) fn use_up_low_numbers() {
    // Not all systems let us say so; then the numbers are used up.
    let _ = std::fs::write("/proc/sys/kernel/ns_last_pid", "9999");
    while used_pid().parse::<u32>().expect("a process ID") < 200 {}
}
