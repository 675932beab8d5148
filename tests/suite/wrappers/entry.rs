//! The program's inheritance, the report of its end, and the wrapper while nothing happens.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::time::{Duration, Instant};

use super::outcomes::Measured;
use super::rows::{NONE, SEES_END, Wrapper};
use super::sent::names;
use super::stage::*;

pub(super) fn measure(stage: &mut Stage, wrapper: &Wrapper, measured: &mut Measured) {
    let mut play = |key, outcome: &mut dyn FnMut(&mut Stage) -> String| {
        let outcome = outcome(stage);
        stage.clear();
        measured.push((key, outcome));
    };
    let plain = wrapper.plain;
    play("default", &mut |stage| inherited(stage, plain, &[(0, 0)]));
    play("ignored", &mut |stage| inherited(stage, plain, &[(MOST_SIGNALS, 0)]));
    play("blocked", &mut |stage| inherited(stage, plain, &[(0, MOST_SIGNALS)]));
    play("libc", &mut |stage| inherited(stage, plain, &[(LIBCS_OWN, 0), (0, LIBCS_OWN)]));
    play("hangup", &mut |stage| hangup(stage, plain));
    play("descriptors", &mut |stage| {
        let ended = stage.run(&[plain, &["probe", "descriptors"]].concat()).end();
        descriptors(stage, ended, " 0 1 2")
    });
    play("closed", &mut |stage| {
        let script = ["sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"];
        let ended = stage.run(&[&script, plain, &["probe", "descriptors"]].concat()).end();
        descriptors(stage, ended, "")
    });
    let waits = wrapper.waits();
    play("held-output", &mut |stage| held(stage, waits, "1"));
    play("held-other", &mut |stage| held(stage, waits, "3"));
    play("held-directory", &mut |stage| directory(stage, waits));
    play("listening", &mut |stage| listening(stage, waits));
    play("exits", &mut |stage| statuses(stage, plain, 0));
    play("chld", &mut |stage| statuses(stage, plain, bit(libc::SIGCHLD)));
    play("deaths", &mut |stage| deaths(stage, plain));
    play("missing", &mut |stage| started(stage, plain, "/nonexistent/program"));
    play("directory", &mut |stage| started(stage, plain, "/"));
    play("permission", &mut |stage| {
        let path = file(stage, "exit 0\n", 0o644);
        started(stage, plain, &path)
    });
    play("script", &mut |stage| {
        let path = file(stage, "echo ran >$LOG\nexit 7\n", 0o755);
        let status = started(stage, plain, &path);
        match (stage.lines().as_slice(), status.as_str()) {
            ([line], "7") if line == "ran" => "runs".to_owned(),
            _ => format!("status {status}"),
        }
    });
}

/// The signals that are blocked, ignored and caught in the program, in each case of those that were
/// ignored and blocked before.
fn inherited(stage: &mut Stage, words: &[&str], cases: &[(u64, u64)]) -> String {
    let mut changes = Vec::new();
    for (ignored, blocked) in cases {
        let mut running = stage.run_with(&[words, &["probe", "show"]].concat(), *ignored, *blocked);
        quiet();
        let lines = stage.lines();
        let [line] = lines.as_slice() else {
            return format!("not started, status {:?}", running.ended());
        };
        let words: Vec<&str> = line.split(' ').collect();
        let mask = |place: usize| u64::from_str_radix(words[place], 16).expect("a mask");
        for (now, before, what) in
            [(mask(1), *blocked, "blocked"), (mask(3), *ignored, "ignored"), (mask(5), 0, "caught")]
        {
            let added = members(now & !before);
            let lost = members(before & !now);
            for (numbers, which_way) in [(added, ""), (lost, "not ")] {
                if !numbers.is_empty() {
                    let change = format!("{} {which_way}{what}", few(&numbers));
                    if !changes.contains(&change) {
                        changes.push(change);
                    }
                }
            }
        }
    }
    match changes.is_empty() {
        true => "unchanged".to_owned(),
        false => changes.join(", "),
    }
}

/// Their names, or how many.
fn few(numbers: &[i32]) -> String {
    match numbers.len() {
        0..=8 => names(numbers),
        many => format!("{many} of 62"),
    }
}

fn members(mask: u64) -> Vec<i32> {
    (1..=64).filter(|number| mask & bit(*number) != 0).collect()
}

/// A program that was started to ignore HUP and a HUP to its wrapper.
fn hangup(stage: &mut Stage, words: &[&str]) -> String {
    let mut running =
        stage.run_with(&[words, &["probe", "default"]].concat(), bit(libc::SIGHUP), 0);
    let ready = stage.ready().expect("the probe");
    quiet();
    send(running.pid(), libc::SIGHUP);
    quiet();
    match (is_alive(ready.pid), running.ended()) {
        (true, None) => "changes nothing".to_owned(),
        (true, Some(_)) => "orphans it".to_owned(),
        (false, _) => "ends it".to_owned(),
    }
}

#[track_caller]
fn send(pid: i32, signal: i32) {
    // SAFETY: the process is in this test's namespace.
    assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
}

fn descriptors(stage: &mut Stage, status: i32, expected: &str) -> String {
    let lines = stage.lines();
    match (lines.as_slice(), status) {
        ([line], 7) if *line == format!("descriptors{expected}") => "unchanged".to_owned(),
        ([line], 7) => line.trim_start_matches("descriptors ").to_owned() + " open",
        _ => format!("is not started, status {status}"),
    }
}

