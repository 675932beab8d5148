//! The meanings of numbers by which a program reports how it ended, and that no signal gives: exit
//! statuses of POSIX, sysexits(3) and well-known programs, and the NTSTATUS values of Windows.

/// The meaning of an exit status to a program, a library or a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Convention {
    pub(crate) status: u8,
    /// Its program, or the document that defines it.
    pub(crate) of: &'static str,
    pub(crate) meaning: &'static str,
}

const fn row(status: u8, of: &'static str, meaning: &'static str) -> Convention {
    Convention { status, of, meaning }
}

const SYSEXITS: &str = "sysexits(3)";
const SYSTEMD: &str = "systemd, which could not set up a service (systemd.exec(5))";
/// Of the Linux Standard Base, as systemd.exec(5) lists them.
const INIT_SCRIPTS: &str = "init scripts";

/// One status may have several rows, the likeliest first.
///
/// 126 and 127: POSIX.1-2024 XCU 2.8.2; env(1), timeout(1), nohup(1) and docker-run(1) keep to it.
/// 2: bash(1), EXIT STATUS. 2 to 7 of init scripts: LSB 5.0, "Init Script Actions". 64 to 78:
/// sysexits(3). 123 to 125: xargs(1), timeout(1), env(1) and nohup(1) of GNU; docker-run(1);
/// git-bisect(1). 128 and 129: git's api-error-handling. 200 to 245: systemd.exec(5), "Process
/// Exit Codes", and systemd's exit-status.h for 245. 255: ssh(1), and exit(3) for the low byte.
const CONVENTIONS: &[Convention] = &[
    row(2, "bash's builtins", "a wrong usage"),
    row(2, INIT_SCRIPTS, "an invalid argument"),
    row(3, INIT_SCRIPTS, "not implemented"),
    row(4, INIT_SCRIPTS, "not permitted"),
    row(5, INIT_SCRIPTS, "not installed"),
    row(6, INIT_SCRIPTS, "not configured"),
    row(7, INIT_SCRIPTS, "not running"),
    row(64, SYSEXITS, "EX_USAGE, the command line is wrong"),
    row(65, SYSEXITS, "EX_DATAERR, the input is wrong"),
    row(66, SYSEXITS, "EX_NOINPUT, an input file cannot be read"),
    row(67, SYSEXITS, "EX_NOUSER, the user is unknown"),
    row(68, SYSEXITS, "EX_NOHOST, the host is unknown"),
    row(69, SYSEXITS, "EX_UNAVAILABLE, a service is not there"),
    row(70, SYSEXITS, "EX_SOFTWARE, an error of the program itself"),
    row(71, SYSEXITS, "EX_OSERR, an error of the system"),
    row(72, SYSEXITS, "EX_OSFILE, a system file is missing or wrong"),
    row(73, SYSEXITS, "EX_CANTCREAT, the output file cannot be made"),
    row(74, SYSEXITS, "EX_IOERR, an input or output error"),
    row(75, SYSEXITS, "EX_TEMPFAIL, a failure that may pass"),
    row(76, SYSEXITS, "EX_PROTOCOL, an error of a protocol"),
    row(77, SYSEXITS, "EX_NOPERM, the permission is missing"),
    row(78, SYSEXITS, "EX_CONFIG, the configuration is wrong"),
    row(123, "GNU xargs(1)", "a command failed"),
    row(124, "timeout(1) and sigkit's kill -w", "the time was over"),
    row(124, "GNU xargs(1)", "a command exited with 255"),
    row(125, "timeout(1), env(1) and nohup(1)", "a failure of their own"),
    row(125, "docker run", "a failure of the daemon"),
    row(125, "git bisect run", "skip this commit"),
    row(126, EXECUTORS, "the command was found and could not be executed"),
    row(127, EXECUTORS, "the command was not found"),
    row(128, "git", "a fatal error"),
    row(129, "git", "a wrong usage"),
    row(200, SYSTEMD, "EXIT_CHDIR, WorkingDirectory="),
    row(201, SYSTEMD, "EXIT_NICE, Nice="),
    row(202, SYSTEMD, "EXIT_FDS, its file descriptors"),
    row(203, SYSTEMD, "EXIT_EXEC, ExecStart= is missing or cannot be executed"),
    row(204, SYSTEMD, "EXIT_MEMORY, there was no memory"),
    row(205, SYSTEMD, "EXIT_LIMITS, LimitCPU= or its like"),
    row(206, SYSTEMD, "EXIT_OOM_ADJUST, OOMScoreAdjust="),
    row(207, SYSTEMD, "EXIT_SIGNAL_MASK, its signal mask"),
    row(208, SYSTEMD, "EXIT_STDIN, StandardInput="),
    row(209, SYSTEMD, "EXIT_STDOUT, StandardOutput="),
    row(210, SYSTEMD, "EXIT_CHROOT, RootDirectory= or RootImage="),
    row(211, SYSTEMD, "EXIT_IOPRIO, IOSchedulingClass= or IOSchedulingPriority="),
    row(212, SYSTEMD, "EXIT_TIMERSLACK, TimerSlackNSec="),
    row(213, SYSTEMD, "EXIT_SECUREBITS, SecureBits="),
    row(214, SYSTEMD, "EXIT_SETSCHEDULER, CPUSchedulingPolicy="),
    row(215, SYSTEMD, "EXIT_CPUAFFINITY, CPUAffinity="),
    row(216, SYSTEMD, "EXIT_GROUP, Group= or SupplementaryGroups="),
    row(217, SYSTEMD, "EXIT_USER, User= or PrivateUsers="),
    row(218, SYSTEMD, "EXIT_CAPABILITIES, AmbientCapabilities= or CapabilityBoundingSet="),
    row(219, SYSTEMD, "EXIT_CGROUP, its control group"),
    row(220, SYSTEMD, "EXIT_SETSID, a session of its own"),
    row(221, SYSTEMD, "EXIT_CONFIRM, systemd.confirm_spawn= was answered with no"),
    row(222, SYSTEMD, "EXIT_STDERR, StandardError="),
    row(224, SYSTEMD, "EXIT_PAM, PAMName="),
    row(225, SYSTEMD, "EXIT_NETWORK, PrivateNetwork="),
    row(226, SYSTEMD, "EXIT_NAMESPACE, ReadOnlyPaths= or its like"),
    row(227, SYSTEMD, "EXIT_NO_NEW_PRIVILEGES, NoNewPrivileges="),
    row(228, SYSTEMD, "EXIT_SECCOMP, SystemCallFilter= or its like"),
    row(229, SYSTEMD, "EXIT_SELINUX_CONTEXT, SELinuxContext="),
    row(230, SYSTEMD, "EXIT_PERSONALITY, Personality="),
    row(231, SYSTEMD, "EXIT_APPARMOR_PROFILE, AppArmorProfile="),
    row(232, SYSTEMD, "EXIT_ADDRESS_FAMILIES, RestrictAddressFamilies="),
    row(233, SYSTEMD, "EXIT_RUNTIME_DIRECTORY, RuntimeDirectory="),
    row(235, SYSTEMD, "EXIT_CHOWN, the owner of a socket"),
    row(236, SYSTEMD, "EXIT_SMACK_PROCESS_LABEL, SmackProcessLabel="),
    row(237, SYSTEMD, "EXIT_KEYRING, its keyring"),
    row(238, SYSTEMD, "EXIT_STATE_DIRECTORY, StateDirectory="),
    row(239, SYSTEMD, "EXIT_CACHE_DIRECTORY, CacheDirectory="),
    row(240, SYSTEMD, "EXIT_LOGS_DIRECTORY, LogsDirectory="),
    row(241, SYSTEMD, "EXIT_CONFIGURATION_DIRECTORY, ConfigurationDirectory="),
    row(242, SYSTEMD, "EXIT_NUMA_POLICY, NUMAPolicy="),
    row(243, SYSTEMD, "EXIT_CREDENTIALS, LoadCredential= or its like"),
    row(244, SYSTEMD, "EXIT_BPF, RestrictFileSystems= or its like"),
    row(245, SYSTEMD, "EXIT_KSM, MemoryKSM="),
    row(255, "ssh(1)", "an error of its own"),
];

