//! The signals of the system that sigkit runs on: one row a number, made while compiling from the
//! target's header ([`super::headers`]), whose numbers the libc crate has confirmed, and from what
//! is known of each name ([`super::facts`]).

use std::fmt;

use super::HAS_REAL_TIME;
use super::facts::{DefaultAction, Fact, Posix};
use super::headers;

/// A text of at most `LONGEST` bytes that lies in the table itself and not behind a pointer, so
/// that it can be read before the program is relocated (see `src/main.rs`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InlineText<const LONGEST: usize> {
    length: u8,
    bytes: [u8; LONGEST],
}

/// A signal's name. No signal of any target has a longer one.
pub type ShortName = InlineText<11>;

impl<const LONGEST: usize> InlineText<LONGEST> {
    /// How long a text can be, in bytes.
    pub const LONGEST: usize = LONGEST;
    const NONE: Self = Self::new("");

    /// The inline text of a literal; one that is too long does not compile.
    pub const fn new(text: &str) -> Self {
        let mut bytes = [0; LONGEST];
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text.as_bytes()[at];
            at += 1;
        }
        InlineText { length: text.len() as u8, bytes }
    }

    /// The text's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The text's bytes with NULs behind them, and how many are the text's.
    pub fn padded(&self) -> (&[u8; LONGEST], usize) {
        (&self.bytes, usize::from(self.length))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Whether `word` spells the text, in any case.
    pub fn is_spelled(&self, word: &[u8]) -> bool {
        self.as_bytes().eq_ignore_ascii_case(word)
    }
}

impl<const LONGEST: usize> fmt::Debug for InlineText<LONGEST> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One signal of this system.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The number that kill(2) takes.
    pub number: u8,
    /// The name that is printed: upper case, without SIG.
    pub name: ShortName,
    /// The other names that this system's `<signal.h>` gives the number; the rest is empty.
    other_names: [ShortName; 3],
    /// What the signal does by default.
    pub default_action: DefaultAction,
    /// Whether POSIX defines it.
    pub posix: Posix,
    /// What it means, in the words of strsignal(3).
    pub description: InlineText<31>,
}

impl Row {
    const NONE: Row = Row {
        number: 0,
        name: ShortName::NONE,
        other_names: [ShortName::NONE; 3],
        default_action: DefaultAction::Ignore,
        posix: Posix::Extension,
        description: InlineText::NONE,
    };

    /// The row of a number that has a name.
    const fn of(number: u8) -> Row {
        let mut row = Row { number, ..Row::NONE };
        let mut others = 0;
        let mut entries = headers::NATIVE.entries();
        while let Some(entry) = entries.next_entry() {
            if entry.number != number {
                continue;
            }
            if row.name.length > 0 {
                row.other_names[others] = ShortName::new(entry.name);
                others += 1;
                continue;
            }
            let Some(fact) = Fact::of(entry.name) else {
                panic!("a signal of the target's <signal.h> has no row in src/signal/facts.rs");
            };
            row.name = ShortName::new(fact.name);
            row.default_action = fact.default_action_on(headers::NATIVE.system);
            row.posix = fact.posix;
            row.description = InlineText::new(fact.description);
        }
        row
    }

    /// The other names that this system's `<signal.h>` gives the number.
    pub fn aliases(&self) -> impl Iterator<Item = &ShortName> {
        self.other_names.iter().filter(|name| **name != ShortName::NONE)
    }
}

/// One more than the highest number of any target.
const NUMBERS: usize = 128;
const NO_ROW: u8 = u8::MAX;

const NUMBERED: usize = {
    let mut count = 0;
    let mut number = 1;
    while number < NUMBERS {
        count += headers::NATIVE.name(number as u8).is_some() as usize;
        number += 1;
    }
    count
};

// Statics, and not constants: a static has a name, by which the linker lays it beside the code that
// reads it (`src/before_libc.ld`).

/// The signals of this system that have names of their own, in the order of their numbers.
pub static ROWS: [Row; NUMBERED] = {
    let mut rows = [Row::NONE; NUMBERED];
    let mut count = 0;
    let mut number = 1;
    while number < NUMBERS {
        if headers::NATIVE.name(number as u8).is_some() {
            rows[count] = Row::of(number as u8);
            count += 1;
        }
        number += 1;
    }
    rows
};

/// The names that other systems have and this one has not.
pub(super) static ELSEWHERE: [ShortName; ELSEWHERE_PADDED.1] =
    match ELSEWHERE_PADDED.0.first_chunk() {
        Some(names) => *names,
        None => unreachable!(),
    };

/// [`ELSEWHERE`] in a buffer, and its length.
const ELSEWHERE_PADDED: ([ShortName; 64], usize) = {
    let mut names = [ShortName::NONE; 64];
    let mut count = 0;
    let mut at = 0;
    while at < headers::ALL.len() {
        let mut entries = headers::ALL[at].entries();
        while let Some(entry) = entries.next_entry() {
            if headers::NATIVE.number(entry.name).is_none() && !is_among(&names, count, entry.name)
            {
                names[count] = ShortName::new(entry.name);
                count += 1;
            }
        }
        at += 1;
    }
    (names, count)
};

const fn is_among(names: &[ShortName], count: usize, name: &str) -> bool {
    let mut at = 0;
    while at < count {
        if headers::same(names[at].bytes.split_at(names[at].length as usize).0, name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

/// The row of each number, as an index into [`ROWS`].
static ROW_OF_NUMBER: [u8; NUMBERS] = {
    let mut rows = [NO_ROW; NUMBERS];
    let mut at = 0;
    while at < ROWS.len() {
        rows[ROWS[at].number as usize] = at as u8;
        at += 1;
    }
    rows
};

/// The row of a number, if the signal has a name of its own.
pub fn row(number: u8) -> Option<&'static Row> {
    ROWS.get(usize::from(*ROW_OF_NUMBER.get(usize::from(number))?))
}

/// [`LIST`] in a buffer, and its length.
const LIST_PADDED: ([u8; LONGEST_LIST], usize) = {
    let mut text = [0; LONGEST_LIST];
    let mut length = 0;
    let mut at = 0;
    while at < ROWS.len() {
        length = append(&mut text, length, &ROWS[at].name);
        at += 1;
    }
    if HAS_REAL_TIME {
        length = append(&mut text, length, &ShortName::new("RTMIN"));
        length = append(&mut text, length, &ShortName::new("RTMAX"));
    }
    (text, length)
};
const LONGEST_LIST: usize = 1024;

const fn append(text: &mut [u8; LONGEST_LIST], mut length: usize, name: &ShortName) -> usize {
    let mut at = 0;
    while at < name.length as usize {
        text[length] = name.bytes[at];
        length += 1;
        at += 1;
    }
    text[length] = b'\n';
    length + 1
}

/// What `kill -l` prints where it is no terminal: the names in the order of their numbers, one a
/// line, then RTMIN and RTMAX where there are real-time signals. Made while compiling: writing it
/// is all that is left to do.
pub static LIST: [u8; LIST_PADDED.1] = match LIST_PADDED.0.first_chunk() {
    Some(list) => *list,
    None => unreachable!(),
};
