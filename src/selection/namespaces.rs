//! Criteria: the namespaces of another process; the PID namespace of this one.

use super::criterion::{Cost, Criterion};
use super::hold::{Unavailable, cannot_see};
use super::list;
use super::look::Look;
use crate::process::view::{Identity, View};
use crate::sys::{Errno, Pid};

/// The kinds, as namespaces(7) names their files.
const KINDS: [&str; 8] = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

/// Reads a list of kinds.
///
/// # Errors
///
/// The error of the list.
pub(crate) fn kinds(value: &[u8]) -> Result<Vec<&'static str>, &'static str> {
    const EXPECTED: &str = "not a list of cgroup, ipc, mnt, net, pid, time, user and uts";
    let kind = |part: &[u8]| KINDS.into_iter().find(|kind| kind.as_bytes() == part).ok_or(EXPECTED);
    list::parts(value)?.into_iter().map(kind).collect()
}

/// The namespaces that a process must be in.
#[derive(Debug)]
pub(crate) struct Namespaces {
    of: Pid,
    wanted: Vec<(&'static str, Identity)>,
}

impl Namespaces {
    /// Looks at the process whose namespaces are meant: those of the kinds, or of all that this
    /// kernel has.
    ///
    /// # Errors
    ///
    /// It cannot be looked at.
    pub(crate) fn resolve(
        view: &View,
        of: Pid,
        kinds: &[&'static str],
    ) -> Result<Namespaces, Unavailable> {
        let is_asked_for = !kinds.is_empty();
        let kinds = if is_asked_for { kinds } else { &KINDS };
        let look = Look::at(view, of);
        look.name().map_err(cannot_see)?;
        let mut wanted = Vec::new();
        for kind in kinds {
            match identity(&look, kind) {
                Ok(identity) => wanted.push((*kind, identity)),
                Err(Errno::ENOENT) if !is_asked_for => {}
                Err(error) => return Err(Unavailable::System(error)),
            }
        }
        Ok(Namespaces { of, wanted })
    }

    fn other(&self, look: &Look) -> Result<Option<&'static str>, Errno> {
        for (kind, wanted) in &self.wanted {
            if identity(look, kind)? != *wanted {
                return Ok(Some(kind));
            }
        }
        Ok(None)
    }
}

fn identity(look: &Look, kind: &str) -> Result<Identity, Errno> {
    Ok(look.file(&format!("ns/{kind}"))?.identity())
}

impl Criterion for Namespaces {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.other(look)?.is_none())
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let kind = self.other(look)?.unwrap_or_default();
        Ok(format!("its {kind} namespace is not that of {}", self.of))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("namespaces of {}", self.of))
    }
}

/// The PID namespace of this process, and none below it.
#[derive(Debug)]
pub(crate) struct OwnNamespace;

impl Criterion for OwnNamespace {
    fn cost(&self) -> Cost {
        Cost::Status
    }

    /// Unlike the link, every process may read this.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(look.status()?.namespaces <= 1)
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok("it is in a PID namespace of its own".to_owned())
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok("own PID namespace".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_kernel() {
        assert_eq!(kinds(b"net,pid"), Ok(vec!["net", "pid"]));
        assert!(kinds(b"net,pids").is_err() && kinds(b"").is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_in_its_own_namespaces() {
        let view = View::open().unwrap();
        let mut look = Look::at(&view, Pid::own());
        let own = Namespaces::resolve(&view, Pid::own(), &[]).unwrap();
        assert!(own.wanted.len() >= 5 && own.fits(&look).unwrap());
        look.turn_to(crate::process::view::Task::of(Pid::new(i32::MAX).unwrap()));
        assert!(own.fits(&look).is_err());
        assert!(Namespaces::resolve(&view, Pid::new(i32::MAX).unwrap(), &[]).is_err());
    }
}
