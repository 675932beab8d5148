//! Dockerfiles: their instructions, and the shell text in them.
//!
//! The shell form of an instruction is one line for the shell: a backslash and the newline after
//! it are dropped, and so are comments between the lines. Variables are left to the shell.

mod array;
mod image;

use super::finding::Span;
use super::kind::{Kind, Reading};
use super::shells::Dialect;
use super::text::{Excerpt, Text};
use crate::process::path::file_name;
use array::{array, blanks};
pub(crate) use image::shell_of_image;

/// An instruction, as RUN or ENTRYPOINT.
#[derive(Debug)]
pub(crate) struct Instruction {
    /// The place of the keyword in the file.
    pub(crate) keyword: Span,
    /// The keyword, in upper case.
    name: Vec<u8>,
    /// The text after the keyword, on one line.
    pub(crate) arguments: Excerpt,
    here_documents: Vec<HereDocument>,
}

/// A here-document of RUN, COPY or ADD.
#[derive(Debug)]
struct HereDocument {
    /// The word with `<<`, among the instruction's arguments.
    operator: Span,
    quoted: bool,
    tabs_dropped: bool,
    /// The text in the file, and the line that ends it.
    text: Span,
    end: Span,
}

/// The command that an instruction runs.
#[derive(Debug)]
pub(crate) enum Form {
    /// `CMD command argument`: text for the shell.
    Shell(Excerpt),
    /// `CMD ["command", "argument"]`.
    Exec(Vec<Excerpt>),
}

/// The shell that runs the shell forms: `/bin/sh -c`, or what SHELL says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShellUsed {
    /// None if SHELL names a program that is no known shell.
    pub(crate) dialect: Option<Dialect>,
    pub(crate) errexit: bool,
}

impl Instruction {
    /// Gives the end of the instruction in the file, with its here-documents.
    pub(crate) fn end(&self) -> usize {
        let length = self.arguments.bytes.len();
        let line = self.arguments.map.file(Span { start: 0, end: length }).end;
        let documents = self.here_documents.iter().map(|document| document.end.end);
        documents.fold(line.max(self.keyword.end), usize::max)
    }

    pub(crate) fn is(&self, name: &[u8]) -> bool {
        self.name == name
    }

    /// Reads what RUN, CMD, ENTRYPOINT and the CMD of HEALTHCHECK run.
    pub(crate) fn form(&self) -> Option<Form> {
        let text = &self.arguments.bytes;
        let start = if self.is(b"RUN") {
            after_flags(text)
        } else if self.is(b"HEALTHCHECK") {
            let at = after_flags(text);
            let word = text.get(at..at + 3)?;
            if !word.eq_ignore_ascii_case(b"CMD") {
                return None;
            }
            at + 3 + blanks(&text[at + 3..])
        } else if self.is(b"CMD") || self.is(b"ENTRYPOINT") {
            0
        } else {
            return None;
        };
        let arguments = self.arguments.part(Span { start, end: text.len() });
        Some(match array(&arguments) {
            Some(words) => Form::Exec(words),
            None => Form::Shell(arguments),
        })
    }
}

impl ShellUsed {
    pub(crate) const DEFAULT: ShellUsed = ShellUsed { dialect: Some(Dialect::Sh), errexit: false };

    /// Reads the words of SHELL.
    pub(crate) fn of(instruction: &Instruction) -> Option<ShellUsed> {
        let words = array(&instruction.arguments)?;
        let (first, options) = words.split_first()?;
        let options = options.iter().map(|word| &word.bytes);
        Some(ShellUsed {
            dialect: Dialect::by_name(file_name(&first.bytes)),
            errexit: options.clone().any(|word| {
                word.starts_with(b"-") && !word.starts_with(b"--") && word.contains(&b'e')
            }),
        })
    }
}

