//! Every option, and the faults of other kills that concern them.

mod processes;

use libc::{SI_QUEUE, SIGHUP, SIGTERM, SIGUSR1};

use crate::support::*;

#[test]
fn the_signal_option_has_every_spelling() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for words in [
        &["-s", "USR1"][..],
        &["-sUSR1"],
        &["-n", "USR1"],
        &["-nUSR1"],
        &["--signal", "USR1"],
        &["--signal=USR1"],
        &["--sig=USR1"],
        &["--si", "SIGUSR1"],
        &["--s", "USR1"],
    ] {
        run(words.iter().copied().chain([pid.as_str()])).succeeds();
        victim.got(SIGUSR1);
    }
    for word in ["-s=USR1", "-n=USR1"] {
        run([word, &pid]).shows_usage_error(&format!(
            "{word}: {letter} takes its value without =; write: {letter} USR1",
            letter = &word[..2]
        ));
    }
    victim.got_nothing();
}

#[test]
fn the_list_option_has_every_spelling() {
    for words in [
        &["-l", "9"][..],
        &["-l9"],
        &["-l=9"],
        &["--list", "9"],
        &["--list=9"],
        &["--li=9"],
        &["-l", "--", "9"],
    ] {
        run(words).prints("KILL\n");
    }
    run(["--list=1", "2"]).prints("HUP\nINT\n");
}

