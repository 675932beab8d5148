//! The known differences between the peers and sigkit.
//!
//! Long because it is one table.
//!
//! Measured with Debian 12's packages (procps 4.0.2, busybox 1.35.0, toybox 0.8.9, dash 0.5.12,
//! bash 5.2.15, ksh93u+m 1.0.4, mksh R59c, yash 2.52, zsh 5.9), util-linux 2.38.1 and 2.41.5, GNU
//! coreutils 9.1.

/// Peers that share a fault or a custom.
pub struct Difference {
    pub peers: &'static [&'static str],
    pub reason: &'static str,
    /// The arguments of the cases that it shows in, and what comes of them there.
    pub outcomes: &'static [(&'static str, &'static str)],
}

/// The outcome of these arguments with this peer, and the reason, if it differs from sigkit's.
pub fn of(peer: &str, arguments: &str) -> Option<(&'static str, &'static str)> {
    let mut own = DIFFERENCES.iter().filter(|difference| difference.peers.contains(&peer));
    own.find_map(|difference| {
        let declared = difference.outcomes.iter().find(|(declared, _)| *declared == arguments);
        declared.map(|(_, outcome)| (*outcome, difference.reason))
    })
}

/// The outcome with what a peer does always: ksh93 sends CONT after every other signal, so that a
/// stopped process sees it.
pub fn with_habits(peer: &str, outcome: &str) -> String {
    if peer != "ksh" {
        return outcome.to_owned();
    }
    let with_cont = |clause: &str| match clause.split_once(" gets ") {
        Some((who, signals)) => {
            let mut signals: Vec<&str> = signals.split(' ').chain(["CONT"]).collect();
            signals.sort_unstable();
            format!("{who} gets {}", signals.join(" "))
        }
        None => clause.to_owned(),
    };
    outcome.split(", ").map(with_cont).collect::<Vec<_>>().join(", ")
}

const fn difference(
    peers: &'static [&'static str],
    reason: &'static str,
    outcomes: &'static [(&'static str, &'static str)],
) -> Difference {
    Difference { peers, reason, outcomes }
}

