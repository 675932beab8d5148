//! The base of distributions: the links, `packaging/install` and the Makefile.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sigkit::tested::multicall;

use crate::support::{Ran, TemporaryDirectory, have, sigkit_path, skip, write_program};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// True if this is the repository; says so if it is the crate as it is published, in which there is
/// no packaging.
#[track_caller]
fn in_the_repository() -> bool {
    let found = root().join("packaging").is_dir();
    if !found {
        skip("the crate has no packaging");
    }
    found
}

/// The names in a directory.
fn names(directory: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The files below a directory that are no directories, by their paths from there.
fn files(directory: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for name in names(&next) {
            let path = next.join(name);
            match path.symlink_metadata().unwrap().is_dir() {
                true => open.push(path),
                false => assert!(found.insert(path.strip_prefix(directory).unwrap().to_owned())),
            }
        }
    }
    found
}

/// `packaging/install` of the binary under test, below a directory, with PREFIX=/usr.
fn install(directory: &TemporaryDirectory, settings: &[(&str, &str)], options: &[&str]) -> Ran {
    let mut command = Command::new(root().join("packaging/install"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(settings.iter().copied());
    command.env("DESTDIR", &directory.path).env("PREFIX", "/usr").env("BINARY", sigkit_path());
    Ran::of(command.args(options).stdin(Stdio::null()))
}

/// The commands that have links, as sigkit tells them.
fn commands() -> Vec<String> {
    let listed = Ran::of(Command::new(sigkit_path()).arg("--list"));
    assert_eq!((listed.stderr.as_str(), listed.status), ("", 0));
    listed.stdout.lines().filter(|name| *name != "lint").map(str::to_owned).collect()
}

/// `SIGKIT_REGENERATE=1 cargo test --test suite links` makes them anew.
#[test]
fn the_links_for_packages_are_those_that_sigkit_installs() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    Ran::of(Command::new(sigkit_path()).arg("--install").arg(&directory.path)).succeeds();
    let by_themselves = names(&directory.path);
    links_are("packaging/links", &by_themselves);
    // The others stand apart: they are installed if they are named.
    let all: BTreeSet<_> = commands().into_iter().collect();
    let apart: BTreeSet<_> = all.difference(&by_themselves).cloned().collect();
    links_are("packaging/apart", &apart);
    Ran::of(Command::new(sigkit_path()).arg("--install").arg(&directory.path).args(&apart))
        .succeeds();
    assert_eq!(names(&directory.path), all, "sigkit --list");
}

/// Asserts that a directory has these links.
fn links_are(directory: &str, expected: &BTreeSet<String>) {
    let links = root().join(directory);
    if std::env::var_os("SIGKIT_REGENERATE").is_some() {
        for name in expected.difference(&names(&links)) {
            symlink(multicall::NAME, links.join(name)).expect("a link can be made");
        }
        for name in names(&links).difference(expected) {
            fs::remove_file(links.join(name)).expect("a link can be removed");
        }
    }
    assert_eq!(names(&links), *expected, "SIGKIT_REGENERATE=1 cargo test --test suite links");
    for name in expected {
        assert_eq!(
            fs::read_link(links.join(name)).expect("a link"),
            Path::new(multicall::NAME),
            "{name}"
        );
    }
}

#[test]
fn an_installation_has_the_binary_all_links_pages_and_completions() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let replace = [("REPLACE", "killall pgrep pidof pidwait pkill")];
    install(&directory, &replace, &[]).succeeds();
    let usr = directory.path.join("usr");
    for path in [
        "bin/sigkit",
        "bin/kill",
        "share/man/man1/kill.1",
        "share/man/man7/signals.7",
        "share/man/ja/man1/kill.1",
        "share/man/ja/man1/trap.1",
        "share/man/ja/man1/sigtrap.1",
        "share/bash-completion/completions/kill.bash",
        "share/bash-completion/completions/sigtrap.bash",
        "share/zsh/site-functions/_sigkit",
        "share/fish/vendor_completions.d/kill.fish",
        "share/fish/vendor_completions.d/sigtrap.fish",
    ] {
        assert!(usr.join(path).is_file(), "{path}");
    }
    let installed = files(&directory.path);
    let sources = ["man", "completions", "packaging/links", "packaging/apart"]
        .map(|source| files(&root().join(source)));
    let mut expected: Vec<_> = sources.iter().flatten().map(|path| last(path).to_owned()).collect();
    expected.push(multicall::NAME.to_owned());
    for name in ["kill", "killall", "pgrep", "pidof", "pidwait", "pkill", "sigtrap"] {
        expected.extend(["bash", "fish"].map(|shell| format!("{name}.{shell}")));
    }
    expected.sort_unstable();
    let mut found: Vec<_> = installed.iter().map(|path| last(path)).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    for path in &installed {
        let mode = directory.path.join(path).metadata().expect("it is there").permissions().mode()
            & 0o7777;
        let wanted = if path.starts_with("usr/bin") { 0o755 } else { 0o644 };
        assert_eq!(mode, wanted, "{}", path.display());
    }
    for command in commands() {
        assert_eq!(
            fs::read_link(usr.join("bin").join(&command)).expect("a link"),
            Path::new(multicall::NAME)
        );
        let called = Ran::of(Command::new(usr.join("bin").join(&command)).arg("--help"));
        assert_eq!(called.status, 0, "{command}: {called:?}");
    }
    Ran::of(Command::new(usr.join("bin/kill")).args(["-l", "143"]).env_remove("SIGKIT_POSIX"))
        .prints("TERM\n");
    let listed = install(&directory, &replace, &["--list"]);
    let listed: BTreeSet<_> =
        listed.stdout.lines().map(|line| PathBuf::from(line.trim_start_matches('/'))).collect();
    assert_eq!(listed, installed);
}

