//! The view of a user at a terminal.

use super::outcomes::Measured;
use super::rows::{NONE, Wrapper};
use super::stage::*;
use super::terminal::{Key, Terminal};
use crate::support::state;

pub(super) fn measure(stage: &mut Stage, wrapper: &Wrapper, measured: &mut Measured) {
    let mut play = |key, scenario: fn(&mut Stage, &[&str]) -> String, words: &[&str]| {
        let outcome = scenario(stage, words);
        stage.clear();
        measured.push((key, outcome));
    };
    let plain = wrapper.plain;
    play("ctrl-c", control_c, plain);
    play("winch", winch, plain);
    play("ctrl-z", control_z, plain);
    play("self-stop", self_stop, plain);
    play("fg-bg", continued, plain);
    play("fg-read", foreground_again, plain);
    play("loop", loop_of_bash, plain);
    play("kill-job", kill_job, plain);
    play("background", background, plain);
    play("hang-up", hang_up, plain);
    play("script-ctrl-c", script_in_a_pipeline, plain);
    play("script-ctrl-z", script_control_z, plain);
    play("script-ended", script_ended, plain);
    play("script-read", script_reads, plain);
    play("script-background", background_in_a_script, plain);
    play("pipe", closed_pipe, plain);
    for (key, scenario) in [
        ("group-ctrl-c", control_c as fn(&mut Stage, &[&str]) -> String),
        ("group-ctrl-z", control_z),
        ("group-fg-bg", continued),
        ("group-fg-read", foreground_again),
        ("group-kill-job", kill_job),
        ("group-background", background),
        ("group-hang-up", hang_up),
        ("group-script-ctrl-z", script_control_z),
        ("group-script-ended", script_ended),
        ("group-script-read", script_reads),
        ("group-returned", returned),
    ] {
        match wrapper.group {
            [] => play(key, |_, _| NONE.to_owned(), &[]),
            words => play(key, scenario, words),
        }
    }
    for (key, scenario) in [
        ("leader-ctrl-c", leader_control_c as fn(&mut Stage, &[&str]) -> String),
        ("leader-winch", leader_winch),
        ("leader-hang-up", leader_hang_up),
    ] {
        play(key, scenario, plain);
    }
}

/// The words for a shell's command line, with the program's after them.
fn line(words: &[&str], program: &str) -> String {
    let quoted = |word: &&str| match word.contains(' ') {
        true => format!("'{word}'"),
        false => (*word).to_owned(),
    };
    let words: Vec<String> = words.iter().map(quoted).collect();
    format!("{} {program}", words.join(" ")).trim_start().to_owned()
}

/// The same for `sh -c '...'`.
fn nested(shell: &str, line: &str) -> String {
    format!("{shell} -c '{}'", line.replace('\'', r"'\''"))
}

/// The process that runs the program and waits for it, if there is one.
fn wrapper_of(ready: Ready, words: &[&str]) -> Option<i32> {
    let parent = process(ready.parent)?;
    (Some(&parent.name.as_str()) == words.first()).then_some(parent.pid)
}

/// How often the signal arrives when the keys are pressed.
#[track_caller]
fn arrivals(
    stage: &mut Stage,
    words: &[&str],
    line: &str,
    signal: i32,
    cause: impl FnOnce(&mut Terminal),
) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(line);
    counted(stage, words, signal, || cause(&mut terminal))
}

/// How often the signal arrives at the program that was just started.
#[track_caller]
fn counted(stage: &mut Stage, words: &[&str], signal: i32, cause: impl FnOnce()) -> String {
    let ready = match stage.ready() {
        Ok(ready) => ready,
        Err(line) => return format!("not started: {line}"),
    };
    quiet();
    let held = wrapper_of(ready, words).map(Held::new);
    cause();
    quiet();
    // timeout(1) sends each signal to the program, and then to the group: whether they become one
    // would depend on how fast the program is.
    let program = is_alive(ready.pid).then(|| Held::new(ready.pid));
    drop(held);
    quiet();
    drop(program);
    quiet();
    let start = format!("signal {signal} ");
    let count = stage.lines().iter().filter(|line| line.starts_with(&start)).count();
    times(count)
}

fn times(count: usize) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        // Two that are sent without a pause may become one.
        _ => "more than once".to_owned(),
    }
}

fn control_c(stage: &mut Stage, words: &[&str]) -> String {
    arrivals(stage, words, &line(words, "probe report"), libc::SIGINT, |terminal| {
        terminal.press(Key::ControlC)
    })
}

fn winch(stage: &mut Stage, words: &[&str]) -> String {
    arrivals(stage, words, &line(words, "probe report"), libc::SIGWINCH, Terminal::resize)
}

/// The shell in between leads the group and does not become the wrapper: more follows.
fn script_in_a_pipeline(stage: &mut Stage, words: &[&str]) -> String {
    let script = nested("sh", &format!("{}; :", line(words, "probe report")));
    let press = |terminal: &mut Terminal| terminal.press(Key::ControlC);
    arrivals(stage, words, &format!("{script} | cat"), libc::SIGINT, press)
}

