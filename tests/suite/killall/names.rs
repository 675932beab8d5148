//! The processes that a name means.

use std::process::{Command, Stdio};

use libc::{SIGHUP, SIGKILL, SIGTERM, SIGUSR1, SIGUSR2};

use super::{inside, killall, missing, refuses, renamed, signal_of, started};
use crate::support::*;

#[test]
fn k1_each_name_must_have_one_and_the_rest_is_done() {
    inside("killall::names::k1_each_name_must_have_one_and_the_rest_is_done", || {
        let (mut first, _a) = Victim::named("sigkit-one");
        let (mut second, _b) = Victim::named("sigkit-one");
        let (mut third, _c) = Victim::named("sigkit-two");
        let (mut part, _d) = Victim::named("sigkit-one-more");
        killall(&["sigkit-one"]).succeeds();
        first.got(SIGTERM);
        second.got(SIGTERM);
        killall(&["-HUP", "sigkit-one", "sigkit-two"]).succeeds();
        first.got(SIGHUP);
        third.got(SIGHUP);
        killall(&["-USR1", "sigkit-no", "sigkit-two", "sigkit-none"])
            .fails(1, &[missing("sigkit-no"), missing("sigkit-none")].concat());
        third.got(SIGUSR1);
        // One signal, although two names are those of the process.
        killall(&["-USR1", "sigkit-two", "sigkit-two"]).succeeds();
        third.got(SIGUSR1);
        third.got_nothing();
        second.got(SIGHUP);
        first.got_nothing();
        second.got_nothing();
        part.got_nothing();
    });
}

#[test]
fn k2_a_name_with_a_slash_is_a_file() {
    inside("killall::names::k2_a_name_with_a_slash_is_a_file", || {
        let directory = TemporaryDirectory::new();
        let path = directory.path.join("sigkit-k2");
        copy_program(&std::env::current_exe().unwrap(), &path);
        let (mut other, _a) = Victim::named("sigkit-k2");
        let of_copy = || {
            Victim::prepare("report", |command| {
                *command = Command::new(&path);
                command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null());
                command.stdout(Stdio::piped()).arg0("another-name");
            })
        };
        use std::os::unix::process::CommandExt;
        let mut victim = of_copy();
        let text = path.to_str().unwrap();
        // By any path that leads to it.
        let link = directory.path.join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        killall(&["-USR1", text]).succeeds();
        victim.got(SIGUSR1);
        killall(&["-USR2", link.to_str().unwrap()]).succeeds();
        victim.got(SIGUSR2);
        // The other names are signalled although a file has no process (psmisc gives up).
        killall(&["-USR1", "/bin/false", text]).fails(1, &missing("/bin/false"));
        victim.got(SIGUSR1);
        std::fs::remove_file(&path).unwrap();
        // Deleted: by the text of the link.
        killall(&["-HUP", text]).succeeds();
        victim.got(SIGHUP);
        killall(&["/no/such/file"]).fails(1, &missing("/no/such/file"));
        other.got_nothing();
        victim.got_nothing();
    });
}

/// K2: a command name may have a slash in it, as those of the kernel's threads.
#[test]
fn k2_a_name_with_a_slash_may_be_a_command_name() {
    inside("killall::names::k2_a_name_with_a_slash_may_be_a_command_name", || {
        let mut worker = renamed("worker/9:9");
        killall(&["-USR1", "worker/9:9"]).succeeds();
        assert_eq!(signal_of(&mut worker), Some(SIGUSR1));
        let mut shell = renamed("/bin/false");
        // There is such a file, which the process does not execute.
        killall(&["-KILL", "/bin/false"]).fails(1, &missing("/bin/false"));
        assert!(shell.try_wait().unwrap().is_none());
        shell.kill().unwrap();
        shell.wait().unwrap();
    });
}

#[test]
fn k5_a_regular_expression_is_compared_with_the_full_name() {
    inside("killall::names::k5_a_regular_expression_is_compared_with_the_full_name", || {
        let (mut long, _a) = Victim::named("sigkit-with-a-long-name-1");
        let (mut short, _b) = Victim::named("Sigkit-K5");
        let (mut plus, _c) = Victim::named("sigkit-g++");
        killall(&["-r", "long-name-[12]$"]).succeeds();
        long.got(SIGTERM);
        // The 15 bytes that the kernel keeps do not count where the full name is known.
        killall(&["-r", "^sigkit-with-a-l$"]).fails(1, &missing("^sigkit-with-a-l$"));
        killall(&["-regexp", "^Sig.*K5$", "name-1"]).succeeds();
        long.got(SIGTERM);
        short.got(SIGTERM);
        killall(&["sigkit-k5"]).fails(1, &missing("sigkit-k5"));
        for words in [["-I", "sigkit-k5"], ["-rI", "^SIG.*-k[5]$"], ["--ignore", "SIGKIT-K5"]] {
            killall(&words).succeeds();
            short.got(SIGTERM);
        }
        killall(&["-I", "SIGKIT-WITH-A-LONG-NAME-1"]).succeeds();
        long.got(SIGTERM);
        killall(&["-e", "sigkit-with-a-long-name-1"]).succeeds();
        long.got(SIGTERM);
        killall(&["-exact", "sigkit-with-a-long-name"])
            .fails(1, &missing("sigkit-with-a-long-name"));
        // Text is found anywhere, as a pattern is.
        refuses(&["-r", "g++("], "g++(: not a regular expression: ( is not closed");
        killall(&["-r", "--literal", "g++"]).succeeds();
        plus.got(SIGTERM);
        refuses(&["--literal", "g++"], "--literal: needs -r; names are text");
        for victim in [&mut long, &mut short, &mut plus] {
            victim.got_nothing();
        }
    });
}

/// K13, D20: elsewhere the interpreter, argv[0] or the executable give the name.
#[test]
fn select_k13_d20_only_the_name_is_the_name() {
    inside("killall::names::select_k13_d20_only_the_name_is_the_name", || {
        let directory = TemporaryDirectory::new();
        let script = directory.path.join("sigkit-script");
        std::fs::write(&script, "echo ready; read line; :\n").unwrap();
        // `sh NAME` is not NAME.
        let mut shell = started(Command::new("/bin/sh").arg(&script));
        killall(&["sigkit-script"]).fails(1, &missing("sigkit-script"));
        // Nor is what a process was called by, or its file.
        use std::os::unix::process::CommandExt;
        let mut called = started(Command::new("/bin/sh").arg0("sigkit-argv0").arg(&script));
        killall(&["sigkit-argv0"]).fails(1, &missing("sigkit-argv0"));
        let mut other = renamed("sigkit-renamed");
        killall(&["dash"]).fails(1, &missing("dash"));
        killall(&["-KILL", "sigkit-renamed"]).succeeds();
        assert_eq!(signal_of(&mut other), Some(SIGKILL));
        for child in [&mut shell, &mut called] {
            assert!(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // A script that runs by itself is.
        let own = directory.path.join("sigkit-own");
        write_program(&own, "#!/bin/sh\necho ready; read line; :\n", 0o755);
        let mut child = started(&mut Command::new(&own));
        killall(&["-KILL", "sigkit-own"]).succeeds();
        assert_eq!(signal_of(&mut child), Some(SIGKILL));
    });
}
