use super::*;
use crate::commands::trap::args::Form;
use crate::signal;
use crate::sys::Pid;

fn set(names: &str) -> SignalSet {
    names
        .split_whitespace()
        .map(|name| signal::by_name(name.as_bytes()).unwrap().unwrap())
        .collect()
}

fn named(name: &str) -> Condition {
    Condition::parse(name.as_bytes()).unwrap()
}

#[test]
fn an_object_a_process_and_a_line_a_signal() {
    let thread = Thread {
        id: Pid::new(71).unwrap(),
        state: b'S',
        blocked: set("INT"),
        pending: set(""),
        awaits: false,
    };
    let first = State {
        pid: 70,
        name: b"a".into(),
        ignored: set("HUP"),
        threads: vec![thread],
        ..State::default()
    };
    let second = State {
        pid: 80,
        name: b"b".into(),
        blocked: set("HUP"),
        pending: set("HUP"),
        ..State::default()
    };
    let conditions = vec![Condition::Exit, named("HUP"), named("INT")];
    let show =
        Show { processes: Vec::new(), all: false, conditions, form: Form::Json, threads: false };
    assert_eq!(
        write(&show, &[first.clone(), second]),
        concat!(
            r#"[{"pid": 70, "name": "a", "signals": [
  {"number": 0, "name": "EXIT", "disposition": "default", "blocked": false, "pending": false},
  {"number": 1, "name": "HUP", "disposition": "ignored", "blocked": false, "pending": false},
  {"number": 2, "name": "INT", "disposition": "default", "blocked": false, "pending": false}]}"#,
            r#", {"pid": 80, "name": "b", "signals": [
  {"number": 0, "name": "EXIT", "disposition": "default", "blocked": false, "pending": false},
  {"number": 1, "name": "HUP", "disposition": "default", "blocked": true, "pending": true},
  {"number": 2, "name": "INT", "disposition": "default", "blocked": false, "pending": false}]}]
"#
        )
    );
    let show = Show { conditions: vec![named("INT")], threads: true, ..show };
    assert_eq!(
        write(&show, &[first]),
        concat!(
            r#"[{"pid": 70, "name": "a", "signals": [
  {"number": 2, "name": "INT", "disposition": "default", "blocked": false, "pending": false}]"#,
            r#", "threads": [
  {"id": 71, "blocked": [2], "pending": []}]}]
"#
        )
    );
    assert_eq!(write(&show, &[]), "[]\n");
}

#[test]
fn any_name_is_a_string_without_hidden_characters() {
    let name = b"a\"b\\c\n\x7f\xc3\xa9\xc2\x9b\xe2\x80\xae".to_vec();
    let state = State { pid: 70, name, ..State::default() };
    let conditions = vec![Condition::Exit];
    let show =
        Show { processes: Vec::new(), all: false, conditions, form: Form::Json, threads: false };
    let text = write(&show, &[state]);
    assert!(text.contains(r#""name": "a\"b\\c\u000a\u007fé\u009b\u202e", "#), "{text}");
}
