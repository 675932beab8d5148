//! What exit statuses mean that no signal gives: POSIX, sysexits(3), and the manuals of well-known
//! programs.

/// What an exit status stands for, as a document says that can be named; None where none does.
///
/// 0, 126 and 127: POSIX.1-2024 XCU 1.4 and 2.8.2. 2: bash(1), EXIT STATUS. 64 to 78: sysexits(3).
/// 123 to 125: xargs(1), timeout(1), env(1) and nohup(1) of GNU; docker-run(1); git-bisect(1). 128
/// and 129: git's api-error-handling. 255: ssh(1), and exit(3) for the low byte.
pub(crate) fn of(status: u32) -> Option<&'static str> {
    Some(match status {
        0 => "success",
        2 => "of bash's builtins, a wrong usage",
        64 => "EX_USAGE of sysexits(3), the command line is wrong",
        65 => "EX_DATAERR of sysexits(3), the input is wrong",
        66 => "EX_NOINPUT of sysexits(3), an input file cannot be read",
        67 => "EX_NOUSER of sysexits(3), the user is unknown",
        68 => "EX_NOHOST of sysexits(3), the host is unknown",
        69 => "EX_UNAVAILABLE of sysexits(3), a service is not there",
        70 => "EX_SOFTWARE of sysexits(3), an error of the program itself",
        71 => "EX_OSERR of sysexits(3), an error of the system",
        72 => "EX_OSFILE of sysexits(3), a system file is missing or wrong",
        73 => "EX_CANTCREAT of sysexits(3), the output file cannot be made",
        74 => "EX_IOERR of sysexits(3), an input or output error",
        75 => "EX_TEMPFAIL of sysexits(3), a failure that may pass",
        76 => "EX_PROTOCOL of sysexits(3), an error of a protocol",
        77 => "EX_NOPERM of sysexits(3), the permission is missing",
        78 => "EX_CONFIG of sysexits(3), the configuration is wrong",
        123 => "of GNU xargs(1), a command failed",
        124 => {
            "of timeout(1) and sigkit's kill -w, the time was over; of GNU xargs(1), a command \
             exited with 255"
        }
        125 => {
            "of timeout(1), env(1) and nohup(1), a failure of their own; of docker run, one of the \
             daemon; for git bisect run, to skip the commit"
        }
        126 => "of a shell, the command was found and could not be executed",
        127 => "of a shell, the command was not found",
        128 => "of git, a fatal error",
        129 => "of git, a wrong usage",
        255 => "of ssh(1), an error of its own; the low byte of exit(-1)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_claimed_of_a_status_that_no_process_can_have() {
        assert!((256..1024).all(|status| of(status).is_none()));
    }
}
