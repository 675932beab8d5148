//! Users by their names. A static program has no NSS, so /etc/passwd is read here, and getent(1) is
//! asked for the rest.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use nix::errno::Errno;

use crate::cli::meant;
use crate::process::bounded;
use crate::process::proc::errno_of;
use crate::signal::decimal;

/// Where getent(1) is, if it is there: the standard PATH.
const GETENT: [&str; 2] = ["/usr/bin/getent", "/bin/getent"];

/// /etc/passwd, which has a line for each user; some systems write a whole organization into it.
const PASSWD: usize = 64 << 20;

/// What getent(1) answers: a line for each of the names, and here there is one.
const ANSWER: usize = 64 << 10;

/// The user ID that a name or a number stands for: digits are always the number. None if there is
/// no such user.
///
/// # Errors
///
/// /etc/passwd or getent(1) is there but cannot be read or run.
pub(crate) fn user_by_name(name: &[u8]) -> Result<Option<u32>, Errno> {
    if name.iter().all(u8::is_ascii_digit) {
        return Ok(decimal(name));
    }
    // No such name can stand in a line of passwd(5), and getent(1) would take the first for
    // options.
    if name.starts_with(b"-") || name.iter().any(|byte| matches!(byte, b':' | b'\n')) {
        return Ok(None);
    }
    match bounded::file("/etc/passwd", PASSWD) {
        Ok(file) => match user_in(&file, name) {
            Some(user) => Ok(Some(user)),
            None => ask_getent(name),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => ask_getent(name),
        Err(error) => Err(errno_of(&error)),
    }
}

/// The hint at users of /etc/passwd whose names are nearly this one.
pub(crate) fn nearly(name: &[u8]) -> String {
    let file = bounded::file("/etc/passwd", PASSWD).unwrap_or_default();
    meant_in(&file, name)
}

fn meant_in(file: &[u8], name: &[u8]) -> String {
    let mut names = file.split(|byte| *byte == b'\n').filter_map(|line| {
        let name = line.split(|byte| *byte == b':').next()?;
        user_in(line, name).map(|_| name)
    });
    meant::hint(name, &mut names)
}

/// Looks a name up in the lines of passwd(5); the first counts.
pub(super) fn user_in(file: &[u8], name: &[u8]) -> Option<u32> {
    file.split(|byte| *byte == b'\n').find_map(|line| {
        let mut fields = line.split(|byte| *byte == b':');
        let user = (fields.next() == Some(name)).then(|| fields.nth(1).and_then(decimal))??;
        // Group, comment, home and shell.
        (fields.count() == 4).then_some(user)
    })
}

/// Asks the system's getent(1), which knows NSS.
fn ask_getent(name: &[u8]) -> Result<Option<u32>, Errno> {
    for program in GETENT {
        let mut command = Command::new(program);
        command.args([OsStr::new("passwd"), OsStr::from_bytes(name)]).env_clear();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(errno_of(&error)),
        };
        // The pipe is closed then, so that one that goes on to answer is ended.
        let answer = child.stdout.take().map(|mut pipe| bounded::all(&mut pipe, ANSWER));
        // Its status says no more than its output: with CHLD ignored, which is inherited, there is
        // none.
        let _ = child.wait();
        let answer = answer.unwrap_or_else(|| Ok(Vec::new()));
        return answer.map(|line| user_in(&line, name)).map_err(|error| errno_of(&error));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = b"root:x:0:0:root:/root:/bin/bash\n\
        # comment:x:1:1:::\n\
        +nis:x:2:2:::\n\
        short:x:3:3::\n\
        long:x:3:3::::\n\
        letters:x:4x:4:::\n\
        negative:x:-1:4:::\n\
        none:x::4:::\n\
        high:x:4294967296:4:::\n\
        web:x:33:33:web:/var/www:/usr/sbin/nologin\n\
        web:x:34:34:::\n\
        last:x:4294967294:0:::";

    #[test]
    fn a_user_is_found_by_its_exact_name() {
        assert_eq!(user_in(FILE, b"root"), Some(0));
        assert_eq!(user_in(FILE, b"web"), Some(33));
        assert_eq!(user_in(FILE, b"last"), Some(4_294_967_294));
        for name in ["we", "Web", "webs", "", "x", "nis", "comment"] {
            assert_eq!(user_in(FILE, name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn a_malformed_line_is_nobodys() {
        for name in ["short", "long", "letters", "negative", "none", "high"] {
            assert_eq!(user_in(FILE, name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn a_name_that_is_nearly_a_users_is_told() {
        for (name, hint) in [
            ("roott", "; did you mean root?"),
            ("wed", "; did you mean web?"),
            ("shrt", ""),
            ("we", ""),
            ("nobody", ""),
        ] {
            assert_eq!(meant_in(FILE, name.as_bytes()), hint, "{name}");
        }
    }

    #[test]
    fn digits_are_the_number_itself() {
        assert_eq!(user_by_name(b"4000000000"), Ok(Some(4_000_000_000)));
        assert_eq!(user_by_name(b"4294967296"), Ok(None));
        assert_eq!(user_by_name(b""), Ok(None));
    }

    #[test]
    fn a_name_that_no_line_can_have_is_not_looked_for() {
        for name in ["-s", "--help", "root:x", "a\nroot"] {
            assert_eq!(user_by_name(name.as_bytes()), Ok(None), "{name}");
        }
    }
}
