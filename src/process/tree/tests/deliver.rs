use std::collections::HashSet;

use nix::errno::Errno;

use crate::process::tree::tests::world::{Event, Fake, FakeOutcome, OWN, SHELL, signal, signalled};
use crate::process::tree::world::Held;
use crate::signal::Signal;

/// Signals the descendants of a process without itself.
fn send_to_descendants(world: &Fake, root: i32) -> FakeOutcome {
    let mut trees = world.trees(&[]);
    trees.add(world.held(root), false);
    trees.send(world, Some(signal("TERM")), None, |_| Ok(())).expect("an outcome")
}

fn spared(told: &FakeOutcome) -> Vec<(i32, bool)> {
    told.spared.iter().map(|spared| (spared.handle.pid().get(), spared.childless)).collect()
}

#[test]
fn children_come_first_and_all_are_continued_when_all_were_signalled() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21), (23, 20)]);
    assert_eq!(world.signalled(&[20], "TERM"), [22, 23, 21, 20]);
    assert_eq!(
        world.log(),
        [
            "signals held back",
            "STOP 20",
            "STOP 21",
            "STOP 22",
            "STOP 23",
            "TERM 22",
            "TERM 23",
            "TERM 21",
            "TERM 20",
            "CONT 22",
            "CONT 23",
            "CONT 21",
            "CONT 20",
            "signals arrive"
        ]
    );
}

#[test]
fn what_runs_on_comes_after_the_others_were_continued() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    world.machine().send_errors.insert((21, Some(Signal::STOP)), Errno::EPERM);
    assert_eq!(world.signalled(&[20], "TERM"), [22, 20, 21]);
    assert_eq!(
        world.log()[3..],
        ["TERM 22", "TERM 20", "CONT 22", "CONT 20", "TERM 21", "signals arrive"]
    );
}

#[test]
fn kill_and_cont_need_no_cont_and_stop_wants_none() {
    for name in ["KILL", "STOP", "CONT"] {
        let world = Fake::with(&[(20, SHELL), (21, 20)]);
        assert_eq!(world.signalled(&[20], name), [21, 20], "{name}");
        let sent = [format!("{name} 21"), format!("{name} 20"), "signals arrive".to_owned()];
        assert_eq!(world.log()[3..], sent, "{name}");
    }
}

#[test]
fn what_kill_was_refused_to_is_continued() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    let refused = |pid| if pid == 21 { Err(Errno::EACCES) } else { Ok(()) };
    let told =
        world.trees(&[20]).send(&world, Some(Signal::KILL), None, |held| refused(held.pid().get()));
    let told = told.expect("an outcome");
    let told: Vec<_> = told.sent.iter().map(|sent| (sent.pid.get(), sent.result)).collect();
    assert_eq!(told, [(21, Err(Errno::EACCES)), (20, Ok(()))]);
    assert_eq!(world.log()[3..], ["KILL 20", "CONT 21", "signals arrive"]);
}

#[test]
fn what_tstp_stops_stays_so_and_the_others_get_it_after_cont() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().stopped_by_terminal.insert(21);
    assert_eq!(world.signalled(&[20], "TSTP"), [21, 20]);
    assert_eq!(world.log()[3..], ["TSTP 21", "CONT 20", "TSTP 20", "signals arrive"]);
}

#[test]
fn a_process_that_tstp_was_refused_to_is_continued() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().stopped_by_terminal.insert(20);
    world.machine().send_errors.insert((20, Some(signal("TSTP"))), Errno::EPERM);
    assert!(world.signalled(&[20], "TSTP").is_empty());
    assert_eq!(world.sent("CONT"), [20]);
    assert!(world.all_run());
}

#[test]
fn the_null_signal_and_a_survey_stop_no_process_and_hold_no_signal_back() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (30, 1)]);
    let told = world.trees(&[20]).send(&world, None, None, |_| Ok(()));
    assert_eq!(signalled(&told.expect("an outcome")), [21, 20]);
    let told = world.trees(&[20]).survey(&world, |_| Ok(()));
    assert_eq!(signalled(&told.expect("an outcome")), [21, 20]);
    assert!(world.log().is_empty());
}

