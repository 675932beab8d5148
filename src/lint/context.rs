//! The context of a rule: one text, what was read of it, and the way to report.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::fmt;

use memchr::memmem;

use super::finding::{Edit, Finding, Fix, Severity, Span};
use super::nested::Reader;
use super::rule::{Kind, Rule};
use super::settings::Settings;
use super::shell::script::{Assignment, BlockKind, Command, Function, Script, Word};
use super::shells::{Dialect, Shells};
use super::sites::{self, Provider, Site};
use super::text::Text;
use super::values::{Values, mentions};

/// The shells that make a portability fault an error: each is some system's /bin/sh.
const BIN_SH: Shells = Shells::of("dpkmx");

/// A text, what was read of it, and the findings so far.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) script: &'a Script,
    pub(crate) sites: &'a [Site],
    pub(crate) dialect: Dialect,
    /// The shells in which the text must work.
    pub(crate) targets: Shells,
    pub(crate) settings: &'a Settings,
    /// The program that runs the text; None for one that is not nested.
    pub(crate) reader: Option<Reader>,
    /// The text that this one stands in.
    pub(crate) outer: Option<&'a Context<'a>>,
    /// The shell has the text in its own command line.
    pub(crate) is_argument: bool,
    /// A command that fails ends the text.
    pub(crate) errexit: bool,
    /// The same before the first command.
    starts_errexit: bool,
    /// Jobs are process groups of their own (`set -m`).
    pub(crate) monitor: bool,
    values: OnceCell<Values>,
    /// The places of the sites, ordered by name and then as in the text.
    by_name: OnceCell<Vec<usize>>,
    /// The commands that assign to each variable, in the order of the text.
    assigning: OnceCell<HashMap<Vec<u8>, Vec<usize>>>,
    unshadowed_sites: OnceCell<Vec<Site>>,
    /// The place of the last function of each name.
    functions: OnceCell<HashMap<Vec<u8>, usize>>,
    makes_groups: OnceCell<bool>,
    has_s: OnceCell<bool>,
    first_background: OnceCell<Option<usize>>,
    findings: RefCell<Vec<Finding>>,
    unshown: Cell<usize>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        text: &'a Text<'_>,
        script: &'a Script,
        sites: &'a [Site],
        settings: &'a Settings,
        (outer, reader): (Option<&'a Context<'a>>, Option<Reader>),
    ) -> Context<'a> {
        Context {
            text: &text.bytes,
            script,
            sites,
            dialect: text.dialect,
            targets: settings.targets(text.dialect, outer.is_some()),
            settings,
            reader,
            outer,
            is_argument: text.is_argument,
            errexit: text.errexit,
            starts_errexit: text.errexit,
            monitor: false,
            values: OnceCell::new(),
            by_name: OnceCell::new(),
            assigning: OnceCell::new(),
            unshadowed_sites: OnceCell::new(),
            functions: OnceCell::new(),
            makes_groups: OnceCell::new(),
            has_s: OnceCell::new(),
            first_background: OnceCell::new(),
            findings: RefCell::default(),
            unshown: Cell::new(0),
        }
    }

    /// Finds the options of the shell that the text sets.
    pub(crate) fn with_options(mut self) -> Context<'a> {
        let first_line = self.text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let in_first_line = |letter: u8| {
            let mut words = first_line.split(u8::is_ascii_whitespace).skip(1);
            first_line.starts_with(b"#!") && words.any(|word| is_option(word, letter))
        };
        self.starts_errexit |= in_first_line(b'e');
        self.monitor = in_first_line(b'm') || self.sets(b'm', b"monitor");
        if let Some(outer) = self.outer.filter(|_| self.reader.is_some_and(Reader::is_same_shell)) {
            self.starts_errexit |= outer.errexit;
            self.monitor |= outer.monitor;
        }
        self.errexit = self.starts_errexit || self.sets(b'e', b"errexit");
        self
    }

    /// True if a command that fails at a place ends the text: the last `set` in front of it
    /// decides. A function may run after any of them.
    pub(crate) fn errexit_at(&self, site: &Site) -> bool {
        let command = self.command(site);
        let before = self.named(b"set").take_while(|set| set.command < site.command);
        let last = before.filter_map(|set| self.switched(set, b'e', b"errexit")).last();
        let mut kinds = self.script.kinds(command.position.block);
        last.unwrap_or_else(|| match kinds.any(|kind| matches!(kind, BlockKind::Function(_))) {
            true => self.errexit,
            false => self.starts_errexit,
        })
    }

    /// Returns true if a `set` of the text switches an option on.
    fn sets(&self, letter: u8, name: &[u8]) -> bool {
        self.named(b"set").any(|site| self.switched(site, letter, name) == Some(true))
    }

    /// Returns true if a `set` switches an option on, and false if it switches it off.
    fn switched(&self, site: &Site, letter: u8, name: &[u8]) -> Option<bool> {
        let mut previous: &[u8] = b"";
        let mut words = self.words(site).iter().skip(1).map(|word| self.bytes(word.span));
        words.find_map(|bytes| {
            let is_name = previous.ends_with(b"o") && bytes == name;
            let sign = if is_name { previous } else { bytes };
            previous = bytes;
            let is_off = sign.starts_with(b"+") && (is_name || sign.contains(&letter));
            let is_on = sign.starts_with(b"-") && (is_name || is_option(sign, letter));
            (is_on || is_off).then_some(is_on)
        })
    }

    /// The invocations of a utility.
    pub(crate) fn named(&self, name: &[u8]) -> impl Iterator<Item = &'a Site> + use<'_, 'a> {
        let sites = self.sites;
        let all = self.by_name.get_or_init(|| {
            let mut all: Vec<usize> = (0..sites.len()).collect();
            all.sort_by_key(|at| (&sites[*at].name[..], *at));
            all
        });
        let start = all.partition_point(|at| sites[*at].name[..] < *name);
        let end = start + all[start..].partition_point(|at| sites[*at].name == name);
        all[start..end].iter().map(move |at| &sites[*at])
    }

    /// The invocations of one command: a wrapper in front of what it runs.
    pub(crate) fn sites_at(&self, command: usize) -> &'a [Site] {
        sites::of_command(self.sites, command)
    }

    /// The sites as if no function or alias had the name of a utility.
    pub(crate) fn unshadowed_sites(&self) -> &[Site] {
        self.unshadowed_sites
            .get_or_init(|| sites::sites(self.text, self.script, self.dialect, &HashSet::new()))
    }

    /// The function of the text that a name calls: the last one of the name.
    pub(crate) fn function(&self, name: &[u8]) -> Option<&'a Function> {
        let all = self.functions.get_or_init(|| {
            let named = self.script.functions.iter().enumerate();
            named.map(|(at, function)| (self.bytes(function.name).to_vec(), at)).collect()
        });
        all.get(name).map(|at| &self.script.functions[*at])
    }

    /// True if the whole file may make process groups, or look them up.
    pub(crate) fn makes_groups(&self) -> bool {
        let outer = self.outermost();
        let has = |word: &[u8]| memmem::find(outer.text, word).is_some();
        *outer.makes_groups.get_or_init(|| has(b"setsid") || has(b"pgid"))
    }

    /// True if the whole file may have a variable `s`, which fixes would set.
    pub(crate) fn has_s(&self) -> bool {
        let outer = self.outermost();
        *outer.has_s.get_or_init(|| mentions(outer.text, b"s"))
    }

    /// The first place where a command of the text may run in the background, so that `$!` has a
    /// value. What follows a compound command is not known of its commands: any `&` will do.
    pub(crate) fn first_background(&self) -> Option<usize> {
        let is_background = |command: &&Command| {
            let in_group = |kind: BlockKind| kind == BlockKind::Group;
            command.position.background || self.script.kinds(command.position.block).any(in_group)
        };
        let is_operator = |pair: &[u8]| {
            pair[0] == b'&' && !matches!(pair[1], b'&' | b'>') && !pair[1].is_ascii_digit()
        };
        *self.first_background.get_or_init(|| {
            let command = self.script.commands.iter().find(is_background);
            let operator = self.text.windows(2).position(is_operator).map(|at| at + 1);
            command.map(|command| command.span.start).into_iter().chain(operator).min()
        })
    }

    /// The assignments to a variable, in the order of the text.
    pub(crate) fn assignments<'s>(
        &'s self,
        name: &'s [u8],
    ) -> impl Iterator<Item = &'a Assignment> + use<'s, 'a> {
        let all = self.assigning.get_or_init(|| {
            let mut all: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
            for (at, command) in self.script.commands.iter().enumerate() {
                for one in &command.assignments {
                    let commands = all.entry(self.bytes(one.name).to_vec()).or_default();
                    if commands.last() != Some(&at) {
                        commands.push(at);
                    }
                }
            }
            all
        });
        let commands = all.get(name).map(Vec::as_slice).unwrap_or_default();
        let script = self.script;
        let all = commands.iter().flat_map(move |&at| &script.commands[at].assignments);
        all.filter(move |one| self.bytes(one.name) == name)
    }

    pub(crate) fn command(&self, site: &Site) -> &'a Command {
        &self.script.commands[site.command]
    }

    /// The words of an invocation, its name first.
    pub(crate) fn words(&self, site: &Site) -> &'a [Word] {
        &self.command(site).words[site.words.clone()]
    }

    pub(crate) fn bytes(&self, span: Span) -> &'a [u8] {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The value of a word that no expansion changes.
    pub(crate) fn constant(&self, word: &Word) -> Option<Vec<u8>> {
        word.constant(self.text)
    }

    /// The variables of the text whose values are known, which are read once.
    pub(crate) fn values(&self) -> &Values {
        self.values.get_or_init(|| Values::of(self.text, self.script))
    }

    /// The text of bytes for a message.
    pub(crate) fn shown(&self, span: Span) -> String {
        String::from_utf8_lossy(self.bytes(span)).into_owned()
    }

    /// The shells of the target set among those that fail. An applet of busybox is busybox's in
    /// every shell. Another program than the shell's is no shell's fault.
    pub(crate) fn failing(&self, site: &Site, fails: Shells) -> Shells {
        match site.provider {
            Provider::Shell => fails.and(self.targets),
            Provider::Busybox => fails.and(Shells::of("x")),
            Provider::Program | Provider::OtherShell => Shells::NONE,
        }
    }

    /// The shells that fail, or POSIX if no shell of the target set does and what POSIX does not
    /// promise is reported.
    pub(crate) fn subject(&self, site: &Site, fails: Shells) -> Option<Subject> {
        let shells = self.failing(site, fails);
        let is_of_posix = shells.is_empty() && self.settings.posix.is_some();
        (is_of_posix || !shells.is_empty()).then_some(Subject { shells })
    }

    /// The whole file as text, for what is set in any part of it.
    pub(crate) fn outermost(&self) -> &Context<'a> {
        let mut context = self;
        while let Some(outer) = context.outer {
            context = outer;
        }
        context
    }

    /// Begins a finding: the rule's own severity, no shells, no fix.
    pub(crate) fn finding(&self, rule: &'static Rule, span: Span, message: String) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            span,
            message,
            shells: Shells::NONE,
            note: None,
            fix: None,
        }
    }

    /// Begins a finding in which shells fail: an error if one of them may be /bin/sh, or is the
    /// script's own shell.
    pub(crate) fn unportable(
        &self,
        rule: &'static Rule,
        span: Span,
        shells: Shells,
        message: String,
    ) -> Finding {
        let own = match self.dialect {
            Dialect::Sh => Shells::NONE,
            Dialect::Of(shell) => Shells::one(shell),
        };
        let is_error = !shells.and(BIN_SH.or(own)).is_empty();
        let severity = if is_error { rule.severity } else { Severity::Info };
        Finding { severity, shells, ..self.finding(rule, span, message) }
    }

    /// Reports a form that no level of POSIX has, under a rule for forms that only XSI has.
    pub(crate) fn report_beyond_xsi(&self, finding: Finding) {
        if self.settings.posix.is_some() || self.settings.wants(finding.rule) {
            self.findings.borrow_mut().push(finding);
        } else {
            self.unshown.set(self.unshown.get() + 1);
        }
    }

    /// Reports a finding, unless its rule is off.
    pub(crate) fn report(&self, finding: Finding) {
        if self.settings.wants(finding.rule) {
            self.findings.borrow_mut().push(finding);
        } else if matches!(finding.rule.kind, Kind::Posix { xsi: true }) {
            self.unshown.set(self.unshown.get() + 1);
        }
    }

    /// The findings, and the number of XSI forms that were not reported.
    pub(crate) fn finish(self) -> (Vec<Finding>, usize) {
        (self.findings.into_inner(), self.unshown.get())
    }
}