const EXECUTORS: &str = "shells, env(1), timeout(1), nohup(1) and docker run";

/// The meanings of an exit status in documents that can be named; the likeliest first.
pub(crate) fn of(status: u8) -> impl Iterator<Item = &'static Convention> {
    CONVENTIONS.iter().filter(move |row| row.status == status)
}

/// How Windows ends a process, or why it did not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NtStatus {
    pub(crate) value: u32,
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
}

const fn nt(value: u32, name: &'static str, meaning: &'static str) -> NtStatus {
    NtStatus { value, name, meaning }
}

/// From Microsoft's [MS-ERREF] 2.3.1, "NTSTATUS Values", and its "Common Process Termination
/// Values"; those that end processes.
const NT_STATUSES: &[NtStatus] = &[
    nt(0x4001_0004, "DBG_TERMINATE_PROCESS", "a debugger, or the end of the session, ended it"),
    nt(0x4000_0015, "STATUS_FATAL_APP_EXIT", "abort() was called"),
    nt(0x8000_0003, "STATUS_BREAKPOINT", "a breakpoint without a debugger, as TRAP"),
    nt(0xc000_0005, "STATUS_ACCESS_VIOLATION", "a wrong memory access, as SEGV"),
    nt(0xc000_0006, "STATUS_IN_PAGE_ERROR", "memory could not be read from its file, as BUS"),
    nt(0xc000_0017, "STATUS_NO_MEMORY", "there was no memory"),
    nt(0xc000_001d, "STATUS_ILLEGAL_INSTRUCTION", "an unknown instruction, as ILL"),
    nt(0xc000_007b, "STATUS_INVALID_IMAGE_FORMAT", "a library is not for this processor"),
    nt(0xc000_008e, "STATUS_FLOAT_DIVIDE_BY_ZERO", "a floating-point error, as FPE"),
    nt(0xc000_0094, "STATUS_INTEGER_DIVIDE_BY_ZERO", "a division by zero, as FPE"),
    nt(0xc000_0096, "STATUS_PRIVILEGED_INSTRUCTION", "a forbidden instruction, as ILL"),
    nt(0xc000_00fd, "STATUS_STACK_OVERFLOW", "the stack is full, as SEGV"),
    nt(0xc000_0135, "STATUS_DLL_NOT_FOUND", "a library is missing"),
    nt(0xc000_0138, "STATUS_ORDINAL_NOT_FOUND", "a library lacks a function"),
    nt(0xc000_0139, "STATUS_ENTRYPOINT_NOT_FOUND", "a library lacks a function"),
    nt(0xc000_013a, "STATUS_CONTROL_C_EXIT", "Ctrl-C, as INT"),
    nt(0xc000_0142, "STATUS_DLL_INIT_FAILED", "a library did not start"),
    nt(0xc000_0374, "STATUS_HEAP_CORRUPTION", "the heap was damaged, as ABRT"),
    nt(0xc000_0409, "STATUS_STACK_BUFFER_OVERRUN", "the program aborted itself, as ABRT"),
    nt(0xc000_0417, "STATUS_INVALID_CRUNTIME_PARAMETER", "a wrong argument to the C library"),
];

