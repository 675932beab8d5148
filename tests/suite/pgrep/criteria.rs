//! Each criterion by itself, and together with others.

use std::os::unix::process::CommandExt;
use std::process::Command;

use super::{Held, command, finds, lines, pgrep, refuses};
use crate::support::*;

/// A shell with this environment and working directory.
fn shell(change: impl FnOnce(&mut Command)) -> Held {
    let mut command = Command::new("sh");
    command.args(["-c", "echo; read line"]).process_group(0);
    change(&mut command);
    Held::start(command)
}

#[test]
fn p3_all_must_hold_and_the_values_of_a_list_are_alternatives() {
    in_pid_namespace(
        "pgrep::criteria::p3_all_must_hold_and_the_values_of_a_list_are_alternatives",
        || {
            let (first, _a) = Victim::named("sigkit-1");
            let (second, _b) = Victim::named("sigkit-2");
            let both = [first.pid, second.pid];
            let [one, two] = both.map(|pid| pid.to_string());
            finds(&["-p", &format!("{one},{two}")], &both);
            finds(&["-p", &one, "-p", &two], &both);
            finds(&["-p", &one, "2$"], &[]);
            finds(&["-P", "1", "1$"], &[first.pid]);
            finds(&["-g", &one], &[first.pid]);
            finds(&["-g", &one, "-g", &two], &both);
            finds(&["-s", "0"], &[1, first.pid, second.pid]);
            finds(&["-P", "0"], &[1]);
            finds(&["-P", "0,1", "-v"], &[]);
        },
    );
}

#[test]
fn p4_users_and_groups_have_names_and_numbers() {
    in_pid_namespace("pgrep::criteria::p4_users_and_groups_have_names_and_numbers", || {
        let (victim, _a) = Victim::named("sigkit");
        finds(&["-u", "0", "sigkit"], &[victim.pid]);
        finds(&["-u", "root,daemon", "sigkit"], &[victim.pid]);
        finds(&["-U", "root", "-G", "0", "sigkit"], &[victim.pid]);
        finds(&["-u", "4000000000"], &[]);
        finds(&["-G", "4000000000"], &[]);
        if two_users() {
            let foreign = shell(|command| {
                command.uid(NOBODY).gid(NOBODY);
            });
            let number = NOBODY.to_string();
            finds(&["-u", &number], &[foreign.pid]);
            finds(&["-U", &number, "-G", &number], &[foreign.pid]);
            finds(&["-v", "-u", &number], &[1, victim.pid]);
        }
    });
}

#[test]
fn p5_an_unknown_terminal_controls_no_process() {
    in_pid_namespace("pgrep::criteria::p5_an_unknown_terminal_controls_no_process", || {
        // A session of its own has no terminal at first.
        let mut setsid = Command::new("setsid");
        setsid.args(["sh", "-c", "echo; read line"]);
        let held = Held::start(setsid);
        let pid = held.pid.to_string();
        finds(&["-t", "-", "-p", &pid], &[held.pid]);
        finds(&["-t", "?", "-p", &pid], &[held.pid]);
        finds(&["-t", "sigkit-none"], &[]);
        finds(&["-t", "sigkit-none,?", "-p", &pid], &[held.pid]);
        // The own session.
        finds(&["-s", &pid], &[held.pid]);
    });
}

#[test]
fn p6_the_newest_and_the_oldest_of_those_that_fit() {
    in_pid_namespace("pgrep::criteria::p6_the_newest_and_the_oldest_of_those_that_fit", || {
        let (first, _a) = Victim::named("sigkit-1");
        let (second, _b) = Victim::named("sigkit-2");
        finds(&["-n", "sigkit"], &[second.pid]);
        finds(&["-o", "sigkit"], &[first.pid]);
        finds(&["-o", ""], &[1]);
        finds(&["-n", "nobody-is-called-so"], &[]);
        refuses(&["-n", "-o", "x"], "-o: cannot be combined with -n");
        refuses(&["-v", "-n", "x"], "-n: cannot be combined with -v");
    });
}

