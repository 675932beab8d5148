//! The Japanese pages: what is no prose stands there as in the English ones, so that an option, an
//! example or a section that is new in English is missed here until it is translated.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Ran, TemporaryDirectory, have};

/// The titles of sections and subsections, in English and Japanese. mdoc(7) gives NAME and SYNOPSIS
/// a meaning, so these stay.
const TITLES: &[(&str, &str)] = &[
    ("NAME", "NAME"),
    ("SYNOPSIS", "SYNOPSIS"),
    ("DESCRIPTION", "説明"),
    ("EXAMPLES", "例"),
    ("OPTIONS", "オプション"),
    ("Other", "その他"),
    ("EXIT STATUS", "終了ステータス"),
    ("STRICT MODE", "厳格モード"),
    ("ENVIRONMENT", "環境変数"),
    ("FILES", "ファイル"),
    ("DIAGNOSTICS", "診断メッセージ"),
    ("COMPATIBILITY", "互換性"),
    ("SEE ALSO", "関連項目"),
    ("STANDARDS", "標準"),
    ("CAVEATS", "注意"),
    ("NOTES", "実装に関する注意"),
    // Of kill.
    ("Signal", "シグナル"),
    ("Targets", "対象"),
    ("Guards", "条件による限定"),
    ("Waiting and following", "待機と後続シグナル"),
    ("Listing and decoding", "一覧と解読"),
    ("OPERANDS", "オペランド"),
    ("GRAMMAR", "文法"),
    ("SIGNALS", "シグナル"),
    ("WAITING AND FOLLOWING", "待機と後続シグナル"),
    ("DRY RUN", "ドライラン"),
    ("Identity", "プロセスの同定"),
    ("Trees", "プロセスツリー"),
    // Of pgrep.
    ("Pattern", "パターン"),
    ("Criteria", "条件"),
    ("Choice", "選択"),
    ("Output", "出力"),
    ("NAMES", "名前"),
    ("Names", "名前"),
    ("PATTERNS", "パターン"),
    ("JSON", "JSON"),
    // Of pidwait.
    ("Waiting", "待機"),
    // Of lint.
    ("Scripts", "スクリプト"),
    ("Rules", "規則"),
    ("Fixes", "修正"),
    ("DIRECTIVES", "指示"),
    ("RULES", "規則"),
    // Of trap.
    ("Start of COMMAND", "COMMAND の起動"),
    ("Actions", "アクション"),
    ("Passing on", "シグナルの転送"),
    ("Ending and waiting", "終了と待機"),
    ("Descendants", "子孫"),
    ("Showing", "表示"),
    ("CONDITIONS AND ACTIONS", "条件とアクション"),
    ("SUPERVISING", "監視"),
    ("What is passed on", "転送されるシグナル"),
    ("Stops", "停止"),
    ("The end", "終了"),
    ("TIMES AND SCHEDULES", "時間とスケジュール"),
    ("SHOWING", "表示"),
    ("Nohup with a choice", "シグナルを選べる nohup"),
    ("Undoing what was ignored on entry", "起動時に無視されていたシグナルを元に戻す"),
    ("Cleanup that survives Ctrl-C", "Ctrl-C でも実行される後始末"),
    ("PID 1 of a container", "コンテナの PID 1"),
    ("TERM, then KILL", "TERM の後に KILL"),
    ("TERM that means QUIT", "QUIT を意味する TERM"),
    ("What a process ignores", "プロセスが無視するシグナル"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A page in both languages.
struct Page {
    file: PathBuf,
    english: String,
    japanese: String,
}

/// All files, those of other names of a command included.
fn files() -> Vec<Page> {
    let directory = root().join("man/ja");
    let mut files: Vec<_> =
        fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for name in [
        "kill.1",
        "killall.1",
        "pgrep.1",
        "pidof.1",
        "pidwait.1",
        "pkill.1",
        "trap.1",
        "sigtrap.1",
        "sigkit-lint.1",
    ] {
        assert!(files.iter().any(|file| file.ends_with(name)), "{name}: {files:?}");
    }
    let both = |file: PathBuf| Page {
        english: text(&root().join("man").join(file.file_name().unwrap())),
        japanese: text(&file),
        file,
    };
    files.into_iter().map(both).collect()
}

/// Every page once: other names of a command only lead to its page.
fn pages() -> Vec<Page> {
    let mut pages = files();
    pages.retain(|page| !page.english.starts_with(".so "));
    pages
}

/// The sections of a page: title and text.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n.Sh ").skip(1);
    let parts = sections.map(|section| section.split_once('\n').expect("a text"));
    parts.map(|(title, text)| (title.trim_end_matches("\\&"), text)).collect()
}

/// The sections of both languages side by side, by their English titles.
fn side_by_side(page: &Page) -> Vec<(&str, &str, &str)> {
    let (english, japanese) = (sections(&page.english), sections(&page.japanese));
    let translated: Vec<_> = english.iter().map(|(title, _)| translation(title)).collect();
    assert_eq!(
        japanese.iter().map(|(title, _)| *title).collect::<Vec<_>>(),
        translated,
        "{}",
        page.file.display()
    );
    english
        .into_iter()
        .zip(japanese)
        .map(|((title, english), (_, japanese))| (title, english, japanese))
        .collect()
}

fn translation(title: &str) -> &'static str {
    let found = TITLES.iter().find(|(english, _)| *english == title);
    found.unwrap_or_else(|| panic!("{title}: has no Japanese title yet")).1
}

