//! The man pages as they are checked in: clean mdoc, complete, and true where they can be tried.
//!
//! Long because its tests share how a page is read into sections, items and examples.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sigkit::signal::Signal;
use sigkit::signal::facts::Posix;
use sigkit::tested::cli::declaration::Applet;
use sigkit::tested::commands::{self, APPLETS, INNER_PAGES, PAGES};
use sigkit::tested::multicall;

use crate::support::{
    HANDLERS_OF_ITS_OWN, Ran, TemporaryDirectory, Victim, dead_pid, emulated, have,
    in_pid_namespace, run, sigkit_path,
};

/// The process that the examples signal.
const EXAMPLE_PID: &str = "1234";

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("man")
}

/// The files of all pages.
fn files() -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        file.extension().is_some_and(|extension| extension == "1" || extension == "7")
    });
    files.sort();
    files
}

/// Every page with its file, once: other names of a command only lead to its page.
fn pages() -> Vec<(PathBuf, String)> {
    let pages = files().into_iter().map(|file| (file.clone(), fs::read_to_string(&file).unwrap()));
    pages.filter(|(_, page)| !page.starts_with(".so ")).collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(directory().join(format!("{name}.1")))
        .unwrap_or_else(|error| panic!("{name}.1: {error}"))
}

fn kill() -> &'static Applet {
    commands::find(b"kill").unwrap()
}

/// The titles of the sections.
fn sections(page: &str) -> Vec<&str> {
    let titles = page.lines().filter_map(|line| line.strip_prefix(".Sh "));
    titles.map(|title| title.trim_end_matches("\\&")).collect()
}

/// The text of a section.
fn section<'a>(page: &'a str, title: &str) -> &'a str {
    let heads = [format!("\n.Sh {title}\n"), format!("\n.Sh {title}\\&\n")];
    let (_, rest) = heads
        .iter()
        .find_map(|head| page.split_once(head))
        .unwrap_or_else(|| panic!("no section {title}"));
    rest.split_once("\n.Sh ").map_or(rest, |(text, _)| text)
}

/// The items of the lists in a section: the line of the tag, and what stands beside it.
fn items(section: &str) -> Vec<(&str, &str)> {
    section
        .split("\n.It ")
        .skip(1)
        .map(|item| item.split_once('\n').unwrap_or((item, "")))
        .collect()
}

/// Literal text as it is displayed.
fn displayed(literal: &str) -> String {
    literal.replace("\\-", "-").replace("\\(aq", "'").replace("\\(ti", "~").replace("\\e", "\\")
}

#[test]
fn every_command_and_sigkit_have_a_page_and_nobody_else() {
    let names = APPLETS.iter().flat_map(|applet| applet.names()).chain([multicall::NAME]);
    let inner = INNER_PAGES.iter().map(|pages| format!("sigkit-{}.1", pages.applet.name));
    let expected = names.map(|name| format!("{name}.1")).chain(inner);
    let expected = expected.chain(["signals.7".to_owned()]);
    let mut expected: Vec<_> = expected.map(|file| directory().join(file)).collect();
    expected.sort();
    assert_eq!(files(), expected);
}

#[test]
fn mandoc_finds_nothing_to_warn_of() {
    if !have("mandoc") {
        return;
    }
    for (file, _) in pages() {
        let mut mandoc = Command::new("mandoc");
        let ran = Ran::of(mandoc.args(["-Tlint", "-W", "warning"]).arg(file));
        // Standard error only tells of the state of the machine's own index of pages.
        assert_eq!((ran.stdout.as_str(), ran.status), ("", 0));
    }
}

#[test]
fn groff_finds_nothing_to_warn_of() {
    if !have("man") {
        return;
    }
    for (file, _) in pages() {
        let mut man = Command::new("man");
        man.args(["--warnings=w", "-E", "UTF-8", "-l", "-Tutf8", "-Z"]).arg(file);
        let ran = Ran::of(man.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()));
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    }
}

