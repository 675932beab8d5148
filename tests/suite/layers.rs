//! The rooms of the house are as `src/lib.rs` draws them: a room uses only the rooms to its left.
//! Inside a room files form no circle. Lines, functions and files are of a length that can be read.

mod circles;
mod diagram;
mod imports;
mod sizes;
mod terminal;
pub(crate) mod tokens;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use circles::circles;
use diagram::Diagram;
use imports::{Imports, Modules, Sources};
use tokens::{tokens, without_tests};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a directory, or the one file; no links.
pub(crate) fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| !path.is_symlink()).flat_map(|path| files(&path)).collect()
}

/// The Rust files of `src`, by their paths from there.
static SOURCES: LazyLock<Sources> = LazyLock::new(|| sources_below(&root().join("src")));

/// The directories of the crates beside it, each with a `main.rs`. The crate that is published has
/// no benches.
const BESIDE: [&str; 2] = ["benches/performance", "tests/suite"];

/// The Rust files of a crate, by their paths from its directory.
fn sources_below(directory: &Path) -> Sources {
    let paths = files(directory).into_iter();
    let rust = paths.filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    rust.map(|path| (name_below(directory, &path), read(&path))).collect()
}

/// All Rust files, by their paths from the root.
static RUST: LazyLock<Sources> = LazyLock::new(|| {
    let paths = ["benches", "build.rs", "src", "tests"].map(|name| root().join(name)).into_iter();
    // The crate that is published has no benches.
    let files = paths.filter(|path| path.exists()).flat_map(|path| files(&path));
    let rust = files.filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    rust.map(|path| (name_below(root(), &path), read(&path))).collect()
});

fn name_below(directory: &Path, path: &Path) -> String {
    path.strip_prefix(directory).expect("below").to_str().expect("UTF-8").to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

static MODULES: LazyLock<Modules> =
    LazyLock::new(|| Modules::of(&SOURCES).unwrap_or_else(|error| panic!("{error}")));

static IMPORTS: LazyLock<Imports> = LazyLock::new(|| MODULES.imports());

/// Every use of one file by another, and its line.
fn uses() -> impl Iterator<Item = (&'static str, &'static str, usize)> {
    IMPORTS
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |(to, line)| (from.as_str(), to.as_str(), *line)))
}

/// The diagram of `src/lib.rs`.
fn diagram() -> Diagram {
    Diagram::in_doc_comment(&SOURCES["lib.rs"])
}

/// The part of a path that names the room: `signal` of `signal/status.rs` and of `signal.rs`.
fn room_of(file: &str) -> &str {
    file.split('/').next().expect("a component").trim_end_matches(".rs")
}

#[track_caller]
fn assert_none<T: std::fmt::Display>(found: impl IntoIterator<Item = T>, wrong: &str) {
    let found: Vec<String> = found.into_iter().map(|found| found.to_string()).collect();
    assert!(found.is_empty(), "{wrong}\n{}", found.join("\n"));
}

#[test]
fn the_diagram_has_the_rooms_that_there_are() {
    let diagram = diagram();
    assert_eq!(diagram.circle(), None, "a room to the left of itself");
    let mut rooms = MODULES.rooms();
    rooms.insert("main");
    assert_eq!(diagram.rooms(), rooms, "the diagram of src/lib.rs, and the modules");
}

#[test]
fn rooms_use_only_rooms_to_their_left() {
    let diagram = diagram();
    // lib.rs is no room: it shows main and the tests what lies in the rooms, and no room uses it.
    let between: Vec<_> = uses()
        .filter(|(from, to, _)| *from != "lib.rs" && (*from, *to) != ("main.rs", "lib.rs"))
        .filter(|(from, to, _)| room_of(from) != room_of(to))
        .collect();
    assert!(between.len() > 100, "only {}: does the test still read the sources?", between.len());
    let wrong = between.iter().filter(|(from, to, _)| !diagram.allows(room_of(from), room_of(to)));
    assert_none(
        wrong.map(|(from, to, line)| format!("{from}:{line} uses {to}")),
        "these use a room that does not lie to their left",
    );
}

#[test]
fn one_room_a_use() {
    let wrong = SOURCES.iter().filter(|(_, source)| source.contains("crate::{"));
    assert_none(wrong.map(|(name, _)| name), "write one `use crate::room::...` a line in");
}

#[test]
fn commands_never_use_each_other() {
    let command_of = |file: &'static str| file.strip_prefix("commands/").map(room_of);
    let wrong = uses().filter(|(from, to, _)| match (command_of(from), command_of(to)) {
        (Some(from), Some(to)) => from != to,
        _ => false,
    });
    assert_none(
        wrong.map(|(from, to, line)| format!("{from}:{line} uses {to}")),
        "these use another command",
    );
}

