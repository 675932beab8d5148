//! The completions in the shells themselves: what is typed there, and what becomes of it.
//!
//! bash and zsh run on a terminal of their own. In them, the commands are functions that print
//! their words, so that a line which is completed and entered shows what its words have become;
//! nothing that is typed names a process of others. fish tells its candidates without a terminal.
//! In all of them only the file under test can be loaded.
//!
//! Long because the tables of what is typed are read by the tests of all three shells.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::OpenptyResult;

use crate::support::{DEADLINE, Ran, TemporaryDirectory, Victim, sigkit_path, skip, terminal};

/// Typed lines, and their last word as it is completed.
const COMPLETED: &[(&str, &str)] = &[
    ("kill -s TE", "TERM"),
    ("kill -s te", "TERM"),
    ("kill -s SIGTE", "SIGTERM"),
    ("kill -n TE", "TERM"),
    ("kill -sTE", "-sTERM"),
    ("kill -s=TE", "-s=TERM"),
    ("kill --signal TE", "TERM"),
    ("kill --signal=TE", "--signal=TERM"),
    ("kill --signal=te", "--signal=TERM"),
    ("kill --sig=TE", "--sig=TERM"),
    ("kill --sig TE", "TERM"),
    ("kill -TE", "-TERM"),
    ("kill -te", "-TERM"),
    ("kill -SIGTE", "-SIGTERM"),
    ("kill -RTMA", "-RTMAX"),
    ("kill --que", "--queue"),
    ("kill --verb", "--verbose"),
    ("kill --show", "--show-process-state"),
    ("kill -TERM --que", "--queue"),
    ("kill -hup --que", "--queue"),
    ("kill -9 --que", "--queue"),
    ("kill -s TERM --que", "--queue"),
    ("kill -q 5 -s HU", "HUP"),
    ("kill -q5 -s HU", "HUP"),
    ("kill --queue=5 -HU", "-HUP"),
    ("kill -q -5 -HU", "-HUP"),
    ("kill -pr -HU", "-HUP"),
    ("kill --timeout 50 KI", "KILL"),
    ("kill --timeout=50 KI", "KILL"),
    ("kill --timeout 50 KILL -HU", "-HUP"),
    ("kill -l HU", "HUP"),
    ("kill -l 9 HU", "HUP"),
    ("kill -l -- HU", "HUP"),
    ("kill -lHU", "-lHUP"),
    ("kill --list=HU", "--list=HUP"),
    ("kill --posi", "--posix"),
    ("kill --posix=x", "--posix=xsi"),
    ("kill --target freeb", "freebsd"),
    ("kill --if-user nobod", "nobody"),
    ("kill --if-user=nobod", "--if-user=nobody"),
    // Strict mode.
    ("kill --posix -s TE", "TERM"),
    ("kill --posix=xsi -s SY", "SYS"),
    ("kill --posix=xsi -HU", "-HUP"),
];

/// Typed lines that stay as they are.
const LEFT_ALONE: &[&str] = &[
    // After an operand or -- there are no options, and no signals with a dash.
    "kill nobody --que",
    "kill nobody -HU",
    "kill - --que",
    "kill -- --que",
    "kill -- -HU",
    "kill -TERM -- -HU",
    // Only one signal can be chosen, and a second number is a process group.
    "kill -s TERM -HU",
    "kill -sTERM -HU",
    "kill --signal=TERM -HU",
    "kill -TERM -HU",
    "kill -stop -HU",
    "kill -sigterm -HU",
    "kill -IOT -HU",
    "kill -9 -HU",
    "kill -9 --sig",
    "kill -9 -9 --que",
    // What lists has no signal to send.
    "kill -l -HU",
    "kill --lis -HU",
    // Numbers that only the user knows.
    "kill -q -HU",
    "kill --queue=-",
    "kill --timeout -HU",
    // --posix is the first word or none.
    "kill -p --posi",
    "kill -p --posix=x",
    // Strict mode takes nothing else.
    "kill --posix --que",
    "kill --posix --sig",
    "kill --posix -HU",
    "kill --posix -l HU",
    "kill --posix -s SIGTE",
    "kill --posix -s STK",
    "kill --posix -s SY",
    "kill --posix=xsi --que",
    "kill --posix=xsi -STK",
];

/// The same where SIGKIT_POSIX=1 chooses strict mode.
const COMPLETED_IN_STRICT_MODE: &[(&str, &str)] = &[
    ("kill -s TE", "TERM"),
    ("kill --posix=xsi -HU", "-HUP"),
    ("sigtrap - HU", "HUP"),
    ("sigtrap --on HUP,QUI", "HUP,QUIT"),
    ("sigtrap bye EX", "EXIT"),
    ("sigtrap bye --sched", "--schedule"),
];

/// Lines that stay as they are there.
const LEFT_ALONE_IN_STRICT_MODE: &[&str] =
    &["kill --que", "kill -HU", "kill -s SIGHU", "kill -l HU", "sigtrap - STK", "sigtrap - SIGHU"];

