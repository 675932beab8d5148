//! The names and numbers of one system as a whole: of this one, or of another target.

use std::ops::RangeInclusive;

use super::facts::DefaultAction;
use super::facts::Fact;
use super::facts::Posix;
use super::headers;
use super::headers::Table;
use super::name::Description;
use super::name::Name;
use super::real_time::real_time;
use super::spelling::Unknown;
use super::spelling::number_of_name;
use super::status;

/// A system's names and numbers.
#[derive(Clone, Debug)]
pub struct Numbering {
    table: &'static Table,
    real_time: Option<RangeInclusive<u8>>,
    /// The name that `<signal.h>` has for each number. The table is read once for all of them.
    names: [Option<&'static str>; 128],
}

impl Numbering {
    /// This system's. libc is asked for the range of the real-time signals.
    pub fn native() -> Numbering {
        Numbering::new(headers::NATIVE, real_time())
    }

    /// Another target's.
    pub fn of(table: &'static Table) -> Numbering {
        Numbering::new(table, table.real_time.map(|(lowest, highest)| lowest..=highest))
    }

    fn new(table: &'static Table, real_time: Option<RangeInclusive<u8>>) -> Numbering {
        let mut names = [None; 128];
        for entry in table.entries() {
            let name: &mut Option<&str> = &mut names[usize::from(entry.number)];
            *name = name.or(Some(entry.name));
        }
        Numbering { table, real_time, names }
    }

    fn fixed(&self, number: u8) -> Option<&'static str> {
        *self.names.get(usize::from(number))?
    }

    /// The table of the numbers.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// The highest number that kill(2) accepts.
    pub fn highest(&self) -> u8 {
        self.table.highest
    }

    /// The numbers of the signals that `kill -l` names: those of `<signal.h>`, then RTMIN and
    /// RTMAX.
    pub fn named(&self) -> impl Iterator<Item = u8> {
        let fixed = (1..=self.table.highest).filter(|number| self.fixed(*number).is_some());
        fixed.chain(self.real_time.iter().flat_map(|range| [*range.start(), *range.end()]))
    }

    /// The name that is printed for a number.
    pub fn name(&self, number: u8) -> Name {
        match self.fixed(number) {
            Some(name) => Name::Fixed(name),
            None => Name::without_fact(number, self.real_time.as_ref()),
        }
    }

    /// The known facts about the signal of a number; None for real-time signals and for numbers
    /// without a name.
    pub fn fact(&self, number: u8) -> Option<&'static Fact> {
        self.fixed(number).and_then(Fact::of)
    }

    /// The place of the signal in POSIX.
    pub fn posix(&self, number: u8) -> Posix {
        Posix::of(self.fact(number), self.name(number).is_number())
    }

    /// The default action. Real-time signals terminate (POSIX.1-2024 XBD
    /// `<signal.h>`), and so do those that the C library keeps to itself.
    pub fn default_action(&self, number: u8) -> DefaultAction {
        self.fact(number)
            .map_or(DefaultAction::Terminate, |fact| fact.default_action_on(self.table.system))
    }

    /// The meaning of the signal, in the words of strsignal(3).
    pub fn description(&self, number: u8) -> Description {
        match self.fact(number) {
            Some(fact) => Description::Fixed(fact.description),
            None => match &self.real_time {
                Some(range) if range.contains(&number) => {
                    Description::RealTime(number - range.start())
                }
                _ => Description::Reserved,
            },
        }
    }

    /// The number of a name, in any case, with or without SIG; 0 for EXIT.
    ///
    /// # Errors
    ///
    /// The system has no signal of this name.
    pub fn by_name(&self, word: &[u8]) -> Result<u8, Unknown> {
        number_of_name(word, self.table, || self.real_time.clone())
    }

    /// The base and the number that a number or a shell's exit status is the sum of; see
    /// [`status`].
    pub fn decode(&self, status: u32) -> Option<(u32, u8)> {
        status::split(status, self.table.highest)
    }
}
