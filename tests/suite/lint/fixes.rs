//! `--fix` and `--diff`: what is written, and what is not.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::{Command, Stdio};

use super::{LINE, RIGHT, WRONG, filter, lint, read, run, write};
use crate::support::*;

const DIFF: &str = "--- a/a.sh\n+++ b/a.sh\n@@ -1,2 +1,2 @@\n #!/bin/sh\n-kill -s SIGTERM \
                    \"$pid\"\n+kill -s TERM \"$pid\"\n";

#[test]
fn l14_a_fix_is_written_and_what_is_left_is_reported() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "a.sh", WRONG);
    run(root, &["--fix"]).prints("1 finding fixed; nothing found in 1 file\n");
    assert_eq!(read(root, "a.sh"), RIGHT);
    run(root, &["--fix"]).prints("nothing found in 1 file\n");
    let both = format!("{WRONG}kill -10 1\n");
    write(root, "a.sh", &both);
    let left = run(root, &["--fix", "-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&left.stdout).expect("JSON");
    assert_eq!((left.status, &json["fixed"]), (1, &serde_json::json!(1)));
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(1), "{json}");
    assert_eq!(json["findings"][0]["rule"], "SIG103");
    assert_eq!(read(root, "a.sh"), format!("{RIGHT}kill -10 1\n"));
}

#[test]
fn l15_a_diff_is_printed_that_git_applies_and_nothing_is_written() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "a.sh", WRONG);
    let diff = run(root, &["--diff"]);
    assert_eq!(diff, Ran { stdout: DIFF.to_owned(), stderr: String::new(), status: 1 });
    assert_eq!(read(root, "a.sh"), WRONG);
    run(root, &["--diff", "a.sh", "-q"]).is(1, "", "");
    if have("git") {
        write(root, "diff", &diff.stdout);
        let mut git = Command::new("git");
        git.args(["apply", "diff"]).current_dir(root).env("GIT_CEILING_DIRECTORIES", root);
        Ran::of(&mut git).succeeds();
        assert_eq!(read(root, "a.sh"), RIGHT);
    }
    run(root, &["--diff", "-f", "json"]).stdout.is_empty().then_some(()).expect("a usage error");
}

#[test]
fn l14_standard_input_is_printed_after_its_fixes() {
    filter(&["--fix", "-"], WRONG).prints(RIGHT);
    filter(&["--fix", "-"], RIGHT).prints(RIGHT);
    filter(&["--diff", "--stdin-filename", "a.sh", "-"], WRONG).is(1, DIFF, "");
    // A finding without a fix is left.
    filter(&["--fix", "-"], "kill -10 1\n").is(1, "kill -10 1\n", "");
}

#[test]
fn l16_mode_and_line_ends_are_kept_and_a_link_stays_one() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "sub/real.sh", &WRONG.replace('\n', "\r\n"));
    let mode = std::fs::Permissions::from_mode(0o751);
    std::fs::set_permissions(root.join("sub/real.sh"), mode).expect("a mode");
    symlink("sub/real.sh", root.join("link.sh")).expect("a link");
    run(root, &["--fix", "-q", "--ignore", "SIG901", "link.sh"]).succeeds();
    assert_eq!(read(root, "sub/real.sh"), RIGHT.replace('\n', "\r\n"));
    assert!(root.join("link.sh").is_symlink());
    let metadata = std::fs::metadata(root.join("sub/real.sh")).expect("a file");
    assert_eq!(metadata.mode() & 0o7777, 0o751);
    let names: Vec<_> = std::fs::read_dir(root.join("sub")).expect("a directory").collect();
    assert_eq!(names.len(), 1, "no other file is left: {names:?}");
}

#[test]
fn l17_a_file_that_cannot_be_written_stays_as_it_was() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "a.sh", WRONG);
    write(root, "b.sh", WRONG);
    // The file beside it cannot be larger than nothing.
    let mut shell = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" lint --fix -q a.sh";
    shell.args(["-c", script, sigkit_path()]).current_dir(root).stdin(Stdio::null());
    Ran::of(&mut shell).is(2, "", "lint: a.sh: cannot be written: File too large\n");
    assert_eq!(read(root, "a.sh"), WRONG);
    assert_eq!(std::fs::read_dir(root).expect("a directory").count(), 2);
    if !nix::unistd::geteuid().is_root() {
        let none = std::fs::Permissions::from_mode(0o555);
        std::fs::set_permissions(root, none).expect("a mode");
        let ran = Ran::of(lint(root).args(["--fix", "-q", "a.sh"]));
        let all = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(root, all).expect("a mode");
        ran.is(2, "", "lint: a.sh: cannot be written: Permission denied\n");
    }
}

