//! The state of a process, as `-d` shows it.

use crate::support::*;

#[test]
fn the_state_of_a_process_is_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    let catcher = Victim::start("catch");
    let pid = catcher.pid.to_string();
    run(["-s", "USR2", &pid]).succeeds();
    for words in [
        &["-d", &pid][..],
        &["--show-process-state", &pid],
        &[&format!("-d{pid}")],
        &[&format!("-d={pid}")],
    ] {
        let ran = run(words);
        assert!(ran.status == 0 && ran.stdout.contains("Caught: USR1\n"), "{ran:?}");
        assert!(ran.stdout.starts_with("Pending (process): USR2\nBlocked: USR2\n"), "{ran:?}");
    }
    let ignoring = Victim::start("ignore-term");
    let ran = run(["-d", &ignoring.pid.to_string()]);
    assert!(
        ran.stdout.lines().any(|line| line.starts_with("Ignored:") && line.contains(" TERM")),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("Blocked") && !ran.stdout.contains("Pending"), "{ran:?}");
}

#[test]
fn d43_a_zombie_has_no_state() {
    let victim = Victim::start("zombie");
    let zombie = victim.zombie.expect("a zombie");
    let reason = "a zombie: already dead, its parent has not reaped it, and it has no dispositions";
    run(["-d", &zombie.to_string()]).fails(1, &format!("kill: {zombie}: {reason}\n"));
}

#[test]
fn d43_the_states_of_all_processes_of_a_name_are_shown() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace(
        "kill_options::state::d43_the_states_of_all_processes_of_a_name_are_shown",
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

#[test]
fn the_state_of_no_process_is_an_error() {
    let dead = dead_pid();
    run(["-d", &dead]).fails(1, &format!("kill: {dead}: No such process\n"));
    for word in ["0", "-1", "%1", "", "4294967297", "12x"] {
        let shown = if word.is_empty() { "''" } else { word };
        run(["-d", word])
            .shows_usage_error(&format!("{shown}: not a process ID or a command name"));
    }
    run(["-d"]).shows_usage_error("-d: PID|NAME is missing");
    run(["-d", "1", "2"]).shows_usage_error("2: -d takes no operand");
}