/// Asserts that the text of a page, as it is displayed, fits into 80 columns; what programs print
/// stands indented as it is.
fn fits_80_columns(file: &Path, page: &str, shown: &str) {
    assert!(shown.lines().count() > 40, "{shown}");
    for line in shown.lines().filter(|line| line.chars().count() > 80) {
        let printed = page.lines().any(|text| displayed(text) == line.trim_start());
        let printed = printed || displayed(page).contains(line.trim());
        assert!(printed, "{}: {} columns: {line}", file.display(), line.chars().count());
    }
}

#[test]
fn the_pages_fit_into_80_columns() {
    if !have("mandoc") || !have("man") {
        return;
    }
    for (file, page) in pages() {
        let mandoc = Ran::of(Command::new("mandoc").args(["-Tascii", "-O", "width=80"]).arg(&file));
        // What is bold is printed twice.
        let mut shown = String::new();
        for letter in mandoc.stdout.chars() {
            match letter {
                '\u{8}' => drop(shown.pop()),
                _ => shown.push(letter),
            }
        }
        fits_80_columns(&file, &page, &shown);
        let mut man = Command::new("man");
        man.arg("-l")
            .arg(&file)
            .env("LC_ALL", "C.UTF-8")
            .env("MANWIDTH", "80")
            .env_remove("MANOPT");
        fits_80_columns(&file, &page, &Ran::of(man.stdin(Stdio::null())).stdout);
    }
}

#[test]
fn apropos_knows_each_page_by_its_name_line() {
    if !have("lexgrog") {
        return;
    }
    for (file, page) in pages() {
        let (names, description) =
            section(&page, "NAME").split_once("\n.Nd ").expect("a description");
        // man-db's index takes this from each page.
        let entries = names.lines().map(|line| {
            let name = line.trim_start_matches(".Nm ").trim_end_matches(" ,");
            format!("{}: \"{name} - {}\"\n", file.display(), description.trim_end())
        });
        Ran::of(Command::new("lexgrog").arg(&file)).prints(&entries.collect::<String>());
    }
}

#[test]
fn the_required_sections_are_there_in_the_usual_order() {
    for (file, page) in pages() {
        let required = match file.extension().is_some_and(|extension| extension == "7") {
            true => vec!["NAME", "DESCRIPTION", "SEE ALSO"],
            false => vec![
                "NAME",
                "SYNOPSIS",
                "DESCRIPTION",
                "EXAMPLES",
                "OPTIONS",
                "EXIT STATUS",
                "SEE ALSO",
            ],
        };
        let mut found = sections(&page);
        found.retain(|title| required.contains(title));
        assert_eq!(found, required, "{}", file.display());
        // The inner workings come last.
        let notes = sections(&page).iter().position(|title| *title == "NOTES");
        assert!(notes.is_none_or(|place| place + 1 == sections(&page).len()), "{}", file.display());
    }
    let page = page("kill");
    let found = sections(&page);
    for title in [
        "OPERANDS",
        "GRAMMAR",
        "SIGNALS",
        "STRICT MODE",
        "ENVIRONMENT",
        "COMPATIBILITY",
        "STANDARDS",
    ] {
        assert!(found.contains(&title), "kill.1 has no section {title}");
    }
    let page = self::page("trap");
    let found = sections(&page);
    for title in [
        "CONDITIONS AND ACTIONS",
        "SUPERVISING",
        "SHOWING",
        "ENVIRONMENT",
        "COMPATIBILITY",
        "STANDARDS",
    ] {
        assert!(found.contains(&title), "trap.1 has no section {title}");
    }
}