#[test]
fn l17_a_full_disk_leaves_the_file_as_it_was() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "a.sh", WRONG);
    // Four pages: one has the file, and the others are used up.
    let script = "mount -t tmpfs -o size=16k none \"$1\" && cd \"$1\" && cp \"$2\" a.sh &&
        { cat /dev/zero >fill 2>/dev/null || : ; } &&
        { \"$0\" lint --fix -q a.sh; status=$?; ls; cat a.sh; exit $status; }";
    let place = root.join("place");
    std::fs::create_dir(&place).expect("a directory");
    let unshare = |words: &[&std::ffi::OsStr]| {
        let mut unshare = Command::new("unshare");
        unshare.arg("--mount");
        if !nix::unistd::geteuid().is_root() {
            unshare.args(["--user", "--map-root-user"]);
        }
        Ran::of(unshare.args(words).stdin(Stdio::null()))
    };
    if unshare(&["true".as_ref()]).status != 0 {
        return skip("no mount namespace can be made here (unshare --mount)");
    }
    let file = root.join("a.sh");
    let words = ["sh", "-c", script, sigkit_path()].map(std::ffi::OsStr::new);
    unshare(&[&words[..], &[place.as_os_str(), file.as_os_str()]].concat()).is(
        2,
        &format!("a.sh\nfill\n{WRONG}"),
        "lint: a.sh: cannot be written: No space left on device\n",
    );
}

#[test]
fn l17_a_pipe_that_is_named_is_not_written() {
    let directory = TemporaryDirectory::new();
    let path = directory.path.join("pipe");
    nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let script = format!("cat <<'E' >pipe &\n{WRONG}E\n\"$0\" lint --fix -q pipe");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, sigkit_path()]).current_dir(&directory.path);
    Ran::of(&mut shell).is(2, "", "lint: pipe: is no regular file; not written\n");
}

#[test]
fn l16_bytes_that_no_fix_touches_are_kept() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    // A byte order mark, NUL, Latin-1, no newline at the end.
    let around = |line: &str| {
        [b"\xef\xbb\xbf#!/bin/sh\n# caf\xe9 \0\n", line.as_bytes(), b"; echo \xff"].concat()
    };
    std::fs::write(root.join("a.sh"), around("kill -s SIGTERM 1")).expect("a file");
    let line = LINE.replace("2:9", "3:9");
    run(root, &["-f", "gcc", "a.sh"]).is(1, &format!("a.sh:{line}"), "");
    run(root, &["--fix", "-q", "a.sh"]).succeeds();
    assert_eq!(std::fs::read(root.join("a.sh")).expect("a file"), around("kill -s TERM 1"));
}

#[test]
fn l18_fixes_are_idempotent_and_leave_scripts_that_shells_take() {
    let text = "#!/bin/sh\nkill -SIGTERM 1\nkill -n 9 2\nkill 3 -s HUP\nsudo kill -9 -\"$g\"\n";
    let fixed = filter(&["--fix", "-"], text).stdout;
    assert_eq!(
        fixed,
        "#!/bin/sh\nkill -TERM 1\nkill -s KILL 2\nkill -s HUP 3\nsudo kill -9 -- -\"$g\"\n"
    );
    assert_eq!(filter(&["--fix", "-"], &fixed).stdout, fixed);
    let mut shell = Command::new("sh");
    Ran::of(shell.args(["-nc", &fixed])).succeeds();
}

#[test]
fn a_fix_that_is_not_made_is_neither_offered_nor_counted() {
    // In front of the process RTMIN would be a name that some shells do not know.
    let text = "kill $p -s RTMIN\nkill -s SIGTERM $p\n";
    let report = filter(&["-"], text);
    assert_eq!(report.status, 1);
    let last = "2 errors in 1 of 1 file; 1 can be fixed (--fix)\n";
    assert!(report.stdout.ends_with(last), "{}", report.stdout);
    assert_eq!(report.stdout.matches("write: ").count(), 1, "{}", report.stdout);
    filter(&["--fix", "-"], text).is(1, "kill $p -s RTMIN\nkill -s TERM $p\n", "");
}