/// Shows whether the reader of a descriptor that the program closes sees the end.
fn held(stage: &mut Stage, words: &[&str], descriptor: &str) -> String {
    let path = stage.directory.path.join(format!("held-{descriptor}"));
    nix::unistd::mkfifo(&path, nix::sys::stat::Mode::from_bits_truncate(0o600)).expect("a FIFO");
    let reader = File::options().read(true).custom_flags(libc::O_NONBLOCK).open(&path);
    let mut reader = reader.expect("the FIFO");
    let script = format!("exec {descriptor}>{}; exec \"$@\"", path.display());
    let words =
        [&["sh", "-c", script.as_str(), "sh"], words, &["probe", "let-go", descriptor]].concat();
    let _running = stage.run(&words);
    stage.ready().expect("the probe");
    quiet();
    match reader.read(&mut [0; 1]) {
        Ok(0) => SEES_END.to_owned(),
        Err(error) if error.kind() == ErrorKind::WouldBlock => "waits on".to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Where a wrapper is that waits.
fn directory(stage: &mut Stage, words: &[&str]) -> String {
    let running = stage.run(&[words, &["probe", "default"]].concat());
    let ready = stage.ready().expect("the probe");
    quiet();
    let of = |pid| std::fs::read_link(format!("/proc/{pid}/cwd")).expect("its own");
    match ready.pid == running.pid() {
        true => NONE.to_owned(),
        false if of(running.pid()) == of(ready.pid) => "is held".to_owned(),
        false => "is left".to_owned(),
    }
}

/// The process that the variable names that named the wrapper.
fn listening(stage: &mut Stage, words: &[&str]) -> String {
    let script = ["sh", "-c", "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\"", "sh"];
    stage.run(&[&script, words, &["probe", "listening"]].concat()).end();
    match stage.line().as_str() {
        "listening yes" => "the program".to_owned(),
        "listening no" => "the wrapper".to_owned(),
        other => panic!("{other}"),
    }
}

fn statuses(stage: &mut Stage, words: &[&str], ignored: u64) -> String {
    let mut wrong = Vec::new();
    for status in [0, 1, 2, 7, 124, 125, 126, 127, 128, 129, 143, 255] {
        let mut running =
            stage.run_with(&[words, &["probe", "exit", &status.to_string()]].concat(), ignored, 0);
        let Some(ended) = running.end_or_hang() else { return "hangs".to_owned() };
        if ended != status {
            wrong.push((status, ended));
        }
    }
    match wrong.as_slice() {
        [] => "N".to_owned(),
        [(_, first), rest @ ..]
            if rest.len() > 8 && rest.iter().all(|(_, other)| other == first) =>
        {
            first.to_string()
        }
        wrong => wrong
            .iter()
            .map(|(status, ended)| format!("{ended} for {status}"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// The signals that end a process by default.
fn deadly() -> impl Iterator<Item = i32> {
    use libc::{SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH};
    let harmless = [SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH];
    (1..=64).filter(move |number| !harmless.contains(number))
}

/// The wrapper's end, by the signal that ended the program.
fn deaths(stage: &mut Stage, words: &[&str]) -> String {
    let (mut by_it, mut status, mut bare, mut other) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in deadly() {
        match stage.status(&[words, &["probe", "die", &number.to_string()]].concat()) {
            ended if ended == -number => by_it.push(number),
            ended if ended == 128 + number => status.push(number),
            ended if ended == number => bare.push(number),
            ended => other.push(format!("{ended} for {}", names(&[number]))),
        }
    }
    let mut parts = Vec::new();
    for (numbers, what) in [(&by_it, "dies by S"), (&status, "exits 128+S"), (&bare, "exits S")] {
        match numbers.as_slice() {
            [] => {}
            numbers if numbers.len() > 28 => parts.insert(0, what.to_owned()),
            numbers => parts.push(format!("{what} for {}", names(numbers))),
        }
    }
    parts.extend(other);
    parts.join(", ")
}

/// Without a wrapper it is a shell that starts a file: only that has a status if it cannot.
fn started(stage: &mut Stage, words: &[&str], path: &str) -> String {
    let words = if words.is_empty() { &["sh", "-c", "exec \"$0\""] } else { words };
    stage.status(&[words, &[path]].concat()).to_string()
}

fn file(stage: &Stage, text: &str, mode: u32) -> String {
    let path = stage.directory.path.join(format!("file-{mode:o}"));
    std::fs::write(&path, text).expect("the file is written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    path.to_str().expect("UTF-8").to_owned()
}

/// A wrapper with a program that sleeps, while other things are measured.
pub(super) struct Idle {
    pid: i32,
    program: i32,
    switches: u64,
    start: Instant,
}

impl Idle {
    pub(super) fn start(stage: &mut Stage, wrapper: &Wrapper) -> Idle {
        let running = stage.run(&[wrapper.plain, &["probe", "default"]].concat());
        let ready = stage.ready().expect("the probe");
        stage.spare(ready);
        quiet();
        let switches = process(running.pid()).expect("it is there").switches;
        Idle { pid: running.pid(), program: ready.pid, switches, start: Instant::now() }
    }

    /// How often it woke up; the longer it is watched the surer is the answer, and three seconds
    /// are enough to see who looks about every second.
    pub(super) fn outcome(self) -> String {
        const LEAST: Duration = Duration::from_millis(3200);
        if self.pid == self.program {
            return NONE.to_owned();
        }
        std::thread::sleep(LEAST.saturating_sub(self.start.elapsed()));
        let woken = process(self.pid).expect("it is there").switches - self.switches;
        match woken as f64 / self.start.elapsed().as_secs_f64() {
            0.0 => "none".to_owned(),
            rate if rate > 0.5 => format!("{rate:.0} a second"),
            _ => format!("{woken}"),
        }
    }
}