/// The titles of sections and subsections, in their order.
fn headings(page: &str) -> Vec<&str> {
    page.lines()
        .filter_map(|line| line.strip_prefix(".Sh ").or_else(|| line.strip_prefix(".Ss ")))
        .map(|title| title.trim_end_matches("\\&"))
        .collect()
}

/// The tags of all lists.
fn tags(section: &str) -> Vec<&str> {
    section.lines().filter_map(|line| line.strip_prefix(".It")).map(str::trim).collect()
}

/// Texts that are not translated: the arguments of the macros for options, values, file names and
/// the like.
fn literals(text: &str) -> BTreeSet<(String, String)> {
    const LITERAL: [&str; 10] = ["Fl", "Ar", "Cm", "Ev", "Ic", "In", "Li", "Pa", "Ql", "Xr"];
    let mut found = BTreeSet::new();
    for line in text.lines().filter_map(|line| line.strip_prefix('.')) {
        let mut current = None;
        for word in line.split_whitespace() {
            let is_macro =
                word.len() == 2 && word.starts_with(|letter: char| letter.is_ascii_uppercase());
            if is_macro && word.ends_with(|letter: char| letter.is_ascii_lowercase()) {
                current = LITERAL.contains(&word).then_some(word);
            } else if let Some(name) = current {
                if ![",", ".", ";", ":", "|", ")"].contains(&word) {
                    found.insert((name.to_owned(), word.to_owned()));
                }
            }
        }
    }
    found
}

/// The literal displays, such as transcripts, and those of one line.
fn displays(page: &str) -> Vec<&str> {
    let displays = page
        .split("\n.Bd -literal")
        .skip(1)
        .map(|rest| rest.split("\n.Ed").next().expect("a text"));
    displays.chain(page.lines().filter(|line| line.starts_with(".Dl "))).collect()
}

#[test]
fn the_subsections_are_those_of_the_english_page() {
    for page in pages() {
        let translated: Vec<_> = headings(&page.english).into_iter().map(translation).collect();
        assert_eq!(headings(&page.japanese), translated, "{}", page.file.display());
    }
}

#[test]
fn another_name_of_a_command_leads_to_its_page_as_in_english() {
    let english = fs::read_dir(root().join("man")).unwrap().map(|entry| entry.unwrap().path());
    let redirects = english.filter(|file| file.is_file() && text(file).starts_with(".so ")).count();
    let mut files = files();
    files.retain(|page| page.english.starts_with(".so "));
    assert_eq!(files.len(), redirects, "each name of a command has a page");
    for page in files {
        let english = page.english.replace(".so man/", ".so man/ja/");
        assert_eq!(page.japanese, english, "{}", page.file.display());
    }
}

