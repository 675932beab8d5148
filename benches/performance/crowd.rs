//! The processes that are looked at: a PID namespace of the harness's own, and crowds in it.
//!
//! All that the harness starts ends with it, because it is the first process of its namespace.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use crate::programs;

/// The name of the few that are looked for,
pub(crate) const NEEDLE: &str = "sigkit-needle";
/// how many they are besides their parent,
pub(crate) const NEEDLES: usize = 10;
/// and the user that they belong to (nobody).
pub(crate) const USER: u32 = 65534;

/// The name of those that are signalled,
pub(crate) const TARGET: &str = "sigkit-target";
/// how many they are at most,
pub(crate) const TARGETS: usize = 1000;
/// and the name of all others.
const OTHER: &str = "sigkit-other";

/// Set in the namespace.
const INSIDE: &str = "SIGKIT_BENCH_INSIDE";

/// True if this process is in a PID namespace of its own.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Runs the harness again in a PID namespace; None where there can be none.
pub(crate) fn run_inside() -> Option<ExitCode> {
    let unshare = |words: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["--pid", "--fork", "--kill-child", "--mount-proc"]).args(words);
        command
    };
    let works = unshare(&["setsid", "-w", "true"]).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        return None;
    }
    let own = std::env::current_exe().ok()?;
    let status = unshare(&["setsid", "-w"])
        .arg(own)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
        .status()
        .ok()?;
    Some(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The processes that are there.
pub(crate) struct Crowd {
    program: PathBuf,
    /// The first of each part of the crowd.
    started: Vec<Child>,
    size: usize,
    /// The parent of the needles.
    pub(crate) parent: u32,
    /// Its children.
    pub(crate) needles: Vec<u32>,
}

impl Crowd {
    /// The needles alone.
    pub(crate) fn start() -> io::Result<Crowd> {
        let program = programs::build("crowd")?;
        let mut crowd =
            Crowd { program, started: Vec::new(), size: 0, parent: 0, needles: Vec::new() };
        crowd.add(NEEDLE, NEEDLES + 1)?;
        crowd.parent = crowd.started[0].id();
        let path = format!("/proc/{0}/task/{0}/children", crowd.parent);
        let children = std::fs::read_to_string(path)?;
        crowd.needles = children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect();
        match crowd.needles.len() {
            NEEDLES => Ok(crowd),
            _ => Err(io::Error::other("the parent of the needles has other children")),
        }
    }

    /// Lets so many be there besides the needles. There is no way back.
    pub(crate) fn grow_to(&mut self, size: usize) -> io::Result<()> {
        let targets = size.min(TARGETS);
        if self.size < targets {
            self.add(TARGET, targets - self.size)?;
            self.size = targets;
        }
        if self.size < size {
            self.add(OTHER, size - self.size)?;
            self.size = size;
        }
        Ok(())
    }

    fn add(&mut self, name: &str, count: usize) -> io::Result<()> {
        let mut command = Command::new(&self.program);
        command.arg0(name).args([name, &count.to_string()]).env_clear();
        if name == NEEDLE {
            command.uid(USER).gid(USER);
        }
        // Each is of a group of its own, as daemons are.
        let mut first = command
            .current_dir(Path::new("/"))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let ready = first.stdout.take().map(|mut pipe| pipe.read_exact(&mut [0]));
        self.started.push(first);
        match ready {
            Some(Ok(())) => Ok(()),
            _ => Err(io::Error::other(format!("{count} processes cannot be started here"))),
        }
    }
}
