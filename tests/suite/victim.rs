//! A program that tells which signals reach it. It hides in the test binary: with SIGKIT_VICTIM in
//! the environment it runs before the test harness does, with the dispositions that it inherited.
//!
//! SIGKIT_VICTIM says what it does:
//!
//! * `report` blocks every signal, takes them one by one and prints a line for each: number,
//!   si_code, si_pid, si_uid, value.
//! * `obey` does the same, and takes a queued RTMIN for an order, which it does not report: to send
//!   its parent the signal whose number is the value, or itself if that is negative.
//! * `late` does the same once it has taken a HUP.
//! * `default` leaves every disposition at its default and sleeps.
//! * `catch` installs a handler for USR1, blocks USR2 and sleeps; other dispositions are default.
//! * `ignore-term` ignores TERM and sleeps.
//! * `tell` says of USR1, CONT and TTIN that it handled them, blocks USR2, ignores INT, reads HUP
//!   from a signalfd.
//! * `await` blocks USR1 and prints a line for each that its sigwait takes; other dispositions are
//!   default.
//! * `threads` blocks USR1 in the main thread and handles it in another one, which is called
//!   second-thread; blocks USR2 in both.
//! * `vast` has a command line of 1 GiB, as far as /proc says; prints `no vast command line` if the
//!   kernel does not let it.
//! * `vfork` sleeps as vfork(2) does, uninterruptibly, until its child ends, which waits for a byte
//!   on standard input.
//! * `zombie` forks a child that ends at once, prints its process ID, never reaps it.
//! * `session` leads a session, blocks every signal and sleeps; forks a child that does so in a
//!   group of its own, the foreground one if standard input is a terminal, and prints its process
//!   ID.
//!
//! Each prints `ready PID` once its dispositions are set. All die with the thread that started
//! them.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a queued RTMIN is an order.
static OBEYS: AtomicBool = AtomicBool::new(false);

/// Run by the C library before main.
#[used]
#[unsafe(link_section = ".init_array")]
static VICTIM: extern "C" fn() = victim;

/// Most tests wait for processes and the clock: twice as many as there are processors run at a
/// time, unless the user says how many.
fn let_more_tests_wait() {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = CString::new((2 * processors).to_string()).expect("digits");
    // SAFETY: setenv of C strings; nothing else runs yet.
    unsafe { libc::setenv(c"RUST_TEST_THREADS".as_ptr(), threads.as_ptr(), 0) };
}

extern "C" fn victim() {
    // SAFETY: getenv of a literal; nothing else runs yet.
    let mode = unsafe { libc::getenv(c"SIGKIT_VICTIM".as_ptr()) };
    if mode.is_null() {
        // The tests: a shell ignores INT and QUIT for what it starts in the background, and nohup
        // ignores HUP.
        for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM] {
            // SAFETY: nothing else runs yet.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        let_more_tests_wait();
        return;
    }
    // SAFETY: getenv gave a C string.
    let mode = unsafe { CStr::from_ptr(mode) };
    // SAFETY: this process has one thread and nothing of Rust's runtime but std's memory: plain C
    // calls.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        // Whatever the tests were started with.
        for signal in 1..libc::SIGRTMIN() {
            libc::signal(signal, libc::SIG_DFL);
        }
        match mode.to_bytes() {
            b"report" => report(),
            b"obey" => {
                OBEYS.store(true, Ordering::Relaxed);
                report();
            }
            b"late" => late(),
            b"default" => {}
            b"catch" => {
                catch(libc::SIGUSR1);
                block(libc::SIGUSR2);
            }
            b"ignore-term" => {
                libc::signal(libc::SIGTERM, libc::SIG_IGN);
            }
            b"tell" => tell(),
            b"await" => wait_for_usr1(),
            b"threads" => threads(),
            b"vast" => vast(),
            b"vfork" => vfork(),
            b"zombie" => zombie(),
            b"session" => session(),
            other => panic!("SIGKIT_VICTIM={}", String::from_utf8_lossy(other)),
        }
        // They say so elsewhere.
        if !matches!(mode.to_bytes(), b"threads" | b"vfork") {
            ready();
        }
        loop {
            libc::pause();
        }
    }
}

/// Writes a line in one piece: std's locks are not needed for this.
fn say(line: &str) {
    // SAFETY: the pointer and the length are the string's.
    unsafe { libc::write(1, line.as_ptr().cast(), line.len()) };
}

fn ready() {
    // SAFETY: getpid cannot fail.
    say(&format!("ready {}\n", unsafe { libc::getpid() }));
}

