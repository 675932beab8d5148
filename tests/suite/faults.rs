//! Faults: each system call of kill and of trap fails, in each of their modes, with errors that the
//! kernel, a limit or a sandbox may give. No process is ever signalled but those that were meant,
//! and by no signal but the one that was meant; nothing hangs, nothing stays stopped, and what was
//! not done is said, and is a status other than 0.
//!
//! Here it is a part of all that can fail, spread evenly. SIGKIT_FAULTS=all, which .ci/run --all
//! sets, makes it all.
// The calls and their registers are x86-64's; libc has no PTRACE_GET_SYSCALL_INFO for musl.
#![cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
#![allow(unsafe_code)]

mod stage;
mod tracer;

use libc::{SIGABRT, SIGCONT, SIGKILL, SIGPIPE, SIGSTOP, SIGTERM, SIGUSR1};
use nix::errno::Errno;

use crate::support::*;
use stage::Stage;
use tracer::{Fault, Program, Relation, Sent, Traced};

const ERRORS: [Errno; 5] =
    [Errno::ENOMEM, Errno::EINTR, Errno::EMFILE, Errno::EPERM, Errno::ENOSYS];

/// How many runs a test has, unless SIGKIT_FAULTS says all.
const SHARE: usize = 100;

/// A command line, and what it does if no call fails.
struct Mode {
    /// The command, and its words; what stands in braces is filled in by the stage.
    words: &'static [&'static str],
    /// The signals that it may send, each to these processes; -P is the group of P, c is a process
    /// that it started, or a descendant of one.
    sends: &'static [(&'static str, i32)],
    /// The processes that end by them.
    ends: &'static str,
    status: i32,
}

/// Something that is wrong, and known: every run that meets it says so.
struct Known {
    /// A part of the command line.
    line: &'static str,
    /// The calls that fail.
    calls: &'static [i64],
    /// The beginning of what is wrong.
    wrong: &'static str,
}

/// Known faults. Each look asks whether /proc is that of this PID namespace, and a link that cannot
/// be read is taken for another's. A disposition of its own that sigtrap cannot read is left out.
const KNOWN: &[Known] = &[
    Known { line: "fault-", calls: &[libc::SYS_readlink], wrong: "status 0, but" },
    Known { line: "--session-of", calls: &[libc::SYS_readlink], wrong: "status 0, but" },
    Known { line: "--tree", calls: &[libc::SYS_readlink], wrong: "status 0, but" },
    Known { line: "--descendants", calls: &[libc::SYS_readlink], wrong: "status 0, but" },
    Known { line: "sigtrap", calls: &[libc::SYS_rt_sigaction], wrong: "status 0, but it prints" },
];

/// The words that find processes by looking at all.
const LOOKING: &[&str] = &["fault-", "--session-of", "--tree", "--descendants"];

/// True if a fault hides a process from what looks for it, as a mount option of /proc does
/// (hidepid of proc(5)): such a process is not selected.
fn hides(line: &str, call: i64, error: Errno) -> bool {
    let looks = [libc::SYS_read, libc::SYS_openat, libc::SYS_getdents64, libc::SYS_newfstatat];
    error == Errno::EPERM && looks.contains(&call) && LOOKING.iter().any(|part| line.contains(part))
}

const NOTHING: &[(&str, i32)] = &[];

const fn mode(
    words: &'static [&'static str],
    sends: &'static [(&'static str, i32)],
    ends: &'static str,
) -> Mode {
    Mode { words, sends, ends, status: 0 }
}

/// Prints something, and sends nothing.
const fn prints(words: &'static [&'static str]) -> Mode {
    mode(words, NOTHING, "")
}

const PLAIN: &[Mode] = &[
    mode(&["kill", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "-s", "USR1", "{P}", "{Q}"], &[("PQ", SIGUSR1)], "PQ"),
    mode(&["kill", "-KILL", "--", "-{P}", "{Q}"], &[("-PQ", SIGKILL)], "PCDQ"),
    mode(&["kill", "-q", "5", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "--verbose", "-s", "USR1", "{P}", "{Q}"], &[("PQ", SIGUSR1)], "PQ"),
    mode(&["kill", "--posix", "-s", "TERM", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "fault-victim"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "-a", "-s", "USR1", "fault-child", "{Q}"], &[("CDQ", SIGUSR1)], "CDQ"),
];