#[test]
fn p7_ages() {
    in_pid_namespace("pgrep::criteria::p7_ages", || {
        let (victim, _a) = Victim::named("sigkit");
        finds(&["-O", "0", "sigkit"], &[victim.pid]);
        finds(&["-O", "1d", "sigkit"], &[]);
        finds(&["--newer", "1d", "sigkit"], &[victim.pid]);
        finds(&["--newer", "0", "sigkit"], &[]);
        finds(&["--started-after", "1d", "sigkit"], &[victim.pid]);
        finds(&["--started-before", "1d", "sigkit"], &[]);
        finds(&["--started-before", "@4000000000", "sigkit"], &[victim.pid]);
    });
}

#[test]
fn p8_p21_states_and_zombies() {
    in_pid_namespace("pgrep::criteria::p8_p21_states_and_zombies", || {
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.unwrap();
        finds(&["-r", "Z"], &[zombie]);
        finds(&["-r", "D,Z", "-P", &parent.pid.to_string()], &[zombie]);
        finds(&["-P", &parent.pid.to_string()], &[zombie]);
        finds(&["-P", &parent.pid.to_string(), "--no-zombies"], &[]);
        is_in_state(parent.pid, "S");
        finds(&["-r", "S", "-p", &parent.pid.to_string()], &[parent.pid]);
    });
}

#[test]
fn p8_p9_a_file_holds_a_process_id() {
    in_pid_namespace("pgrep::criteria::p8_p9_a_file_holds_a_process_id", || {
        let (victim, directory) = Victim::named("sigkit");
        let path = directory.path.join("pid");
        let file = path.to_str().unwrap();
        std::fs::write(&path, format!(" {} sigkit\n", victim.pid)).unwrap();
        finds(&["-F", file], &[victim.pid]);
        finds(&["-F", file, "sigkit"], &[victim.pid]);
        finds(&["-F", file, "other"], &[]);
        let input = || std::process::Stdio::from(std::fs::File::open(&path).unwrap());
        Ran::of(command().args(["-F", "-"]).stdin(input())).prints(&lines(&[victim.pid]));
        std::fs::write(&path, "999999\n").unwrap();
        finds(&["-F", file], &[]);
        for (contents, reason) in [
            ("", "empty; must contain exactly one process ID"),
            ("x\n", "the first word is not a process ID"),
            ("-1", "the first word is not a process ID"),
        ] {
            std::fs::write(&path, contents).unwrap();
            pgrep(&["-F", file]).fails(1, &format!("pgrep: {file}: {reason}\n"));
        }
        std::fs::remove_file(&path).unwrap();
        pgrep(&["-F", file]).fails(1, &format!("pgrep: {file}: No such file or directory\n"));
    });
}

/// The first file that pgrep opens gets the number of what is closed.
#[test]
fn p9_standard_input_that_cannot_be_read_is_named() {
    let sigkit = sigkit_path();
    for command in ["pgrep", "pkill", "pidwait"] {
        for (redirection, reason) in [
            ("<&-", "standard input is closed"),
            ("0>/dev/null", "standard input is open for writing only"),
        ] {
            let line = format!("exec {sigkit} {command} -F - {redirection}");
            Ran::of(Command::new("sh").args(["-c", &line]))
                .fails(1, &format!("{command}: -: {reason}\n"));
        }
    }
}

#[test]
fn p8_a_file_that_must_be_locked() {
    use nix::fcntl::{FcntlArg, Flock, FlockArg, fcntl};
    in_pid_namespace("pgrep::criteria::p8_a_file_that_must_be_locked", || {
        let (victim, directory) = Victim::named("sigkit");
        let path = directory.path.join("pid");
        let file = path.to_str().unwrap();
        std::fs::write(&path, victim.pid.to_string()).unwrap();
        let open = || std::fs::File::options().read(true).write(true).open(&path).unwrap();
        let unlocked = format!("pgrep: {file}: no process has locked it\n");
        pgrep(&["-L", "-F", file]).fails(1, &unlocked);
        let locked = Flock::lock(open(), FlockArg::LockExclusive).map_err(|(_, error)| error);
        finds(&["-LF", file], &[victim.pid]);
        drop(locked);
        pgrep(&["-L", "-F", file]).fails(1, &unlocked);
        let held = open();
        let lock = libc::flock {
            l_type: libc::F_WRLCK as libc::c_short,
            l_whence: libc::SEEK_SET as libc::c_short,
            l_start: 0,
            l_len: 0,
            l_pid: 0,
        };
        fcntl(&held, FcntlArg::F_SETLK(&lock)).unwrap();
        finds(&["-LF", file], &[victim.pid]);
    });
}

