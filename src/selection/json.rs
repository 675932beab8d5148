//! A process as JSON (RFC 8259).

use std::collections::BTreeMap;

use super::look::Look;
use super::moment::Utc;
use crate::cli::escape::json_string;
use crate::process::start_time;
use crate::sys::{Errno, Pid};

/// The object of a process, with why it was found, and with another member if there is one.
///
/// # Errors
///
/// The process cannot be looked at.
pub(crate) fn object(
    look: &Look,
    users: &BTreeMap<u32, Vec<u8>>,
    why: &str,
    inode: Option<u64>,
    other: Option<(&str, &str)>,
) -> Result<String, Errno> {
    let stat = look.stat()?;
    let user = look.effective_user()?;
    let user = users.get(&user).cloned().unwrap_or_else(|| user.to_string().into_bytes());
    let name = look.full_name()?.map_or_else(|| look.name(), Ok)?;
    let arguments = &look.arguments()?.bytes;
    let arguments = arguments.strip_suffix(b"\0").unwrap_or(arguments);
    let words = arguments.split(|byte| *byte == 0).map(json_string).collect::<Vec<_>>();
    let words = if arguments.is_empty() { String::new() } else { words.join(",") };
    let inode = inode.map_or_else(String::new, |inode| format!(",\"inode\":{inode}"));
    let other = other.map_or_else(String::new, |(name, value)| {
        format!(",{}:{}", json_string(name.as_bytes()), json_string(value.as_bytes()))
    });
    Ok(format!(
        "{{\"pid\":{},\"ppid\":{},\"comm\":{},\"name\":{},\"argv\":[{words}],\"state\":{},\
        \"user\":{},\"started\":\"{}\",\"why\":{}{inode}{other}}}",
        look.task().id(),
        stat.parent.map_or(0, Pid::get),
        json_string(look.name()?),
        json_string(name),
        json_string(&[stat.state]),
        json_string(&user),
        Utc(start_time::on_clock(stat.started)?),
        json_string(why.as_bytes()),
    ))
}

/// The document of such objects.
pub(crate) fn document(objects: &[&str]) -> String {
    format!("{{\"processes\":[{}]}}\n", objects.join(",\n"))
}
