//! The kind of a file, and in which shell's language: by its name, its `#!` line, its directives.
//!
//! A file whose `#!` line names another language is [`Kind::Foreign`], because perl read as sh
//! would be found full of faults.

use super::shells::{Dialect, Shell, Shells};
use crate::process::path::file_name;

/// The kinds of files that hold shell text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole file is shell text.
    Script,
    Dockerfile,
    /// A workflow or an action of GitHub.
    Workflow,
    Makefile,
    /// A unit of systemd.
    Unit,
    /// A program in a language that no shell reads.
    Foreign,
}

/// How the shell text of a script is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) dialect: Dialect,
    /// `# sigkit: for=LIST`.
    pub(crate) targets: Option<Shells>,
    /// The `#!` line has `-e` or `-o errexit`.
    pub(crate) errexit: bool,
    /// The file has a `#!` line: it is a program, and not read by another one with `.`.
    pub(crate) is_program: bool,
}

/// The answer of a `#!` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interpreter {
    Shell { dialect: Dialect, errexit: bool },
    Make,
    Other,
}

impl Kind {
    /// Gives the kind that the name of a file (with its folders, as far as they are known) has.
    pub(crate) fn of_name(path: &[u8]) -> Option<Kind> {
        let name = file_name(path);
        if matches!(name, b"Dockerfile" | b"Containerfile" | b"dockerfile")
            || name.starts_with(b"Dockerfile.")
            || name.starts_with(b"Containerfile.")
        {
            return Some(Kind::Dockerfile);
        }
        if matches!(name, b"Makefile" | b"makefile" | b"GNUmakefile") {
            return Some(Kind::Makefile);
        }
        if matches!(name, b"action.yml" | b"action.yaml") {
            return Some(Kind::Workflow);
        }
        if matches!(name, b".profile" | b".xprofile" | b".xinitrc" | b".xsession") {
            return Some(Kind::Script);
        }
        if dialect_of_name(name).is_some() {
            return Some(Kind::Script);
        }
        match extension(name)? {
            b"Dockerfile" | b"dockerfile" | b"Containerfile" => Some(Kind::Dockerfile),
            b"mk" => Some(Kind::Makefile),
            b"yml" | b"yaml" => is_workflow(path).then_some(Kind::Workflow),
            b"service" | b"socket" => Some(Kind::Unit),
            b"sh" => Some(Kind::Script),
            _ => None,
        }
    }

    /// Gives the kind that the name or the `#!` line has; none if neither says anything.
    pub(crate) fn of(path: &[u8], contents: &[u8]) -> Option<Kind> {
        if let named @ Some(_) = Kind::of_name(path) {
            return named;
        }
        Some(match interpreter(contents)? {
            Interpreter::Shell { .. } => Kind::Script,
            Interpreter::Make => Kind::Makefile,
            Interpreter::Other => Kind::Foreign,
        })
    }
}

impl Reading {
    /// Reads how a script is to be read; `given` is the shell that the command line names.
    pub(crate) fn of_script(path: &[u8], contents: &[u8], given: Option<Dialect>) -> Reading {
        let directives = Directives::of(contents);
        let interpreter = interpreter(contents);
        let (of_line, errexit) = match interpreter {
            Some(Interpreter::Shell { dialect, errexit }) => (Some(dialect), errexit),
            _ => (None, false),
        };
        Reading {
            dialect: given
                .or(directives.shell)
                .or(of_line)
                .or_else(|| dialect_of_name(file_name(path)))
                .unwrap_or(Dialect::Sh),
            targets: directives.targets,
            errexit,
            is_program: interpreter.is_some(),
        }
    }
}

/// The wishes of comments above the first command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Directives {
    shell: Option<Dialect>,
    targets: Option<Shells>,
}

