//! The check of a text: it is scanned, the rules read it, and the texts within it are checked in
//! turn. Findings leave here with the bytes of the file.

use std::collections::HashSet;
use std::rc::Rc;

use memchr::{memchr, memmem};

use super::context::Context;
use super::facts;
use super::finding::{Edit, Finding, Fix, Span};
use super::itself::UNUSED_SUPPRESSION;
use super::nested::{Nested, nested};
use super::rule::{Kind, Rule};
use super::rules::{FAMILIES, RULES, WRAPPERS};
use super::settings::Settings;
use super::shell;
use super::shell::script::{BlockKind, Script};
use super::shells::{Dialect, Shell, Shells};
use super::sites::{shadows, sites};
use super::suppression;
use super::text::{Map, Text};

/// How deep texts may stand in texts.
const DEEPEST: usize = 8;

/// Words without one of which most rules find nothing; [`is_of_interest`] knows the others.
const TRIGGERS: [&[u8]; 5] = [b"kill", b"trap", b"timeout", b"sigkit:", b"pgrep"];

/// The outcome of a check.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// In the order of the file.
    pub(crate) findings: Vec<Finding>,
    /// Forms that only XSI has, which were not reported.
    pub(crate) unshown: usize,
}

/// Checks a text.
pub(crate) fn check(text: &Text<'_>, settings: &Settings) -> Checked {
    let mut checked = Checked::default();
    if !is_of_interest(&text.bytes, text.dialect) {
        return checked;
    }
    let level = Level {
        text,
        map: &text.map,
        nested: None,
        outer: None,
        shadowed: Rc::default(),
        forbidden: text.forbidden.to_vec(),
        is_expanded: false,
        depth: 0,
    };
    level.check(settings, &mut checked);
    checked.findings.sort_by_key(|finding| (finding.span, finding.rule.number));
    checked
}

/// Returns false if no rule can find anything in a text: most scripts have nothing to do with
/// signals, and they are not scanned.
fn is_of_interest(text: &[u8], dialect: Dialect) -> bool {
    TRIGGERS.iter().any(|word| memmem::find(text, word).is_some())
        || runs_programs(text, dialect)
        || compares_statuses(text)
        || ends_in_operands(text)
}

/// Returns true if a text may have a wrapper that starts programs only. `#!/usr/bin/env sh` does
/// not count, and neither does the keyword `time`.
fn runs_programs(text: &[u8], dialect: Dialect) -> bool {
    let first_line = if text.starts_with(b"#!") { memchr(b'\n', text) } else { None };
    let rest = &text[first_line.unwrap_or(0)..];
    let has = |word: &&[u8]| {
        memmem::find_iter(rest, word).any(|at| {
            let is_program = *word != b"time" || at > 0 && rest[at - 1] == b'/';
            is_program && matches!(rest.get(at + word.len()), Some(b' ' | b'\t' | b'\\'))
        })
    };
    WRAPPERS.iter().any(has) || dialect == Dialect::Of(Shell::Zsh) && has(&&b"command"[..])
}

/// Returns true if a text may compare a status with that of a signal: a number from 100 to 499.
fn compares_statuses(text: &[u8]) -> bool {
    let is_status =
        |three: &[u8]| matches!(three[0], b'1'..=b'4') && three[1..].iter().all(u8::is_ascii_digit);
    let has_status = memmem::find(text, b"$?").is_some() || memmem::find(text, b"${?}").is_some();
    has_status && text.windows(3).any(is_status)
}

/// Returns true if the last command of a text may be `"$@"`: only comments come after it.
fn ends_in_operands(text: &[u8]) -> bool {
    let Some(at) = memmem::rfind(text, b"$@") else { return false };
    let mut lines = text[at..].split(|byte| *byte == b'\n');
    let mut last = lines.next().unwrap_or_default();
    let has_here_document = memmem::find(last, b"<<").is_some();
    has_here_document
        || lines.all(|line| {
            let goes_on = last.trim_ascii_end().ends_with(b"\\");
            last = line;
            let own = line.trim_ascii();
            goes_on || own.is_empty() || own.starts_with(b"#")
        })
}

