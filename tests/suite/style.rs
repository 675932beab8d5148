//! The style of what a person reads: words that `CONTRIBUTING.md` rules out stand nowhere in the
//! manual pages, the help and the messages.

use std::path::Path;

use crate::layers::files;
use crate::layers::tokens::{Token, tokens, without_tests};

/// Words and phrases that have a plain form, which stands after them.
const RULED_OUT: &[(&str, &str)] = &[
    ("who", "a process that, a user that"),
    ("whom", "a process that, a user that"),
    ("whoever", "a program that"),
    ("nobody", "no process, no user"),
    ("anybody", "any process"),
    ("somebody", "a process"),
    ("everybody", "every process"),
    ("behind", "after, in front of"),
    ("tell", "print, report, show"),
    ("tells", "prints, reports, shows"),
    ("told", "printed, reported, shown"),
    ("say", "print, report, write"),
    ("says", "prints, reports, writes"),
    ("said", "printed, reported, written"),
    ("meanwhile", "name the moment"),
    ("so long", "name the time"),
    ("so much", "name the quantity"),
    ("as much later", "name the time"),
    ("all the same", "still, anyway"),
    ("to be had", "available, exists"),
    ("can be had", "is available, exists"),
    ("the own", "its own, the caller's"),
    ("whose sake", "for"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text in lower case, its words with one blank around each.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        if !word.is_empty() {
            words += &word.to_lowercase();
            words.push(' ');
        }
    }
    words
}

/// The words of the list in a text, with the plain form.
fn ruled_out(text: &str) -> Vec<(&'static str, &'static str)> {
    let words = words(text);
    let mut found = RULED_OUT.to_vec();
    found.retain(|(phrase, _)| words.contains(&format!(" {phrase} ")));
    found
}

/// The lines of a text with what is ruled out in them. A phrase may start in the line before.
fn lines_with_ruled_out(file: &str, text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().collect();
    let mut findings = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        // A comment of mdoc(7) is for developers.
        if line.starts_with(".\\\"") {
            continue;
        }
        let before = number.checked_sub(1).map_or("", |before| lines[before]);
        let mut found = ruled_out(&format!("{before} {line}"));
        let alone = ruled_out(before);
        found.retain(|one| !alone.contains(one) || ruled_out(line).contains(one));
        for (phrase, plain) in found {
            findings.push(format!("{file}:{}: {phrase} ({plain}): {line}", number + 1));
        }
    }
    findings
}

/// The string literals of a source that are text: those with a blank.
fn messages(source: &str) -> Vec<Token<'_>> {
    let mut found = without_tests(&tokens(source));
    found.retain(|token| {
        let text = token.text.trim_start_matches(['b', 'c', 'r']);
        text.starts_with('"') && text.contains(' ')
    });
    found
}

#[test]
fn manual_pages_and_help_use_plain_words() {
    let mut findings = Vec::new();
    let pages = files(&root().join("man")).into_iter();
    let pages = pages.filter(|page| !page.starts_with(root().join("man/ja")));
    let help = files(&root().join("src")).into_iter();
    let help = help.filter(|file| file.ends_with("help.txt"));
    let mut read = 0;
    for file in pages.chain(help) {
        let text = std::fs::read_to_string(&file).expect("a text");
        findings.extend(lines_with_ruled_out(&file.display().to_string(), &text));
        read += 1;
    }
    assert!(read >= 10, "{read} texts");
    assert!(findings.is_empty(), "{} findings\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn messages_use_plain_words() {
    let mut findings = Vec::new();
    let mut read = 0;
    for file in files(&root().join("src")) {
        // The checkout may lie in a folder of any name.
        let name = file.strip_prefix(root()).expect("a source below it").display().to_string();
        if !name.ends_with(".rs") || name.contains("/tests") {
            continue;
        }
        let source = std::fs::read_to_string(&file).expect("a source");
        for message in messages(&source) {
            read += 1;
            // The lines of a literal are joined.
            let text = message.text.replace("\\\n", " ").replace("\\n", " ");
            for (phrase, plain) in ruled_out(&text) {
                findings.push(format!("{name}:{}: {phrase} ({plain}): {text}", message.line));
            }
        }
    }
    assert!(read > 500, "{read} messages");
    assert!(findings.is_empty(), "{} findings\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn words_and_phrases_are_found_and_parts_of_words_are_not() {
    assert_eq!(
        ruled_out("nobody who waits: so\nlong"),
        [RULED_OUT[0], RULED_OUT[3], ("so long", "name the time")]
    );
    assert_eq!(ruled_out("whole, essay, saying, foretells, sol ong, the owner"), []);
    assert_eq!(
        lines_with_ruled_out("f", "a so\nlong b\n.\\\" who\nwho"),
        ["f:2: so long (name the time): long b", "f:4: who (a process that, a user that): who",]
    );
    let source = "fn f() { g(\"one two\", \"three\", b\"four five\"); }\n#[cfg(test)]\nmod t { fn \
        t() { \"a b\"; } }";
    let found: Vec<_> = messages(source).iter().map(|message| message.text).collect();
    assert_eq!(found, ["\"one two\"", "b\"four five\""]);
}

/// The head of the item that a doc comment in this line belongs to.
fn item_after(source: &str, line: usize) -> String {
    let lines = source.lines().skip(line).map(str::trim_start);
    let lines = lines.skip_while(|line| line.starts_with("//") || line.starts_with("#["));
    let mut head = String::new();
    for line in lines {
        head += line;
        if line.contains(['{', ';']) || line.ends_with(',') && !head.contains('(') {
            break;
        }
    }
    head
}

#[test]
fn the_head_of_an_item_is_found() {
    let source =
        "/// True if\n/// so.\n#[cfg(unix)]\nfn is(\n    a: u8,\n) -> bool {\n    a: u8,\n}\n";
    assert_eq!(item_after(source, 0), "fn is(a: u8,) -> bool {");
    assert_eq!(item_after("    /// True if\n    a: Posix,\n    b: bool,\n", 0), "a: Posix,");
}

#[test]
fn doc_comments_begin_with_a_verb_or_a_noun() {
    let mut findings = Vec::new();
    let mut read = 0;
    let folders = ["src", "tests", "benches", "fuzz/targets"].iter();
    let sources = folders.flat_map(|folder| files(&root().join(folder)));
    for file in sources.chain([root().join("build.rs")]) {
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&file).expect("a source");
        for (number, line) in source.lines().enumerate() {
            let line = line.trim_start();
            let Some(text) = line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! ")) else {
                continue;
            };
            read += 1;
            let first = text.split(' ').next().unwrap_or_default();
            const RULED_OUT: &[&str] =
                &["What", "Whether", "Those", "Which", "That", "Who", "Whom", "Whoever"];
            let is_bool = || item_after(&source, number).to_lowercase().contains("bool");
            let is_wrong = text.starts_with("True if ") && !is_bool();
            if is_wrong || RULED_OUT.contains(&first) {
                findings.push(format!("{}:{}: {text}", file.display(), number + 1));
            }
        }
    }
    assert!(read > 4000, "{read} lines");
    assert!(findings.is_empty(), "{} findings\n{}", findings.len(), findings.join("\n"));
}
