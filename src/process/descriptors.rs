//! The open files of a process.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::process::bounded;
use crate::process::lines::field;
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::Pid;

/// How long the descriptors of one process may be looked at. It takes 100 ms for some 50,000, and a
/// process can have a million.
const AT_MOST: Duration = Duration::from_millis(100);

/// How many are looked at however long it takes: it takes 2 ms, if the machine does not stand still
/// in the meantime.
const AT_LEAST: usize = 1_000;

/// The signals that descriptors of signalfd(2) read. Of a process whose descriptors may not be
/// seen, none; of one that has very many, those of the ones that were seen in time.
pub(super) fn read_by_descriptor(pid: Pid) -> SignalSet {
    read_while(pid, |seen, begun| goes_on(seen, begun.elapsed()))
}

/// True if one more descriptor is to be looked at, after so many in this time.
fn goes_on(seen: usize, took: Duration) -> bool {
    seen < AT_LEAST || took < AT_MOST
}

/// True if a descriptor of signalfd(2) reads a signal, as far as is seen in this time.
pub(super) fn is_read_by_descriptor(pid: Pid, signal: Signal, at_most: Duration) -> bool {
    read_while(pid, |_, begun| begun.elapsed() < at_most).contains(signal)
}

fn read_while(pid: Pid, goes_on: impl Fn(usize, Instant) -> bool) -> SignalSet {
    let begun = Instant::now();
    let mut signals = SignalSet::default();
    let entries = std::fs::read_dir(format!("/proc/{pid}/fd"));
    for (seen, entry) in entries.into_iter().flatten().flatten().enumerate() {
        if !goes_on(seen, begun) {
            break;
        }
        // Only of these: the text of other descriptors can be long, as the watches of inotify(7).
        if std::fs::read_link(entry.path()).is_ok_and(|file| is_signalfd(&file)) {
            signals = signals | read_by(pid, &entry.file_name()).unwrap_or_default();
        }
    }
    signals
}

fn is_signalfd(file: &Path) -> bool {
    file.as_os_str() == "anon_inode:[signalfd]"
}

fn read_by(pid: Pid, descriptor: &std::ffi::OsStr) -> Option<SignalSet> {
    let path = Path::new("/proc").join(pid.to_string()).join("fdinfo").join(descriptor);
    let file = bounded::file(path, bounded::DESCRIPTOR).ok()?;
    signals_in(&file)
}

/// The signals that a descriptor reads, by its fdinfo.
pub(super) fn signals_in(file: &[u8]) -> Option<SignalSet> {
    SignalSet::from_hexadecimal(field(file, b"sigmask:")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_stood_still_is_no_reason_to_see_no_descriptor() {
        let hour = Duration::from_secs(3600);
        assert!(goes_on(0, hour));
        assert!(goes_on(999, hour));
        assert!(!goes_on(1_000, hour));
        assert!(goes_on(1_000, Duration::from_millis(99)));
        assert!(!goes_on(1_000, Duration::from_millis(100)));
    }
}
