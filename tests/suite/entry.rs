//! The entry: names, dispositions, installation, and what the plain path costs.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ffi::CString;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use sigkit::tested::commands;
use sigkit::tested::sys::arguments::Word;

use crate::support::*;

fn sigkit() -> Command {
    let mut command = Command::new(sigkit_path());
    command.env_remove("SIGKIT_POSIX");
    command
}

#[test]
fn a_link_named_kill_is_kill() {
    let directory = TemporaryDirectory::new();
    let link = directory.path.join("kill");
    symlink(sigkit_path(), &link).expect("a link");
    let mut victim = Victim::start("default");
    Ran::of(Command::new(&link).args(["-s", "TERM", &victim.pid.to_string()])).succeeds();
    assert_eq!(victim.end(), -15);
    Ran::of(Command::new(&link).args(["-l", "143"])).prints("TERM\n");
}

#[test]
fn sigkit_kill_is_kill() {
    Ran::of(sigkit().args(["kill", "-l", "130"])).prints("INT\n");
    Ran::of(sigkit().args(["kill"])).shows_usage_error("PID: missing; name at least one process");
}

#[test]
fn sigkit_alone_and_its_help_show_the_commands() {
    let alone = Ran::of(&mut sigkit());
    assert_eq!((alone.status, alone.stderr.as_str()), (0, ""));
    for line in [
        "  kill           send signals to processes",
        "  trap, sigtrap  run a program under declared signal",
    ] {
        assert!(alone.stdout.contains(&format!("\n{line}")), "{}", alone.stdout);
    }
    assert_eq!(Ran::of(sigkit().arg("--help")), alone);
    assert_eq!(Ran::of(sigkit().arg("-h")), alone);
}

#[test]
fn the_list_has_one_command_a_line() {
    Ran::of(sigkit().arg("--list")).prints(
        "kill
trap
sigtrap
pgrep
pkill
pidwait
pidof
killall
lint
",
    );
    Ran::of(sigkit().arg("--version")).prints(&format!("sigkit {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_unknown_command_is_127() {
    Ran::of(sigkit().args(["kil", "-9", "1"]))
        .fails(127, "sigkit: kil: unknown command; did you mean kill?\n");
    Ran::of(sigkit().args(["nope"]))
        .fails(127, "sigkit: nope: unknown command; sigkit --list shows them\n");
    Ran::of(sigkit().args([""]))
        .fails(127, "sigkit: '': unknown command; sigkit --list shows them\n");
}

#[test]
fn a_wrong_option_of_sigkit_is_one_line() {
    let fails = |words: &[&str], line: &str| {
        Ran::of(sigkit().args(words))
            .fails(1, &format!("sigkit: {line}\nTry 'sigkit --help' for more information.\n"));
    };
    fails(&["--nope"], "--nope: unknown option");
    fails(&["--instal", "x"], "--instal: unknown option; did you mean --install?");
    fails(&["--uninstal", "x"], "--uninstal: unknown option; did you mean --uninstall?");
    fails(&["--install"], "--install: a directory is missing");
    fails(&["--force"], "--force: needs --install DIR");
    fails(&["--uninstall"], "--uninstall: a directory is missing");
    fails(&["--list", "--help"], "--list: cannot be combined with other options");
}

#[test]
fn the_output_of_sigkit_is_checked() {
    for option in ["--list", "--help", "--version"] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        Ran::of(sigkit().arg(option).stdout(full))
            .fails(1, "sigkit: standard output: No space left on device\n");
    }
}

fn install(directory: &Path, options: &[&str]) -> Ran {
    Ran::of(sigkit().arg("--install").arg(directory).args(options))
}

/// The names in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("the directory");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn links_are_installed_and_existing_files_are_kept() {
    let directory = TemporaryDirectory::new();
    let link = directory.path.join("kill");
    install(&directory.path, &[]).succeeds();
    Ran::of(Command::new(&link).args(["-l", "143"])).prints("TERM\n");
    // Once more is no mistake.
    install(&directory.path, &[]).succeeds();
    std::fs::remove_file(&link).expect("a link to remove");
    std::fs::write(&link, "mine").expect("a file");
    install(&directory.path, &[])
        .fails(1, &format!("sigkit: {}: already exists; --force replaces it\n", link.display()));
    assert_eq!(std::fs::read(&link).expect("the file"), b"mine");
    install(&directory.path, &["--force"]).succeeds();
    Ran::of(Command::new(&link).args(["-l", "143"])).prints("TERM\n");
    assert_eq!(names(&directory.path), ["kill", "sigtrap", "trap"]);
    Ran::of(Command::new(directory.path.join("sigtrap")).args(["--", "echo", "run"]))
        .prints("run\n");
}

