//! `--target`: names, numbers and statuses of other systems. Literals are from their headers.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::*;

fn on(target: &str, operands: &[&str]) -> Ran {
    run(["-l", "--target", target].iter().chain(operands))
}

#[test]
fn a_status_of_another_machine_is_decoded() {
    for (target, status, name) in [
        ("x86_64-unknown-linux-gnu", "138", "USR1"),
        ("mips-linux", "138", "BUS"),
        ("mips-linux-gnu", "144", "USR1"),
        ("mips64el-unknown-linux-gnuabi64", "135", "EMT"),
        ("sparc64-linux-gnu", "158", "USR1"),
        ("linux/alpha", "157", "PWR"),
        ("linux/hppa", "139", "SEGV"),
        ("linux/hppa", "140", "XCPU"),
        ("freebsd", "158", "USR1"),
        ("macos", "158", "USR1"),
        ("macos", "138", "BUS"),
        ("illumos", "144", "USR1"),
        ("haiku", "158", "BUS"),
        ("aix", "161", "DANGER"),
        // ksh93 and yash add more.
        ("freebsd", "286", "USR1"),
        ("freebsd", "414", "USR1"),
        ("freebsd", "30", "USR1"),
        ("linux", "0", "EXIT"),
    ] {
        on(target, &[status]).prints(&format!("{name}\n"));
    }
}

#[test]
fn a_name_becomes_the_number_it_has_there() {
    for (target, name, number) in [
        ("illumos", "INFO", 41),
        ("freebsd", "INFO", 29),
        ("freebsd", "siginfo", 29),
        ("mips-linux", "CLD", 18),
        ("sparc64-unknown-linux-gnu", "LOST", 29),
        ("freebsd", "EXIT", 0),
        ("x86_64-unknown-linux-gnu", "RTMIN", 34),
        ("x86_64-unknown-linux-musl", "RTMIN", 35),
        ("mips-linux", "RTMAX", 127),
        ("mips-linux", "rtmax-1", 126),
        ("freebsd", "RTMIN+3", 68),
        ("illumos", "RT31", 73),
    ] {
        on(target, &[name]).prints(&format!("{number}\n"));
    }
}

#[test]
fn real_time_numbers_become_names_of_that_range() {
    on("freebsd", &["65", "95", "96", "126"]).prints("RTMIN\nRTMIN+30\nRTMAX-30\nRTMAX\n");
    on("x86_64-unknown-linux-musl", &["34", "35", "64"]).prints("34\nRTMIN\nRTMAX\n");
}

/// 127 is a signal there, and 255 is 128 and 127. A number up to 127 is read as a number, a status
/// above 128 as a sum.
#[test]
fn mips_has_127_signals() {
    on("mips-linux", &["127", "255", "126", "0"]).prints("RTMAX\nRTMAX\nRTMAX-1\nEXIT\n");
    for base in ["128", "256", "384"] {
        let reason = "neither a signal nor an exit status that a signal gives";
        on("mips-linux", &[base]).fails(1, &format!("kill: {base}: {reason}\n"));
    }
    on("x86_64-linux", &["127"])
        .fails(1, "kill: 127: neither a signal nor an exit status that a signal gives\n");
}

#[test]
fn a_set_is_named_with_the_names_there() {
    on("mips-linux", &["0x8000"]).prints("USR1\n");
    on("mips-linux", &["0x40000000000000000000000000000001"]).prints("HUP\nRTMAX\n");
    on("macos", &["0x80000000"])
        .fails(1, "kill: 0x80000000: the set has signals that macos does not have\n");
}

#[test]
fn every_name_of_every_target_has_the_number_of_its_header() {
    let groups: Value = serde_json::from_str(include_str!("../data/signals.json")).expect("JSON");
    let mut targets = 0;
    for group in groups.as_array().expect("a list of tables") {
        let signals: BTreeMap<String, u64> =
            serde_json::from_value(group["signals"].clone()).expect("names with numbers");
        let names: Vec<&str> = signals.keys().map(String::as_str).collect();
        let numbers: String = signals.values().map(|number| format!("{number}\n")).collect();
        for target in group["targets"].as_object().expect("targets").keys() {
            on(target, &names).prints(&numbers);
            targets += 1;
        }
    }
    assert_eq!(targets, 58);
}