/// The same for trap.
const COMPLETED_FOR_TRAP: &[(&str, &str)] = &[
    ("sigtrap - HU", "HUP"),
    ("sigtrap - hu", "HUP"),
    ("sigtrap - SIGHU", "SIGHUP"),
    ("sigtrap bye EX", "EXIT"),
    ("sigtrap bye EXIT TE", "TERM"),
    ("sigtrap 1 TE", "TERM"),
    ("sigtrap --sched", "--schedule"),
    // Options stand anywhere before --.
    ("sigtrap bye --sched", "--schedule"),
    ("sigtrap bye TERM --sched", "--schedule"),
    ("sigtrap bye --kill-after 5 TE", "TERM"),
    ("sigtrap -k 5 bye TE", "TERM"),
    ("sigtrap -k5 bye TE", "TERM"),
    ("sigtrap -ek 5 bye TE", "TERM"),
    // Several letters are never a signal.
    ("sigtrap -fpe bye --sched", "--schedule"),
    ("sigtrap --on HU", "HUP"),
    ("sigtrap --on EX", "EXIT"),
    ("sigtrap --on HUP,QUI", "HUP,QUIT"),
    ("sigtrap --on hup,sigqui", "hup,SIGQUIT"),
    ("sigtrap --on=HUP,EX", "--on=HUP,EXIT"),
    ("sigtrap --on HUP=bye --on QUI", "QUIT"),
    ("sigtrap --on HUP=bye --sched", "--schedule"),
    ("sigtrap -m HU", "HUP"),
    ("sigtrap -m HUP:QUI", "HUP:QUIT"),
    ("sigtrap -mHUP:QUI", "-mHUP:QUIT"),
    ("sigtrap --map=HUP:QUI", "--map=HUP:QUIT"),
    ("sigtrap -m HUP:QUIT --sched", "--schedule"),
    ("sigtrap --delay TE", "TERM"),
    ("sigtrap --schedule QUI", "QUIT"),
    ("sigtrap --schedule TERM/5s/KI", "TERM/5s/KILL"),
    ("sigtrap --schedule=TERM/5s/QUIT/5s/KI", "--schedule=TERM/5s/QUIT/5s/KILL"),
    ("sigtrap --block QUI", "QUIT"),
    ("sigtrap --block=HUP,QUI", "--block=HUP,QUIT"),
    ("sigtrap --die-with-parent=QUI", "--die-with-parent=QUIT"),
    ("sigtrap --die-with-parent bye EX", "EXIT"),
    // What is shown has no action.
    ("sigtrap -p QUI", "QUIT"),
    ("sigtrap --table QUI", "QUIT"),
    ("sigtrap -P 1 QUI", "QUIT"),
    ("sigtrap -p QUIT TE", "TERM"),
    ("sigtrap -p QUIT --jso", "--json"),
    // After the first -- another command line begins.
    ("sigtrap --posi", "--posix"),
    ("sigtrap --posix=x", "--posix=xsi"),
    ("sigtrap -- sigki", "sigkit"),
    ("sigtrap -k 5 bye EXIT -- sigki", "sigkit"),
    ("sigtrap -m HUP:QUIT --on HUP=bye -- sigki", "sigkit"),
];

/// Lines for trap that stay as they are.
const LEFT_ALONE_FOR_TRAP: &[&str] = &[
    // The action is the user's own.
    "sigtrap HU",
    "sigtrap -v EX",
    "sigtrap --die-with-parent HU",
    // No signal starts with a dash.
    "sigtrap -HU",
    "sigtrap bye -HU",
    "sigtrap --on HUP=TE",
    "sigtrap --on HUP=bye,TE",
    "sigtrap --delay TERM=HU",
    "sigtrap --schedule TERM/KI",
    "sigtrap --schedule TERM/5s/KILL/HU",
    "sigtrap -k HU",
    "sigtrap -t HU",
    "sigtrap --wait-all=HU",
    // EXIT is a condition and no signal.
    "sigtrap --block EXI",
    "sigtrap -m HUP:EXI",
    "sigtrap -p EXI",
    "sigtrap -l HU",
    // --posix is the first word or none.
    "sigtrap bye --posi",
    "sigtrap -- --sched",
    "sigtrap -- true --sched",
];

/// The same for sigkit.
const COMPLETED_FOR_SIGKIT: &[(&str, &str)] = &[
    ("sigkit killa", "killall"),
    ("sigkit --inst", "--install"),
    ("sigkit --install DIR --for", "--force"),
    ("sigkit --vers", "--version"),
    ("sigkit kill -s HU", "HUP"),
    ("sigkit kill --signal=HU", "--signal=HUP"),
    ("sigkit kill -HU", "-HUP"),
    ("sigkit kill --que", "--queue"),
    ("sigkit kill --posi", "--posix"),
    ("sigkit tra", "trap"),
    ("sigkit sigt", "sigtrap"),
    ("sigkit trap --sched", "--schedule"),
    ("sigkit pkill -QUI", "-QUIT"),
    ("sigkit pkill --signal QUI", "QUIT"),
    ("sigkit pkill -HUP web --dry", "--dry-run"),
    ("sigkit killall -QUI", "-QUIT"),
    ("sigkit killall -s QUI", "QUIT"),
    ("sigkit killall web --dry", "--dry-run"),
    ("sigkit sigtrap --sched", "--schedule"),
    ("sigkit trap bye EX", "EXIT"),
    ("sigkit sigtrap --on HUP,QUI", "HUP,QUIT"),
    ("sigkit trap -m HUP:QUI", "HUP:QUIT"),
    ("sigkit trap bye EXIT -- sigki", "sigkit"),
    ("sigkit sigtrap -- sigki", "sigkit"),
];

/// Lines for sigkit that stay as they are.
const LEFT_ALONE_BY_SIGKIT: &[&str] = &[
    "sigkit --que",
    "sigkit --list ki",
    "sigkit -HU",
    "sigkit nobody --inst",
    "sigkit kill --inst",
    "sigkit kill -p --posi",
    "sigkit trap HU",
    "sigkit sigtrap -HU",
    "sigkit trap -- --sched",
];

/// The package bash-completion.
const BASH_COMPLETION: &str = "/usr/share/bash-completion/bash_completion";

/// True if the shell and what the tests need for it are here.
fn installed(shell: &str) -> bool {
    let found = [shell, "setsid"]
        .iter()
        .all(|program| Command::new(program).arg("--version").output().is_ok());
    if !found {
        skip(&format!("{shell} or setsid is not installed"));
    }
    found
}

/// Makes a directory with the completion of a shell, so that no other can be loaded from it, under
/// this name: as where it is installed, by a link to the file unless it is its own.
fn with_completion(file: &str) -> TemporaryDirectory {
    let directory = TemporaryDirectory::new();
    let own = match file.rsplit_once('.') {
        Some((_, shell)) => format!("sigkit.{shell}"),
        None => "_sigkit".to_owned(),
    };
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(&own),
        directory.path.join(&own),
    )
    .expect("the completion can be copied");
    if file != own {
        symlink(&own, directory.path.join(file)).expect("a link can be made");
    }
    directory
}

fn write(directory: &TemporaryDirectory, file: &str, text: &str) -> PathBuf {
    let path = directory.path.join(file);
    fs::write(&path, text).expect("a file can be written");
    path
}

/// A shell's command with nothing of the user's, and sigkit in PATH.
fn shell(program: &str, home: &Path) -> Command {
    let mut path = Path::new(sigkit_path()).parent().expect("a directory").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", path)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .env("XDG_DATA_HOME", home);
    command.env("ZDOTDIR", home).env("INPUTRC", "/dev/null").env("LC_ALL", "C.UTF-8");
    command
}

