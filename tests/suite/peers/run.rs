//! Running one case on one peer, and saying in a sentence what came of it.
//!
//! A peer may signal everybody by mistake, so this works only as the first process of a PID namespace.

#![allow(unsafe_code)]

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use nix::sys::signal::Signal;

use crate::support::*;

/// The names that POSIX.1-2024 has without XSI: `kill -l` prints these at least.
const BASE_NAMES: &str = "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP TERM TSTP TTIN TTOU URG USR1 \
                          USR2 WINCH";

/// Low process IDs could be taken for signals or for exit statuses, and those in use would make them targets.
const LOWEST_PID: i32 = 1000;

/// Where the cases run.
pub struct Place {
    dead: i32,
}

impl Place {
    /// The PID namespace that this process is the first of.
    pub fn own_namespace() -> Place {
        assert_eq!(std::process::id(), 1, "these cases may signal everybody; they run in a PID namespace only");
        // Not all systems let us say so; then the numbers are used up.
        let _ = std::fs::write("/proc/sys/kernel/ns_last_pid", (LOWEST_PID - 1).to_string());
        loop {
            let dead = dead_pid().parse().expect("a process ID");
            if dead >= LOWEST_PID {
                return Place { dead };
            }
        }
    }

    /// Runs the case and says how the peer ended, what it listed and who got what.
    ///
    /// Everybody is: P, Q, and the bystanders that a mistake would reach, which are P and Q where the case does not
    /// name them.
    pub fn outcome(&self, peer: &[&str], case: &str) -> String {
        let lists = case.starts_with("-l") || case.starts_with("--list");
        // A process cannot tell of KILL; it can only die.
        let kills = case.contains("KILL") || case.starts_with("-9 ");
        let start = |mode| (!lists).then(|| Victim::start(mode));
        let mut victims = [start(if kills { "default" } else { "report" }), start(if kills { "default" } else { "report" })];
        let zombie = case.split(' ').any(|word| word == "Z").then(|| Victim::start("zombie"));
        let pids = Pids {
            p: victims[0].as_ref().map(|victim| victim.pid),
            q: victims[1].as_ref().map(|victim| victim.pid),
            dead: self.dead,
            zombie: zombie.as_ref().and_then(|victim| victim.zombie),
        };
        let mut command = command(peer, case);
        command.args(case.split(' ').filter(|word| !word.is_empty() && !word.starts_with('>')).map(|word| pids.put(word)));
        let ran = Ran::of(&mut command);

        let mut sentence = match ran.status {
            0 => "succeeds".to_owned(),
            1.. if ran.stderr.is_empty() && ran.stdout.is_empty() => "fails silently".to_owned(),
            1.. => "fails".to_owned(),
            _ => format!("dies of {}", name(-ran.status)),
        };
        if lists && !ran.stdout.is_empty() {
            sentence += ", prints ";
            sentence += &if case == "-l" { all_names(&ran.stdout) } else { words(&ran.stdout) };
        }
        for (who, victim) in ["P", "Q"].into_iter().zip(&mut victims) {
            let Some(victim) = victim else { continue };
            if kills {
                sentence += &format!(", {who} dies of {}", name(-victim.end()));
                continue;
            }
            let taken = taken(victim);
            if !taken.is_empty() {
                sentence += &format!(", {who} gets {}", taken.into_iter().collect::<Vec<_>>().join(" "));
            }
        }
        sentence
    }
}

/// What the letters in a case stand for.
struct Pids {
    p: Option<i32>,
    q: Option<i32>,
    dead: i32,
    zombie: Option<i32>,
}

impl Pids {
    /// Puts numbers for P, Q, X (nobody) and Z (a zombie), which may have a sign and 2^32 or 2^64 added to them.
    fn put(&self, word: &str) -> String {
        let (sign, letter) = match word.strip_prefix(['-', '+', '0']) {
            Some(rest) => (&word[..1], rest),
            None => ("", word),
        };
        let (letter, added) = match letter.split_once("+2^") {
            Some((letter, power)) => (letter, 1_i128 << power.parse::<u32>().expect("a power")),
            None => (letter, 0),
        };
        let pid = match letter {
            "''" => return String::new(),
            "P" | "Px" => self.p,
            "Q" => self.q,
            "X" => Some(self.dead),
            "Z" => self.zombie,
            _ => return word.to_owned(),
        };
        let number = i128::from(pid.expect("a victim")) + added;
        format!("{sign}{number}{}", letter.strip_prefix('P').unwrap_or_default())
    }
}

/// The peer in a clean environment and in a process group of its own, with standard output as the case redirects it.
fn command(peer: &[&str], case: &str) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut words = peer.to_vec();
    if case.ends_with(" >&-") {
        words.splice(0..0, ["sh", "-c", "exec \"$@\" >&-", "sh"]);
    }
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).env_clear().env("PATH", path).env("LC_ALL", "C").stdin(Stdio::null()).process_group(0);
    if case.ends_with(" >/dev/full") {
        command.stdout(OpenOptions::new().write(true).open("/dev/full").expect("/dev/full can be opened"));
    }
    command
}

/// The signals that a victim in mode `report` took since it was started, with the values that were queued with them.
fn taken(victim: &mut Victim) -> BTreeSet<String> {
    const SENTINEL: i32 = 0x5e_71e1;
    let end = libc::SIGRTMAX() - 2;
    let value = libc::sigval { sival_ptr: SENTINEL as usize as *mut _ };
    // What is pending already has a lower number and comes before this one.
    // SAFETY: the process is this test's own and not reaped yet.
    assert_eq!(unsafe { libc::sigqueue(victim.pid, end, value) }, 0);
    let mut taken = BTreeSet::new();
    loop {
        let reported = victim.next();
        match (reported.number, reported.code) {
            (number, libc::SI_QUEUE) if number == end && reported.value == SENTINEL => return taken,
            (number, libc::SI_QUEUE) => taken.insert(format!("{}({})", name(number), reported.value)),
            (number, _) => taken.insert(name(number)),
        };
    }
}

fn name(number: i32) -> String {
    match Signal::try_from(number) {
        Ok(signal) => signal.as_str().trim_start_matches("SIG").to_owned(),
        Err(_) => number.to_string(),
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether these are names as POSIX wants them: in upper case, without SIG, nothing else, none missing.
fn all_names(stdout: &str) -> String {
    let names: Vec<&str> = stdout.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_uppercase())
            && !word.starts_with("SIG")
            && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || "+-".contains(letter))
    };
    if let Some(other) = names.iter().find(|word| !is_name(word)) {
        return format!("{other}, which is no name");
    }
    match BASE_NAMES.split(' ').find(|name| !names.contains(name)) {
        Some(missing) => format!("names, but not {missing}"),
        None => "the names".to_owned(),
    }
}
