//! A terminal that the test drives, with an interactive bash in it that has job control.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::time::Instant;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::pty::Winsize;

use super::stage::*;
use crate::support::*;

/// A terminal with a session. If bash leads it, it tells `prompt STATUS` in the log before every
/// prompt.
pub(super) struct Terminal {
    master: File,
    shown: String,
    pub(super) leader: i32,
}

/// The keys for the programs in the foreground.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    ControlC,
    ControlZ,
}

impl Key {
    /// The byte, and what the terminal shows of it.
    fn byte_and_echo(self) -> (u8, &'static str) {
        match self {
            Key::ControlC => (3, "^C"),
            Key::ControlZ => (26, "^Z"),
        }
    }
}

impl Terminal {
    /// Starts bash and waits for its prompt.
    #[track_caller]
    pub(super) fn start(stage: &mut Stage) -> Terminal {
        let terminal =
            Terminal::led_by(stage, &["bash", "--norc", "--noprofile", "--noediting", "-i"]);
        assert_eq!(stage.line(), "prompt 0");
        terminal
    }

    /// A terminal whose session's leader is what these words run.
    pub(super) fn led_by(stage: &Stage, words: &[&str]) -> Terminal {
        let pair = terminal(80);
        let flags =
            OFlag::from_bits_truncate(fcntl(&pair.master, FcntlArg::F_GETFL).expect("flags"));
        fcntl(&pair.master, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK)).expect("flags");
        let mut command = stage.command(words, 0, 0);
        let slave = |slave: &OwnedFd| slave.try_clone().expect("a descriptor");
        command
            .env("TERM", "dumb")
            .env("PS1", "$ ")
            .env("HISTFILE", "")
            .env("PROMPT_COMMAND", "echo prompt $? >$LOG")
            .stdin(slave(&pair.slave))
            .stdout(slave(&pair.slave))
            .stderr(pair.slave);
        let lead = || {
            nix::unistd::setsid()?;
            // SAFETY: TIOCSCTTY takes an integer; standard input is the terminal.
            match unsafe { libc::ioctl(0, libc::TIOCSCTTY, 0) } {
                -1 => Err(std::io::Error::last_os_error()),
                _ => Ok(()),
            }
        };
        // SAFETY: setsid and ioctl are async-signal-safe.
        unsafe { command.pre_exec(lead) };
        // The scenario's end reaps it.
        let leader = command.spawn().expect("it starts").id() as i32;
        Terminal { master: File::from(pair.master), shown: String::new(), leader }
    }

    /// Types a line.
    pub(super) fn enter(&mut self, line: &str) {
        self.read();
        self.shown.clear();
        self.write(format!("{line}\n").as_bytes());
    }

    /// Presses a key, and waits until everybody has the signal: it is sent before the key is shown.
    #[track_caller]
    pub(super) fn press(&mut self, key: Key) {
        let (byte, echo) = key.byte_and_echo();
        self.read();
        self.shown.clear();
        self.write(&[byte]);
        self.shows(echo);
    }

    /// Gives the window another size, and with it WINCH to the foreground; when this returns,
    /// everybody has it.
    pub(super) fn resize(&mut self) {
        let size = Winsize { ws_row: 25, ws_col: 81, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: TIOCSWINSZ reads a winsize.
        let result =
            unsafe { libc::ioctl(self.master.as_raw_fd(), libc::TIOCSWINSZ, &raw const size) };
        assert_eq!(result, 0, "{}", std::io::Error::last_os_error());
    }

    /// True if the leader's process group is the one that the terminal listens to.
    pub(super) fn is_leaders(&self) -> bool {
        nix::unistd::tcgetpgrp(&self.master).expect("a terminal").as_raw() == self.leader
    }

    /// Waits until the terminal shows this.
    #[track_caller]
    pub(super) fn shows(&mut self, text: &str) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            self.read();
            if self.shown.contains(text) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "not {text:?} but {:?}; there are {:?}",
                self.shown,
                processes()
            );
            pause();
        }
    }

    /// Types keys, whatever the terminal or the program makes of them.
    pub(super) fn type_keys(&mut self, keys: &str) {
        self.write(keys.as_bytes());
    }

    /// Forgets what was shown.
    pub(super) fn clear(&mut self) {
        self.read();
        self.shown.clear();
    }

    /// The text that was shown and is not forgotten.
    pub(super) fn shown(&mut self) -> &str {
        self.read();
        &self.shown
    }

    fn write(&mut self, bytes: &[u8]) {
        self.master.write_all(bytes).expect("the terminal takes what is typed");
    }

    fn read(&mut self) {
        let mut bytes = [0; 4096];
        loop {
            match self.master.read(&mut bytes) {
                Ok(0) => return,
                Ok(count) => self.shown.push_str(&String::from_utf8_lossy(&bytes[..count])),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Nothing is there, or no process has the terminal any more.
                Err(_) => return,
            }
        }
    }
}
