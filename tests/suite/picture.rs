//! The picture of processes on a terminal: `pgrep --forest`, and a dry run with `--tree`. What goes
//! elsewhere stays lines.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::pkill::inside;
use crate::support::*;

/// A terminal of so many columns.
struct Screen {
    columns: u16,
    /// Variables beside a locale of UTF-8 and a terminal with colours.
    variables: &'static [(&'static str, &'static str)],
}

const PLAIN: &[(&str, &str)] = &[("NO_COLOR", "1")];

impl Screen {
    fn of(columns: u16) -> Screen {
        Screen { columns, variables: PLAIN }
    }

    /// The output of sigkit on it, and its exit status.
    fn shows(&self, words: &[&str]) -> (String, i32) {
        let terminal = terminal(self.columns);
        let mut command = Command::new(sigkit_path());
        command.args(words).stdin(Stdio::null()).stdout(Stdio::from(terminal.slave));
        for name in ["POSIXLY_CORRECT", "SIGKIT_POSIX", "NO_COLOR", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8").env("TERM", "xterm").envs(self.variables.iter().copied());
        let mut child = command.spawn().expect("sigkit starts");
        // The command holds the other copy of the terminal.
        drop(command);
        let mut text = Vec::new();
        // With the last slave closed, reading ends with EIO after what was written.
        let _ = File::from(terminal.master).read_to_end(&mut text);
        let status = child.wait().expect("a child to wait for").code().expect("it was not killed");
        (String::from_utf8(text).expect("UTF-8").replace("\r\n", "\n"), status)
    }
}

/// The lines with `AGE` in the place of ages, which vary.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut words: Vec<_> = line.split(' ').collect();
        let is_age = |word: &&str| {
            let digits = word.trim_end_matches(['s', 'm']);
            digits.len() + 1 == word.len() && !digits.is_empty() && digits.parse::<u32>().is_ok()
        };
        if let Some(place) = words.iter().position(is_age) {
            words[place] = "AGE";
            // It may have one digit, and a blank in front.
            if place > 0 && words[place - 1].is_empty() {
                words.remove(place - 1);
            }
        }
        words.join(" ")
    };
    text.lines().map(line).collect()
}

/// The line of a child of the test, which is process 1 and has the lowest of IDs.
fn child(mark: &str, pid: i32, tree: &str, text: &str) -> String {
    format!("{mark} {pid:>3} root AGE {tree} {text}")
}

#[test]
fn p30_a_terminal_shows_the_processes_below_their_ancestors() {
    inside("picture::p30_a_terminal_shows_the_processes_below_their_ancestors", || {
        let (first, _a) = Victim::named("sigkit-a");
        let (_other, _b) = Victim::named("sigkit-other");
        let (last, _c) = Victim::named("sigkit-b");
        let words = ["pgrep", "--forest", "-l", "-x", "sigkit-(a|b)"];
        let (text, status) = Screen::of(80).shows(&words);
        let lines = lines(&text);
        assert_eq!((status, lines.len()), (0, 4), "{text}");
        assert_eq!(lines[0], "  PID USER AGE COMMAND");
        assert!(lines[1].starts_with("    1 root AGE /"), "{text}");
        assert_eq!(lines[2], child("*", first.pid, "├─", "sigkit-a"));
        assert_eq!(lines[3], child("*", last.pid, "└─", "sigkit-b"));
        // The command line, unless the name is asked for.
        let (text, _) = Screen::of(500).shows(&["pgrep", "--forest", "-x", "sigkit-a"]);
        let path = std::fs::read_link(format!("/proc/{}/exe", first.pid)).unwrap();
        assert!(text.ends_with("/sigkit-a\n") && path.is_absolute(), "{text}");
        let none = Screen::of(80).shows(&["pgrep", "--forest", "no-process-is-called-so"]);
        assert_eq!(none, (String::new(), 1));
    });
}