#[test]
fn every_cross_reference_names_a_section_of_the_page() {
    for (file, page) in pages() {
        let titles = sections(&page);
        for line in page.lines() {
            if let Some(title) = line.strip_prefix(".Sx ") {
                let title = title.trim_end_matches([' ', '.', ',', ';', ':', ')']);
                assert!(titles.contains(&title), "{}: no section {title}", file.display());
            } else {
                assert!(
                    !line.contains(" Sx "),
                    "{}: .Sx goes on a line of its own: {line}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn every_option_stands_in_the_page_under_each_of_its_names() {
    for pages in PAGES {
        let (applet, rows) = (pages.applet, pages.options.rows);
        let page = page(applet.name);
        let options = items(section(&page, "OPTIONS"));
        assert_eq!(options.len(), rows.len());
        let places = pages.groups.iter().flat_map(|group| [group.options, group.named]).flatten();
        for (row, (tag, text)) in places.map(|place| &rows[*place]).zip(options) {
            let tag = displayed(tag);
            let mut words = tag.split_whitespace();
            for letter in row.letters.chars() {
                assert!(tag.contains(&format!("Fl {letter}")), "{}: -{letter}", applet.name);
            }
            for word in row.words {
                assert!(
                    words.any(|found| found == format!("-{word}")),
                    "{}: --{word}",
                    applet.name
                );
            }
            for value in row.takes.values() {
                assert!(
                    words.any(|found| found == value.name),
                    "{}: {} of {tag}",
                    applet.name,
                    value.name
                );
            }
            assert!(text.len() > 10, "{}: {tag} is not explained", applet.name);
        }
    }
    for pages in INNER_PAGES {
        let page = page(&format!("sigkit-{}", pages.applet.name));
        let options = displayed(section(&page, "OPTIONS"));
        for (_, texts) in pages.groups {
            for text in *texts {
                assert!(options.contains(&format!("Fl -{}", text.word)), "lint: --{}", text.word);
                assert!(text.manual.len() > 10, "lint: --{} is not explained", text.word);
            }
        }
    }
    let page = page(multicall::NAME);
    let options = displayed(section(&page, "OPTIONS"));
    for option in multicall::declaration().get_opts() {
        let word = option.get_long().unwrap();
        assert!(options.contains(&format!("Fl -{word}")), "sigkit: --{word}");
    }
}

#[test]
fn a_page_is_named_and_summarised_as_its_command() {
    for applet in APPLETS {
        let page = page(applet.name);
        let names =
            applet.names().map(|name| format!(".Nm {name}")).collect::<Vec<_>>().join(" ,\n");
        assert_eq!(section(&page, "NAME"), format!("{names}\n.Nd {}", applet.summary));
    }
}

#[test]
fn what_is_typed_can_be_copied_from_the_page() {
    // A bare - is a hyphen for groff, a bare ' and ~ are no ASCII characters either.
    for (file, page) in pages() {
        let mut literal = false;
        for line in page.lines() {
            literal = (literal || line.starts_with(".Bd -literal")) && line != ".Ed";
            let typed = [".Fl", ".Ql", ".Li", ".Dl", ".Ic", ".Ev", ".It"]
                .iter()
                .any(|macros| line.starts_with(macros));
            if typed || literal && !line.starts_with('.') {
                let line = line.replace("\\-", "");
                assert!(!line.contains(['-', '\'', '~']), "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn strict_mode_lists_the_names_that_each_level_accepts() {
    let names = |level| {
        let facts = Signal::all().filter_map(Signal::fact);
        let mut names: Vec<_> =
            facts.filter(|fact| fact.posix == level).map(|fact| fact.name).collect();
        names.sort_unstable();
        names
    };
    let page = page("kill");
    let text = section(&page, "STRICT MODE").split_whitespace().collect::<Vec<_>>().join(" ");
    let base = names(Posix::Base).join(", ");
    assert!(text.contains(&format!("Names of signals are {base}, RTMIN, RTMAX and 0.")), "{base}");
    let xsi = names(Posix::Xsi);
    let (last, others) = xsi.split_last().unwrap();
    assert!(text.contains(&format!("the names {} and {last}.", others.join(", "))), "{xsi:?}");
}

#[test]
fn what_strict_mode_says_to_write_is_accepted_and_what_it_refuses_is_not() {
    let page = page("kill");
    let pid = dead_pid();
    let command = |text: &str| {
        let text = displayed(text.strip_prefix("Li kill ")?).replace(EXAMPLE_PID, &pid);
        Some(text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    };
    let mut rows = 0;
    for (line, _) in items(section(&page, "STRICT MODE")) {
        let Some((refused, portable)) = line.split_once(" Ta ") else { continue };
        let Some(refused) = command(refused) else { continue };
        rows += 1;
        let no_such_process = format!("kill: {pid}: No such process\n");
        let ran = run([&["--posix".to_owned()], &refused[..]].concat());
        assert!(
            ran.status == 1 && !ran.stderr.is_empty() && ran.stderr != no_such_process,
            "{refused:?}: {ran:?}"
        );
        let portable = portable.split(" Pq ").next().unwrap().split(';').next().unwrap();
        if let Some(portable) = command(portable) {
            let ran = run([&["--posix".to_owned()], &portable[..]].concat());
            assert!(
                ran.stderr.is_empty() || ran.stderr == no_such_process,
                "{portable:?}: {ran:?}"
            );
        }
    }
    assert!(rows > 5, "the table was found");
}

/// An example: the words after the command's name, and what it prints.
#[derive(Debug, PartialEq, Eq)]
struct Example {
    words: Vec<String>,
    output: String,
}

impl Example {
    /// The same with another process than the one of the page.
    fn with_pid(&self, pid: &str) -> Example {
        let words = self.words.iter().map(|word| word.replace(EXAMPLE_PID, pid)).collect();
        Example { words, output: self.output.replace(EXAMPLE_PID, pid) }
    }
}

/// The examples of a page that call `command`.
fn examples(page: &str, command: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    for display in section(page, "EXAMPLES").split(".Bd -literal").skip(1) {
        let (_, text) = display.split_once('\n').unwrap();
        let text = displayed(text.split(".Ed").next().unwrap());
        for call in text.split("$ ").filter(|call| !call.is_empty()) {
            let (line, output) = call.split_once('\n').unwrap();
            let line = line.split(" && ").next().unwrap();
            if let Some(words) = line.strip_prefix(command).and_then(|rest| rest.strip_prefix(' '))
            {
                let words = words.split(' ').map(str::to_owned).collect();
                examples.push(Example { words, output: output.to_owned() });
            }
        }
    }
    examples
}

/// The example of kill.1 with this command line, which must be there.
#[track_caller]
fn example(line: &str) -> Example {
    let page = page(kill().name);
    let words: Vec<_> = line.split(' ').collect();
    let found = examples(&page, kill().name).into_iter().find(|example| example.words == words);
    found.unwrap_or_else(|| panic!("no example: kill {line}"))
}

#[test]
fn examples_that_signal_nobody_print_what_the_page_says() {
    let mut tried = 0;
    // Should one of them signal somebody after all, it is nobody.
    let pid = dead_pid();
    let page = page(kill().name);
    for example in examples(&page, kill().name) {
        if ["-l", "--posix"].contains(&example.words[0].as_str()) {
            let example = example.with_pid(&pid);
            let ran = run(&example.words);
            assert_eq!(ran.stdout + &ran.stderr, example.output, "{:?}", example.words);
            tried += 1;
        }
    }
    assert_eq!(tried, 4);
}

#[test]
fn the_example_of_sigkit_prints_what_the_page_says() {
    let page = page(multicall::NAME);
    let example = examples(&page, multicall::NAME)
        .into_iter()
        .find(|example| example.words[0] == "kill")
        .unwrap();
    assert_eq!(example.words, ["kill", "-l", "143"]);
    Ran::of(Command::new(sigkit_path()).args(&example.words).env_remove("SIGKIT_POSIX"))
        .prints(&example.output);
}

#[test]
fn the_examples_that_end_a_process_end_it() {
    for line in ["1234", "-w -k 5 1234"] {
        let mut victim = Victim::start("default");
        run(example(line).with_pid(&victim.pid.to_string()).words).succeeds();
        assert_eq!(victim.end(), -libc::SIGTERM, "kill {line}");
    }
}

#[test]
fn the_example_of_a_process_group_signals_it() {
    let mut leader = Victim::start("report");
    let mut member = Victim::in_group("report", leader.pid);
    run(example("-s HUP -- -1234").with_pid(&leader.pid.to_string()).words).succeeds();
    leader.got(libc::SIGHUP);
    member.got(libc::SIGHUP);
}

#[test]
fn the_example_of_a_check_sends_nothing() {
    let mut victim = Victim::start("report");
    run(example("-s 0 1234").with_pid(&victim.pid.to_string()).words).succeeds();
    victim.got_nothing();
}

#[test]
fn the_example_of_a_pidfile_signals_the_daemon_that_it_names() {
    in_pid_namespace("manuals::the_example_of_a_pidfile_signals_the_daemon_that_it_names", || {
        let (mut daemon, directory) = Victim::named("nginx");
        let mut other = Victim::start("report");
        let path = directory.path.join("nginx.pid");
        let path = path.to_str().unwrap();
        let example = example("-s HUP --if-name nginx --pidfile /run/nginx.pid");
        let words = example
            .words
            .iter()
            .map(|word| word.replace("/run/nginx.pid", path))
            .collect::<Vec<_>>();
        std::fs::write(path, format!("{}\n", daemon.pid)).unwrap();
        run(&words).succeeds();
        daemon.got(libc::SIGHUP);
        std::fs::write(path, format!("{}\n", other.pid)).unwrap();
        assert_eq!(run(&words).status, 1);
        daemon.got_nothing();
        other.got_nothing();
    });
}

#[test]
fn the_example_of_a_required_handler_spares_a_process_without_one() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut victim = Victim::start("default");
    let example = example("-r -s HUP 1234").with_pid(&victim.pid.to_string());
    run(&example.words).fails(1, &example.output);
    assert!(victim.is_alive());
}

#[test]
fn the_example_of_a_queued_value_sends_it() {
    let mut victim = Victim::start("report");
    run(example("-q 7 -s USR1 1234").with_pid(&victim.pid.to_string()).words).succeeds();
    let reported = victim.next();
    assert_eq!(
        (reported.number, reported.code, reported.value),
        (libc::SIGUSR1, libc::SI_QUEUE, 7)
    );
}

/// Runs a shell's command line in a directory, where `sigtrap` is the one under test.
pub(crate) fn sigtrap_in(directory: &TemporaryDirectory, line: &str) -> Ran {
    let link = directory.path.join("sigtrap");
    if !link.exists() {
        std::os::unix::fs::symlink(sigkit_path(), link).unwrap();
    }
    let mut path = directory.path.as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", line])
        .current_dir(&directory.path)
        .env("PATH", path)
        .env_remove("SIGKIT_POSIX");
    Ran::of(shell.stdin(Stdio::null()))
}

/// The command line with another COMMAND, that does nothing.
pub(crate) fn with_true(line: &str) -> Option<String> {
    let (own, _) =
        line.split_once(" -- ").or_else(|| line.strip_suffix(" --").map(|own| (own, "")))?;
    own.starts_with("sigtrap ").then(|| format!("{own} -- true"))
}

#[test]
fn another_name_of_a_command_shows_its_page() {
    if !have("man") {
        return;
    }
    let tree = TemporaryDirectory::new();
    let section = tree.path.join("man1");
    fs::create_dir(&section).unwrap();
    for file in ["trap.1", "sigtrap.1"] {
        let page = fs::read_to_string(directory().join(file)).unwrap();
        // As packaging/install does.
        fs::write(section.join(file), page.replace(".so man/", ".so man1/")).unwrap();
    }
    let mut man = Command::new("man");
    let ran = Ran::of(
        man.arg("-M")
            .arg(&tree.path)
            .args(["1", "sigtrap"])
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null()),
    );
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert!(ran.stdout.contains("trap, sigtrap"), "{}", ran.stdout);
}

#[test]
fn a_page_of_the_checkout_can_be_shown_by_its_path_and_names_sigkit() {
    if !have("man") {
        return;
    }
    for name in ["kill", "pgrep", "sigkit", "sigtrap", "trap"] {
        let mut man = Command::new("man");
        man.arg(format!("./man/{name}.1")).current_dir(env!("CARGO_MANIFEST_DIR"));
        let ran = Ran::of(man.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()));
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0), "{name}");
        let last = ran.stdout.trim_end().lines().last().unwrap_or_default().to_owned();
        assert!(last.starts_with("sigkit "), "{name}: {last}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_takes_the_place_of_other_programs_options_is_accepted() {
    let page = page("trap");
    let directory = TemporaryDirectory::new();
    let mut rows = 0;
    for (line, _) in items(section(&page, "COMPATIBILITY")) {
        let Some((_, here)) = line.split_once(" Ta Li ") else { continue };
        let here = displayed(here.split(" , ").next().unwrap());
        let line = with_true(&here).unwrap_or_else(|| panic!("not a command line: {here}"));
        let ran = sigtrap_in(&directory, &line);
        // -v tells the end.
        let told = if line.contains("-v") { "sigtrap: true: exited 0\n" } else { "" };
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str(), ran.status), ("", told, 0), "{line}");
        rows += 1;
    }
    assert!(rows > 20, "the table was found");
}

#[test]
#[cfg(target_os = "linux")]
fn the_examples_of_trap_are_accepted_and_clean_up() {
    let page = page("trap");
    let displays = section(&page, "EXAMPLES").split(".Bd -literal").skip(1);
    let lines = displays
        .flat_map(|display| displayed(display).lines().map(str::to_owned).collect::<Vec<_>>());
    let mut tried = 0;
    for line in lines.filter_map(|line| with_true(line.strip_prefix("$ ")?)) {
        let directory = TemporaryDirectory::new();
        let ran =
            sigtrap_in(&directory, &format!("export directory=$PWD/inner; mkdir inner; {line}"));
        let told = if line.contains("-v") { "sigtrap: true: exited 0\n" } else { "" };
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str(), ran.status), ("", told, 0), "{line}");
        assert_eq!(directory.path.join("inner").exists(), !line.contains("rm -r"), "{line}");
        tried += 1;
    }
    assert!(tried >= 10, "only {tried} were found");
}

#[test]
fn the_example_of_strict_conditions_prints_what_the_page_says() {
    let page = page("trap");
    let text = displayed(
        section(&page, "STRICT MODE")
            .split(".Bd -literal")
            .nth(1)
            .unwrap()
            .split(".Ed")
            .next()
            .unwrap(),
    );
    let (line, output) = text.split_once("$ ").unwrap().1.split_once('\n').unwrap();
    assert_eq!(line, "sigtrap --posix 'echo bye' hup 15 -- true");
    sigtrap_in(&TemporaryDirectory::new(), line).fails(125, output);
}

#[test]
#[cfg(target_os = "linux")]
fn the_example_of_a_process_that_ignores_a_signal_shows_it() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let page = page("trap");
    let display = section(&page, "EXAMPLES")
        .split(".Bd -literal")
        .last()
        .unwrap()
        .split(".Ed")
        .next()
        .unwrap()
        .to_owned();
    let text = displayed(&display);
    let (_, text) = text.split_once("$ sigtrap -P 1234\n").unwrap();
    let (process, table) = text.split_once("$ sigtrap --table HUP INT\n").unwrap();
    let directory = TemporaryDirectory::new();
    // A shell catches more than it is told to, so only these are asked for. It lives as long as its
    // standard input.
    let script = "trap : TERM; trap '' HUP; echo; read line";
    let words = "trap - HUP INT QUIT TERM --block USR1 -- sh -c".split(' ');
    let mut other = Command::new(sigkit_path());
    let other = other.args(words.chain([script])).env_remove("SIGKIT_POSIX");
    let mut other = other.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    let shown = sigtrap_in(&directory, &format!("sigtrap -P {} HUP TERM USR1", other.id()));
    drop(other.stdin.take());
    other.wait().unwrap();
    // What is asked for by its name is shown with a default disposition, too.
    let asked_for = process.replace("# blocked", "trap -- - USR1\n# blocked");
    shown.prints(&asked_for);
    sigtrap_in(&directory, "sigtrap '' HUP --on INT=- -- sigtrap --table HUP INT").prints(table);
}