/// The subject of a message: shells that refuse a form, or POSIX, which does not promise it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) shells: Shells,
}

impl Subject {
    /// The subject with its verb: `dash takes`, `dash and posh take`, `POSIX takes`.
    pub(crate) fn with(self, singular: &str, plural: &str) -> String {
        match self.shells.iter().count() {
            0 => format!("POSIX {singular}"),
            1 => format!("{} {singular}", self.shells),
            _ => format!("{} {plural}", self.shells),
        }
    }
}

/// Lists the names.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shells.is_empty() {
            return f.write_str("POSIX");
        }
        self.shells.fmt(f)
    }
}

fn is_option(word: &[u8], letter: u8) -> bool {
    match word {
        [b'-', letters @ ..] if !letters.starts_with(b"-") => letters.contains(&letter),
        _ => false,
    }
}

impl Finding {
    /// Adds a fix.
    pub(crate) fn fixed(self, safe: bool, edits: Vec<Edit>) -> Finding {
        Finding { fix: Some(Fix { safe, edits }), ..self }
    }

    pub(crate) fn noted(self, note: String) -> Finding {
        Finding { note: Some(note), ..self }
    }
}

impl Edit {
    pub(crate) fn replace(span: Span, text: impl Into<Vec<u8>>) -> Edit {
        Edit { span, text: text.into() }
    }

    pub(crate) fn insert(at: usize, text: impl Into<Vec<u8>>) -> Edit {
        Edit { span: Span { start: at, end: at }, text: text.into() }
    }

    pub(crate) fn remove(span: Span) -> Edit {
        Edit { span, text: Vec::new() }
    }
}
