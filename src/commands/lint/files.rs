//! The files that are checked: those of the command line, and the scripts below directories.

use std::collections::HashSet;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::args::INPUT;
use super::git;
use crate::lint::kind::Kind;
use crate::lint::outcome::Failure;
use crate::process::proc::errno_of;
use crate::sys::Describe;

/// Directories that a walk does not enter.
const SKIPPED: [&str; 4] = [".git", ".hg", ".svn", "node_modules"];

/// The bytes of a file of a directory that show whether it is text.
pub(super) const HEAD: usize = 1024;

/// The bytes that hold a `#!` line.
const FIRST_LINE: usize = 128;

/// A file that is to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) path: PathBuf,
    /// It was found in a directory, and is checked if it looks like a script.
    pub(super) is_found: bool,
}

impl Candidate {
    /// True for standard input.
    pub(super) fn is_input(&self) -> bool {
        !self.is_found && self.path.as_os_str() == INPUT
    }

    /// True if the file is to be checked, by its first bytes.
    pub(super) fn is_wanted(&self, head: &[u8]) -> bool {
        if !self.is_found {
            return true;
        }
        let is_text = !head[..head.len().min(HEAD)].contains(&0);
        let line = &head[..head.len().min(FIRST_LINE)];
        is_text
            && matches!(Kind::of(self.path.as_os_str().as_bytes(), line), Some(kind)
                if kind != Kind::Foreign)
    }
}

/// The files of a command line, each once, in their order.
pub(super) fn candidates(
    operands: &[PathBuf],
    no_ignore: bool,
    failures: &mut Vec<Failure>,
) -> Vec<Candidate> {
    let mut found = Found { candidates: Vec::new(), seen: HashSet::new() };
    for operand in operands {
        if operand.as_os_str() == INPUT {
            found.add_input();
            continue;
        }
        match std::fs::metadata(operand) {
            Err(error) => failures.push(failure(operand, &error)),
            Ok(metadata) if metadata.is_dir() => {
                match (!no_ignore).then(|| git::files(operand)).flatten() {
                    Some(listed) => found.add_listed(operand, listed, failures),
                    None => found.walk(operand, failures),
                }
            }
            Ok(metadata) => {
                let candidate = Candidate { path: operand.clone(), is_found: false };
                found.add(candidate, &metadata);
            }
        }
    }
    found.candidates
}

/// The reason why a file could not be read.
pub(super) fn failure(path: &Path, error: &std::io::Error) -> Failure {
    let reason = Describe(errno_of(error)).to_string();
    Failure { name: path.as_os_str().as_bytes().to_vec(), reason }
}

struct Found {
    candidates: Vec<Candidate>,
    /// Device and inode number of each.
    seen: HashSet<(u64, u64)>,
}

impl Found {
    fn add(&mut self, candidate: Candidate, metadata: &std::fs::Metadata) {
        // What is no file has a content that is read once: two pipes are two texts.
        if !metadata.is_file() || self.seen.insert((metadata.dev(), metadata.ino())) {
            self.candidates.push(candidate);
        }
    }

    fn add_input(&mut self) {
        let input = Candidate { path: PathBuf::from(INPUT), is_found: false };
        if !self.candidates.contains(&input) {
            self.candidates.push(input);
        }
    }

    /// Adds the files that git lists. One that it has and that was removed is none.
    fn add_listed(
        &mut self,
        directory: &Path,
        mut listed: Vec<PathBuf>,
        failures: &mut Vec<Failure>,
    ) {
        listed.sort();
        for name in listed {
            let path = below(directory, &name);
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => {
                    self.add(Candidate { path, is_found: true }, &metadata);
                }
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => failures.push(failure(&path, &error)),
            }
        }
    }

    /// Adds what a walk finds. Links to directories are not followed.
    fn walk(&mut self, directory: &Path, failures: &mut Vec<Failure>) {
        let walk = WalkDir::new(directory).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| !is_skipped(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(directory).to_owned();
                    let error = error.into_io_error().unwrap_or(std::io::ErrorKind::Other.into());
                    failures.push(failure(&path, &error));
                    continue;
                }
            };
            // A link may lead to a file.
            let is_candidate = entry.file_type().is_file() || entry.file_type().is_symlink();
            let Some(metadata) =
                is_candidate.then(|| std::fs::metadata(entry.path()).ok()).flatten()
            else {
                continue;
            };
            if metadata.is_file() {
                let name = entry.path().strip_prefix(directory).unwrap_or(entry.path());
                self.add(Candidate { path: below(directory, name), is_found: true }, &metadata);
            }
        }
    }
}

fn is_skipped(entry: &DirEntry) -> bool {
    entry.depth() > 0
        && entry.file_type().is_dir()
        && SKIPPED.iter().any(|name| entry.file_name() == *name)
}

/// The path of a file below a directory, without the `.` that stands for no directory.
fn below(directory: &Path, name: &Path) -> PathBuf {
    match directory.as_os_str() == "." {
        true => name.to_owned(),
        false => directory.join(name),
    }
}
