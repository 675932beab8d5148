//! The command lines of the commands that choose processes, on sigkit and on those that it stands
//! in for, among the same processes.
//!
//! tests/data/select.txt has the command lines and what comes of each. A peer that does something
//! else has a line of its own with the number of the requirement (P, O, K), the decision (D) or the
//! danger (X) that explains it. docs/command-lines.md shows the same.
//!
//! A is `sigkit-a`, B `sigkit-b`, C `SIGKIT-C`; L and M have names that differ in their 25th byte,
//! N has digits in its name, D a dash in front, E a newline in the middle; P is the parent of the
//! zombie Z, and 1 the test.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::{Command, Stdio};

use super::run::{Place, taken};
use crate::support::*;

const DATA: &str = include_str!("../../data/select.txt");

/// The letters and the names of those that report their signals.
const VICTIMS: [(char, &str); 8] = [
    ('A', "sigkit-a"),
    ('B', "sigkit-b"),
    ('C', "SIGKIT-C"),
    ('L', "sigkit-with-a-long-name-1"),
    ('M', "sigkit-with-a-long-name-2"),
    ('N', "a-123-b"),
    ('D', "-dashed"),
    ('E', "new\nline"),
];

/// One command line.
struct Case<'a> {
    line: &'a str,
    number: &'a str,
    outcome: &'a str,
    /// The peers that differ, why, and what comes of it there.
    others: Vec<(&'a str, &'a str, &'a str)>,
}

/// The outcome of a peer that is not the same in every run.
const VARIES: &str = "?";

/// The sections of the file, by their titles, and the cases of each.
fn sections() -> Vec<(&'static str, Vec<Case<'static>>)> {
    let mut sections: Vec<(_, Vec<Case>)> = Vec::new();
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<_> = line.split('\t').collect();
        let section = sections.last_mut();
        match fields[..] {
            [title] => sections.push((title, Vec::new())),
            [line, number, outcome] => {
                let case = Case { line, number, outcome, others: Vec::new() };
                section.expect("a section").1.push(case);
            }
            ["", peers, number, outcome] => {
                let case = section.and_then(|(_, cases)| cases.last_mut()).expect("a case");
                case.others.extend(peers.split(", ").map(|peer| (peer, number, outcome)));
            }
            _ => panic!("not a line of select.txt: {line}"),
        }
    }
    sections
}

#[test]
fn sigkit() {
    compare("sigkit", "peers::select::sigkit");
}

#[test]
fn procps() {
    compare("procps", "peers::select::procps");
}

#[test]
fn psmisc() {
    compare("psmisc", "peers::select::psmisc");
}

#[test]
fn busybox() {
    compare("busybox", "peers::select::busybox");
}

#[test]
fn toybox() {
    compare("toybox", "peers::select::toybox");
}

#[test]
fn sysvinit() {
    compare("sysvinit", "peers::select::sysvinit");
}

#[test]
fn there_are_150_command_lines_and_none_is_there_twice() {
    let lines: Vec<_> =
        sections().into_iter().flat_map(|(_, cases)| cases).map(|case| case.line).collect();
    assert!(lines.len() >= 150, "{}", lines.len());
    for (place, line) in lines.iter().enumerate() {
        assert!(!lines[..place].contains(line), "{line}");
    }
}

/// The numbers are those of docs/selection.md.
#[test]
fn every_difference_has_a_number_of_the_requirements() {
    let requirements = read("docs/selection.md");
    for case in sections().into_iter().flat_map(|(_, cases)| cases) {
        let numbers = case.others.iter().map(|(_, number, _)| number).chain([&case.number]);
        for number in numbers {
            let number = number.split(' ').next().expect("a number");
            assert!(requirements.contains(&format!("- **{number}** ")), "{}: {number}", case.line);
        }
        for (peer, _, outcome) in &case.others {
            assert_ne!(*outcome, case.outcome, "{}: {peer} does not differ", case.line);
        }
    }
}

#[test]
fn the_document_shows_the_file() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/command-lines.md");
    let shown = read("docs/command-lines.md");
    let (head, _) = shown.split_once("\n## ").expect("a section");
    let expected = format!("{}\n{}", head.trim_end(), markdown());
    if std::env::var_os("SIGKIT_REGENERATE").is_some() {
        return std::fs::write(path, expected).expect("the file can be written");
    }
    assert!(
        shown == expected,
        "docs/command-lines.md is stale: SIGKIT_REGENERATE=1 cargo test \
         the_document_shows_the_file"
    );
}

fn read(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).expect("a file of the project")
}

fn markdown() -> String {
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let mut text = String::new();
    for (title, cases) in sections() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n## {title}\n\n| | sigkit | others |\n|---|---|---|");
        for Case { line, number, outcome, others } in cases {
            let mut differing: Vec<((&str, &str), Vec<&str>)> = Vec::new();
            for (peer, number, outcome) in others {
                match differing.iter_mut().find(|(key, _)| *key == (number, outcome)) {
                    Some((_, peers)) => peers.push(peer),
                    None => differing.push(((number, outcome), vec![peer])),
                }
            }
            let shown: Vec<_> = differing
                .iter()
                .map(|((number, outcome), peers)| {
                    format!("{}: {} ({number})", peers.join(", "), code(outcome))
                })
                .collect();
            let line = code(line);
            let _ =
                writeln!(text, "| {line} ({number}) | {} | {} |", code(outcome), shown.join("; "));
        }
    }
    text
}

