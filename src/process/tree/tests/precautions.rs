use nix::errno::Errno;

use crate::process::tree::precautions::Unguarded;
use crate::process::tree::tests::world::{Event, Fake, GUARDIAN, OWN, SHELL, signal, signalled};
use crate::signal::Signal;

/// Each process that is stopped is known to the guardian in that moment: the world asserts it. What
/// is not stopped any more, or shall stay stopped, it must not continue.
#[test]
fn the_guardian_knows_what_is_stopped_and_nothing_else() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 20)]);
    world.machine().stop(22);
    world.machine().on(Event::Sent(20, signal("TERM")), |world| {
        assert!(world.is_guarded(20) && world.is_guarded(21));
        assert!(!world.is_guarded(22), "it was stopped before");
    });
    // From the children up: when the root is continued, the child has been.
    world.machine().on(Event::Sent(20, Signal::CONT), |world| assert!(!world.is_guarded(21)));
    assert_eq!(world.signalled(&[20], "TERM"), [22, 21, 20]);
}

#[test]
fn what_kill_stop_cont_and_the_terminal_settle_the_guardian_leaves_alone() {
    for name in ["KILL", "STOP", "CONT", "TSTP"] {
        let world = Fake::with(&[(20, SHELL), (21, 20)]);
        world.machine().stopped_by_terminal.extend([20, 21]);
        world.machine().on(Event::Sent(20, signal(name)), |world| assert!(!world.is_guarded(21)));
        assert_eq!(world.signalled(&[20], name), [21, 20], "{name}");
    }
}

#[test]
fn a_process_that_stop_is_refused_to_is_not_continued() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().send_errors.insert((21, Some(Signal::STOP)), Errno::EPERM);
    world.machine().on(Event::Sent(20, signal("TERM")), |world| assert!(!world.is_guarded(21)));
    assert_eq!(world.signalled(&[20], "TERM"), [20, 21]);
}

#[test]
fn the_guardian_itself_is_neither_stopped_nor_signalled() {
    let world = Fake::with(&[(20, SHELL), (21, OWN)]);
    let told = world.signalled(&[SHELL], "TERM");
    assert!(told.contains(&21) && !told.contains(&GUARDIAN), "{told:?}");
    assert!(!world.sent("STOP").contains(&GUARDIAN));
    assert!(world.all_run());
}

#[test]
fn without_a_guardian_a_tree_is_signalled_all_the_same_which_is_told() {
    let world = Fake::with(&[(20, SHELL), (21, 20)]);
    world.machine().guardian_error = Some(Errno::EAGAIN);
    let told = world.send(&[20], "TERM").expect("an outcome");
    assert_eq!(signalled(&told), [21, 20]);
    assert_eq!(told.unguarded, Some(Unguarded(Errno::EAGAIN)));
    assert!(world.all_run());
    // An emulator that has none is as a system without pidfds: the manual says so.
    world.machine().guardian_error = Some(Errno::EINVAL);
    assert_eq!(world.send(&[20], "TERM").expect("an outcome").unguarded, None);
}

#[test]
fn what_the_guardian_cannot_learn_of_is_not_stopped_and_all_is_given_up() {
    let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
    world.machine().learn_errors.insert(21, Errno::ENOSPC);
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::ENOSPC));
    assert_eq!(world.sent("STOP"), [20]);
    assert!(world.sent("TERM").is_empty());
}

#[test]
fn without_a_reserve_of_memory_no_process_is_stopped() {
    let world = Fake::with(&[(20, SHELL)]);
    world.machine().reserve_error = Some(Errno::ENOMEM);
    assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::ENOMEM));
    assert_eq!(world.log(), ["signals held back", "signals arrive"]);
}

#[test]
fn an_allocation_that_fails_continues_all_and_signals_none() {
    // While they are looked for, and when all have been found.
    for stopped in [21, 22] {
        let world = Fake::with(&[(20, SHELL), (21, 20), (22, 21)]);
        world.machine().on(Event::Sent(stopped, Signal::STOP), |world| {
            world.reserve_is_used = true;
        });
        assert_eq!(world.send(&[20], "TERM").err(), Some(Errno::ENOMEM));
        assert!(world.sent("STOP").contains(&20) && world.sent("TERM").is_empty());
        assert!(world.all_run());
    }
}