impl Directives {
    fn of(contents: &[u8]) -> Directives {
        let mut directives = Directives::default();
        for line in without_mark(contents).split(|&byte| byte == b'\n') {
            let line = line.trim_ascii();
            let Some(comment) = line.strip_prefix(b"#") else {
                if line.is_empty() {
                    continue;
                }
                break;
            };
            let comment = comment.trim_ascii_start();
            let is_own = comment.starts_with(b"sigkit:");
            let Some(words) =
                comment.strip_prefix(b"sigkit:").or_else(|| comment.strip_prefix(b"shellcheck "))
            else {
                continue;
            };
            for word in words.split(u8::is_ascii_whitespace) {
                if let Some(shell) = word.strip_prefix(b"shell=").and_then(Dialect::by_name) {
                    // The first one counts, but the own one more than shellcheck's.
                    if is_own || directives.shell.is_none() {
                        directives.shell = Some(shell);
                    }
                }
                if let Some(Ok(shells)) =
                    word.strip_prefix(b"for=").filter(|_| is_own).map(Shells::by_list)
                {
                    directives.targets = Some(shells);
                }
            }
        }
        directives
    }
}

/// Reads the `#!` line.
fn interpreter(contents: &[u8]) -> Option<Interpreter> {
    let contents = without_mark(contents);
    // By these zsh's completion system knows the files that it loads (zshcompsys(1)).
    if contents.starts_with(b"#compdef") || contents.starts_with(b"#autoload") {
        let dialect = Dialect::Of(Shell::Zsh);
        return Some(Interpreter::Shell { dialect, errexit: false });
    }
    let line = contents.strip_prefix(b"#!")?;
    let line = line.split(|&byte| byte == b'\n').next()?;
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).peekable();
    let mut name = file_name(words.next()?);
    if name == b"env" {
        name = program_of_env(&mut words)?;
    }
    if name == b"with-contenv" {
        // A program of s6-overlay: it sets the environment and starts the program that it names.
        name = file_name(words.next()?);
    }
    if name == b"busybox" {
        let applet = words.next()?;
        if !matches!(applet, b"sh" | b"ash") {
            return Some(Interpreter::Other);
        }
        name = b"busybox";
    }
    let mut dialect = match name {
        b"make" | b"gmake" => return Some(Interpreter::Make),
        // Shells that read sh's language and were not measured, and programs that start sh.
        b"ksh88" | b"pdksh" | b"oksh" | b"loksh" | b"openrc-run" | b"runscript" => Dialect::Sh,
        // bashio is a library of functions that starts bash.
        b"rbash" | b"bats" | b"bashio" => Dialect::Of(Shell::Bash),
        b"rksh" | b"rksh93" => Dialect::Of(Shell::Ksh),
        _ => match Dialect::by_name(name) {
            Some(dialect) => dialect,
            None => return Some(Interpreter::Other),
        },
    };
    let mut errexit = false;
    while let Some(word) = words.next() {
        if word == b"--posix" && dialect == Dialect::Of(Shell::Bash) {
            dialect = Dialect::Of(Shell::BashPosix);
        }
        let Some(letters) = word.strip_prefix(b"-").filter(|rest| !rest.starts_with(b"-")) else {
            continue;
        };
        errexit |= letters.contains(&b'e');
        if letters.ends_with(b"o") {
            errexit |= words.next_if_eq(&&b"errexit"[..]).is_some();
        }
    }
    Some(Interpreter::Shell { dialect, errexit })
}

/// Finds the program among the words of env: after its options, of which -S may carry it, and after
/// assignments.
fn program_of_env<'a>(words: &mut impl Iterator<Item = &'a [u8]>) -> Option<&'a [u8]> {
    loop {
        let word = words.next()?;
        match word {
            b"-u" | b"-C" | b"--unset" | b"--chdir" => {
                words.next();
            }
            b"--" | b"-" => {}
            _ if word.starts_with(b"-") => {
                let carried = word
                    .strip_prefix(b"--split-string=")
                    .or_else(|| word.strip_prefix(b"-S"))
                    .unwrap_or_default();
                if !carried.is_empty() {
                    return Some(file_name(carried));
                }
            }
            _ if word.contains(&b'=') => {}
            _ => return Some(file_name(word)),
        }
    }
}

