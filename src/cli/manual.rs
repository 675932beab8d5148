//! Man pages in mdoc(7), generated from the declarations.

use super::declaration::Applet;

/// The man page of a command.
pub fn render(applet: &Applet) -> String {
    applet.manual.to_owned()
}

/// The man page of sigkit itself.
pub fn render_sigkit() -> String {
    String::new()
}
