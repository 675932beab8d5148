//! The numbers of Linux's architectures, from their <signal.h>: each architecture tests its own,
//! with literals.
#![cfg(target_os = "linux")]

use crate::support::*;

#[cfg(mips)]
mod own {
    /// The names of 1 to 31, in this order.
    pub const NAMES: &str = "HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM \
        USR1 USR2 CHLD PWR WINCH \
        URG IO STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ";
    pub const NUMBERS: &[(&str, i32)] =
        &[("BUS", 10), ("USR1", 16), ("CHLD", 18), ("POLL", 22), ("STOP", 23), ("XFSZ", 31)];
    pub const STATUSES: &[(i32, &str)] =
        &[(138, "BUS"), (144, "USR1"), (272, "USR1"), (407, "STOP"), (153, "CONT")];
    pub const HIGHEST: i32 = 127;
}

#[cfg(sparc)]
mod own {
    /// The names of 1 to 31, in this order.
    pub const NAMES: &str = "HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM \
        URG STOP TSTP CONT CHLD \
        TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH PWR USR1 USR2";
    pub const NUMBERS: &[(&str, i32)] =
        &[("BUS", 10), ("STOP", 17), ("CHLD", 20), ("POLL", 23), ("LOST", 29), ("USR1", 30)];
    pub const STATUSES: &[(i32, &str)] =
        &[(138, "BUS"), (144, "URG"), (158, "USR1"), (401, "STOP"), (147, "CONT")];
    pub const HIGHEST: i32 = 64;
}

#[cfg(not(any(
    target_arch = "mips",
    target_arch = "mips32r6",
    target_arch = "mips64",
    target_arch = "mips64r6",
    target_arch = "sparc",
    target_arch = "sparc64",
)))]
mod own {
    /// The names of 1 to 31, in this order.
    pub const NAMES: &str = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM \
        STKFLT CHLD CONT STOP TSTP \
        TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
    pub const NUMBERS: &[(&str, i32)] =
        &[("BUS", 7), ("USR1", 10), ("CHLD", 17), ("STOP", 19), ("POLL", 29), ("SYS", 31)];
    pub const STATUSES: &[(i32, &str)] =
        &[(138, "USR1"), (144, "STKFLT"), (266, "USR1"), (403, "STOP"), (146, "CONT")];
    pub const HIGHEST: i32 = 64;
}

use own::*;

/// The C library keeps the first ones to itself.
const LOWEST: i32 = if cfg!(target_env = "musl") { 35 } else { 34 };

fn numbered() -> Vec<(&'static str, i32)> {
    let numbered: Vec<_> = NAMES.split(' ').zip(1..).collect();
    assert_eq!(numbered.len(), 31);
    numbered
}

#[test]
fn the_list_has_the_names_in_the_order_of_their_numbers() {
    run(["-l"]).prints(&format!("{}\nRTMIN\nRTMAX\n", NAMES.replace(' ', "\n")));
}

#[test]
fn names_and_numbers_lead_to_each_other() {
    let (names, numbers): (Vec<_>, Vec<_>) = numbered().into_iter().unzip();
    let numbers: Vec<_> = numbers.iter().map(i32::to_string).collect();
    run(["-l"].iter().chain(&names)).prints(&format!("{}\n", numbers.join("\n")));
    run(["-l"].into_iter().chain(numbers.iter().map(String::as_str)))
        .prints(&format!("{}\n", names.join("\n")));
    for (name, number) in NUMBERS {
        run(["-l", name]).prints(&format!("{number}\n"));
    }
}

#[test]
fn the_statuses_of_every_shell_become_names() {
    for (status, name) in STATUSES {
        run(["-l", &status.to_string()]).prints(&format!("{name}\n"));
    }
    for base in [128, 256, 384] {
        let statuses = numbered().into_iter().map(|(_, number)| (base + number).to_string());
        run(["-l".to_owned()].into_iter().chain(statuses))
            .prints(&format!("{}\n", NAMES.replace(' ', "\n")));
    }
}

#[test]
fn signals_that_are_sent_by_name_arrive_with_their_numbers_and_the_other_way_round() {
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    for (name, number) in numbered() {
        if !["KILL", "STOP"].contains(&name) {
            for words in [["-s", name, &pid], ["-n", &number.to_string(), &pid]] {
                run(words).succeeds();
                victim.got(number);
            }
        }
    }
    run(["-s", "RTMIN", &pid]).succeeds();
    victim.got(LOWEST);
    run(["-s", &(LOWEST + 1).to_string(), &pid]).succeeds();
    victim.got(LOWEST + 1);
    victim.got_nothing();
}

#[test]
fn a_process_dies_of_the_signal_that_is_named() {
    for (name, number) in
        NUMBERS.iter().filter(|(name, _)| ["BUS", "USR1", "XFSZ", "SYS", "LOST"].contains(name))
    {
        let mut victim = Victim::start("default");
        run(["-s", name, &victim.pid.to_string()]).succeeds();
        assert_eq!(victim.end(), -number, "{name}");
    }
}

#[test]
fn the_real_time_signals_are_those_of_the_architecture_and_the_c_library() {
    run(["-l", "RTMIN", "RTMAX"]).prints(&format!("{LOWEST}\n{HIGHEST}\n"));
    let (lowest, highest) = (LOWEST.to_string(), HIGHEST.to_string());
    run(["-l", &lowest, &highest, "36"]).prints(&format!("RTMIN\nRTMAX\nRTMIN+{}\n", 36 - LOWEST));
    let mut victim = Victim::start("report");
    let pid = victim.pid.to_string();
    run(["-s", "4711", &pid])
        .shows_usage_error(&format!("4711: signal numbers are 0 to {HIGHEST}"));
    run(["-s", "RT99", &pid]).shows_usage_error(&format!(
        "RT99: real-time signals are RTMIN to RTMIN+{} (RTMAX)",
        HIGHEST - LOWEST
    ));
    victim.got_nothing();
}
