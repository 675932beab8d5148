//! Runs as users have them: time from the spawn to the end, and page faults.
#![allow(unsafe_code)]

use std::ffi::{CString, c_char};
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::ptr;
use std::time::Instant;

use nix::errno::Errno;
use nix::libc;

use crate::programs::{ENVIRONMENT, Run};

/// One program's time and page faults over all pairs.
pub(crate) struct Timing {
    /// The program's time as a multiple of the first program's, run for run: lower quartile,
    /// median, upper quartile.
    pub(crate) ratio: [f64; 3],
    /// The median time in microseconds. For the JSON alone: it says more about the machine than
    /// about the program.
    pub(crate) microseconds: f64,
    /// The median of minor and major faults together, those of the spawn and of execve(2) included.
    pub(crate) faults: f64,
}

/// Times every run against the first one, in pairs of neighbours.
///
/// A machine's speed drifts by more than the programs differ. The two of a pair run within a
/// millisecond, so that the ratio is free of the drift. What ran before matters, too, by a tenth:
/// it decides what of the kernel and of the program is in the processor's caches. So each pair is
/// the second of two (first, other, first, other), in which either follows the other, and the
/// programs have their turns in a new order in every round. The first program against itself gives
/// 1.00 within two hundredths.
pub(crate) fn paired(runs: &[Run], pairs: usize) -> io::Result<Vec<Timing>> {
    let null = File::options().read(true).write(true).open("/dev/null")?;
    let launches =
        runs.iter().map(|run| Launch::new(run, &null)).collect::<io::Result<Vec<_>>>()?;
    let Some(reference) = launches.first() else {
        return Ok(Vec::new());
    };
    for launch in &launches {
        launch.once()?;
    }
    let mut samples: Vec<Samples> = launches.iter().map(|_| Samples::default()).collect();
    let mut order: Vec<usize> = (0..launches.len()).collect();
    let mut shuffler = Shuffler(1);
    for _ in 0..pairs {
        shuffler.shuffle(&mut order);
        for place in &order {
            let launch = &launches[*place];
            reference.once()?;
            launch.once()?;
            let base = reference.once()?;
            let own = launch.once()?;
            let samples = &mut samples[*place];
            samples.ratios.push(own.seconds / base.seconds);
            samples.microseconds.push(own.seconds * 1e6);
            samples.faults.push(own.faults);
        }
    }
    Ok(samples.into_iter().map(Samples::summary).collect())
}

/// The same orders in every run of the harness, so that two runs differ in nothing but the machine.
struct Shuffler(u64);

impl Shuffler {
    /// Fisher and Yates's shuffle with Knuth's linear congruential generator (MMIX).
    fn shuffle(&mut self, places: &mut [usize]) {
        for last in (1..places.len()).rev() {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            places.swap(last, (self.0 >> 33) as usize % (last + 1));
        }
    }
}

#[derive(Default)]
struct Samples {
    ratios: Vec<f64>,
    microseconds: Vec<f64>,
    faults: Vec<f64>,
}

impl Samples {
    fn summary(mut self) -> Timing {
        Timing {
            ratio: [0.25, 0.5, 0.75].map(|part| quantile(&mut self.ratios, part)),
            microseconds: quantile(&mut self.microseconds, 0.5),
            faults: quantile(&mut self.faults, 0.5),
        }
    }
}

/// The value below which this part of the values lies, between two of them if need be.
fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() - 1) as f64 * part;
    let (below, above) = (values[place.floor() as usize], values[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

struct Sample {
    seconds: f64,
    faults: f64,
}

/// A run prepared to the last pointer, so that nothing but the spawn is timed.
struct Launch {
    path: CString,
    words: Vec<CString>,
    arguments: Vec<*mut c_char>,
    _variable: CString,
    environment: [*mut c_char; 2],
    actions: libc::posix_spawn_file_actions_t,
    label: String,
}

impl Launch {
    fn new(run: &Run, null: &File) -> io::Result<Launch> {
        let path = CString::new(run.program.copy.as_os_str().as_bytes())?;
        let words = run.words().into_iter().map(CString::new).collect::<Result<Vec<_>, _>>()?;
        let arguments =
            words.iter().map(|word| word.as_ptr().cast_mut()).chain([ptr::null_mut()]).collect();
        let variable = CString::new(format!("{}={}", ENVIRONMENT.0, ENVIRONMENT.1))?;
        let environment = [variable.as_ptr().cast_mut(), ptr::null_mut()];
        let mut actions = MaybeUninit::uninit();
        // SAFETY: posix_spawn_file_actions_init(3) makes a valid value of it, and the others take
        // that value.
        let actions = unsafe {
            failure(libc::posix_spawn_file_actions_init(actions.as_mut_ptr()))?;
            let mut actions: libc::posix_spawn_file_actions_t = actions.assume_init();
            for descriptor in [libc::STDOUT_FILENO, libc::STDERR_FILENO] {
                failure(libc::posix_spawn_file_actions_adddup2(
                    &mut actions,
                    null.as_raw_fd(),
                    descriptor,
                ))?;
            }
            actions
        };
        let label = run.program.label.clone();
        Ok(Launch { path, words, arguments, _variable: variable, environment, actions, label })
    }

    /// Runs it to its end.
    fn once(&self) -> io::Result<Sample> {
        debug_assert_eq!(self.arguments.len(), self.words.len() + 1);
        let mut pid = 0;
        let mut status = 0;
        let mut usage = MaybeUninit::<libc::rusage>::zeroed();
        let start = Instant::now();
        // SAFETY: the path and every word are C strings that `self` keeps, both lists end with a
        // null pointer, and the actions were made by posix_spawn_file_actions_init(3).
        failure(unsafe {
            libc::posix_spawn(
                &mut pid,
                self.path.as_ptr(),
                &self.actions,
                ptr::null(),
                self.arguments.as_ptr(),
                self.environment.as_ptr(),
            )
        })?;
        // SAFETY: all three point to memory of the right type; the process is a child that nobody
        // else waits for.
        while unsafe { libc::wait4(pid, &mut status, 0, usage.as_mut_ptr()) } == -1 {
            if Errno::last() != Errno::EINTR {
                return Err(io::Error::last_os_error());
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        if status != 0 {
            return Err(io::Error::other(format!("{}: wait status {status:#x}", self.label)));
        }
        // SAFETY: zeroed, which is a valid rusage, and filled by wait4(2).
        let usage = unsafe { usage.assume_init() };
        Ok(Sample { seconds, faults: (usage.ru_minflt + usage.ru_majflt) as f64 })
    }
}

impl Drop for Launch {
    fn drop(&mut self) {
        // SAFETY: made by posix_spawn_file_actions_init(3), and not used again.
        unsafe { libc::posix_spawn_file_actions_destroy(&mut self.actions) };
    }
}

/// The posix_spawn functions return their error instead of setting errno.
fn failure(error: i32) -> io::Result<()> {
    if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(error)) }
}
