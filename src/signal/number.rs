//! A signal of this system, by its number.

use std::num::NonZeroU8;

use super::facts::DefaultAction;
use super::facts::Fact;
use super::facts::Posix;
use super::headers;
use super::name::Name;
use super::native;
use super::real_time::real_time;

/// A signal of this system: 1 up to the highest number that kill(2) accepts.
///
/// It is never 0, the null signal, which no process gets; [`crate::signal::SignalOrNull`] can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signal(NonZeroU8);

impl Signal {
    /// INT, which a terminal sends for Ctrl-C.
    pub const INT: Signal = Signal::named("INT");
    /// QUIT, which a terminal sends for Ctrl-\.
    pub const QUIT: Signal = Signal::named("QUIT");
    /// TERM, which kill sends by default.
    pub const TERM: Signal = Signal::named("TERM");
    /// KILL, which ends a stopped process too.
    pub const KILL: Signal = Signal::named("KILL");
    /// STOP, which no process can catch, block or ignore, as it cannot KILL.
    pub const STOP: Signal = Signal::named("STOP");
    /// TSTP, which a terminal sends for Ctrl-Z.
    pub const TSTP: Signal = Signal::named("TSTP");
    /// TTIN, which stops a process that reads a terminal in the background.
    pub const TTIN: Signal = Signal::named("TTIN");
    /// TTOU, which stops a process that writes to one there.
    pub const TTOU: Signal = Signal::named("TTOU");
    /// CONT, which ends every kind of stop.
    pub const CONT: Signal = Signal::named("CONT");
    /// CHLD, which reports a child that has ended, stopped or been continued.
    pub const CHLD: Signal = Signal::named("CHLD");

    /// From the header's table, as every other number.
    const fn named(name: &str) -> Signal {
        match headers::NATIVE.number(name) {
            Some(number) => match NonZeroU8::new(number) {
                Some(number) => Signal(number),
                None => unreachable!(),
            },
            None => panic!("every system has the signal"),
        }
    }

    /// The signal of a number as kill(2) takes it; None for 0 and for what is out of range.
    pub const fn new(number: i32) -> Option<Signal> {
        if number < 1 || number > headers::NATIVE.highest as i32 {
            return None;
        }
        match NonZeroU8::new(number as u8) {
            Some(number) => Some(Signal(number)),
            None => None,
        }
    }

    /// The number, as kill(2) takes it.
    pub const fn number(self) -> i32 {
        self.0.get() as i32
    }

    /// Every signal of this system in the order of the numbers, named or not.
    pub fn all() -> impl Iterator<Item = Signal> {
        (1..=headers::NATIVE.highest).filter_map(|number| Signal::new(i32::from(number)))
    }

    /// The known facts about a signal of `<signal.h>`; None for real-time signals and for numbers
    /// that libc keeps to itself.
    pub fn fact(self) -> Option<&'static Fact> {
        native::fact(self.0.get())
    }

    /// The action on this system of a process that neither ignores nor catches the signal. A signal
    /// that has no name of its own terminates (signal(7)).
    pub fn default_action(self) -> DefaultAction {
        self.fact()
            .map_or(DefaultAction::Terminate, |fact| fact.default_action_on(headers::NATIVE.system))
    }

    /// The place of the signal in POSIX.
    pub fn posix(self) -> Posix {
        Posix::of(self.fact(), self.name().is_number())
    }

    /// The name that is printed. Where a number has several, it is the one that util-linux, dash,
    /// bash and ksh93 print: CHLD, ABRT, IO.
    pub fn name(self) -> Name {
        match self.fact() {
            Some(fact) => Name::Fixed(fact.name),
            None => Name::without_fact(self.0.get(), real_time().as_ref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_never_0_nor_out_of_range() {
        let highest = i32::from(headers::NATIVE.highest);
        for number in [0, -1, i32::MIN, highest + 1, 256, 256 + 15, 65536 + 15, i32::MAX] {
            assert_eq!(Signal::new(number), None, "{number}");
        }
        assert_eq!(Signal::new(highest).map(Signal::number), Some(highest));
        assert_eq!(Signal::all().count(), usize::from(headers::NATIVE.highest));
    }

    #[test]
    fn posix_defines_what_it_defines() {
        let of = |posix| {
            let facts = Signal::all().filter_map(Signal::fact);
            let mut names: Vec<_> =
                facts.filter(|fact| fact.posix == posix).map(|fact| fact.name).collect();
            names.sort_unstable();
            names.join(" ")
        };
        assert_eq!(
            of(Posix::Base),
            "ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP TERM TSTP TTIN TTOU \
             URG USR1 USR2 WINCH"
        );
        assert_eq!(of(Posix::Xsi), "SYS TRAP VTALRM XCPU XFSZ");
    }
}
