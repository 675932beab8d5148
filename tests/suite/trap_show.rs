//! trap's show mode: what trap itself and other processes do with signals, and whether shells can
//! read it back.
//!
//! Long because shells read back what the same helpers have processes ignore, block and show.

#![allow(unsafe_code)]

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use libc::{SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2};

use crate::kill_delivery::inode;
use crate::support::*;

/// The numbers of the system that most machines have; KILL, STOP and what C libraries keep to
/// themselves are left out.
fn settable() -> impl Iterator<Item = i32> {
    // musl keeps 34 to itself, too.
    (1..=64).filter(|number| ![9, 19].contains(number) && !(32..libc::SIGRTMIN()).contains(number))
}

fn sigtrap() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg0("sigtrap").env_remove("SIGKIT_POSIX").stdin(Stdio::null());
    command
}

/// The output of a trap that is started without anything ignored or blocked.
fn shown(words: &[&str]) -> Ran {
    let mut command = sigtrap();
    born_with(&mut command, &[], &[]);
    Ran::of(command.args(words))
}

/// Has a command ignore and block exactly these signals from its start.
fn born_with(command: &mut Command, ignored: &[i32], blocked: &[i32]) {
    let (ignored, blocked) = (ignored.to_vec(), blocked.to_vec());
    // SAFETY: between fork and exec only system calls are made.
    unsafe {
        command.pre_exec(move || {
            for number in 1..=64 {
                set_disposition(
                    number,
                    if ignored.contains(&number) { libc::SIG_IGN } else { libc::SIG_DFL },
                );
            }
            let mut set = std::mem::MaybeUninit::uninit();
            libc::sigemptyset(set.as_mut_ptr());
            for number in &blocked {
                libc::sigaddset(set.as_mut_ptr(), *number);
            }
            libc::sigprocmask(libc::SIG_SETMASK, set.as_ptr(), std::ptr::null_mut());
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            Ok(())
        });
    }
}

/// sigaction(2) by the kernel's own call, which knows the signals that the C library keeps to
/// itself.
fn set_disposition(number: i32, handler: libc::sighandler_t) {
    let mips = cfg!(any(target_arch = "mips", target_arch = "mips64"));
    // The kernel's structure, and more: the handler comes first, on MIPS after the flags.
    let mut action = [0_usize; 16];
    action[usize::from(mips)] = handler;
    let length: usize = if mips { 16 } else { 8 };
    let (action, none) = (action.as_ptr(), std::ptr::null::<usize>());
    // SAFETY: the call reads the structure.
    unsafe {
        // SPARC's has a restorer among its arguments.
        #[cfg(sparc)]
        libc::syscall(libc::SYS_rt_sigaction, number, action, none, 0_usize, length);
        #[cfg(not(sparc))]
        libc::syscall(libc::SYS_rt_sigaction, number, action, none, length);
    }
}

/// A process that ignores and blocks exactly these signals, and sleeps; it is killed when dropped.
struct Sleeper(Child);

impl Sleeper {
    fn born_with(ignored: &[i32], blocked: &[i32]) -> Sleeper {
        let mut command = Command::new("sleep");
        born_with(command.arg("1000").stdin(Stdio::null()), ignored, blocked);
        let child = command.spawn().expect("sleep starts");
        // The parent goes on a moment before execve(2) gives the process its name.
        has_name(child.id() as i32, "sleep");
        Sleeper(child)
    }

    fn pid(&self) -> String {
        self.0.id().to_string()
    }

