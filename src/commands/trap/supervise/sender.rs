//! The sender of a signal, for actions and `-v`.

use crate::cli::report::escaped;
use crate::process::name::command_name;
use crate::sys::Pid;
use crate::sys::disposition::{Origin, Taken};

/// The known facts about the sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sender {
    pid: Option<Pid>,
    user: Option<u32>,
    /// Empty if it is not known: it has ended, or no /proc shows it.
    name: Vec<u8>,
}

impl Sender {
    /// Looks at the sender of a signal that was taken just now: it may end soon.
    pub(super) fn of(taken: &Taken) -> Sender {
        let Some((pid, user)) = taken.sender() else { return Sender::default() };
        // One of another PID namespace has the number 0.
        let pid = Pid::new(pid);
        let name = pid.and_then(|pid| command_name(pid).ok()).unwrap_or_default();
        Sender { pid, user: Some(user), name }
    }

    /// The variables of an action: empty where nothing is known.
    pub(super) fn variables(&self) -> [Vec<u8>; 3] {
        let number = |name: &str, number: Option<String>| {
            format!("{name}={}", number.unwrap_or_default()).into_bytes()
        };
        [
            number("TRAP_SENDER", self.pid.map(|pid| pid.to_string())),
            number("TRAP_SENDER_UID", self.user.map(|user| user.to_string())),
            [&b"TRAP_SENDER_NAME="[..], &self.name].concat(),
        ]
    }

    /// The same for a reader, after how it came.
    pub(super) fn told(&self, origin: Origin) -> String {
        let how = match origin {
            Origin::Kernel => return "from the kernel or the terminal".to_owned(),
            Origin::Process(_) => "from",
            Origin::Queued => "queued by",
        };
        let user = self.user.map(|user| format!(" of user {user}")).unwrap_or_default();
        match (self.pid, self.name.as_slice()) {
            (None, _) if self.user.is_none() => "queued".to_owned(),
            (None, _) => format!("{how} another PID namespace{user}"),
            (Some(pid), b"") => format!("{how} process {pid}{user}"),
            (Some(pid), name) => format!("{how} process {pid} {}{user}", escaped(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(pid: i32, user: u32, name: &[u8]) -> Sender {
        Sender { pid: Pid::new(pid), user: Some(user), name: name.to_vec() }
    }

    #[test]
    fn what_is_not_known_is_empty() {
        let text =
            |sender: Sender| sender.variables().map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(
            text(Sender::default()),
            ["TRAP_SENDER=", "TRAP_SENDER_UID=", "TRAP_SENDER_NAME="]
        );
        assert_eq!(
            text(sender(42, 0, b"a b")),
            ["TRAP_SENDER=42", "TRAP_SENDER_UID=0", "TRAP_SENDER_NAME=a b"]
        );
        assert_eq!(
            text(sender(0, 7, b"")),
            ["TRAP_SENDER=", "TRAP_SENDER_UID=7", "TRAP_SENDER_NAME="]
        );
    }

    #[test]
    fn a_reader_is_told_as_much_as_is_known() {
        let process = Origin::Process(42);
        for (sender, origin, text) in [
            (Sender::default(), Origin::Kernel, "from the kernel or the terminal"),
            (Sender::default(), Origin::Queued, "queued"),
            (sender(0, 7, b""), Origin::Process(0), "from another PID namespace of user 7"),
            (sender(42, 7, b""), process, "from process 42 of user 7"),
            (sender(42, 7, b"a\nb"), process, "from process 42 a\\x0ab of user 7"),
            (sender(42, 7, b"sh"), Origin::Queued, "queued by process 42 sh of user 7"),
        ] {
            assert_eq!(sender.told(origin), text);
        }
    }
}
