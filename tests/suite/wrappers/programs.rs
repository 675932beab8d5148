//! Programs that know a terminal, at one: started, stopped, continued, resized and ended, with
//! sigtrap in each of its forms in front of them, as without it. The same beside two busy loops,
//! where what races loses.
//!
//! `list` has the programs. Nothing waits for a time to pass: what follows from a key is
//! a line of the log, something that the terminal shows, or that all sleep.

mod list;

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use self::list::{PROGRAMS, Program, Ready};
use super::outcomes::is_installed;
use super::stage::*;
use super::terminal::Terminal;
use crate::support::*;

/// The forms of sigtrap, and none.
const FORMS: &[(&str, &str)] = &[
    ("bare", ""),
    ("plain", "sigtrap -f -- "),
    ("`-g`", "sigtrap -g -- "),
    ("`--init`", "sigtrap --init -k 5 -- "),
    // What KILL does cannot be changed, so nothing is.
    ("exec mode", "sigtrap - KILL -- "),
    ("`-r --tree`", "sigtrap -r --tree -- "),
];

/// The programs and the forms, as docs/comparison.md has them.
pub(super) fn markdown() -> String {
    let programs: Vec<_> = PROGRAMS.iter().map(|program| program.name).collect();
    let forms: Vec<_> = FORMS[1..].iter().map(|(form, _)| *form).collect();
    let (last, others) = forms.split_last().expect("forms");
    format!(
        "\n{} of {} programs: {}; in {} and {last}.\n\n",
        programs.len(),
        programs.len(),
        programs.join(", "),
        others.join(", "),
    )
}

/// Programs that are not worth being installed where they are not there already.
const LARGE: &[&str] = &["emacs", "gdb"];

/// The tests share the programs: this one of so many parts.
const PARTS: usize = 3;

macro_rules! tests {
    ($($name:ident $part:literal $busy:literal)*) => {$(
        #[test]
        fn $name() {
            plays(concat!("wrappers::programs::", stringify!($name)), $part, $busy);
        }
    )*};
}

tests! {
    programs_at_a_terminal_1 0 false
    programs_at_a_terminal_2 1 false
    programs_at_a_terminal_3 2 false
    programs_at_a_terminal_beside_busy_loops_1 0 true
    programs_at_a_terminal_beside_busy_loops_2 1 true
    programs_at_a_terminal_beside_busy_loops_3 2 true
}

#[track_caller]
fn plays(test: &str, part: usize, busy: bool) {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    if !is_installed("bash") {
        return skip("bash is not installed");
    }
    let _alone = busy.then(alone);
    in_pid_namespace(test, || {
        let _loops = busy.then(BusyLoops::start);
        let mut stage = Stage::new();
        prepare(&stage);
        let only = std::env::var("SIGKIT_TEST_PROGRAM").ok();
        let mut failures = String::new();
        for program in PROGRAMS.iter().skip(part).step_by(PARTS) {
            if only.as_ref().is_some_and(|only| only != program.name) {
                continue;
            }
            if let Some(missing) = program.needs.iter().find(|needed| !is_installed(needed)) {
                let reason = format!("{}: {missing} is not installed", program.name);
                match LARGE.contains(missing) {
                    true => say_skipped(&reason),
                    false => skip(&reason),
                }
                continue;
            }
            // They set the groups of a user, and the group of a terminal.
            if ["su", "screen"].contains(&program.name) && !two_users() {
                continue;
            }
            for (form, words) in FORMS {
                let failed = play(&mut stage, program, words).err();
                stage.clear();
                if let Some(failure) = failed {
                    // Writing to a String cannot fail.
                    let _ = writeln!(failures, "{}, {form}: {failure}", program.name);
                    if words.is_empty() {
                        // Then nothing can be said of the others.
                        break;
                    }
                }
            }
        }
        assert!(failures.is_empty(), "{failures}");
    });
}

/// Two threads of the tests' process that never sleep: of the processes that are looked at, none.
struct BusyLoops;

static LOOPS: AtomicBool = AtomicBool::new(false);

