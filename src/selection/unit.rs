//! Criterion: the systemd unit, whose name is a directory of the control group's path.

use super::control_group::{LONGEST, paths};
use super::criterion::{Cost, Criterion};
use super::list;
use super::look::Look;
use crate::cli::report::escaped;
use crate::sys::Errno;

/// The kinds of units that have processes (systemd.unit(5)).
const KINDS: [&[u8]; 6] = [b".service", b".scope", b".slice", b".socket", b".mount", b".swap"];

/// Units of which the process must belong to one, with their kinds: of the system's manager or of a
/// user's, and whatever control groups they make below.
#[derive(Debug)]
pub(crate) struct Units(Vec<Vec<u8>>);

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
        Units(names.iter().map(in_full).collect())
    }

    fn of_file(&self, file: &[u8]) -> Option<&[u8]> {
        let mut directories = paths(file).flat_map(|path| path.split(|byte| *byte == b'/'));
        directories.find_map(|directory| {
            // systemd puts this before what the kernel or it takes for something else.
            let escaped = directory.strip_prefix(b"_");
            let is = |unit: &&Vec<u8>| directory == **unit || escaped == Some(&**unit);
            self.0.iter().find(is).map(Vec::as_slice)
        })
    }

    fn names(&self) -> String {
        escaped(&self.0.join(&b','))
    }
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
        Units::of(&[name]).of_file(file.as_bytes()).is_some()
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
