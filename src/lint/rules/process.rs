//! SIG401 to SIG406: timeout, pkill, killall, and programs that run a command.

mod by_name;
mod programs;
#[cfg(test)]
mod tests;
mod timeout;

use super::family::Family;
use crate::lint::context::Context;
pub(crate) use programs::WRAPPERS;

pub(crate) const FAMILY: Family = Family {
    rules: &[
        &timeout::TIMEOUT_OPTION,
        &by_name::PROCESS_BY_NAME,
        &programs::NOT_A_PROGRAM,
        &by_name::PKILL_SELF,
        &by_name::PKILL_LONG_NAME,
        &by_name::KILL_PORT_CLIENTS,
    ],
    check,
};

fn check(context: &Context<'_>) {
    timeout::check(context);
    programs::check(context);
    by_name::check(context);
}