/// Gives the shell that a name stands for: by its extension, or because a shell reads that file.
fn dialect_of_name(name: &[u8]) -> Option<Dialect> {
    let shell = match name {
        b".bashrc" | b".bash_profile" | b".bash_login" | b".bash_logout" | b".bash_aliases" => {
            Shell::Bash
        }
        b".zshrc" | b".zshenv" | b".zprofile" | b".zlogin" | b".zlogout" => Shell::Zsh,
        b".kshrc" => Shell::Ksh,
        b".mkshrc" => Shell::Mksh,
        _ => match extension(name)? {
            b"bash" | b"bats" => Shell::Bash,
            b"zsh" => Shell::Zsh,
            b"ksh" => Shell::Ksh,
            b"mksh" => Shell::Mksh,
            b"dash" => Shell::Dash,
            b"yash" => Shell::Yash,
            b"ash" => Shell::Busybox,
            _ => return None,
        },
    };
    Some(Dialect::Of(shell))
}

fn is_workflow(path: &[u8]) -> bool {
    let mut folders = path.rsplit(|&byte| byte == b'/').skip(1);
    // Forges that run GitHub's workflows keep them in folders of their own names.
    folders.next() == Some(b"workflows")
        && matches!(folders.next(), Some(b".github" | b".forgejo" | b".gitea"))
}

/// Gives the bytes after the last dot, if there are any before it.
fn extension(name: &[u8]) -> Option<&[u8]> {
    let dot = name.iter().rposition(|&byte| byte == b'.').filter(|&dot| dot > 0)?;
    Some(&name[dot + 1..])
}

