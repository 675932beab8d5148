//! The same cases on sigkit and on the kills that it stands in for.
//!
//! `cases` is the table of cases, `differences` that of the peers' known differences: a test fails
//! when a peer differs in a way that is not declared there, and when a declared difference is gone.
//! `run` runs a case, always in a PID namespace of the test's own: several peers take a slip for
//! "everybody". `shells` asks whether sigkit gets on with the shells.

mod cases;
mod differences;
mod run;
mod select;
mod shells;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::*;
use cases::{CASES, Case};
use differences::DIFFERENCES;
use run::Place;

/// Debian's packages have these, so in CI none may be missing.
const OF_DEBIAN: &[&str] =
    &["procps", "busybox", "toybox", "ash", "dash", "bash", "ksh", "mksh", "yash", "zsh"];

/// The tables say what Debian 12's peers do; others are not held to it.
const DEBIAN: &str = "12.";

#[test]
fn sigkit() {
    compare("sigkit");
}

#[test]
fn procps() {
    compare("procps");
}

#[test]
fn util_linux() {
    compare("util-linux");
}

#[test]
fn gnu() {
    compare("GNU");
}

#[test]
fn busybox() {
    compare("busybox");
}

#[test]
fn toybox() {
    compare("toybox");
}

#[test]
fn ash() {
    compare("ash");
}

#[test]
fn dash() {
    compare("dash");
}

#[test]
fn bash() {
    compare("bash");
}

#[test]
fn ksh() {
    compare("ksh");
}

#[test]
fn mksh() {
    compare("mksh");
}

#[test]
fn yash() {
    compare("yash");
}

#[test]
fn zsh() {
    compare("zsh");
}

#[test]
fn every_declared_difference_is_one_peers_own_from_one_case() {
    let mut seen = Vec::new();
    for difference in DIFFERENCES {
        for (arguments, outcome) in difference.outcomes {
            let case = CASES.iter().find(|case| case.arguments == *arguments);
            let case = case.unwrap_or_else(|| panic!("no case: {arguments}"));
            assert_ne!(case.outcome, *outcome, "no difference: {arguments}");
            for peer in difference.peers {
                assert!(case.peers.contains(peer), "{arguments}: no case for {peer}");
                assert!(
                    !seen.contains(&(peer, arguments)),
                    "{arguments}: declared twice for {peer}"
                );
                seen.push((peer, arguments));
            }
        }
    }
}

#[test]
fn no_case_is_there_twice() {
    for (index, case) in CASES.iter().enumerate() {
        assert!(
            CASES[..index].iter().all(|earlier| earlier.arguments != case.arguments),
            "{}",
            case.arguments
        );
    }
}

/// Runs the peer's cases and compares what comes of them with the tables.
#[track_caller]
fn compare(peer: &str) {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let words = match find(peer) {
        Ok(words) => words,
        Err(reason) if OF_DEBIAN.contains(&peer) => return skip(&format!("{peer}: {reason}")),
        Err(reason) => return say_skipped(&format!("{peer}: {reason}")),
    };
    let test = format!("peers::{}", peer.to_lowercase().replace('-', "_"));
    in_pid_namespace(&test, || {
        let place = Place::own_namespace();
        let surprises: Vec<String> = CASES
            .iter()
            .filter(|case| peer == "sigkit" || case.peers.contains(&peer))
            .filter(|case| !(cfg!(target_env = "musl") && counts_from_rtmin(case)))
            .filter_map(|case| surprise(peer, case, &place.outcome(&words, case.arguments)))
            .collect();
        assert!(surprises.is_empty(), "{peer}:\n{}", surprises.join("\n"));
    });
}

/// True if the case is about the first real-time signals. Debian's programs have glibc's, which
/// start at 34; where the tests are built with musl, neither sigkit nor its victims have that one.
fn counts_from_rtmin(case: &Case) -> bool {
    case.arguments.contains("RTMIN") || ["-l 34", "-l 35"].contains(&case.arguments)
}

/// The complaint if the outcome is not the one of the tables.
fn surprise(peer: &str, case: &Case, outcome: &str) -> Option<String> {
    let declared = differences::of(peer, case.arguments);
    let expected =
        differences::with_habits(peer, declared.map_or(case.outcome, |(outcome, _)| outcome));
    let verdict = match declared {
        _ if outcome == expected => return None,
        None => "an undeclared difference".to_owned(),
        Some((_, reason)) if outcome == differences::with_habits(peer, case.outcome) => {
            format!("the declared difference is gone ({reason})")
        }
        Some((_, reason)) => format!("not the declared difference ({reason})"),
    };
    Some(format!(
        "{}: kill {}: {verdict}: {outcome}; expected: {expected}",
        case.contract, case.arguments
    ))
}

/// The words that start the peer, or why it is not compared.
fn find(peer: &str) -> Result<Vec<String>, String> {
    let versions: &[&str] = match peer {
        "sigkit" => return Ok(vec![sigkit_path().into(), "kill".into()]),
        "procps" => &["procps-ng "],
        "util-linux" => {
            &["util-linux 2.38", "util-linux 2.39", "util-linux 2.40", "util-linux 2.41"]
        }
        "GNU" => &["(GNU coreutils) 9."],
        _ => &[],
    };
    let release = std::fs::read_to_string("/etc/debian_version").unwrap_or_default();
    if OF_DEBIAN.contains(&peer) && !release.starts_with(DEBIAN) && !in_ci() {
        return Err(format!("the table of differences is about the one of Debian {DEBIAN}x"));
    }
    let program = match peer {
        "procps" | "util-linux" | "GNU" => return standalone(versions),
        "ash" => "busybox",
        "ksh" => "ksh93",
        other => other,
    };
    if installed(program).is_empty() {
        return Err("is not installed".into());
    }
    let own = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_owned()).collect());
    match peer {
        "busybox" | "toybox" => own(&[program, "kill"]),
        "ash" => own(&[program, "sh", "-c", "kill \"$@\"", "ash"]),
        // Without the start-up files that zsh reads even for -c.
        "zsh" => own(&[program, "-f", "-c", "kill \"$@\"", program]),
        _ => own(&[program, "-c", "kill \"$@\"", program]),
    }
}

/// A kill that says to be of one of these versions.
fn standalone(versions: &[&str]) -> Result<Vec<String>, String> {
    let mut others = Vec::new();
    for path in installed("kill").into_iter().chain(installed("gkill")) {
        let ran = Ran::of(Command::new(&path).arg("--version").stdin(Stdio::null()));
        if versions.iter().any(|version| ran.stdout.contains(version)) {
            return Ok(vec![path.to_str().expect("UTF-8").to_owned()]);
        }
        others.push(format!(
            "{} is {}",
            path.display(),
            ran.stdout.lines().next().unwrap_or("something else")
        ));
    }
    Err(format!("no kill is one of {versions:?}; {}", others.join(", ")))
}

/// Where the program is on the search path.
fn installed(program: &str) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .filter(|file| file.is_file())
        .collect()
}
