//! A process as JSON (RFC 8259).

use std::collections::BTreeMap;

use crate::cli::escape::json_string;
use crate::process::start_time;
use crate::selection::look::Look;
use crate::selection::moment::Utc;
use crate::selection::scan::Scan;
use crate::sys::{Errno, Pid};

/// The object of a process, with why it was found.
pub(super) fn object(
    look: &Look,
    scan: &Scan,
    users: &BTreeMap<u32, Vec<u8>>,
    inode: Option<u64>,
) -> Result<String, Errno> {
    let stat = look.stat()?;
    let user = look.status()?.effective_user;
    let user = users.get(&user).cloned().unwrap_or_else(|| user.to_string().into_bytes());
    let name = look.full_name()?.map_or_else(|| look.name(), Ok)?;
    let arguments = &look.arguments()?.bytes;
    let arguments = arguments.strip_suffix(b"\0").unwrap_or(arguments);
    let words = arguments.split(|byte| *byte == 0).map(json_string).collect::<Vec<_>>();
    let words = if arguments.is_empty() { String::new() } else { words.join(",") };
    let why = why(look, scan)?;
    let inode = inode.map_or_else(String::new, |inode| format!(",\"inode\":{inode}"));
    Ok(format!(
        "{{\"pid\":{},\"ppid\":{},\"comm\":{},\"name\":{},\"argv\":[{words}],\"state\":{},\
        \"user\":{},\"started\":\"{}\",\"why\":{}{inode}}}",
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

fn why(look: &Look, scan: &Scan) -> Result<String, Errno> {
    if scan.inverted {
        return Ok("not all of it holds".to_owned());
    }
    match scan.criteria.fits(look)? {
        true => Ok(scan.criteria.matched(look)?.join("; ")),
        false => Ok("descendant".to_owned()),
    }
}
