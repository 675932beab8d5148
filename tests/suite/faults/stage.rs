//! The processes that a program under test meets, new for each run: victims, which it is to signal,
//! and a witness, which it is not.

use std::io::Read;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use super::tracer::wait_for_any;
use crate::support::{TemporaryDirectory, pause};

/// How long a process may take to end or to go on. It only ever makes a test fail.
const DEADLINE: Duration = Duration::from_secs(20);

/// The processes, by letters.
///
/// * P leads a session of its own, and has the child C, which has the child D. They end by TERM.
/// * Q ignores TERM.
/// * W, the witness, ends by any signal.
const ROLES: &str = "PCDQW";

pub struct Stage {
    pids: [i32; ROLES.len()],
    directory: TemporaryDirectory,
}

/// The command name of a process.
fn name(role: u8) -> &'static std::ffi::CStr {
    match role {
        b'P' => c"fault-victim",
        b'C' | b'D' => c"fault-child",
        b'Q' => c"fault-stubborn",
        _ => c"fault-witness",
    }
}

impl Stage {
    pub fn new() -> Stage {
        // In a namespace that this process made as its process 1, -1 reaches no other.
        assert_eq!(std::process::id(), 1, "not in a PID namespace");
        let directory = TemporaryDirectory::new();
        let mut stage = Stage { pids: [0; ROLES.len()], directory };
        stage.set();
        stage
    }

    /// Starts all processes, and waits until they are ready.
    pub fn set(&mut self) {
        let (ready, sign) = nix::unistd::pipe().expect("a pipe");
        let (mut ready, sign) = (std::fs::File::from(ready), sign.as_raw_fd());
        for role in *b"PQW" {
            // SAFETY: the child makes system calls only.
            unsafe {
                match libc::fork() {
                    0 => play(role, sign),
                    child => assert!(child > 0, "fork"),
                }
            }
        }
        for _ in ROLES.chars() {
            let mut message = [0; 8];
            ready.read_exact(&mut message).expect("a process is ready");
            let place = ROLES.find(char::from(message[0])).expect("a role");
            self.pids[place] = i32::from_ne_bytes(message[4..].try_into().expect("four bytes"));
        }
        let file = self.directory.path.join("pidfile");
        std::fs::write(&file, format!("{}\n", self.pid('P'))).expect("a file");
    }

    pub fn pid(&self, role: char) -> i32 {
        self.pids[ROLES.find(role).expect("a role")]
    }

    /// A word with the processes and files that it speaks of: `{P}`, `{FILE}`.
    pub fn fill(&self, word: &str) -> String {
        let mut word =
            word.replace("{FILE}", &format!("{}/pidfile", self.directory.path.display()));
        for role in ROLES.chars() {
            word = word.replace(&format!("{{{role}}}"), &self.pid(role).to_string());
        }
        word
    }

    /// True if a process has ended, be it reaped or not.
    pub fn has_ended(&self, role: char) -> bool {
        matches!(crate::support::state(self.pid(role)), None | Some('Z' | 'X'))
    }

    /// Waits for the ends of these processes; those that have not ended in time.
    pub fn not_ended(&self, roles: &str) -> String {
        self.remain(roles, |role| !self.has_ended(role))
    }

    /// The roles of some processes that are in a state, and stay in it.
    fn remain(&self, roles: &str, is_in_state: impl Fn(char) -> bool) -> String {
        let deadline = Instant::now() + DEADLINE;
        let mut roles = roles.to_owned();
        loop {
            roles.retain(&is_in_state);
            if roles.is_empty() || Instant::now() > deadline {
                return roles;
            }
            pause();
        }
    }

    /// The processes that are stopped; and stay so, unless that is known already.
    pub fn stopped(&self, is_known: bool) -> String {
        let is_stopped = |role| matches!(crate::support::state(self.pid(role)), Some('T' | 't'));
        match is_known {
            true => ROLES.chars().filter(|role| is_stopped(*role)).collect(),
            false => self.remain(ROLES, is_stopped),
        }
    }

    /// Ends all processes, those of the program too.
    pub fn clear(&self) {
        assert_eq!(std::process::id(), 1, "not in a PID namespace");
        // SAFETY: kill(2) takes two numbers; this reaches all processes of the namespace but this
        // one.
        unsafe { libc::kill(-1, libc::SIGKILL) };
        while wait_for_any(Instant::now() + DEADLINE).is_some() {}
    }
}

/// # Safety
///
/// In a child that has just been forked, and has no thread but this one.
unsafe fn play(role: u8, sign: i32) -> ! {
    // SAFETY: system calls only.
    unsafe {
        if role == b'P' {
            libc::setsid();
        }
        libc::prctl(libc::PR_SET_NAME, name(role).as_ptr());
        libc::signal(libc::SIGTERM, if role == b'Q' { libc::SIG_IGN } else { libc::SIG_DFL });
        let child = match role {
            b'P' => Some(b'C'),
            b'C' => Some(b'D'),
            _ => None,
        };
        if let Some(child) = child {
            if libc::fork() == 0 {
                play(child, sign);
            }
        }
        let mut message = [role, 0, 0, 0, 0, 0, 0, 0];
        message[4..].copy_from_slice(&libc::getpid().to_ne_bytes());
        libc::write(sign, message.as_ptr().cast(), message.len());
        loop {
            libc::pause();
        }
    }
}
