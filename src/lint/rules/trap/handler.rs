//! The commands that a handler runs: those of its action, and those of the functions that these
//! call, in their order.

use std::collections::HashSet;

use memchr::memmem;

use super::call::Call;
use crate::lint::context::Context;
use crate::lint::finding::Span;
use crate::lint::shell::script::{BlockId, BlockKind, Connector, Script, Word};
use crate::lint::sites::{Provider, Site, of_command, sites};
use crate::lint::text::Text;
use crate::lint::{shell, signals};
use crate::signal::{decimal, is_number};

/// How deep calls of functions are followed.
const DEEPEST: usize = 8;

/// A trap that is set, and the commands of its action.
#[derive(Debug)]
pub(super) struct Handler<'a> {
    pub(super) call: &'a Call<'a>,
    /// The text of the action, without its quotes.
    pub(super) text: Vec<u8>,
    /// The commands, those of functions in place of their calls.
    pub(super) steps: Vec<Step>,
}

/// A command of a handler.
#[derive(Debug)]
pub(super) struct Step {
    /// The name, without wrappers that run it in the shell; empty for assignments alone; None if
    /// it is not known.
    pub(super) name: Option<Vec<u8>>,
    pub(super) arguments: Vec<Argument>,
    /// It runs whenever the handler does: it is in no list, branch or loop.
    pub(super) is_certain: bool,
    /// The action itself has it, at this place of the handler's text.
    pub(super) own: Option<Span>,
    /// It runs in a process of its own, which it alone can end.
    pub(super) in_child: bool,
    /// It is a program, and no function that another file may have.
    is_program: bool,
}

/// A word of a command.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) raw: Vec<u8>,
    pub(super) value: Option<Vec<u8>>,
    /// The process that it is as an operand of kill.
    process: Process,
}

/// The process that an operand of kill names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    /// The shell itself, or its group.
    Own,
    /// Perhaps the shell itself.
    Perhaps,
    Other,
}

/// The signal that a kill sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Unknown,
    /// Its name, in upper case.
    Signal(String),
}

impl<'a> Handler<'a> {
    pub(super) fn of(call: &'a Call<'a>, text: &Text<'_>) -> Handler<'a> {
        let outer = call.context.outermost();
        let follower = Follower { outer };
        let mut steps = Vec::new();
        let script = shell::scan(&text.bytes, text.dialect);
        let sites = sites(&text.bytes, &script, call.context.dialect, &HashSet::new());
        let source = Source { text: &text.bytes, script: &script, sites: &sites };
        follower.follow(&source, (None, true), 0, &mut steps);
        Handler { call, text: text.bytes.to_vec(), steps }
    }

    /// True if the handler may end the shell, or leave the place that it was called from.
    pub(super) fn may_end(&self) -> bool {
        self.steps.iter().any(|step| match step.name.as_deref() {
            None => true,
            Some(b"exit" | b"return" | b"eval" | b"." | b"source") => !step.in_child,
            // Without a program it changes descriptors.
            Some(b"exec") => !step.in_child && !step.arguments.is_empty(),
            Some(b"kill") => {
                let is_other = step.operands().all(|own| own.process == Process::Other);
                (!is_other && step.signal() != Sent::Nothing) || step.arguments.is_empty()
            }
            // They find the script by its name, its parent or its group.
            Some(b"pkill" | b"killall") => step.arguments.iter().any(Argument::may_find_script),
            Some(name) => !step.is_program && !step.in_child && !is_known(name),
        })
    }

    /// True if the handler runs one of these utilities.
    pub(super) fn runs(&self, names: &[&[u8]]) -> bool {
        self.steps.iter().any(|step| step.is(names))
    }

    /// The last command of the action itself, and the one in front of it, if the action has two.
    pub(super) fn last(&self) -> Option<(&Step, Option<&Step>)> {
        let (last, rest) = self.steps.split_last()?;
        Some((last, rest.last()))
    }
}

impl Step {
    pub(super) fn is(&self, names: &[&[u8]]) -> bool {
        self.name.as_deref().is_some_and(|name| names.contains(&name))
    }

    /// The signal that a kill sends.
    pub(super) fn signal(&self) -> Sent {
        let known = |value: &[u8]| {
            if is_number(value) {
                return match decimal(value).map(signals::number) {
                    Some(signals::Number::Xsi(name) | signals::Number::Same(name)) => {
                        Sent::Signal(name.to_owned())
                    }
                    Some(signals::Number::Varies(varying)) => {
                        varying.on_linux.map_or(Sent::Unknown, |name| Sent::Signal(name.to_owned()))
                    }
                    Some(signals::Number::Null) => Sent::Nothing,
                    None => Sent::Unknown,
                };
            }
            let name = signals::name(value).and_then(signals::Name::text);
            name.map_or(Sent::Unknown, |name| Sent::Signal(name.to_owned()))
        };
        let term = || Sent::Signal("TERM".to_owned());
        let Some(first) = self.arguments.first() else { return Sent::Nothing };
        match first.value.as_deref() {
            Some(b"-s" | b"-n") => {
                let value = self.arguments.get(1).and_then(|value| value.value.as_deref());
                value.map_or(Sent::Unknown, known)
            }
            Some(b"--") => term(),
            Some([b'-', b'l' | b'L', ..]) => Sent::Nothing,
            Some([b'-', b's', name @ ..]) if known(name) != Sent::Unknown => known(name),
            Some([b'-', name @ ..]) => known(name),
            // `-"$1"`, if a process follows.
            None if self.has_expanded_signal() => Sent::Unknown,
            Some(_) | None => term(),
        }
    }

