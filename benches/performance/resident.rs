//! The memory of a wrapper while the program that it runs sleeps, and how often it wakes up in the
//! meantime.

use std::fmt::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use serde_json::{Value, json};

use crate::format::{grouped, label};
use crate::programs::{ENVIRONMENT, Program, Role};

pub(crate) const TITLE: &str = "sigtrap -k 5 -- sleep infinity, idle";

/// How long they are watched.
const WATCHED: Duration = Duration::from_secs(5);

/// How long one may take to come to rest. It only ever makes a run fail.
const DEADLINE: Duration = Duration::from_secs(30);

/// The memory and the wake-ups of one wrapper.
pub(crate) struct Cell {
    /// The memory that is mapped and present, in KiB.
    pub(crate) resident: u64,
    /// The same with every page divided by the number of processes that share it.
    pub(crate) proportional: u64,
    /// How often it ran while it was watched.
    pub(crate) wake_ups: u64,
}

/// The wrappers, and a cell for each.
pub(crate) struct Resident<'a> {
    programs: Vec<&'a Program>,
    cells: Vec<Cell>,
}

/// Starts each wrapper, looks at it when it sleeps, and again later.
pub(crate) fn measure(programs: &[Program]) -> io::Result<Resident<'_>> {
    let programs: Vec<&Program> =
        programs.iter().filter(|program| program.role != Role::Floor).collect();
    let watched =
        programs.iter().map(|program| Watched::start(program)).collect::<io::Result<Vec<_>>>()?;
    // All of them are there, so that what they share is shared.
    let memory = watched.iter().map(Watched::memory).collect::<io::Result<Vec<_>>>()?;
    let before = watched.iter().map(Watched::switches).collect::<io::Result<Vec<_>>>()?;
    std::thread::sleep(WATCHED);
    let mut cells = Vec::new();
    for ((watched, (resident, proportional)), before) in watched.iter().zip(memory).zip(before) {
        cells.push(Cell { resident, proportional, wake_ups: watched.switches()? - before });
    }
    Ok(Resident { programs, cells })
}

impl Resident<'_> {
    pub(crate) fn markdown(&self) -> String {
        let seconds = WATCHED.as_secs();
        // Writing to a String cannot fail.
        let mut text = format!(
            "**`{TITLE}`**\n\n| | resident KiB (RSS) | proportional KiB (PSS) | wake-ups in \
             {seconds} s |\n|---|--:|--:|--:|\n"
        );
        for (program, cell) in self.programs.iter().zip(&self.cells) {
            let [resident, proportional] =
                [cell.resident, cell.proportional].map(|kib| grouped(kib as f64));
            let _ = writeln!(
                text,
                "| {} | {resident} | {proportional} | {} |",
                label(program),
                cell.wake_ups
            );
        }
        text
    }

    pub(crate) fn json(&self) -> Value {
        let cell = |(program, cell): (&&Program, &Cell)| {
            json!({
                "program": program.label,
                "rss_kib": cell.resident,
                "pss_kib": cell.proportional,
                "wake_ups": cell.wake_ups,
            })
        };
        let programs: Vec<Value> = self.programs.iter().zip(&self.cells).map(cell).collect();
        json!({ "command": TITLE, "seconds": WATCHED.as_secs(), "programs": programs })
    }

    /// True if sigkit holds less than every peer, and does not wake up; says what is not so.
    pub(crate) fn is_ahead(&self) -> bool {
        let all = || self.programs.iter().zip(&self.cells);
        let Some((_, own)) = all().find(|(program, _)| program.role == Role::Sigkit) else {
            return false;
        };
        let mut ahead = own.wake_ups == 0;
        if !ahead {
            eprintln!("performance: {TITLE}: {} wake-ups", own.wake_ups);
        }
        for (peer, theirs) in all().filter(|(program, _)| program.role == Role::Peer) {
            // What is proportional depends on who else uses the same libraries.
            if own.resident >= theirs.resident {
                let (own, theirs) = (own.resident, theirs.resident);
                eprintln!(
                    "performance: {TITLE}: RSS: sigkit {own} KiB, {} {theirs} KiB",
                    peer.label
                );
                ahead = false;
            }
        }
        ahead
    }
}

/// A wrapper whose program sleeps. Both end when this is dropped.
struct Watched {
    wrapper: Child,
    program: i32,
}

impl Watched {
    fn start(program: &Program) -> io::Result<Watched> {
        use std::os::unix::process::CommandExt;
        // The last word is what it runs for the other rows.
        let words = program.words.as_deref().unwrap_or_default();
        let (Some(name), Some((_, words))) = (words.first(), words.split_last()) else {
            return Err(io::Error::other(format!("{}: no wrapper", program.label)));
        };
        // timeout ends its program after a time, which is none here.
        let words =
            words[1..].iter().map(|word| if name == "timeout" && word == "5" { "0" } else { word });
        let wrapper = Command::new(&program.copy)
            .arg0(name)
            .args(words)
            .args(["sleep", "infinity"])
            .env_clear()
            .env(ENVIRONMENT.0, ENVIRONMENT.1)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let mut watched = Watched { wrapper, program: 0 };
        let deadline = Instant::now() + DEADLINE;
        while !watched.rests() {
            if Instant::now() > deadline {
                return Err(io::Error::other(format!(
                    "{}: it does not come to rest",
                    program.label
                )));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(watched)
    }

    fn pid(&self) -> u32 {
        self.wrapper.id()
    }

    /// True if the program is there, and both sleep and have not run between two looks.
    fn rests(&mut self) -> bool {
        let pid = self.pid();
        let children =
            fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let Some(child) = children.split_whitespace().next().and_then(|pid| pid.parse().ok())
        else {
            return false;
        };
        self.program = child;
        let name = fs::read_to_string(format!("/proc/{child}/comm")).unwrap_or_default();
        let look =
            || (sleeps(pid), sleeps(child as u32), switches(pid).ok(), switches(child as u32).ok());
        let first = look();
        std::thread::sleep(Duration::from_millis(20));
        name == "sleep\n" && first.0 && first.1 && first == look()
    }

    fn switches(&self) -> io::Result<u64> {
        switches(self.pid())
    }

    /// RSS and PSS in KiB.
    fn memory(&self) -> io::Result<(u64, u64)> {
        let path = format!("/proc/{}/smaps_rollup", self.pid());
        let text = fs::read_to_string(&path)?;
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok())
        };
        match (field("Rss:"), field("Pss:")) {
            (Some(resident), Some(proportional)) => Ok((resident, proportional)),
            _ => Err(io::Error::other(format!("{path} has no Rss or Pss"))),
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        use nix::sys::signal::{SIGKILL, kill};
        // The program first: it is the wrapper's child, so the number is its own until the wrapper
        // has reaped it, which it does not do while it is stopped.
        let wrapper = nix::unistd::Pid::from_raw(self.pid() as i32);
        let _ = kill(wrapper, nix::sys::signal::SIGSTOP);
        if self.program > 0 {
            let _ = kill(nix::unistd::Pid::from_raw(self.program), SIGKILL);
        }
        let _ = self.wrapper.kill();
        let _ = self.wrapper.wait();
    }
}

fn sleeps(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('S'))
}

/// How often a process has stopped running, of its own accord or not.
fn switches(pid: u32) -> io::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once("ctxt_switches:\t")?.1.parse::<u64>().ok())
        .sum())
}
