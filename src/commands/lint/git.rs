//! The files of a git work tree: git lists them, so that what it ignores is what the user ignores.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::bounded;

/// The most bytes of a list: ten million names.
const LIST: usize = 1 << 30;

/// Variables by which a hook of git names the repository that it runs for.
const OF_HOOKS: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// The files below a directory that git has or would take, by their paths from there. None if that
/// is no work tree, or git is not there.
pub(super) fn files(directory: &Path) -> Option<Vec<PathBuf>> {
    let mut git = Command::new("git");
    for name in OF_HOOKS {
        git.env_remove(name);
    }
    // A repository may name a program that git runs to learn which files have changed.
    git.args(["-c", "core.fsmonitor=false", "-C"]).arg(directory);
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = git.spawn().ok()?;
    let list = child.stdout.take().map(|mut output| bounded::all(&mut output, LIST));
    let ended = child.wait().ok()?;
    let list = list?.ok().filter(|_| ended.success())?;
    let names = list.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Some(names.map(|name| PathBuf::from(OsString::from_vec(name.to_vec()))).collect())
}
