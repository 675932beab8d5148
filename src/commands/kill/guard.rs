//! Guards: what options ask of each process for it to be signalled; and, where no operand does,
//! which processes are meant.

use crate::cli::parse::UsageError;
use crate::selection::options::Asks;
use crate::selection::wanted::Wanted;
use crate::sys::Pid;

/// The criteria for processes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Guards<'a> {
    /// The criteria for every process, also for the members of a tree.
    pub(crate) asked: Wanted<'a>,
    /// The criteria that name the targets by themselves. Next to operands they are criteria like
    /// the rest.
    pub(crate) naming: Wanted<'a>,
    /// The options, as the user wrote them, with their values.
    given: Vec<Given<'a>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Given<'a> {
    asks: Asks,
    word: &'a [u8],
    value: &'a [u8],
    names: bool,
}

/// Guards that may be given several times: their values are alternatives.
const REPEATABLE: [Asks; 3] = [Asks::Executable, Asks::Directory, Asks::Uses];

impl<'a> Guards<'a> {
    /// Takes over what an option asks, which the user called by `word`, a long one.
    ///
    /// # Errors
    ///
    /// It was given before; its value is wrong.
    pub(crate) fn take(
        &mut self,
        asks: Asks,
        word: &'a [u8],
        value: &'a [u8],
    ) -> Result<(), UsageError> {
        let word = word.split(|byte| *byte == b'=').next().unwrap_or(word);
        if !REPEATABLE.contains(&asks) && self.given.iter().any(|given| given.asks == asks) {
            return Err(UsageError::new(word, "given twice"));
        }
        let names = names_processes(asks, word);
        let wanted = if names { &mut self.naming } else { &mut self.asked };
        match asks {
            // --mount applies to the files of both.
            Asks::Mount => {
                self.asked.whole_file_systems = true;
                self.naming.whole_file_systems = true;
            }
            asks => drop(wanted.take(asks, value)?),
        }
        self.given.push(Given { asks, word, value, names });
        Ok(())
    }

    /// True if they name targets without an operand.
    pub(crate) fn name_targets(&self) -> bool {
        self.given.iter().any(|given| given.names)
    }

    /// The processes whose descendants are meant, if nothing else names targets.
    pub(crate) fn descendants_alone(&self) -> Option<&[Pid]> {
        let mut naming = self.given.iter().filter(|given| given.names);
        let alone = naming.all(|given| given.asks == Asks::DescendantsOf);
        Some(&self.naming.descendants_of[..]).filter(|roots| alone && !roots.is_empty())
    }

    /// The first, as the user called it.
    pub(crate) fn first(&self) -> Option<&'a [u8]> {
        self.given.first().map(|given| given.word)
    }

    /// The name of the targets in diagnostics: the options that name them.
    pub(crate) fn subject(&self) -> Vec<u8> {
        let naming = self.given.iter().filter(|given| given.names);
        let words = naming.flat_map(|given| [given.word, given.value]);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(&b' ')
    }
}

/// True if an option names targets by itself. A word that begins with `if` never does: `kill
/// --if-exe FILE $PID` signals no process where the variable is empty.
fn names_processes(asks: Asks, word: &[u8]) -> bool {
    const NAMING: [Asks; 8] = [
        Asks::Executable,
        Asks::Directory,
        Asks::Port,
        Asks::ControlGroup,
        Asks::Unit,
        Asks::Container,
        Asks::DescendantsOf,
        Asks::Uses,
    ];
    NAMING.contains(&asks) && !word.starts_with(b"--i")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_names_targets_unless_its_word_begins_with_if() {
        let mut guards = Guards::default();
        guards.take(Asks::Executable, b"--if-exe=/bin/a", b"/bin/a").unwrap();
        guards.take(Asks::NoZombies, b"--no-zombies", b"").unwrap();
        assert!(!guards.name_targets() && guards.first() == Some(b"--if-exe"));
        guards.take(Asks::Directory, b"--cwd", b"/srv").unwrap();
        guards.take(Asks::Executable, b"--exe", b"/bin/b").unwrap();
        assert!(guards.name_targets() && guards.subject() == b"--cwd /srv --exe /bin/b");
        assert_eq!(guards.asked.executables, [b"/bin/a"]);
        assert_eq!(guards.naming.executables, [b"/bin/b"]);
        let twice = guards.take(Asks::NoZombies, b"--no-zombies", b"").unwrap_err();
        assert_eq!(twice, UsageError::new(b"--no-zombies", "given twice"));
    }
}