/// A text that is checked, and what surrounds it.
struct Level<'a> {
    text: &'a Text<'a>,
    /// Leads to the file.
    map: &'a Map,
    nested: Option<&'a Nested>,
    outer: Option<&'a Context<'a>>,
    /// Functions and aliases of the outer texts.
    shadowed: Rc<HashSet<Vec<u8>>>,
    /// Bytes that no edit may have, because of what is around the text.
    forbidden: Vec<u8>,
    /// No edit is sure.
    is_expanded: bool,
    depth: usize,
}

impl Level<'_> {
    fn check(self, settings: &Settings, checked: &mut Checked) {
        let text = &self.text.bytes[..];
        let script = shell::scan(text, self.text.dialect);
        let shadowed = self.with_outer(shadows(text, &script));
        let sites = sites(text, &script, self.text.dialect, &shadowed);
        let reader = self.nested.map(|nested| nested.reader);
        let context =
            Context::new(self.text, &script, &sites, settings, (self.outer, reader)).with_options();
        for family in FAMILIES {
            (family.check)(&context);
        }
        if self.depth < DEEPEST {
            self.check_nested(&context, &shadowed, settings, checked);
        }
        let targets = context.targets;
        let (findings, unshown) = context.finish();
        checked.unshown += unshown;
        let backquoted = backquoted(text, &script);
        let redirections = redirections(&script);
        for mut finding in best_of_each_word(findings) {
            doubt_abrt(&mut finding, targets);
            finding.fix = finding.fix.filter(|fix| keeps(fix, text, &redirections));
            checked.findings.push(self.in_file(finding, &backquoted));
        }
        if self.depth == 0 {
            obey_directives(self.text, &script, settings, &mut checked.findings);
        }
    }

    /// The names that shadow utilities here: those of this text and of the outer ones. Many texts
    /// within a text share one set.
    fn with_outer(&self, mut own: HashSet<Vec<u8>>) -> Rc<HashSet<Vec<u8>>> {
        if own.is_empty() {
            return Rc::clone(&self.shadowed);
        }
        own.extend(self.shadowed.iter().cloned());
        Rc::new(own)
    }

    fn check_nested(
        &self,
        context: &Context<'_>,
        shadowed: &Rc<HashSet<Vec<u8>>>,
        settings: &Settings,
        checked: &mut Checked,
    ) {
        let found =
            nested(context.text, context.script, context.sites, context.dialect, context.errexit);
        for inner in &found {
            if !is_of_interest(&inner.text.bytes, inner.text.dialect) {
                continue;
            }
            let mut forbidden = self.forbidden.clone();
            forbidden.extend_from_slice(inner.text.forbidden);
            let level = Level {
                text: &inner.text,
                map: &self.map.of_part(&inner.text.map),
                nested: Some(inner),
                outer: Some(context),
                shadowed: Rc::clone(shadowed),
                forbidden,
                is_expanded: self.is_expanded || inner.is_expanded,
                depth: self.depth + 1,
            };
            level.check(settings, checked);
        }
    }

    /// Puts a finding of the text where it stands in the file.
    fn in_file(&self, mut finding: Finding, backquoted: &[(Span, bool)]) -> Finding {
        finding.fix = finding.fix.and_then(|fix| self.fix_in_file(fix, backquoted));
        finding.span = self.map.file(finding.span);
        if let Some(place) = &self.text.place {
            finding.note = Some(match finding.note {
                None => place.clone(),
                Some(note) => format!("{place}; {note}"),
            });
        }
        finding
    }

    /// The fix with the bytes of the file; None if quoting interferes with it.
    fn fix_in_file(&self, fix: Fix, backquoted: &[(Span, bool)]) -> Option<Fix> {
        if self.is_expanded {
            return None;
        }
        let text = &self.text.bytes[..];
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in fix.edits {
            let own = text.get(edit.span.start..edit.span.end)?;
            let is_forbidden = |byte: &u8| self.forbidden.contains(byte);
            if own.iter().any(is_forbidden) || edit.text.iter().any(is_forbidden) {
                return None;
            }
            if !is_sure_in_backquotes(backquoted, &edit) {
                return None;
            }
            edits.push(Edit { span: self.map.same(edit.span)?, text: edit.text });
        }
        Some(Fix { safe: fix.safe, edits })
    }
}

