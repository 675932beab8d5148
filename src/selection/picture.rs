//! Processes as a tree on a terminal: those that are meant, and as context their ancestors.
//!
//! Only a terminal gets a picture. What goes anywhere else is for programs, and stays lines.

mod layout;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::command_line::with_command_line;
use super::look::Look;
use super::users::names;
use super::wanted::Fault;
use crate::cli::escape::visible;
use crate::process::proc::unseen;
use crate::process::start_time;
use crate::process::view::{Task, View};
use crate::sys::environment::Environment;
use crate::sys::output::terminal_width;
use crate::sys::{Errno, Pid};
use layout::{ASCII, Drawn, Style, UTF_8};

/// A picture for standard output.
pub(crate) struct Picture {
    style: Style,
    added: BTreeMap<Pid, Added>,
}

/// A process, before the picture is drawn.
struct Added {
    /// Its text; empty: its command line.
    text: String,
    is_meant: bool,
}

impl Picture {
    /// An empty one; None where standard output is no terminal.
    pub(crate) fn on_output() -> Option<Picture> {
        let width = terminal_width()?;
        let environment = Environment::own();
        let style = Style {
            // One column less, or some terminals would go on to the next line.
            width: width.saturating_sub(1),
            has_colors: !environment.has_no_color() && !environment.is_of_dumb_terminal(),
            lines: if environment.is_utf8() { &UTF_8 } else { &ASCII },
        };
        Some(Picture { style, added: BTreeMap::new() })
    }

    /// Adds one that is meant, with a text that is escaped already; an empty one stands for its
    /// command line.
    pub(crate) fn add(&mut self, pid: Pid, text: &str) {
        self.added.insert(pid, Added { text: text.to_owned(), is_meant: true });
    }

    /// Adds one that is only context, unless it is meant.
    pub(crate) fn add_context(&mut self, pid: Pid, text: &str) {
        if let Entry::Vacant(place) = self.added.entry(pid) {
            place.insert(Added { text: text.to_owned(), is_meant: false });
        }
    }

    /// The lines; none if nothing was added. One that has ended in the meantime is not there.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn text(&self, view: &View) -> Result<String, Fault> {
        let mut look = Look::at(view, Pid::own());
        let parents = parents(&mut look)?;
        let mut shown: BTreeSet<Pid> = self.added.keys().copied().collect();
        for pid in self.added.keys() {
            let mut next = parents.get(pid).copied().flatten();
            // One that is shown already has its ancestors.
            while let Some(parent) = next.filter(|parent| shown.insert(*parent)) {
                next = parents.get(&parent).copied().flatten();
            }
        }
        let users = names();
        let mut drawn = Vec::new();
        for pid in shown {
            look.turn_to(Task::of(pid));
            let seen = self.drawn(&look, &users).map(Some).or_else(unseen);
            drawn.extend(seen.map_err(|error| Fault { of: Some(pid), error })?);
        }
        Ok(layout::draw(&drawn, &self.style))
    }

    fn drawn(&self, look: &Look, users: &BTreeMap<u32, Vec<u8>>) -> Result<Drawn, Errno> {
        let pid = look.task().process;
        let stat = look.stat()?;
        let user = look.effective_user()?;
        let user = users.get(&user).map_or_else(|| user.to_string(), |name| visible(name));
        let added = self.added.get(&pid);
        let text = match added {
            Some(Added { text, .. }) if !text.is_empty() => text.clone(),
            _ => with_command_line(look, |line| Ok(visible(line)))?,
        };
        Ok(Drawn {
            pid,
            parent: stat.parent,
            user,
            age: start_time::age(stat.started)?,
            text,
            is_meant: added.is_some_and(|added| added.is_meant),
        })
    }
}

/// The parent of each process.
fn parents(look: &mut Look) -> Result<BTreeMap<Pid, Option<Pid>>, Fault> {
    let all = look.view().processes().map_err(|error| Fault { of: None, error })?;
    let mut parents = BTreeMap::new();
    for pid in all {
        look.turn_to(Task::of(pid));
        let stat = look.stat().map(Some).or_else(unseen);
        if let Some(stat) = stat.map_err(|error| Fault { of: Some(pid), error })? {
            parents.insert(pid, stat.parent);
        }
    }
    Ok(parents)
}