/// Drops the mark that some editors write before UTF-8.
fn without_mark(contents: &[u8]) -> &[u8] {
    contents.strip_prefix(b"\xef\xbb\xbf").unwrap_or(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_file_is() {
        for (path, kind) in [
            (&b"Dockerfile"[..], Some(Kind::Dockerfile)),
            (b"a/b/Dockerfile.alpine", Some(Kind::Dockerfile)),
            (b"web.Dockerfile", Some(Kind::Dockerfile)),
            (b"Containerfile", Some(Kind::Dockerfile)),
            (b"GNUmakefile", Some(Kind::Makefile)),
            (b"rules.mk", Some(Kind::Makefile)),
            (b"x/.github/workflows/ci.yml", Some(Kind::Workflow)),
            (b".github/ci.yml", None),
            (b"actions/cache/action.yml", Some(Kind::Workflow)),
            (b"docker-compose.yml", None),
            (b"a.service", Some(Kind::Unit)),
            (b"a.socket", Some(Kind::Unit)),
            (b"run.sh", Some(Kind::Script)),
            (b"run.zsh", Some(Kind::Script)),
            (b".bashrc", Some(Kind::Script)),
            (b".sh", None),
            (b"run", None),
            (b"run.py", None),
            (b"", None),
        ] {
            assert_eq!(Kind::of_name(path), kind, "{}", path.escape_ascii());
        }
    }

    #[test]
    fn a_line_says_what_a_file_without_extension_is() {
        assert_eq!(Kind::of(b"rules", b"#!/usr/bin/make -f\n"), Some(Kind::Makefile));
        assert_eq!(Kind::of(b"run", b"#! /bin/sh\n"), Some(Kind::Script));
        assert_eq!(Kind::of(b"run", b"#!/usr/bin/perl\n"), Some(Kind::Foreign));
        assert_eq!(Kind::of(b"run", b"#!/usr/bin/env fish\n"), Some(Kind::Foreign));
        assert_eq!(Kind::of(b"run", b"echo\n"), None);
        assert_eq!(Kind::of(b"run", b""), None);
    }

    fn dialect(path: &[u8], contents: &[u8]) -> Dialect {
        Reading::of_script(path, contents, None).dialect
    }

    #[test]
    fn a_line_names_the_shell() {
        for (line, of_line) in [
            (&b"#!/bin/sh"[..], Dialect::Sh),
            (b"#!/bin/bash -eu", Dialect::Of(Shell::Bash)),
            (b"#!/bin/bash --posix", Dialect::Of(Shell::BashPosix)),
            (b"#!/usr/bin/env zsh", Dialect::Of(Shell::Zsh)),
            (b"#!/usr/bin/env -S bash -e", Dialect::Of(Shell::Bash)),
            (b"#!/usr/bin/env -Sdash -e", Dialect::Of(Shell::Dash)),
            (b"#!/usr/bin/env -i A=b ksh", Dialect::Of(Shell::Ksh)),
            (b"#!/bin/busybox sh", Dialect::Of(Shell::Busybox)),
            (b"#!/usr/bin/with-contenv bash", Dialect::Of(Shell::Bash)),
            (b"#!/command/with-contenv sh", Dialect::Sh),
            (b"#!/usr/bin/with-contenv bashio", Dialect::Of(Shell::Bash)),
            (b"#!/usr/bin/env with-contenv /bin/dash -e", Dialect::Of(Shell::Dash)),
            (b"#!/bin/ash\r", Dialect::Of(Shell::Busybox)),
            (b"\xef\xbb\xbf#!/bin/yash", Dialect::Of(Shell::Yash)),
            (b"#!/sbin/openrc-run", Dialect::Sh),
            (b"#compdef git", Dialect::Of(Shell::Zsh)),
            (b"#autoload", Dialect::Of(Shell::Zsh)),
            (b"", Dialect::Sh),
        ] {
            assert_eq!(dialect(b"run", line), of_line, "{}", line.escape_ascii());
        }
    }

    #[test]
    fn a_directive_is_stronger_than_the_line_and_the_line_than_the_extension() {
        let bash = Dialect::Of(Shell::Bash);
        assert_eq!(dialect(b"a.zsh", b"echo\n"), Dialect::Of(Shell::Zsh));
        assert_eq!(dialect(b"a.zsh", b"#!/bin/bash\n"), bash);
        assert_eq!(dialect(b"a.zsh", b"\n# shellcheck shell=bash disable=SC1090\n"), bash);
        assert_eq!(dialect(b"a", b"#!/bin/sh\n# sigkit: shell=bash\n"), bash);
        assert_eq!(dialect(b"a", b"# sigkit: shell=bash\n# shellcheck shell=ksh\n"), bash);
        assert_eq!(dialect(b"a", b"# shellcheck shell=ksh\n# sigkit: shell=bash\n"), bash);
        // Below the first command it is no directive.
        assert_eq!(dialect(b"a", b"echo\n# sigkit: shell=bash\n"), Dialect::Sh);
        let given = Some(Dialect::Of(Shell::Dash));
        let reading = Reading::of_script(b"a", b"# sigkit: shell=bash\n", given);
        assert_eq!(reading.dialect, Dialect::Of(Shell::Dash));
    }

    #[test]
    fn a_directive_names_the_targets() {
        let reading = Reading::of_script(b"a", b"#!/bin/sh\n# sigkit: for=dash,busybox\nx\n", None);
        assert_eq!(reading.targets, Some(Shells::of("dx")));
        assert_eq!(Reading::of_script(b"a", b"# shellcheck for=dash\n", None).targets, None);
    }

    #[test]
    fn a_line_turns_errexit_on() {
        for (line, errexit) in [
            (&b"#!/bin/sh -e"[..], true),
            (b"#!/bin/bash -euo pipefail", true),
            (b"#!/bin/bash -o errexit", true),
            (b"#!/bin/bash -uo pipefail", false),
            (b"#!/bin/bash --norc", false),
            (b"#!/bin/sh", false),
        ] {
            let reading = Reading::of_script(b"a", line, None);
            assert_eq!(reading.errexit, errexit, "{}", line.escape_ascii());
            assert!(reading.is_program);
        }
        assert!(!Reading::of_script(b"a", b"set -e\n", None).is_program);
    }
}
