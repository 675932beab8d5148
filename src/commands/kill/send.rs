//! Sending, operand by operand: one that fails is reported and does not stop the rest.

use super::args::{Send, SendOptions, scope_option};
use super::guard::Guards;
use super::name::NAME;
use super::operand::{self, Operand, Refusal, quoted};
use crate::cli::ExitStatus;
use crate::cli::report::{self, escaped};
use crate::delivery::account::Tally;
use crate::delivery::order::{Deed, Order, Particulars, Scope};
use crate::delivery::outcome::Unsuited;
use crate::delivery::reporter::Reporter;
use crate::delivery::send::Delivery;
use crate::posix::conformance::Conformance;
use crate::process::handle;
use crate::process::view::View;
use crate::selection::criteria::Criteria;
use crate::selection::hold::Unavailable;
use crate::selection::named;
use crate::selection::source::{Meant, Source};
use crate::selection::wanted::{Unclear, Wanted};
use crate::signal::SignalOrNull;
use crate::sys::deliver::Target;

/// Carries out a command line: 0 if every target was signalled, 64 (in strict mode 1) if some were,
/// 124 if some are left when the time to wait for them is over, else 1; of signal 0, 77 if all that
/// failed are there and may not be signalled.
pub(super) fn execute(send: &Send) -> ExitStatus {
    let options = send.options();
    let asked = match Asked::resolve(options) {
        Ok(asked) => asked,
        Err(status) => return status,
    };
    let by_options = send.operands.is_empty() && options.selectors.is_empty();
    // The criteria that name a root do not apply to the members of its tree.
    let of_each = if by_options { &asked.guards } else { &asked.all };
    let mut order = order(send, of_each.clone());
    // As trees they are hunted from these processes on, so that new children of theirs are found,
    // too.
    let alone = options.guards.as_deref().and_then(Guards::descendants_alone);
    let roots = alone.filter(|_| by_options && order.scope != Scope::Target);
    if roots.is_some() {
        order.scope = Scope::Descendants;
    }
    if order.holds_many() || options.names_targets() {
        handle::raise_descriptor_limit();
    }
    let unsuited = |unsuited| unsuited_text(send, unsuited);
    let mut delivery =
        Delivery::begin(&order, Reporter::new(NAME, options.ordered.verbose, &unsuited));
    for word in send.operands {
        deliver_to_operand(word.bytes(), send, &asked, &mut delivery);
    }
    for selector in &options.selectors {
        selector.source.each(&mut |subject, meant| delivery.deliver(subject, meant));
    }
    for root in roots.unwrap_or_default() {
        delivery.deliver_to_number(root.to_string().as_bytes(), Target::Process(*root));
    }
    if by_options && roots.is_none() {
        let subject = options.guards.as_deref().map(Guards::subject).unwrap_or_default();
        named::each_that_fits(&subject, &asked.all, &mut |subject, held| {
            delivery.deliver(subject, held.map(Meant::Process));
        });
    }
    status(delivery.finish(), send.signal, send.conformance)
}

/// The criteria of the options.
#[derive(Default)]
struct Asked<'a> {
    guards: Criteria<'a>,
    /// With the criteria that name targets.
    all: Criteria<'a>,
}

impl<'a> Asked<'a> {
    /// # Errors
    ///
    /// Something that is named is not there; that was reported.
    fn resolve(options: &SendOptions<'a>) -> Result<Asked<'a>, ExitStatus> {
        let Some(asked) = options.guards.as_deref() else { return Ok(Asked::default()) };
        // Without it each process is found to be one that cannot be looked at.
        let view = View::open().ok();
        let resolve = |wanted: &Wanted<'a>| {
            wanted.resolve_in(view.as_ref()).map_err(|unclear| {
                match unclear {
                    Unclear::Usage(error) => report::report(NAME, &error.subject, error.reason),
                    Unclear::Unavailable(subject, why) => report::report(NAME, &subject, why),
                }
                ExitStatus::FAILURE
            })
        };
        let guards = resolve(&asked.asked)?;
        let mut all = guards.clone();
        all.add_all(&resolve(&asked.naming)?);
        Ok(Asked { guards, all })
    }
}

fn order<'a>(send: &'a Send<'a>, mut criteria: Criteria<'a>) -> Order<'a> {
    let options = send.options();
    if let Some(signal) = send.signal.filter(|_| options.require_handler) {
        criteria.and_catches(signal);
    }
    let deed = match (options.print, options.ordered.dry_run) {
        (true, _) => Deed::List(options.listing),
        (false, true) => Deed::Foretell,
        (false, false) => Deed::Send,
    };
    Order {
        deed,
        signal: send.signal,
        value: options.ordered.value,
        scope: options.ordered.scope,
        criteria,
        follow_ups: &options.ordered.follow_ups,
        wait: options.ordered.wait,
        particulars: Particulars::default(),
    }
}

