//! pidof finds the processes that run a program. Each test has a PID namespace of its own.
//!
//! The numbers are those of the requirements (O) and dangers (X) of the commands that choose
//! processes.

mod peers;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::pgrep::{Held, OwnGroup};
use crate::support::*;

/// pidof with nothing of the environment that changes it.
fn command() -> Command {
    let mut command = Command::new(sigkit_path());
    command.arg("pidof").env_remove("POSIXLY_CORRECT").stdin(Stdio::null());
    command
}

fn pidof(words: &[&str]) -> Ran {
    Ran::of(command().args(words))
}

/// Asserts that pidof finds these, in this order.
#[track_caller]
fn finds(words: &[&str], pids: &[i32]) {
    match pids {
        [] => pidof(words).fails(1, ""),
        pids => pidof(words).prints(&line(pids, " ")),
    }
}

fn line(pids: &[i32], separator: &str) -> String {
    pids.iter().map(i32::to_string).collect::<Vec<_>>().join(separator) + "\n"
}

/// Highest first.
fn descending<const N: usize>(mut pids: [i32; N]) -> [i32; N] {
    pids.sort_unstable();
    pids.reverse();
    pids
}

/// A shell that was called by this word.
fn called(word: &str) -> Held {
    let mut command = Command::new("sh");
    command.arg0(word).args(["-c", "echo; read line"]).process_group_of_its_own();
    Held::start(command)
}

