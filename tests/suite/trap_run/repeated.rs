//! Signals that come again: typed at the terminal, where a person does not want to wait, or sent by
//! a service manager, which has only not seen the end yet.

use std::io::Write;

use super::*;

/// A victim, and trap as the leader of a session with a terminal of its own, which tells with `-v`
/// what it takes.
fn at_a_terminal(options: &[&str]) -> (Wrapped, std::fs::File, Lines) {
    let pair = terminal(80);
    let own = std::env::current_exe().expect("the test binary has a path");
    let mut command = trap(["-v"].iter().chain(options));
    command.arg("--").arg(own).env("SIGKIT_VICTIM", "report");
    command.stdin(pair.slave).stdout(Stdio::piped()).stderr(Stdio::piped());
    // SAFETY: plain system calls between fork and exec.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            match libc::setsid() >= 0 && libc::ioctl(0, libc::TIOCSCTTY, 0) == 0 {
                true => Ok(()),
                false => Err(std::io::Error::last_os_error()),
            }
        });
    }
    let mut child = command.spawn().expect("trap starts");
    let lines = Lines::of(child.stdout.take().expect("a pipe"));
    let told = Lines::of(OwnedFd::from(child.stderr.take().expect("a pipe")).into());
    let pid = child.id() as i32;
    let mut wrapped = Wrapped { child, lines, pid };
    let line = wrapped.lines.next();
    assert!(line.starts_with("ready "), "{line}");
    (wrapped, pair.master.into(), told)
}

/// All that COMMAND takes until trap has nothing more to take: the signals but CONT, and where they
/// come from. Of the signals that are pending trap takes the lowest first.
fn taken_meanwhile(wrapped: &mut Wrapped) -> Vec<(i32, i32)> {
    wrapped.is_sent(libc::SIGRTMAX() - 2);
    let mut taken = Vec::new();
    loop {
        match wrapped.reported() {
            (signal, ..) if signal == libc::SIGRTMAX() - 2 => return taken,
            (libc::SIGCONT, ..) => {}
            (signal, code, _) => taken.push((signal, code)),
        }
    }
}

const TYPED_INT: (i32, i32) = (libc::SIGINT, libc::SI_KERNEL);

#[test]
fn what_is_typed_again_hurries_a_schedule_that_has_begun() {
    let (mut wrapped, mut terminal, mut told) =
        at_a_terminal(&["--schedule", "TERM/1h/USR1/1h/KILL"]);
    let mut types = |wrapped: &mut Wrapped, key: &[u8]| {
        terminal.write_all(key).expect("the terminal takes a key");
        // The terminal sends it to one after the other.
        let (signal, code, _) = wrapped.reported();
        while !told.next().contains("from the kernel or the terminal") {}
        let mut taken = vec![(signal, code)];
        taken.extend(taken_meanwhile(wrapped));
        taken
    };
    // Before that it is COMMAND's affair: some use Ctrl-C all day.
    for _ in 0..3 {
        assert_eq!(types(&mut wrapped, b"\x03"), [TYPED_INT]);
    }
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.reported(), (libc::SIGTERM, SI_USER, 0));
    assert_eq!(types(&mut wrapped, b"\x03"), [TYPED_INT]);
    assert_eq!(types(&mut wrapped, b"\x03"), [TYPED_INT, (libc::SIGUSR1, SI_USER)]);
    terminal.write_all(b"\x1c").expect("the terminal takes a key");
    assert_eq!(wrapped.end(), -libc::SIGKILL);
}

#[test]
fn a_repeated_signal_from_a_process_hurries_nothing() {
    let (mut wrapped, _) = Wrapped::victim(&["--schedule", "TERM/1h/USR1/1h/KILL"], "report");
    for signal in
        [libc::SIGTERM, libc::SIGTERM, libc::SIGINT, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM]
    {
        wrapped.is_sent(signal);
        assert_eq!(wrapped.reported(), (signal, SI_USER, 0));
    }
    assert_eq!(taken_meanwhile(&mut wrapped), []);
    // The steps come in their time all the same.
    let (mut wrapped, _) = Wrapped::victim(&["-k", "200ms"], "ignore-term");
    let sent = Instant::now();
    wrapped.is_sent(libc::SIGTERM);
    wrapped.is_sent(libc::SIGTERM);
    assert_eq!(wrapped.end(), -libc::SIGKILL);
    assert!(sent.elapsed().as_millis() >= 200);
}

#[test]
fn verbose_says_why_a_repeated_signal_hurries_nothing() {
    let ran = script(
        &["-v", "-k", "1h"],
        "n=0; trap 'n=$((n + 1))' TERM; kill -s TERM $PPID; while [ $n = 0 ]; do sleep 0.01; done
        kill -s TERM $PPID; while [ $n = 1 ]; do sleep 0.01; done",
    );
    let reasons: Vec<_> = ran.stderr.lines().filter_map(|line| line.split_once(", ")).collect();
    let [(_, first), (_, second)] = reasons[..] else { panic!("{ran:?}") };
    assert_eq!((first, second), ("passed on", "passed on; the schedule keeps its times"));
}

#[test]
fn no_action_is_ended_by_what_is_sent_to_trap() {
    let directory = TemporaryDirectory::new();
    let go_on = directory.path.join("go-on");
    let action = format!(
        "echo started; while ! [ -e '{}' ]; do sleep 0.01; done; echo cleaned",
        go_on.display()
    );
    // The action for EXIT, and one that COMMAND did not outlive; with steps that are still to come.
    for options in [&[][..], &["-g"], &["-w", "-k", "10ms"], &["-r", "--tree", "-k", "10ms"]] {
        for condition in ["EXIT", "USR1"] {
            let _ = std::fs::remove_file(&go_on);
            let words = [options, &[&action, condition]].concat();
            let mut wrapped = Wrapped::script(&words, "echo ready; exec sleep 1000");
            assert_eq!(wrapped.lines.next(), "ready");
            if condition == "USR1" {
                wrapped.is_sent(libc::SIGUSR1);
                assert_eq!(wrapped.lines.next(), "started");
            }
            wrapped.is_sent(libc::SIGTERM);
            if condition == "EXIT" {
                assert_eq!(wrapped.lines.next(), "started");
            }
            for signal in [libc::SIGTERM, libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
                wrapped.is_sent(signal);
                has_taken_all(wrapped.pid);
            }
            std::fs::write(&go_on, "").expect("a file");
            assert_eq!(wrapped.lines.next(), "cleaned", "{options:?} {condition}");
            assert_eq!(wrapped.end_of_trap(), -libc::SIGTERM, "{options:?} {condition}");
        }
    }
}

#[test]
fn an_action_is_in_the_process_group_of_trap() {
    // So a Ctrl-C, and who signals the whole group, KILL included, reaches it as a script's own.
    let group = "IFS=' )'; read -r _ _ _ _ group _ </proc/$$/stat; echo $group";
    let mut wrapped = Wrapped::script(&["-g", group, "EXIT"], "exit 0");
    let pid = wrapped.pid.to_string();
    assert_eq!(wrapped.lines.until_closed().split_whitespace().last(), Some(pid.as_str()));
}
