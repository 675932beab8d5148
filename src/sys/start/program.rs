//! A program that is to be executed, found before there is a process for it.

use std::ffi::{CStr, CString, c_char};
use std::marker::PhantomData;
use std::ptr;

use nix::errno::Errno;

use super::search;
use crate::sys::arguments::Word;
use crate::sys::environment::Environment;

/// A program and its arguments.
///
/// The file is looked for in PATH as execvp(3) does, but when this is made: a new process has
/// nothing to do between taking its signals and becoming the program. A text without "#!" is a
/// script for sh, which not every C library sees to (POSIX.1-2024 XSH exec).
pub(crate) struct Program<'a> {
    file: Result<CString, Errno>,
    /// The pointers to the words, and a null pointer.
    words: Vec<*const c_char>,
    /// The same for sh, if it is a script: a place for sh's name, the file, the arguments.
    script: Vec<*const c_char>,
    /// What they point to, where that is not the command line.
    _owned: Vec<CString>,
    command_line: PhantomData<Word<'a>>,
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
        let file = search::find(name);
        let own = file.as_ref().map_or(ptr::null(), |file| file.as_ptr());
        let arguments = words.iter().skip(1).copied();
        let script =
            [c"sh".as_ptr(), own].into_iter().chain(arguments).chain([ptr::null()]).collect();
        words.push(ptr::null());
        Program { file, words, script, _owned: owned, command_line: PhantomData }
    }

    /// Becomes the program; returns if that fails, with the reason: ENOENT where there is none.
    pub(crate) fn execute(&self) -> Errno {
        let environment: Vec<_> = own_environment().chain([ptr::null()]).collect();
        self.execute_in(&environment)
    }

    /// The same with this environment: C strings, and a null pointer. Nothing is allocated.
    pub(super) fn execute_in(&self, environment: &[*const c_char]) -> Errno {
        let file = match &self.file {
            Ok(file) => file.as_ptr(),
            Err(error) => return *error,
        };
        // SAFETY: all are C strings, and null pointers follow the last of the words and of the
        // environment.
        unsafe {
            libc::execve(file, self.words.as_ptr(), environment.as_ptr());
            if Errno::last() == Errno::ENOEXEC {
                libc::execve(c"/bin/sh".as_ptr(), self.script.as_ptr(), environment.as_ptr());
            }
        }
        Errno::last()
    }
}

/// The strings that this process was started with.
fn own_environment() -> impl Iterator<Item = *const c_char> {
    Environment::own().strings().map(CStr::as_ptr)
}
