//! The options of timeout.

use crate::lint::context::Context;
use crate::lint::finding::{Edit, Finding, Severity, Span};
use crate::lint::rule::{Example, Fixable, Kind, Rule};
use crate::lint::shells::Shells;
use crate::lint::signals::{self, Name, Number};
use crate::lint::sites::{Provider, Site};
use crate::posix::conformance::Level;
use crate::signal::decimal;

pub(super) static TIMEOUT_OPTION: Rule = Rule {
    number: 401,
    title: "timeout-option",
    kind: Kind::Portability,
    severity: Severity::Error,
    fix: Fixable::Safe,
    why: "The timeout of busybox has -s and -k and no other option. POSIX.1-2024 has -f and -p, \
          too, no long option, and signals by name without SIG.",
    examples: &[
        Example {
            wrong: "timeout --signal=KILL 5 c\n",
            right: "timeout -s KILL 5 c\n",
            options: &[],
        },
        Example {
            wrong: "timeout -s SIGINT 5 c\n",
            right: "timeout -s INT 5 c\n",
            options: &["--posix"],
        },
    ],
    facts: &[],
    posix: Some("XCU timeout"),
};

pub(super) fn check(context: &Context<'_>) {
    for site in context.named(b"timeout") {
        options(context, site);
    }
}

/// Reads the options, up to the duration.
fn options(context: &Context<'_>, site: &Site) {
    let words = context.words(site);
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let (value, is_known) = match context.constant(word) {
            Some(value) => (value, true),
            None => (word.constant_beginning(context.text), false),
        };
        let next = words.get(at + 1);
        match &value[..] {
            b"--help" | b"--version" => return,
            b"-s" if is_known => {
                if let Some(signal) = next {
                    let value = context.constant(signal).unwrap_or_default();
                    by_posix(context, signal.span, "", &value);
                }
                at += 2;
            }
            b"-k" if is_known => at += 2,
            b"--signal" | b"--kill-after" if is_known => {
                let short = if value == b"--signal" { b"-s" } else { b"-k" };
                long(context, site, word.span, &value, Some(short.to_vec()));
                at += 2;
            }
            _ if value.starts_with(b"--signal=") || value.starts_with(b"--kill-after=") => {
                let raw = context.bytes(word.span);
                let equals = value.iter().position(|&byte| byte == b'=').unwrap_or_default();
                let short: &[u8] = if value.starts_with(b"--s") { b"-s" } else { b"-k" };
                // Quotes around the whole option are not worth a fix.
                let fixed = raw
                    .starts_with(&value[..=equals])
                    .then(|| [short, b" ", &raw[equals + 1..]].concat());
                long(context, site, word.span, &value[..equals], fixed);
                at += 1;
            }
            [b'-', b's' | b'k', ..] if !is_known => at += 1,
            _ if !is_known => return,
            [b'-', b'-', _, ..] | b"-v" | b"-f" | b"-p" => {
                long(context, site, word.span, &value, None);
                at += 1;
            }
            [b'-', b's', signal @ ..] => {
                by_posix(context, word.span, "-s", signal);
                at += 1;
            }
            [b'-', b'k', ..] => at += 1,
            _ => return,
        }
    }
}

/// Reports an option that busybox does not have.
fn long(context: &Context<'_>, site: &Site, span: Span, option: &[u8], fixed: Option<Vec<u8>>) {
    // `busybox timeout` is busybox's own; any other timeout is so where busybox is the system.
    let fails = Shells::of("x");
    let failing = match site.provider {
        Provider::Busybox => fails,
        Provider::Shell | Provider::Program | Provider::OtherShell => fails.and(context.targets),
    };
    let is_posix = matches!(option, b"-f" | b"-p");
    let wants_posix = context.settings.posix.is_some() && !is_posix;
    if failing.is_empty() && !wants_posix {
        return;
    }
    let option = String::from_utf8_lossy(option);
    let message = if failing.is_empty() {
        format!("{option}: POSIX has only -f, -k, -p and -s")
    } else {
        format!("{option}: busybox has only -s and -k")
    };
    let mut finding = if failing.is_empty() {
        Finding { severity: Severity::Info, ..context.finding(&TIMEOUT_OPTION, span, message) }
    } else {
        context.unportable(&TIMEOUT_OPTION, span, failing, message)
    };
    if let Some(fixed) = fixed {
        finding = finding.fixed(true, vec![Edit::replace(span, fixed)]);
    }
    context.report(finding);
}

/// Reports, with `--posix`, a signal with SIG or a number.
fn by_posix(context: &Context<'_>, span: Span, option: &str, value: &[u8]) {
    let Some(level) = context.settings.posix else { return };
    let name = match decimal(value).map(signals::number) {
        Some(Number::Xsi(_)) if level == Level::Xsi => return,
        Some(Number::Xsi(name) | Number::Same(name)) => Some(name),
        Some(Number::Varies(_)) => None,
        Some(Number::Null) => return,
        None => match signals::name(value) {
            Some(Name::Posix(name)) if value.len() > name.len() => Some(name),
            _ => return,
        },
    };
    let message = match name {
        Some(name) => format!("write -s {name}"),
        None => "write -s and a name: the number varies".to_owned(),
    };
    let finding =
        Finding { severity: Severity::Info, ..context.finding(&TIMEOUT_OPTION, span, message) };
    // A word that is quoted stays as it is.
    let is_bare = context.bytes(span) == [option.as_bytes(), value].concat();
    context.report(match name {
        Some(name) if is_bare && option.is_empty() => {
            finding.fixed(true, vec![Edit::replace(span, name)])
        }
        Some(name) if is_bare => {
            finding.fixed(true, vec![Edit::replace(span, format!("-s {name}"))])
        }
        _ => finding,
    });
}