#[test]
fn links_are_removed_and_all_else_is_kept() {
    let directory = TemporaryDirectory::new();
    let uninstall =
        || Ran::of(sigkit().arg("--uninstall").arg(&directory.path).env_remove("SIGKIT_POSIX"));
    install(&directory.path, &[]).succeeds();
    uninstall().succeeds();
    assert_eq!(names(&directory.path), [""; 0]);
    // Once more is no mistake.
    uninstall().succeeds();
    install(&directory.path, &[]).succeeds();
    let [kill, sigtrap] = ["kill", "sigtrap"].map(|name| directory.path.join(name));
    std::fs::remove_file(&kill).expect("a link to remove");
    std::fs::write(&kill, "mine").expect("a file");
    std::fs::remove_file(&sigtrap).expect("a link to remove");
    std::os::unix::fs::symlink("/bin/sh", &sigtrap).expect("a link");
    let expected = format!(
        "sigkit: {}: kept: not a link\nsigkit: {}: kept: leads elsewhere\n",
        kill.display(),
        sigtrap.display()
    );
    uninstall().fails(1, &expected);
    Ran::of(sigkit().args(["--uninstall", "/nonexistent"]))
        .fails(1, "sigkit: /nonexistent: No such file or directory\n");
    assert_eq!(names(&directory.path), ["kill", "sigtrap"]);
    assert_eq!(std::fs::read(&kill).expect("the file"), b"mine");
}

#[test]
fn links_beside_the_binary_are_removed_and_the_binary_is_kept() {
    let directory = TemporaryDirectory::new();
    let binary = directory.path.join("sigkit");
    copy_program(Path::new(sigkit_path()), &binary);
    for option in ["--install", "--uninstall"] {
        Ran::of(Command::new(&binary).arg(option).arg(&directory.path)).succeeds();
    }
    assert_eq!(names(&directory.path), ["sigkit"]);
}

#[test]
fn a_command_that_stands_apart_is_installed_if_it_is_named() {
    let directory = TemporaryDirectory::new();
    install(&directory.path, &["pgrep"]).succeeds();
    assert_eq!(names(&directory.path), ["pgrep"]);
    install(&directory.path, &["kill", "nobody", "trap"])
        .fails(1, "sigkit: nobody: unknown command; sigkit --list shows them\n");
    assert_eq!(names(&directory.path), ["kill", "pgrep", "trap"]);
}