#[test]
fn p30_a_pipe_gets_the_lines_that_it_gets_without_a_picture() {
    inside("picture::p30_a_pipe_gets_the_lines_that_it_gets_without_a_picture", || {
        let (mut victim, _a) = Victim::named("sigkit-pipe");
        let pid = victim.pid;
        let ran = |words: &[&str]| {
            let mut command = Command::new(sigkit_path());
            Ran::of(command.args(words).env_remove("POSIXLY_CORRECT").env("LANG", "C.UTF-8"))
        };
        ran(&["pgrep", "--forest", "sigkit-pipe"]).prints(&format!("{pid}\n"));
        ran(&["pgrep", "--forest", "-l", "sigkit-pipe"]).prints(&format!("{pid} sigkit-pipe\n"));
        let plain = ran(&["pkill", "--dry-run", "--tree", "sigkit-pipe"]);
        let line = format!("{pid} sigkit-pipe: TERM would ");
        assert!(plain.stdout.starts_with(&line) && plain.stdout.lines().count() == 1, "{plain:?}");
        let plain = ran(&["kill", "--dry-run", "--tree", &pid.to_string()]);
        assert!(plain.stdout.starts_with(&line) && plain.stdout.lines().count() == 1, "{plain:?}");
        // On a terminal, too, what is no tree is lines.
        for words in [&["pkill", "--dry-run", "sigkit-pipe"][..], &["kill", "--dry-run"]] {
            let pid = pid.to_string();
            let words = if words[0] == "kill" { [words, &[&pid]].concat() } else { words.to_vec() };
            let (text, status) = Screen::of(80).shows(&words);
            assert!(status == 0 && text.starts_with(&line), "{text}");
        }
        let json = ["pkill", "--dry-run", "--tree", "--json", "sigkit-pipe"];
        assert!(Screen::of(80).shows(&json).0.starts_with("{\"processes\":["));
        victim.got_nothing();
    });
}

#[test]
fn p30_a_dry_run_of_trees_marks_what_would_be_signalled() {
    inside("picture::p30_a_dry_run_of_trees_marks_what_would_be_signalled", || {
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-shell");
        std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
        let mut shell = Command::new(&link);
        shell.args(["-c", "sleep 1000 & echo; wait"]);
        let mut shell =
            shell.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("a shell starts");
        let _ = shell.stdout.as_mut().unwrap().read(&mut [0]).unwrap();
        let pid = shell.id() as i32;
        let mut pgrep = Command::new(sigkit_path());
        pgrep.args(["pgrep", "-P", &pid.to_string()]).env_remove("POSIXLY_CORRECT");
        let sleep: i32 = Ran::of(&mut pgrep).stdout.trim_end().parse().unwrap();
        has_name(sleep, "sleep");
        // A program that is being loaded may have no command line yet, or be in state D, which the
        // forecast reports.
        is_in_state(sleep, "S");
        is_in_state(pid, "S");
        let effect = "TERM would terminate it";
        let sleeping =
            |why: &str| child("*", sleep, "   └─", &format!("sleep: {effect}{why} [sleep 1000]"));
        let screen = Screen::of(300);
        let (text, status) = screen.shows(&["kill", "--dry-run", "--tree", &pid.to_string()]);
        let drawn = lines(&text);
        assert_eq!((status, drawn.len()), (0, 4), "{text}");
        assert!(drawn[1].starts_with("    1 root AGE /"), "{text}");
        let begin = child("*", pid, "└─", &format!("sigkit-shell: {effect} ["));
        assert!(drawn[2].starts_with(&begin), "{text}");
        assert_eq!(drawn[3], sleeping(""), "{text}");
        let words = ["pkill", "--dry-run", "--tree", "-x", "sigkit-shell"];
        let (text, status) = screen.shows(&words);
        let drawn = lines(&text);
        assert_eq!((status, drawn.len()), (0, 4), "{text}");
        let begin = child("*", pid, "└─", &format!("sigkit-shell: {effect}; name matches ["));
        assert!(drawn[2].starts_with(&begin), "{text}");
        assert_eq!(drawn[3], sleeping(&format!("; a descendant of {pid}")), "{text}");
        let (text, status) = screen.shows(&["killall", "--dry-run", "--tree", "sigkit-shell"]);
        let drawn = lines(&text);
        assert_eq!((status, drawn.len()), (0, 4), "{text}");
        let begin = child("*", pid, "└─", &format!("sigkit-shell: {effect}; name matches ["));
        assert!(drawn[2].starts_with(&begin), "{text}");
        assert_eq!(drawn[3], sleeping(&format!("; a descendant of {pid}")), "{text}");
        // The shell is only context.
        let words = ["kill", "--dry-run", "--descendants", &pid.to_string()];
        let drawn = lines(&screen.shows(&words).0);
        assert!(drawn[2].starts_with(&child(" ", pid, "└─", "/")), "{drawn:?}");
        assert_eq!(drawn[3], sleeping(""));
        nix::sys::signal::kill(nix::unistd::Pid::from_raw(sleep), nix::sys::signal::SIGKILL)
            .expect("it was not signalled");
        assert!(shell.wait().unwrap().success());
    });
}

