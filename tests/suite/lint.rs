//! lint from outside: files in, reports and changed files out.

mod fixes;
mod formats;
mod operands;
mod schema;

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::*;

/// A script with one finding: dash and bash that runs as sh take no name with SIG.
const WRONG: &str = "#!/bin/sh\nkill -s SIGTERM \"$pid\"\n";

/// The same, mended.
const RIGHT: &str = "#!/bin/sh\nkill -s TERM \"$pid\"\n";

/// The line of gcc's format about [`WRONG`].
const LINE: &str = "2:9: error: SIGTERM: dash and bash --posix take names without SIG [SIG104]\n";

/// `sigkit lint` in a directory.
fn lint(directory: &Path) -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("lint").current_dir(directory).stdin(Stdio::null());
    command.env_remove("NO_COLOR");
    command
}

/// Runs it with these words.
fn run(directory: &Path, words: &[&str]) -> Ran {
    Ran::of(lint(directory).args(words))
}

/// Runs it with a text on standard input.
fn filter(words: &[&str], input: &str) -> Ran {
    let directory = TemporaryDirectory::new();
    write(&directory.path, "input", input);
    let input = std::fs::File::open(directory.path.join("input")).expect("a file");
    Ran::of(lint(&directory.path).args(words).stdin(input))
}

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    std::fs::create_dir_all(path.parent().expect("a directory")).expect("directories");
    std::fs::write(path, text).expect("a file");
}

fn read(directory: &Path, name: &str) -> String {
    std::fs::read_to_string(directory.join(name)).expect("a file")
}

/// The diagnostic of a wrong command line.
fn usage(words: &[&str], line: &str) {
    let directory = TemporaryDirectory::new();
    let help = "Try 'sigkit lint --help' for more information.\n";
    run(&directory.path, words).fails(2, &format!("lint: {line}\n{help}"));
}

#[test]
fn l1_a_wrong_command_line_is_one_line_and_status_2() {
    usage(&["--nosuch"], "--nosuch: unknown option");
    usage(&["--pedantc"], "--pedantc: unknown option; did you mean --pedantic?");
    usage(
        &["--format", "txt"],
        "txt: --format takes text, gcc, json, sarif, github, gitlab; did you mean text?",
    );
    usage(&["--format"], "--format: a value is missing");
    usage(&["--for", "nosuch"], "nosuch: not a shell that lint knows");
    usage(
        &["--for", "dash,busibox"],
        "busibox: not a shell that lint knows; did you mean busybox?",
    );
    usage(&["--shell", "fish"], "fish: not a shell that lint knows");
    usage(
        &["--select", "SIG104,SIG999"],
        "SIG999: no such rule; sigkit lint --list-rules lists them",
    );
    usage(&["--explain", "SIG1"], "SIG1: names several rules; sigkit lint --list-rules lists them");
    usage(
        &["--severity", "eror"],
        "eror: --severity takes error, warning, info, style; did you mean error?",
    );
    usage(&["--posix=base"], "--posix: base: not xsi");
    usage(&["--fix=yes"], "--fix: takes no value");
    usage(&["--fix", "--diff"], "--fix: cannot be combined with --diff");
    usage(&["--unsafe-fixes"], "--unsafe-fixes: needs --fix or --diff");
    usage(&["--stdin-filename", "x"], "--stdin-filename: needs the operand -");
    usage(&["-j", "0"], "0: -j takes a number from 1 to 1024");
    usage(&["--explain", "SIG104", "x.sh"], "x.sh: --explain takes no FILE");
    usage(&["--list-rules", "."], ".: --list-rules takes no FILE");
    usage(&["--list-rules", "-f", "gcc"], "--list-rules: has the formats text and json");
}

