//! Criterion: a socket that waits for what comes to a port: one of TCP that listens, one of UDP
//! that is bound. One that is only connected is not meant: to end a server is not to end its
//! clients.
//!
//! The kernel lists the sockets with their users, but not the processes that have them: each
//! process's descriptors are looked at, which of other users' may not be seen. So one that no
//! process was seen to have is reported.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::criterion::{Cost, Criterion, Remark};
use super::hold::Unavailable;
use super::list;
use super::look::Look;
use crate::process::proc::unseen;
use crate::process::sockets::{self, Protocol, Socket};
use crate::process::view::View;
use crate::signal::decimal;
use crate::sys::Errno;

/// A port as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    /// None: of both.
    protocol: Option<Protocol>,
    number: u16,
}

impl Port {
    /// Reads `80`, `tcp/80,443` or `8080,udp/53`: a protocol stands for the numbers after it.
    ///
    /// # Errors
    ///
    /// The reason why a value is wrong.
    pub(crate) fn parse(value: &[u8]) -> Result<Vec<Port>, &'static str> {
        const EXPECTED: &str = "not a list of ports, such as 80, tcp/80,443 or udp/53";
        let mut protocol = None;
        let mut port = |part: &[u8]| {
            let number = match part.iter().position(|byte| *byte == b'/') {
                None => part,
                Some(end) => {
                    protocol = match &part[..end] {
                        b"tcp" => Some(Protocol::Tcp),
                        b"udp" => Some(Protocol::Udp),
                        _ => return Err(EXPECTED),
                    };
                    &part[end + 1..]
                }
            };
            let number = decimal(number).and_then(|number| u16::try_from(number).ok());
            match number {
                Some(number) if number > 0 => Ok(Port { protocol, number }),
                _ => Err(EXPECTED),
            }
        };
        list::parts(value)?.into_iter().map(&mut port).collect()
    }

    fn is_of(self, socket: &Socket) -> bool {
        self.number == socket.port
            && self.protocol.is_none_or(|protocol| protocol == socket.protocol)
    }
}

#[derive(Debug)]
pub(crate) struct Ports {
    sockets: Vec<Socket>,
    /// The sockets that a process was seen to have.
    seen: RefCell<BTreeSet<u64>>,
}

impl Ports {
    /// Finds the sockets that are there now.
    ///
    /// # Errors
    ///
    /// They cannot be listed.
    pub(crate) fn resolve(wanted: &[Port]) -> Result<Ports, Unavailable> {
        let mut sockets = Vec::new();
        for protocol in [Protocol::Tcp, Protocol::Udp] {
            if wanted.iter().all(|port| port.protocol.is_some_and(|asked| asked != protocol)) {
                continue;
            }
            match sockets::waiting(protocol) {
                Ok(waiting) => sockets.extend(waiting),
                Err(Errno::ENOENT) => {
                    return Err(Unavailable::Because(
                        "sockets are not shown: there is no /proc/net",
                    ));
                }
                Err(error) => return Err(Unavailable::System(error)),
            }
        }
        sockets.retain(|socket| wanted.iter().any(|port| port.is_of(socket)));
        Ok(Ports { sockets, seen: RefCell::default() })
    }

    /// The first of the sockets that the process has.
    fn of(&self, look: &Look) -> Result<Option<&Socket>, Errno> {
        let mut found = None;
        if !self.sockets.is_empty() {
            look.each_descriptor(|descriptor| {
                let socket = descriptor.socket().and_then(|inode| self.with_inode(inode));
                found = found.or(socket);
                self.seen.borrow_mut().extend(socket.map(|socket| socket.inode));
                // It may have others that are to be seen, too.
                ControlFlow::Continue(())
            })?;
        }
        Ok(found)
    }

    fn with_inode(&self, inode: u64) -> Option<&Socket> {
        self.sockets.iter().find(|socket| socket.inode == inode)
    }

    fn unseen(&self) -> Vec<&Socket> {
        let seen = self.seen.borrow();
        self.sockets.iter().filter(|socket| !seen.contains(&socket.inode)).collect()
    }
}

impl Criterion for Ports {
    fn cost(&self) -> Cost {
        Cost::Descriptors
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.of(look)?.is_some())
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok("it does not listen on that port".to_owned())
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let socket = self.of(look)?;
        Ok(socket.map_or_else(String::new, |socket| {
            format!("listens on {}/{}", socket.protocol.word(), socket.port)
        }))
    }

    /// Other criteria may have kept a process from being asked: now all are.
    fn remarks(&self, view: &View) -> Result<Vec<Remark>, Errno> {
        let mut some_may_not_be_seen = false;
        for process in view.processes()? {
            if self.unseen().is_empty() {
                break;
            }
            match self.of(&Look::at(view, process)) {
                Ok(_) => {}
                Err(Errno::EACCES | Errno::EPERM) => some_may_not_be_seen = true,
                Err(error) => unseen(error).map(|_: Option<()>| ())?,
            }
        }
        let mut remarks: Vec<Remark> = Vec::new();
        for socket in self.unseen() {
            let subject = format!("port {}", socket.port).into_bytes();
            let reason = match some_may_not_be_seen {
                true => {
                    format!("owned by a process of user {} that cannot be inspected", socket.user)
                }
                false => {
                    format!("owned by no process that /proc shows; its user is {}", socket.user)
                }
            };
            if !remarks.contains(&(subject.clone(), reason.clone())) {
                remarks.push((subject, reason));
            }
        }
        Ok(remarks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protocol_stands_for_the_numbers_after_it() {
        let read = |value: &str| Port::parse(value.as_bytes());
        let port = |protocol, number| Port { protocol, number };
        assert_eq!(read("80"), Ok(vec![port(None, 80)]));
        let (tcp, udp) = (Some(Protocol::Tcp), Some(Protocol::Udp));
        assert_eq!(read("tcp/80,443"), Ok(vec![port(tcp, 80), port(tcp, 443)]));
        assert_eq!(read("8080,udp/53"), Ok(vec![port(None, 8080), port(udp, 53)]));
        for value in
            ["", "0", "65536", "-1", "+80", " 80", "80 ", "http", "sctp/80", "tcp/", "TCP/80"]
        {
            assert!(read(value).is_err(), "{value}");
        }
        for value in ["tcp/udp/80", "/80", "80/tcp", "4294967376"] {
            assert!(read(value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_port_of_both_protocols_is_of_each() {
        let socket = |protocol| Socket { protocol, port: 53, user: 0, inode: 1 };
        let is = |value: &str, protocol| {
            Port::parse(value.as_bytes()).unwrap()[0].is_of(&socket(protocol))
        };
        assert!(is("53", Protocol::Tcp) && is("53", Protocol::Udp));
        assert!(is("udp/53", Protocol::Udp) && !is("udp/53", Protocol::Tcp));
        assert!(!is("54", Protocol::Udp));
    }
}
