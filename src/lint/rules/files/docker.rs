//! SIG501 and SIG502: what a container runs, and the signal that ends it.

use crate::lint::dockerfile::{
    Form, Instruction, ShellUsed, instructions, shell_of_image, shell_text,
};
use crate::lint::facts::fails;
use crate::lint::finding::{Edit, Finding, Fix, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::settings::Settings;
use crate::lint::shell;
use crate::lint::shell::script::{BlockId, BlockKind, Command, Connector, Script};
use crate::lint::shells::{Dialect, Shell, Shells};
use crate::lint::signals::{self, Name};
use crate::lint::text::Excerpt;
use crate::process::path::file_name;
use crate::signal::decimal;
use crate::signal::headers::{LINUX, LINUX_MIPS};

pub(super) static NO_EXEC: Rule = Rule {
    number: 501,
    title: "docker-no-exec",
    kind: Kind::Portability,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "The shell form of ENTRYPOINT and CMD starts sh -c. The sh of Debian (dash), mksh and \
          posh stay in front of the program instead of becoming it. PID 1 ignores a signal that \
          it does not catch, and sh passes none on, so docker stop waits for ten seconds and then \
          sends KILL. bash and busybox become the last command by themselves.",
    examples: &[
        Example {
            wrong: "FROM debian\nCMD node app.js\n",
            right: "FROM debian\nCMD exec node app.js\n",
            options: &["--stdin-filename", "Dockerfile"],
        },
        Example {
            wrong: "FROM debian\nENTRYPOINT [\"sh\", \"-c\", \"setup && server\"]\n",
            right: "FROM debian\nENTRYPOINT [\"sh\", \"-c\", \"setup && exec server\"]\n",
            options: &["--stdin-filename", "Dockerfile"],
        },
    ],
    facts: &["string-exec", "string-list-exec"],
    posix: None,
};

pub(super) static STOPSIGNAL: Rule = Rule {
    number: 502,
    title: "docker-stopsignal",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "STOPSIGNAL is what docker stop sends first. KILL leaves the program no chance to clean \
          up, a number may be another signal on another processor, and a word that is no signal \
          makes docker stop fail. SIG in front of the name is the custom here.",
    examples: &[Example {
        wrong: "STOPSIGNAL SIGKILL\n",
        right: "STOPSIGNAL SIGQUIT\n",
        options: &["--stdin-filename", "Dockerfile"],
    }],
    facts: &[],
    posix: None,
};

/// Commands that end by themselves, that are the shell's, or that are a shell for a person.
const SHORT: [&[u8]; 40] = [
    b"exec", b"wait", b"read", b":", b"true", b"false", b"exit", b"cd", b"trap", b"[", b"test",
    b".", b"source", b"set", b"export", b"unset", b"eval", b"echo", b"printf", b"ls", b"cat",
    b"env", b"date", b"uname", b"id", b"whoami", b"pwd", b"sh", b"bash", b"zsh", b"fish", b"ash",
    b"dash", b"return", b"cp", b"mv", b"rm", b"mkdir", b"chmod", b"chown",
];

pub(super) fn check(file: &[u8], settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut image = Image::default();
    let mut aliases: Vec<(Vec<u8>, Option<Shell>)> = Vec::new();
    let instructions = instructions(file);
    for instruction in &instructions {
        if instruction.is(b"FROM") {
            image = Image { base: base(instruction, &mut aliases), ..Image::default() };
        } else if instruction.is(b"SHELL") {
            image.shell = ShellUsed::of(instruction).or(image.shell);
        } else if instruction.is(b"ENTRYPOINT") {
            image.entrypoint = Some(Started::of(instruction, &image));
            // ENTRYPOINT takes back the CMD of the base image, and a CMD above counts still.
        } else if instruction.is(b"CMD") {
            image.command = Some(Started::of(instruction, &image));
        } else if instruction.is(b"STOPSIGNAL") {
            findings.extend(stop_signal(instruction));
        }
    }
    findings.extend(image.no_exec(settings));
    findings
}

/// The image that the instructions so far make.
#[derive(Default)]
struct Image {
    base: Option<Shell>,
    shell: Option<ShellUsed>,
    entrypoint: Option<Started>,
    command: Option<Started>,
}

/// The program or the text that ENTRYPOINT or CMD start.
enum Started {
    /// A text for the shell.
    Text { dialect: Option<Dialect>, text: Excerpt },
    /// A program with its arguments.
    Program(Vec<Excerpt>),
    /// Nothing that can be read.
    Unknown,
}

impl Started {
    fn of(instruction: &Instruction, image: &Image) -> Started {
        match instruction.form() {
            Some(Form::Shell(text)) => {
                let dialect = image.shell.unwrap_or(ShellUsed::DEFAULT).dialect;
                Started::Text { dialect, text }
            }
            Some(Form::Exec(words)) => match (shell_text(&words), &words[..]) {
                // `["tini", "--", "sh", "-c", "..."]` has another PID 1.
                (Some((dialect, _, text)), [first, ..]) if is_shell(&first.bytes) => {
                    Started::Text { dialect: Some(dialect), text }
                }
                (_, [_, ..]) => Started::Program(words),
                _ => Started::Unknown,
            },
            None => Started::Unknown,
        }
    }
}

impl Image {
    fn no_exec(&self, settings: &Settings) -> Option<Finding> {
        let started = match (&self.entrypoint, &self.command) {
            (None, command) => command.as_ref()?,
            // A script at the entry runs the command at its end, as a rule.
            (Some(Started::Program(words)), Some(command)) if is_entry_script(words) => command,
            (Some(entrypoint), _) => entrypoint,
        };
        let Started::Text { dialect, text } = started else { return None };
        // The shell: the one that is named, else the image's.
        let shell = match (*dialect)? {
            Dialect::Of(shell) => Some(shell),
            Dialect::Sh => self.base,
        };
        // Shells that do not become the last command.
        let stays = fails("string-exec").and(fails("string-list-exec"));
        let failing = match shell {
            Some(shell) => Shells::one(shell).and(stays),
            None => stays,
        };
        let failing = settings.targets.map_or(failing, |targets| targets.and(failing));
        if failing.is_empty() {
            return None;
        }
        let script = shell::scan(&text.bytes, (*dialect)?);
        let command = last(&script, &text.bytes)?;
        let first = command.words.first()?;
        let name = String::from_utf8_lossy(&text.bytes[first.span.start..first.span.end]);
        let fix = command
            .assignments
            .is_empty()
            .then(|| text.map.same(Span { start: first.span.start, end: first.span.end }));
        Some(Finding {
            rule: &NO_EXEC,
            // The shell of an unknown image may be any.
            severity: if shell.is_some() { Severity::Warning } else { Severity::Info },
            span: text.map.file(command.span),
            message: format!(
                "sh stays PID 1 and {name} gets no TERM: docker stop waits, then kills; use the \
                 exec form or exec"
            ),
            shells: failing,
            note: None,
            fix: fix
                .flatten()
                .map(|word| Fix { safe: false, edits: vec![Edit::insert(word.start, "exec ")] }),
        })
    }
}

/// Finds the command that a text ends with, if a shell that waits for it is the only reason why no
/// signal reaches it.
fn last<'a>(script: &'a Script, text: &[u8]) -> Option<&'a Command> {
    let of_text =
        || script.commands.iter().filter(|command| command.position.block == BlockId::TEXT);
    let command = of_text().max_by_key(|command| command.span.start)?;
    let is_followed = script.blocks.iter().any(|block| {
        block.kind != BlockKind::Text
            && block.kind != BlockKind::Substitution
            && block.span.end > command.span.end
    });
    let position = command.position;
    let is_plain = position.pipe_index == 0
        && !position.piped
        && !position.negated
        && !position.background
        && position.after != Connector::Or;
    let name = |command: &Command| {
        let value = command.words.first()?.constant(text)?;
        Some(file_name(&value).to_vec())
    };
    let is_short = |name: &[u8]| {
        SHORT.contains(&name)
            || script
                .functions
                .iter()
                .any(|function| &text[function.name.start..function.name.end] == name)
    };
    let is_long = !name(command).is_some_and(|name| is_short(&name));
    // A text that sets traps, or starts something with `&`, passes signals on by design.
    let is_designed = script.commands.iter().any(|command| {
        command.position.background
            || name(command).is_some_and(|name| matches!(&name[..], b"trap" | b"exec"))
    });
    (is_plain && is_long && !is_followed && !is_designed && script.unreadable.is_none())
        .then_some(command)
}

