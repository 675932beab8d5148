//! The rules of the family, and what each of them looks for.

use super::comparison::{Comparison, Operator, Statuses, Subject, tokens};
use crate::lint::context::Context;
use crate::lint::facts::fails;
use crate::lint::finding::{Edit, Severity, Span};
use crate::lint::nested::Reader;
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{Command, Connector, TestKind};
use crate::lint::shells::Shells;
use crate::lint::signals::{self, Number};
use crate::lint::sites::Site;

/// Programs that have statuses of their own above 128, or that turn a signal of the program that
/// they run into 128 and its number whatever the shell does.
const OWN_STATUSES: [&[u8]; 32] = [
    b"fzf",
    b"sk",
    b"gum",
    b"dialog",
    b"whiptail",
    b"docker",
    b"podman",
    b"kubectl",
    b"timeout",
    b"ssh",
    b"xargs",
    b"env",
    b"sudo",
    b"doas",
    b"su",
    b"flock",
    b"parallel",
    b"time",
    b"sh",
    b"bash",
    b"dash",
    b"ash",
    b"zsh",
    b"ksh",
    b"busybox",
    b"make",
    b"npm",
    b"npx",
    b"yarn",
    b"pnpm",
    b"git",
    b"cargo",
];

pub(super) static STATUS_NUMBER: Rule = Rule {
    number: 301,
    title: "status-number",
    kind: Kind::Portability,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "The exit status of a process that a signal ended is more than 128; POSIX promises no \
          more. It is 128 and the number in most shells, 256 and the number in ksh, 384 and the \
          number in yash. kill -l gives the name of the signal for a status of its own shell. A \
          number that differs between systems is another signal there in every shell.",
    examples: &[Example {
        wrong: "sleep 9\n[ $? -eq 130 ]\n",
        right: "sleep 9\ns=$?; [ \"$s\" -gt 128 ] && [ \"$(kill -l \"$s\")\" = INT ]\n",
        options: &[],
    }],
    facts: &["status-base"],
    posix: Some("XCU 2.8.2, kill"),
};

pub(super) static STATUS_ARITHMETIC: Rule = Rule {
    number: 302,
    title: "status-arithmetic",
    kind: Kind::Portability,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "Statuses of processes that a signal ended begin at 256 in ksh and at 384 in yash. The \
          remainder of a division by 128 is the number in every shell.",
    examples: &[
        Example {
            wrong: "sleep 9; s=$?\necho \"$((s - 128))\"\n",
            right: "sleep 9; s=$?\necho \"$((s % 128))\"\n",
            options: &[],
        },
        Example {
            wrong: "sleep 9; s=$?\nexpr $s - 128\n",
            right: "sleep 9; s=$?\nexpr $s % 128\n",
            options: &[],
        },
    ],
    facts: &["status-base"],
    posix: Some("XCU 2.8.2"),
};

pub(super) static KILL_L_UNGUARDED: Rule = Rule {
    number: 303,
    title: "kill-l-unguarded",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "kill -l takes the number of a signal as well as an exit status. A program that failed \
          with status 2 would seem to have been ended by INT.",
    examples: &[Example {
        wrong: "sleep 9; s=$?\nkill -l \"$s\"\n",
        right: "sleep 9; s=$?\n[ \"$s\" -gt 128 ] && kill -l \"$s\"\n",
        options: &[],
    }],
    facts: &[],
    posix: Some("XCU kill"),
};

pub(super) static TIMEOUT_STATUS: Rule = Rule {
    number: 304,
    title: "timeout-status",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::No,
    why: "timeout returns 124 if the time was over, but not if the signal is KILL: then the status \
          is 137, because timeout sends the signal to itself, too.",
    examples: &[Example {
        wrong: "timeout -s KILL 5 make\n[ $? -eq 124 ]\n",
        right: "timeout -k 2 5 make\n[ $? -eq 124 ]\n",
        options: &[],
    }],
    facts: &[],
    posix: Some("XCU timeout"),
};

