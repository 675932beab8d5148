use super::*;
use crate::posix::conformance::Level;

const STRICT: Conformance = Conformance::Posix(Level::Base);

fn target(word: &str) -> Result<Operand<'_>, Refusal> {
    parse(word.as_bytes(), Conformance::Extended)
}

fn process(pid: i32) -> Result<Operand<'static>, Refusal> {
    Ok(Operand::Target(Target::Process(Pid::new(pid).unwrap())))
}

fn group(pid: i32) -> Result<Operand<'static>, Refusal> {
    Ok(Operand::Target(Target::Group(Pid::new(pid).unwrap())))
}

#[test]
fn numbers_are_processes_and_groups() {
    assert_eq!(target("1"), process(1));
    assert_eq!(target("2147483647"), process(2147483647));
    assert_eq!(target("-2147483647"), group(2147483647));
    assert_eq!(target("-9"), group(9));
    assert_eq!(target("+7"), process(7));
    assert_eq!(target(" \t7"), process(7));
    assert_eq!(target("007"), process(7));
    assert_eq!(target("010"), process(10));
    assert_eq!(target(" -2"), group(2));
}

#[test]
fn everybody_and_the_own_group_are_literal() {
    assert_eq!(target("-1"), Ok(Operand::Target(Target::Everybody)));
    for word in ["-01", " -1", "-0001"] {
        assert_eq!(target(word), Err(Refusal::UnclearEverybody), "{word}");
    }
    for word in ["0", "-0", "+0", "00"] {
        assert_eq!(target(word), Ok(Operand::Target(Target::OwnGroup)), "{word}");
    }
    for word in ["000", " 0", "-00", "+00"] {
        assert_eq!(target(word), Err(Refusal::UnclearOwnGroup), "{word}");
    }
}

#[test]
fn nothing_wraps() {
    for word in [
        "2147483648",
        "-2147483648",
        "4294967295",
        "4294967296",
        "4294967297",
        "-4294967297",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551617",
        "-9223372036854775809",
        "340282366920938463463374607431768211457",
    ] {
        assert_eq!(target(word), Err(Refusal::OutOfRange), "{word}");
    }
}

#[test]
fn what_starts_like_a_number_and_is_none_is_malformed() {
    for word in [
        "-", "+", " ", "--1", "+-1", "-+1", "- 1", "1 ", "1x", "0x1", "1e3", "1.0", "-TERM", "-s",
        "1-", "٣1",
    ] {
        let expected = if word == "٣1" {
            Ok(Operand::Name(word.as_bytes()))
        } else {
            Err(Refusal::Malformed)
        };
        assert_eq!(target(word), expected, "{word}");
    }
    assert_eq!(target(""), Err(Refusal::Empty));
    assert_eq!(target("--"), Err(Refusal::Malformed));
    assert_eq!(target("%1"), Err(Refusal::JobId));
    assert_eq!(target("\n1"), Err(Refusal::Malformed));
}

#[test]
fn a_process_with_its_inode_number() {
    let identified = |pid, inode| Ok(Operand::Identified { pid: Pid::new(pid).unwrap(), inode });
    assert_eq!(target("12:34"), identified(12, 34));
    assert_eq!(target("12:18446744073709551615"), identified(12, u64::MAX));
    for word in ["12:18446744073709551616", "0:1", "2147483648:1", "4294967297:1"] {
        assert_eq!(target(word), Err(Refusal::OutOfRange), "{word}");
    }
    for word in ["12:", "12:3x", "12:-1", "-12:3", "12:+3", "12:3:4", "1 2:3"] {
        assert_eq!(target(word), Err(Refusal::Malformed), "{word}");
    }
}

#[test]
fn strict_mode_takes_digits_with_at_most_a_minus() {
    let strict = |word: &'static str| parse(word.as_bytes(), STRICT);
    assert_eq!(strict("7"), process(7));
    assert_eq!(strict("-7"), group(7));
    assert_eq!(strict("-1"), Ok(Operand::Target(Target::Everybody)));
    assert_eq!(strict("0"), Ok(Operand::Target(Target::OwnGroup)));
    assert_eq!(strict("-0"), Err(Refusal::UnclearOwnGroup));
    assert_eq!(strict("-01"), Err(Refusal::UnclearEverybody));
    for word in ["+7", " 7", "7x", "name", "7:8", "-TERM"] {
        assert_eq!(strict(word), Err(Refusal::NotPosix), "{word}");
    }
    assert_eq!(strict("-"), Err(Refusal::Malformed));
}