/// The NTSTATUS of a value that a process of Windows ended with.
pub(crate) fn nt_status(value: u32) -> Option<&'static NtStatus> {
    NT_STATUSES.iter().find(|row| row.value == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_in_order_and_fit_into_a_sentence() {
        assert!(CONVENTIONS.is_sorted_by_key(|row| row.status));
        for Convention { of, meaning, .. } in CONVENTIONS {
            assert!(!meaning.ends_with('.') && !meaning.contains("  "), "{of}: {meaning}");
        }
        for NtStatus { name, meaning, .. } in NT_STATUSES {
            assert!(!meaning.ends_with('.') && meaning.len() < 60, "{name}: {meaning}");
        }
    }

    #[test]
    fn systemd_has_every_status_from_200_to_245_but_two_that_it_gave_up() {
        let without = (200..=245).filter(|status| of(*status).all(|row| row.of != SYSTEMD));
        assert_eq!(without.collect::<Vec<u8>>(), [223, 234]);
        assert_eq!(of(203).next().unwrap().meaning.split(',').next(), Some("EXIT_EXEC"));
        assert_eq!(of(226).next().unwrap().meaning.split(',').next(), Some("EXIT_NAMESPACE"));
    }

    #[test]
    fn several_programs_may_mean_something_by_a_status() {
        let whose = |status| of(status).map(|row| row.of).collect::<Vec<_>>();
        assert_eq!(whose(125), ["timeout(1), env(1) and nohup(1)", "docker run", "git bisect run"]);
        assert_eq!(whose(128), ["git"]);
        assert_eq!(whose(100), [] as [&str; 0]);
    }

    #[test]
    fn values_of_windows_are_32_bits() {
        assert_eq!(nt_status(3_221_225_786).unwrap().name, "STATUS_CONTROL_C_EXIT");
        assert_eq!(nt_status(-1_073_741_510_i32 as u32).unwrap().name, "STATUS_CONTROL_C_EXIT");
        assert_eq!(nt_status(3_221_225_477).unwrap().name, "STATUS_ACCESS_VIOLATION");
        assert_eq!(nt_status(9), None);
    }
}