fn last(path: &Path) -> &str {
    path.file_name().expect("a name").to_str().expect("UTF-8")
}

#[test]
fn a_second_installation_replaces_the_first_and_its_removal_leaves_no_file() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    install(&directory, &[], &[]).succeeds();
    let installed = files(&directory.path);
    fs::write(directory.path.join("usr/bin/sigkit"), "an older one")
        .expect("the file can be written");
    install(&directory, &[], &[]).succeeds();
    assert_eq!(files(&directory.path), installed);
    Ran::of(Command::new(directory.path.join("usr/bin/sigkit")).args(["kill", "-l", "143"]))
        .prints("TERM\n");
    let other = directory.path.join("usr/share/man/man1/other.1");
    fs::write(&other, "").expect("a file");
    install(&directory, &[], &["--uninstall"]).succeeds();
    assert_eq!(files(&directory.path), BTreeSet::from(["usr/share/man/man1/other.1".into()]));
}

/// With no word of where and how it was installed, and with what another version had.
#[test]
fn what_was_installed_is_removed_without_knowing_how() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let place = |name: &str| directory.path.join(name).to_str().expect("UTF-8").to_owned();
    let manifest = place("manifest");
    let command = |settings: &[(&str, &str)], options: &[&str]| {
        let mut command = Command::new(root().join("packaging/install"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("MANIFEST", &manifest).env("BINARY", sigkit_path());
        Ran::of(command.envs(settings.iter().copied()).args(options).stdin(Stdio::null()))
    };
    let prefix = place("a prefix");
    command(&[("PREFIX", &prefix), ("APART", "kill")], &[]).succeeds();
    command(&[("PREFIX", &place("other")), ("BINDIR", &place("bin"))], &[]).succeeds();
    command(&[("PREFIX", &prefix), ("APART", "kill")], &[]).succeeds();
    let old = directory.path.join("bin/of-an-older-version");
    fs::write(&old, "").expect("a file");
    let line = format!("4294967295 0\t{}\n", old.display());
    let recorded = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, recorded + &line).expect("a file");
    let page = directory.path.join("other/share/man/man1/kill.1");
    fs::write(&page, "another's").expect("a file");
    let ran = command(&[], &["--uninstall"]);
    let left = format!("packaging/install: {}: left, for it is another one\n", page.display());
    assert_eq!((ran.stderr, ran.status), (left, 0));
    assert_eq!(files(&directory.path), BTreeSet::from(["other/share/man/man1/kill.1".into()]));
    assert!(!directory.path.join("a prefix/libexec/sigkit").exists());
}

/// The crates that cargo has for this system are enough.
#[test]
fn make_builds_without_a_network_what_cargo_tests_without_one() {
    if !in_the_repository() || !have("make") {
        return;
    }
    let directory = TemporaryDirectory::new();
    let log = directory.path.join("log");
    let program = |name: &str, text: String| {
        let path = directory.path.join(name);
        write_program(&path, &format!("#!/bin/sh\n{text}\n"), 0o755);
        path
    };
    let cargo = program("cargo", format!("echo \"$@\" >>{}", log.display()));
    // An ordinary user may have no compiler in PATH.
    let rustc = program("rustc", "echo host: this-machine".to_owned());
    let mut make = Command::new("make");
    make.current_dir(root()).env_remove("MAKEFLAGS").env("CARGO_TARGET_DIR", &directory.path);
    make.args(["-s", "CARGOFLAGS=--offline", &format!("CARGO={}", cargo.display())]);
    Ran::of(make.env("RUSTC", rustc)).succeeds();
    let called = fs::read_to_string(&log).expect("cargo was called");
    let first = called.lines().next();
    assert_eq!(first, Some("fetch --quiet --locked --offline --target=this-machine"));
}