const GUARDED: &[Mode] = &[
    mode(&["kill", "--if-name", "fault-victim", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "--if-user", "0", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "--started-after", "1h", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "--started-before", "@1", "{P}"], NOTHING, "").with_status(1),
    mode(&["kill", "--if-name", "other", "{P}"], NOTHING, "").with_status(1),
    mode(&["kill", "-r", "{P}"], NOTHING, "").with_status(1),
    mode(&["kill", "--pidfile", "{FILE}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "--group-of", "{C}"], &[("PCD", SIGTERM), ("-P", SIGTERM)], "PCD"),
    mode(&["kill", "--session-of", "{C}"], &[("PCD", SIGTERM)], "PCD"),
];

const FOLLOWING: &[Mode] = &[
    mode(&["kill", "-w", "{P}"], &[("P", SIGTERM)], "P"),
    mode(&["kill", "-w9s", "-s", "USR1", "{P}", "{Q}"], &[("PQ", SIGUSR1)], "PQ"),
    mode(&["kill", "-w", "-KILL", "--", "-{P}"], &[("-P", SIGKILL), ("PCD", SIGKILL)], "PCD"),
    mode(&["kill", "-k", "TERM/20ms/KILL", "{Q}"], &[("Q", SIGTERM), ("Q", SIGKILL)], "Q"),
    mode(
        &["kill", "--timeout", "20", "KILL", "-w2s", "{Q}", "{P}"],
        &[("PQ", SIGTERM), ("PQ", SIGKILL)],
        "PQ",
    ),
    mode(&["kill", "-q1", "-k", "TERM/20ms/KILL", "{Q}"], &[("Q", SIGTERM), ("Q", SIGKILL)], "Q"),
];

const TREES: &[Mode] = &[
    mode(&["kill", "--tree", "{P}"], IN_A_TREE, "PCD"),
    mode(&["kill", "--descendants", "{P}"], IN_A_TREE, "CD"),
    mode(&["kill", "--tree", "-w2s", "{P}"], IN_A_TREE, "PCD"),
    mode(&["kill", "--tree", "-q3", "{P}", "{C}"], IN_A_TREE, "PCD"),
    mode(
        &["kill", "--tree", "-k", "TERM/20ms/KILL", "{P}", "{Q}"],
        &[("PCDQ", SIGTERM), ("PCDQ", SIGKILL), ("PCDQ", SIGSTOP), ("PCDQ", SIGCONT)],
        "PCDQ",
    ),
    mode(&["kill", "--tree", "fault-victim"], IN_A_TREE, "PCD"),
];

const IN_A_TREE: &[(&str, i32)] = &[("PCD", SIGTERM), ("PCD", SIGSTOP), ("PCD", SIGCONT)];

const PRINTING: &[Mode] = &[
    prints(&["kill", "-p", "fault-child", "{P}"]),
    prints(&["kill", "--dry-run", "-s", "HUP", "{P}", "fault-stubborn"]),
    prints(&["kill", "--dry-run", "--tree", "-k", "TERM/5s/KILL", "{P}"]),
    prints(&["kill", "-l"]),
    prints(&["kill", "-l", "143", "9"]),
    prints(&["kill", "-L"]),
    prints(&["kill", "-t"]),
    prints(&["kill", "--explain", "137"]),
    prints(&["kill", "-d", "{Q}"]),
    prints(&["kill", "--help"]),
    prints(&["sigtrap", "-l"]),
    prints(&["sigtrap"]),
    prints(&["sigtrap", "-p", "HUP", "INT"]),
    prints(&["sigtrap", "-P", "{Q}", "--json"]),
    prints(&["sigtrap", "-P", "{Q}", "--table"]),
    prints(&["sigkit", "--list"]),
];

const EXECUTING: &[Mode] = &[
    mode(&["sigtrap", "", "HUP", "--", "true"], NOTHING, ""),
    mode(&["sigtrap", "-", "HUP", "--", "no-such-program"], NOTHING, "").with_status(127),
    mode(&["sigtrap", "--block", "USR1", "--", "sh", "-c", "exit 7"], NOTHING, "").with_status(7),
    mode(&["sigtrap", "--die-with-parent", "--", "true"], NOTHING, ""),
];

/// COMMAND of these is a process of its own. Where it waits to be ended, a second signal comes late
/// enough to be none of those that are meant, and early enough to be waited for.
const SUPERVISING: &[Mode] = &[
    mode(&["sigtrap", "true", "EXIT", "--", "sh", "-c", "exit 7"], NOTHING, "").with_status(7),
    mode(&["sigtrap", "-t4s", "-e", "-k", "5", "--", "sh", "-c", ENDS_TRAP], TO_COMMAND, "")
        .with_status(143),
    mode(&["sigtrap", "-t20ms", "--schedule", "TERM/2s/KILL", "--", "sleep", "60"], TO_COMMAND, "")
        .with_status(124),
    mode(
        &["sigtrap", "-gt4s", "-m", "TERM:USR1", "-e", "--", "sh", "-c", ENDS_TRAP],
        &[("-c", SIGUSR1), ("-c", SIGTERM), ("-c", SIGCONT)],
        "",
    )
    .with_status(138),
    mode(&["sigtrap", "-t4s", "--tree", "-e", "--", "sh", "-c", ENDS_TRAP], IN_ITS_TREE, "")
        .with_status(143),
    mode(&["sigtrap", "--init", "--", "sh", "-c", "true & exit 3"], NOTHING, "").with_status(3),
];

const ENDS_TRAP: &str = "kill -TERM $PPID; sleep 60; exit";
const TO_COMMAND: &[(&str, i32)] = &[("c", SIGTERM), ("c", SIGCONT), ("c", SIGKILL)];
const IN_ITS_TREE: &[(&str, i32)] = &[("c", SIGTERM), ("c", SIGCONT), ("c", SIGSTOP)];

impl Mode {
    const fn with_status(self, status: i32) -> Mode {
        Mode { status, ..self }
    }

    fn program(&self, stage: &Stage) -> Program {
        let words: Vec<String> = self.words.iter().map(|word| stage.fill(word)).collect();
        Program::new(sigkit_path(), &words)
    }

    fn may_send(&self, stage: &Stage, sent: &Sent) -> bool {
        if sent.relation == Relation::Itself && [SIGABRT, SIGPIPE].contains(&sent.signal) {
            return true;
        }
        // One that is to continue what is stopped, should kill be ended, is over with kill's work.
        if sent.relation == Relation::Fork && sent.signal == SIGKILL {
            return true;
        }
        self.sends.iter().filter(|(_, signal)| *signal == sent.signal).any(|(roles, _)| {
            let group = roles.starts_with('-');
            roles.trim_start_matches('-').chars().any(|role| match role {
                'c' => sent.relation == Relation::Descendant && (group || sent.target > 0),
                _ => {
                    stage.pid(role) == sent.target
                        || group && role == 'P' && stage.pid(role) == -sent.target
                }
            })
        })
    }

    /// The faults in the result of a run.
    fn complaints(&self, stage: &Stage, traced: &Traced, usual: Option<&str>) -> Vec<String> {
        let mut wrong = Vec::new();
        for sent in traced.sent.iter().filter(|sent| !self.may_send(stage, sent)) {
            wrong.push(format!("sends what it may not: {sent:?}"));
        }
        if stage.has_ended('W') {
            wrong.push("the witness has ended".to_owned());
        }
        match traced.status {
            None => wrong.push("hangs".to_owned()),
            Some(status) if status == self.status => {
                let left = stage.not_ended(self.ends);
                if !left.is_empty() {
                    wrong.push(format!("status {status}, but {left} did not end"));
                }
                // A disposition that cannot be read is printed as unknown.
                let is_usual = |usual| usual == traced.stdout || traced.stdout.contains("unknown");
                if !usual.is_none_or(is_usual) {
                    wrong.push(format!("status {status}, but it prints {:?}", traced.stdout));
                }
            }
            // It is the status of COMMAND, which has not got the signal.
            Some(0) if self.words[0] != "sigtrap" || traced.stderr.is_empty() => {
                wrong.push("status 0".to_owned());
            }
            Some(_) => {
                let writes = traced.failed.is_some_and(|call| {
                    [libc::SYS_write, libc::SYS_writev].contains(&call.number)
                        && call.arguments[0] == 2
                });
                // A forecast is what it prints.
                let foretells = self.words.contains(&"--dry-run") && !traced.stdout.is_empty();
                if traced.stderr.is_empty() && !writes && !foretells {
                    wrong.push(format!("status {:?} without a diagnostic", traced.status));
                }
            }
        }
        if traced.status.is_some() {
            // What is said to be so does not change any more.
            let is_said = traced.stderr.contains("cannot be continued");
            let stopped = stage.stopped(is_said);
            if !stopped.is_empty() {
                wrong.push(format!("stays stopped: {stopped}"));
            }
        }
        wrong
    }
}

/// One run on a stage of its own: what came of it, and what is wrong with that.
fn run(
    mode: &Mode,
    stage: &mut Stage,
    fault: Option<Fault>,
    usual: Option<&str>,
) -> (Traced, Vec<String>) {
    let traced = mode.program(stage).run(fault);
    let wrong = mode.complaints(stage, &traced, usual);
    stage.clear();
    stage.set();
    (traced, wrong)
}

/// Lets waitpid(2) look at the clock every second: by a signal to this thread.
fn interrupt_waits() {
    extern "C" fn nothing(_: libc::c_int) {}
    // SAFETY: the handler does nothing; the structures are initialised.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = nothing as extern "C" fn(libc::c_int) as libc::sighandler_t;
        libc::sigaction(libc::SIGALRM, &raw const action, std::ptr::null_mut());
        let mut event: libc::sigevent = std::mem::zeroed();
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = libc::SIGALRM;
        event.sigev_notify_thread_id = libc::gettid();
        let mut timer = std::mem::zeroed();
        let made = libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer);
        assert_eq!(made, 0, "timer_create");
        let second = libc::timespec { tv_sec: 1, tv_nsec: 0 };
        let times = libc::itimerspec { it_interval: second, it_value: second };
        let set = libc::timer_settime(timer, 0, &raw const times, std::ptr::null_mut());
        assert_eq!(set, 0, "timer_settime");
    }
}

