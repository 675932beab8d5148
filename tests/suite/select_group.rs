//! `--cgroup`, `--unit`, `--container`: in control groups that the test makes, in a PID namespace
//! of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use libc::SIGTERM;

use crate::support::*;

const ID: &str = "5e7f1c0de00000000000000000000000000000000000000000000000000000aa";
const OTHER: &str = "5e7f1c0de1111111111111111111111111111111111111111111111111111111";

/// Control groups below one of this test's own; they go with it.
struct Groups {
    directory: TemporaryDirectory,
    name: String,
    made: Vec<PathBuf>,
}

impl Groups {
    /// None if none can be made here.
    fn new() -> Option<Groups> {
        let directory = TemporaryDirectory::new();
        let mut mount = Command::new("mount");
        mount.args(["-t", "cgroup2", "none"]).arg(&directory.path);
        if !mount.output().is_ok_and(|output| output.status.success()) {
            say_skipped("no hierarchy of control groups can be mounted here");
            return None;
        }
        let name = directory.path.file_name().expect("a name").to_str().expect("text");
        // Units stand in slices.
        let name = format!("{name}.slice");
        let mut groups = Groups { directory, name, made: Vec::new() };
        match std::fs::create_dir(groups.place("")) {
            Ok(()) => groups.made.push(groups.place("")),
            Err(_) => {
                say_skipped("no control group can be made here");
                return None;
            }
        }
        Some(groups)
    }

    fn place(&self, path: &str) -> PathBuf {
        self.directory.path.join(&self.name).join(path)
    }

    /// Its path, as the kernel shows it.
    fn path(&self, path: &str) -> String {
        let own = std::fs::read_to_string("/proc/self/cgroup").expect("a file");
        let own = own.lines().find_map(|line| line.strip_prefix("0::")).expect("a path");
        assert_eq!(own, "/", "this test is in the root");
        format!("/{}/{path}", self.name)
    }

    /// Puts a process into a group, which is made.
    fn put(&mut self, pid: i32, path: &str) {
        let mut place = self.place("");
        for part in Path::new(path) {
            place.push(part);
            if std::fs::create_dir(&place).is_ok() {
                self.made.push(place.clone());
            }
        }
        std::fs::write(place.join("cgroup.procs"), pid.to_string()).expect("a process moves");
    }
}

impl Drop for Groups {
    fn drop(&mut self) {
        for place in self.made.iter().rev() {
            // A process that was killed leaves it a moment later.
            while std::fs::remove_dir(place)
                .is_err_and(|error| error.raw_os_error() == Some(libc::EBUSY))
            {
                pause();
            }
        }
        let _ = Command::new("umount").arg("-l").arg(&self.directory.path).output();
    }
}

fn pgrep(words: &[&str]) -> Ran {
    let mut command = Command::new(sigkit_path());
    Ran::of(command.arg("pgrep").args(words).env_remove("POSIXLY_CORRECT"))
}

#[track_caller]
fn finds(words: &[&str], pids: &[i32]) {
    let mut pids = pids.to_vec();
    pids.sort_unstable();
    pgrep(words).prints(&pids.iter().map(|pid| format!("{pid}\n")).collect::<String>());
}

#[test]
fn p11_p24_control_groups_and_units() {
    in_pid_namespace("select_group::p11_p24_control_groups_and_units", || {
        let Some(mut groups) = Groups::new() else { return };
        let mut victims: Vec<_> = (0..4).map(|_| Victim::start("report")).collect();
        let pids: Vec<_> = victims.iter().map(|victim| victim.pid).collect();
        groups.put(pids[0], "system.slice/sigkit-a.service");
        groups.put(pids[1], "system.slice/sigkit-a.service/below");
        groups.put(pids[2], "system.slice/sigkit-ab.service");
        let service = groups.path("system.slice/sigkit-a.service");
        finds(&["--cgroup", &service], &pids[..1]);
        finds(&["--cgroup", &format!("{service}/")], &pids[..2]);
        finds(&["--unit", "sigkit-a"], &pids[..2]);
        finds(&["--unit", "sigkit-a.service,sigkit-ab"], &pids[..3]);
        finds(&["--unit", "system.slice", "--cgroup", &groups.path("")], &pids[..3]);
        // A container with a systemd of its own.
        groups.put(pids[3], "machine.slice/ct.scope/system.slice/sigkit-a.service");
        finds(&["--unit", "sigkit-a"], &pids[..2]);
        finds(&["--unit", "ct.scope"], &pids[3..]);
        pgrep(&["--unit", "sigkit"]).fails(1, "");
        pgrep(&["--unit", "a/b"]).fails(
            2,
            "pgrep: a/b: not the name of a unit, such as nginx or user.slice\n\
            Try 'pgrep --help' for more information.\n",
        );
        run(["--unit", "sigkit-a"]).succeeds();
        victims[0].got(SIGTERM);
        victims[1].got(SIGTERM);
        run(["--if-unit", "sigkit-ab", &pids[2].to_string()]).succeeds();
        victims[2].got(SIGTERM);
        run(["--unit", "sigkit-ab", &pids[0].to_string()]).fails(
            1,
            &format!("kill: {}: not signalled: its unit is not sigkit-ab.service\n", pids[0]),
        );
        victims.iter_mut().for_each(Victim::got_nothing);
        // What leads a session of its own is in the unit all the same.
        let mut outside = Command::new("setsid");
        outside.args(["sleep", "1000"]);
        let mut outside = outside.spawn().expect("setsid");
        groups.put(outside.id() as i32, "system.slice/sigkit-c.service");
        run(["-w", "--unit", "sigkit-c"]).succeeds();
        outside.wait().expect("an end");
        drop(victims);
    });
}

#[test]
fn p25_a_container_is_known_by_the_beginning_of_its_id() {
    in_pid_namespace("select_group::p25_a_container_is_known_by_the_beginning_of_its_id", || {
        let Some(mut groups) = Groups::new() else { return };
        let mut victims: Vec<_> = (0..4).map(|_| Victim::start("report")).collect();
        let pids: Vec<_> = victims.iter().map(|victim| victim.pid).collect();
        groups.put(pids[0], &format!("docker/{ID}"));
        groups.put(pids[1], &format!("docker/{ID}/init.scope"));
        groups.put(pids[2], &format!("system.slice/docker-{OTHER}.scope"));
        groups.put(pids[3], &format!("libpod-conmon-{ID}.scope"));
        finds(&["--container", &ID[..12]], &pids[..2]);
        finds(&["--container", ID], &pids[..2]);
        finds(&["--container", &OTHER[..10]], &pids[2..3]);
        finds(&["--container", ID, "--container", OTHER], &pids[..3]);
        pgrep(&["--container", "5e7fffff"]).fails(1, "");
        pgrep(&["--container", "5e7"]).fails(
            2,
            "pgrep: 5e7: not 4 to 64 hexadecimal digits of a container's ID\n\
            Try 'pgrep --help' for more information.\n",
        );
        let several = "several containers begin so: 5e7f1c0de000, 5e7f1c0de111";
        pgrep(&["--container", "5e7f"]).fails(
            2,
            &format!("pgrep: 5e7f: {several}\nTry 'pgrep --help' for more information.\n"),
        );
        run(["--container", "5e7f"]).fails(1, &format!("kill: 5e7f: {several}\n"));
        run(["--container", &OTHER[..12]]).succeeds();
        victims[2].got(SIGTERM);
        run(["--container", "5e7fffff"]).fails(1, "kill: --container 5e7fffff: No such process\n");
        victims.iter_mut().for_each(Victim::got_nothing);
        drop(victims);
    });
}
