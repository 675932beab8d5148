//! The documentation of sigkit itself beyond the text that the program prints.

/// The man page in mdoc(7), with `@COMMANDS@`, `@OPTIONS@` and `@PAGES@` where generated text goes.
pub const MANUAL: &str = include_str!("manual.mdoc");