/// A script that waits, in a file that can be run.
fn script(path: &Path, first_line: &str) {
    fs::write(path, format!("{first_line}\necho; read line\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn o1_names_in_their_order_and_the_highest_id_first() {
    in_pid_namespace("pidof::o1_names_in_their_order_and_the_highest_id_first", || {
        let [a, b, c] = ["sigkit-a", "sigkit-b", "sigkit-a"].map(called);
        let [first, second] = descending([a.pid, c.pid]);
        finds(&["sigkit-a"], &[first, second]);
        finds(&["sigkit-b", "sigkit-a"], &[b.pid, first, second]);
        finds(&["sigkit-a", "sigkit-none", "sigkit-b"], &[first, second, b.pid]);
        finds(&["sigkit-none"], &[]);
        // As often as it is named.
        finds(&["sigkit-b", "sigkit-b"], &[b.pid, b.pid]);
    });
}

#[test]
fn o2_a_program_is_the_word_that_it_was_called_by_or_its_executable() {
    in_pid_namespace(
        "pidof::o2_a_program_is_the_word_that_it_was_called_by_or_its_executable",
        || {
            let path = called("/no/where/sigkit-path");
            finds(&["sigkit-path"], &[path.pid]);
            finds(&["/no/where/sigkit-path"], &[path.pid]);
            finds(&["where/sigkit-path"], &[]);
            drop(path);
            let login = called("-sigkit-login");
            finds(&["sigkit-login"], &[login.pid]);
            finds(&["--", "-sigkit-login"], &[login.pid]);
            drop(login);
            let shell = fs::canonicalize("/bin/sh").unwrap();
            let other = called("sigkit-other");
            finds(&[shell.to_str().unwrap()], &[other.pid]);
            finds(&[shell.file_name().unwrap().to_str().unwrap()], &[other.pid]);
            // A path is the file that it leads to.
            finds(&["/bin/sh"], &[other.pid]);
            finds(&["sigkit-othe"], &[]);
            finds(&["igkit-other"], &[]);
        },
    );
}

#[test]
fn o2_an_executable_that_was_deleted_has_its_name() {
    in_pid_namespace("pidof::o2_an_executable_that_was_deleted_has_its_name", || {
        let directory = TemporaryDirectory::new();
        let copy = directory.path.join("sigkit-old");
        copy_program(Path::new("/bin/sh"), &copy);
        let mut command = Command::new(&copy);
        command.arg0("other").args(["-c", "echo; read line"]).process_group_of_its_own();
        let old = Held::start(command);
        fs::remove_file(&copy).unwrap();
        finds(&["sigkit-old"], &[old.pid]);
        finds(&[copy.to_str().unwrap()], &[old.pid]);
        // Another file that took its place does not hide it.
        fs::copy("/bin/sh", &copy).unwrap();
        finds(&[copy.to_str().unwrap()], &[old.pid]);
    });
}

#[test]
fn o2_a_command_line_that_was_overwritten_leaves_the_command_name() {
    in_pid_namespace(
        "pidof::o2_a_command_line_that_was_overwritten_leaves_the_command_name",
        || {
            let overwritten = called("sigkit: worker process");
            let _other = called("sigkit-other");
            finds(&["sh"], &[overwritten.pid]);
            finds(&["sigkit:"], &[]);
            finds(&["sigkit: worker process"], &[overwritten.pid]);
        },
    );
}

#[test]
fn o3_a_script_that_runs_by_itself_is_found_by_its_name() {
    in_pid_namespace("pidof::o3_a_script_that_runs_by_itself_is_found_by_its_name", || {
        let directory = TemporaryDirectory::new();
        let path = |name: &str| directory.path.join(name).to_str().unwrap().to_owned();
        let [short, long] = ["sigkit-script", "sigkit-script-with-a-long-name"].map(path);
        script(Path::new(&short), "#!/bin/sh");
        script(Path::new(&long), "#!/bin/sh -e");
        let start = |words: &[&str]| {
            let mut command = Command::new(words[0]);
            command.args(&words[1..]).process_group_of_its_own();
            Held::start(command)
        };
        let [one, two] = [&short, &long].map(|path| start(&[path]));
        let _given = start(&["sh", &short]);
        finds(&["-x", "sigkit-script"], &[one.pid]);
        finds(&["-x", &short], &[one.pid]);
        finds(&["-x", "sigkit-script-with-a-long-name"], &[two.pid]);
        finds(&["-x", "sigkit-script-w"], &[]);
        finds(&["sigkit-script"], &[]);
    });
}

#[test]
fn o4_one_of_each_name_and_some_left_out() {
    in_pid_namespace("pidof::o4_one_of_each_name_and_some_left_out", || {
        let [a, b, c] = ["sigkit-a", "sigkit-b", "sigkit-a"].map(called);
        let [first, second] = descending([a.pid, c.pid]);
        finds(&["-s", "sigkit-a", "sigkit-b"], &[first, b.pid]);
        finds(&["-o", &first.to_string(), "sigkit-a"], &[second]);
        let list = format!("{first};{}:{second}", b.pid);
        finds(&["-o", &list, "sigkit-a", "sigkit-b"], &[]);
        finds(&["-o", &first.to_string(), "-o", &second.to_string(), "sigkit-a"], &[]);
        finds(&["-s", "-o", &first.to_string(), "sigkit-a"], &[second]);
        finds(&["-nm", "sigkit-b"], &[b.pid]);
    });
}

#[test]
fn o4_the_caller_is_left_out_by_its_place() {
    in_pid_namespace("pidof::o4_the_caller_is_left_out_by_its_place", || {
        let pidof = format!("{} pidof", sigkit_path());
        let run =
            |script: &str| Ran::of(Command::new("sh").arg0("sigkit-caller").args(["-c", script]));
        run(&format!("{pidof} -o %PPID sigkit-caller || echo none; :")).prints("none\n");
        run(&format!("test \"$({pidof} sigkit-caller)\" = $$ && echo found")).prints("found\n");
    });
}

#[test]
fn o4_separators_and_nothing_at_all() {
    in_pid_namespace("pidof::o4_separators_and_nothing_at_all", || {
        let [a, b] = ["sigkit-a", "sigkit-a"].map(called);
        let all = descending([a.pid, b.pid]);
        for words in [["-S", ", "], ["-d", ", "], ["--separator", ", "]] {
            pidof(&[words[0], words[1], "sigkit-a"]).prints(&line(&all, ", "));
        }
        pidof(&["-S=", "sigkit-a"]).prints(&line(&all, "="));
        pidof(&["-q", "sigkit-a"]).prints("");
        pidof(&["-q", "sigkit-none"]).fails(1, "");
    });
}

#[test]
fn o4_threads_have_ids_of_their_own() {
    in_pid_namespace("pidof::o4_threads_have_ids_of_their_own", || {
        let victim = Victim::prepare("threads", |command| {
            command.arg0("sigkit-threads").process_group(0);
        });
        let tasks = fs::read_dir(format!("/proc/{}/task", victim.pid)).unwrap();
        let mut tasks: Vec<i32> = tasks
            .map(|task| task.unwrap().file_name().to_str().unwrap().parse().unwrap())
            .collect();
        tasks.sort_unstable();
        tasks.reverse();
        assert!(tasks.len() > 1, "{tasks:?}");
        finds(&["-t", "sigkit-threads"], &tasks);
        finds(&["sigkit-threads"], &[victim.pid]);
    });
}

#[test]
fn o5_what_has_no_command_line_is_found_if_it_is_asked_for() {
    in_pid_namespace("pidof::o5_what_has_no_command_line_is_found_if_it_is_asked_for", || {
        let name_of = |pid: i32| {
            fs::read_to_string(format!("/proc/{pid}/comm")).unwrap().trim_end().to_owned()
        };
        let blank = Victim::start("blank");
        let name = name_of(blank.pid);
        assert!(fs::read(format!("/proc/{}/cmdline", blank.pid)).unwrap().iter().all(|b| *b == 0));
        finds(&[&name], &[]);
        finds(&["-z", &name], &[]);
        finds(&["-w", &name], &[blank.pid]);
        drop(blank);
        let parent = Victim::start("zombie");
        let zombie = parent.zombie.unwrap();
        assert_eq!(name_of(zombie), name);
        finds(&[&name], &[]);
        finds(&["-z", &name], &[zombie]);
        finds(&["-w", &name], &[zombie]);
        finds(&["-w", "--no-zombies", &name], &[]);
    });
}

#[test]
fn o6_only_what_has_the_own_root_directory() {
    in_pid_namespace("pidof::o6_only_what_has_the_own_root_directory", || {
        // An ordinary user's PATH does not have it.
        let places = ["/usr/sbin/chroot", "/usr/bin/chroot"];
        let chroot = places.into_iter().find(|path| fs::exists(path).unwrap());
        let (Ok(_), Some(chroot)) = (fs::read_link("/bin"), chroot) else {
            return say_skipped("/bin is no link into /usr here, or there is no chroot");
        };
        // A root of its own, with the system's programs in it.
        let directory = TemporaryDirectory::new();
        let root = &directory.path;
        fs::create_dir(root.join("usr")).unwrap();
        for entry in fs::read_dir("/").unwrap().map(Result::unwrap) {
            if let Ok(target) = fs::read_link(entry.path()) {
                std::os::unix::fs::symlink(target, root.join(entry.file_name())).unwrap();
            }
        }
        let mount = |words: &[&str]| {
            Ran::of(Command::new("mount").args(words)).succeeds();
        };
        mount(&["--rbind", "/usr", root.join("usr").to_str().unwrap()]);
        let mut command = Command::new(chroot);
        command.arg(root).args(["sh", "-c", "echo; read line"]).process_group_of_its_own();
        let elsewhere = Held::start(command);
        let here = called("sh");
        let [first, second] = descending([elsewhere.pid, here.pid]);
        finds(&["sh"], &[first, second]);
        finds(&["-c", "sh"], &[here.pid]);
        drop(elsewhere);
        Ran::of(Command::new("umount").arg("-l").arg(root.join("usr"))).succeeds();
    });
}

#[test]
fn o7_an_empty_name_is_nobody_and_no_name_fails() {
    in_pid_namespace("pidof::o7_an_empty_name_is_nobody_and_no_name_fails", || {
        let _blank = Victim::start("blank");
        finds(&[""], &[]);
        finds(&["-w", ""], &[]);
        finds(&[], &[]);
        finds(&["-s"], &[]);
    });
}

#[test]
fn o7_a_wrong_command_line_is_1() {
    let refuses = |words: &[&str], line: &str| {
        let lines = format!("pidof: {line}\nTry 'pidof --help' for more information.\n");
        pidof(words).fails(1, &lines);
    };
    refuses(&["-y", "x"], "-y: unknown option");
    refuses(&["-o", "1,x", "x"], "1,x: not a list of process IDs or %PPID");
    refuses(&["--exe", "/bin/sh"], "NAME: missing; name a program");
    refuses(&["--cwd", "/nowhere/at/all", "x"], "/nowhere/at/all: No such file or directory");
    let help = pidof(&["-h"]);
    assert!(help.status == 0 && help.stdout.starts_with("Print the IDs of the processes"));
    pidof(&["-V"]).prints(&format!("pidof (sigkit) {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn pidof_finds_itself() {
    in_pid_namespace("pidof::pidof_finds_itself", || {
        let child = command().arg("sigkit").stdout(Stdio::piped()).spawn().unwrap();
        let pid = child.id();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{pid}\n"));
    });
}

#[test]
fn criteria_and_an_order_are_pgreps() {
    in_pid_namespace("pidof::criteria_and_an_order_are_pgreps", || {
        let directory = TemporaryDirectory::new();
        let mut command = Command::new("sh");
        command.arg0("sigkit-a").args(["-c", "echo; read line"]).current_dir(&directory.path);
        let there = Held::start({
            command.process_group_of_its_own();
            command
        });
        let here = called("sigkit-a");
        finds(&["--cwd", directory.path.to_str().unwrap(), "sigkit-a"], &[there.pid]);
        let mut all = [there.pid, here.pid];
        all.sort_unstable();
        finds(&["--sort", "pid", "sigkit-a"], &all);
        finds(&["--sort", "pid", "-s", "sigkit-a"], &all[..1]);
        finds(&["--older", "1h", "sigkit-a"], &[]);
        finds(&["--newer", "1h", "--sort", "-pid", "sigkit-a"], &descending(all));
        finds(&["--rss", "1T", "sigkit-a"], &[]);
        finds(&["--own-ns", "--exe", "/bin/sh", "--sort=pid", "sigkit-a"], &all);
        finds(&["--started-after", "@0", "-s", "--sort=pid", "sigkit-a"], &all[..1]);
        finds(&["--started-before", "@0", "sigkit-a"], &[]);
        finds(&["--descendants-of", "1", "--sort=pid", "sigkit-a"], &all);
        finds(&["--descendants-of", &here.pid.to_string(), "sigkit-a"], &[]);
        let within = directory.path.to_str().unwrap();
        finds(&["--uses", within, "sigkit-a"], &[there.pid]);
        finds(&["--catches", "USR1", "sigkit-a"], &[]);
        finds(&["--unit", "sigkit-none", "sigkit-a"], &[]);
    });
}

#[test]
fn json_tells_by_what_it_was_found() {
    in_pid_namespace("pidof::json_tells_by_what_it_was_found", || {
        let [a, b] = ["sigkit-a", "sigkit-b"].map(called);
        let ran = pidof(&["--json", "sigkit-b", "sigkit-a"]);
        let parsed: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let processes = parsed["processes"].as_array().expect("an array");
        let pids: Vec<_> = processes.iter().map(|process| process["pid"].as_i64()).collect();
        assert_eq!(pids, [b.pid, a.pid].map(|pid| Some(i64::from(pid))));
        assert_eq!(processes[0]["why"], "called sigkit-b");
        assert_eq!(processes[0]["argv"][0], "sigkit-b");
        pidof(&["--json", "sigkit-none"]).fails_printing(1, "{\"processes\":[]}\n");
    });
}

/// X20: another PID namespace's /proc, whose numbers are other processes'.
#[test]
fn x20_pidof_without_its_proc_fails_with_a_reason() {
    if !have("unshare") || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut unshare = Command::new("unshare");
    unshare.args(["--pid", "--fork", "--kill-child", sigkit_path(), "pidof", "x"]);
    Ran::of(&mut unshare)
        .fails(1, "pidof: processes: cannot inspect the process: no usable /proc\n");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    in_pid_namespace("pidof::x20_pidof_without_its_proc_fails_with_a_reason", || {});
    let mut own = command();
    own.arg("sigkit").stdout(full);
    Ran::of(&mut own).fails(1, "pidof: standard output: No space left on device\n");
}

/// The command line and the executable: five calls at most.
#[test]
fn a_program_costs_five_system_calls_a_process() {
    if !have("strace") {
        return;
    }
    in_pid_namespace("pidof::a_program_costs_five_system_calls_a_process", || {
        const MANY: usize = 60;
        let victims: Vec<_> = (0..MANY).map(|_| Victim::named("sigkit")).collect();
        for (words, per_process) in [
            (&["pidof", "sigkit-none"][..], 4),
            (&["pidof", "sigkit-none", "none", "-x"], 4),
            (&["pidof", "/no/where", "none"], 4),
            (&["pidof", "/bin/sh", "none"], 5),
        ] {
            let mut straced = Straced::new(&[], words);
            straced.run().fails(1, "");
            let calls = straced.calls().len();
            // What pidof does once; musl's realpath(3) and start take a few calls more.
            let once = if cfg!(target_env = "musl") { 64 } else { 60 };
            // The victims, this test, strace, and what pidof itself is.
            let most = per_process * (victims.len() + 3) + once;
            assert!(calls <= most, "{words:?}: {calls} calls, not {most}");
        }
    });
}
