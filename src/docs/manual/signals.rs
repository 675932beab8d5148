//! signals(7): the numbers of every target side by side, from the tables. The same text on every
//! system.

use super::facts::{action, posix};
use super::mdoc::{fill, list, literal, wrapped};
use crate::signal::facts::{DefaultAction, FACTS, Fact};
use crate::signal::headers::{self, System, Table};

/// The tables that stand side by side, as many as 80 columns hold.
const LINUX: &[&Table] = &[
    &headers::LINUX,
    &headers::LINUX_MIPS,
    &headers::LINUX_SPARC,
    &headers::LINUX_ALPHA,
    &headers::LINUX_HPPA,
];
const BSD: &[&Table] = &[
    &headers::FREEBSD,
    &headers::DARWIN,
    &headers::NETBSD,
    &headers::OPENBSD,
    &headers::DRAGONFLY,
    &headers::HURD,
    &headers::CYGWIN,
];
const OTHERS: &[&Table] = &[
    &headers::ILLUMOS,
    &headers::SOLARIS,
    &headers::QNX,
    &headers::AIX,
    &headers::HAIKU,
    &headers::REDOX,
];

/// The page: its template, with the lines `@LINUX@`, `@BSD@`, `@OTHERS@`, `@SECOND@`, `@MEANINGS@`,
/// `@ELSEWHERE@`, `@REALTIME@` and `@TARGETS@` replaced.
pub fn render() -> String {
    fill(
        include_str!("signals.mdoc"),
        &[
            ("@LINUX@", &|| numbers(LINUX)),
            ("@BSD@", &|| numbers(BSD)),
            ("@OTHERS@", &|| numbers(OTHERS)),
            ("@SECOND@", &second_names),
            ("@MEANINGS@", &meanings),
            ("@ELSEWHERE@", &elsewhere),
            ("@REALTIME@", &real_time),
            ("@TARGETS@", &targets),
        ],
    )
}

/// The number of every signal on each of the tables, in the order of the first.
fn numbers(tables: &[&Table]) -> String {
    let mut facts: Vec<&Fact> = FACTS
        .iter()
        .filter(|fact| tables.iter().any(|table| table.number(fact.name).is_some()))
        .collect();
    facts.sort_by_key(|fact| {
        let places: Vec<u8> =
            tables.iter().map(|table| table.number(fact.name).unwrap_or(u8::MAX)).collect();
        places
    });
    let heads: Vec<&str> =
        tables.iter().map(|table| table.name.trim_start_matches("linux/")).collect();
    let widths: String = heads.iter().map(|head| format!(" \"{head}\"")).collect();
    let mut text = format!(".Bl -column \"RESERVED1\"{widths}\n.It Sy Name");
    for head in &heads {
        text += &format!(" Ta Sy {head}");
    }
    text += "\n";
    for fact in facts {
        text += &format!(".It {}", fact.name);
        for table in tables {
            match table.number(fact.name) {
                Some(number) => text += &format!(" Ta {number}"),
                None => text += " Ta \\(en",
            }
        }
        text += "\n";
    }
    text + ".El\n"
}

/// Names that are another signal's second name on some targets: `CLD`, with the name that is
/// printed and where.
fn second_names() -> String {
    let mut rows: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for table in headers::ALL {
        for entry in table.entries() {
            let printed = table.name(entry.number).unwrap_or_default();
            if printed == entry.name {
                continue;
            }
            match rows
                .iter_mut()
                .find(|(second, name, _)| (*second, *name) == (entry.name, printed))
            {
                Some((_, _, targets)) => targets.push(table.name),
                None => rows.push((entry.name, printed, vec![table.name])),
            }
        }
    }
    rows.sort_unstable();
    list(rows.into_iter().map(|(second, name, targets)| {
        let targets = match targets.len() == headers::ALL.len() {
            true => "everywhere".to_owned(),
            false => literal(&targets.join(", ")),
        };
        (second.to_owned(), format!("{name}: {targets}."))
    }))
}

/// What each signal does and means.
fn meanings() -> String {
    let mut text =
        ".Bl -column \"RESERVED1\" \"terminate*\" \"POSIX\" \"Input data in the ring buffer\"\n\
        .It Sy Name Ta Sy Default Ta Sy POSIX Ta Sy Meaning\n"
            .to_owned();
    for fact in FACTS {
        let mark = if fact.elsewhere.is_some() { "*" } else { "" };
        let (default, posix) = (action(fact.default_action), posix(fact.posix));
        text += &format!(
            ".It {} Ta {default}{mark} Ta {posix} Ta {}\n",
            fact.name,
            literal(fact.description)
        );
    }
    text + ".El\n"
}

/// The default actions that differ on some systems, one a sentence.
fn elsewhere() -> String {
    let mut text = String::new();
    for fact in FACTS {
        let Some((other, systems)) = fact.elsewhere else { continue };
        let names: Vec<&str> = systems.iter().copied().map(name_of).collect();
        let verb = match other {
            DefaultAction::Terminate => "terminates the process",
            DefaultAction::Core => "dumps core",
            DefaultAction::Ignore => "is ignored",
            DefaultAction::Stop => "stops the process",
            DefaultAction::Continue => "continues the process",
        };
        text += &wrapped(&format!("{} {verb} on {}.", fact.name, names.join(", ")));
    }
    text
}

fn name_of(system: System) -> &'static str {
    match system {
        System::Linux => "Linux",
        System::Darwin => "macOS",
        System::FreeBsd => "FreeBSD",
        System::Dragonfly => "DragonFly",
        System::NetBsd => "NetBSD",
        System::OpenBsd => "OpenBSD",
        System::Hurd => "the Hurd",
        System::Cygwin => "Cygwin",
        System::Illumos => "illumos",
        System::Solaris => "Solaris",
        System::Qnx => "QNX",
        System::Aix => "AIX",
        System::Haiku => "Haiku",
        System::Redox => "Redox",
    }
}

/// The ranges of the real-time signals, and the highest number.
fn real_time() -> String {
    let mut text = ".Bl -column \"linux-musl/mips\" \"RTMIN\" \"RTMAX\" \"highest\"\n\
        .It Sy Target Ta Sy RTMIN Ta Sy RTMAX Ta Sy highest\n"
        .to_owned();
    for table in headers::ALL {
        let (lowest, highest) = match table.real_time {
            Some((lowest, highest)) => (lowest.to_string(), highest.to_string()),
            None => ("\\(en".to_owned(), "\\(en".to_owned()),
        };
        text +=
            &format!(".It {} Ta {lowest} Ta {highest} Ta {}\n", literal(table.name), table.highest);
    }
    text + ".El\n"
}

/// The targets whose numbers were read.
fn targets() -> String {
    list(headers::ALL.iter().map(|table| (literal(table.name), literal(table.triples))))
}

/// The page of the repository that names the headers whose numbers were read.
pub fn sources() -> String {
    let mut page = "# The sources of the numbers of signals\n\n\
        signals(7) and `kill --target` have the numbers of these headers. The page is generated\n\
        from `src/signal/headers.rs`.\n"
        .to_owned();
    for table in headers::ALL {
        page += &format!("\n## {}\n\n{}\n\n", table.name, table.triples);
        for source in table.sources {
            page += &format!("- {source}\n");
        }
    }
    page
}
