use std::collections::HashSet;
use std::time::Duration;

use nix::errno::Errno;

use crate::process::tree::settle::{LAST_PAUSE, SETTLE, UNINTERRUPTIBLE};
use crate::process::tree::tests::world::{Event, Fake, SHELL, milliseconds, signal};
use crate::signal::Signal;

/// Between two looks a little more time may pass than the limit.
const A_LOOK: Duration = LAST_PAUSE;

fn is_about(time: Duration, expected: Duration) -> bool {
    (expected..=expected + A_LOOK).contains(&time)
}

#[test]
fn a_process_is_signalled_when_the_last_of_its_threads_has_stopped() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().add_thread(20, 21).stops_after = milliseconds(2000);
    world.machine().add_thread(20, 22).stops_after = milliseconds(30);
    world.machine().on(Event::Sent(20, signal("TERM")), |world| assert!(world.is_still(20)));
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), milliseconds(2000)), "{:?}", world.elapsed());
    assert!(world.all_run());
}

#[test]
fn a_process_that_stops_at_once_is_not_waited_for() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
    assert_eq!(world.elapsed(), Duration::ZERO);
}

#[test]
fn what_does_not_stop_in_time_runs_on_and_is_signalled_last() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20)]);
    world.machine().thread(22).stops_after = SETTLE * 100;
    world.machine().on(Event::Sent(20, signal("TERM")), |world| assert!(!world.is_still(22)));
    // It was sent STOP, so it is continued, and signalled before that as the others.
    assert_eq!(set(world.signalled(&[20], "TERM")), HashSet::from([20, 21, 22]));
    assert!(is_about(world.elapsed(), SETTLE), "{:?}", world.elapsed());
    assert_eq!(set(world.sent("CONT")), HashSet::from([20, 21, 22]));
    assert!(world.all_run());
}

#[test]
fn uninterruptible_sleep_is_waited_for_a_little() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().add_thread(20, 21).state = b'D';
    world.machine().process(20).threads[1].stops_after = SETTLE * 100;
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), UNINTERRUPTIBLE), "{:?}", world.elapsed());
    assert!(world.all_run());
}

/// On a busy machine it may sleep so only after most of that time.
#[test]
fn uninterruptible_sleep_counts_from_when_it_is_seen() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().thread(20).stops_after = milliseconds(400);
    world.machine().after(milliseconds(200), |world| world.thread(20).state = b'D');
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), milliseconds(400)), "{:?}", world.elapsed());
}

#[test]
fn what_somebody_else_continues_before_it_stands_still_is_stopped_again() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().thread(20).stops_after = milliseconds(30);
    world.machine().after(milliseconds(20), |world| world.resume(20));
    world.machine().on(Event::Sent(20, signal("TERM")), |world| assert!(world.is_still(20)));
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    // The second STOP comes with the next look.
    let elapsed = world.elapsed();
    assert!((milliseconds(50)..=milliseconds(60)).contains(&elapsed), "{elapsed:?}");
    assert!(world.all_run());
}

#[test]
fn a_process_that_ends_while_it_is_waited_for_is_not_told() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().thread(21).stops_after = milliseconds(500);
    world.machine().after(milliseconds(100), |world| world.end_and_reap(21));
    let told = world.send(&[20], "TERM").expect("an outcome");
    assert_eq!(told.sent.len(), 1);
    assert!(is_about(world.elapsed(), milliseconds(100)), "{:?}", world.elapsed());
}

#[test]
fn a_number_that_is_anothers_is_not_waited_for() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().thread(21).stops_after = milliseconds(500);
    world.machine().after(milliseconds(100), |world| {
        world.end_and_reap(21);
        world.add(21, 1);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), milliseconds(100)), "{:?}", world.elapsed());
    assert_eq!(world.sent("STOP"), [20, 21]);
}

#[test]
fn a_signal_that_ends_this_process_continues_all_and_signals_none() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().thread(21).stops_after = milliseconds(500);
    world.machine().after(milliseconds(100), |world| world.must_end = true);
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::EINTR));
    assert!(is_about(world.elapsed(), milliseconds(100)), "{:?}", world.elapsed());
    assert_eq!(
        world.log(),
        ["signals held back", "STOP 20", "STOP 21", "CONT 21", "CONT 20", "signals arrive"]
    );
}

#[test]
fn an_error_of_proc_while_it_waits_continues_all() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().stop(21);
    world.machine().add_thread(21, 22).stops_after = SETTLE;
    // Nothing tells whether the one that was stopped before still is.
    world.machine().on_nth(4, Event::Look(21), |world| {
        world.look_errors.insert(21, Errno::EMFILE);
    });
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::EMFILE));
    assert_eq!(world.sent("CONT"), [20]);
    assert!(world.sent("TERM").is_empty());
}

#[test]
fn what_may_not_be_stopped_is_not_waited_for() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().send_errors.insert((20, Some(Signal::STOP)), Errno::EPERM);
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert_eq!(world.elapsed(), Duration::ZERO);
}

fn set(numbers: Vec<i32>) -> HashSet<i32> {
    numbers.into_iter().collect()
}