    fn send(&self, number: i32) {
        // SAFETY: the process is this test's own and not reaped yet.
        assert_eq!(unsafe { libc::kill(self.0.id() as i32, number) }, 0);
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A set of /proc/PID/status.
fn set_of(status: &str, key: &str) -> u64 {
    let digits = status
        .lines()
        .find_map(|line| line.strip_prefix(key))
        .unwrap_or_else(|| panic!("{key} {status}"));
    u64::from_str_radix(digits.trim(), 16).expect("hexadecimal digits")
}

#[test]
fn trap_shows_what_it_was_started_with() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let started = |ignored: &[i32], blocked: &[i32], words: &[&str]| {
        let mut command = sigtrap();
        born_with(&mut command, ignored, blocked);
        Ran::of(command.args(words))
    };
    started(&[], &[], &[]).succeeds();
    started(&[SIGINT, SIGHUP], &[], &[]).prints("trap -- '' HUP\ntrap -- '' INT\n");
    started(&[SIGHUP], &[SIGTERM, SIGHUP], &[])
        .prints("trap -- '' HUP\n# blocked: HUP\n# blocked: TERM\n");
    started(&[SIGHUP], &[], &["-p", "INT", "1"]).prints("trap -- - INT\ntrap -- '' HUP\n");
    // The C library keeps these to itself, and a command inherits them all the same.
    started(&[32, 33], &[], &[]).prints("# ignored: 32\n# ignored: 33\n");
    started(&[32], &[], &["-p", "32", "33"]).prints("# ignored: 32\n# default: 33\n");
}

#[test]
fn trap_shows_every_disposition_with_p() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let text = shown(&["-p"]);
    assert_eq!((text.status, text.stderr.as_str()), (0, ""));
    let mut expected = String::new();
    for name in "HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT \
        TSTP TTIN TTOU URG \
        XCPU XFSZ VTALRM PROF WINCH IO PWR SYS"
        .split_whitespace()
    {
        let number = match name {
            "ABRT" => " 2>/dev/null || trap -- - 6 2>/dev/null || :",
            "STKFLT" => " 2>/dev/null || trap -- - 16 2>/dev/null || :",
            "IO" => " 2>/dev/null || trap -- - 29 2>/dev/null || :",
            _ => "",
        };
        expected.push_str(&format!("trap -- - {name}{number}\n"));
    }
    let (first, real_time) = text.stdout.split_at(expected.len().min(text.stdout.len()));
    assert_eq!(first, expected);
    // Where they begin is the C library's to say.
    let lines: Vec<&str> = real_time.lines().collect();
    assert!(lines[0].ends_with(" 2>/dev/null || : # RTMIN"), "{real_time}");
    assert_eq!(lines.last(), Some(&"trap -- - 64 2>/dev/null || : # RTMAX"));
    assert!(lines.iter().all(|line| line.starts_with("trap -- - ")), "{real_time}");
}

#[test]
fn what_cannot_be_set_is_shown_if_it_is_asked_for() {
    shown(&["-p", "KILL", "SIGSTOP", "EXIT", "0"])
        .prints("# default: KILL\n# default: STOP\ntrap -- - EXIT\ntrap -- - EXIT\n");
}

#[test]
fn trap_shows_what_another_trap_has_set() {
    let sigkit = sigkit_path();
    shown(&["", "HUP", "--", sigkit, "trap"]).prints("trap -- '' HUP\n");
    shown(&["--block", "USR1,INT", "--", sigkit, "trap"])
        .prints("# blocked: INT\n# blocked: USR1\n");
    shown(&["", "INT", "--", sigkit, "trap", "-", "INT", "--", sigkit, "trap", "-p", "INT"])
        .prints("trap -- - INT\n");
    let mut shell = Command::new("sh");
    born_with(&mut shell, &[], &[]);
    let script = "trap '' INT; trap 'echo no' TERM; exec \"$0\" trap";
    Ran::of(shell.args(["-c", script, sigkit]).env_remove("SIGKIT_POSIX"))
        .prints("trap -- '' INT\n");
}

#[test]
fn what_is_pending_for_trap_is_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut command = sigtrap();
    born_with(&mut command, &[], &[SIGUSR1]);
    // SAFETY: between fork and exec only system calls are made; the signal is blocked.
    unsafe {
        command.pre_exec(|| {
            libc::kill(libc::getpid(), SIGUSR1);
            Ok(())
        });
    }
    Ran::of(&mut command).prints("# blocked: USR1\n# pending: USR1\n");
    Ran::of(command.args(["--table", "USR1"])).prints(
        "NUMBER  NAME  DISPOSITION  BLOCKED  PENDING\n    10  USR1  default      yes      yes\n",
    );
}

