//! Fixes: which of them are made at once, and the text after them. Pure.
//!
//! Of fixes that overlap the first one is made; the next pass, over the new text, may make the
//! other.

use std::collections::BTreeMap;

use super::finding::{Edit, Finding, Fix, Span};

/// How often `--fix` reads a file again after it has changed it.
pub(crate) const PASSES: usize = 5;

/// The text of a range after some edits, which are in order and lie inside it.
pub(crate) fn replaced(bytes: &[u8], range: Span, edits: &[Edit]) -> Vec<u8> {
    let mut new = Vec::with_capacity(range.end - range.start);
    let mut at = range.start;
    for edit in edits {
        new.extend_from_slice(&bytes[at..edit.span.start]);
        new.extend_from_slice(&edit.text);
        at = edit.span.end;
    }
    new.extend_from_slice(&bytes[at..range.end]);
    new
}

/// The fixes that one pass makes, as edits of the whole file in their order, and how many there
/// are. A fix is made as a whole or not.
pub(crate) fn chosen<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    with_unsafe: bool,
) -> (Vec<Edit>, usize) {
    // No two of them meet, so the last one that begins in front of a place is the one that ends
    // last.
    let mut taken: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut count = 0;
    for fix in findings.into_iter().filter_map(|finding| finding.fix.as_ref()) {
        if (!fix.safe && !with_unsafe) || fix.edits.is_empty() {
            continue;
        }
        // Two findings may want the same change.
        if fix.edits.iter().all(|edit| taken.get(&edit.span.start) == Some(&edit)) {
            count += 1;
            continue;
        }
        let is_free = |edit: &Edit| {
            let last = taken.range(..=edit.span.end).next_back();
            last.is_none_or(|(_, other)| !meet(edit, other))
        };
        if is_in_order(fix) && fix.edits.iter().all(is_free) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            count += 1;
        }
    }
    (taken.into_values().cloned().collect(), count)
}

/// True if the edits are in order, and no two begin at one place.
fn is_in_order(fix: &Fix) -> bool {
    fix.edits.windows(2).all(|two| {
        let (one, next) = (two[0].span, two[1].span);
        one.end <= next.start && one.start < next.start
    })
}

/// True if two edits touch: what is inserted at one place would come in an order by chance.
fn meet(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::finding::Severity;
    use crate::lint::itself::UNREADABLE;
    use crate::lint::shells::Shells;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span { start, end }, text: text.into() }
    }

    fn finding(safe: bool, edits: &[Edit]) -> Finding {
        Finding {
            rule: &UNREADABLE,
            severity: Severity::Error,
            span: edits[0].span,
            message: String::new(),
            shells: Shells::NONE,
            note: None,
            fix: Some(Fix { safe, edits: edits.to_vec() }),
        }
    }

    fn fixed(text: &str, findings: &[Finding], with_unsafe: bool) -> (String, usize) {
        let (edits, count) = chosen(findings, with_unsafe);
        let whole = Span { start: 0, end: text.len() };
        (String::from_utf8(replaced(text.as_bytes(), whole, &edits)).unwrap(), count)
    }

    #[test]
    fn edits_are_made_in_the_order_of_the_text() {
        let findings = [finding(true, &[edit(4, 5, "E")]), finding(true, &[edit(0, 1, "AA")])];
        assert_eq!(fixed("abcdef", &findings, false), ("AAbcdEf".to_owned(), 2));
        assert_eq!(fixed("abcdef", &[], false), ("abcdef".to_owned(), 0));
    }

    #[test]
    fn of_two_that_overlap_the_first_is_made_and_a_fix_is_made_as_a_whole() {
        let findings =
            [finding(true, &[edit(0, 2, "x")]), finding(true, &[edit(1, 3, "y"), edit(5, 6, "z")])];
        assert_eq!(fixed("abcdef", &findings, false), ("xcdef".to_owned(), 1));
        let same = [finding(true, &[edit(0, 2, "x")]), finding(true, &[edit(0, 2, "x")])];
        assert_eq!(fixed("abcdef", &same, false), ("xcdef".to_owned(), 2));
    }

    #[test]
    fn a_fix_of_two_edits_at_one_place_is_not_made() {
        let findings = [finding(true, &[edit(2, 2, "x"), edit(2, 4, "")])];
        assert_eq!(fixed("abcdef", &findings, false), ("abcdef".to_owned(), 0));
    }

    #[test]
    fn a_fix_that_may_change_the_script_needs_to_be_asked_for() {
        let findings = [finding(false, &[edit(0, 1, "x")])];
        assert_eq!(fixed("ab", &findings, false), ("ab".to_owned(), 0));
        assert_eq!(fixed("ab", &findings, true), ("xb".to_owned(), 1));
    }
}
