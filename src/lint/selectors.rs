//! The words that name rules, in `--select`, `--ignore` and directives.

use super::rule::Rule;

/// The rules that a word names: `all`, an identifier, a prefix of identifiers (`SIG2`), a title.
pub(crate) fn named(word: &[u8], rules: &[&'static Rule]) -> Vec<&'static Rule> {
    let is_meant = |rule: &Rule| {
        let id = rule.id();
        let is_prefix = word.len() >= 3
            && word.len() <= id.len()
            && id.as_bytes()[..word.len()].eq_ignore_ascii_case(word);
        is_prefix || rule.title.as_bytes() == word
    };
    match word {
        b"all" => rules.to_vec(),
        _ => rules.iter().copied().filter(|rule| is_meant(rule)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::itself::RULES;

    #[test]
    fn a_word_names_rules_by_identifier_prefix_or_title() {
        let numbers =
            |word: &[u8]| named(word, RULES).iter().map(|rule| rule.number).collect::<Vec<_>>();
        assert_eq!(numbers(b"SIG901"), [901]);
        assert_eq!(numbers(b"sig902"), [902]);
        assert_eq!(numbers(b"SIG9"), [901, 902]);
        assert_eq!(numbers(b"SIG"), [901, 902]);
        assert_eq!(numbers(b"all"), [901, 902]);
        assert_eq!(numbers(b"unused-suppression"), [902]);
        for word in [&b""[..], b"S", b"SIG1", b"SIG9011", b"unused", b"901"] {
            assert_eq!(numbers(word), [0; 0], "{}", word.escape_ascii());
        }
    }
}
