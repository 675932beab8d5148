//! The words by which shells and systems report that a signal ended or stopped a process.
//!
//! glibc's, and those of all others that are the same, are the descriptions of [`super::facts`].
//! The rest is from strsignal(3) of musl, siglist.c of FreeBSD, NetBSD and OpenBSD, which macOS
//! shares and adds the number to, strsignal(3C) of illumos, signames2.awk of zsh, and what ksh93u+m
//! 1.0.4, mksh R59c and posh 0.14.1 were seen to print. bash, dash, yash and busybox print what
//! strsignal(3) gives; fish names the signal.

use super::facts::FACTS;
use super::words::decimal;

/// The name of a signal, and texts for it beside glibc's. Letter case does not count.
const MESSAGES: &[(&str, &[&str])] = &[
    ("ABRT", &["abort", "abort trap", "iot trap"]),
    ("ALRM", &["alarm", "alarm call"]),
    ("CHLD", &["child process status", "child status changed", "death of child"]),
    ("EMT", &["emulator trap", "emulation trap", "emt instruction"]),
    ("FPE", &["arithmetic exception", "floating exception"]),
    ("ILL", &["illegal hardware instruction"]),
    ("INFO", &["status request from keyboard"]),
    ("IO", &["i/o ready", "pollable event", "pollable event occurred", "polling alarm"]),
    ("PROF", &["profile signal", "profiling time alarm"]),
    ("PWR", &["power fail", "power-fail", "power fail/restart", "power-fail/restart"]),
    ("SEGV", &["memory fault", "segmentation violation"]),
    ("STOP", &["stopped (sigstop)", "suspended (signal)"]),
    ("SYS", &["invalid system call"]),
    ("TRAP", &["trace trap", "trace/bpt trap"]),
    ("TSTP", &["stopped (user)", "suspended"]),
    ("TTIN", &["suspended (tty input)"]),
    ("TTOU", &["suspended (tty output)"]),
    ("URG", &["urgent condition", "urgent socket condition"]),
    ("USR1", &["user signal 1", "user-defined signal 1"]),
    ("USR2", &["user signal 2", "user-defined signal 2"]),
    ("VTALRM", &["virtual time alarm"]),
    ("WINCH", &["window size change", "window size changed", "window size changes"]),
    ("XCPU", &["cpu limit exceeded", "cputime limit exceeded", "exceeded cpu time limit"]),
    ("XFSZ", &["exceeded file size limit", "filesize limit exceeded"]),
];

/// The signal that a message speaks of: its name, as [`super::by_name`] reads it.
///
/// A name with SIG in it counts first, then `signal N`, as many programs write of a process, then
/// the longest text that is known, wherever they stand.
pub(crate) fn signal_in(message: &[u8]) -> Option<String> {
    let message = std::str::from_utf8(message).ok()?.to_ascii_lowercase();
    let mut words = message.split(|letter| !is_part_of_a_word(letter) && !"+-".contains(letter));
    let named =
        words.find(|word| word.len() > 3 && word.starts_with("sig") && !word.starts_with("signal"));
    match named {
        Some(name) => Some(name.trim_end_matches(['+', '-']).to_owned()),
        None => numbered(&message).or_else(|| known_text(&message).map(str::to_owned)),
    }
}

/// The signal of the longest text in the message that is known.
fn known_text(message: &str) -> Option<&'static str> {
    let others =
        MESSAGES.iter().flat_map(|(name, texts)| texts.iter().map(move |text| (*name, *text)));
    let of_glibc = FACTS.iter().map(|fact| (fact.name, fact.description));
    let found =
        others.chain(of_glibc).filter(|(_, text)| contains(message, &text.to_ascii_lowercase()));
    let longest =
        found.reduce(|best, other| if other.1.len() > best.1.len() { other } else { best });
    longest.map(|(name, _)| name)
}

/// True if a text stands in a message, not as a part of other words.
fn contains(message: &str, text: &str) -> bool {
    message.match_indices(text).any(|(at, _)| {
        let before = message[..at].chars().next_back();
        let after = message[at + text.len()..].chars().next();
        ![before, after].into_iter().flatten().any(is_part_of_a_word)
    })
}

/// `real-time signal 3` and `signal 9`; `user defined signal 1` is a text.
fn numbered(message: &str) -> Option<String> {
    let (before, after) = message.split_once("signal")?;
    let digits = after.trim_start_matches([':', ' ']);
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    let number = decimal(&digits.as_bytes()[..end])?;
    let ends = |words: &[&str]| words.iter().any(|words| before.ends_with(words));
    match () {
        () if ends(&["user ", "user defined ", "user-defined "]) => None,
        () if ends(&["real-time ", "realtime "]) => Some(format!("rtmin+{number}")),
        () => Some(format!("sig{number}")),
    }
}

