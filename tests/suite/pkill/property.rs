//! Random command lines to pgrep and pkill: pkill signals the processes that pgrep prints.
//!
//! SIGKIT_LINES says how many, 10,000 by `.ci/run --all`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::process::Command;

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use super::{command, inside};
use crate::support::*;

/// The words that both take. `@` stands for the number of a process, `$` for that of the test.
const ASKED: &[&[&str]] = &[
    &["sigkit"],
    &["sigkit"],
    &["^sigkit-a"],
    &["sigkit-(a|b)"],
    &["sigkit-c$"],
    &["SIGKIT"],
    &["."],
    &[".*"],
    &[""],
    &["a*"],
    &["|"],
    &["a|"],
    &["x?"],
    &["1"],
    &["12345"],
    &["["],
    &["suite|sigkit"],
    &["unshare"],
    &["sigkit-with-a-long-name-1"],
    &["sigkit-with-a-l"],
    &["--", "-x"],
    &["--", "-9"],
    &["--", "sigkit"],
    &["-f"],
    &["-x"],
    &["-xf"],
    &["-i"],
    &["-n"],
    &["-o"],
    &["-A"],
    &["-H"],
    &["-L"],
    &["--with-ancestors"],
    &["--literal"],
    &["--inverse"],
    &["--no-zombies"],
    &["--own-ns"],
    &["-u", "0"],
    &["-U", "root,0"],
    &["-u", "no:such:user"],
    &["-G", "0"],
    &["-P", "$"],
    &["-P", "0"],
    &["-p", "@"],
    &["-p", "@,1"],
    &["-p", "0"],
    &["-g", "@"],
    &["-g", "0"],
    &["-s", "0"],
    &["-s", "$"],
    &["-t", "-"],
    &["-t", "pts/0"],
    // One that reports runs.
    &["-r", "RSD"],
    &["-r", "Z"],
    &["-O", "0"],
    &["--newer", "1h"],
    &["--name", "sigkit-a"],
    &["--name", ""],
    &["--name", "sigkit-with-a-long-name-2"],
    &["--exe", "/proc/self/exe"],
    &["--cwd", "/"],
    &["--env", "SIGKIT_VICTIM=report"],
    &["--env", "SIGKIT_VICTIM"],
    &["--ns", "$"],
    &["--rss", "1"],
    &["--rss", "-1G"],
    &["-F", "/dev/null"],
    &["-c"],
];

/// The words of pkill alone. No signal ends a victim, which blocks all, or the test, which is the
/// first process of its namespace.
const ORDERED: &[&[&str]] = &[
    &["-USR1"],
    &["-hup"],
    &["-10"],
    &["-int"],
    &["-io"],
    &["-TREM"],
    &["--signal", "TERM"],
    &["--signal=USR2"],
    &["-0"],
    &["-e"],
    &["-q", "7"],
    &["-q", "x"],
    &["-v"],
    &["-l"],
    &["-m"],
    &["-I"],
    &["--strict"],
    &["--dry-run"],
    &["--json"],
    &["--verbose"],
    &["--wait=0"],
    &["--timeout", "1", "HUP"],
    &["-k", "HUP/1ms/USR1"],
    &["-k", "0"],
];

/// Words in groups, and for each whether pgrep takes it, too.
type Line = Vec<(bool, &'static [&'static str])>;

fn lines() -> impl Strategy<Value = Line> {
    let asked = vec(select(ASKED).prop_map(|words| (true, words)), 1..5);
    let ordered = vec(select(ORDERED).prop_map(|words| (false, words)), 0..3);
    (asked, ordered)
        .prop_map(|(asked, ordered)| asked.into_iter().chain(ordered).collect::<Line>())
        .prop_shuffle()
        // What stands after -- is no option to either.
        .prop_map(|mut line| {
            line.sort_by_key(|(_, words)| words[0] == "--");
            line
        })
}

fn words(line: &Line, of_both: bool, pid: i32) -> Vec<String> {
    let wanted = line.iter().filter(|(both, _)| *both || !of_both);
    let words = wanted.flat_map(|(_, words)| words.iter());
    let own = std::process::id().to_string();
    words.map(|word| word.replace('@', &pid.to_string()).replace('$', &own)).collect()
}

/// The victims that have got a signal since this was asked last.
fn signalled(victims: &mut [(Victim, TemporaryDirectory)]) -> BTreeSet<i32> {
    let mut got = BTreeSet::new();
    for (victim, _) in victims {
        let sentinel = victim.queue_sentinel();
        loop {
            let next = victim.next();
            if (next.number, next.code, next.value) == sentinel {
                break;
            }
            got.insert(victim.pid);
        }
    }
    got
}

#[test]
fn p1_x4_whom_pkill_signals_pgrep_prints() {
    const NAMES: [&str; 6] = [
        "sigkit-a",
        "sigkit-b",
        "sigkit-c",
        "SIGKIT-12345",
        "sigkit-with-a-long-name-1",
        "sigkit-with-a-long-name-2",
    ];
    inside("pkill::property::p1_x4_whom_pkill_signals_pgrep_prints", || {
        let victims: Vec<_> = NAMES.iter().map(|name| Victim::named(name)).collect();
        let pid = victims[1].0.pid;
        let victims = RefCell::new(victims);
        let cases = std::env::var("SIGKIT_LINES").ok().and_then(|lines| lines.parse().ok());
        // .ci asks for more of what costs less: half of that are processes here.
        let config = Config {
            cases: cases.map_or(300, |cases: u32| cases / 2),
            failure_persistence: None,
            max_shrink_iters: 50,
            ..Config::default()
        };
        let (hits, refused) = (Cell::new(0), Cell::new(0));
        TestRunner::new(config)
            .run(&lines(), |line| {
                let mut pgrep = Command::new(sigkit_path());
                let printed = Ran::of(
                    pgrep.arg("pgrep").args(words(&line, true, pid)).env_remove("POSIXLY_CORRECT"),
                );
                let mut printed: BTreeSet<i32> =
                    printed.stdout.lines().filter_map(|line| line.parse().ok()).collect();
                // -c prints how many there are.
                if line.iter().any(|(_, words)| words[0] == "-c") {
                    let mut pgrep = Command::new(sigkit_path());
                    let words = words(&line, true, pid).into_iter().filter(|word| word != "-c");
                    let all = Ran::of(pgrep.arg("pgrep").args(words)).stdout;
                    printed = all.lines().filter_map(|line| line.parse().ok()).collect();
                }
                let ran = Ran::of(command().args(words(&line, false, pid)));
                let got = signalled(&mut victims.borrow_mut());
                hits.set(hits.get() + u32::from(!got.is_empty()));
                refused.set(refused.get() + u32::from(ran.status == 2));
                proptest::prop_assert!(got.is_subset(&printed), "{line:?}: {got:?}, {printed:?}");
                proptest::prop_assert!(
                    got.is_empty() || matches!(ran.status, 0 | 64 | 124),
                    "{line:?}: {ran:?}"
                );
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{error}"));
        let (hits, refused) = (hits.get(), refused.get());
        assert!(hits > 10 && refused > 10, "{hits} lines signalled, {refused} were refused");
    });
}
