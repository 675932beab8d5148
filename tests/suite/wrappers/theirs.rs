//! Cases of dumb-init's and tini's own tests that no other scenario has, each with the words
//! that their manuals, or sigtrap's, have for it.

use std::time::Instant;

use super::outcomes::Measured;
use super::rows::{Kind, NONE, Wrapper};
use super::stage::*;
use crate::support::*;

pub(super) fn measure(stage: &mut Stage, wrapper: &Wrapper, measured: &mut Measured) {
    for (key, wish, scenario) in [
        ("pipelines", Wish::Plain, pipelines as fn(&mut Stage, &[&str]) -> String),
        ("escaped", Wish::Plain, escaped),
        ("grandchild", Wish::Group, grandchild),
        ("left", Wish::EndsTheRest, left),
        ("rewritten", Wish::TermAsQuit, rewritten),
        ("remapped", Wish::SevenAsZero, remapped),
        ("parent", Wish::DiesWithParent, parent),
    ] {
        let outcome = match words(wrapper, wish) {
            Some(words) => scenario(stage, words),
            None => NONE.to_owned(),
        };
        stage.clear();
        measured.push((key, outcome));
    }
}

#[derive(Clone, Copy)]
enum Wish {
    Plain,
    Group,
    EndsTheRest,
    TermAsQuit,
    SevenAsZero,
    DiesWithParent,
}

/// The words before the program's; None where there are none for the wish.
fn words(wrapper: &Wrapper, wish: Wish) -> Option<&'static [&'static str]> {
    Some(match (wrapper.name, wish) {
        _ if wrapper.kind != Kind::Supervisor => return None,
        (_, Wish::Plain) => wrapper.plain,
        // With the whole tree no group is needed.
        ("sigkit_tree", Wish::Group) => wrapper.plain,
        (_, Wish::Group) if wrapper.group.is_empty() => return None,
        (_, Wish::Group) => wrapper.group,
        ("sigkit", Wish::EndsTheRest) => &["sigtrap", "-r", "-w=0", "-k", "2", "--"],
        ("sigkit", Wish::TermAsQuit) => &["sigtrap", "-m", "TERM:QUIT", "--"],
        ("sigkit", Wish::SevenAsZero) => &["sigtrap", "-e7", "--"],
        ("sigkit", Wish::DiesWithParent) => &["sigtrap", "--die-with-parent", "--"],
        ("sigkit_tree", Wish::EndsTheRest) => &["sigtrap", "-r", "--tree", "-w=0", "-k", "2", "--"],
        ("sigkit_tree", Wish::TermAsQuit) => &["sigtrap", "-r", "--tree", "-m", "TERM:QUIT", "--"],
        ("sigkit_tree", Wish::SevenAsZero) => &["sigtrap", "-r", "--tree", "-e7", "--"],
        ("sigkit_tree", Wish::DiesWithParent) => {
            &["sigtrap", "-r", "--tree", "--die-with-parent", "--"]
        }
        ("dumb_init", Wish::TermAsQuit) => &["dumb-init", "-r", "15:3", "--"],
        ("dumb_init_c", Wish::TermAsQuit) => &["dumb-init", "-c", "-r", "15:3", "--"],
        ("tini", Wish::SevenAsZero) => &["tini", "-s", "-e", "7", "--"],
        ("tini", Wish::DiesWithParent) => &["tini", "-s", "-p", "SIGTERM", "--"],
        (_, Wish::EndsTheRest) => wrapper.plain,
        (_, Wish::TermAsQuit | Wish::SevenAsZero | Wish::DiesWithParent) => return None,
    })
}

fn sleepers() -> usize {
    let alive = |process: &Process| process.name == "sleep" && process.state != b'Z';
    processes().iter().filter(|process| alive(process)).count()
}

/// Runs a shell that starts so many sleepers.
#[track_caller]
fn with_sleepers(stage: &Stage, words: &[&str], script: &str, count: usize) -> Running {
    let running = stage.run(&[words, &["sh", "-c", script]].concat());
    let deadline = Instant::now() + DEADLINE;
    while sleepers() != count {
        assert!(Instant::now() < deadline, "{words:?}; there are {:?}", processes());
        pause();
    }
    quiet();
    running
}

#[track_caller]
fn send(pid: i32, signal: i32) {
    // SAFETY: a process of this test's namespace, not reaped yet.
    assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
    quiet();
}

/// How many of so many sleepers a TERM for the wrapper has ended.
fn ended_by_term(stage: &Stage, words: &[&str], script: &str, count: usize) -> String {
    let running = with_sleepers(stage, words, script, count);
    send(running.pid(), libc::SIGTERM);
    match sleepers() {
        0 => "ends all".to_owned(),
        left => format!("leaves {left} of {count}"),
    }
}

fn pipelines(stage: &mut Stage, words: &[&str]) -> String {
    let script = "sleep 1000 | sleep 1000 & sleep 1000 | sleep 1000; :";
    ended_by_term(stage, words, script, 4)
}

/// One leads a session of its own, and two have lost their parents.
fn escaped(stage: &mut Stage, words: &[&str]) -> String {
    let script = "(setsid sleep 1000 &); (sleep 1000 &); sleep 1000; :";
    ended_by_term(stage, words, script, 3)
}

/// A shell takes the signal only once what it waits for has ended.
fn grandchild(stage: &mut Stage, words: &[&str]) -> String {
    let running = with_sleepers(stage, words, "trap : USR1; sleep 1000; :", 1);
    send(running.pid(), libc::SIGUSR1);
    match sleepers() {
        0 => "ends it".to_owned(),
        _ => "does not reach it".to_owned(),
    }
}

fn left(stage: &mut Stage, words: &[&str]) -> String {
    // It ends when its child has become sleep.
    let script = "sleep 1000 & until read name </proc/$!/comm && [ $name = sleep ]; do :; done";
    let mut running = stage.run(&[words, &["sh", "-c", script]].concat());
    running.end();
    quiet();
    match sleepers() {
        0 => "is ended".to_owned(),
        _ => "lives on".to_owned(),
    }
}

fn rewritten(stage: &mut Stage, words: &[&str]) -> String {
    let running = stage.run(&[words, &["probe", "report"]].concat());
    stage.ready().expect("the probe");
    quiet();
    send(running.pid(), libc::SIGTERM);
    match stage.lines().as_slice() {
        [line] if line.starts_with("signal 3 ") => "arrives".to_owned(),
        lines => format!("{lines:?}"),
    }
}

fn remapped(stage: &mut Stage, words: &[&str]) -> String {
    let status =
        |stage: &mut Stage, status| stage.status(&[words, &["probe", "exit", status]].concat());
    match (status(stage, "7"), status(stage, "8")) {
        (0, 8) => "0".to_owned(),
        statuses => format!("{statuses:?}"),
    }
}

fn parent(stage: &mut Stage, words: &[&str]) -> String {
    let script = ["sh", "-c", "\"$@\"; :", "sh"];
    let running = stage.run(&[&script, words, &["probe", "default"]].concat());
    let ready = stage.ready().expect("the probe");
    quiet();
    send(running.pid(), libc::SIGKILL);
    match is_alive(ready.pid) {
        true => "lives on".to_owned(),
        false => "ends".to_owned(),
    }
}
