//! Collections of YAML on one line: `[ ]` and `{ }`. A collection that is not read leaves nothing,
//! because its keys would lead to wrong values.

use super::{Leaf, Reader, Step};
use crate::lint::finding::Span;
use crate::lint::text::Excerpt;

/// The steps of a workflow lie less deep. The path of each scalar is kept, and a collection has
/// more of them than a line.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// Reads `[ ]` and `{ }`, below what is open. Moves to the line after it; of one that is not
    /// read, such as one with a scalar on several lines, nothing is kept.
    pub(super) fn flow_value(&mut self, at: usize) {
        let mut path = self.open.iter().map(|(_, step)| step.clone()).collect();
        let before = self.leaves.len();
        let after = self.flow(at, &mut path).unwrap_or_else(|| {
            self.leaves.truncate(before);
            at
        });
        self.at = self.end_of_line(after) + 1;
    }

    /// Reads a collection, or a scalar in one, and gives the place after it.
    fn flow(&mut self, at: usize, path: &mut Vec<Step>) -> Option<usize> {
        let is_mapping = match self.file.get(at)? {
            b'{' => true,
            b'[' => false,
            _ => return Some(self.flow_scalar(at, path)),
        };
        if path.len() >= DEEPEST {
            return None;
        }
        let mut at = at + 1;
        for index in 0.. {
            at = self.next_of_flow(at);
            let close = if is_mapping { b'}' } else { b']' };
            match self.file.get(at)? {
                byte if *byte == close => return Some(at + 1),
                b'}' | b']' => return None,
                _ => {}
            }
            let mut step = Step::Item(index);
            if is_mapping {
                let (key, after) = self.flow_key(at);
                step = Step::Key(key);
                at = self.next_of_flow(after);
                match self.file.get(at)? {
                    b':' => at = self.next_of_flow(at + 1),
                    // A key without a value.
                    b',' => {
                        at += 1;
                        continue;
                    }
                    b'}' => continue,
                    _ => return None,
                }
            }
            path.push(step);
            let before = self.leaves.len();
            // A value that is not there ends at once.
            let after = self.flow(at, path);
            path.pop();
            at = self.next_of_flow(after?);
            // A pair in a sequence is passed over.
            if self.file.get(at) == Some(&b':') {
                path.push(Step::Item(index));
                let after = self.flow(self.next_of_flow(at + 1), path);
                path.pop();
                self.leaves.truncate(before);
                at = self.next_of_flow(after?);
            }
            match self.file.get(at)? {
                b',' => at += 1,
                b'}' | b']' => {}
                _ => return None,
            }
        }
        None
    }

    /// Reads a scalar, and gives the place after it.
    fn flow_scalar(&mut self, at: usize, path: &[Step]) -> usize {
        let (value, after) = match self.file[at] {
            b'"' | b'\'' => self.quoted(at),
            _ => {
                let after = self.end_of_flow_plain(at);
                let mut value = Excerpt::default();
                value.push_same(self.file, Span { start: at, end: after });
                (value, after)
            }
        };
        // A scalar in a sequence is nothing of a workflow's.
        if matches!(path.last(), Some(Step::Key(_))) {
            self.leaves.push(Leaf { path: path.to_vec(), value });
        }
        after
    }

    /// Reads a key of a mapping, and gives the place after it.
    fn flow_key(&self, at: usize) -> (Vec<u8>, usize) {
        match self.file[at] {
            b'"' | b'\'' => {
                let (key, after) = self.quoted(at);
                (key.bytes, after)
            }
            _ => {
                let after = self.end_of_flow_plain(at);
                (self.file[at..after].to_vec(), after)
            }
        }
    }

    /// Passes over blanks, newlines and comments in a collection.
    fn next_of_flow(&self, mut at: usize) -> usize {
        while let Some(byte) = self.file.get(at) {
            match byte {
                b'#' if self.file[at - 1].is_ascii_whitespace() => at = self.end_of_line(at),
                _ if byte.is_ascii_whitespace() => at += 1,
                _ => break,
            }
        }
        at
    }

    /// Finds where a scalar without quotes ends in a collection: on its line.
    fn end_of_flow_plain(&self, at: usize) -> usize {
        let text = &self.file[at..self.end_of_line(at)];
        let end = (0..text.len()).find(|&end| match text[end] {
            b',' | b'[' | b']' | b'{' | b'}' => true,
            b':' => self.file.get(at + end + 1).is_none_or(|next| {
                next.is_ascii_whitespace() || matches!(next, b',' | b']' | b'}')
            }),
            b'#' => end > 0 && text[end - 1].is_ascii_whitespace(),
            _ => false,
        });
        at + text[..end.unwrap_or(text.len())].trim_ascii_end().len()
    }
}
