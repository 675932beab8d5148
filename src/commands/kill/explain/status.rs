//! The readings of a number in words.

use crate::signal::Name;
use crate::signal::conventions;
use crate::signal::facts::DefaultAction;
use crate::signal::numbering::Numbering;
use crate::signal::readings::Reading;
use crate::signal::readings::Waited;
use crate::signal::readings::of;

/// The programs that show the status of wait(2) as it is.
const SHOW_AS_IT_IS: &str = "what wait(2), Perl's $? and Python's os.system() show of a process";

/// The first line about a number.
pub(super) fn heading(reading: Reading, numbering: &Numbering) -> String {
    let done = |number| done(number, numbering);
    match reading {
        Reading::Number(0) => {
            "no signal; kill only checks whether the target is there and may be signalled".into()
        }
        Reading::Number(number) => name(number, numbering),
        Reading::Shell { base, number } => format!("{base}+{number}, {}", done(number)),
        Reading::Negative(number) => done(number),
        Reading::LowByte(number) => format!("256-{number}, {}", done(number)),
        Reading::Ended => "a process that a signal ended, whichever".into(),
        Reading::Exit(_) => "an exit status, which no signal gives".into(),
        Reading::Wait(Waited::Exited(status)) => format!("256*{status}, exited {status}"),
        Reading::Wait(Waited::Killed { number, core: false }) => done(number),
        Reading::Wait(Waited::Killed { number, core: true }) => {
            format!("{}, core dumped", done(number))
        }
        Reading::Wait(Waited::Stopped(number)) => {
            format!("256*{number}+127, stopped by {}", name(number, numbering))
        }
        Reading::Wait(Waited::Continued) => "continued by CONT".into(),
        Reading::Windows(status) => format!("0x{:08X}, {}", status.value, status.name),
        Reading::Base(_) => "neither a signal nor a status that one gives".into(),
    }
}

/// The lines about the meaning of the number, a label and a sentence each.
pub(super) fn lines(readings: &[Reading], numbering: &Numbering) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for reading in readings {
        for sentence in sentences(*reading, readings, numbering) {
            lines.push((if lines.is_empty() { "status" } else { "or" }, sentence));
        }
    }
    if let [Reading::Number(number @ 1..), ..] = readings {
        if let Some(effect) = effect(*number, numbering) {
            let status = u32::from(*number) + 128;
            let sentence = format!("most show {status} of a process that the signal {effect}");
            lines.push(("shells", sentence));
        }
    }
    lines
}

fn sentences(reading: Reading, all: &[Reading], numbering: &Numbering) -> Vec<String> {
    let name = |number| name(number, numbering);
    vec![match reading {
        Reading::Number(_) => return Vec::new(),
        Reading::Exit(status) => return of_exit(status, all),
        Reading::Shell { base, number } => of_shell(base, number, numbering),
        Reading::Negative(number) => format!(
            "what Python's subprocess shows of a process that {} ended; most shells show {}",
            name(number),
            u32::from(number) + 128
        ),
        Reading::LowByte(number) => format!(
            "the low byte of -{number}: a program exited with what Python's subprocess shows of a \
             process that {} ended",
            name(number)
        ),
        Reading::Ended => "what Go's ExitCode() shows of a process that a signal ended".into(),
        Reading::Wait(Waited::Exited(status)) => {
            let nested = of(i64::from(status), numbering).into_iter().next();
            let meaning = match nested {
                Some(nested @ (Reading::Shell { .. } | Reading::LowByte(_))) => {
                    format!(", which is {}", heading(nested, numbering))
                }
                _ => conventions::of(status)
                    .next()
                    .map_or(String::new(), |row| format!("; of {}: {}", row.of, row.meaning)),
            };
            format!("{SHOW_AS_IT_IS} that exited {status}{meaning}")
        }
        Reading::Wait(Waited::Killed { number, core }) => {
            let core = if core { ", with a core image" } else { "" };
            format!("{SHOW_AS_IT_IS} that {} killed{core}", name(number))
        }
        Reading::Wait(Waited::Stopped(number)) => {
            format!("what wait(2) shows of a process that {} stopped", name(number))
        }
        Reading::Wait(Waited::Continued) => {
            "what wait(2) shows of a process that was continued".into()
        }
        Reading::Windows(status) => format!("how a process of Windows ended: {}", status.meaning),
        Reading::Base(base) => {
            format!("what {} to the number of a signal; no signal gives it alone", added_by(base))
        }
    }]
}

/// The meanings of an exit status to programs.
fn of_exit(status: u8, all: &[Reading]) -> Vec<String> {
    if status == 0 {
        return vec!["success".to_owned()];
    }
    if all.contains(&Reading::Ended) {
        return vec![format!("what a program exits with whose status a shell shows as {status}")];
    }
    let mut known: Vec<String> =
        conventions::of(status).map(|row| format!("of {}: {}", row.of, row.meaning)).collect();
    if status == u8::MAX {
        known.push("the low byte of exit(-1)".to_owned());
    }
    if known.is_empty() {
        let alone = matches!(all, [Reading::Exit(_) | Reading::Number(_), ..]);
        known.push(match alone {
            true => "the meaning is the program's own; for POSIX, it is a failure".into(),
            false => "a program exited with it".into(),
        });
    }
    known
}

fn of_shell(base: u32, number: u8, numbering: &Numbering) -> String {
    let shell = match base {
        128 => "most shells show",
        256 => "ksh93 shows",
        _ => "yash shows",
    };
    match effect(number, numbering) {
        Some(effect) => format!("what {shell} of a process that the signal {effect}"),
        None => format!("what {shell} when the signal, with a trap on it, interrupted wait"),
    }
}

fn added_by(base: u32) -> &'static str {
    match base {
        128 => "most shells add",
        256 => "ksh93 adds",
        _ => "yash adds",
    }
}

/// The effect of the signal on a process whose status is read.
fn effect(number: u8, numbering: &Numbering) -> Option<&'static str> {
    match numbering.default_action(number) {
        DefaultAction::Terminate | DefaultAction::Core => Some("killed"),
        DefaultAction::Stop => Some("stopped"),
        DefaultAction::Ignore | DefaultAction::Continue => None,
    }
}

fn done(number: u8, numbering: &Numbering) -> String {
    let name = name(number, numbering);
    match effect(number, numbering) {
        Some(effect) => format!("{effect} by {name}"),
        None => name,
    }
}

fn name(number: u8, numbering: &Numbering) -> String {
    match numbering.name(number) {
        Name::Number(number) => format!("signal {number}"),
        name => name.to_string(),
    }
}
