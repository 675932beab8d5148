//! The targets that were found, and the names that each was found by: every name must have one that
//! is signalled.

use std::collections::{BTreeMap, BTreeSet};

use crate::sys::Pid;

/// A target is a process or a process group.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The places of the names of each.
    all: BTreeMap<Pid, BTreeSet<usize>>,
}

impl Targets {
    /// Adds one that was found by the names at these places; true if it is the first time.
    pub(super) fn add(&mut self, target: Pid, places: Vec<usize>) -> bool {
        let is_new = !self.all.contains_key(&target);
        self.all.entry(target).or_default().extend(places);
        is_new
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// True if one was found by the name at this place.
    pub(super) fn are_called(&self, place: usize) -> bool {
        self.all.values().any(|places| places.contains(&place))
    }

    /// True if one of each of so many names is among those that were signalled; without a name, if
    /// one was signalled at all.
    pub(super) fn have_all(&self, names: usize, signalled: &BTreeSet<Pid>) -> bool {
        let reached: BTreeSet<_> = self
            .all
            .iter()
            .filter(|(target, _)| signalled.contains(target))
            .flat_map(|(_, places)| places)
            .collect();
        !signalled.is_empty() && (0..names).all(|place| reached.contains(&place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k1_each_name_needs_one_that_was_signalled() {
        let pid = |number| Pid::new(number).unwrap();
        let mut targets = Targets::default();
        assert!(targets.is_empty() && !targets.have_all(0, &BTreeSet::new()));
        assert!(targets.add(pid(2), vec![0]) && targets.add(pid(3), vec![0, 1]));
        assert!(!targets.add(pid(3), vec![2]));
        assert!(targets.are_called(2) && !targets.are_called(3));
        assert!(targets.have_all(3, &[pid(3)].into()) && !targets.have_all(3, &[pid(2)].into()));
        assert!(targets.have_all(1, &[pid(2)].into()) && targets.have_all(0, &[pid(2)].into()));
        assert!(!targets.have_all(0, &BTreeSet::new()));
    }
}
