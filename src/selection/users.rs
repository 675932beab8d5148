//! Users and groups by their names. A static program has no NSS, so /etc/passwd and /etc/group are
//! read here, and getent(1) is asked for the rest.

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
/// /etc/group likewise.
const PASSWD: usize = 64 << 20;

/// The most bytes of an answer of getent(1): a line for each of the names, and here there is one.
const ANSWER: usize = 64 << 10;

/// Where names are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    /// passwd(5).
    Users,
    /// group(5).
    Groups,
}

impl Database {
    fn path(self) -> &'static str {
        match self {
            Database::Users => "/etc/passwd",
            Database::Groups => "/etc/group",
        }
    }

    /// The name of the database in getent(1).
    fn key(self) -> &'static str {
        match self {
            Database::Users => "passwd",
            Database::Groups => "group",
        }
    }

    /// How many fields follow the number: group, comment, home and shell; members.
    fn fields_after(self) -> usize {
        match self {
            Database::Users => 4,
            Database::Groups => 1,
        }
    }

    /// The noun for one of them.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Database::Users => "user",
            Database::Groups => "group",
        }
    }

    /// The diagnostic for a name that none of them has.
    pub(crate) fn nothing(self) -> &'static str {
        match self {
            Database::Users => "no such user",
            Database::Groups => "no such group",
        }
    }
}

/// The ID that a name or a number stands for: digits are always the number. None if there is no
/// such user or group.
///
/// # Errors
///
/// The file or getent(1) is there but cannot be read or run.
pub(crate) fn number_of(database: Database, name: &[u8]) -> Result<Option<u32>, Errno> {
    if name.iter().all(u8::is_ascii_digit) {
        return Ok(decimal(name));
    }
    // No such name can stand in a line, and getent(1) would take the first for options.
    if name.starts_with(b"-") || name.iter().any(|byte| matches!(byte, b':' | b'\n')) {
        return Ok(None);
    }
    match bounded::file(database.path(), PASSWD) {
        Ok(file) => match number_in(database, &file, name) {
            Some(number) => Ok(Some(number)),
            None => ask_getent(database, name),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => ask_getent(database, name),
        Err(error) => Err(errno_of(&error)),
    }
}

/// The hint at names that are nearly this one.
pub(crate) fn nearly(database: Database, name: &[u8]) -> String {
    let file = bounded::file(database.path(), PASSWD).unwrap_or_default();
    meant_in(database, &file, name)
}

fn meant_in(database: Database, file: &[u8], name: &[u8]) -> String {
    meant::hint(name, &mut lines(database, file).map(|(name, _)| name))
}

/// Looks a name up in the lines of a file; the first counts.
pub(super) fn number_in(database: Database, file: &[u8], name: &[u8]) -> Option<u32> {
    lines(database, file).find_map(|(own, number)| (own == name).then_some(number))
}

/// The names and numbers of the lines that are well formed.
fn lines(database: Database, file: &[u8]) -> impl Iterator<Item = (&[u8], u32)> {
    file.split(|byte| *byte == b'\n').filter_map(move |line| {
        let mut fields = line.split(|byte| *byte == b':');
        let (name, number) = (fields.next()?, fields.nth(1).and_then(decimal)?);
        (fields.count() == database.fields_after()).then_some((name, number))
    })
}

/// The users of /etc/passwd, by their numbers: for showing names, which are no promise.
pub(crate) fn names() -> std::collections::BTreeMap<u32, Vec<u8>> {
    let file = bounded::file(Database::Users.path(), PASSWD).unwrap_or_default();
    // The first of a number counts.
    let lines: Vec<_> = lines(Database::Users, &file).collect();
    lines.into_iter().rev().map(|(name, number)| (number, name.to_vec())).collect()
}

/// Asks the system's getent(1), which knows NSS.
fn ask_getent(database: Database, name: &[u8]) -> Result<Option<u32>, Errno> {
    for program in GETENT {
        let mut command = Command::new(program);
        command.args([OsStr::new(database.key()), OsStr::from_bytes(name)]).env_clear();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(errno_of(&error)),
        };
        // The pipe is closed then, so that one that goes on to answer is ended.
        let answer = child.stdout.take().map(|mut pipe| bounded::all(&mut pipe, ANSWER));
        // The output suffices. There is no status where CHLD is ignored, which is inherited.
        let _ = child.wait();
        let answer = answer.unwrap_or_else(|| Ok(Vec::new()));
        return answer
            .map(|line| number_in(database, &line, name))
            .map_err(|error| errno_of(&error));
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
        assert_eq!(number_in(Database::Users, FILE, b"root"), Some(0));
        assert_eq!(number_in(Database::Users, FILE, b"web"), Some(33));
        assert_eq!(number_in(Database::Users, FILE, b"last"), Some(4_294_967_294));
        for name in ["we", "Web", "webs", "", "x", "nis", "comment"] {
            assert_eq!(number_in(Database::Users, FILE, name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn a_malformed_line_is_nobodys() {
        for name in ["short", "long", "letters", "negative", "none", "high"] {
            assert_eq!(number_in(Database::Users, FILE, name.as_bytes()), None, "{name}");
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
            assert_eq!(meant_in(Database::Users, FILE, name.as_bytes()), hint, "{name}");
        }
    }

    #[test]
    fn digits_are_the_number_itself() {
        assert_eq!(number_of(Database::Users, b"4000000000"), Ok(Some(4_000_000_000)));
        assert_eq!(number_of(Database::Users, b"4294967296"), Ok(None));
        assert_eq!(number_of(Database::Users, b""), Ok(None));
    }

    #[test]
    fn a_name_that_no_line_can_have_is_not_looked_for() {
        for name in ["-s", "--help", "root:x", "a\nroot"] {
            assert_eq!(number_of(Database::Users, name.as_bytes()), Ok(None), "{name}");
        }
    }
}
