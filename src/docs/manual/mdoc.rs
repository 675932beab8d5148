//! Helpers for the rules of mdoc(7).

/// Replaces each line that is one of the marks by the text that belongs there.
pub(in crate::docs) fn fill(template: &str, parts: &[(&str, &dyn Fn() -> String)]) -> String {
    let mut page = String::with_capacity(2 * template.len());
    for line in template.lines() {
        match parts.iter().find(|(mark, _)| *mark == line) {
            Some((_, text)) => page.push_str(&text()),
            None => {
                page.push_str(line);
                page.push('\n');
            }
        }
    }
    page
}

/// Names that stand for something else are in capitals; one capital letter is itself.
pub(in crate::docs) fn is_placeholder(word: &str) -> bool {
    word.len() > 1 && word.contains(|letter: char| letter.is_ascii_uppercase())
}

/// A value: what the user is to replace, or a word that is meant as it stands.
pub(in crate::docs) fn argument(word: &str) -> String {
    let class = if is_placeholder(word) { "Ar" } else { "Cm" };
    format!("{class} {}", literal(word))
}

/// A word as roff prints it. A bare - would be a hyphen, which cannot be copied to a command line.
pub(in crate::docs) fn literal(word: &str) -> String {
    word.replace('\\', "\\e").replace('-', "\\-")
}

/// A tagged list of what stands in the margin and what stands beside it.
pub(in crate::docs) fn list(items: impl Iterator<Item = (String, String)>) -> String {
    let items: String = items.map(|(tag, text)| format!(".It {tag}\n{}", wrapped(&text))).collect();
    format!(".Bl -tag -width Ds\n{items}.El\n")
}

/// Breaks long lines of text, which mdoc(7) asks for; lines that start with a macro stay as they
/// are.
pub(in crate::docs) fn wrapped(text: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = String::new();
    for line in text.lines() {
        let mut length = 0;
        for word in line.split(' ') {
            if length > 0 && length + 1 + word.len() > WIDTH && !line.starts_with('.') {
                lines.push('\n');
                // At the start of a line these would make a macro of the word.
                if word.starts_with(['.', '\'']) {
                    lines.push_str("\\&");
                }
                length = 0;
            } else if length > 0 {
                lines.push(' ');
                length += 1;
            }
            lines.push_str(word);
            length += word.len();
        }
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_at_blanks_and_macros_are_kept_whole() {
        let words = "word ".repeat(16);
        assert_eq!(
            wrapped(&format!("{words}'quoted' .dot\n.Pq {words}more")),
            format!("{}\n\\&'quoted' .dot\n.Pq {words}more\n", words.trim_end())
        );
    }

    #[test]
    fn only_a_line_of_its_own_is_replaced() {
        assert_eq!(fill("a\n@X@\nb @X@\n", &[("@X@", &|| "x\n".to_owned())]), "a\nx\nb @X@\n");
    }
}
