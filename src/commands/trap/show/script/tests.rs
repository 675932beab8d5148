use super::*;
use crate::commands::trap::args::Form;
use crate::process::threads::Thread;
use crate::sys::Pid;

fn set(names: &str) -> SignalSet {
    names.split_whitespace().map(|name| named(name).signal().unwrap()).collect()
}

fn named(name: &str) -> Condition {
    Condition::parse(name.as_bytes()).unwrap()
}

fn show(all: bool, conditions: &str, threads: bool) -> Show {
    let conditions = conditions.split_whitespace().map(named).collect();
    Show { processes: Vec::new(), all, conditions, form: Form::Commands, threads }
}

fn ignoring(names: &str) -> State {
    State { ignored: set(names), ..State::default() }
}

#[test]
fn ignored_signals_are_commands_in_the_order_of_their_numbers() {
    assert_eq!(
        write(&show(false, "", false), &ignoring("TERM HUP CHLD")),
        "trap -- '' HUP\ntrap -- '' TERM\ntrap -- '' CHLD\n"
    );
    assert_eq!(write(&show(false, "", false), &State::default()), "");
}

/// In the order of the numbers that most architectures have.
#[test]
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "s390x")
))]
fn what_only_the_process_can_set_is_a_comment() {
    let state = State {
        ignored: set("INT"),
        caught: set("TERM USR1"),
        blocked: set("USR2 INT"),
        pending: set("USR2"),
        ..State::default()
    };
    assert_eq!(
        write(&show(false, "", false), &state),
        "trap -- '' INT\n# caught: USR1\n# caught: TERM\n# blocked: INT\n# blocked: USR2\n# \
         pending: USR2\n"
    );
    assert_eq!(
        write(&show(false, "TERM USR2", false), &state),
        "# caught: TERM\ntrap -- - USR2\n# blocked: USR2\n# pending: USR2\n"
    );
}

#[test]
fn default_ones_are_shown_if_they_are_asked_for() {
    let state = ignoring("INT");
    assert_eq!(write(&show(true, "QUIT INT", false), &state), "trap -- - QUIT\ntrap -- '' INT\n");
    // By -p, or by their names.
    assert_eq!(write(&show(false, "QUIT INT", false), &state), "trap -- - QUIT\ntrap -- '' INT\n");
    assert_eq!(
        write(&show(false, "EXIT KILL", false), &state),
        "trap -- - EXIT\n# default: KILL\n"
    );
    assert_eq!(write(&show(false, "", false), &state), "trap -- '' INT\n");
    assert_eq!(write(&show(true, "EXIT HUP", false), &state), "trap -- - EXIT\ntrap -- - HUP\n");
}

#[test]
fn what_cannot_be_set_is_a_comment_and_only_there_if_asked_for_or_not_default() {
    let all = write(&show(true, "", false), &State::default());
    for absent in ["KILL", "STOP", "EXIT", "#"] {
        let has = all
            .lines()
            .any(|line| line.split(' ').next_back() == Some(absent) || line.starts_with(absent));
        assert!(!has, "{absent}: {all}");
    }
    assert_eq!(
        write(&show(true, "KILL STOP", false), &State::default()),
        "# default: KILL\n# default: STOP\n"
    );
    // As kernel threads have it.
    assert_eq!(
        write(&show(false, "", false), &ignoring("KILL INT")),
        "trap -- '' INT\n# ignored: KILL\n"
    );
}

#[test]
fn what_the_system_does_not_tell_is_not_claimed() {
    let state = State { untold: set("HUP"), ..State::default() };
    assert_eq!(write(&show(true, "HUP INT", false), &state), "# unknown: HUP\ntrap -- - INT\n");
    assert_eq!(write(&show(false, "HUP INT", false), &state), "# unknown: HUP\ntrap -- - INT\n");
    assert_eq!(write(&show(false, "", false), &state), "");
    assert!(!write(&show(true, "", false), &state).contains("HUP"));
}

#[test]
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "s390x")
))]
fn what_some_shell_does_not_know_can_be_read_by_all() {
    assert_eq!(
        write(&show(false, "", false), &ignoring("ABRT")),
        "trap -- '' ABRT 2>/dev/null || trap -- '' 6 2>/dev/null || :\n"
    );
    assert_eq!(
        write(&show(false, "", false), &ignoring("PROF WINCH")),
        "trap -- '' PROF\ntrap -- '' WINCH\n"
    );
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
fn real_time_signals_are_numbers_and_the_c_librarys_own_comments() {
    assert_eq!(
        write(&show(false, "", false), &ignoring("STKFLT IO 32 33 RTMIN RTMIN+3 RTMAX")),
        "trap -- '' STKFLT 2>/dev/null || trap -- '' 16 2>/dev/null || :\n\
         trap -- '' IO 2>/dev/null || trap -- '' 29 2>/dev/null || :\n\
         # ignored: 32\n# ignored: 33\n\
         trap -- '' 34 2>/dev/null || : # RTMIN\n\
         trap -- '' 37 2>/dev/null || : # RTMIN+3\n\
         trap -- '' 64 2>/dev/null || : # RTMAX\n"
    );
    assert_eq!(write(&show(true, "32", false), &State::default()), "# default: 32\n");
}

#[test]
fn each_thread_has_comments_of_its_own() {
    let thread = |id, blocked: &str, pending: &str| Thread {
        id: Pid::new(id).unwrap(),
        state: b'S',
        blocked: set(blocked),
        pending: set(pending),
        awaits: false,
    };
    let threads = vec![thread(70, "USR1 USR2", "USR1"), thread(71, "USR2", "")];
    let state = State { blocked: set("USR2"), pending: set("USR2"), threads, ..State::default() };
    assert_eq!(
        write(&show(false, "", true), &state),
        "# pending: USR2\n# blocked by thread 70: USR1\n# blocked by thread 70: USR2\n\
         # pending for thread 70: USR1\n# blocked by thread 71: USR2\n"
    );
    assert_eq!(
        write(&show(false, "", false), &state),
        "# blocked: USR2\n# pending: USR1\n# pending: USR2\n"
    );
}