#[test]
fn what_another_process_ignores_is_a_command_and_the_rest_a_comment() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let sleeper = Sleeper::born_with(&[SIGHUP, 17, 32], &[SIGTERM, SIGUSR2]);
    let pid = sleeper.pid();
    let lines =
        "trap -- '' HUP\ntrap -- '' CHLD\n# ignored: 32\n# blocked: USR2\n# blocked: TERM\n";
    shown(&["-P", &pid]).prints(lines);
    sleeper.send(SIGUSR2);
    shown(&["-P", &pid]).prints(&format!("{lines}# pending: USR2\n"));
    shown(&["-P", &pid, "-p", "HUP", "INT", "USR2", "EXIT"]).prints(
        "trap -- '' HUP\ntrap -- - INT\ntrap -- - USR2\ntrap -- - EXIT\n# blocked: USR2\n# \
            pending: USR2\n",
    );
    shown(&["-P", &pid, "INT", "HUP"]).prints("trap -- - INT\ntrap -- '' HUP\n");
    shown(&["-P", &pid, "--table", "hup", "15", "USR2", "32", "0"]).prints(
        "\
NUMBER  NAME  DISPOSITION  BLOCKED  PENDING
     1  HUP   ignored      -        -
    15  TERM  default      yes      -
    12  USR2  default      yes      yes
    32  -     ignored      -        -
     0  EXIT  default      -        -
",
    );
    // It is one line a signal and the header.
    assert_eq!(shown(&["-P", &pid, "--table"]).stdout.lines().count(), 65);
}

#[test]
fn what_another_process_catches_is_a_comment() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let victim = Victim::start("catch");
    let pid = victim.pid.to_string();
    let standard = ["USR1", "USR2", "TERM"];
    for options in [&["-P", &pid][..], &["-p", "-P", &pid]] {
        shown(&[options, &standard[..]].concat())
            .prints("# caught: USR1\ntrap -- - USR2\ntrap -- - TERM\n# blocked: USR2\n");
    }
    let ignoring = Victim::start("ignore-term");
    shown(&["-P", &ignoring.pid.to_string(), "INT", "TERM"])
        .prints("trap -- - INT\ntrap -- '' TERM\n");
}

#[test]
fn every_thread_is_shown_with_a() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let victim = Victim::start("threads");
    let pid = victim.pid;
    // While a thread is made, the C library blocks all signals.
    let deadline = Instant::now() + DEADLINE;
    let both = 1 << (SIGUSR1 - 1) | 1 << (SIGUSR2 - 1);
    while set_of(
        &std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a status"),
        "SigBlk:",
    ) != both
    {
        assert!(Instant::now() < deadline);
        pause();
    }
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).expect("threads");
    let mut threads = threads.map(|thread| thread.unwrap().file_name().into_string().unwrap());
    let other = threads.find(|thread| *thread != pid.to_string()).expect("another thread");
    // SAFETY: the victim is this test's own; both signals are blocked by whom they are for.
    unsafe {
        assert_eq!(libc::syscall(libc::SYS_tgkill, pid, pid, SIGUSR1), 0);
        assert_eq!(libc::kill(pid, SIGUSR2), 0);
    }
    let pid = pid.to_string();
    shown(&["-P", &pid, "USR1", "USR2"]).prints(
        "# caught: USR1\ntrap -- - USR2\n# blocked: USR2\n# pending: USR1\n# pending: USR2\n",
    );
    shown(&["-a", "-P", &pid, "USR1", "USR2"]).prints(&format!(
        "# caught: USR1\ntrap -- - USR2\n# pending: USR2\n\
         # blocked by thread {pid}: USR1\n# blocked by thread {pid}: USR2\n\
         # pending for thread {pid}: USR1\n# blocked by thread {other}: USR2\n"
    ));
    let width = pid.len().max("BLOCKED".len());
    shown(&["-a", "-P", &pid, "--table", "USR1", "USR2"]).prints(&format!(
        "\
NUMBER  NAME  DISPOSITION  {:<width$}  PENDING
    10  USR1  caught       {pid:<width$}  {pid}
    12  USR2  default      {:<width$}  process
",
        "BLOCKED", "all"
    ));
    shown(&["-a", "-P", &pid, "--json", "USR1"]).prints(&format!(
        "[{{\"pid\": {pid}, \"name\": \"{}\", \"signals\": [\n  \
           {{\"number\": 10, \"name\": \"USR1\", \"disposition\": \"caught\", \
           \"blocked\": false, \"pending\": true}}], \"threads\": [\n  \
           {{\"id\": {pid}, \"blocked\": [10], \"pending\": [10]}},\n  \
           {{\"id\": {other}, \"blocked\": [], \"pending\": []}}]}}]\n",
        std::fs::read_to_string(format!("/proc/{pid}/comm")).expect("a name").trim_end()
    ));
    // The other one is no process.
    shown(&["-P", &other])
        .fails(1, &format!("sigtrap: {other}: a thread, not a process; its process is {pid}\n"));
}

