//! `--port`: what listens, in a network namespace and a PID namespace of the test's own.
#![allow(unsafe_code)]

use std::net::{Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use libc::{SIGTERM, SIGUSR1};
use nix::sched::{CloneFlags, unshare};

use crate::support::*;

/// Runs the body in a network namespace that has a loopback, and in a PID namespace.
fn in_network_namespace(name: &str, body: impl FnOnce()) {
    in_pid_namespace(&format!("select_port::{name}"), || {
        if unshare(CloneFlags::CLONE_NEWNET).is_err() {
            return skip("no network namespace can be made here");
        }
        raise_loopback();
        body();
    });
}

/// netdevice(7).
fn raise_loopback() {
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    // SAFETY: the structure is all numbers, and lives through the call.
    let result = unsafe {
        let mut request: libc::ifreq = std::mem::zeroed();
        request.ifr_name[0] = b'l' as libc::c_char;
        request.ifr_name[1] = b'o' as libc::c_char;
        request.ifr_ifru.ifru_flags = libc::IFF_UP as libc::c_short;
        libc::ioctl(std::os::fd::AsRawFd::as_raw_fd(&socket), libc::SIOCSIFFLAGS as _, &request)
    };
    assert_eq!(result, 0, "{}", std::io::Error::last_os_error());
}

/// A victim that has this socket as its standard input, and is the only one then.
fn with(socket: impl Into<OwnedFd>) -> Victim {
    Victim::prepare("report", |command| {
        command.stdin(Stdio::from(socket.into())).process_group(0);
    })
}

fn pgrep(words: &[&str]) -> Ran {
    let mut command = Command::new(sigkit_path());
    Ran::of(command.arg("pgrep").args(words).env_remove("POSIXLY_CORRECT"))
}

#[test]
fn p23_what_listens_is_found_and_what_is_connected_is_not() {
    in_network_namespace("p23_what_listens_is_found_and_what_is_connected_is_not", || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let client = TcpStream::connect(address).expect("a connection");
        let (accepted, _) = listener.accept().expect("a connection");
        let (server, _client, _accepted) = (with(listener), with(client), with(accepted));
        let port = address.port().to_string();
        let line = format!("{}\n", server.pid);
        pgrep(&["--port", &port]).prints(&line);
        pgrep(&["--port", &format!("tcp/{port}")]).prints(&line);
        pgrep(&["--port", &format!("1,{port}")]).prints(&line);
        pgrep(&["--port", &format!("udp/{port}")]).fails(1, "");
        pgrep(&["--port", "1"]).fails(1, "");
        pgrep(&["--port", &port, "no-such-name"]).fails(1, "");
        let why = pgrep(&["--json", "--port", &port]).stdout;
        assert!(why.contains(&format!("listens on tcp/{port}")), "{why}");
    });
}

#[test]
fn p23_udp_and_ipv6() {
    in_network_namespace("p23_udp_and_ipv6", || {
        let bound = UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).expect("a port");
        let port = bound.local_addr().expect("an address").port();
        let client = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).expect("a port");
        client.connect((Ipv6Addr::LOCALHOST, port)).expect("a peer");
        let client_port = client.local_addr().expect("an address").port();
        let tcp = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)).expect("the same port");
        let (udp, tcp, _client) = (with(bound), with(tcp), with(client));
        let mut both = [udp.pid, tcp.pid];
        both.sort_unstable();
        let port = port.to_string();
        pgrep(&["--port", &format!("udp/{port}")]).prints(&format!("{}\n", udp.pid));
        pgrep(&["--port", &format!("tcp/{port}")]).prints(&format!("{}\n", tcp.pid));
        pgrep(&["--port", &port]).prints(&format!("{}\n{}\n", both[0], both[1]));
        pgrep(&["--port", &client_port.to_string()]).fails(1, "");
    });
}

/// A worker that inherits the socket listens, too.
#[test]
fn p23_d48_d49_kill_ends_what_listens_or_asks_for_it() {
    in_network_namespace("p23_d48_d49_kill_ends_what_listens_or_asks_for_it", || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port().to_string();
        let copy = listener.try_clone().expect("a descriptor");
        let (mut first, mut second) = (with(listener), with(copy));
        let mut other = Victim::start("report");
        run(["--port", &port]).succeeds();
        first.got(SIGTERM);
        second.got(SIGTERM);
        let pid = first.pid.to_string();
        run(["-s", "USR1", "--if-port", &port, &pid]).succeeds();
        first.got(SIGUSR1);
        let stranger = other.pid.to_string();
        run(["--port", &port, &stranger]).fails(
            1,
            &format!("kill: {stranger}: not signalled: it does not listen on that port\n"),
        );
        run(["--port", "1"]).fails(1, "kill: --port 1: No such process\n");
        run(["--if-port", &port]).shows_usage_error("PID: missing; name at least one process");
        run(["--port", "x", &pid])
            .shows_usage_error("x: not a list of ports, such as 80, tcp/80,443 or udp/53");
        second.got_nothing();
        other.got_nothing();
    });
}

#[test]
fn p23_an_owner_that_may_not_be_inspected_is_reported() {
    in_network_namespace("p23_an_owner_that_may_not_be_inspected_is_reported", || {
        if !two_users() {
            return;
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port().to_string();
        let mut owner = with(listener);
        let directory = TemporaryDirectory::new();
        let program = directory.path.join("sigkit");
        copy_program(sigkit_path().as_ref(), &program);
        let as_other = |words: &[&str]| {
            let mut command = Command::new(&program);
            command.args(words).uid(NOBODY).gid(NOBODY).env_remove("POSIXLY_CORRECT");
            Ran::of(&mut command)
        };
        let reason =
            format!("port {port}: owned by a process of user 0 that cannot be inspected\n");
        as_other(&["pgrep", "--port", &port]).fails(1, &format!("pgrep: {reason}"));
        as_other(&["kill", "--port", &port]).fails(1, &format!("kill: {reason}"));
        as_other(&["pidof", "--port", &port, "x"]).fails(1, &format!("pidof: {reason}"));
        // Another criterion does not hide it.
        as_other(&["pgrep", "--port", &port, "no-such-name"]).fails(1, &format!("pgrep: {reason}"));
        owner.got_nothing();
    });
}

/// The owner is in the PID namespace above.
#[test]
fn p23_a_socket_that_no_process_has_is_reported() {
    in_network_namespace("p23_a_socket_that_no_process_has_is_reported", || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port().to_string();
        let mut below = Command::new("unshare");
        below.args(["--pid", "--fork", "--mount-proc", "--kill-child", sigkit_path()]);
        Ran::of(below.args(["pgrep", "--port", &port])).fails(
            1,
            &format!("pgrep: port {port}: owned by no process that /proc shows; its user is 0\n"),
        );
    });
}
