//! Processes that are chosen by name, by command line and by port.

use crate::lint::context::Context;
use crate::lint::finding::{Edit, Severity, Span};
use crate::lint::nested::Reader;
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::{BlockId, PartKind, Word};
use crate::lint::sites::Site;

pub(super) static PROCESS_BY_NAME: Rule = Rule {
    number: 402,
    title: "process-by-name",
    kind: Kind::Style,
    severity: Severity::Style,
    fix: Fixable::No,
    why: "POSIX has neither pkill nor killall. The killall of Solaris, which a shutdown runs, ends \
          every process.",
    examples: &[
        Example { wrong: "pkill app\n", right: "kill \"$pid\"\n", options: &["--pedantic"] },
        Example { wrong: "killall app\n", right: "kill \"$pid\"\n", options: &["--pedantic"] },
    ],
    facts: &[],
    posix: None,
};

pub(super) static PKILL_SELF: Rule = Rule {
    number: 404,
    title: "pkill-self",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "pkill -f looks for the pattern in whole command lines. The shell that ssh or sh -c \
          starts has the text in its command line, with the pattern in it, and is ended, too: \
          what follows does not run, and the status is that of a failure. A pattern with one \
          letter in brackets does not match itself.",
    examples: &[Example {
        wrong: "ssh h 'pkill -f app.py; x'\n",
        right: "ssh h 'pkill -f \"[a]pp.py\"; x'\n",
        options: &[],
    }],
    facts: &[],
    posix: None,
};

pub(super) static PKILL_LONG_NAME: Rule = Rule {
    number: 405,
    title: "pkill-long-name",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "Linux keeps 15 characters of the name of a process, and pkill without -f compares with \
          these. A longer name matches nothing.",
    examples: &[Example {
        wrong: "pkill gnome-settings-daemon\n",
        right: "pkill gnome-settings-\n",
        options: &[],
    }],
    facts: &[],
    posix: None,
};

pub(super) static KILL_PORT_CLIENTS: Rule = Rule {
    number: 406,
    title: "kill-port-clients",
    kind: Kind::Logic,
    severity: Severity::Warning,
    fix: Fixable::Unsafe,
    why: "lsof -i :PORT lists every process with a connection from or to the port, of which the \
          server is only one. -sTCP:LISTEN leaves the server.",
    examples: &[Example {
        wrong: "kill $(lsof -t -i :8080)\n",
        right: "kill $(lsof -t -i :8080 -sTCP:LISTEN)\n",
        options: &[],
    }],
    facts: &[],
    posix: None,
};

pub(super) fn check(context: &Context<'_>) {
    for site in context.sites {
        let name = &site.name[..];
        if matches!(name, b"pkill" | b"killall") {
            let message = format!(
                "{} is not in POSIX; on Solaris killall kills everything",
                String::from_utf8_lossy(name)
            );
            let span = context.words(site)[0].span;
            context.report(context.finding(&PROCESS_BY_NAME, span, message));
        }
        if matches!(name, b"pkill" | b"pgrep") {
            if let Some(call) = Call::of(context, site) {
                long_name(context, &call);
                pkill_self(context, site, &call);
            }
        }
        if name == b"lsof" {
            port(context, site);
        }
    }
}

/// How pkill or pgrep is called.
struct Call<'a> {
    pattern: &'a Word,
    value: Vec<u8>,
    by_command_line: bool,
    is_exact: bool,
    /// Other criteria that may leave the shell out.
    has_criteria: bool,
}