impl BusyLoops {
    fn start() -> BusyLoops {
        LOOPS.store(true, Ordering::Relaxed);
        for _ in 0..2 {
            std::thread::spawn(|| {
                while LOOPS.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        BusyLoops
    }
}

impl Drop for BusyLoops {
    fn drop(&mut self) {
        LOOPS.store(false, Ordering::Relaxed);
    }
}

/// Writes the files that the programs work on.
fn prepare(stage: &Stage) {
    let text: String = (1..=200).map(|number| format!("line {number}\n")).collect();
    for (name, text) in [
        ("text", text.as_str()),
        ("Makefile", "all: a b\na b:\n\t@echo made; sleep 1000\n"),
        ("page.1", ".TH PAGE 1\n.SH NAME\npage \\- a page\n.SH TEXT\nThe words of it.\n"),
        ("screenrc", "startup_message off\nshell /bin/sh\n"),
    ] {
        std::fs::write(stage.directory.path.join(name), text).expect("a file is written");
    }
}

/// A program's life at a terminal; what is not as it has to be.
fn play(stage: &mut Stage, program: &Program, form: &str) -> Result<(), String> {
    let mut terminal = Terminal::start(stage);
    terminal
        .enter("export TERM=xterm HOME=$PWD TMPDIR=$PWD SHELL=/bin/sh PAGER=less LESS= PS1='$ '");
    prompts(stage, &mut terminal, &[Some(0)], "export")?;
    terminal.enter(&program.line.replace("W ", form));
    match program.ready {
        Ready::Shows(text) => shows(&mut terminal, text, "at the start")?,
        Ready::Runs(name, count) => until("at the start", &mut terminal, |_| {
            processes().iter().filter(|process| process.name == name).count() == count
        })?,
    }
    quiet();
    runs(stage, &mut terminal, "at the start")?;

    terminal.clear();
    terminal.type_keys(program.stop);
    match program.stopped {
        Some(status) => {
            prompts(stage, &mut terminal, &[Some(status)], "stopped")?;
            quiet();
            // The job stands still until bash continues it. What bash shows of that is no sign:
            // tmux throws away what the terminal has not yet handed over (tcflush(3)).
            terminal.enter("fg");
            until_nothing_is_stopped(&mut terminal)?;
        }
        None => shows(&mut terminal, program.stop_shows, "instead of a stop")?,
    }
    if !program.again.is_empty() {
        shows(&mut terminal, program.again, "continued")?;
    }
    quiet();
    runs(stage, &mut terminal, "continued")?;

    terminal.clear();
    terminal.resize();
    if program.redraws {
        until("resized", &mut terminal, |terminal| !terminal.shown().is_empty())?;
    }
    quiet();
    runs(stage, &mut terminal, "resized")?;

    let (last, before) = program.quit.split_last().expect("keys that end it");
    for (keys, text) in before {
        terminal.clear();
        terminal.type_keys(keys);
        shows(&mut terminal, text, "at the end")?;
    }
    terminal.type_keys(last.0);
    let ended = [Some(program.status), program.other_status];
    prompts(stage, &mut terminal, &ended, "ended")?;
    quiet();
    match terminal.is_leaders() {
        true => Ok(()),
        false => Err("the shell does not have the terminal after its end".to_owned()),
    }
}

/// The scene: the end of the text on the terminal, and the processes.
fn scene(terminal: &mut Terminal) -> String {
    const LETTERS: usize = 300;
    let shown = terminal.shown();
    let skipped = shown.chars().count().saturating_sub(LETTERS);
    let end: String = shown.chars().skip(skipped).collect();
    let state = |process: Process| {
        format!("{} {} {}", process.pid, process.name, char::from(process.state))
    };
    format!("{end:?}; {:?}", processes().into_iter().map(state).collect::<Vec<_>>())
}

/// Waits for something, which is said if it does not happen.
fn until(
    when: &str,
    terminal: &mut Terminal,
    mut happens: impl FnMut(&mut Terminal) -> bool,
) -> Result<(), String> {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if happens(terminal) {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("{when}: nothing follows; {}", scene(terminal)));
        }
        pause();
    }
}

fn shows(terminal: &mut Terminal, text: &str, when: &str) -> Result<(), String> {
    until(&format!("{when}, not {text:?}"), terminal, |terminal| terminal.shown().contains(text))
}

/// Waits for the shell's prompt, which shows one of these statuses.
fn prompts(
    stage: &mut Stage,
    terminal: &mut Terminal,
    statuses: &[Option<i32>],
    when: &str,
) -> Result<(), String> {
    let mut lines = Vec::new();
    until(&format!("{when}, not a prompt"), terminal, |_| {
        lines.extend(stage.lines());
        !lines.is_empty()
    })?;
    let mut wanted = statuses.iter().flatten().map(|status| format!("prompt {status}"));
    match lines.as_slice() {
        [line] if wanted.any(|wanted| wanted == *line) => Ok(()),
        lines => Err(format!("{when}: {lines:?}, not {statuses:?}; {}", scene(terminal))),
    }
}

fn until_nothing_is_stopped(terminal: &mut Terminal) -> Result<(), String> {
    until("continued, something stays stopped", terminal, |_| {
        processes().iter().all(|process| process.state != b'T')
    })
}

/// It has the terminal, nothing is stopped, and the shell waits.
fn runs(stage: &mut Stage, terminal: &mut Terminal, when: &str) -> Result<(), String> {
    let lines = stage.lines();
    match (lines.as_slice(), terminal.is_leaders()) {
        ([], false) => until_nothing_is_stopped(terminal).map_err(|what| format!("{when}: {what}")),
        (lines, _) => Err(format!("{when}: {lines:?}; {}", scene(terminal))),
    }
}