pub(super) fn check(context: &Context<'_>) {
    let statuses = Statuses::of(context);
    for comparison in &statuses.comparisons {
        timeout_status(context, &statuses, comparison);
        status_number(context, &statuses, comparison);
    }
    arithmetic(context, &statuses);
    kill_l(context, &statuses);
}

fn status_number(context: &Context<'_>, statuses: &Statuses<'_>, comparison: &Comparison) {
    if !matches!(comparison.operator, Operator::Equal | Operator::NotEqual) {
        return;
    }
    let (base, shells) = match comparison.number {
        129..=159 => (128, fails("status-base")),
        257..=287 => (256, Shells::ALL.without(Shells::of("k"))),
        385..=415 => (384, Shells::ALL.without(Shells::of("y"))),
        _ => return,
    };
    // Where timeout or docker run the command, 124 and 125 are asked for, too. A script that asks
    // for 137 and 265 allows for the difference.
    let elsewhere = [128, 256, 384].map(|other| comparison.number - base + other);
    let elsewhere = elsewhere.into_iter().filter(|number| *number != comparison.number);
    if elsewhere.chain([124, 125]).any(|number| statuses.are_compared(comparison, number)) {
        return;
    }
    let Some(sources) = statuses.sources(&comparison.subject, comparison.commands_before) else {
        return;
    };
    if sources.iter().any(|&source| has_own_statuses(context, source, comparison.number)) {
        return;
    }
    let failing = shells.and(context.targets);
    let Some((message, name)) = described(comparison.number, base, failing) else { return };
    let mut finding = if failing.is_empty() {
        context.finding(&STATUS_NUMBER, comparison.span, message)
    } else {
        context.unportable(&STATUS_NUMBER, comparison.span, failing, message)
    };
    if let (Some(name), Operator::Equal) = (name, comparison.operator) {
        if let Some(edit) = ask_kill(context, comparison, name) {
            finding = finding.fixed(false, vec![edit]);
        }
    }
    context.report(finding);
}

/// Gives the message, and the name of a signal that has the same number everywhere.
fn described(number: u32, base: u32, failing: Shells) -> Option<(String, Option<&'static str>)> {
    let verb = if failing.iter().count() == 1 { "differs" } else { "differ" };
    let of_signal = |name: &str| {
        format!(
            "{number} is {name} only where the status is {base}+n: {failing} {verb}; ask kill -l"
        )
    };
    let signal = number - base;
    match signals::number(signal) {
        Number::Xsi(name) | Number::Same(name) if !failing.is_empty() => {
            Some((of_signal(name), Some(name)))
        }
        Number::Varies(varying) if failing.is_empty() => {
            Some((format!("{number} is {base}+{signal}, and {}", varying.described(signal)), None))
        }
        Number::Varies(varying) => Some((of_signal(varying.on_linux?), None)),
        _ => None,
    }
}

/// Replaces a `[ ]` that is a list of its own.
fn ask_kill(context: &Context<'_>, comparison: &Comparison, name: &str) -> Option<Edit> {
    let command = &context.script.commands[comparison.alone?];
    if !is_whole_list(command) {
        return None;
    }
    let (set, variable) = variable(context, &comparison.subject)?;
    let text =
        format!("{set}[ \"${variable}\" -gt 128 ] && [ \"$(kill -l \"${variable}\")\" = {name} ]");
    Some(Edit::replace(command.span, text))
}

/// The command is all of its list, and has no redirection.
fn is_whole_list(command: &Command) -> bool {
    let position = command.position;
    position.after == Connector::End
        && position.before == Connector::End
        && position.pipe_index == 0
        && !position.piped
        && !position.negated
        && !position.background
        && command.redirections.is_empty()
        && command.assignments.is_empty()
}

