//! R1 to R37 of `docs/requirements.md`: what every kill must do. One test a requirement; what
//! selects by 0, -1 or name is in `namespace`.
//!
//! Long because each requirement has its tests here, in the order of that document.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use libc::{SIGHUP, SIGKILL, SIGTERM, SIGUSR1};

use crate::support::*;

/// Runs kill with the words, where `P` is the process and `-P` its group, and asserts that all went
/// well.
#[track_caller]
fn succeeds(words: &[&str], victim: &Victim) {
    run(words.iter().map(|word| word.replace('P', &victim.pid.to_string()))).succeeds();
}

#[test]
fn r1_a_process_gets_term() {
    let mut victim = Victim::start("report");
    succeeds(&["P"], &victim);
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn r2_minus_s_chooses_the_signal() {
    let mut victim = Victim::start("report");
    run(["-s", "TERM", &victim.pid.to_string()]).succeeds();
    victim.got(SIGTERM);
    run(["-s", "HUP", &victim.pid.to_string()]).succeeds();
    victim.got(SIGHUP);
    victim.got_nothing();
}

#[test]
fn r3_names_are_case_independent() {
    let mut victim = Victim::start("report");
    for name in ["term", "Term", "tERM"] {
        run(["-s", name, &victim.pid.to_string()]).succeeds();
        victim.got(SIGTERM);
    }
    victim.got_nothing();
}

#[test]
fn r4_signal_0_sends_nothing() {
    let mut victim = Victim::start("report");
    run(["-s", "0", &victim.pid.to_string()]).succeeds();
    victim.got_nothing();
}

#[test]
fn r5_signal_0_tells_that_there_is_no_process() {
    let dead = dead_pid();
    run(["-s", "0", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
}

#[test]
fn r6_the_signal_may_be_attached() {
    let mut victim = Victim::start("report");
    run(["-sTERM", &victim.pid.to_string()]).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn r7_a_separator_may_stand_before_the_operands() {
    let mut victim = Victim::start("report");
    let mut member = Victim::in_group("report", victim.pid);
    run(["-s", "TERM", "--", &victim.pid.to_string()]).succeeds();
    victim.got(SIGTERM);
    member.got_nothing();
    run(["-s", "TERM", "--", &format!("-{}", victim.pid)]).succeeds();
    victim.got(SIGTERM);
    member.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn r8_a_group_after_the_separator_gets_term() {
    let mut victim = Victim::start("report");
    let mut member = Victim::in_group("report", victim.pid);
    run(["--", &format!("-{}", victim.pid)]).succeeds();
    victim.got(SIGTERM);
    member.got(SIGTERM);
    victim.got_nothing();
    member.got_nothing();
}

#[test]
fn r9_a_process_after_the_separator_gets_term() {
    let mut victim = Victim::start("report");
    run(["--", &victim.pid.to_string()]).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
}

/// Every name that kill -l prints on Linux, whatever the architecture, but those that cannot be
/// reported.
const REPORTABLE: &[(&str, i32)] = &[
    ("HUP", libc::SIGHUP),
    ("INT", libc::SIGINT),
    ("QUIT", libc::SIGQUIT),
    ("ILL", libc::SIGILL),
    ("TRAP", libc::SIGTRAP),
    ("ABRT", libc::SIGABRT),
    ("BUS", libc::SIGBUS),
    ("FPE", libc::SIGFPE),
    ("USR1", libc::SIGUSR1),
    ("SEGV", libc::SIGSEGV),
    ("USR2", libc::SIGUSR2),
    ("PIPE", libc::SIGPIPE),
    ("ALRM", libc::SIGALRM),
    ("TERM", libc::SIGTERM),
    ("CHLD", libc::SIGCHLD),
    ("CONT", libc::SIGCONT),
    ("TSTP", libc::SIGTSTP),
    ("TTIN", libc::SIGTTIN),
    ("TTOU", libc::SIGTTOU),
    ("URG", libc::SIGURG),
    ("XCPU", libc::SIGXCPU),
    ("XFSZ", libc::SIGXFSZ),
    ("VTALRM", libc::SIGVTALRM),
    ("PROF", libc::SIGPROF),
    ("WINCH", libc::SIGWINCH),
    ("IO", libc::SIGIO),
    ("PWR", libc::SIGPWR),
    ("SYS", libc::SIGSYS),
];

#[test]
fn r10_every_name_of_the_list_is_an_option() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (name, number) in REPORTABLE {
        run([format!("-{name}"), pid.clone()]).succeeds();
        victim.got(*number);
    }
    for (name, number) in [
        ("RTMIN", libc::SIGRTMIN()),
        ("RTMIN+1", libc::SIGRTMIN() + 1),
        ("RTMAX", libc::SIGRTMAX()),
    ] {
        if name == "RTMAX" && emulated(NO_HIGHEST_SIGNALS) {
            continue;
        }
        run([format!("-{name}"), pid.clone()]).succeeds();
        victim.got(number);
    }
    #[cfg(not(any(
        target_arch = "mips",
        target_arch = "mips64",
        target_arch = "sparc",
        target_arch = "sparc64"
    )))]
    {
        run(["-STKFLT", &pid]).succeeds();
        victim.got(libc::SIGSTKFLT);
    }
    let listed = run(["-l"]).stdout;
    let unknown: Vec<_> = listed
        .lines()
        .filter(|name| !REPORTABLE.iter().any(|(known, _)| known == name))
        .filter(|name| !["KILL", "STOP", "STKFLT", "EMT", "RTMIN", "RTMAX"].contains(name))
        .collect();
    assert_eq!(unknown, [""; 0], "names of kill -l that this test does not send");
    victim.got_nothing();
}

