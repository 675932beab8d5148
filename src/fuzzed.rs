//! Every parser, for a fuzzer: bytes in, and what must be true of whatever they are read as.
//!
//! Only tests and the fuzz targets of `fuzz/` have this. The first byte of an input chooses the
//! parser, by a letter, so that one corpus serves several and can be read and written by hand. The
//! corpus is `tests/data/corpus`, and the tests below run all of it.

mod files;
mod lines;
#[cfg(feature = "lint")]
mod lint;
mod words;

pub use files::file;
pub use lines::line;
#[cfg(feature = "lint")]
pub use lint::script;
pub use words::word;

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Runs all inputs of a corpus. Each must be there for one of the letters, and each letter must
    /// have one.
    fn run(name: &str, letters: &str, read: fn(&[u8])) {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/corpus").join(name);
        let mut left: String = letters.to_owned();
        for entry in std::fs::read_dir(&directory).expect("the corpus") {
            let path = entry.expect("an entry").path();
            let input = std::fs::read(&path).expect("an input");
            let letter = char::from(*input.first().expect("an input is not empty"));
            assert!(letters.contains(letter), "{}: {letter:?} chooses nothing", path.display());
            left.retain(|other| other != letter);
            read(&input);
        }
        assert_eq!(left, "", "the corpus {name} has no inputs for these");
    }

    #[test]
    fn the_corpus_of_command_lines() {
        run("lines", super::lines::LETTERS, super::line);
    }

    #[test]
    fn the_corpus_of_words() {
        run("words", super::words::LETTERS, super::word);
    }

    #[test]
    fn the_corpus_of_files() {
        run("files", super::files::LETTERS, super::file);
    }

    #[cfg(feature = "lint")]
    #[test]
    fn the_corpus_of_lint() {
        run("lint", super::lint::LETTERS, super::script);
    }
}
