use std::time::Duration;

use nix::errno::Errno;

use crate::process::tree::blocking::{BLOCKS, GOES_ON, LOOKS_AT_BLOCKING};
use crate::process::tree::member::DESCRIPTORS;
use crate::process::tree::settle::SETTLE;
use crate::process::tree::tests::world::{Event, Fake, FakeThread, SHELL, milliseconds, signal};
use crate::signal::Signal;
use crate::signal::set::SignalSet;

/// A root whose main thread blocks TERM, and one that does not.
fn blocks_term(change: impl FnOnce(&mut FakeThread)) -> Fake {
    let world = Fake::with(&[(20, SHELL), (25, SHELL)]);
    let mut machine = world.machine();
    let thread = machine.thread(20);
    thread.blocked = SignalSet::of(signal("TERM"));
    change(thread);
    drop(machine);
    world
}

fn is_about(time: Duration, expected: Duration) -> bool {
    (expected..=expected + milliseconds(1)).contains(&time)
}

#[test]
fn what_forks_while_it_blocks_the_signal_goes_on_until_it_does_not() {
    let world = blocks_term(|_| {});
    world.machine().on(Event::Sent(20, Signal::CONT), |world| {
        world.after(milliseconds(1), |world| {
            world.fork(20, 21);
            world.thread(20).blocked = SignalSet::default();
        });
    });
    world.machine().on(Event::Sent(20, signal("TERM")), |world| assert!(world.is_still(20)));
    assert_eq!(world.signalled(&[20, 25], "TERM"), [21, 25, 20]);
    assert_eq!(
        world.log(),
        [
            "signals held back",
            "STOP 20",
            "STOP 25",
            "CONT 20",
            "STOP 20",
            "STOP 21",
            "TERM 21",
            "TERM 25",
            "TERM 20",
            "CONT 21",
            "CONT 25",
            "CONT 20",
            "signals arrive"
        ]
    );
    assert!(is_about(world.elapsed(), milliseconds(1)), "{:?}", world.elapsed());
}

#[test]
fn what_sleeps_and_blocks_the_signal_does_so_on_purpose() {
    let world = blocks_term(|_| {});
    assert_eq!(world.signalled(&[20, 25], "TERM"), [25, 20]);
    assert_eq!(world.sent("STOP"), [20, 25, 20]);
    assert!(is_about(world.elapsed(), BLOCKS), "{:?}", world.elapsed());
    assert!(world.all_run());
}

#[test]
fn what_runs_and_blocks_the_signal_does_so_on_purpose_when_it_has_had_a_processor() {
    let world = blocks_term(|thread| (thread.state, thread.on_processor) = (b'R', true));
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), BLOCKS), "{:?}", world.elapsed());
}

#[test]
fn what_waits_for_a_processor_is_waited_for() {
    let world = blocks_term(|thread| thread.state = b'R');
    world.machine().after(milliseconds(4000), |world| {
        world.fork(20, 21);
        world.thread(20).blocked = SignalSet::default();
    });
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
    assert!(is_about(world.elapsed(), milliseconds(4000)), "{:?}", world.elapsed());
}

#[test]
fn what_waits_for_a_processor_for_too_long_is_given_up() {
    let world = blocks_term(|thread| thread.state = b'R');
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert!(is_about(world.elapsed(), SETTLE), "{:?}", world.elapsed());
    assert!(world.all_run());
}

#[test]
fn a_few_looks_say_nothing_however_long_they_took() {
    let between = milliseconds(200);
    for (state, on_processor) in [(b'S', false), (b'R', true)] {
        let world = blocks_term(|thread| {
            (thread.state, thread.on_processor) = (state, on_processor);
        });
        world.machine().least_sleep = between;
        assert_eq!(world.signalled(&[20], "TERM"), [20]);
        // The first look is at once, and a pause comes after the last.
        assert_eq!(world.elapsed(), between * LOOKS_AT_BLOCKING);
    }
}

#[test]
fn what_blocks_the_signal_each_time_anew_goes_on_so_many_times() {
    let world = blocks_term(|_| {});
    world.machine().whenever(Event::Sent(20, Signal::CONT), |world| {
        world.after(milliseconds(1), |world| world.thread(20).blocked = SignalSet::default());
    });
    world.machine().whenever(Event::Sent(20, Signal::STOP), |world| {
        world.thread(20).blocked = SignalSet::of(signal("TERM"));
    });
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert_eq!(world.sent("STOP").len(), 1 + GOES_ON as usize);
    assert_eq!(world.sent("CONT").len(), 1 + GOES_ON as usize);
    assert!(world.all_run());
}

#[test]
fn what_waits_in_sigwait_is_not_let_go_on() {
    let world = blocks_term(|thread| thread.awaits = true);
    assert_eq!(world.signalled(&[20], "TERM"), [20]);
    assert_eq!(world.sent("STOP"), [20]);
    assert_eq!(world.elapsed(), Duration::ZERO);
}

