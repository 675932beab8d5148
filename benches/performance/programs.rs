//! The programs that are compared: sigkit, the floor, and every other kill on the machine, each
//! called as `kill`.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The environment of every run. cargo's own (LD_LIBRARY_PATH, a page of CARGO_* variables) and the
/// user's locale would cost the dynamically linked peers system calls that they do not need.
pub(crate) const ENVIRONMENT: (&str, &str) = ("PATH", "/usr/bin:/bin");

/// Extra peers: `NAME=PATH:NAME=PATH`. A folder holds a peer's commands by their names.
const EXTRA_PEERS: &str = "SIGKIT_BENCH_PEERS";

/// Names under which a kill is found: its own, and those of binaries with many commands.
const FILE_NAMES: &[&str] = &["kill", "gkill", "busybox", "toybox", "coreutils"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Floor,
    Sigkit,
    Peer,
}

/// One program.
pub(crate) struct Program {
    pub(crate) role: Role,
    /// Name, version, and how it is linked.
    pub(crate) label: String,
    pub(crate) path: PathBuf,
    /// The file that runs: a copy. How a file was written decides how the page cache holds it, and
    /// that decides how many pages one fault maps: a file fresh from the linker has up to six
    /// faults more than the same one installed.
    pub(crate) copy: PathBuf,
    /// The command line, if it is the same in every row: a wrapper's, with what it runs.
    pub(crate) words: Option<Vec<String>>,
}

/// A program with its arguments.
pub(crate) struct Run<'a> {
    pub(crate) program: &'a Program,
    pub(crate) arguments: &'a [String],
}

impl Program {
    pub(crate) fn new(role: Role, name: &str, path: PathBuf) -> Program {
        let label = match linkage(&path) {
            Some(linkage) => format!("{name}, {linkage}"),
            None => name.to_owned(),
        };
        Program { role, label, copy: path.clone(), path, words: None }
    }

    /// This program with these arguments of kill; the floor takes process IDs alone.
    pub(crate) fn run<'a>(&'a self, arguments: &'a [String]) -> Run<'a> {
        Run { program: self, arguments }
    }
}

impl Run<'_> {
    /// The words of the command line, the program's name first.
    pub(crate) fn words(&self) -> Vec<String> {
        if let Some(words) = &self.program.words {
            return words.clone();
        }
        let arguments: Vec<String> = match (self.program.role, self.arguments) {
            (Role::Floor, [option, null, pids @ ..]) if option == "-s" && null == "0" => {
                pids.to_vec()
            }
            (Role::Floor, _) => vec![std::process::id().to_string()],
            _ => self.arguments.to_vec(),
        };
        [vec!["kill".to_owned()], arguments].concat()
    }

    /// The same for std.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program.copy);
        let words = self.words();
        command
            .arg0(&words[0])
            .args(&words[1..])
            .env_clear()
            .env(ENVIRONMENT.0, ENVIRONMENT.1)
            .stdin(Stdio::null());
        command
    }
}

/// Everything that is compared. The first is what the others' times are divided by: the floor, or
/// sigkit without one.
pub(crate) fn all(sigkit: &Path) -> io::Result<Vec<Program>> {
    let mut programs = Vec::new();
    match floor() {
        Ok(path) => {
            let label = "floor".to_owned();
            programs.push(Program {
                role: Role::Floor,
                label,
                copy: path.clone(),
                path,
                words: None,
            });
        }
        Err(error) => eprintln!("performance: no floor, times are relative to sigkit's: {error}"),
    }
    let sigkit = sigkit.canonicalize()?;
    let name = version(&sigkit)
        .ok_or_else(|| io::Error::other(format!("{}: does not run", sigkit.display())))?;
    programs.push(Program::new(Role::Sigkit, &name, sigkit));
    programs.extend(
        extra("kill")?.into_iter().map(|(name, path)| Program::new(Role::Peer, &name, path)),
    );
    let mut known: HashSet<PathBuf> =
        programs.iter().filter_map(|program| program.path.canonicalize().ok()).collect();
    for candidate in candidates() {
        let Ok(path) = candidate.canonicalize() else {
            continue;
        };
        if !known.insert(path.clone()) {
            continue;
        }
        match version(&path) {
            // An installed sigkit is not a peer.
            Some(name) if !name.contains("sigkit") => {
                programs.push(Program::new(Role::Peer, &name, path))
            }
            _ => {}
        }
    }
    copy(&mut programs, "kill")?;
    Ok(programs)
}

/// Makes the copies that run, all of them alike.
pub(crate) fn copy(programs: &mut [Program], name: &str) -> io::Result<()> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("performance");
    fs::create_dir_all(&directory)?;
    for (place, program) in programs.iter_mut().enumerate() {
        program.copy = directory.join(format!("{name}-{place}"));
        // Not over the one of the run before: a file keeps the pages that it has.
        match fs::remove_file(&program.copy) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::copy(&program.path, &program.copy)?;
    }
    Ok(())
}

