//! Criterion: one of the names that killall is given: the name of a process, a file, or a pattern.

use super::criterion::{AnyOf, Criterion};
use super::ere::{Manner, PatternError};
use super::matching::{Against, Matching};
use super::name::Name;
use super::named_file::NamedFile;
use super::wanted::Written;

/// How the names of a command line are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Each is a pattern.
    pub(crate) patterns: bool,
    /// Each is text that is found anywhere in a name.
    pub(crate) literal: bool,
    /// Upper and lower case are one.
    pub(crate) folds: bool,
}

impl Reading {
    /// A name as a pattern.
    pub(crate) fn written(self, text: &[u8]) -> Written<'_> {
        let manner = Manner { whole: false, fold: self.folds };
        Written { text, manner, literal: self.literal, against: Against::FullName }
    }

    fn called(self, name: &[u8]) -> Result<Box<dyn Criterion + '_>, PatternError> {
        Ok(if self.patterns {
            let written = self.written(name);
            Box::new(Matching { pattern: written.compile()?, against: written.against })
        } else if name.contains(&b'/') {
            Box::new(NamedFile::resolve(name))
        } else {
            Box::new(Name::of_operand(name).folding(self.folds))
        })
    }
}

/// Names of which a process must have one.
pub(crate) type Called<'a> = AnyOf<Box<dyn Criterion + 'a>>;

/// Looks up the names that are files.
///
/// # Errors
///
/// The error of the first pattern that is wrong.
pub(crate) fn resolve<'a>(
    names: &[&'a [u8]],
    reading: Reading,
) -> Result<Called<'a>, PatternError> {
    names.iter().map(|name| reading.called(name)).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::look::Look;
    use super::*;
    use crate::process::view::View;
    use crate::sys::Pid;

    #[test]
    fn the_places_are_those_of_all_names_that_a_process_has() {
        let view = View::open().unwrap();
        let look = Look::at_whole(&view, Pid::own());
        let own = look.full_name().unwrap().map_or(look.name().unwrap(), |name| name);
        let upper = own.to_ascii_uppercase();
        let places =
            |names: &[&[u8]], reading| resolve(names, reading).unwrap().places(&look).unwrap();
        let plain = Reading::default();
        let names = [&b"other"[..], own, &own[1..], b"", b"/proc/self/exe", own];
        assert_eq!(places(&names, plain), [1, 4, 5]);
        assert_eq!(places(&[&upper, own], plain), [1]);
        assert_eq!(places(&[&upper], Reading { folds: true, ..plain }), [0]);
        let patterns = Reading { patterns: true, ..plain };
        assert_eq!(places(&[&own[1..], b".", b"[.]{20}"], patterns), [0, 1]);
        let literal = Reading { literal: true, ..patterns };
        assert_eq!(places(&[&own[1..], b"[.]"], literal), [0]);
    }
}