fn deliver_to_operand(word: &[u8], send: &Send, asked: &Asked, delivery: &mut Delivery) {
    let source = match operand::parse(word, send.conformance) {
        Ok(Operand::Target(target)) => return delivery.deliver_to_number(word, target),
        Ok(Operand::Identified { pid, inode }) => Source::Identified { pid, inode, written: word },
        Ok(Operand::Name(name)) => {
            let any_user = send.options().any_user();
            return named::each(name, any_user, &asked.all, &mut |subject, held| {
                delivery.deliver(subject, held.map(Meant::Process));
            });
        }
        Err(refusal) => {
            let reason = Unavailable::Explained(refusal.to_string());
            return match refusal {
                Refusal::Malformed => delivery.deliver(&quoted(word), Err(reason)),
                Refusal::NotPosix if word.iter().any(u8::is_ascii_digit) => {
                    delivery.deliver(&quoted(word), Err(reason));
                }
                _ => delivery.deliver(word, Err(reason)),
            };
        }
    };
    source.each(&mut |subject, meant| delivery.deliver(subject, meant));
}

/// The diagnostic for an option that several processes at once cannot have.
fn unsuited_text(send: &Send, unsuited: Unsuited) -> String {
    let options = send.options();
    let option = match unsuited {
        Unsuited::Scope => scope_option(options.ordered.scope),
        Unsuited::Criteria => match options.guards.as_deref().and_then(Guards::first) {
            Some(word) => &escaped(word),
            None => "-r",
        },
        Unsuited::Value => "-q",
        Unsuited::Inode => "--inode",
        Unsuited::Following => {
            return format!(
                "-w, -k and --timeout follow processes and process groups, but not -1 and \
                 {NAME}'s own group"
            );
        }
    };
    format!("{option} takes process IDs and command names, not process groups")
}

fn status(tally: Tally, signal: SignalOrNull, conformance: Conformance) -> ExitStatus {
    match tally {
        Tally { output_failed: true, .. } => ExitStatus::FAILURE,
        Tally { failed: 1.., .. } if matches!(conformance, Conformance::Posix(_)) => {
            ExitStatus::FAILURE
        }
        Tally { failed: 1.., forbidden, left: false, .. }
            if signal.is_none() && forbidden == tally.failed =>
        {
            ExitStatus::NO_PERMISSION
        }
        Tally { delivered: 0, .. } => ExitStatus::FAILURE,
        Tally { left: true, .. } => ExitStatus::TIMED_OUT,
        Tally { failed: 0, .. } => ExitStatus::SUCCESS,
        Tally { failed: 1.., .. } => ExitStatus::PARTIAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posix::conformance::Level;

    /// The exit status, and that in strict mode.
    fn status_of(tally: Tally, signal: &str) -> (u8, u8) {
        let signal = crate::signal::parse(signal.as_bytes()).expect("a signal");
        let strict = Conformance::Posix(Level::Base);
        (status(tally, signal, Conformance::Extended).0, status(tally, signal, strict).0)
    }

    #[test]
    fn signal_0_says_whether_all_that_failed_are_there() {
        let none = Tally {
            delivered: 0,
            failed: 0,
            forbidden: 0,
            unheld: 0,
            left: false,
            output_failed: false,
        };
        let forbidden = Tally { failed: 2, forbidden: 2, ..none };
        assert_eq!(status_of(forbidden, "0"), (77, 1));
        assert_eq!(status_of(forbidden, "TERM"), (1, 1));
        assert_eq!(status_of(Tally { delivered: 1, ..forbidden }, "0"), (77, 1));
        assert_eq!(status_of(Tally { failed: 3, ..forbidden }, "0"), (1, 1));
        assert_eq!(status_of(Tally { delivered: 1, failed: 3, ..forbidden }, "0"), (64, 1));
        // That one was alive when it was asked for is no news once it is waited for in vain.
        assert_eq!(status_of(Tally { delivered: 1, left: true, ..forbidden }, "0"), (124, 1));
        assert_eq!(status_of(Tally { output_failed: true, ..forbidden }, "0"), (1, 1));
        assert_eq!(status_of(none, "0"), (1, 1));
    }

    #[test]
    fn the_status_says_whether_all_some_or_none_were_signalled() {
        let status_of = |delivered, failed, left, output_failed| {
            let forbidden = failed;
            let tally = Tally { delivered, failed, forbidden, unheld: 0, left, output_failed };
            status_of(tally, "TERM")
        };
        assert_eq!(status_of(2, 0, false, false), (0, 0));
        assert_eq!(status_of(1, 1, false, false), (64, 1));
        assert_eq!(status_of(0, 2, false, false), (1, 1));
        assert_eq!(status_of(0, 0, false, false), (1, 1));
        assert_eq!(status_of(2, 0, true, false), (124, 124));
        assert_eq!(status_of(1, 1, true, false), (124, 1));
        assert_eq!(status_of(2, 0, false, true), (1, 1));
    }
}
