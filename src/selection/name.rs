//! Criterion: the command name. Of a name that is longer than what the kernel keeps, the rest is
//! looked for in the arguments.

use std::fmt;

use crate::cli::report::escaped;
use crate::process::bounded::Beginning;
use crate::process::name::KEPT;
use crate::process::proc::unseen;
use crate::sys::Errno;

/// The command name that a process must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a>(&'a [u8]);

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OtherName {
    is: Vec<u8>,
    wanted: Vec<u8>,
}

impl<'a> Name<'a> {
    /// Reads the value of an option.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn parse(value: &'a [u8]) -> Result<Name<'a>, &'static str> {
        match value {
            b"" => Err("no process has an empty name"),
            name => Ok(Name(name)),
        }
    }

    /// The name of an operand, which is never empty.
    pub(crate) fn of_operand(name: &'a [u8]) -> Name<'a> {
        Name(name)
    }

    /// What is so instead; the command line is asked for only if the name is longer than what the
    /// kernel keeps.
    ///
    /// # Errors
    ///
    /// Those of `arguments` that say nothing of the process.
    pub(crate) fn mismatch<'b>(
        &self,
        is: &[u8],
        arguments: impl FnOnce() -> Result<&'b Beginning, Errno>,
    ) -> Result<Option<OtherName>, Errno> {
        let fits = match self.0.split_at_checked(KEPT) {
            Some((start, rest)) if !rest.is_empty() => {
                is == start && {
                    // Where it cannot be seen, the rest is not the same.
                    let arguments = arguments().map(Some).or_else(unseen)?;
                    arguments.is_some_and(|arguments| is_program(arguments, self.0))
                }
            }
            _ => is == self.0 && !self.0.is_empty(),
        };
        Ok((!fits).then(|| OtherName { is: is.to_vec(), wanted: self.0.to_vec() }))
    }
}

/// Whether the program, or the script that an interpreter runs, has the file name: how a long name
/// shows in full.
fn is_program(arguments: &Beginning, name: &[u8]) -> bool {
    let known = match arguments.is_all {
        true => &arguments.bytes,
        // The last word may go on.
        false => {
            let end = arguments.bytes.iter().rposition(|byte| *byte == 0).unwrap_or_default();
            &arguments.bytes[..end]
        }
    };
    let mut words = known.split(|byte| *byte == 0).take(2);
    words.any(|word| word.rsplit(|byte| *byte == b'/').next() == Some(name))
}

impl fmt::Display for OtherName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "its name is {}, not {}", escaped(&self.is), escaped(&self.wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Beginning {
        Beginning { bytes: bytes.to_vec(), is_all: true }
    }

    #[test]
    fn an_empty_name_is_refused() {
        assert_eq!(Name::parse(b""), Err("no process has an empty name"));
    }

    #[test]
    fn a_short_name_is_compared_as_a_whole_and_the_command_line_is_not_asked_for() {
        let other = |name, is| {
            Name(name).mismatch(is, || unreachable!()).unwrap().map(|other| other.to_string())
        };
        assert_eq!(other(b"web", b"web"), None);
        assert_eq!(other(b"web", b"webs"), Some("its name is webs, not web".to_owned()));
        assert_eq!(other(b"fifteen-bytes-a", b"fifteen-bytes-a"), None);
        assert!(other(b"", b"").is_some());
        assert!(other(b"sixteen-bytes-ab", b"sixteen-bytes-b").is_some());
    }

    #[test]
    fn a_long_name_is_not_that_of_a_command_line_that_cannot_be_seen() {
        let name = Name(b"sixteen-bytes-ab");
        let is = b"sixteen-bytes-a";
        let seen = all(b"/bin/sixteen-bytes-ab\0");
        assert_eq!(name.mismatch(is, || Ok(&seen)), Ok(None));
        assert!(name.mismatch(is, || Err(Errno::EACCES)).is_ok_and(|other| other.is_some()));
        assert_eq!(name.mismatch(is, || Err(Errno::EMFILE)), Err(Errno::EMFILE));
    }

    #[test]
    fn a_long_name_is_that_of_the_program_or_of_the_script() {
        let name = b"a-name-of-twenty-bytes";
        let is_program = |arguments| is_program(&all(arguments), name);
        assert!(is_program(b"/usr/bin/a-name-of-twenty-bytes\0-x\0"));
        assert!(is_program(b"sh\0./a-name-of-twenty-bytes\0-x\0"));
        assert!(!is_program(b"sh\0-x\0a-name-of-twenty-bytes\0"));
        assert!(!is_program(b"a-name-of-twenty-bytes.old\0"));
    }

    #[test]
    fn a_word_that_may_go_on_is_not_the_name() {
        let cut = |bytes: &[u8]| Beginning { bytes: bytes.to_vec(), is_all: false };
        let name = b"a-name-of-twenty-bytes";
        assert!(is_program(&cut(b"/usr/bin/a-name-of-twenty-bytes\0-x"), name));
        assert!(!is_program(&cut(b"/usr/bin/a-name-of-twenty-bytes"), name));
        assert!(!is_program(&cut(b"sh\0./a-name-of-twenty-bytes"), name));
        assert!(!is_program(&cut(&[0; 100]), name));
    }

    #[test]
    fn the_reason_shows_both_names() {
        let other = OtherName { is: b"a\nb".to_vec(), wanted: b"web".to_vec() };
        assert_eq!(other.to_string(), "its name is a\\x0ab, not web");
    }
}