impl<'a> Call<'a> {
    /// Reads the words; none if there is not one constant pattern.
    fn of(context: &Context<'a>, site: &Site) -> Option<Call<'a>> {
        let words = context.words(site);
        let (mut by_command_line, mut is_exact, mut has_criteria) = (false, false, false);
        let mut at = 1;
        while let Some(word) = words.get(at) {
            let value = context.constant(word)?;
            match &value[..] {
                b"--" => {
                    at += 1;
                    break;
                }
                b"--full" => by_command_line = true,
                b"--exact" => is_exact = true,
                b"--signal" | b"--delimiter" | b"--queue" => at += 1,
                b"--ignore-case" | b"--count" | b"--list-name" | b"--list-full" | b"--echo"
                | b"--lightweight" => {}
                [b'-', b'-', ..] => {
                    has_criteria = true;
                    let takes_value = !value.contains(&b'=')
                        && !matches!(
                            &value[..],
                            b"--newest" | b"--oldest" | b"--inverse" | b"--logpidfile"
                        );
                    at += usize::from(takes_value);
                }
                // `-9`, `-TERM`.
                [b'-', first, ..]
                    if first.is_ascii_digit() || first.is_ascii_uppercase() && value.len() > 2 => {}
                [b'-', letters @ ..] if !letters.is_empty() => {
                    for (place, letter) in letters.iter().enumerate() {
                        match letter {
                            b'f' => by_command_line = true,
                            b'x' => is_exact = true,
                            b'i' | b'c' | b'l' | b'a' | b'e' | b'w' => {}
                            b'n' | b'o' | b'v' | b'L' => has_criteria = true,
                            b'd' | b'g' | b'G' | b'P' | b's' | b't' | b'u' | b'U' | b'F' | b'r'
                            | b'q' | b'O' => {
                                has_criteria |= !matches!(letter, b'd' | b'q');
                                at += usize::from(place + 1 == letters.len());
                                break;
                            }
                            _ => return None,
                        }
                    }
                }
                _ => break,
            }
            at += 1;
        }
        let [pattern] = words.get(at..)? else { return None };
        let value = context.constant(pattern)?;
        Some(Call { pattern, value, by_command_line, is_exact, has_criteria })
    }
}

fn long_name(context: &Context<'_>, call: &Call<'_>) {
    let has_special = call.value.iter().any(|byte| b"|.*[(\\^$?+{".contains(byte));
    let is_ascii = call.value.is_ascii();
    if call.by_command_line || has_special || !is_ascii || call.value.len() <= 15 {
        return;
    }
    let short = String::from_utf8_lossy(&call.value[..15]);
    let message = format!("names are cut to 15 characters: this never matches; use -f or {short}");
    context.report(context.finding(&PKILL_LONG_NAME, call.pattern.span, message));
}

fn pkill_self(context: &Context<'_>, site: &Site, call: &Call<'_>) {
    let is_argument =
        context.is_argument || matches!(context.reader, Some(Reader::Shell | Reader::Remote));
    let is_only = context.script.commands.len() == 1;
    if !is_argument
        || is_only
        || !call.by_command_line
        || call.is_exact
        || call.has_criteria
        || !matches(&call.value, context.text)
        || (&site.name[..] == b"pgrep" && !feeds_kill(context, site))
    {
        return;
    }
    let finding = context.finding(
        &PKILL_SELF,
        call.pattern.span,
        "the shell that runs this has the pattern in its own command line and is killed too"
            .to_owned(),
    );
    context.report(match first_letter(context, call) {
        Some(span) => {
            let letter = [b"[", context.bytes(span), b"]"].concat();
            let pattern = call.pattern.span;
            let mut edits = vec![Edit::replace(span, letter)];
            if call.pattern.is_bare() {
                // Without quotes a shell would make the name of a file of it.
                edits = vec![
                    Edit::replace(span, [b"\"", &edits[0].text[..]].concat()),
                    Edit::insert(pattern.end, "\""),
                ];
            }
            finding.fixed(false, edits)
        }
        None => finding,
    });
}

/// Finds the first byte of the pattern, if it is a letter that stands as it is.
fn first_letter(context: &Context<'_>, call: &Call<'_>) -> Option<Span> {
    let part = call.pattern.parts.first()?;
    let start = match part.kind {
        PartKind::Literal => part.span.start,
        PartKind::SingleQuoted => part.span.start + 1,
        _ => return None,
    };
    let span = Span { start, end: start + 1 };
    let byte = context.bytes(span).first()?;
    // With one occurrence only, brackets keep the text from matching.
    let is_once =
        context.text.windows(call.value.len()).filter(|window| *window == &call.value[..]).count()
            == 1;
    (byte.is_ascii_alphanumeric() && is_once).then_some(span)
}

/// The output of pgrep goes to kill, by xargs or as its operands.
fn feeds_kill(context: &Context<'_>, site: &Site) -> bool {
    let position = context.command(site).position;
    context.named(b"kill").any(|kill| {
        let command = context.command(kill);
        let is_after_pipe = has_more_operands(context, kill)
            && command.position.list == position.list
            && command.position.block == position.block
            && command.position.pipe_index > position.pipe_index;
        is_after_pipe || holds(context, context.words(kill), position.block)
    })
}

/// xargs gives the command more operands, also by way of sudo.
fn has_more_operands(context: &Context<'_>, site: &Site) -> bool {
    let mut at = Some(site);
    while let Some(own) = at {
        if own.has_more_operands || own.replaced.is_some() {
            return true;
        }
        at = own.wrapper.map(|wrapper| &context.sites[wrapper]);
    }
    false
}

/// One of the words has the substitution.
fn holds(context: &Context<'_>, words: &[Word], block: BlockId) -> bool {
    words.iter().flat_map(|word| &word.parts).any(|part| match part.kind {
        PartKind::Command(own) => is_within(context, block, own),
        _ => false,
    })
}

/// A construct is another one or stands in it.
fn is_within(context: &Context<'_>, block: BlockId, outer: BlockId) -> bool {
    let mut at = Some(block);
    while let Some(own) = at {
        if own == outer {
            return true;
        }
        at = context
            .script
            .blocks
            .get(own.0 as usize)
            .and_then(|block| block.position)
            .map(|position| position.block);
    }
    false
}

/// A regular expression of letters, `.` and `.*` matches somewhere in a text. One with anything
/// else is not judged.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let special = b"|[]()\\^$?+{}";
    if pattern.is_empty() || pattern.iter().any(|byte| special.contains(byte)) {
        return false;
    }
    let mut at = 0;
    for piece in split(pattern) {
        if piece.contains(&b'*') {
            return false;
        }
        let found = text.get(at..).and_then(|rest| {
            if piece.is_empty() {
                return Some(0);
            }
            rest.windows(piece.len()).position(|window| {
                window.iter().zip(piece).all(|(byte, wanted)| *wanted == b'.' || byte == wanted)
            })
        });
        let Some(found) = found else { return false };
        at += found + piece.len();
    }
    true
}

