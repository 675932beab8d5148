//! The speed of lint, next to what else reads scripts: `wc`, which only counts; `dash -n`, which
//! only parses, and that a file at a time; ShellCheck and checkbashisms.
//!
//! The scripts are those of the machine, so that only ratios of one run say anything. Each program
//! is run by `sh -c`, which makes one run of several and takes away what is found: an exit status
//! of 1.

use std::fmt::Write;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::format::label;
use crate::programs::{self, Program, Role, Run};
use crate::timing::{self, Timing};
use crate::wrappers;

/// Where a system has its scripts.
const FOLDERS: [&str; 3] = ["/etc", "/usr/bin", "/usr/share"];

/// The most scripts and bytes that are read: a command line has room for their names.
const MOST_SCRIPTS: usize = 2_000;
const LONGEST: u64 = 1 << 20;

/// How long the generated script is.
const GENERATED: usize = 1 << 20;

/// How long the scripts for the slow ones are together.
const SAMPLE: u64 = 100 << 10;

/// The commands of one run; `"$@"` are the scripts. `SIGKIT` stands for the program.
const READERS: [(&str, Role, &str); 4] = [
    ("wc", Role::Floor, "wc \"$@\""),
    ("", Role::Sigkit, "SIGKIT lint -j 1 \"$@\""),
    ("", Role::Sigkit, "SIGKIT lint -j 2 \"$@\""),
    ("dash", Role::Peer, "for script do dash -n \"$script\"; done"),
];

/// The ones that take seconds for a hundred kilobytes.
const SLOW: [(&str, Role, &str); 2] = [
    ("shellcheck", Role::Peer, "shellcheck \"$@\""),
    ("checkbashisms", Role::Peer, "checkbashisms \"$@\""),
];

/// Part of the generated script; `NUMBER` is another one each time.
const PIECE: &str = r#"
# Starts worker NUMBER, and ends it in order.
start_NUMBER() {
    local name="$1" count=0 pid
    if [ -z "$name" ] || ! command -v "$name" >/dev/null 2>&1; then
        printf '%s: not found\n' "${name:-worker NUMBER}" >&2
        return 127
    fi
    "$name" --port=$((8000 + NUMBER)) --log "$LOGS/$name.log" </dev/null &
    pid=$!
    trap 'kill -s TERM "$pid" 2>/dev/null; wait "$pid"; exit 1' HUP INT TERM
    while [ "$count" -lt 10 ]; do
        case $(cat "/proc/$pid/comm" 2>/dev/null) in
        "$name" | "${name%.*}") break ;;
        *) sleep 1; count=$((count + 1)) ;;
        esac
    done
    cat >"$STATE/NUMBER" <<EOF
name=$name
pid=$pid
EOF
    wait "$pid" || echo "worker NUMBER failed: $(date)" | tee -a "$LOGS/all.log"
}
"#;

/// The scripts that are read, and the programs that read them, `wc` first.
struct Row {
    title: String,
    /// How many scripts there are.
    count: usize,
    programs: Vec<Program>,
    pairs: usize,
    timings: Vec<Timing>,
}

/// All rows.
pub(crate) struct Lint {
    rows: Vec<Row>,
}

/// Times all rows by so many pairs; those of the slow programs only if `with_slow`.
pub(crate) fn measure(sigkit: &Path, pairs: usize, with_slow: bool) -> io::Result<Lint> {
    let scripts = scripts();
    let generated = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated.sh");
    fs::write(&generated, generated_script())?;
    let mut rows = vec![
        Row::new("the scripts of the machine", scripts.clone(), &READERS, sigkit, pairs)?,
        Row::new("a generated script", vec![generated], &READERS, sigkit, pairs)?,
    ];
    if with_slow {
        let readers = [&READERS[..], &SLOW].concat();
        rows.push(Row::new("some of the scripts", sample(scripts), &readers, sigkit, 3)?);
    }
    for row in &mut rows {
        eprintln!("performance: sigkit lint, {}", row.title);
        let runs: Vec<_> =
            row.programs.iter().map(|program| Run { program, arguments: &[] }).collect();
        row.timings = timing::paired(&runs, row.pairs)?;
    }
    Ok(Lint { rows })
}