#[test]
fn l2_the_rules_are_listed_and_explained() {
    let directory = TemporaryDirectory::new();
    let listed = run(&directory.path, &["--list-rules"]);
    assert_eq!((listed.stderr.as_str(), listed.status), ("", 0));
    let line = "SIG104  error                fix         kill-sig-prefix\n";
    assert!(listed.stdout.contains(line), "{}", listed.stdout);
    let explained = run(&directory.path, &["--explain", "SIG104"]);
    assert!(explained.stdout.starts_with("SIG104 kill-sig-prefix\n\n  severity  error\n"));
    assert_eq!(run(&directory.path, &["--explain", "kill-sig-prefix"]), explained);
    assert_eq!(run(&directory.path, &["--explain", "sig104"]), explained);
    let json = run(&directory.path, &["--list-rules", "-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let rules = json["rules"].as_array().expect("an array");
    assert_eq!(rules.len(), listed.stdout.lines().count());
    assert!(rules.iter().any(|rule| rule["rule"] == "SIG104" && rule["fix"] == "safe"));
}

#[test]
fn l3_rules_and_severities_are_chosen() {
    let gcc = |words: &[&str]| filter(&[&["-f", "gcc"], words, &["-"]].concat(), WRONG).stdout;
    let found = format!("-:{LINE}");
    assert_eq!(gcc(&[]), found);
    assert_eq!(gcc(&["--select", "SIG1"]), found);
    assert_eq!(gcc(&["--select", "kill-sig-prefix"]), found);
    assert_eq!(gcc(&["--select", "SIG5"]), "");
    assert_eq!(gcc(&["--ignore", "SIG104"]), "");
    assert_eq!(gcc(&["--ignore", "SIG104", "--ignore", "SIG5"]), found, "the last one counts");
    assert_eq!(gcc(&["--severity", "error"]), found);
    assert_eq!(gcc(&["--for", "zsh,ksh"]), "");
    let one = found.replace("dash and bash --posix take", "dash takes");
    assert_eq!(gcc(&["--for", "dash"]), one);
    assert_eq!(gcc(&["--shell", "bash"]), "");
    // A rule that is off by default is on if it is selected.
    assert_eq!(filter(&["-q", "-"], "kill -9 1\n").status, 0);
    assert_eq!(filter(&["-q", "--select", "SIG102", "-"], "kill -9 1\n").status, 1);
    assert_eq!(filter(&["-q", "--posix", "-"], "kill -9 1\n").status, 1);
    assert_eq!(filter(&["-q", "--posix=xsi", "-"], "kill -9 1\n").status, 0);
}

#[test]
fn l4_a_directive_in_the_script_suppresses_and_one_without_effect_is_found() {
    let text = |comment: &str| format!("#!/bin/sh\n:\n{comment}kill -s SIGTERM \"$pid\"\n");
    assert_eq!(filter(&["-q", "-"], &text("")).status, 1);
    assert_eq!(filter(&["-q", "-"], &text("# sigkit: disable=SIG104\n")).status, 0);
    let idle = text("# sigkit: disable=SIG105\n").replace("SIGTERM", "TERM");
    assert_eq!(filter(&["-q", "-"], &idle).status, 0);
    filter(&["--pedantic", "-f", "gcc", "-"], &idle).is(
        1,
        "-:3:1: note: disable=SIG105 suppresses nothing here [SIG902]\n",
        "",
    );
    filter(&["--pedantic", "--fix", "-"], &idle).prints("#!/bin/sh\n:\nkill -s TERM \"$pid\"\n");
}

#[test]
fn l5_the_shell_is_that_of_the_option_or_the_directive_or_the_line() {
    let status =
        |words: &[&str], text: &str| filter(&[&["-q"], words, &["-"]].concat(), text).status;
    let body = "kill -s SIGTERM 1\n";
    assert_eq!(status(&[], &format!("#!/bin/bash\n{body}")), 0);
    assert_eq!(status(&[], &format!("#!/usr/bin/env dash\n{body}")), 1);
    assert_eq!(status(&[], &format!("# shellcheck shell=bash\n{body}")), 0);
    assert_eq!(status(&["-s", "dash"], &format!("#!/bin/bash\n{body}")), 1);
    assert_eq!(status(&["--stdin-filename", "a.zsh"], body), 0);
    assert_eq!(status(&["--stdin-filename", "a.sh"], body), 1);
    assert_eq!(status(&[], &format!("# sigkit: for=zsh\n{body}")), 0);
}

#[test]
fn l6_standard_output_is_checked() {
    let directory = TemporaryDirectory::new();
    write(&directory.path, "a.sh", WRONG);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    Ran::of(lint(&directory.path).stdout(full))
        .fails(2, "lint: standard output: No space left on device\n");
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" lint a.sh >&-", sigkit_path()]).current_dir(&directory.path);
    Ran::of(&mut shell).fails(2, "lint: standard output: Bad file descriptor\n");
    // Nothing is printed: nothing is missing.
    write(&directory.path, "b.sh", RIGHT);
    shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" lint -q b.sh >&-", sigkit_path()]);
    Ran::of(shell.current_dir(&directory.path)).succeeds();
}
