//! Sites: where a known utility is invoked.
//!
//! `sudo env A=b kill -9 5` is three sites of one command: sudo, env and kill, each with the words
//! from its own name on. The options of a wrapper are read only as far as is needed to find the
//! command that it runs. A name that is no constant is no site.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

use super::finding::Span;
use super::shell::script::{Command, Script};
use super::shells::{Dialect, Shell};
use super::wrappers::{self, Inner, Role};
use crate::process::path::file_name;

/// An invocation of a utility.
#[derive(Debug)]
pub(crate) struct Site {
    /// The place in [`Script::commands`].
    pub(crate) command: usize,
    /// The words of the command that belong to this invocation. The first is the name.
    pub(crate) words: Range<usize>,
    /// The name without directories.
    pub(crate) name: Vec<u8>,
    /// The program that runs.
    pub(crate) provider: Provider,
    /// The site of the wrapper that runs this one.
    pub(crate) wrapper: Option<usize>,
    /// A wrapper appends operands (xargs).
    pub(crate) has_more_operands: bool,
    /// The text of a word in whose place a wrapper puts an operand: `{}` of `xargs -I{}` and of
    /// `find -exec`.
    pub(crate) replaced: Option<Vec<u8>>,
}

impl Site {
    /// True if a word has the text that the wrapper replaces.
    pub(crate) fn is_replaced(&self, word: &[u8]) -> bool {
        self.replaced.as_ref().is_some_and(|text| memmem::find(word, text).is_some())
    }
}

/// The program that an invocation reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    /// The shell itself, if it has a built-in utility of the name.
    Shell,
    /// A program of its own: a wrapper runs it, or the name is a path.
    Program,
    /// A shell that a wrapper starts, of which only that user knows which it is: `sudo -i kill`.
    OtherShell,
    /// An applet of busybox: `busybox kill`.
    Busybox,
}

/// All sites of a text, in the order of their commands, a wrapper in front of what it runs.
///
/// A function or an alias of the name of a utility takes the place of the utility, so a bare name
/// is no site. The text is not the whole file if it is nested; `shadowed` are the names of the
/// outer text.
pub(crate) fn sites(
    text: &[u8],
    script: &Script,
    dialect: Dialect,
    shadowed: &HashSet<Vec<u8>>,
) -> Vec<Site> {
    let mut sites = Vec::new();
    for (at, command) in script.commands.iter().enumerate() {
        let reader = Reader { text, command, at, dialect, shadowed };
        reader.read(&mut sites);
    }
    sites
}

/// The sites of one command among all.
pub(crate) fn of_command(sites: &[Site], command: usize) -> &[Site] {
    let start = sites.partition_point(|site| site.command < command);
    let end = start + sites[start..].partition_point(|site| site.command == command);
    &sites[start..end]
}

/// The names of the functions and aliases of a text.
pub(crate) fn shadows(text: &[u8], script: &Script) -> HashSet<Vec<u8>> {
    let mut names: HashSet<Vec<u8>> = script
        .functions
        .iter()
        .filter_map(|function| text.get(function.name.start..function.name.end))
        .map(<[u8]>::to_vec)
        .collect();
    for command in &script.commands {
        let [first, rest @ ..] = &command.words[..] else { continue };
        if !is_word(text, first.span, b"alias") {
            continue;
        }
        for word in rest {
            let bytes = text.get(word.span.start..word.span.end).unwrap_or_default();
            if let Some(length) = bytes.iter().position(|byte| *byte == b'=') {
                names.insert(bytes[..length].to_vec());
            }
        }
    }
    names
}

fn is_word(text: &[u8], span: Span, word: &[u8]) -> bool {
    text.get(span.start..span.end) == Some(word)
}

/// Reads the sites of one command.
struct Reader<'a> {
    text: &'a [u8],
    command: &'a Command,
    at: usize,
    dialect: Dialect,
    shadowed: &'a HashSet<Vec<u8>>,
}

impl Reader<'_> {
    fn read(&self, sites: &mut Vec<Site>) {
        let mut words = 0..self.command.words.len();
        let mut provider = Provider::Shell;
        let mut wrapper = None;
        let mut has_more_operands = false;
        let mut replaced = None;
        // A name that follows `command` or `builtin` is no alias and no function.
        let mut is_bare = true;
        while let Some(path) = self.constant(words.start, words.end) {
            let name = file_name(&path).to_vec();
            if path.contains(&b'/') {
                provider = Provider::Program;
            }
            if name.is_empty()
                || (is_bare && provider == Provider::Shell && self.shadowed.contains(&name))
            {
                return;
            }
            let role = wrappers::role(&name);
            let inner = role.as_ref().and_then(|role| self.inner(role, words.clone()));
            sites.push(Site {
                command: self.at,
                words: words.clone(),
                name,
                provider,
                wrapper,
                has_more_operands,
                replaced: replaced.clone(),
            });
            let (Some(role), Some(inner)) = (role, inner) else { return };
            wrapper = Some(sites.len() - 1);
            let own = &self.command.words[words.start..inner.words.start];
            let starts_shell = wrappers::starts_shell(role, own, self.text);
            if role.appends_operands {
                let text = wrappers::replaced_by_xargs(own, self.text);
                has_more_operands |= text.is_none();
                replaced = text.or(replaced);
            }
            if role.name == "find" {
                replaced = Some(b"{}".to_vec());
            }
            words = inner.words;
            match role.runs {
                _ if starts_shell => provider = Provider::OtherShell,
                wrappers::Runs::InShell => {
                    let is_program =
                        role.name == "command" && self.dialect == Dialect::Of(Shell::Zsh);
                    if is_program {
                        provider = Provider::Program;
                    }
                    is_bare &= role.keeps_functions;
                }
                wrappers::Runs::Program => provider = Provider::Program,
                wrappers::Runs::Applet => provider = Provider::Busybox,
            }
        }
    }

    fn inner(&self, role: &Role, words: Range<usize>) -> Option<Inner> {
        let own = self.command.words.get(words.clone())?;
        let inner = wrappers::inner(role, own, self.text)?;
        let words = words.start + inner.words.start..words.start + inner.words.end;
        (!words.is_empty()).then_some(Inner { words })
    }

    fn constant(&self, at: usize, end: usize) -> Option<Vec<u8>> {
        if at >= end {
            return None;
        }
        self.command.words.get(at)?.constant(self.text)
    }
}