#[test]
fn lists_are_those_of_the_target() {
    let names = "HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP \
        CONT CHLD TTIN TTOU IO \
        XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2";
    on("macos", &[]).prints(&lines(names));
    on("freebsd", &[]).prints(&lines(&format!("{names} THR LIBRT RTMIN RTMAX")));
    let table = run(["-L", "--target", "haiku"]);
    assert!(table.stdout.starts_with(" 1 HUP     \n 2 INT     \n"), "{}", table.stdout);
    assert!(table.stdout.ends_with("31 RESERVED1\n32 RESERVED2\n"), "{}", table.stdout);
    let described = run(["-t", "--target", "freebsd"]).stdout;
    assert!(
        described
            .contains("\n 29 INFO     Information request\n 30 USR1     User defined signal 1\n"),
        "{described}"
    );
    assert!(described.contains("\n 66 RTMIN+1  Real-time signal 1\n"), "{described}");
    assert!(described.ends_with("\n126 RTMAX    Real-time signal 61\n"), "{described}");
}

fn lines(names: &str) -> String {
    names.split_whitespace().map(|name| format!("{name}\n")).collect()
}

#[test]
fn a_name_that_the_target_lacks_is_an_error_that_says_which_have_it() {
    for (target, name, reason) in [
        ("linux/x86", "INFO", "not a signal of linux/x86; freebsd has it as 29, illumos as 41"),
        (
            "mips-linux-gnu",
            "sigstkflt",
            "not a signal of mips-linux-gnu; linux/x86 has it as 16, linux/hppa as 7",
        ),
        ("macos", "STKFLT", "not a signal of macos; linux/x86 has it as 16, linux/hppa as 7"),
        ("freebsd", "NONSENSE", "unknown signal name"),
        ("freebsd", "RTMIN+62", "real-time signals are RTMIN to RTMIN+61 (RTMAX)"),
        ("macos", "RTMIN", "no real-time signals are known on macos"),
        ("macos", "32", "neither a signal nor an exit status that a signal gives"),
        ("macos", "4294967297", "neither a signal nor an exit status that a signal gives"),
    ] {
        on(target, &[name]).fails(1, &format!("kill: {name}: {reason}\n"));
    }
}

#[test]
fn a_bad_operand_does_not_stop_the_others() {
    let ran = on("macos", &["HUP", "PWR", "30"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "1\nUSR1\n"));
}

#[test]
fn an_unknown_target_is_an_error_that_names_the_nearest() {
    for (target, reason) in [
        ("freebds", "unknown target; did you mean freebsd?"),
        (
            "mips",
            "unknown target; did you mean linux/mips, linux-musl/mips or mips-unknown-linux-gnu?",
        ),
        ("xyzzy", "unknown target; kill --target list lists the known ones"),
    ] {
        on(target, &["1"]).shows_usage_error(&format!("{target}: {reason}"));
    }
    on("", &["1"]).shows_usage_error("'': unknown target; kill --target list lists the known ones");
}

#[test]
fn the_known_targets_are_listed() {
    let list = run(["--target", "list"]).stdout;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 20 + 58);
    assert_eq!(lines[..3], ["linux/x86", "linux/mips", "linux/sparc"]);
    assert!(lines.contains(&"mips64el-unknown-linux-gnuabi64 linux/mips"), "{list}");
    assert!(lines.contains(&"aarch64-apple-darwin macos"), "{list}");
    // Every first word is accepted.
    for line in lines {
        on(line.split(' ').next().expect("a word"), &["TERM"]).prints("15\n");
    }
}

#[test]
fn nothing_is_sent_with_a_target() {
    let mut witness = Victim::start("report");
    let pid = witness.pid.to_string();
    run(["--target", "freebsd", &pid]).shows_usage_error("--target: needs -l, -L, -t or --explain");
    run(["-s", "TERM", "--target", "freebsd", &pid])
        .shows_usage_error("--target: needs -l, -L, -t or --explain");
    run(["--target", "list", &pid])
        .shows_usage_error(&format!("{pid}: --target list takes no operand"));
    witness.got_nothing();
}

#[test]
fn strict_mode_has_no_targets() {
    run(["--posix", "-l", "--target", "freebsd"])
        .shows_strict_error("--target: not an exit status; POSIX has kill -l [exit_status]");
}
