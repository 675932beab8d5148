//! The output of pgrep: for people, for shells and for programs.

use std::process::Command;

use super::{Held, OwnGroup, finds, pgrep, refuses};
use crate::support::*;

/// A shell with these words after its script, and its name.
fn shell(words: &[&str]) -> Held {
    let mut command = Command::new("sh");
    command.args(["-c", "echo; read line", "name"]).args(words).process_group_of_its_own();
    Held::start(command)
}

#[test]
fn p14_names_command_lines_and_delimiters() {
    in_pid_namespace("pgrep::output::p14_names_command_lines_and_delimiters", || {
        let (first, _a) = Victim::named("sigkit-1");
        let (second, _b) = Victim::named("sigkit-2");
        let (one, two) = (first.pid, second.pid);
        pgrep(&["-l", "sigkit"]).prints(&format!("{one} sigkit-1\n{two} sigkit-2\n"));
        pgrep(&["-d", ", ", "sigkit"]).prints(&format!("{one}, {two}\n"));
        pgrep(&["-d=", "sigkit"]).prints(&format!("{one}={two}\n"));
        pgrep(&["-ld:", "sigkit"]).prints(&format!("{one} sigkit-1:{two} sigkit-2\n"));
        let held = shell(&["a b", "", "c"]);
        let pid = held.pid;
        pgrep(&["-a", "-x", "sh"]).prints(&format!("{pid} sh -c echo; read line name a b  c\n"));
        pgrep(&["-la", "-x", "sh"]).prints(&format!("{pid} sh -c echo; read line name a b  c\n"));
        pgrep(&["-Qa", "-x", "sh"])
            .prints(&format!("{pid} sh -c 'echo; read line' name 'a b' '' c\n"));
    });
}

#[test]
fn p13_p14_how_many_and_nothing_at_all() {
    in_pid_namespace("pgrep::output::p13_p14_how_many_and_nothing_at_all", || {
        let (_first, _a) = Victim::named("sigkit-1");
        let (_second, _b) = Victim::named("sigkit-2");
        pgrep(&["-c", "sigkit"]).prints("2\n");
        pgrep(&["-c", "nobody-is-called-so"]).fails_printing(1, "0\n");
        pgrep(&["-q", "sigkit"]).prints("");
        pgrep(&["--quiet", "sigkit"]).prints("");
        pgrep(&["-q", "nobody-is-called-so"]).fails(1, "");
    });
}

/// X19: a name with a newline in it is a line elsewhere.
#[test]
fn x19_a_name_forges_no_line() {
    in_pid_namespace("pgrep::output::x19_a_name_forges_no_line", || {
        let (victim, _a) = Victim::named("a\n1 init\x1b[2J");
        let pid = victim.pid;
        pgrep(&["-l", "init"]).prints(&format!("{pid} a\\x0a1 init\\x1b[2J\n"));
        pgrep(&["-lQ", "init"]).prints(&format!("{pid} $'a\\n1 init\\033[2J'\n"));
        let held = shell(&["x\ny", "\\x2d"]);
        let line = format!("{} sh -c echo; read line name x\\x0ay \\x2d\n", held.pid);
        pgrep(&["-a", "-x", "sh"]).prints(&line);
    });
}

#[test]
fn a_zombie_and_what_has_no_command_line_show_their_names() {
    in_pid_namespace(
        "pgrep::output::a_zombie_and_what_has_no_command_line_show_their_names",
        || {
            let parent = Victim::start("zombie");
            let zombie = parent.zombie.unwrap();
            let name = std::fs::read_to_string(format!("/proc/{zombie}/comm")).unwrap();
            let line = format!("{zombie} [{}] <defunct>\n", name.trim_end());
            pgrep(&["-a", "-r", "Z"]).prints(&line);
            pgrep(&["-f", "defunct"]).prints(&format!("{zombie}\n"));
        },
    );
}