#[test]
fn a_command_of_the_system_is_neither_replaced_nor_removed() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let kill = directory.path.join("usr/bin/kill");
    fs::create_dir_all(kill.parent().expect("a directory")).expect("a directory");
    fs::write(&kill, "the system's").expect("a file");
    install(&directory, &[], &[]).fails(
        1,
        &format!(
            "packaging/install: {}: is there already; APART=kill leaves it alone\n",
            kill.display()
        ),
    );
    assert_eq!(files(&directory.path), BTreeSet::from(["usr/bin/kill".into()]));
    let page = directory.path.join("usr/share/man/man1/kill.1");
    fs::create_dir_all(page.parent().expect("a directory")).expect("a directory");
    fs::write(&page, "the system's").expect("a file");
    let ran = install(&directory, &[], &["--uninstall"]);
    let left = format!("packaging/install: {}: left, for it is another one\n", page.display());
    assert_eq!((ran.stderr, ran.status), (left, 0));
    assert_eq!(fs::read(&kill).expect("the file"), b"the system's");
    assert_eq!(fs::read(&page).expect("the file"), b"the system's");
}

#[test]
fn a_command_can_stand_apart_from_the_systems_own() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let apart = [("APART", "kill")];
    install(&directory, &apart, &[]).succeeds();
    let installed = files(&directory.path);
    let of_kill: Vec<_> = installed
        .iter()
        .filter(|path| last(path).starts_with("kill"))
        .filter(|path| !last(path).starts_with("killall"))
        .collect();
    let expected =
        ["usr/libexec/sigkit/kill", "usr/share/man/man1/kill.1sigkit"].map(PathBuf::from);
    assert!(expected.iter().all(|path| of_kill.contains(&path)), "{of_kill:?}");
    assert!(
        of_kill.iter().all(|path| ["kill", "kill.1sigkit"].contains(&last(path))),
        "{of_kill:?}"
    );
    // The link leads to where the binary will be when DESTDIR is gone.
    let link = fs::read_link(directory.path.join("usr/libexec/sigkit/kill")).expect("a link");
    assert_eq!(link, Path::new("/usr/bin/sigkit"));
    install(&directory, &apart, &["--uninstall"]).succeeds();
    assert_eq!(files(&directory.path), BTreeSet::new());
    assert!(!directory.path.join("usr/libexec/sigkit").exists());
    // The page by the other name leads to one that stands apart.
    let apart = [("APART", "trap")];
    install(&directory, &apart, &[]).succeeds();
    for page in ["usr/share/man/man1/sigtrap.1", "usr/share/man/ja/man1/sigtrap.1"] {
        let text = fs::read_to_string(directory.path.join(page)).expect("a page");
        assert_eq!(text, ".so man1/trap.1sigkit\n", "{page}");
    }
    install(&directory, &apart, &["--uninstall"]).succeeds();
    assert_eq!(files(&directory.path), BTreeSet::new());
    install(&directory, &[("APART", "kill nobody")], &[])
        .fails(1, "packaging/install: APART: nobody: not a command of sigkit\n");
}

/// The completions of sigtrap must not take over the system's kill.
#[test]
fn what_other_packages_have_stands_apart_unless_it_is_to_be_replaced() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    install(&directory, &[], &[]).succeeds();
    let installed = files(&directory.path);
    let has = |path: &str| installed.contains(Path::new(path));
    for name in ["killall", "pgrep", "pidof"] {
        let there = |path: &str| has(&path.replace('@', name));
        assert!(there("usr/libexec/sigkit/@") && !there("usr/bin/@"), "{name}");
        assert!(there("usr/share/man/man1/@.1sigkit") && !there("usr/share/man/man1/@.1"));
        assert!(there("usr/share/man/ja/man1/@.1sigkit"), "{name}");
        assert!(!there("usr/share/bash-completion/completions/@.bash"), "{name}");
    }
    let zsh = directory.path.join("usr/share/zsh/site-functions/_sigkit");
    let zsh = fs::read_to_string(zsh).expect("the file");
    assert_eq!(zsh.lines().next(), Some("#compdef kill sigtrap sigkit"));
    install(&directory, &[], &["--uninstall"]).succeeds();
    assert_eq!(files(&directory.path), BTreeSet::new());
    install(&directory, &[("REPLACE", "kill")], &[])
        .fails(1, "packaging/install: REPLACE: kill: not a command of sigkit that stands apart\n");
}