#[test]
fn r10_stop_stops_and_kill_kills() {
    let mut victim = Victim::start("default");
    run(["-STOP", &victim.pid.to_string()]).succeeds();
    victim.has_stopped();
    run(["-KILL", &victim.pid.to_string()]).succeeds();
    assert_eq!(victim.end(), -SIGKILL);
}

#[test]
fn r11_names_as_options_are_case_independent() {
    let mut victim = Victim::start("report");
    for (word, number) in
        [("-term", SIGTERM), ("-hup", SIGHUP), ("-Usr1", SIGUSR1), ("-sigterm", SIGTERM)]
    {
        run([word, &victim.pid.to_string()]).succeeds();
        victim.got(number);
    }
    victim.got_nothing();
}

#[test]
fn r12_names_that_start_like_options_are_names() {
    let mut victim = Victim::start("report");
    for (word, number) in [
        ("-segv", libc::SIGSEGV),
        ("-sys", libc::SIGSYS),
        ("-hup", SIGHUP),
        ("-quit", libc::SIGQUIT),
        ("-pipe", libc::SIGPIPE),
        ("-term", SIGTERM),
        ("-vtalrm", libc::SIGVTALRM),
        ("-alrm", libc::SIGALRM),
        ("-trap", libc::SIGTRAP),
        ("-prof", libc::SIGPROF),
        ("-poll", libc::SIGPOLL),
    ] {
        run([word, &victim.pid.to_string()]).succeeds();
        victim.got(number);
    }
    victim.got_nothing();
    let mut stopped = Victim::start("default");
    run(["-stop", &stopped.pid.to_string()]).succeeds();
    stopped.has_stopped();
}

#[test]
#[cfg(not(sparc))]
fn r12_a_signal_of_other_systems_is_a_signal_name_and_refused() {
    let mut victim = Victim::start("report");
    run(["-lost", &victim.pid.to_string()]).shows_usage_error("-lost: not a signal of this system");
    run(["-info", &victim.pid.to_string()]).shows_usage_error("-info: not a signal of this system");
    victim.got_nothing();
}