/// Reads the instructions of a Dockerfile.
pub(crate) fn instructions(file: &[u8]) -> Vec<Instruction> {
    let escape = escape(file);
    let mut instructions = Vec::new();
    let mut at = 0;
    while let Some(line) = line_at(file, &mut at) {
        let text = &file[line.start..line.end];
        if is_comment(text) || text.trim_ascii().is_empty() {
            continue;
        }
        let start = line.start + (text.len() - text.trim_ascii_start().len());
        let mut whole = Excerpt::default();
        let mut rest = Span { start, end: line.end };
        loop {
            let Some(end) = continued(&file[rest.start..rest.end], escape) else {
                let end = rest.start + file[rest.start..rest.end].trim_ascii_end().len();
                whole.push_same(file, Span { start: rest.start, end });
                break;
            };
            whole.push_same(file, Span { start: rest.start, end: rest.start + end });
            // Comments and empty lines between the lines are dropped.
            let next = loop {
                match line_at(file, &mut at) {
                    Some(line)
                        if is_comment(&file[line.start..line.end])
                            || file[line.start..line.end].trim_ascii().is_empty() => {}
                    next => break next,
                }
            };
            match next {
                Some(next) => rest = next,
                None => break,
            }
        }
        instructions.extend(instruction(file, &whole, &mut at));
    }
    instructions
}

/// Splits a line into keyword and arguments, and reads the here-documents after it. ONBUILD is what
/// it carries.
fn instruction(file: &[u8], whole: &Excerpt, at: &mut usize) -> Option<Instruction> {
    let text = &whole.bytes;
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // Docker splits a line at its first blank, and knows no instruction `CMD["a"]`.
    if length == 0 || text.get(length).is_some_and(|byte| !byte.is_ascii_whitespace()) {
        return None;
    }
    let name = text[..length].to_ascii_uppercase();
    let begin = length + blanks(&text[length..]);
    let arguments = whole.part(Span { start: begin, end: text.len() });
    if name == b"ONBUILD" {
        return instruction(file, &arguments, at);
    }
    let mut here_documents = Vec::new();
    if matches!(&name[..], b"RUN" | b"COPY" | b"ADD") {
        for (operator, quoted, tabs_dropped, delimiter) in operators(&arguments.bytes) {
            let from = *at;
            let mut to = from;
            let mut end = Span { start: file.len(), end: file.len() };
            while let Some(line) = line_at(file, at) {
                let text = &file[line.start..line.end];
                let text = text.strip_suffix(b"\r").unwrap_or(text);
                let tabs = text.iter().take_while(|&&byte| byte == b'\t').count();
                if text[if tabs_dropped { tabs } else { 0 }..] == delimiter[..] {
                    end = line;
                    break;
                }
                to = (*at).min(file.len());
            }
            let text = Span { start: from.min(file.len()), end: to.min(file.len()) };
            here_documents.push(HereDocument { operator, quoted, tabs_dropped, text, end });
        }
    }
    let keyword = whole.map.file(Span { start: 0, end: length });
    Some(Instruction { keyword, name, arguments, here_documents })
}

/// Gives the shell text of a Dockerfile.
pub(crate) fn texts(file: &[u8]) -> Vec<Text<'static>> {
    let mut texts = Vec::new();
    let mut shell = ShellUsed::DEFAULT;
    for instruction in instructions(file) {
        if instruction.is(b"FROM") {
            shell = ShellUsed::DEFAULT;
        } else if instruction.is(b"SHELL") {
            shell = ShellUsed::of(&instruction).unwrap_or(shell);
        } else if instruction.is(b"COPY") || instruction.is(b"ADD") {
            texts.extend(instruction.here_documents.iter().filter_map(|here| here.script(file)));
        }
        match instruction.form() {
            Some(Form::Shell(text)) => {
                let Some(dialect) = shell.dialect else { continue };
                let only = text.bytes.trim_ascii();
                if let [here] = &instruction.here_documents[..] {
                    let word = &instruction.arguments.bytes[here.operator.start..here.operator.end];
                    if only == word {
                        texts.push(here.script(file).unwrap_or_else(|| Text {
                            errexit: shell.errexit,
                            is_argument: true,
                            ..here.body(file).into_text(dialect)
                        }));
                        continue;
                    }
                }
                let mut whole = text;
                for here in &instruction.here_documents {
                    let newline =
                        Span { start: here.text.start.saturating_sub(1), end: here.text.start };
                    whole.push_other(b"\n", newline);
                    whole.push_same(file, here.text);
                    whole.push_same(file, here.end);
                }
                texts.push(Text {
                    errexit: shell.errexit,
                    is_argument: true,
                    ..whole.into_text(dialect)
                });
            }
            Some(Form::Exec(words)) => {
                if let Some((dialect, errexit, text)) = shell_text(&words) {
                    texts.push(Text {
                        place: Some("in the string given to sh -c".to_owned()),
                        errexit,
                        is_argument: true,
                        ..text.into_text(dialect)
                    });
                }
            }
            None => {}
        }
    }
    texts
}

