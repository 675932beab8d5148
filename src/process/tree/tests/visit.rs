use nix::errno::Errno;

use crate::process::tree::tests::world::{Event, Fake, OWN, SHELL, pid, signal};
use crate::process::tree::visit::Visit;
use crate::process::tree::world::Held;
use crate::sys::Pid;

/// Sends a signal to the descendants of a process but those of the excepted.
fn visited(world: &Fake, root: i32, excepted: &[i32], name: &str) -> Result<usize, Errno> {
    let excepted: Vec<Pid> = excepted.iter().copied().map(pid).collect();
    let mut visit = Visit::find(world, pid(root), &excepted)?;
    visit.visit(|held| held.send(Some(signal(name)), None))
}

#[test]
fn each_descendant_is_signalled_once_children_first_and_none_is_stopped() {
    // 20's child has a lower number, as after the numbers have wrapped; 30 is a stranger.
    let world = Fake::with(&[(20, SHELL), (12, 20), (11, 12), (21, 11), (30, 1), (31, 30)]);
    assert_eq!(visited(&world, 20, &[], "USR1"), Ok(3));
    assert_eq!(world.log(), ["USR1 21", "USR1 11", "USR1 12"]);
    let excepted = [];
    let mut visit = Visit::find(&world, pid(20), &excepted).expect("a tree");
    visit.leave_out([pid(11)]);
    assert_eq!(visit.visit(|_| Ok(())), Ok(2));
    assert_eq!(visit.visit(|_| Ok(())), Ok(0));
}

#[test]
fn the_excepted_and_what_descends_from_them_are_left_alone() {
    let world = Fake::with(&[(20, OWN), (21, 20), (30, OWN), (31, 30), (32, 31)]);
    assert_eq!(visited(&world, OWN, &[30], "HUP"), Ok(2));
    assert_eq!(world.log(), ["HUP 21", "HUP 20"]);
    assert_eq!(visited(&world, OWN, &[20, 30], "HUP"), Ok(0));
}

#[test]
fn a_stopped_tree_leaves_the_excepted_alone_too() {
    let world = Fake::with(&[(20, OWN), (21, 20), (30, OWN), (31, 30)]);
    let mut trees = world.trees(&[]);
    trees.add(world.held(OWN), false);
    trees.except([pid(30)]);
    let told = trees.send(&world, Some(signal("TERM")), None, |_| Ok::<_, Errno>(()));
    assert_eq!(told.expect("an outcome").sent.len(), 2);
    assert_eq!((world.sent("STOP"), world.sent("TERM")), (vec![20, 21], vec![21, 20]));
    assert!(world.all_run());
}

#[test]
fn what_is_forked_when_the_first_is_signalled_is_found_by_another_look_alone() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().on(Event::Sent(21, signal("USR1")), |world| world.fork(20, 22));
    let excepted = [];
    let mut visit = Visit::find(&world, pid(20), &excepted).expect("a tree");
    let send = |visit: &mut Visit<Fake>| visit.visit(|held| held.send(Some(signal("USR1")), None));
    assert_eq!(send(&mut visit), Ok(1));
    visit.look().expect("a look");
    assert_eq!(send(&mut visit), Ok(1));
    assert_eq!(world.sent("USR1"), [21, 22]);
}

#[test]
fn a_number_that_has_become_anothers_is_left_alone() {
    // When it is held, and when its parent is looked at again.
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().on(Event::Hold(21), |world| {
        world.end_and_reap(21);
        world.add(21, 1);
    });
    assert_eq!(visited(&world, 20, &[], "USR1"), Ok(0));
    let world = Fake::with(&[(20, SHELL), (30, 20)]);
    world.machine().on_nth(2, Event::List, |world| {
        world.end_and_reap(30);
        world.add(30, 1);
        world.fork(30, 25);
    });
    let before = visited(&world, 20, &[], "USR1");
    assert_eq!((before, world.sent("USR1")), (Ok(0), vec![]));
}

#[test]
fn one_that_cannot_be_held_does_not_keep_the_signal_from_the_others() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20), (23, 22)]);
    world.machine().hold_errors.insert(22, Errno::EMFILE);
    assert_eq!(visited(&world, 20, &[], "KILL"), Err(Errno::EMFILE));
    assert_eq!(world.sent("KILL"), [23, 21]);
    assert!(!world.log().contains(&"STOP 23".to_owned()));
}

#[test]
fn without_a_proc_and_without_a_root_nothing_is_found() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().list_error = Some(Errno::ENOENT);
    assert_eq!(visited(&world, 20, &[], "TERM"), Err(Errno::ENOENT));
    world.machine().list_error = None;
    assert_eq!(visited(&world, 21, &[], "TERM"), Err(Errno::ESRCH));
    assert_eq!(visited(&world, 20, &[], "TERM"), Ok(0));
    assert!(world.log().is_empty());
}

#[test]
fn a_stop_that_one_has_still_to_take_is_seen() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (30, SHELL)]);
    let excepted = [];
    let is_to_stop = || Visit::find(&world, pid(20), &excepted).expect("a tree").is_to_stop();
    world.machine().to_stop.insert(30);
    assert!(!is_to_stop());
    world.machine().to_stop.insert(21);
    assert!(is_to_stop());
}
