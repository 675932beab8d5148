//! The order in which processes are shown.

use super::look::Look;
use super::wanted::Fault;
use crate::cli::declaration::{Completion, Takes, Value};
use crate::cli::parse::UsageError;
use crate::process::proc::unseen;
use crate::process::view::Task;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) key: SortKey,
    pub(crate) descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortKey {
    Pid,
    Start,
    Resident,
    Name,
}

/// The values of `--sort`.
const KEYS: &[&str] = &["pid", "start", "rss", "name", "-pid", "-start", "-rss", "-name"];

/// The option that asks for it: what it takes, and its text.
pub(crate) const TAKES: Takes =
    Takes::Values(&[Value { name: "KEY", completion: Completion::Words(KEYS) }]);
pub(crate) const HELP: &str = "Sort by pid, start, rss or name; -KEY reverses";
pub(crate) const MANUAL: &str = "\
Print the processes in the order of
.Cm pid , start , rss
or
.Cm name ;
with
.Cm \\-
in front of it, in the reverse order.";

impl Order {
    pub(crate) const BY_PID: Order = Order { key: SortKey::Pid, descending: false };

    /// Reads what `--sort` takes.
    ///
    /// # Errors
    ///
    /// It is something else.
    pub(crate) fn parse(value: &[u8]) -> Result<Order, UsageError> {
        let (descending, key) = match value.strip_prefix(b"-") {
            Some(key) => (true, key),
            None => (false, value),
        };
        let key = match key {
            b"pid" => SortKey::Pid,
            b"start" => SortKey::Start,
            b"rss" => SortKey::Resident,
            b"name" => SortKey::Name,
            _ => {
                let reason = "--sort takes pid, start, rss or name, with or without -";
                return Err(UsageError::new(value, reason));
            }
        };
        Ok(Order { key, descending })
    }

    /// Puts processes in it; those of one key by their IDs. One that has ended in the meantime
    /// drops out.
    ///
    /// # Errors
    ///
    /// /proc cannot be read.
    pub(crate) fn sort(self, look: &mut Look, tasks: &mut Vec<Task>) -> Result<(), Fault> {
        let mut keyed = Vec::with_capacity(tasks.len());
        for task in tasks.drain(..) {
            look.turn_to(task);
            let key = match self.key {
                SortKey::Pid => Ok((Vec::new(), u64::from(task.id().get().unsigned_abs()))),
                SortKey::Start => look.stat().map(|stat| (Vec::new(), stat.started.count())),
                SortKey::Resident => look.status().map(|status| (Vec::new(), status.resident)),
                SortKey::Name => look.name().map(|name| (name.to_vec(), 0)),
            };
            let key = key.map(Some).or_else(unseen);
            let key = key.map_err(|error| Fault { of: Some(task.process), error })?;
            keyed.extend(key.map(|key| (key, task)));
        }
        keyed.sort_by(|(one, first), (other, second)| {
            let keys = if self.descending { other.cmp(one) } else { one.cmp(other) };
            keys.then(first.id().cmp(&second.id()))
        });
        tasks.extend(keyed.into_iter().map(|(_, task)| task));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_have_a_dash_in_front() {
        let order = |key, descending| Ok(Order { key, descending });
        assert_eq!(Order::parse(b"rss"), order(SortKey::Resident, false));
        assert_eq!(Order::parse(b"-start"), order(SortKey::Start, true));
        for value in [&b""[..], b"-", b"age", b"--pid", b"PID"] {
            assert!(Order::parse(value).is_err(), "{}", value.escape_ascii());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_that_is_gone_drops_out_unless_its_number_is_all_that_counts() {
        use crate::process::view::View;
        use crate::sys::Pid;
        let view = View::open().unwrap();
        let mut look = Look::at(&view, Pid::own());
        let (own, first) = (Task::of(Pid::own()), Task::of(Pid::new(1).unwrap()));
        let gone = Task::of(Pid::new(i32::MAX).unwrap());
        let mut sorted = |order: &[u8]| {
            let mut tasks = vec![own, gone, first];
            Order::parse(order).unwrap().sort(&mut look, &mut tasks).unwrap();
            tasks
        };
        assert_eq!(sorted(b"-pid"), [gone, own, first]);
        assert_eq!(sorted(b"start"), [first, own]);
    }
}
