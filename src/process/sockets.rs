//! The sockets that wait for what comes to a port, as /proc/net shows those of the own network
//! namespace. The parser is pure.

use nix::errno::Errno;

use crate::process::bounded;
use crate::process::lines::{number, words_of};
use crate::process::proc::errno_of;
use crate::signal::decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
}

impl Protocol {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        }
    }

    /// Of both versions of IP.
    fn files(self) -> [&'static str; 2] {
        match self {
            Protocol::Tcp => ["/proc/self/net/tcp", "/proc/self/net/tcp6"],
            Protocol::Udp => ["/proc/self/net/udp", "/proc/self/net/udp6"],
        }
    }

    /// The state of a socket that waits, as the kernel's `net/tcp_states.h` numbers them:
    /// `TCP_LISTEN`; `TCP_CLOSE`, which UDP has for one that is bound and not connected.
    fn waiting(self) -> &'static [u8] {
        match self {
            Protocol::Tcp => b"0A",
            Protocol::Udp => b"07",
        }
    }
}

/// A socket that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Socket {
    pub(crate) protocol: Protocol,
    pub(crate) port: u16,
    /// The user that has made it.
    pub(crate) user: u32,
    /// Its number, which a descriptor's link shows.
    pub(crate) inode: u64,
}

/// A line of these files has some 150 bytes.
const LONGEST: usize = 512;

/// The sockets of a protocol.
///
/// # Errors
///
/// ENOENT: this /proc has no such file. Otherwise those of reading it.
pub(crate) fn waiting(protocol: Protocol) -> Result<Vec<Socket>, Errno> {
    let mut sockets = Vec::new();
    let mut is_there = false;
    for path in protocol.files() {
        let read =
            bounded::each_line(path, LONGEST, |line| sockets.extend(Socket::parse(protocol, line)));
        match read.map_err(|error| errno_of(&error)) {
            Ok(()) => is_there = true,
            // A kernel may have one version of IP alone.
            Err(Errno::ENOENT) => {}
            Err(error) => return Err(error),
        }
    }
    if is_there { Ok(sockets) } else { Err(Errno::ENOENT) }
}

/// The numbers of the sockets of the local domain that are bound to a path.
///
/// # Errors
///
/// As above.
pub(crate) fn bound_to(path: &[u8]) -> Result<Vec<u64>, Errno> {
    let mut found = Vec::new();
    let read = bounded::each_line("/proc/self/net/unix", LONGEST, |line| {
        // The path comes last, and nothing before it has a slash.
        let start = line.iter().position(|byte| *byte == b'/');
        if start.is_some_and(|start| &line[start..] == path) {
            found.extend(words_of(line).nth(6).and_then(number::<u64>));
        }
    });
    read.map(|()| found).map_err(|error| errno_of(&error))
}

impl Socket {
    /// Reads a line; None of the heading, and of a socket that does not wait.
    fn parse(protocol: Protocol, line: &[u8]) -> Option<Socket> {
        let mut words = words_of(line);
        // "sl", local and remote address, state; queues, timer and retransmissions; user, timeout,
        // inode.
        let local = words.nth(1)?;
        if words.nth(1)? != protocol.waiting() {
            return None;
        }
        let port = local.rsplit(|byte| *byte == b':').next()?;
        let port = hexadecimal(port)?;
        let user = decimal(words.nth(3)?)?;
        let inode = number(words.nth(1)?)?;
        Some(Socket { protocol, port, user, inode })
    }
}

/// Four digits.
fn hexadecimal(digits: &[u8]) -> Option<u16> {
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    let digits: [u32; 4] = digits.iter().map(value).collect::<Option<Vec<_>>>()?.try_into().ok()?;
    u16::try_from(digits.iter().fold(0, |number, digit| number << 4 | digit)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TCP: &[u8] = b"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when \
        retrnsmt   uid  timeout inode\n   \
        0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 \
        18446744073709551615 1 0000000000000000 100 0 0 10 0\n   \
        1: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000  1000        0 \
        7 1\n   \
        2: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A \
        00000000:00000000 00:00000000 00000000     0        0 8 1\n";

    #[test]
    fn what_listens_is_read_and_what_is_connected_is_not() {
        let read = |protocol, file: &[u8]| -> Vec<Socket> {
            let lines = file.split(|byte| *byte == b'\n');
            lines.filter_map(|line| Socket::parse(protocol, line)).collect()
        };
        let socket = |port, user, inode| Socket { protocol: Protocol::Tcp, port, user, inode };
        assert_eq!(read(Protocol::Tcp, TCP), [socket(8080, 1000, u64::MAX), socket(22, 0, 8)]);
        let bound =
            b"  512: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000 \
            33 0 9 2 0 0\n  513: 0100007F:0035 0100007F:0036 01 00000000:00000000 00:00000000 \
            00000000 33 0 10 2 0 0\n";
        let protocol = Protocol::Udp;
        assert_eq!(read(protocol, bound), [Socket { protocol, port: 53, user: 33, inode: 9 }]);
    }

    #[test]
    fn a_line_that_is_cut_short_is_none() {
        let line = TCP.split(|byte| *byte == b'\n').nth(1).unwrap();
        let end = line.windows(4).position(|four| four == b" 184").unwrap();
        for length in 0..end {
            assert_eq!(Socket::parse(Protocol::Tcp, &line[..length]), None, "{length}");
        }
    }
}