/// Splits a pattern at `.*`.
fn split(pattern: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.windows(2).position(|pair| pair == b".*") {
        pieces.push(&rest[..at]);
        rest = &rest[at + 2..];
    }
    pieces.push(rest);
    pieces
}

/// Reports an lsof that lists a port's clients for kill.
fn port(context: &Context<'_>, site: &Site) {
    let words = context.words(site);
    let (mut is_terse, mut is_port, mut is_listening) = (false, false, false);
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let bytes = context.bytes(word.span);
        let raw = bytes.strip_prefix(b"\"").unwrap_or(bytes);
        if let Some(letters) = raw.strip_prefix(b"-") {
            let value_of = |letter: u8| {
                let place = letters.iter().position(|&byte| byte == letter)?;
                // Letters before it are options without a value.
                letters[..place]
                    .iter()
                    .all(|byte| b"abCDhKlLMNnOPQRtUvVwX".contains(byte))
                    .then(|| &letters[place + 1..])
            };
            if let Some(value) = value_of(b'i') {
                is_terse |=
                    letters.iter().take_while(|&&byte| byte != b'i').any(|&byte| byte == b't');
                let next = words.get(at + 1).map(|word| context.bytes(word.span));
                let value = if value.is_empty() { next.unwrap_or_default() } else { value };
                let value = value.strip_prefix(b"\"").unwrap_or(value);
                is_port |= value.contains(&b':')
                    && !value.to_ascii_lowercase().starts_with(b"udp")
                    && !value.starts_with(b"-");
            } else if let Some(value) = value_of(b's') {
                let next = words.get(at + 1).map(|word| context.bytes(word.span));
                let value = if value.is_empty() { next.unwrap_or_default() } else { value };
                is_listening |= value.windows(6).any(|word| word.eq_ignore_ascii_case(b"LISTEN"));
            } else {
                is_terse |= letters.contains(&b't') && letters.iter().all(u8::is_ascii_alphabetic);
            }
        }
        at += 1;
    }
    if !is_terse
        || !is_port
        || is_listening
        || !(feeds_kill(context, site) || is_kept(context, site))
    {
        return;
    }
    let end = words.last().map_or(0, |word| word.span.end);
    let span = Span { start: words[0].span.start, end };
    let finding = context.finding(
        &KILL_PORT_CLIENTS,
        span,
        "this also kills the clients of the port, a browser for one; add -sTCP:LISTEN".to_owned(),
    );
    context.report(finding.fixed(false, vec![Edit::insert(end, " -sTCP:LISTEN")]));
}

/// The output of lsof is kept in a variable that a later kill has as an operand.
fn is_kept(context: &Context<'_>, site: &Site) -> bool {
    let block = context.command(site).position.block;
    let mut names = Vec::new();
    for command in &context.script.commands {
        for assignment in &command.assignments {
            if holds(context, std::slice::from_ref(&assignment.value), block) {
                names.push((context.bytes(assignment.name), command.span.end));
            }
        }
    }
    for own in &context.script.loops {
        if let Some(last) = own.words.last().filter(|_| holds(context, &own.words, block)) {
            names.extend(own.names.iter().map(|name| (context.bytes(*name), last.span.end)));
        }
    }
    context.named(b"kill").any(|kill| {
        let start = context.command(kill).span.start;
        context.words(kill)[1..].iter().flat_map(|word| &word.parts).any(|part| match part.kind {
            PartKind::Parameter { name, .. } => {
                let name = context.bytes(name);
                names.iter().any(|&(own, end)| own == name && end <= start)
            }
            _ => false,
        })
    })
}