fn is_shell(word: &[u8]) -> bool {
    let name = file_name(word);
    Dialect::by_name(name).is_some()
}

/// The only word names a script like docker-entrypoint.sh.
fn is_entry_script(words: &[Excerpt]) -> bool {
    let [word] = words else { return false };
    let name = file_name(&word.bytes);
    name.ends_with(b".sh") || name.windows(10).any(|part| part == b"entrypoint")
}

/// Reads FROM: the shell of the image, as far as it is known, also by an alias of this file.
fn base(instruction: &Instruction, aliases: &mut Vec<(Vec<u8>, Option<Shell>)>) -> Option<Shell> {
    let words: Vec<&[u8]> = instruction
        .arguments
        .bytes
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty() && !word.starts_with(b"--"))
        .collect();
    let image = *words.first()?;
    let is_alias = |own: &[u8]| own.eq_ignore_ascii_case(image);
    let shell = match aliases.iter().find(|(own, _)| is_alias(own)) {
        Some((_, shell)) => *shell,
        None => shell_of_image(image),
    };
    if let [_, keyword, name] = words[..] {
        if keyword.eq_ignore_ascii_case(b"AS") {
            aliases.push((name.to_vec(), shell));
        }
    }
    shell
}

fn stop_signal(instruction: &Instruction) -> Option<Finding> {
    let value = instruction.arguments.bytes.trim_ascii();
    if value.is_empty() || value.contains(&b'$') {
        return None;
    }
    let shown = String::from_utf8_lossy(value);
    let too_hard = || {
        format!(
            "{shown} leaves no chance to clean up; docker stop sends KILL by itself when the time \
             is over"
        )
    };
    let message = match decimal(value) {
        Some(9) => too_hard(),
        Some(number) => varying(number)?,
        None => match signals::name(value) {
            Some(Name::Exit) | None => format!("{shown} is no signal{}", signals::hint(value)),
            Some(name) if name.text().is_some_and(signals::is_uncatchable) => too_hard(),
            Some(_) => return None,
        },
    };
    let length = instruction.arguments.bytes.len();
    Some(Finding {
        rule: &STOPSIGNAL,
        severity: Severity::Warning,
        span: instruction.arguments.map.file(Span { start: 0, end: length }),
        message,
        shells: Shells::NONE,
        note: None,
        fix: None,
    })
}

/// Describes a number that is not the same signal on all processors that Linux runs on.
pub(super) fn varying(number: u32) -> Option<String> {
    let narrow = u8::try_from(number).ok().filter(|number| *number <= 64);
    let Some(narrow) = narrow.filter(|number| *number > 0) else {
        return Some(format!("{number} is no signal"));
    };
    let (here, there) = (LINUX.name(narrow), LINUX_MIPS.name(narrow));
    if here == there {
        return None;
    }
    let name = |name: Option<&'static str>| name.unwrap_or("no signal");
    Some(format!("{number} is {} on x86, {} on MIPS; write the name", name(here), name(there)))
}
