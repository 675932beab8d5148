//! The children of this process.

use nix::errno::Errno;

use crate::process::bounded;
use crate::process::lines::words_of;
use crate::process::proc::read;
use crate::sys::Pid;

/// The children of this process, as its only thread has them.
///
/// # Errors
///
/// ENOENT: the kernel was built without PROC_CHILDREN (proc_tid_children(5)), or there is no /proc.
pub(crate) fn own_children() -> Result<Vec<Pid>, Errno> {
    let own = Pid::own();
    let path = format!("task/{own}/children");
    let file = read(own, &path, bounded::CHILDREN).map_err(|_| Errno::ENOENT)?;
    parse(&file).ok_or(Errno::EPROTO)
}

pub(super) fn parse(file: &[u8]) -> Option<Vec<Pid>> {
    words_of(file).map(Pid::from_digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_a_line_of_numbers() {
        assert_eq!(parse(b""), Some(Vec::new()));
        assert_eq!(parse(b"7 42 \n"), Some(vec![Pid::new(7).unwrap(), Pid::new(42).unwrap()]));
        for line in [&b"7 0"[..], b"7 -1", b"7 x", b"2147483648"] {
            assert_eq!(parse(line), None);
        }
    }
}
