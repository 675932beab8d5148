//! Criterion: the control group, by its path in the unified hierarchy (cgroups(7)).

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::sys::Errno;

/// /proc/PID/cgroup: a line for each hierarchy, of which there are a dozen; a path has `PATH_MAX`.
const LONGEST: usize = 128 << 10;

/// The paths of which one must be the process's. One that ends with a slash is all below it, too.
#[derive(Debug)]
pub(crate) struct ControlGroup<'a>(pub(crate) Vec<&'a [u8]>);

impl ControlGroup<'_> {
    fn is_of(&self, file: &[u8]) -> bool {
        let path = file.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"0::"));
        path.is_some_and(|path| self.0.iter().any(|wanted| is_at(path, wanted)))
    }
}

fn is_at(path: &[u8], wanted: &[u8]) -> bool {
    match wanted.strip_suffix(b"/") {
        None | Some(b"") if wanted != b"/" => path == wanted,
        None | Some(b"") => true,
        Some(root) => {
            path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        }
    }
}

impl Criterion for ControlGroup<'_> {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        look.with_file("cgroup", LONGEST, |file| Ok(self.is_of(file)))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("its control group is not {}", escaped(&self.0.join(&b','))))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("control group {}", escaped(&self.0.join(&b','))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_exact_and_one_with_a_slash_is_all_below_it() {
        let is = |wanted: &[u8], path: &str| {
            let file = format!("1:name=systemd:/other\n0::{path}\n");
            ControlGroup(vec![wanted]).is_of(file.as_bytes())
        };
        assert!(is(b"/a", "/a") && !is(b"/a", "/a/b") && !is(b"/a", "/ab") && !is(b"/a", "/"));
        assert!(is(b"/a/", "/a") && is(b"/a/", "/a/b") && !is(b"/a/", "/ab"));
        assert!(is(b"/", "/") && is(b"/", "/a"));
        assert!(!ControlGroup(vec![b"/a"]).is_of(b"1:cpu:/a\n"));
    }
}