/// The runs of a test: every call of every mode, with every error; or a part of them, spread
/// evenly.
fn faults(modes: &'static [Mode], calls: &[usize]) -> Vec<(&'static Mode, usize, Fault)> {
    let all: Vec<_> = modes
        .iter()
        .zip(calls)
        .enumerate()
        .flat_map(|(place, (mode, calls))| {
            (0..*calls)
                .flat_map(move |call| ERRORS.map(|error| (mode, place, Fault { call, error })))
        })
        .collect();
    if std::env::var_os("SIGKIT_FAULTS").is_some_and(|value| value == "all") {
        return all;
    }
    // No multiple of the number of errors, so that each has its turn.
    let mut stride = all.len().div_ceil(SHARE).max(1);
    if stride > 1 && stride % ERRORS.len() == 0 {
        stride += 1;
    }
    all.into_iter().step_by(stride).collect()
}

fn sweep(test: &str, modes: &'static [Mode]) {
    if emulated(NO_PTRACE) {
        return;
    }
    in_pid_namespace(test, || {
        interrupt_waits();
        let mut stage = Stage::new();
        let mut usual = Vec::new();
        for mode in modes {
            let (traced, wrong) = run(mode, &mut stage, None, None);
            assert!(
                wrong.is_empty() && traced.status == Some(mode.status),
                "{:?} without a fault: {wrong:?} {traced:#?}",
                mode.words
            );
            usual.push(traced);
        }
        let calls: Vec<usize> = usual.iter().map(|traced| traced.calls).collect();
        let mut found = Vec::new();
        for (mode, place, fault) in faults(modes, &calls) {
            // What speaks of process IDs differs from run to run.
            let prints_pids = mode.words.iter().any(|word| word.contains('{'));
            let usual = (!prints_pids).then_some(usual[place].stdout.as_str());
            let (traced, mut wrong) = run(mode, &mut stage, Some(fault), usual);
            let Some(failed) = traced.failed else { continue };
            let line = mode.words.join(" ");
            if hides(&line, failed.number, fault.error) {
                wrong.retain(|wrong| !wrong.starts_with("status 0, but"));
            }
            for wrong in wrong {
                let is_known = KNOWN.iter().any(|known| {
                    line.contains(known.line)
                        && known.calls.contains(&failed.number)
                        && wrong.starts_with(known.wrong)
                });
                let text = format!(
                    "{line}: call {} (number {}) fails with {:?}: {wrong}; status {:?}, {:?}",
                    fault.call, failed.number, fault.error, traced.status, traced.stderr
                );
                match is_known {
                    true => say_skipped(&format!("known to be wrong: {text}")),
                    false => found.push(text),
                }
            }
        }
        stage.clear();
        assert!(found.is_empty(), "{} wrong\n{}", found.len(), found.join("\n"));
    });
}

#[test]
fn kill() {
    sweep("faults::kill", PLAIN);
}

#[test]
fn kill_with_guards() {
    sweep("faults::kill_with_guards", GUARDED);
}

#[test]
fn kill_that_waits() {
    sweep("faults::kill_that_waits", FOLLOWING);
}

#[test]
fn kill_of_trees() {
    sweep("faults::kill_of_trees", TREES);
}

#[test]
fn what_prints() {
    sweep("faults::what_prints", PRINTING);
}

#[test]
fn trap_that_executes() {
    sweep("faults::trap_that_executes", EXECUTING);
}

#[test]
fn trap_that_supervises() {
    sweep("faults::trap_that_supervises", SUPERVISING);
}
