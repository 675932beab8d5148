//! Criterion: the container, whose ID stands in the control group's path as its runtime writes it:
//! `/docker/ID`, `docker-ID.scope`, `libpod-ID.scope`, `cri-containerd-ID.scope`, `crio-ID`,
//! `/kubepods/.../ID`, `...:cri-containerd:ID`.

use std::collections::BTreeSet;

use super::control_group::{LONGEST, paths};
use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::cli::parse::UsageError;
use crate::process::proc::unseen;
use crate::process::view::{Task, View};
use crate::sys::{Errno, Pid};

/// An ID has 64 hexadecimal digits; so many are shown, as runtimes do.
const LENGTH: usize = 64;
const SHOWN: usize = 12;

/// With fewer, a word may be one by accident.
const FEWEST: usize = 4;

#[derive(Debug)]
pub(crate) struct Container {
    /// In full. None: there is none.
    id: Option<Vec<u8>>,
    written: String,
}

impl Container {
    /// Reads the beginning of an ID.
    ///
    /// # Errors
    ///
    /// The reason why a value is wrong.
    pub(crate) fn parse(value: &[u8]) -> Result<&[u8], &'static str> {
        match value.len() {
            FEWEST..=LENGTH if value.iter().all(is_digit) => Ok(value),
            _ => Err("not 4 to 64 hexadecimal digits of a container's ID"),
        }
    }

    /// Looks at the control groups of all processes for the one container whose ID begins so.
    ///
    /// # Errors
    ///
    /// There are several.
    pub(super) fn resolve(view: &View, written: &[u8]) -> Result<Container, NoContainer> {
        let mut ids = BTreeSet::new();
        let mut look = Look::at(view, Pid::own());
        for process in view.processes().map_err(NoContainer::System)? {
            look.turn_to(Task::of(process));
            let seen = look.with_file("cgroup", LONGEST, |file| {
                let ids_of_this = ids_in(file).filter(|id| id.starts_with(written));
                ids.extend(ids_of_this.map(<[u8]>::to_vec));
                Ok(())
            });
            seen.map(Some).or_else(unseen).map_err(NoContainer::System)?;
        }
        if ids.len() > 1 {
            let shown: Vec<_> = ids.iter().map(|id| shown(id)).collect();
            let reason = format!("several containers begin so: {}", shown.join(", "));
            return Err(NoContainer::Several(UsageError::new(written, reason)));
        }
        Ok(Container { id: ids.pop_first(), written: shown(written) })
    }

    fn is_of(&self, file: &[u8]) -> bool {
        let is = |id: &[u8]| self.id.as_deref() == Some(id);
        ids_in(file).any(is)
    }
}

/// Why no container is known.
pub(crate) enum NoContainer {
    Several(UsageError),
    System(Errno),
}

/// The IDs in a process's control groups: a container in a container has two.
fn ids_in(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    paths(file).flat_map(|path| path.split(|byte| *byte == b'/')).filter_map(id_in)
}

/// The ID in a directory's name. The monitor of a container (conmon) has one in its name, too, but
/// is not in it.
fn id_in(directory: &[u8]) -> Option<&[u8]> {
    let name = directory.strip_suffix(b".scope").unwrap_or(directory);
    let start = name.len().checked_sub(LENGTH)?;
    let (runtime, id) = name.split_at(start);
    let is_apart = runtime.last().is_none_or(|byte| matches!(byte, b'-' | b':'));
    (is_apart && !runtime.ends_with(b"conmon-") && id.iter().all(is_digit)).then_some(id)
}

fn is_digit(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Digits, which need no escape.
fn shown(id: &[u8]) -> String {
    id.iter().take(SHOWN).map(|digit| char::from(*digit)).collect()
}

impl Criterion for Container {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        look.with_file("cgroup", LONGEST, |file| Ok(self.is_of(file)))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("it is not in container {}", self.written))
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("container {}", self.id.as_deref().map(shown).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn the_id_is_found_as_each_runtime_writes_it() {
        for path in [
            format!("/docker/{ID}"),
            format!("/system.slice/docker-{ID}.scope"),
            format!("/system.slice/docker-{ID}.scope/init.scope"),
            format!("/machine.slice/libpod-{ID}.scope/container"),
            format!("/user.slice/user-0.slice/user@0.service/user.slice/libpod-{ID}.scope"),
            format!("/kubepods/burstable/pod1-2-3/{ID}"),
            format!("/kubepods.slice/kubepods-pod1_2.slice/cri-containerd-{ID}.scope"),
            format!("/kubepods.slice/crio-{ID}.scope"),
            format!("/system.slice/kubepods-pod1.slice:cri-containerd:{ID}"),
        ] {
            let file = format!("1:name=systemd:/\n0::{path}\n");
            assert_eq!(ids_in(file.as_bytes()).collect::<Vec<_>>(), [ID.as_bytes()], "{path}");
        }
        let nested = format!("0::/docker/{}/docker/{ID}\n", ID.replace('0', "f"));
        assert_eq!(ids_in(nested.as_bytes()).count(), 2);
    }

    #[test]
    fn what_is_no_id_is_none() {
        for path in [
            "/".to_owned(),
            format!("/docker/{}", &ID[1..]),
            format!("/docker/{ID}0"),
            format!("/docker/{}", ID.to_uppercase()),
            format!("/machine.slice/libpod-conmon-{ID}.scope"),
            format!("/system.slice/run-{ID}.service"),
            format!("/docker/x{ID}"),
        ] {
            assert_eq!(ids_in(format!("0::{path}\n").as_bytes()).next(), None, "{path}");
        }
    }

    #[test]
    fn four_digits_are_the_fewest() {
        assert_eq!(Container::parse(b"01ab"), Ok(&b"01ab"[..]));
        assert_eq!(Container::parse(ID.as_bytes()), Ok(ID.as_bytes()));
        for value in ["", "01a", "01aB", "01ag", "web1", &format!("{ID}0")] {
            assert!(Container::parse(value.as_bytes()).is_err(), "{value}");
        }
    }
}
