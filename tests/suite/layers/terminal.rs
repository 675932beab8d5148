//! The ways by which text reaches a terminal, and those by which bytes become text without being
//! escaped, as the sources have them.

use super::tokens::{Token, tokens, without_tests};

/// Macros that write.
const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// Words that stand for a terminal or write to one, and those that make text of bytes as they are.
const WORDS: [&str; 21] = [
    "STDERR_FILENO",
    "STDOUT_FILENO",
    "dprintf",
    "fputs",
    "fwrite",
    "from_utf8",
    "from_utf8_lossy",
    "from_utf8_lossy_owned",
    "from_utf8_unchecked",
    "into_string",
    "perror",
    "printf",
    "psiginfo",
    "psignal",
    "puts",
    "pwrite",
    "syslog",
    "to_str",
    "to_string_lossy",
    "write_error",
    "writev",
];

/// The modules that a system call of the name `write` lies in.
const CALLS: [&str; 5] = ["call", "io", "libc", "nix", "unistd"];

/// Files that are a terminal.
const FILES: [&str; 5] = ["/dev/fd", "/dev/stderr", "/dev/stdout", "/dev/tty", "/proc/self/fd"];

/// Each way in a source, tests left out, with its line.
pub fn ways(source: &str) -> Vec<(String, usize)> {
    let tokens = without_tests(&tokens(source));
    let found = (0..tokens.len()).filter_map(|at| Some((way(&tokens, at)?, tokens[at].line)));
    found.collect()
}

/// The way that the token at this place is, if it is one.
fn way(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let before = |distance| at.checked_sub(distance).map_or("", text);
    let (word, next) = (text(at), text(at + 1));
    let is_way = match word {
        word if MACROS.contains(&word) => next == "!",
        word if WORDS.contains(&word) => before(1) != "fn",
        // The methods of Command and Child are about the output of others.
        "stdout" | "stderr" => before(1) != ".",
        "display" => before(1) == "." && next == "(",
        // Bytes that stand there are our own, and true is an option of a file.
        "offer" | "write" | "write_now" if before(1) == "." => {
            next == "(" && text(at + 2) != "true" && !is_literal(text(at + 2))
        }
        "write" if before(1) == "::" && CALLS.contains(&before(2)) => {
            return Some(format!("{}::write", before(2)));
        }
        literal if is_literal(literal) => {
            let file = FILES.iter().find(|file| literal.contains(*file));
            return file.map(|file| (*file).to_owned());
        }
        _ => false,
    };
    is_way.then(|| word.to_owned())
}

fn is_literal(text: &str) -> bool {
    text.ends_with('"') || text.ends_with("\"#")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        ways(source).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn every_way_is_seen_with_its_line() {
        for (source, way) in [
            ("println!(\"{name}\")", "println"),
            ("eprint! { \"\" }", "eprint"),
            ("std::dbg!(name)", "dbg"),
            ("io::stdout().lock()", "stdout"),
            ("use std::io::stderr;", "stderr"),
            ("libc::STDERR_FILENO", "STDERR_FILENO"),
            ("unistd::write(fd, bytes)", "unistd::write"),
            ("nix::unistd::write(fd, bytes)", "unistd::write"),
            ("libc::write(2, p, 1)", "libc::write"),
            ("call::write(2, p, 1)", "call::write"),
            ("libc::printf(p)", "printf"),
            ("output.write(name)", "write"),
            ("file.write(&name)", "write"),
            ("stream.offer(line)", "offer"),
            ("stream.write_now(line)", "write_now"),
            ("path.display()", "display"),
            ("String::from_utf8_lossy(name)", "from_utf8_lossy"),
            ("name.to_string_lossy()", "to_string_lossy"),
            ("str::from_utf8(name)", "from_utf8"),
            ("write_error(name)", "write_error"),
            ("File::open(\"/dev/tty\")", "/dev/tty"),
            ("File::open(b\"/proc/self/fd/1\")", "/proc/self/fd"),
            ("File::open(r#\"/dev/stderr\"#)", "/dev/stderr"),
        ] {
            assert_eq!(ways(&format!("\n{source}")), [(way.to_owned(), 2)], "{source}");
        }
    }

    #[test]
    fn what_is_none_is_left_alone() {
        for source in [
            "// println!()",
            "\"println!()\"",
            "fn print() {}",
            "report::print(line)",
            "pub(crate) fn write_error(bytes: &[u8]) {}",
            "command.stdout(Stdio::piped())",
            "script::write(show, state)",
            "output.write(b\"\\n\")",
            "write!(f, \"{name}\")",
            "OpenOptions::new().write(true)",
            "fn display() {} display();",
            "#[cfg(test)] mod tests { fn f() { println!() } }",
        ] {
            assert_eq!(words(source), [] as [String; 0], "{source}");
        }
    }
}