#[test]
#[cfg(feature = "lint")]
fn a_command_that_only_sigkit_runs_has_no_link() {
    let directory = TemporaryDirectory::new();
    install(&directory.path, &["lint"])
        .fails(1, "sigkit: lint: has no link; it is called as: sigkit lint\n");
    assert_eq!(names(&directory.path), [""; 0]);
    // Called by that name, the program is sigkit.
    let mut lint = sigkit();
    Ran::of(lint.arg0("lint").arg("--version"))
        .prints(&format!("sigkit {}\n", env!("CARGO_PKG_VERSION")));
    Ran::of(sigkit().args(["lint", "--version"]))
        .prints(&format!("lint (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_link_beside_the_binary_is_relative() {
    let directory = TemporaryDirectory::new();
    let binary = directory.path.join("sigkit");
    copy_program(Path::new(sigkit_path()), &binary);
    Ran::of(Command::new(&binary).arg("--install").arg(&directory.path)).succeeds();
    assert_eq!(
        std::fs::read_link(directory.path.join("kill")).expect("a link"),
        Path::new("sigkit")
    );
}

#[test]
fn an_installation_that_fails_says_why() {
    let directory = TemporaryDirectory::new();
    let missing = directory.path.join("missing");
    let line = |name| format!("sigkit: {}/{name}: No such file or directory\n", missing.display());
    install(&missing, &[]).fails(1, &["kill", "trap", "sigtrap"].map(line).concat());
    let occupied = directory.path.join("kill");
    std::fs::create_dir(&occupied).expect("a directory");
    install(&directory.path, &["--force"])
        .fails(1, &format!("sigkit: {}: Is a directory\n", occupied.display()));
    // The other links are made, and nothing is left.
    assert_eq!(names(&directory.path), ["kill", "sigtrap", "trap"]);
}

/// A command that starts with only these signals ignored, and with INT and TERM blocked.
fn with_dispositions(program: &str, ignored: &'static [i32]) -> Command {
    let mut command = Command::new(program);
    command.env_remove("SIGKIT_POSIX");
    // SAFETY: between fork and exec only the signal calls of C are made, and rt_sigaction, which
    // reads a structure that is all zeros for the default disposition and not larger than the
    // array.
    unsafe {
        command.pre_exec(move || {
            for signal in 1..libc::SIGRTMIN() {
                libc::signal(signal, libc::SIG_DFL);
            }
            // glibc's posix_spawn leaves its own signals ignored, and signal(3) does not take them.
            for signal in [32, 33] {
                let size =
                    if cfg!(any(target_arch = "mips", target_arch = "mips64")) { 16 } else { 8 };
                libc::syscall(libc::SYS_rt_sigaction, signal, [0u64; 8].as_ptr(), 0, size);
            }
            for signal in ignored {
                libc::signal(*signal, libc::SIG_IGN);
            }
            let mut set = std::mem::MaybeUninit::uninit();
            libc::sigemptyset(set.as_mut_ptr());
            libc::sigaddset(set.as_mut_ptr(), libc::SIGINT);
            libc::sigaddset(set.as_mut_ptr(), libc::SIGTERM);
            libc::sigprocmask(libc::SIG_BLOCK, set.as_ptr(), std::ptr::null_mut());
            Ok(())
        });
    }
    command
}

#[test]
fn the_dispositions_of_the_parent_are_seen_unchanged() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    // kill -d shows itself: exec keeps the process ID that the shell's $$ gave.
    let own = ["-c", "exec \"$0\" kill -d $$", sigkit_path()];
    Ran::of(with_dispositions("sh", &[]).args(own)).prints("Blocked: INT TERM\n");
    Ran::of(
        with_dispositions("sh", &[libc::SIGHUP, libc::SIGPIPE, libc::SIGUSR1, libc::SIGSEGV])
            .args(own),
    )
    .prints(&format!(
        "Blocked: INT TERM\nIgnored: {}\n",
        in_order(&["HUP", "USR1", "SEGV", "PIPE"])
    ));
}

/// Names in the order of this architecture's numbers.
fn in_order(names: &[&str]) -> String {
    let mut names = names.to_vec();
    names.sort_by_key(|name| run(["-l", name]).stdout.trim().parse::<i32>().expect("a number"));
    names.join(" ")
}

#[test]
fn a_closed_pipe_ends_kill_by_pipe() {
    assert_eq!(Ran::of(kill().arg("-l").stdout(broken_pipe())).status, -libc::SIGPIPE);
}

#[test]
fn where_pipe_is_ignored_a_closed_pipe_is_reported() {
    let mut command = with_dispositions(sigkit_path(), &[libc::SIGPIPE]);
    Ran::of(command.args(["kill", "-l"]).stdout(broken_pipe()))
        .fails(1, "kill: standard output: Broken pipe\n");
}

#[test]
fn a_program_without_a_name_is_sigkit() {
    let ran = Ran::of(sigkit().arg0("").stdin(Stdio::null()));
    assert!(ran.status == 0 && ran.stdout.contains("Usage: sigkit"), "{ran:?}");
}

/// Counts what a thread allocates.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's layout.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's pointer and layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[test]
fn the_plain_path_allocates_nothing() {
    let mut victim = Victim::start("report");
    let run_counted = |words: &[&str]| {
        let strings: Vec<CString> =
            words.iter().map(|word| CString::new(*word).expect("no NUL")).collect();
        let words: Vec<Word> = strings.iter().map(|string| Word::from(string.as_c_str())).collect();
        let before = ALLOCATIONS.get();
        let status = (commands::find(b"kill").expect("kill").run)(&words);
        (status.0, ALLOCATIONS.get() - before)
    };
    let pid = victim.pid.to_string();
    for words in [
        &["kill", "-s", "0", &pid][..],
        &["kill", &pid],
        &["kill", "-TERM", &pid],
        &["kill", "-15", "--", &pid, &pid],
        &["kill", "--signal=TERM", &pid],
        &["kill", "--posix", "-s", "0", &pid],
    ] {
        assert_eq!(run_counted(words), (0, 0), "{words:?}");
    }
    assert_ne!(run_counted(&["kill", "--timeout", "0", "0", &pid]).1, 0, "the counter counts");
    victim.next();
}

/// A file that takes 100 bytes and no more.
fn with_room_for_100_bytes(arguments: &[&str]) -> (Ran, Vec<u8>) {
    let directory = TemporaryDirectory::new();
    let path = directory.path.join("output");
    let mut command = with_dispositions(sigkit_path(), &[libc::SIGXFSZ]);
    command.args(arguments).stdout(std::fs::File::create(&path).expect("a file"));
    // SAFETY: between fork and exec only setrlimit(2) is called, which reads the limits.
    unsafe {
        command.pre_exec(|| {
            let limits = libc::rlimit { rlim_cur: 100, rlim_max: 100 };
            assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limits), 0);
            Ok(())
        });
    }
    (Ran::of(&mut command), std::fs::read(&path).expect("the file"))
}

