//! Completions for bash, zsh and fish, generated from the declarations.

use super::declaration::Applet;

/// bash's completion of a command.
pub fn bash(applet: &Applet) -> String {
    applet.name.to_owned()
}

/// zsh's completion of a command.
pub fn zsh(applet: &Applet) -> String {
    applet.name.to_owned()
}

/// fish's completion of a command.
pub fn fish(applet: &Applet) -> String {
    applet.name.to_owned()
}

/// bash's completion of sigkit itself.
pub fn sigkit_bash() -> String {
    String::new()
}

/// zsh's completion of sigkit itself.
pub fn sigkit_zsh() -> String {
    String::new()
}

/// fish's completion of sigkit itself.
pub fn sigkit_fish() -> String {
    String::new()
}
