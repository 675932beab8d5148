//! Wrappers: utilities that run the command that their operands name.
//!
//! One row a wrapper: which of its options have a value of their own word, and how many operands
//! stand in front of the command. Sources: the manual pages of util-linux 2.38, coreutils 9.1,
//! findutils 4.9, sudo 1.9, opendoas 6.8 and busybox 1.35, and POSIX.1-2024 XCU.

use std::ops::Range;

use super::shell::script::Word;

/// The facts that are known of a wrapper.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) name: &'static str,
    pub(crate) runs: Runs,
    /// The letters of short options with a value.
    short: &'static [u8],
    /// Long options whose value is the next word.
    long: &'static [&'static str],
    /// Operands in front of the command.
    operands: usize,
    /// `NAME=VALUE` may stand in front of the command.
    takes_assignments: bool,
    /// It adds operands of its own to the command.
    pub(crate) appends_operands: bool,
    /// Functions and aliases are found by it.
    pub(crate) keeps_functions: bool,
}

/// How a wrapper runs its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runs {
    /// Utilities that are built into the shell are found.
    InShell,
    /// Only programs are found.
    Program,
    /// Applets of busybox.
    Applet,
}

/// The words of the command that a wrapper runs, as places in the wrapper's own words.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) words: Range<usize>,
}

const fn program(
    name: &'static str,
    short: &'static [u8],
    long: &'static [&'static str],
    operands: usize,
) -> Role {
    Role {
        name,
        runs: Runs::Program,
        short,
        long,
        operands,
        takes_assignments: false,
        appends_operands: false,
        keeps_functions: false,
    }
}

const fn in_shell(name: &'static str, short: &'static [u8], keeps_functions: bool) -> Role {
    Role { runs: Runs::InShell, keeps_functions, ..program(name, short, &[], 0) }
}

/// Long options of docker exec and of those that copy it.
const CONTAINER: &[&str] = &["--env", "--env-file", "--user", "--workdir", "--detach-keys"];

static ROLES: &[Role] = &[
    in_shell("command", b"", false),
    in_shell("builtin", b"", false),
    in_shell("exec", b"a", false),
    in_shell("time", b"fo", true),
    in_shell("noglob", b"", true),
    in_shell("nocorrect", b"", true),
    program("nohup", b"", &[], 0),
    program("nice", b"n", &["--adjustment"], 0),
    Role {
        takes_assignments: true,
        ..program("env", b"uCSP", &["--unset", "--chdir", "--split-string"], 0)
    },
    program("timeout", b"sk", &["--signal", "--kill-after"], 1),
    program("setsid", b"", &[], 0),
    Role {
        takes_assignments: true,
        ..program(
            "sudo",
            b"ughpCDRTrtUa",
            &[
                "--user",
                "--group",
                "--host",
                "--prompt",
                "--close-from",
                "--chdir",
                "--chroot",
                "--command-timeout",
                "--role",
                "--type",
                "--other-user",
            ],
            0,
        )
    },
    program("doas", b"uCa", &[], 0),
    Role {
        appends_operands: true,
        ..program(
            "xargs",
            b"adEILnPsJRS",
            &[
                "--arg-file",
                "--delimiter",
                "--max-args",
                "--max-procs",
                "--max-chars",
                "--process-slot-var",
            ],
            0,
        )
    },
    program("stdbuf", b"ioe", &["--input", "--output", "--error"], 0),
    program("gosu", b"", &[], 1),
    program("su-exec", b"", &[], 1),
    program("chroot", b"", &[], 1),
    program("ionice", b"cnpPu", &["--class", "--classdata"], 0),
    program("flock", b"wE", &["--timeout", "--wait", "--conflict-exit-code"], 1),
    program("runuser", b"ugG", &["--user", "--group", "--supp-group"], 0),
    program("find", b"", &[], 0),
    program("docker", b"euw", CONTAINER, 1),
    program("podman", b"euwl", CONTAINER, 1),
    Role { runs: Runs::Applet, ..program("busybox", b"", &[], 0) },
];

/// The row of a wrapper's name.
pub(crate) fn role(name: &[u8]) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.name.as_bytes() == name)
}

/// Finds the command among the words of a wrapper, of which the first is the wrapper's name.
pub(crate) fn inner(role: &Role, words: &[Word], text: &[u8]) -> Option<Inner> {
    match role.name {
        "find" => return of_find(words, text),
        "docker" | "podman" => {
            let exec = words.get(1)?.constant(text)?;
            if exec != b"exec" {
                return None;
            }
            let at = 1 + after_options(role, words.get(1..)?, text)?;
            return Some(Inner { words: at..words.len() });
        }
        _ => {}
    }
    let at = after_options(role, words, text)?;
    Some(Inner { words: at..words.len() })
}

