//! D1 to D32 of `docs/requirements.md`: where implementations conflict, what sigkit does. What
//! strict mode does is in `kill_strict`; what selects by 0, -1 or name is in `namespace`. Command
//! lines that a wrong kill would read as 0 or -1 run in a PID namespace too.
//!
//! Long because each decision has its tests here, in the order of that document.

use std::os::unix::process::CommandExt;
use std::process::Command;

use libc::{SIGHUP, SIGTERM, SIGWINCH};

use crate::support::*;

/// The diagnostic for an option among the targets.
const MISPLACED: &str = "options go before the targets; nothing was signalled";

/// Runs kill with a witness's process ID as the last operand of each command line, and asserts a
/// usage error with this line and that nothing was sent.
#[track_caller]
fn refused(words: &[&str], line: &str) {
    let mut witness = Victim::start("report");
    let words: Vec<String> =
        words.iter().map(|word| word.to_string()).chain([witness.pid.to_string()]).collect();
    run(&words).shows_usage_error(line);
    witness.got_nothing();
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d1_a_first_number_that_is_no_signal_is_an_error() {
    in_pid_namespace("kill_decisions::d1_a_first_number_that_is_no_signal_is_an_error", || {
        let range = "signal numbers are 0 to 64";
        let name = if cfg!(target_env = "musl") { "RTMIN+2" } else { "RTMIN+3" };
        refused(
            &["-165"],
            &format!(
                "-165: {range}; {name} is what this exit status stands for; for a process group, \
                 write: kill -- -165"
            ),
        );
        refused(
            &["-143"],
            &format!(
                "-143: {range}; TERM is what this exit status stands for; for a process group, \
                 write: kill -- -143"
            ),
        );
        refused(&["-65"], &format!("-65: {range}; for a process group, write: kill -- -65"));
        refused(&["-9x"], "-9x: neither a signal number nor an option");
        // No process group has such a number.
        refused(&["-4294967311"], &format!("-4294967311: {range}"));
        refused(&["-18446744073709551625"], &format!("-18446744073709551625: {range}"));
    });
}

#[test]
fn d2_a_number_after_a_signal_is_a_group_and_ends_the_options() {
    let mut victim = Victim::start("report");
    let mut process = Victim::start("report");
    let (group, pid) = (format!("-{}", victim.pid), process.pid.to_string());
    run(["-TERM", &group, &pid]).succeeds();
    victim.got(SIGTERM);
    process.got(SIGTERM);
    run(["-s", "HUP", &group, &pid]).succeeds();
    victim.got(SIGHUP);
    process.got(SIGHUP);
    run(["-1", &group, "-s", &pid]).shows_usage_error(&format!("-s: {MISPLACED}"));
    victim.got_nothing();
    process.got_nothing();
}

#[test]
fn d3_an_option_among_the_targets_is_refused_with_all_of_them() {
    in_pid_namespace(
        "kill_decisions::d3_an_option_among_the_targets_is_refused_with_all_of_them",
        || {
            let mut witness = Victim::start("report");
            let pid = witness.pid.to_string();
            for (words, word) in [
                (&["--dry-run"][..], "--dry-run"),
                (&["--if-name", "nginx"], "--if-name"),
                (&["-p"], "-p"),
                (&["-l"], "-l"),
                (&["-s", "0"], "-s"),
                (&["-s", "1x"], "-s"),
                (&["-HUP"], "-HUP"),
                (&["--signal=HUP"], "--signal=HUP"),
                (&["--help"], "--help"),
                (&["1x", "-9", "-x9"], "-x9"),
                (&["-"], "-"),
            ] {
                for before in [&[][..], &["-s", "TERM"], &["--tree"], &["-k5"], &["-p"], &["--"]] {
                    run(before.iter().chain(&[pid.as_str()]).chain(words))
                        .shows_usage_error(&format!("{word}: {MISPLACED}"));
                }
            }
            run([&pid, "1x", "-9", "-9x"])
                .shows_usage_error("'-9x': not a process group; nothing was signalled");
            run(["-", "9", &pid])
                .shows_usage_error("-: neither an option nor a target; nothing was signalled");
            // A name is a target like any other.
            run(["nobody-has-this", "-p"]).shows_usage_error(&format!("-p: {MISPLACED}"));
            witness.got_nothing();
        },
    );
}

#[test]
fn d4_a_separator_among_the_targets_is_refused_with_all_of_them() {
    in_pid_namespace(
        "kill_decisions::d4_a_separator_among_the_targets_is_refused_with_all_of_them",
        || {
            let mut first = Victim::start("report");
            let mut last = Victim::start("report");
            let (pid, other) = (first.pid.to_string(), last.pid.to_string());
            let line = format!("--: {MISPLACED}");
            run([&pid, "--", &other]).shows_usage_error(&line);
            run([&pid, "--"]).shows_usage_error(&line);
            run(["--", "--", &other]).shows_usage_error(&line);
            run(["-s", "0", "--", &pid, "--", &other]).shows_usage_error(&line);
            first.got_nothing();
            last.got_nothing();
        },
    );
}

#[test]
fn d5_a_separator_may_follow_a_signal() {
    let mut victim = Victim::start("report");
    run(["-HUP", "--", &victim.pid.to_string()]).succeeds();
    victim.got(SIGHUP);
    run(["-1", "--", &victim.pid.to_string()]).succeeds();
    victim.got(SIGHUP);
    victim.got_nothing();
}

#[test]
fn d6_a_dash_word_is_a_name_before_it_is_letters() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["-sHUP", &pid]).succeeds();
    victim.got(SIGHUP);
    run(["-SIGHUP", &pid]).succeeds();
    victim.got(SIGHUP);
    run(["-nHUP", &pid]).succeeds();
    victim.got(SIGHUP);
    run(["-RTMIN+2", &pid]).succeeds();
    victim.got(libc::SIGRTMIN() + 2);
    for word in ["-rHUP", "-xHUP"] {
        run([word, &pid]).shows_usage_error(&format!(
            "{word}: neither a signal nor an option; did you mean HUP?"
        ));
    }
    victim.got_nothing();
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d7_a_number_after_minus_s_is_0_to_rtmax() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["-s", "1", &pid]).succeeds();
    victim.got(1);
    run(["-s", "01", &pid]).succeeds();
    victim.got(1);
    run(["-n", "64", &pid]).succeeds();
    victim.got(64);
    for words in [&["-s", "+1"][..], &["-n", "+1"], &["-+1"], &["--signal=+1"]] {
        run(words.iter().copied().chain([pid.as_str()])).succeeds();
        victim.got(1);
    }
    run(["-s", "0", &pid]).succeeds();
    for (word, reason) in [
        ("65", "signal numbers are 0 to 64"),
        ("4294967311", "signal numbers are 0 to 64"),
        ("18446744073709551625", "signal numbers are 0 to 64"),
        ("-1", "unknown signal name"),
        ("+65", "signal numbers are 0 to 64"),
        ("+1x", "unknown signal name"),
        ("++1", "unknown signal name"),
        (" 1", "unknown signal name"),
        ("0x1", "unknown signal name"),
        ("1e0", "unknown signal name"),
        ("1.", "unknown signal name"),
    ] {
        run(["-s", word, &pid]).shows_usage_error(&format!("{}: {reason}", named(word)));
    }
    victim.got_nothing();
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d8_an_exit_status_is_no_signal() {
    refused(
        &["-s", "143"],
        "143: signal numbers are 0 to 64; TERM is what this exit status stands for",
    );
    refused(&["-s", "128"], "128: signal numbers are 0 to 64");
    refused(
        &["-n", "271"],
        "271: signal numbers are 0 to 64; TERM is what this exit status stands for",
    );
}

