//! Programs that run a command, in front of what only the shell has.

use std::collections::{HashMap, HashSet};

use crate::lint::context::Context;
use crate::lint::finding::{Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shell::script::BlockId;
use crate::lint::shells::{Dialect, Shell};
use crate::lint::sites::{Provider, Site};

pub(super) static NOT_A_PROGRAM: Rule = Rule {
    number: 403,
    title: "not-a-program",
    kind: Kind::Logic,
    severity: Severity::Error,
    fix: Fixable::No,
    why: "timeout, nohup, sudo and their like start a program. Functions, keywords and utilities \
          that are built into the shell are none, so the command fails, or runs in a process of \
          its own where it changes nothing. sh -c runs them.",
    examples: &[
        Example {
            wrong: "timeout 5 wait \"$p\"\n",
            right: "timeout 5 tail --pid=\"$p\" -f /dev/null\n",
            options: &[],
        },
        Example { wrong: "f() { make; }\nnohup f\n", right: "f() { make; }\nf\n", options: &[] },
    ],
    facts: &[],
    posix: Some("XCU 2.15"),
};

/// Wrappers that start programs only.
pub(crate) const WRAPPERS: [&[u8]; 9] =
    [b"timeout", b"nohup", b"env", b"nice", b"setsid", b"xargs", b"sudo", b"stdbuf", b"time"];

const BUILTINS: [&[u8]; 32] = [
    b"wait",
    b"read",
    b"cd",
    b".",
    b"source",
    b"eval",
    b"export",
    b"set",
    b"shift",
    b"trap",
    b"local",
    b"declare",
    b"jobs",
    b"fg",
    b"bg",
    b"ulimit",
    b"umask",
    b"exec",
    b"exit",
    b"return",
    b"unset",
    b"readonly",
    b"typeset",
    b"pushd",
    b"popd",
    b"shopt",
    b"alias",
    b"unalias",
    b"break",
    b"continue",
    b"let",
    b"getopts",
];

const KEYWORDS: [&[u8]; 8] = [b"[[", b"((", b"{", b"if", b"while", b"for", b"case", b"until"];

pub(super) fn check(context: &Context<'_>) {
    for site in context.sites {
        let Some(wrapper) = site.wrapper.map(|at| &context.sites[at]) else { continue };
        let is_program = WRAPPERS.contains(&&wrapper.name[..])
            && (&wrapper.name[..] != b"time" || wrapper.provider == Provider::Program)
            && site.provider != Provider::OtherShell;
        let is_command_of_zsh = context.dialect == Dialect::Of(Shell::Zsh)
            && &wrapper.name[..] == b"command"
            && wrapper.provider == Provider::Shell
            && context.named(b"emulate").next().is_none();
        if !is_program && !is_command_of_zsh {
            continue;
        }
        let name = &site.name[..];
        let word = &context.words(site)[0];
        // A path is a program, and so is a quoted keyword.
        if context.bytes(word.span) != name {
            continue;
        }
        let kind = if KEYWORDS.contains(&name) {
            "keyword"
        } else if BUILTINS.contains(&name) {
            "builtin"
        } else if is_program && is_function(context, site) {
            "function"
        } else {
            continue;
        };
        let message = format!(
            "{} runs a program; {} is a {kind} of the shell",
            String::from_utf8_lossy(&wrapper.name),
            String::from_utf8_lossy(name)
        );
        context.report(context.finding(&NOT_A_PROGRAM, word.span, message));
    }
}

/// The name is a function of the file, and not also the name of a program that the file knows.
fn is_function(context: &Context<'_>, site: &Site) -> bool {
    let name = &site.name[..];
    let script = context.script;
    let start = context.command(site).span.start;
    let mut is_defined = false;
    for function in script.functions.iter().filter(|own| context.bytes(own.name) == name) {
        // `docker() { sudo docker "$@"; }` runs the program, also by way of another function.
        let body = script.blocks[function.body.0 as usize].span;
        if reaches(context, body, start) {
            return false;
        }
        // Another command runs what is defined in a subshell, a branch or another function.
        is_defined |= function.position.block == BlockId::TEXT;
    }
    is_defined && !is_known_as_program(context, name)
}

/// A body holds a place, or calls functions of which one does.
fn reaches(context: &Context<'_>, body: Span, place: usize) -> bool {
    let script = context.script;
    let bodies: HashMap<&[u8], Span> = script
        .functions
        .iter()
        .map(|own| (context.bytes(own.name), script.blocks[own.body.0 as usize].span))
        .collect();
    let mut seen = HashSet::from([body]);
    let mut open = vec![body];
    while let Some(body) = open.pop() {
        if body.start <= place && place < body.end {
            return true;
        }
        let first = script.commands.partition_point(|command| command.span.start < body.start);
        let within = script.commands[first..].iter();
        let within = within.take_while(|command| command.span.start < body.end);
        let called = within
            .flat_map(|command| &command.words)
            .filter_map(|word| bodies.get(context.bytes(word.span)).copied());
        open.extend(called.filter(|&body| seen.insert(body)));
    }
    false
}

/// The file asks for the program, or calls it past the function.
fn is_known_as_program(context: &Context<'_>, name: &[u8]) -> bool {
    context.sites.iter().any(|site| {
        let asks = matches!(&site.name[..], b"command" | b"type" | b"which" | b"hash" | b"unset");
        let words = context.words(site);
        let is_named = || words[1..].iter().any(|word| context.bytes(word.span) == name);
        // The function of the name calls the program of the name.
        let is_within = || {
            let start = context.command(site).span.start;
            &site.name[..] == name
                && context.script.functions.iter().any(|function| {
                    context.bytes(function.name) == name
                        && function.span.start <= start
                        && start < function.span.end
                })
        };
        asks && is_named() || is_within()
    })
}
