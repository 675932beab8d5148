use super::*;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

fn set(names: &[&str]) -> SignalSet {
    let sets = names.iter().map(|name| {
        let number = Numbering::native().by_name(name.as_bytes()).expect("a signal");
        SignalSet::from_hexadecimal(format!("{:x}", 1_u128 << (number - 1)).as_bytes())
            .expect("a set")
    });
    sets.fold(SignalSet::default(), |all, one| all | one)
}

fn running() -> Situation {
    Situation { core_allowed: true, ..Situation::default() }
}

fn caught(names: &[&str]) -> Takers {
    Takers { caught: set(names), ..Takers::default() }
}

fn blocked(names: &[&str]) -> Takers {
    Takers { blocked: set(names), ..Takers::default() }
}

fn process(pid: i32, name: &str) -> Option<Named> {
    Some(Named { pid: Pid::new(pid).expect("a process ID"), name: name.as_bytes().to_vec() })
}

fn told_if(orphaned: Option<bool>, name: &str, situation: &Situation) -> String {
    let native = Numbering::native();
    let number = native.by_name(name.as_bytes()).expect("a signal");
    foretell(Signal::new(number.into()), &native, situation, &|| orphaned).to_string()
}

fn told(name: &str, situation: &Situation) -> String {
    told_if(Some(false), name, situation)
}

#[track_caller]
fn says(situation: &Situation, expected: &[(&str, &str)]) {
    for (signal, sentence) in expected {
        assert_eq!(told(signal, situation), format!("{signal} {sentence}"));
    }
}

#[test]
fn a_process_does_what_the_signal_does_by_default() {
    says(
        &running(),
        &[
            ("TERM", "would terminate it"),
            ("KILL", "would terminate it"),
            ("RTMIN+1", "would terminate it"),
            ("QUIT", "would terminate it and dump core"),
            ("STOP", "would stop it"),
            ("TSTP", "would stop it"),
            ("CHLD", "would be ignored"),
            ("CONT", "has no effect: it is not stopped"),
        ],
    );
    let forecast = foretell(None, &Numbering::native(), &running(), &|| None);
    assert_eq!(forecast.to_string(), "0 does nothing to it; it may be signalled");
}

#[test]
fn a_limit_may_forbid_the_core_image() {
    let situation = Situation { core_allowed: false, ..running() };
    says(
        &situation,
        &[("QUIT", "would terminate it without a core image, which its limit forbids")],
    );
}

#[test]
fn a_signal_may_be_caught_ignored_or_blocked() {
    let situation = Situation {
        takers: Takers { blocked: set(&["USR1", "USR2"]), ..caught(&["HUP", "CONT", "USR1"]) },
        ignored: set(&["INT", "USR2"]),
        ..running()
    };
    says(
        &situation,
        &[
            ("HUP", "would run its handler"),
            ("CONT", "would run its handler"),
            ("INT", "would be ignored"),
            // Until it is unblocked it is not known what becomes of it: the kernel keeps it even if
            // it is ignored now.
            ("USR1", "would stay pending: it is blocked"),
            ("USR2", "would stay pending: it is blocked"),
            ("KILL", "would terminate it"),
            ("STOP", "would stop it"),
        ],
    );
    let takers = Takers { read_by_descriptor: set(&["USR1"]), ..situation.takers };
    let read = Situation { takers, ..situation };
    says(&read, &[("USR1", "would stay pending until its signalfd is read: it is blocked")]);
}

#[test]
fn only_kill_and_cont_reach_a_stopped_process_at_once() {
    let situation = Situation {
        stopped: true,
        takers: caught(&["USR1", "TTIN"]),
        ignored: set(&["INT"]),
        ..running()
    };
    says(
        &situation,
        &[
            ("KILL", "would terminate it"),
            ("CONT", "would continue it"),
            ("TERM", "would stay pending until it is continued, and then terminate it"),
            ("USR1", "would stay pending until it is continued, and then run its handler"),
            ("INT", "would be ignored"),
            ("CHLD", "would be ignored"),
            ("STOP", "has no effect: it is stopped already"),
            ("TSTP", "has no effect: it is stopped already"),
            ("TTIN", "has no effect: it is stopped already"),
        ],
    );
    says(
        &Situation { takers: caught(&["CONT"]), ..situation.clone() },
        &[("CONT", "would continue it and run its handler")],
    );
    let takers = Takers { blocked: set(&["CONT"]), ..caught(&["CONT"]) };
    let both = Situation { takers, ..situation.clone() };
    says(&both, &[("CONT", "would continue it")]);
    let pending = Situation { pending: set(&["TERM", "USR1", "INT", "TSTP"]), ..situation.clone() };
    says(
        &pending,
        &[("CONT", "would continue it; then TERM, which is pending, would terminate it")],
    );
    let takers = Takers { blocked: set(&["TERM"]), ..pending.takers };
    let both = Situation { takers, ..pending };
    says(&both, &[("CONT", "would continue it")]);
}

#[test]
fn the_dead_feel_nothing() {
    let situation = Situation { ended: true, parent: process(12, "sh"), ..running() };
    let sentence = "has no effect: already dead, its parent 12 (sh) has not reaped it";
    says(&situation, &[("KILL", sentence), ("TERM", sentence), ("CONT", sentence)]);
    let outside = Situation { parent: None, ..situation };
    says(
        &outside,
        &[(
            "TERM",
            "has no effect: already dead, its parent in another PID namespace has not reaped it",
        )],
    );
}

