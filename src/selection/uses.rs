//! Criterion: a file that a process has open, mapped, executes, or has as its root or working
//! directory; or any file of its file system. fuser(1)'s question.
//!
//! No file system is asked about the files that processes have in hand: it may be dead.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::criterion::{Cost, Criterion};
use super::hold::Unavailable;
use super::look::Look;
use super::place::{MOUNTS, Place};
use crate::cli::report::escaped;
use crate::process::mapped::{Mapping, mappings, mounts_of};
use crate::process::path::without_deleted;
use crate::process::sockets;
use crate::process::view::Identity;
use crate::sys::Errno;
use crate::sys::file::Seen;

/// /proc/PID/maps: a process has at most 65,530 mappings (`vm.max_map_count`), of which most lines
/// have less than 250 bytes.
const MAPS: usize = 16 << 20;

#[derive(Debug)]
pub(crate) struct Uses<'a> {
    written: &'a [u8],
    place: Place,
    /// The sockets that are bound to it.
    sockets: Vec<u64>,
    /// With its whole file system: the device that mounts have.
    whole: Option<Whole>,
}

#[derive(Debug)]
struct Whole {
    device: u64,
    /// The mounts of that device, by the mount namespace.
    mounts: RefCell<BTreeMap<Identity, BTreeSet<u64>>>,
}

impl<'a> Uses<'a> {
    /// Looks for the file.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be looked at.
    pub(crate) fn resolve(written: &'a [u8], whole: bool) -> Result<Uses<'a>, Unavailable> {
        let place = Place::find(written)?;
        let sockets = match place.is_socket {
            true => sockets::bound_to(place.path()).map_err(Unavailable::System)?,
            false => Vec::new(),
        };
        let whole = whole.then(|| Whole {
            device: place.block_device.or_else(|| place.file_system()).unwrap_or(place.identity.0),
            mounts: RefCell::default(),
        });
        Ok(Uses { written, place, sockets, whole })
    }

    fn is(&self, look: &Look, seen: &Seen) -> bool {
        match &self.whole {
            None => seen.identity() == self.place.identity,
            Some(whole) => {
                seen.device == whole.device
                    || seen.device == self.place.identity.0
                    || seen.mount.is_some_and(|mount| whole.has(look, mount))
            }
        }
    }

    fn is_mapped(&self, look: &Look, mapping: &Mapping) -> bool {
        match &self.whole {
            Some(whole) => mapping.device == whole.device,
            None if (mapping.device, mapping.inode) == self.place.identity => true,
            // Some file systems have other numbers here than stat(2) gives (overlayfs, btrfs): then
            // it is what the process has at this path.
            None => {
                without_deleted(mapping.path) == self.place.path()
                    && look
                        .file_below_root(self.place.path())
                        .is_ok_and(|file| file.identity() == self.place.identity)
            }
        }
    }

    /// How the process uses it.
    fn how(&self, look: &Look) -> Result<Option<&'static str>, Errno> {
        for (link, how) in
            [("cwd", "working directory"), ("root", "root directory"), ("exe", "executes it")]
        {
            match look.file(link) {
                Ok(seen) if self.is(look, &seen) => return Ok(Some(how)),
                // A zombie and a kernel thread have none.
                Ok(_) | Err(Errno::ENOENT) => {}
                Err(error) => return Err(error),
            }
        }
        let mut is_open = false;
        look.each_descriptor(|descriptor| {
            is_open = match self.sockets.is_empty() {
                true => descriptor.file().is_some_and(|seen| self.is(look, &seen)),
                false => descriptor.socket().is_some_and(|inode| self.sockets.contains(&inode)),
            };
            if is_open { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if is_open {
            return Ok(Some("open"));
        }
        let is_mapped = look.with_file("maps", MAPS, |file| {
            Ok(mappings(file).any(|mapping| self.is_mapped(look, &mapping)))
        });
        Ok(is_mapped?.then_some("mapped"))
    }
}

impl Whole {
    fn has(&self, look: &Look, mount: u64) -> bool {
        let Ok(namespace) = look.file("ns/mnt") else { return false };
        let mut mounts = self.mounts.borrow_mut();
        let of_this = mounts.entry(namespace.identity()).or_insert_with(|| {
            let of_device = |file: &[u8]| Ok(mounts_of(file, self.device).collect());
            look.with_file("mountinfo", MOUNTS, of_device).unwrap_or_default()
        });
        of_this.contains(&mount)
    }
}

impl Criterion for Uses<'_> {
    fn cost(&self) -> Cost {
        Cost::Descriptors
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        self.how(look).map(|how| how.is_some())
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        let of = if self.whole.is_some() { "the file system of " } else { "" };
        Ok(format!("it does not use {of}{}", escaped(self.written)))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let how = self.how(look)?.unwrap_or_default();
        Ok(format!("uses {} ({how})", escaped(self.written)))
    }
}