#[test]
fn what_reads_the_signal_by_a_descriptor_is_not_let_go_on_and_is_asked_once() {
    let world = blocks_term(|_| {});
    world.machine().read_by_descriptor.insert(20);
    world.machine().descriptors_take = milliseconds(30);
    world.machine().thread(25).blocked = SignalSet::of(signal("TERM"));
    assert_eq!(world.signalled(&[20, 25], "TERM"), [25, 20]);
    // 25 goes on, and is looked at again and again; 20 is not.
    assert_eq!(world.sent("STOP"), [20, 25, 25]);
    assert_eq!(world.asked_for_descriptors(), [20, 25]);
    // Before they are stopped.
    assert!(is_about(world.elapsed(), milliseconds(60) + BLOCKS), "{:?}", world.elapsed());
}

#[test]
fn looks_at_descriptors_have_a_time_for_all_processes_together() {
    let processes: Vec<(i32, i32)> = (20..60).map(|pid| (pid, SHELL)).collect();
    let world = Fake::with(&processes);
    for (pid, _) in &processes {
        world.machine().thread(*pid).blocked = SignalSet::of(signal("TERM"));
    }
    world.machine().descriptors_take = milliseconds(4000);
    let roots: Vec<i32> = processes.iter().map(|(pid, _)| *pid).collect();
    assert_eq!(world.signalled(&roots, "TERM").len(), roots.len());
    assert!(is_about(world.elapsed(), DESCRIPTORS + BLOCKS), "{:?}", world.elapsed());
}

#[test]
fn a_thread_that_blocks_on_purpose_does_not_hide_one_that_does_not() {
    let world = blocks_term(|_| {});
    world.machine().add_thread(20, 22).blocked = SignalSet::of(signal("TERM"));
    // The second thread forks when the first has long been known.
    world.machine().on_nth(1, Event::Sent(20, Signal::CONT), |world| {
        world.after(milliseconds(50), |world| {
            let thread = &mut world.process(20).threads[1];
            thread.blocked = SignalSet::default();
        });
    });
    world.machine().on_nth(2, Event::Sent(20, Signal::STOP), |world| {
        let thread = &mut world.process(20).threads[1];
        thread.blocked = SignalSet::of(signal("TERM"));
    });
    world.machine().on_nth(2, Event::Sent(20, Signal::CONT), |world| {
        world.after(milliseconds(1), |world| {
            world.fork(20, 21);
            world.process(20).threads[1].blocked = SignalSet::default();
        });
    });
    assert_eq!(world.signalled(&[20], "TERM"), [21, 20]);
    assert!(is_about(world.elapsed(), BLOCKS + milliseconds(1)), "{:?}", world.elapsed());
}

#[test]
fn one_that_ends_while_it_goes_on_is_not_told() {
    let world = blocks_term(|_| {});
    world.machine().on(Event::Sent(20, Signal::CONT), |world| {
        world.after(milliseconds(1), |world| world.end_and_reap(20));
    });
    let told = world.send(&[25, 20], "TERM").expect("an outcome");
    let told: Vec<_> = told.sent.iter().map(|sent| (sent.pid.get(), sent.result)).collect();
    // But a root is.
    assert_eq!(told, [(20, Err(Errno::ESRCH)), (25, Ok(()))]);
    assert!(is_about(world.elapsed(), milliseconds(1)), "{:?}", world.elapsed());
}

#[test]
fn no_process_keeps_kill_stop_or_cont_pending() {
    for name in ["KILL", "STOP", "CONT"] {
        let world = blocks_term(|_| {});
        assert_eq!(world.signalled(&[20, 25], name), [25, 20], "{name}");
        assert_eq!(world.asked_for_withheld(), 0, "{name}");
        assert_eq!(world.elapsed(), Duration::ZERO, "{name}");
    }
}

#[test]
fn what_is_not_signalled_itself_is_not_let_go_on() {
    let world = blocks_term(|_| {});
    world.machine().add(21, 20);
    let mut trees = world.trees(&[]);
    trees.add(world.held(20), false);
    let told = trees.send(&world, Some(signal("TERM")), None, |_| Ok::<_, Errno>(()));
    assert_eq!(told.expect("an outcome").sent.len(), 1);
    assert_eq!(world.sent("STOP"), [20, 21]);
    assert_eq!(world.elapsed(), Duration::ZERO);
}

#[test]
fn a_signal_that_ends_this_process_while_others_go_on_stops_none_of_them_again() {
    let world = blocks_term(|_| {});
    world.machine().after(milliseconds(20), |world| world.must_end = true);
    assert_eq!(world.send(&[20, 25], "TERM").err(), Some(Errno::EINTR));
    assert!(is_about(world.elapsed(), milliseconds(20)), "{:?}", world.elapsed());
    assert_eq!(
        world.log(),
        ["signals held back", "STOP 20", "STOP 25", "CONT 20", "CONT 25", "signals arrive"]
    );
}