/// A shell on a terminal.
struct Terminal {
    child: Child,
    terminal: File,
    /// The output of the shell that was not looked at yet.
    screen: Vec<u8>,
    /// The key that lists candidates and inserts nothing: a tab inserts what all of them start
    /// with, be it the 1 of all process IDs in a young PID namespace, and lists nothing then.
    list_key: &'static str,
}

/// The prompt of the shells of these tests: kill is a function by then.
const PROMPT: &str = "ready> ";

impl Terminal {
    /// bash with a completion loaded by its path, and more that it reads before.
    fn bash(directory: &TemporaryDirectory, file: &str, more: &str) -> Terminal {
        let rc = format!(
            "kill() {{ printf '<%s>\\n' \"kill $*\"; }}\n\
             sigkit() {{ printf '<%s>\\n' \"sigkit $*\"; }}\n\
             sigtrap() {{ printf '<%s>\\n' \"sigtrap $*\"; }}\n\
             pgrep() {{ printf '<%s>\\n' \"pgrep $*\"; }}\n\
             killall() {{ printf '<%s>\\n' \"killall $*\"; }}\n\
             pidof() {{ printf '<%s>\\n' \"pidof $*\"; }}\n\
             pkill() {{ printf '<%s>\\n' \"pkill $*\"; }}\n\
             readonly -f kill killall sigkit sigtrap pgrep pidof pkill\n\
             bind 'set completion-query-items 0' 'set page-completions off'\n\
             set -u\n{more}\nsource {}\nPS1='{PROMPT}'\n",
            directory.path.join(file).display()
        );
        let rc = write(directory, "bashrc", &rc);
        Terminal::start(
            shell("setsid", &directory.path)
                .args(["--ctty", "bash", "--noprofile", "--rcfile"])
                .arg(rc)
                .arg("-i"),
            // possible-completions of readline.
            "\u{1b}?",
        )
    }

    /// zsh that finds a completion by itself, and more that it reads before.
    fn zsh(directory: &TemporaryDirectory, more: &str) -> Terminal {
        let rc = format!(
            "kill() {{ print -r \"<kill $*>\" }}\n\
             sigkit() {{ print -r \"<sigkit $*>\" }}\n\
             sigtrap() {{ print -r \"<sigtrap $*>\" }}\n\
             pgrep() {{ print -r \"<pgrep $*>\" }}\n\
             killall() {{ print -r \"<killall $*>\" }}\n\
             pidof() {{ print -r \"<pidof $*>\" }}\n\
             pkill() {{ print -r \"<pkill $*>\" }}\n\
             fpath=({} $fpath)\n\
             autoload -U compinit\n\
             compinit -D -u\n\
             LISTMAX=100000\n\
             unsetopt prompt_sp\n{more}\nPS1='{PROMPT}'\n",
            directory.path.display()
        );
        write(directory, ".zshrc", &rc);
        // At the end of a line Control-D is delete-char-or-list of zsh.
        Terminal::start(
            shell("setsid", &directory.path).args(["--ctty", "zsh", "--no-globalrcs", "-i"]),
            "\u{4}",
        )
    }

    fn start(command: &mut Command, list_key: &'static str) -> Terminal {
        let OpenptyResult { master: terminal, slave } = terminal(0);
        let end = || Stdio::from(slave.try_clone().expect("a descriptor"));
        // The terminal has no size, so the shells take this one: long lists are shown without a
        // question.
        command.env("TERM", "xterm").env("COLUMNS", "200").env("LINES", "10000");
        let child =
            command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("the shell starts");
        let terminal = File::from(terminal);
        let mut terminal = Terminal { child, terminal, screen: Vec::new(), list_key };
        terminal.until(PROMPT);
        terminal
    }

    /// Types keys, the last of which enters a line for `command`; gives what the shell writes until
    /// the command runs, and the command line that it got.
    #[track_caller]
    fn types(&mut self, command: &str, keys: &str) -> (String, String) {
        self.terminal.write_all(keys.as_bytes()).expect("the terminal takes keys");
        let before = self.until(&format!("<{command} "));
        let words = self.until(">");
        self.until(PROMPT);
        (before, format!("{command} {}", words.trim_end_matches('>').trim_end()))
    }

    /// Types a line, with the completion key at its end, enters it, and gives the command line that
    /// the command got.
    #[track_caller]
    fn enters(&mut self, line: &str) -> String {
        let command = line.split(' ').next().expect("a command");
        self.types(command, &format!("{line}\t\r")).1
    }