#[test]
fn json_has_every_signal_of_every_process() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let (first, second) =
        (Sleeper::born_with(&[SIGHUP], &[]), Sleeper::born_with(&[32], &[SIGTERM]));
    second.send(SIGTERM);
    let ran = shown(&["--json", "-P", &first.pid(), "-P", &second.pid()]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let parsed: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(parsed.as_array().map(Vec::len), Some(2));
    for (process, sleeper) in [(&parsed[0], &first), (&parsed[1], &second)] {
        assert_eq!(process["pid"], sleeper.0.id());
        assert_eq!(process["name"], "sleep");
        assert_eq!(process["signals"].as_array().map(Vec::len), Some(64));
        assert!(process.get("threads").is_none());
    }
    let signal = |process: usize, number: usize| parsed[process]["signals"][number - 1].to_string();
    let expected =
        |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON").to_string();
    for (process, number, text) in [
        (
            0,
            1,
            r#"{"number":1,"name":"HUP","disposition":"ignored","blocked":false,"pending":false}"#,
        ),
        (
            1,
            1,
            r#"{"number":1,"name":"HUP","disposition":"default","blocked":false,"pending":false}"#,
        ),
        (
            1,
            15,
            r#"{"number":15,"name":"TERM","disposition":"default","blocked":true,"pending":true}"#,
        ),
        (
            1,
            32,
            r#"{"number":32,"name":null,"disposition":"ignored","blocked":false,"pending":false}"#,
        ),
    ] {
        assert_eq!(signal(process, number), expected(text));
    }
    let own: serde_json::Value =
        serde_json::from_str(&shown(&["--json", "INT"]).stdout).expect("JSON");
    assert_eq!(own[0]["name"], "sigtrap");
}

#[test]
fn several_processes_are_told_apart_and_one_that_fails_does_not_stop_the_rest() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let (first, second) = (Sleeper::born_with(&[SIGHUP], &[]), Sleeper::born_with(&[SIGINT], &[]));
    let dead = dead_pid();
    let stderr = format!("sigtrap: {dead}: No such process\n");
    let lines = format!(
        "# process {} (sleep)\ntrap -- '' HUP\n# process {} (sleep)\ntrap -- '' INT\n",
        first.pid(),
        second.pid()
    );
    let ran = shown(&["-P", &first.pid(), "-P", &dead, "-P", &second.pid()]);
    assert_eq!(ran, Ran { stdout: lines, stderr: stderr.clone(), status: 1 });
    let ran = shown(&["--json", "-P", &dead]);
    assert_eq!(ran, Ran { stdout: "[]\n".into(), stderr, status: 1 });
}

/// The diagnostic for a zombie.
const A_ZOMBIE: &str =
    "a zombie has no dispositions: it has ended, and its parent has not reaped it";

