//! The README and the experiments: what their examples show is what happens.

use std::process::Command;
use std::time::Instant;

use crate::support::*;

const README: &str = include_str!("../../README.md");

pub(crate) const EXPERIMENTS: &str = include_str!("../../docs/experiments.md");

/// The console blocks of both: each command line with the output that follows it.
pub(crate) fn examples() -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in README.lines().chain(EXPERIMENTS.lines()) {
        match (line, line.strip_prefix("$ ")) {
            ("```console", _) => inside = true,
            ("```", _) => inside = false,
            (_, Some(command)) if inside => examples.push((command.to_owned(), String::new())),
            _ if inside => {
                let (_, output) = examples.last_mut().expect("output follows a command line");
                output.push_str(line);
                output.push('\n');
            }
            _ => {}
        }
    }
    examples
}

#[test]
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
fn the_examples_print_what_the_readme_says() {
    in_pid_namespace("readme::the_examples_print_what_the_readme_says", || {
        let directory = TemporaryDirectory::new();
        std::os::unix::fs::symlink(sigkit_path(), directory.path.join("kill")).expect("a link");
        let mut tried = 0;
        for (command, output) in examples() {
            // The builtin kill of the shell must not answer.
            let Some(line) = command.strip_prefix("kill ") else { continue };
            assert!(!line.contains(['&', '|', '$', ';', '>']), "not a plain command line: {line}");
            let mut kill = Command::new(directory.path.join("kill"));
            let ran = Ran::of(
                kill.args(line.split(' '))
                    .env_remove("SIGKIT_POSIX")
                    .stdin(std::process::Stdio::null()),
            );
            assert_eq!(ran.stdout + &ran.stderr, output, "{command}");
            tried += 1;
        }
        assert!(tried >= 8, "only {tried} examples were found");
    });
}

#[test]
fn the_readme_has_at_most_300_lines() {
    let lines = README.lines().count();
    assert!(lines <= 300, "{lines} lines");
}

#[test]
fn the_first_command_prints_int() {
    let (command, output) = examples().into_iter().next().expect("an example");
    assert_eq!(
        (command.as_str(), output.as_str()),
        ("cargo run --release -- kill -l 130", "INT\n")
    );
    Ran::of(Command::new(sigkit_path()).args(["kill", "-l", "130"]).env_remove("SIGKIT_POSIX"))
        .prints("INT\n");
}

/// In the transcript the shell has the process, and reaps it at once; the process ID and the time
/// are not the reader's.
#[test]
fn the_example_with_a_schedule_prints_what_the_readme_says() {
    let (command, output) =
        examples().into_iter().find(|(command, _)| command.contains("-k ")).expect("the example");
    assert_eq!(command, "sleep 1000 & kill --verbose -w -k TERM/5s/KILL $!");
    // Its parent, a thread of this test, may not get a processor while kill waits for it.
    let deadline = Instant::now() + DEADLINE;
    let (ran, pid) = loop {
        let mut child = Command::new("sleep").arg("1000").spawn().expect("sleep starts");
        let pid = child.id().to_string();
        // The parent goes on a moment before execve(2) gives the process its name.
        has_name(child.id() as i32, "sleep");
        let reaper = std::thread::spawn(move || child.wait());
        let ran = run(["--verbose", "-w", "-k", "TERM/5s/KILL", &pid]);
        assert!(reaper.join().expect("it does not panic").is_ok());
        if !ran.stdout.ends_with("; its parent has not reaped it\n") {
            break (ran, pid);
        }
        assert!(Instant::now() < deadline, "the parent is never in time");
    };
    let (start, _) = ran.stdout.split_once(" after ").expect("a time");
    if start.ends_with(": TERM, ended") {
        if emulated(NO_IOCTL_OF_PIDFDS) {
            return;
        }
        return skip("this kernel does not tell how the child of another process ended");
    }
    assert_eq!((format!("{start} after 1 ms\n"), ran.status), (output.replace("PID", &pid), 0));
}

#[test]
fn the_example_of_the_installation_works() {
    let commands: Vec<_> = examples().into_iter().map(|(command, _)| command).collect();
    let place =
        commands.iter().position(|command| command == "mkdir -p ~/bin").expect("the example");
    assert_eq!(commands[place + 1], "sigkit --install ~/bin");
    let home = TemporaryDirectory::new();
    let mut shell = Command::new("sh");
    shell
        .args([
            "-c",
            "mkdir -p ~/bin && \"$0\" --install ~/bin && PATH=~/bin:$PATH env kill -l 130",
            sigkit_path(),
        ])
        .env("HOME", &home.path);
    Ran::of(shell.env_remove("SIGKIT_POSIX")).prints("INT\n");
}

/// The Japanese README has the same example.
#[test]
#[cfg(feature = "lint")]
fn the_example_of_lint_prints_what_the_readme_says() {
    let all = examples();
    let (command, diff) = all
        .iter()
        .find(|(command, _)| command.starts_with("sigkit lint "))
        .expect("the example of lint");
    let lines = diff.lines().skip(3).filter(|line| !line.starts_with('+'));
    let script: String = lines.map(|line| format!("{}\n", &line[1..])).collect();
    let directory = TemporaryDirectory::new();
    std::fs::write(directory.path.join("stop.sh"), script).expect("a script");
    let mut lint = Command::new(sigkit_path());
    lint.args(command.split(' ').skip(1)).current_dir(&directory.path);
    let ran = Ran::of(&mut lint);
    assert_eq!((ran.stdout, ran.stderr, ran.status), (diff.clone(), String::new(), 1));
    assert!(include_str!("../../README.ja.md").contains(diff));
}

/// The rows of the table of dangerous cases that name a command line which can be run, with
/// sigkit's column.
#[test]
fn the_table_of_dangerous_cases_says_what_sigkit_does() {
    in_pid_namespace("readme::the_table_of_dangerous_cases_says_what_sigkit_does", || {
        for (words, line) in [
            (&["4294967295"][..], "kill: 4294967295: out of range for a process ID"),
            (&[""], "kill: '': empty operand; a process ID is expected"),
            (&["-s", "128", "100"], "kill: 128: signal numbers are 0 to 64"),
        ] {
            assert!(README.contains(&format!("`{line}`")), "{line}");
            let ran = run(words);
            let line = line.replace("0 to 64", &format!("0 to {}", libc::SIGRTMAX()));
            assert_eq!((ran.status, ran.stderr.lines().next()), (1, Some(line.as_str())));
        }
        let mut first = Victim::start("report");
        let mut last = Victim::start("report");
        let pids = [first.pid.to_string(), last.pid.to_string()];
        assert_eq!(run([&pids[0], "--", &pids[1]]).status, 1);
        assert_eq!(run([&pids[0], "-s", "0"]).status, 1);
        run(["-hup", &pids[0]]).succeeds();
        first.got(libc::SIGHUP);
        assert!(run(["--help", &pids[0]]).stdout.starts_with("Send signals"));
        run(["-l", "143"]).prints("TERM\n");
        run(["-l", "271", "399"]).prints("TERM\nTERM\n");
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        assert_eq!(Ran::of(kill().arg("-l").stdout(full)).status, 1);
        first.got_nothing();
        last.got_nothing();
    });
}