    /// The list for a line that can go on in several ways, blanks being one blank each.
    #[track_caller]
    fn lists(&mut self, line: &str) -> String {
        let command = line.split(' ').next().expect("a command");
        // The letter at the end keeps the line from having a meaning.
        let (text, _) = self.types(command, &format!("{line}{}x\r", self.list_key));
        text.replace("\u{1b}[K", "").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Reads until `wanted` is written. The deadline is for a shell that does nothing: one that has
    /// used a processor in the meantime is slow only because the machine has much to do.
    #[track_caller]
    fn until(&mut self, wanted: &str) -> String {
        let mut deadline = Instant::now() + DEADLINE;
        let mut used = processor_time(self.child.id());
        loop {
            let found =
                self.screen.windows(wanted.len()).position(|bytes| bytes == wanted.as_bytes());
            if let Some(start) = found {
                let bytes = self.screen.drain(..start + wanted.len()).collect::<Vec<_>>();
                return String::from_utf8_lossy(&bytes).into_owned();
            }
            let left = PollTimeout::try_from(deadline.saturating_duration_since(Instant::now()));
            let mut descriptors = [PollFd::new(self.terminal.as_fd(), PollFlags::POLLIN)];
            let ready = poll(&mut descriptors, left.expect("a short time"))
                .expect("the terminal can be waited for");
            let used_by_now = processor_time(self.child.id());
            if used_by_now != used {
                (used, deadline) = (used_by_now, Instant::now() + DEADLINE);
                if ready == 0 {
                    continue;
                }
            }
            let mut bytes = [0; 4096];
            let count = if ready > 0 { self.terminal.read(&mut bytes).unwrap_or(0) } else { 0 };
            assert!(
                count > 0,
                "{wanted:?} did not come: {:?}",
                String::from_utf8_lossy(&self.screen)
            );
            self.screen.extend_from_slice(&bytes[..count]);
        }
    }

    /// Asserts what lines become.
    #[track_caller]
    fn completes(&mut self, lines: &[(&str, &str)]) {
        for (line, word) in lines {
            let start = line.rsplit_once(' ').expect("two words").0;
            assert_eq!(self.enters(line), format!("{start} {word}"), "{line}");
        }
    }

    /// Asserts that lines stay as they are.
    #[track_caller]
    fn leaves_alone(&mut self, lines: &[&str]) {
        for line in lines {
            assert_eq!(self.enters(line), *line);
        }
    }
}

/// The time on processors that a process and the children that it has waited for have used, in
/// clock ticks (fields 14 to 17 of proc_pid_stat(5)); nothing where /proc does not tell.
fn processor_time(pid: u32) -> Vec<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    after_name.split(' ').skip(11).take(4).map(str::to_owned).collect()
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// fish's candidates for each line, as `WORD` or `WORD<tab>DESCRIPTION`, when it finds completions
/// in the directory alone.
fn fish(directory: &TemporaryDirectory, lines: &[&str]) -> Vec<Vec<String>> {
    const SCRIPT: &str = "\
        set fish_complete_path $argv[1]
        set PATH $argv[1] $PATH
        for line in $argv[2..-1]
            complete -C $line
            echo ---
        end";
    let mut command = shell("fish", &directory.path);
    // A file, because fish 3.1 takes no arguments after -c.
    command.arg(write(directory, "script-of-the-test", SCRIPT));
    let ran = Ran::of(command.arg(&directory.path).args(lines).stdin(Stdio::null()));
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    let text = ran.stdout.strip_suffix("---\n").expect("an answer to each line");
    let answers = text
        .split("---\n")
        .map(|answer| answer.lines().map(str::to_owned).collect())
        .collect::<Vec<_>>();
    assert_eq!(answers.len(), lines.len(), "{text}");
    answers
}

#[track_caller]
fn fish_completes(directory: &TemporaryDirectory, completed: &[(&str, &str)], left_alone: &[&str]) {
    let lines = completed
        .iter()
        .map(|(line, _)| *line)
        .chain(left_alone.iter().copied())
        .collect::<Vec<_>>();
    let wanted =
        completed.iter().map(|(_, word)| Some(*word)).chain(left_alone.iter().map(|_| None));
    for ((line, answer), wanted) in lines.iter().zip(fish(directory, &lines)).zip(wanted) {
        let mut words = answer
            .iter()
            .map(|answer| answer.split('\t').next().unwrap_or_default())
            .collect::<Vec<_>>();
        // fish 3.1 also gives what has the letters in another place, which it shows where nothing
        // begins with them.
        let typed = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let begins = |word: &&str| word.to_lowercase().starts_with(&typed);
        if words.iter().any(begins) {
            words.retain(begins);
        }
        // The same with what may come next keeps fish from ending the word with a blank.
        let all = words.clone();
        words.retain(|word| {
            !word.strip_suffix([',', ':', '=', '/']).is_some_and(|start| all.contains(&start))
        });
        assert_eq!(words, Vec::from_iter(wanted), "{line}");
    }
}

/// A directory with the completions of kill and sigtrap, and the commands: fish loads no completion
/// of one that is not there.
fn with_commands_for_fish() -> TemporaryDirectory {
    let directory = with_completion("sigkit.fish");
    for command in ["kill", "sigtrap"] {
        let file = directory.path.join(format!("{command}.fish"));
        symlink("sigkit.fish", file).expect("a link can be made");
        symlink(sigkit_path(), directory.path.join(command)).expect("a link can be made");
    }
    directory
}

/// A process of this test's own, of this command name, in which no shell may show what is not
/// printable.
fn named_victim(directory: &TemporaryDirectory, name: &str) -> Victim {
    let link = directory.path.join(name);
    symlink(std::env::current_exe().expect("the test binary has a path"), &link)
        .expect("a link can be made");
    Victim::prepare("default", |command| {
        *command = Command::new(link);
        command
            .env("SIGKIT_VICTIM", "default")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0);
    })
}

#[test]
fn bash_completes_signals_options_and_values() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    let mut terminal = Terminal::bash(&directory, "kill.bash", "");
    terminal.completes(COMPLETED);
    terminal.leaves_alone(LEFT_ALONE);
}

#[test]
fn bash_lists_options_and_signals_with_a_dash() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    let mut terminal = Terminal::bash(&directory, "kill.bash", "");
    let listed = terminal.lists("kill -");
    for word in ["-s", "--signal", "-L", "--table", "-V", "--posix", "-HUP", "-TERM", "-RTMAX"] {
        assert!(listed.split(' ').any(|listed| listed == word), "{word}: {listed}");
    }
    // An option letter that also starts a signal's name is left to the user.
    assert_eq!(terminal.enters("kill -s"), "kill -s");
    assert_eq!(terminal.enters("kill -V"), "kill -V");
}

#[test]
fn bash_lists_processes_with_their_names_and_inserts_the_process_id() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    let victim = named_victim(&directory, "odd\u{7} (bash)");
    let mut terminal = Terminal::bash(&directory, "kill.bash", "");
    for line in ["kill ", "kill -TERM ", "kill -s TERM -- ", "kill -d ", "kill nobody "] {
        let listed = terminal.lists(line);
        assert!(listed.contains(&format!(" {} (odd? (bash)) ", victim.pid)), "{line}: {listed}");
    }
    // What all candidates start with is inserted, never a name.
    let line = format!("kill nobody {}", victim.pid);
    assert_eq!(terminal.enters(&line), line);
}

#[test]
fn bash_completes_command_names_and_lists_terminals() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("sigkit.bash");
    let _victim = named_victim(&directory, "named-for-bash");
    let mut terminal = Terminal::bash(&directory, "sigkit.bash", "");
    terminal.completes(&[
        ("kill named-for-b", "named-for-bash"),
        ("kill -s HUP nobody named-for-b", "named-for-bash"),
        ("kill -d named-for-b", "named-for-bash"),
        ("sigtrap -P named-for-b", "named-for-bash"),
    ]);
    terminal.leaves_alone(&["kill --posix named-for-b", "kill --group-of named-for-b"]);
    let listed = terminal.lists("kill --foreground-of /dev/");
    assert!(listed.contains(" /dev/pts/"), "{listed}");
}

