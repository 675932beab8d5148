//! SIG511 to SIG513: command lines and kill settings of systemd's units.

use std::collections::HashSet;

use super::docker::varying;
use crate::lint::finding::{Finding, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::{self, script};
use crate::lint::shells::{Dialect, Shells};
use crate::lint::signals;
use crate::lint::sites::sites;
use crate::lint::text::Excerpt;
use crate::lint::unit::{Setting, Word, is_command, program, settings, shell_text, words};
use crate::lint::wrappers::role;
use crate::process::path::file_name;
use crate::signal::decimal;

pub(super) static NO_SHELL: Rule = Rule {
    number: 511,
    title: "unit-no-shell",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "systemd splits a command line into words and starts the program with them. Backquotes, \
          pipes, && and redirections reach the program as they are written, and kill refuses them \
          or reads them as processes.",
    examples: &[Example {
        wrong: "[Service]\nExecReload=/bin/kill -HUP `cat /run/app.pid`\n",
        right: "[Service]\nExecReload=/bin/kill -HUP $MAINPID\n",
        options: &["--stdin-filename", "app.service"],
    }],
    facts: &[],
    posix: None,
};

pub(super) static KILL_MODE: Rule = Rule {
    number: 512,
    title: "unit-killmode",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "KillMode=none ends no process of a unit: they stay, unknown to systemd, and may hold \
          what the next start needs. KillMode=process ends the main process alone. mixed sends \
          TERM to the main process and KILL to the others at the end; control-group is the \
          default.",
    examples: &[
        Example {
            wrong: "[Service]\nKillMode=none\n",
            right: "[Service]\nKillMode=mixed\n",
            options: &["--stdin-filename", "app.service"],
        },
        Example {
            wrong: "[Service]\nKillMode=process\n",
            right: "[Service]\nKillMode=control-group\n",
            options: &["--stdin-filename", "app.service", "--pedantic"],
        },
    ],
    facts: &[],
    posix: None,
};

pub(super) static KILL: Rule = Rule {
    number: 513,
    title: "unit-kill",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "To stop a unit systemd sends TERM (or KillSignal=), waits for TimeoutStopSec= and sends \
          KILL to what is left. KILL at once gives no process time to clean up. An ExecStop= that \
          sends TERM does what systemd does anyway. A number may be another signal on another \
          processor.",
    examples: &[
        Example {
            wrong: "[Service]\nExecStop=/bin/kill -9 $MAINPID\n",
            right: "[Service]\nExecStop=/bin/kill -s QUIT $MAINPID\n",
            options: &["--stdin-filename", "app.service"],
        },
        Example {
            wrong: "[Service]\nKillSignal=SIGKILL\n",
            right: "[Service]\nKillSignal=SIGINT\n",
            options: &["--stdin-filename", "app.service"],
        },
    ],
    facts: &[],
    posix: None,
};

pub(super) fn check(file: &[u8]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let settings = settings(file);
    let key = |setting: &Setting| &file[setting.key.start..setting.key.end];
    // An empty value takes back what stands above.
    let stops = settings
        .iter()
        .filter(|own| key(own) == b"ExecStop" && !own.value.bytes.is_empty())
        .count();
    let has = |name: &[u8], value: Option<&[u8]>| {
        settings
            .iter()
            .any(|own| key(own) == name && value.is_none_or(|value| own.value.bytes == value))
    };
    // With one of these systemd's own TERM is not what the line does.
    let is_own_way = has(b"KillMode", Some(b"none"))
        || has(b"KillSignal", None)
        || has(b"SendSIGKILL", None)
        || has(b"RemainAfterExit", None);
    for setting in &settings {
        match key(setting) {
            b"KillMode" => findings.extend(kill_mode(setting)),
            b"KillSignal" => findings.extend(kill_signal(setting)),
            name if is_command(name) => {
                let words = words(&setting.value);
                for command in words.split(is_separator) {
                    findings.extend(no_shell(setting, command));
                    if name == b"ExecStop" && stops == 1 {
                        findings.extend(stop(setting, command, is_own_way));
                    }
                }
            }
            _ => {}
        }
    }
    findings
}

/// `;` as a word of its own begins another command.
fn is_separator(word: &Word) -> bool {
    word.unquoted == b";" && word.bytes.bytes == b";"
}

fn finding(
    rule: &'static Rule,
    severity: Severity,
    setting: &Setting,
    span: Span,
    message: String,
) -> Finding {
    let span = setting.value.map.file(span);
    Finding { rule, severity, span, message, shells: Shells::NONE, note: None, fix: None }
}

fn whole(setting: &Setting) -> Span {
    Span { start: 0, end: setting.value.bytes.len() }
}

fn no_shell(setting: &Setting, command: &[Word]) -> Option<Finding> {
    let first = command.first()?;
    let is_kill =
        |word: &Word| matches!(file_name(&word.bytes.bytes), b"kill" | b"pkill" | b"killall");
    let uses_kill =
        matches!(program(first), b"kill" | b"pkill" | b"killall") || command.iter().any(is_kill);
    if !uses_kill || shell_text(command).is_some() {
        return None;
    }
    let is_wrong = |word: &&Word| {
        let bytes = &word.bytes.bytes;
        let unquoted = &word.unquoted;
        bytes.contains(&b'`')
            || bytes.windows(2).any(|pair| pair == b"$(")
            || unquoted.iter().any(|byte| b"|>".contains(byte))
            || unquoted.windows(2).any(|pair| pair == b"&&")
            || unquoted.ends_with(b";")
    };
    let word = command.iter().find(is_wrong)?;
    // The word ends where the shell would end it, so all of a backquoted text is shown.
    let shown =
        String::from_utf8_lossy(&setting.value.bytes[word.span.start..word.span.end]).into_owned();
    let message =
        format!("systemd runs no shell: {shown} is passed as it is; use $MAINPID, or /bin/sh -c");
    Some(finding(&NO_SHELL, Severity::Error, setting, word.span, message))
}

fn kill_mode(setting: &Setting) -> Option<Finding> {
    let (severity, message) = match &setting.value.bytes[..] {
        b"none" => (Severity::Warning, "KillMode=none leaves every process of the unit running"),
        b"process" => (
            Severity::Style,
            "KillMode=process leaves the main process's children running; mixed or control-group",
        ),
        _ => return None,
    };
    Some(finding(&KILL_MODE, severity, setting, whole(setting), message.to_owned()))
}

fn kill_signal(setting: &Setting) -> Option<Finding> {
    let value = &setting.value.bytes[..];
    let message = match decimal(value) {
        Some(9) => TAKES_THE_CHANCE.to_owned(),
        Some(number) => varying(number)?,
        None if is_kill(value) => TAKES_THE_CHANCE.to_owned(),
        None => return None,
    };
    Some(finding(&KILL, Severity::Warning, setting, whole(setting), message))
}

const TAKES_THE_CHANCE: &str =
    "systemd sends KILL only after TERM and TimeoutStopSec; this takes the chance away";

fn is_kill(name: &[u8]) -> bool {
    signals::name(name).and_then(signals::Name::text) == Some("KILL")
}

/// Reads a kill of ExecStop=.
fn stop(setting: &Setting, command: &[Word], is_own_way: bool) -> Option<Finding> {
    if let Some((dialect, _, text)) = shell_text(command) {
        return stop_by_shell(dialect, &text);
    }
    let (first, rest) = command.split_first()?;
    let name = program(first);
    if !matches!(name, b"kill" | b"pkill" | b"killall") {
        return None;
    }
    let (signal, span, operands) = signal(rest);
    let is_number = |number: u32| decimal(&signal) == Some(number);
    if is_number(9) || is_kill(&signal) {
        let span = span.unwrap_or(first.span);
        return Some(finding(&KILL, Severity::Warning, setting, span, TAKES_THE_CHANCE.to_owned()));
    }
    let is_term = signal.is_empty()
        || is_number(15)
        || signals::name(&signal).and_then(signals::Name::text) == Some("TERM");
    let is_main =
        matches!(operands, [word] if matches!(&word.bytes.bytes[..], b"$MAINPID" | b"${MAINPID}"));
    if name != b"kill" || !is_term || !is_main || is_own_way {
        return None;
    }
    let message = "systemd sends TERM by itself, and waits for the end; drop this line";
    Some(finding(&KILL, Severity::Info, setting, whole(setting), message.to_owned()))
}

/// Commands that do nothing to a process.
const HARMLESS: [&[u8]; 8] = [b"[", b"test", b"echo", b"printf", b":", b"set", b"pgrep", b"pidof"];

/// Reads a kill of a string that ExecStop= gives to a shell: KILL there is the first thing that a
/// process hears of.
fn stop_by_shell(dialect: Dialect, text: &Excerpt) -> Option<Finding> {
    let script = shell::scan(&text.bytes, dialect);
    let sites = sites(&text.bytes, &script, dialect, &HashSet::new());
    for site in &sites {
        let words = &script.commands[site.command].words[site.words.clone()];
        if !matches!(&site.name[..], b"kill" | b"pkill" | b"killall") {
            let is_harmless = HARMLESS.contains(&&site.name[..]) || role(&site.name).is_some();
            if is_harmless {
                continue;
            }
            return None;
        }
        let words: Vec<Word> = words.iter().map(|word| of_shell(&text.bytes, word)).collect();
        let (signal, span, _) = signal(&words[1..]);
        if decimal(&signal) == Some(0) {
            continue;
        }
        if decimal(&signal) != Some(9) && !is_kill(&signal) {
            return None;
        }
        return Some(Finding {
            rule: &KILL,
            severity: Severity::Warning,
            span: text.map.file(span.unwrap_or(words[0].span)),
            message: TAKES_THE_CHANCE.to_owned(),
            shells: Shells::NONE,
            note: Some("in the string given to sh -c".to_owned()),
            fix: None,
        });
    }
    None
}

/// Gives a word of a shell's text as one of a unit.
fn of_shell(text: &[u8], word: &script::Word) -> Word {
    let written = || text.get(word.span.start..word.span.end).unwrap_or_default().to_vec();
    let bytes = word.constant(text).unwrap_or_else(written);
    let bytes = Excerpt { bytes, ..Excerpt::default() };
    Word { span: word.span, bytes, unquoted: Vec::new() }
}

/// Reads the signal of a kill, where it stands, and the operands.
fn signal<'a>(words: &'a [Word]) -> (Vec<u8>, Option<Span>, &'a [Word]) {
    let Some((first, rest)) = words.split_first() else { return (Vec::new(), None, words) };
    let bytes = &first.bytes.bytes[..];
    let after_dashes = |rest: &'a [Word]| match rest {
        [dashes, rest @ ..] if dashes.bytes.bytes == b"--" => rest,
        rest => rest,
    };
    match bytes {
        b"-s" | b"--signal" | b"-n" => match rest.split_first() {
            Some((value, rest)) => {
                let span = Span { start: first.span.start, end: value.span.end };
                (value.bytes.bytes.clone(), Some(span), after_dashes(rest))
            }
            None => (Vec::new(), None, rest),
        },
        b"--" => (Vec::new(), None, rest),
        _ => {
            let value = bytes
                .strip_prefix(b"--signal=")
                .or_else(|| bytes.strip_prefix(b"-s"))
                .or_else(|| bytes.strip_prefix(b"-"));
            match value {
                Some(value) if !value.is_empty() => {
                    (value.to_vec(), Some(first.span), after_dashes(rest))
                }
                _ => (Vec::new(), None, words),
            }
        }
    }
}
