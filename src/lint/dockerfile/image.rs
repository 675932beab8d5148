//! The shell of an image, as far as the image's name says it.

use crate::lint::shells::Shell;
use crate::process::path::file_name;

/// The shell of the image that FROM names, as far as its name says it.
pub(crate) fn shell_of_image(image: &[u8]) -> Option<Shell> {
    let image = image.to_ascii_lowercase();
    let has = |word: &str| image.windows(word.len()).any(|part| part == word.as_bytes());
    let name = image.split(|byte| matches!(byte, b':' | b'@')).next().unwrap_or_default();
    let name = file_name(name);
    if has("alpine") || has("busybox") {
        return Some(Shell::Busybox);
    }
    let bash: [&str; 13] = [
        "centos",
        "fedora",
        "rockylinux",
        "almalinux",
        "amazonlinux",
        "oraclelinux",
        "opensuse",
        "archlinux",
        "ubi7",
        "ubi8",
        "ubi9",
        "rhel",
        "gentoo",
    ];
    if bash.iter().any(|word| has(word)) {
        return Some(Shell::BashPosix);
    }
    let dash: [&[u8]; 24] = [
        b"debian",
        b"ubuntu",
        b"node",
        b"python",
        b"ruby",
        b"php",
        b"golang",
        b"rust",
        b"nginx",
        b"httpd",
        b"perl",
        b"postgres",
        b"redis",
        b"mariadb",
        b"tomcat",
        b"maven",
        b"gradle",
        b"eclipse-temurin",
        b"buildpack-deps",
        b"gcc",
        b"haskell",
        b"elixir",
        b"erlang",
        b"julia",
    ];
    let dashes = ["bookworm", "bullseye", "buster", "trixie", "jammy", "focal", "noble", "-slim"];
    // `company/node` may be of any system.
    let is_official = !image.contains(&b'/') || image.starts_with(b"library/");
    if is_official && dash.contains(&name) || dashes.iter().any(|word| has(word)) {
        return Some(Shell::Dash);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_may_say_its_shell() {
        assert_eq!(shell_of_image(b"node:20-alpine"), Some(Shell::Busybox));
        assert_eq!(shell_of_image(b"python:3.12"), Some(Shell::Dash));
        assert_eq!(
            shell_of_image(b"mcr.microsoft.com/dotnet/aspnet:8.0-bookworm-slim"),
            Some(Shell::Dash)
        );
        assert_eq!(shell_of_image(b"registry.access.redhat.com/ubi9/ubi"), Some(Shell::BashPosix));
        assert_eq!(shell_of_image(b"company/app"), None);
        assert_eq!(shell_of_image(b"${BASE}"), None);
    }
}
