//! Strict-POSIX mode: both levels, by option and by environment; what D1 to D32 of
//! `docs/requirements.md` say of it.

use libc::{SIGHUP, SIGTERM};

use crate::support::*;

const BASE: &str = "--posix";
const XSI: &str = "--posix=xsi";

/// Runs a command line at both levels with a witness as its last operand, and asserts that it is
/// refused with this line.
#[track_caller]
fn refused(words: &[&str], line: &str) {
    for level in [BASE, XSI] {
        refused_at(level, words, line);
    }
}

#[track_caller]
fn refused_at(level: &str, words: &[&str], line: &str) {
    let mut witness = Victim::start("report");
    let pid = witness.pid.to_string();
    run([level].iter().chain(words).copied().chain([pid.as_str()])).shows_strict_error(line);
    witness.got_nothing();
}

#[test]
fn what_posix_has_is_accepted() {
    let mut victim = Victim::start("report");
    let mut member = Victim::in_group("report", victim.pid);
    let (pid, group) = (victim.pid.to_string(), format!("-{}", victim.pid));
    for level in [BASE, XSI] {
        run([level, &pid]).succeeds();
        victim.got(SIGTERM);
        run([level, "--", &pid]).succeeds();
        victim.got(SIGTERM);
        run([level, "-s", "HUP", &pid]).succeeds();
        victim.got(SIGHUP);
        run([level, "-s", "hup", "--", &pid]).succeeds();
        victim.got(SIGHUP);
        run([level, "-s", "0", &pid]).succeeds();
        run([level, "--", &group]).succeeds();
        victim.got(SIGTERM);
        member.got(SIGTERM);
        run([level, "-s", "TERM", "--", &group]).succeeds();
        victim.got(SIGTERM);
        member.got(SIGTERM);
        run([level, "-s", "RTMIN", &pid]).succeeds();
        victim.got(libc::SIGRTMIN());
        run([level, "-l", "143"]).prints("TERM\n");
        run([level, "-l", "--", "143"]).prints("TERM\n");
    }
    victim.got_nothing();
}

#[test]
fn the_environment_chooses_the_level() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let with = |value: &str, words: &[&str]| Ran::of(kill().env("SIGKIT_POSIX", value).args(words));
    with("1", &["-9", &pid])
        .shows_strict_error("-9: signal numbers are not POSIX; write: kill -s KILL");
    with("xsi", &["-1", &pid]).succeeds();
    victim.got(SIGHUP);
    with("xsi", &["-s", "SIGHUP", &pid])
        .shows_strict_error("SIGHUP: the SIG prefix is not POSIX; write: kill -s HUP");
    for off in ["", "0"] {
        with(off, &["-SIGHUP", &pid]).succeeds();
        victim.got(SIGHUP);
    }
    with("yes", &[&pid]).shows_strict_error("SIGKIT_POSIX=yes: must be 1, xsi, 0 or empty");
    with("1", &["--posix=xsi", "-1", &pid]).succeeds();
    victim.got(SIGHUP);
    run(["--posix=base", &pid])
        .shows_strict_error("--posix=base: the levels are --posix and --posix=xsi");
    victim.got_nothing();
}

#[test]
fn the_multicall_form_has_strict_mode_too() {
    let mut command = std::process::Command::new(sigkit_path());
    Ran::of(command.args(["kill", "--posix", "-9", "1"]).env_remove("SIGKIT_POSIX"))
        .shows_strict_error("-9: signal numbers are not POSIX; write: kill -s KILL");
}

#[test]
fn numbers_are_refused_with_the_name() {
    refused_at(BASE, &["-9"], "-9: signal numbers are not POSIX; write: kill -s KILL");
    refused_at(BASE, &["-15"], "-15: signal numbers are not POSIX; write: kill -s TERM");
    refused_at(BASE, &["-0"], "-0: signal numbers are not POSIX; write: kill -s 0");
    refused(&["-s", "9"], "9: signal numbers are not POSIX; write: kill -s KILL");
    refused(&["-s", "00"], "00: signal numbers are not POSIX; write: kill -s 0");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn numbers_that_no_mode_knows_are_refused() {
    let range = "signal numbers are 0 to 64";
    let name = if cfg!(target_env = "musl") { "RTMIN+2" } else { "RTMIN+3" };
    refused(&["-s", "143"], &format!("143: {range}; TERM is what this exit status stands for"));
    refused(
        &["-165"],
        &format!(
            "-165: {range}; {name} is what this exit status stands for; for a process group, \
             write: kill -s TERM -- -165"
        ),
    );
    refused_at(
        XSI,
        &["-10"],
        "-10: not one of XSI's numbers 0 1 2 3 6 9 14 15; write: kill -s USR1",
    );
    refused_at(
        XSI,
        &["-30"],
        "-30: not one of XSI's numbers 0 1 2 3 6 9 14 15; POSIX has no name for this signal",
    );
    refused_at(
        BASE,
        &["-30"],
        "-30: signal numbers are not POSIX; POSIX has no name for this signal",
    );
}

#[test]
fn xsi_has_names_and_seven_numbers_as_options() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (word, number) in [
        ("-1", 1),
        ("-2", 2),
        ("-3", 3),
        ("-6", 6),
        ("-14", 14),
        ("-15", 15),
        ("-HUP", 1),
        ("-term", 15),
    ] {
        run([XSI, word, &pid]).succeeds();
        victim.got(number);
    }
    run([XSI, "-0", &pid]).succeeds();
    victim.got_nothing();
    run([XSI, "-9", &pid]).succeeds();
    assert_eq!(victim.end(), -9);
}

