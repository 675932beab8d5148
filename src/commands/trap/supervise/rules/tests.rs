use super::*;
use crate::commands::trap::args::{self, Command};
use crate::posix::conformance::Conformance;
use crate::signal::condition::Condition;
use crate::sys::arguments::Word;

const USER: Origin = Origin::Process(42);

/// Judges a signal under the options of a command line; `leader` is of the session.
fn judged(
    words: &[&str],
    name: &str,
    origin: Origin,
    leader: bool,
) -> (Option<String>, Option<Passed>) {
    let (action, passed, _) = judged_for(words, name, origin, ToWhom::Command, leader);
    (action, passed.ok())
}

/// The same for whoever it goes to; and whether it was typed.
fn judged_for(
    words: &[&str],
    name: &str,
    origin: Origin,
    to_whom: ToWhom,
    leader: bool,
) -> (Option<String>, Result<Passed, Kept>, bool) {
    let mut judged = None;
    with_run(words, |run| {
        let verdict = judge(run, named(name), origin, to_whom, &|| leader);
        let action = verdict.action.map(|action| String::from_utf8(action.to_vec()).unwrap());
        judged = Some((action, verdict.passed, verdict.typed));
    });
    judged.unwrap()
}

/// Looks at what a command line asks for.
fn with_run(words: &[&str], look: impl FnOnce(&Run)) {
    let strings: Vec<_> = words
        .iter()
        .chain(&["--", "true"])
        .map(|word| std::ffi::CString::new(*word).unwrap())
        .collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    let Ok(Command::Run(run)) = args::parse(Conformance::Extended, &words) else {
        panic!("{words:?}")
    };
    look(&run);
}

fn named(name: &str) -> Signal {
    Condition::parse(name.as_bytes()).unwrap().signal().unwrap()
}

/// What is passed on, without more.
fn plainly(name: &str) -> Passed {
    let ends = ["INT", "QUIT", "TERM"].contains(&name);
    Passed {
        signal: named(name),
        delay: Duration::ZERO,
        outside_group: false,
        guarded: false,
        ends,
        typed: false,
    }
}

#[test]
fn what_the_terminal_sends_has_reached_command() {
    for name in ["INT", "QUIT", "TSTP", "WINCH", "HUP", "CONT", "TTIN", "TTOU"] {
        assert_eq!(judged(&["-f"], name, Origin::Kernel, false), (None, None), "{name}");
        assert_eq!(judged(&["-f"], name, USER, false), (None, Some(plainly(name))), "{name}");
        assert_eq!(
            judged(&["-f"], name, Origin::Process(0), false),
            (None, Some(plainly(name))),
            "{name}"
        );
        assert_eq!(
            judged(&["-f"], name, Origin::Queued, false),
            (None, Some(plainly(name))),
            "{name}"
        );
        // A process group of its own is not the foreground group that trap's is; and what reads
        // there is not COMMAND.
        let expected = Some(named(name)).filter(|_| !["TTIN", "TTOU"].contains(&name));
        assert_eq!(
            judged(&["-g"], name, Origin::Kernel, false).1.map(|passed| passed.signal),
            expected
        );
    }
    // A timer that was set before exec is no other process's.
    assert_eq!(judged(&["-f"], "ALRM", Origin::Kernel, false), (None, Some(plainly("ALRM"))));
}

#[test]
fn a_hangup_tells_the_leader_of_the_session_alone() {
    assert_eq!(judged(&["-f"], "HUP", Origin::Kernel, true), (None, Some(plainly("HUP"))));
    assert_eq!(judged(&["-f"], "CONT", Origin::Kernel, true), (None, Some(plainly("CONT"))));
    assert_eq!(judged(&["-f"], "INT", Origin::Kernel, true), (None, None));
}

#[test]
fn with_trees_the_terminals_signals_go_to_those_outside_of_the_group() {
    let passed = judged(&["--tree"], "INT", Origin::Kernel, false).1.unwrap();
    assert_eq!(passed, Passed { outside_group: true, ends: false, typed: true, ..plainly("INT") });
    let passed = judged(&["--tree"], "TSTP", Origin::Kernel, false).1.unwrap();
    assert_eq!(passed, Passed { outside_group: true, ..plainly("TSTP") });
    // Each process group gets its own if it uses the terminal from the background.
    for options in [&["--tree"][..], &["-g", "--tree"]] {
        for name in ["TTIN", "TTOU"] {
            assert_eq!(judged(options, name, Origin::Kernel, false).1, None);
            assert_eq!(judged(options, name, USER, false).1, Some(plainly(name)));
        }
    }
}

#[test]
fn a_tree_is_stopped_for_what_is_to_end_it_alone() {
    let stopping = |words: &[&str]| {
        let names = "HUP INT QUIT ABRT KILL USR1 USR2 ALRM TERM CONT TSTP WINCH CHLD";
        let mut ends = Vec::new();
        with_run(words, |run| {
            ends = names.split(' ').filter(|name| ends_trees(run, named(name))).collect();
        });
        ends
    };
    assert_eq!(stopping(&["--tree"]), ["INT", "QUIT", "KILL", "TERM"]);
    let scheduled = stopping(&["--tree", "--schedule", "HUP/1/CONT/1/ABRT/1/KILL"]);
    assert_eq!(scheduled, ["HUP", "INT", "QUIT", "ABRT", "KILL", "TERM"]);
}

