//! Criterion: the controlling terminal.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::device::Device;
use crate::sys::Errno;

/// The terminals of which one must control a process.
#[derive(Debug)]
pub(crate) struct Terminal {
    /// None: no terminal.
    wanted: Vec<Option<Device>>,
    written: Vec<u8>,
}

impl Terminal {
    /// Finds terminals by name; one that is not there controls no process.
    pub(crate) fn resolve(names: &[&[u8]]) -> Terminal {
        let device = |name: &&[u8]| match *name {
            b"?" | b"-" => Some(None),
            name => found(name).map(Some),
        };
        Terminal { wanted: names.iter().filter_map(device).collect(), written: names.join(&b',') }
    }
}

/// A path, a name below /dev, or the end of one: `1` is tty1, and `pts3` pts/3.
fn found(name: &[u8]) -> Option<Device> {
    let below = |folder: &str, name: &[u8]| {
        // `join` keeps an absolute path as it is.
        let path = Path::new("/dev").join(OsStr::from_bytes(&[folder.as_bytes(), name].concat()));
        let metadata = std::fs::metadata(path).ok()?;
        metadata.file_type().is_char_device().then(|| Device::of_file(metadata.rdev()))
    };
    below("", name)
        .or_else(|| below("pts/", name.strip_prefix(b"pts")?))
        .or_else(|| below("tty", name))
        .or_else(|| below("pts/", name))
}

impl Criterion for Terminal {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.wanted.contains(&look.stat()?.terminal))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("its terminal is not {}", escaped(&self.written)))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("terminal {}", escaped(&self.written)))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_its_path_and_shorter_names() {
        // Every process without a terminal of its own has this device.
        let tty = found(b"/dev/tty").unwrap();
        assert_eq!(found(b"tty"), Some(tty));
        assert_eq!(found(b"ptmx"), found(b"/dev/ptmx"));
        for name in [&b"sigkit-none"[..], b"/dev/null/x", b"/etc/passwd", b"pts"] {
            assert_eq!(found(name), None);
        }
    }
}
