//! The code that runs before libc starts (`src/quick.rs`), read from the object code: it touches no
//! thread-local storage, calls nothing by a table of addresses (which are not filled in yet; memcpy
//! and its like are reached so), and loads no pointer that a relocation has yet to make. In the
//! build that users get it calls nothing outside of the room, and all of it lies where
//! `src/quick/layout.ld` says, in one piece.
//!
//! SIGKIT_UNSTRIPPED names such a build with its symbols: `CARGO_PROFILE_RELEASE_STRIP=false cargo
//! build --release`. SIGKIT_PROFILES names builds with other optimizations, with colons between
//! them: `.ci/profiles` makes them. Either may be for x86-64 or aarch64.
#![cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::*;

/// The sections that `src/quick/layout.ld` gathers.
const CODE: &str = ".text.quick";
const TABLES: &str = ".rodata.quick";

/// The variable that is written when trap hands over.
const HANDOVER: &str = "5quick8handover4SLOT";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Machine {
    X86,
    Arm,
}

struct Program {
    path: String,
    machine: Machine,
    /// The instructions of each function.
    functions: BTreeMap<String, Vec<String>>,
    /// The section of each function.
    sections: BTreeMap<String, String>,
    /// The names of addresses.
    names: BTreeMap<u64, String>,
    /// The target of the relocation at an address: the name of a function or nothing that has one.
    relocated: BTreeMap<u64, String>,
    /// Where the tables lie.
    tables: std::ops::Range<u64>,
}

fn output(program: &str, arguments: &[&str]) -> String {
    let ran = Ran::of(Command::new(program).args(arguments));
    assert_eq!(ran.status, 0, "{program}: {}", ran.stderr);
    ran.stdout
}

fn hexadecimal(word: &str) -> Option<u64> {
    u64::from_str_radix(word.trim_start_matches("0x"), 16).ok()
}

fn machine_of(path: &str) -> Machine {
    // e_machine of elf(5).
    match std::fs::read(path).expect("a program")[18..20] {
        [62, 0] => Machine::X86,
        [183, 0] => Machine::Arm,
        _ => panic!("{path}: a program for neither x86-64 nor aarch64"),
    }
}

impl Program {
    fn read(path: &str) -> Program {
        let machine = machine_of(path);
        let disassembler = match machine {
            Machine::X86 => "x86_64-linux-gnu-objdump",
            Machine::Arm => "aarch64-linux-gnu-objdump",
        };
        let mut names = BTreeMap::new();
        for line in output("nm", &[path]).lines() {
            let mut words = line.splitn(3, ' ');
            if let (Some(address), Some(kind), Some(name)) =
                (words.next().and_then(hexadecimal), words.next(), words.next())
            {
                // Not those of aarch64 that mark data and code, nor addresses in the thread.
                if !name.starts_with('$') && !["b", "B"].contains(&kind) || name.contains(HANDOVER)
                {
                    names.insert(address, name.to_owned());
                }
            }
        }
        let relocated = relocations(path, &names);
        let (functions, sections) = functions(disassembler, path);
        let tables = section(path, TABLES);
        Program { path: path.to_owned(), machine, functions, sections, names, relocated, tables }
    }
}

fn relocations(path: &str, names: &BTreeMap<u64, String>) -> BTreeMap<u64, String> {
    let mut relocated = BTreeMap::new();
    for line in output("readelf", &["-rW", path]).lines() {
        // Of the packed ones only the addresses are listed.
        if let (16, Some(address)) = (line.len(), hexadecimal(line)) {
            relocated.insert(address, String::new());
        }
        if !line.contains("R_X86_64_") && !line.contains("R_AARCH64_") {
            continue;
        }
        let words: Vec<_> = line.split_whitespace().collect();
        let (address, value) = (hexadecimal(words[0]), hexadecimal(words[words.len() - 1]));
        let name = value.and_then(|value| names.get(&value)).cloned().unwrap_or_default();
        relocated.insert(address.expect("an address"), name);
    }
    assert!(!relocated.is_empty(), "{path} has no relocations: is it position-independent?");
    relocated
}

type Functions = (BTreeMap<String, Vec<String>>, BTreeMap<String, String>);