impl HereDocument {
    /// Gives the text, without the tabs that `<<-` drops.
    fn body(&self, file: &[u8]) -> Excerpt {
        let mut body = Excerpt::default();
        if !self.tabs_dropped {
            body.push_same(file, self.text);
            return body;
        }
        let mut at = self.text.start;
        for line in file[self.text.start..self.text.end].split_inclusive(|&byte| byte == b'\n') {
            let tabs = line.iter().take_while(|&&byte| byte == b'\t').count();
            body.push_same(file, Span { start: at + tabs, end: at + line.len() });
            at += line.len();
        }
        body
    }

    /// Gives the text if it is a script with a `#!` line of a shell, that nothing expands before.
    fn script(&self, file: &[u8]) -> Option<Text<'static>> {
        let body = self.body(file);
        if !body.bytes.starts_with(b"#!") || !self.quoted && body.bytes.contains(&b'$') {
            return None;
        }
        if Kind::of(b"", &body.bytes) != Some(Kind::Script) {
            return None;
        }
        let reading = Reading::of_script(b"", &body.bytes, None);
        Some(Text { errexit: reading.errexit, ..body.into_text(reading.dialect) })
    }
}

/// Finds the string that a shell gets by `-c` among the words of an exec form.
pub(crate) fn shell_text(words: &[Excerpt]) -> Option<(Dialect, bool, Excerpt)> {
    for (at, word) in words.iter().enumerate() {
        let name = file_name(&word.bytes);
        let Some(dialect) = Dialect::by_name(name) else { continue };
        let mut errexit = false;
        for (option, text) in words.iter().skip(at + 1).zip(words.iter().skip(at + 2)) {
            let Some(letters) = option.bytes.strip_prefix(b"-") else { break };
            if !letters.starts_with(b"-") {
                errexit |= letters.contains(&b'e');
                if letters.contains(&b'c') {
                    return Some((dialect, errexit, text.clone()));
                }
            }
        }
    }
    None
}

/// Finds the `<<WORD`s of an instruction: place, quoted, tabs dropped, delimiter.
fn operators(text: &[u8]) -> Vec<(Span, bool, bool, Vec<u8>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) =
        text.get(at..).and_then(|rest| rest.windows(2).position(|pair| pair == b"<<"))
    {
        let start = at + next;
        at = start + 2;
        // `<<<` is a word of bash, and `1<<2` arithmetic.
        let is_first = start == 0 || text[start - 1].is_ascii_whitespace();
        if text.get(at) == Some(&b'<') || !is_first {
            at += text[at..].iter().take_while(|&&byte| byte == b'<').count();
            continue;
        }
        let tabs_dropped = text.get(at) == Some(&b'-');
        at += usize::from(tabs_dropped);
        let quote = text.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        at += usize::from(quote.is_some());
        let length = text[at..]
            .iter()
            .take_while(|&&byte| byte.is_ascii_alphanumeric() || b"_./-".contains(&byte))
            .count();
        if length == 0 {
            continue;
        }
        let delimiter = text[at..at + length].to_vec();
        at += length + usize::from(quote.is_some());
        let end = at.min(text.len());
        found.push((Span { start, end }, quote.is_some(), tabs_dropped, delimiter));
    }
    found
}

/// Passes options of an instruction: `--mount=type=cache`.
fn after_flags(text: &[u8]) -> usize {
    let mut at = 0;
    while text[at..].starts_with(b"--") {
        at += text[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        at += blanks(&text[at..]);
    }
    at
}

/// Reads the directive `# escape=`, which stands in the comments at the very top.
fn escape(file: &[u8]) -> u8 {
    for line in file.split(|&byte| byte == b'\n') {
        let Some(comment) = line.trim_ascii().strip_prefix(b"#") else { break };
        let Some(equals) = comment.iter().position(|&byte| byte == b'=') else { break };
        if comment[..equals].trim_ascii().eq_ignore_ascii_case(b"escape") {
            if comment[equals + 1..].trim_ascii() == b"`" {
                return b'`';
            }
            break;
        }
    }
    b'\\'
}

/// Gives the length of a line without the escape that continues it.
fn continued(line: &[u8], escape: u8) -> Option<usize> {
    let line = line.trim_ascii_end();
    (line.last() == Some(&escape)).then(|| line.len() - 1)
}

fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().first() == Some(&b'#')
}

