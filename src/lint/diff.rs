//! The difference of two texts in the unified format, as `git apply` and patch(1) read it.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// The lines around a change.
const CONTEXT: usize = 3;

/// The difference, empty if there is none. The name is the file's, as git quotes it.
pub(crate) fn unified(name: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(old), lines(new));
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut text = Vec::new();
    for group in group_diff_ops(operations, CONTEXT) {
        if !group.iter().any(|operation| operation.tag() != DiffTag::Equal) {
            continue;
        }
        if text.is_empty() {
            // `git diff --no-index` writes a path from the root as one from here, too.
            let slashes = name.iter().take_while(|byte| **byte == b'/').count();
            let name = name.strip_prefix(b"./").unwrap_or(&name[slashes..]);
            text.extend(
                format!("--- {}\n+++ {}\n", quoted(b"a/", name), quoted(b"b/", name)).bytes(),
            );
        }
        hunk(&mut text, &group, &old, &new);
    }
    text
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn hunk(text: &mut Vec<u8>, group: &[DiffOp], old: &[&[u8]], new: &[&[u8]]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let range = |start: usize, end: usize| match end - start {
        // An empty range names the line before it.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    };
    let of_old = range(first.old_range().start, last.old_range().end);
    let of_new = range(first.new_range().start, last.new_range().end);
    text.extend(format!("@@ -{of_old} +{of_new} @@\n").bytes());
    let mut write = |mark: u8, lines: &[&[u8]]| {
        for line in lines {
            text.push(mark);
            text.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                text.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
    };
    for operation in group {
        if operation.tag() == DiffTag::Equal {
            write(b' ', &old[operation.old_range()]);
            continue;
        }
        write(b'-', &old[operation.old_range()]);
        write(b'+', &new[operation.new_range()]);
    }
}

/// A name as git writes it in a diff: in quotes where it has bytes that would not come through
/// (`quote_c_style` of git, quote.c).
fn quoted(prefix: &[u8], name: &[u8]) -> String {
    let name = [prefix, name].concat();
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte) && !b"\"\\".contains(byte);
    if name.iter().all(is_plain) {
        let end = if name.contains(&b' ') { "\t" } else { "" };
        return String::from_utf8_lossy(&name).into_owned() + end;
    }
    let mut text = String::from("\"");
    for byte in name {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text += &format!("\\{byte:03o}"),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        String::from_utf8(unified(b"./f", old.as_bytes(), new.as_bytes())).unwrap()
    }

    #[test]
    fn a_change_has_three_lines_around_it() {
        assert_eq!(
            diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        );
        assert_eq!(diff("a\n", "a\n"), "");
    }

    #[test]
    fn a_path_from_the_root_is_named_as_git_names_it() {
        let names = |name: &[u8]| {
            let text = String::from_utf8(unified(name, b"a\n", b"b\n")).unwrap();
            text.split("@@").next().map(str::to_owned)
        };
        assert_eq!(names(b"/tmp/f").as_deref(), Some("--- a/tmp/f\n+++ b/tmp/f\n"));
        assert_eq!(names(b"//tmp/f").as_deref(), Some("--- a/tmp/f\n+++ b/tmp/f\n"));
        assert_eq!(names(b"../f").as_deref(), Some("--- a/../f\n+++ b/../f\n"));
    }

    #[test]
    fn a_missing_newline_is_marked() {
        assert_eq!(
            diff("a", "b"),
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at \
             end of file\n"
        );
        assert_eq!(diff("", "b\n"), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+b\n");
    }

    #[test]
    fn a_name_is_quoted_as_git_does() {
        assert_eq!(quoted(b"a/", b"x y"), "a/x y\t");
        assert_eq!(quoted(b"a/", "é\"".as_bytes()), "\"a/\\303\\251\\\"\"");
    }
}
