//! The options that show processes, or ask about them: -p, -r, -d.

use super::*;

#[test]
fn d44_the_inode_number_makes_an_operand_that_means_this_process_alone() {
    let mut victim = Victim::start("report");
    let mut other = Victim::start("report");
    let pid = victim.pid.to_string();
    let ran = run(["-p", "--inode", &pid]);
    if ran.stderr.contains("from Linux 6.9 on") {
        return skip("pidfds have no inode numbers here");
    }
    let operand = ran.stdout.trim_end().to_owned();
    assert!(operand.starts_with(&format!("{pid}:")), "{ran:?}");
    ran.prints(&format!("{operand}\n"));
    run(["-s", "USR1", &operand]).succeeds();
    victim.got(libc::SIGUSR1);
    run(["-p", "--inode", "--tree", &pid]).prints(&format!("{operand}\n"));
    let (_, inode) = operand.split_once(':').expect("an inode number");
    run(["-s", "USR1", &format!("{}:{inode}", other.pid)]).starts_with_error(other.pid);
    let dead = dead_pid();
    run(["-p", "--inode", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    let group = format!("-{pid}");
    run(["-p", "--inode", "--", &group]).fails(
        1,
        &format!(
            "kill: {group}: --inode takes process IDs and command names, not process groups\n"
        ),
    );
    run(["--inode", &pid]).shows_usage_error("--inode: needs -p");
    run(["-l", "--inode"]).shows_usage_error("--inode: cannot be combined with -l");
    victim.got_nothing();
    other.got_nothing();
}

impl Ran {
    /// Asserts that another process was meant than the one with this ID.
    #[track_caller]
    fn starts_with_error(self, pid: i32) {
        assert!(self.status == 1 && self.stderr.starts_with(&format!("kill: {pid}:")), "{self:?}");
    }
}

#[test]
fn d45_the_name_and_the_arguments_are_printed_in_full() {
    let mut child = std::process::Command::new("sh")
        .args(["-c", "read line", "two words", "", "a\nb\x1b[2J"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("sh starts");
    let pid = child.id() as i32;
    has_name(pid, "sh");
    let arguments = r"sh -c 'read line' 'two words' '' a\x0ab\x1b[2J";
    run(["-p", "--full", &pid.to_string()]).prints(&format!("{pid} sh: {arguments}\n"));
    drop(child.stdin.take());
    child.wait().expect("a child to wait for");
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie");
    let name = std::fs::read_to_string(format!("/proc/{zombie}/comm")).expect("a name");
    run(["-p", "--full", &zombie.to_string()]).prints(&format!("{zombie} {name}"));
    let group = format!("-{}", victim.pid);
    run(["-p", "--full", "--", &group]).prints(&format!("{group}\n"));
    run(["--full", &pid.to_string()]).shows_usage_error("--full: needs -p");
}

#[test]
fn d42_a_sigwait_and_a_signalfd_are_as_good_as_a_handler() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let mut waiting = Victim::start("await");
    let pid = waiting.pid.to_string();
    // At once after the last one, too, when it does not wait yet.
    for _ in 0..20 {
        run(["-r", "-s", "USR1", &pid]).succeeds();
        assert_eq!(waiting.line(), format!("took {}", libc::SIGUSR1));
    }
    // It neither blocks this one nor waits for it.
    run(["-r", "-s", "USR2", &pid])
        .fails(1, &format!("kill: {pid}: not signalled: it has no handler for USR2\n"));
    let mut reading = Victim::start("tell");
    let pid = reading.pid.to_string();
    run(["-r", "-s", "HUP", &pid]).succeeds();
    assert_eq!(reading.line(), format!("read {}", libc::SIGHUP));
    // It is blocked, and nothing takes it.
    run(["-r", "-s", "USR2", &pid])
        .fails(1, &format!("kill: {pid}: not signalled: it has no handler for USR2\n"));
    assert!(waiting.is_alive() && reading.is_alive());
}

#[test]
fn d42_what_a_sigwait_waits_for_is_not_guessed() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace(
        "kill_options::processes::d42_what_a_sigwait_waits_for_is_not_guessed",
        || {
            let mut waiting = Victim::start("await");
            let pid = waiting.pid;
            is_in_state(pid, "S");
            // As where the process may not be traced.
            let memory = format!("/proc/{pid}/task/{pid}/mem");
            hide(&memory);
            let has_none = "it has no handler for USR1";
            let ran = run(["-r", "-s", "USR1", &pid.to_string()]);
            assert!(
                ran.status == 1
                    && ran.stderr.starts_with(&format!("kill: {pid}: not signalled: {has_none}")),
                "{ran:?}"
            );
            assert!(waiting.is_alive());
        },
    );
}

#[test]
fn d43_a_zombie_has_no_state() {
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie");
    let reason = "a zombie has no dispositions: it has ended, and its parent has not reaped it";
    run(["-d", &zombie.to_string()]).fails(1, &format!("kill: {zombie}: {reason}\n"));
}

#[test]
fn d43_the_states_of_all_processes_of_a_name_are_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace(
        "kill_options::processes::d43_the_states_of_all_processes_of_a_name_are_shown",
        || {
            let (first, _a) = Victim::named("sigkit-shown");
            let (second, _b) = Victim::named("sigkit-shown");
            let ran = run(["-d", "sigkit-shown"]);
            let titles: Vec<String> =
                [&first, &second].map(|victim| format!("{} sigkit-shown", victim.pid)).into();
            let shown: Vec<&str> =
                ran.stdout.lines().filter(|line| line.ends_with(" sigkit-shown")).collect();
            assert_eq!(
                (shown, ran.status),
                (titles.iter().map(String::as_str).collect(), 0),
                "{ran:?}"
            );
            run(["-d", "sigkit-none"]).fails(1, "kill: sigkit-none: No such process\n");
            let inode = format!("{}:1", first.pid);
            let ran = run(["-d", &inode]);
            assert!(
                ran.status == 1 && ran.stderr.starts_with(&format!("kill: {inode}: ")),
                "{ran:?}"
            );
        },
    );
}
