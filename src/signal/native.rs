//! The known facts about the signals of the system that sigkit runs on, by their numbers.
//!
//! It is joined while compiling from the target's header ([`headers`]), whose numbers the libc
//! crate has confirmed, and from what is known of each name ([`Fact`]).

use super::facts::Fact;
use super::headers;

/// One more than the highest number of any target.
const NUMBERS: usize = 128;

static FACTS: [Option<&Fact>; NUMBERS] = {
    let mut facts = [None; NUMBERS];
    let mut number = 1;
    while number < NUMBERS {
        if let Some(name) = headers::NATIVE.name(number as u8) {
            facts[number] = Fact::of(name);
            assert!(
                facts[number].is_some(),
                "a signal of the target's <signal.h> has no row in src/signal/facts.rs"
            );
        }
        number += 1;
    }
    facts
};

/// The known facts about the signal of a number; None if it has no name of its own.
pub(super) fn fact(number: u8) -> Option<&'static Fact> {
    *FACTS.get(usize::from(number))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_header_has_the_fact_of_its_name() {
        for number in 0..=u8::MAX {
            assert_eq!(
                fact(number).map(|fact| fact.name),
                headers::NATIVE.name(number),
                "{number}"
            );
        }
    }

    #[test]
    fn every_number_below_rtmin_has_a_name() {
        // Linux keeps 32 and 33 (musl 34, too) to the C library.
        #[cfg(target_os = "linux")]
        for number in 1..=31 {
            assert!(fact(number).is_some(), "{number}");
        }
    }
}
