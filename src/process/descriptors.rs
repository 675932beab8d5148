//! What a process has open.

use std::ops::BitOr;

use crate::process::lines::field;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// The signals that a descriptor of signalfd(2) reads. Of a process whose descriptors may not be
/// seen, none.
pub(super) fn read_by_descriptor(pid: Pid) -> SignalSet {
    let entries = std::fs::read_dir(format!("/proc/{pid}/fdinfo")).into_iter().flatten().flatten();
    let sets = entries.filter_map(|entry| {
        let file = std::fs::read(entry.path()).ok()?;
        SignalSet::from_hexadecimal(field(&file, b"sigmask:")?)
    });
    sets.fold(SignalSet::default(), SignalSet::bitor)
}
