//! Single words, as options and operands take them.

use crate::cli::duration::{self, Bare};
use crate::delivery::schedule;
use crate::posix;
use crate::posix::conformance::{Conformance, Level};
use crate::process::identified;
use crate::selection::moment::{Moment, Utc};
use crate::signal::condition::Condition;
use crate::signal::set::SignalSet;
use crate::signal::status::{self, Decoded};
use crate::signal::{self, Signal, decimal};

/// `s` is a signal, `n` an exit status, `p` a process or group, `i` PID:INODE, `d` a length of
/// time, `k` a schedule, `m` a moment, `h` a mask, `x` what POSIX promises of a word.
#[cfg(test)]
pub(super) const LETTERS: &str = "snpidkmhx";

/// Reads a word.
pub fn word(input: &[u8]) {
    let Some((letter, word)) = input.split_first() else { return };
    match letter {
        b's' => a_signal(word),
        b'n' => a_status(word),
        b'p' => {
            for mode in [Conformance::Extended, Conformance::Posix(Level::Base)] {
                super::lines::check_operand(word, mode);
            }
        }
        b'i' => an_identified_process(word),
        b'd' => a_duration(word),
        b'k' => a_schedule(word),
        b'm' => a_moment(word),
        b'h' => a_mask(word),
        b'x' => what_posix_promises(word),
        _ => {}
    }
}

fn a_signal(word: &[u8]) {
    let read = signal::parse(word);
    match read {
        Ok(Some(signal)) => {
            // It is the one that its name and its number stand for.
            assert_eq!(signal::parse(signal.name().to_string().as_bytes()), Ok(Some(signal)));
            assert_eq!(Signal::new(signal.number()), Some(signal));
        }
        // The null signal is written 0 or EXIT.
        Ok(None) => {
            let spelled = word.to_ascii_uppercase();
            let name = spelled.strip_prefix(b"SIG").unwrap_or(&spelled);
            let digits = name.strip_prefix(b"+").unwrap_or(name);
            assert!(name == b"EXIT" || digits.iter().all(|byte| *byte == b'0'), "{word:?}");
        }
        Err(unknown) => assert!(!unknown.to_string().is_empty()),
    }
    assert_eq!(read.ok(), Condition::parse(word).ok().map(Condition::signal));
}

fn a_status(word: &[u8]) {
    let Some(number) = decimal(word) else { return };
    if let Some(Decoded::Signal(signal)) = status::decode(number) {
        let own = signal.number() as u32;
        assert!([0, 128, 256, 384].iter().any(|base| base + own == number), "{number}: {own}");
    }
}

fn an_identified_process(word: &[u8]) {
    let Ok(read) = identified::parse(word) else { return };
    let text = std::str::from_utf8(word).expect("digits");
    let (pid, inode) = match text.split_once(':') {
        Some((pid, inode)) => (pid, Some(inode)),
        None => (text, None),
    };
    assert_eq!(pid.parse(), Ok(read.pid.get()));
    assert_eq!(inode.map(|inode| inode.parse().expect("a number")), read.inode);
}

fn a_duration(word: &[u8]) {
    for bare in [Bare::Seconds, Bare::Milliseconds] {
        match duration::read_as(word, bare) {
            Ok(time) => {
                assert!(time.as_secs() <= 100 * 365 * 24 * 60 * 60);
                // No clock is carried over its end.
                assert!(std::time::Instant::now().checked_add(time).is_some());
            }
            Err(wrong) => assert!(!wrong.to_string().is_empty()),
        }
    }
}

fn a_schedule(word: &[u8]) {
    match schedule::parse(word) {
        Ok(read) => {
            let slashes = word.iter().filter(|byte| **byte == b'/').count();
            assert_eq!(slashes, 2 * read.follow_ups.len(), "a part was left out");
            let first = word.split(|byte| *byte == b'/').next().expect("a part");
            assert_eq!(signal::parse(first), Ok(read.first));
        }
        Err(wrong) => assert!(!wrong.reason.to_string().is_empty()),
    }
}

fn a_moment(word: &[u8]) {
    let Some(read) = Moment::parse(word) else { return };
    let now = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1 << 31);
    let Ok(time) = read.resolve(now) else { return };
    let Moment::Epoch(seconds) = read else { return };
    // The year 10000 has one digit more than is read, and far years take long to count to.
    if seconds < 253_402_300_800 {
        let shown = Utc(time).to_string().replace(".00Z", "Z");
        assert_eq!(Moment::parse(shown.as_bytes()), Some(read), "{shown}");
    }
}

fn a_mask(word: &[u8]) {
    let Some(set) = SignalSet::from_hexadecimal(word) else { return };
    let mask = set.numbers().fold(0_u128, |mask, number| mask | 1 << (number - 1));
    let text = std::str::from_utf8(word).expect("digits");
    assert_eq!(u128::from_str_radix(text, 16), Ok(mask));
}

fn what_posix_promises(word: &[u8]) {
    for level in [Level::Base, Level::Xsi] {
        // What is portable means the same everywhere.
        if let Ok(read) = posix::kill::signal_value(level, word) {
            assert_eq!(signal::parse(word), Ok(read));
        }
        if let Some(name) = word.strip_prefix(b"-") {
            if let Ok(read) = posix::kill::signal_option(level, word) {
                assert_eq!(level, Level::Xsi, "{word:?}");
                assert_eq!(signal::parse(name), Ok(read));
            }
        }
        if let Ok(read) = posix::trap::condition(level, word) {
            assert_eq!(Condition::parse(word), Ok(read));
        }
        if let Err(refused) = posix::kill::signal_value(level, word) {
            assert!(!refused.to_string().is_empty());
        }
        let _ = posix::kill::status(word);
    }
}
