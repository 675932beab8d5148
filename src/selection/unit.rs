//! Criterion: the systemd unit, whose name is a directory of the control group's path.
//!
//! A container may have a systemd of its own, whose units stand deeper in the path. They are not
//! meant: a path is read as systemd reads it.

use std::cell::OnceCell;

use super::control_group::{LONGEST, paths};
use super::criterion::{Cost, Criterion};
use super::list;
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::bounded;
use crate::sys::Errno;

/// The kinds of units that have processes (systemd.unit(5)).
const KINDS: [&[u8]; 6] = [b".service", b".scope", b".slice", b".socket", b".mount", b".swap"];

/// Units of which the process must belong to one: of the system's manager or of a user's, and
/// whatever control groups they make below.
#[derive(Debug)]
pub(crate) struct Units {
    /// With their kinds.
    names: Vec<Vec<u8>>,
    /// The control groups of process 1, without its own unit: where the managers' paths begin. In a
    /// container that shows the host's paths that is not the root.
    roots: OnceCell<Vec<Vec<u8>>>,
}

impl Units {
    /// Reads `nginx`, which is a service, or `user.slice,cron.service`.
    ///
    /// # Errors
    ///
    /// The reason why a value is wrong.
    pub(crate) fn parse(value: &[u8]) -> Result<Vec<&[u8]>, &'static str> {
        let names = list::parts(value)?;
        match names.iter().any(|name| name.contains(&b'/')) {
            true => Err("not the name of a unit, such as nginx or user.slice"),
            false => Ok(names),
        }
    }

    pub(crate) fn of(names: &[&[u8]]) -> Units {
        let in_full = |name: &&[u8]| match KINDS.iter().any(|kind| name.ends_with(kind)) {
            true => name.to_vec(),
            false => [name, KINDS[0]].concat(),
        };
        Units { names: names.iter().map(in_full).collect(), roots: OnceCell::new() }
    }

    fn of_file(&self, file: &[u8]) -> Option<&[u8]> {
        let roots = self
            .roots
            .get_or_init(|| roots(&bounded::file("/proc/1/cgroup", LONGEST).unwrap_or_default()));
        paths(file).flat_map(|path| units(path, roots)).find_map(|directory| {
            // systemd puts this before what the kernel or it takes for something else.
            let escaped = directory.strip_prefix(b"_");
            let is = |unit: &&Vec<u8>| directory == **unit || escaped == Some(&**unit);
            self.names.iter().find(is).map(Vec::as_slice)
        })
    }

    fn names(&self) -> String {
        escaped(&self.names.join(&b','))
    }
}

/// The roots of all hierarchies but those that are `/`, by the file of process 1.
fn roots(file: &[u8]) -> Vec<Vec<u8>> {
    let own = paths(file).map(|path| path.strip_suffix(b"/init.scope").unwrap_or(path));
    own.filter(|path| !matches!(*path, b"" | b"/")).map(<[u8]>::to_vec).collect()
}

/// The units that a path leads through: slices, the unit in them, and, where that is the manager of
/// a user, the same below it (`cg_path_get_unit` and `cg_path_get_user_unit` of systemd).
fn units<'p>(path: &'p [u8], roots: &[Vec<u8>]) -> impl Iterator<Item = &'p [u8]> + use<'p> {
    let below = |root: &Vec<u8>| path.strip_prefix(&root[..]).filter(|it| it.starts_with(b"/"));
    let path = roots.iter().filter_map(below).min_by_key(|rest| rest.len()).unwrap_or(path);
    let mut is_inside = false;
    let directories = path.split(|byte| *byte == b'/').filter(|directory| !directory.is_empty());
    directories.take_while(move |directory| {
        let is_outside = !is_inside;
        let is_user_manager = directory.starts_with(b"user@") && directory.ends_with(b".service");
        is_inside |= !(directory.ends_with(b".slice") || is_user_manager);
        is_outside
    })
}

impl Criterion for Units {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        look.with_file("cgroup", LONGEST, |file| Ok(self.of_file(file).is_some()))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok(format!("its unit is not {}", self.names()))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        look.with_file("cgroup", LONGEST, |file| {
            Ok(format!("unit {}", escaped(self.of_file(file).unwrap_or_default())))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &[u8], file: &str) -> bool {
        is_below(&[], name, file)
    }

    fn is_below(roots: &[&[u8]], name: &[u8], file: &str) -> bool {
        let units = Units::of(&[name]);
        units.roots.set(roots.iter().map(|root| root.to_vec()).collect()).unwrap();
        units.of_file(file.as_bytes()).is_some()
    }

    #[test]
    fn a_unit_of_a_containers_own_systemd_is_not_meant() {
        for path in [
            "/docker/5e7f1c0de0/system.slice/nginx.service",
            "/system.slice/docker-5e7f1c0de0.scope/system.slice/nginx.service",
            "/machine.slice/ct.scope/system.slice/nginx.service",
            "/system.slice/containerd.service/kubepods.slice/nginx.service",
            "/user.slice/user-1.slice/user@1.service/user.slice/pod.scope/nginx.service",
        ] {
            assert!(!is(b"nginx", &format!("0::{path}\n")), "{path}");
        }
        assert!(is(b"ct.scope", "0::/machine.slice/ct.scope/system.slice/nginx.service\n"));
    }

    #[test]
    fn in_a_container_that_shows_the_hosts_paths_they_begin_at_process_1() {
        assert_eq!(roots(b"0::/init.scope\n"), [b""; 0]);
        assert_eq!(roots(b"1:name=systemd:/lxc/a/init.scope\n0::/\n"), [b"/lxc/a"]);
        let file = "1:name=systemd:/lxc/a/system.slice/nginx.service\n0::/\n";
        assert!(is_below(&[b"/lxc/a"], b"nginx", file) && !is_below(&[b"/lxc/b"], b"nginx", file));
    }

    #[test]
    fn a_unit_is_a_directory_of_the_path_and_all_below_it() {
        let service = "0::/system.slice/nginx.service\n";
        assert!(is(b"nginx", service) && is(b"nginx.service", service));
        assert!(is(b"system.slice", service));
        assert!(!is(b"ngin", service) && !is(b"system", service) && !is(b"nginx.scope", service));
        assert!(is(b"nginx", "0::/system.slice/nginx.service/worker\n"));
        assert!(is(b"a.b", "0::/user.slice/user-0.slice/user@0.service/app.slice/a.b.service\n"));
        assert!(is(b"user@0", "0::/user.slice/user-0.slice/user@0.service/app.slice\n"));
        assert!(is(b"memory", "0::/system.slice/_memory.service\n"));
        assert!(is(b"_x", "0::/system.slice/__x.service\n"));
    }

    #[test]
    fn of_a_hybrid_system_the_named_hierarchy_counts_as_well() {
        let hybrid = "9:memory:/\n1:name=systemd:/system.slice/cron.service\n0::/\n";
        assert!(is(b"cron", hybrid) && !is(b"cro", hybrid));
    }

    #[test]
    fn a_path_is_no_unit() {
        assert!(Units::parse(b"/system.slice").is_err() && Units::parse(b"").is_err());
        assert_eq!(Units::parse(b"a,b"), Ok(vec![&b"a"[..], b"b"]));
    }
}
