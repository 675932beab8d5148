//! The criteria of a command line, as written and as compared.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::age::{Age, Side as AgeSide};
use super::catches::Catches;
use super::container::{Container, NoContainer};
use super::control_group::ControlGroup;
use super::criteria::Criteria;
use super::criterion::AnyOf;
use super::descendants::Descendants;
use super::directory::Directory;
use super::disposed::{Disposed, Kind};
#[cfg(feature = "select")]
use super::ere::{Manner, Pattern, PatternError};
use super::executable::Executable;
use super::hold::{Unavailable, cannot_see};
use super::list;
#[cfg(feature = "select")]
use super::matching::{Against, Matching};
use super::name::Name;
use super::namespaces::{self, Namespaces, OwnNamespace};
use super::options::Asks;
use super::owner::{Kind as OwnerKind, Owner};
use super::pids::Pids;
use super::port::{Port, Ports};
use super::recorded::{self, Recorded};
use super::relation::{Kind as RelationKind, Relation};
use super::resident::Resident;
#[cfg(feature = "select")]
use super::security_context::SecurityContext;
use super::started::{AskedStart, Side};
use super::state::State;
use super::terminal::Terminal;
use super::unit::Units;
use super::uses::Uses;
use super::variable::Variable;
use crate::cli::duration;
use crate::cli::parse::UsageError;
use crate::process::identified::Identified;
use crate::process::view::View;
use crate::signal::Signal;
use crate::sys::{Errno, Pid};

/// The criteria as they were written: the values of one list are alternatives, all else must hold.
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
    pub(crate) pids: Vec<Identified>,
    pub(crate) control_groups: Vec<&'a [u8]>,
    pub(crate) units: Vec<&'a [u8]>,
    pub(crate) containers: Vec<&'a [u8]>,
    pub(crate) used: Vec<&'a [u8]>,
    pub(crate) whole_file_systems: bool,
    pub(crate) descendants_of: Vec<Pid>,
    pub(crate) disposed: Vec<Disposed>,
    pub(crate) variables: Vec<&'a [u8]>,
    pub(crate) names: Vec<Name<'a>>,
    pub(crate) executables: Vec<&'a [u8]>,
    pub(crate) directories: Vec<&'a [u8]>,
    pub(crate) ports: Vec<Port>,
    pub(crate) ages: Vec<(AgeSide, Duration)>,
    pub(crate) starts: Vec<AskedStart<'a>>,
    pub(crate) resident: Vec<Resident>,
    pub(crate) catches: Option<Signal>,
    pub(crate) namespaces_of: Option<Pid>,
    pub(crate) namespaces: Vec<&'static str>,
    pub(crate) own_namespace: bool,
    pub(crate) no_zombies: bool,
    pub(crate) recorded: Option<Recorded<'a>>,
    #[cfg(feature = "select")]
    pub(crate) contexts: Vec<&'a [u8]>,
    #[cfg(feature = "select")]
    pub(crate) pattern: Option<Written<'a>>,
}

/// A pattern as it was written.
#[cfg(feature = "select")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) manner: Manner,
    pub(crate) literal: bool,
    pub(crate) against: Against,
}

#[cfg(feature = "select")]
impl Written<'_> {
    /// # Errors
    ///
    /// The error of the pattern.
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
    /// The reason why a file or a process that it names is not available.
    Unavailable(Vec<u8>, Unavailable),
}

impl From<UsageError> for Unclear {
    fn from(error: UsageError) -> Unclear {
        Unclear::Usage(error)
    }
}