#[test]
fn json_tells_all_that_is_known() {
    in_pid_namespace("pgrep::output::json_tells_all_that_is_known", || {
        let (victim, _a) = Victim::named("sigkit-with-a-long-name");
        let pid = victim.pid;
        is_in_state(pid, "S");
        let ran = pgrep(&["--json", "-P", "1", "long-name"]);
        let parsed: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let processes = parsed["processes"].as_array().expect("an array");
        assert_eq!(processes.len(), 1);
        let process = &processes[0];
        assert_eq!(process["pid"], pid);
        assert_eq!(process["ppid"], 1);
        assert_eq!(process["comm"], "sigkit-with-a-l");
        assert_eq!(process["name"], "sigkit-with-a-long-name");
        assert_eq!(process["state"], "S");
        assert_eq!(process["user"], "root");
        assert_eq!(process["argv"].as_array().unwrap().len(), 1);
        assert_eq!(process["why"], "full name matches; parent 1");
        let started = process["started"].as_str().unwrap();
        assert!(started.starts_with("20") && started.ends_with('Z'), "{started}");
        let others = pgrep(&["--json", "-v", "-r", "Z", "-P", "1"]).stdout;
        let parsed: serde_json::Value = serde_json::from_str(&others).expect("JSON");
        assert_eq!(parsed["processes"][0]["why"], "its parent is 0, not 1");
        assert_eq!(parsed["processes"][1]["why"], "its state is S, not Z");
        pgrep(&["--json", "nobody-is-called-so"]).fails_printing(1, "{\"processes\":[]}\n");
    });
}

#[test]
fn the_order_is_the_one_that_is_asked_for() {
    in_pid_namespace("pgrep::output::the_order_is_the_one_that_is_asked_for", || {
        let (first, _a) = Victim::named("sigkit-b");
        let (second, _b) = Victim::named("sigkit-a");
        let (one, two) = (first.pid, second.pid);
        for (key, expected) in [
            ("pid", [one, two]),
            ("-pid", [two, one]),
            ("start", [one, two]),
            ("-start", [two, one]),
            ("name", [two, one]),
            ("-name", [one, two]),
        ] {
            let expected = expected.map(|pid| format!("{pid}\n")).concat();
            if key.ends_with("start") && same_tick(one, two) {
                continue;
            }
            pgrep(&["--sort", key, "sigkit"]).prints(&expected);
        }
        refuses(
            &["--sort", "age", "x"],
            "age: --sort takes pid, start, rss or name, with or without -",
        );
    });
}

/// True if two processes started within one clock tick.
fn same_tick(one: i32, two: i32) -> bool {
    let start = |pid: i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().split(' ').nth(20).unwrap().to_owned()
    };
    start(one) == start(two)
}

#[test]
fn p29_a_list_with_inode_numbers_means_these_processes_for_ever() {
    in_pid_namespace(
        "pgrep::output::p29_a_list_with_inode_numbers_means_these_processes_for_ever",
        || {
            let (mut victim, _a) = Victim::named("sigkit");
            let (other, _b) = Victim::named("other");
            let pid = victim.pid.to_string();
            if run(["-p", "--inode", &pid]).status != 0 {
                return skip("pidfds have no inode numbers here");
            }
            let printed = pgrep(&["--inode", "sigkit"]).stdout;
            let word = printed.trim_end();
            let (number, inode) = word.split_once(':').expect("PID:INODE");
            assert_eq!(number, pid);
            run(["-p", "--inode", &pid]).prints(&printed);
            pgrep(&["--inode", "-l", "sigkit"]).prints(&format!("{word} sigkit\n"));
            let json = pgrep(&["--inode", "--json", "sigkit"]).stdout;
            assert!(json.contains(&format!(",\"inode\":{inode}}}")), "{json}");
            run(["-s", "USR1", word]).succeeds();
            victim.got(libc::SIGUSR1);
            finds(&["-p", word], &[victim.pid]);
            finds(&["-p", &format!("{word},{}", other.pid)], &[victim.pid, other.pid]);
            // Another process's number.
            finds(&["-p", &format!("{}:{inode}", other.pid)], &[]);
            for other in ["-w", "--tree"] {
                let line = format!("--inode: cannot be combined with {other}");
                refuses(&["--inode", other, "sigkit"], &line);
            }
            refuses(&["-p", "1:x"], "1:x: not a list of process IDs");
            finds(&["--inode", "no-such-name"], &[]);
            victim.got_nothing();
        },
    );
}

/// A name costs openat(2), read(2) and close(2) for each process, and 60 calls in all.
#[test]
fn a_name_costs_three_system_calls_a_process() {
    if !have("strace") {
        return;
    }
    in_pid_namespace("pgrep::output::a_name_costs_three_system_calls_a_process", || {
        const MANY: usize = 60;
        let victims: Vec<_> = (0..MANY).map(|_| Victim::named("sigkit")).collect();
        let mut straced = Straced::new(&[], &["pgrep", "-c", "sigkit"]);
        straced.run().prints(&format!("{MANY}\n"));
        let calls = straced.calls().len();
        // The victims, this test, strace, and what pgrep itself is.
        let most = 3 * (victims.len() + 3) + 60;
        assert!(calls <= most, "{calls} calls, not {most}");
    });
}