#[test]
fn names_as_options_are_refused_in_the_base() {
    for (word, name) in [
        ("-TERM", "TERM"),
        ("-hup", "HUP"),
        ("-stop", "STOP"),
        ("-SIGINT", "INT"),
        ("-quit", "QUIT"),
    ] {
        refused_at(
            BASE,
            &[word],
            &format!(
                "{word}: signal names as options are XSI, not base POSIX; write: kill -s {name}"
            ),
        );
    }
}

#[test]
fn the_prefix_is_refused() {
    refused(&["-s", "SIGTERM"], "SIGTERM: the SIG prefix is not POSIX; write: kill -s TERM");
    refused(&["-s", "sigterm"], "sigterm: the SIG prefix is not POSIX; write: kill -s TERM");
    refused_at(XSI, &["-SIGTERM"], "-SIGTERM: the SIG prefix is not POSIX; write: kill -s TERM");
}

#[test]
fn exit_is_refused() {
    refused(&["-s", "EXIT"], "EXIT: EXIT is not POSIX; write: kill -s 0");
}

#[test]
fn attached_values_are_refused() {
    refused(&["-sTERM"], "-sTERM: an attached signal is not portable; write: kill -s TERM");
    refused(&["-l15"], "-l15: an attached status is not portable; write: kill -l 15");
}

#[test]
fn other_options_are_refused() {
    refused(&["--signal=TERM"], "--signal=TERM: long options are not POSIX; write: kill -s");
    refused(&["--list"], "--list: long options are not POSIX; write: kill -l");
    refused(&["--help"], "--help: long options are not POSIX");
    refused(&["-n", "TERM"], "-n: not a POSIX option; write: kill -s");
    for option in ["-q", "-L", "-t", "-a", "-p", "-r", "-d", "-h", "-V", "-v", "-x"] {
        refused(
            &[option],
            &format!(
                "{option}: not a POSIX option; POSIX has kill [-s NAME] [--] PID... and kill -l \
                 [--] [STATUS]"
            ),
        );
    }
}

#[test]
fn real_time_arithmetic_is_refused() {
    for word in ["RTMIN+1", "RTMAX-1", "RTMIN+0"] {
        refused(
            &["-s", word],
            &format!(
                "{word}: not a POSIX signal name; {}",
                match word {
                    "RTMIN+0" => "write: kill -s RTMIN",
                    _ => "POSIX has no name for this signal",
                }
            ),
        );
    }
    refused(&["-s", "RT0"], "RT0: not a POSIX signal name; write: kill -s RTMIN");
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn signals_that_posix_does_not_define_are_refused() {
    for name in ["STKFLT", "PWR", "IO", "POLL", "PROF"] {
        refused(
            &["-s", name],
            &format!("{name}: not a POSIX signal name; POSIX has no name for this signal"),
        );
    }
    // musl's <signal.h> has no CLD.
    if !cfg!(target_env = "musl") {
        refused(&["-s", "CLD"], "CLD: not a POSIX signal name; write: kill -s CHLD");
    }
    refused(&["-s", "IOT"], "IOT: not a POSIX signal name; write: kill -s ABRT");
    refused(&["-s", "EMT"], "EMT: not a signal of this system");
    refused(&["-s", "INFO"], "INFO: not a signal of this system");
}

#[test]
fn xsi_signals_are_refused_in_the_base() {
    let mut victim = Victim::start("report");
    for (name, number) in [
        ("SYS", libc::SIGSYS),
        ("TRAP", libc::SIGTRAP),
        ("VTALRM", libc::SIGVTALRM),
        ("XCPU", libc::SIGXCPU),
        ("XFSZ", libc::SIGXFSZ),
    ] {
        refused_at(
            BASE,
            &["-s", name],
            &format!("{name}: XSI only, not base POSIX; base POSIX has no name for it"),
        );
        run([XSI, "-s", name, &victim.pid.to_string()]).succeeds();
        victim.got(number);
    }
}

#[test]
fn every_base_name_is_accepted() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let names = "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT PIPE QUIT SEGV TERM TSTP TTIN TTOU URG \
        USR1 USR2 WINCH RTMIN RTMAX";
    for name in names.split(' ') {
        if name == "RTMAX" && emulated(NO_HIGHEST_SIGNALS) {
            continue;
        }
        run([BASE, "-s", name, &pid]).succeeds();
        victim.next();
    }
    let mut stopped = Victim::start("default");
    run([BASE, "-s", "STOP", &stopped.pid.to_string()]).succeeds();
    stopped.has_stopped();
    run([BASE, "-s", "KILL", &stopped.pid.to_string()]).succeeds();
    assert_eq!(stopped.end(), -9);
    victim.got_nothing();
}

