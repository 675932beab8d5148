//! Where pidwait cannot look, hold or print: that is said, and is no empty list.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::{Waiting, command, end, inside, pidwait};
use crate::support::*;

/// pidwait after a line of shell.
fn after(line: &str, words: &[&str]) -> Command {
    let script = format!("{line} && exec \"$0\" pidwait \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, sigkit_path()]).args(words).env_remove("POSIXLY_CORRECT");
    shell
}

#[test]
fn x20_more_are_waited_for_than_the_soft_limit_allows() {
    inside("pidwait::limits::x20_more_are_waited_for_than_the_soft_limit_allows", || {
        let all: Vec<_> = (0..24).map(|_| Victim::named("sigkit-soft")).collect();
        let named: Vec<_> = all.iter().map(|(victim, _)| ("sigkit-soft", victim.pid)).collect();
        let mut soft = after("ulimit -S -n 16", &["-e", "sigkit-soft"]);
        let waiting = Waiting::start_as(&mut soft, &named);
        all.iter().for_each(|(victim, _)| end(victim));
        waiting.returns();
    });
}

#[test]
fn x20_what_cannot_be_held_is_named_and_it_is_3() {
    inside("pidwait::limits::x20_what_cannot_be_held_is_named_and_it_is_3", || {
        let all: Vec<_> = (0..24).map(|_| Victim::named("sigkit-hard")).collect();
        let mut hard = after("ulimit -n 16", &["-e", "sigkit-hard"]);
        let mut waiting = Waiting::start_as(&mut hard, &[]);
        let first = format!("waiting for sigkit-hard (pid {})", all[0].0.pid);
        assert_eq!(waiting.lines.next(), first);
        all.iter().for_each(|(victim, _)| end(victim));
        let (status, text, errors) = waiting.end();
        assert_eq!(status, 3, "{errors}");
        let (held, unheld) = (1 + text.lines().count(), errors.lines().count());
        assert_eq!(held + unheld, 24, "{text}{errors}");
        assert!(unheld > 0 && held > 4, "{text}{errors}");
        for line in errors.lines() {
            assert!(line.ends_with(&format!(" sigkit-hard: {TOO_MANY_OPEN_FILES}")), "{line}");
        }
        // Those that are left when the time is over count more.
        let (alive, _a) = Victim::named("sigkit-hard");
        is_in_state(alive.pid, "S");
        let mut hard = after("ulimit -n 16", &["--timeout", "0", "-r", "S", "."]);
        assert_eq!(Ran::of(&mut hard).status, 124);
    });
}

#[test]
fn x20_without_descriptors_pidwait_fails_with_3() {
    inside("pidwait::limits::x20_without_descriptors_pidwait_fails_with_3", || {
        let (_victim, _a) = Victim::named("sigkit-none");
        Ran::of(&mut after("ulimit -n 3", &["sigkit-none"]))
            .fails(3, &format!("pidwait: processes: {TOO_MANY_OPEN_FILES}\n"));
    });
}

/// X20: another PID namespace's /proc, whose numbers are other processes'.
#[test]
fn x20_without_its_proc_nothing_is_waited_for() {
    if !have("unshare") || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut unshare = Command::new("unshare");
    unshare.args(["--pid", "--fork", "--kill-child", sigkit_path(), "pidwait", "x"]);
    Ran::of(&mut unshare)
        .fails(3, "pidwait: processes: cannot inspect the process: no usable /proc\n");
}

#[test]
fn x20_output_that_cannot_be_written_is_3_after_the_wait() {
    inside("pidwait::limits::x20_output_that_cannot_be_written_is_3_after_the_wait", || {
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let reason = "pidwait: standard output: No space left on device\n";
        let (victim, _a) = Victim::named("sigkit-full");
        for words in [&["-c", "sigkit-full"][..], &["--dry-run", "sigkit-full"], &["-h"], &["-V"]] {
            Ran::of(command().args(words).stdout(full())).fails(3, reason);
        }
        end(&victim);
        Ran::of(command().args(["-e", "sigkit-full"]).stdout(full())).fails(3, reason);
        Ran::of(command().args(["-e", "no-process-is-called-so"]).stdout(full())).fails(1, "");
    });
}

fn write(directory: &TemporaryDirectory, contents: &str) -> String {
    let path = directory.path.join("pid");
    fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn p8_p9_a_file_names_the_process_that_is_waited_for() {
    inside("pidwait::limits::p8_p9_a_file_names_the_process_that_is_waited_for", || {
        let (victim, directory) = Victim::named("sigkit-file");
        let path = write(&directory, &format!("{} of this\nand more\n", victim.pid));
        let named = [("sigkit-file", victim.pid)];
        let waiting = Waiting::start(&["-F", &path], &named);
        let mut from_input = command();
        from_input.args(["-e", "-F", "-"]).stdin(File::open(&path).unwrap());
        let other = Waiting::start_as(&mut from_input, &named);
        pidwait(&["-F", &path, "sigkit-other"]).fails(1, "");
        pidwait(&["-L", "-F", &path])
            .fails(1, &format!("pidwait: {path}: no process has locked it\n"));
        end(&victim);
        waiting.returns();
        other.returns();
        let missing = directory.path.join("missing");
        let missing = missing.to_str().unwrap();
        pidwait(&["-F", missing])
            .fails(1, &format!("pidwait: {missing}: No such file or directory\n"));
        let empty = "empty; must contain exactly one process ID";
        let path = write(&directory, "");
        pidwait(&["-F", &path]).fails(1, &format!("pidwait: {path}: {empty}\n"));
        Ran::of(command().args(["-F", "-"]).stdin(Stdio::null()))
            .fails(1, &format!("pidwait: -: {empty}\n"));
        // One that is gone is no news.
        let path = write(&directory, &dead_pid());
        pidwait(&["-F", &path]).fails(1, "");
    });
}

/// X14: elsewhere a stale file names a process that has got the number.
#[test]
fn x14_a_file_that_is_not_to_be_trusted_is_refused_by_pidwait() {
    inside("pidwait::limits::x14_a_file_that_is_not_to_be_trusted_is_refused_by_pidwait", || {
        let (victim, directory) = Victim::named("sigkit-x14");
        let path = write(&directory, &victim.pid.to_string());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        let reason = "writable by users other than its owner";
        pidwait(&["-F", &path]).fails(1, &format!("pidwait: {path}: {reason}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        let reason = format!("stale: process {} started after it was written", victim.pid);
        pidwait(&["-F", &path]).fails(1, &format!("pidwait: {path}: {reason}\n"));
    });
}
