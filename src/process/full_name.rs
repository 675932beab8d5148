//! The name of a process in full, where the kernel has kept only the beginning. Pure.

use crate::process::bounded::Beginning;
use crate::process::name::KEPT;
use crate::process::path::{file_name, without_deleted};

/// The full name: the first of these that starts with the command name. The file name of the
/// program as it was called, without the dash of a login shell; that of the script that it runs,
/// its first other word that is no option; that of the executable, which is asked for last.
///
/// None: the command name is shorter than what is kept, and so is whole, or the rest is unknown.
pub(crate) fn full_name(
    command_name: &[u8],
    arguments: &Beginning,
    executable: impl FnOnce() -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    if command_name.len() != KEPT {
        return None;
    }
    let mut words = known_words(arguments);
    let program = words.next().map(|word| {
        let name = file_name(word);
        name.strip_prefix(b"-").unwrap_or(name)
    });
    let script = words.find(|word| !word.starts_with(b"-")).map(file_name);
    let fits = |name: &&[u8]| name.starts_with(command_name);
    if let Some(name) = program.filter(fits).or(script.filter(fits)) {
        return Some(name.to_vec());
    }
    let path = executable()?;
    Some(file_name(without_deleted(&path))).filter(fits).map(<[u8]>::to_vec)
}

/// The words that are there as a whole: the last of a part may go on.
pub(crate) fn known_words(arguments: &Beginning) -> impl Iterator<Item = &[u8]> {
    let bytes = &arguments.bytes;
    let end = match arguments.is_all {
        true => bytes.len(),
        false => bytes.iter().rposition(|byte| *byte == 0).unwrap_or_default(),
    };
    bytes[..end].split(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT_PART: &[u8] = b"a-name-of-twent";

    fn of(arguments: &[u8], executable: Option<&str>) -> Option<String> {
        let arguments = Beginning { bytes: arguments.to_vec(), is_all: true };
        let name = full_name(KEPT_PART, &arguments, || executable.map(|path| path.into()));
        name.map(|name| String::from_utf8(name).unwrap())
    }

    #[test]
    fn the_program_the_script_and_the_executable_are_asked_in_this_order() {
        let full = Some("a-name-of-twenty-bytes".to_owned());
        assert_eq!(of(b"/usr/bin/a-name-of-twenty-bytes\0-x\0", None), full);
        assert_eq!(of(b"-a-name-of-twenty-bytes\0", None), full);
        assert_eq!(of(b"sh\0./a-name-of-twenty-bytes\0-x\0", None), full);
        assert_eq!(of(b"python3\0-u\0-B\0./a-name-of-twenty-bytes\0", None), full);
        assert_eq!(of(b"title\0", Some("/bin/a-name-of-twenty-bytes (deleted)")), full);
        assert_eq!(of(b"title\0other\0a-name-of-twenty-bytes\0", None), None);
        assert_eq!(of(b"", None), None);
        assert_eq!(of(b"title\0", Some("/bin/other")), None);
    }

    #[test]
    fn a_name_that_is_not_cut_short_is_whole() {
        let arguments = Beginning { bytes: b"short-and-more\0".to_vec(), is_all: true };
        assert_eq!(full_name(b"short", &arguments, || unreachable!()), None);
    }

    #[test]
    fn a_word_that_may_go_on_is_not_the_name() {
        let cut = |bytes: &[u8]| Beginning { bytes: bytes.to_vec(), is_all: false };
        let of = |arguments| full_name(KEPT_PART, &arguments, || None);
        assert!(of(cut(b"/usr/bin/a-name-of-twenty-bytes\0-x")).is_some());
        assert_eq!(of(cut(b"/usr/bin/a-name-of-twenty-bytes")), None);
        assert_eq!(of(cut(b"sh\0./a-name-of-twenty-bytes")), None);
        assert_eq!(of(cut(&[0; 100])), None);
    }
}
