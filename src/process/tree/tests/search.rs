use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use nix::errno::Errno;

use crate::process::tree::search::{LOOKS_AT_LOOSE, STOPS_AGAIN};
use crate::process::tree::tests::world::{Event, Fake, OWN, SHELL, milliseconds, signal};
use crate::signal::Signal;

fn set(numbers: Vec<i32>) -> HashSet<i32> {
    numbers.into_iter().collect()
}

#[test]
fn all_generations_are_found_in_whatever_order_they_are_listed() {
    // 20's child has a lower number, as after the numbers have wrapped; 30 is a stranger.
    let world = Fake::with(&[(20, SHELL), (12, 20), (11, 12), (21, 11), (30, 1), (31, 30)]);
    assert_eq!(set(world.signalled(&[20], "TERM")), HashSet::from([20, 12, 11, 21]));
    assert_eq!(set(world.sent("STOP")), HashSet::from([20, 12, 11, 21]));
    assert!(world.all_run());
}

#[test]
fn a_child_that_was_forked_after_the_list_is_found() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    // Its STOP has not arrived yet.
    world.machine().thread(21).stops_after = milliseconds(1);
    world.machine().on(Event::Held(21), |world| world.fork(21, 22));
    assert_eq!(set(world.signalled(&[20], "TERM")), HashSet::from([20, 21, 22]));
    assert!(world.all_run());
}

#[test]
fn two_generations_that_were_forked_while_searched_are_found() {
    let world = Fake::with(&[(20, SHELL), (40, 20)]);
    // Each is taken hold of while it forks; a lower number than its parent's was passed already.
    world.machine().on(Event::Held(40), |world| world.fork(40, 39));
    world.machine().on(Event::Held(39), |world| world.fork(39, 38));
    world.machine().on(Event::Held(38), |world| world.fork(38, 37));
    assert_eq!(world.signalled(&[20], "TERM"), [37, 38, 39, 40, 20]);
    assert!(world.all_run());
}

#[test]
fn a_fork_that_is_under_way_when_stop_is_sent_is_waited_for() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().thread(20).stops_after = milliseconds(40);
    world.machine().on(Event::Sent(20, Signal::STOP), |world| {
        world.after(milliseconds(39), |world| world.fork(20, 21));
    });
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
}

#[test]
fn what_has_ended_is_no_descendant_and_neither_are_its_orphans() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21), (23, 20)]);
    world.machine().end(21);
    assert_eq!(world.signalled(&[20], "TERM"), [23, 20]);
    assert!(!world.sent("STOP").contains(&21) && !world.sent("STOP").contains(&22));
}

#[test]
fn the_number_of_a_descendant_that_another_has_got_is_left_alone() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20)]);
    // In the second list it is a stranger's. (The first of all asks whether there is a /proc.)
    world.machine().on_nth(3, Event::List, |world| {
        world.end_and_reap(21);
        world.add(21, 1);
        world.fork(21, 23);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [22, 20]);
    assert_eq!(world.sent("STOP"), [20, 21, 22]);
    assert!(world.all_run());
}

#[test]
fn a_child_whose_parents_number_is_anothers_is_left_alone() {
    let world = Fake::with(&[(20, SHELL), (30, 20), (31, 20)]);
    // The number of the child is lower: it is listed before the one that has got its parent's.
    world.machine().on_nth(3, Event::List, |world| {
        world.end_and_reap(30);
        world.add(30, 1);
        world.fork(30, 25);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [31, 20]);
    assert!(!world.sent("STOP").contains(&25));
}

#[test]
fn a_number_that_changes_hands_before_it_is_held_is_left_alone() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().on(Event::Hold(21), |world| {
        world.end_and_reap(21);
        world.add(21, 1);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert_eq!(world.sent("STOP"), [20]);
}

#[test]
fn a_number_that_changes_hands_after_it_is_held_is_its_new_owners() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20)]);
    world.machine().thread(22).stops_after = milliseconds(9);
    world.machine().on(Event::Held(21), |world| {
        world.end_and_reap(21);
        // A descendant again: it is found by the next look, with a hold of its own.
        world.add(21, 20);
    });
    assert_eq!(set(world.signalled(&[20], "TERM")), HashSet::from([20, 21, 22]));
    assert_eq!(world.sent("TERM").iter().filter(|pid| **pid == 21).count(), 1);
    assert!(world.all_run());
}

#[test]
fn this_process_its_ancestors_process_1_and_kernel_threads_are_never_stopped() {
    let world = Fake::with(&[(2, 0), (20, SHELL), (21, OWN), (22, 2)]);
    world.machine().process(2).kernel_thread = true;
    let told = world.signalled(&[1, 2], "TERM");
    // What runs on comes last, and this process is for its caller.
    assert_eq!(set(told.clone()), HashSet::from([1, 2, SHELL, 20, 21, 22]));
    assert_eq!(set(told[..3].to_vec()), HashSet::from([20, 21, 22]));
    assert_eq!(set(world.sent("STOP")), HashSet::from([20, 21, 22]));
    assert!(world.all_run());
}

