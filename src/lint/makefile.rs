//! Recipes of a Makefile.
//!
//! Each line of a recipe is a command line of its own shell, unless `.ONESHELL:` is there. What
//! make expands before the shell sees it, as `$(CC)`, becomes an expansion of the shell: a word
//! whose value is not known.

use super::finding::Span;
use super::shells::Dialect;
use super::text::{Excerpt, Text};

/// Directives that are neither rules nor recipes, and end none.
const PASSED_OVER: [&[u8]; 8] =
    [b"ifeq", b"ifneq", b"ifdef", b"ifndef", b"else", b"endif", b"include", b"-include"];

/// The settings of a Makefile that all its recipes obey.
#[derive(Debug, Default)]
struct Settings {
    is_one_shell: bool,
    dialect: Option<Dialect>,
    errexit: bool,
    /// The shell is no shell that is known here, as in `SHELL = python`.
    is_foreign: bool,
    prefix: Option<u8>,
}

/// Gives the shell text of a Makefile's recipes.
pub(crate) fn texts(file: &[u8]) -> Vec<Text<'static>> {
    let lines = logical_lines(file);
    let settings = Settings::of(file, &lines);
    if settings.is_foreign {
        return Vec::new();
    }
    let mut reader = Reader {
        file,
        settings,
        texts: Vec::new(),
        recipe: Excerpt::default(),
        is_after_rule: false,
        definitions: 0,
    };
    for &line in &lines {
        reader.line(line);
    }
    reader.end_recipe();
    reader.texts
}

/// Reads recipes line by line.
struct Reader<'a> {
    file: &'a [u8],
    settings: Settings,
    texts: Vec<Text<'static>>,
    /// The lines so far of a recipe that one shell reads.
    recipe: Excerpt,
    is_after_rule: bool,
    /// How many `define`s are open.
    definitions: u32,
}

impl Reader<'_> {
    fn line(&mut self, line: Span) {
        let bytes = &self.file[line.start..line.end];
        let directive = first_word(bytes);
        if self.definitions > 0 {
            match directive {
                b"define" => self.definitions += 1,
                b"endef" => self.definitions -= 1,
                _ => {}
            }
            return;
        }
        if bytes.first() == Some(&self.settings.prefix.unwrap_or(b'\t')) {
            if self.is_after_rule {
                self.command(line, line.start + 1);
            }
            return;
        }
        let text = bytes.trim_ascii_start();
        if text.is_empty() || text.starts_with(b"#") || PASSED_OVER.contains(&directive) {
            return;
        }
        self.end_recipe();
        if matches!(directive, b"define" | b"override" | b"export")
            && bytes.split(u8::is_ascii_whitespace).any(|word| word == b"define")
        {
            self.definitions = 1;
            return;
        }
        // An assignment ends no rule for make, but what follows it is seldom a recipe.
        let colon = rule(bytes);
        self.is_after_rule = colon.is_some();
        if let Some(at) = colon.and_then(|colon| recipe_of_rule(bytes, colon)) {
            self.command(line, line.start + at);
        }
    }

    /// Reads a command line of a recipe, from `start` to the end of the line.
    fn command(&mut self, line: Span, start: usize) {
        let command = command(self.file, Span { start, end: line.end });
        if !self.settings.is_one_shell {
            self.push(command);
            return;
        }
        if !self.recipe.bytes.is_empty() {
            self.recipe.push_other(b"\n", Span { start: line.start - 1, end: line.start });
        }
        self.recipe.append(&command);
    }

    fn end_recipe(&mut self) {
        let recipe = std::mem::take(&mut self.recipe);
        self.push(recipe);
    }

    fn push(&mut self, command: Excerpt) {
        // A comment alone is no command, but may be a directive for the next line.
        let is_comment = command.bytes.starts_with(b"#") && !self.settings.is_one_shell;
        if command.bytes.trim_ascii().is_empty() || is_comment {
            return;
        }
        self.texts.push(Text {
            errexit: self.settings.errexit,
            is_argument: true,
            ..command.into_text(self.settings.dialect.unwrap_or(Dialect::Sh))
        });
    }
}

