//! Texts within a text: strings for `sh -c`, `eval`, `su -c`, `ssh` and `watch`, the actions of
//! traps, and here-documents that a shell reads.
//!
//! The bytes of a nested text are those that the inner shell reads, as far as they are known:
//! quotes are gone, and an expansion whose result is not known is one opaque word. So an edit of
//! it is right in the file only where no quoting interferes; [`Text::forbidden`] has the bytes
//! that would.
//!
//! Long because each place where a text can stand has its own quoting.

use super::finding::Span;
use super::shell::script::{BlockKind, Command, PartKind, Redirection, Script, Word};
use super::shells::{Dialect, Shell};
use super::sites::Site;
use super::text::{Map, Text};
use crate::process::path::file_name;

/// A text that another one holds.
#[derive(Debug)]
pub(crate) struct Nested {
    /// Its map leads to the text that holds it.
    pub(crate) text: Text<'static>,
    /// The place of the site, in the list that the text was found with, that reads it.
    pub(crate) site: usize,
    pub(crate) reader: Reader,
    /// The outer shell expands the text of a here-document: no edit is sure.
    pub(crate) is_expanded: bool,
}

/// The program that runs a nested text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The shell itself: eval.
    Eval,
    /// The shell itself, when a condition arises.
    Trap,
    /// Another shell on this machine, with the text among its arguments.
    Shell,
    /// A shell on this machine that reads its input.
    HereDocument,
    /// A login shell elsewhere, with the text among its arguments.
    Remote,
    /// Nothing yet: a script that is written.
    Script,
}

impl Reader {
    /// Returns true if functions and variables of the outer text are those of the inner one.
    pub(crate) fn is_same_shell(self) -> bool {
        matches!(self, Reader::Eval | Reader::Trap)
    }
}

/// Finds the texts within a text.
pub(crate) fn nested(
    text: &[u8],
    script: &Script,
    sites: &[Site],
    dialect: Dialect,
    errexit: bool,
) -> Vec<Nested> {
    let mut substitutions: Vec<Span> = script
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Substitution)
        .map(|block| block.span)
        .collect();
    substitutions.sort_unstable();
    let finder = Finder { text, script, dialect, errexit, substitutions };
    let mut found = Vec::new();
    for (at, site) in sites.iter().enumerate() {
        finder.of_words(at, site, &mut found);
        // The last site of a command is the one that reads its input.
        let is_last = sites.get(at + 1).is_none_or(|next| next.command != site.command);
        if is_last {
            finder.of_here_documents(at, site, &mut found);
        }
    }
    found
}

struct Finder<'a> {
    text: &'a [u8],
    script: &'a Script,
    dialect: Dialect,
    errexit: bool,
    /// In the order of the text.
    substitutions: Vec<Span>,
}

/// How the command line of a shell was read.
#[derive(Default)]
struct ShellCall {
    /// The place of the string of `-c` in the words.
    string: Option<usize>,
    errexit: bool,
    /// An operand names a script, or there is a string.
    has_operand: bool,
}

