//! The forecast for the processes that were found, and why they were: a line or a JSON object each.

use std::collections::{BTreeMap, BTreeSet};

use super::forecast::{self, Told};
use super::outcome::Missed;
use super::subject::{named, without_number};
use crate::process::name::Named;
use crate::process::proc::unseen;
use crate::process::view::{Task, View};
use crate::selection::json;
use crate::selection::look::Look;
use crate::selection::picture::Picture;
use crate::selection::scan::Spared;
use crate::selection::uninspected::{Uninspected, not_inspected};
use crate::selection::users::names;
use crate::selection::wanted::Fault;
use crate::signal::SignalOrNull;
use crate::sys::{Errno, Pid};

pub(crate) struct Table<'v> {
    signal: SignalOrNull,
    look: Look<'v>,
    /// Where JSON is written, the names of users.
    users: Option<BTreeMap<u32, Vec<u8>>>,
    rows: Vec<String>,
    /// The rows of several processes, which have no place in a picture.
    sums: Vec<String>,
    /// Where standard output is a terminal, and trees are meant.
    picture: Option<Picture>,
    /// How many the signal would be sent to.
    pub(crate) sendable: usize,
    /// The targets that they belong to.
    pub(crate) reached: BTreeSet<Pid>,
    /// How many it may not be sent to.
    pub(crate) forbidden: usize,
}

impl<'v> Table<'v> {
    pub(crate) fn begin(view: &'v View, signal: SignalOrNull, in_json: bool) -> Table<'v> {
        Table {
            signal,
            look: Look::at_whole(view, Pid::own()),
            users: in_json.then(names),
            rows: Vec::new(),
            sums: Vec::new(),
            picture: None,
            sendable: 0,
            reached: BTreeSet::new(),
            forbidden: 0,
        }
    }

    /// The same, as a picture of trees where that is for a terminal.
    pub(crate) fn drawn(mut self) -> Table<'v> {
        if self.users.is_none() {
            self.picture = Picture::on_output();
        }
        self
    }

    /// Adds one that is meant, unless it is gone; true if the signal would be sent to it.
    ///
    /// # Errors
    ///
    /// It cannot be looked at for a reason that says nothing of it.
    pub(crate) fn add(&mut self, pid: Pid, why: &str) -> Result<bool, Errno> {
        let told = forecast::of_process(self.signal, pid).map(Some).or_else(unseen)?;
        let Some(told) = told else { return Ok(false) };
        if let Some(Missed::Foretold(Some(_))) = told.missed {
            self.forbidden += 1;
            self.add_left_out(pid, "the signal may not be sent", why)?;
            return Ok(false);
        }
        self.sendable += 1;
        self.add_told(pid, &told, why)?;
        Ok(true)
    }

    /// Adds one to which nothing is sent, with what would happen.
    ///
    /// # Errors
    ///
    /// As above.
    pub(crate) fn add_unsent(&mut self, pid: Pid, effect: &str, why: &str) -> Result<(), Errno> {
        self.add_told(pid, &Told::unsent(pid, effect), why)
    }

    fn add_told(&mut self, pid: Pid, told: &Told, why: &str) -> Result<(), Errno> {
        match self.users {
            None => {
                let line = told.line(why);
                if let Some(picture) = &mut self.picture {
                    picture.add(pid, without_number(&line, pid));
                }
                self.rows.push(line);
                Ok(())
            }
            Some(_) => self.add_object(pid, why, ("effect", &told.effect)),
        }
    }

    /// Adds those that fit and that `speaker` leaves alone.
    ///
    /// # Errors
    ///
    /// One cannot be looked at for a reason that says nothing of it.
    pub(crate) fn add_spared(
        &mut self,
        spared: &[(Pid, Spared)],
        speaker: &str,
    ) -> Result<(), Fault> {
        let mut uninspected = None;
        for (pid, spared) in spared {
            let reason = match spared {
                Spared::Ancestor => format!("an ancestor of {speaker}"),
                Spared::CopyOfAncestor => {
                    format!("a copy of an ancestor of {speaker} that has executed no program")
                }
                Spared::KernelThread => "a kernel thread".to_owned(),
                // They may be all processes of all other users.
                Spared::Unseen(error) if self.users.is_none() => {
                    Uninspected::add(&mut uninspected, *pid, *error);
                    continue;
                }
                Spared::Unseen(error) => not_inspected(*error),
            };
            let fault = |error| Fault { of: Some(*pid), error };
            self.add_left_out(*pid, &reason, "").map_err(fault)?;
        }
        match uninspected.map(|uninspected| (uninspected.only(), uninspected)) {
            None => Ok(()),
            Some((Some((pid, error)), _)) => {
                let fault = |error| Fault { of: Some(pid), error };
                self.add_left_out(pid, &not_inspected(error), "").map_err(fault)
            }
            Some((None, several)) => {
                self.sums.push(format!("left out: {}", several.reason()));
                Ok(())
            }
        }
    }

    /// Adds one that is left alone although it was found.
    ///
    /// # Errors
    ///
    /// As above.
    fn add_left_out(&mut self, pid: Pid, reason: &str, why: &str) -> Result<(), Errno> {
        match self.users {
            None => {
                let line = format!("{}: left out: {reason}", named(&Named::of(pid)));
                if let Some(picture) = &mut self.picture {
                    picture.add_context(pid, without_number(&line, pid));
                }
                self.rows.push(line);
                Ok(())
            }
            Some(_) => self.add_object(pid, why, ("left_out", reason)),
        }
    }

    fn add_object(&mut self, pid: Pid, why: &str, other: (&str, &str)) -> Result<(), Errno> {
        self.look.turn_to(Task::of(pid));
        let Some(users) = &self.users else { return Ok(()) };
        let object = json::object(&self.look, users, why, None, Some(other));
        self.rows.extend(object.map(Some).or_else(unseen)?);
        Ok(())
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        let drawn = self.picture.as_ref().and_then(|picture| picture.text(self.look.view()).ok());
        let lines = |rows: &[String]| rows.iter().map(|row| format!("{row}\n")).collect::<String>();
        match (drawn, &self.users) {
            (Some(drawn), _) => drawn + &lines(&self.sums),
            (None, None) => lines(&self.rows) + &lines(&self.sums),
            (None, Some(_)) => {
                json::document(&self.rows.iter().map(String::as_str).collect::<Vec<_>>())
            }
        }
    }
}
