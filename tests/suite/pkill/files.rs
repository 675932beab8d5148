//! The process that a file names: what others may have written is not believed.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use libc::SIGTERM;

use super::{command, inside, pkill, refuses};
use crate::support::*;

fn write(directory: &TemporaryDirectory, contents: &str) -> String {
    let path = directory.path.join("pid");
    fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn p8_p9_a_file_names_the_process() {
    inside("pkill::files::p8_p9_a_file_names_the_process", || {
        let (mut victim, directory) = Victim::named("sigkit-file");
        let (mut other, _a) = Victim::named("sigkit-other");
        let path = write(&directory, &format!("{} of this\nand more\n", victim.pid));
        pkill(&["-F", &path]).succeeds();
        victim.got(SIGTERM);
        // All else must hold, too.
        pkill(&["-F", &path, "sigkit-other"]).fails(1, "");
        pkill(&["-F", &path, "-x", "sigkit-file"]).succeeds();
        victim.got(SIGTERM);
        refuses(&["-F", &path, "-p", "7"], "-F: cannot be combined with -p");
        let missing = directory.path.join("missing");
        let missing = missing.to_str().unwrap();
        pkill(&["-F", missing]).fails(1, &format!("pkill: {missing}: No such file or directory\n"));
        for (contents, reason) in [
            ("", "empty; must contain exactly one process ID"),
            ("x 1", "the first word is not a process ID"),
            ("-1", "the first word is not a process ID"),
        ] {
            let path = write(&directory, contents);
            pkill(&["-F", &path]).fails(1, &format!("pkill: {path}: {reason}\n"));
        }
        // One that is gone is no news.
        let path = write(&directory, &dead_pid());
        pkill(&["-F", &path]).fails(1, "");
        victim.got_nothing();
        other.got_nothing();
    });
}

#[test]
fn p8_the_id_may_come_from_standard_input() {
    inside("pkill::files::p8_the_id_may_come_from_standard_input", || {
        let (mut victim, directory) = Victim::named("sigkit-stdin");
        let path = write(&directory, &victim.pid.to_string());
        Ran::of(command().args(["-F", "-"]).stdin(File::open(&path).unwrap())).succeeds();
        victim.got(SIGTERM);
        Ran::of(command().args(["-F", "-"]).stdin(Stdio::null()))
            .fails(1, "pkill: -: empty; must contain exactly one process ID\n");
        victim.got_nothing();
    });
}

#[test]
fn p8_the_file_must_be_locked_if_that_is_asked() {
    inside("pkill::files::p8_the_file_must_be_locked_if_that_is_asked", || {
        let (mut victim, directory) = Victim::named("sigkit-locked");
        let path = write(&directory, &victim.pid.to_string());
        pkill(&["-L", "-F", &path]).fails(1, &format!("pkill: {path}: no process has locked it\n"));
        victim.got_nothing();
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        let _lock = nix::fcntl::Flock::lock(file, nix::fcntl::FlockArg::LockExclusive)
            .map_err(|(_, error)| error)
            .unwrap();
        pkill(&["-LF", &path]).succeeds();
        victim.got(SIGTERM);
    });
}

/// X14: elsewhere whoever may write the file chooses which process is signalled.
#[test]
fn x14_a_file_that_others_may_write_and_one_that_is_stale_are_refused() {
    inside(
        "pkill::files::x14_a_file_that_others_may_write_and_one_that_is_stale_are_refused",
        || {
            let (mut victim, directory) = Victim::named("sigkit-x14");
            let path = write(&directory, &victim.pid.to_string());
            fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
            let reason = "writable by users other than its owner";
            pkill(&["-F", &path]).fails(1, &format!("pkill: {path}: {reason}\n"));
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            let long_ago = std::time::SystemTime::UNIX_EPOCH;
            file.set_modified(long_ago).unwrap();
            let reason = format!("stale: process {} started after it was written", victim.pid);
            pkill(&["-F", &path]).fails(1, &format!("pkill: {path}: {reason}\n"));
            if two_users() {
                let path = write(&directory, &victim.pid.to_string());
                std::os::unix::fs::chown(&path, Some(NOBODY), None).unwrap();
                let whose = format!("belongs to user {NOBODY}");
                let reason = format!("{whose}, which is neither root nor the user of pkill");
                pkill(&["-F", &path]).fails(1, &format!("pkill: {path}: {reason}\n"));
            }
            victim.got_nothing();
        },
    );
}