#[test]
fn p30_no_line_is_wider_than_the_terminal() {
    inside("picture::p30_no_line_is_wider_than_the_terminal", || {
        let (_wide, _a) = Victim::named("sigkit-日本語日本語日本語日本語日本語日本語日本語日本語");
        let (_long, _b) = Victim::named(&format!("sigkit-{}", "x".repeat(200)));
        for columns in [80, 40, 20, 3, 1] {
            for words in [
                &["pgrep", "--forest", "sigkit-"][..],
                &["pkill", "--dry-run", "--tree", "sigkit-"],
            ] {
                let (text, status) = Screen::of(columns).shows(words);
                assert_eq!((status, text.lines().count()), (0, 4), "{columns}: {text}");
                for line in text.lines() {
                    assert!(line.width() < usize::from(columns), "{columns}: {line}");
                }
            }
        }
        // As much as fits is shown: all but one column, or a half of a wide letter.
        let (text, _) = Screen::of(80).shows(&["pgrep", "--forest", "sigkit-"]);
        assert!(text.lines().skip(2).all(|line| (78..80).contains(&line.width())), "{text}");
    });
}

#[test]
fn p30_colours_are_for_terminals_that_want_them() {
    inside("picture::p30_colours_are_for_terminals_that_want_them", || {
        let (victim, _a) = Victim::named("sigkit-colour");
        let shows = |variables| {
            let screen = Screen { columns: 80, variables };
            screen.shows(&["pgrep", "--forest", "-l", "sigkit-colour"]).0
        };
        let plain = shows(PLAIN);
        for variables in [&[][..], &[("NO_COLOR", "")]] {
            let coloured = shows(variables);
            let lines: Vec<_> = coloured.lines().collect();
            assert_eq!(lines[0], "  PID USER AGE COMMAND");
            assert!(lines[1].starts_with("\x1b[2m    1 root") && lines[1].ends_with("\x1b[m"));
            let begin = format!("\x1b[1m* {:>3} root", victim.pid);
            assert!(lines[2].starts_with(&begin), "{coloured}");
            assert!(lines[2].ends_with(" └─ sigkit-colour\x1b[m"), "{coloured}");
        }
        assert!(!plain.contains('\x1b'), "{plain}");
        assert!(!shows(&[("TERM", "dumb")]).contains('\x1b'));
        for variables in
            [&[("NO_COLOR", "1"), ("LC_ALL", "C")][..], &[("NO_COLOR", "x"), ("LANG", "C")]]
        {
            let ascii = shows(variables);
            assert!(ascii.ends_with(" `- sigkit-colour\n") && ascii.is_ascii(), "{ascii}");
        }
    });
}

#[test]
fn p30_a_name_moves_no_cursor() {
    inside("picture::p30_a_name_moves_no_cursor", || {
        let name = "sigkit-\x1b[2J\n\u{202e}x";
        let (_victim, _a) = Victim::named(name);
        let (text, _) = Screen::of(80).shows(&["pgrep", "--forest", "-l", "sigkit-"]);
        // As much of it as the kernel keeps.
        assert!(text.ends_with("└─ sigkit-\\x1b[2J\\x0a\\xe2\\x80\\xae\n"), "{text}");
        for words in
            [&["pgrep", "--forest", "sigkit-"][..], &["pkill", "--dry-run", "--tree", "sigkit-"]]
        {
            let (text, _) = Screen::of(300).shows(words);
            assert_eq!(text.lines().count(), 3, "{text}");
            assert!(text.contains("/sigkit-\\x1b[2J\\x0a\\xe2\\x80\\xaex"), "{text}");
            assert!(!text.contains(['\x1b', '\u{202e}']), "{text}");
        }
    });
}

#[test]
fn p30_what_is_no_picture_is_not_combined_with_one() {
    for (word, spelled) in [
        ("-w", "-w"),
        ("--inode", "--inode"),
        ("-Q", "-Q"),
        ("-c", "-c"),
        ("--quiet", "-q"),
        ("--json", "--json"),
        ("-d,", "-d"),
        ("--sort=rss", "--sort"),
    ] {
        let mut pgrep = Command::new(sigkit_path());
        let ran = Ran::of(pgrep.args(["pgrep", "--forest", word, "x"]));
        let line = format!("pgrep: --forest: cannot be combined with {spelled}\n");
        ran.fails(2, &format!("{line}Try 'pgrep --help' for more information.\n"));
    }
}
