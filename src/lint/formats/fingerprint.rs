//! Fingerprints, by which a finding is the same one after lines above it have come or gone: made of
//! the rule, of the text of the line and of its ordinal among those that have both in common.

use std::collections::HashMap;

use crate::lint::finding::Finding;
use crate::lint::lines::Lines;

/// The fingerprints of one file's findings.
pub(super) struct Fingerprints {
    seen: HashMap<u64, usize>,
}

impl Fingerprints {
    pub(super) fn new() -> Fingerprints {
        Fingerprints { seen: HashMap::new() }
    }

    /// The fingerprint of the next finding, in 16 hexadecimal digits; `scope` is what else it is
    /// made of.
    pub(super) fn next(&mut self, scope: &[u8], lines: &Lines, finding: &Finding) -> String {
        let line = lines.line(lines.place(finding.span.start).line);
        let mut hash = Hash::new();
        hash.add(scope);
        hash.add(&finding.rule.number.to_be_bytes());
        line.split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .for_each(|word| hash.add(word));
        let ordinal = self.seen.entry(hash.0).or_default();
        hash.add(&ordinal.to_be_bytes());
        *ordinal += 1;
        format!("{:016x}", hash.0)
    }
}

/// FNV-1a with 64 bits: it stays the same with every compiler.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// Adds bytes, and an end that no byte of UTF-8 is.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
