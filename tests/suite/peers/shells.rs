//! The statuses that shells give children which signals ended or stopped, and sigkit as the shells'
//! kill.

#![allow(unsafe_code)]

use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::installed;
use crate::support::*;

/// A shell, and what it adds to the number of the signal that ended or stopped a child.
struct Shell {
    name: &'static str,
    words: &'static [&'static str],
    base: i32,
}

const SHELLS: &[Shell] = &[
    Shell { name: "ash", words: &["busybox", "sh"], base: 128 },
    Shell { name: "dash", words: &["dash"], base: 128 },
    Shell { name: "bash", words: &["bash"], base: 128 },
    Shell { name: "ksh", words: &["ksh93"], base: 256 },
    Shell { name: "mksh", words: &["mksh"], base: 128 },
    // posh has no kill of its own, so it is no peer; it has exit statuses.
    Shell { name: "posh", words: &["posh"], base: 128 },
    Shell { name: "yash", words: &["yash"], base: 384 },
    Shell { name: "zsh", words: &["zsh", "-f"], base: 128 },
];

/// Signals that a child can die of on every system, and their numbers.
const DEADLY: &[(&str, i32)] = &[
    ("HUP", 1),
    ("INT", 2),
    ("QUIT", 3),
    ("ABRT", 6),
    ("KILL", 9),
    ("USR1", 10),
    ("SEGV", 11),
    ("PIPE", 13),
    ("ALRM", 14),
    ("TERM", 15),
];

impl Shell {
    fn named(name: &str) -> &'static Shell {
        SHELLS.iter().find(|shell| shell.name == name).expect("a shell")
    }

    fn is_installed(&self) -> bool {
        let found = !installed(self.words[0]).is_empty();
        if !found {
            skip(&format!("{} is not installed", self.name));
        }
        found && self.runs_programs()
    }

    /// True if it runs the programs of the system: a busybox may be built to prefer its own env, sh
    /// and kill to every file, as Debian's static one is.
    fn runs_programs(&self) -> bool {
        let runs = Ran::of(&mut self.command("command -v env", &[])).stdout.starts_with('/');
        if !runs {
            skip(&format!("{} runs no env but its own", self.name));
        }
        runs
    }

    /// The shell with a script and its arguments, without what could change its ways.
    fn command(&self, script: &str, arguments: &[&str]) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new(self.words[0]);
        command.args(&self.words[1..]).args(["-c", script, self.name]).args(arguments);
        command.env_clear().env("PATH", path).env("LC_ALL", "C").stdin(Stdio::null());
        // Who started the tests may ignore signals, and a shell cannot stop ignoring what it was
        // born with. SAFETY: signal(2) may be called between fork and exec.
        unsafe {
            command.pre_exec(|| {
                for (_, number) in DEADLY {
                    libc::signal(*number, libc::SIG_DFL);
                }
                Ok(())
            })
        };
        command
    }

    /// The statuses of children that signals ended, in the order of `DEADLY`.
    fn statuses(&self) -> Vec<i32> {
        let names: Vec<&str> = DEADLY.iter().map(|(name, _)| *name).collect();
        let script = format!(
            "for name in {}; do sh -c \"ulimit -c 0; kill -s $name \\$\\$\"; echo \"$?\"; done",
            names.join(" ")
        );
        let ran = Ran::of(&mut self.command(&script, &[]));
        let statuses: Vec<i32> = ran.stdout.lines().filter_map(|line| line.parse().ok()).collect();
        assert_eq!(statuses.len(), DEADLY.len(), "{}: {ran:?}", self.name);
        statuses
    }
}

#[test]
fn the_status_of_a_child_that_a_signal_ended_decodes_to_the_signal_in_every_shell() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        for ((name, number), status) in DEADLY.iter().zip(shell.statuses()) {
            assert_eq!(status, shell.base + number, "{}: {name}", shell.name);
            run(["-l", &status.to_string()]).prints(&format!("{name}\n"));
        }
    }
}

