//! Text that others have chosen never reaches the terminal as it is: not in a diagnostic, not in
//! what is printed, not in JSON.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use crate::support::*;

/// A name that forges a line, colours the terminal, is read backwards and has a byte that is no
/// text; at most 15 bytes.
const HOSTILE: &str = "a\n\u{1b}\u{9b}\u{202e}\u{200b}\\";
const SHOWN: &str = r"a\x0a\x1b\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\\";

fn sigtrap(words: &[&str]) -> Ran {
    let mut command = Command::new(sigkit_path());
    command.arg0("sigtrap").env_remove("SIGKIT_POSIX").stdin(Stdio::null()).args(words);
    Ran::of(&mut command)
}

#[test]
fn advice_of_strict_mode_cannot_forge_a_line() {
    run(["--posix", "-lX\nkill: forged"])
        .shows_strict_error("-lX\\x0akill: forged: an attached status is not portable");
    run(["--posix", "-s\x1b[2J", "1"]).shows_strict_error(r"-s\x1b[2J: unknown signal name");
    run(["--posix", "HUP", "1\nkill: forged"])
        .shows_strict_error(r"HUP: a signal needs -s; write: kill -s HUP 1\x0akill: forged");
    run(["HUP", "1\nkill: forged"])
        .shows_usage_error(r"HUP: a signal needs a dash; write: kill -HUP 1\x0akill: forged");
}

#[test]
fn a_target_cannot_colour_the_terminal() {
    for option in ["-l", "--explain"] {
        run([option, "--target", "linux/arm\x1b[31mRED", "INFO"]).fails(
            1,
            "kill: INFO: not a signal of linux/arm\\x1b[31mRED; freebsd has it as 29, illumos as \
             41\n",
        );
    }
    run(["-l", "--target", "macos\x1b[31m", "RTMIN"])
        .shows_usage_error(r"macos\x1b[31m: unknown target; did you mean macos?");
}

#[test]
fn words_of_the_command_line_are_escaped() {
    let ran = run(["-l", HOSTILE]);
    assert_eq!(ran.stderr, format!("kill: {SHOWN}: unknown signal name\n"));
    let ran = run(["--explain", HOSTILE]);
    assert_eq!(ran.stderr.lines().count(), 1, "{:?}", ran.stderr);
    assert!(ran.stderr.starts_with(&format!("kill: {SHOWN}: ")), "{:?}", ran.stderr);
    let ran = run([&format!("--{HOSTILE}")]);
    assert!(ran.stderr.starts_with(&format!("kill: --{SHOWN}: ")), "{:?}", ran.stderr);
    let ran = sigtrap(&["--", &format!("./{HOSTILE}")]);
    assert!(ran.stderr.starts_with(&format!("sigtrap: ./{SHOWN}: ")), "{:?}", ran.stderr);
    let mut command = Command::new(sigkit_path());
    let ran = Ran::of(command.arg0("kill").env("SIGKIT_POSIX", HOSTILE).arg("-l"));
    assert!(ran.stderr.starts_with(&format!("kill: SIGKIT_POSIX={SHOWN}: ")), "{:?}", ran.stderr);
    let ran = Ran::of(Command::new(sigkit_path()).arg0("sigkit").arg(HOSTILE));
    assert!(ran.stderr.starts_with(&format!("sigkit: {SHOWN}: ")), "{:?}", ran.stderr);
}

#[test]
fn the_name_of_a_process_is_escaped_wherever_it_is_shown() {
    if emulated("/proc shows the emulator's own name, file and dispositions") {
        return;
    }
    let (mut victim, _directory) = Victim::named(HOSTILE);
    let pid = victim.pid.to_string();
    let ran = run(["--dry-run", &pid]);
    assert!(ran.stdout.starts_with(&format!("{pid} {SHOWN}: ")), "{:?}", ran.stdout);
    assert_eq!(ran.stdout.lines().count(), 1, "{:?}", ran.stdout);
    run(["--if-name", "b\n", &pid])
        .fails(1, &format!("kill: {pid}: not signalled: its name is {SHOWN}, not b\\x0a\n"));
    let ran = run(["-s", "0", "-w0.1s", &pid]);
    assert_eq!(ran.status, 124, "{ran:?}");
    let left = format!("kill: {pid} {SHOWN}: still there after ");
    assert!(ran.stderr.starts_with(&left) && ran.stderr.lines().count() == 1, "{ran:?}");
    victim.got_nothing();
    let ran = sigtrap(&["-P", &pid, "-P", &pid]);
    assert!(ran.stdout.starts_with(&format!("# process {pid} ({SHOWN})\n")), "{:?}", ran.stdout);
    let ran = sigtrap(&["--json", "-P", &pid]);
    let shown = r#"a\u000a\u001b\u009b\u202e\u200b\\"#;
    assert!(ran.stdout.contains(&format!("\"name\": \"{shown}\",")), "{:?}", ran.stdout);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json[0]["name"], HOSTILE);
}

#[test]
fn letters_of_any_script_are_shown_as_they_are() {
    let (mut victim, _directory) = Victim::named("données-日本");
    let ran = run(["--dry-run", &victim.pid.to_string()]);
    let start = format!("{} données-日本: ", victim.pid);
    assert!(ran.stdout.starts_with(&start), "{:?}", ran.stdout);
    victim.got_nothing();
}

#[test]
fn a_line_that_is_cut_counts_two_columns_for_a_wide_letter() {
    let (mut victim, _directory) = Victim::named("日本日本");
    let start = format!("kill: 1 process left, 1 s to wait: {} ", victim.pid);
    // One column is left free, and five are room for two letters.
    let columns = u16::try_from(start.len() + 6).expect("a width");
    let terminal = terminal(columns);
    let mut command = kill();
    command.args(["-s", "0", "-w1500ms", &victim.pid.to_string()]);
    let mut child = command.stderr(terminal.slave).spawn().expect("kill starts");
    // The command holds the other copy of the terminal.
    drop(command);
    assert_eq!(child.wait().expect("a child to wait for").code(), Some(124));
    let mut text = Vec::new();
    // With the last slave closed, reading ends with EIO after what was written.
    let _ = std::fs::File::from(terminal.master).read_to_end(&mut text);
    let text = String::from_utf8(text).expect("UTF-8");
    assert_eq!(text.split('\r').nth(1), Some(format!("{start}日本\x1b[K").as_str()), "{text:?}");
    victim.got_nothing();
}
