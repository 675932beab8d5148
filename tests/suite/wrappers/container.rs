//! A wrapper as process 1 of a PID namespace, as a container has one.

use super::outcomes::Measured;
use super::rows::Wrapper;
use super::stage::*;

/// A PID namespace and a /proc of its own.
const CONTAINER: &[&str] = &["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

pub(super) fn measure(stage: &mut Stage, wrapper: &Wrapper, measured: &mut Measured) {
    let plain = wrapper.plain;
    for (key, scenario) in [
        ("zombie", orphans as fn(&mut Stage, &[&str]) -> String),
        ("init-term", term),
        ("init-exits", exits),
        ("init-deaths", deaths),
    ] {
        let outcome = scenario(stage, plain);
        stage.clear();
        measured.push((key, outcome));
    }
}

fn words<'a>(wrapper: &[&'a str], program: &[&'a str]) -> Vec<&'a str> {
    [CONTAINER, wrapper, program].concat()
}

/// Process 1, as the tests see it: the child of unshare.
fn first_process(unshare: &Running) -> i32 {
    let mut children = processes().into_iter().filter(|process| process.parent == unshare.pid());
    children.next().expect("process 1").pid
}

fn orphans(stage: &mut Stage, wrapper: &[&str]) -> String {
    let running = stage.run(&words(wrapper, &["probe", "orphans"]));
    assert_eq!(stage.line(), "orphans 100");
    stage.ready().expect("the probe");
    quiet();
    let first = first_process(&running);
    match processes()
        .iter()
        .filter(|process| process.parent == first && process.state == b'Z')
        .count()
    {
        0 => "are reaped".to_owned(),
        100 => "stay zombies".to_owned(),
        some => format!("{some} stay zombies"),
    }
}

fn term(stage: &mut Stage, wrapper: &[&str]) -> String {
    let mut running = stage.run(&words(wrapper, &["probe", "default"]));
    stage.ready().expect("the probe");
    quiet();
    // SAFETY: process 1 of a namespace that this test made.
    assert_eq!(unsafe { libc::kill(first_process(&running), libc::SIGTERM) }, 0);
    quiet();
    match running.ended() {
        None => "is ignored".to_owned(),
        Some(143) => "ends it".to_owned(),
        Some(status) => format!("ends it, status {status}"),
    }
}

fn exits(stage: &mut Stage, wrapper: &[&str]) -> String {
    match [3, 255]
        .map(|status| stage.status(&words(wrapper, &["probe", "exit", &status.to_string()])))
    {
        [3, 255] => "N".to_owned(),
        other => format!("{other:?}"),
    }
}

fn deaths(stage: &mut Stage, wrapper: &[&str]) -> String {
    let numbers = [libc::SIGHUP, libc::SIGKILL, libc::SIGSEGV, libc::SIGTERM, 64];
    let statuses =
        numbers.map(|number| stage.status(&words(wrapper, &["probe", "die", &number.to_string()])));
    match statuses {
        statuses if statuses == numbers.map(|number| 128 + number) => "128+S".to_owned(),
        statuses => format!("{statuses:?}"),
    }
}
