//! The values of variables, as far as one file tells: constant folding.
//!
//! A variable has known values if it is only ever set to literals. What sets a variable otherwise
//! (`read`, `local`, an expansion, a sourced file, an `eval`) makes it unknown.

use std::collections::HashMap;

use memchr::memmem;

use super::finding::Span;
use super::shell::script::{BlockKind, Command, PartKind, Script, TestKind, Word};

/// A value that is assigned, and where it stands.
type Assigned = (Vec<u8>, Span);

/// The variables that only literals are assigned to.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// None for a variable that is set to something else, too.
    variables: HashMap<Vec<u8>, Option<Vec<Assigned>>>,
    /// How each variable is set to the process of the script.
    own_processes: HashMap<Vec<u8>, Own>,
    /// Text that is not known is run: any variable may be set.
    is_unknown: bool,
}

/// How a variable is set to the process of the script, `$$`.
#[derive(Clone, Copy, Debug)]
struct Own {
    always: bool,
    /// Also as a part of a value: its process group.
    ever: bool,
}

/// Utilities whose operands are names, or `NAME=VALUE`, of variables that they set.
const SETTERS: [&[u8]; 13] = [
    b"read",
    b"local",
    b"export",
    b"readonly",
    b"typeset",
    b"declare",
    b"integer",
    b"unset",
    b"getopts",
    b"mapfile",
    b"readarray",
    b"let",
    b"float",
];

impl Values {
    pub(crate) fn of(text: &[u8], script: &Script) -> Values {
        let mut values = Values::default();
        for command in &script.commands {
            values.read(text, script, command);
        }
        for one in &script.loops {
            for name in &one.names {
                // Which word is the value of which of several variables is not looked at.
                if !one.listed || one.names.len() > 1 {
                    values.forget(text.get(name.start..name.end).unwrap_or_default());
                }
            }
            let &[name] = &one.names[..] else { continue };
            let name = text.get(name.start..name.end).unwrap_or_default();
            for word in &one.words {
                let value = word.constant(text).map(|value| (value, word.span));
                values.add(
                    name,
                    value,
                    text.get(word.span.start..word.span.end).unwrap_or_default(),
                );
            }
        }
        for test in script.tests.iter().filter(|test| test.kind == TestKind::Arithmetic) {
            for name in names(text.get(test.span.start..test.span.end).unwrap_or_default()) {
                values.forget(name);
            }
        }
        values
    }

    /// True if a variable is set to `$$` and to nothing else.
    pub(crate) fn is_own_process(&self, name: &[u8]) -> bool {
        !self.is_unknown && self.own_processes.get(name).is_some_and(|own| own.always)
    }

    /// True if a value of a variable has the process of the script.
    pub(crate) fn may_be_own_process(&self, name: &[u8]) -> bool {
        self.own_processes.get(name).is_some_and(|own| own.ever)
    }

    /// The values that a word may have, each with the place where it is written: those of its
    /// variable, if it is one and no more. None are known otherwise.
    pub(crate) fn of_word(&self, text: &[u8], word: &Word) -> &[(Vec<u8>, Span)] {
        let [part] = &word.parts[..] else { return &[] };
        let PartKind::Parameter { name, plain: true } = part.kind else { return &[] };
        if self.is_unknown {
            return &[];
        }
        let name = text.get(name.start..name.end).unwrap_or_default();
        self.variables.get(name).and_then(Option::as_deref).unwrap_or_default()
    }

    fn read(&mut self, text: &[u8], script: &Script, command: &Command) {
        let in_function = matches!(
            script.blocks.get(command.position.block.0 as usize).map(|block| block.kind),
            Some(BlockKind::Function(_))
        );
        for assignment in &command.assignments {
            let name = text.get(assignment.name.start..assignment.name.end).unwrap_or_default();
            // `NAME=VALUE COMMAND` is for the command alone, unless the command is a special one.
            let is_plain = command.words.is_empty() && !assignment.append && !assignment.compound;
            let value = is_plain.then(|| assignment.value.constant(text)).flatten();
            let span = assignment.value.span;
            let written = if is_plain { text.get(span.start..span.end) } else { None };
            self.add(name, value.map(|value| (value, span)), written.unwrap_or_default());
        }
        let Some(name) = command.words.first().and_then(|word| word.constant(text)) else {
            return;
        };
        if matches!(&name[..], b"eval" | b"." | b"source") {
            self.is_unknown = true;
        }
        if !SETTERS.contains(&&name[..]) && &name[..] != b"printf" {
            return;
        }
        let keeps_value = matches!(&name[..], b"readonly" | b"export") && !in_function;
        for word in &command.words[1..] {
            let bytes = text.get(word.span.start..word.span.end).unwrap_or_default();
            let length = bytes.iter().position(|byte| *byte == b'=').unwrap_or(bytes.len());
            let is_assigned = length < bytes.len();
            if keeps_value && !is_assigned {
                continue;
            }
            let value = word.constant(text).filter(|value| keeps_value && value.len() > length);
            let span = Span { start: word.span.start + length + 1, end: word.span.end };
            let value = value.map(|value| (value[length + 1..].to_vec(), span));
            self.add(&bytes[..length], value, bytes.get(length + 1..).unwrap_or_default());
        }
    }

