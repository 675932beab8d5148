//! Programs that run another one and stay until it has ended, and what they run, alone.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::programs::{self, Program, Role};

/// The peers, and their words before those of what they run.
const PEERS: &[(&str, &[&str])] = &[
    // Without -s it says that it is not process 1, at some length.
    ("tini", &["-s", "--"]),
    ("tini-static", &["-s", "--"]),
    ("dumb-init", &["--"]),
    ("catatonit", &["--"]),
    ("timeout", &["5"]),
];

/// The wrappers around one program. The first is this program alone, which the times are relative
/// to.
pub(crate) struct Around {
    pub(crate) title: &'static str,
    pub(crate) programs: Vec<Program>,
}

/// Around `true`, and around a program that does nothing at all, with a start of its own that hides
/// little of a wrapper's.
pub(crate) fn all(sigkit: &Path) -> io::Result<Vec<Around>> {
    let mut all =
        vec![around("sigtrap -k 5 -- /bin/true", sigkit, "true", PathBuf::from("/bin/true"))?];
    match programs::floor() {
        Ok(path) => all.push(around("sigtrap -k 5 -- FLOOR", sigkit, "floor", path)?),
        Err(error) => eprintln!("performance: no wrappers around the floor: {error}"),
    }
    Ok(all)
}

fn around(title: &'static str, sigkit: &Path, name: &str, path: PathBuf) -> io::Result<Around> {
    let sigkit = sigkit.canonicalize()?;
    let label =
        programs::version(&sigkit).ok_or_else(|| io::Error::other("sigkit does not run"))?;
    let alone = Program {
        role: Role::Floor,
        label: format!("`{name}` alone"),
        copy: path.clone(),
        path,
        words: None,
    };
    let mut found = vec![alone, Program::new(Role::Sigkit, &label, sigkit)];
    let mut before = vec![vec![], vec!["sigtrap", "-k", "5", "--"]];
    for (peer, words) in PEERS {
        if let Some(path) = programs::installed(&[peer]).into_iter().next() {
            found.push(Program::new(Role::Peer, &format!("{peer} {}", version(&path)), path));
            before.push([&[*peer], *words].concat());
        }
    }
    programs::copy(&mut found, &format!("trap-{name}"))?;
    let command = found[0].copy.to_str().expect("UTF-8").to_owned();
    for (program, words) in found.iter_mut().zip(before) {
        program.words =
            Some(words.into_iter().map(str::to_owned).chain([command.clone()]).collect());
    }
    Ok(Around { title, programs: found })
}

/// The word of `--version` that is the version: `0.1.7` of "tini version 0.1.7_catatonit".
pub(crate) fn version(path: &Path) -> String {
    let Ok(output) = Command::new(path).arg("--version").output() else { return "?".to_owned() };
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let is_version =
        |word: &&str| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.');
    let mut words = text.split_whitespace().map(|word| word.trim_start_matches('v'));
    words.find(is_version).and_then(|word| word.split('_').next()).unwrap_or("?").to_owned()
}