#[test]
fn an_action_takes_the_signals_place_unless_it_is_passed_on_too() {
    let action = Some("echo".to_owned());
    assert_eq!(judged(&["echo", "TERM"], "TERM", USER, false), (action.clone(), None));
    assert_eq!(
        judged(&["-f", "echo", "TERM"], "TERM", USER, false),
        (action.clone(), Some(plainly("TERM")))
    );
    assert_eq!(judged(&["echo", "INT"], "INT", Origin::Kernel, false), (action, None));
    assert_eq!(judged(&["echo", "INT"], "TERM", USER, false), (None, Some(plainly("TERM"))));
    // To ignore is COMMAND's affair.
    assert_eq!(judged(&["-f", "", "TERM"], "TERM", USER, false), (None, Some(plainly("TERM"))));
}

#[test]
fn the_childs_end_is_never_passed_on() {
    assert_eq!(judged(&["-f"], "CHLD", USER, false), (None, None));
    assert_eq!(judged(&["-f", "echo", "CHLD"], "CHLD", USER, false).1, None);
}

#[test]
fn a_signal_is_mapped_then_guarded_and_delayed_by_its_own_name() {
    assert_eq!(judged(&["-m", "TERM:QUIT"], "TERM", USER, false).1, Some(plainly("QUIT")));
    assert_eq!(judged(&["-m", "TERM:"], "TERM", USER, false).1, None);
    assert_eq!(judged(&["-m", "TERM:HUP"], "HUP", USER, false).1, Some(plainly("HUP")));
    let delayed = judged(&["-m", "HUP:USR1", "--delay", "HUP=2s"], "HUP", USER, false).1.unwrap();
    assert_eq!(delayed, Passed { delay: Duration::from_secs(2), ..plainly("USR1") });
}

#[test]
fn only_what_ends_by_accident_is_guarded() {
    for (name, guarded) in [
        ("HUP", true),
        ("USR1", true),
        ("ALRM", true),
        ("PIPE", true),
        ("RTMIN", true),
        ("INT", false),
        ("TERM", false),
        ("QUIT", false),
        ("SEGV", false),
        ("WINCH", false),
        ("TSTP", false),
    ] {
        assert_eq!(judged(&["--guard"], name, USER, false).1.unwrap().guarded, guarded, "{name}");
    }
}

#[test]
fn the_schedules_first_signal_begins_it_too() {
    assert!(judged(&["--schedule", "HUP/1/KILL"], "HUP", USER, false).1.unwrap().ends);
    assert!(!judged(&["-k", "1"], "HUP", USER, false).1.unwrap().ends);
    assert!(judged(&["-k", "1", "-m", "USR1:TERM"], "USR1", USER, false).1.unwrap().ends);
}

#[test]
fn only_what_is_typed_to_end_command_counts_as_typed() {
    let typed = |words: &[&str], name: &str, origin| {
        judged_for(words, name, origin, ToWhom::Command, false).2
    };
    for name in ["INT", "QUIT"] {
        // It has reached COMMAND, or is passed on to it.
        for words in [&["-k", "1"][..], &["-k", "1", "-g"], &["-k", "1", "--tree"]] {
            assert!(typed(words, name, Origin::Kernel), "{words:?} {name}");
            assert!(!typed(words, name, USER) && !typed(words, name, Origin::Queued), "{words:?}");
        }
        // COMMAND is not meant where an action takes its place, or nothing does.
        let dropped = format!("{name}:");
        assert!(!typed(&["-k", "1", "echo", name], name, Origin::Kernel));
        assert!(!typed(&["-k", "1", "-m", &dropped], name, Origin::Kernel));
    }
    for name in ["TERM", "HUP", "TSTP"] {
        assert!(!typed(&["-k", "1"], name, Origin::Kernel), "{name}");
    }
}

#[test]
fn why_a_signal_is_kept_is_known() {
    for (words, name, origin, to_whom, kept) in [
        (&["-f"][..], "CHLD", USER, ToWhom::Command, Kept::Child),
        (&["echo", "TERM"], "TERM", USER, ToWhom::Command, Kept::Action),
        (&["-f"], "INT", Origin::Kernel, ToWhom::Command, Kept::Reached),
        (&["-m", "TERM:"], "TERM", USER, ToWhom::Command, Kept::Dropped),
        (&["-t", "1"], "ALRM", USER, ToWhom::Command, Kept::TimeOut),
        (&["-t", "0"], "ALRM", Origin::Kernel, ToWhom::Command, Kept::TimeOut),
        (&["-t", "1", "echo", "ALRM"], "ALRM", USER, ToWhom::Command, Kept::Action),
        (&["-f"], "TERM", USER, ToWhom::Action, Kept::Over),
    ] {
        let passed = judged_for(words, name, origin, to_whom, false).1;
        assert_eq!(passed, Err(kept), "{words:?} {name}");
    }
}

#[test]
fn alarm_is_a_time_out_only_with_a_time_and_without_another_meaning() {
    for words in [&["-f"][..], &["-k", "5"], &["-t", "1", "-m", "ALRM:ALRM"]] {
        assert_eq!(judged(words, "ALRM", USER, false).1, Some(plainly("ALRM")), "{words:?}");
    }
}

#[test]
fn an_action_gets_what_does_not_end_it() {
    let passed = |name: &str| judged_for(&["-f"], name, USER, ToWhom::Action, false).1;
    for name in ["TERM", "INT", "HUP", "USR1", "ALRM", "QUIT", "SEGV", "RTMIN"] {
        assert_eq!(passed(name), Err(Kept::Over), "{name}");
    }
    for name in ["TSTP", "CONT", "WINCH", "URG"] {
        assert_eq!(passed(name), Ok(plainly(name)), "{name}");
    }
}
