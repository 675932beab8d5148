//! How lines name a process.

use crate::cli::report::escaped;
use crate::process::name::Named;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::Pid;

    #[test]
    fn a_name_is_escaped_once() {
        let process = |name: &[u8]| Named { pid: Pid::new(7).unwrap(), name: name.to_vec() };
        assert_eq!(named(&process(b"a\nb\\")), r"7 a\x0ab\\");
        assert_eq!(subject(&process(b"a\nb\\")), b"7 a\nb\\");
        assert_eq!(named(&process(b"")), "7");
    }
}