#[test]
fn p10_namespaces_of_another_process() {
    in_pid_namespace("pgrep::criteria::p10_namespaces_of_another_process", || {
        let (victim, _a) = Victim::named("sigkit");
        finds(&["--ns", "1", "sigkit"], &[victim.pid]);
        finds(&["--ns", "1", "--nslist", "net,pid"], &[1, victim.pid]);
        finds(&["--own-ns", "sigkit"], &[victim.pid]);
        refuses(&["--ns", "x"], "x: not a process ID");
        refuses(
            &["--ns", "1", "--nslist", "pids"],
            "pids: not a list of cgroup, ipc, mnt, net, pid, time, user and uts",
        );
        pgrep(&["--ns", "999999"]).fails(1, "pgrep: 999999: No such process\n");
        let mut unshare = Command::new("unshare");
        unshare.args(["--uts", "sh", "-c", "echo; read line"]);
        let elsewhere = Held::start(unshare);
        finds(&["--ns", "1", "-P", "1"], &[victim.pid]);
        finds(&["--ns", "1", "--nslist", "net", "-P", "1"], &[victim.pid, elsewhere.pid]);
        finds(&["--ns", &elsewhere.pid.to_string(), "--nslist", "uts"], &[elsewhere.pid]);
    });
}

#[test]
fn own_ns_leaves_containers_out() {
    in_pid_namespace("pgrep::criteria::own_ns_leaves_containers_out", || {
        let mut unshare = Command::new("unshare");
        unshare.args(["--pid", "--fork", "--kill-child", "sh", "-c", "echo; read line"]);
        let outer = Held::start(unshare);
        let below = pgrep(&["-P", &outer.pid.to_string()]).stdout;
        let below: i32 = below.trim().parse().expect("the shell");
        finds(&["-p", &format!("{},{below}", outer.pid)], &[outer.pid, below]);
        finds(&["--own-ns", "-p", &format!("{},{below}", outer.pid)], &[outer.pid]);
    });
}

#[test]
fn p11_environment_and_control_group() {
    in_pid_namespace("pgrep::criteria::p11_environment_and_control_group", || {
        let held = shell(|command| {
            command.env("SIGKIT_TEST_NAME", "a value");
        });
        finds(&["--env", "SIGKIT_TEST_NAME"], &[held.pid]);
        finds(&["--env", "SIGKIT_TEST_NAME=a value"], &[held.pid]);
        finds(&["--env", "NOTHING", "--env", "SIGKIT_TEST_NAME"], &[held.pid]);
        finds(&["--env", "SIGKIT_TEST_NAM"], &[]);
        finds(&["--env", "SIGKIT_TEST_NAME=a"], &[]);
        let own = std::fs::read_to_string(format!("/proc/{}/cgroup", held.pid)).unwrap();
        if let Some(path) = own.lines().find_map(|line| line.strip_prefix("0::")) {
            finds(&["--cgroup", path, "-x", "sh"], &[held.pid]);
            finds(&["--cgroup", "/", "-x", "sh"], &[held.pid]);
        }
        finds(&["--cgroup", "/sigkit/none"], &[]);
    });
}

#[test]
fn p12_a_process_with_a_handler() {
    if emulated(HANDLERS_OF_ITS_OWN) {
        return;
    }
    in_pid_namespace("pgrep::criteria::p12_a_process_with_a_handler", || {
        let catches = Victim::start("catch");
        let _default = Victim::start("default");
        finds(&["-H", "--signal", "USR1", "-P", "1"], &[catches.pid]);
        finds(&["-H", "-P", "1"], &[]);
    });
}

