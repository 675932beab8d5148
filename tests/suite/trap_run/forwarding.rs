//! Each signal, in each form of sigtrap, from each sender: it arrives once, with its value, and
//! brings nothing else.

use super::*;

/// Signals that can be passed on: those that users and service managers send, those that end
/// sigtrap by default, one that stops, one that continues, one that most ignore, and a real-time
/// one.
fn signals() -> [i32; 18] {
    use libc::*;
    let real_time = SIGRTMIN() + 3;
    [
        SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGUSR1, SIGSEGV,
        SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCONT, SIGTSTP, SIGWINCH, real_time,
    ]
}

/// The words before `--`, and whether COMMAND is in a process group of its own.
const FORMS: [(&[&str], bool); 6] = [
    (&["-f"], false),
    (&["-g"], true),
    (&["--init"], false),
    (&["-k", "1h"], false),
    (&["-r", "--tree"], false),
    // What KILL does cannot be changed, so nothing is: it becomes COMMAND.
    (EXEC, true),
];
const EXEC: &[&str] = &["-", "KILL"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sender {
    /// A process, by kill(2).
    Process,
    /// A process, with a value.
    Queue,
    /// A process, to the process group that sigtrap is in. Nothing tells that from a signal to
    /// sigtrap alone, so COMMAND may have it twice.
    Group,
    /// COMMAND.
    Command,
    /// A process of another PID namespace, which is nobody here, and for which sigtrap is the
    /// first process of a container.
    Outside,
}
const SENDERS: [Sender; 5] =
    [Sender::Process, Sender::Queue, Sender::Group, Sender::Command, Sender::Outside];

const CASES: usize = 540;
const VALUE: i32 = 4711;

#[test]
fn the_comparison_has_the_number_of_cases() {
    let comparison = include_str!("../../../docs/comparison.md");
    assert_eq!(CASES, signals().len() * FORMS.len() * SENDERS.len());
    assert!(comparison.contains(&format!("{CASES} of {CASES} cases")));
}

#[test]
fn every_signal_in_every_form_from_every_sender_arrives_once() {
    if emulated(NO_HIGHEST_SIGNALS) {
        return;
    }
    let name = "trap_run::forwarding::every_signal_in_every_form_from_every_sender_arrives_once";
    in_pid_namespace(name, || {
        let mut cases = 0;
        for (options, own_group) in FORMS {
            for sender in SENDERS {
                let (mut wrapped, trap, command) = start(options, sender);
                for signal in signals() {
                    let taken = send_and_take(&mut wrapped, trap, command, signal, sender);
                    let expected = match sender {
                        Sender::Queue => (signal, SI_QUEUE, VALUE),
                        _ => (signal, SI_USER, 0),
                    };
                    let twice = sender == Sender::Group && !own_group && taken.len() == 2;
                    let times = if twice { 2 } else { 1 };
                    assert_eq!(taken, vec![expected; times], "{options:?} {sender:?}");
                    cases += 1;
                }
                drop(wrapped);
            }
        }
        assert_eq!(cases, CASES);
    });
}

/// sigtrap's process ID, and COMMAND's as it is seen here.
fn start(options: &[&str], sender: Sender) -> (Wrapped, i32, i32) {
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = match sender {
        Sender::Outside => {
            let mut command = Command::new("unshare");
            command.args(["--pid", "--fork", "--kill-child", "--mount-proc", sigkit_path()]);
            command.arg("sigtrap").args(options);
            command
        }
        _ => trap(options),
    };
    command.arg("--").arg(own).env("SIGKIT_VICTIM", "obey").stdin(Stdio::null());
    let mut wrapped = Wrapped::start(command);
    let line = wrapped.lines.next();
    assert!(line.starts_with("ready "), "{line}");
    let trap = if sender == Sender::Outside { child_of(wrapped.pid) } else { wrapped.pid };
    let command = if options == EXEC { trap } else { child_of(trap) };
    (wrapped, trap, command)
}

/// The only child of a process.
#[track_caller]
fn child_of(pid: i32) -> i32 {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    children.expect("it is there").trim().parse().expect("one child")
}

/// The signals that COMMAND takes of one: all that come before another one that is sent then.
fn send_and_take(
    wrapped: &mut Wrapped,
    trap: i32,
    command: i32,
    signal: i32,
    sender: Sender,
) -> Vec<(i32, i32, i32)> {
    match sender {
        Sender::Process | Sender::Outside => send(trap, signal),
        Sender::Queue => queue(trap, signal, VALUE),
        Sender::Group => send(-trap, signal),
        // In exec mode it has no other parent than this test.
        Sender::Command if command == trap => queue(command, libc::SIGRTMIN(), -signal),
        Sender::Command => queue(command, libc::SIGRTMIN(), signal),
    }
    let mut taken = vec![wrapped.reported()];
    // Of the signals that are pending sigtrap takes the lowest first.
    let last = libc::SIGRTMAX() - 2;
    send(trap, last);
    loop {
        match wrapped.reported() {
            (signal, ..) if signal == last => return taken,
            other => taken.push(other),
        }
    }
}

#[track_caller]
fn queue(pid: i32, signal: i32, value: i32) {
    // SAFETY: the process is one that the test started, and not reaped yet.
    let result = unsafe { libc::sigqueue(pid, signal, queued_value(value)) };
    assert_eq!(result, 0, "{signal}: {}", std::io::Error::last_os_error());
}
