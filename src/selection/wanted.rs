//! What a command line asks of processes, and the criteria that it becomes.

use std::fmt;
use std::time::SystemTime;

use super::age::Age;
use super::catches::Catches;
use super::control_group::ControlGroup;
use super::criteria::Criteria;
use super::directory::Directory;
use super::ere::{Manner, Pattern, PatternError};
use super::executable::Executable;
use super::hold::Unavailable;
use super::matching::{Against, Matching};
use super::name::Name;
use super::namespaces::{Namespaces, OwnNamespace};
use super::owner::{Kind as OwnerKind, Owner};
use super::pids::Pids;
use super::recorded;
use super::relation::{Kind as RelationKind, Relation};
use super::resident::Resident;
use super::started::AskedStart;
use super::state::State;
use super::terminal::Terminal;
use super::variable::Variable;
use crate::cli::parse::UsageError;
use crate::process::view::View;
use crate::signal::Signal;
use crate::sys::{Errno, Pid};

/// What is asked, as it was written: the values of one list are alternatives, all else must hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted<'a> {
    pub(crate) parents: Vec<Option<Pid>>,
    /// 0 is the own group, and the own session.
    pub(crate) groups: Vec<Option<Pid>>,
    pub(crate) sessions: Vec<Option<Pid>>,
    pub(crate) terminals: Vec<&'a [u8]>,
    pub(crate) effective_users: Vec<&'a [u8]>,
    pub(crate) real_users: Vec<&'a [u8]>,
    pub(crate) real_groups: Vec<&'a [u8]>,
    pub(crate) states: Vec<u8>,
    pub(crate) pids: Vec<Pid>,
    pub(crate) control_groups: Vec<&'a [u8]>,
    pub(crate) variables: Vec<&'a [u8]>,
    pub(crate) names: Vec<Name<'a>>,
    pub(crate) executables: Vec<&'a [u8]>,
    pub(crate) directories: Vec<&'a [u8]>,
    pub(crate) ages: Vec<(super::age::Side, std::time::Duration)>,
    pub(crate) starts: Vec<AskedStart<'a>>,
    pub(crate) resident: Vec<Resident>,
    pub(crate) catches: Option<Signal>,
    pub(crate) namespaces_of: Option<Pid>,
    pub(crate) namespaces: Vec<&'static str>,
    pub(crate) own_namespace: bool,
    pub(crate) no_zombies: bool,
    /// The file, and whether it must be locked.
    pub(crate) recorded: Option<(&'a [u8], bool)>,
    pub(crate) pattern: Option<Written<'a>>,
}

/// A pattern as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) manner: Manner,
    pub(crate) literal: bool,
    pub(crate) against: Against,
}

impl Written<'_> {
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn compile(&self) -> Result<Pattern, PatternError> {
        match self.literal {
            true => Ok(Pattern::text(self.text, self.manner)),
            false => Pattern::compile(self.text, self.manner),
        }
    }
}

/// Why nothing can be asked.
#[derive(Debug)]
pub(crate) enum Unclear {
    /// The command line is wrong.
    Usage(UsageError),
    /// What it names is not to be had: a file, a process.
    Unavailable(Vec<u8>, Unavailable),
}

impl From<UsageError> for Unclear {
    fn from(error: UsageError) -> Unclear {
        Unclear::Usage(error)
    }
}

impl<'a> Wanted<'a> {
    /// Whether nothing is asked at all.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Wanted::default()
    }

    /// Looks up users, terminals, files and processes.
    ///
    /// # Errors
    ///
    /// Something that is named is not there.
    pub(crate) fn resolve(&self, view: &View) -> Result<Criteria<'a>, Unclear> {
        let mut criteria = Criteria::default();
        self.add_relations(&mut criteria);
        self.add_owners(&mut criteria)?;
        self.add_lists(&mut criteria);
        self.add_times(&mut criteria)?;
        for written in &self.directories {
            criteria.add(Directory::resolve(written)?);
        }
        if let Some(of) = self.namespaces_of {
            let unavailable = |why| Unclear::Unavailable(of.to_string().into_bytes(), why);
            criteria.add(Namespaces::resolve(view, of, &self.namespaces).map_err(unavailable)?);
        }
        if let Some((path, locked)) = self.recorded {
            let unavailable = |why| Unclear::Unavailable(path.to_vec(), why);
            criteria.add(Pids(vec![recorded::pid_in(path, locked).map_err(unavailable)?]));
        }
        if let Some(written) = &self.pattern {
            let pattern =
                written.compile().map_err(|wrong| UsageError::new(written.text, wrong))?;
            criteria.add(Matching { pattern, against: written.against });
        }
        Ok(criteria)
    }

    fn add_relations(&self, criteria: &mut Criteria<'a>) {
        let own_group = || Pid::new(nix::unistd::getpgrp().as_raw());
        let own_session = || Pid::new(nix::unistd::getsid(None).ok()?.as_raw());
        let or_own = |wanted: &[Option<Pid>], own: &dyn Fn() -> Option<Pid>| {
            wanted.iter().map(|wanted| wanted.or_else(own)).collect()
        };
        for (kind, wanted) in [
            (RelationKind::Parent, self.parents.clone()),
            (RelationKind::Group, or_own(&self.groups, &own_group)),
            (RelationKind::Session, or_own(&self.sessions, &own_session)),
        ] {
            if !wanted.is_empty() {
                criteria.add(Relation { kind, wanted });
            }
        }
    }

    fn add_owners(&self, criteria: &mut Criteria<'a>) -> Result<(), UsageError> {
        for (kind, names) in [
            (OwnerKind::EffectiveUser, &self.effective_users),
            (OwnerKind::RealUser, &self.real_users),
            (OwnerKind::RealGroup, &self.real_groups),
        ] {
            if !names.is_empty() {
                criteria.add(Owner::resolve(kind, names)?);
            }
        }
        Ok(())
    }

    fn add_lists(&self, criteria: &mut Criteria<'a>) {
        if !self.pids.is_empty() {
            criteria.add(Pids(self.pids.clone()));
        }
        if !self.terminals.is_empty() {
            criteria.add(Terminal::resolve(&self.terminals));
        }
        if !self.states.is_empty() {
            criteria.add(State::one_of(self.states.clone()));
        }
        if self.no_zombies {
            criteria.add(State::no_zombie());
        }
        if !self.control_groups.is_empty() {
            criteria.add(ControlGroup(self.control_groups.clone()));
        }
        if !self.variables.is_empty() {
            criteria.add(Variable(self.variables.clone()));
        }
        if !self.names.is_empty() {
            criteria.add(super::name::Names(self.names.clone()));
        }
        for path in &self.executables {
            criteria.add(Executable::resolve(path));
        }
        if self.own_namespace {
            criteria.add(OwnNamespace);
        }
        for resident in &self.resident {
            criteria.add(*resident);
        }
        if let Some(signal) = self.catches {
            criteria.add(Catches(signal));
        }
    }

    fn add_times(&self, criteria: &mut Criteria<'a>) -> Result<(), UsageError> {
        // One present for all.
        let now = SystemTime::now();
        for (side, than) in &self.ages {
            criteria.add(Age { side: *side, than: *than });
        }
        for start in &self.starts {
            criteria.add(start.resolve(now)?);
        }
        Ok(())
    }
}

/// A process that could not be looked at for a reason that says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// None: the list of all.
    pub(crate) of: Option<Pid>,
    pub(crate) error: Errno,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let error = crate::sys::Describe(self.error);
        match self.of {
            Some(pid) => write!(f, "/proc/{pid}: {error}"),
            None => write!(f, "/proc: {error}"),
        }
    }
}
