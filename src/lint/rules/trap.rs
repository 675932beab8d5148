//! SIG201 to SIG222: how trap is called, and what handlers do.
//!
//! Each invocation is read once, as a [`call::Call`]. Rules on conditions look at the call alone;
//! rules on handlers look at the commands of its action ([`handler::Handler`]), which include those
//! of the functions that the action calls.

mod action;
mod call;
mod children;
mod conditions;
mod ends;
mod exits;
mod handler;
mod listing;
mod pseudo;
#[cfg(test)]
mod tests;

use super::family::Family;
use crate::lint::context::Context;
use crate::lint::nested::{Reader, nested};
use call::Call;
use handler::{Handler, Others};

pub(crate) const FAMILY: Family = Family {
    rules: &[
        &conditions::NUMBER_XSI,
        &conditions::NUMBER_VARIES,
        &conditions::SIG_PREFIX,
        &conditions::CASE,
        &conditions::UNCATCHABLE,
        &pseudo::PSEUDO,
        &action::EARLY_EXPANSION,
        &listing::TRAP_L,
        &listing::TRAP_P,
        &pseudo::ZERO,
        &listing::ONE_OPERAND,
        &ends::HANDLER_RETURNS,
        &pseudo::NAME_UNKNOWN,
        &exits::EXIT_ONLY,
        &ends::FAKE_STATUS,
        &children::FOREGROUND_CHILD,
        &ends::SIGNALS_ITSELF,
        &exits::BEFORE_EXEC,
        &exits::EXIT_IN_FUNCTION,
        &ends::EXIT_STATUS,
        &children::WAIT_ONCE,
        &exits::ENTRYPOINT_NO_EXEC,
    ],
    check,
};

fn check(context: &Context<'_>) {
    let calls: Vec<Call<'_>> =
        context.named(b"trap").filter_map(|site| Call::of(context, site)).collect();
    for call in &calls {
        listing::check(call);
        conditions::check(call);
        action::check(call);
    }
    let texts = if calls.is_empty() {
        Vec::new()
    } else {
        let (text, script) = (context.text, context.script);
        nested(text, script, context.sites, context.dialect, context.errexit)
    };
    let actions = texts.iter().filter(|nested| nested.reader == Reader::Trap);
    let handlers: Vec<Handler<'_>> = actions
        .filter_map(|nested| {
            // Both are in the order of the text.
            let site = &context.sites[nested.site];
            let at = calls.partition_point(|call| call.site.command < site.command);
            let call = calls[at..].iter().take_while(|call| call.site.command == site.command);
            let call = call.into_iter().find(|call| call.is_of(site))?;
            Some(Handler::of(call, &nested.text))
        })
        .collect();
    let others = Others::of(&handlers);
    for handler in &handlers {
        ends::check(handler, &others);
    }
    children::check(context, &calls, &handlers);
    exits::check(context, &calls, &handlers);
}
