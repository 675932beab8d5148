//! The lines of a picture: columns, and in the last one the tree. Pure.
//!
//! A process that is meant has a mark and is bold, so that it stands out without colours too.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::cli::columns::{first_columns, width};
use crate::sys::Pid;

pub(super) struct Style {
    /// How many columns a line has at most.
    pub(super) width: usize,
    pub(super) has_colors: bool,
    pub(super) lines: &'static Lines,
}

/// The parts that lines are drawn with, each of three columns.
pub(super) struct Lines {
    branch: &'static str,
    last: &'static str,
    through: &'static str,
}

pub(super) const UTF_8: Lines = Lines { branch: "├─ ", last: "└─ ", through: "│  " };

pub(super) const ASCII: Lines = Lines { branch: "|- ", last: "`- ", through: "|  " };

const GAP: &str = "   ";

/// The mark of what is meant, and its place where it is not.
const MARKS: [&str; 2] = ["* ", "  "];

/// Bold, faint, and neither (ECMA-48, SGR).
const BOLD: &str = "\x1b[1m";
const FAINT: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[m";

/// How many columns the name of a user has at most.
const LONGEST_USER: usize = 12;

/// A process in the picture.
pub(super) struct Drawn {
    pub(super) pid: Pid,
    pub(super) parent: Option<Pid>,
    /// Escaped already, as the text is.
    pub(super) user: String,
    pub(super) age: Duration,
    pub(super) text: String,
    pub(super) is_meant: bool,
}

/// The widths of the columns in front of the tree.
struct Columns {
    pid: usize,
    user: usize,
    age: usize,
}

/// A process and its place.
struct Placed {
    index: usize,
    /// In front of its own line, and of those of its children.
    own: String,
    below: String,
}

/// Draws each under its parent, siblings by their IDs.
pub(super) fn draw(all: &[Drawn], style: &Style) -> String {
    if all.is_empty() {
        return String::new();
    }
    let ages: Vec<_> = all.iter().map(|drawn| age(drawn.age)).collect();
    let columns = Columns {
        pid: widest("PID", all.iter().map(|drawn| drawn.pid.to_string().len())),
        user: widest("USER", all.iter().map(|drawn| width(&drawn.user))).min(LONGEST_USER),
        age: widest("AGE", ages.iter().map(String::len)),
    };
    let Columns { pid, user, age, .. } = columns;
    let mut text =
        cut(&format!("  {:>pid$} {:<user$} {:>age$} COMMAND", "PID", "USER", "AGE"), style);
    text.push('\n');
    for Placed { index, own, .. } in placed(all, style) {
        let drawn = &all[index];
        text.push_str(&line(drawn, &ages[index], &own, &columns, style));
    }
    text
}

fn line(drawn: &Drawn, age: &str, tree: &str, columns: &Columns, style: &Style) -> String {
    let user = first_columns(&drawn.user, columns.user);
    let blanks = " ".repeat(columns.user - width(user));
    let [meant, context] = MARKS;
    let mark = if drawn.is_meant { meant } else { context };
    let (pid, pid_width, age_width) = (drawn.pid.to_string(), columns.pid, columns.age);
    let line =
        format!("{mark}{pid:>pid_width$} {user}{blanks} {age:>age_width$} {tree}{}", drawn.text);
    let line = cut(&line, style);
    match (style.has_colors, drawn.is_meant) {
        (false, _) => format!("{line}\n"),
        (true, true) => format!("{BOLD}{line}{PLAIN}\n"),
        (true, false) => format!("{FAINT}{line}{PLAIN}\n"),
    }
}

/// All in the order of their lines: parents first, depth first.
fn placed(all: &[Drawn], style: &Style) -> Vec<Placed> {
    let places: BTreeMap<Pid, usize> =
        all.iter().enumerate().map(|(index, drawn)| (drawn.pid, index)).collect();
    let parent = |drawn: &Drawn| drawn.parent.filter(|parent| places.contains_key(parent));
    let mut children: BTreeMap<Option<Pid>, Vec<usize>> = BTreeMap::new();
    for (pid, index) in &places {
        let parent = parent(&all[*index]).filter(|parent| parent != pid);
        children.entry(parent).or_default().push(*index);
    }
    let mut placed = Vec::new();
    let mut done = BTreeSet::new();
    // The roots, and then what a number that was used again has made a circle of.
    let roots = children.get(&None).cloned().unwrap_or_default();
    for root in roots.into_iter().chain(places.values().copied()) {
        let mut left = vec![Placed { index: root, own: String::new(), below: String::new() }];
        while let Some(next) = left.pop() {
            if !done.insert(next.index) {
                continue;
            }
            let below = children.get(&Some(all[next.index].pid)).map_or(&[][..], Vec::as_slice);
            let below: Vec<_> = below.iter().filter(|index| !done.contains(*index)).collect();
            // The last is taken first.
            for (place, index) in below.iter().enumerate().rev() {
                let is_last = place + 1 == below.len();
                let (own, further) = match is_last {
                    true => (style.lines.last, GAP),
                    false => (style.lines.branch, style.lines.through),
                };
                left.push(Placed {
                    index: **index,
                    own: within(&next.below, style) + own,
                    below: format!("{}{further}", within(&next.below, style)),
                });
            }
            placed.push(next);
        }
    }
    placed
}

/// The end of a prefix that is too long to leave room for text.
fn within(prefix: &str, style: &Style) -> String {
    let columns = prefix.chars().count();
    prefix.chars().skip(columns.saturating_sub(style.width / 3)).collect()
}

fn cut(line: &str, style: &Style) -> String {
    first_columns(line, style.width).trim_end().to_owned()
}

fn widest(title: &str, widths: impl Iterator<Item = usize>) -> usize {
    widths.fold(title.len(), usize::max)
}

/// The largest unit of a time: `12s`, `5m`, `3h`, `12d`.
fn age(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds}s"),
        seconds @ ..3_600 => format!("{}m", seconds / 60),
        seconds @ ..86_400 => format!("{}h", seconds / 3_600),
        seconds => format!("{}d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pid(number: i32) -> Pid {
        Pid::new(number).unwrap()
    }

    fn process(number: i32, parent: i32, text: &str) -> Drawn {
        Drawn {
            pid: pid(number),
            parent: Pid::new(parent),
            user: "root".to_owned(),
            age: Duration::from_secs(5),
            text: text.to_owned(),
            is_meant: text.starts_with('!'),
        }
    }

    const PLAIN_80: Style = Style { width: 79, has_colors: false, lines: &UTF_8 };

    #[test]
    fn each_stands_below_its_parent() {
        let all = [
            process(1, 0, "init"),
            process(20, 1, "!a"),
            process(300, 20, "!b"),
            process(301, 300, "!c"),
            process(302, 20, "!d"),
            process(9, 1, "e"),
        ];
        assert_eq!(
            draw(&all, &PLAIN_80),
            "  PID USER AGE COMMAND\n    \
               1 root  5s init\n    \
               9 root  5s ├─ e\n\
             *  20 root  5s └─ !a\n\
             * 300 root  5s    ├─ !b\n\
             * 301 root  5s    │  └─ !c\n\
             * 302 root  5s    └─ !d\n"
        );
        assert_eq!(draw(&[], &PLAIN_80), "");
    }

    #[test]
    fn without_utf_8_the_lines_are_of_ascii() {
        let all = [process(1, 0, "a"), process(2, 1, "b"), process(3, 2, "c"), process(4, 1, "d")];
        let style = Style { lines: &ASCII, ..PLAIN_80 };
        assert_eq!(
            draw(&all, &style),
            "  PID USER AGE COMMAND\n    1 root  5s a\n    2 root  5s |- b\n    \
               3 root  5s |  `- c\n    4 root  5s `- d\n"
        );
    }

    #[test]
    fn what_is_meant_is_bold_and_the_rest_is_faint() {
        let style = Style { has_colors: true, ..PLAIN_80 };
        assert_eq!(
            draw(&[process(1, 0, "a"), process(2, 1, "!b")], &style),
            "  PID USER AGE COMMAND\n\x1b[2m    1 root  5s a\x1b[m\n\
             \x1b[1m*   2 root  5s └─ !b\x1b[m\n"
        );
    }

    #[test]
    fn a_line_is_cut_to_the_width_and_wide_letters_are_two_columns() {
        let style = Style { width: 20, ..PLAIN_80 };
        let all = [process(1, 0, "日本日本日本"), process(2, 0, "abcdefgh")];
        assert_eq!(
            draw(&all, &style),
            "  PID USER AGE COMMA\n    1 root  5s 日本\n    2 root  5s abcde\n"
        );
        let named = Drawn { user: "日本日本日本日本".to_owned(), ..process(1, 0, "a") };
        assert_eq!(
            draw(&[named, process(2, 0, "b")], &PLAIN_80),
            "  PID USER         AGE COMMAND\n    1 日本日本日本  5s a\n    2 root          5s b\n"
        );
    }

    #[test]
    fn a_deep_tree_leaves_room_for_text() {
        let all: Vec<_> = (1..500).map(|number| process(number, number - 1, "!text")).collect();
        let text = draw(&all, &PLAIN_80);
        assert_eq!(text.lines().count(), 500);
        assert!(text.lines().skip(1).all(|line| line.ends_with("!text")), "{text}");
        assert!(text.lines().all(|line| width(line) < 80), "{text}");
    }

    #[test]
    fn a_circle_has_an_end() {
        let all = [process(1, 2, "a"), process(2, 1, "b"), process(3, 3, "c")];
        assert_eq!(
            draw(&all, &PLAIN_80),
            "  PID USER AGE COMMAND\n    3 root  5s c\n    1 root  5s a\n    2 root  5s └─ b\n"
        );
    }

    #[test]
    fn an_age_is_its_largest_unit() {
        let of = |seconds| age(Duration::from_secs(seconds));
        assert_eq!([of(0), of(59), of(60), of(3_599)], ["0s", "59s", "1m", "59m"]);
        assert_eq!([of(3_600), of(86_399), of(86_400)], ["1h", "23h", "1d"]);
        assert_eq!(of(36_500 * 86_400), "36500d");
    }
}