impl Settings {
    fn of(file: &[u8], lines: &[Span]) -> Settings {
        let mut settings = Settings::default();
        for line in lines {
            let bytes = file[line.start..line.end].trim_ascii();
            if bytes.starts_with(b".ONESHELL") {
                settings.is_one_shell = true;
                continue;
            }
            let Some((name, value)) = assignment(bytes) else { continue };
            match name {
                b"SHELL" => {
                    let program = value
                        .split(|byte| b" \t/()".contains(byte))
                        .rfind(|word| Dialect::by_name(word).is_some());
                    settings.dialect = program.and_then(Dialect::by_name);
                    settings.is_foreign = settings.dialect.is_none() && !value.contains(&b'$');
                    settings.errexit |= value.split(u8::is_ascii_whitespace).any(has_errexit);
                }
                b".SHELLFLAGS" => {
                    settings.errexit = value.split(u8::is_ascii_whitespace).any(has_errexit);
                }
                b".RECIPEPREFIX" => settings.prefix = value.first().copied(),
                _ => {}
            }
        }
        settings
    }
}

fn has_errexit(word: &[u8]) -> bool {
    word.strip_prefix(b"-")
        .is_some_and(|letters| !letters.starts_with(b"-") && letters.contains(&b'e'))
}

/// Reads `NAME = VALUE`, `:=`, `::=`, `?=`, with `export` or `override` in front.
fn assignment(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let equals = line.iter().position(|&byte| byte == b'=')?;
    let name = line[..equals].trim_ascii_end();
    let name = name.strip_suffix(b"?").unwrap_or(name);
    let name = name.strip_suffix(b":").unwrap_or(name);
    let name = name.strip_suffix(b":").unwrap_or(name);
    let name = name.split(u8::is_ascii_whitespace).rfind(|word| !word.is_empty())?;
    Some((name, line[equals + 1..].trim_ascii()))
}

/// Splits the file into lines, joined where a backslash stands in front of the newline.
fn logical_lines(file: &[u8]) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut backslashes = 0_usize;
    for (at, &byte) in file.iter().enumerate() {
        match byte {
            b'\\' => backslashes += 1,
            b'\n' if backslashes % 2 == 1 => backslashes = 0,
            b'\n' => {
                lines.push(Span { start, end: at });
                start = at + 1;
                backslashes = 0;
            }
            // Before the newline of a file with CR.
            b'\r' => {}
            _ => backslashes = 0,
        }
    }
    if start < file.len() {
        lines.push(Span { start, end: file.len() });
    }
    lines
}

fn first_word(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_start();
    let end = line
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'(' | b':' | b'='))
        .unwrap_or(line.len());
    &line[..end]
}

/// Finds the colon of a rule; none for an assignment.
fn rule(line: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, &byte) in line.iter().enumerate() {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            b'#' if depth == 0 => return None,
            b'=' if depth == 0 => return None,
            b':' if depth == 0 => {
                let rest = line[at..].trim_ascii_start();
                let is_assignment = rest.starts_with(b":=") || rest.starts_with(b"::=");
                return (!is_assignment).then_some(at);
            }
            _ => {}
        }
    }
    None
}

/// Finds the recipe that stands on the line of its rule, after `;`.
fn recipe_of_rule(line: &[u8], colon: usize) -> Option<usize> {
    let rest = &line[colon..];
    let end = rest.iter().position(|byte| matches!(byte, b';' | b'#' | b'='))?;
    (rest[end] == b';').then_some(colon + end + 1)
}

