//! Bash as a second reader: `bash --pretty-print` (5.0 and later) prints a script in a layout of
//! its own and runs nothing. The scanner must find the same commands in both texts, in the same
//! loops, cases, subshells, substitutions and functions.
//!
//! The layout is what this tests: newlines, comments, here-documents, where a list ends. The inside
//! of a word is the same in both texts.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::kind::{Kind, Reading};
use super::rules::RULES;
use super::shell::scan;
use super::shell::script::{self, BlockKind};
use super::shells::{Dialect, Shell};
use crate::process::bounded;

/// The script that a file or `/dev/stdin` holds, as bash prints it; none if bash does not read it,
/// or cannot print.
fn printed(file: &Path, input: &[u8]) -> Option<Vec<u8>> {
    let mut bash = Command::new("bash");
    bash.arg("--pretty-print").arg(file).env_remove("BASH_ENV").env("LC_ALL", "C");
    bash.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = bash.spawn().ok()?;
    // An input that is not a snippet would fill both pipes.
    assert!(input.len() < 4096);
    let _ = child.stdin.take()?.write_all(input);
    let output = child.wait_with_output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// The names of the commands of a text, in their order, each after the constructs that hold it.
/// Branches are none of these: bash prints `elif` as `else` and `if`. Nor are groups, of which it
/// makes more.
fn names(text: &[u8]) -> Vec<String> {
    let script = scan(text, Dialect::Of(Shell::Bash));
    let named = |command: &script::Command| {
        let word = command.words.first()?;
        let kinds = script.kinds(command.position.block).filter_map(|kind| match kind {
            BlockKind::Loop => Some("loop "),
            BlockKind::CaseItem => Some("case "),
            BlockKind::Subshell => Some("( "),
            BlockKind::Substitution => Some("$( "),
            BlockKind::Function(_) => Some("function "),
            BlockKind::Text | BlockKind::Condition | BlockKind::Branch | BlockKind::Group => None,
        });
        let name = text[word.span.start..word.span.end].escape_ascii();
        Some(format!("{}{name}", kinds.collect::<String>()))
    };
    script.commands.iter().filter_map(named).collect()
}

fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

fn can_print() -> bool {
    let printed = printed(Path::new("/dev/stdin"), b"if a; then b; fi\n");
    let can = printed.is_some_and(|text| text.starts_with(b"if a; then\n    b;\nfi\n"));
    assert!(can || !in_ci(), "in CI there is a bash that prints");
    can
}

#[test]
fn l23_bash_finds_the_same_commands_in_the_examples() {
    if !can_print() {
        return;
    }
    let mut read = 0;
    let mut wrong = Vec::new();
    for rule in RULES.iter() {
        for text in rule.examples.iter().flat_map(|one| [one.wrong, one.right]) {
            let Some(printed) = printed(Path::new("/dev/stdin"), text.as_bytes()) else { continue };
            read += 1;
            let (ours, theirs) = (names(text.as_bytes()), names(&printed));
            if ours != theirs {
                wrong.push(format!("{text}\n{ours:?}\n{theirs:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read > 100, "{read} examples");
}

/// The scripts for sh, dash and bash in a folder: by their names, or programs by their first lines.
fn scripts(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        let path = entry.path();
        if metadata.is_dir() {
            scripts(&path, found);
            continue;
        }
        let name = path.as_os_str().as_bytes();
        let is_named = Kind::of_name(name) == Some(Kind::Script);
        let is_program = metadata.permissions().mode() & 0o111 != 0;
        if !metadata.is_file() || metadata.len() > 1 << 20 || !is_named && !is_program {
            continue;
        }
        let Ok(text) = bounded::file(&path, 1 << 20) else { continue };
        let dialect = Reading::of_script(name, &text, None).dialect;
        let is_read = matches!(dialect, Dialect::Sh | Dialect::Of(Shell::Dash | Shell::Bash));
        if is_read && Kind::of(name, &text) == Some(Kind::Script) {
            found.push((path, text));
        }
    }
}

/// In continuous integration, because it takes seconds and depends on what is installed.
#[test]
fn l23_bash_finds_the_same_commands_in_the_scripts_of_the_system() {
    if !in_ci() || !can_print() {
        return;
    }
    let mut files = Vec::new();
    scripts(Path::new("/usr"), &mut files);
    let (mut read, mut sites) = (0, 0);
    let (mut wrong, mut otherwise) = (Vec::new(), Vec::new());
    for (path, text) in &files {
        // Bash does not read programs in two languages.
        let Some(printed) = printed(path, b"") else { continue };
        read += 1;
        let (ours, theirs) = (names(text), names(&printed));
        let of_ours = kills_and_traps(&ours);
        sites += of_ours.len();
        if of_ours != kills_and_traps(&theirs) {
            wrong.push(path);
        } else if ours != theirs {
            otherwise.push(path);
        }
    }
    assert!(wrong.is_empty(), "kill and trap: {wrong:?}");
    // Some of them bash 5.2 prints wrongly: it joins a command and the line after it where a
    // here-document stands in front of it. In Debian 12 they are 8 of 675.
    assert!(otherwise.len() * 20 < read, "{read} scripts, other commands: {otherwise:?}");
    assert!(read > 100 && sites > 20, "{read} scripts, {sites} sites");
}

/// The kills and traps among these names, without the constructs.
fn kills_and_traps(names: &[String]) -> Vec<&str> {
    let names = names.iter().filter_map(|name| name.rsplit(' ').next());
    names.filter(|name| matches!(*name, "kill" | "trap")).collect()
}