/// Runs the command lines on a peer, as far as it has the command, and compares what comes of them
/// with the file.
#[track_caller]
fn compare(peer: &str, test: &str) {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let release = std::fs::read_to_string("/etc/debian_version").unwrap_or_default();
    if peer != "sigkit" && !release.starts_with(super::DEBIAN) && !in_ci() {
        return say_skipped("the file says what Debian 12's programs do");
    }
    let commands = ["pgrep", "pkill", "pidwait", "pidof", "killall"];
    let programs: BTreeMap<&str, Vec<String>> = commands
        .into_iter()
        .filter_map(|command| Some((command, program(peer, command)?)))
        .collect();
    if programs.is_empty() {
        return skip(&format!("{peer} is not installed"));
    }
    in_pid_namespace(test, || {
        let mut stage = Stage::new();
        let mut wrong = Vec::new();
        for case in sections().into_iter().flat_map(|(_, cases)| cases) {
            let (command, words) = case.line.split_once(' ').unwrap_or((case.line, ""));
            let Some(program) = programs.get(command) else { continue };
            // Debian's programs have glibc's first real-time signals, and musl has others.
            if cfg!(target_env = "musl") && words.contains("RTMIN") {
                continue;
            }
            let outcome = stage.outcome(program, words);
            let other = case.others.iter().find(|(other, ..)| *other == peer);
            let expected = other.map_or(case.outcome, |(_, _, outcome)| outcome);
            if outcome != expected && expected != VARIES {
                wrong.push(format!("{}\n\t{peer}\t{}\t{outcome}", case.line, case.number));
            }
        }
        assert!(wrong.is_empty(), "{peer}:\n{}", wrong.join("\n"));
    });
}

/// The words that start a peer's command, if it has it.
fn program(peer: &str, command: &str) -> Option<Vec<String>> {
    let is = |words: &[&str], text: &str| {
        let ran = Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()).output().ok()?;
        let printed = [ran.stdout, ran.stderr].concat();
        let own = || words[..words.len() - 1].iter().map(|word| (*word).to_owned()).collect();
        String::from_utf8_lossy(&printed).contains(text).then(own)
    };
    let path = format!("/usr/bin/{command}");
    match peer {
        "sigkit" => Some(vec![sigkit_path().into(), command.into()]),
        "procps" => is(&[&path, "--version"], "procps-ng 4.0.2"),
        "psmisc" => is(&[&path, "--version"], "PSmisc"),
        "sysvinit" => {
            let link = std::fs::canonicalize(format!("/bin/{command}")).ok()?;
            link.ends_with("killall5").then(|| vec![format!("/bin/{command}")])
        }
        multicall => {
            let ran = Command::new(multicall).stdin(Stdio::null()).output().ok()?;
            let listed = String::from_utf8_lossy(&ran.stdout).into_owned();
            let mut names = listed.split([' ', ',', '\n', '\t']);
            let has = names.any(|name| name == command);
            has.then(|| vec![multicall.into(), command.into()])
        }
    }
}

/// The processes that are chosen from.
struct Stage {
    victims: Vec<(char, Victim)>,
    paths: Vec<TemporaryDirectory>,
    parent: Victim,
}

impl Stage {
    fn new() -> Stage {
        // So that no number of a command line is one of a process.
        Place::own_namespace();
        let (mut victims, mut paths) = (Vec::new(), Vec::new());
        for (letter, name) in VICTIMS {
            let (victim, path) = Victim::named(name);
            // A start is known in clock ticks, of at most 10 ms: the next one is a later one.
            std::thread::sleep(std::time::Duration::from_millis(20));
            victims.push((letter, victim));
            paths.push(path);
        }
        Stage { victims, paths, parent: Victim::start("zombie") }
    }

    /// The exit status, what was printed, a `!` for a diagnostic, and which signals went to which.
    fn outcome(&mut self, program: &[String], words: &str) -> String {
        let words = words.split(' ').filter(|word| !word.is_empty()).map(|word| self.put(word));
        let mut command = Command::new(&program[0]);
        command
            .args(&program[1..])
            .args(words)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let ran = Ran::of(&mut command);
        let mut outcome = ran.status.to_string();
        if !ran.stdout.is_empty() {
            let _ = write!(outcome, ": {}", self.printed(&ran.stdout));
        }
        if !ran.stderr.is_empty() {
            outcome.push_str(" !");
        }
        let mut signals: BTreeMap<String, String> = BTreeMap::new();
        for (letter, victim) in &mut self.victims {
            if let Some(clause) = taken("", victim) {
                let signals = signals.entry(clause.replace(" gets ", "")).or_default();
                signals.push(*letter);
            }
        }
        for (signals, letters) in signals {
            let _ = write!(outcome, "; {signals} to {letters}");
        }
        outcome
    }

    fn pids(&self) -> Vec<(char, i32)> {
        let named = self.victims.iter().map(|(letter, victim)| (*letter, victim.pid));
        let zombie = self.parent.zombie.expect("a zombie");
        named.chain([('P', self.parent.pid), ('Z', zombie)]).collect()
    }

    /// `@A` is the ID of A, `@/A` its path.
    fn put(&self, word: &str) -> String {
        if word == "''" {
            return String::new();
        }
        if word == "@/A" {
            let path = self.paths[0].path.join(VICTIMS[0].1);
            return path.to_str().expect("UTF-8").to_owned();
        }
        self.pids().into_iter().fold(word.to_owned(), |word, (letter, pid)| {
            word.replace(&format!("@{letter}"), &pid.to_string())
        })
    }

    /// One line, with letters for process IDs.
    fn printed(&self, stdout: &str) -> String {
        let text = self.pids().into_iter().fold(stdout.to_owned(), |text, (letter, pid)| {
            text.replace(&pid.to_string(), &letter.to_string())
        });
        let line = text.trim_end_matches('\n').replace('\n', " / ");
        if line.len() > 80 { "a list".to_owned() } else { line }
    }
}