#[test]
fn d9_the_prefix_is_accepted_once_in_any_case() {
    if emulated(OTHER_NUMBERS) {
        return;
    }
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for word in ["SIGHUP", "sighup", "SigHup"] {
        run(["-s", word, &pid]).succeeds();
        victim.got(SIGHUP);
    }
    run(["-s", "SIGSIGTERM", &pid]).shows_usage_error("SIGSIGTERM: unknown signal name");
    run(["-s", "SIG", &pid]).shows_usage_error("SIG: unknown signal name");
    for words in [&["-s", "SIG15"][..], &["-SIG15"], &["-sSIG15"], &["-s", "sig015"]] {
        run(words.iter().copied().chain([pid.as_str()])).succeeds();
        victim.got(SIGTERM);
    }
    run(["-s", "SIG143", &pid]).shows_usage_error("SIG143: signal numbers are 0 to 64");
    run(["-s", "SIG+15", &pid]).shows_usage_error("SIG+15: unknown signal name");
    run(["-SIGSIGTERM", &pid]).shows_usage_error("-SIGSIGTERM: neither a signal nor an option");
    victim.got_nothing();
}

#[test]
fn d10_exit_is_signal_0() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for word in ["EXIT", "exit"] {
        run(["-s", word, &pid]).succeeds();
    }
    run(["-EXIT", &pid]).succeeds();
    victim.got_nothing();
}