pub const DIFFERENCES: &[Difference] = &[
    // Signals to everybody, to the own group, to the wrong process.
    difference(
        &["procps"],
        "reads -N, wherever it is no signal, as minus its first digit (so often -1, everybody), \
         looks at no other \
         operand, and exits 1 if that went well and 0 if not",
        &[
            ("-165", "fails silently, P gets TERM, Q gets TERM"),
            ("-165 P", "fails silently, P gets TERM, Q gets TERM"),
            ("-143 P", "fails silently, P gets TERM, Q gets TERM"),
            ("-15x P", "fails silently, P gets TERM, Q gets TERM"),
            ("-P", "fails silently, P gets TERM, Q gets TERM"),
            ("-P Q", "fails silently, P gets TERM, Q gets TERM"),
            ("-TERM -P", "fails silently, P gets TERM, Q gets TERM"),
            ("-15 -P", "fails silently, P gets TERM, Q gets TERM"),
            ("-s TERM -P", "fails silently, P gets TERM, Q gets TERM"),
            ("-15 P -Q", "fails silently, P gets TERM, Q gets TERM"),
            ("-9 P -Q", "fails silently, P dies of KILL, Q dies of KILL"),
            ("-s TERM P -Q", "fails silently, P gets TERM, Q gets TERM"),
            ("-TERM -165 P", "fails silently, P gets TERM, Q gets TERM"),
            ("-15 P -165", "fails silently, P gets TERM, Q gets TERM"),
            ("-9 -1", "fails silently, P dies of KILL, Q dies of KILL"),
            ("-4294967311 P", "succeeds"),
        ],
    ),
    difference(
        &["procps"],
        "searches the whole command line for -SIGNAL, behind operands and behind --, and takes it \
         out",
        &[
            ("-- -9 P", "succeeds, P dies of KILL"),
            ("-- -15 P", "succeeds, P gets TERM"),
            ("-- P -HUP", "succeeds, P gets HUP"),
            ("P -9", "succeeds, P dies of KILL"),
            ("P -1", "succeeds, P gets HUP"),
            ("P -TERM", "succeeds, P gets TERM"),
            ("P -HUP", "succeeds, P gets HUP"),
            ("-s TERM -9 P", "succeeds, P dies of TERM"),
            ("-s TERM -1", "fails"),
            ("-s TERM -- -1", "fails"),
            ("-s TERM -- -0", "fails"),
        ],
    ),
    difference(
        &["toybox"],
        "takes a -SIGNAL behind -- for the signal",
        &[
            ("-- -9 P", "succeeds, P dies of KILL"),
            ("-- -15 P", "succeeds, P gets TERM"),
            ("-- -P", "fails"),
        ],
    ),
    difference(
        &["toybox"],
        "reads an empty operand as 0, the own group",
        &[("''", "dies of TERM"), ("-s TERM ''", "dies of TERM")],
    ),
    difference(&["toybox"], "reads an empty name as signal 0", &[("-s '' P", "succeeds")]),
    difference(
        &["zsh"],
        "reads with atoi(3) what is made of dashes and digits: -- is 0, the own group",
        &[("-s TERM P -- Q", "dies of TERM, P gets TERM")],
    ),
    difference(
        &["procps", "util-linux", "toybox", "ksh", "yash", "zsh"],
        "cuts a process ID to 32 bits: some become everybody (-1), the own group (0) or another \
         process",
        &[
            ("-s TERM 4294967295", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM 4294967296", "dies of TERM"),
            ("-s TERM 4294967297", "succeeds"),
            ("-s TERM P+2^32", "succeeds, P gets TERM"),
            ("-s TERM -- -P+2^32", "succeeds, P gets TERM"),
            ("-s TERM 9223372036854775807", "succeeds, P gets TERM, Q gets TERM"),
        ],
    ),
    difference(
        &["zsh"],
        "atoi(3) makes -1, everybody, or 0, the own group, of what does not fit into 64 bits",
        &[
            ("-s TERM 9223372036854775808", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM 18446744073709551615", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM P+2^64", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM -- -9223372036854775809", "dies of TERM"),
        ],
    ),
    difference(
        &["util-linux", "toybox", "dash", "ksh", "zsh"],
        "cuts -N to 32 bits",
        &[("-4294967311 P", "succeeds, P gets TERM")],
    ),
    difference(
        &["util-linux", "toybox", "dash", "ksh"],
        "cuts the number of -s to 32 bits",
        &[("-s 4294967311 P", "succeeds, P gets TERM")],
    ),
    difference(
        &["util-linux", "toybox", "ksh"],
        "cuts the n of RTMIN+n to 32 bits",
        &[("-s RTMIN+4294967297 P", "succeeds, P gets 35")],
    ),
    difference(
        &["GNU"],
        "takes 128 and 256 off a signal number",
        &[
            ("-165 P", "succeeds, P gets 37"),
            ("-143 P", "succeeds, P gets TERM"),
            ("-s 143 P", "succeeds, P gets TERM"),
            ("-s 128 P", "succeeds"),
        ],
    ),
    difference(
        &["GNU"],
        "forgets the operands before -GROUP",
        &[
            ("-15 P -Q", "succeeds, Q gets TERM"),
            ("-9 P -Q", "succeeds, Q dies of KILL"),
            ("-s TERM P -Q", "succeeds, Q gets TERM"),
            ("-15 P -165", "fails"),
            ("P -9", "fails"),
        ],
    ),
    // Where options end.
    difference(
        &["GNU"],
        "reads options behind operands (without POSIXLY_CORRECT)",
        &[("P -TERM", "succeeds, P gets TERM"), ("P -HUP", "succeeds, P gets HUP")],
    ),
    difference(
        &["procps", "GNU", "toybox"],
        "reads options behind operands",
        &[
            ("P -s HUP", "succeeds, P gets HUP"),
            ("-s TERM P -- Q", "succeeds, P gets TERM, Q gets TERM"),
        ],
    ),
    difference(
        &["util-linux", "busybox", "ash", "dash", "ksh", "mksh", "yash", "zsh"],
        "signals the others when an option stands among them",
        &[
            ("-- P -HUP", "fails, P gets TERM"),
            ("P -TERM", "fails, P gets TERM"),
            ("P -HUP", "fails, P gets TERM"),
            ("P -s HUP", "fails, P gets TERM"),
        ],
    ),
    difference(
        &["toybox"],
        "signals the others when a signal stands among them",
        &[
            ("-- P -HUP", "fails, P gets TERM"),
            ("P -TERM", "fails, P gets TERM"),
            ("P -HUP", "fails, P gets TERM"),
        ],
    ),
    difference(
        &["GNU"],
        "signals the others when a signal stands behind --",
        &[("-- P -HUP", "fails, P gets TERM")],
    ),
    difference(
        &["util-linux", "busybox", "ash", "mksh", "yash"],
        "signals the others when -- stands among them",
        &[("-s TERM P -- Q", "fails, P gets TERM, Q gets TERM")],
    ),
    difference(
        &["busybox", "ash"],
        "knows -- as the first word only, else it is a malformed operand",
        &[
            ("-s TERM -- P", "fails, P gets TERM"),
            ("-s TERM -- -P", "fails, P gets TERM"),
            ("-s TERM -- -1", "fails, P gets TERM, Q gets TERM"),
            ("-TERM -- P", "fails, P gets TERM"),
            ("-TERM -- -P", "fails, P gets TERM"),
            ("-15 -- -P", "fails, P gets TERM"),
            ("-l -- 9", "fails"),
        ],
    ),
    difference(
        &["dash"],
        "does not know -- behind -SIGNAL",
        &[("-TERM -- P", "fails"), ("-TERM -- -P", "fails"), ("-15 -- -P", "fails")],
    ),
    difference(
        &["dash", "mksh"],
        "wants -- between -s SIGNAL and -GROUP",
        &[("-s TERM -P", "fails"), ("-s TERM -1", "fails"), ("-s TERM -9 P", "fails")],
    ),
    difference(&["util-linux"], "does not know -- behind -l", &[("-l -- 9", "fails")]),
    difference(&["zsh"], "takes -- behind -l for a signal", &[("-l -- 9", "fails, prints KILL")]),
    difference(
        &["procps"],
        "takes a second word that begins with - for no operand of -l",
        &[
            ("-l -- 9", "succeeds, prints the whole list"),
            ("-l -1", "succeeds, prints the whole list"),
        ],
    ),
    // Signal names and option letters.
    difference(
        &["util-linux", "busybox", "toybox", "ash", "zsh"],
        "does not take the name attached to -s",
        &[("-sTERM P", "fails")],
    ),
    difference(
        &["GNU", "mksh"],
        "knows names as options in upper case only; in lower case they are option letters",
        &[
            ("-term P", "fails"),
            ("-hup P", "fails"),
            ("-quit P", "fails"),
            ("-pipe P", "fails"),
            ("-segv P", "fails"),
            ("-sys P", "fails"),
            ("-vtalrm P", "fails"),
        ],
    ),
    difference(
        &["bash", "ksh", "yash"],
        "reads -segv and -sys as -s with a name",
        &[("-segv P", "fails"), ("-sys P", "fails")],
    ),
    difference(&["yash"], "reads -vtalrm as -v with more letters", &[("-vtalrm P", "fails")]),
    difference(
        &["util-linux"],
        "does not take =VALUE behind --signal",
        &[("--signal=TERM P", "fails")],
    ),
    difference(&["zsh"], "takes numbers with -n only, not with -s", &[("-s 15 P", "fails")]),
    difference(
        &["util-linux"],
        "knows RTMIN and RTMAX only with + or -",
        &[("-s RTMIN P", "fails"), ("-s RTMAX P", "fails")],
    ),
    difference(
        &["procps"],
        "has RTMIN but no RTMAX",
        &[("-s RTMAX P", "fails"), ("-s RTMAX-1 P", "fails")],
    ),
    // Several signals.
    difference(
        &["procps", "util-linux", "toybox", "dash", "bash", "mksh"],
        "takes the last -s",
        &[("-s HUP -s TERM P", "succeeds, P gets TERM")],
    ),
    difference(
        &["procps", "util-linux", "bash"],
        "takes -s, not the -SIGNAL before it",
        &[
            ("-9 -s TERM P", "succeeds, P dies of TERM"),
            ("-HUP -s TERM P", "succeeds, P gets TERM"),
        ],
    ),
    difference(
        &["toybox"],
        "takes -s; the -SIGNAL before it is a malformed operand",
        &[("-9 -s TERM P", "fails, P dies of TERM"), ("-HUP -s TERM P", "fails, P gets TERM")],
    ),
    difference(
        &["busybox", "ash", "mksh", "yash", "zsh"],
        "ends the options with -SIGNAL: -s and its value are malformed operands",
        &[("-9 -s TERM P", "fails, P dies of KILL"), ("-HUP -s TERM P", "fails, P gets HUP")],
    ),
    difference(
        &["busybox", "ash", "yash", "zsh"],
        "ends the options with -s SIGNAL: another -s and its value are malformed operands",
        &[("-s HUP -s TERM P", "fails, P gets HUP")],
    ),
    difference(
        &["procps", "toybox", "dash", "bash"],
        "lists, whatever signal comes with -l",
        &[("-l -s TERM", "succeeds, prints the whole list")],
    ),
    difference(&["zsh"], "takes -s behind -l for a signal", &[("-l -s TERM", "fails, prints 15")]),
    // Operands.
    difference(
        &["bash"],
        "exits 0 if any operand could be signalled",
        &[
            ("-- -9 P", "succeeds, P dies of TERM"),
            ("-- -15 P", "succeeds, P gets TERM"),
            ("-- P -HUP", "succeeds, P gets TERM"),
            ("P -9", "succeeds, P dies of TERM"),
            ("P -TERM", "succeeds, P gets TERM"),
            ("P -HUP", "succeeds, P gets TERM"),
            ("P -s HUP", "succeeds, P gets TERM"),
            ("-s TERM -9 P", "succeeds, P dies of TERM"),
            ("-s TERM P X Q", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM P abc Q", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM P Px Q", "succeeds, P gets TERM, Q gets TERM"),
            ("-s TERM P -- Q", "succeeds, P gets TERM, Q gets TERM"),
            ("-TERM -165 P", "succeeds, P gets TERM"),
            ("-15 P -165", "succeeds, P gets TERM"),
        ],
    ),
    difference(
        &["procps", "dash", "ksh"],
        "stops at a malformed operand",
        &[("-s TERM P abc Q", "fails, P gets TERM"), ("-s TERM P Px Q", "fails, P gets TERM")],
    ),
    difference(
        &["dash", "ksh"],
        "stops at a malformed operand",
        &[("-s TERM P -- Q", "fails, P gets TERM")],
    ),
    difference(
        &["busybox", "ash"],
        "passes over an empty operand",
        &[("''", "succeeds"), ("-s TERM ''", "succeeds")],
    ),
    difference(
        &["busybox", "ash", "zsh"],
        "does not know a + before a process ID",
        &[("-s TERM +P", "fails")],
    ),
    // Listing.
    difference(
        &["busybox", "toybox", "ash", "bash"],
        "numbers the list",
        &[("-l", "succeeds, prints 1), which is no name")],
    ),
    difference(&["mksh"], "lists a table", &[("-l", "succeeds, prints 1, which is no name")]),
    difference(&["dash"], "lists 0", &[("-l", "succeeds, prints 0, which is no name")]),
    difference(
        &["ksh"],
        "lists numbers without a name, too",
        &[("-l", "succeeds, prints SIG32, which is no name")],
    ),
    difference(
        &["util-linux"],
        "ends the list with patterns for the real-time signals",
        &[
            ("-l", "succeeds, prints RT<N>, which is no name"),
            ("--list", "succeeds, prints RT<N>, which is no name"),
        ],
    ),
    difference(
        &["zsh"],
        "calls ABRT by its second name",
        &[("-l", "succeeds, prints names without ABRT"), ("-l 6", "succeeds, prints IOT")],
    ),
    difference(
        &["procps", "GNU", "busybox", "ash", "mksh", "yash", "zsh"],
        "calls 29 POLL, which POSIX.1-2024 has no more",
        &[("-l 29", "succeeds, prints POLL")],
    ),
    difference(
        &["procps"],
        "decodes signal numbers only, and exits 0 whatever happens",
        &[
            ("-l 129", "succeeds"),
            ("-l 137", "succeeds"),
            ("-l 143", "succeeds"),
            ("-l 148", "succeeds"),
            ("-l 32", "succeeds"),
            ("-l 34", "succeeds"),
            ("-l 35", "succeeds"),
            ("-l 63", "succeeds"),
            ("-l 64", "succeeds"),
            ("-l 65", "succeeds"),
            ("-l 128", "succeeds"),
            ("-l 256", "succeeds"),
            ("-l 384", "succeeds"),
            ("-l 111", "succeeds"),
            ("-l 200", "succeeds"),
            ("-l 9x", "succeeds"),
            ("-l NOSUCH", "succeeds"),
        ],
    ),
    difference(
        &["util-linux", "yash"],
        "prints the name for a name",
        &[("-l TERM", "succeeds, prints TERM"), ("-l SIGTERM", "succeeds, prints TERM")],
    ),
    difference(
        &["util-linux"],
        "counts all real-time signals from RTMIN, which it calls RT",
        &[
            ("-l 34", "succeeds, prints RT0"),
            ("-l 35", "succeeds, prints RT1"),
            ("-l 63", "succeeds, prints RT29"),
            ("-l 64", "succeeds, prints RT30"),
        ],
    ),
    difference(&["GNU", "yash"], "refuses a number without a name", &[("-l 32", "fails")]),
    difference(
        &["bash"],
        "prints an empty line for a number without a name",
        &[("-l 32", "succeeds")],
    ),
    difference(
        &["busybox", "ash", "ksh", "mksh", "zsh"],
        "prints a number that it does not know",
        &[("-l 65", "succeeds, prints 65"), ("-l 111", "succeeds, prints 111")],
    ),
    difference(
        &["busybox", "ash", "ksh", "zsh"],
        "takes 128 off a number that it does not know, and prints it",
        &[("-l 200", "succeeds, prints 72")],
    ),
    difference(
        &["mksh"],
        "prints a number that it does not know",
        &[("-l 200", "succeeds, prints 200")],
    ),
    difference(
        &["toybox"],
        "prints the number of a number with a plus sign",
        &[("-l +9", "succeeds, prints 9")],
    ),
    difference(
        &["GNU"],
        "has no table without descriptions",
        &[("-L 9 TERM", "succeeds, prints 9 KILL Killed 15 TERM Terminated")],
    ),
    difference(
        &["GNU"],
        "takes what shells add to a signal's number, where no signal is added, for EXIT, but 384",
        &[("-l 128", "succeeds, prints EXIT"), ("-l 256", "succeeds, prints EXIT")],
    ),
    difference(&["util-linux"], "takes 128 for 0", &[("-l 128", "succeeds, prints 0")]),
    difference(
        &["mksh", "zsh"],
        "prints what shells add to a signal's number, where no signal is added",
        &[
            ("-l 128", "succeeds, prints 128"),
            ("-l 256", "succeeds, prints 256"),
            ("-l 384", "succeeds, prints 384"),
        ],
    ),
    difference(
        &["busybox", "ash", "ksh"],
        "takes what shells add to a signal's number, where no signal is added, for EXIT",
        &[
            ("-l 128", "succeeds, prints EXIT"),
            ("-l 256", "succeeds, prints EXIT"),
            ("-l 384", "succeeds, prints EXIT"),
        ],
    ),
    difference(
        &["toybox"],
        "takes what shells add to a signal's number, where no signal is added, for 0",
        &[
            ("-l 128", "succeeds, prints 0"),
            ("-l 256", "succeeds, prints 0"),
            ("-l 384", "succeeds, prints 0"),
        ],
    ),
    difference(
        &["toybox"],
        "prints UNKNOWN or -1 for what it does not know, and exits 0",
        &[
            ("-l 32", "succeeds, prints UNKNOWN"),
            ("-l 65", "succeeds, prints UNKNOWN"),
            ("-l 111", "succeeds, prints UNKNOWN"),
            ("-l 200", "succeeds, prints UNKNOWN"),
            ("-l 9x", "succeeds, prints UNKNOWN"),
            ("-l NOSUCH", "succeeds, prints -1"),
            ("-l -1", "succeeds, prints -1"),
        ],
    ),
    difference(
        &["zsh"],
        "prints a number that it does not know",
        &[("-l -1", "succeeds, prints -1")],
    ),
    difference(
        &["bash", "ksh"],
        "takes -1 behind -l for a signal, and forgets it",
        &[("-l -1", "succeeds, prints the whole list")],
    ),
    difference(
        &["ksh"],
        "reads a number's digits and drops the rest",
        &[("-l 9x", "succeeds, prints KILL")],
    ),
    difference(
        &["procps", "util-linux", "toybox", "ksh", "zsh"],
        "cuts the operand of -l to 32 bits",
        &[("-l 4294967305", "succeeds, prints KILL")],
    ),
    difference(
        &["busybox", "ash", "ksh"],
        "stops at an operand that it does not know",
        &[("-l 1 NOSUCH 2", "fails, prints HUP")],
    ),
    // Write errors.
    difference(
        &["procps", "busybox", "bash", "ksh", "zsh"],
        "does not notice that the list cannot be written",
        &[("-l >/dev/full", "succeeds"), ("-l 9 >/dev/full", "succeeds"), ("-l >&-", "succeeds")],
    ),
    difference(
        &["util-linux"],
        "takes a closed standard output for a written one",
        &[("-l >&-", "succeeds")],
    ),
    difference(
        &["ash"],
        "does not say that the list cannot be written",
        &[
            ("-l >/dev/full", "fails silently"),
            ("-l 9 >/dev/full", "fails silently"),
            ("-l >&-", "fails silently"),
        ],
    ),
    // Queued values.
    difference(
        &["procps"],
        "cuts the value to 32 bits",
        &[("-q 2147483648 P", "succeeds, P gets TERM(-2147483648)")],
    ),
    difference(
        &["util-linux"],
        "with --timeout, queues the signal's number if there is no -q, and 1 instead of the value \
         if there is",
        &[
            ("--timeout 1 HUP -s TERM P", "succeeds, P gets HUP(15) TERM(15)"),
            ("--timeout 1 HUP -q 5 P", "succeeds, P gets HUP(1) TERM(1)"),
        ],
    ),
];