impl Finder<'_> {
    fn of_words(&self, at: usize, site: &Site, found: &mut Vec<Nested>) {
        let command = &self.script.commands[site.command];
        let words = &command.words[site.words.clone()];
        let own = |reader| (reader, self.dialect);
        let (joined, (reader, dialect), place) = match &site.name[..] {
            b"eval" => (&words[1..], own(Reader::Eval), "in the string given to eval".to_owned()),
            b"trap" => {
                let Some(action) = self.trap_action(words) else { return };
                let place = "in the action of trap".to_owned();
                (&words[action..=action], own(Reader::Trap), place)
            }
            b"su" | b"runuser" => {
                let Some(string) = self.value_of(words, b"-c", b"--command") else { return };
                let place = format!("in the string given to {} -c", lossy(&site.name));
                (&words[string..=string], (Reader::Shell, Dialect::Sh), place)
            }
            b"ssh" => {
                let Some(start) = self.ssh_command(words) else { return };
                let place = "in the command given to ssh".to_owned();
                (&words[start..], (Reader::Remote, Dialect::Sh), place)
            }
            b"watch" => {
                let Some(start) = self.watch_command(words) else { return };
                let place = "in the command given to watch".to_owned();
                (&words[start..], (Reader::Shell, Dialect::Sh), place)
            }
            name => {
                let Some(dialect) = shell(name) else { return };
                let call = self.shell_call(words);
                let Some(string) = call.string else { return };
                let place = format!("in the string given to {} -c", lossy(name));
                let mut inner =
                    self.nested(at, &words[string..=string], (Reader::Shell, dialect), place);
                inner.text.errexit = call.errexit;
                found.push(inner);
                return;
            }
        };
        if joined.is_empty() {
            return;
        }
        found.push(self.nested(at, joined, (reader, dialect), place));
    }

    fn nested(
        &self,
        site: usize,
        words: &[Word],
        (reader, dialect): (Reader, Dialect),
        place: String,
    ) -> Nested {
        let mut builder = Builder { text: self.text, bytes: Vec::new(), map: Map::default() };
        let mut quoting = Quoting::default();
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                let between = Span { start: words[at - 1].span.end, end: word.span.start };
                builder.other(b" ", between);
            }
            builder.word(word, &mut quoting);
        }
        let errexit = self.errexit && reader.is_same_shell();
        let mut text = builder.finish(dialect, place, errexit);
        text.is_argument = matches!(reader, Reader::Shell | Reader::Remote);
        text.forbidden = quoting.forbidden();
        Nested { text, site, reader, is_expanded: false }
    }

    fn of_here_documents(&self, at: usize, site: &Site, found: &mut Vec<Nested>) {
        let command = &self.script.commands[site.command];
        for redirection in &command.redirections {
            let Some(index) = redirection.here_document else { continue };
            let Some(document) = self.script.here_documents.get(index as usize) else { continue };
            let Some((reader, dialect, place)) =
                self.input_of(command, site, redirection, document.span)
            else {
                continue;
            };
            let mut builder = Builder { text: self.text, bytes: Vec::new(), map: Map::default() };
            if document.quoted {
                builder.same(document.span);
            } else {
                builder.expanded(document.span, &self.substitutions);
            }
            found.push(Nested {
                text: builder.finish(dialect, place, false),
                site: at,
                reader,
                is_expanded: !document.quoted,
            });
        }
    }

    /// The shell that reads a here-document, if one does.
    fn input_of(
        &self,
        command: &Command,
        site: &Site,
        redirection: &Redirection,
        document: Span,
    ) -> Option<(Reader, Dialect, String)> {
        let words = &command.words[site.words.clone()];
        let place = |name: &[u8]| format!("in the here-document for {}", lossy(name));
        match &site.name[..] {
            b"cat" if words.len() == 1 => {
                let target = command
                    .redirections
                    .iter()
                    .filter(|other| other.span != redirection.span)
                    .find(|other| self.bytes(other.operator).starts_with(b">"))?;
                let dialect = script_name(self.bytes(target.target.span))?;
                let first = self.bytes(document);
                let dialect = of_first_line(first).unwrap_or(dialect);
                Some((Reader::Script, dialect, "in the script of a here-document".to_owned()))
            }
            b"ssh" => {
                let start = self.ssh_command(words)?;
                let dialect = match &words[start..] {
                    [] => Dialect::Sh,
                    // Another program reads the text, or a shell with a string.
                    [first, rest @ ..] => {
                        let name = first.constant(self.text)?;
                        let is_input =
                            rest.iter().all(|word| self.bytes(word.span).starts_with(b"-"));
                        shell(&name).filter(|_| is_input)?
                    }
                };
                Some((Reader::HereDocument, dialect, place(b"ssh")))
            }
            b"su" => match self.value_of(words, b"-c", b"--command") {
                None => Some((Reader::HereDocument, Dialect::Sh, place(b"su"))),
                Some(_) => None,
            },
            name => {
                let dialect = shell(name)?;
                let call = self.shell_call(words);
                (!call.has_operand).then(|| (Reader::HereDocument, dialect, place(name)))
            }
        }
    }

    /// The place of the action among the words of trap.
    fn trap_action(&self, words: &[Word]) -> Option<usize> {
        let mut at = 1;
        if words.get(at)?.constant(self.text).is_some_and(|value| value == b"--") {
            at += 1;
        }
        let action = words.get(at)?;
        // One operand is a condition.
        if words.len() < at + 2 {
            return None;
        }
        match action.constant(self.text) {
            Some(value) if value.is_empty() || value.starts_with(b"-") => None,
            Some(value) if value.iter().all(u8::is_ascii_digit) => None,
            _ => Some(at),
        }
    }

    /// The place of the command, or of the end, among the words of ssh.
    fn ssh_command(&self, words: &[Word]) -> Option<usize> {
        const WITH_VALUE: &[u8] = b"BbcDEeFIiJLlmOopQRSWw";
        let at = self.after_options(words, 1, WITH_VALUE);
        // Options may stand after the host, too.
        let host = words.get(at)?;
        if host.parts.is_empty() {
            return None;
        }
        Some(self.after_options(words, at + 1, WITH_VALUE))
    }

    fn watch_command(&self, words: &[Word]) -> Option<usize> {
        let at = self.after_options(words, 1, b"n");
        let own = words.get(1..at)?;
        let runs_program =
            own.iter().any(|word| matches!(self.bytes(word.span), b"-x" | b"--exec"));
        (!runs_program).then_some(at)
    }

    /// The place after the options from `at` on.
    fn after_options(&self, words: &[Word], mut at: usize, with_value: &[u8]) -> usize {
        while let Some(word) = words.get(at) {
            match self.bytes(word.span) {
                b"--" => return at + 1,
                [b'-', letters @ ..] if !letters.is_empty() && letters[0] != b'-' => {
                    let value = letters.iter().position(|letter| with_value.contains(letter));
                    at += 1 + usize::from(value == Some(letters.len() - 1));
                }
                [b'-', b'-', ..] => at += 1,
                _ => break,
            }
        }
        at.min(words.len())
    }

    /// The place of the value of an option that may stand anywhere.
    fn value_of(&self, words: &[Word], short: &[u8], long: &[u8]) -> Option<usize> {
        let at = words.iter().position(|word| {
            let bytes = self.bytes(word.span);
            bytes == short || bytes == long
        })?;
        (at + 1 < words.len()).then_some(at + 1)
    }

    fn shell_call(&self, words: &[Word]) -> ShellCall {
        let mut call = ShellCall::default();
        let mut wants_string = false;
        let mut at = 1;
        while let Some(word) = words.get(at) {
            let bytes = self.bytes(word.span);
            match bytes {
                b"--" => {
                    at += 1;
                    break;
                }
                [b'-', b'-', ..] => {
                    at += 1 + usize::from(matches!(bytes, b"--rcfile" | b"--init-file"))
                }
                [b'-' | b'+', letters @ ..] if !letters.is_empty() => {
                    let is_set = bytes[0] == b'-';
                    wants_string |= is_set && letters.contains(&b'c');
                    call.errexit |= is_set && letters.contains(&b'e');
                    let takes_value = matches!(letters.last(), Some(b'o' | b'O'));
                    if takes_value
                        && words.get(at + 1).is_some_and(|word| self.bytes(word.span) == b"errexit")
                    {
                        call.errexit |= is_set;
                    }
                    at += 1 + usize::from(takes_value);
                }
                _ => break,
            }
        }
        // `bash -s ARG` reads its input; no line has `sh -s` with a script's name.
        let reads_input = words[1..at.min(words.len())].iter().any(
            |word| matches!(self.bytes(word.span), [b'-', letters @ ..] if letters.contains(&b's')),
        );
        call.has_operand = (at < words.len() && !reads_input) || wants_string;
        call.string = (wants_string && at < words.len()).then_some(at);
        call
    }

    fn bytes(&self, span: Span) -> &[u8] {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// The dialect of a shell's name.
fn shell(name: &[u8]) -> Option<Dialect> {
    // `zsh` to `rbash`: what --shell takes, and the names that run the same programs.
    match name {
        b"rbash" => Some(Dialect::Of(Shell::Bash)),
        _ => Dialect::by_name(name),
    }
}

/// The dialect of a script's name; None if the name is no script's.
fn script_name(word: &[u8]) -> Option<Dialect> {
    let name = word.strip_suffix(b"\"").or_else(|| word.strip_suffix(b"'")).unwrap_or(word);
    let extension =
        name.rsplit(|byte| *byte == b'.').next().filter(|end| end.len() < name.len())?;
    match extension {
        b"sh" | b"bash" | b"ksh" | b"mksh" | b"zsh" => Dialect::by_name(extension),
        _ => None,
    }
}

/// The dialect that a `#!` line names.
fn of_first_line(document: &[u8]) -> Option<Dialect> {
    let line = document.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut name = file_name(words.next()?);
    if name == b"env" {
        name = file_name(words.find(|word| !word.starts_with(b"-"))?);
    }
    shell(name)
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Puts a nested text together.
struct Builder<'a> {
    text: &'a [u8],
    bytes: Vec<u8>,
    map: Map,
}

impl Builder<'_> {
    fn same(&mut self, span: Span) {
        let own = self.text.get(span.start..span.end).unwrap_or_default();
        self.bytes.extend_from_slice(own);
        self.map.push_same(span.start, own.len());
    }

    fn other(&mut self, bytes: &[u8], span: Span) {
        if !bytes.is_empty() {
            self.bytes.extend_from_slice(bytes);
            self.map.push_other(bytes.len(), span);
        }
    }

    /// Adds a word that stands for an expansion: a parameter of no known value, as long as the
    /// expansion, so that the scanner reads one word.
    fn opaque(&mut self, span: Span) {
        let mut filler = vec![b'_'; span.end.saturating_sub(span.start).max(2)];
        filler[0] = b'$';
        self.other(&filler, span);
    }

    fn word(&mut self, word: &Word, quoting: &mut Quoting) {
        for part in &word.parts {
            let own = self.text.get(part.span.start..part.span.end).unwrap_or_default();
            quoting.double |= part.double_quoted;
            match &part.kind {
                PartKind::Literal | PartKind::Pattern | PartKind::Parameter { plain: true, .. } => {
                    quoting.none |= !part.double_quoted;
                    self.same(part.span);
                }
                PartKind::Escaped if own.ends_with(b"\n") => {}
                PartKind::Escaped => {
                    quoting.none |= !part.double_quoted;
                    self.other(own.get(1..).unwrap_or_default(), part.span);
                }
                PartKind::SingleQuoted => {
                    quoting.single = true;
                    let end = part.span.end.max(part.span.start + 2);
                    self.same(Span { start: part.span.start + 1, end: end - 1 });
                }
                PartKind::AnsiQuoted => {
                    quoting.none = true;
                    self.ansi(part.span);
                }
                PartKind::Parameter { plain: false, .. }
                | PartKind::Command(_)
                | PartKind::Arithmetic => self.opaque(part.span),
            }
        }
    }

    /// Adds the text of `$'...'`, in which a backslash and a letter stand for one byte.
    fn ansi(&mut self, span: Span) {
        let end = span.end.max(span.start + 3) - 1;
        let mut at = span.start + 2;
        while at < end {
            let Some(&byte) = self.text.get(at) else { return };
            if byte != b'\\' || at + 1 >= end {
                self.same(Span { start: at, end: at + 1 });
                at += 1;
                continue;
            }
            let value = match self.text[at + 1] {
                b'n' => b'\n',
                b't' => b'\t',
                other @ (b'\\' | b'\'' | b'"') => other,
                // Octal digits and the like; no byte of a command.
                _ => b'_',
            };
            self.other(&[value], Span { start: at, end: at + 2 });
            at += 2;
        }
    }

    /// Adds a here-document that is expanded: a backslash is in front of what is not.
    fn expanded(&mut self, span: Span, substitutions: &[Span]) {
        let first = substitutions.partition_point(|inner| inner.start < span.start);
        let mut substitutions = substitutions[first..].iter().peekable();
        let mut at = span.start;
        while at < span.end.min(self.text.len()) {
            // Those within one that is opaque are gone with it.
            while substitutions.next_if(|inner| inner.start < at).is_some() {}
            if let Some(inner) = substitutions.next_if(|inner| inner.start == at) {
                self.opaque(*inner);
                at = inner.end.max(at + 1);
                continue;
            }
            match (self.text[at], self.text.get(at + 1)) {
                (b'\\', Some(b'\n')) => at += 2,
                (b'\\', Some(&next @ (b'$' | b'`' | b'\\'))) => {
                    self.other(&[next], Span { start: at, end: at + 2 });
                    at += 2;
                }
                _ => {
                    self.same(Span { start: at, end: at + 1 });
                    at += 1;
                }
            }
        }
    }

    fn finish(self, dialect: Dialect, place: String, errexit: bool) -> Text<'static> {
        let bytes = self.bytes.into();
        let (is_argument, forbidden) = (false, b"");
        Text { bytes, map: self.map, dialect, place: Some(place), errexit, is_argument, forbidden }
    }
}

/// The kinds of quoting that occur in the words of a nested text.
#[derive(Default)]
struct Quoting {
    none: bool,
    single: bool,
    double: bool,
}

impl Quoting {
    fn forbidden(&self) -> &'static [u8] {
        match (self.none, self.double, self.single) {
            (true, ..) | (_, true, true) => b"\\$`\"';&|<>()*?[]{}~#\n",
            (_, true, false) => b"\\$\"`",
            (_, false, _) => b"'",
        }
    }
}