fn line_at(file: &[u8], at: &mut usize) -> Option<Span> {
    let rest = file.get(*at..).filter(|rest| !rest.is_empty())?;
    let start = *at;
    let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
    *at = start + length + 1;
    Some(Span { start, end: start + length })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::shells::Shell;

    fn of(file: &[u8]) -> Vec<String> {
        texts(file).iter().map(|text| String::from_utf8_lossy(&text.bytes).into_owned()).collect()
    }

    #[test]
    fn shell_forms_are_texts() {
        let file = b"# x\nFROM a\n\
            RUN --mount=type=cache,target=/x a && \\\n # no\n\n  b\nrun c\nENV d=e\n\
            CMD f -g\nHEALTHCHECK --interval=5s CMD h || exit 1\nONBUILD RUN i\nHEALTHCHECK NONE\n";
        assert_eq!(of(file), ["a &&   b", "c", "f -g", "h || exit 1", "i"]);
        assert!(texts(file).iter().all(|text| text.is_argument && !text.errexit));
    }

    #[test]
    fn the_string_of_an_exec_form_is_a_text() {
        let file = br#"ENTRYPOINT [ "/bin/sh", "-ec", "kill \"$1\"\u0020x", "y" ]
CMD ["kill", "1"]
RUN ["a" "b"]
RUN [ -f x ] || y
"#;
        assert_eq!(of(file), ["kill \"$1\" x", "[\"a\" \"b\"]", "[ -f x ] || y"]);
        let texts = texts(file);
        assert!(texts[0].errexit);
        let kill = texts[0].map.same(Span { start: 0, end: 5 }).expect("the bytes are the file's");
        assert_eq!(&file[kill.start..kill.end], b"kill ");
        assert_eq!(texts[0].map.same(Span { start: 5, end: 7 }), None);
    }

    #[test]
    fn shell_sets_the_dialect_until_the_next_stage() {
        let bash = Dialect::Of(Shell::Bash);
        let file =
            b"FROM a\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN x\nFROM b\nRUN y\n\
            SHELL [\"powershell\"]\nRUN z\n";
        let texts = texts(file);
        let found: Vec<_> = texts.iter().map(|text| (text.dialect, text.errexit)).collect();
        assert_eq!(found, [(bash, true), (Dialect::Sh, false)]);
    }

    #[test]
    fn here_documents_are_texts() {
        assert_eq!(of(b"RUN <<EOF\nkill 1\nEOF\nRUN b\n"), ["kill 1\n", "b"]);
        assert_eq!(of(b"RUN bash <<'X' && y\na\nX\n"), ["bash <<'X' && y\na\nX"]);
        assert_eq!(
            of(b"COPY <<-\"E\" /run.sh\n\t#!/bin/sh -e\n\tkill $1\nE\n"),
            ["#!/bin/sh -e\nkill $1\n"]
        );
        assert_eq!(of(b"COPY <<E /run.sh\n#!/bin/sh\nkill $1\nE\nCMD x\n"), ["x"]);
        assert_eq!(of(b"RUN cat <<< a\nRUN b\n"), ["cat <<< a", "b"]);
    }

    #[test]
    fn the_escape_directive_is_obeyed() {
        assert_eq!(of(b"# escape=`\nRUN a `\n b\\\nRUN c\n"), ["a  b\\", "c"]);
    }

    #[test]
    fn any_end_of_a_file_is_read() {
        for file in [
            &b"RUN \\"[..],
            b"RUN <<E",
            b"RUN <<E\n",
            b"RUN <<",
            b"CMD [\"",
            b"CMD [\"\\",
            b"HEALTHCHECK --a",
            b"SHELL",
        ] {
            texts(file);
        }
    }
}