#[test]
fn long_options_may_be_shortened_while_that_is_clear() {
    run(["--vers"]).prints(&format!("kill (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
    let version = run(["--version"]).stdout;
    let table = run(["--table"]).stdout;
    for (word, text) in [("--v", &version), ("--ver", &version), ("--t", &table), ("--ta", &table)]
    {
        run([word]).prints(text);
    }
    run(["--p", "1"]).shows_usage_error("--p: ambiguous: --pid, --pidfile, --port, --posix");
    run(["--nope", "1"]).shows_usage_error("--nope: unknown option");
    run(["--=x", "1"]).shows_usage_error("--: unknown option");
    run(["--all=1", "1"]).shows_usage_error("--all: takes no value");
}

#[test]
fn a_word_that_is_nearly_another_is_answered_with_that() {
    in_pid_namespace("kill_options::a_word_that_is_nearly_another_is_answered_with_that", || {
        let mut witness = Victim::start("report");
        let (mut named, _directory) = Victim::named("sigkit-server");
        let pid = witness.pid.to_string();
        for (words, line) in [
            (&["-TERMM"][..], "-TERMM: neither a signal nor an option; did you mean TERM?"),
            (&["-s", "HPU"], "HPU: unknown signal name; did you mean HUP?"),
            (&["-nsigkil"], "sigkil: unknown signal name; did you mean KILL?"),
            (&["--timeout", "5s", "KIL"], "KIL: unknown signal name; did you mean KILL?"),
            (&["-k", "TREM/5/KILL"], "TREM: unknown signal name; did you mean TERM?"),
            (&["--dryrun"], "--dryrun: unknown option; did you mean --dry-run?"),
            (&["--nope"], "--nope: unknown option"),
        ] {
            run(words.iter().chain(&[pid.as_str()])).shows_usage_error(line);
        }
        run(["-l", "HPU"]).fails(1, "kill: HPU: unknown signal name; did you mean HUP?\n");
        run(["--explain", "TERMM"])
            .fails(1, "kill: TERMM: unknown signal name; did you mean TERM?\n");
        run(["--if-user", "roott", &pid])
            .fails(1, "kill: roott: no such user; did you mean root?\n");
        // Only a process that the name would have selected.
        let line = "kill: sigkit-sever: No such process; did you mean sigkit-server?\n";
        run(["sigkit-sever"]).fails(1, line);
        run(["-p", "sigkit-sever"]).fails(1, line);
        run(["sigkit-client"]).fails(1, "kill: sigkit-client: No such process\n");
        run(["--posix", "-s", "HPU", &pid])
            .shows_strict_error("HPU: unknown signal name; did you mean HUP?");
        witness.got_nothing();
        named.got_nothing();
    });
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_mask_becomes_the_names_in_it() {
    run(["-l", "0x4002"]).prints("INT\nTERM\n");
    run(["-l0x180000000"]).prints("32\n33\n");
    run(["-l", "0X1"]).prints("HUP\n");
    run(["-l", "0x8000000000000000"]).prints("RTMAX\n");
    run(["-l", "0x0"]).prints("");
    run(["-l", "0x"]).fails(1, "kill: 0x: not a set of signals in hexadecimal digits\n");
    run(["-l", "0xfg"]).fails(1, "kill: 0xfg: not a set of signals in hexadecimal digits\n");
    run(["-l", "0x10000000000000000"]).fails(
        1,
        "kill: 0x10000000000000000: the set has signals that this system does not have\n",
    );
}

#[test]
fn an_option_whose_value_would_be_lost_is_given_once() {
    run(["-l9", "-l15"]).shows_usage_error("-l: given twice");
    run(["-l9", "-l"]).shows_usage_error("-l: given twice");
    run(["-d", "1", "-d", "2"]).shows_usage_error("-d: given twice");
    run(["-q", "1", "-q", "2", "1"]).shows_usage_error("-q: given twice");
}

#[test]
fn other_options_may_stand_beside_a_list_as_with_util_linux() {
    run(["--verbose", "-a", "-l", "9"]).prints("KILL\n");
    run(["-p", "-l", "9"]).shows_usage_error("-p: cannot be combined with -l");
    run(["-r", "-L"]).shows_usage_error("-r: cannot be combined with -L");
}

#[test]
fn only_one_list_is_printed() {
    run(["-L", "-t"]).shows_usage_error("-t: cannot be combined with -L");
    run(["-l", "-d", "1"]).shows_usage_error("-d: cannot be combined with -l");
}

#[test]
fn a_queued_signal_carries_the_value() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (words, value) in [
        (&["-q", "5"][..], 5),
        (&["-q5"], 5),
        (&["--queue", "5"], 5),
        (&["--queue=5"], 5),
        (&["-q", "0"], 0),
        (&["-q", "-7"], -7),
        (&["-q", "2147483647"], 2147483647),
        (&["-q", "-2147483648"], -2147483648),
    ] {
        run(words.iter().copied().chain(["-s", "USR1", &pid])).succeeds();
        let reported = victim.next();
        assert_eq!((reported.number, reported.code, reported.value), (SIGUSR1, SI_QUEUE, value));
    }
    victim.got_nothing();
}

#[test]
fn a_value_out_of_range_is_refused() {
    let mut victim = Victim::start("report");
    for value in [
        "2147483648",
        "-2147483649",
        "4294967296",
        "18446744073709551616",
        "x",
        "",
        "5x",
        "0x5",
        " 5",
        "-",
    ] {
        let shown = named(value);
        run(["-q", value, &victim.pid.to_string()]).shows_usage_error(&format!(
            "{shown}: the value must be an integer from -2147483648 to 2147483647"
        ));
    }
    run(["-q"]).shows_usage_error("-q: VALUE is missing");
    victim.got_nothing();
}

#[test]
fn a_value_cannot_be_queued_to_a_group() {
    let mut victim = Victim::start("report");
    let group = format!("-{}", victim.pid);
    run(["-q", "5", "--", &group]).fails(
        1,
        &format!("kill: {group}: -q takes process IDs and command names, not process groups\n"),
    );
    victim.got_nothing();
}

#[test]
fn print_prints_and_signals_nobody() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["-p", &pid, "123456"]).prints(&format!("{pid}\n123456\n"));
    run(["--pid", "--", &format!("-{pid}")]).prints(&format!("-{pid}\n"));
    run(["-p", "-s", "TERM", &pid]).shows_usage_error("-s: cannot be combined with -p");
    run(["-p", "-q", "1", &pid]).shows_usage_error("-q: cannot be combined with -p");
    run(["-p", "--timeout", "1", "KILL", &pid])
        .shows_usage_error("--timeout: cannot be combined with -p");
    run(["-pa", &pid]).prints(&format!("{pid}\n"));
    let ran = run(["-p", "1x", &pid]);
    assert_eq!((ran.stdout, ran.status), (format!("{pid}\n"), 64));
    victim.got_nothing();
}