#[test]
fn the_list_has_the_names_that_the_level_accepts() {
    let sorted = |ran: Ran| {
        let mut names: Vec<_> = ran.stdout.lines().map(str::to_owned).collect();
        names.sort();
        names.join(" ")
    };
    let base = "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT RTMAX RTMIN SEGV STOP TERM \
        TSTP TTIN TTOU URG \
        USR1 USR2 WINCH";
    assert_eq!(sorted(run([BASE, "-l"])), base);
    let xsi = "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT RTMAX RTMIN SEGV STOP SYS \
        TERM TRAP TSTP TTIN \
        TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ";
    assert_eq!(sorted(run([XSI, "-l"])), xsi);
}

#[test]
fn one_status_is_decoded_and_only_a_status() {
    for level in [BASE, XSI] {
        run([level, "-l", "271"]).prints("TERM\n");
        run([level, "-l", "1", "2"])
            .shows_strict_error("2: POSIX has one exit status; write: kill -l once for each");
        run([level, "-l", "TERM"]).fails(
            1,
            "kill: TERM: POSIX leaves kill -l with a name unspecified; it decodes an exit status\n",
        );
        // MIPS has signals up to 127.
        let above = if libc::SIGRTMAX() < 111 { "111" } else { "2111" };
        for word in ["999", "0x2", above] {
            run([level, "-l", word]).fails(
                1,
                &format!("kill: {word}: neither a signal nor an exit status that a signal gives\n"),
            );
        }
        run([level, "-l", "-9"])
            .shows_strict_error("-9: not an exit status; POSIX has kill -l [exit_status]");
        run([level, "-s", "TERM", "-l"]).shows_strict_error("-l: cannot be combined with a signal");
    }
}

#[test]
fn d15_strict_mode_prints_0_and_refuses_a_base_alone() {
    for level in [BASE, XSI] {
        run([level, "-l", "0"]).prints("0\n");
        for word in ["128", "256", "384"] {
            let reason = "neither a signal nor an exit status that a signal gives";
            run([level, "-l", word]).fails(1, &format!("kill: {word}: {reason}\n"));
        }
    }
}

#[test]
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
fn d13_d14_extensions_are_still_decoded_but_unnamed_numbers_are_errors() {
    run([BASE, "-l", "35"]).prints("RTMIN+1\n");
    run([BASE, "-l", "30"]).prints("PWR\n");
    run([BASE, "-l", "32"])
        .fails(1, "kill: 32: neither a signal nor an exit status that a signal gives\n");
}