#[test]
fn what_gains_other_rights_as_it_is_stopped_is_told_to_be_left_stopped() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().on(Event::Sent(21, Signal::STOP), |world| {
        for signal in [None, Some(Signal::CONT), Some(signal("TERM"))] {
            world.send_errors.insert((21, signal), Errno::EPERM);
        }
    });
    let told = world.send(&[20], "TERM").expect("an outcome");
    let told: Vec<_> =
        told.sent.iter().map(|sent| (sent.pid.get(), sent.result, sent.left_stopped)).collect();
    assert_eq!(told, [(21, Err(Errno::EPERM), Some(Errno::EPERM)), (20, Ok(()), None)]);
}

#[test]
fn a_root_that_is_not_signalled_may_be_left_stopped_too() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().send_errors.insert((20, Some(Signal::CONT)), Errno::EPERM);
    let told = send_to_descendants(&world, 20);
    assert_eq!(signalled(&told), [21]);
    assert_eq!(told.spared[0].left_stopped, Some(Errno::EPERM));
}

#[test]
fn a_root_of_descendants_alone_is_told_to_have_some_or_none() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (30, SHELL)]);
    let told = send_to_descendants(&world, 20);
    assert_eq!((signalled(&told), spared(&told)), (vec![21], vec![(20, false)]));
    let told = send_to_descendants(&world, 30);
    assert_eq!((signalled(&told), spared(&told)), (vec![], vec![(30, true)]));
    // This process is none that a signal would go to.
    let told = send_to_descendants(&world, SHELL);
    assert_eq!(spared(&told), [(SHELL, false)]);
    world.machine().end_and_reap(20);
    world.machine().end_and_reap(30);
    assert_eq!(spared(&send_to_descendants(&world, SHELL)), [(SHELL, true)]);
}

#[test]
fn one_that_could_not_be_held_is_a_descendant_all_the_same() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().hold_errors.insert(21, Errno::EMFILE);
    let told = send_to_descendants(&world, 20);
    assert_eq!(spared(&told), [(20, false)]);
    assert_eq!(told.sent[0].result, Err(Errno::EMFILE));
}

#[test]
fn a_root_that_descends_from_another_is_signalled_with_its_tree() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    let mut trees = world.trees(&[]);
    // Its descendants alone were asked for, and before those of the other.
    assert_eq!(trees.add(world.held(21), false), 0);
    assert_eq!(trees.add(world.held(20), true), 1);
    let told = trees.send(&world, Some(signal("TERM")), None, |_| Ok(()));
    let told: FakeOutcome = told.expect("an outcome");
    assert_eq!(signalled(&told), [22, 21, 20]);
    assert!(told.spared.is_empty());
    let roots: HashSet<_> =
        told.sent.iter().map(|sent| (sent.pid.get(), sent.root, sent.is_root)).collect();
    assert_eq!(roots, HashSet::from([(22, 0, false), (21, 0, true), (20, 1, true)]));
}

#[test]
fn this_process_is_left_to_its_caller_as_a_root_and_as_a_descendant() {
    let world = Fake::with(&[(20, OWN)]);
    let told = world.send(&[OWN, SHELL], "TERM").expect("an outcome");
    assert_eq!(signalled(&told), [20, SHELL]);
    assert_eq!(spared(&told), [(OWN, false)]);
    assert_eq!(world.sent("STOP"), [20]);
}

#[test]
fn a_root_that_has_ended_is_told_and_a_descendant_is_not() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (30, SHELL)]);
    world.machine().on(Event::Sent(21, Signal::STOP), |world| {
        world.end_and_reap(21);
        world.end_and_reap(30);
    });
    let told = world.send(&[20, 30], "TERM").expect("an outcome");
    let told: Vec<_> = told.sent.iter().map(|sent| (sent.pid.get(), sent.result)).collect();
    assert_eq!(told, [(30, Err(Errno::ESRCH)), (20, Ok(()))]);
    assert!(world.all_run());
}

#[test]
fn two_that_are_each_others_parents_as_numbers_are_used_again_do_not_hang_the_order() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    // 20 ends, and its number goes to a child of 21.
    world.machine().on_nth(3, Event::List, |world| {
        world.resume(21);
        world.end_and_reap(20);
        world.fork(21, 20);
    });
    let told = world.send(&[20], "TERM").expect("an outcome");
    let numbers: HashSet<i32> = signalled(&told).into_iter().collect();
    assert_eq!(numbers, HashSet::from([20, 21]));
}