#[test]
fn man_shows_the_page_by_the_other_name() {
    if !have("man") {
        return;
    }
    let tree = TemporaryDirectory::new();
    let place = tree.path.join("ja/man1");
    fs::create_dir_all(&place).expect("directories");
    for page in files() {
        // As packaging/install does.
        let text = page.japanese.replace(".so man/ja/", ".so man1/");
        fs::write(place.join(page.file.file_name().expect("a name")), text).expect("a copy");
    }
    // For man the directory of a language is a tree of its own; to choose it by a locale, that
    // would have to be installed.
    let mut man = Command::new("man");
    man.arg("-M")
        .arg(tree.path.join("ja"))
        .args(["1", "sigtrap"])
        .env("LC_ALL", "C.UTF-8")
        .env_remove("MANOPT");
    let ran = Ran::of(man.stdin(Stdio::null()));
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert!(
        ran.stdout.contains("trap, sigtrap") && ran.stdout.contains("終了ステータス"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_options_are_those_of_the_english_page() {
    for page in pages() {
        for (title, english, japanese) in side_by_side(&page) {
            if title == "OPTIONS" {
                let (english, japanese) = (tags(english), tags(japanese));
                for tag in &english {
                    assert!(
                        japanese.contains(tag),
                        "{}: not translated yet: {tag}",
                        page.file.display()
                    );
                }
                assert_eq!(japanese, english, "{}", page.file.display());
            }
        }
    }
}

#[test]
fn the_synopsis_is_that_of_the_english_page() {
    for page in pages() {
        let (_, english, japanese) = side_by_side(&page)[1];
        assert_eq!(japanese, english, "{}", page.file.display());
    }
}

#[test]
fn the_examples_are_those_of_the_english_page() {
    for page in pages() {
        let (english, japanese) = (displays(&page.english), displays(&page.japanese));
        assert!(!english.is_empty());
        assert_eq!(japanese, english, "{}", page.file.display());
    }
}

#[test]
fn the_lists_have_the_items_of_the_english_page() {
    for page in pages() {
        for (title, english, japanese) in side_by_side(&page) {
            let (english, japanese) = (tags(english), tags(japanese));
            assert_eq!(japanese.len(), english.len(), "{}: {title}", page.file.display());
            for (english, japanese) in english.into_iter().zip(japanese) {
                assert_eq!(
                    literals(&format!(".{japanese}")),
                    literals(&format!(".{english}")),
                    "{title}: {japanese}"
                );
                // Of a table, the first cell; the others may be words.
                if let (Some((english, _)), Some((japanese, _))) =
                    (english.split_once(" Ta "), japanese.split_once(" Ta "))
                {
                    assert!(
                        english == japanese || english.starts_with("Sy "),
                        "{title}: {japanese}: {english}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_section_mentions_what_the_english_one_mentions() {
    for page in pages() {
        for (title, english, japanese) in side_by_side(&page) {
            let (english, japanese) = (literals(english), literals(japanese));
            let missing: Vec<_> = english.difference(&japanese).collect();
            let more: Vec<_> = japanese.difference(&english).collect();
            assert!(
                missing.is_empty() && more.is_empty(),
                "{}: {title}: only in English {missing:?}, only in Japanese {more:?}",
                page.file.display()
            );
        }
    }
}

#[test]
fn every_cross_reference_names_a_section() {
    for page in pages() {
        let titles: Vec<_> = sections(&page.japanese).into_iter().map(|(title, _)| title).collect();
        for line in page.japanese.lines() {
            if let Some(title) = line.strip_prefix(".Sx ") {
                assert!(titles.contains(&title), "{}: no section {title}", page.file.display());
            }
        }
    }
}

/// How many columns of a terminal a line takes.
fn columns(line: &str) -> usize {
    // East Asian characters, from the radicals on, are wide; so are the full-width forms.
    let wide = |letter| {
        let forms = ['\u{2e80}'..='\u{d7ff}', '\u{f900}'..='\u{faff}', '\u{ff00}'..='\u{ff60}'];
        forms.iter().any(|form| form.contains(&letter))
    };
    line.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
}

/// Asserts that a page as it is displayed is in Japanese and fits into 80 columns, but for
/// transcripts.
#[track_caller]
fn fits(page: &Page, shown: &str) {
    assert!(shown.contains("終了ステータス"), "{shown}");
    for line in shown.lines().filter(|line| columns(line) > 80) {
        let literal = displays(&page.english)
            .iter()
            .any(|text| text.contains(line.trim().replace('-', "\\-").as_str()));
        let literal = literal || page.english.contains(line.trim().replace('\'', "\\(aq").as_str());
        assert!(literal, "{}: {} columns: {line}", page.file.display(), columns(line));
    }
}

#[test]
fn mandoc_finds_nothing_to_warn_of_and_80_columns_do() {
    if !have("mandoc") {
        return;
    }
    for page in pages() {
        let ran = Ran::of(Command::new("mandoc").args(["-Tlint", "-W", "warning"]).arg(&page.file));
        assert_eq!((ran.stdout.as_str(), ran.status), ("", 0));
        // -T locale would want a locale; this only leaves out what is printed twice to be bold.
        let ran =
            Ran::of(Command::new("mandoc").args(["-Tutf8", "-O", "width=80"]).arg(&page.file));
        let mut shown = String::new();
        let mut letters = ran.stdout.chars().peekable();
        while let Some(letter) = letters.next() {
            if letters.next_if_eq(&'\u{8}').is_none() {
                shown.push(letter);
            }
        }
        fits(&page, &shown);
    }
}

#[test]
fn groff_finds_nothing_to_warn_of_and_80_columns_do() {
    if !have("man") {
        return;
    }
    for page in pages() {
        // man takes the language from the place of the file.
        let directory = TemporaryDirectory::new();
        let place = directory.path.join("man/ja/man1");
        fs::create_dir_all(&place).expect("directories");
        let copy = place.join(page.file.file_name().expect("a name"));
        fs::copy(&page.file, &copy).expect("a copy");
        let mut man = Command::new("man");
        man.args(["--warnings=w", "-l"]).arg(copy).env("LC_ALL", "C.UTF-8").env("MANWIDTH", "80");
        man.env_remove("MAN_KEEP_FORMATTING").env_remove("MANOPT");
        let ran = Ran::of(man.stdin(Stdio::null()));
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
        fits(&page, &ran.stdout);
    }
}

/// A README without what the Japanese one leaves to the English one: what is folded.
fn readme(name: &str) -> String {
    let text = text(&root().join(name));
    let mut kept = String::new();
    let mut folded = false;
    for line in text.lines() {
        folded = (folded || line == "<details>") && line != "</details>";
        if !folded && line != "</details>" {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// The chapters of a README: title and text.
fn chapters(readme: &str) -> Vec<(&str, &str)> {
    readme.split("\n## ").skip(1).map(|chapter| chapter.split_once('\n').expect("a text")).collect()
}

/// The lines that are shown as typed or printed: fenced and indented lines.
fn shown(chapter: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in chapter.lines() {
        let fence = line.starts_with("```");
        fenced ^= fence;
        if fenced || fence || line.starts_with("    ") {
            lines.push(line);
        }
    }
    lines
}

/// The words in backquotes outside of what is shown.
fn quoted(chapter: &str) -> BTreeSet<&str> {
    let shown = shown(chapter);
    let lines = chapter.lines().filter(|line| !shown.contains(line));
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_japanese_readme_has_the_chapters_transcripts_and_names_of_the_english_one() {
    let (english, japanese) = (readme("README.md"), readme("README.ja.md"));
    let (english, japanese) = (chapters(&english), chapters(&japanese));
    assert_eq!(japanese.len(), english.len());
    for ((title, english), (_, japanese)) in english.into_iter().zip(japanese) {
        assert_eq!(shown(japanese), shown(english), "{title}");
        let rows = |text: &str| text.lines().filter(|line| line.starts_with('|')).count();
        assert_eq!(rows(japanese), rows(english), "{title}");
        let (english, mut japanese) = (quoted(english), quoted(japanese));
        for page in ["man/ja/kill.1", "man/ja/trap.1"] {
            japanese.remove(page);
        }
        assert_eq!(japanese, english, "{title}");
    }
}

#[test]
fn the_japanese_experiments_have_the_transcripts_and_tables_of_the_english_ones() {
    let english = text(&root().join("docs/experiments.md"));
    let japanese = text(&root().join("docs/experiments.ja.md"));
    assert!(!shown(&english).is_empty());
    assert_eq!(shown(&japanese), shown(&english));
    assert_eq!(quoted(&japanese), quoted(&english));
}