#[test]
fn zsh_completes_command_names_and_lists_terminals() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let _victim = named_victim(&directory, "named-for-zsh");
    let mut terminal = Terminal::zsh(&directory, "");
    terminal.completes(&[
        ("kill named-for-z", "named-for-zsh"),
        ("kill -s HUP nobody named-for-z", "named-for-zsh"),
        ("kill -d named-for-z", "named-for-zsh"),
        ("sigtrap -P named-for-z", "named-for-zsh"),
    ]);
    terminal.leaves_alone(&["kill --posix named-for-z", "kill --group-of named-for-z"]);
    let listed = terminal.lists("kill --foreground-of /dev/pts/");
    assert!(listed.contains(" /dev/pts/"), "{listed}");
}

#[test]
fn fish_offers_terminals_and_how_a_word_goes_on() {
    if !installed("fish") {
        return;
    }
    let directory = with_commands_for_fish();
    let lines = ["--on HU", "-m HU", "-m HUP:HU", "--delay HU", "--schedule HU", "--block HU"];
    let lines = lines.map(|line| format!("sigtrap {line}"));
    let offered = fish(&directory, &lines.each_ref().map(String::as_str));
    let expected: [&[&str]; 6] = [
        &["HUP", "HUP,", "HUP="],
        &["HUP", "HUP:"],
        &["HUP:HUP"],
        &["HUP", "HUP="],
        &["HUP", "HUP/"],
        &["HUP", "HUP,"],
    ];
    for ((line, offered), expected) in lines.iter().zip(&offered).zip(expected) {
        assert_eq!(offered, expected, "{line}");
    }
    let terminal = terminal(80);
    let name = nix::unistd::ttyname(&terminal.slave).expect("the terminal has a name");
    let name = name.to_str().expect("UTF-8").to_owned();
    let offered = fish(&directory, &["kill --foreground-of /dev/pts/"]);
    assert!(offered[0].contains(&name), "{name}: {offered:?}");
}

#[test]
fn strict_mode_offers_only_what_it_takes() {
    let strict = "export SIGKIT_POSIX=1";
    if installed("bash") {
        let directory = with_completion("sigkit.bash");
        let mut terminal = Terminal::bash(&directory, "sigkit.bash", strict);
        terminal.completes(COMPLETED_IN_STRICT_MODE);
        terminal.leaves_alone(LEFT_ALONE_IN_STRICT_MODE);
    }
    if installed("zsh") {
        let directory = with_completion("_sigkit");
        let mut terminal = Terminal::zsh(&directory, strict);
        terminal.completes(COMPLETED_IN_STRICT_MODE);
        terminal.leaves_alone(LEFT_ALONE_IN_STRICT_MODE);
    }
    if installed("fish") {
        let directory = with_commands_for_fish();
        fs::create_dir(directory.path.join("fish")).expect("a directory can be made");
        write(&directory, "fish/config.fish", "set -gx SIGKIT_POSIX 1\n");
        fish_completes(&directory, COMPLETED_IN_STRICT_MODE, LEFT_ALONE_IN_STRICT_MODE);
    }
}

#[test]
fn bash_inserts_no_command_name_however_it_is_asked() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    for how in ["TAB: menu-complete", "TAB: insert-completions", "set show-all-if-ambiguous on"] {
        let mut terminal = Terminal::bash(&directory, "kill.bash", &format!("bind '{how}'"));
        let entered = terminal.enters("kill nobody ");
        let inserted = entered.strip_prefix("kill nobody").expect("what was typed");
        assert!(
            inserted.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()),
            "{how}: {entered}"
        );
    }
}

#[test]
fn bash_completes_where_the_equals_sign_separates_no_words() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    let mut terminal =
        Terminal::bash(&directory, "kill.bash", "COMP_WORDBREAKS=${COMP_WORDBREAKS//=}");
    terminal.completes(COMPLETED);
    terminal.leaves_alone(LEFT_ALONE);
}

#[test]
fn bash_knows_signals_without_any_command() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("kill.bash");
    let mut terminal = Terminal::bash(&directory, "kill.bash", "PATH=/nonexistent");
    terminal.completes(&[
        ("kill -s TE", "TERM"),
        ("kill -HU", "-HUP"),
        ("kill -s RTMIN+3", "RTMIN+3"),
    ]);
}

#[test]
fn bash_completes_sigkit_and_its_commands_from_one_file() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("sigkit.bash");
    fs::create_dir(directory.path.join("only-one")).expect("a directory can be made");
    let mut terminal =
        Terminal::bash(&directory, "sigkit.bash", &format!("cd {}", directory.path.display()));
    terminal.completes(COMPLETED_FOR_SIGKIT);
    terminal.leaves_alone(LEFT_ALONE_BY_SIGKIT);
    terminal.completes(&[("sigkit --install on", "only-one/")]);
    let listed = terminal.lists("sigkit ");
    for word in [" kill ", " trap ", " sigtrap "] {
        assert!(format!("{listed} ").contains(word), "{word}: {listed}");
    }
}

#[test]
fn zsh_completes_signals_options_and_values() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let mut terminal = Terminal::zsh(&directory, "");
    terminal.completes(COMPLETED);
    terminal.leaves_alone(LEFT_ALONE);
}

#[test]
fn zsh_lists_options_with_descriptions_and_signals_with_a_dash() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let mut terminal = Terminal::zsh(&directory, "");
    let listed = terminal.lists("kill -");
    for text in
        ["--queue -q -- Queue the signal with an integer, as sigqueue(3)", " -HUP ", " -RTMAX "]
    {
        assert!(listed.contains(text), "{text}: {listed}");
    }
    assert_eq!(terminal.enters("kill -t"), "kill -t");
}

#[test]
fn zsh_lists_processes_with_their_names() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let victim = named_victim(&directory, "odd\u{7} (zsh)");
    let mut terminal = Terminal::zsh(&directory, "");
    for line in ["kill ", "kill -TERM ", "kill -s TERM -- ", "kill -d ", "kill nobody "] {
        let listed = terminal.lists(line);
        assert!(listed.contains(&format!(" {} -- odd? (zsh) ", victim.pid)), "{line}: {listed}");
    }
    let line = format!("kill nobody {}", victim.pid);
    assert_eq!(terminal.enters(&line), line);
}

#[test]
fn zsh_knows_signals_without_any_command() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let mut terminal = Terminal::zsh(&directory, "path=(/nonexistent)");
    terminal.completes(&[("kill -s TE", "TERM"), ("kill -HU", "-HUP")]);
    // The pseudo-signals of its trap are no signals.
    terminal.leaves_alone(&["kill -s ZER", "kill -s DEB", "kill -s EXI"]);
}