#[test]
fn what_could_be_written_in_part_is_not_written_twice() {
    let names = Ran::of(sigkit().args(["kill", "-l"])).stdout;
    let (ran, written) = with_room_for_100_bytes(&["kill", "-l"]);
    ran.fails(1, "kill: standard output: File too large\n");
    assert_eq!(written, &names.as_bytes()[..100]);
    let (ran, written) = with_room_for_100_bytes(&["kill", "-l", "130"]);
    ran.succeeds();
    assert_eq!(written, b"INT\n");
}

#[test]
fn where_nothing_can_be_written_it_is_reported() {
    for arguments in [&["kill", "-l"][..], &["kill", "-l", "130"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        Ran::of(sigkit().args(arguments).stdout(full))
            .fails(1, "kill: standard output: No space left on device\n");
    }
}

#[test]
fn kill_reports_each_of_the_errors_of_the_system_and_goes_on() {
    let mut victim = Victim::start("report");
    let (pid, dead) = (victim.pid.to_string(), dead_pid());
    Ran::of(sigkit().args(["kill", "-s", "0", &dead, &pid]))
        .fails(64, &format!("kill: {dead}: No such process\n"));
    Ran::of(sigkit().args(["kill", "-9", &format!("-{dead}")]))
        .fails(1, &format!("kill: -{dead}: No such process\n"));
    victim.got_nothing();
}