#[test]
fn r13_the_numbers_of_xsi_are_options() {
    let mut victim = Victim::start("report");
    for number in [1, 2, 3, 6, 14, 15] {
        run([format!("-{number}"), victim.pid.to_string()]).succeeds();
        victim.got(number);
    }
    run(["-0", &victim.pid.to_string()]).succeeds();
    victim.got_nothing();
    run(["-9", &victim.pid.to_string()]).succeeds();
    assert_eq!(victim.end(), -9);
}

#[test]
fn r14_a_signal_option_then_a_separator_then_a_group() {
    for word in ["-TERM", "-15"] {
        let mut victim = Victim::start("report");
        let mut member = Victim::in_group("report", victim.pid);
        run([word, "--", &format!("-{}", victim.pid)]).succeeds();
        victim.got(SIGTERM);
        member.got(SIGTERM);
    }
}

#[test]
fn r15_a_signal_option_then_a_group() {
    let mut victim = Victim::start("report");
    let mut member = Victim::in_group("report", victim.pid);
    run(["-TERM", &format!("-{}", victim.pid)]).succeeds();
    victim.got(SIGTERM);
    member.got(SIGTERM);
    run(["-9", &format!("-{}", victim.pid)]).succeeds();
    assert_eq!((victim.end(), member.end()), (-9, -9));
}

#[test]
fn r16_a_first_number_is_never_a_group() {
    // A group that no signal has the number of.
    let mut victim = Victim::start("report");
    while victim.pid < 128 {
        victim = Victim::start("report");
    }
    let mut other = Victim::start("report");
    let group = format!("-{}", victim.pid);
    for words in [&[group.as_str()][..], &[group.as_str(), &other.pid.to_string()]] {
        let ran = run(words);
        assert_eq!(ran.status, 1, "{ran:?}");
        assert!(ran.stderr.contains(&format!("write: kill -- {group}")), "{ran:?}");
    }
    victim.got_nothing();
    other.got_nothing();
}

#[test]
fn r17_a_process_and_a_group_together() {
    let mut process = Victim::start("default");
    let mut group = Victim::start("default");
    run(["-9", &process.pid.to_string(), &format!("-{}", group.pid)]).succeeds();
    assert_eq!((process.end(), group.end()), (-9, -9));
    let mut process = Victim::start("default");
    let mut group = Victim::start("default");
    run(["-s", "kill", &process.pid.to_string(), &format!("-{}", group.pid)]).succeeds();
    assert_eq!((process.end(), group.end()), (-9, -9));
}