#[test]
fn an_init_gets_what_it_has_a_handler_for() {
    let kept = "has no effect: it is the init of its PID namespace and has no handler for it";
    let takers = Takers { blocked: set(&["USR1"]), ..caught(&["HUP"]) };
    let here = Situation { init: Init::Here, takers, ..running() };
    says(
        &here,
        &[
            ("KILL", kept),
            ("STOP", kept),
            ("TERM", kept),
            ("QUIT", kept),
            ("TSTP", kept),
            ("HUP", "would run its handler"),
            ("USR1", "would stay pending: it is blocked"),
            ("CHLD", "would be ignored"),
        ],
    );
    let below = Situation { init: Init::Below, ..here };
    says(
        &below,
        &[
            ("KILL", "would terminate it and every other process of its PID namespace"),
            ("STOP", "would stop it"),
            ("TERM", kept),
            ("TSTP", kept),
            ("HUP", "would run its handler"),
        ],
    );
}

#[test]
fn an_orphaned_group_is_not_stopped_by_the_terminals_signals() {
    let kept = "has no effect: its process group is orphaned";
    for signal in ["TSTP", "TTIN", "TTOU"] {
        assert_eq!(told_if(Some(true), signal, &running()), format!("{signal} {kept}"));
        assert_eq!(told_if(None, signal, &running()), format!("{signal} would stop it"));
        let caught = Situation { takers: caught(&[signal]), ..running() };
        assert_eq!(told_if(Some(true), signal, &caught), format!("{signal} would run its handler"));
    }
    assert_eq!(told_if(Some(true), "STOP", &running()), "STOP would stop it");
}

#[test]
fn a_tracer_sees_all_but_kill_and_what_is_blocked_first() {
    let situation = Situation {
        tracer: process(9, "gdb\n"),
        takers: blocked(&["USR1"]),
        ignored: set(&["INT"]),
        ..running()
    };
    let sentence = "would be shown to its tracer 9 (gdb\\x0a) first, which decides";
    says(
        &situation,
        &[
            ("TERM", sentence),
            ("INT", sentence),
            ("STOP", sentence),
            ("USR1", "would stay pending: it is blocked"),
            ("KILL", "would terminate it"),
        ],
    );
}

#[test]
fn an_uninterruptible_sleep_delays_all_that_does_not_terminate() {
    let situation = Situation {
        sleep: Sleep::All,
        takers: caught(&["USR1"]),
        ignored: set(&["INT"]),
        ..running()
    };
    says(
        &situation,
        &[
            ("TERM", "would terminate it, at the latest when its uninterruptible sleep ends"),
            ("KILL", "would terminate it, at the latest when its uninterruptible sleep ends"),
            ("QUIT", "would terminate it and dump core when its uninterruptible sleep ends"),
            ("STOP", "would stop it when its uninterruptible sleep ends"),
            ("USR1", "would run its handler when its uninterruptible sleep ends"),
            ("INT", "would be ignored"),
        ],
    );
    let some = Situation { sleep: Sleep::Some, ..situation };
    says(
        &some,
        &[
            ("TERM", "would terminate it, at the latest when its uninterruptible sleep ends"),
            ("USR1", "would run its handler"),
        ],
    );
}

#[test]
fn sigwait_may_take_what_is_not_blocked() {
    let situation = Situation {
        takers: Takers {
            caught: set(&["HUP"]),
            blocked: set(&["USR1"]),
            perhaps_awaited: !set(&["USR1"]),
            ..Takers::default()
        },
        ..running()
    };
    says(
        &situation,
        &[
            ("TERM", "would terminate it, unless its sigwait takes it"),
            ("HUP", "would run its handler, unless its sigwait takes it"),
            ("CHLD", "would be ignored, unless its sigwait takes it"),
            ("USR1", "would stay pending: it is blocked"),
            ("KILL", "would terminate it"),
            ("STOP", "would stop it"),
        ],
    );
}

#[test]
fn sigwait_takes_what_it_is_known_to_wait_for() {
    let signals = set(&["TERM", "CHLD", "CONT"]);
    let takers = Takers { blocked: signals, awaited: signals, ..caught(&["TERM"]) };
    let situation = Situation { takers, ignored: set(&["CHLD"]), ..running() };
    let taken = "would be taken by its sigwait";
    says(&situation, &[("TERM", taken), ("CHLD", taken), ("CONT", taken)]);
    says(&situation, &[("USR1", "would terminate it")]);
    let traced = Situation { tracer: process(9, "gdb"), ..situation };
    says(&traced, &[("TERM", taken)]);
}

#[test]
fn a_kernel_thread_ignores_even_kill() {
    let situation = Situation { ignored: !SignalSet::default(), ..running() };
    says(
        &situation,
        &[("KILL", "would be ignored"), ("STOP", "would be ignored"), ("TERM", "would be ignored")],
    );
}

#[test]
fn a_signal_that_may_not_be_sent_is_refused_with_the_reason_of_the_system() {
    let forecast = Forecast {
        signal: Some(Signal::TERM),
        effect: Effect::Refused(Errno::EPERM),
        perhaps_awaited: false,
    };
    assert_eq!(forecast.to_string(), "TERM cannot be sent: Operation not permitted");
}
