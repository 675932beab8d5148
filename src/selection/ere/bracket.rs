//! Bracket expressions (XBD 9.3.5), as glibc reads them in the C locale. Pure.

use super::error::PatternError;

/// A set of bytes.
#[derive(Clone, Copy)]
pub(super) struct Bytes([bool; 256]);

impl Bytes {
    pub(super) fn of(contains: impl Fn(u8) -> bool) -> Bytes {
        let mut bytes = Bytes([false; 256]);
        for (byte, is_in) in (0..=u8::MAX).zip(&mut bytes.0) {
            *is_in = contains(byte);
        }
        bytes
    }

    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    fn add(&mut self, other: impl Fn(u8) -> bool) {
        let before = *self;
        *self = Bytes::of(|byte| before.contains(byte) || other(byte));
    }

    /// The first and last bytes of its parts without a gap.
    pub(super) fn ranges(&self) -> Vec<(u8, u8)> {
        let mut ranges: Vec<(u8, u8)> = Vec::new();
        for byte in (0..=u8::MAX).filter(|byte| self.contains(*byte)) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == byte => *last = byte,
                _ => ranges.push((byte, byte)),
            }
        }
        ranges
    }
}

/// What stands in brackets.
enum Element {
    One(u8),
    Class(fn(u8) -> bool),
    /// `[=a=]`, which no range can start or end with.
    Equivalent(u8),
}

/// Reads what follows the opening bracket; gives the set and how long that is.
///
/// With `fold`, both cases of a letter are in the set or none. glibc then reads the pattern as if
/// it were in capitals, so the ends of a range are those of the capitals.
pub(super) fn parse(text: &[u8], fold: bool) -> Result<(Bytes, usize), PatternError> {
    let (mut at, inverted) = match text.first() {
        Some(b'^') => (1, true),
        _ => (0, false),
    };
    let mut set = Bytes::of(|_| false);
    let mut is_first = true;
    // A closing bracket that comes first is itself.
    while is_first || text.get(at) != Some(&b']') {
        let start = element(text, &mut at, is_first)?;
        is_first = false;
        let is_range = !matches!(start, Element::Class(_) | Element::Equivalent(_))
            && is_range_sign(text, at)?;
        if is_range {
            at += 1;
            let end = element(text, &mut at, true)?;
            let (Element::One(start), Element::One(end)) = (start, end) else {
                return Err(PatternError::Range);
            };
            let (start, end) = (folded(start, fold), folded(end, fold));
            if start > end {
                return Err(PatternError::Range);
            }
            set.add(|byte| (start..=end).contains(&byte));
        } else {
            match start {
                Element::One(one) | Element::Equivalent(one) => {
                    set.add(|byte| byte == folded(one, fold));
                }
                Element::Class(class) => {
                    set.add(|byte| class(byte) || fold && class(byte.to_ascii_lowercase()));
                }
            }
        }
        if at >= text.len() {
            return Err(PatternError::Unclosed('['));
        }
    }
    Ok((Bytes::of(|byte| set.contains(folded(byte, fold)) != inverted), at + 1))
}

fn folded(byte: u8, fold: bool) -> u8 {
    if fold { byte.to_ascii_uppercase() } else { byte }
}

/// Whether a dash stands here that makes a range of what is on both sides.
fn is_range_sign(text: &[u8], at: usize) -> Result<bool, PatternError> {
    let (Some(here), next) = (text.get(at), text.get(at + 1)) else {
        return Err(PatternError::Unclosed('['));
    };
    match (here, next) {
        (b'-', None) => Err(PatternError::Unclosed('[')),
        (b'-', Some(b']')) => Ok(false),
        (here, _) => Ok(*here == b'-'),
    }
}

/// One element; a dash may only be one where it cannot be the sign of a range.
fn element(text: &[u8], at: &mut usize, dash: bool) -> Result<Element, PatternError> {
    let byte = *text.get(*at).ok_or(PatternError::Unclosed('['))?;
    let next = text.get(*at + 1).copied();
    if let (b'[', Some(kind @ (b'.' | b'=' | b':'))) = (byte, next) {
        *at += 2;
        return symbol(text, at, kind);
    }
    if byte == b'-' && !dash && next != Some(b']') {
        return Err(PatternError::Range);
    }
    *at += 1;
    Ok(Element::One(byte))
}

/// What stands between `[.` and `.]`, `[=` and `=]`, `[:` and `:]`.
fn symbol(text: &[u8], at: &mut usize, kind: u8) -> Result<Element, PatternError> {
    /// glibc's, `BRACKET_NAME_BUF_SIZE`.
    const LONGEST: usize = 32;
    let rest = &text[*at..];
    let length = rest.windows(2).take(LONGEST).position(|end| end == [kind, b']']);
    let name = &rest[..length.ok_or(PatternError::Unclosed('['))?];
    *at += name.len() + 2;
    match (kind, name) {
        (b':', name) => class(name).map(Element::Class).ok_or(PatternError::Class),
        (b'=', [one]) => Ok(Element::Equivalent(*one)),
        (_, [one]) => Ok(Element::One(*one)),
        _ => Err(PatternError::CollatingElement),
    }
}

fn class(name: &[u8]) -> Option<fn(u8) -> bool> {
    Some(match name {
        b"alnum" => |byte| byte.is_ascii_alphanumeric(),
        b"alpha" => |byte| byte.is_ascii_alphabetic(),
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => |byte| byte.is_ascii_control(),
        b"digit" => |byte| byte.is_ascii_digit(),
        b"graph" => |byte| byte.is_ascii_graphic(),
        b"lower" => |byte| byte.is_ascii_lowercase(),
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => |byte| byte.is_ascii_punctuation(),
        b"space" => is_space,
        b"upper" => |byte| byte.is_ascii_uppercase(),
        b"xdigit" => |byte| byte.is_ascii_hexdigit(),
        _ => return None,
    })
}

/// isspace(3) of the C locale; Rust's has no vertical tab.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}