#[test]
fn a_default_disposition_is_shown_if_it_is_asked_for() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let victim = Victim::start("ignore-term");
    let pid = victim.pid.to_string();
    shown(&["-P", &pid, "USR1", "TERM"]).prints("trap -- - USR1\ntrap -- '' TERM\n");
}

#[test]
fn the_processes_of_a_name_are_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("trap_show::the_processes_of_a_name_are_shown", || {
        let (first, _a) = Victim::named("sigkit-shown");
        let one = "trap -- - TERM\n# blocked: TERM\n";
        let of = |line: &str| line.replace("# blocked: TERM\n", "");
        let ran = shown(&["-P", "sigkit-shown", "TERM"]);
        // While it is in sigwait, it seems not to be blocked.
        assert!([one, &of(one)].contains(&ran.stdout.as_str()) && ran.status == 0, "{ran:?}");
        let (second, _b) = Victim::named("sigkit-shown");
        let ran = shown(&["-P", "sigkit-shown", "-P", "sigkit-none", "TERM"]);
        let titles: Vec<&str> =
            ran.stdout.lines().filter(|line| line.starts_with("# process ")).collect();
        let expected =
            [&first, &second].map(|victim| format!("# process {} (sigkit-shown)", victim.pid));
        assert_eq!(titles, expected, "{ran:?}");
        assert_eq!(
            (ran.stderr.as_str(), ran.status),
            ("sigtrap: sigkit-none: No such process\n", 1)
        );
    });
}

#[test]
fn what_has_ended_is_said_to_have() {
    let dead = dead_pid();
    shown(&["-P", &dead]).fails(1, &format!("sigtrap: {dead}: No such process\n"));
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie").to_string();
    shown(&["-P", &zombie]).fails(1, &format!("sigtrap: {zombie}: {}\n", A_ZOMBIE));
    shown(&["-P", "2147483647"]).fails(1, "sigtrap: 2147483647: No such process\n");
}

#[test]
fn a_process_that_ends_meanwhile_is_shown_or_said_to_have_ended() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    for _ in 0..100 {
        let mut command = Command::new("true");
        born_with(&mut command, &[SIGHUP], &[]);
        let mut child = command.spawn().expect("true starts");
        let pid = child.id();
        let ran = shown(&["-P", &pid.to_string()]);
        child.wait().expect("a child to wait for");
        match ran.status {
            0 => assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("trap -- '' HUP\n", "")),
            _ => ran.fails(1, &format!("sigtrap: {pid}: {A_ZOMBIE}\n")),
        }
    }
}

#[test]
fn a_process_is_known_by_its_inode_number() {
    let sleeper = Sleeper::born_with(&[SIGHUP], &[]);
    let pid = sleeper.pid();
    let Some(inode) = inode(sleeper.0.id() as i32) else { return };
    shown(&["-P", &format!("{pid}:{inode}"), "HUP"]).prints("trap -- '' HUP\n");
    let other = format!("{pid}:{}", inode + 1);
    shown(&["-P", &other]).fails(
        1,
        &format!("sigtrap: {other}: another process: its pidfd has inode number {inode}\n"),
    );
    let dead = format!("{}:{inode}", dead_pid());
    shown(&["-P", &dead]).fails(1, &format!("sigtrap: {dead}: No such process\n"));
}

#[test]
fn a_process_of_another_user_is_shown_too() {
    if !two_users() {
        return;
    }
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let directory = TemporaryDirectory::new();
    let copy = directory.path.join("sigtrap");
    copy_program(sigkit_path().as_ref(), &copy);
    let sleeper = Sleeper::born_with(&[SIGHUP], &[]);
    let mut command = Command::new(copy);
    born_with(&mut command, &[], &[]);
    Ran::of(
        command.args(["-P", &sleeper.pid()]).env_remove("SIGKIT_POSIX").uid(NOBODY).gid(NOBODY),
    )
    .prints("trap -- '' HUP\n");
}