#[test]
fn ksh93_gives_271_and_yash_399_for_term() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    for (name, expected) in [("ksh", 271), ("yash", 399), ("bash", 143)] {
        let shell = Shell::named(name);
        if shell.is_installed() {
            assert_eq!(shell.statuses().last(), Some(&expected), "{name}");
        }
    }
    run(["-l", "271", "399", "143"]).prints("TERM\nTERM\nTERM\n");
}

#[test]
fn the_status_of_a_child_that_a_signal_stopped_decodes_to_the_signal() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    const TEST: &str =
        "peers::shells::the_status_of_a_child_that_a_signal_stopped_decodes_to_the_signal";
    // The others report no stop to a script (mksh), want to be interactive (ksh93, zsh), or have no
    // job control (posh).
    const EXPECTED: &[(&str, &str)] =
        &[("ash", "147 148"), ("dash", "147 148"), ("bash", "147 148"), ("yash", "403 404")];
    const SCRIPT: &str = r#"set -m
        sh -c 'kill -s STOP $$'; stop=$?
        sh -c 'kill -s TSTP $$'; tstp=$?
        echo "statuses $stop $tstp"
        kill -s KILL %1 %2"#;
    let has_options = |program: &PathBuf| {
        Ran::of(Command::new(program).arg("--version")).stdout.contains("util-linux")
    };
    if !installed("script").iter().any(has_options) {
        return skip("no script of util-linux, which gives a shell a terminal");
    }
    // The stopped ones shall not outlive the test.
    in_pid_namespace(TEST, || {
        for (name, expected) in EXPECTED {
            let shell = Shell::named(name);
            if !shell.is_installed() {
                continue;
            }
            let mut terminal = Command::new("script");
            terminal.args([
                "-q",
                "-e",
                "-c",
                &format!("{} -c \"$SCRIPT\"", shell.words.join(" ")),
                "/dev/null",
            ]);
            terminal
                .env("SCRIPT", SCRIPT)
                .env("SHELL", "/bin/sh")
                .env("LC_ALL", "C")
                .stdin(Stdio::null());
            let ran = Ran::of(&mut terminal);
            let statuses =
                ran.stdout.lines().find_map(|line| line.trim_end().strip_prefix("statuses "));
            assert_eq!(statuses, Some(*expected), "{name}: {ran:?}");
        }
    });
    run(["-l", "147", "403"]).prints("STOP\nSTOP\n");
    run(["-l", "148", "404"]).prints("TSTP\nTSTP\n");
}

#[test]
fn env_finds_kill_from_every_shell() {
    let kill = LinkedKill::make();
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        let version =
            Ran::of(&mut shell.command("env PATH=\"$1\" kill --version", &[kill.directory()]));
        assert!(
            version.status == 0 && version.stdout.contains("sigkit"),
            "{}: {version:?}",
            shell.name
        );

        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        Ran::of(
            &mut shell.command("env PATH=\"$1\" kill -s USR1 \"$2\"", &[kill.directory(), &pid]),
        )
        .succeeds();
        victim.got(libc::SIGUSR1);
        victim.got_nothing();
    }
}

#[test]
fn every_shell_runs_kill_by_its_path() {
    let kill = LinkedKill::make();
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        Ran::of(&mut shell.command("\"$1/kill\" -s USR1 -- \"$2\"", &[kill.directory(), &pid]))
            .succeeds();
        victim.got(libc::SIGUSR1);
        victim.got_nothing();
    }
}

/// A directory with nothing but a link to sigkit, named kill; removed when dropped.
struct LinkedKill(TemporaryDirectory);

impl LinkedKill {
    fn make() -> LinkedKill {
        let directory = TemporaryDirectory::new();
        symlink(sigkit_path(), directory.path.join("kill")).expect("a link can be made");
        LinkedKill(directory)
    }

    fn directory(&self) -> &str {
        self.0.path.to_str().expect("UTF-8")
    }
}
