//! Lists processes in the place of signalling them.

use super::command_line::command_line;
use super::order::Listing;
use super::outcome::Missed;
use super::subject::named;
use crate::process::handle::Handle;
use crate::process::name::Named;
use crate::selection::hold::Unavailable;

/// `1234`; `1234:5678` with the inode number; in full, `1234 nginx: nginx -g 'daemon off;'`.
///
/// # Errors
///
/// The process has no inode number, or was reaped.
pub(super) fn line(handle: &Handle, listing: Listing) -> Result<String, Missed> {
    let pid = handle.pid();
    let mut line = match listing.inode {
        true => format!("{pid}:{}", handle.inode().map_err(Unavailable::from)?),
        false => pid.to_string(),
    };
    if listing.full {
        let text = handle.look(|pid| Ok((named(&Named::of(pid)), command_line(pid, usize::MAX))));
        let (name, arguments) = text.map_err(Missed::unseen)?;
        line.push_str(name.strip_prefix(&pid.to_string()).unwrap_or_default());
        if !arguments.is_empty() {
            line.push_str(": ");
            line.push_str(&arguments);
        }
    }
    Ok(line)
}
