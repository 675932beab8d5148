//! What is generated from the declarations and checked in is current.
//!
//! `SIGKIT_REGENERATE=1 cargo test generated` writes the files anew.

use std::path::Path;

use sigkit::tested::commands::PAGES;
use sigkit::tested::docs::document::Document;
use sigkit::tested::docs::{completions, help, manual};
use sigkit::tested::multicall;

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
    let commands = PAGES.iter().map(|pages| Document::of(pages)).collect();
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
        is_current(&format!("man/{}.1", document.name), &manual::render(document));
        for name in document.also {
            is_current(&format!("man/{name}.1"), &manual::redirection(document));
        }
    }
    is_current("man/signals.7", &manual::signals::render());
}

#[test]
fn completions_are_current() {
    let sigkit = sigkit();
    is_current("completions/sigkit.bash", &completions::bash(&sigkit));
    is_current("completions/_sigkit", &completions::zsh(&sigkit));
    is_current("completions/sigkit.fish", &completions::fish(&sigkit));
}