#[test]
fn unsafe_code_is_in_sys_and_where_libc_has_not_started() {
    let wrong = SOURCES.iter().filter(|(name, source)| {
        !["sys", "quick", "main"].contains(&room_of(name)) && source.contains("allow(unsafe_code)")
    });
    assert_none(wrong.map(|(name, _)| name), "unsafe code in");
}

/// Functions that read a file, or a pipe, to its end, however long that is.
const READERS: [&str; 6] =
    ["read_to_end", "read_to_string", "BufRead", "BufReader", "read_line", "read_until"];

/// Where a source reads without a bound, or opens a file beside the one reader.
fn unbounded_reads(source: &str) -> Vec<usize> {
    let tokens = without_tests(&tokens(source));
    let reads = tokens.windows(3).filter(|three| match three {
        [module, path, function] if path.text == "::" => {
            matches!((module.text, function.text), ("fs", "read") | ("File", "open"))
                || READERS.contains(&module.text)
        }
        [first, ..] => READERS.contains(&first.text),
        [] => false,
    });
    reads.map(|three| three[0].line).collect()
}

#[test]
fn unbounded_reads_are_found() {
    for source in [
        "fs::read(path);",
        "std::fs::read(path)?;",
        "fs::read_to_string(path);",
        "File::open(path)?;",
        "\nfile.read_to_end(&mut bytes)?;",
        "use std::io::BufReader; x",
    ] {
        assert_eq!(unbounded_reads(source).len(), 1, "{source}");
    }
    for source in
        ["fs::read_dir(path);", "proc::read(pid)?;", "bounded::file(path, 9)?; // fs::read"]
    {
        assert_eq!(unbounded_reads(source), [0; 0], "{source}");
    }
}

/// Other users write what /proc shows of their processes, and they may write it without end.
#[test]
fn one_reader_reads_files_and_has_a_bound() {
    // It opens a directory.
    const OPENS: [&str; 2] = ["process/bounded.rs", "process/proc.rs"];
    let wrong = SOURCES.iter().filter(|(name, _)| !OPENS.contains(&name.as_str()));
    let wrong = wrong.flat_map(|(name, source)| {
        unbounded_reads(source).into_iter().map(move |line| format!("{name}:{line}"))
    });
    assert_none(wrong, "these read without src/process/bounded.rs");
}