#[test]
fn files_and_directories() {
    in_pid_namespace("pgrep::criteria::files_and_directories", || {
        let directory = TemporaryDirectory::new();
        let below = directory.path.join("below");
        std::fs::create_dir(&below).unwrap();
        let copy = directory.path.join("copy");
        copy_program(&std::env::current_exe().unwrap(), &copy);
        let victim = Victim::prepare("default", |command| {
            *command = Command::new(&copy);
            command.env("SIGKIT_VICTIM", "default").stdin(std::process::Stdio::null());
            command.stdout(std::process::Stdio::piped()).process_group(0).current_dir(&below);
        });
        let (copy, root) = (copy.to_str().unwrap(), directory.path.to_str().unwrap());
        finds(&["--exe", copy], &[victim.pid]);
        finds(&["--exe", "/nowhere"], &[]);
        finds(&["--exe", "/nowhere", "--exe", copy], &[victim.pid]);
        finds(&["--cwd", "/proc", "--cwd", root], &[victim.pid]);
        finds(&["--cwd", root], &[victim.pid]);
        finds(&["--cwd", below.to_str().unwrap()], &[victim.pid]);
        finds(&["--cwd", &format!("{root}/.")], &[victim.pid]);
        std::fs::remove_file(copy).unwrap();
        finds(&["--exe", copy], &[victim.pid]);
        let link = directory.path.join("link");
        std::os::unix::fs::symlink(root, &link).unwrap();
        finds(&["--cwd", link.to_str().unwrap()], &[victim.pid]);
    });
}

#[test]
fn resident_memory() {
    in_pid_namespace("pgrep::criteria::resident_memory", || {
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.unwrap();
        finds(&["--rss", "1K", "-p", &format!("{},{zombie}", parent.pid)], &[parent.pid]);
        finds(&["--rss", "-0", "-p", &format!("{},{zombie}", parent.pid)], &[zombie]);
        finds(&["--rss", "4T"], &[]);
        refuses(&["--rss", "lots"], "lots: not a size, such as 500M or -64K");
    });
}

#[test]
fn a_tree_is_the_processes_with_their_descendants() {
    in_pid_namespace("pgrep::criteria::a_tree_is_the_processes_with_their_descendants", || {
        let mut script = Command::new("sh");
        script.args(["-c", "sh -c 'sh -c \"echo; read line\"; :' root-of-all; :", "root-of-all"]);
        let root = Held::start(script);
        let child = pgrep(&["-P", &root.pid.to_string()]).stdout.trim().parse().unwrap();
        let last = pgrep(&["-P", &i32::to_string(&child)]).stdout.trim().parse().unwrap();
        finds(&["--tree", "-p", &root.pid.to_string()], &[root.pid, child, last]);
        finds(&["--tree", "-p", &last.to_string()], &[last]);
    });
}

/// A process may give itself a name that looks like the fields of its stat file.
#[test]
fn a_name_shifts_no_field() {
    in_pid_namespace("pgrep::criteria::a_name_shifts_no_field", || {
        let (victim, _a) = Victim::named(") S 7 7 7 (x");
        finds(&["-P", "1"], &[victim.pid]);
        finds(&["-P", "7"], &[]);
        finds(&["--literal", ") S 7"], &[victim.pid]);
    });
}

#[test]
fn threads_have_names_of_their_own() {
    in_pid_namespace("pgrep::criteria::threads_have_names_of_their_own", || {
        let victim = Victim::start("threads");
        let pid = victim.pid.to_string();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        let tasks: Vec<i32> = tasks
            .map(|task| task.unwrap().file_name().to_str().unwrap().parse().unwrap())
            .collect();
        assert_eq!(tasks.len(), 2);
        let other = tasks.into_iter().find(|task| *task != victim.pid).unwrap();
        finds(&["second-thread"], &[]);
        finds(&["-w", "second-thread"], &[other]);
        finds(&["-w", "-p", &pid], &[victim.pid, other]);
    });
}