    /// Makes a variable unknown.
    fn forget(&mut self, name: &[u8]) {
        self.add(name, None, b"");
    }

    /// Adds a value that is set, if it is known, and its text.
    fn add(&mut self, name: &[u8], value: Option<(Vec<u8>, Span)>, written: &[u8]) {
        let is_own = matches!(written, b"$$" | b"\"$$\"" | b"${$}" | b"\"${$}\"");
        let names_own = ["$$", "BASHPID"];
        let has_own =
            || names_own.iter().any(|own| memmem::find(written, own.as_bytes()).is_some());
        let own =
            self.own_processes.entry(name.to_vec()).or_insert(Own { always: true, ever: false });
        own.always &= is_own;
        own.ever = own.ever || is_own || has_own();
        let known = self.variables.entry(name.to_vec()).or_insert_with(|| Some(Vec::new()));
        match (known.as_mut(), value) {
            (Some(values), Some(value)) => values.push(value),
            _ => *known = None,
        }
    }
}

/// The names in an arithmetic text.
fn names(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.split(move |byte| !is_part(byte)).filter(|name| !name.is_empty())
}

/// True if a text has a name as a word of its own.
pub(crate) fn mentions(text: &[u8], name: &[u8]) -> bool {
    let is_part =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    memchr::memmem::find_iter(text, name).any(|at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        !is_part(before) && !is_part(text.get(at + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::shell;
    use crate::lint::shells::{Dialect, Shell};

    /// The values of the last word of a text.
    fn values(text: &str) -> Vec<String> {
        values_in(Dialect::Sh, text)
    }

    fn values_in(dialect: Dialect, text: &str) -> Vec<String> {
        let script = shell::scan(text.as_bytes(), dialect);
        let word = script.commands.last().and_then(|command| command.words.last());
        let values = Values::of(text.as_bytes(), &script);
        let found = values.of_word(text.as_bytes(), word.expect("a word")).iter();
        found
            .map(|(value, span)| {
                assert!(text[span.start..span.end].contains(std::str::from_utf8(value).unwrap()));
                String::from_utf8(value.clone()).expect("text")
            })
            .collect()
    }

    #[test]
    fn a_variable_that_is_set_to_literals_has_them() {
        assert_eq!(values("s=TERM; kill -s $s"), ["TERM"]);
        assert_eq!(values("s='TERM'; kill -s \"$s\""), ["TERM"]);
        assert_eq!(values("s=TERM; [ x ] && s=KILL; kill -s ${s}"), ["TERM", "KILL"]);
        assert_eq!(values("readonly s=TERM; kill -s $s"), ["TERM"]);
        assert_eq!(values("s=TERM; export s; kill -s $s"), ["TERM"]);
        assert_eq!(values("for s in INT TERM; do trap x $s; done"), ["INT", "TERM"]);
    }

    #[test]
    fn a_variable_that_is_set_otherwise_is_unknown() {
        for text in [
            "kill -s $s",
            "s=$1; kill -s $s",
            "s=TERM; read s; kill -s $s",
            "s=TERM; read -r s; kill -s $s",
            "s=TERM; local s; kill -s $s",
            "s=TERM; s+=x; kill -s $s",
            "s=TERM; eval \"$x\"; kill -s $s",
            "s=TERM; . ./x; kill -s $s",
            "s=TERM x; kill -s $s",
            "s=15; : $((s = 3)); kill -s $s",
            "for s; do trap x $s; done",
            "for s in $x TERM; do trap x $s; done",
            "s=TERM; kill -s a$s",
            "s=TERM; kill -s ${s#T}",
            "s=(TERM); kill -s $s",
        ] {
            assert!(values(text).is_empty(), "{text}");
        }
        let pairs = "s=1; for n s in a TERM b INT; do kill -s $s";
        assert!(values_in(Dialect::Of(Shell::Zsh), pairs).is_empty());
    }
}
