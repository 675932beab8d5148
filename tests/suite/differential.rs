//! Random command lines, run by a static build, which has `src/quick.rs` before libc, and by a
//! dynamic one, which has not: the exit status, the output and the system calls that send signals
//! are the same.
//!
//! SIGKIT_STATIC and SIGKIT_DYNAMIC name the builds:
//!
//! ```sh
//! cargo build --release
//! RUSTFLAGS= cargo build --release --target-dir target/dynamic
//! SIGKIT_STATIC=target/release/sigkit SIGKIT_DYNAMIC=target/dynamic/release/sigkit \
//!     SIGKIT_LINES=20000 cargo test --test suite differential
//! ```
#![cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
#![allow(unsafe_code)]

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::errno::Errno;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;
use proptest::collection::vec;
use proptest::prelude::{Just, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use crate::quick::{KILL_WORDS, TRAP_WORDS};
use crate::recorded::{Calls, Recorded, record};
use crate::support::*;

/// How many command lines are run unless SIGKIT_LINES says it.
const LINES: u32 = 2_000;

/// How often a line is run again whose results differ: what the machine did to one process does not
/// happen again, and what a build does happens each time.
const AGAIN: usize = 20;

/// Where standard output goes.
#[derive(Clone, Copy, Debug)]
enum Output {
    Pipe,
    Full,
    Closed,
}

/// The circumstances in which a command line is run.
#[derive(Clone, Debug)]
struct Surroundings {
    strict: Option<&'static str>,
    path: Option<&'static str>,
    output: Output,
    ignored: Option<i32>,
    blocked: Option<i32>,
}

#[derive(Clone, Debug)]
struct Case {
    /// argv, the program's name first.
    words: Vec<String>,
    surroundings: Surroundings,
    /// The result of the calls by which kill sends, for the process and its group.
    error: Option<Errno>,
}

/// Mostly nothing, sometimes one of these.
fn seldom<T: Clone + std::fmt::Debug + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop_oneof![9 => Just(None), 1 => select(values).prop_map(Some)]
}

fn surroundings() -> impl Strategy<Value = Surroundings> {
    // Longer than what the search for a program has room for before libc.
    static LONG: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| format!("/{}:/usr/bin:/bin", "a".repeat(600)));
    let long: &'static str = &LONG;
    let path = prop_oneof![
        8 => Just(Some("/usr/bin:/bin")),
        1 => Just(None),
        1 => select(vec!["", "/none", "/none::/bin", ":/none:/usr/bin", "/usr/bin/sh:/bin", long])
            .prop_map(Some),
    ];
    let output =
        prop_oneof![18 => Just(Output::Pipe), 1 => Just(Output::Full), 1 => Just(Output::Closed)];
    let ignored = seldom(&[libc::SIGCHLD, libc::SIGPIPE, libc::SIGHUP, libc::SIGTERM]);
    let blocked = seldom(&[libc::SIGTERM, libc::SIGCHLD, libc::SIGUSR1]);
    let strict = seldom(&["", "0", "1", "xsi", "nope"]);
    (strict, path, output, ignored, blocked).prop_map(|(strict, path, output, ignored, blocked)| {
        Surroundings { strict, path, output, ignored, blocked }
    })
}

