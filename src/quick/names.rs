//! Names and numbers of this system's signals, in tables that are made while compiling and have no
//! pointers, which would have to be relocated first.
//!
//! The names of the real-time signals are not here: only libc knows their range.

use crate::quick::word::Text;
use crate::signal::HAS_REAL_TIME;
use crate::signal::headers::NATIVE;

/// One more than the highest number.
const NUMBERS: usize = NATIVE.highest as usize + 1;

/// The name of the null signal.
const EXIT: &str = "EXIT";

/// The text that `kill -l` prints after the names of the numbers.
const REAL_TIME: &str = if HAS_REAL_TIME { "RTMIN\nRTMAX\n" } else { "" };

/// The names in the order of their numbers, one a line, then RTMIN and RTMAX.
#[unsafe(link_section = ".rodata.quick")]
static LIST: [u8; LENGTH] = LINES.0;

/// Where in [`LIST`] the line of each number begins, and the one of the last ends; the line of a
/// number without a name has no bytes.
#[unsafe(link_section = ".rodata.quick")]
static STARTS: [u16; NUMBERS + 1] = LINES.1;

/// The line that stands for no signal.
#[unsafe(link_section = ".rodata.quick")]
static EXIT_LINE: [u8; 5] = *b"EXIT\n";

/// Every name as [`pack`] has it.
#[unsafe(link_section = ".rodata.quick")]
static KEYS: [u64; NAMES] = KEYS_AND_NUMBERS.0;

/// The number of each of [`KEYS`].
#[unsafe(link_section = ".rodata.quick")]
static KEYS_NUMBERS: [u8; NAMES] = KEYS_AND_NUMBERS.1;

const LENGTH: usize = {
    let mut length = REAL_TIME.len();
    let mut number = 1;
    while number < NUMBERS {
        if let Some(name) = NATIVE.name(number as u8) {
            length += name.len() + 1;
        }
        number += 1;
    }
    length
};

const LINES: ([u8; LENGTH], [u16; NUMBERS + 1]) = {
    let (mut list, mut starts) = ([b'\n'; LENGTH], [0; NUMBERS + 1]);
    let (mut length, mut number) = (0, 1);
    while number < NUMBERS {
        starts[number] = length as u16;
        if let Some(name) = NATIVE.name(number as u8) {
            copy(&mut list, length, name);
            length += name.len() + 1;
        }
        number += 1;
    }
    starts[number] = length as u16;
    copy(&mut list, length, REAL_TIME);
    (list, starts)
};

const NAMES: usize = {
    let mut count = 1;
    let mut entries = NATIVE.entries();
    while entries.next_entry().is_some() {
        count += 1;
    }
    count
};

const KEYS_AND_NUMBERS: ([u64; NAMES], [u8; NAMES]) = {
    let (mut keys, mut numbers) = ([0; NAMES], [0; NAMES]);
    let mut entries = NATIVE.entries();
    let mut at = 0;
    while let Some(entry) = entries.next_entry() {
        keys[at] = key(entry.name);
        numbers[at] = entry.number;
        at += 1;
    }
    keys[at] = key(EXIT);
    (keys, numbers)
};

const fn copy(list: &mut [u8; LENGTH], start: usize, text: &str) {
    let mut at = 0;
    while at < text.len() {
        list[start + at] = text.as_bytes()[at];
        at += 1;
    }
}

/// A name in capitals as an integer, its first byte the lowest; a longer one does not compile.
const fn key(name: &str) -> u64 {
    assert!(name.len() <= size_of::<u64>());
    let mut key = 0;
    let mut at = name.len();
    while at > 0 {
        at -= 1;
        key = key << 8 | name.as_bytes()[at] as u64;
    }
    key
}

/// The same of a word in any case; None if it is too long for a name.
fn pack(word: Text) -> Option<u64> {
    let (mut key, mut shift, mut rest) = (0u64, 0u32, word);
    while let Some((byte, left)) = rest.split() {
        if shift == u64::BITS {
            return None;
        }
        let capital = if byte.wrapping_sub(b'a') < 26 { byte & !0x20 } else { byte };
        key |= (capital as u64).wrapping_shl(shift);
        shift = shift.wrapping_add(8);
        rest = left;
    }
    Some(key)
}

/// The rest of the word after SIG, in any case, if there is a rest.
fn without_prefix(word: Text) -> Option<Text> {
    let (first, rest) = word.split()?;
    let (second, rest) = rest.split()?;
    let (third, rest) = rest.split()?;
    let is_prefix = matches!((first, second, third), (b'S' | b's', b'I' | b'i', b'G' | b'g'));
    if is_prefix && !rest.is_empty() { Some(rest) } else { None }
}

/// The number of a name, 0 for EXIT; None for all that is no name of `<signal.h>`.
pub(super) fn by_name(word: Text) -> Option<u8> {
    let sought = pack(match without_prefix(word) {
        Some(name) => name,
        None => word,
    })?;
    let mut numbers = KEYS_NUMBERS.iter();
    for key in &KEYS {
        let number = numbers.next()?;
        if *key == sought {
            return Some(*number);
        }
    }
    None
}

/// A signal's number, or 0, as digits; None for all else.
pub(super) fn by_number(word: Text) -> Option<u8> {
    let number = word.decimal()?;
    if number < NUMBERS as u32 { Some(number as u8) } else { None }
}

/// A name or a number.
pub(super) fn by_either(word: Text) -> Option<u8> {
    match word.split()?.0 {
        b'0'..=b'9' => by_number(word),
        _ => by_name(word),
    }
}

/// The output of `kill -l` on no terminal.
pub(super) fn list() -> &'static [u8] {
    &LIST
}

/// The output of `kill -l STATUS`, for the number of a signal and for what shells make of it in
/// `$?` (`signal::status`); None for all that has no name here.
pub(super) fn line_of(status: u32) -> Option<&'static [u8]> {
    // Shells add the number to 0, 128, 256 or 384.
    const BASES: u32 = 384;
    let (base, number) = (status & !127, status & 127);
    if base > BASES {
        return None;
    }
    if status == 0 {
        return Some(&EXIT_LINE);
    }
    // A base alone has the line of number 0, which is empty.
    let start = *STARTS.get(number as usize)? as usize;
    let end = *STARTS.get(number as usize + 1)? as usize;
    let line = LIST.get(start..end)?;
    if line.is_empty() { None } else { Some(line) }
}