/// The ways to the terminal, or to text, without `cli::escape`: the file, the way, and why.
const WAYS: &[(&str, &str, &str)] = &[
    ("cli/escape.rs", "from_utf8", "asked whether all of a word may be shown"),
    ("cli/escape.rs", "from_utf8_lossy", "a string of JSON, in which it is escaped"),
    ("cli/meant.rs", "from_utf8", "compared with what is known; what is shown is escaped"),
    ("cli/report.rs", "offer", "diagnostics, in which all is escaped"),
    ("cli/report.rs", "write", "pages and lists, which are our own"),
    ("cli/report.rs", "write_error", "diagnostics, in which all is escaped"),
    ("commands/kill/args/draft.rs", "from_utf8", "compared with what is known, and integers"),
    ("commands/kill/args/errors.rs", "from_utf8", "compared with what is known"),
    ("commands/kill/explain.rs", "from_utf8", "parsed as a number"),
    ("commands/kill/list.rs", "from_utf8", "compared with what is known"),
    ("commands/pgrep/find.rs", "write", "the delimiter of the command line; names are escaped"),
    ("commands/pidof/find.rs", "write", "the separator of the command line, and JSON"),
    ("commands/lint/execute.rs", "write", "a report in which all is escaped; a diff, and a text"),
    ("commands/trap/show.rs", "write", "lines in which names are escaped"),
    ("delivery/draft.rs", "from_utf8", "parsed as a number"),
    ("delivery/progress.rs", "offer", "a line in which names are escaped"),
    ("delivery/reporter.rs", "write", "lines in which words are escaped"),
    ("delivery/reporter.rs", "write_now", "lines in which words are escaped"),
    ("delivery/terminal.rs", "/dev/tty", "a table in which words are escaped, and a question"),
    ("delivery/terminal.rs", "write_error", "a question in which names are escaped"),
    ("lint/cases.rs", "from_utf8", "tests compare it"),
    ("lint/context.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/diff.rs", "from_utf8_lossy", "a name that is ASCII"),
    ("lint/dockerfile/array.rs", "from_utf8", "parsed as a number"),
    ("lint/formats/json.rs", "from_utf8", "the text of a fix, in a string of JSON"),
    ("lint/formats/sarif.rs", "from_utf8", "the text of a fix, in a string of JSON"),
    ("lint/lines.rs", "from_utf8", "columns are counted"),
    ("lint/nested.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/files/docker.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/files/units.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/by_name.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/programs.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/timeout.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/status/rules.rs", "from_utf8", "the text of a fix"),
    ("lint/rules/status/rules.rs", "from_utf8_lossy", "the name of a variable, in a fix"),
    ("lint/signals.rs", "from_utf8_lossy", "compared with what is known"),
    ("lint/suppression.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/suppression/directive.rs", "from_utf8", "parsed as a number"),
    ("lint/yaml.rs", "from_utf8", "read by a parser"),
    ("lint/rules/files/docker.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/files/units.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/kill/call.rs", "from_utf8", "parsed, or compared with what is known"),
    ("lint/rules/kill/folded.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/kill/options.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/kill/signals.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/by_name.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/programs.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/process/timeout.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/status/rules.rs", "from_utf8", "the text of a fix"),
    ("lint/rules/status/rules.rs", "from_utf8_lossy", "the name of a variable, in a fix"),
    ("lint/rules/trap/children.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/trap/conditions.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/trap/ends.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/trap/listing.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/rules/trap/pseudo.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("lint/signals.rs", "from_utf8_lossy", "a message, which the formats escape"),
    ("process/identified.rs", "from_utf8", "parsed as a number"),
    ("process/sigwait.rs", "from_utf8", "parsed as a number"),
    ("process/situation.rs", "from_utf8", "parsed as a number"),
    ("process/threads.rs", "to_str", "the path of a file of /proc"),
    ("quick/handover.rs", "write", "a value put into a static"),
    ("quick/kill.rs", "write", "a value put into a list"),
    ("quick/report.rs", "call::write", "words that quick takes, which have no such character"),
    ("selection/ere.rs", "from_utf8", "compared with a pattern"),
    ("selection/moment.rs", "from_utf8", "parsed as a time"),
    ("signal/messages.rs", "from_utf8", "compared with what is known"),
    ("signal/set.rs", "from_utf8", "parsed as a number"),
    ("signal/table.rs", "from_utf8", "names of the tables, while compiling"),
    ("sys.rs", "to_str", "the texts of strerror(3)"),
    ("sys/apart.rs", "unistd::write", "one byte, for this program"),
    ("sys/apart.rs", "write", "a value put into memory"),
    ("sys/output.rs", "STDERR_FILENO", "the one writer"),
    ("sys/output.rs", "STDOUT_FILENO", "the one writer"),
    ("sys/output.rs", "unistd::write", "the one writer"),
    ("sys/output.rs", "write", "text of format_args, in which words are escaped"),
    ("sys/start/letting_go.rs", "/proc/self/fd", "listed; nothing is written there"),
    ("sys/start/letting_go.rs", "STDOUT_FILENO", "closed; nothing is written there"),
    ("sys/start/letting_go.rs", "to_str", "parsed as a number"),
    ("sys/start/terminal.rs", "/dev/tty", "the terminal's settings; nothing is written there"),
    ("sys/stream.rs", "/dev/tty", "a stream that is a terminal, opened once more"),
    ("sys/stream.rs", "/proc/self/fd", "a stream, opened once more"),
    ("sys/stream.rs", "unistd::write", "the one writer that does not wait"),
    ("sys/stream.rs", "write", "the one writer that does not wait"),
];

#[test]
fn foreign_text_reaches_the_terminal_by_one_way() {
    // The users' program has nothing of what is for a fuzzer.
    let is_for_tests = |name: &str| name.contains("/tests") || name.contains("fuzzed");
    let sources = SOURCES.iter().filter(|(name, _)| !is_for_tests(name));
    let found: Vec<(&str, String, usize)> = sources
        .flat_map(|(name, source)| {
            terminal::ways(source).into_iter().map(move |(way, line)| (name.as_str(), way, line))
        })
        .collect();
    let is = |(file, way): (&str, &str), (name, found, _): &(&str, String, usize)| {
        file == *name && way == found
    };
    let others =
        found.iter().filter(|found| !WAYS.iter().any(|(file, way, _)| is((file, way), found)));
    assert_none(
        others.map(|(name, way, line)| format!("{name}:{line}: {way}")),
        "another way to the terminal, or text that is not escaped (see cli/escape.rs)",
    );
    let gone =
        WAYS.iter().filter(|(file, way, _)| !found.iter().any(|found| is((file, way), found)));
    assert_none(gone.map(|(file, way, _)| format!("{file}: {way}")), "declared, and not there");
}

/// The compiler does not see a file that is no module, so that it may hold anything.
#[test]
fn every_file_is_a_module() {
    let modules = Modules::with_tests(&SOURCES).unwrap_or_else(|error| panic!("{error}"));
    let known = modules.files();
    let wrong = SOURCES.keys().filter(|name| !known.contains(name.as_str()));
    assert_none(wrong, "no module leads to");
}

#[test]
fn files_form_no_circle() {
    assert_none(circles(&IMPORTS), "files use each other in a circle");
}

#[test]
fn files_of_tests_and_benches_are_modules_and_form_no_circle() {
    for directory in BESIDE.map(|name| root().join(name)).iter().filter(|path| path.exists()) {
        let sources = sources_below(directory);
        let modules = Modules::with_tests(&sources).unwrap_or_else(|error| panic!("{error}"));
        let known = modules.files();
        let others = sources.keys().filter(|name| !known.contains(name.as_str()));
        assert_none(others, "no module leads to");
        let imports = modules.imports();
        let uses: usize = imports.values().map(|files| files.len()).sum();
        assert!(uses > 20, "only {uses}: does the test still read the sources?");
        assert_none(circles(&imports), "files use each other in a circle");
    }
}

/// Code and comments; `completions` and `man` are made of what lies in `src`.
const WRITTEN: [&str; 11] = [
    ".cargo",
    ".ci",
    "Cargo.toml",
    "Makefile",
    "benches",
    "build.rs",
    "fuzz",
    "packaging",
    "rustfmt.toml",
    "src",
    "tests",
];

/// Why a line may be longer than 100 columns: its format has no way to break it.
fn is_one_line(name: &str, line: &str) -> Option<&'static str> {
    let (_, kind) = name.rsplit_once('.').unwrap_or_default();
    match kind {
        "md" => Some("a paragraph or the row of a table in Markdown, which is prose"),
        "json" => Some("a string in JSON"),
        "txt" if line.starts_with("Usage: ") => Some("a form of the command line in --help"),
        "toml" if line.starts_with("[target.'cfg(") => Some("a table's name in TOML"),
        _ => None,
    }
}

