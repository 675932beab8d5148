//! Criterion: the program, as pidof names one: by the word that it was called by, or by the file
//! that it executes.

use std::os::unix::ffi::OsStrExt;

use super::command_line::words;
use super::criterion::{Cost, Criterion};
use super::executable::identity_of;
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::full_name::known_words;
use crate::process::name::KEPT;
use crate::process::path::{file_name, without_deleted};
use crate::process::proc::unseen;
use crate::process::view::Identity;
use crate::sys::Errno;

/// How a program is recognized beyond its own name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Widening {
    /// By the script that it runs, too.
    pub(crate) scripts: bool,
    /// Of what has no command line, by its command name: what has ended.
    pub(crate) zombies: bool,
    /// The same of all: what has ended, and threads of the kernel.
    pub(crate) workers: bool,
}

/// Programs of which a process must be one.
#[derive(Debug)]
pub(crate) struct Programs<'a> {
    programs: Vec<Program<'a>>,
    widening: Widening,
}

#[derive(Debug)]
struct Program<'a> {
    name: &'a [u8],
    /// The file of that path, if the name is one.
    file: Option<Identity>,
}

/// By what a process is the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Call,
    Executable,
    CommandName,
    Script,
}

impl Program<'_> {
    /// The name, or a path that ends with it.
    fn is_path(&self, path: &[u8]) -> bool {
        path == self.name || file_name(path) == self.name
    }

    fn is_called(&self, called: &[u8]) -> bool {
        self.is_path(called) || file_name(called).strip_prefix(b"-") == Some(self.name)
    }
}

impl<'a> Programs<'a> {
    /// Looks up those that are paths. An empty name is no program's.
    pub(crate) fn resolve(names: &[&'a [u8]], widening: Widening) -> Programs<'a> {
        let program = |name: &'a [u8]| {
            let file = if name.contains(&b'/') { identity_of(name) } else { None };
            Program { name, file }
        };
        let names = names.iter().copied().filter(|name| !name.is_empty());
        Programs { programs: names.map(program).collect(), widening }
    }

    /// The files of a process are read once for all programs.
    fn by(&self, look: &Look) -> Result<Option<(&Program<'a>, By)>, Errno> {
        let first = |by, fits: &dyn Fn(&Program) -> bool| {
            self.programs.iter().find(|program| fits(program)).map(|program| (program, by))
        };
        let arguments = look.arguments()?;
        if words(&arguments.bytes).is_empty() {
            return self.by_command_name(look);
        }
        let mut words = known_words(arguments);
        let called = words.next().unwrap_or_default();
        if let Some(found) = first(By::Call, &|program| program.is_called(called)) {
            return Ok(Some(found));
        }
        if let Some(program) = self.executed(look)? {
            return Ok(Some((program, By::Executable)));
        }
        // A process that has overwritten its command line.
        if called.contains(&b' ') {
            let name = look.name()?;
            if let Some(found) = first(By::CommandName, &|program| program.name == name) {
                return Ok(Some(found));
            }
        }
        if self.widening.scripts {
            let script = words.find(|word| !word.starts_with(b"-")).unwrap_or_default();
            if let Some(found) = first(By::Script, &|program| program.is_path(script)) {
                return Ok(runs_by_itself(look.name()?, script).then_some(found));
            }
        }
        Ok(None)
    }

    /// Of one without a command line.
    fn by_command_name(&self, look: &Look) -> Result<Option<(&Program<'a>, By)>, Errno> {
        let Widening { zombies, workers, .. } = self.widening;
        if !(workers || zombies && look.stat()?.has_ended()) {
            return Ok(None);
        }
        let name = look.name()?;
        let found = self.programs.iter().find(|program| program.name == name);
        Ok(found.map(|program| (program, By::CommandName)))
    }

    /// Other users' executables may be hidden; then the rest counts.
    fn executed(&self, look: &Look) -> Result<Option<&Program<'a>>, Errno> {
        if let Some(path) = look.link("exe").map(Some).or_else(unseen)? {
            let path = without_deleted(path.as_bytes());
            let found = self.programs.iter().find(|program| program.is_path(path));
            if found.is_some() {
                return Ok(found);
            }
        }
        if self.programs.iter().all(|program| program.file.is_none()) {
            return Ok(None);
        }
        let seen = look.file("exe").map(Some).or_else(unseen)?.map(|seen| seen.identity());
        Ok(self.programs.iter().find(|program| seen.is_some() && program.file == seen))
    }
}

/// True if the kernel has called a process after this script, which begins with `#!`: the command
/// name is then that of the script, and the interpreter's otherwise.
fn runs_by_itself(command_name: &[u8], script: &[u8]) -> bool {
    let name = file_name(script);
    match name.get(..KEPT) {
        Some(start) => start == command_name,
        None => name == command_name,
    }
}

impl Criterion for Programs<'_> {
    fn cost(&self) -> Cost {
        Cost::CommandLine
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.by(look)?.is_some())
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        let names: Vec<_> = self.programs.iter().map(|program| escaped(program.name)).collect();
        Ok(format!("it is not {}", names.join(" or ")))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(match self.by(look)? {
            None => String::new(),
            Some((program, By::Call)) => format!("called {}", escaped(program.name)),
            Some((program, By::Executable)) => format!("executes {}", escaped(program.name)),
            Some((program, By::Script)) => format!("script {}", escaped(program.name)),
            Some((_, By::CommandName)) => "name matches".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o2_a_program_is_called_by_its_path_its_file_name_or_with_a_dash() {
        let called =
            |name: &str, by: &[u8]| Program { name: name.as_bytes(), file: None }.is_called(by);
        assert!(called("sh", b"sh") && called("sh", b"/bin/sh") && called("/bin/sh", b"/bin/sh"));
        assert!(called("bash", b"-bash") && called("-bash", b"-bash"));
        assert!(called("bash", b"/bin/-bash"));
        for (name, by) in [
            ("sh", &b"bash"[..]),
            ("bash", b"sh"),
            ("/bin/sh", b"sh"),
            ("/bin/sh", b"/usr/bin/sh"),
            ("bin/sh", b"/bin/sh"),
            ("bash", b"--bash"),
            ("sleep", b"sleep 5"),
        ] {
            assert!(!called(name, by), "{name} {}", by.escape_ascii());
        }
    }

    #[test]
    fn o7_an_empty_name_is_no_program() {
        assert!(Programs::resolve(&[b""], Widening::default()).programs.is_empty());
    }

    #[test]
    fn o3_a_script_that_runs_by_itself_gives_its_name() {
        assert!(runs_by_itself(b"backup", b"/usr/local/bin/backup"));
        assert!(runs_by_itself(b"a-name-of-twent", b"./a-name-of-twenty-bytes"));
        assert!(!runs_by_itself(b"sh", b"backup") && !runs_by_itself(b"sh", b"sh-backup"));
        assert!(!runs_by_itself(b"", b"backup"));
    }
}
