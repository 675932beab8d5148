//! The key of the terminal that sends a signal.

use std::os::unix::process::CommandExt;
use std::process::Stdio;

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

use crate::support::*;

/// The line about the key that sends a signal, on a terminal whose settings were changed, and the
/// process ID of the kill that told it, which leads the foreground process group there.
#[allow(unsafe_code)]
fn key(signal: &str, change: impl FnOnce(&mut Termios)) -> (Option<String>, u32) {
    let terminal = terminal(80);
    let mut settings = termios::tcgetattr(&terminal.slave).expect("settings");
    change(&mut settings);
    termios::tcsetattr(&terminal.slave, OptionalActions::Now, &settings).expect("settings");
    let mut command = kill();
    command.args(["--explain", signal]).stdin(terminal.slave).stdout(Stdio::piped());
    // SAFETY: both are async-signal-safe; TIOCSCTTY takes an integer, standard input is the
    // terminal.
    unsafe {
        command.pre_exec(|| match libc::setsid() >= 0 && libc::ioctl(0, libc::TIOCSCTTY, 0) == 0 {
            true => Ok(()),
            false => Err(std::io::Error::last_os_error()),
        })
    };
    let child = command.spawn().expect("kill starts");
    let pid = child.id();
    let output = child.wait_with_output().expect("its output");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let line = text.lines().find_map(|line| line.strip_prefix("  key:      "));
    (line.map(str::to_owned), pid)
}

#[test]
fn the_key_of_this_terminal_is_shown_with_what_gets_its_signal() {
    if emulated(OTHER_TERMINALS) {
        return;
    }
    for (signal, shown) in [("INT", "^C"), ("2", "^C"), ("QUIT", "^\\"), ("TSTP", "^Z")] {
        let (line, pid) = key(signal, |_| ());
        let expected = format!("{shown} on this terminal, to its foreground process group, {pid}");
        assert_eq!(line, Some(expected), "{signal}");
    }
    let (line, pid) = key("INT", |settings| settings.special_codes[SpecialCodeIndex::VINTR] = 0x0b);
    let expected = format!("^K on this terminal, to its foreground process group, {pid}");
    assert_eq!(line, Some(expected));
    assert_eq!(key("TERM", |_| ()).0, None);
}

#[test]
fn a_key_that_sends_nothing_is_said_to() {
    if emulated(OTHER_TERMINALS) {
        return;
    }
    // 0 is _POSIX_VDISABLE on Linux.
    let (line, _) = key("INT", |settings| settings.special_codes[SpecialCodeIndex::VINTR] = 0);
    assert_eq!(line.as_deref(), Some("none on this terminal: intr is disabled (stty intr)"));
    let (line, _) = key("QUIT", |settings| settings.local_modes.remove(LocalModes::ISIG));
    assert_eq!(
        line.as_deref(),
        Some("^\\ on this terminal, but it sends no signals now (stty isig)")
    );
}
