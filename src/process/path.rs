//! Paths, as the bytes of a process's files and of command lines give them. Pure.

/// Returns what follows the last slash, or the whole path without one.
pub(crate) fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}

/// Removes the text that the kernel adds to the path of a file that no longer exists.
pub(crate) fn without_deleted(path: &[u8]) -> &[u8] {
    path.strip_suffix(b" (deleted)").unwrap_or(path)
}
