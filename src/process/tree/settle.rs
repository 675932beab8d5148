//! Waiting until the processes that were sent STOP stand still.

use std::time::Duration;

use nix::errno::Errno;

use crate::process::tree::hunt::{Hunt, is_stopped};
use crate::process::tree::member::Standing;
use crate::process::tree::pace::Pace;
use crate::process::tree::world::{Held, World};

/// How long a process may take to stop. A runnable one stops as soon as it gets a processor, so
/// only what the kernel keeps from running (a frozen or throttled control group), a tracer that
/// swallows the signal, or another process that sends CONT all the time can take so long.
pub(super) const SETTLE: Duration = Duration::from_secs(5);

/// The same where a thread is in uninterruptible sleep, counted from when it is seen asleep. That
/// may last for ever: a dead file server, or vfork(2), whose caller sleeps until its child, stopped
/// here, has gone on. Such a thread handles the STOP before it can run any more code of its own;
/// the one way in which it can still get a child is that it sleeps within fork(2), for memory.
pub(super) const UNINTERRUPTIBLE: Duration = Duration::from_millis(250);

/// The first pause between two looks; each is twice as long as the one before it, up to the last.
const FIRST_PAUSE: Duration = Duration::from_micros(50);
pub(super) const LAST_PAUSE: Duration = Duration::from_millis(5);

impl<W: World> Hunt<'_, W> {
    /// Waits until the processes stand still, or must be given up.
    ///
    /// # Errors
    ///
    /// The error of reading /proc; EINTR as [`Hunt::go_on`].
    pub(super) fn settle(&mut self) -> Result<(), Errno> {
        let started = self.world.now();
        let mut pause = FIRST_PAUSE;
        loop {
            self.go_on()?;
            let now = self.world.now();
            let mut waiting = false;
            for member in
                self.members.iter_mut().filter(|member| member.standing == Standing::Stopping)
            {
                let pid = member.handle.pid();
                let pace = Pace::of(self.world, pid);
                let (since, limit) = match pace {
                    Pace::Still => {
                        member.standing = Standing::Still;
                        continue;
                    }
                    Pace::Uninterruptible => {
                        let since = *member.uninterruptible_since.get_or_insert(now);
                        (since, UNINTERRUPTIBLE)
                    }
                    Pace::Moving => {
                        member.uninterruptible_since = None;
                        (started, SETTLE)
                    }
                };
                if member.handle.is_gone() {
                    member.standing = Standing::Still;
                } else if !member.stopped_here && !is_stopped(self.world.look(pid)?) {
                    // It was continued since it was found.
                    member.stop(&self.precautions);
                    waiting = true;
                } else if now.duration_since(since) >= limit {
                    member.standing = Standing::Loose;
                } else {
                    // CONT discards a STOP that is still pending (POSIX.1-2024 XSH 2.4.1), and
                    // another process may have sent CONT.
                    let is_late = member.stopped_here && pause == LAST_PAUSE;
                    if is_late && pace == Pace::Moving && !self.world.is_stop_pending(pid) {
                        member.stop(&self.precautions);
                    }
                    waiting = true;
                }
            }
            if !waiting {
                return Ok(());
            }
            self.world.sleep(pause);
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    /// Stops again what stood still and does not any more. Whether there was any.
    pub(super) fn stop_again(&mut self) -> bool {
        let mut again = false;
        for member in self.members.iter_mut().filter(|member| member.standing == Standing::Still) {
            let pace = Pace::of(self.world, member.handle.pid());
            if pace != Pace::Still && !member.handle.is_gone() {
                member.stop(&self.precautions);
                again = true;
            }
        }
        again
    }
}
