//! The effect of each safe fix, observed in the shells that are installed: the line that lint has
//! mended signals the process that is meant, and sets the trap that is meant.
//!
//! A mistaken kill signals every process: each shell has a PID namespace of its own here.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use libc::{SI_USER, SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGSYS, SIGTERM};
use sigkit::tested::lint::shells::Shell::{
    self, Bash, BashPosix, Busybox, Dash, Ksh, Mksh, Posh, Yash, Zsh,
};

use crate::lint_facts::{in_session, use_up_low_numbers, words};
use crate::support::*;

/// A rule and its line before and after the fix.
struct Fixed {
    rule: &'static str,
    options: &'static [&'static str],
    wrong: &'static str,
    right: &'static str,
    /// The shells in which the line before the fix does something else.
    fails: &'static [Shell],
}

const fn fixed(
    rule: &'static str,
    wrong: &'static str,
    right: &'static str,
    fails: &'static [Shell],
) -> Fixed {
    Fixed { rule, options: &[], wrong, right, fails }
}

const ALL: &[Shell] = &Shell::ALL;
const ALL_BUT_POSH: &[Shell] = &[Dash, Bash, BashPosix, Ksh, Mksh, Yash, Zsh, Busybox];

/// Lines that signal the process $p, which leads the group $g, and the signal.
const KILL: [(Fixed, i32); 15] = [
    (
        Fixed {
            options: &["--posix"],
            ..fixed("SIG101", "kill -TERM \"$p\"", "kill -s TERM \"$p\"", &[])
        },
        SIGTERM,
    ),
    (
        Fixed {
            options: &["--posix"],
            ..fixed("SIG102", "kill -2 \"$p\"", "kill -s INT \"$p\"", &[])
        },
        SIGINT,
    ),
    (fixed("SIG104", "kill -s SIGTERM \"$p\"", "kill -s TERM \"$p\"", &[Dash, BashPosix]), SIGTERM),
    (fixed("SIG104", "kill -SIGTERM \"$p\"", "kill -TERM \"$p\"", &[Dash, BashPosix]), SIGTERM),
    (fixed("SIG105", "kill -s 15 \"$p\"", "kill -s TERM \"$p\"", &[Zsh]), SIGTERM),
    (
        fixed("SIG106", "kill -n 15 \"$p\"", "kill -s TERM \"$p\"", &[Dash, Mksh, Posh, Busybox]),
        SIGTERM,
    ),
    (
        fixed(
            "SIG106",
            "kill --signal=TERM \"$p\"",
            "kill -s TERM \"$p\"",
            &[Dash, Bash, BashPosix, Mksh, Yash, Zsh, Busybox],
        ),
        SIGTERM,
    ),
    (fixed("SIG107", "kill -15 -- -\"$g\"", "kill -s TERM -- -\"$g\"", &[Dash]), SIGTERM),
    (
        fixed("SIG108", "kill -s TERM -\"$g\"", "kill -s TERM -- -\"$g\"", &[Dash, Mksh, Posh]),
        SIGTERM,
    ),
    // TERM arrives elsewhere.
    (fixed("SIG110", "kill \"$p\" -s HUP", "kill -s HUP \"$p\"", ALL_BUT_POSH), SIGHUP),
    (
        fixed(
            "SIG113",
            "kill -s CLD \"$p\"",
            "kill -s CHLD \"$p\"",
            &[Dash, Bash, BashPosix, Ksh, Mksh, Busybox],
        ),
        SIGCHLD,
    ),
    (fixed("SIG119", "kill -sTERM \"$p\"", "kill -s TERM \"$p\"", &[Zsh, Busybox]), SIGTERM),
    (
        fixed(
            "SIG120",
            "kill -sys \"$p\"",
            "kill -s SYS \"$p\"",
            &[Bash, BashPosix, Ksh, Mksh, Yash],
        ),
        SIGSYS,
    ),
    // procps 4.0.2 signals every process.
    (fixed("SIG122", "/bin/kill -9 -\"$g\"", "/bin/kill -9 -- -\"$g\"", ALL), SIGKILL),
    (
        Fixed {
            options: &["--pedantic"],
            ..fixed(
                "SIG902",
                "kill -s TERM \"$p\" # sigkit: disable=SIG105",
                "kill -s TERM \"$p\"",
                &[],
            )
        },
        SIGTERM,
    ),
];

/// Lines in a script, and all that the script prints; `x` is a function that prints `caught`.
const TRAP: [(&str, Fixed, &str, &str); 8] = [
    (
        "",
        Fixed { options: &["--posix"], ..fixed("SIG201", "trap 'x' 2", "trap 'x' INT", &[]) },
        "kill -s INT $$; echo after",
        "caught\nafter\n",
    ),
    (
        "",
        fixed("SIG203", "trap 'x' SIGINT", "trap 'x' INT", &[Dash, Posh]),
        "kill -s INT $$; echo after",
        "caught\nafter\n",
    ),
    (
        "",
        fixed("SIG204", "trap 'x' int", "trap 'x' INT", &[Zsh, Posh]),
        "kill -s INT $$; echo after",
        "caught\nafter\n",
    ),
    (
        "",
        fixed("SIG205", "trap 'x' INT KILL", "trap 'x' INT", &[Yash]),
        "kill -s INT $$; echo after",
        "caught\nafter\n",
    ),
    (
        "",
        Fixed { options: &["--pedantic"], ..fixed("SIG210", "trap 'x' 0", "trap 'x' EXIT", &[]) },
        "echo after",
        "after\ncaught\n",
    ),
    // The trap is gone: the signal ends the shell.
    (
        "trap 'x' INT",
        fixed("SIG211", "trap INT", "trap - INT", &[BashPosix, Ksh, Mksh, Yash, Posh]),
        "kill -s INT $$; echo after",
        "",
    ),
    (
        "",
        fixed("SIG213", "trap 'x' INT,TERM", "trap 'x' INT TERM", ALL),
        "kill -s INT $$; kill -s TERM $$; echo after",
        "caught\ncaught\nafter\n",
    ),
    // timeout's own status: that of a death by KILL, and 124 after another signal.
    (
        "",
        fixed(
            "SIG401",
            "timeout --signal=KILL 1 /bin/sleep 100",
            "timeout -s KILL 1 /bin/sleep 100",
            &[Busybox],
        ),
        "[ $? -gt 128 ] && echo killed",
        "killed\n",
    ),
];

