//! Running one case on one peer, and saying in a sentence what came of it.
//!
//! A peer may signal everybody by mistake, so this works only as the first process of a PID
//! namespace.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Ran, Victim, used_pid};

/// The names that POSIX.1-2024 has without XSI: `kill -l` prints these at least.
const BASE_NAMES: &str = "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP TERM \
    TSTP TTIN TTOU URG USR1 \
                          USR2 WINCH";

/// Low process IDs could be taken for signals or for exit statuses, and those in use would make
/// them targets. procps reads no more than the first digit of -N; all are to have the same.
const LOWEST_PID: i32 = 10_000;

/// Where the cases run.
pub struct Place {
    dead: i32,
}

impl Place {
    /// The PID namespace that this process is the first of.
    pub fn own_namespace() -> Place {
        assert_eq!(
            std::process::id(),
            1,
            "these cases may signal everybody; they run in a PID namespace only"
        );
        // Not all systems let us say so; then the numbers are used up.
        let _ = std::fs::write("/proc/sys/kernel/ns_last_pid", (LOWEST_PID - 1).to_string());
        loop {
            let dead = used_pid().parse().expect("a process ID");
            if dead >= LOWEST_PID {
                return Place { dead };
            }
        }
    }

    /// Runs the case and says how the peer ended, what it listed, and what P and Q got of it.
    pub fn outcome(&self, peer: &[String], case: &str) -> String {
        let named = |name| case.split(' ').any(|word| word == name);
        // A process cannot tell of KILL, only die of it.
        let (mode, fate): (_, fn(&str, &mut Victim) -> _) =
            if named("-9") || named("KILL") { ("default", death) } else { ("report", taken) };
        let mut p = Victim::start(mode);
        let mut q = Victim::start(mode);
        let zombie = named("Z").then(|| Victim::start("zombie"));
        let pids = Pids {
            p: p.pid,
            q: q.pid,
            dead: self.dead,
            zombie: zombie.as_ref().and_then(|parent| parent.zombie),
        };

        let operands = case.split(' ').filter(|word| !word.is_empty() && !word.starts_with('>'));
        let ran = Ran::of(command(peer, case).args(operands.map(|word| pids.put(word))));

        let end = match ran.status {
            0 => "succeeds".to_owned(),
            1.. if ran.stderr.is_empty() => "fails silently".to_owned(),
            1.. => "fails".to_owned(),
            _ => format!("dies of {}", name(-ran.status)),
        };
        let clauses =
            [Some(end), listed(case, &ran.stdout, &pids), fate("P", &mut p), fate("Q", &mut q)];
        clauses.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The values of the letters in a case.
struct Pids {
    p: i32,
    q: i32,
    dead: i32,
    zombie: Option<i32>,
}

impl Pids {
    /// Puts numbers for P, Q, X (nobody) and Z (a zombie), which may have a sign and 2^32 or 2^64
    /// added to them.
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
            "P" | "Px" => Some(self.p),
            "Q" => Some(self.q),
            "X" => Some(self.dead),
            "Z" => self.zombie,
            _ => return word.to_owned(),
        };
        let number = i128::from(pid.expect("a victim")) + added;
        format!("{sign}{number}{}", letter.strip_prefix('P').unwrap_or_default())
    }

    /// The letter of a process ID; other words as they are.
    fn letter<'a>(&self, word: &'a str) -> &'a str {
        match word.parse::<i32>() {
            Ok(pid) if pid == self.p => "P",
            Ok(pid) if pid == self.q => "Q",
            _ => word,
        }
    }
}

/// The peer in a clean environment and in a process group of its own, with standard output as the
/// case redirects it.
fn command(peer: &[String], case: &str) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(&peer[0]);
    if case.ends_with(" >&-") {
        command = Command::new("sh");
        command.args(["-c", "exec \"$@\" >&-", "sh", &peer[0]]);
    }
    command
        .args(&peer[1..])
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .process_group(0);
    if case.ends_with(" >/dev/full") {
        command.stdout(
            OpenOptions::new().write(true).open("/dev/full").expect("/dev/full can be opened"),
        );
    }
    command
}

/// The output of a listing command, in words.
fn listed(case: &str, stdout: &str, pids: &Pids) -> Option<String> {
    let words: Vec<&str> = stdout.split_whitespace().collect();
    let option = case.split(' ').next()?;
    if words.is_empty()
        || !["-l", "-l9", "--list", "--list=9", "-L", "--table", "-t", "-p"].contains(&option)
    {
        return None;
    }
    let text = match case {
        "-l" | "--list" => names(&words),
        "-L" | "--table" | "-t" => table(&words),
        _ if words.len() > 30 => "the whole list".to_owned(),
        _ => words.into_iter().map(|word| pids.letter(word)).collect::<Vec<_>>().join(" "),
    };
    Some(format!("prints {text}"))
}

/// Judges whether these are names as POSIX wants them: in upper case, without SIG, nothing else,
/// none missing.
fn names(words: &[&str]) -> String {
    let is_name = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_uppercase())
            && !word.starts_with("SIG")
            && word.chars().all(|letter| {
                letter.is_ascii_uppercase() || letter.is_ascii_digit() || "+-".contains(letter)
            })
    };
    if let Some(other) = words.iter().find(|word| !is_name(word)) {
        return format!("{other}, which is no name");
    }
    match BASE_NAMES.split(' ').find(|name| !words.contains(name)) {
        Some(missing) => format!("names without {missing}"),
        None => "the names".to_owned(),
    }
}

/// Judges whether each name stands after its number.
fn table(words: &[&str]) -> String {
    let has = |number, name| words.windows(2).any(|pair| pair == [number, name]);
    if has("1", "HUP") && has("9", "KILL") && has("15", "TERM") {
        "a table".into()
    } else {
        words.join(" ")
    }
}

/// The signal that killed a victim in mode `default`.
fn death(who: &str, victim: &mut Victim) -> Option<String> {
    // It takes this if nothing has ended it before. (TERM and KILL decide at once what a process
    // dies of.)
    kill(Pid::from_raw(victim.pid), Signal::SIGUSR1).expect("a victim that is not reaped yet");
    match -victim.end() {
        libc::SIGUSR1 => None,
        number => Some(format!("{who} dies of {}", name(number))),
    }
}

/// The signals that a victim in mode `report` took since it was started, with the values that were
/// queued with them.
pub(super) fn taken(who: &str, victim: &mut Victim) -> Option<String> {
    let sentinel = victim.queue_sentinel();
    // The same signal twice may come once only.
    let mut signals = BTreeSet::new();
    loop {
        let reported = victim.next();
        match (reported.number, reported.code) {
            (number, code) if (number, code, reported.value) == sentinel => break,
            (number, libc::SI_QUEUE) => {
                signals.insert(format!("{}({})", name(number), reported.value))
            }
            (number, _) => signals.insert(name(number)),
        };
    }
    let signals: Vec<String> = signals.into_iter().collect();
    (!signals.is_empty()).then(|| format!("{who} gets {}", signals.join(" ")))
}

fn name(number: i32) -> String {
    match Signal::try_from(number) {
        Ok(signal) => signal.as_str().trim_start_matches("SIG").to_owned(),
        Err(_) => number.to_string(),
    }
}
