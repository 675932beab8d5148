//! A program that is to be executed, looked for before there is a process for it.

use std::ffi::{CStr, CString, c_char};
use std::marker::PhantomData;
use std::ptr;

use nix::errno::Errno;

use super::search::{self, Candidates};
use crate::sys::arguments::Word;
use crate::sys::environment::Environment;

/// A program and its arguments.
///
/// The files are looked for in PATH as execvp(3) does, but when this is made: a new process has
/// nothing to do between taking its signals and becoming the program but to try them. A text
/// without "#!" is a script for sh, which not every C library sees to (POSIX.1-2024 XSH exec).
pub(crate) struct Program<'a> {
    /// The paths that may be it, in the order in which they are to be tried.
    candidates: Vec<Candidate>,
    /// Why it cannot be executed, if it is none of them.
    error: Errno,
    /// The pointers to the words, and a null pointer.
    words: Vec<*const c_char>,
    /// The memory that they point to, where that is not the command line.
    _owned: Vec<CString>,
    command_line: PhantomData<Word<'a>>,
}

struct Candidate {
    file: CString,
    /// The words for sh, if it is a script: a place for sh's name, the file, the arguments.
    script: Vec<*const c_char>,
}

impl<'a> Program<'a> {
    /// Words of the command line, the program first. They are one or more.
    pub(crate) fn of_words(words: &'a [Word<'a>]) -> Program<'a> {
        let pointers = words.iter().map(|word| word.bytes().as_ptr().cast());
        Program::find(
            words.first().map(|word| word.bytes()).unwrap_or_default(),
            pointers.collect(),
            Vec::new(),
        )
    }

    /// These words, one or more.
    pub(crate) fn new(owned: Vec<CString>) -> Program<'a> {
        let pointers = owned.iter().map(|word| word.as_ptr()).collect();
        let name = owned.first().map(|word| word.as_bytes().to_vec()).unwrap_or_default();
        Program::find(&name, pointers, owned)
    }

    fn find(name: &[u8], mut words: Vec<*const c_char>, owned: Vec<CString>) -> Program<'a> {
        let Candidates { files, error } = search::find(name);
        let candidate = |file: CString| {
            let arguments = words.iter().skip(1).copied();
            let script = [c"sh".as_ptr(), file.as_ptr()].into_iter().chain(arguments);
            Candidate { script: script.chain([ptr::null()]).collect(), file }
        };
        let candidates = files.into_iter().map(candidate).collect();
        words.push(ptr::null());
        Program { candidates, error, words, _owned: owned, command_line: PhantomData }
    }

    /// Becomes the program; returns if that fails, with the reason: ENOENT where there is none.
    pub(crate) fn execute(&self) -> Errno {
        let environment: Vec<_> = own_environment().chain([ptr::null()]).collect();
        self.execute_in(&environment)
    }

    /// The same with this environment: C strings, and a null pointer. Nothing is allocated.
    pub(super) fn execute_in(&self, environment: &[*const c_char]) -> Errno {
        let mut reason = self.error;
        for candidate in &self.candidates {
            // SAFETY: all are C strings, and null pointers follow the last of the words and of the
            // environment.
            unsafe {
                let environment = environment.as_ptr();
                libc::execve(candidate.file.as_ptr(), self.words.as_ptr(), environment);
                if Errno::last() == Errno::ENOEXEC {
                    libc::execve(c"/bin/sh".as_ptr(), candidate.script.as_ptr(), environment);
                }
            }
            match Errno::last() {
                Errno::EACCES => reason = Errno::EACCES,
                // Of a file that was named, rather than looked for, this is the reason.
                error if search::is_not_there(error) => {
                    if self.candidates.len() == 1 && reason != Errno::EACCES {
                        reason = error;
                    }
                }
                error => return error,
            }
        }
        reason
    }
}

/// The strings that this process was started with.
fn own_environment() -> impl Iterator<Item = *const c_char> {
    Environment::own().strings().map(CStr::as_ptr)
}
