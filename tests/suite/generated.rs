//! Files that are generated from the declarations and checked in are current.
//!
//! `SIGKIT_REGENERATE=1 cargo test generated` writes the files anew.

use std::path::Path;

use sigkit::tested::commands::{INNER_PAGES, PAGES};
use sigkit::tested::docs::document::Document;
use sigkit::tested::docs::{completions, help, manual};
use sigkit::tested::multicall;

use crate::support::sigkit_path;

fn is_current(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("SIGKIT_REGENERATE").is_some() {
        // In one step: other tests read these files.
        let new = path.with_extension("new");
        std::fs::write(&new, expected).expect("the file can be written");
        std::fs::rename(&new, &path).expect("the file can be put in its place");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is stale: SIGKIT_REGENERATE=1 cargo test generated, then look at the difference and \
         commit it",
        path.display()
    );
}

/// sigkit, with its commands.
fn sigkit() -> Document {
    let commands = PAGES.iter().map(|pages| Document::of(pages));
    let inner = INNER_PAGES.iter().map(|pages| Document::of_inner(pages, multicall::NAME));
    let commands = commands.chain(inner).collect();
    Document::of_sigkit(multicall::declaration(), multicall::pages::MANUAL, commands)
}

#[test]
fn help_pages_are_current() {
    let sigkit = sigkit();
    for command in sigkit.commands() {
        is_current(&format!("src/commands/{}/help.txt", command.name), &help::render(command));
    }
    is_current("src/multicall/help.txt", &help::render(&sigkit));
}

#[test]
fn man_pages_are_current() {
    let sigkit = sigkit();
    for document in sigkit.commands().iter().chain([&sigkit]) {
        is_current(&format!("man/{}.1", document.page()), &manual::render(document));
        for name in document.also {
            is_current(&format!("man/{name}.1"), &manual::redirection(document));
        }
    }
    is_current("man/signals.7", &manual::signals::render());
    is_current("docs/signals.md", &manual::signals::sources());
}

#[test]
#[cfg(feature = "lint")]
fn the_rules_of_lint_are_current() {
    is_current("docs/rules.md", &sigkit::tested::docs::rules::markdown());
    // The rest of the Japanese page is translated by hand.
    let page = include_str!("../../man/ja/sigkit-lint.1");
    let (start, rest) = page.split_once(".Bl -column \"SIG101\"").expect("the table of the rules");
    let (_, end) = rest.split_once("\n.El\n").expect("its end");
    let table = sigkit::tested::docs::rules::table();
    is_current("man/ja/sigkit-lint.1", &format!("{start}{table}{end}"));
}

#[test]
fn completions_are_current() {
    let sigkit = sigkit();
    is_current("completions/sigkit.bash", &completions::bash(&sigkit));
    is_current("completions/_sigkit", &completions::zsh(&sigkit));
    is_current("completions/sigkit.fish", &completions::fish(&sigkit));
}

/// The longest line of some texts: no other part of the program says the same by chance.
fn longest_line<'a>(texts: impl IntoIterator<Item = &'a str>) -> &'a str {
    let lines = texts.into_iter().flat_map(str::lines);
    lines.max_by_key(|line| line.len()).unwrap_or_default()
}

/// The linker leaves out what nothing refers to; one reference to a table brings in all of it.
#[test]
fn the_program_holds_no_page_text_but_what_it_prints() {
    let program = std::fs::read(sigkit_path()).expect("the program can be read");
    let program = String::from_utf8_lossy(&program);
    let holds = |line: &str| {
        assert!(line.len() > 60, "too short to be told from others: {line:?}");
        program.contains(line)
    };
    for pages in PAGES {
        let name = pages.applet.name;
        assert!(holds(longest_line([pages.applet.help])), "{name}: the help is not there");
        assert!(!holds(longest_line([pages.manual])), "{name}: the man page is there");
        let texts = pages.texts.iter().flat_map(|text| [text.manual, text.help]);
        // A short one stands in the help as it is.
        let texts = texts.filter(|text| !pages.applet.help.contains(text));
        assert!(!holds(longest_line(texts)), "{name}: what is said of the options is there");
    }
    for pages in INNER_PAGES {
        let name = pages.applet.name;
        assert!(holds(longest_line([pages.applet.help])), "{name}: the help is not there");
        assert!(!holds(longest_line([pages.manual])), "{name}: the man page is there");
        let texts = pages.groups.iter().flat_map(|(_, texts)| *texts);
        let texts = texts.flat_map(|text| text.manual.lines());
        assert!(!holds(longest_line(texts)), "{name}: what is said of the options is there");
    }
    assert!(!holds(longest_line([multicall::pages::MANUAL])), "sigkit: the man page is there");
}

#[test]
fn a_criterion_that_two_commands_have_by_one_name_has_one_text() {
    for word in ["started-before", "started-after"] {
        let texts = PAGES.iter().filter_map(|pages| {
            let place = pages.options.rows.iter().position(|row| row.words.contains(&word))?;
            Some((pages.texts[place].help, pages.texts[place].manual))
        });
        let texts: Vec<_> = texts.collect();
        assert!(texts.windows(2).all(|two| two[0] == two[1]), "--{word}: {texts:?}");
        assert!(texts.len() > usize::from(cfg!(feature = "select")), "--{word}");
    }
}

#[test]
fn the_help_of_a_command_has_60_lines_of_80_columns() {
    for pages in PAGES {
        let (name, help) = (pages.applet.name, pages.applet.help);
        // The longest name of the command that is printed in the place of the mark.
        let longest = pages.applet.names().max_by_key(|name| name.len()).expect("a name");
        let shown = help.replace("@NAME@", longest);
        for line in shown.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        assert!(shown.lines().count() <= 60, "{name}: {} lines", shown.lines().count());
        assert_eq!(pages.examples.len(), 5, "{name}");
    }
    for pages in INNER_PAGES {
        let (name, help) = (pages.applet.name, pages.applet.help);
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{name}: {help}");
        assert!(help.lines().count() <= 60, "{name}: {} lines", help.lines().count());
        assert_eq!(pages.examples.len(), 5, "{name}");
    }
}

#[test]
fn every_option_that_clap_parses_is_documented_once() {
    for pages in INNER_PAGES {
        let texts = pages.groups.iter().flat_map(|(_, texts)| *texts);
        let mut documented: Vec<_> = texts.map(|text| text.word).collect();
        let declaration = (pages.declaration)();
        let mut declared: Vec<_> =
            declaration.get_arguments().filter_map(|argument| argument.get_long()).collect();
        documented.sort_unstable();
        declared.sort_unstable();
        assert_eq!(documented, declared, "{}", pages.applet.name);
    }
}

#[test]
fn every_option_stands_in_one_group_of_the_documentation() {
    for pages in PAGES {
        let mut places: Vec<_> =
            pages.groups.iter().flat_map(|group| [group.options, group.named]).flatten().collect();
        places.sort_unstable();
        let all: Vec<_> = (0..pages.options.rows.len()).collect();
        assert!(places.into_iter().eq(&all), "{}", pages.applet.name);
    }
}
