//! `--explain`: what signals and exit statuses mean.

mod keys;
mod numbers;

use crate::support::*;

fn explained(words: &[&str]) -> Ran {
    run(["--explain"].iter().chain(words))
}

/// The line that begins with a label, without it; what was broken is put together.
fn line(words: &[&str], label: &str) -> Option<String> {
    let ran = explained(words);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{words:?}");
    let mut found: Option<String> = None;
    for line in ran.stdout.lines() {
        assert!(line.len() <= 80, "{words:?}: {line}");
        match (line.split_at_checked(12), &mut found) {
            (Some((head, text)), _) if head.trim() == format!("{label}:") => {
                found = Some(text.to_owned())
            }
            (Some((head, text)), Some(found)) if head.trim().is_empty() => {
                *found += &format!(" {text}")
            }
            (_, Some(_)) => break,
            _ => {}
        }
    }
    found
}

#[test]
fn a_status_says_which_signal_gave_it_and_all_that_is_known_of_it() {
    if emulated(OTHER_NUMBERS) {
        return;
    }
    explained(&["137"]).prints(
        "\
137: 128+9, killed by KILL
  meaning:  Killed
  default:  the process terminates
  handling: cannot be caught, blocked or ignored
  POSIX:    in the base standard
  senders:  the kernel's OOM killer; systemd, docker stop (10 seconds after
            TERM) and other runtimes, when the time to stop is over; the kernel,
            at the hard limit of CPU time; kill -9
  number:   9 everywhere
  status:   what most shells show of a process that the signal killed
  or:       a program exited with it
",
    );
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
fn the_first_line_says_how_the_number_was_read() {
    for (word, first) in [
        ("9", "9: KILL"),
        ("KILL", "KILL: signal 9"),
        ("sigkill", "sigkill: KILL, signal 9"),
        ("IOT", "IOT: ABRT, signal 6"),
        ("143", "143: 128+15, killed by TERM"),
        ("271", "271: 256+15, killed by TERM"),
        ("399", "399: 384+15, killed by TERM"),
        ("139", "139: 128+11, killed by SEGV"),
        ("148", "148: 128+20, stopped by TSTP"),
        ("145", "145: 128+17, CHLD"),
        ("146", "146: 128+18, CONT"),
        ("RTMIN+3", "RTMIN+3: signal 37"),
        ("rt3", "rt3: RTMIN+3, signal 37"),
        ("165", "165: 128+37, killed by RTMIN+3"),
        ("32", "32: signal 32"),
        ("160", "160: 128+32, killed by signal 32"),
        ("127", "127: an exit status, which no signal gives"),
        ("-9", "-9: killed by KILL"),
        ("-1", "-1: a process that a signal ended, whichever"),
        ("247", "247: 256-9, killed by KILL"),
        ("256", "256: 256*1, exited 1"),
        ("384", "384: neither a signal nor a status that one gives"),
        ("61696", "61696: 256*241, exited 241"),
        ("4991", "4991: 256*19+127, stopped by STOP"),
        ("65535", "65535: continued by CONT"),
        ("3221225786", "3221225786: 0xC000013A, STATUS_CONTROL_C_EXIT"),
        ("-1073741510", "-1073741510: 0xC000013A, STATUS_CONTROL_C_EXIT"),
        ("SIG9", "SIG9: KILL, signal 9"),
        ("SIG32", "SIG32: signal 32"),
        ("0", "0: no signal; kill only checks whether the target is there and may be signalled"),
        (
            "EXIT",
            "EXIT: no signal; kill only checks whether the target is there and may be signalled",
        ),
    ] {
        let ran = explained(&[word]);
        assert_eq!((ran.stdout.lines().next(), ran.status), (Some(first), 0), "{word}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_can_be_done_about_a_signal_is_said() {
    for (word, default, handling, posix) in [
        (
            "TERM",
            "the process terminates",
            "can be caught, blocked and ignored",
            "in the base standard",
        ),
        (
            "SEGV",
            "the process terminates and dumps core",
            "can be caught, blocked and ignored",
            "in the base standard",
        ),
        (
            "STOP",
            "the process stops",
            "cannot be caught, blocked or ignored",
            "in the base standard",
        ),
        ("CHLD", "nothing happens", "can be caught, blocked and ignored", "in the base standard"),
        (
            "CONT",
            "the process continues if it is stopped",
            "can be caught, blocked and ignored; a stopped process continues anyway",
            "in the base standard",
        ),
        (
            "SYS",
            "the process terminates and dumps core",
            "can be caught, blocked and ignored",
            "in the XSI option",
        ),
        ("WINCH", "nothing happens", "can be caught, blocked and ignored", "in the base standard"),
        ("IO", "the process terminates", "can be caught, blocked and ignored", "not in it"),
        (
            "RTMIN",
            "the process terminates",
            "can be caught, blocked and ignored",
            "in the base standard",
        ),
    ] {
        assert_eq!(line(&[word], "default").as_deref(), Some(default), "{word}");
        assert_eq!(line(&[word], "handling").as_deref(), Some(handling), "{word}");
        assert_eq!(line(&[word], "POSIX").as_deref(), Some(posix), "{word}");
        assert!(line(&[word], "senders").is_some(), "{word}");
    }
}

#[test]
fn the_signal_is_that_of_the_likeliest_convention() {
    for (word, meaning) in [
        ("9", Some("Killed")),
        ("139", Some("Segmentation fault")),
        ("247", Some("Killed")),
        ("-15", Some("Terminated")),
        ("4991", Some("Stopped (signal)")),
        ("203", None),
        ("255", None),
        ("-1", None),
        ("61696", None),
    ] {
        assert_eq!(line(&["--target", "linux/x86", word], "meaning").as_deref(), meaning, "{word}");
    }
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
fn the_number_is_given_for_every_target() {
    for (word, numbers) in [
        ("TERM", "15 everywhere"),
        (
            "USR1",
            "10 on linux/x86 (here), linux-musl/x86, redox 16 on linux/mips, linux/hppa, \
             linux-musl/mips, illumos, solaris, \
            qnx 30 on linux/sparc, linux/alpha, freebsd, macos, netbsd, openbsd, dragonfly, hurd, \
                cygwin, aix 18 on haiku",
        ),
        ("STKFLT", "16 on linux/x86 (here), linux-musl/x86, redox 7 on linux/hppa none elsewhere"),
    ] {
        assert_eq!(line(&[word], "number").as_deref(), Some(numbers), "{word}");
    }
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
fn a_status_of_another_machine_is_explained_with_its_numbers() {
    let first =
        |words: &[&str]| explained(words).stdout.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(&["--target", "mips-linux", "138"]), "138: 128+10, killed by BUS");
    assert_eq!(first(&["--target", "freebsd", "INFO"]), "INFO: signal 29");
    assert_eq!(first(&["--target", "mips-linux", "127"]), "127: RTMAX");
    let bus = "10 on linux/mips, linux/sparc, linux/alpha, linux/hppa, linux-musl/mips, freebsd, \
        macos, netbsd, openbsd, \
        dragonfly, illumos, solaris, hurd, cygwin, qnx, aix 7 on linux/x86 (here), linux-musl/x86, \
        redox 30 on haiku";
    assert_eq!(line(&["--target", "mips-linux", "138"], "number").as_deref(), Some(bus));
    // What POSIX leaves to the system is the target's.
    assert_eq!(
        line(&["--target", "freebsd", "XCPU"], "default").as_deref(),
        Some("the process terminates")
    );
    assert_eq!(
        line(&["XCPU"], "default").as_deref(),
        Some("the process terminates and dumps core")
    );
    explained(&["--target", "macos", "PWR"]).fails(
        1,
        "kill: PWR: not a signal of macos; linux/x86 has it as 30, linux/mips as 19, linux/sparc \
         as 29, netbsd as 32\n",
    );
}

#[test]
fn every_word_is_explained_and_a_bad_one_does_not_stop_the_others() {
    let both = explained(&["HUP", "TERM"]).stdout;
    assert_eq!(both, format!("{}\n{}", explained(&["HUP"]).stdout, explained(&["TERM"]).stdout));
    let ran = explained(&["HUP", "nonsense", "3000", "0x1", "", "--", "--", "-65536", "TERM"]);
    assert_eq!((ran.status, ran.stdout), (1, both));
    assert_eq!(
        ran.stderr,
        "kill: nonsense: unknown signal name\n\
        kill: 3000: neither a signal nor a status that is known\n\
        kill: 0x1: neither a signal nor a status that is known\n\
        kill: '': unknown signal name\n\
        kill: --: not a signal or an exit status; one -- may stand among the operands\n\
        kill: -65536: neither a signal nor a status that is known\n"
    );
    explained(&["4294967305"])
        .fails(1, "kill: 4294967305: neither a signal nor a status that is known\n");
}

#[test]
fn the_option_has_every_spelling() {
    let expected = explained(&["TERM"]);
    for words in [
        &["--explain=TERM"][..],
        &["--expl", "TERM"],
        &["--explain", "--", "TERM"],
        &["--verbose", "--explain=TERM"],
    ] {
        assert_eq!(run(words), expected, "{words:?}");
    }
    for words in [&["--explain=-9"][..], &["--explain", "--", "-9"]] {
        assert_eq!(run(words), explained(&["-9"]), "{words:?}");
    }
    run(["--explain=TERM", "HUP"]).prints(&explained(&["TERM", "HUP"]).stdout);
}

#[test]
fn explaining_does_not_go_with_sending_or_listing() {
    let mut witness = Victim::start("report");
    let pid = witness.pid.to_string();
    run(["--explain"]).shows_usage_error(
        "--explain: what to explain is missing; name a signal or an exit status",
    );
    run(["-s", "TERM", "--explain", &pid])
        .shows_usage_error("-s: cannot be combined with --explain");
    run(["-9", "--explain", &pid]).shows_usage_error("-9: cannot be combined with --explain");
    run(["--explain", "-TERM", &pid]).shows_usage_error("-TERM: cannot be combined with --explain");
    run(["--explain", "-p", "9"]).shows_usage_error("-p: cannot be combined with --explain");
    run(["--explain", "-l", "9"]).shows_usage_error("-l: cannot be combined with --explain");
    run(["-L", "--explain", "9"]).shows_usage_error("--explain: cannot be combined with -L");
    run(["--explain=9", "--explain=9"]).shows_usage_error("--explain=9: given twice");
    run(["--posix", "--explain", "9"]).fails(
        1,
        "kill: --explain: long options are not POSIX\nTry 'man kill' for more information.\n",
    );
    witness.got_nothing();
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    Ran::of(kill().args(["--explain", "9"]).stdout(full))
        .fails(1, "kill: standard output: No space left on device\n");
}

#[test]
fn a_shells_message_is_explained_by_its_signal() {
    for (message, heading) in [
        ("Segmentation fault (core dumped)", "SEGV, signal 11"),
        ("zsh: illegal hardware instruction  ./a.out", "ILL, signal 4"),
        ("ksh93: 387: Memory fault(coredump)", "SEGV, signal 11"),
        ("12345 Killed", "KILL, signal 9"),
        ("Abort trap: 6", "ABRT, signal 6"),
        ("Alarm clock", "ALRM, signal 14"),
        ("terminated by signal SIGTERM (Polite quit request)", "TERM, signal 15"),
        ("Real-time signal 1", "RTMIN+1, signal 35"),
    ] {
        let words = ["--target", "linux/x86", message];
        let ran = explained(&words);
        let first = format!("{message}: {heading}");
        assert_eq!((ran.stdout.lines().next(), ran.status), (Some(first.as_str()), 0));
    }
    // The numbers are those of the target.
    let ran = explained(&["--target", "freebsd", "Bus error"]);
    assert_eq!(ran.stdout.lines().next(), Some("Bus error: BUS, signal 10"));
    explained(&["--target", "linux/x86", "Information request"]).fails(
        1,
        "kill: Information request: not a signal of linux/x86; freebsd has it as 29, illumos as \
         41\n",
    );
    explained(&["no fault at all"]).fails(1, "kill: no fault at all: unknown signal name\n");
    explained(&["1 fault"])
        .fails(1, "kill: 1 fault: neither a signal nor a status that is known\n");
}
