//! The page of a rule: as text for `--explain`, as Markdown for docs/rules.md and for SARIF.

use super::facts::{self, Fact};
use super::rule::{Example, Fixable, Kind, Rule};
use super::shells::Shell;

/// The columns of the text.
const WIDTH: usize = 78;

/// The page of a rule for a terminal.
pub(crate) fn page(rule: &Rule) -> String {
    let mut page = format!("{} {}\n\n", rule.id(), rule.title);
    page += &format!("  severity  {}\n", rule.severity.name());
    page += &format!("  asked     {}\n", asked(rule.kind));
    page += &format!("  fix       {}\n\n", fix(rule.fix));
    page += &wrapped(rule.why);
    for example in rule.examples {
        page += &format!("\nWrong{}:\n{}", options(example), indented(example.wrong));
        page += &format!("Right:\n{}", indented(example.right));
    }
    page += &table(rule);
    if let Some(section) = rule.posix {
        page += &format!("\nPOSIX.1-2024: {section}\n");
    }
    page
}

/// The table of the shells: what works where, as it was measured.
fn table(rule: &Rule) -> String {
    if rule.facts.is_empty() {
        return String::new();
    }
    let row = |first: &str, cells: &dyn Fn(Shell) -> &'static str| {
        let mut row = format!("{first:<FORM$}");
        for shell in Shell::ALL {
            row += &format!(" {:<width$}", cells(shell), width = short(shell).len());
        }
        row.trim_end().to_owned() + "\n"
    };
    let mut table = format!("\nWhat works, as measured:\n{}", row("", &short));
    for fact in rule.facts.iter().map(|id| facts::fact(id)) {
        let cells = |shell| works(fact, shell);
        table += &match fact.form.chars().count() < FORM {
            true => row(fact.form, &cells),
            false => format!("{}\n{}", fact.form, row("", &cells)),
        };
    }
    table
}

/// The columns of a form in the table.
const FORM: usize = 31;

/// The name of a shell in the table.
fn short(shell: Shell) -> &'static str {
    match shell {
        Shell::BashPosix => "posix",
        _ => shell.name(),
    }
}

fn works(fact: &Fact, shell: Shell) -> &'static str {
    match (fact.lacking.contains(shell), fact.fails.contains(shell)) {
        (true, _) => "-",
        (_, true) => "no",
        (_, false) => "yes",
    }
}

/// The same table in Markdown.
fn markdown_table(rule: &Rule) -> String {
    if rule.facts.is_empty() {
        return String::new();
    }
    let names: Vec<_> = Shell::ALL.iter().map(|shell| shell.name()).collect();
    let mut table = format!("\n| works in | {} |\n", names.join(" | "));
    table += &format!("|---|{}\n", "---|".repeat(names.len()));
    for fact in rule.facts.iter().map(|id| facts::fact(id)) {
        let cells: Vec<_> = Shell::ALL.iter().map(|shell| works(fact, *shell)).collect();
        let form = fact.form.replace('|', "\\|");
        table += &format!("| `{form}` | {} |\n", cells.join(" | "));
    }
    table
}

/// The section of a rule in Markdown, without its title.
pub(crate) fn markdown(rule: &Rule) -> String {
    let mut text = format!(
        "Severity: {}. Asked: {}. Fix: {}.\n\n{}\n",
        rule.severity.name(),
        asked(rule.kind),
        fix(rule.fix),
        rule.why
    );
    for example in rule.examples {
        text += &format!(
            "\nWrong{}:\n\n```sh\n{}```\n\nRight:\n\n```sh\n{}```\n",
            options(example),
            with_newline(example.wrong),
            with_newline(example.right)
        );
    }
    text += &markdown_table(rule);
    if let Some(section) = rule.posix {
        text += &format!("\nPOSIX.1-2024: {section}.\n");
    }
    text
}

/// When a rule is asked.
pub(crate) fn asked(kind: Kind) -> &'static str {
    match kind {
        Kind::Portability => "if a shell that fails is one of those that the script must work in",
        Kind::Logic => "always",
        Kind::Posix { xsi: false } => "with --posix",
        Kind::Posix { xsi: true } => "with --posix, not with --posix=xsi",
        Kind::Style => "with --pedantic",
    }
}

/// The fix that a rule offers.
pub(crate) fn fix(fix: Fixable) -> &'static str {
    match fix {
        Fixable::No => "none",
        Fixable::Unsafe => "with --unsafe-fixes",
        Fixable::Safe => "safe",
        Fixable::Mixed => "safe, in part with --unsafe-fixes",
    }
}

fn options(example: &Example) -> String {
    match example.options {
        [] => String::new(),
        options => format!(" ({})", options.join(" ")),
    }
}

fn with_newline(text: &str) -> String {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{end}")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

fn wrapped(text: &str) -> String {
    let mut page = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        if column > 0 && column + 1 + word.chars().count() > WIDTH {
            page.push('\n');
            column = 0;
        } else if column > 0 {
            page.push(' ');
            column += 1;
        }
        page += word;
        column += word.chars().count();
    }
    page + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::itself::UNUSED_SUPPRESSION;
    use crate::lint::rules::RULES;

    #[test]
    fn a_page_has_the_reason_and_both_texts() {
        assert_eq!(
            page(&UNUSED_SUPPRESSION),
            "SIG902 unused-suppression\n\n  severity  style\n  asked     with --pedantic\n  \
             fix       safe\n\nA comment `# sigkit: disable=` for a rule that reports nothing \
             there hides the\nnext mistake of that kind. A directive that cannot be read has no \
             effect.\n\nWrong (--pedantic):\n    :\n    # sigkit: disable=SIG104\n    kill -s \
             TERM \"$pid\"\nRight:\n    :\n    kill -s TERM \"$pid\"\n"
        );
    }

    #[test]
    fn a_page_has_the_table_of_shells() {
        let rule = RULES.iter().find(|rule| rule.number == 104).expect("the rule");
        let page = page(rule);
        let head = "dash bash posix ksh mksh yash zsh posh busybox\n";
        assert!(page.contains(&format!("\n{:FORM$} {head}", "")), "{page}");
        let row = "no   yes  no    yes yes  yes  yes yes  yes\n";
        assert!(page.contains(row), "{page}");
    }

    #[test]
    fn a_page_fits_into_80_columns() {
        for rule in RULES.iter() {
            let page = page(rule);
            let examples: Vec<_> = rule
                .examples
                .iter()
                .flat_map(|it| it.wrong.lines().chain(it.right.lines()))
                .collect();
            for line in page.lines().filter(|line| !examples.contains(&line.trim())) {
                assert!(line.chars().count() <= 80, "{}: {line}", rule.id());
            }
        }
    }
}
