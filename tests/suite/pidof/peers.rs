//! The same questions to sigkit's pidof and to those of other packages, where they are installed.
//! Differences are listed with their reasons, and a difference that is gone fails.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{called, command, script};
use crate::pgrep::{Held, OwnGroup};
use crate::support::*;

/// The command lines; a word in braces is the ID of that process.
const CASES: &[&[&str]] = &[
    &["sigkit-a"],
    &["sigkit-b", "sigkit-a"],
    &["sigkit-none"],
    &["sigkit-none", "sigkit-b"],
    &["-s", "sigkit-a"],
    &["-s", "sigkit-b", "sigkit-a"],
    &["-o", "{a}", "sigkit-a"],
    &["-o", "{a},{b}", "sigkit-a", "sigkit-b"],
    &["-x", "sigkit-script"],
    &["sigkit-script"],
    &["sigkit-path"],
    &["/no/where/sigkit-path"],
    &["sigkit-login"],
    &["sigkit-l"],
    &["sh"],
    &["{shell}"],
    &["-z", "{zombie-name}"],
    &["{zombie-name}"],
    &["-q", "sigkit-a"],
    &["-S", ",", "sigkit-a"],
    &["-d", ",", "sigkit-a"],
    &["-w", "{zombie-name}"],
    &["-c", "sigkit-a"],
    &["-n", "sigkit-a"],
    &["-m", "sigkit-a"],
    &[],
];

/// Cases in which peers differ, and why.
const DIFFERENCES: &[(&str, &[&str], &str)] = &[
    (
        "sysvinit",
        &["/no/where/sigkit-path"],
        "a path is a file there, and not the word that a process was called by (O2)",
    ),
    ("sysvinit", &["sigkit-login"], "the dash of a login shell is part of its name there (O2)"),
    ("sysvinit", &["{shell}"], "the executable does not count there (D19)"),
    ("sysvinit", &["-S , sigkit-a", "-w {zombie-name}"], "procps's options"),
    ("sysvinit", &["-m sigkit-a"], "an option of other versions"),
    (
        "busybox",
        &[
            "-s sigkit-a",
            "-s sigkit-b sigkit-a",
            "-o {a} sigkit-a",
            "-o {a},{b} sigkit-a sigkit-b",
            "-x sigkit-script",
            "-z {zombie-name}",
            "-q sigkit-a",
            "-S , sigkit-a",
            "-d , sigkit-a",
            "-w {zombie-name}",
            "-c sigkit-a",
            "-n sigkit-a",
            "-m sigkit-a",
        ],
        "Debian's is built without options",
    ),
    ("busybox", &["sigkit-script"], "scripts are found without -x there (O3)"),
    ("busybox", &["sh"], "the command name counts always there (O2)"),
    ("busybox", &["/no/where/sigkit-path", "sigkit-login"], "argv[0] is its file name there (O2)"),
    (
        "toybox",
        &["sigkit-a", "sigkit-b sigkit-a", "-s sigkit-a", "-s sigkit-b sigkit-a"],
        "in the order of /proc there, and one of all names (O1, O4)",
    ),
    ("toybox", &["-x sigkit-script"], "what is given to a shell is a script, too, there (O3)"),
    ("toybox", &["sigkit-login"], "the dash of a login shell is part of its name there (O2)"),
    ("toybox", &["sh"], "in the order of /proc there, and without what has another title (O1, O2)"),
    ("toybox", &["{shell}"], "the executable does not count there (D19)"),
    (
        "toybox",
        &[
            "-z {zombie-name}",
            "-q sigkit-a",
            "-S , sigkit-a",
            "-d , sigkit-a",
            "-w {zombie-name}",
            "-c sigkit-a",
            "-n sigkit-a",
            "-m sigkit-a",
        ],
        "options of others",
    ),
];

#[test]
fn procps() {
    compare("procps", || {
        let path = "/usr/bin/pidof";
        says(path, "-V", "procps").then(|| Command::new(path))
    });
}

#[test]
fn sysvinit() {
    compare("sysvinit", || {
        let link = std::fs::canonicalize("/bin/pidof").ok()?;
        link.ends_with("killall5").then(|| Command::new("/bin/pidof"))
    });
}

#[test]
fn busybox() {
    compare("busybox", || multicall("busybox"));
}

#[test]
fn toybox() {
    compare("toybox", || multicall("toybox"));
}

fn multicall(name: &str) -> Option<Command> {
    let listed = Command::new(name).output().ok()?;
    let has = String::from_utf8_lossy(&listed.stdout)
        .split([' ', ',', '\n', '\t'])
        .any(|word| word == "pidof");
    let mut command = Command::new(name);
    command.arg("pidof");
    has.then_some(command)
}

fn says(path: &str, option: &str, word: &str) -> bool {
    Command::new(path)
        .arg(option)
        .output()
        .is_ok_and(|ran| String::from_utf8_lossy(&ran.stdout).contains(word))
}

/// Asks both all questions. Only in a PID namespace: some peers can do more than print.
fn compare(peer: &str, program: impl Fn() -> Option<Command>) {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    if program().is_none() {
        return say_skipped(&format!("{peer} has no pidof here"));
    }
    let version = std::fs::read_to_string("/etc/debian_version").unwrap_or_default();
    if !version.starts_with("12.") {
        return say_skipped("the differences are those of Debian 12's programs");
    }
    in_pid_namespace(&format!("pidof::peers::{peer}"), || {
        let directory = TemporaryDirectory::new();
        let path = directory.path.join("sigkit-script");
        script(&path, "#!/bin/sh");
        let start = |words: &[&Path]| {
            let mut command = Command::new(words[0]);
            command.args(&words[1..]).process_group_of_its_own();
            Held::start(command)
        };
        let held = ["sigkit-a", "sigkit-a", "sigkit-b", "/no/where/sigkit-path", "-sigkit-login"]
            .map(called);
        let _scripts = [start(&[&path]), start(&[Path::new("sh"), &path])];
        let _title = called("sigkit: worker process");
        let parent = Victim::start("zombie");
        let name = std::fs::read_to_string(format!("/proc/{}/comm", parent.zombie.unwrap()));
        let name = name.unwrap().trim_end().to_owned();
        let shell = std::fs::canonicalize("/bin/sh").unwrap();
        let shell = shell.file_name().unwrap().to_str().unwrap();
        let put = |word: &&str| {
            word.replace("{a}", &held[0].pid.to_string())
                .replace("{b}", &held[2].pid.to_string())
                .replace("{zombie-name}", &name)
                .replace("{shell}", shell)
        };
        let mut wrong = Vec::new();
        for case in CASES {
            let words: Vec<_> = case.iter().map(put).collect();
            let answer = |mut command: Command| {
                let ran = Ran::of(command.args(&words).stdin(Stdio::null()));
                (ran.status, ran.stdout)
            };
            let (ours, theirs) = (answer(command()), answer(program().unwrap()));
            let case = case.join(" ");
            let why = DIFFERENCES.iter().find_map(|(of, cases, why)| {
                (*of == peer && cases.contains(&case.as_str())).then_some(why)
            });
            if (ours == theirs) != why.is_none() {
                wrong.push(format!("{case:?}: ours {ours:?}, {peer}'s {theirs:?}; known: {why:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