#[test]
fn without_proc_trap_shows_itself_alone() {
    in_pid_namespace("trap_show::without_proc_trap_shows_itself_alone", || {
        let sleeper = Sleeper::born_with(&[], &[]);
        let pid = sleeper.pid();
        let without_proc = |words: &[&str]| {
            let mut command = sigtrap();
            born_with(&mut command, &[SIGHUP], &[]);
            // SAFETY: between fork and exec only system calls are made.
            unsafe {
                command.pre_exec(|| {
                    if libc::unshare(libc::CLONE_NEWNS) != 0 {
                        return Err(std::io::Error::last_os_error());
                    }
                    while libc::umount2(c"/proc".as_ptr(), libc::MNT_DETACH) == 0 {}
                    Ok(())
                });
            }
            Ran::of(command.args(words))
        };
        without_proc(&[]).prints("trap -- '' HUP\n");
        without_proc(&["-P", &pid])
            .fails(1, &format!("sigtrap: {pid}: cannot inspect the process: no usable /proc\n"));
    });
}

#[test]
fn bad_conditions_are_1_and_a_wrong_command_line_2() {
    shown(&["-p", "INTT", "TERM", "SIGSIGINT"]).fails(
        1,
        "sigtrap: INTT: unknown signal name; did you mean INT?\n\
        sigtrap: SIGSIGINT: unknown signal name\n",
    );
    shown(&["--posix", "-p", "int"])
        .fails(1, "sigtrap: int: lower case is not portable; write: INT\n");
    for (words, line) in [
        (&["-P", "1x"][..], "sigtrap: 1x: not a process ID"),
        (&["-a"], "sigtrap: -a: needs -P"),
        (&["--table", "--json"], "sigtrap: --json: only one of --table and --json"),
        (
            &["INT"],
            "sigtrap: INT: COMMAND is missing; write: sigtrap ACTION CONDITION... -- COMMAND",
        ),
    ] {
        shown(words).fails(2, &format!("{line}\nTry 'sigtrap --help' for more information.\n"));
    }
    shown(&["-p", "--", "true"]).fails(
        125,
        "sigtrap: -p: shows dispositions, and cannot be combined with COMMAND\nTry 'sigtrap \
            --help' for more \
            information.\n",
    );
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let mut command = sigtrap();
    born_with(&mut command, &[], &[]);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    Ran::of(command.arg("-p").stdout(full))
        .fails(1, "sigtrap: standard output: No space left on device\n");
}

/// A shell, and what it cannot ignore.
struct Shell {
    words: &'static [&'static str],
    cannot_ignore: &'static [i32],
    knows_real_time: bool,
}

/// Measured with Debian 12's. CHLD, and in zsh what job control needs, is always the shell's own.
const SHELLS: &[Shell] = &[
    Shell { words: &["dash"], cannot_ignore: &[17], knows_real_time: true },
    Shell { words: &["bash"], cannot_ignore: &[], knows_real_time: true },
    Shell { words: &["bash", "--posix"], cannot_ignore: &[], knows_real_time: true },
    Shell { words: &["ksh93"], cannot_ignore: &[17], knows_real_time: true },
    Shell { words: &["mksh"], cannot_ignore: &[], knows_real_time: true },
    Shell { words: &["yash"], cannot_ignore: &[], knows_real_time: true },
    Shell { words: &["yash", "--posixly-correct"], cannot_ignore: &[], knows_real_time: true },
    Shell { words: &["zsh", "-f"], cannot_ignore: &[17, 20, 21, 22, 28], knows_real_time: false },
    Shell {
        words: &["zsh", "--emulate", "sh", "-f"],
        cannot_ignore: &[17, 20, 21, 22, 28],
        knows_real_time: false,
    },
    Shell { words: &["posh"], cannot_ignore: &[], knows_real_time: false },
    Shell { words: &["busybox", "ash"], cannot_ignore: &[17], knows_real_time: true },
];

