//! Criteria: the parent, the process group, the session.

use std::fmt;

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::process::stat::Stat;
use crate::sys::{Errno, Pid};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Parent,
    Group,
    Session,
}

impl Kind {
    fn of(self, stat: &Stat) -> Option<Pid> {
        match self {
            Kind::Parent => stat.parent,
            Kind::Group => stat.group,
            Kind::Session => stat.session,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Parent => "parent",
            Kind::Group => "process group",
            Kind::Session => "session",
        }
    }
}

/// The numbers of which one must be the process's. None is 0, which /proc has for what is of
/// another PID namespace, and for process 1's parent.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) kind: Kind,
    pub(crate) wanted: Vec<Option<Pid>>,
}

impl Relation {
    fn is_of(&self, stat: &Stat) -> bool {
        self.wanted.contains(&self.kind.of(stat))
    }
}

impl Criterion for Relation {
    fn cost(&self) -> Cost {
        Cost::Stat
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_of(look.stat()?))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        let wanted: Vec<_> = self.wanted.iter().map(|wanted| Shown(*wanted).to_string()).collect();
        let is = Shown(self.kind.of(look.stat()?));
        Ok(format!("its {} is {is}, not {}", self.kind.word(), wanted.join(" or ")))
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        Ok(format!("{} {}", self.kind.word(), Shown(self.kind.of(look.stat()?))))
    }
}

struct Shown(Option<Pid>);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.map_or(0, Pid::get).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_its_own_field() {
        let line = "7 (a) S 1 2 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1";
        let stat = Stat::parse(line.as_bytes()).unwrap();
        for (kind, number) in [(Kind::Parent, 1), (Kind::Group, 2), (Kind::Session, 3)] {
            let of = |number| Relation { kind, wanted: vec![None, Pid::new(number)] }.is_of(&stat);
            assert!(of(number) && !of(7), "{kind:?}");
        }
        let none = Relation { kind: Kind::Parent, wanted: vec![None] };
        let first = "1 (init) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1";
        assert!(none.is_of(&Stat::parse(first.as_bytes()).unwrap()));
    }
}