#[test]
fn r18_after_the_separator_a_number_is_a_group() {
    let mut victim = Victim::start("report");
    let ran = run(["--", &absent_group(), &victim.pid.to_string()]);
    assert_eq!(ran.status, 64, "{ran:?}");
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn r19_after_an_operand_a_number_is_a_group() {
    let mut victim = Victim::start("report");
    let group = absent_group();
    run([victim.pid.to_string(), group.clone()])
        .fails(64, &format!("kill: {group}: No such process\n"));
    victim.got(SIGTERM);
    victim.got_nothing();
}

/// -9 itself may be a real group of the machine; a group that is surely absent stands for it here,
/// and -9 is tested in `namespace` and as a value in the unit tests.
fn absent_group() -> String {
    format!("-{}", dead_pid())
}

#[test]
fn r20_a_dead_process_does_not_stop_the_rest() {
    let mut first = Victim::start("report");
    let mut last = Victim::start("report");
    let dead = dead_pid();
    run(["-s", "TERM", &first.pid.to_string(), &dead, &last.pid.to_string()])
        .fails(64, &format!("kill: {dead}: No such process\n"));
    first.got(SIGTERM);
    last.got(SIGTERM);
    first.got_nothing();
    last.got_nothing();
}

#[test]
fn r21_a_malformed_operand_does_not_stop_the_rest() {
    let mut first = Victim::start("report");
    let mut last = Victim::start("report");
    run(["-s", "TERM", &first.pid.to_string(), "12abc", &last.pid.to_string()])
        .fails(64, "kill: '12abc': not a process ID\n");
    first.got(SIGTERM);
    last.got(SIGTERM);
    first.got_nothing();
    last.got_nothing();
}

/// A copy of a program where every user can run it.
struct Copied {
    _directory: TemporaryDirectory,
    program: PathBuf,
}

impl Copied {
    fn of(program: &Path) -> Copied {
        let directory = TemporaryDirectory::new();
        let copy = directory.path.join("program");
        copy_program(program, &copy);
        Copied { _directory: directory, program: copy }
    }
}

#[test]
fn r22_no_permission_is_said() {
    if !two_users() {
        return;
    }
    let copy = Copied::of(Path::new(sigkit_path()));
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (words, status) in [(&[&*pid][..], 1), (&["-s", "0", &pid], 77)] {
        Ran::of(Command::new(&copy.program).arg0("kill").args(words).uid(NOBODY).gid(NOBODY))
            .fails(status, &format!("kill: {pid}: Operation not permitted\n"));
    }
    victim.got_nothing();
}

#[test]
fn r22_a_group_with_one_permitted_member_is_a_success() {
    if !two_users() {
        return;
    }
    let kill_copy = Copied::of(Path::new(sigkit_path()));
    let own = std::env::current_exe().expect("the test binary has a path");
    let victim_copy = Copied::of(&own);
    let mut forbidden = Victim::start("report");
    let mut permitted = Victim::prepare("report", |command| {
        let mut copy = Command::new(&victim_copy.program);
        copy.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
        copy.process_group(forbidden.pid).uid(NOBODY).gid(NOBODY);
        *command = copy;
    });
    Ran::of(
        Command::new(&kill_copy.program)
            .arg0("kill")
            .args(["--", &format!("-{}", forbidden.pid)])
            .uid(NOBODY)
            .gid(NOBODY),
    )
    .succeeds();
    permitted.got(SIGTERM);
    forbidden.got_nothing();
}

#[test]
fn r25_a_zombie_is_a_process() {
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie").to_string();
    run([&zombie]).succeeds();
    run(["-s", "0", &zombie]).succeeds();
    run(["-s", "KILL", &zombie]).succeeds();
}

#[test]
fn r26_something_is_missing() {
    run([""; 0]).shows_usage_error("PID: missing; name at least one process");
    run(["-s"]).shows_usage_error("-s: SIGNAL is missing");
    run(["-TERM"]).shows_usage_error("PID: missing; name at least one process");
    run(["-9"]).shows_usage_error("PID: missing; name at least one process");
    run(["-s", "TERM", "--"]).shows_usage_error("PID: missing; name at least one process");
    run(["--"]).shows_usage_error("PID: missing; name at least one process");
    run(["--signal"]).shows_usage_error("--signal: SIGNAL is missing");
}

#[test]
fn r27_a_bad_name_sends_nothing_to_anybody() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["-s", "NOPE", &pid]).shows_usage_error("NOPE: unknown signal name");
    run(["-s", "", &pid]).shows_usage_error("'': unknown signal name");
    for word in [" TERM", "TERM ", "TER", "-TERM"] {
        let shown = named(word);
        run(["-s", word, &pid])
            .shows_usage_error(&format!("{shown}: unknown signal name; did you mean TERM?"));
    }
    run(["-s", "TERM,HUP", &pid]).shows_usage_error("TERM,HUP: unknown signal name");
    run(["-NOPE", &pid]).shows_usage_error("-NOPE: neither a signal nor an option");
    victim.got_nothing();
}