/// glibc's range starts at 34 and musl's at 35: a build with another libc than the system's would
/// send the neighbour.
#[test]
#[cfg(target_os = "linux")]
fn the_real_time_range_is_that_of_the_systems_own_programs() {
    const SOURCE: &str = r#"
        #include <signal.h>
        #include <stdio.h>
        int main(void) { printf("%d\n%d\n%d\n", SIGRTMIN, SIGRTMIN + 3, SIGRTMAX); return 0; }
    "#;
    let directory = TemporaryDirectory::new();
    let (source, program) = (directory.path.join("range.c"), directory.path.join("range"));
    std::fs::write(&source, SOURCE).expect("the source is written");
    Ran::of(c_compiler().arg("-o").args([&program, &source])).succeeds();
    let range = Ran::of(&mut Command::new(&program)).stdout;
    run(["-l", "RTMIN", "RTMIN+3", "RTMAX"]).prints(&range);
    let numbers: Vec<&str> = range.lines().collect();
    run(["-l"].into_iter().chain(numbers)).prints("RTMIN\nRTMIN+3\nRTMAX\n");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d11_real_time_names_are_read_exactly() {
    let (lowest, highest) = (libc::SIGRTMIN(), libc::SIGRTMAX());
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (name, number) in [
        ("RTMIN", lowest),
        ("RTMAX", highest),
        ("rtmin+3", lowest + 3),
        ("RTMAX-3", highest - 3),
        ("RTMIN+0", lowest),
        ("RT0", lowest),
        ("RT5", lowest + 5),
        ("RTMIN5", lowest + 5),
        ("SIGRTMIN+15", lowest + 15),
        ("RTMAX-14", highest - 14),
    ] {
        run(["-s", name, &pid]).succeeds();
        victim.got(number);
    }
    let range = format!("real-time signals are RTMIN to RTMIN+{} (RTMAX)", highest - lowest);
    for word in [
        "RTMIN+31",
        "RTMIN31",
        "RTMAX-31",
        "RT31",
        "RTMIN+4294967297",
        "RTMIN+256",
        "RT99999999999999999999",
    ] {
        run(["-s", word, &pid]).shows_usage_error(&format!("{word}: {range}"));
    }
    for word in
        ["RTMIN-1", "RTMAX+1", "RTMIN+", "RTMIN+1x", "RTMIN+ 1", "RTMAX1", "RT", "RT-1", "RT1x"]
    {
        run(["-s", word, &pid]).shows_usage_error(&format!("{word}: unknown signal name"));
    }
    victim.got_nothing();
}

#[test]
fn d12_a_name_becomes_a_number() {
    for (word, number) in
        [("TERM", 15), ("term", 15), ("SIGTERM", 15), ("KILL", 9), ("EXIT", 0), ("IOT", 6)]
    {
        run(["-l", word]).prints(&format!("{number}\n"));
    }
    run(["-l", "SIG9"]).prints("9\n");
    run(["-l", "RTMIN+2"]).prints(&format!("{}\n", libc::SIGRTMIN() + 2));
    run(["-l", "NOPE"]).fails(1, "kill: NOPE: unknown signal name\n");
}

#[test]
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
fn d13_real_time_numbers_become_names_from_both_ends() {
    for (number, name) in [
        (34, "RTMIN"),
        (35, "RTMIN+1"),
        (49, "RTMIN+15"),
        (50, "RTMAX-14"),
        (63, "RTMAX-1"),
        (64, "RTMAX"),
    ] {
        run(["-l", &number.to_string()]).prints(&format!("{name}\n"));
        run(["-l", &(number + 128).to_string()]).prints(&format!("{name}\n"));
    }
}

#[test]
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
fn d14_a_number_without_name_is_itself() {
    run(["-l", "32"]).prints("32\n");
    run(["-l", "33"]).prints("33\n");
    run(["-l", "161"]).prints("33\n");
}

#[test]
fn d15_0_is_exit_and_a_base_alone_is_an_error() {
    for word in ["0", "00"] {
        run(["-l", word]).prints("EXIT\n");
    }
    for word in ["128", "256", "384", "0128"] {
        let reason = "neither a signal nor an exit status that a signal gives";
        run(["-l", word]).fails(1, &format!("kill: {}: {reason}\n", named(word)));
        // The same without the plain forms, which are read before libc starts.
        run(["--list", word]).fails(1, &format!("kill: {word}: {reason}\n"));
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d16_other_statuses_are_errors() {
    let reason = "neither a signal nor an exit status that a signal gives";
    for word in [
        "111",
        "200",
        "384",
        "65",
        "127",
        "255",
        "449",
        "4294967311",
        "18446744073709551625",
        "1x",
        "9 ",
    ] {
        run(["-l", word]).fails(1, &format!("kill: {}: {reason}\n", named(word)));
    }
    run(["-l", "junk"]).fails(1, "kill: junk: unknown signal name\n");
    run(["-l", ""]).fails(1, "kill: '': unknown signal name\n");
    run(["-l", "--", "-1"]).fails(1, "kill: -1: unknown signal name\n");
    run(["-l", " 9"]).fails(1, "kill: ' 9': unknown signal name\n");
    run(["-l", "-1"]).shows_usage_error("-1: cannot be combined with -l");
    for status in [1, 64, 129, 192, 257, 320, 385, 448] {
        assert_eq!(run(["-l", &status.to_string()]).status, 0, "{status}");
    }
}

#[test]
fn d17_several_operands_are_decoded_and_a_bad_one_does_not_stop_the_rest() {
    run(["-l", "1", "2", "143"]).prints("HUP\nINT\nTERM\n");
    assert_eq!(
        run(["-l", "1", "999", "15"]),
        Ran {
            stdout: "HUP\nTERM\n".into(),
            stderr: "kill: 999: neither a signal nor an exit status that a signal gives\n".into(),
            status: 1
        }
    );
}

#[test]
fn d17_one_separator_after_an_operand_is_passed_over() {
    run(["-l", "9", "--"]).prints("KILL\n");
    run(["-l", "9", "--", "15"]).prints("KILL\nTERM\n");
    run(["-l9", "--"]).prints("KILL\n");
    run(["-l", "--", "9", "--"]).prints("KILL\n");
    let reason = "not a signal or an exit status; one -- may stand among the operands";
    run(["-l", "9", "--", "--"]).is(1, "KILL\n", &format!("kill: --: {reason}\n"));
    run(["-l", "--", "--"]).fails(1, &format!("kill: --: {reason}\n"));
    run(["-l", "+9"]).prints("KILL\n");
}

#[test]
fn d17_more_operands_than_are_written_at_once_are_each_decoded_once() {
    // 169, 170 and 171 lines fill what is gathered, and thousands are more.
    for count in [168, 169, 170, 171, 3000] {
        let good: Vec<&str> = std::iter::repeat_n("26", count).collect();
        let name = run(["-l", "26"]).stdout;
        run(["-l"].iter().chain(&good)).prints(&name.repeat(count));
        let ran = run(["-l"].iter().chain(&good).chain(&["999"]));
        assert_eq!((ran.stdout, ran.status), (name.repeat(count), 1), "{count}");
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        Ran::of(kill().arg("-l").args(&good).stdout(full))
            .fails(1, "kill: standard output: No space left on device\n");
    }
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn d18_the_list_is_the_names_of_signal_h_in_the_order_of_their_numbers() {
    let expected = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT \
        CHLD CONT STOP TSTP \
        TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN RTMAX";
    run(["-l"]).prints(&format!("{}\n", expected.split(' ').collect::<Vec<_>>().join("\n")));
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn d19_the_table_is_laid_out_as_util_linux_does() {
    for option in ["-L", "--table", "--tab"] {
        let table = run([option]).stdout;
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[..2], [" 1 HUP     ", " 2 INT     "]);
        assert_eq!(lines[15], "16 STKFLT  ");
        assert_eq!(lines[31..], ["34 RTMIN   ", "64 RTMAX   "]);
    }
}

#[test]
fn d19_only_the_rows_of_the_operands_are_printed() {
    if emulated(OTHER_NUMBERS) {
        return;
    }
    run(["-L", "9", "TERM"]).prints(" 9 KILL\n15 TERM\n");
    run(["--table", "--", "143", "0", "SIGHUP"]).prints("15 TERM\n 0 EXIT\n 1 HUP\n");
    run(["-L", "--target", "illumos", "INFO"]).prints("41 INFO\n");
    run(["-L", "1", "128", "nope", "2"]).is(
        1,
        " 1 HUP\n 2 INT\n",
        "kill: 128: neither a signal nor an exit status that a signal gives\nkill: nope: unknown \
            signal \
         name\n",
    );
}

#[test]
fn d20_only_the_rows_of_the_operands_are_printed() {
    if emulated(OTHER_NUMBERS) {
        return;
    }
    run(["-t", "TERM", "HUP"]).prints("15 TERM     Terminated\n 1 HUP      Hangup\n");
    run(["-t", "--", "0", "1", "2"]).prints(
        " 0 EXIT     No signal, only a check of the target\n 1 HUP      Hangup\n 2 INT      \
         Interrupt\n",
    );
    run(["-t", "999"])
        .fails(1, "kill: 999: neither a signal nor an exit status that a signal gives\n");
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn d20_the_table_with_descriptions_is_laid_out_as_gnu_does() {
    let table = run(["-t"]).stdout;
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 63);
    assert_eq!(lines[0], " 0 EXIT     No signal, only a check of the target");
    assert_eq!(lines[1], " 1 HUP      Hangup");
    assert_eq!(lines[15], "15 TERM     Terminated");
    assert_eq!(lines[32..34], ["34 RTMIN    Real-time signal 0", "35 RTMIN+1  Real-time signal 1"]);
    assert_eq!(lines[62], "64 RTMAX    Real-time signal 30");
}

#[test]
fn d21_partial_success_is_64() {
    let mut victim = Victim::start("report");
    let (pid, dead) = (victim.pid.to_string(), dead_pid());
    assert_eq!(run([&pid, &dead]).status, 64);
    victim.got(SIGTERM);
    assert_eq!(run([&dead, &pid]).status, 64);
    victim.got(SIGTERM);
    assert_eq!(run([&dead, &dead]).status, 1);
    victim.got_nothing();
}

#[test]
fn d22_malformed_operands_count_as_failures() {
    let mut victim = Victim::start("report");
    assert_eq!(run(["1x", &victim.pid.to_string()]).status, 64);
    assert_eq!(run(["1x", "2y"]).status, 1);
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn d23_blanks_a_plus_and_leading_zeros_are_read() {
    in_pid_namespace("kill_decisions::d23_blanks_a_plus_and_leading_zeros_are_read", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid;
        for word in [
            format!(" {pid}"),
            format!("\t{pid}"),
            format!("+{pid}"),
            format!(" +{pid}"),
            format!("000{pid}"),
        ] {
            run([&word]).succeeds();
            victim.got(SIGTERM);
        }
        run(["--".to_owned(), format!("-0{pid}")]).succeeds();
        victim.got(SIGTERM);
        run(["--".to_owned(), format!(" -{pid}")]).succeeds();
        victim.got(SIGTERM);
        victim.got_nothing();
    });
}

#[test]
fn d23_what_is_no_number_is_an_error_for_that_operand() {
    in_pid_namespace("kill_decisions::d23_what_is_no_number_is_an_error_for_that_operand", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid.to_string();
        let fails = |words: &[&str], line: &str| {
            run(["-s", "TERM", "--"].iter().chain(words)).fails(1, &format!("kill: {line}\n"));
        };
        fails(&[""], "'': empty operand; a process ID is expected");
        for word in [
            "+",
            "+-5",
            "0x10",
            "1e3",
            "1.5",
            &format!("{pid}x"),
            &format!("{pid} "),
            &format!("{pid}.0"),
            &format!("{pid},"),
            " ",
            "12:",
            "12:34x",
            "1_000",
        ] {
            fails(&[word], &format!("'{word}': not a process ID"));
        }
        // What cannot be seen is shown.
        fails(&[&format!("{pid}\r")], &format!("'{pid}\\x0d': not a process ID"));
        fails(&[&format!("{pid}\n{pid}")], &format!("'{pid}\\x0a{pid}': not a process ID"));
        for word in ["--5", "-+5"] {
            run(["-s", "TERM", "--", word]).shows_usage_error(&format!("{word}: {MISPLACED}"));
        }
        for word in ["-12:34", "-12 "] {
            run(["-s", "TERM", "--", word]).shows_usage_error(&format!(
                "'{word}': not a process group; nothing was signalled"
            ));
        }
        victim.got_nothing();
    });
}

#[test]
fn integers_never_wrap() {
    in_pid_namespace("kill_decisions::integers_never_wrap", || {
        let mut victim = Victim::start("report");
        let pid = i128::from(victim.pid);
        for number in [
            4294967295,
            4294967296,
            4294967297,
            pid + (1 << 32),
            -pid - (1 << 32),
            (1 << 63) - 1,
            1 << 63,
            (1 << 64) - 1,
            (1 << 64) + pid,
            -(1 << 63) - 1,
            2147483648,
            -2147483648,
            -2147483649,
        ] {
            let word = number.to_string();
            run(["-s", "TERM", "--", &word])
                .fails(1, &format!("kill: {word}: out of range for a process ID\n"));
        }
        victim.got_nothing();
    });
}

#[test]
fn d25_only_one_signal_can_be_chosen() {
    let reason = "a signal is already chosen; only one can be sent";
    refused(&["-s", "HUP", "-s", "TERM"], &format!("-s: {reason}"));
    refused(&["-9", "-s", "TERM"], &format!("-s: {reason}"));
    refused(&["-9", "-TERM"], &format!("-TERM: {reason}"));
    refused(&["-TERM", "--signal=HUP"], &format!("--signal=HUP: {reason}"));
    refused(&["-s", "0", "-TERM"], &format!("-TERM: {reason}"));
}

#[test]
fn d26_a_list_and_a_signal_exclude_each_other() {
    refused(&["-l", "-s", "TERM"], "-s: cannot be combined with -l");
    refused(&["-9", "-l"], "-9: cannot be combined with -l");
    refused(&["-l", "-TERM"], "-TERM: cannot be combined with -l");
    refused(&["-L", "-9"], "-9: cannot be combined with -L");
}

#[test]
fn d27_write_errors_are_diagnosed_in_every_mode() {
    for mode in [&[][..], &["--posix"], &["--posix=xsi"]] {
        for words in [&["-l"][..], &["-l", "9"]] {
            let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
            Ran::of(kill().args(mode).args(words).stdout(full))
                .fails(1, "kill: standard output: No space left on device\n");
        }
    }
}

#[test]
fn d28_everybody_and_the_own_group_take_a_literal_spelling() {
    in_pid_namespace(
        "kill_decisions::d28_everybody_and_the_own_group_take_a_literal_spelling",
        || {
            for word in ["-01", " -1", "-001", "\t-1"] {
                run(["-s", "0", "--", word]).fails(
                    1,
                    &format!(
                        "kill: {}: would signal every process; write -1 to do that\n",
                        named(word).replace('\t', "\\x09")
                    ),
                );
            }
            for word in [" 0", "000", "-00", "+00"] {
                run(["-s", "0", "--", word]).fails(
                    1,
                    &format!(
                        "kill: {}: would signal kill's own process group; write 0 to do that\n",
                        named(word)
                    ),
                );
            }
        },
    );
}

#[test]
fn d28_minus_0_stands_alone() {
    in_pid_namespace("kill_decisions::d28_minus_0_stands_alone", || {
        let mut victim = Victim::start("report");
        let mut leader = Victim::start("report");
        let pid = victim.pid.to_string();
        let in_group = |words: &[&str]| Ran::of(kill().args(words).process_group(leader.pid));
        let line = "-0: ambiguous next to other targets; write 0 for kill's process group, or -s \
            0 for a check; nothing was signalled";
        in_group(&["-s", "TERM", "-0", &pid]).shows_usage_error(line);
        in_group(&["-TERM", &pid, "-0"]).shows_usage_error(line);
        in_group(&[&pid, "-0"]).shows_usage_error(line);
        in_group(&["--session-of", &pid, "--", "-0"]).shows_usage_error(line);
        // WINCH is ignored by default, so kill itself lives.
        in_group(&["-s", "WINCH", "-0"]).succeeds();
        in_group(&["-0", &pid]).succeeds();
        leader.got(SIGWINCH);
        leader.got_nothing();
        victim.got_nothing();
    });
}

#[test]
fn d31_a_signal_in_the_place_of_the_first_target_has_lost_its_dash() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for name in ["HUP", "SIGHUP", "KILL", "EXIT"] {
        let line = format!("{name}: a signal needs a dash; write: kill -{name} {pid}");
        run([name, &pid]).shows_usage_error(&line);
        run(["--verbose", name, &pid]).shows_usage_error(&line);
        run(["--", name, &pid]).shows_usage_error(&line);
    }
    run(["TERM"]).shows_usage_error("TERM: a signal needs a dash; write: kill -TERM PID");
    victim.got_nothing();
}

#[test]
fn d31_with_a_signal_such_a_word_is_a_name() {
    in_pid_namespace("kill_decisions::d31_with_a_signal_such_a_word_is_a_name", || {
        let (mut victim, _directory) = Victim::named("HUP");
        run(["-s", "TERM", "HUP"]).succeeds();
        victim.got(SIGTERM);
        run(["-p", "HUP"]).prints(&format!("{}\n", victim.pid));
        victim.got_nothing();
    });
}

#[test]
fn d32_a_time_is_no_target() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (option, time, line) in [
        ("-w", "2s", "2s: -w takes its time attached: -w2s"),
        ("-aw", "1m30s", "1m30s: -w takes its time attached: -w1m30s"),
        ("--wait", "1.5", "1.5: --wait takes its time attached: --wait=1.5"),
        ("--verbose", "2s", "2s: a time, not a target; nothing was signalled"),
    ] {
        run([option, time, &pid]).shows_usage_error(line);
        run([option, &pid, time]).shows_usage_error(line);
    }
    victim.got_nothing();
}

#[test]
fn d29_a_job_id_is_an_error() {
    for word in ["%1", "%%", "%?vi", "%"] {
        run([word]).fails(
            1,
            &format!(
                "kill: {word}: job IDs exist only inside the shell; use its own kill, or a process \
                 ID from jobs -p\n"
            ),
        );
    }
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn d30_one_of_two_names_is_printed_and_both_are_accepted() {
    for (number, printed, other) in [(17, "CHLD", "CLD"), (6, "ABRT", "IOT"), (29, "IO", "POLL")] {
        run(["-l", &number.to_string()]).prints(&format!("{printed}\n"));
        run(["-l", printed]).prints(&format!("{number}\n"));
        if !(other == "CLD" && cfg!(target_env = "musl")) {
            run(["-l", other]).prints(&format!("{number}\n"));
        }
    }
    run(["-l", "30"]).prints("PWR\n");
}