unsafe fn late() -> ! {
    // SAFETY: the sets are ours, and initialised by the calls before they are read.
    unsafe {
        let mut set = MaybeUninit::uninit();
        libc::sigfillset(set.as_mut_ptr());
        libc::sigprocmask(libc::SIG_BLOCK, set.as_ptr(), std::ptr::null_mut());
        ready();
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), libc::SIGHUP);
        while libc::sigwaitinfo(set.as_ptr(), std::ptr::null_mut()) < 0 {}
        report_all()
    }
}

unsafe fn report() -> ! {
    // SAFETY: the sets and siginfo are ours, and initialised by the calls before they are read.
    unsafe {
        let mut all = MaybeUninit::uninit();
        libc::sigfillset(all.as_mut_ptr());
        libc::sigprocmask(libc::SIG_BLOCK, all.as_ptr(), std::ptr::null_mut());
        ready();
        report_all()
    }
}

/// Reports all that is blocked.
unsafe fn report_all() -> ! {
    // SAFETY: the set and siginfo are ours, and initialised by the calls before they are read.
    unsafe {
        let mut all = MaybeUninit::uninit();
        libc::sigfillset(all.as_mut_ptr());
        loop {
            let mut information = MaybeUninit::<libc::siginfo_t>::zeroed();
            let number = libc::sigwaitinfo(all.as_ptr(), information.as_mut_ptr());
            if number < 0 {
                continue;
            }
            let information = information.assume_init();
            let pointer = information.si_value();
            // The integer lies at the start of the pointer.
            let value = *(&raw const pointer).cast::<i32>();
            let is_order = number == libc::SIGRTMIN() && information.si_code == libc::SI_QUEUE;
            if is_order && OBEYS.load(Ordering::Relaxed) {
                let target = if value < 0 { libc::getpid() } else { libc::getppid() };
                libc::kill(target, value.abs());
                continue;
            }
            say(&format!(
                "{number} {} {} {} {}\n",
                information.si_code,
                information.si_pid(),
                information.si_uid(),
                if information.si_code == libc::SI_QUEUE { value } else { 0 }
            ));
        }
    }
}

unsafe fn wait_for_usr1() -> ! {
    // SAFETY: the set is ours, and initialised by sigemptyset.
    unsafe {
        block(libc::SIGUSR1);
        let mut set = MaybeUninit::uninit();
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), libc::SIGUSR1);
        ready();
        loop {
            let mut signal = 0;
            libc::sigwait(set.as_ptr(), &raw mut signal);
            say(&format!("took {signal}\n"));
        }
    }
}

extern "C" fn nothing(_: libc::c_int) {}

unsafe fn catch(signal: libc::c_int) {
    // SAFETY: the handler does nothing.
    unsafe { libc::signal(signal, nothing as extern "C" fn(libc::c_int) as libc::sighandler_t) };
}

unsafe fn block(signal: libc::c_int) {
    // SAFETY: the set is ours, and initialised by sigemptyset.
    unsafe {
        let mut set = MaybeUninit::uninit();
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), signal);
        libc::sigprocmask(libc::SIG_BLOCK, set.as_ptr(), std::ptr::null_mut());
    }
}

/// A handler that says so.
extern "C" fn handled(signal: libc::c_int) {
    let mut line = *b"handled 00\n";
    line[8] += (signal / 10) as u8;
    line[9] += (signal % 10) as u8;
    // SAFETY: write(2) is async-signal-safe, and the line is as long as it says.
    unsafe { libc::write(1, line.as_ptr().cast(), line.len()) };
}

unsafe fn say_when_handled(signal: libc::c_int) {
    // SAFETY: the handler does nothing that is not async-signal-safe.
    unsafe { libc::signal(signal, handled as extern "C" fn(libc::c_int) as libc::sighandler_t) };
}

unsafe fn tell() -> ! {
    // SAFETY: plain C calls; the buffer is as long as read(2) is told.
    unsafe {
        for signal in [libc::SIGUSR1, libc::SIGCONT, libc::SIGTTIN] {
            say_when_handled(signal);
        }
        libc::signal(libc::SIGINT, libc::SIG_IGN);
        block(libc::SIGUSR2);
        block(libc::SIGHUP);
        let mut hup = MaybeUninit::uninit();
        libc::sigemptyset(hup.as_mut_ptr());
        libc::sigaddset(hup.as_mut_ptr(), libc::SIGHUP);
        let descriptor = libc::signalfd(-1, hup.as_ptr(), 0);
        ready();
        let mut information = [0_u8; 128];
        loop {
            if libc::read(descriptor, information.as_mut_ptr().cast(), information.len()) > 0 {
                say(&format!("read {}\n", information[0]));
            }
        }
    }
}

