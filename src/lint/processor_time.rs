//! The time that a test's own thread has computed. Tests of linear time compare it: the time of the
//! clock on the wall grows with whatever else runs on the machine.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// Returns the processor time that the call takes.
pub(crate) fn processor_time(call: impl FnOnce()) -> Duration {
    let now = || {
        Duration::from(clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a clock of threads"))
    };
    let begin = now();
    call();
    now() - begin
}