#[test]
fn zsh_completes_sigkit_and_its_commands_from_one_file() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    fs::create_dir(directory.path.join("only-one")).expect("a directory can be made");
    let mut terminal = Terminal::zsh(&directory, &format!("cd {}", directory.path.display()));
    terminal.completes(COMPLETED_FOR_SIGKIT);
    terminal.leaves_alone(LEFT_ALONE_BY_SIGKIT);
    // zsh takes the slash off again when the line is entered.
    terminal.completes(&[("sigkit --install on", "only-one")]);
    let listed = terminal.lists("sigkit ");
    for text in
        ["kill -- send signals to processes", "sigtrap trap -- run a program under declared"]
    {
        assert!(listed.contains(text), "{text}: {listed}");
    }
    let listed = terminal.lists("sigkit --");
    assert!(listed.contains("--list -- Print the names of the commands, one a line"), "{listed}");
}

#[test]
fn fish_completes_signals_options_and_values() {
    if !installed("fish") {
        return;
    }
    fish_completes(&with_completion("kill.fish"), COMPLETED, LEFT_ALONE);
}

#[test]
fn fish_describes_options_and_processes() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("kill.fish");
    let victim = named_victim(&directory, "odd\u{7} (fish)");
    let process = format!("{}\todd? (fish)", victim.pid);
    let pid = format!("kill {}", victim.pid);
    let lines = [
        ("kill -", "--queue\tQueue the signal with an integer, as sigqueue(3)"),
        ("kill -", "-q\tQueue the signal with an integer, as sigqueue(3)"),
        ("kill -", "-TERM"),
        ("kill ", process.as_str()),
        (&pid, &process),
        ("kill -s TERM ", &process),
        ("kill -TERM -- ", &process),
        ("kill -d ", &process),
        ("kill nobody ", &process),
        // fish looks for words in descriptions, too.
        ("kill odd", &process),
    ];
    let answers = fish(&directory, &lines.map(|(line, _)| line));
    for ((line, wanted), answer) in lines.iter().zip(answers) {
        assert!(
            answer.iter().any(|answer| answer == wanted),
            "{line}: {wanted:?} is not in {answer:?}"
        );
    }
}

#[test]
fn fish_completes_sigkit_and_its_commands_from_one_file() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("sigkit.fish");
    fish_completes(&directory, COMPLETED_FOR_SIGKIT, LEFT_ALONE_BY_SIGKIT);
    let mut answers = fish(&directory, &["sigkit ", "sigkit --li"]);
    // fish 3.1 keeps the order in which they were declared.
    answers.iter_mut().for_each(|answer| answer.sort());
    assert_eq!(
        answers,
        [
            &[
                "kill\tsend signals to processes, list signals, decode exit statuses",
                "killall\tsignal processes by their names",
                "lint\tfind and mend wrong signal handling in shell scripts",
                "pgrep\tprint the IDs of processes that are chosen by what they are",
                "pidof\tprint the IDs of the processes that run a program",
                "pidwait\twait for processes that are chosen by what they are",
                "pkill\tsignal processes that are chosen by what they are",
                "sigtrap\trun a program under declared signal dispositions, show dispositions",
                "trap\trun a program under declared signal dispositions, show dispositions",
            ][..],
            &["--list\tPrint the names of the commands, one a line"],
        ]
    );
}

/// The names that the completion of a shell is installed under, where each command has a file.
const NAMES: [&str; 3] = ["kill", "sigtrap", "sigkit"];

/// Makes a directory with the completion of a shell under all its names.
fn with_all_names(shell: &str) -> TemporaryDirectory {
    let own = format!("sigkit.{shell}");
    let directory = with_completion(&own);
    for name in NAMES.iter().filter(|name| **name != "sigkit") {
        symlink(&own, directory.path.join(format!("{name}.{shell}"))).expect("a link can be made");
    }
    directory
}