fn functions(disassembler: &str, path: &str) -> Functions {
    let mut functions = BTreeMap::<String, Vec<String>>::new();
    let mut sections = BTreeMap::new();
    let mut section = String::new();
    let mut current = String::new();
    for line in output(disassembler, &["-d", "--no-show-raw-insn", path]).lines() {
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
    (functions, sections)
}

/// The addresses of a section, none if there is no such section.
fn section(path: &str, name: &str) -> std::ops::Range<u64> {
    let sections = output("readelf", &["-SW", path]);
    let line = sections.lines().find_map(|line| line.split_once(&format!("] {name} ")));
    let Some((_, line)) = line else { return 0..0 };
    let words: Vec<_> = line.split_whitespace().collect();
    let number = |word: &str| hexadecimal(word).expect("a number");
    number(words[1])..number(words[1]) + number(words[3])
}

/// The effects of one instruction that matter here.
#[derive(Debug, Default)]
struct Effect {
    is_thread_local: bool,
    /// A call or a jump by a register or by what is in memory.
    is_indirect: bool,
    /// A jump by a register alone.
    is_table_jump: bool,
    /// The function that a direct call or jump leads to.
    destination: Option<String>,
    /// The address of data that is loaded or stored,
    data: Option<u64>,
    /// or only computed.
    address: Option<u64>,
}

/// The function in `call 4f970 <name+0x1f>`.
fn destination(instruction: &str) -> Option<String> {
    let name = instruction.split_once(" <")?.1.strip_suffix('>')?;
    Some(match name.rsplit_once("+0x") {
        Some((function, offset)) if hexadecimal(offset).is_some() => function.to_owned(),
        _ => name.to_owned(),
    })
}

fn x86(instruction: &str) -> Effect {
    let transfers = instruction.starts_with("call")
        || instruction.starts_with('j')
        || instruction.starts_with("bnd j");
    let named =
        instruction.split_once("# ").and_then(|(_, rest)| hexadecimal(rest.split(' ').next()?));
    let is_lea = instruction.starts_with("lea");
    let is_indirect = transfers && instruction.contains('*');
    Effect {
        is_thread_local: instruction.contains("%fs:"),
        is_indirect,
        is_table_jump: is_indirect
            && !instruction.starts_with("call")
            && !instruction.contains('('),
        destination: (transfers && !is_indirect).then(|| destination(instruction)).flatten(),
        data: named.filter(|_| !is_lea),
        address: named.filter(|_| is_lea),
    }
}

/// `known` are the registers that hold an address of the program so far.
fn arm(instruction: &str, known: &mut BTreeMap<String, u64>) -> Effect {
    let (name, operands) = instruction.split_once('\t').unwrap_or((instruction, ""));
    let register = |word: &str| word.replacen('w', "x", 1);
    let words: Vec<_> =
        operands.split([',', ' ', '[', ']', '!']).filter(|word| !word.is_empty()).collect();
    let is_branch = ["b", "bl"].contains(&name)
        || ["b.", "cb", "tb"].iter().any(|start| name.starts_with(start));
    let mut effect = Effect {
        is_thread_local: operands.contains("tpidr_el0"),
        is_indirect: ["br", "blr"].contains(&name),
        is_table_jump: name == "br",
        destination: is_branch.then(|| destination(instruction)).flatten(),
        ..Effect::default()
    };
    let is_load = name.starts_with("ld");
    let is_store = name.starts_with("st");
    let value = match name {
        "adrp" => hexadecimal(words[1]),
        "adr" => {
            effect.address = hexadecimal(words[1]);
            effect.address
        }
        "add" if words[2].starts_with('#') => {
            effect.address = known.get(words[1]).map(|base| base.wrapping_add(immediate(words[2])));
            effect.address
        }
        _ => None,
    };
    if let Some((_, inside)) = operands.split_once('[') {
        let inside: Vec<_> = inside.split(']').next().unwrap_or_default().split(", ").collect();
        let offset = inside.get(1).filter(|word| word.starts_with('#'));
        // What lies at an index lies where the table begins.
        effect.data =
            known.get(inside[0]).map(|base| base.wrapping_add(offset.map_or(0, |o| immediate(o))));
        // The register itself has changed.
        if operands.contains('!') || operands.contains("], ") {
            known.remove(inside[0]);
        }
    }
    match name {
        "bl" => known.retain(|register, _| {
            // Those that a function preserves.
            register[1..].parse().is_ok_and(|number: u8| (19..=28).contains(&number))
        }),
        "adrp" | "adr" | "add" => {
            known.remove(&register(words[0]));
            known.extend(value.map(|value| (register(words[0]), value)));
        }
        _ if is_branch || is_store || ["cmp", "cmn", "tst", "ccmp"].contains(&name) => {}
        _ => {
            let written = if is_load && name.ends_with('p') { 2 } else { 1 };
            for word in words.iter().take(written) {
                known.remove(&register(word));
            }
        }
    }
    effect
}

/// A number in decimal or hexadecimal digits.
fn immediate(word: &str) -> u64 {
    if let Some(number) = word.strip_prefix("#-") {
        return immediate(number).wrapping_neg();
    }
    match word.trim_start_matches('#').strip_prefix("0x") {
        Some(digits) => hexadecimal(digits),
        None => word.trim_start_matches('#').parse().ok(),
    }
    .unwrap_or_else(|| panic!("{word} is no number"))
}

/// Follows all that is reached from the entry; gives the functions. `strictly`: nothing lies
/// anywhere but in the room's sections.
fn reached(program: &Program, strictly: bool) -> Vec<String> {
    // Each function that is reached, with the way that leads there.
    let mut reached = BTreeMap::from([("sigkit_start".to_owned(), "sigkit_start".to_owned())]);
    let mut open: Vec<String> = reached.keys().cloned().collect();
    while let Some(function) = open.pop() {
        let way = format!("{}: {}", program.path, reached[&function]);
        if strictly {
            let section = &program.sections[&function];
            assert_eq!(section, CODE, "{way}\nsrc/quick/layout.ld must name it");
        }
        let instructions =
            program.functions.get(&function).unwrap_or_else(|| panic!("no code of {function}"));
        let mut known = BTreeMap::new();
        for instruction in instructions {
            let context = format!("{instruction}\nin {way}");
            let effect = match program.machine {
                Machine::X86 => x86(instruction),
                Machine::Arm => arm(instruction, &mut known),
            };
            assert!(!effect.is_thread_local, "thread-local storage: {context}");
            // A jump by a register is a match; its table holds distances.
            assert!(!effect.is_indirect || effect.is_table_jump, "an indirect call: {context}");
            if let Some(name) = effect.data.and_then(|data| program.relocated.get(&data)) {
                panic!("a pointer that is not relocated yet, to {name:?}: {context}");
            }
            for data in effect.data.iter().chain(&effect.address).filter(|_| strictly) {
                let name = program.names.range(..=data).next_back().map(|(_, name)| &**name);
                assert!(
                    program.tables.contains(data)
                        || name.is_some_and(|name| name.contains(HANDOVER)),
                    "{name:?} lies elsewhere: {context}"
                );
            }
            let Some(to) = effect.destination else { continue };
            assert!(!to.contains("*ABS*"), "a function that is chosen at the start: {context}");
            // What stands for a bug is never called.
            let ends = to == "_start" || !strictly && to.contains("panic");
            if !ends && !reached.contains_key(&to) {
                reached.insert(to.clone(), format!("{}\n-> {to}", reached[&function]));
                open.push(to);
            }
        }
    }
    reached.into_keys().collect()
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
    let reached = reached(&program, true);
    for expected in ["5quick5enter", "5quick4kill", "5quick7process5enter", "5quick5names7by_name"]
    {
        assert!(
            reached.iter().any(|name| name.contains(expected)),
            "{expected} was not followed: {reached:#?}"
        );
    }
}

fn profiles() -> Vec<String> {
    let paths = std::env::var("SIGKIT_PROFILES").unwrap_or_default();
    let paths: Vec<_> =
        paths.split(':').filter(|path| !path.is_empty()).map(String::from).collect();
    if paths.is_empty() {
        skip("SIGKIT_PROFILES names no builds with other optimizations");
    }
    paths
}

#[test]
fn nothing_before_libc_needs_more_with_other_optimizations() {
    for path in profiles() {
        let program = Program::read(&path);
        // A build that starts with libc is one way to be right.
        if program.functions.contains_key("sigkit_start") {
            reached(&program, false);
        }
    }
}

#[test]
fn with_other_optimizations_the_plain_forms_run() {
    let own = std::process::id().to_string();
    for path in profiles() {
        let run =
            |words: &[&str]| Ran::of(Command::new(&path).args(words).env_remove("SIGKIT_POSIX"));
        run(&["kill", "-s", "0", &own]).succeeds();
        run(&["kill", "-0", &own, &own]).succeeds();
        run(&["kill", "-l", "130"]).prints("INT\n");
        assert!(run(&["kill", "-l"]).stdout.starts_with("HUP\nINT\n"), "{path}");
        let dead = dead_pid();
        run(&["kill", "-s", "0", &dead, &own])
            .fails(64, &format!("kill: {dead}: No such process\n"));
        run(&["sigtrap", "-k", "5", "--", "true"]).succeeds();
        run(&["sigtrap", "", "HUP", "--", "sh", "-c", "kill -HUP $$; exit 3"]).fails(3, "");
        // libc starts for the action.
        run(&["sigtrap", "echo $TRAP_STATUS", "EXIT", "--", "sh", "-c", "exit 4"])
            .fails_printing(4, "4\n");
    }
}