    fn has_expanded_signal(&self) -> bool {
        let first = self.arguments.first();
        self.arguments.len() > 1
            && first.is_some_and(|own| own.value.is_none() && own.unquoted().starts_with(b"-"))
    }

    /// The operands of a kill.
    fn operands(&self) -> impl Iterator<Item = &Argument> {
        // The value of -s may be 0.
        let first = match self.arguments.first().and_then(|own| own.value.as_deref()) {
            Some(b"-s" | b"-n") => 2,
            Some([b'-', _, ..]) => 1,
            None if self.has_expanded_signal() => 1,
            _ => 0,
        };
        self.arguments.iter().skip(first)
    }

    /// The signal that a kill sends to the shell itself or to its group.
    pub(super) fn signals_itself(&self) -> Option<String> {
        let is_itself =
            self.is(&[b"kill"]) && self.operands().any(|own| own.process == Process::Own);
        match self.signal() {
            Sent::Signal(name) if is_itself => Some(name),
            _ => None,
        }
    }

    /// True if it resets, ignores or replaces the trap of a condition.
    pub(super) fn changes_trap(&self, name: &str) -> bool {
        self.is(&[b"trap"])
            && self.arguments.iter().any(|argument| match argument.value.as_deref() {
                Some(value) if is_number(value) => {
                    decimal(value).map(signals::number)
                        == Some(signals::Number::Xsi(match name {
                            "HUP" => "HUP",
                            "INT" => "INT",
                            "QUIT" => "QUIT",
                            "ABRT" => "ABRT",
                            "ALRM" => "ALRM",
                            "TERM" => "TERM",
                            _ => return name == "EXIT" && value == b"0",
                        }))
                }
                Some(value) => signals::name(value).and_then(signals::Name::text) == Some(name),
                // `trap - $signals`
                None => true,
            })
    }
}

impl Argument {
    /// The bytes of the text without double quotes.
    fn unquoted(&self) -> Vec<u8> {
        self.raw.iter().filter(|byte| **byte != b'"').copied().collect()
    }

    /// True if it has the name, the process or the parent of the script.
    fn may_find_script(&self) -> bool {
        ["$$", "$0", "BASHPID", "PPID", "pgid"]
            .iter()
            .any(|name| memmem::find(&self.raw, name.as_bytes()).is_some())
            || matches!(&self.raw[..], b"0" | b"-g0")
    }
}

/// The facts about all handlers of a text that each of its handlers needs.
pub(super) struct Others<'h> {
    /// The actions that are set for EXIT.
    on_exit: HashSet<&'h [u8]>,
    /// One of them is set for TERM.
    pub(super) have_term: bool,
}

impl<'h> Others<'h> {
    pub(super) fn of(handlers: &'h [Handler<'_>]) -> Others<'h> {
        let on_exit = handlers.iter().filter(|handler| handler.call.has("EXIT"));
        Others {
            on_exit: on_exit.map(|handler| &handler.text[..]).collect(),
            have_term: handlers.iter().any(|handler| handler.call.has("TERM")),
        }
    }

    /// True if the same action is set for EXIT.
    pub(super) fn have_on_exit(&self, action: &[u8]) -> bool {
        self.on_exit.contains(action)
    }
}

/// A text whose commands are followed.
struct Source<'s> {
    text: &'s [u8],
    script: &'s Script,
    sites: &'s [Site],
}

impl<'s> Source<'s> {
    /// The invocation that a command is: of `exec PROGRAM`, which takes the place of the shell,
    /// exec; else the innermost one, which the shell itself runs, or a wrapper that is a program.
    fn site(&self, command: usize) -> Option<&'s Site> {
        let sites = of_command(self.sites, command);
        let is_exec = |site: &&Site| {
            site.name == b"exec" && site.provider == Provider::Shell && site.words.len() > 1
        };
        sites.iter().find(is_exec).or(sites.last())
    }
}

struct Follower<'a> {
    /// The file, which has the functions.
    outer: &'a Context<'a>,
}