#[test]
fn bash_may_load_the_file_under_each_of_its_names() {
    if !installed("bash") {
        return;
    }
    let directory = with_all_names("bash");
    let load = |name: &str| format!("source {}/{name}.bash;", directory.path.display());
    let state = |names: &[&str]| {
        let script = names.iter().map(|name| load(name)).collect::<String>()
            + "complete -p; declare -f; declare -p";
        Ran::of(shell("bash", &directory.path).args(["--norc", "-c", &script]))
    };
    let wanted = state(&["kill"]).stdout;
    let lines = |text: &str| {
        // Of the shell itself: its own number, and what was run last.
        let kept = text.lines().filter(|line| !line.contains("BASH") && !line.contains("PID"));
        kept.filter(|line| !line.contains("declare -- _=")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(wanted.contains("complete -F _sigkit_kill kill"), "{wanted}");
    assert_eq!(lines(&state(&NAMES).stdout), lines(&wanted));
    let more = load("kill") + &load("sigtrap");
    let mut terminal = Terminal::bash(&directory, "sigkit.bash", &more);
    for completed in ONE_OF_EACH {
        terminal.completes(completed);
    }
}

/// The output of `complete -p` of bash after a script that runs beside the files.
fn bash_completions(directory: &TemporaryDirectory, script: &str) -> Vec<String> {
    let mut bash = shell("bash", &directory.path);
    let bash = bash.current_dir(&directory.path).args(["--norc", "-c"]);
    let ran = Ran::of(bash.arg(format!("{script}\ncomplete -p")).stdin(Stdio::null()));
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    let mut lines: Vec<_> = ran.stdout.lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn bash_completes_all_names_where_a_user_reads_the_file() {
    const ALL: [&str; 8] = [
        "complete -F _sigkit_kill kill",
        "complete -F _sigkit_killall killall",
        "complete -F _sigkit_pgrep pgrep",
        "complete -F _sigkit_pidof pidof",
        "complete -F _sigkit_pidwait pidwait",
        "complete -F _sigkit_pkill pkill",
        "complete -F _sigkit_sigkit sigkit",
        "complete -F _sigkit_sigtrap sigtrap",
    ];
    if !installed("bash") {
        return;
    }
    let directory = with_completion("other.bash");
    assert_eq!(bash_completions(&directory, "source ./sigkit.bash"), ALL);
    // No command has the file's name.
    assert_eq!(bash_completions(&directory, "load() { source ./other.bash; }; load"), ALL);
}

#[test]
fn bash_leaves_other_names_alone_where_a_function_loads_the_file_for_one() {
    if !installed("bash") {
        return;
    }
    let directory = with_all_names("bash");
    let load = "load() { source \"./$1.bash\"; }\ncomplete -F _other kill\n";
    let sigkit = ["complete -F _other kill", "complete -F _sigkit_sigkit sigkit"];
    assert_eq!(bash_completions(&directory, &format!("{load} load sigkit")), sigkit);
    let both = [sigkit[0], sigkit[1], "complete -F _sigkit_sigtrap sigtrap"];
    assert_eq!(bash_completions(&directory, &format!("{load} load sigtrap; load sigkit")), both);
}

#[test]
fn bash_loads_the_file_for_one_name_where_bash_completion_is_loaded() {
    if !installed("bash") {
        return;
    }
    if !Path::new(BASH_COMPLETION).exists() {
        return skip("the package bash-completion is not installed");
    }
    let directory = TemporaryDirectory::new();
    let completions = directory.path.join("bash-completion/completions");
    fs::create_dir_all(&completions).expect("directories can be made");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/sigkit.bash");
    for name in NAMES {
        symlink(&file, completions.join(format!("{name}.bash"))).expect("a link can be made");
    }
    // Before version 2.12 the function has another name.
    let load = "load=$(declare -F _comp_load || echo __load_completion)";
    let script = format!("source {BASH_COMPLETION}; {load}; complete -r; $load kill");
    let kill = "complete -F _sigkit_kill kill";
    assert_eq!(bash_completions(&directory, &script), [kill]);
    let both = [kill, "complete -F _sigkit_sigkit sigkit"];
    assert_eq!(bash_completions(&directory, &format!("{script}; $load sigkit")), both);
}

#[test]
fn fish_leaves_another_completion_of_kill_alone() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("sigkit.fish");
    write(&directory, "kill.fish", "complete -c kill -f -a another");
    fish_completes(
        &directory,
        &[("kill ano", "another"), ("sigkit kill --que", "--queue"), ("kill anoth", "another")],
        &["kill --que"],
    );
}

/// Lines that are typed in one session for each of the commands, and again for the first.
const ONE_OF_EACH: [&[(&str, &str)]; 4] = [
    &[("kill -s TE", "TERM"), ("kill --que", "--queue")],
    &[("sigtrap --on HUP,QUI", "HUP,QUIT"), ("sigtrap --sched", "--schedule")],
    &[("sigkit --inst", "--install"), ("sigkit kill --que", "--queue")],
    &[("kill -HU", "-HUP"), ("sigtrap bye EX", "EXIT")],
];

#[test]
fn zsh_completes_every_command_of_the_file_in_one_session() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let mut terminal = Terminal::zsh(&directory, "");
    for completed in ONE_OF_EACH {
        terminal.completes(completed);
    }
}

#[test]
fn fish_may_load_the_file_under_each_of_its_names() {
    if !installed("fish") {
        return;
    }
    let directory = with_all_names("fish");
    // fish loads no completion of a command that is not there.
    symlink(sigkit_path(), directory.path.join("sigtrap")).expect("a link can be made");
    // Each is offered once.
    fish_completes(&directory, &ONE_OF_EACH.concat(), &["kill nobody --que", "sigtrap HU"]);
}

/// A directory with a completion of trap, and one directory whose name starts with "only".
fn with_completion_of_trap(file: &str) -> TemporaryDirectory {
    let directory = with_completion(file);
    fs::create_dir(directory.path.join("only-one")).expect("a directory can be made");
    directory
}

#[test]
fn bash_completes_conditions_options_and_the_start_of_a_command() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion_of_trap("sigtrap.bash");
    let change = format!("cd {}", directory.path.display());
    for more in [change.clone(), format!("{change}; COMP_WORDBREAKS=${{COMP_WORDBREAKS//[=:]}}")] {
        let mut terminal = Terminal::bash(&directory, "sigtrap.bash", &more);
        terminal.completes(COMPLETED_FOR_TRAP);
        terminal.leaves_alone(LEFT_ALONE_FOR_TRAP);
        terminal.completes(&[
            ("sigtrap -- ls on", "only-one/"),
            ("sigtrap bye EXIT -- ls -d on", "only-one/"),
        ]);
        // The function gets no empty word's quotes.
        assert_eq!(terminal.enters("sigtrap '' HU"), "sigtrap  HUP");
        assert_eq!(terminal.enters("sigtrap 'echo bye' HU"), "sigtrap echo bye HUP");
    }
}

#[test]
fn bash_goes_on_in_a_word_that_may_have_more() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("sigtrap.bash");
    let mut terminal = Terminal::bash(&directory, "sigtrap.bash", "");
    for (keys, entered) in [
        ("sigtrap --on HU\t=bye\r", "sigtrap --on HUP=bye"),
        ("sigtrap -m HU\t:QUI\t\r", "sigtrap -m HUP:QUIT"),
        ("sigtrap --block HU\t,QUI\t\r", "sigtrap --block HUP,QUIT"),
        ("sigtrap bye HU\tQUI\t\r", "sigtrap bye HUP QUIT"),
    ] {
        assert_eq!(terminal.types("sigtrap", keys).1, entered, "{keys:?}");
    }
}

#[test]
fn bash_completes_the_command_by_its_own_completion_where_bash_completion_is_loaded() {
    if !installed("bash") {
        return;
    }
    if !Path::new(BASH_COMPLETION).exists() {
        return skip("the package bash-completion is not installed");
    }
    let directory = with_completion("sigtrap.bash");
    // It is not written for set -u.
    let more = format!(
        "set +u; source {BASH_COMPLETION}; _mine() {{ COMPREPLY=(mine-$COMP_CWORD); }}; \
         complete -F _mine mine"
    );
    let mut terminal = Terminal::bash(&directory, "sigtrap.bash", &more);
    terminal.completes(&[
        ("sigtrap -- sigki", "sigkit"),
        ("sigtrap -- mine mi", "mine-1"),
        ("sigtrap -m HUP:QUIT --on HUP=bye -- mine a mi", "mine-2"),
        ("sigtrap -- sigtrap bye EX", "EXIT"),
        ("sigtrap -- sigtrap -m HUP:QUI", "HUP:QUIT"),
    ]);
}

#[test]
fn bash_does_not_touch_its_own_trap() {
    if !installed("bash") {
        return;
    }
    for file in ["sigtrap.bash", "sigkit.bash"] {
        let directory = with_completion(file);
        let mut bash = shell("bash", &directory.path);
        let ran = Ran::of(
            bash.args(["--norc", "-c", "source \"$0\"; complete -p trap"])
                .arg(directory.path.join(file)),
        );
        assert!(ran.status == 1 && ran.stdout.is_empty(), "{file}: {ran:?}");
    }
}

