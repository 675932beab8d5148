//! A pattern in the language of regex-lite. Pure.
//!
//! What the pattern means is read as glibc reads it (`RE_SYNTAX_POSIX_EXTENDED`), and each part is
//! written so that it can mean nothing else: a character by its number, a set by its ranges, what
//! is repeated twice in a group of its own.

use std::fmt::Write;

use super::bracket::{self, Bytes, is_space};
use super::error::PatternError;
use super::literal::Found;

/// A pattern as the engine reads it, and as what is compared without it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) expression: String,
    /// If it is one of these and has no operators.
    pub(super) literals: Option<Vec<Found>>,
}

/// As many groups as may be open, and as many repetitions of repetitions.
const DEEPEST: usize = 250;

/// glibc's `RE_DUP_MAX`.
const MOST_REPETITIONS: u32 = 0x7fff;

struct Translator<'a> {
    rest: &'a [u8],
    fold: bool,
    expression: String,
    literals: Literals,
    /// Where each open group starts.
    groups: Vec<usize>,
    /// What a repetition would repeat.
    atom: Option<Atom>,
    /// How many repetitions are repeated.
    nested: usize,
}

struct Atom {
    start: usize,
    repeated: Repeated,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeated {
    Not,
    /// By `*`, `+` or `?`, which is the last character of the expression.
    Simply(char),
    Often,
}

/// Translates a pattern.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn translate(pattern: &[u8], fold: bool) -> Result<Translated, PatternError> {
    let mut translator = Translator {
        rest: pattern,
        fold,
        expression: String::with_capacity(2 * pattern.len()),
        literals: Literals::new(),
        groups: Vec::new(),
        atom: None,
        nested: 0,
    };
    while let Some((byte, rest)) = translator.rest.split_first() {
        translator.rest = rest;
        translator.take(*byte)?;
    }
    if !translator.groups.is_empty() {
        return Err(PatternError::Unclosed('('));
    }
    Ok(Translated { expression: translator.expression, literals: translator.literals.finish() })
}