fn is_part_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::facts::Fact;

    fn signal(message: &str) -> Option<String> {
        signal_in(message.as_bytes()).map(|name| name.to_ascii_uppercase())
    }

    #[test]
    fn a_message_of_every_shell_is_understood() {
        for (message, name) in [
            // bash, dash, mksh, busybox: glibc's and musl's texts.
            ("Segmentation fault (core dumped)", "SEGV"),
            ("bash: line 1:   375 Segmentation fault      (core dumped) ./a.out", "SEGV"),
            ("./run.sh: line 3: 12345 Killed                  ./a.out", "KILL"),
            ("12345 Aborted", "ABRT"),
            ("Floating point exception", "FPE"),
            ("Arithmetic exception", "FPE"),
            ("Trace/breakpoint trap", "TRAP"),
            ("[1]+  Stopped                 vi", "TSTP"),
            ("[1]+  Stopped(SIGSTOP)        sleep 9", "SIGSTOP"),
            ("User defined signal 1", "USR1"),
            ("Child process status", "CHLD"),
            ("Real-time signal 3", "RTMIN+3"),
            // zsh.
            ("zsh: segmentation fault (core dumped)  ./a.out", "SEGV"),
            ("zsh: illegal hardware instruction  ./a.out", "ILL"),
            ("zsh: abort      ./a.out", "ABRT"),
            ("zsh: trace trap  ./a.out", "TRAP"),
            ("zsh: suspended  vi", "TSTP"),
            ("zsh: suspended (tty output)  top", "TTOU"),
            ("zsh: user-defined signal 2  ./a.out", "USR2"),
            ("zsh: invalid system call  ./a.out", "SYS"),
            ("zsh: cpu limit exceeded  ./a.out", "XCPU"),
            // ksh93, mksh, posh.
            ("ksh93: 387: Memory fault(coredump)", "SEGV"),
            ("ksh93: 275: Floating exception", "FPE"),
            ("ksh93: 201: Abort", "ABRT"),
            ("ksh93: 498: Alarm call", "ALRM"),
            ("ksh93: 618: Exceeded CPU time limit", "XCPU"),
            ("ksh93: 692: Virtual time alarm", "VTALRM"),
            ("ksh93: 349: User signal 1", "USR1"),
            ("Signal 34 ", "SIG34"),
            // The BSDs, and macOS, which adds the number.
            ("Abort trap", "ABRT"),
            ("Abort trap: 6", "ABRT"),
            ("Killed: 9", "KILL"),
            ("Segmentation fault: 11", "SEGV"),
            ("Trace/BPT trap: 5", "TRAP"),
            ("Cputime limit exceeded", "XCPU"),
            ("Suspended (signal)", "STOP"),
            ("Information request: 29", "INFO"),
            // illumos.
            ("Segmentation Fault - core dumped", "SEGV"),
            ("Pollable Event", "IO"),
            ("Power-Fail/Restart", "PWR"),
            // fish, gdb, Rust, Go, systemd.
            ("fish: Job 1, './a' terminated by signal SIGSEGV (Address boundary error)", "SIGSEGV"),
            ("Program received signal SIGABRT, Aborted.", "SIGABRT"),
            ("process exited (signal: 11, SIGSEGV: invalid memory reference)", "SIGSEGV"),
            ("signal: killed", "KILL"),
            ("terminated by signal 9", "SIG9"),
            ("died from signal 9", "SIG9"),
            ("got SIGRTMIN+3 instead", "SIGRTMIN+3"),
        ] {
            assert_eq!(signal(message).as_deref(), Some(name), "{message}");
        }
    }

    #[test]
    fn other_text_is_about_no_signal() {
        for message in [
            "",
            "nonsense",
            "TREM",
            "killedx",
            "an unkilled process",
            "signal",
            "sig",
            "busy error",
        ] {
            assert_eq!(signal(message), None, "{message}");
        }
        assert_eq!(signal_in(b"Killed \xff"), None);
    }

    #[test]
    fn a_text_is_of_one_signal_that_is_known() {
        let mut seen: Vec<&str> = Vec::new();
        for (name, texts) in MESSAGES {
            assert!(Fact::of(name).is_some(), "{name}");
            for text in *texts {
                assert_eq!(*text, text.to_ascii_lowercase());
                assert!(!seen.contains(text), "{text} stands twice");
                seen.push(text);
                assert_eq!(known_text(text), Some(*name), "{text}");
            }
        }
    }
}
