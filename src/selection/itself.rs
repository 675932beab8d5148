//! Criterion: the process that is held already, and no newcomer with its number.

use super::criterion::{Cost, Criterion};
use super::look::Look;
use crate::process::handle::Handle;
use crate::sys::Errno;

/// None: it is gone, and no process fits.
#[derive(Debug)]
pub(crate) struct Itself(pub(crate) Option<Handle>);

impl Criterion for Itself {
    fn cost(&self) -> Cost {
        Cost::Number
    }

    /// Its number is its own as long as it is not reaped.
    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        let is = |handle: &Handle| {
            handle.pid() == look.task().process && handle.send(None, None) != Err(Errno::ESRCH)
        };
        Ok(self.0.as_ref().is_some_and(is))
    }

    fn mismatch(&self, _: &Look) -> Result<String, Errno> {
        Ok("it is another process".to_owned())
    }

    fn matched(&self, _: &Look) -> Result<String, Errno> {
        Ok("process ID".to_owned())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::process::view::View;
    use crate::sys::Pid;

    #[test]
    fn one_that_is_gone_is_not_taken_for_another() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = Pid::new(child.id() as i32).unwrap();
        let itself = Itself(Some(Handle::open(pid).unwrap()));
        let view = View::open().unwrap();
        assert_eq!(itself.fits(&Look::at(&view, pid)), Ok(true));
        assert_eq!(itself.fits(&Look::at(&view, Pid::own())), Ok(false));
        child.wait().unwrap();
        assert_eq!(itself.fits(&Look::at(&view, pid)), Ok(false));
        assert_eq!(Itself(None).fits(&Look::at(&view, Pid::own())), Ok(false));
    }
}