impl Default for Surroundings {
    fn default() -> Surroundings {
        Surroundings {
            strict: None,
            path: Some("/usr/bin:/bin"),
            output: Output::Pipe,
            ignored: None,
            blocked: None,
        }
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Words of a vocabulary: of the plain forms only, or any.
fn words(
    vocabulary: &'static [&'static str],
    plain: usize,
    most: usize,
) -> impl Strategy<Value = Vec<String>> {
    // What waits for a process that never ends.
    let any: Vec<_> =
        vocabulary.iter().copied().filter(|word| !["-w", "-w5"].contains(word)).collect();
    prop_oneof![
        2 => vec(select(&vocabulary[..plain]), 0..most),
        1 => vec(select(any), 0..most),
    ]
    .prop_map(|words| owned(&words))
}

fn kill_lines() -> impl Strategy<Value = Vec<String>> {
    let names = select(vec![
        &["kill"][..],
        &["/usr/bin/kill"],
        &["sigkit", "kill"],
        &["./sigkit", "kill"],
        &["other", "kill"],
        &["other"],
    ]);
    (names, words(KILL_WORDS, 24, 5))
        .prop_map(|(name, words)| owned(name).into_iter().chain(words).collect())
}

/// Option letters that leave dispositions alone.
const OPTIONS: &[&str] = &["-k5", "-e", "-f", "-ef", "-k=1.5m", "-fk9"];

fn trap_lines() -> impl Strategy<Value = Vec<String>> {
    let names =
        select(vec![&["sigtrap"][..], &["/a/trap"], &["sigkit", "trap"], &["sigkit", "sigtrap"]]);
    let quiet = select(vec![
        &["true"][..],
        &["/bin/true", "--", ""],
        &["sh", "-c", "exit 7"],
        &["sh", "-c", "kill -TERM $$; exit 8"],
        &["grep", "-E", "^(Sig(Blk|Ign|Pnd)|ShdPnd)", "/proc/self/status"],
        &["env"],
        &["no-such-program"],
        &["/no/such/program"],
        &["/dev/null"],
        &["DIRECTORY/script", "a", "b"],
        &["DIRECTORY"],
        &[""],
    ]);
    // It ends by what trap passes on, or by what follows.
    let sends = select(vec![
        "kill -USR1 $PPID; exec sleep 60",
        "kill -TERM $PPID; exec sleep 60",
        "kill -HUP $PPID; exec sleep 60",
        "\"$0\" kill -q 7 -s USR2 $PPID; exec sleep 60",
        "\"$0\" kill -s RTMIN+1 $PPID; exec sleep 60",
    ]);
    let sends = sends.prop_map(|text| owned(&["sh", "-c", text, "SIGKIT"]));
    prop_oneof![
        3 => (names.clone(), words(TRAP_WORDS, 20, 5), quiet).prop_map(|(name, words, command)| {
            let separator = ["--".to_owned()];
            let all = owned(name).into_iter().chain(words).chain(separator);
            all.chain(owned(command)).collect()
        }),
        1 => (names, vec(select(OPTIONS), 1..3), sends).prop_map(|(name, words, command)| {
            let separator = ["--".to_owned()];
            let all = owned(name).into_iter().chain(owned(&words)).chain(separator);
            all.chain(command).collect()
        }),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    let lines = prop_oneof![3 => kill_lines(), 1 => trap_lines()];
    let error = seldom(&[Errno::ESRCH, Errno::EPERM, Errno::EINVAL, Errno::EACCES, Errno::EIO]);
    (lines, surroundings(), error, any::<bool>()).prop_map(|(words, around, error, plainly)| {
        // What is sent to trap is to end COMMAND.
        let plainly = plainly || words.iter().any(|word| word.contains("PPID"));
        let surroundings = if plainly { Surroundings::default() } else { around };
        Case { words, surroundings, error }
    })
}

/// The processes and files that the lines are about.
struct Stage {
    victim: i32,
    dead: String,
    directory: PathBuf,
}

impl Stage {
    fn fill(&self, words: &[String], program: &Path) -> Vec<String> {
        let fill = |word: &String| {
            word.replace("4321", &self.victim.to_string())
                .replace("999999", &self.dead)
                .replace("DIRECTORY", self.directory.to_str().expect("UTF-8"))
                .replace("SIGKIT", program.to_str().expect("UTF-8"))
        };
        words.iter().map(fill).collect()
    }

    fn run(&self, program: &Path, case: &Case) -> Recorded {
        let words = self.fill(&case.words, program);
        let mut command = Command::new(program);
        command.arg0(&words[0]).args(&words[1..]).env_clear().stdin(Stdio::null());
        command.current_dir(&self.directory);
        let Surroundings { strict, path, output, ignored, blocked } = case.surroundings;
        command.envs(strict.map(|level| ("SIGKIT_POSIX", level)));
        command.envs(path.map(|path| ("PATH", path)));
        match output {
            Output::Pipe | Output::Closed => command.stdout(Stdio::piped()),
            Output::Full => {
                let full = File::options().write(true).open("/dev/full").expect("/dev/full");
                command.stdout(full)
            }
        };
        // SAFETY: between fork and exec only signal(2), the calls for sets and close(2) are made.
        unsafe {
            command.pre_exec(move || {
                for signal in 1..libc::SIGRTMIN() {
                    libc::signal(signal, libc::SIG_DFL);
                }
                ignored.map(|signal| libc::signal(signal, libc::SIG_IGN));
                let mut set = std::mem::zeroed();
                libc::sigemptyset(&raw mut set);
                blocked.map(|signal| libc::sigaddset(&raw mut set, signal));
                libc::sigprocmask(libc::SIG_SETMASK, &raw const set, std::ptr::null_mut());
                if matches!(output, Output::Closed) {
                    libc::close(1);
                }
                Ok(())
            });
        }
        let answer = |target: i64| {
            case.error.filter(|_| target.abs() == i64::from(self.victim) || target == 0)
        };
        let is_trap =
            case.words[..2.min(case.words.len())].iter().any(|word| word.contains("trap"));
        let calls = if is_trap { Calls::CarriedOut } else { Calls::Answered(&answer) };
        record(&mut command, &calls)
    }
}

/// The processors that this process may use.
fn processors() -> Vec<usize> {
    let allowed = sched_getaffinity(Pid::from_raw(0)).expect("the processors");
    (0..CpuSet::count()).filter(|cpu| allowed.is_set(*cpu).is_ok_and(|is_set| is_set)).collect()
}

/// Keeps this thread, and so what it traces, on one processor: a stop that wakes another one takes
/// several times as long.
fn stay_on(processor: usize) {
    let mut one = CpuSet::new();
    one.set(processor).expect("a processor");
    sched_setaffinity(Pid::from_raw(0), &one).expect("the processor is allowed");
}

fn compare(lines: u32, builds: [&Path; 2], stage: &Stage) {
    let config = Config { cases: lines, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&cases(), |case| {
            let run = || builds.map(|build| stage.run(build, &case));
            let [quick, normal] = run();
            if quick != normal {
                for _ in 0..AGAIN {
                    let [quick, normal] = run();
                    assert_eq!(quick, normal, "{case:?}");
                }
                let reason = "differed once, and then no more";
                say_skipped(&format!("{case:?}: {reason}: {quick:?}, {normal:?}"));
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_build_with_the_plain_forms_before_libc_does_what_one_without_does() {
    let build =
        |name| std::env::var(name).ok().map(|path| std::path::absolute(path).expect("a path"));
    let (Some(quick), Some(normal)) = (build("SIGKIT_STATIC"), build("SIGKIT_DYNAMIC")) else {
        return skip("SIGKIT_STATIC and SIGKIT_DYNAMIC name no two builds");
    };
    let lines =
        std::env::var("SIGKIT_LINES").map_or(LINES, |lines| lines.parse().expect("a number"));
    in_pid_namespace(
        "differential::a_build_with_the_plain_forms_before_libc_does_what_one_without_does",
        || {
            let victim = Victim::start("report");
            let directory = TemporaryDirectory::new();
            let script = directory.path.join("script");
            std::fs::write(&script, "echo \"$0\" \"$@\"; exit 5\n").expect("a script");
            std::fs::set_permissions(&script, Permissions::from_mode(0o755)).expect("permissions");
            let stage =
                Stage { victim: victim.pid, dead: dead_pid(), directory: directory.path.clone() };
            let (stage, builds) = (&stage, [quick.as_path(), &normal]);
            let processors = processors();
            let each = lines.div_ceil(processors.len() as u32);
            std::thread::scope(|scope| {
                for processor in processors {
                    scope.spawn(move || {
                        stay_on(processor);
                        compare(each, builds, stage);
                    });
                }
            });
        },
    );
}
