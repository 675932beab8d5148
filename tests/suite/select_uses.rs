//! `--uses` and `--mount`: what has a file or a file system in hand, also a dead one. In a PID
//! namespace and a mount namespace of the test's own.
#![allow(unsafe_code)]

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use libc::{SIGTERM, SIGUSR1};

use crate::support::*;

fn prepared(change: impl FnOnce(&mut Command)) -> Victim {
    Victim::prepare("report", |command| {
        command.process_group(0);
        change(command);
    })
}

/// The victim that executes this copy.
fn executing(program: &Path) -> Victim {
    Victim::prepare("report", |command| {
        *command = Command::new(program);
        command.env("SIGKIT_VICTIM", "report").stdin(Stdio::null()).stdout(Stdio::piped());
        command.process_group(0);
    })
}

#[track_caller]
fn finds(words: &[&str], victims: &[&Victim]) {
    let mut command = Command::new(sigkit_path());
    let ran = Ran::of(command.arg("pgrep").args(words).env_remove("POSIXLY_CORRECT"));
    match victims {
        [] => ran.fails(1, ""),
        victims => {
            let mut pids: Vec<_> = victims.iter().map(|victim| victim.pid).collect();
            pids.sort_unstable();
            ran.prints(&pids.iter().map(|pid| format!("{pid}\n")).collect::<String>());
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

/// A shell that is there until its standard input ends.
struct Shell(std::process::Child);

impl Shell {
    fn start(change: impl FnOnce(&mut Command)) -> Shell {
        use std::io::Read;
        let mut command = Command::new("sh");
        command.args(["-c", "echo; read line"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        change(&mut command);
        let mut shell = command.spawn().expect("sh");
        shell.stdout.as_mut().expect("a pipe").read_exact(&mut [0]).expect("a line");
        Shell(shell)
    }

    fn maps(&self) -> String {
        std::fs::read_to_string(format!("/proc/{}/maps", self.0.id())).expect("a file")
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// A shared library beside the C library of the shell; none if that is static.
fn library() -> Option<String> {
    let maps = Shell::start(|_| {}).maps();
    let paths = maps.lines().filter_map(|line| line.split_whitespace().nth(5));
    let mut found = paths.filter_map(|path| {
        let directory = path.strip_suffix("libc.so.6")?;
        Some(format!("{directory}libm.so.6")).filter(|path| Path::new(path).exists())
    });
    found.next()
}

#[test]
fn p28_a_file_that_is_open_executed_or_a_directory() {
    in_pid_namespace("select_uses::p28_a_file_that_is_open_executed_or_a_directory", || {
        let directory = TemporaryDirectory::new();
        let [file, other, copy] = ["file", "other", "copy"].map(|name| directory.path.join(name));
        std::fs::write(&file, "text").expect("a file");
        std::fs::write(&other, "text").expect("a file");
        copy_program(&std::env::current_exe().expect("a path"), &copy);
        let mut open = prepared(|command| {
            command.stdin(File::open(&file).expect("a file"));
        });
        let works = prepared(|command| {
            command.current_dir(&directory.path);
        });
        let mut executes = executing(&copy);
        finds(&["--uses", text(&file)], &[&open]);
        finds(&["--uses", text(&other)], &[]);
        finds(&["--uses", text(&copy)], &[&executes]);
        finds(&["--uses", text(&directory.path)], &[&works]);
        finds(&["--uses", text(&file), "--uses", text(&copy)], &[&open, &executes]);
        // Another name of the file is the file.
        let link = directory.path.join("link");
        std::fs::hard_link(&file, &link).expect("a link");
        finds(&["--uses", text(&link)], &[&open]);
        run(["--uses", text(&file)]).succeeds();
        open.got(SIGTERM);
        let pid = executes.pid.to_string();
        run(["-s", "USR1", "--if-uses", text(&copy), &pid]).succeeds();
        executes.got(SIGUSR1);
        run(["--uses", text(&file), &pid])
            .fails(1, &format!("kill: {pid}: not signalled: it does not use {}\n", text(&file)));
        run(["--uses", "/nowhere"]).fails(1, "kill: /nowhere: No such file or directory\n");
        run(["--mount", &pid]).shows_usage_error("--mount: needs --uses PATH");
        executes.got_nothing();
    });
}

/// Overlay file systems show other numbers in maps than stat(2) gives.
#[test]
fn p28_a_file_that_is_mapped() {
    in_pid_namespace("select_uses::p28_a_file_that_is_mapped", || {
        let Some(library) = library() else {
            return say_skipped("the shell has no shared library of a known name");
        };
        let directory = TemporaryDirectory::new();
        let copy = directory.path.join("library.so");
        std::fs::copy(&library, &copy).expect("a copy");
        let loads = Shell::start(|command| {
            command.env("LD_PRELOAD", &copy);
        });
        let _other = Shell::start(|_| {});
        let mut command = Command::new(sigkit_path());
        Ran::of(command.args(["pgrep", "--uses", text(&copy)]))
            .prints(&format!("{}\n", loads.0.id()));
    });
}

#[test]
fn p28_a_socket_is_used_by_what_is_bound_to_it() {
    in_pid_namespace("select_uses::p28_a_socket_is_used_by_what_is_bound_to_it", || {
        use std::os::unix::net::{UnixListener, UnixStream};
        let directory = TemporaryDirectory::new();
        let path = directory.path.join("a socket");
        let listener = UnixListener::bind(&path).expect("a socket");
        let client = UnixStream::connect(&path).expect("a connection");
        let server = prepared(|command| {
            command.stdin(Stdio::from(std::os::fd::OwnedFd::from(listener)));
        });
        let client = prepared(|command| {
            command.stdin(Stdio::from(std::os::fd::OwnedFd::from(client)));
        });
        finds(&["--uses", text(&path)], &[&server]);
        drop(client);
    });
}

#[test]
fn p28_a_whole_file_system() {
    in_pid_namespace("select_uses::p28_a_whole_file_system", || {
        let directory = TemporaryDirectory::new();
        let place = directory.path.join("mount");
        std::fs::create_dir(&place).expect("a directory");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "none"]).arg(&place);
        if !mount.output().is_ok_and(|output| output.status.success()) {
            return say_skipped("no file system can be mounted here");
        }
        let (below, file, copy) = (place.join("below"), place.join("file"), place.join("copy"));
        std::fs::create_dir(&below).expect("a directory");
        std::fs::write(&file, "text").expect("a file");
        copy_program(&std::env::current_exe().expect("a path"), &copy);
        let mut open = prepared(|command| {
            command.stdin(File::open(&file).expect("a file"));
        });
        let mut works = prepared(|command| {
            command.current_dir(&below);
        });
        let mut executes = executing(&copy);
        let mut outside = Victim::start("report");
        finds(&["--uses", text(&place)], &[]);
        finds(&["--mount", "--uses", text(&place)], &[&open, &works, &executes]);
        finds(&["--mount", "--uses", text(&file)], &[&open, &works, &executes]);
        run(["--mount", "--uses", text(&place)]).succeeds();
        for victim in [&mut open, &mut works, &mut executes] {
            victim.got(SIGTERM);
        }
        outside.got_nothing();
        drop((open, works, executes));
        assert!(Command::new("umount").arg("-l").arg(&place).status().expect("umount").success());
    });
}

/// A file system of /dev/fuse whose server answers what is needed to work in it, and no more.
#[test]
fn p28_a_file_of_a_dead_file_system_holds_nothing_up() {
    in_pid_namespace("select_uses::p28_a_file_of_a_dead_file_system_holds_nothing_up", || {
        let directory = TemporaryDirectory::new();
        let place = directory.path.join("dead");
        std::fs::create_dir(&place).expect("a directory");
        let Some(server) = Fuse::mount(&place) else {
            return say_skipped("no file system of its own can be mounted here");
        };
        let works = server.answering_while(|| {
            prepared(|command| {
                command.current_dir(&place);
            })
        });
        let file = directory.path.join("file");
        std::fs::write(&file, "text").expect("a file");
        let open = prepared(|command| {
            command.stdin(File::open(&file).expect("a file"));
        });
        // The server answers no more.
        finds(&["--uses", text(&file)], &[&open]);
        finds(&["--exe", text(&file)], &[]);
        let pid = works.pid.to_string();
        finds(&["-p", &pid, "--own-ns"], &[&works]);
        let mut command = Command::new(sigkit_path());
        Ran::of(command.arg("pgrep").arg("--uses").arg(place.join("x"))).fails(
            2,
            &format!(
                "pgrep: {}: its file system does not answer\n\
                Try 'pgrep --help' for more information.\n",
                text(&place.join("x"))
            ),
        );
        assert!(Command::new("umount").arg("-l").arg(&place).status().expect("umount").success());
    });
}

/// A server of /dev/fuse (the kernel's `fuse.h`, version 7).
struct Fuse(File);

impl Fuse {
    /// None if none can be mounted.
    fn mount(place: &Path) -> Option<Fuse> {
        use std::os::fd::AsRawFd;
        let device = File::options().read(true).write(true).open("/dev/fuse").ok()?;
        let options = format!("fd={},rootmode=40000,user_id=0,group_id=0\0", device.as_raw_fd());
        let place = std::ffi::CString::new(place.to_str()?).ok()?;
        // SAFETY: strings that end with NUL.
        let result = unsafe {
            libc::mount(
                c"sigkit".as_ptr(),
                place.as_ptr(),
                c"fuse".as_ptr(),
                0,
                options.as_ptr().cast(),
            )
        };
        (result == 0).then_some(Fuse(device))
    }

    /// Answers as long as this takes.
    fn answering_while<T>(&self, act: impl FnOnce() -> T) -> T {
        use std::sync::atomic::{AtomicBool, Ordering};
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    self.answer_one();
                }
            });
            let result = act();
            done.store(true, Ordering::Relaxed);
            result
        })
    }

    /// Answers one request, if one comes soon.
    fn answer_one(&self) {
        use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
        use std::io::{Read, Write};
        use std::os::fd::AsFd;
        let mut ready = [PollFd::new(self.0.as_fd(), PollFlags::POLLIN)];
        if poll(&mut ready, PollTimeout::from(10u8)) != Ok(1) {
            return;
        }
        let mut request = vec![0; 1 << 17];
        let Ok(length) = (&self.0).read(&mut request) else { return };
        let word = |at: usize| u32::from_ne_bytes(request[at..at + 4].try_into().expect("four"));
        assert!(length >= 40, "a request has a header");
        const INIT: u32 = 26;
        const GETATTR: u32 = 3;
        const FORGET: u32 = 2;
        // A directory is to be asked for again each time.
        let (error, body): (i32, Vec<u32>) = match word(4) {
            FORGET => return,
            INIT => (0, [&[7, 31, 0, 0, 0, 4096][..], &[0; 10]].concat()),
            GETATTR => {
                let attributes = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2];
                (0, [&[0, 0, 0, 0][..], &attributes, &[0; 5]].concat())
            }
            _ => (-libc::ENOSYS, Vec::new()),
        };
        let length = 16 + 4 * body.len() as u32;
        let mut answer = length.to_ne_bytes().to_vec();
        answer.extend(error.to_ne_bytes());
        answer.extend(&request[8..16]);
        answer.extend(body.iter().flat_map(|word| word.to_ne_bytes()));
        (&self.0).write_all(&answer).expect("an answer");
    }
}
