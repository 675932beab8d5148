//! The files that are read: those that are named, those of a work tree, those of a directory.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::{LINE, RIGHT, WRONG, filter, lint, run, write};
use crate::support::*;

#[test]
fn l7_in_a_directory_scripts_are_found_by_name_or_first_line() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "tree/a.sh", WRONG);
    write(root, "tree/b", WRONG);
    write(root, "tree/c.txt", WRONG.strip_prefix("#!/bin/sh\n").expect("the line"));
    write(root, "tree/d.py", &WRONG.replace("/bin/sh", "/usr/bin/python3"));
    write(root, "tree/nul.sh", &format!("{WRONG}\0"));
    write(root, "tree/node_modules/e.sh", WRONG);
    write(root, "tree/.git/f.sh", WRONG);
    write(root, "tree/sub/g.bash", RIGHT);
    let found = format!("tree/a.sh:{LINE}tree/b:{LINE}");
    run(root, &["-f", "gcc", "tree"]).is(1, &found, "");
    run(&root.join("tree"), &["-f", "gcc"]).is(1, &found.replace("tree/", ""), "");
    // A file that is named is read.
    let line = LINE.replace("2:9", "1:9");
    run(root, &["-f", "gcc", "tree/c.txt"]).is(1, &format!("tree/c.txt:{line}"), "");
    // But no other language.
    run(root, &["-f", "gcc", "tree/d.py"]).succeeds();
}

#[test]
fn l7_a_directory_without_scripts_is_no_failure() {
    let directory = TemporaryDirectory::new();
    write(&directory.path, "a.txt", "kill\n");
    run(&directory.path, &[]).prints("no shell script found\n");
    run(&directory.path, &["-f", "gcc"]).succeeds();
}

#[test]
fn l7_in_a_work_tree_git_says_which_files_there_are() {
    if !have("git") {
        return;
    }
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=x", "-c", "user.email=x@localhost"]).args(words);
        git.current_dir(root).env("HOME", root).env("GIT_CONFIG_NOSYSTEM", "1");
        assert_eq!(Ran::of(&mut git).status, 0, "{words:?}");
    };
    git(&["init", "-q"]);
    write(root, ".gitignore", "*.out.sh\n");
    for name in ["a.sh", "b.out.sh", "removed.sh", "sub/c.sh"] {
        write(root, name, WRONG);
    }
    git(&["add", "."]);
    write(root, "new.sh", WRONG);
    std::fs::remove_file(root.join("removed.sh")).expect("a file");
    let found =
        |names: &[&str]| -> String { names.iter().map(|name| format!("{name}:{LINE}")).collect() };
    run(root, &["-f", "gcc"]).is(1, &found(&["a.sh", "new.sh", "sub/c.sh"]), "");
    run(&root.join("sub"), &["-f", "gcc", ".."]).is(
        1,
        &found(&["../a.sh", "../new.sh", "../sub/c.sh"]),
        "",
    );
    run(root, &["-f", "gcc", "--no-ignore"]).is(
        1,
        &found(&["a.sh", "b.out.sh", "new.sh", "sub/c.sh"]),
        "",
    );
    // A hook of git has variables that name another repository.
    let mut hook = lint(root);
    hook.args(["-f", "gcc", "sub"]).env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere");
    Ran::of(&mut hook).is(1, &found(&["sub/c.sh"]), "");
}

#[test]
fn l8_a_file_is_read_once_whatever_names_it_has() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "b.sh", WRONG);
    symlink("b.sh", root.join("a.sh")).expect("a link");
    symlink(".", root.join("loop")).expect("a link");
    run(root, &["-f", "gcc", "b.sh", "a.sh", "b.sh"]).is(1, &format!("b.sh:{LINE}"), "");
    run(root, &["-f", "gcc", "."]).is(1, &format!("a.sh:{LINE}"), "");
}