impl<'a> Wanted<'a> {
    /// Takes an option over, if it is one of those that ask something of a process by itself;
    /// `value` is empty if it has none.
    ///
    /// # Errors
    ///
    /// Its value is wrong.
    pub(crate) fn take(&mut self, asks: Asks, value: &'a [u8]) -> Result<bool, UsageError> {
        let wrong = |reason: &'static str| UsageError::new(value, reason);
        match asks {
            Asks::Name => self.names.push(Name::parse(value).map_err(wrong)?),
            Asks::EffectiveUser => self.effective_users.extend(parts(value)?),
            Asks::RealUser => self.real_users.extend(parts(value)?),
            Asks::RealGroup => self.real_groups.extend(parts(value)?),
            Asks::Pid => self.pids.extend(list::identified(value).map_err(wrong)?),
            Asks::Parent => self.parents.extend(list::pids_or_zero(value).map_err(wrong)?),
            Asks::Group => self.groups.extend(list::pids_or_zero(value).map_err(wrong)?),
            Asks::Session => self.sessions.extend(list::pids_or_zero(value).map_err(wrong)?),
            Asks::Terminal => self.terminals.extend(parts(value)?),
            Asks::State => self.states.extend(State::parse(value).map_err(wrong)?),
            Asks::NoZombies => self.no_zombies = true,
            Asks::Older => self.ages.push((AgeSide::Older, time(value)?)),
            Asks::Newer => self.ages.push((AgeSide::Newer, time(value)?)),
            Asks::StartedBefore => self.starts.push(started(Side::Before, value)?),
            Asks::StartedAfter => self.starts.push(started(Side::After, value)?),
            Asks::Executable => self.executables.push(path(value)?),
            Asks::Directory => self.directories.push(path(value)?),
            Asks::Port => self.ports.extend(Port::parse(value).map_err(wrong)?),
            Asks::Resident => self.resident.push(Resident::parse(value).map_err(wrong)?),
            Asks::Variable => self.variables.push(variable(value)?),
            Asks::ControlGroup => self.control_groups.extend(parts(value)?),
            Asks::Unit => self.units.extend(Units::parse(value).map_err(wrong)?),
            Asks::Container => self.containers.push(Container::parse(value).map_err(wrong)?),
            Asks::Uses => self.used.push(path(value)?),
            Asks::Mount => self.whole_file_systems = true,
            Asks::DescendantsOf => self.descendants_of.extend(list::pids(value).map_err(wrong)?),
            Asks::CatchesOneOf => self.dispose(Kind::Catches, value)?,
            Asks::IgnoresOneOf => self.dispose(Kind::Ignores, value)?,
            Asks::BlocksOneOf => self.dispose(Kind::Blocks, value)?,
            Asks::Namespaces => {
                let pid = Pid::from_digits(value).ok_or_else(|| wrong("not a process ID"))?;
                self.namespaces_of = Some(pid);
            }
            Asks::NamespaceList => self.namespaces.extend(namespaces::kinds(value).map_err(wrong)?),
            Asks::OwnNamespace => self.own_namespace = true,
            Asks::Pidfile
            | Asks::Full
            | Asks::Exact
            | Asks::IgnoreCase
            | Asks::Literal
            | Asks::Inverse
            | Asks::Newest
            | Asks::Oldest
            | Asks::Locked
            | Asks::Catches
            | Asks::IgnoreAncestors
            | Asks::WithAncestors => return Ok(false),
        }
        Ok(true)
    }

    fn dispose(&mut self, kind: Kind, value: &[u8]) -> Result<(), UsageError> {
        let disposed = Disposed::parse(kind, value).map_err(|why| UsageError::new(value, why))?;
        disposed.add_to(&mut self.disposed);
        Ok(())
    }

