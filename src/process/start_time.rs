//! When a process started.
//!
//! The kernel reports it in clock ticks since boot (proc(5), starttime, rounded down). The moment
//! on the clock follows from where the clock is now; if the clock was set since the process
//! started, it is what the clock would have shown then.

use std::time::{Duration, SystemTime};

use nix::errno::Errno;

use crate::process::stat::{Stat, Ticks};
use crate::sys::Pid;

/// The time that the kernel rounds a start down to: at most 1/100 s on every architecture.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// When a process started, or up to [`TICK`] before.
///
/// # Errors
///
/// ESRCH: no such process. ENOENT: no /proc shows it. EPROTO: a /proc of another form.
pub(crate) fn of(pid: Pid) -> Result<SystemTime, Errno> {
    on_clock(Stat::of(pid)?.started)
}

/// The same of a start since boot.
///
/// # Errors
///
/// EPROTO: the system does not report the length of a tick.
pub(crate) fn on_clock(started: Ticks) -> Result<SystemTime, Errno> {
    boot()?.checked_add(started.duration()?).ok_or(Errno::EPROTO)
}

/// How long ago a start since boot was.
///
/// # Errors
///
/// As above.
pub(crate) fn age(started: Ticks) -> Result<Duration, Errno> {
    Ok(since_boot()?.saturating_sub(started.duration()?))
}

/// True if a start was before this time since boot, however it was rounded.
///
/// # Errors
///
/// As above.
pub(crate) fn was_before(started: Ticks, time: Duration) -> Result<bool, Errno> {
    Ok(started.duration()? + TICK <= time)
}

/// The time since boot, by the clock that starts are counted on.
///
/// # Errors
///
/// The error of reading the clock.
#[cfg(linux_android)]
pub(crate) fn since_boot() -> Result<Duration, Errno> {
    use nix::time::{ClockId, clock_gettime};
    Ok(Duration::from(clock_gettime(ClockId::CLOCK_BOOTTIME)?))
}

/// Without Linux's /proc, reading of it has failed before.
#[cfg(not(linux_android))]
pub(crate) fn since_boot() -> Result<Duration, Errno> {
    Err(Errno::ENOENT)
}

/// When the system was booted. `btime` of /proc/stat has whole seconds, which are too few.
#[cfg(linux_android)]
fn boot() -> Result<SystemTime, Errno> {
    // The two clocks are read one after the other: the closest of a few readings.
    let mut closest: Option<(Duration, SystemTime)> = None;
    for _ in 0..4 {
        let before = SystemTime::now();
        let since_boot = since_boot()?;
        let between = before.elapsed().unwrap_or(Duration::MAX);
        if closest.is_none_or(|(distance, _)| between <= distance) {
            closest = Some((between, before.checked_sub(since_boot).ok_or(Errno::EPROTO)?));
        }
    }
    closest.map(|(_, boot)| boot).ok_or(Errno::EPROTO)
}

/// Without Linux's /proc, reading of it has failed before.
#[cfg(not(linux_android))]
fn boot() -> Result<SystemTime, Errno> {
    Err(Errno::ENOENT)
}
