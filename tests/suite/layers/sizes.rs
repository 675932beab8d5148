//! How long the functions of a source are.

use super::tokens::{Token, end_of_group, tokens};

/// The functions of a source that have more lines than `most`, tests included, from `fn` to the
/// closing brace: each with its name, its first line and how many lines it has.
pub fn long_functions(source: &str, most: usize) -> Vec<(String, usize, usize)> {
    let tokens = tokens(source);
    let starts = tokens.windows(2).enumerate().filter(|(_, pair)| {
        // `fn` before a parenthesis is a type.
        pair[0].text == "fn" && pair[1].is_word()
    });
    let functions = starts.filter_map(|(at, pair)| {
        let last = tokens[end_of_body(&tokens, at)? - 1];
        Some((pair[1].text.to_owned(), pair[0].line, last.line - pair[0].line + 1))
    });
    functions.filter(|(_, _, lines)| *lines > most).collect()
}

/// The place after the body of the function that begins here; None if it has none.
fn end_of_body(tokens: &[Token<'_>], start: usize) -> Option<usize> {
    let mut at = start;
    while at < tokens.len() {
        match tokens[at].text {
            ";" => return None,
            "{" => return Some(end_of_group(tokens, at)),
            "(" | "[" => at = end_of_group(tokens, at),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, usize, usize)> {
        long_functions(source, 3)
    }

    #[test]
    fn a_function_reaches_from_its_name_to_its_brace() {
        assert_eq!(found("\nfn a() {\n}\nfn b(\n) {\n// }\n}\n"), [("b".to_owned(), 4, 4)]);
        assert_eq!(found("fn a() {\n\"\n}\"\n}"), [("a".to_owned(), 1, 4)]);
    }

    #[test]
    fn types_and_declarations_are_no_functions() {
        assert_eq!(found("type T = fn(\n\n\n) -> u8;\nfn f(x: [u8; 3]);\nstruct S {\n\n\n}"), []);
    }
}