/// Reads a line of a recipe as the shell gets it.
fn command(file: &[u8], span: Span) -> Excerpt {
    let mut excerpt = Excerpt::default();
    let mut at = span.start;
    while at < span.end && b"@-+ \t".contains(&file[at]) {
        at += 1;
    }
    let mut same = at;
    while at < span.end {
        match file[at] {
            // The prefix of the next line is dropped after a backslash and a newline.
            b'\n' if at + 1 < span.end && file[at + 1] == b'\t' => {
                excerpt.push_same(file, Span { start: same, end: at + 1 });
                at += 2;
                same = at;
            }
            b'$' if at + 1 < span.end => {
                excerpt.push_same(file, Span { start: same, end: at });
                let (end, meant) = expansion(file, at, span.end);
                excerpt.push_other(&meant, Span { start: at, end });
                at = end;
                same = at;
            }
            _ => at += 1,
        }
    }
    excerpt.push_same(file, Span { start: same, end: span.end });
    excerpt
}

/// Reads an expansion of make: where it ends, and what stands for it in the shell text.
fn expansion(file: &[u8], at: usize, end: usize) -> (usize, Vec<u8>) {
    let open = file[at + 1];
    let close = match open {
        b'$' => return (at + 2, b"$".to_vec()),
        b'(' => b')',
        b'{' => b'}',
        _ => return (at + 2, b"${make}".to_vec()),
    };
    let mut depth = 0_u32;
    let mut to = at + 1;
    while to < end {
        if file[to] == open {
            depth += 1;
        } else if file[to] == close {
            depth -= 1;
            if depth == 0 {
                break;
            }
        }
        to += 1;
    }
    let name = &file[(at + 2).min(to)..to];
    let is_name = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let name = if is_name { name } else { b"make" };
    ((to + 1).min(end), [b"${", name, b"}"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::shells::Shell;

    fn of(file: &[u8]) -> Vec<String> {
        texts(file).iter().map(|text| String::from_utf8_lossy(&text.bytes).into_owned()).collect()
    }

    #[test]
    fn each_line_of_a_recipe_is_a_text() {
        assert_eq!(
            of(b"A = b\n# c\nall: x y\n\t@-kill -9 $$pid\n\n\
                \tx $(CC) ${D}$@ $(call f,(a)) \\\n\t  y\nclean: ; rm z\n"),
            ["kill -9 $pid", "x ${CC} ${D}${make} ${make} \\\n  y", "rm z"]
        );
    }

    #[test]
    fn lines_outside_of_recipes_are_none() {
        assert_eq!(of(b"A := x\n\tkill 1\n"), [""; 0]);
        assert_eq!(of(b"define X\n\tkill 1\nendef\nall:\n\techo\n"), ["echo"]);
        assert_eq!(of(b"all:\nifeq ($(A),b)\n\tx\nelse\n\ty\nendif\n"), ["x", "y"]);
        assert_eq!(of(b"all: A = b; c\n"), [""; 0]);
    }

    #[test]
    fn one_shell_reads_the_whole_recipe() {
        let file = b".ONESHELL:\nSHELL := /bin/bash\n.SHELLFLAGS = -euc\na:\n\tx\n\t@y\nb:\n\tz\n";
        assert_eq!(of(file), ["x\ny", "z"]);
        let texts = texts(file);
        assert!(texts.iter().all(|text| text.dialect == Dialect::Of(Shell::Bash) && text.errexit));
        assert_eq!(of(b"SHELL = /usr/bin/python3\na:\n\tx\n"), [""; 0]);
        assert_eq!(of(b"SHELL = $(BASH)\na:\n\tx\n"), ["x"]);
    }

    #[test]
    fn a_byte_of_a_recipe_stands_in_the_file() {
        let file = b"a:\n\t@kill $$p\n";
        let text = &texts(file)[0];
        assert_eq!(text.map.same(Span { start: 0, end: 5 }), Some(Span { start: 5, end: 10 }));
        assert_eq!(text.map.file(Span { start: 5, end: 6 }), Span { start: 10, end: 12 });
        assert_eq!(text.map.same(Span { start: 5, end: 7 }), None);
        assert_eq!(text.map.same(Span { start: 6, end: 7 }), Some(Span { start: 12, end: 13 }));
    }

    #[test]
    fn any_end_of_a_file_is_read() {
        for file in [&b"a:\n\t$"[..], b"a:\n\t$(", b"a:\n\tx\\\n", b"define", b":", b"a:;", b"="] {
            texts(file);
        }
    }
}
