//! Running a program before libc has started: with system calls alone, no allocation and no
//! thread-local storage.
//!
//! Nothing more is needed to pass signals on until the program has exited. When anything else
//! happens libc starts, and the rest of sigkit goes on with what was [`begun`] here.

use std::cell::{Cell, UnsafeCell};
use std::ffi::c_char;
use std::marker::PhantomData;
use std::mem::{MaybeUninit, zeroed};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::errno::Errno;

use super::child::{Become, start_process, take_signals};
use super::search::{self, is_file_name};
use super::{Begun, Change, NotStarted, change};
use crate::signal::Signal;
use crate::signal::set::SignalSet;
use crate::sys::arguments::CommandLine;
use crate::sys::disposition::{self, Dispositions, Inherited, Origin, Taken};
use crate::sys::environment::Environment;
use crate::sys::{BeforeLibc, Pid, raw};

/// A place for the name of a file that is found in PATH. Longer names are for [`super::Program`]:
/// this much of the stack is mostly in memory already.
pub type Place = search::Place<512>;

/// A program that was found.
pub struct Program<'a> {
    file: *const c_char,
    words: *const *const c_char,
    environment: *const *const c_char,
    lives: PhantomData<(CommandLine<'a>, &'a Place)>,
}

impl<'a> Program<'a> {
    /// The program of a command line, which becomes its words; None if there is none, or there may
    /// be one that is not found here.
    pub fn find(
        command: CommandLine<'a>,
        environment: Environment,
        place: &'a mut Place,
    ) -> Option<Program<'a>> {
        let name = command.words().first()?.bytes();
        let file = match is_file_name(name) {
            true => name.as_ptr().cast(),
            false => place.find(name, environment).ok()?,
        };
        Some(Program {
            file,
            words: command.pointers()?,
            environment: environment.pointers(),
            lives: PhantomData,
        })
    }

    /// Becomes the program; returns if that fails.
    pub fn execute(&self) -> NotStarted {
        // SAFETY: the file is a C string; the words and the environment are those of main.
        NotStarted::Execute(unsafe { raw::execute(self.file, self.words, self.environment) })
    }
}

/// A program that runs in a process of its own, while this one has all signals blocked.
pub struct Started {
    command: Pid,
    inherited: Inherited,
}

impl Started {
    /// Starts the program of a command line; None if that fails, and then all is as it was.
    pub fn start(
        command: CommandLine,
        environment: Environment,
        place: &mut Place,
        dispositions: Dispositions,
    ) -> Option<Started> {
        // First, so that no signal is lost: PATH may be long, and slow.
        let inherited = Inherited::keep().ok()?;
        let dispositions = inherited.dispositions().but(dispositions);
        let process = Program::find(command, environment, place).and_then(|program| {
            // SAFETY: no handler is set by this program.
            unsafe { start_process(&Plain { program, dispositions, blocked: inherited.blocked }) }
                .ok()
        });
        if process.is_none() {
            inherited.restore();
        }
        process.map(|command| Started { command, inherited })
    }

    /// Waits until the program has exited; gives its exit status. Those of the signals `passed_on`
    /// that processes send here it is sent meanwhile, as they arrive.
    ///
    /// None when anything else has happened, which [`begun`] then tells; and if an exit is to be
    /// told there, too.
    pub fn wait(
        self,
        passed_on: SignalSet,
        is_exit_told: bool,
        before_libc: BeforeLibc,
    ) -> Option<u8> {
        // SAFETY: all zeros is a valid siginfo_t.
        let mut information: libc::siginfo_t = unsafe { zeroed() };
        let taken = loop {
            match disposition::take(SignalSet::all(), &mut information) {
                Ok(()) if self.is_passed_on(passed_on, &information) => {}
                // This process was stopped and continued.
                Err(Errno::EINTR) => {}
                taken => break taken.is_ok(),
            }
        };
        if taken && !is_exit_told && self.has_exited(&information) {
            if let Ok(Some((_, Change::Exited(status)))) = change(Some(self.command)) {
                return Some(status);
            }
        }
        BEGUN.store(self, taken.then_some(&information), before_libc);
        None
    }

    /// Sends the program a signal that was taken, with the value that it carries, if that is all
    /// there is to do.
    fn is_passed_on(&self, passed_on: SignalSet, information: &libc::siginfo_t) -> bool {
        let (pid, number) = (self.command.get(), information.si_signo);
        match Origin::of(information) {
            _ if !Signal::new(number).is_some_and(|signal| passed_on.contains(signal)) => false,
            Origin::Kernel => false,
            Origin::Process(_) => raw::kill(pid, number).is_ok(),
            Origin::Queued => raw::queue(pid, number, information).is_ok(),
        }
    }

    /// Whether a signal tells that the program has exited.
    fn has_exited(&self, information: &libc::siginfo_t) -> bool {
        information.si_signo == Signal::CHLD.number()
            && information.si_code == libc::CLD_EXITED
            // SAFETY: the kernel fills in the process with such a code, and lets nobody else use it
            // (sigaction(2)).
            && unsafe { information.si_pid() } == self.command.get()
    }
}

/// What the new process does.
struct Plain<'a> {
    program: Program<'a>,
    dispositions: Dispositions,
    blocked: SignalSet,
}

impl Become for Plain<'_> {
    fn become_program(&self, stops: &Cell<SignalSet>) -> NotStarted {
        match take_signals(self.dispositions, self.blocked, stops) {
            Ok(()) => self.program.execute(),
            Err(error) => NotStarted::Setup(error),
        }
    }
}

/// What was begun, for after libc has started.
static BEGUN: Handover = Handover {
    is_there: AtomicBool::new(false),
    started: UnsafeCell::new(MaybeUninit::uninit()),
    information: UnsafeCell::new(MaybeUninit::uninit()),
};

struct Handover {
    is_there: AtomicBool,
    started: UnsafeCell<MaybeUninit<Started>>,
    /// What was taken; no signal if nothing could be.
    information: UnsafeCell<MaybeUninit<libc::siginfo_t>>,
}

// SAFETY: it is written once, before libc has started, when there is one thread (BeforeLibc); and
// read by who is the first to find that it is there.
unsafe impl Sync for Handover {}

impl Handover {
    fn store(&self, started: Started, information: Option<&libc::siginfo_t>, _: BeforeLibc) {
        const WORDS: usize = size_of::<libc::siginfo_t>() / size_of::<usize>();
        // SAFETY: nobody else has a reference into it, as BeforeLibc shows. A siginfo_t is so many
        // words; one by one and volatile, or the compiler would call memcpy(3).
        unsafe {
            (*self.started.get()).write(started);
            let to = self.information.get().cast::<usize>();
            for word in 0..WORDS {
                let value = information.map_or(0, |from| {
                    ptr::from_ref(from).cast::<usize>().add(word).read_volatile()
                });
                to.add(word).write_volatile(value);
            }
        }
        self.is_there.store(true, Ordering::Relaxed);
    }
}

/// What was begun before libc had started; only the first call tells it.
pub fn begun() -> Option<Begun> {
    if !BEGUN.is_there.swap(false, Ordering::Relaxed) {
        return None;
    }
    // SAFETY: store() has written both, and this is done once.
    let (started, information) = unsafe {
        ((*BEGUN.started.get()).assume_init_read(), (*BEGUN.information.get()).assume_init_read())
    };
    Some(Begun {
        command: started.command,
        inherited: started.inherited,
        taken: Taken::of(information),
    })
}
