//! The default action and the origin of a signal, in the words of the pages.

use crate::signal::facts::{DefaultAction, Posix};

pub(super) fn posix(posix: Posix) -> &'static str {
    match posix {
        Posix::Base => "base",
        Posix::Xsi => "XSI",
        Posix::Extension => "\\(en",
    }
}

pub(super) fn action(action: DefaultAction) -> &'static str {
    match action {
        DefaultAction::Terminate => "terminate",
        DefaultAction::Core => "core",
        DefaultAction::Ignore => "ignore",
        DefaultAction::Stop => "stop",
        DefaultAction::Continue => "continue",
    }
}