/// The place of the command after options, assignments and operands.
fn after_options(role: &Role, words: &[Word], text: &[u8]) -> Option<usize> {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        // An expansion may be an option, or the command.
        let Some(value) = word.constant(text) else { break };
        match &value[..] {
            b"--" => {
                at += 1;
                break;
            }
            // `env -` is `env -i`; `su - USER` is no wrapper here.
            b"-" if role.name == "env" => at += 1,
            // They list what may be run, or edit, and run nothing.
            b"--list" | b"--edit" if role.name == "sudo" => return None,
            [b'-', b'l' | b'e', ..] if role.name == "sudo" => return None,
            [b'-', b'-', ..] => {
                at += 1 + usize::from(role.long.iter().any(|long| long.as_bytes() == value));
            }
            // They print what the name means.
            [b'-', letters @ ..] if role.name == "command" && letters != b"p" => return None,
            [b'-', letters @ ..] if !letters.is_empty() => {
                let with_value = letters.iter().position(|letter| role.short.contains(letter));
                // The value is the rest of the word, or the next word.
                at += 1 + usize::from(with_value == Some(letters.len() - 1));
            }
            _ => break,
        }
    }
    if role.takes_assignments {
        while words.get(at).is_some_and(|word| is_assignment(word, text)) {
            at += 1;
        }
    }
    Some(at + role.operands)
}

/// Finds the text that xargs replaces by an operand (`-I{}`, `-i`, `--replace=R`; `-J %` of the
/// BSDs) among its words up to the command; with such a text it appends nothing.
pub(crate) fn replaced_by_xargs(words: &[Word], text: &[u8]) -> Option<Vec<u8>> {
    let role = role(b"xargs")?;
    let mut found = None;
    for (at, word) in words.iter().enumerate().skip(1) {
        let Some(value) = word.constant(text) else { continue };
        let or_braces = |own: &[u8]| if own.is_empty() { b"{}".to_vec() } else { own.to_vec() };
        if let Some(rest) = value.strip_prefix(b"--replace") {
            found = Some(or_braces(rest.strip_prefix(b"=").unwrap_or(rest)));
            continue;
        }
        let Some(letters) = short_options(&value) else { continue };
        // -e, -i and -l have a value only in their own word.
        let with_value = |letter: &u8| role.short.contains(letter) || b"eil".contains(letter);
        let Some(place) = letters.iter().position(with_value) else { continue };
        let own = &letters[place + 1..];
        match letters[place] {
            b'i' => found = Some(or_braces(own)),
            b'I' | b'J' if own.is_empty() => found = words.get(at + 1)?.constant(text),
            b'I' | b'J' => found = Some(own.to_vec()),
            _ => {}
        }
    }
    found
}

/// True if options make a wrapper start a shell for its command: `sudo -s`, `sudo -i`.
pub(crate) fn starts_shell(role: &Role, words: &[Word], text: &[u8]) -> bool {
    let options = words.iter().skip(1).filter_map(|word| word.constant(text));
    role.name == "sudo"
        && options.into_iter().any(|value| match short_options(&value) {
            Some(letters) => letters
                .iter()
                .take_while(|letter| !role.short.contains(letter))
                .any(|letter| matches!(letter, b's' | b'i')),
            None => matches!(&value[..], b"--shell" | b"--login"),
        })
}

/// Gives the letters of a word of short options.
fn short_options(word: &[u8]) -> Option<&[u8]> {
    word.strip_prefix(b"-").filter(|letters| !letters.is_empty() && !letters.starts_with(b"-"))
}

fn is_assignment(word: &Word, text: &[u8]) -> bool {
    let bytes = text.get(word.span.start..word.span.end).unwrap_or_default();
    match bytes.iter().position(|byte| *byte == b'=') {
        Some(0) | None => false,
        Some(length) => {
            bytes[..length].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        }
    }
}

/// The command of the first `-exec` of find, which `;` or `+` ends.
fn of_find(words: &[Word], text: &[u8]) -> Option<Inner> {
    let is = |word: &Word, names: &[&[u8]]| {
        word.constant(text).is_some_and(|value| names.contains(&&value[..]))
    };
    let start =
        words.iter().position(|word| is(word, &[b"-exec", b"-execdir", b"-ok", b"-okdir"]))? + 1;
    let length = words[start..].iter().position(|word| is(word, &[b";", b"+"]))?;
    Some(Inner { words: start..start + length })
}