    /// True if nothing is asked at all.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Wanted::default()
    }

    /// True if what is asked fits nearly every process: it narrows a choice, and is none itself.
    pub(crate) fn only_narrows(&self) -> bool {
        let Wanted { own_namespace, no_zombies, .. } = *self;
        *self == Wanted { own_namespace, no_zombies, ..Wanted::default() }
    }

    /// Succeeds if what is to be read was open when this process began.
    ///
    /// # Errors
    ///
    /// Standard input is not.
    pub(super) fn require_input(&self) -> Result<(), Unclear> {
        let Some(recorded) = self.recorded else { return Ok(()) };
        recorded::require_readable(recorded)
            .map_err(|why| Unclear::Unavailable(recorded.path.to_vec(), why))
    }

    /// Looks up users, terminals, files and processes.
    ///
    /// # Errors
    ///
    /// Something that is named is not there.
    pub(crate) fn resolve(&self, view: &View) -> Result<Criteria<'a>, Unclear> {
        self.resolve_in(Some(view))
    }

    /// The same where there may be no /proc.
    ///
    /// # Errors
    ///
    /// As above; something is asked of other processes than each.
    pub(crate) fn resolve_in(&self, view: Option<&View>) -> Result<Criteria<'a>, Unclear> {
        let mut criteria = Criteria::default();
        self.add_relations(&mut criteria);
        self.add_owners(&mut criteria)?;
        self.add_lists(&mut criteria);
        self.add_times(&mut criteria)?;
        if !self.directories.is_empty() {
            let directories = self.directories.iter().map(|written| Directory::resolve(written));
            criteria.add(directories.collect::<Result<AnyOf<_>, _>>()?);
        }
        if let Some(first) = self.pids.first() {
            let unavailable = |why| Unclear::Unavailable(first.pid.to_string().into_bytes(), why);
            criteria.add(Pids::resolve(self.pids.clone()).map_err(unavailable)?);
        }
        self.add_what_is_looked_for(view, &mut criteria)?;
        #[cfg(feature = "select")]
        if let Some(written) = &self.pattern {
            let pattern =
                written.compile().map_err(|wrong| UsageError::new(written.text, wrong))?;
            criteria.add(Matching { pattern, against: written.against });
        }
        #[cfg(feature = "select")]
        if !self.contexts.is_empty() {
            let compile = |text: &&'a [u8]| {
                let wrong = |wrong| UsageError::new(text, wrong);
                Pattern::compile(text, Manner::default()).map_err(wrong)
            };
            let patterns = self.contexts.iter().map(compile);
            criteria.add(SecurityContext(patterns.collect::<Result<_, _>>()?));
        }
        Ok(criteria)
    }

    /// Looks for what must be there before a process can be asked.
    fn add_what_is_looked_for(
        &self,
        view: Option<&View>,
        criteria: &mut Criteria<'a>,
    ) -> Result<(), Unclear> {
        if let Some(of) = self.namespaces_of {
            let unavailable = |why| Unclear::Unavailable(of.to_string().into_bytes(), why);
            let view = view.ok_or_else(|| unavailable(cannot_see(Errno::ENOENT)))?;
            criteria.add(Namespaces::resolve(view, of, &self.namespaces).map_err(unavailable)?);
        }
        if let Some(recorded) = self.recorded {
            let unavailable = |why| Unclear::Unavailable(recorded.path.to_vec(), why);
            match recorded.trusted_by {
                None => criteria.add(Pids::of(recorded::pid_in(recorded).map_err(unavailable)?)),
                Some(reader) => {
                    criteria.add(recorded::process_in(recorded, reader).map_err(unavailable)?);
                }
            }
        }
        if !self.containers.is_empty() {
            let unavailable = |subject: &[u8], why| Unclear::Unavailable(subject.to_vec(), why);
            let first = self.containers[0];
            let view = view.ok_or_else(|| unavailable(first, cannot_see(Errno::ENOENT)))?;
            let containers = self.containers.iter();
            let resolved = containers.map(|written| Container::resolve(view, written));
            criteria.add(resolved.collect::<Result<AnyOf<_>, _>>().map_err(
                |error| match error {
                    NoContainer::Several(error) => Unclear::Usage(error),
                    NoContainer::System(error) => unavailable(first, cannot_see(error)),
                },
            )?);
        }
        if !self.descendants_of.is_empty() {
            let unavailable =
                |(pid, why): (Pid, _)| Unclear::Unavailable(pid.to_string().into_bytes(), why);
            criteria.add(Descendants::resolve(&self.descendants_of).map_err(unavailable)?);
        }
        if !self.used.is_empty() {
            let resolve = |written: &&'a [u8]| {
                Uses::resolve(written, self.whole_file_systems)
                    .map_err(|why| UsageError::new(written, why))
            };
            criteria.add(self.used.iter().map(resolve).collect::<Result<AnyOf<_>, _>>()?);
        }
        if !self.ports.is_empty() {
            let unavailable = |why| Unclear::Unavailable(b"--port".to_vec(), why);
            criteria.add(Ports::resolve(&self.ports).map_err(unavailable)?);
        }
        Ok(())
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
        if !self.units.is_empty() {
            criteria.add(Units::of(&self.units));
        }
        if !self.variables.is_empty() {
            criteria.add(Variable(self.variables.clone()));
        }
        if !self.names.is_empty() {
            criteria.add(self.names.iter().copied().collect::<AnyOf<_>>());
        }
        if !self.executables.is_empty() {
            let executables = self.executables.iter();
            let resolved = executables.map(|path| Executable::resolve(path));
            criteria.add(resolved.collect::<AnyOf<_>>());
        }
        if self.own_namespace {
            criteria.add(OwnNamespace);
        }
        for resident in &self.resident {
            criteria.add(*resident);
        }
        for disposed in &self.disposed {
            criteria.add(disposed.criterion());
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

fn parts(value: &[u8]) -> Result<Vec<&[u8]>, UsageError> {
    list::parts(value).map_err(|reason| UsageError::new(value, reason))
}

fn time(value: &[u8]) -> Result<Duration, UsageError> {
    duration::read(value).map_err(|wrong| UsageError::new(value, wrong))
}

fn started(side: Side, value: &[u8]) -> Result<AskedStart<'_>, UsageError> {
    AskedStart::parse(side, value).map_err(|reason| UsageError::new(value, reason))
}

pub(super) fn path(value: &[u8]) -> Result<&[u8], UsageError> {
    if value.is_empty() { Err(UsageError::new(value, "a path is expected")) } else { Ok(value) }
}

fn variable(value: &[u8]) -> Result<&[u8], UsageError> {
    match value {
        [] | [b'=', ..] => Err(UsageError::new(value, "not NAME or NAME=VALUE")),
        value => Ok(value),
    }
}

/// A process that could not be looked at for a reason that does not concern it.
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