/// Gives the text that puts a status into a variable, if it is in none, and the variable; None if
/// the script may have one of that name.
fn variable(context: &Context<'_>, subject: &Subject) -> Option<(&'static str, String)> {
    match subject {
        Subject::Last if context.has_s() => None,
        Subject::Last => Some(("s=$?; ", "s".to_owned())),
        Subject::Variable(name) => Some(("", String::from_utf8_lossy(name).into_owned())),
    }
}

/// The command is a program that has statuses of its own, or a function that returns this one.
fn has_own_statuses(context: &Context<'_>, source: usize, number: u32) -> bool {
    if context.sites_at(source).iter().any(|site| OWN_STATUSES.contains(&&site.name[..])) {
        return true;
    }
    let command = &context.script.commands[source];
    let Some(first) = command.words.first() else {
        // Only assignments: the status is that of the last substitution, which is a command, too.
        return true;
    };
    // A program that is named by a variable may be any; so may be a script of one's own.
    let name = context.constant(first).unwrap_or_default();
    let is_unknown = name.is_empty() || name.ends_with(b".sh") || name.ends_with(b".py");
    let returns_it = || {
        context.sites.iter().any(|site| {
            matches!(&site.name[..], b"return" | b"exit")
                && context.words(site).get(1).and_then(|word| context.constant(word))
                    == Some(number.to_string().into_bytes())
        })
    };
    let is_function = || context.function(&name).is_some();
    is_unknown || is_function() && returns_it()
}

fn arithmetic(context: &Context<'_>, statuses: &Statuses<'_>) {
    let failing = fails("status-base").and(context.targets);
    if failing.is_empty() {
        return;
    }
    let report = |span: Span, operator: Span, new: &str| {
        let message =
            format!("a signal's status is not 128+n in {failing}; % 128 or kill -l decodes all");
        let finding = context.unportable(&STATUS_ARITHMETIC, span, failing, message);
        context.report(finding.fixed(false, vec![Edit::replace(operator, new)]));
    };
    let in_text = |span: Span| {
        let tokens = tokens(context.text, span);
        for (at, three) in tokens.windows(3).enumerate() {
            let bytes = |at: usize| context.bytes(three[at]);
            // A factor in front of the status or after the number belongs to it.
            let is_factor = |token: Option<&Span>| {
                token.is_some_and(|&token| matches!(context.bytes(token), b"*" | b"/" | b"%"))
            };
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            if bytes(2) != b"128" || is_factor(before) || is_factor(tokens.get(at + 3)) {
                continue;
            }
            let new = match bytes(1) {
                b"-" => "%",
                b"-=" => "%=",
                _ => continue,
            };
            if statuses.operand(three[0]).is_some() {
                let span = Span { start: three[0].start, end: three[2].end };
                report(span, three[1], new);
            }
        }
    };
    for test in context.script.tests.iter().filter(|test| test.kind == TestKind::Arithmetic) {
        in_text(test.span);
    }
    for site in context.sites {
        let words = context.words(site);
        match &site.name[..] {
            b"let" => words[1..].iter().for_each(|word| in_text(word.span)),
            b"expr" => {
                for three in words[1..].windows(3) {
                    let is = |at: usize, text: &[u8]| context.bytes(three[at].span) == text;
                    if is(1, b"-") && is(2, b"128") && statuses.subject(&three[0]).is_some() {
                        let span = Span { start: three[0].span.start, end: three[2].span.end };
                        report(span, three[1].span, "%");
                    }
                }
            }
            _ => {}
        }
    }
}

