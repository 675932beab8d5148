//! Making the fixes of a text, pass by pass: each pass reads the text that the one before has made.
//! Pure.
//!
//! No fix may bring a finding in that was not there. So a report, too, makes the fixes in memory:
//! it offers those that can be made, and counts the findings that are gone then.

use std::collections::HashMap;

use super::examine::{Request, examine};
use super::finding::{Edit, Finding, Severity, Span};
use super::fixes::{self, PASSES};

/// A text after its fixes.
pub(crate) struct Mended {
    pub(crate) text: Vec<u8>,
    /// How many findings are gone.
    pub(crate) count: usize,
}

/// How many findings of a text are gone after its fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fixable {
    /// With the safe fixes alone.
    pub(crate) safe: usize,
    /// With the unsafe ones, too.
    pub(crate) all: usize,
}

/// Makes the fixes of the findings that the request reports. None if there are none.
pub(crate) fn mend(
    name: &[u8],
    bytes: &[u8],
    request: &Request,
    with_unsafe: bool,
) -> Option<Mended> {
    let (mended, _) = made(name, bytes, request, with_unsafe);
    (mended.text != bytes).then_some(mended)
}

/// Takes the fixes that cannot be made from the findings of a text, and counts what the others
/// mend.
pub(crate) fn offer(
    name: &[u8],
    bytes: &[u8],
    request: &Request,
    findings: &mut [Finding],
) -> Fixable {
    let mut fixable = Fixable::default();
    for with_unsafe in [false, true] {
        let is_asked =
            |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe != with_unsafe);
        if !findings.iter().any(is_asked) {
            fixable.all = fixable.safe;
            continue;
        }
        let (mended, refused) = made(name, bytes, request, with_unsafe);
        let is_refused = |finding: &Finding| {
            is_asked(finding) && refused.contains(&(finding.span, finding.rule.number))
        };
        for finding in findings.iter_mut().filter(|finding| is_refused(finding)) {
            finding.fix = None;
        }
        match with_unsafe {
            false => fixable.safe = mended.count,
            true => fixable.all = mended.count.max(fixable.safe),
        }
    }
    fixable
}

/// Makes the fixes of a text, and lists the findings whose fixes the first pass refuses.
fn made(
    name: &[u8],
    bytes: &[u8],
    request: &Request,
    with_unsafe: bool,
) -> (Mended, Vec<(Span, u16)>) {
    // What is not reported counts, too.
    let everything =
        Request { selected: None, ignored: Vec::new(), least: Severity::Style, ..request.clone() };
    let examine = |text: &[u8]| examine(name, text, &everything).findings;
    let is_reported = |finding: &&Finding| request.reports(finding);
    let mut text = bytes.to_vec();
    let mut findings = examine(&text);
    let before = findings.iter().filter(is_reported).count();
    let mut refused = Vec::new();
    for at in 0..PASSES {
        let candidates: Vec<&Finding> = findings
            .iter()
            .filter(is_reported)
            .filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safe || with_unsafe))
            .collect();
        let mut pass = Pass {
            text: &text,
            findings: &findings,
            with_unsafe,
            kept: Vec::new(),
            edits: Vec::new(),
            after: None,
            refused: Vec::new(),
        };
        pass.add(&candidates, &examine);
        if at == 0 {
            refused.extend(pass.refused);
        }
        let Some((new, after)) = pass.after else { break };
        (text, findings) = (new, after);
    }
    let after = findings.iter().filter(is_reported).count();
    (Mended { text, count: before.saturating_sub(after) }, refused)
}

/// The fixes of one pass.
struct Pass<'a> {
    text: &'a [u8],
    /// All findings of the text.
    findings: &'a [Finding],
    with_unsafe: bool,
    /// The findings whose fixes are made, and their edits.
    kept: Vec<&'a Finding>,
    edits: Vec<Edit>,
    /// The text after the edits, and what is found in it; None without edits.
    after: Option<(Vec<u8>, Vec<Finding>)>,
    refused: Vec<(Span, u16)>,
}

