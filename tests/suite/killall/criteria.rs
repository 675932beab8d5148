//! The criteria that killall has with the other commands that choose processes.

use std::process::{Command, Stdio};

use nix::fcntl::{FcntlArg, FdFlag, fcntl};

use super::{command, inside, killall, missing, refuses};
use crate::support::*;

#[test]
fn a_process_must_fit_every_criterion() {
    inside("killall::criteria::a_process_must_fit_every_criterion", || {
        let directory = TemporaryDirectory::new();
        let place = std::fs::canonicalize(&directory.path).unwrap();
        let program = place.join("sigkit-criteria");
        copy_program(&std::env::current_exe().unwrap(), &program);
        let mut victim = Victim::prepare("report", |command| {
            use std::os::unix::process::CommandExt;
            *command = Command::new(&program);
            command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
            command.current_dir(&place).process_group(0);
        });
        let (pid, program) = (victim.pid.to_string(), program.to_str().unwrap());
        let place = place.to_str().unwrap();
        let other = std::process::id().to_string();
        // What fits, and what does not.
        for (option, fits, does_not) in [
            ("--exe", program, "/bin/false"),
            ("--if-exe", program, "/no/such/file"),
            ("--cwd", place, "/proc"),
            ("--if-cwd", "/", program),
            ("--uses", program, "/bin/false"),
            ("--pid", &pid, &other),
            ("--parent", &other, &pid),
            ("--pgroup", &pid, &other),
            ("--descendants-of", &other, &pid),
            ("--user", "0", "1"),
            ("--uid", "root", "1"),
            ("--if-user", "0", "1"),
            ("--euid", "0", "1"),
            ("--group", "0", "1"),
            ("--runstates", "S,R,D", "Z,T"),
            ("--newer", "1h", "0s"),
            ("--started-after", "1h", "@4000000000"),
            ("--started-before", "@4000000000", "1h"),
            ("--rss", "1K", "-1K"),
            ("--env", "SIGKIT_VICTIM=report", "SIGKIT_VICTIM=other"),
        ] {
            let ran = killall(&["-0", option, fits, "sigkit-criteria"]);
            assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{option}");
            killall(&["-0", option, does_not, "sigkit-criteria"])
                .fails(1, &missing("sigkit-criteria"));
            // All must hold.
            killall(&["-0", option, fits, "--rss", "-1K", "sigkit-criteria", "-q"]).fails(1, "");
        }
        for words in [
            &["--ignores", "USR1"][..],
            &["--cgroup", "/no/such/group"],
            &["--unit", "no-such-unit"],
            &["--container", "0123abcd"],
            &["--port", "1"],
        ] {
            killall(&[&["-0", "-q"][..], words, &["sigkit-criteria"]].concat()).fails(1, "");
        }
        for words in [&["--no-zombies"][..], &["--own-ns"]] {
            killall(&[&["-0"][..], words, &["sigkit-criteria"]].concat()).succeeds();
        }
        victim.got_nothing();
    });
}

#[test]
fn dispositions_are_criteria() {
    inside("killall::criteria::dispositions_are_criteria", || {
        let mut catching = Victim::start("catch");
        let mut ignoring = Victim::start("ignore-term");
        let program = std::env::current_exe().unwrap();
        let program = program.to_str().unwrap();
        let with = |victim: &Victim, words: &[&str]| {
            let pid = victim.pid.to_string();
            killall(&[words, &["-q", "--pid", &pid, program]].concat())
        };
        for (victim, option, fits, does_not) in [
            (&catching, "--catches", "KILL,USR1", "USR2,TERM"),
            (&catching, "--blocks", "USR2", "USR1"),
            (&ignoring, "--ignores", "TERM", "HUP"),
        ] {
            with(victim, &["-0", option, fits]).succeeds();
            with(victim, &["-0", option, does_not]).fails(1, "");
        }
        with(&catching, &["-USR1", "--require-handler"]).succeeds();
        with(&catching, &["-HUP", "--require-handler"]).fails(1, "");
        assert!(catching.is_alive() && ignoring.is_alive());
        refuses(&["-0", "--require-handler", "x"], "--require-handler: signal 0 has no handler");
    });
}

#[test]
fn a_port_chooses_among_processes_of_one_name() {
    inside("killall::criteria::a_port_chooses_among_processes_of_one_name", || {
        let (listener, port) = listening();
        use std::os::unix::process::CommandExt;
        let directory = TemporaryDirectory::new();
        let link = directory.path.join("sigkit-port");
        std::os::unix::fs::symlink(std::env::current_exe().unwrap(), &link).unwrap();
        let named = |flags: FdFlag| {
            fcntl(&listener, FcntlArg::F_SETFD(flags)).unwrap();
            Victim::prepare("report", |command| {
                *command = Command::new(&link);
                command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null());
                command.stdout(Stdio::piped()).process_group(0);
            })
        };
        // The socket is inherited by the one that is to be found.
        let (mut listens, mut other) = (named(FdFlag::empty()), named(FdFlag::FD_CLOEXEC));
        killall(&["-USR1", "--port", &port, "sigkit-port"]).succeeds();
        listens.got(libc::SIGUSR1);
        Ran::of(command().args(["-USR2", "--if-port", &format!("tcp/{port}"), "sigkit-port"]))
            .succeeds();
        listens.got(libc::SIGUSR2);
        listens.got_nothing();
        other.got_nothing();
    });
}
