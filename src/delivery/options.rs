//! The options that say what is done, declared once for all commands that have them.
//!
//! A letter stands where an option is used, because it differs from command to command.

use super::draft::Orders;
use super::schedule;
use crate::cli::declaration::{Completion, Takes, Value};

/// An option but for its letters.
pub(crate) struct OrderOption {
    pub(crate) orders: Orders,
    pub(crate) words: &'static [&'static str],
    pub(crate) takes: Takes,
    pub(crate) help: &'static str,
    pub(crate) manual: &'static str,
}

pub(crate) const QUEUE: OrderOption = OrderOption {
    orders: Orders::Queue,
    words: &["queue"],
    takes: Takes::Values(&[Value { name: "VALUE", completion: Completion::Free }]),
    help: "Queue the signal with an integer, as sigqueue(3)",
    manual: "\
Queue the signal with the integer
.Ar VALUE ,
as
.Xr sigqueue 3
does.
A handler that was installed with SA_SIGINFO finds the integer in si_value.
Later signals are queued with it, too.
A process group cannot be the target.",
};

pub(crate) const TIMEOUT: OrderOption = OrderOption {
    orders: Orders::Timeout,
    words: &["timeout"],
    takes: Takes::Values(&[
        Value { name: "TIME", completion: Completion::Free },
        Value { name: "SIGNAL", completion: Completion::Signal },
    ]),
    help: "Send SIGNAL if a target still exists TIME later",
    manual: "\
Wait until the processes have ended, at most
.Ar TIME ,
and send
.Ar SIGNAL
to the processes that still exist.
A bare number is in milliseconds.
Each repetition waits after the one before it.",
};

pub(crate) const KILL_AFTER: OrderOption = OrderOption {
    orders: Orders::KillAfter,
    words: &["kill-after", "schedule"],
    takes: Takes::Values(&[schedule::ENDING]),
    help: "Send KILL TIME later",
    manual: "\
With a
.Ar TIME ,
send KILL to the processes that still exist
.Ar TIME
after the signal.
0 sends no KILL, as in
.Xr timeout 1 .
With a slash, the value is a
.Ar SCHEDULE :
the signal, and what follows it, with times between them.
.Ql TERM/5s/KILL
is what
.Fl k Ar 5
does.
A signal alone is refused.",
};

pub(crate) const TREE: OrderOption = OrderOption {
    orders: Orders::Tree,
    words: &["tree"],
    takes: Takes::Nothing,
    help: "Signal each target and all its descendants",
    manual: "\
Signal each target and all its descendants, children first and each process once.
The descendants of a process are its children and their descendants, in any session and any process
group.
.Nm
stops the processes while it signals them, so that no process can fork and escape; see
.Sx NOTES .
A process whose parent ended earlier, such as a daemon, is not found.
.Nm
itself is left out, unless it is a target; then it is signalled last.
A process group cannot be the target.
Each process takes one file descriptor; a process without one is reported and not signalled.",
};

pub(crate) const DESCENDANTS: OrderOption = OrderOption {
    orders: Orders::Descendants,
    words: &["descendants"],
    takes: Takes::Nothing,
    help: "Like --tree, without the targets themselves",
    manual: "\
Do what
.Fl \\-tree
does, but do not signal the targets themselves.
A target without descendants is an error.",
};

pub(crate) const DRY_RUN: OrderOption = OrderOption {
    orders: Orders::DryRun,
    words: &["dry-run"],
    takes: Takes::Nothing,
    help: "Print what the signal would do, send nothing",
    manual: "\
Print what the signal would do to each process, one line a process, and send nothing.
See
.Sx DRY RUN .",
};

pub(crate) const VERBOSE: OrderOption = OrderOption {
    orders: Orders::Verbose,
    words: &["verbose"],
    takes: Takes::Nothing,
    help: "Print which signal is sent to which process ID",
    manual: "\
Print a line on standard output before each signal, with the signal and the process ID.
With
.Fl k ,
.Fl \\-timeout
or
.Fl \\-wait ,
print also how each process ended.
With
.Fl \\-tree ,
the lines come after the signals, because the process that reads them may be in the tree.",
};

pub(crate) const WAIT: OrderOption = OrderOption {
    orders: Orders::Wait,
    words: &["wait"],
    takes: Takes::Attached(Value { name: "TIME", completion: Completion::Free }),
    help: "Return when all have ended, or after TIME",
    manual: "\
Return when all processes that were signalled have ended, even if their parents have not reaped
them.
With
.Ar TIME ,
return at most
.Ar TIME
after the last signal; processes that still exist are named then, and the exit status is 124.
.Ar TIME
must be attached.
See
.Sx WAITING AND FOLLOWING .",
};

pub(crate) const JSON: OrderOption = OrderOption {
    orders: Orders::Json,
    words: &["json"],
    takes: Takes::Nothing,
    help: "With --dry-run, print JSON",
    manual: "\
With
.Fl \\-dry\\-run ,
print an object as
.Xr pgrep 1
does.
Each process also has
.Cm effect
.Pq what the signal would do
or
.Cm left_out
.Pq why it would not be sent .",
};

pub(crate) const CONFIRM: OrderOption = OrderOption {
    orders: Orders::Confirm,
    words: &["confirm"],
    takes: Takes::Nothing,
    help: "Show what would happen, and ask once",
    manual: "\
Print on the terminal what
.Fl \\-dry\\-run
prints, and ask once.
Only the answer
.Cm y
sends the signal; without a terminal, nothing is sent.
The processes are held before the question.",
};

pub(crate) const STRICT: OrderOption = OrderOption {
    orders: Orders::Strict,
    words: &["strict"],
    takes: Takes::Nothing,
    help: "Refuse processes of different names",
    manual: "\
If processes of different names would be signalled, print the names and send nothing.
If some processes could not be signalled, the exit status is 64.",
};
