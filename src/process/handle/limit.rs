//! How many descriptors this process may have: each process that is held takes one.

#[cfg(linux_android)]
use std::sync::atomic::{AtomicUsize, Ordering};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// The soft limit of descriptors, once it was asked for; 0 before.
#[cfg(linux_android)]
static DESCRIPTOR_LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Lets this process have as many descriptors as it is allowed; false if that changes nothing. What
/// it starts inherits that.
pub(crate) fn raise_descriptor_limit() -> bool {
    let raised = match getrlimit(Resource::RLIMIT_NOFILE) {
        Ok((soft, hard)) if soft < hard => setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok(),
        _ => false,
    };
    #[cfg(linux_android)]
    if raised {
        DESCRIPTOR_LIMIT.store(0, Ordering::Relaxed);
    }
    raised
}

#[cfg(linux_android)]
pub(super) fn descriptor_limit() -> usize {
    if DESCRIPTOR_LIMIT.load(Ordering::Relaxed) == 0 {
        let limit =
            getrlimit(Resource::RLIMIT_NOFILE).map_or(usize::MAX, |(soft, _)| soft as usize);
        DESCRIPTOR_LIMIT.store(limit, Ordering::Relaxed);
    }
    DESCRIPTOR_LIMIT.load(Ordering::Relaxed)
}
