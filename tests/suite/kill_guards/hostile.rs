//! Processes that make reading /proc costly, or impossible: they keep kill from nothing.

use nix::sys::resource::{Resource, setrlimit};

use super::*;

/// Longer than what the kernel keeps, so that the command line is looked at.
const NAME: &str = "sigkit-with-a-long-name";

/// kill with so little memory that it cannot hold what it must not read.
fn kill_with_little_memory() -> Command {
    const MOST: libc::rlim_t = 256 << 20;
    let mut command = kill();
    // SAFETY: between fork and exec only setrlimit(2) is called.
    unsafe {
        command.pre_exec(|| Ok(setrlimit(Resource::RLIMIT_AS, MOST, MOST)?));
    }
    command
}

/// A victim whose command line is vast and whose name begins as `NAME` does; None if the kernel
/// does not let it.
fn vast_victim(directory: &TemporaryDirectory) -> Option<(Child, i32)> {
    let link = directory.path.join(NAME);
    symlink(std::env::current_exe().expect("a path"), &link).expect("a link");
    let mut command = Command::new(&link);
    command.env("SIGKIT_VICTIM", "vast").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("a victim starts");
    let first = Lines::of(child.stdout.take().expect("a pipe")).next();
    if first == "no vast command line" {
        child.wait().expect("a child to wait for");
        return None;
    }
    let pid = first.strip_prefix("ready ").and_then(|pid| pid.parse().ok());
    Some((child, pid.unwrap_or_else(|| panic!("not ready: {first}"))))
}

#[test]
fn d40_a_vast_command_line_is_not_read() {
    test("hostile::d40_a_vast_command_line_is_not_read", || {
        let directory = TemporaryDirectory::new();
        let Some((mut vast, pid)) = vast_victim(&directory) else {
            return say_skipped("this kernel lets no process say where its command line is");
        };
        let (mut right, _directory) = Victim::named(NAME);
        let kill = |words: &[&str]| Ran::of(kill_with_little_memory().args(words));
        kill(&["-s", "USR1", NAME]).succeeds();
        right.got(SIGUSR1);
        kill(&["-s", "USR1", "--if-name", NAME, &pid.to_string()]).fails(
            1,
            &format!("kill: {pid}: not signalled: its name is sigkit-with-a-l, not {NAME}\n"),
        );
        assert!(vast.try_wait().expect("a child to wait for").is_none());
        vast.kill().expect("it can be killed");
        vast.wait().expect("a child to wait for");
        right.got_nothing();
    });
}

#[test]
fn d40_one_that_cannot_be_inspected_is_counted_and_the_others_are_signalled() {
    test(
        "hostile::d40_one_that_cannot_be_inspected_is_counted_and_the_others_are_signalled",
        || {
            let (mut right, _a) = Victim::named("sigkit-right");
            let (mut hidden, _b) = Victim::named("sigkit-right");
            // A file of another form, as on an unknown system.
            let status = format!("/proc/{}/status", hidden.pid);
            hide(&status);
            let line = format!(
                "kill: sigkit-right: 1 process could not be inspected: {}: Protocol error\n",
                hidden.pid
            );
            run(["-s", "USR1", "sigkit-right"]).fails(64, &line);
            right.got(SIGUSR1);
            // It is known that it has another name.
            run(["-s", "USR1", "sigkit-none"]).fails(1, "kill: sigkit-none: No such process\n");
            // Its user does not matter.
            run(["-a", "-s", "USR1", "sigkit-right"]).succeeds();
            right.got(SIGUSR1);
            hidden.got(SIGUSR1);
            right.got_nothing();
            hidden.got_nothing();
        },
    );
}
