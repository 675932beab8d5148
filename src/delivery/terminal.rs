//! Questions: on the terminal that this process belongs to, whatever its standard streams are; and
//! on the standard streams, where a script may answer.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write, stdin};

use crate::process::proc::errno_of;
use crate::sys::Errno;
use crate::sys::output::write_error;

/// The terminal of whatever process opens it (tty(4)).
pub(crate) const PATH: &str = "/dev/tty";

/// Shows a text and asks; true if the answer is y, and nothing else.
///
/// # Errors
///
/// ENXIO: there is no terminal. Otherwise those of using it.
pub(crate) fn ask(text: &str, question: &str) -> Result<bool, Errno> {
    let ask = || -> std::io::Result<bool> {
        let mut terminal = OpenOptions::new().read(true).write(true).open(PATH)?;
        terminal.write_all(text.as_bytes())?;
        terminal.write_all(question.as_bytes())?;
        is_yes(&mut terminal)
    };
    ask().map_err(|error| errno_of(&error))
}

fn is_yes(terminal: &mut File) -> std::io::Result<bool> {
    Ok(line(&mut |byte| terminal.read(byte))?.trim_ascii() == b"y")
}

/// Asks on standard error; true if the line on standard input begins with y, as rpmatch(3) reads
/// it. Where there is no line, or none can be read, the answer is no.
pub(crate) fn ask_on_streams(question: &str) -> bool {
    write_error(question.as_bytes());
    let answer = line(&mut |byte| match nix::unistd::read(stdin(), byte) {
        Err(error) => Err(error.into()),
        Ok(length) => Ok(length),
    });
    matches!(answer.as_deref(), Ok([b'y' | b'Y', ..]))
}

/// A line without its end. Byte by byte, because what follows it may be for another process.
fn line(read: &mut dyn FnMut(&mut [u8]) -> std::io::Result<usize>) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match read(&mut byte) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(0) => return Ok(line),
            Ok(_) if byte == *b"\n" => return Ok(line),
            Ok(_) => line.extend(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_input_ends_a_line_too() {
        let of = |mut bytes: &[u8]| line(&mut |byte| bytes.read(byte)).unwrap();
        assert_eq!((of(b"yes\nno\n"), of(b"y"), of(b"")), (b"yes".to_vec(), b"y".to_vec(), vec![]));
    }
}