impl Translator<'_> {
    fn take(&mut self, byte: u8) -> Result<(), PatternError> {
        match byte {
            b'\\' => return self.escape(),
            b'[' => {
                let (set, length) = bracket::parse(self.rest, self.fold)?;
                self.rest = &self.rest[length..];
                self.set(&set);
            }
            b'(' => {
                if self.groups.len() == DEEPEST {
                    return Err(PatternError::TooLarge);
                }
                self.groups.push(self.expression.len());
                self.expression.push_str("(?:");
                self.atom = None;
                self.literals.give_up();
            }
            b')' => match self.groups.pop() {
                Some(start) => {
                    self.expression.push(')');
                    self.atom = Some(Atom { start, repeated: Repeated::Not });
                }
                None => self.character(byte),
            },
            b'|' => {
                self.expression.push('|');
                self.atom = None;
                self.literals.alternative();
            }
            b'*' | b'+' | b'?' => self.repeat_simply(char::from(byte))?,
            b'{' => self.interval()?,
            b'.' => self.operator("."),
            b'^' => {
                self.literals.start();
                self.anchor("^");
            }
            b'$' => {
                self.literals.end();
                self.anchor("$");
            }
            byte => self.character(byte),
        }
        Ok(())
    }

    /// What follows a backslash: a GNU operator, or the character itself.
    fn escape(&mut self) -> Result<(), PatternError> {
        let (byte, rest) = self.rest.split_first().ok_or(PatternError::NothingEscaped)?;
        self.rest = rest;
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        match *byte {
            b'1'..=b'9' => return Err(PatternError::BackReference),
            b'w' => self.set(&Bytes::of(is_word)),
            b'W' => self.set(&Bytes::of(|byte| !is_word(byte))),
            b's' => self.set(&Bytes::of(is_space)),
            b'S' => self.set(&Bytes::of(|byte| !is_space(byte))),
            b'b' => self.position(r"\b"),
            b'B' => self.position(r"\B"),
            b'<' => self.position(r"\<"),
            b'>' => self.position(r"\>"),
            b'`' => self.position("^"),
            b'\'' => self.position("$"),
            byte => self.character(byte),
        }
        Ok(())
    }

    fn character(&mut self, byte: u8) {
        self.literals.character(byte);
        let start = self.expression.len();
        if self.fold && byte.is_ascii_alphabetic() {
            let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
            self.expression.extend(['[', char::from(lower), char::from(upper), ']']);
        } else if byte.is_ascii_alphanumeric() {
            self.expression.push(char::from(byte));
        } else {
            self.number(byte);
        }
        self.atom = Some(Atom { start, repeated: Repeated::Not });
    }

    fn number(&mut self, byte: u8) {
        write!(self.expression, "\\x{byte:02x}").expect("writing to memory does not fail");
    }

    fn set(&mut self, set: &Bytes) {
        self.operator("[");
        let ranges = set.ranges();
        if ranges.is_empty() {
            // What stands for no byte.
            self.expression.push_str("\\x{100}");
        }
        for (first, last) in ranges {
            self.number(first);
            self.expression.push('-');
            self.number(last);
        }
        self.expression.push(']');
    }

    /// What stands for a character, or the beginning of it.
    fn operator(&mut self, text: &str) {
        self.literals.give_up();
        self.atom = Some(Atom { start: self.expression.len(), repeated: Repeated::Not });
        self.expression.push_str(text);
    }

    /// What stands for a place and is no plain text.
    fn position(&mut self, text: &str) {
        self.literals.give_up();
        self.anchor(text);
    }

    /// A place cannot be repeated.
    fn anchor(&mut self, text: &str) {
        self.expression.push_str(text);
        self.atom = None;
    }

    /// `**`, `*+` and the like are one of the three again; in the engine's language they are not.
    fn repeat_simply(&mut self, sign: char) -> Result<(), PatternError> {
        let before = self.repetition(false)?;
        let sign = match before {
            Repeated::Simply(before) => {
                self.expression.pop();
                if before == sign { sign } else { '*' }
            }
            Repeated::Not | Repeated::Often => sign,
        };
        self.expression.push(sign);
        if let Some(atom) = &mut self.atom {
            atom.repeated = Repeated::Simply(sign);
        }
        Ok(())
    }

    /// `{n}`, `{n,}`, `{,m}` or `{n,m}`, from after the brace on.
    fn interval(&mut self) -> Result<(), PatternError> {
        self.repetition(true)?;
        let least = self.repetitions()?;
        let most = match self.rest.first() {
            Some(b',') => {
                self.rest = &self.rest[1..];
                self.repetitions()?
            }
            Some(b'}') if least.is_some() => least,
            _ => return Err(PatternError::Interval),
        };
        let least = least.unwrap_or(0);
        match self.rest.split_first() {
            Some((b'}', rest)) => self.rest = rest,
            Some(_) => return Err(PatternError::Interval),
            None => return Err(PatternError::Unclosed('{')),
        }
        if most.is_some_and(|most| most < least) {
            return Err(PatternError::Interval);
        }
        if most.unwrap_or(least) > MOST_REPETITIONS {
            return Err(PatternError::Repetitions);
        }
        let most = most.map(|most| most.to_string()).unwrap_or_default();
        write!(self.expression, "{{{least},{most}}}").expect("writing to memory does not fail");
        if let Some(atom) = &mut self.atom {
            atom.repeated = Repeated::Often;
        }
        Ok(())
    }

    /// The digits that stand here, if any. More than the limit is as good as one more.
    fn repetitions(&mut self) -> Result<Option<u32>, PatternError> {
        let end = self.rest.iter().position(|byte| !byte.is_ascii_digit());
        let (digits, rest) = self.rest.split_at(end.ok_or(PatternError::Unclosed('{'))?);
        self.rest = rest;
        let number = |number: u32, digit: &u8| {
            (number * 10 + u32::from(digit - b'0')).min(MOST_REPETITIONS + 1)
        };
        Ok((!digits.is_empty()).then(|| digits.iter().fold(0, number)))
    }

    /// Readies what stands before for being repeated, by an interval or simply; says how it was
    /// repeated.
    fn repetition(&mut self, by_interval: bool) -> Result<Repeated, PatternError> {
        self.literals.give_up();
        let atom = self.atom.as_mut().ok_or(PatternError::NothingToRepeat)?;
        let before = atom.repeated;
        let is_nested = match before {
            Repeated::Not => false,
            Repeated::Simply(_) => by_interval,
            Repeated::Often => true,
        };
        if is_nested {
            self.nested += 1;
            if self.nested > DEEPEST {
                return Err(PatternError::TooLarge);
            }
            self.expression.insert_str(atom.start, "(?:");
            self.expression.push(')');
        }
        Ok(before)
    }
}

/// Gathers a pattern's alternatives for as long as they are plain text.
struct Literals {
    /// None: the pattern has operators.
    found: Option<Vec<Found>>,
}

impl Literals {
    fn new() -> Literals {
        Literals { found: Some(vec![Found::default()]) }
    }

    fn last(&mut self) -> Option<&mut Found> {
        self.found.as_mut().and_then(|found| found.last_mut())
    }

    fn give_up(&mut self) {
        self.found = None;
    }

    fn alternative(&mut self) {
        if let Some(found) = &mut self.found {
            found.push(Found::default());
        }
    }

    fn character(&mut self, byte: u8) {
        match self.last() {
            Some(last) if !last.end => last.text.push(byte),
            _ => self.give_up(),
        }
    }

    fn start(&mut self) {
        match self.last() {
            Some(last) if !last.start && !last.end && last.text.is_empty() => last.start = true,
            _ => self.give_up(),
        }
    }

    fn end(&mut self) {
        match self.last() {
            Some(last) if !last.end => last.end = true,
            _ => self.give_up(),
        }
    }

    fn finish(self) -> Option<Vec<Found>> {
        self.found
    }
}