impl<'a> Pass<'a> {
    /// Adds fixes, all at once if this brings no finding in, else those of each half.
    fn add(&mut self, more: &[&'a Finding], examine: &impl Fn(&[u8]) -> Vec<Finding>) {
        if more.is_empty() {
            return;
        }
        let all = || self.kept.iter().chain(more).copied();
        let (edits, _) = fixes::chosen(all(), self.with_unsafe);
        // Those that overlap with others are for the next pass.
        if edits == self.edits {
            self.kept.extend(more);
            return;
        }
        let whole = Span { start: 0, end: self.text.len() };
        let new = fixes::replaced(self.text, whole, &edits);
        let after = examine(&new);
        if is_no_worse(self.findings, &after) {
            self.kept.extend(more);
            self.edits = edits;
            self.after = Some((new, after));
            return;
        }
        if let [one] = more {
            self.refused.push((one.span, one.rule.number));
            return;
        }
        let (first, second) = more.split_at(more.len() / 2);
        self.add(first, examine);
        self.add(second, examine);
    }
}

/// True if there is no rule of which there are more findings after than before.
fn is_no_worse(before: &[Finding], after: &[Finding]) -> bool {
    let mut counts: HashMap<u16, usize> = HashMap::new();
    for finding in before {
        *counts.entry(finding.rule.number).or_default() += 1;
    }
    after.iter().all(|finding| {
        counts.get_mut(&finding.rule.number).filter(|count| **count > 0).is_some_and(|count| {
            *count -= 1;
            true
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request::without_options()
    }

    /// How many findings there are, how many of them have a fix, and what can be fixed.
    fn offered(text: &str, request: &Request) -> (usize, usize, Fixable) {
        let mut findings = examine(b"a.sh", text.as_bytes(), request).findings;
        let fixable = offer(b"a.sh", text.as_bytes(), request, &mut findings);
        let fixes = findings.iter().filter(|finding| finding.fix.is_some()).count();
        (findings.len(), fixes, fixable)
    }

    fn fixed(text: &str, request: &Request, with_unsafe: bool) -> Option<(String, usize)> {
        let mended = mend(b"a.sh", text.as_bytes(), request, with_unsafe)?;
        Some((String::from_utf8(mended.text).unwrap(), mended.count))
    }

    #[test]
    fn what_can_be_fixed_is_what_is_fixed() {
        let text = "kill -s SIGTERM $p\nkill -10 $p\nc & kill -INT $!\n";
        assert_eq!(offered(text, &request()), (3, 2, Fixable { safe: 1, all: 2 }));
        let safe = "kill -s TERM $p\nkill -10 $p\nc & kill -INT $!\n";
        assert_eq!(fixed(text, &request(), false), Some((safe.to_owned(), 1)));
        let all = "kill -s TERM $p\nkill -10 $p\nc & kill -TERM $!\n";
        assert_eq!(fixed(text, &request(), true), Some((all.to_owned(), 2)));
        assert_eq!(offered("kill $p\n", &request()), (0, 0, Fixable::default()));
        assert_eq!(fixed("kill $p\n", &request(), true), None);
    }

    #[test]
    fn a_fix_that_brings_a_finding_in_is_not_offered() {
        // At its right place the name is one that some shells do not know.
        let text = "kill $p -s RTMIN\n";
        assert_eq!(offered(text, &request()), (1, 0, Fixable::default()));
        assert_eq!(fixed(text, &request(), false), None);
        // The finding that it brings in is not one that is reported.
        let selected = Request { selected: Some(vec![110]), ..request() };
        assert_eq!(offered(text, &selected), (1, 0, Fixable::default()));
    }

    #[test]
    fn the_others_are_made_without_one_that_is_refused() {
        let right = "kill -s TERM $p\n".repeat(20);
        let wrong = "kill -s SIGTERM $p\n".repeat(20);
        let refused = "kill $p -s RTMIN\n";
        for (before, after) in [(0, 20), (7, 13), (20, 0)] {
            let cut = |lines: &str, count: usize| -> String {
                lines.split_inclusive('\n').take(count).collect()
            };
            let text = cut(&wrong, before) + refused + &cut(&wrong, after);
            assert_eq!(offered(&text, &request()), (21, 20, Fixable { safe: 20, all: 20 }));
            let new = cut(&right, before) + refused + &cut(&right, after);
            assert_eq!(fixed(&text, &request(), false), Some((new, 20)));
        }
    }

    #[test]
    fn a_fix_that_overlaps_with_another_is_made_in_the_next_pass() {
        let text = "trap 'x' INT KILL SIGTERM\n";
        let (count, _, fixable) = offered(text, &request());
        assert_eq!((count, fixable), (2, Fixable { safe: 2, all: 2 }));
        assert_eq!(fixed(text, &request(), false), Some(("trap 'x' INT TERM\n".to_owned(), 2)));
    }
}