fn kill_l(context: &Context<'_>, statuses: &Statuses<'_>) {
    for site in context.named(b"kill") {
        let [_, option, operand] = context.words(site) else { continue };
        if context.bytes(option.span) != b"-l" {
            continue;
        }
        let Some(subject) = statuses.subject(operand) else { continue };
        // In the action of a trap, and at the beginning of a function, it is another's status.
        let is_guarded = statuses.comparisons.iter().any(|other| {
            let is_bound = match other.operator {
                Operator::Greater => matches!(other.number, 126..=128),
                Operator::GreaterOrEqual => matches!(other.number, 127..=129),
                Operator::Less => matches!(other.number, 127..=129),
                Operator::Equal | Operator::NotEqual => other.number > 128,
            };
            is_bound && other.subject == subject && other.span.start < operand.span.start
        });
        let is_matched = context.script.tests.iter().any(|test| {
            test.kind == TestKind::Case
                && test.span.start < operand.span.start
                && test.words.iter().any(|word| statuses.subject(word).as_ref() == Some(&subject))
        });
        let is_of_signal = context.reader == Some(Reader::Trap) && subject == Subject::Last;
        if is_guarded || is_matched || is_of_signal {
            continue;
        }
        let command = context.command(site);
        let mut finding = context.finding(
            &KILL_L_UNGUARDED,
            operand.span,
            "exit 2 would read as INT; test for more than 128 first".to_owned(),
        );
        if let Some(edit) = guarded(context, command, &subject) {
            finding = finding.fixed(false, vec![edit]);
        }
        context.report(finding);
    }
}

/// Writes a test for more than 128 in front of a command that is a list of its own.
fn guarded(context: &Context<'_>, command: &Command, subject: &Subject) -> Option<Edit> {
    if !is_whole_list(command) {
        return None;
    }
    let (set, variable) = variable(context, subject)?;
    let own = std::str::from_utf8(context.bytes(command.span)).ok()?;
    let own = match subject {
        Subject::Last => own.replace("\"$?\"", "$?").replace("$?", "\"$s\""),
        Subject::Variable(_) => own.to_owned(),
    };
    // A list that ends in a failed test would end the script, or a function that it ends.
    let test = if context.errexit { "-le 128 ] ||" } else { "-gt 128 ] &&" };
    Some(Edit::replace(command.span, format!("{set}[ \"${variable}\" {test} {own}")))
}

fn timeout_status(context: &Context<'_>, statuses: &Statuses<'_>, comparison: &Comparison) {
    if comparison.number != 124
        || !matches!(comparison.operator, Operator::Equal | Operator::NotEqual)
    {
        return;
    }
    let Some(sources) = statuses.sources(&comparison.subject, comparison.commands_before) else {
        return;
    };
    let sends_kill = |&source: &usize| {
        let mut sites = context.sites_at(source).iter();
        sites.any(|site| &site.name[..] == b"timeout" && sends_kill(context, site))
    };
    // A script that asks for the status of KILL, too, knows of it.
    let statuses_of_kill = [128, 256, 384].map(|base| base + 9);
    if statuses_of_kill.into_iter().any(|number| statuses.is_asked_for(comparison, number)) {
        return;
    }
    if !sources.is_empty() && sources.iter().all(sends_kill) {
        context.report(context.finding(
            &TIMEOUT_STATUS,
            comparison.span,
            "with -s KILL the status is 137, never 124".to_owned(),
        ));
    }
}

/// The signal of a timeout is KILL.
fn sends_kill(context: &Context<'_>, site: &Site) -> bool {
    let is_kill = |value: &[u8]| {
        value == b"9"
            || value.eq_ignore_ascii_case(b"KILL")
            || value.eq_ignore_ascii_case(b"SIGKILL")
    };
    let mut words = context.words(site)[1..].iter();
    while let Some(word) = words.next() {
        let Some(value) = context.constant(word) else { return false };
        let mut next = || words.next().and_then(|word| context.constant(word)).unwrap_or_default();
        match &value[..] {
            b"-s" | b"--signal" => return is_kill(&next()),
            b"-k" | b"--kill-after" => {
                next();
            }
            _ => {
                let joined = value.strip_prefix(b"--signal=").or_else(|| value.strip_prefix(b"-s"));
                if let Some(joined) = joined {
                    return is_kill(joined);
                }
                if !value.starts_with(b"-") {
                    return false;
                }
            }
        }
    }
    false
}
