//! What runs before libc starts (`src/main.rs`), read from the object code of a release build: it
//! touches no thread-local storage, calls no function by a table of addresses (which are not filled
//! in yet; memcpy and its like are reached so), and loads no pointer that a relocation has yet to
//! make. And it lies where `src/before_libc.ld` says, in one piece.
//!
//! SIGKIT_UNSTRIPPED names such a build with its symbols: `CARGO_PROFILE_RELEASE_STRIP=false cargo
//! build --release`.
#![cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::*;

/// Reached by these alone if at all: each stands behind a condition that is false before libc.
const BEHIND_A_CONDITION: [&str; 5] = [
    // Words and numbers that need the range of the real-time signals start anew.
    "__libc_current_sigrtmin",
    "__libc_current_sigrtmax",
    // Only --timeout allocates what is freed here, and words with two dashes start anew.
    "free",
    "cfree",
    "__libc_free",
];

/// The section that `src/before_libc.ld` gathers.
const SECTION: &str = ".text.before_libc";

/// Reached only then, so that they may lie anywhere.
const WHERE_SOMETHING_FAILS: [&str; 1] = ["6output6Output9write_out"];

struct Program {
    /// The instructions of each function.
    functions: BTreeMap<String, Vec<String>>,
    /// The section of each function.
    sections: BTreeMap<String, String>,
    /// What relocations will put at an address: the name of a function or nothing that has one.
    relocated: BTreeMap<u64, String>,
}

fn output(program: &str, arguments: &[&str]) -> String {
    let ran = Ran::of(Command::new(program).args(arguments));
    assert_eq!(ran.status, 0, "{program}: {}", ran.stderr);
    ran.stdout
}

fn hexadecimal(word: &str) -> Option<u64> {
    u64::from_str_radix(word.trim_start_matches("0x"), 16).ok()
}

impl Program {
    fn read(path: &str) -> Program {
        let mut names = BTreeMap::new();
        for line in output("nm", &[path]).lines() {
            let mut words = line.splitn(3, ' ');
            if let (Some(address), Some(_), Some(name)) =
                (words.next().and_then(hexadecimal), words.next(), words.next())
            {
                names.insert(address, name.to_owned());
            }
        }
        let mut relocated = BTreeMap::new();
        for line in output("readelf", &["-rW", path])
            .lines()
            .filter(|line| line.contains("R_X86_64_RELATIVE"))
        {
            let words: Vec<_> = line.split_whitespace().collect();
            let (address, value) = (hexadecimal(words[0]), hexadecimal(words[words.len() - 1]));
            let name = value.and_then(|value| names.get(&value)).cloned().unwrap_or_default();
            relocated.insert(address.expect("an address"), name);
        }
        let mut functions = BTreeMap::<String, Vec<String>>::new();
        let mut sections = BTreeMap::new();
        let mut section = String::new();
        let mut current = String::new();
        for line in output("objdump", &["-d", "--no-show-raw-insn", path]).lines() {
            if let Some(name) = line.strip_prefix("Disassembly of section ") {
                section = name.trim_end_matches(':').to_owned();
            } else if let Some((_, name)) =
                line.strip_suffix(">:").and_then(|line| line.split_once(" <"))
            {
                current = name.to_owned();
                sections.insert(current.clone(), section.clone());
            } else if let Some((_, instruction)) = line.split_once(":\t") {
                functions.entry(current.clone()).or_default().push(instruction.to_owned());
            }
        }
        Program { functions, sections, relocated }
    }
}

/// The function that a direct call or jump leads to: `call 4f970 <name+0x1f>`.
fn destination(instruction: &str) -> Option<&str> {
    let name = instruction.split_once(" <")?.1.strip_suffix('>')?;
    Some(match name.rsplit_once("+0x") {
        Some((function, offset)) if hexadecimal(offset).is_some() => function,
        _ => name,
    })
}

/// The program, or the reason why there is none.
fn unstripped() -> Result<Program, &'static str> {
    match std::env::var("SIGKIT_UNSTRIPPED") {
        Ok(path) => Ok(Program::read(&path)),
        Err(_) => Err("SIGKIT_UNSTRIPPED names no release build with symbols"),
    }
}

/// A static program that asks the name service switch for users and groups loads the libraries of
/// another glibc at run time, or fails.
#[test]
fn a_static_build_has_no_name_service_switch() {
    let program = match unstripped() {
        Ok(program) => program,
        Err(reason) => return skip(reason),
    };
    let found: Vec<_> = program
        .functions
        .keys()
        .filter(|name| name.starts_with("__nss_") || name.starts_with("getpw"))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nothing_before_libc_needs_what_libc_has_yet_to_make() {
    let program = match unstripped() {
        Ok(program) => program,
        Err(reason) => return skip(reason),
    };
    // Each function that is reached, with the way that leads there.
    let mut reached = BTreeMap::from([("sigkit_start".to_owned(), "sigkit_start".to_owned())]);
    let mut open: Vec<String> = reached.keys().cloned().collect();
    while let Some(function) = open.pop() {
        let way = reached[&function].clone();
        // A function of another crate lies anywhere; if the plain forms call one, `cargo bench --
        // --check` sees its page fault.
        let own = function.contains("6sigkit") || function == "sigkit_start";
        if own && !WHERE_SOMETHING_FAILS.iter().any(|name| function.contains(name)) {
            assert_eq!(
                program.sections[&function], SECTION,
                "{way}\nsrc/before_libc.ld must name it"
            );
        }
        let instructions =
            program.functions.get(&function).unwrap_or_else(|| panic!("no code of {function}"));
        for instruction in instructions {
            let context = format!("{instruction}\nin {way}");
            assert!(!instruction.contains("%fs:"), "thread-local storage: {context}");
            let transfers = instruction.starts_with("call") || instruction.starts_with('j');
            let address = instruction
                .split_once("# ")
                .and_then(|(_, rest)| hexadecimal(rest.split(' ').next()?));
            if let Some(name) = address.and_then(|address| program.relocated.get(&address)) {
                let permitted =
                    instruction.starts_with("lea") || BEHIND_A_CONDITION.contains(&name.as_str());
                assert!(permitted, "a pointer that is not relocated yet, to {name:?}: {context}");
            } else if transfers && instruction.contains('*') {
                // A jump by a register is a match; its table holds distances.
                assert!(
                    instruction.starts_with("jmp") && !instruction.contains('('),
                    "an indirect call: {context}"
                );
            } else if let (true, Some(to)) = (transfers, destination(instruction)) {
                assert!(!to.contains("*ABS*"), "a function that is chosen at the start: {context}");
                let ends =
                    to == "_start" || to.contains("panic") || to.contains("slice_index_fail");
                if !ends && !reached.contains_key(to) {
                    reached.insert(to.to_owned(), format!("{way}\n-> {to}"));
                    open.push(to.to_owned());
                }
            }
        }
    }
    // Names as they are mangled: those of two instances of a generic function must not be taken for
    // one.
    let of_trap = ["4trap11before_libc3run", "5child5enter"];
    for expected in
        ["11before_libc", "6signal7by_name", "7operand5parse"].into_iter().chain(of_trap)
    {
        assert!(
            reached.keys().any(|name| name.contains(expected)),
            "{expected} was not followed: {reached:#?}"
        );
    }
}