/// The columns of a line where tabs stop at every eighth.
fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, letter| match letter {
        '\t' => column / 8 * 8 + 8,
        _ => column + 1,
    })
}

/// The lines of more than 100 columns in a text.
fn long_lines(name: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let long = lines.filter(|(_, line)| columns(line) > 100 && is_one_line(name, line).is_none());
    long.map(|(at, line)| format!("{name}:{}: {} columns", at + 1, columns(line))).collect()
}

#[test]
fn long_lines_are_found() {
    let line = "x".repeat(100);
    let found = |name, line: &str| !long_lines(name, &format!("a\n{line}\nb\n")).is_empty();
    assert!(!found("a.rs", &line) && !found("a.rs", &line.replace('x', "é")));
    assert!(found("a.rs", &format!("{line}x")) && found("Makefile", &format!("\t{}", &line[7..])));
    assert!(found("a.toml", &format!("{line}x")) && !found("a.md", &format!("|{line}")));
}

#[test]
fn lines_have_at_most_100_columns() {
    let paths = WRITTEN.map(|name| root().join(name));
    // The crate that is published has no packaging.
    let present = paths.iter().filter(|path| path.exists());
    let long = present
        .flat_map(|path| files(path))
        // A fuzzer has a part in the inputs.
        .filter(|path| !path.starts_with(root().join("tests/data/corpus")))
        .flat_map(|path| long_lines(&name_below(root(), &path), &read(&path)));
    assert_none(long, "lines of more than 100 columns");
}

#[test]
fn functions_have_at_most_60_lines() {
    let long = RUST.iter().flat_map(|(name, source)| {
        let long = sizes::long_functions(source, 60).into_iter();
        long.map(move |(function, line, lines)| format!("{name}:{line}: {function}: {lines} lines"))
    });
    assert_none(long, "functions of more than 60 lines");
}

#[test]
fn long_files_say_why_they_are_long() {
    let long = RUST.iter().filter(|(_, source)| {
        let mut head = source.lines().take_while(|line| line.starts_with("//!"));
        source.lines().count() > 500 && !head.any(|line| line.starts_with("//! Long because "))
    });
    assert_none(
        long.map(|(name, source)| format!("{name}: {} lines", source.lines().count())),
        "files of more than 500 lines, without a line `//! Long because ...` in their head",
    );
}
