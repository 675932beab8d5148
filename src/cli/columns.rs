//! How many columns of a terminal text has: a letter of Chinese, Japanese or Korean has two, a
//! combining mark none.

use unicode_width::UnicodeWidthChar;

/// How many columns a text has.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or_default()).sum()
}

/// As much of the text as fits into so many columns.
pub(crate) fn first_columns(text: &str, columns: usize) -> &str {
    let mut left = columns;
    for (at, character) in text.char_indices() {
        match left.checked_sub(character.width().unwrap_or_default()) {
            Some(columns) => left = columns,
            None => return &text[..at],
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_count_as_two_columns() {
        assert_eq!([width("ab"), width("日本"), width("e\u{301}"), width("")], [2, 4, 1, 0]);
        assert_eq!(first_columns("ab日本c", 7), "ab日本c");
        assert_eq!(first_columns("ab日本c", 6), "ab日本");
        assert_eq!(first_columns("ab日本c", 5), "ab日");
        assert_eq!(first_columns("ab日本c", 3), "ab");
        assert_eq!(first_columns("한글", 2), "한");
        assert_eq!(first_columns("😀x", 1), "");
    }

    #[test]
    fn a_combining_mark_stays_with_its_letter() {
        assert_eq!(first_columns("e\u{301}x", 1), "e\u{301}");
        assert_eq!(first_columns("дéñ", 3), "дéñ");
    }

    #[test]
    fn nothing_fits_into_no_column() {
        assert_eq!(first_columns("abc", 0), "");
        assert_eq!(first_columns("", 5), "");
    }
}
