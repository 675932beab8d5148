//! How lines name a process.

use crate::cli::report::escaped;
use crate::process::name::Named;
use crate::sys::Pid;

/// `1234 nginx`, for a line of output.
pub(crate) fn named(process: &Named) -> String {
    escaped(&subject(process))
}

/// The same as it is, for a diagnostic, which escapes what it is about.
pub(crate) fn subject(process: &Named) -> Vec<u8> {
    let mut text = process.pid.to_string().into_bytes();
    if !process.name.is_empty() {
        text.push(b' ');
        text.extend(&process.name);
    }
    text
}

/// A line about a process without its number in front, where that stands in a column of its own.
pub(crate) fn without_number(line: &str, pid: Pid) -> &str {
    let rest = line.strip_prefix(&pid.to_string()).unwrap_or(line);
    rest.strip_prefix(' ').or_else(|| rest.strip_prefix(": ")).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_without_the_number_in_front() {
        let pid = Pid::new(7).unwrap();
        assert_eq!(without_number("7 nginx: TERM", pid), "nginx: TERM");
        assert_eq!(without_number("7: TERM", pid), "TERM");
    }

    #[test]
    fn a_name_is_escaped_once() {
        let process = |name: &[u8]| Named { pid: Pid::new(7).unwrap(), name: name.to_vec() };
        assert_eq!(named(&process(b"a\nb\\")), r"7 a\x0ab\\");
        assert_eq!(subject(&process(b"a\nb\\")), b"7 a\nb\\");
        assert_eq!(named(&process(b"")), "7");
    }
}
