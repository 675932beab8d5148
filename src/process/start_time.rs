//! When a process started.
//!
//! The kernel tells it in clock ticks since boot (proc(5), starttime, rounded down). The moment on
//! the clock follows from where the clock is now; if the clock was set since the process started,
//! it is what the clock would have shown then.

use std::time::{Duration, SystemTime};

use nix::errno::Errno;

use super::{clock_ticks, read, stat_fields};
use crate::sys::Pid;

/// The time that the kernel rounds a start down to: at most 1/100 s on every architecture.
pub const TICK: Duration = Duration::from_millis(10);

/// When a process started, or up to [`TICK`] before.
///
/// # Errors
///
/// Those of [`read`]; EPROTO for a /proc of another form.
pub fn of(pid: Pid) -> Result<SystemTime, Errno> {
    let ticks = ticks(&read(pid, "stat")?).ok_or(Errno::EPROTO)?;
    boot()?.checked_add(clock_ticks(ticks)?).ok_or(Errno::EPROTO)
}

/// Parses the start from /proc/PID/stat, in clock ticks since boot.
fn ticks(file: &[u8]) -> Option<u64> {
    // Starttime is field 22 of proc(5).
    std::str::from_utf8(stat_fields(file)?.nth(19)?).ok()?.parse().ok()
}

/// When the system was booted. `btime` of /proc/stat has whole seconds, which are too few.
#[cfg(linux_android)]
fn boot() -> Result<SystemTime, Errno> {
    use nix::time::{ClockId, clock_gettime};
    // The two clocks are read one after the other: the closest of a few readings.
    let mut closest: Option<(Duration, SystemTime)> = None;
    for _ in 0..4 {
        let before = SystemTime::now();
        let since_boot = Duration::from(clock_gettime(ClockId::CLOCK_BOOTTIME)?);
        let between = before.elapsed().unwrap_or(Duration::MAX);
        if closest.is_none_or(|(distance, _)| between <= distance) {
            closest = Some((between, before.checked_sub(since_boot).ok_or(Errno::EPROTO)?));
        }
    }
    closest.map(|(_, boot)| boot).ok_or(Errno::EPROTO)
}

/// Without Linux's /proc, [`read`] has failed before.
#[cfg(not(linux_android))]
fn boot() -> Result<SystemTime, Errno> {
    Err(Errno::ENOENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_field_22() {
        let file = b"42 (a) Z 1 (b)) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 8675309 1 1 \
            18446744073709551615";
        assert_eq!(ticks(file), Some(8_675_309));
        assert_eq!(ticks(b"42 (a) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 x 1"), None);
        assert_eq!(ticks(b"42 (a) S 1 42 42"), None);
    }
}