unsafe fn threads() {
    // It has what the main thread blocks.
    extern "C" fn other(_: *mut libc::c_void) -> *mut libc::c_void {
        // SAFETY: the set is ours, and initialised by sigemptyset.
        unsafe {
            let mut set = MaybeUninit::uninit();
            libc::sigemptyset(set.as_mut_ptr());
            libc::sigaddset(set.as_mut_ptr(), libc::SIGUSR1);
            libc::pthread_sigmask(libc::SIG_UNBLOCK, set.as_ptr(), std::ptr::null_mut());
            libc::prctl(libc::PR_SET_NAME, c"second-thread".as_ptr());
        }
        ready();
        loop {
            // SAFETY: pause(2) takes nothing.
            unsafe { libc::pause() };
        }
    }
    // SAFETY: the thread needs nothing that ends before the process does.
    unsafe {
        say_when_handled(libc::SIGUSR1);
        block(libc::SIGUSR1);
        block(libc::SIGUSR2);
        let mut thread = MaybeUninit::uninit();
        libc::pthread_create(thread.as_mut_ptr(), std::ptr::null(), other, std::ptr::null_mut());
    }
}

/// Makes an area that takes no memory the command line, as every user may where the kernel can
/// restore processes from checkpoints.
unsafe fn vast() {
    const LENGTH: u64 = 1 << 30;
    const ZERO: libc::c_ulong = 0;
    // SAFETY: nothing else refers to the new area; prctl(2) reads a structure of the size that it
    // is told, and changes only what /proc shows.
    unsafe {
        let area = libc::mmap(
            std::ptr::null_mut(),
            LENGTH as usize,
            libc::PROT_READ,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        );
        let (start, brk) = (area as u64, libc::sbrk(0) as u64);
        // As `struct prctl_mm_map` of linux/prctl.h: code, data, heap, stack, arguments and
        // environment; no auxiliary vector, no program (-1, the second half).
        let map: [u64; 13] = [
            start,
            start + 1,
            start,
            start,
            brk,
            brk,
            start,
            start,
            start + LENGTH,
            start,
            start,
            0,
            u64::from_ne_bytes([0, 0, 0, 0, 255, 255, 255, 255]),
        ];
        let size = size_of_val(&map) as libc::c_ulong;
        let what = libc::PR_SET_MM_MAP as libc::c_ulong;
        if area == libc::MAP_FAILED
            || libc::prctl(libc::PR_SET_MM, what, &raw const map, size, ZERO) != 0
        {
            say("no vast command line\n");
            libc::_exit(0);
        }
    }
}

unsafe fn vfork() {
    extern "C" fn child(_: *mut libc::c_void) -> libc::c_int {
        let mut byte = 0_u8;
        // SAFETY: prctl and read as their pages have it.
        unsafe {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            say(&format!("ready {}\n", libc::getppid()));
            libc::read(0, (&raw mut byte).cast(), 1);
        }
        0
    }
    static mut STACK: [u128; 4096] = [0; 4096];
    // SAFETY: the child has a copy of the memory, and a stack of its own in it, which grows
    // downwards from its end.
    unsafe {
        say_when_handled(libc::SIGUSR1);
        let top = (&raw mut STACK).add(1);
        libc::clone(child, top.cast(), libc::CLONE_VFORK | libc::SIGCHLD, std::ptr::null_mut());
    }
}

unsafe fn zombie() {
    // SAFETY: the child ends at once, without touching anything.
    unsafe {
        let child = libc::fork();
        if child == 0 {
            libc::_exit(0);
        }
        // Wait until it is a zombie, without reaping it.
        let mut information = MaybeUninit::<libc::siginfo_t>::zeroed();
        libc::waitid(
            libc::P_PID,
            child as libc::id_t,
            information.as_mut_ptr(),
            libc::WEXITED | libc::WNOWAIT,
        );
        say(&format!("zombie {child}\n"));
    }
}

unsafe fn session() {
    // SAFETY: plain system calls, also in the child.
    unsafe {
        // It fails where the test made the session, to give it a terminal.
        libc::setsid();
        for signal in 1..=libc::SIGRTMAX() {
            block(signal);
        }
        // The child is reaped without being waited for.
        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
        let child = libc::fork();
        if child == 0 {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            loop {
                libc::pause();
            }
        }
        libc::setpgid(child, child);
        if libc::isatty(0) == 1 {
            libc::tcsetpgrp(0, child);
        }
        say(&format!("member {child}\n"));
    }
}