impl Row {
    fn new(
        title: &str,
        scripts: Vec<PathBuf>,
        readers: &[(&str, Role, &str)],
        sigkit: &Path,
        pairs: usize,
    ) -> io::Result<Row> {
        let sigkit = sigkit.canonicalize()?;
        let bytes: u64 =
            scripts.iter().filter_map(|path| path.metadata().ok()).map(|m| m.len()).sum();
        let names: Vec<String> =
            scripts.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let mut all = Vec::new();
        for (program, role, command) in readers {
            let label = match role {
                Role::Sigkit => command.replace("SIGKIT", "sigkit").replace(" \"$@\"", ""),
                _ => match programs::installed(&[*program]).first() {
                    None => continue,
                    Some(_) if *program == "dash" => "dash -n".to_owned(),
                    Some(path) => format!("{program} {}", wrappers::version(path)),
                },
            };
            let command = command.replace("SIGKIT", &sigkit.to_string_lossy());
            let words = ["sh", "-c", &format!("{command}; :"), "sh"].map(str::to_owned);
            let shell = PathBuf::from("/bin/sh");
            all.push(Program {
                role: *role,
                label,
                copy: shell.clone(),
                path: shell,
                words: Some([&words[..], &names].concat()),
            });
        }
        let title = format!("{title}: {} of {} kB", scripts.len(), bytes / 1000);
        Ok(Row { title, count: scripts.len(), programs: all, pairs, timings: Vec::new() })
    }

    fn ratios(&self, role: Role) -> impl Iterator<Item = (&str, f64)> {
        let all = self.programs.iter().zip(&self.timings);
        let own = all.filter(move |(program, _)| program.role == role);
        own.map(|(program, timing)| (&program.label[..], timing.ratio[1]))
    }
}

impl Lint {
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            // Writing to a String cannot fail.
            let _ = write!(text, "**{}**\n\n| | time, × wc |\n|---|--:|\n", row.title);
            for (program, timing) in row.programs.iter().zip(&row.timings) {
                let _ = writeln!(text, "| {} | {:.2} |", label(program), timing.ratio[1]);
            }
            text.push('\n');
        }
        text
    }

    pub(crate) fn json(&self) -> Value {
        let row = |row: &Row| {
            let programs = row.programs.iter().zip(&row.timings);
            let programs = programs.map(|(program, timing)| {
                json!({ "program": program.label, "time_ratio": timing.ratio[1],
                    "time_ratio_quartiles": [timing.ratio[0], timing.ratio[2]] })
            });
            json!({ "scripts": row.title, "programs": programs.collect::<Vec<_>>() })
        };
        json!(self.rows.iter().map(row).collect::<Vec<_>>())
    }

    /// The number of peers' rows that lint was compared with, and whether it is ahead of each, with
    /// one thread and with two; says what is not so. One long script is not compared: `dash -n`,
    /// which is started once for it, keeps nothing of what it reads.
    pub(crate) fn check(&self) -> (usize, bool) {
        let (mut compared, mut passed) = (0, true);
        for row in self.rows.iter().filter(|row| row.count > 1) {
            for (own, ratio) in row.ratios(Role::Sigkit) {
                for (peer, theirs) in row.ratios(Role::Peer) {
                    compared += 1;
                    if ratio > theirs {
                        let title = &row.title;
                        eprintln!("performance: {title}: {own} {ratio:.2}, {peer} {theirs:.2}");
                        passed = false;
                    }
                }
            }
        }
        (compared, passed)
    }
}

/// The scripts of the machine, by their `#!` lines, sorted.
fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            // A link's target is found where it is.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && is_script(&entry.path()) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found.truncate(MOST_SCRIPTS);
    found
}

/// True for a file of moderate length that a shell runs.
fn is_script(path: &Path) -> bool {
    let Ok(mut file) = fs::File::open(path) else { return false };
    let mut head = [0; 64];
    let Ok(length) = file.read(&mut head) else { return false };
    let line = head[..length].split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let program = line.strip_prefix("#!").and_then(|rest| rest.split_whitespace().next());
    let is_shell = |program: &str| matches!(program, "/bin/sh" | "/bin/bash" | "/usr/bin/bash");
    program.is_some_and(is_shell)
        && fs::metadata(path).is_ok_and(|metadata| metadata.len() <= LONGEST)
}

/// Some of the scripts, of all kinds: every fifth until there are enough bytes.
fn sample(scripts: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut left = SAMPLE;
    let takes = |path: &PathBuf| {
        let length = path.metadata().map_or(0, |metadata| metadata.len());
        let fits = length <= left;
        left -= if fits { length } else { 0 };
        fits
    };
    scripts.into_iter().step_by(5).filter(takes).collect()
}

fn generated_script() -> String {
    let mut text = "#!/bin/sh\n".to_owned();
    for number in 0.. {
        if text.len() >= GENERATED {
            break;
        }
        text += &PIECE.replace("NUMBER", &number.to_string());
    }
    text
}
