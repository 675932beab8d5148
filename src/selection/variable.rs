//! Criterion: a variable of the environment that the process was started with.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::bounded;
use crate::sys::Errno;

/// `NAME`, with whatever value, or `NAME=VALUE`: one of these.
#[derive(Debug)]
pub(crate) struct Variable<'a>(pub(crate) Vec<&'a [u8]>);

impl Variable<'_> {
    fn is_in(&self, file: &[u8]) -> bool {
        let mut variables = file.split(|byte| *byte == 0);
        variables.any(|variable| {
            self.0.iter().any(|wanted| match wanted.contains(&b'=') {
                true => variable == *wanted,
                false => variable.strip_prefix(*wanted).is_some_and(|rest| rest.starts_with(b"=")),
            })
        })
    }
}

impl Criterion for Variable<'_> {
    fn cost(&self) -> Cost {
        Cost::Long
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        look.with_file("environ", bounded::COMMAND_LINE, |file| Ok(self.is_in(file)))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("its environment has no {}", escaped(&self.0.join(&b','))))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("environment has {}", escaped(&self.0.join(&b','))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_exact() {
        let is = |wanted: &[u8]| Variable(vec![wanted]).is_in(b"HOME=/root\0A=\0LONG=a=b\0");
        assert!(is(b"HOME") && is(b"HOME=/root") && is(b"A") && is(b"A=") && is(b"LONG=a=b"));
        assert!(!is(b"HOM") && !is(b"HOME=/") && !is(b"OME=/root") && !is(b"LONG=a"));
    }
}
