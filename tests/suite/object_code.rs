//! What runs before libc starts (`src/main.rs`), read from the object code of a release build: it touches no thread-local
//! storage, calls no function by a table of addresses (which are not filled in yet; memcpy and its like are reached so),
//! and loads no pointer that a relocation has yet to make.
//!
//! SIGKIT_UNSTRIPPED names such a build with its symbols: `CARGO_PROFILE_RELEASE_STRIP=false cargo build --release`.
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

struct Program {
    /// The instructions of each function.
    functions: BTreeMap<String, Vec<String>>,
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
        for line in output("readelf", &["-rW", path]).lines().filter(|line| line.contains("R_X86_64_RELATIVE")) {
            let words: Vec<_> = line.split_whitespace().collect();
            let (address, value) = (hexadecimal(words[0]), hexadecimal(words[words.len() - 1]));
            let name = value.and_then(|value| names.get(&value)).cloned().unwrap_or_default();
            relocated.insert(address.expect("an address"), name);
        }
        let mut functions = BTreeMap::<String, Vec<String>>::new();
        let mut current = String::new();
        for line in output("objdump", &["-d", "--no-show-raw-insn", path]).lines() {
            if let Some((_, name)) = line.strip_suffix(">:").and_then(|line| line.split_once(" <")) {
                current = name.to_owned();
            } else if let Some((_, instruction)) = line.split_once(":\t") {
                functions.entry(current.clone()).or_default().push(instruction.to_owned());
            }
        }
        Program { functions, relocated }
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

#[test]
fn nothing_before_libc_needs_what_libc_has_yet_to_make() {
    let Ok(path) = std::env::var("SIGKIT_UNSTRIPPED") else {
        return skip("SIGKIT_UNSTRIPPED names no release build with symbols");
    };
    let program = Program::read(&path);
    // Each function that is reached, with the way that leads there.
    let mut reached = BTreeMap::from([("sigkit_start".to_owned(), "sigkit_start".to_owned())]);
    let mut open: Vec<String> = reached.keys().cloned().collect();
    while let Some(function) = open.pop() {
        let way = reached[&function].clone();
        let instructions = program.functions.get(&function).unwrap_or_else(|| panic!("no code of {function}"));
        for instruction in instructions {
            let context = format!("{instruction}\nin {way}");
            assert!(!instruction.contains("%fs:"), "thread-local storage: {context}");
            let transfers = instruction.starts_with("call") || instruction.starts_with('j');
            let address = instruction.split_once("# ").and_then(|(_, rest)| hexadecimal(rest.split(' ').next()?));
            if let Some(name) = address.and_then(|address| program.relocated.get(&address)) {
                let permitted = instruction.starts_with("lea") || BEHIND_A_CONDITION.contains(&name.as_str());
                assert!(permitted, "a pointer that is not relocated yet, to {name:?}: {context}");
            } else if transfers && instruction.contains('*') {
                // A jump by a register is a match; its table holds distances.
                assert!(instruction.starts_with("jmp") && !instruction.contains('('), "an indirect call: {context}");
            } else if let (true, Some(to)) = (transfers, destination(instruction)) {
                assert!(!to.contains("*ABS*"), "a function that is chosen at the start: {context}");
                let ends = to == "_start" || to.contains("panic") || to.contains("slice_index_fail");
                if !ends && !reached.contains_key(to) {
                    reached.insert(to.to_owned(), format!("{way}\n-> {to}"));
                    open.push(to.to_owned());
                }
            }
        }
    }
    // Names as they are mangled: those of two instances of a generic function must not be taken for one.
    for expected in ["11before_libc", "6signal7by_name", "7operand5parse"] {
        assert!(reached.keys().any(|name| name.contains(expected)), "{expected} was not followed: {reached:#?}");
    }
}