/// The extra peers' names and files of a command. A file is a peer of every command.
pub(crate) fn extra(command: &str) -> io::Result<Vec<(String, PathBuf)>> {
    let text = std::env::var(EXTRA_PEERS).unwrap_or_default();
    let entries = text.split(':').filter(|entry| !entry.is_empty());
    let peer = |entry: &str| {
        let wrong = |reason: String| io::Error::other(format!("{EXTRA_PEERS}: {entry}: {reason}"));
        let (name, path) =
            entry.split_once('=').ok_or_else(|| wrong("must be NAME=PATH".to_owned()))?;
        let path = Path::new(path).canonicalize().map_err(|error| wrong(error.to_string()))?;
        Ok((name.to_owned(), if path.is_dir() { path.join(command) } else { path }))
    };
    let peers = entries.map(peer).collect::<io::Result<Vec<_>>>()?;
    Ok(peers.into_iter().filter(|(_, path)| path.is_file()).collect())
}

/// Files in PATH, and where systems keep their own if PATH does not say so.
fn candidates() -> Vec<PathBuf> {
    installed(FILE_NAMES)
}

/// Where programs with these names are.
pub(crate) fn installed(names: &[&str]) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    directories.extend(["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from));
    let files = |directory: PathBuf| names.iter().map(move |name| directory.join(name));
    directories.into_iter().flat_map(files).filter(|file| file.is_file()).collect()
}

/// The name that the program gives itself as `kill`: by --version, or (busybox) by the head of
/// its help.
pub(crate) fn version(path: &Path) -> Option<String> {
    let program = Program::new(Role::Peer, "", path.to_owned());
    ["--version", "--help"].iter().find_map(|option| {
        let output = program.run(&[(*option).to_owned()]).command().output().ok()?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        let first = text.lines().find(|line| !line.trim().is_empty())?;
        output.status.success().then(|| short(first))
    })
}

/// `procps-ng 4.0.2` from "kill from procps-ng 4.0.2"; `GNU coreutils 9.1` from "kill (GNU
/// coreutils) 9.1"; `BusyBox v1.35.0` from "BusyBox v1.35.0 (Debian ...) multi-call binary."
fn short(line: &str) -> String {
    if let Some((package, version)) =
        line.strip_prefix("kill (").and_then(|rest| rest.split_once(')'))
    {
        return format!("{package}{version}");
    }
    let line = line.strip_prefix("kill from ").unwrap_or(line);
    line.split(" (").next().unwrap_or(line).to_owned()
}

/// The kind of linking: with a run-time linker if the ELF file has a PT_INTERP header; nothing if
/// it is no ELF file.
fn linkage(path: &Path) -> Option<&'static str> {
    const PT_INTERP: u64 = 3;
    let file = fs::read(path).ok().filter(|file| file.starts_with(b"\x7fELF"))?;
    let number = |place: usize, width: usize| {
        let bytes = file.get(place..place + width)?;
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        let little_endian = file[5] == 1;
        Some(if little_endian {
            bytes.iter().rev().fold(0, fold)
        } else {
            bytes.iter().fold(0, fold)
        })
    };
    let wide = *file.get(4)? == 2;
    let (table, size, count) = if wide {
        (number(32, 8)?, number(54, 2)?, number(56, 2)?)
    } else {
        (number(28, 4)?, number(42, 2)?, number(44, 2)?)
    };
    for header in 0..count {
        if number(usize::try_from(table + header * size).ok()?, 4)? == PT_INTERP {
            return Some("dynamic");
        }
    }
    Some("static")
}

/// Builds the program of a C file next to this one: no libc, no run-time linker.
pub(crate) fn build(name: &str) -> io::Result<PathBuf> {
    let compiler = std::env::var_os("CC").unwrap_or_else(|| OsString::from("cc"));
    let shown = Path::new(&compiler).display();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/performance");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let status = Command::new(&compiler)
        .args([
            "-O2",
            "-nostdlib",
            "-static",
            "-fno-pie",
            "-no-pie",
            "-fno-stack-protector",
            "-ffreestanding",
        ])
        .args([
            "-fno-asynchronous-unwind-tables",
            "-Wl,--build-id=none",
            "-Wl,-z,noseparate-code",
            "-Wl,-s",
        ])
        .args([OsStr::new("-o"), path.as_os_str()])
        .arg(source.join(name).with_extension("c"))
        .stdin(Stdio::null())
        .status()
        .map_err(|error| io::Error::other(format!("{shown}: {error}")))?;
    match status.success() {
        true => Ok(path),
        false => Err(io::Error::other(format!("{shown} cannot build {name}"))),
    }
}

/// The least that a kill can be.
pub(crate) fn floor() -> io::Result<PathBuf> {
    build("floor")
}
