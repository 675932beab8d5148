use crate::process::tree::roots::Roots;
use crate::process::tree::tests::world::{Fake, FakeHold, SHELL};
use crate::process::tree::world::Held;

#[test]
fn a_process_is_a_root_once() {
    let world = Fake::with(&[(20, SHELL), (21, SHELL)]);
    let mut trees = world.trees(&[]);
    assert!(trees.is_empty());
    assert_eq!(trees.add(world.held(20), false), 0);
    assert_eq!(trees.add(world.held(21), true), 1);
    assert_eq!(trees.add(world.held(20), false), 0);
    assert!(!trees.is_empty());
    assert_eq!(included(trees), [(20, false), (21, true)]);
}

#[test]
fn what_is_included_once_is_included() {
    let world = Fake::with(&[(20, SHELL)]);
    for order in [[false, true], [true, false]] {
        let mut trees = world.trees(&[]);
        for included in order {
            trees.add(world.held(20), included);
        }
        assert_eq!(included(trees), [(20, true)]);
    }
}

#[test]
fn a_number_that_is_anothers_by_now_is_another_root() {
    let world = Fake::with(&[(20, SHELL)]);
    let mut trees = world.trees(&[20]);
    world.machine().end_and_reap(20);
    world.machine().add(20, SHELL);
    assert_eq!(trees.add(world.held(20), false), 1);
    assert_eq!(included(trees), [(20, true), (20, false)]);
}

fn included(trees: Roots<FakeHold>) -> Vec<(i32, bool)> {
    trees.handles().map(|(handle, included)| (handle.pid().get(), included)).collect()
}