#[test]
fn d2_a_group_may_follow_a_signal() {
    let mut victim = Victim::start("report");
    run([BASE, "-s", "TERM", &format!("-{}", victim.pid)]).succeeds();
    victim.got(SIGTERM);
    run([XSI, "-15", &format!("-{}", victim.pid)]).succeeds();
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn d3_after_the_first_operand_digits_are_a_group() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    let group = format!("-{}", dead_pid());
    run([XSI, &pid, &group]).fails(1, &format!("kill: {group}: No such process\n"));
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn d22_a_malformed_operand_does_not_stop_the_rest() {
    let mut victim = Victim::start("report");
    let reason = "not a POSIX process ID; write digits, with - before them for a process group";
    run([BASE, "1x", &victim.pid.to_string(), ""]).fails(
        1,
        &format!("kill: '1x': {reason}\nkill: '': empty operand; a process ID is expected\n"),
    );
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
#[cfg(target_arch = "x86_64")]
fn d16_other_statuses_are_errors() {
    for word in ["384", "200", "65", "1x", "4294967311"] {
        run([BASE, "-l", word]).fails(
            1,
            &format!("kill: {word}: neither a signal nor an exit status that a signal gives\n"),
        );
    }
    run([BASE, "-l", "--", "-1"]).fails(1, "kill: -1: unknown signal name\n");
    run([BASE, "-l", "junk"]).fails(1, "kill: junk: unknown signal name\n");
}

#[test]
fn xsi_numbers_have_one_spelling() {
    refused_at(
        XSI,
        &["-09"],
        "-09: not one of XSI's numbers 0 1 2 3 6 9 14 15; write: kill -s KILL",
    );
    refused_at(XSI, &["-00"], "-00: not one of XSI's numbers 0 1 2 3 6 9 14 15; write: kill -s 0");
}

#[test]
fn d21_partial_success_is_1() {
    let mut victim = Victim::start("report");
    let dead = dead_pid();
    run([BASE, &victim.pid.to_string(), &dead])
        .fails(1, &format!("kill: {dead}: No such process\n"));
    victim.got(SIGTERM);
    victim.got_nothing();
}

#[test]
fn d23_d24_operands_are_digits_with_at_most_a_minus() {
    in_pid_namespace("kill_strict::d23_d24_operands_are_digits_with_at_most_a_minus", || {
        let mut victim = Victim::start("report");
        let pid = victim.pid;
        let reason = "not a POSIX process ID; write digits, with - before them for a process group";
        for word in [
            format!("+{pid}"),
            format!(" {pid}"),
            format!("{pid}x"),
            format!("{pid}:1"),
            format!("{pid} "),
            format!("{pid},"),
        ] {
            run([BASE, &word]).fails(1, &format!("kill: '{word}': {reason}\n"));
        }
        run([BASE, "name"]).fails(1, &format!("kill: name: {reason}\n"));
        for word in ["-0", "00"] {
            run([BASE, "-s", "0", "--", word]).fails(
                1,
                &format!(
                    "kill: {word}: would signal kill's own process group; write 0 to do that\n"
                ),
            );
        }
        run([BASE, "%1"]).fails(
            1,
            "kill: %1: job IDs exist only inside the shell; use its own kill, or a process ID from \
             jobs -p\n",
        );
        victim.got_nothing();
    });
}

#[test]
fn d3_d4_an_option_among_the_targets_is_refused_with_all_of_them() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for level in [BASE, XSI] {
        for word in ["-TERM", "-s", "-l", "--help", "--", "-"] {
            let line = format!("{word}: options go before the targets; nothing was signalled");
            run([level, &pid, word]).shows_strict_error(&line);
            run([level, "-s", "TERM", "--", &pid, word, &pid]).shows_strict_error(&line);
        }
        run([level, "--", "--"])
            .shows_strict_error("--: options go before the targets; nothing was signalled");
    }
    victim.got_nothing();
}

#[test]
fn d28_minus_0_beside_a_target_is_refused_with_it() {
    let line = "-0: ambiguous next to other targets; write 0 for kill's process group, or -s 0 \
        for a check; \
                nothing was signalled";
    refused(&["-s", "TERM", "--", "-0"], line);
    refused(&["-s", "TERM", "-0"], line);
}

#[test]
fn d31_a_signal_in_the_place_of_the_first_target_needs_minus_s() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for level in [BASE, XSI] {
        for name in ["HUP", "hup"] {
            run([level, name, &pid]).shows_strict_error(&format!(
                "{name}: a signal needs -s; write: kill -s {name} {pid}"
            ));
        }
        run([level, "SIGHUP", &pid])
            .shows_strict_error("SIGHUP: the SIG prefix is not POSIX; write: kill -s HUP");
    }
    victim.got_nothing();
}

#[test]
fn d25_only_one_signal_can_be_chosen() {
    refused(&["-s", "HUP", "-s", "TERM"], "-s: a signal is already chosen; only one can be sent");
    refused_at(XSI, &["-9", "-s", "TERM"], "-s: a signal is already chosen; only one can be sent");
    refused_at(XSI, &["-9", "-TERM"], "-TERM: a signal is already chosen; only one can be sent");
}

#[test]
fn something_is_missing() {
    for level in [BASE, XSI] {
        run([level]).shows_strict_error("PID: missing; name at least one process");
        run([level, "-s"]).shows_strict_error("-s: SIGNAL is missing");
        run([level, "-s", "TERM"]).shows_strict_error("PID: missing; name at least one process");
    }
}