#[test]
fn a_command_that_stands_apart_is_not_completed() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    install(&directory, &[("APART", "kill")], &[]).succeeds();
    let share = directory.path.join("usr/share");
    let zsh = fs::read_to_string(share.join("zsh/site-functions/_sigkit")).expect("a completion");
    assert_eq!(zsh.lines().next(), Some("#compdef sigtrap sigkit"));
    let completed = |shell: &str, script: &str, file: &str| {
        have(shell).then(|| {
            let file = share.join(file);
            let ran = Ran::of(Command::new(shell).args(["-c", script]).env("FILE", &file));
            assert_eq!((ran.stderr.as_str(), ran.status), ("", 0), "{shell}");
            ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
        })
    };
    // As bash-completion does, in a function.
    let bash = "load() { source \"$FILE\"; }; load; complete -p | grep _sigkit";
    if let Some(found) = completed("bash", bash, "bash-completion/completions/sigtrap.bash") {
        assert_eq!(found, ["complete -F _sigkit_sigtrap sigtrap"]);
    }
    let fish = "source $FILE; complete | string match -r '__sigkit.*? '";
    if let Some(found) = completed("fish", fish, "fish/vendor_completions.d/sigtrap.fish") {
        assert_eq!(found, ["__sigkit_sigtrap "]);
    }
}

#[test]
fn what_was_not_built_is_not_installed() {
    if !in_the_repository() {
        return;
    }
    let directory = TemporaryDirectory::new();
    let missing = directory.path.join("missing");
    let mut command = Command::new(root().join("packaging/install"));
    command.env("DESTDIR", directory.path.join("root")).env("BINARY", &missing);
    Ran::of(&mut command).fails(
        1,
        &format!("packaging/install: {}: not there; packaging/build makes it\n", missing.display()),
    );
    assert!(!directory.path.join("root").exists());
}

#[test]
fn the_debian_package_has_the_version_of_the_program() {
    if !in_the_repository() {
        return;
    }
    let changelog =
        fs::read_to_string(root().join("packaging/debian/changelog")).expect("a changelog");
    let version = concat!("sigkit (", env!("CARGO_PKG_VERSION"), "-");
    assert!(changelog.starts_with(version), "{version}: {:?}", changelog.lines().next());
}

#[test]
fn make_hands_its_settings_over() {
    if !in_the_repository() {
        return;
    }
    if !have("make") {
        return;
    }
    let directory = TemporaryDirectory::new();
    let setting = |name: &str, value: &Path| format!("{name}={}", value.display());
    let make = |target: &str| {
        let mut make = Command::new("make");
        make.current_dir(root()).env_remove("MAKEFLAGS").args([
            "-s",
            target,
            "PREFIX=/opt",
            "MANDIR=/opt/manuals",
        ]);
        make.arg(setting("DESTDIR", &directory.path))
            .arg(setting("BINARY", Path::new(sigkit_path())));
        make.args([
            "APART=kill",
            "BASHDIR=/etc/bash",
            "ZSHDIR=/etc/zsh",
            "FISHDIR=/etc/fish",
            "LIBEXECDIR=/opt/lib",
        ]);
        Ran::of(&mut make).succeeds();
    };
    make("install");
    for path in [
        "opt/bin/sigkit",
        "opt/lib/sigkit/kill",
        "opt/manuals/man1/sigkit.1",
        "etc/bash/sigkit.bash",
        "etc/zsh/_sigkit",
        "etc/fish/sigkit.fish",
    ] {
        let found = directory.path.join(path).symlink_metadata();
        assert!(found.is_ok_and(|found| !found.is_dir()), "{path}");
    }
    make("uninstall");
    assert_eq!(files(&directory.path), BTreeSet::new());
}

/// The shells' scripts of a directory: what starts with `#!` and names one.
fn scripts(directory: &str) -> Vec<PathBuf> {
    let files =
        files(&root().join(directory)).into_iter().map(|path| root().join(directory).join(path));
    let is_script = |text: Vec<u8>| {
        text.starts_with(b"#!")
            && text.split(|byte| *byte == b'\n').next().unwrap().ends_with(b"sh")
    };
    files.filter(|path| fs::read(path).is_ok_and(is_script)).collect()
}

#[test]
fn shellcheck_finds_nothing_in_the_scripts() {
    if !in_the_repository() {
        return;
    }
    if !have("shellcheck") {
        return;
    }
    let scripts = [scripts("packaging"), scripts(".ci")].concat();
    assert!(scripts.len() > 4, "{scripts:?}");
    Ran::of(Command::new("shellcheck").args(scripts)).prints("");
}