impl Shell {
    fn is_installed(&self) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found =
            std::env::split_paths(&path).any(|directory| directory.join(self.words[0]).is_file());
        if !found {
            skip(&format!("{} is not installed", self.words[0]));
        }
        found
    }

    /// Runs a script, with sigkit as `$0`, from which nothing but the script's own output may come.
    /// The shell is born ignoring these.
    #[track_caller]
    fn run(&self, ignored: &[i32], script: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(self.words[0]);
        command.args(&self.words[1..]).args(["-c", script, sigkit_path()]).args(arguments);
        command
            .env("LC_ALL", "C")
            .env_remove("SIGKIT_POSIX")
            .env_remove("ENV")
            .stdin(Stdio::null());
        born_with(&mut command, ignored, &[]);
        let ran = Ran::of(&mut command);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{:?}: {ran:?}", self.words);
        ran.stdout
    }

    fn can_ignore(&self, number: i32) -> bool {
        !self.cannot_ignore.contains(&number) && (self.knows_real_time || number < 32)
    }
}

/// The numbers of a set that a shell could set.
fn numbers(set: u64) -> Vec<i32> {
    settable().filter(|number| set >> (number - 1) & 1 == 1).collect()
}

#[test]
fn every_shell_reads_back_what_a_process_ignores() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let all: Vec<i32> = (1..=64).collect();
    let (ignoring, other) = (Sleeper::born_with(&all, &[SIGTERM]), Sleeper::born_with(&[], &[]));
    ignoring.send(SIGTERM);
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        let script = r#"set -e
            eval "$("$0" trap -P "$1")"
            cat /proc/self/status
            eval "$("$0" trap -p -P "$2")"
            echo then
            cat /proc/self/status
            # A last program could take the shell's place, and with it what the shell ignores.
            :"#;
        let output = shell.run(&[], script, &[&ignoring.pid(), &other.pid()]);
        let (first, then) = output.split_once("then\n").expect("two parts");
        let expected: Vec<i32> = settable().filter(|number| shell.can_ignore(*number)).collect();
        assert_eq!(numbers(set_of(first, "SigIgn:")), expected, "{:?}", shell.words);
        assert_eq!(numbers(set_of(then, "SigIgn:")), [0; 0], "{:?}", shell.words);
    }
}

#[test]
fn every_shell_reads_back_what_a_process_catches_blocks_and_has_pending() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let victim = Victim::start("tell");
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        let script =
            r#"set -e; eval "$("$0" trap -p -a -P "$1" -P "$1")"; "$0" trap -p INT HUP TERM; :"#;
        // It ignores INT, and catches and blocks others.
        let output = shell.run(&[], script, &[&victim.pid.to_string()]);
        assert_eq!(output, "trap -- '' INT\ntrap -- - HUP\ntrap -- - TERM\n", "{:?}", shell.words);
    }
}

#[test]
fn every_shell_reads_back_what_it_was_started_with() {
    if emulated(MACHINE_OF_ITS_OWN) {
        return;
    }
    let all: Vec<i32> = (1..=64).collect();
    let directory = TemporaryDirectory::new();
    let directory = directory.path.to_str().expect("UTF-8");
    for shell in SHELLS.iter().filter(|shell| shell.is_installed()) {
        // Not by a command substitution, in which zsh ignores nothing.
        let script = r#"set -e
            "$0" trap >"$1/shown"; eval "$(cat "$1/shown")"
            "$0" trap -p >"$1/shown"; eval "$(cat "$1/shown")"
            cat /proc/self/status
            :"#;
        for ignored in [&[SIGINT, SIGUSR1][..], &[]] {
            let output = shell.run(ignored, script, &[directory]);
            assert_eq!(numbers(set_of(&output, "SigIgn:")), ignored, "{:?}", shell.words);
        }
        shell.run(&all, script, &[directory]);
        // What no shell can set does not disturb it.
        let output = shell.run(
            &[],
            r#"set -e; eval "$("$0" trap -p KILL STOP 32 33 EXIT)"; echo fine"#,
            &[],
        );
        assert_eq!(output, "fine\n", "{:?}", shell.words);
    }
}
