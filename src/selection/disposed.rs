//! Criteria: signals that a process catches, ignores or blocks.

use super::catches::Catches;
use super::criterion::{Cost, Criterion};
use super::list;
use super::look::Look;
use crate::process::threads::threads;
use crate::signal::{self, Signal};
use crate::sys::Errno;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Catches,
    Ignores,
    Blocks,
}

impl Kind {
    fn verb(self) -> &'static str {
        match self {
            Kind::Catches => "catch",
            Kind::Ignores => "ignore",
            Kind::Blocks => "block",
        }
    }
}

/// Signals of which one must be disposed of so.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Disposed {
    kind: Kind,
    signals: Vec<Signal>,
}

impl Disposed {
    /// Reads a list of signals.
    ///
    /// # Errors
    ///
    /// The reason why a value is wrong.
    pub(crate) fn parse(kind: Kind, value: &[u8]) -> Result<Disposed, &'static str> {
        let signal = |part: &[u8]| match signal::parse(part) {
            Ok(Some(signal)) => Ok(signal),
            _ => Err("not a list of signals, such as HUP,INT"),
        };
        let signals = list::parts(value)?.into_iter().map(signal).collect::<Result<_, _>>()?;
        Ok(Disposed { kind, signals })
    }

    /// The same where another list of the kind was given before: both count.
    pub(crate) fn add_to(self, all: &mut Vec<Disposed>) {
        match all.iter_mut().find(|other| other.kind == self.kind) {
            Some(other) => other.signals.extend(self.signals),
            None => all.push(self),
        }
    }

    /// The same, to be asked by itself.
    pub(crate) fn criterion(&self) -> Disposed {
        Disposed { kind: self.kind, signals: self.signals.clone() }
    }

    fn first(&self, look: &Look) -> Result<Option<Signal>, Errno> {
        for signal in &self.signals {
            let is = match self.kind {
                Kind::Catches => Catches(*signal).fits(look)?,
                Kind::Ignores => look.status()?.ignored.contains(*signal),
                Kind::Blocks => is_blocked(look, *signal)?,
            };
            if is {
                return Ok(Some(*signal));
            }
        }
        Ok(None)
    }
}

/// True if a signal to the process stays pending: all of its threads block it. A thread that is
/// looked at by itself is asked alone.
fn is_blocked(look: &Look, signal: Signal) -> Result<bool, Errno> {
    if !look.status()?.blocked.contains(signal) {
        return Ok(false);
    }
    if look.task().thread.is_some() || look.stat()?.threads <= 1 {
        return Ok(true);
    }
    Ok(threads(look.task().process)?.iter().all(|thread| thread.blocked.contains(signal)))
}

impl Criterion for Disposed {
    fn cost(&self) -> Cost {
        match self.kind {
            Kind::Catches => Cost::Long,
            Kind::Ignores | Kind::Blocks => Cost::Status,
        }
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        self.first(look).map(|signal| signal.is_some())
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        match (self.kind, &self.signals[..]) {
            (Kind::Catches, [signal]) => Catches(*signal).mismatch(look),
            (kind, signals) => {
                let names: Vec<_> =
                    signals.iter().map(|signal| signal.name().to_string()).collect();
                Ok(format!("it does not {} {}", kind.verb(), names.join(" or ")))
            }
        }
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let signal = self.first(look)?.map(|signal| signal.name().to_string());
        Ok(format!(
            "{}s {}",
            self.kind.verb().replace("catch", "catche"),
            signal.unwrap_or_default()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_have_names_and_numbers() {
        let read = |value: &str| Disposed::parse(Kind::Ignores, value.as_bytes());
        assert_eq!(read("HUP,sigint,15").unwrap().signals.len(), 3);
        for value in ["", "0", "EXIT", "HUPP", "HUP INT", "HUP,x"] {
            assert!(read(value).is_err(), "{value}");
        }
    }

    #[test]
    fn several_lists_of_one_kind_add_up() {
        let mut all = Vec::new();
        for (kind, value) in [(Kind::Ignores, "HUP"), (Kind::Blocks, "HUP"), (Kind::Ignores, "INT")]
        {
            Disposed::parse(kind, value.as_bytes()).unwrap().add_to(&mut all);
        }
        assert_eq!(all.iter().map(|one| one.signals.len()).collect::<Vec<_>>(), [2, 1]);
    }
}