#[test]
fn zsh_completes_conditions_options_and_the_command() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion_of_trap("_sigkit");
    let mut terminal = Terminal::zsh(&directory, &format!("cd {}", directory.path.display()));
    terminal.completes(COMPLETED_FOR_TRAP);
    terminal.leaves_alone(LEFT_ALONE_FOR_TRAP);
    terminal.completes(&[
        // zsh takes the slash off again when the line is entered.
        ("sigtrap -- ls on", "only-one"),
        ("sigtrap bye EXIT -- ls -d on", "only-one"),
        ("sigtrap -- sigtrap bye EX", "EXIT"),
        ("sigtrap -- sigtrap -m HUP:QUI", "HUP:QUIT"),
    ]);
    assert_eq!(terminal.enters("sigtrap '' HU"), "sigtrap  HUP");
    assert_eq!(terminal.enters("sigtrap 'echo bye' HU"), "sigtrap echo bye HUP");
    for (keys, entered) in [
        ("sigtrap --on HU\t=bye\r", "sigtrap --on HUP=bye"),
        ("sigtrap -m HU\t:QUI\t\r", "sigtrap -m HUP:QUIT"),
        ("sigtrap bye HU\tQUI\t\r", "sigtrap bye HUP QUIT"),
    ] {
        assert_eq!(terminal.types("sigtrap", keys).1, entered, "{keys:?}");
    }
    // Its own trap keeps what zsh completes for it.
    let mut terminal =
        Terminal::zsh(&directory, "own() { print -r \"<own $_comps[trap] $_comps[sigtrap]>\" }");
    assert_eq!(terminal.types("own", "own\r").1, "own _trap _sigkit");
}

#[test]
fn fish_completes_conditions_options_and_the_command() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("sigtrap.fish");
    // fish loads no completion of a command that is not there.
    symlink(sigkit_path(), directory.path.join("sigtrap")).expect("a link can be made");
    fish_completes(&directory, COMPLETED_FOR_TRAP, LEFT_ALONE_FOR_TRAP);
    fish_completes(
        &directory,
        &[
            ("sigtrap '' HU", "HUP"),
            ("sigtrap 'echo bye' HU", "HUP"),
            ("sigtrap -- sigtrap bye EX", "EXIT"),
            ("sigtrap 'echo bye' EXIT -- sigtrap 'a b' HUP -m HUP:QUI", "HUP:QUIT"),
        ],
        // Its own trap has no completion from here.
        &["trap -m HUP:QUI"],
    );
}

/// The completions of pgrep's words; the process is [`named_victim`]'s.
const COMPLETED_FOR_PGREP: &[(&str, &str)] = &[
    ("pgrep sigkit-only-o", "sigkit-only-one"),
    ("pgrep -x sigkit-only-o", "sigkit-only-one"),
    ("pgrep -- sigkit-only-o", "sigkit-only-one"),
    ("pgrep sigkit-only-one --no-z", "--no-zombies"),
    ("pgrep --nslist ne", "net"),
    ("pgrep -H --signal QUI", "QUIT"),
];

/// The same of pidof's.
const COMPLETED_FOR_PIDOF: &[(&str, &str)] = &[
    ("pidof sigkit-only-o", "sigkit-only-one"),
    ("pidof sigkit-only-one sigkit-only-o", "sigkit-only-one"),
    ("pidof -s -x -- sigkit-only-o", "sigkit-only-one"),
    ("pidof sigkit-only-one --single", "--single-shot"),
    ("pidof --sort -rs", "-rss"),
];

#[test]
fn bash_completes_what_pidof_looks_for() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("pidof.bash");
    let _victim = named_victim(&directory, "sigkit-only-one");
    Terminal::bash(&directory, "pidof.bash", "").completes(COMPLETED_FOR_PIDOF);
}

#[test]
fn zsh_completes_what_pidof_looks_for() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let _victim = named_victim(&directory, "sigkit-only-one");
    Terminal::zsh(&directory, "").completes(COMPLETED_FOR_PIDOF);
}

#[test]
fn fish_completes_what_pidof_looks_for() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("pidof.fish");
    let _victim = named_victim(&directory, "sigkit-only-one");
    symlink(sigkit_path(), directory.path.join("pidof")).expect("a link can be made");
    fish_completes(&directory, COMPLETED_FOR_PIDOF, &[]);
}

/// Lists, in which more may follow.
const UNFINISHED_FOR_PGREP: &[(&str, &str)] = &[
    ("pgrep -u daemo\t,roo\t\r", "pgrep -u daemon,root"),
    ("pgrep -G daemo\t\r", "pgrep -G daemon"),
];

#[test]
fn bash_completes_what_pgrep_looks_for() {
    if !installed("bash") {
        return;
    }
    let directory = with_completion("pgrep.bash");
    let _victim = named_victim(&directory, "sigkit-only-one");
    let mut terminal = Terminal::bash(&directory, "pgrep.bash", "");
    terminal.completes(COMPLETED_FOR_PGREP);
    for (keys, entered) in UNFINISHED_FOR_PGREP {
        assert_eq!(terminal.types("pgrep", keys).1, *entered, "{keys:?}");
    }
}

#[test]
fn zsh_completes_what_pgrep_looks_for() {
    if !installed("zsh") {
        return;
    }
    let directory = with_completion("_sigkit");
    let _victim = named_victim(&directory, "sigkit-only-one");
    let mut terminal = Terminal::zsh(&directory, "");
    terminal.completes(COMPLETED_FOR_PGREP);
    for (keys, entered) in UNFINISHED_FOR_PGREP {
        assert_eq!(terminal.types("pgrep", keys).1, *entered, "{keys:?}");
    }
}

#[test]
fn fish_completes_what_pgrep_looks_for() {
    if !installed("fish") {
        return;
    }
    let directory = with_completion("pgrep.fish");
    let _victim = named_victim(&directory, "sigkit-only-one");
    symlink(sigkit_path(), directory.path.join("pgrep")).expect("a link can be made");
    fish_completes(&directory, COMPLETED_FOR_PGREP, &[]);
    fish_completes(&directory, &[("pgrep -u daemon,roo", "daemon,root")], &[]);
}