impl Follower<'_> {
    /// Adds the steps of a construct, or of the whole text.
    fn follow(
        &self,
        source: &Source<'_>,
        (block, is_certain): (Option<BlockId>, bool),
        depth: usize,
        steps: &mut Vec<Step>,
    ) {
        let inside = match block {
            Some(block) => source.script.blocks[block.0 as usize].span,
            None => Span { start: 0, end: source.text.len() },
        };
        for at in source.script.commands_in(inside) {
            let command = &source.script.commands[at];
            let Some(place) = place(source.script, command.position.block, block) else { continue };
            let position = &command.position;
            let is_certain = is_certain
                && place.is_certain
                && position.after == Connector::End
                && position.before != Connector::Or;
            let in_child = place.in_child || position.piped || position.pipe_index > 0;
            let site = source.site(at);
            let start = site.map_or(0, |site| site.words.start);
            let name = match (command.words.is_empty(), site) {
                (true, _) => Some(Vec::new()),
                (false, Some(site)) => Some(site.name.clone()),
                (false, None) => None,
            };
            if let Some(function) = name.as_deref().and_then(|name| self.outer.function(name)) {
                if depth < DEEPEST {
                    let outer = Source {
                        text: self.outer.text,
                        script: self.outer.script,
                        sites: self.outer.unshadowed_sites(),
                    };
                    let into = (Some(function.body), is_certain);
                    let before = steps.len();
                    self.follow(&outer, into, depth + 1, steps);
                    for step in &mut steps[before..] {
                        step.own = None;
                        step.in_child |= in_child;
                    }
                    continue;
                }
            }
            let words = command.words.get(start + 1..).unwrap_or_default();
            let arguments = words.iter().map(|word| self.argument(source, word));
            steps.push(Step {
                name,
                arguments: arguments.collect(),
                is_certain,
                own: Some(command.span),
                in_child,
                is_program: site.is_some_and(|site| site.provider != Provider::Shell),
            });
        }
    }

    fn argument(&self, source: &Source<'_>, word: &Word) -> Argument {
        let raw = source.text.get(word.span.start..word.span.end).unwrap_or_default();
        let (raw, value) = (raw.to_vec(), word.constant(source.text));
        let mut argument = Argument { raw, value, process: Process::Other };
        argument.process = self.process(&argument);
        argument
    }

    /// The process that an argument would be as an operand of kill.
    fn process(&self, argument: &Argument) -> Process {
        let unquoted = argument.unquoted();
        let process = unquoted.strip_prefix(b"-").unwrap_or(&unquoted);
        let has_dash = process.len() < unquoted.len();
        if matches!(process, b"$$" | b"0" | b"${$}") || !has_dash && process == b"$BASHPID" {
            return Process::Own;
        }
        if argument.may_find_script() {
            return Process::Perhaps;
        }
        let Some(name) = variable(process) else { return Process::Other };
        if self.outer.values().is_own_process(name) {
            return Process::Own;
        }
        match self.outer.values().may_be_own_process(name) {
            true => Process::Perhaps,
            false => Process::Other,
        }
    }
}

/// The place of a command within the construct that is followed.
struct Place {
    is_certain: bool,
    in_child: bool,
}

/// Finds how a construct stands within another one (or the text, without a function); None if it
/// does not.
fn place(script: &Script, block: BlockId, within: Option<BlockId>) -> Option<Place> {
    let mut place = Place { is_certain: true, in_child: false };
    let mut next = Some(block);
    while let Some(id) = next {
        if Some(id) == within {
            return Some(place);
        }
        let own = script.blocks.get(id.0 as usize)?;
        match own.kind {
            BlockKind::Function(_) => return None,
            BlockKind::Branch | BlockKind::CaseItem | BlockKind::Loop => place.is_certain = false,
            BlockKind::Subshell | BlockKind::Substitution => place.in_child = true,
            _ => {}
        }
        if let Some(position) = &own.position {
            place.is_certain &= position.after == Connector::End;
            place.in_child |= position.piped || position.pipe_index > 0 || position.background;
        }
        next = own.position.map(|position| position.block);
    }
    within.is_none().then_some(place)
}

/// The variable that a word is, without quotes.
pub(super) fn variable(word: &[u8]) -> Option<&[u8]> {
    let word = word.strip_prefix(b"\"").unwrap_or(word);
    let name = word.strip_suffix(b"\"").unwrap_or(word).strip_prefix(b"$")?;
    let name = name.strip_prefix(b"{").and_then(|name| name.strip_suffix(b"}")).unwrap_or(name);
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    (name == b"!" || (is_name && !name.is_empty())).then_some(name)
}

/// Utilities that never end the shell that calls them.
const KNOWN: &[u8] = b": [ [[ awk basename bg cat cd chgrp chmod chown cp cut date dd declare df \
    dirname docker du echo env export expr false fg find flock fuser getopts git \
    grep gzip head hostname id ifconfig ip iptables jobs kill killall let ln local \
    logger losetup ls make mkdir mkfifo mktemp mount mv nohup pgrep pidof pkill popd \
    print printf ps pushd pwd read readonly rm rmdir rmmod sed seq set shift shopt \
    sleep sort stty sudo swapoff sync systemctl tail tar tee test time timeout touch \
    tput tr trap true tty typeset ulimit umask umount uname uniq unlink unset wait \
    wc which xargs clear reset shred modprobe dmsetup cryptsetup lvchange kpartx";

fn is_known(name: &[u8]) -> bool {
    name.is_empty() || KNOWN.split(|byte| *byte == b' ').any(|known| known == name)
}
