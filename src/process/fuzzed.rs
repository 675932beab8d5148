//! The parsers of /proc's files, for `src/fuzzed.rs`: what must be true of whatever bytes they
//! read.

use crate::process::{children, descriptors, stat, status, threads};

/// /proc/PID/stat. The fields of a process follow the last parenthesis.
pub(crate) fn stat(file: &[u8]) {
    let Some(read) = stat::Stat::parse(file) else { return };
    let end = file.iter().rposition(|byte| *byte == b')').expect("a name ends");
    let text = String::from_utf8_lossy(&file[end + 1..]);
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    let number = |field: usize| fields[field - 3].parse::<i32>().expect("a number");
    for (id, field) in [(read.parent, 4), (read.group, 5), (read.session, 6), (read.foreground, 8)]
    {
        // 0 and -1 are no process, and never become one.
        assert_eq!(id.map_or(0, |id| id.get()), number(field).max(0));
    }
}

/// /proc/PID/status.
pub(crate) fn status(file: &[u8]) {
    let fields = status::Fields(file);
    let _ = (status::Status::parse(fields), fields.is_init_below());
    for id in [fields.process().ok(), fields.thread().ok(), fields.tracer().ok().flatten()] {
        assert!(id.is_none_or(|id| id.get() > 0));
    }
}

/// /proc/PID/task/TID/status.
pub(crate) fn thread(file: &[u8]) {
    for awaits in [false, true] {
        let Ok(thread) = threads::Thread::parse(status::Fields(file), || awaits) else { return };
        assert_eq!(thread.awaits, awaits && thread.state == b'S');
    }
}

/// /proc/PID/fdinfo/FD.
pub(crate) fn descriptor(file: &[u8]) {
    let read = descriptors::signals_in(file);
    assert!(read.is_none() || file.windows(8).any(|key| key == b"sigmask:"));
}

/// /proc/PID/task/TID/children.
pub(crate) fn children(file: &[u8]) {
    let Some(read) = children::parse(file) else { return };
    let text = std::str::from_utf8(file).expect("digits and blanks");
    let pids: Vec<i32> = read.iter().map(|pid| pid.get()).collect();
    let words = text.split_ascii_whitespace().map(|word| word.parse::<i32>().expect("a number"));
    assert_eq!(pids, words.collect::<Vec<_>>());
}
