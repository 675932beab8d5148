//! trap's options: what each is called, what it takes, what the documentation says.

use crate::cli::declaration::{Completion, HELP, Takes, VERSION, Value};
use crate::declare_options;
use crate::delivery::schedule;

const TIME: Value = Value { name: "TIME", completion: Completion::Free };
const SIGNALS: Value = Value { name: "SIGNAL,...", completion: Completion::Signals(',') };

impl Key {
    /// True if the option is about a program that is run.
    pub(super) fn is_for_running(self) -> bool {
        !self.shows() && !matches!(self, Key::List | Key::Posix | Key::Help | Key::Version)
    }

    /// True if the option is about dispositions that are shown.
    pub(super) fn shows(self) -> bool {
        matches!(self, Key::Print | Key::Process | Key::Table | Key::Json | Key::AllThreads)
    }
}

declare_options! {
    pub(super) enum Key, table OPTIONS, texts TEXTS;

    /// `--on`: an action for some conditions.
    On {
        letters: "",
        words: &["on"],
        takes: Takes::Values(&[Value {
            name: "CONDITION,...=ACTION",
            completion: Completion::Conditions,
        }]),
        help: "Do ACTION on these conditions; repeatable",
        manual: "\
Do
.Ar ACTION
on each of the conditions.
The option can be repeated; the last action for a condition counts.",
    }
    /// `--map`: another signal in the place of one.
    Map {
        letters: "m",
        words: &["map"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL:SIGNAL",
            completion: Completion::Signals(':'),
        }]),
        help: "Pass on another signal, or none (TERM:)",
        manual: "\
Pass on the second signal when the first one arrives.
Without a second signal, as in
.Ql TERM: ,
pass on nothing.",
    }
    /// `--delay`: later.
    Delay {
        letters: "",
        words: &["delay"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL=TIME",
            completion: Completion::Signals('='),
        }]),
        help: "Pass the signal on TIME later; repeatable",
        manual: "\
Pass the signal on
.Ar TIME
after it arrives.",
    }
    /// `--kill-after`: KILL some time after what is to end COMMAND.
    KillAfter {
        letters: "k",
        words: &["kill-after"],
        takes: Takes::Values(&[schedule::ENDING]),
        help: "Send KILL TIME after INT, QUIT, TERM",
        manual: "\
With a
.Ar TIME ,
do the same as
.Fl \\-schedule Cm TERM/ Ns Ar TIME Ns Cm /KILL .
0 sends no KILL, as in
.Xr timeout 1 .
With a slash, the value is a schedule.
A signal alone is refused.",
    }
    /// `--schedule`: what follows a signal that is to end COMMAND.
    Schedule {
        letters: "",
        words: &["schedule"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL/TIME/SIGNAL...",
            completion: Completion::Signals('/'),
        }]),
        help: "Send these in turn",
        manual: "\
Send these signals in turn to end
.Ar COMMAND ,
with the times between them, until it has ended.
A signal at the end is written by its name, because a number is a time.
See
.Sx TIMES AND SCHEDULES .",
    }
    /// `--timeout`: when it begins by itself.
    Timeout {
        letters: "t",
        words: &["timeout"],
        takes: Takes::Values(&[TIME]),
        help: "End COMMAND after TIME, and exit with 124",
        manual: "\
Start the schedule, or send TERM without one,
.Ar TIME
after the start of
.Ar COMMAND .
The exit status is 124 then, or 137 if KILL ended
.Ar COMMAND .
ALRM that is sent to
.Nm
ends the time at once.
With 0, only ALRM does, as in
.Xr timeout 1 .",
    }
    /// `--preserve-status`: COMMAND's status also after the time-out.
    PreserveStatus {
        letters: "",
        words: &["preserve-status"],
        takes: Takes::Nothing,
        help: "With -t: keep the exit status of COMMAND",
        manual: "\
With
.Fl t ,
end as
.Ar COMMAND
did, even if the time was over.",
    }
    /// `--forward`: trapped signals, too.
    Forward {
        letters: "f",
        words: &["forward"],
        takes: Takes::Nothing,
        help: "Pass on signals that have an action, too",
        manual: "\
Pass a signal on although it has an action.
The action is started first.",
    }
    /// `--group`: a process group of its own.
    Group {
        letters: "g",
        words: &["group"],
        takes: Takes::Nothing,
        help: "Run COMMAND in its own process group",
        manual: "\
Run
.Ar COMMAND
in a process group of its own, and pass signals on to the whole group.
If
.Nm
is in the foreground of its terminal, the group of
.Ar COMMAND
takes its place, and
.Nm
takes the terminal back when
.Ar COMMAND
stops or ends.
A signal with a value is passed on to
.Ar COMMAND
alone, because
.Xr sigqueue 3
cannot signal a process group.",
    }
    /// `--tree`: to all descendants.
    Tree {
        letters: "",
        words: &["tree"],
        takes: Takes::Nothing,
        help: "Pass signals on to all descendants",
        manual: "\
Pass signals on to
.Ar COMMAND
and all its descendants, in any process group and any session.
With
.Fl r , w
or as PID 1, pass them on to all descendants of
.Nm ,
orphans included.
With
.Fl t , k
or
.Fl \\-schedule ,
adopt orphans, and go on with the schedule for the descendants after
.Ar COMMAND
has ended.
Signals of the terminal are passed on to the descendants that are not in the process group of
.Nm .",
    }
    /// `--wait-all`: until no descendant is left.
    WaitAll {
        letters: "w",
        words: &["wait-all"],
        takes: Takes::Attached(TIME),
        help: "Wait for all descendants of COMMAND",
        manual: "\
Wait until all descendants of
.Ar COMMAND
have ended, daemons included.
After the end of
.Ar COMMAND ,
signals are passed on to those that are left.
With
.Ar TIME ,
those that still exist
.Ar TIME
after the end of
.Ar COMMAND
get the schedule.
Without a schedule, they get TERM, and KILL
.Ar TIME
later.
If the schedule has started for
.Ar COMMAND ,
they get it at once.
.Ar TIME
must be attached, as in
.Fl w5 .
Children that existed before
.Nm
started are not waited for.
The option implies
.Fl r .",
    }
    /// `--reap`: subreaper.
    Reap {
        letters: "r",
        words: &["reap"],
        takes: Takes::Nothing,
        help: "Adopt and reap orphaned descendants",
        manual: "\
Become the parent of descendants whose own parent ends, and reap them
.Pq PR_SET_CHILD_SUBREAPER , Linux 3.4 .
PID 1 does this without the option.",
    }
    /// `--guard`: no death by accident.
    Guard {
        letters: "",
        words: &["guard"],
        takes: Takes::Nothing,
        help: "Drop signals that would end COMMAND by accident",
        manual: "\
Pass on a signal that ends processes by default, other than INT and TERM, only if
.Ar COMMAND
takes it: with a handler, in
.Xr sigwait 3 ,
or with a
.Xr signalfd 2 .
Signals that dump core are passed on.",
    }
    /// `--init`: what a container needs.
    Init {
        letters: "",
        words: &["init"],
        takes: Takes::Nothing,
        help: "For PID 1 of a container: -r, -w and --guard",
        manual: "\
Do what the first process of a container must do:
.Fl r , w
and
.Fl \\-guard .",
    }
    /// `--die-with-parent`: when the parent ends.
    DieWithParent {
        letters: "",
        words: &["die-with-parent"],
        takes: Takes::Attached(Value { name: "SIGNAL", completion: Completion::Signal }),
        help: "Send TERM when the parent ends",
        manual: "\
Send
.Ar COMMAND
the signal, or TERM, when the process that started
.Nm
ends, or when
.Nm
itself is killed
.Pq PR_SET_PDEATHSIG , Linux .
.Ar SIGNAL
must be attached.
Linux also sends the signal when only the thread that started the process ends, and forgets the
signal when a program with other privileges is executed.",
    }
    /// `--exit-code`: exit rather than die.
    ExitCode {
        letters: "e",
        words: &["exit-code"],
        takes: Takes::Attached(Value { name: "STATUS,...", completion: Completion::Free }),
        help: "Exit with 128+S; with 0 for a STATUS",
        manual: "\
If a signal ended
.Ar COMMAND ,
exit with 128 and the number of the signal rather than die by it.
PID 1 does this without the option.
Exit with 0 in place of each
.Ar STATUS :
.Fl e143
makes an end by TERM a success.
Letters may follow if there is no
.Ar STATUS ,
as in
.Fl ef .",
    }
    /// `--default`: the default action.
    Default {
        letters: "",
        words: &["default"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with default dispositions",
        manual: "\
Start
.Ar COMMAND
with the default disposition of these signals, as with the action
.Li \\- .
.Cm all
means all signals but KILL and STOP.",
    }
    /// `--ignore`: not to be heard.
    Ignore {
        letters: "",
        words: &["ignore"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals ignored",
        manual: "\
Start
.Ar COMMAND
with these signals ignored, as with the empty action.
.Cm all
means all signals but KILL and STOP.",
    }
    /// `--block`: into the mask.
    Block {
        letters: "",
        words: &["block"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals blocked",
        manual: "\
Start
.Ar COMMAND
with these signals, or
.Cm all ,
blocked.",
    }
    /// `--unblock`: out of the mask.
    Unblock {
        letters: "",
        words: &["unblock"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals unblocked",
        manual: "\
Start
.Ar COMMAND
with these signals, or
.Cm all ,
not blocked.",
    }
    /// `--verbose`: what happens.
    Verbose {
        letters: "v",
        words: &["verbose"],
        takes: Takes::Nothing,
        help: "Report what is passed on, and how COMMAND ends",
        manual: "\
Report on standard error which signal arrives, what is done with it and why, and how
.Ar COMMAND
and reaped orphans end.",
    }
    /// `--shell`: for the actions.
    Shell {
        letters: "",
        words: &["shell"],
        takes: Takes::Values(&[Value { name: "SHELL", completion: Completion::File }]),
        help: "Run actions with SHELL -c, not sh -c",
        manual: "\
Run actions with this program rather than with
.Xr sh 1 .",
    }
    /// `--print`: the defaults, too.
    Print {
        letters: "p",
        words: &["print"],
        takes: Takes::Nothing,
        help: "Show default dispositions too",
        manual: "\
Show the dispositions of the conditions, or of all, with those that have the default one.",
    }
    /// `--process`: whose.
    Process {
        letters: "P",
        words: &["process"],
        takes: Takes::Values(&[Value {
            name: "PID[:INODE]|NAME",
            completion: Completion::Target,
        }]),
        help: "Show the dispositions of this process",
        manual: "\
Show the dispositions of this process rather than those that
.Nm
was started with.
With an inode number, the process must have a pidfd with that number.
With a
.Ar NAME ,
show those of every process, of any user, that has exactly this command name.
The option can be repeated and needs
.Pa /proc .",
    }
    /// `--table`: a line a signal.
    Table {
        letters: "",
        words: &["table"],
        takes: Takes::Nothing,
        help: "Show a table, with blocked and pending signals",
        manual: "\
Show one line for each signal: its number, its name, its disposition, and whether it is blocked or
pending.",
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "Show the same as JSON",
        manual: "\
Show the same as JSON, an array of processes.",
    }
    /// `--all-threads`: each of them.
    AllThreads {
        letters: "a",
        words: &["all-threads"],
        takes: Takes::Nothing,
        help: "With -P: show each thread",
        manual: "\
With
.Fl P ,
show for each thread which signals it blocks and which are pending for it.",
    }
    /// `--list`: names.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Nothing,
        help: "List the names of the signals",
        manual: "\
List the names of the signals, as
.Ql kill \\-l
does.",
    }
    /// `--posix`: strict mode.
    Posix {
        letters: "",
        words: &["posix"],
        takes: Takes::Attached(Value { name: "xsi", completion: Completion::Words(&["xsi"]) }),
        help: "First word: accept only POSIX conditions",
        manual: "\
Refuse conditions that POSIX.1-2024 does not have, and print what to write instead.
This must be the first word.
See
.Sx STRICT MODE .",
    }
    /// `--help`.
    Help { letters: "h", common: HELP }
    /// `--version`.
    Version { letters: "V", common: VERSION }
}