/// Removes what directives of a text suppress; adds what is wrong with them.
pub(crate) fn obey_directives(
    text: &Text<'_>,
    script: &Script,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) {
    // A rule of portability that is silent for these shells may be right for others.
    let is_asked = |rule: &Rule| {
        settings.wants(rule) && (rule.kind != Kind::Portability || settings.targets.is_none())
    };
    let about = suppression::apply(text, script, &RULES, is_asked, findings);
    if settings.wants(&UNUSED_SUPPRESSION) {
        findings.extend(about);
    }
}

/// The commands in backquotes that no other ones hold, in the order of the text, and whether
/// something is escaped in them.
fn backquoted(text: &[u8], script: &Script) -> Vec<(Span, bool)> {
    let mut outermost: Vec<(Span, bool)> = Vec::new();
    let substitutions = script.blocks.iter().filter(|one| one.kind == BlockKind::Substitution);
    for span in substitutions.map(|block| block.span).filter(|span| is_backquoted(text, *span)) {
        let is_inside = outermost.last().is_some_and(|(last, _)| span.end <= last.end);
        if !is_inside {
            let own = text.get(span.start..span.end).unwrap_or_default();
            outermost.push((span, own.contains(&b'\\')));
        }
    }
    outermost
}

/// Returns true if an edit is outside of backquotes, or nothing is escaped in them.
fn is_sure_in_backquotes(backquoted: &[(Span, bool)], edit: &Edit) -> bool {
    let at = backquoted.partition_point(|(span, _)| span.end < edit.span.end);
    match backquoted.get(at) {
        Some((span, has_escapes)) if span.start <= edit.span.start => {
            let escapes = |byte: &u8| matches!(byte, b'\\' | b'`' | b'"');
            !has_escapes && !edit.text.iter().any(escapes)
        }
        _ => true,
    }
}

/// Returns true if the span of a substitution is that of backquotes, with or without them.
fn is_backquoted(text: &[u8], span: Span) -> bool {
    text.get(span.start) == Some(&b'`')
        || (span.start > 0 && text.get(span.start - 1) == Some(&b'`'))
}

/// The redirections of a text, in its order.
fn redirections(script: &Script) -> Vec<Span> {
    let all = script.commands.iter().flat_map(|command| &command.redirections);
    let mut spans: Vec<Span> = all.map(|redirection| redirection.span).collect();
    spans.sort_unstable();
    spans
}

/// True if a fix takes no redirection away: one may stand between the words that an edit moves.
fn keeps(fix: &Fix, text: &[u8], redirections: &[Span]) -> bool {
    fix.edits.iter().all(|edit| {
        let first = redirections.partition_point(|one| one.start < edit.span.start);
        let mut inside = redirections[first..].iter().take_while(|one| one.start < edit.span.end);
        inside.all(|one| memmem::find(&edit.text, &text[one.start..one.end]).is_some())
    })
}

/// Makes a fix unsafe that writes ABRT where a shell must take it that knows only IOT.
fn doubt_abrt(finding: &mut Finding, targets: Shells) {
    let fact = if finding.rule.number / 100 == 2 { "trap-abrt" } else { "kill-abrt" };
    if facts::fails(fact).and(targets) == Shells::NONE {
        return;
    }
    if let Some(fix) = &mut finding.fix {
        let writes = |edit: &Edit| memmem::find(&edit.text, b"ABRT").is_some();
        fix.safe &= !fix.edits.iter().any(writes);
    }
}

/// Keeps one finding of a family for each word: the most severe, and the first of equal ones.
fn best_of_each_word(mut findings: Vec<Finding>) -> Vec<Finding> {
    let family = |finding: &Finding| finding.rule.number / 100;
    findings.sort_by_key(|finding| {
        (finding.span, family(finding), std::cmp::Reverse(finding.severity))
    });
    findings.dedup_by(|next, kept| next.span == kept.span && family(next) == family(kept));
    findings
}
