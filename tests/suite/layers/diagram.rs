//! The diagram of the rooms in the doc comment of `src/lib.rs`.
//!
//! It has chains such as `signal <- sys <- process`: what stands to the right of an arrow may use
//! what stands to its left, and all that this may use. `signal, sys <- quick` lists two.

use std::collections::{BTreeMap, BTreeSet};

pub struct Diagram {
    /// Each room, with the rooms next to it on the left of an arrow.
    next: BTreeMap<String, BTreeSet<String>>,
}

impl Diagram {
    /// The first block of text in the doc comment at the start of a source.
    pub fn in_doc_comment(source: &str) -> Diagram {
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let block = lines.skip_while(|line| line.trim() != "```text").skip(1);
        Diagram::of(block.take_while(|line| line.trim() != "```"))
    }

    pub fn of<'s>(lines: impl Iterator<Item = &'s str>) -> Diagram {
        let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in lines {
            // Chains stand side by side: one ends where a name follows a name.
            let mut left: BTreeSet<String> = BTreeSet::new();
            let mut here: BTreeSet<String> = BTreeSet::new();
            let mut continues = false;
            for word in line.split_whitespace() {
                if word == "<-" {
                    left = std::mem::take(&mut here);
                    continues = true;
                    continue;
                }
                if !continues {
                    (left, here) = Default::default();
                }
                let name = word.trim_end_matches(',').to_owned();
                next.entry(name.clone()).or_default().extend(left.iter().cloned());
                here.insert(name);
                continues = word.ends_with(',');
            }
        }
        Diagram { next }
    }

    pub fn rooms(&self) -> BTreeSet<&str> {
        self.next.keys().map(String::as_str).collect()
    }

    /// True if `room` may use `other`, along the arrows.
    pub fn allows(&self, room: &str, other: &str) -> bool {
        room == other || self.reaches(room, other)
    }

    /// A room that would lie to the left of itself.
    pub fn circle(&self) -> Option<&str> {
        self.rooms().into_iter().find(|room| self.reaches(room, room))
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(room) = open.pop() {
            for left in self.next.get(room).into_iter().flatten() {
                if left == to {
                    return true;
                }
                if seen.insert(left) {
                    open.push(left);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_are_followed_from_chain_to_chain() {
        let source = "//! Text.\n//!\n//! ```text\n//! a  <-  b <- c <- d\n\
            //!       b <- e     a, e <- f <- d\n//! ```\n//! g <- h\n\ncode";
        let diagram = Diagram::in_doc_comment(source);
        assert_eq!(diagram.rooms(), BTreeSet::from(["a", "b", "c", "d", "e", "f"]));
        let allowed = |room: &str| -> String {
            let rooms = diagram.rooms();
            rooms.into_iter().filter(|other| diagram.allows(room, other)).collect()
        };
        assert_eq!(
            ["a", "b", "c", "d", "e", "f"].map(allowed),
            ["a", "ab", "abc", "abcdef", "abe", "abef"]
        );
        assert_eq!(diagram.circle(), None);
    }

    #[test]
    fn a_list_begins_a_chain_and_stands_within_one() {
        let diagram = Diagram::of(["a <- b, c <- d    e"].into_iter());
        assert!(diagram.allows("b", "a") && diagram.allows("c", "a"));
        assert!(!diagram.allows("c", "b") && !diagram.allows("b", "c"));
        assert!(diagram.allows("d", "b") && diagram.allows("d", "c") && diagram.allows("d", "a"));
        assert!(diagram.allows("e", "e") && !diagram.allows("e", "d"));
    }

    #[test]
    fn a_circle_of_rooms_is_seen() {
        assert!(Diagram::of(["a <- b <- c", "c <- a"].into_iter()).circle().is_some());
    }
}