#[test]
fn l9_a_file_that_cannot_be_read_is_one_line_and_the_others_are_read() {
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    write(root, "a.sh", WRONG);
    run(root, &["-f", "gcc", "nosuch", "a.sh"]).is(
        2,
        &format!("a.sh:{LINE}"),
        "lint: nosuch: No such file or directory\n",
    );
    // Root reads it anyway, and a copy of the program can be run by another user.
    if two_users() {
        write(root, "b.sh", WRONG);
        let none = std::fs::Permissions::from_mode(0o0);
        std::fs::set_permissions(root.join("b.sh"), none).expect("a mode");
        let copy = TemporaryDirectory::new();
        let program = copy.path.join("sigkit");
        copy_program(sigkit_path().as_ref(), &program);
        let mut lint = Command::new(program);
        lint.args(["lint", "-f", "gcc", "a.sh", "b.sh"]).current_dir(root);
        Ran::of(lint.uid(NOBODY)).is(2, &format!("a.sh:{LINE}"), "lint: b.sh: Permission denied\n");
    }
    if !nix::unistd::geteuid().is_root() {
        write(root, "b.sh", WRONG);
        let none = std::fs::Permissions::from_mode(0o0);
        std::fs::set_permissions(root.join("b.sh"), none).expect("a mode");
        run(root, &["-f", "gcc", "."]).is(
            2,
            &format!("a.sh:{LINE}"),
            "lint: b.sh: Permission denied\n",
        );
    }
}

#[test]
fn l10_empty_text_and_text_that_is_not_utf_8_are_read() {
    filter(&["-f", "gcc", "-"], "").succeeds();
    let directory = TemporaryDirectory::new();
    let root = &directory.path;
    std::fs::write(root.join("a.sh"), b"# caf\xe9\n\xe9; kill -s SIGTERM 1\n").expect("a file");
    run(root, &["-f", "gcc"]).is(1, &format!("a.sh:{}", LINE.replace("2:9", "2:12")), "");
    let text = run(root, &[]).stdout;
    assert!(text.contains("--> a.sh:2:12\n"), "{text}");
    assert!(text.contains("\n2 | \\xe9; kill -s SIGTERM 1\n"), "{text}");
    std::fs::write(root.join("a.sh"), "é; kill -s SIGTERM 1\n").expect("a file");
    run(root, &["-f", "gcc"]).is(1, &format!("a.sh:{}", LINE.replace("2:9", "1:12")), "");
}

#[test]
fn l11_standard_input_has_the_name_that_it_is_given() {
    filter(&["-f", "gcc", "-"], WRONG).is(1, &format!("-:{LINE}"), "");
    filter(&["-f", "gcc", "--stdin-filename", "x/y.sh", "-"], WRONG).is(
        1,
        &format!("x/y.sh:{LINE}"),
        "",
    );
}

#[test]
fn l12_any_number_of_threads_prints_the_same() {
    let directory = TemporaryDirectory::new();
    for number in 0..40 {
        write(&directory.path, &format!("{number}.sh"), WRONG);
    }
    let one = run(&directory.path, &["-f", "gcc", "-j", "1"]);
    assert_eq!(one.stdout.lines().count(), 40);
    assert_eq!(run(&directory.path, &["-f", "gcc", "-j", "8"]), one);
    assert_eq!(run(&directory.path, &["-f", "gcc"]), one);
}

#[test]
fn l11_a_pipe_that_is_named_is_read() {
    let directory = TemporaryDirectory::new();
    let mut shell = Command::new("sh");
    let path = directory.path.join("pipe");
    nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let script = format!("cat <<'E' >pipe &\n{WRONG}E\n\"$0\" lint -f gcc pipe");
    shell.args(["-c", &script, sigkit_path()]).current_dir(&directory.path);
    Ran::of(&mut shell).is(1, &format!("pipe:{LINE}"), "");
    // In a directory it is no script, and nothing waits for it.
    run(&directory.path, &[]).prints("no shell script found\n");
}
