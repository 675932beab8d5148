use std::ffi::CString;

use super::*;
use crate::commands::trap::args::{self, Command};
use crate::posix::conformance::Conformance;
use crate::sys::arguments::Word;

/// The clock of a command line, and the time at which it begins.
fn with_clock(words: &[&str], use_clock: impl FnOnce(Clock, Instant)) {
    let strings: Vec<CString> =
        words.iter().chain(&["--", "true"]).map(|word| CString::new(*word).unwrap()).collect();
    let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
    let Ok(Command::Run(run)) = args::parse(Conformance::Extended, &words) else {
        panic!("{words:?}")
    };
    use_clock(Clock::new(&run), Instant::now());
}

/// All that is due, in the order in which it is to be done.
fn due(clock: &mut Clock, now: Instant) -> Vec<String> {
    let due = std::iter::from_fn(|| clock.take_due(now));
    due.map(|due| match due {
        Due::Delayed(parcel) => format!("delayed {}", parcel.signal().name()),
        Due::Step(signal) => signal.name().to_string(),
    })
    .collect()
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn without_a_time_nothing_is_ever_due() {
    with_clock(&["-f"], |mut clock, start| {
        assert_eq!(clock.next_deadline(), None);
        clock.begin_by_signal(false, start);
        assert_eq!(clock.next_deadline(), None);
        assert_eq!(due(&mut clock, start + seconds(1000)), [""; 0]);
        assert_eq!(clock.next_step_if_typed_again(start), None);
        assert_eq!(clock.next_step_if_typed_again(start), None);
    });
}

#[test]
fn delayed_signals_are_due_in_the_order_of_their_times_and_then_of_their_coming() {
    with_clock(&["-f"], |mut clock, start| {
        for (signal, delay) in
            [(Signal::TERM, 2), (Signal::INT, 1), (Signal::CONT, 1), (Signal::QUIT, 9)]
        {
            clock.delay(Parcel::of(signal), start + seconds(delay));
        }
        assert_eq!(clock.next_deadline(), Some(start + seconds(1)));
        assert_eq!(due(&mut clock, start), [""; 0]);
        let first_three = ["delayed INT", "delayed CONT", "delayed TERM"];
        assert_eq!(due(&mut clock, start + seconds(2)), first_three);
        assert_eq!(clock.next_deadline(), Some(start + seconds(9)));
        // The end of COMMAND takes back what was for it alone.
        assert!(!clock.command_is_over(false, start));
        assert_eq!(clock.next_deadline(), None);
    });
}

#[test]
fn the_schedule_begins_by_itself_when_the_time_is_over() {
    with_clock(&["--schedule", "INT/5/KILL"], |mut clock, start| {
        clock.command_has(seconds(10), start);
        assert_eq!(due(&mut clock, start + seconds(9)), [""; 0]);
        assert!(!clock.timed_out());
        assert_eq!(due(&mut clock, start + seconds(10)), ["INT"]);
        assert!(clock.timed_out() && clock.has_begun());
        assert_eq!(clock.next_deadline(), Some(start + seconds(15)));
        assert_eq!(due(&mut clock, start + seconds(15)), ["KILL"]);
        assert_eq!(clock.next_deadline(), None);
        assert!(clock.command_is_over(false, start + seconds(16)));
    });
    with_clock(&["-f"], |mut clock, start| {
        clock.command_has(seconds(1), start);
        assert_eq!(due(&mut clock, start + seconds(1)), ["TERM"]);
        assert_eq!(clock.next_deadline(), None);
    });
}

#[test]
fn the_time_may_be_over_before_its_end() {
    with_clock(&["-t", "10", "-k", "5"], |mut clock, start| {
        clock.command_has(seconds(10), start);
        clock.time_is_over(start + seconds(1));
        assert_eq!(due(&mut clock, start + seconds(1)), ["TERM"]);
        assert!(clock.timed_out());
        // Once: what comes again changes nothing.
        clock.time_is_over(start + seconds(2));
        assert_eq!(due(&mut clock, start + seconds(2)), [""; 0]);
        assert_eq!(clock.next_deadline(), Some(start + seconds(6)));
    });
}

#[test]
fn no_time_before_kill_is_no_kill() {
    with_clock(&["-k", "0"], |mut clock, start| {
        clock.begin_by_signal(false, start);
        assert_eq!(clock.next_deadline(), None);
        assert_eq!(clock.next_step_if_typed_again(start), None);
        assert_eq!(clock.next_step_if_typed_again(start), None);
    });
}

#[test]
fn a_schedule_that_a_signal_has_begun_goes_on_when_the_time_is_over() {
    with_clock(&["--schedule", "INT/5/QUIT/5/KILL"], |mut clock, start| {
        clock.command_has(seconds(3), start);
        clock.begin_by_signal(false, start);
        assert_eq!(due(&mut clock, start + seconds(3)), [""; 0]);
        assert!(clock.timed_out());
        // Another signal neither hurries it nor begins it anew.
        clock.begin_by_signal(false, start + seconds(4));
        assert_eq!(clock.next_deadline(), Some(start + seconds(5)));
    });
}

#[test]
fn what_is_typed_again_is_the_next_step_at_once() {
    with_clock(&["--schedule", "INT/5/QUIT/5/KILL"], |mut clock, start| {
        // Before the schedule has begun it is COMMAND's affair how often.
        assert_eq!(clock.next_step_if_typed_again(start), None);
        assert_eq!(clock.next_step_if_typed_again(start), None);
        clock.begin_by_signal(false, start);
        assert_eq!(clock.next_step_if_typed_again(start), None);
        assert_eq!(clock.next_step_if_typed_again(start + seconds(4)), Some(Signal::QUIT));
        assert_eq!(clock.next_deadline(), Some(start + seconds(9)));
        assert_eq!(clock.next_step_if_typed_again(start + seconds(4)), Some(Signal::KILL));
        assert_eq!(clock.next_step_if_typed_again(start + seconds(4)), None);
    });
    // One that began it was the first.
    with_clock(&["-k", "5"], |mut clock, start| {
        clock.begin_by_signal(true, start);
        assert_eq!(clock.next_step_if_typed_again(start), Some(Signal::KILL));
    });
}

#[test]
fn nothing_is_due_when_only_the_last_action_is_left() {
    with_clock(&["-w5", "-k", "1"], |mut clock, start| {
        clock.begin_by_signal(false, start);
        assert!(clock.command_is_over(false, start));
        clock.begin_for_others(start);
        clock.stop();
        assert_eq!(clock.next_deadline(), None);
    });
}

#[test]
fn the_rest_of_a_tree_gets_what_is_left_of_the_schedule() {
    with_clock(&["-k", "5"], |mut clock, start| {
        assert!(!clock.goes_on());
        clock.begin_by_signal(false, start);
        assert!(clock.goes_on());
        assert!(!clock.command_is_over(true, start + seconds(1)));
        assert_eq!(due(&mut clock, start + seconds(4)), [""; 0]);
        assert_eq!(due(&mut clock, start + seconds(5)), ["KILL"]);
        assert!(!clock.goes_on());
    });
    // Others have not got what has begun it: it begins anew.
    with_clock(&["-k", "5"], |mut clock, start| {
        clock.begin_by_signal(false, start);
        assert!(clock.command_is_over(false, start + seconds(1)));
        assert!(!clock.goes_on());
    });
}

#[test]
fn a_schedule_that_has_begun_does_not_begin_again_when_the_time_of_waiting_is_over() {
    // The rest of a tree has had the first step.
    with_clock(&["-w1", "-k", "5"], |mut clock, start| {
        clock.begin_by_signal(false, start);
        assert!(!clock.command_is_over(true, start));
        assert_eq!(due(&mut clock, start + seconds(4)), [""; 0]);
        assert_eq!(due(&mut clock, start + seconds(5)), ["KILL"]);
        assert_eq!(clock.next_deadline(), None);
    });
    // The others have had nothing.
    with_clock(&["-w1", "-k", "5"], |mut clock, start| {
        clock.begin_by_signal(false, start);
        assert!(clock.command_is_over(false, start));
        assert_eq!(clock.begin_for_others(start), Signal::TERM);
        assert_eq!(due(&mut clock, start + seconds(4)), [""; 0]);
        assert_eq!(due(&mut clock, start + seconds(5)), ["KILL"]);
        assert_eq!(clock.next_deadline(), None);
    });
}

#[test]
fn what_command_has_left_gets_the_schedule_after_its_time() {
    with_clock(&["-w5"], |mut clock, start| {
        assert!(!clock.command_is_over(false, start));
        assert_eq!(due(&mut clock, start + seconds(4)), [""; 0]);
        assert_eq!(due(&mut clock, start + seconds(5)), ["TERM"]);
        assert_eq!(due(&mut clock, start + seconds(10)), ["KILL"]);
    });
    with_clock(&["-w5", "--schedule", "INT/1/QUIT"], |mut clock, start| {
        clock.command_is_over(false, start);
        assert_eq!(due(&mut clock, start + seconds(5)), ["INT"]);
        assert_eq!(due(&mut clock, start + seconds(6)), ["QUIT"]);
    });
    // Without a time they are waited for as long as there are any.
    with_clock(&["-w"], |mut clock, start| {
        clock.command_is_over(false, start);
        assert_eq!(clock.next_deadline(), None);
        assert_eq!(clock.begin_for_others(start), Signal::TERM);
        assert_eq!(due(&mut clock, start), ["KILL"]);
    });
}
