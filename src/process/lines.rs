//! Files of lines that a key begins, as /proc/PID/status (proc_pid_status(5)) and /proc/PID/limits.
//! Pure.

/// The first word after the key (`Uid:`).
pub(super) fn field<'a>(file: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    words(file, key)?.next()
}

/// The words after the key.
pub(super) fn words<'a>(
    file: &'a [u8],
    key: &[u8],
) -> Option<impl Iterator<Item = &'a [u8]> + use<'a>> {
    let line = file.split(|byte| *byte == b'\n').find(|line| line.starts_with(key))?;
    Some(words_of(line.get(key.len()..)?))
}

/// The lines that begin with these keys, without the keys. The file is gone through once: one of a
/// process is looked at for each process.
pub(super) fn lines_of<'a, const N: usize>(
    file: &'a [u8],
    keys: &[&[u8]; N],
) -> [Option<&'a [u8]>; N] {
    let mut lines = [None; N];
    for line in file.split(|byte| *byte == b'\n') {
        // Most lines have other keys, and their first letters decide that.
        for (key, found) in keys.iter().zip(&mut lines) {
            if line.first() == key.first() && found.is_none() && line.starts_with(key) {
                *found = line.get(key.len()..);
            }
        }
    }
    lines
}

/// The words of a line.
pub(super) fn words_of(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

/// The number that a word is: digits, which may have a minus sign in front of them.
pub(super) fn number<T: TryFrom<i128>>(word: &[u8]) -> Option<T> {
    let (is_negative, digits) = match word.split_first() {
        Some((b'-', digits)) => (true, digits),
        _ => (false, word),
    };
    let mut number = if digits.is_empty() { None } else { Some(0_u64) };
    for digit in digits {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        number = number?.checked_mul(10)?.checked_add(digit.into());
    }
    let number = i128::from(number?);
    T::try_from(if is_negative { -number } else { number }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_that_fit() {
        assert_eq!(number::<u64>(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(number::<u64>(b"18446744073709551616"), None);
        assert_eq!(number::<i32>(b"-2147483648"), Some(i32::MIN));
        assert_eq!(number::<i32>(b"2147483648"), None);
        assert_eq!(number::<u32>(b"007"), Some(7));
        for word in [&b""[..], b"-", b"+1", b"--1", b"1.5", b"1 ", b"x", b"\xb2"] {
            assert_eq!(number::<i32>(word), None, "{word:?}");
        }
        assert_eq!(number::<u64>(b"-1"), None);
    }

    #[test]
    fn a_key_is_looked_for_at_the_beginning_of_a_line() {
        let file = b"Name:\tSigCgt:\nGroups:\nNSpid:\t77\t1 \nMax core file size  0 unlimited\n";
        assert_eq!(field(file, b"Name:"), Some(&b"SigCgt:"[..]));
        assert_eq!(field(file, b"SigCgt:"), None);
        assert_eq!(field(file, b"Groups:"), None);
        assert_eq!(words(file, b"NSpid:").unwrap().collect::<Vec<_>>(), [&b"77"[..], b"1"]);
        assert_eq!(field(file, b"Max core file size"), Some(&b"0"[..]));
    }
}