/// The shell's reaction when the program has stopped.
fn after_stop(stage: &mut Stage, ready: Ready, status: &str) -> String {
    quiet();
    let lines = stage.lines();
    match (lines.as_slice(), state(ready.pid)) {
        ([], Some('T')) => "hangs".to_owned(),
        ([], _) => "hangs, the program runs on".to_owned(),
        ([line], Some('T')) if line == status => "prompts".to_owned(),
        ([line], Some('T')) => format!("prompts, status {}", line.trim_start_matches("prompt ")),
        (_, Some('T')) => format!("says {lines:?}"),
        _ => "prompts, the program runs on".to_owned(),
    }
}

fn control_z(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&line(words, "probe report"));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    quiet();
    terminal.press(Key::ControlZ);
    after_stop(stage, ready, "prompt 148")
}

fn self_stop(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&line(words, "probe stop"));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    after_stop(stage, ready, "prompt 147")
}

/// Here the shell in between must be stopped, too.
fn script_control_z(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&nested("sh", &format!("{}; :", line(words, "probe report"))));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    quiet();
    terminal.press(Key::ControlZ);
    after_stop(stage, ready, "prompt 148")
}

/// The reaction of a script when Ctrl-C has ended the program.
fn script_ended(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&nested("sh", &format!("{}; echo after >$LOG", line(words, "probe default"))));
    if stage.ready().is_err() {
        return "not started".to_owned();
    }
    quiet();
    terminal.press(Key::ControlC);
    quiet();
    let lines = stage.lines();
    match lines.as_slice() {
        [] => "hangs".to_owned(),
        [line] if line == "prompt 130" => "ends".to_owned(),
        [line, ..] if line == "after" => "goes on".to_owned(),
        lines => format!("says {lines:?}"),
    }
}

fn continued(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&line(words, "probe report"));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    let runs = || {
        quiet();
        let wrapper = wrapper_of(ready, words).unwrap_or(ready.pid);
        [ready.pid, wrapper].iter().all(|pid| state(*pid) == Some('S'))
    };
    for orders in [&["bg", "fg"][..], &["fg"]] {
        quiet();
        stage.lines();
        terminal.press(Key::ControlZ);
        quiet();
        if !stage.lines().iter().any(|line| line.starts_with("prompt ")) {
            return NONE.to_owned();
        }
        for order in orders {
            terminal.enter(order);
            // bash shows the job's words before it continues it; and what was typed, before that.
            terminal.shows(&format!("{order}\r\n"));
            terminal.shows("probe report");
            while *order == "bg" && !stage.line().starts_with("prompt ") {}
            if !runs() {
                return format!("{order} does not continue it");
            }
            if *order == "fg" && stage.lines().iter().any(|line| line.starts_with("prompt ")) {
                return "fg returns at once".to_owned();
            }
        }
    }
    // It has the terminal, too.
    terminal.press(Key::ControlC);
    quiet();
    match stage.lines().iter().any(|line| line.starts_with("signal 2 ")) {
        true => "continue it".to_owned(),
        false => "fg does not give it the terminal".to_owned(),
    }
}

/// Starts the program with `&`.
fn in_background(
    stage: &mut Stage,
    terminal: &mut Terminal,
    words: &[&str],
    program: &str,
) -> Result<Ready, String> {
    terminal.enter(&format!("{} &", line(words, program)));
    let (mut ready, mut prompted) = (None, false);
    while ready.is_none() || !prompted {
        match stage.line_from(|| is_alive(terminal.leader)).as_deref().map(Ready::read) {
            Some(Ok(now)) => ready = Some(now),
            Some(Err("prompt 0")) => prompted = true,
            Some(Err(line)) => return Err(format!("not started: {line}")),
            None => break,
        }
    }
    quiet();
    match ready.filter(|_| is_alive(terminal.leader) && terminal.is_leaders()) {
        Some(ready) => Ok(ready),
        // A shell that reads a terminal which is another's gets an error, and ends.
        None => Err("takes the terminal".to_owned()),
    }
}

/// Started in the background, where reading the terminal stops it, and then brought to the
/// foreground.
fn foreground_again(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    let ready = match in_background(stage, &mut terminal, words, "probe read") {
        Ok(ready) => ready,
        Err(line) => return line,
    };
    match state(ready.pid) {
        Some('T') => {}
        // It and the shell both read what is typed.
        Some('S') => return "reads in the background".to_owned(),
        _ => return stage.lines().join(", "),
    }
    let mut prompts = 0;
    terminal.enter("fg");
    terminal.shows("probe read");
    loop {
        quiet();
        // What was typed for the program is not for the shell.
        if state(ready.pid) == Some('S') && prompts < 3 {
            terminal.enter("hello");
            return match stage.line() {
                line if line == "read hello" => "works".to_owned(),
                line => line,
            };
        }
        // A shell tells of a job that stopped; a user tries again.
        let lines = stage.lines();
        prompts += 1;
        match lines.as_slice() {
            [] => return "stops it, the shell hangs".to_owned(),
            [line] if line.starts_with("prompt ") && prompts < 3 => {
                terminal.enter("fg");
                terminal.shows("probe read");
            }
            _ => return "stops it again and again".to_owned(),
        }
    }
}