fn all() -> impl Iterator<Item = &'static Fixed> {
    KILL.iter().map(|(fixed, _)| fixed).chain(TRAP.iter().map(|(_, fixed, ..)| fixed))
}

#[test]
fn l19_each_rule_with_a_safe_fix_is_observed() {
    let listed = Ran::of(Command::new(sigkit_path()).args(["lint", "--list-rules", "-f", "json"]));
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let safe: BTreeSet<&str> = listed["rules"]
        .as_array()
        .expect("an array")
        .iter()
        .filter(|rule| rule["fix"] == "safe" || rule["fix"] == "mixed")
        .map(|rule| rule["rule"].as_str().expect("an identifier"))
        .collect();
    let observed: BTreeSet<&str> = all().map(|fixed| fixed.rule).collect();
    assert_eq!(safe, observed);
}

#[test]
fn l19_lint_writes_the_lines_that_are_observed() {
    let directory = TemporaryDirectory::new();
    for fixed in all() {
        let file = directory.path.join("a.sh");
        std::fs::write(&file, format!("{}\n", fixed.wrong)).expect("a file");
        let mut lint = Command::new(sigkit_path());
        lint.args(["lint", "--fix", "-q", "--select", fixed.rule]).args(fixed.options).arg(&file);
        Ran::of(&mut lint).succeeds();
        let text = std::fs::read_to_string(&file).expect("a file");
        assert_eq!(text, format!("{}\n", fixed.right), "{}", fixed.wrong);
    }
}

#[test]
fn dash() {
    observe("dash", Dash);
}

#[test]
fn bash() {
    observe("bash", Bash);
}

#[test]
fn bash_posix() {
    observe("bash_posix", BashPosix);
}

#[test]
fn ksh() {
    observe("ksh", Ksh);
}

#[test]
fn mksh() {
    observe("mksh", Mksh);
}

#[test]
fn yash() {
    observe("yash", Yash);
}

#[test]
fn zsh() {
    observe("zsh", Zsh);
}

#[test]
fn posh() {
    observe("posh", Posh);
}

#[test]
fn busybox() {
    observe("busybox", Busybox);
}

/// Runs each line in the shell: before its fix, where it works, and after it.
fn observe(test: &str, shell: Shell) {
    let (start, _) = words(shell);
    if !have(start[0]) || emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace(&format!("lint_fixes::{test}"), || {
        assert_eq!(std::process::id(), 1, "a line may signal every process");
        use_up_low_numbers();
        for (fixed, signal) in &KILL {
            for line in lines(fixed, shell) {
                sends(start, line, *signal);
            }
        }
        for (before, fixed, after, printed) in &TRAP {
            for line in lines(fixed, shell) {
                let script = format!("x() {{ echo caught; }}\n{before}\n{line}\n{after}\n");
                let ran = ran(start, &script, &[]);
                assert_eq!(ran.stdout, *printed, "{}: {line}: {ran:?}", start.join(" "));
            }
        }
    });
}

fn lines(fixed: &Fixed, shell: Shell) -> Vec<&'static str> {
    match fixed.fails.contains(&shell) {
        true => vec![fixed.right],
        false => vec![fixed.wrong, fixed.right],
    }
}

/// Asserts that a line sends one process the signal, and another one nothing.
fn sends(shell: &[&str], line: &str, signal: i32) {
    let mut victim = Victim::start("report");
    let mut bystander = Victim::start("report");
    let pid = victim.pid.to_string();
    let ran = ran(shell, &format!("{line}\n"), &[("p", &pid), ("g", &pid)]);
    if signal == SIGKILL {
        assert_eq!(victim.end(), -SIGKILL, "{line}: {ran:?}");
    } else {
        assert!(victim.is_alive(), "{line}: {ran:?}");
        assert_eq!(victim.next().number, signal, "{line}: {ran:?}");
        let sentinel = victim.queue_sentinel();
        let mut next = victim.next();
        // ksh93 continues the process to which it has sent TERM or HUP.
        if shell == ["ksh93"] && next.number == SIGCONT && next.code == SI_USER {
            next = victim.next();
        }
        assert_eq!((next.number, next.code, next.value), sentinel, "{line}: {next:?}");
    }
    bystander.got_nothing();
}

/// Runs a script in a session of its own.
fn ran(shell: &[&str], script: &str, variables: &[(&str, &str)]) -> Ran {
    let directory = TemporaryDirectory::new();
    let file = directory.path.join("script");
    std::fs::write(&file, script).expect("a script");
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(&file).current_dir("/").stdin(Stdio::null());
    command.envs(variables.iter().copied()).env("LC_ALL", "C");
    command.env_remove("ENV").env_remove("BASH_ENV");
    in_session(&mut command);
    Ran::of(&mut command)
}