#[test]
fn process_1_is_not_stopped_where_it_is_no_ancestor() {
    let world = Fake::with(&[(20, 1)]);
    // As in a PID namespace that was entered from outside.
    world.machine().set_parent(SHELL, 0);
    assert_eq!(world.signalled(&[1], "TERM"), [20, 1]);
    assert_eq!(world.sent("STOP"), [20]);
}

#[test]
fn what_may_not_be_signalled_does_not_keep_its_children_from_being_found() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    for signal in [None, Some(Signal::STOP), Some(signal("TERM"))] {
        world.machine().send_errors.insert((21, signal), Errno::EPERM);
    }
    let told = world.send(&[20], "TERM").expect("an outcome");
    let told: Vec<_> = told.sent.iter().map(|sent| (sent.pid.get(), sent.result)).collect();
    assert_eq!(told, [(22, Ok(())), (20, Ok(())), (21, Err(Errno::EPERM))]);
    assert_eq!(set(world.sent("STOP")), HashSet::from([20, 22]));
}

#[test]
fn what_cannot_be_stopped_and_forks_all_the_time_does_not_keep_the_search_from_its_end() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().send_errors.insert((20, Some(Signal::STOP)), Errno::EPERM);
    let mut next = 100;
    world.machine().whenever(Event::List, move |world| {
        next += 1;
        world.fork(20, next);
    });
    // One is there before the first look: the first list asks whether there is a /proc.
    let children = LOOKS_AT_LOOSE as usize;
    assert_eq!(world.sent("STOP").len(), 0);
    assert_eq!(world.signalled(&[20], "TERM").len(), children + 2);
    assert_eq!(world.sent("STOP").len(), children + 1);
    assert!(world.all_run());
}

#[test]
fn what_somebody_else_continues_is_stopped_again_and_its_new_children_are_found() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().on_nth(2, Event::Listed, |world| {
        world.resume(20);
        world.fork(20, 21);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
    assert_eq!(world.sent("STOP"), [20, 20, 21]);
    assert!(world.all_run());
}

#[test]
fn what_somebody_else_continues_all_the_time_is_given_up() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().whenever(Event::Listed, |world| world.resume(20));
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    // At first, and after each look but those of which STOPS_AGAIN is the last.
    assert_eq!(world.sent("STOP").len(), 2 + STOPS_AGAIN as usize);
    assert!(world.all_run());
}

#[test]
fn a_process_that_runs_with_the_number_of_one_that_stood_still_is_no_reason_to_look_again() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    let lists = Rc::new(Cell::new(0));
    let count = Rc::clone(&lists);
    world.machine().whenever(Event::List, move |_| count.set(count.get() + 1));
    // After the look that is to be the last.
    world.machine().on_nth(3, Event::Listed, |world| {
        world.end_and_reap(21);
        world.add(21, 1);
    });
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert_eq!(lists.get(), 3);
}

#[test]
fn what_was_stopped_before_stays_so() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().stop(21);
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
    assert_eq!(world.sent("STOP"), [20]);
    assert_eq!(world.sent("CONT"), [20]);
}

#[test]
fn what_was_stopped_before_and_is_continued_meanwhile_is_stopped_and_continued_here() {
    // Before it was seen to stand still, and after.
    for look in [3, 4] {
        let world = Fake::with(&[(20, SHELL), (21, 20)]);
        world.machine().stop(21);
        world.machine().on_nth(look, Event::Look(21), |world| world.resume(21));
        assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
        assert_eq!(world.sent("STOP"), [20, 21]);
        assert!(world.all_run());
    }
}

#[test]
fn what_cannot_be_held_is_told_with_the_reason() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20), (30, 1)]);
    for pid in [21, 30] {
        world.machine().hold_errors.insert(pid, Errno::EMFILE);
    }
    let told = world.send(&[20], "TERM").expect("an outcome");
    let told: Vec<_> =
        told.sent.iter().map(|sent| (sent.pid.get(), sent.result, sent.root)).collect();
    assert_eq!(told, [(22, Ok(()), 0), (20, Ok(()), 0), (21, Err(Errno::EMFILE), 0)]);
    assert!(!world.sent("STOP").contains(&21));
}

#[test]
fn what_cannot_be_held_and_has_left_meanwhile_is_not_told() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().hold_errors.insert(21, Errno::EMFILE);
    world.machine().on(Event::Hold(21), |world| world.end_and_reap(21));
    let told = world.send(&[20], "TERM").expect("an outcome");
    assert_eq!(told.sent.len(), 1);
}

#[test]
fn an_error_of_proc_continues_all_and_signals_none() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    world.machine().on_nth(3, Event::List, |world| world.list_error = Some(Errno::EMFILE));
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::EMFILE));
    assert_eq!(set(world.sent("STOP")), HashSet::from([20, 21, 22]));
    assert_eq!(world.sent("CONT"), [22, 21, 20]);
    assert!(world.sent("TERM").is_empty());
    assert!(world.all_run());
}

#[test]
fn an_error_of_one_look_continues_all_and_signals_none() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    world.machine().look_errors.insert(22, Errno::ENFILE);
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::ENFILE));
    assert_eq!(world.sent("STOP"), [20, 21]);
    assert!(world.sent("TERM").is_empty());
    assert!(world.all_run());
}
