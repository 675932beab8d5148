//! Judges whether a process stands still.
//!
//! kill(2) returns before the receiver of STOP has stopped, and since Linux 4.19 (c3ad2c3b02e9) a
//! fork that is under way is completed first. Only when every thread is stopped, as /proc shows it,
//! has the process forked all its children.

use nix::errno::Errno;

use crate::process::tree::world::World;
use crate::sys::Pid;

/// The activity of the threads of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// None can run any code before it is continued or resumed.
    Still,
    /// Not all are still, and one is in uninterruptible sleep.
    Uninterruptible,
    Moving,
}

impl Pace {
    /// A process that cannot be looked at has ended, for what is asked here.
    pub(super) fn of<W: World>(world: &W, pid: Pid) -> Pace {
        match world.look(pid) {
            Ok(None) => Pace::Still,
            Ok(Some(stat)) if stat.threads <= 1 => Pace::of_state(stat.state),
            Ok(Some(_)) => Pace::of_process(world, pid).unwrap_or(Pace::Moving),
            Err(_) => Pace::Moving,
        }
    }

    /// A thread that is made while this is read joins the stop of the others before it runs
    /// (task_join_group_stop in the kernel's signal.c).
    fn of_process<W: World>(world: &W, pid: Pid) -> Result<Pace, Errno> {
        Ok(Pace::of_threads(world.states(pid)?.into_iter()))
    }

    fn of_state(state: u8) -> Pace {
        match state {
            b'T' | b't' | b'Z' | b'X' | b'x' => Pace::Still,
            b'D' => Pace::Uninterruptible,
            _ => Pace::Moving,
        }
    }

    fn of_threads(states: impl Iterator<Item = u8>) -> Pace {
        let mut slowest = Pace::Still;
        for pace in states.map(Pace::of_state) {
            match (slowest, pace) {
                (Pace::Uninterruptible, _) | (_, Pace::Still) => {}
                (_, pace) => slowest = pace,
            }
        }
        slowest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_stands_still_when_all_its_threads_do() {
        let pace = |states: &[u8]| Pace::of_threads(states.iter().copied());
        assert_eq!(pace(b"T"), Pace::Still);
        assert_eq!(pace(b"ZTtX"), Pace::Still);
        assert_eq!(pace(b"TSR"), Pace::Moving);
        assert_eq!(pace(b"TI"), Pace::Moving);
        assert_eq!(pace(b"RDT"), Pace::Uninterruptible);
        assert_eq!(pace(b"DRT"), Pace::Uninterruptible);
    }
}
