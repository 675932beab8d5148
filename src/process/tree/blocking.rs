//! Processes that block the signal.
//!
//! Programs block all signals while they fork or spawn (posix_spawn(3); fork of musl and of
//! shells). Stopped there, one would keep TERM pending, and when continued first get a child, which
//! TERM was not sent to, and then end. So it is let go on until it takes signals again, and stopped
//! there; one that blocks the signal for longer than `BLOCKS` does it on purpose. A time without a
//! processor does not count.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::process::threads::Thread;
use crate::process::tree::hunt::{Hunt, can_be_blocked};
use crate::process::tree::member::Member;
use crate::process::tree::settle::SETTLE;
use crate::process::tree::world::{Held, World};
use crate::signal::Signal;
use crate::sys::Pid;

/// How long a thread may go on while it blocks the signal: of its own processor time, or asleep,
/// and never longer than `SETTLE`. Between blocking and forking lie microseconds. How long the fork
/// takes is no matter: one that is completed after the STOP is over when the process stands still.
pub(super) const BLOCKS: Duration = Duration::from_millis(100);

/// At how many looks at least it must have been seen to block the signal, and to sleep if that is
/// what counts. Between two looks it may have unblocked it and blocked it again, if this process
/// had to wait for a processor.
pub(super) const LOOKS_AT_BLOCKING: u32 = 20;

/// How often a process may go on. Each time it is likely to be stopped outside of what it blocks
/// signals for.
pub(super) const GOES_ON: u32 = 32;

const PAUSE: Duration = Duration::from_micros(50);

/// The history of a thread since it was first seen to block the signal after it was let go on.
struct Blocks {
    since: Instant,
    ran: Duration,
    looks: u32,
    looks_asleep: u32,
}

impl Blocks {
    fn since_now<W: World>(world: &W, process: Pid, thread: &Thread) -> Blocks {
        let ran = world.processor_time(process, thread.id).unwrap_or_default();
        Blocks { since: world.now(), ran, looks: 0, looks_asleep: 0 }
    }

    /// True if the thread, which still blocks the signal, is taken to do so on purpose.
    fn on_purpose<W: World>(&mut self, world: &W, process: Pid, thread: &Thread) -> bool {
        self.looks += 1;
        self.looks_asleep += u32::from(thread.state != b'R');
        let elapsed = world.now().duration_since(self.since);
        if elapsed < BLOCKS || self.looks < LOOKS_AT_BLOCKING {
            return false;
        }
        // A thread without a readable processor time has ended.
        let has_run = || {
            world
                .processor_time(process, thread.id)
                .map_or(BLOCKS, |time| time.saturating_sub(self.ran))
        };
        self.looks_asleep >= LOOKS_AT_BLOCKING || elapsed >= SETTLE || has_run() >= BLOCKS
    }
}

impl<W: World> Hunt<'_, W> {
    /// Lets those that block the signal go on until they do not, stops them there, and takes up
    /// what they have forked in the meantime.
    ///
    /// # Errors
    ///
    /// The error of reading /proc; EINTR as [`Hunt::go_on`].
    pub(super) fn let_blocking_go_on(&mut self) -> Result<(), Errno> {
        let Some(signal) = self.signal.filter(|signal| can_be_blocked(*signal)) else {
            return Ok(());
        };
        for _ in 0..GOES_ON {
            let going = self.resume_blocking(signal);
            if going.is_empty() {
                break;
            }
            self.stop_when_unblocked(signal, going)?;
            self.run()?;
        }
        Ok(())
    }

    /// Continues those that block the signal; gives their places.
    fn resume_blocking(&mut self, signal: Signal) -> Vec<usize> {
        let (world, patience) = (self.world, &self.patience);
        let blocks = |member: &mut Member<W::Hold>| {
            member.included
                && member.stopped_here
                && !member.blocking(world, signal, patience).is_empty()
        };
        let members = self.members.iter_mut().enumerate();
        let going: Vec<usize> =
            members.filter_map(|(place, member)| blocks(member).then_some(place)).collect();
        going.iter().for_each(|place| self.members[*place].resume(&self.precautions));
        going
    }

    /// Stops each as soon as none of its threads blocks the signal but on purpose.
    fn stop_when_unblocked(&mut self, signal: Signal, mut going: Vec<usize>) -> Result<(), Errno> {
        let world = self.world;
        let patience = &self.patience;
        let mut blocks: HashMap<Pid, Blocks> = HashMap::new();
        while !going.is_empty() {
            self.go_on()?;
            going.retain(|place| {
                let member = &mut self.members[*place];
                let process = member.handle.pid();
                let (on_purpose, blocking): (Vec<Thread>, Vec<Thread>) =
                    member.blocking(world, signal, patience).into_iter().partition(|thread| {
                        let blocks = blocks
                            .entry(thread.id)
                            .or_insert_with(|| Blocks::since_now(world, process, thread));
                        blocks.on_purpose(world, process, thread)
                    });
                member.block_on_purpose.extend(on_purpose.iter().map(|thread| thread.id));
                if blocking.is_empty() {
                    member.stop(&self.precautions);
                }
                !blocking.is_empty()
            });
            world.sleep(PAUSE);
        }
        Ok(())
    }
}
