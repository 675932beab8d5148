//! Criterion: the security context, as SELinux and other security modules give it.

use super::criterion::{Cost, Criterion};
use super::ere::Pattern;
use super::look::Look;
use crate::cli::report::escaped;
use crate::process::bounded;
use crate::sys::Errno;

/// Patterns of which one must match the context.
#[derive(Debug)]
pub(crate) struct SecurityContext(pub(crate) Vec<Pattern>);

impl SecurityContext {
    fn is_met(&self, context: Option<&[u8]>) -> bool {
        context.is_some_and(|context| self.0.iter().any(|pattern| pattern.matches(context)))
    }
}

/// The context of a process; None if it has none, or if it cannot be seen. Without a security
/// module, read(2) fails with EINVAL (`security_getprocattr` of the kernel).
fn context(look: &Look) -> Result<Option<Vec<u8>>, Errno> {
    let read = look.with_file("attr/current", bounded::STATUS, |file| Ok(trimmed(file).to_vec()));
    match read {
        Ok(context) => Ok(Some(context).filter(|context| !context.is_empty())),
        Err(Errno::EINVAL | Errno::EACCES | Errno::EPERM) => Ok(None),
        Err(error) => Err(error),
    }
}

/// SELinux ends it with a NUL, AppArmor with a newline.
fn trimmed(file: &[u8]) -> &[u8] {
    let last = file.iter().rposition(|byte| !b"\0\n".contains(byte));
    &file[..last.map_or(0, |last| last + 1)]
}

impl Criterion for SecurityContext {
    fn cost(&self) -> Cost {
        Cost::Link
    }

    fn fits(&self, look: &Look) -> Result<bool, Errno> {
        Ok(self.is_met(context(look)?.as_deref()))
    }

    fn mismatch(&self, look: &Look) -> Result<String, Errno> {
        Ok(match context(look)? {
            Some(context) => format!("its security context is {}", escaped(&context)),
            None => "its security context is not known".to_owned(),
        })
    }

    fn matched(&self, look: &Look) -> Result<String, Errno> {
        let context = context(look)?.unwrap_or_default();
        Ok(format!("security context {}", escaped(&context)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::ere::Manner;

    #[test]
    fn x2_a_context_that_cannot_be_read_never_matches() {
        let pattern = Pattern::compile(b".*", Manner::default()).unwrap();
        let any = SecurityContext(vec![pattern]);
        assert!(any.is_met(Some(b"unconfined")) && !any.is_met(None));
    }

    #[test]
    fn the_end_of_the_file_is_not_part_of_the_context() {
        assert_eq!(trimmed(b"system_u:system_r:init_t:s0\0"), b"system_u:system_r:init_t:s0");
        assert_eq!(trimmed(b"unconfined\n"), b"unconfined");
        assert_eq!(trimmed(b"docker-default (enforce)\n"), b"docker-default (enforce)");
        assert_eq!((trimmed(b"\n"), trimmed(b"")), (&b""[..], &b""[..]));
    }
}
