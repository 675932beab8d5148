//! SIG101 to SIG125: how kill is called.
//!
//! Each invocation is read once, as a [`call::Call`]; every rule then looks at the call. A fact
//! about kill in the shell need not be true of the program kill, which a wrapper or a path
//! reaches: rules of portability are silent there.

mod call;
mod folded;
mod groups;
mod listing;
mod operands;
mod options;
mod processes;
mod signals;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::family::Family;
use crate::lint::context::Context;
use call::Call;

pub(crate) const FAMILY: Family = Family {
    rules: &[
        &signals::NAME_FORM,
        &signals::NUMBER_FORM,
        &signals::NUMBER_VARIES,
        &signals::SIG_PREFIX,
        &options::S_NUMBER,
        &options::OPTION,
        &groups::DASHES_AFTER_SIGNAL,
        &groups::GROUP_NO_DASHES,
        &groups::GROUP_AS_SIGNAL,
        &options::OPTION_LAST,
        &listing::L_OPERAND,
        &listing::L_PARSED,
        &signals::NAME_UNKNOWN,
        &signals::SIGNAL_VARIABLE,
        &operands::FIRST_RESORT,
        &operands::JOB_ID,
        &groups::BROADCAST,
        &listing::EXTERNAL_L,
        &options::JOINED,
        &signals::LOWER_FORM,
        &operands::NO_OPERAND,
        &groups::GROUP_BROADCAST,
        &processes::INT_BACKGROUND,
        &groups::OWN_GROUP,
        &processes::EMPTY_LIST,
    ],
    check,
};

fn check(context: &Context<'_>) {
    // The operands of the earlier calls that let a process clean up.
    let mut prepared = HashSet::new();
    for call in context.named(b"kill").map(|site| Call::of(context, site)) {
        let call = &call;
        if call.list.is_some() {
            listing::check(call);
            continue;
        }
        signals::check(call);
        folded::check(call);
        options::check(call);
        groups::check(call);
        operands::check(call, &mut prepared);
        processes::check(call);
    }
}