#[test]
fn r28_every_listed_name_is_accepted() {
    let mut victim = Victim::start("report");
    let ran = run(["-l"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.ends_with("\n") && !ran.stdout.contains("\n\n"));
    for name in ran.stdout.lines() {
        assert!(
            !name.starts_with("SIG")
                && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "{name}"
        );
        if name == "RTMAX" && emulated(NO_HIGHEST_SIGNALS) {
            continue;
        }
        if !["KILL", "STOP"].contains(&name) {
            run(["-s", name, &victim.pid.to_string()]).succeeds();
            victim.next();
        }
    }
    victim.got_nothing();
}

#[test]
fn r29_numbers_become_names() {
    for (number, name) in
        [(1, "HUP"), (2, "INT"), (3, "QUIT"), (6, "ABRT"), (9, "KILL"), (14, "ALRM"), (15, "TERM")]
    {
        run(["-l", &number.to_string()]).prints(&format!("{name}\n"));
    }
}

#[test]
fn r30_statuses_of_128_and_more_become_names() {
    for (status, name) in [(143, "TERM"), (129, "HUP"), (137, "KILL"), (130, "INT")] {
        run(["-l", &status.to_string()]).prints(&format!("{name}\n"));
    }
}

#[test]
fn r31_the_status_of_a_stopped_process_becomes_a_name() {
    run(["-l", &(128 + libc::SIGTSTP).to_string()]).prints("TSTP\n");
    #[cfg(target_arch = "x86_64")]
    run(["-l", "148"]).prints("TSTP\n");
}

#[test]
fn r32_statuses_of_ksh93_become_names() {
    run(["-l", "271"]).prints("TERM\n");
}

#[test]
fn r33_statuses_of_yash_become_names() {
    run(["-l", "399"]).prints("TERM\n");
}

#[test]
fn r34_a_separator_may_stand_before_a_status() {
    run(["-l", "--", "9"]).prints("KILL\n");
    run(["-l", "--"]).prints(&run(["-l"]).stdout);
}

#[test]
fn r35_a_full_device_is_reported() {
    for words in [&["-l"][..], &["-l", "9"], &["-L"], &["-t"], &["--help"], &["--version"]] {
        let full = File::options().write(true).open("/dev/full").expect("/dev/full");
        Ran::of(kill().args(words).stdout(full))
            .fails(1, "kill: standard output: No space left on device\n");
    }
}

#[test]
fn r36_a_closed_standard_output_is_reported() {
    for words in [&["-l"][..], &["-l", "9"], &["-L"], &["-t"], &["--help"], &["--version"]] {
        let script = "exec \"$0\" kill \"$@\" >&-";
        Ran::of(
            Command::new("sh")
                .args(["-c", script, sigkit_path()])
                .args(words)
                .env_remove("SIGKIT_POSIX"),
        )
        .fails(1, "kill: standard output: Bad file descriptor\n");
    }
}

#[test]
fn r36_a_closed_standard_output_does_not_matter_where_nothing_is_written() {
    let mut victim = Victim::start("report");
    let script = "exec \"$0\" kill \"$@\" <&- >&- 2>&-";
    Ran::of(Command::new("sh").args(["-c", script, sigkit_path(), &victim.pid.to_string()]))
        .succeeds();
    victim.got(SIGTERM);
}

#[test]
fn r37_every_failure_has_a_diagnostic() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let dead = dead_pid();
    for (words, delivered) in [
        (&[dead.as_str()][..], false),
        (&[&pid, &dead], true),
        (&[&dead, &pid], true),
        (&["12 34"], false),
        (&["1x", &pid], true),
        (&["-l", "999"], false),
        (&["-l", "1", "x", "2"], false),
        (&["-q", "x", &pid], false),
        (&["-x", &pid], false),
        (&["--nope", &pid], false),
        (&["-d", &dead], false),
        (&["-L", "x"], false),
    ] {
        let ran = run(words);
        assert!(
            ran.status != 0 && ran.stderr.starts_with("kill: ") && ran.stderr.ends_with('\n'),
            "{words:?}: {ran:?}"
        );
        if delivered {
            victim.got(SIGTERM);
        }
    }
    victim.got_nothing();
}
