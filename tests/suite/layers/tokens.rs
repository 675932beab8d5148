//! Rust's tokens, as far as the tests of the sources need them: words and punctuation with their
//! lines, without comments and without what is compiled for tests only.

/// A word, a literal as it is written, `::`, or one character of other punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'s> {
    pub text: &'s str,
    /// Counted from 1.
    pub line: usize,
}

impl Token<'_> {
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The tokens of a source.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = length_of_next(rest, first);
        let text = &rest[..length];
        if !first.is_whitespace() && !text.starts_with("//") && !text.starts_with("/*") {
            // A raw identifier is the word that it stands for.
            let is_raw = text.starts_with("r#") && !text.ends_with(['"', '#']);
            found.push(Token { text: if is_raw { &text[2..] } else { text }, line });
        }
        line += text.matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn length_of_next(rest: &str, first: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return length_of_block_comment(rest);
    }
    if let Some(length) = length_of_string(rest) {
        return length;
    }
    match first {
        '\'' => length_of_quoted(rest),
        ':' if rest.starts_with("::") => 2,
        _ if first.is_alphanumeric() || first == '_' => length_of_word(rest),
        _ => first.len_utf8(),
    }
}

fn length_of_word(rest: &str) -> usize {
    let raw = if rest.starts_with("r#") { 2 } else { 0 };
    let end = rest[raw..].find(|c: char| !c.is_alphanumeric() && c != '_');
    end.map_or(rest.len(), |end| raw + end)
}

/// Rust's block comments nest.
fn length_of_block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let two = &rest.as_bytes()[at..rest.len().min(at + 2)];
        match two {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            break;
        }
    }
    at
}

/// A string of any kind: with a letter for bytes or C, raw or not.
fn length_of_string(rest: &str) -> Option<usize> {
    let letters = rest.find(|c| !matches!(c, 'b' | 'c' | 'r'))?;
    let prefix = &rest[..letters];
    if !matches!(prefix, "" | "b" | "c" | "r" | "br" | "cr") {
        return None;
    }
    let hashes = rest[letters..].find(|c| c != '#')?;
    if !rest[letters + hashes..].starts_with('"') || (hashes > 0 && !prefix.ends_with('r')) {
        return None;
    }
    let start = letters + hashes + 1;
    if prefix.ends_with('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
    }
    Some(length_until(rest, start, b'"'))
}

/// A character, or a lifetime.
fn length_of_quoted(rest: &str) -> usize {
    let mut letters = rest[1..].chars();
    match (letters.next(), letters.next()) {
        (Some('\\'), _) => length_until(rest, 1, b'\''),
        (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
        _ => 1 + length_of_word(&rest[1..]),
    }
}

/// The length up to a closing quote that no backslash precedes.
fn length_until(rest: &str, start: usize, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Without the items that `#[cfg(test)]`, alone or in an `all`, compiles for tests only.
pub fn without_tests<'s>(tokens: &[Token<'s>]) -> Vec<Token<'s>> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = end_of_test_item(tokens, at);
        if end == at {
            kept.push(tokens[at]);
            at += 1;
        } else {
            at = end;
        }
    }
    kept
}

fn starts_with(tokens: &[Token<'_>], texts: &[&str]) -> bool {
    tokens.len() >= texts.len() && tokens.iter().zip(texts).all(|(token, text)| token.text == *text)
}

/// Where the item ends that begins here and is for tests only; the same place if none does.
fn end_of_test_item(tokens: &[Token<'_>], start: usize) -> usize {
    let attribute = &tokens[start..];
    if !starts_with(attribute, &["#", "[", "cfg", "(", "test", ")"])
        && !starts_with(attribute, &["#", "[", "cfg", "(", "all", "(", "test", ","])
    {
        return start;
    }
    let mut at = start;
    while starts_with(&tokens[at..], &["#", "["]) {
        at = end_of_group(tokens, at + 1);
    }
    const ITEMS: [&str; 16] = [
        "async",
        "const",
        "enum",
        "extern",
        "fn",
        "impl",
        "macro_rules",
        "mod",
        "pub",
        "static",
        "struct",
        "trait",
        "type",
        "union",
        "unsafe",
        "use",
    ];
    if !tokens.get(at).is_some_and(|token| ITEMS.contains(&token.text)) {
        return start;
    }
    let mut is_use = false;
    while at < tokens.len() {
        match tokens[at].text {
            ";" => return at + 1,
            "{" if !is_use => return end_of_group(tokens, at),
            "(" | "[" | "{" => at = end_of_group(tokens, at),
            "use" => {
                is_use = true;
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}

/// The place after the bracket that closes the one at `start`.
pub fn end_of_group(tokens: &[Token<'_>], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_are_no_tokens() {
        assert_eq!(texts("a // b\nc /* d /* e */ f */ g //"), ["a", "c", "g"]);
        assert_eq!(texts("//! use crate::x;\n/// use crate::y;\nz"), ["z"]);
    }

    #[test]
    fn literals_are_one_token_each() {
        assert_eq!(texts(r#"f("a // b", 1)"#), ["f", "(", "\"a // b\"", ",", "1", ")"]);
        assert_eq!(texts(r#" "a \" crate::b" c"#), [r#""a \" crate::b""#, "c"]);
        assert_eq!(texts("r##\"a \"# b\"## c"), ["r##\"a \"# b\"##", "c"]);
        assert_eq!(
            texts("b\"x\" br\"y\" c\"z\" '\\'' '/' 'l b'\\n'"),
            ["b\"x\"", "br\"y\"", "c\"z\"", "'\\''", "'/'", "'l", "b", "'\\n'"]
        );
    }

    #[test]
    fn words_and_paths() {
        assert_eq!(texts("r#use::crate_x r a:b"), ["use", "::", "crate_x", "r", "a", ":", "b"]);
    }

    #[test]
    fn lines_are_counted_through_comments_and_strings() {
        let found = tokens("a\n/* \n */ \"\n\" b");
        assert_eq!(found.last(), Some(&Token { text: "b", line: 4 }));
    }

    #[test]
    fn what_is_for_tests_only_is_left_out() {
        let kept = |source| -> String {
            without_tests(&tokens(source)).iter().map(|token| token.text).collect()
        };
        assert_eq!(kept("a; #[cfg(test)] mod tests; b;"), "a;b;");
        assert_eq!(kept("#[cfg(test)] #[path = \"x\"] pub mod t { fn f() { x } } b"), "b");
        assert_eq!(kept("#[cfg(all(test, unix))] use crate::{a, b}; c"), "c");
        assert_eq!(kept("#[cfg(test)] fn f(a: [u8; 3]) -> T { {} } c"), "c");
        assert_eq!(kept("#[cfg(not(test))] mod a;"), "#[cfg(not(test))]moda;");
        assert_eq!(kept("#[cfg(any(test, unix))] mod a;"), "#[cfg(any(test,unix))]moda;");
    }
}
