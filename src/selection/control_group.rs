//! Criterion: the control group, by its path (cgroups(7)): in the unified hierarchy or, where a
//! system has others beside it, in these.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::path::without_deleted;
use crate::sys::Errno;

/// /proc/PID/cgroup: a line for each hierarchy, of which there are a dozen; a path has `PATH_MAX`.
pub(super) const LONGEST: usize = 128 << 10;

/// The paths of which one must be the process's. One that ends with a slash is all below it, too.
#[derive(Debug)]
pub(crate) struct ControlGroup<'a>(pub(crate) Vec<&'a [u8]>);

impl ControlGroup<'_> {
    fn is_of(&self, file: &[u8]) -> bool {
        self.0.iter().any(|wanted| match *wanted {
            // Every process is in the root of some hierarchy of version 1.
            b"/" => unified(file).is_some(),
            wanted => paths(file).any(|path| is_at(path, wanted)),
        })
    }
}

/// The paths of a process in all hierarchies.
pub(super) fn paths(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = file.split(|byte| *byte == b'\n');
    lines.filter_map(|line| line.splitn(3, |byte| *byte == b':').nth(2)).map(without_deleted)
}

/// The path in the unified hierarchy.
fn unified(file: &[u8]) -> Option<&[u8]> {
    file.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"0::"))
}

fn is_at(path: &[u8], wanted: &[u8]) -> bool {
    match wanted.strip_suffix(b"/") {
        None => path == wanted,
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
        assert!(is(b"/a", "/a (deleted)") && is(b"/a:b", "/a:b"));
    }

    #[test]
    fn hierarchies_of_version_1_have_paths_too() {
        let is = |wanted: &[u8]| {
            ControlGroup(vec![wanted]).is_of(b"4:cpu,cpuacct:/docker/a\n1:name=systemd:/b\n0::/\n")
        };
        assert!(is(b"/docker/a") && is(b"/docker/") && is(b"/b") && !is(b"/a"));
        assert!(is(b"/"));
        assert!(!ControlGroup(vec![b"/"]).is_of(b"1:cpu:/a\n2:memory:/\n"));
    }
}
