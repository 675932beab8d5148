//! trap's options: what each is called, what it takes, what the documentation says.

use crate::cli::declaration::{Completion, Takes, Value};
use crate::declare_options;
use crate::delivery::schedule;

const TIME: Value = Value { name: "TIME", completion: Completion::Free };
const SIGNALS: Value = Value { name: "SIGNAL,...", completion: Completion::Signals(',') };

impl Key {
    /// Whether the option is about a program that is run.
    pub(super) fn is_for_running(self) -> bool {
        !self.shows() && !matches!(self, Key::List | Key::Posix | Key::Help | Key::Version)
    }

    /// Whether the option is about dispositions that are shown.
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
Do the action on each of the conditions.
This is how several actions are given; a later one replaces an earlier one for the same condition.",
    }
    /// `--map`: another signal in the place of one.
    Map {
        letters: "m",
        words: &["map"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL:SIGNAL",
            completion: Completion::Signals(':'),
        }]),
        help: "Pass on the second signal for the first, or none (TERM:); repeatable",
        manual: "\
Pass on the second signal where the first one arrives; with nothing behind the colon, pass on \
            nothing.",
    }
    /// `--delay`: later.
    Delay {
        letters: "",
        words: &["delay"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL=TIME",
            completion: Completion::Signals('='),
        }]),
        help: "Pass a signal on so much later; repeatable",
        manual: "\
Pass the signal on so much later.",
    }
    /// `--kill-after`: KILL some time after what is to end COMMAND.
    KillAfter {
        letters: "k",
        words: &["kill-after"],
        takes: Takes::Values(&[schedule::ENDING]),
        help: "Send KILL so long after INT, QUIT or TERM was passed on, 0: never; with a slash, \
            the same as --schedule",
        manual: "\
With a
.Ar TIME ,
the same as
.Fl \\-schedule Cm TERM/ Ns Ar TIME Ns Cm /KILL ;
with 0 as in
.Xr timeout 1 ,
no KILL follows.
With a slash in it, the word is a schedule.
A signal without a time is refused.",
    }
    /// `--schedule`: what follows a signal that is to end COMMAND.
    Schedule {
        letters: "",
        words: &["schedule"],
        takes: Takes::Values(&[Value {
            name: "SIGNAL/TIME/SIGNAL...",
            completion: Completion::Signals('/'),
        }]),
        help: "The same with any signals: TERM/5s/KILL",
        manual: "\
What is sent to end
.Ar COMMAND :
each signal that long after the one before, until it has ended.
A signal alone is written by its name, because a number is a time.
It begins when INT, QUIT, TERM or the schedule's own first signal was passed on, which then takes \
            the place of the first one.
From then on, INT or QUIT that is typed at the terminal again is the next step at once; what a \
            process sends again is passed on, and changes nothing.
With
.Fl t
it begins by itself.",
    }
    /// `--timeout`: when it begins by itself.
    Timeout {
        letters: "t",
        words: &["timeout"],
        takes: Takes::Values(&[TIME]),
        help: "Begin the schedule (or send TERM) after so long, and exit 124; 0: never",
        manual: "\
Begin the schedule, or send TERM without one, when
.Ar COMMAND
has run so long; the exit status is 124 then, or 137 if KILL has ended it.
ALRM that is sent to
.Nm
means that the time is over now.
With 0 only that does, as in
.Xr timeout 1 .",
    }
    /// `--preserve-status`: COMMAND's status all the same.
    PreserveStatus {
        letters: "",
        words: &["preserve-status"],
        takes: Takes::Nothing,
        help: "With -t: the exit status stays that of COMMAND",
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
        help: "Also pass on signals that have an action",
        manual: "\
Pass a signal on although it has an action; the action is started first.",
    }
    /// `--group`: a process group of its own.
    Group {
        letters: "g",
        words: &["group"],
        takes: Takes::Nothing,
        help: "Give COMMAND a process group of its own, and the terminal",
        manual: "\
Run
.Ar COMMAND
in a process group of its own, and pass signals on to all of it.
If
.Nm
is in the foreground of its terminal,
.Ar COMMAND
is instead, and whenever it stops or ends the terminal is taken back.",
    }
    /// `--tree`: to all descendants.
    Tree {
        letters: "",
        words: &["tree"],
        takes: Takes::Nothing,
        help: "Pass signals on to COMMAND and all its descendants",
        manual: "\
Pass signals on to
.Ar COMMAND
and all its descendants, in whatever process group or session.
Where
.Nm
adopts orphans, with
.Fl r , w
or as process 1, all that descends from
.Nm
is meant, orphans too; and it adopts them if there is a
.Fl t , k
or
.Fl \\-schedule ,
which goes on for the others when
.Ar COMMAND
has ended first.
What the terminal sends is passed on too, to those that it does not reach: the processes outside \
            of the group of
.Nm .",
    }
    /// `--wait-all`: until no descendant is left.
    WaitAll {
        letters: "w",
        words: &["wait-all"],
        takes: Takes::Attached(TIME),
        help: "Stay until all descendants of COMMAND have ended",
        manual: "\
Do not end before all descendants of
.Ar COMMAND
have, daemons included; when it has ended, signals are passed on to those that are left.
With a time, those that are left so long after
.Ar COMMAND
get the schedule (without one, TERM, and KILL as much later); at once, if the schedule had begun for
.Ar COMMAND .
The time stands in the same word,
.Fl w5 ;
a time or a number in the next word is refused.
Children that were there before
.Nm
are not waited for.
Orphans become children of
.Nm ,
as with
.Fl r .",
    }
    /// `--reap`: subreaper.
    Reap {
        letters: "r",
        words: &["reap"],
        takes: Takes::Nothing,
        help: "Adopt and reap orphaned descendants (child subreaper)",
        manual: "\
Become the parent of descendants whose own parent ends, and reap them
.Pq PR_SET_CHILD_SUBREAPER , Linux 3.4 .
As process 1 that is so in any case.",
    }
    /// `--guard`: no death by accident.
    Guard {
        letters: "",
        words: &["guard"],
        takes: Takes::Nothing,
        help: "Pass on HUP, USR1, USR2, ALRM... only if COMMAND takes them, by a handler, \
            sigwait or signalfd",
        manual: "\
Signals that terminate by default without dumping core, all but INT and TERM, are passed on only if
.Ar COMMAND
takes them at that time:
by a handler;
by a thread in
.Xr sigwait 3 ,
while all others block the signal;
or by a
.Xr signalfd 2 ,
while all threads block it.
One that blocks a signal has a moment to come back to its sigwait.",
    }
    /// `--init`: what a container needs.
    Init {
        letters: "",
        words: &["init"],
        takes: Takes::Nothing,
        help: "As process 1 of a container: -r, -w and --guard",
        manual: "\
What the first process of a container is to do:
.Fl r , w
and
.Fl \\-guard .",
    }
    /// `--die-with-parent`: when the parent ends.
    DieWithParent {
        letters: "",
        words: &["die-with-parent"],
        takes: Takes::Attached(Value { name: "SIGNAL", completion: Completion::Signal }),
        help: "Send COMMAND TERM or SIGNAL when who started trap ends",
        manual: "\
When the process that started
.Nm
ends, or
.Nm
itself is killed, send
.Ar COMMAND
the signal, TERM without one
.Pq PR_SET_PDEATHSIG , Linux .
It stands in the same word; a number, or a name in capitals, in the next word is refused.",
    }
    /// `--exit-code`: exit rather than die.
    ExitCode {
        letters: "e",
        words: &["exit-code"],
        takes: Takes::Attached(Value { name: "STATUS,...", completion: Completion::Free }),
        help: "Exit with 128+S when killed by S, rather than die; with 0 for STATUS",
        manual: "\
If
.Ar COMMAND
was ended by a signal, exit with 128 and the signal's number rather than die by the signal too.
Process 1 does that in any case.
In the place of the exit statuses that are given, exit with 0:
.Fl e143
if it is not to be a failure that TERM has ended
.Ar COMMAND .
Letters may follow without statuses, as in
.Fl ef .",
    }
    /// `--default`: as if nothing were said of it.
    Default {
        letters: "",
        words: &["default"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with the default effect of these signals, or of all",
        manual: "\
Start
.Ar COMMAND
with the default disposition of these signals, as with the action
.Li \\- ;
.Cm all
are all but KILL and STOP.",
    }
    /// `--ignore`: not to be heard.
    Ignore {
        letters: "",
        words: &["ignore"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals ignored, or all; repeatable",
        manual: "\
Start
.Ar COMMAND
with these signals ignored, as with the empty action, or with
.Cm all
but KILL and STOP.",
    }
    /// `--block`: into the mask.
    Block {
        letters: "",
        words: &["block"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals blocked, or all; repeatable",
        manual: "\
Start
.Ar COMMAND
with these signals blocked, or with
.Cm all .",
    }
    /// `--unblock`: out of the mask.
    Unblock {
        letters: "",
        words: &["unblock"],
        takes: Takes::Values(&[SIGNALS]),
        help: "Start COMMAND with these signals not blocked, or all; repeatable",
        manual: "\
Start
.Ar COMMAND
with these signals not blocked, or with
.Cm all .",
    }
    /// `--verbose`: what happens.
    Verbose {
        letters: "v",
        words: &["verbose"],
        takes: Takes::Nothing,
        help: "Say on standard error what is passed on and how COMMAND ends",
        manual: "\
Say on standard error what arrives, what becomes of it and why, and how
.Ar COMMAND
and orphans that were reaped have ended.",
    }
    /// `--shell`: for the actions.
    Shell {
        letters: "",
        words: &["shell"],
        takes: Takes::Values(&[Value { name: "SHELL", completion: Completion::File }]),
        help: "Run actions by SHELL -c rather than sh -c",
        manual: "\
Run actions by this program rather than
.Xr sh 1 .",
    }
    /// `--print`: the defaults, too.
    Print {
        letters: "p",
        words: &["print"],
        takes: Takes::Nothing,
        help: "Show the dispositions of all CONDITIONs, default ones too",
        manual: "\
Show the dispositions of the conditions, or of all, those with the default one included.",
    }
    /// `--process`: whose.
    Process {
        letters: "P",
        words: &["process"],
        takes: Takes::Values(&[Value {
            name: "PID[:INODE]|NAME",
            completion: Completion::Target,
        }]),
        help: "Show the dispositions of this process, or of all with this command name; repeatable",
        manual: "\
Show the dispositions of this process rather than those that
.Nm
was started with.
With an inode number, only if it is the process whose pidfd has that number.
With a
.Ar NAME ,
those of every process, of any user, with exactly this command name.
A word that starts with a digit, a sign, a blank or
.Ql %
is no name.",
    }
    /// `--table`: a line a signal.
    Table {
        letters: "",
        words: &["table"],
        takes: Takes::Nothing,
        help: "Show one line for each signal, with pending and blocked ones",
        manual: "\
Show one line for each signal: its number, its name, its disposition, and whether it is blocked or \
            pending.",
    }
    /// `--json`: for programs.
    Json {
        letters: "",
        words: &["json"],
        takes: Takes::Nothing,
        help: "Show the same as JSON",
        manual: "\
Show the same as JSON.",
    }
    /// `--all-threads`: each of them.
    AllThreads {
        letters: "a",
        words: &["all-threads"],
        takes: Takes::Nothing,
        help: "With -P: show what each thread blocks and has pending",
        manual: "\
With
.Fl P ,
show for every thread what it blocks and what is pending for it alone.",
    }
    /// `--list`: names.
    List {
        letters: "l",
        words: &["list"],
        takes: Takes::Nothing,
        help: "List the signals, as kill -l",
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
        help: "As the first word: accept only the conditions that POSIX has, or XSI",
        manual: "\
Refuse conditions that POSIX.1-2024 does not have, and say what to write instead.
It must be the first word.
See
.Sx STRICT MODE .",
    }
    /// `--help`.
    Help {
        letters: "h",
        words: &["help"],
        takes: Takes::Nothing,
        help: "Print this help",
        manual: "\
Print a summary of the options.",
    }
    /// `--version`.
    Version {
        letters: "V",
        words: &["version"],
        takes: Takes::Nothing,
        help: "Print the version",
        manual: "\
Print the version.",
    }
}
