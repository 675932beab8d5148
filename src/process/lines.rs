//! Files of lines that a key begins, as /proc/PID/status (proc_pid_status(5)) and /proc/PID/limits.
//! Pure.

use std::str::FromStr;

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

/// The words of a line.
pub(super) fn words_of(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

/// The number that a word is.
pub(super) fn number<T: FromStr>(word: &[u8]) -> Option<T> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
