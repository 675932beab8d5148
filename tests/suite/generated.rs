//! What is generated from the declarations and checked in is current.
//!
//! `SIGKIT_REGENERATE=1 cargo test generated` writes the files anew.

use std::path::Path;

use sigkit::cli::{completions, help, manual};
use sigkit::commands::APPLETS;
use sigkit::multicall;

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

#[test]
fn help_pages_are_current() {
    for applet in APPLETS {
        is_current(&format!("src/commands/{}/help.txt", applet.name), &help::render(applet));
    }
}

#[test]
fn man_pages_are_current() {
    for applet in APPLETS {
        is_current(&format!("man/{}.1", applet.name), &manual::render(applet));
        for name in applet.also {
            is_current(&format!("man/{name}.1"), &manual::redirection(applet));
        }
    }
    is_current("man/signals.7", &manual::signals::render());
    let template = include_str!("../../src/multicall.mdoc");
    is_current(
        "man/sigkit.1",
        &manual::render_sigkit(template, &multicall::declaration(), APPLETS),
    );
}

#[test]
fn completions_are_current() {
    for applet in APPLETS {
        let name = applet.usual_name();
        is_current(&format!("completions/{name}.bash"), &completions::bash(applet));
        is_current(&format!("completions/_{name}"), &completions::zsh(applet));
        is_current(&format!("completions/{name}.fish"), &completions::fish(applet));
    }
    let own = multicall::declaration();
    is_current("completions/sigkit.bash", &completions::sigkit_bash(&own, APPLETS));
    is_current("completions/_sigkit", &completions::sigkit_zsh(&own, APPLETS));
    is_current("completions/sigkit.fish", &completions::sigkit_fish(&own, APPLETS));
}