/// `kill %1` sends to the job's process group.
fn kill_job(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    let ready = match in_background(stage, &mut terminal, words, "probe report") {
        Ok(ready) => ready,
        Err(line) => return line,
    };
    let held = wrapper_of(ready, words).map(Held::new);
    terminal.enter("kill %1");
    let mut lines = Vec::new();
    while !lines.iter().any(|line: &String| line.starts_with("prompt ")) {
        lines.push(stage.line());
    }
    quiet();
    drop(held);
    quiet();
    lines.extend(stage.lines());
    times(lines.iter().filter(|line| line.starts_with("signal 15 ")).count())
}

/// The terminal goes away while the program is in the foreground.
fn hang_up(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&line(words, "probe default"));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    quiet();
    drop(terminal);
    quiet();
    match (is_alive(ready.pid), wrapper_of(ready, words).is_some_and(is_alive)) {
        (false, false) => "ends it".to_owned(),
        (false, true) => "ends it, and not the wrapper".to_owned(),
        (true, _) => "it runs on".to_owned(),
    }
}

fn loop_of_bash(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&format!("for i in 1 2 3; do {}; done", line(words, "probe default")));
    if stage.ready().is_err() {
        return "not started".to_owned();
    }
    quiet();
    terminal.press(Key::ControlC);
    quiet();
    let lines = stage.lines();
    match lines.as_slice() {
        [] => "hangs".to_owned(),
        [line] if line == "prompt 130" => "ends".to_owned(),
        lines if lines.iter().any(|line| line.starts_with("ready ")) => "goes on".to_owned(),
        lines => format!("ends with {lines:?}"),
    }
}

fn background(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    if let Err(line) = in_background(stage, &mut terminal, words, "probe report") {
        return line;
    }
    terminal.press(Key::ControlC);
    quiet();
    let lines = stage.lines();
    match lines.as_slice() {
        [line] if line == "prompt 130" => "does not reach it".to_owned(),
        lines if lines.iter().any(|line| line.starts_with("signal ")) => "reaches it".to_owned(),
        lines => format!("says {lines:?}"),
    }
}

/// A shell without job control ignores INT for what it starts in the background.
fn background_in_a_script(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&nested("sh", &format!("{} & wait", line(words, "probe default"))));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    quiet();
    terminal.press(Key::ControlC);
    quiet();
    match is_alive(ready.pid) {
        true => "does not reach it".to_owned(),
        false => "ends it".to_owned(),
    }
}

fn script_reads(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&nested("sh", &format!("{}; :", line(words, "probe read"))));
    let Ok(ready) = stage.ready() else { return "not started".to_owned() };
    quiet();
    if state(ready.pid) != Some('T') {
        terminal.enter("hello");
    }
    loop {
        match stage.lines().first().map(String::as_str) {
            Some("read hello") => return "works".to_owned(),
            Some("prompt 149") => return "stops it, the shell prompts".to_owned(),
            Some(line) => return line.to_owned(),
            None => {}
        }
        quiet();
        if state(ready.pid) == Some('T') && stage.lines().is_empty() {
            return "stops it, the shell hangs".to_owned();
        }
    }
}

/// `yes` is ended by PIPE. In a script: an interactive bash 5.2 forgets the statuses if a signal
/// ended one.
fn closed_pipe(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    let script =
        format!("{} | head -n 1; echo status ${{PIPESTATUS[0]}} >$LOG", line(words, "yes"));
    terminal.enter(&nested("bash", &script));
    stage.line().trim_start_matches("status ").to_owned()
}

/// The script reads the terminal after the program has ended.
fn returned(stage: &mut Stage, words: &[&str]) -> String {
    let mut terminal = Terminal::start(stage);
    terminal.enter(&nested(
        "sh",
        &format!("{}; echo after >$LOG; read line; echo got $line >$LOG", line(words, "true")),
    ));
    match stage.line() {
        line if line == "after" => {}
        line => return line,
    }
    quiet();
    terminal.enter("hello");
    match stage.line().as_str() {
        "got hello" => "works".to_owned(),
        "prompt 149" => "stops the script".to_owned(),
        other => other.to_owned(),
    }
}

fn leader_control_c(stage: &mut Stage, words: &[&str]) -> String {
    let words = [words, &["probe", "report"]].concat();
    let mut terminal = Terminal::led_by(stage, &words);
    counted(stage, &words, libc::SIGINT, || terminal.press(Key::ControlC))
}

fn leader_winch(stage: &mut Stage, words: &[&str]) -> String {
    let words = [words, &["probe", "report"]].concat();
    let mut terminal = Terminal::led_by(stage, &words);
    counted(stage, &words, libc::SIGWINCH, || terminal.resize())
}

fn leader_hang_up(stage: &mut Stage, words: &[&str]) -> String {
    let words = [words, &["probe", "report"]].concat();
    let terminal = Terminal::led_by(stage, &words);
    counted(stage, &words, libc::SIGHUP, || drop(terminal))
}