#[test]
fn a_required_handler_is_looked_for() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let catcher = Victim::start("catch");
    let mut other = Victim::start("default");
    let (catching, not) = (catcher.pid.to_string(), other.pid.to_string());
    for option in ["-r", "--require-handler", "--req"] {
        run([option, "-s", "USR1", &catching]).succeeds();
        run([option, "-s", "USR1", &not])
            .fails(1, &format!("kill: {not}: not signalled: it has no handler for USR1\n"));
        run([option, "-s", "USR1", &not, &catching])
            .fails(0, &format!("kill: {not}: not signalled: it has no handler for USR1\n"));
        run([option, &catching])
            .fails(1, &format!("kill: {catching}: not signalled: it has no handler for TERM\n"));
    }
    let skipped = |pid: &str| format!("kill: {pid}: not signalled: it has no handler for TERM\n");
    run(["-r", "-p", &not, &catching])
        .fails(1, &format!("{}{}", skipped(&not), skipped(&catching)));
    assert!(other.is_alive());
}

#[test]
fn a_required_handler_needs_a_signal_and_processes() {
    let mut victim = Victim::start("report");
    let dead = dead_pid();
    run(["-r", "-s", "0", &victim.pid.to_string()])
        .shows_usage_error("-r: signal 0 has no handler");
    let group = format!("-{}", victim.pid);
    run(["-r", "--", &group]).fails(
        1,
        &format!("kill: {group}: -r takes process IDs and command names, not process groups\n"),
    );
    run(["-r", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    victim.got_nothing();
}

#[test]
fn the_state_of_a_process_is_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let catcher = Victim::start("catch");
    let pid = catcher.pid.to_string();
    run(["-s", "USR2", &pid]).succeeds();
    for words in [
        &["-d", &pid][..],
        &["--show-process-state", &pid],
        &[&format!("-d{pid}")],
        &[&format!("-d={pid}")],
    ] {
        let ran = run(words);
        assert!(ran.status == 0 && ran.stdout.contains("Caught: USR1\n"), "{ran:?}");
        assert!(ran.stdout.starts_with("Pending (process): USR2\nBlocked: USR2\n"), "{ran:?}");
    }
    let ignoring = Victim::start("ignore-term");
    let ran = run(["-d", &ignoring.pid.to_string()]);
    assert!(
        ran.stdout.lines().any(|line| line.starts_with("Ignored:") && line.contains(" TERM")),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("Blocked") && !ran.stdout.contains("Pending"), "{ran:?}");
}

#[test]
fn the_state_of_no_process_is_an_error() {
    let dead = dead_pid();
    run(["-d", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    for word in ["0", "-1", "%1", "", "4294967297", "12x"] {
        let shown = if word.is_empty() { "''" } else { word };
        run(["-d", word])
            .shows_usage_error(&format!("{shown}: not a process ID or a command name"));
    }
    run(["-d"]).shows_usage_error("-d: PID|NAME is missing");
    run(["-d", "1", "2"]).shows_usage_error("2: -d takes no operand");
}

#[test]
fn verbose_says_what_is_sent() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["--verbose", "-s", "TERM", &pid]).prints(&format!("sending signal 15 to pid {pid}\n"));
    victim.got(SIGTERM);
    run(["--verbose", "-1", "--", &format!("-{pid}")])
        .prints(&format!("sending signal 1 to pid -{pid}\n"));
    victim.got(SIGHUP);
    run(["--verbose", "-q7", &pid]).prints(&format!("sending signal 15 to pid {pid}\n"));
    assert_eq!(victim.next().value, 7);
    victim.got_nothing();
}

#[test]
fn verbose_that_cannot_be_written_is_a_failure_and_the_signal_is_sent() {
    let mut victim = Victim::start("report");
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    Ran::of(kill().args(["--verbose", &victim.pid.to_string()]).stdout(full))
        .fails(1, "kill: standard output: No space left on device\n");
    victim.got(SIGTERM);
    victim.got_nothing();
}

/// The diagnostic for a process ID where a signal is expected.
pub fn pid_as_signal(pid: &str) -> String {
    let ran = run(["-s", pid, "x"]);
    ran.stderr
        .lines()
        .next()
        .expect("a line")
        .split_once(&format!("{pid}: "))
        .expect("a reason")
        .1
        .to_owned()
}

#[test]
fn help_and_version_are_printed_and_signal_nobody() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for words in [&["--help", &pid][..], &["-h", &pid], &["--he"], &["-9", "--help", &pid]] {
        let ran = run(words);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        assert!(
            ran.stdout.starts_with("Send signals to processes")
                && ran.stdout.contains("\nUsage: kill [-s SIGNAL")
        );
        assert!(ran.stdout.lines().all(|line| line.len() <= 80), "{}", ran.stdout);
    }
    for words in [&["--version", &pid][..], &["-V"], &["-v"]] {
        run(words).prints(&format!("kill (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
    }
    run(["-hx", &pid]).shows_usage_error("-hx: neither a signal nor an option");
    victim.got_nothing();
}

#[test]
fn strict_mode_must_come_first() {
    run(["-9", "--posix", "1"])
        .shows_usage_error("--posix: must be the first word, in full: kill --posix ...");
    run(["--pos", "1"])
        .shows_usage_error("--pos: must be the first word, in full: kill --posix ...");
}

#[test]
fn every_line_of_the_tables_leads_back() {
    for option in ["-L", "-t"] {
        let table = run([option]).stdout;
        for line in table.lines() {
            let mut words = line.split_whitespace();
            let (number, name) = (words.next().expect("a number"), words.next().expect("a name"));
            run(["-l", number]).prints(&format!("{name}\n"));
            run(["-l", name]).prints(&format!("{number}\n"));
        }
        assert!(table.lines().count() > 30);
    }
}

/// The output of kill on a terminal of so many columns.
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn on_a_terminal(words: &[&str], columns: u16) -> String {
    use std::io::Read;
    let terminal = terminal(columns);
    let mut child = kill().args(words).stdout(terminal.slave).spawn().expect("kill starts");
    assert!(child.wait().expect("a child to wait for").success());
    // With the last slave closed, reading ends with EIO after what was written.
    let mut text = Vec::new();
    let _ = std::fs::File::from(terminal.master).read_to_end(&mut text);
    String::from_utf8(text).expect("UTF-8").replace("\r\n", "\n")
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn lists_are_in_columns_on_a_terminal() {
    let names = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n\
        STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO\n\
        PWR SYS RTMIN RTMAX\n";
    assert_eq!(on_a_terminal(&["-l"], 80), names);
    assert_eq!(on_a_terminal(&["-l"], 200), names);
    assert!(on_a_terminal(&["-l"], 20).lines().all(|line| line.len() <= 20));
    let table = on_a_terminal(&["-L"], 80);
    assert!(table.starts_with(
        " 1 HUP      2 INT      3 QUIT     4 ILL      5 TRAP     6 ABRT     7 BUS     \n 8 \
         FPE      9 KILL    "
    ));
    assert_eq!(on_a_terminal(&["--posix", "-l"], 80), run(["--posix", "-l"]).stdout);
}
