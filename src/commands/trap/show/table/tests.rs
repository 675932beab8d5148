use super::*;
use crate::commands::trap::args::Form;
use crate::sys::Pid;

fn named(name: &str) -> Condition {
    Condition::parse(name.as_bytes()).unwrap()
}

fn set(names: &str) -> SignalSet {
    names.split_whitespace().map(|name| named(name).signal().unwrap()).collect()
}

fn state() -> State {
    let thread = |id, blocked: &str, pending: &str| Thread {
        id: Pid::new(id).unwrap(),
        state: b'S',
        blocked: set(blocked),
        pending: set(pending),
        awaits: false,
    };
    State {
        ignored: set("INT"),
        caught: set("TERM"),
        untold: set("QUIT"),
        blocked: set("TERM"),
        pending: set("TERM"),
        threads: vec![thread(4070, "HUP TERM", "HUP TERM"), thread(4071, "TERM", "TERM")],
        ..State::default()
    }
}

fn show(threads: bool) -> Show {
    let conditions = ["EXIT", "HUP", "INT", "QUIT", "TERM"].map(named).to_vec();
    Show { processes: Vec::new(), all: false, conditions, form: Form::Table, threads }
}

#[test]
fn one_line_a_condition_in_columns() {
    assert_eq!(
        write(&show(false), &state()),
        "\
NUMBER  NAME  DISPOSITION  BLOCKED  PENDING
     0  EXIT  default      -        -
     1  HUP   default      -        yes
     2  INT   ignored      -        -
     3  QUIT  unknown      -        -
    15  TERM  caught       yes      yes
"
    );
}

#[test]
fn threads_are_named_by_their_ids() {
    assert_eq!(
        write(&show(true), &state()),
        "\
NUMBER  NAME  DISPOSITION  BLOCKED  PENDING
     0  EXIT  default      -        -
     1  HUP   default      4070     4070
     2  INT   ignored      -        -
     3  QUIT  unknown      -        -
    15  TERM  caught       all      process,4070,4071
"
    );
}

#[test]
fn every_signal_has_a_line_if_none_is_asked_for() {
    let show = Show { conditions: Vec::new(), ..show(false) };
    assert_eq!(write(&show, &state()).lines().count(), 1 + Signal::all().count());
}
