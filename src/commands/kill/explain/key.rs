//! The key of the own terminal that sends a signal, in words.

use crate::signal::Signal;
use crate::sys::keys::Keys;

/// The key that sends the signal, and what gets it; None if no key does on any terminal, or there
/// is no terminal.
pub(super) fn sentence(signal: Signal, keys: impl FnOnce() -> Option<Keys>) -> Option<String> {
    let (key, setting): (fn(&Keys) -> Option<u8>, _) = match signal {
        Signal::INT => (|keys| keys.interrupt, "intr"),
        Signal::QUIT => (|keys| keys.quit, "quit"),
        Signal::TSTP => (|keys| keys.suspend, "susp"),
        _ => return None,
    };
    let keys = keys()?;
    let Some(key) = key(&keys) else {
        return Some(format!("none on this terminal: {setting} is disabled (stty {setting})"));
    };
    let key = notation(key);
    if !keys.enabled {
        return Some(format!("{key} on this terminal, but it sends no signals now (stty isig)"));
    }
    Some(match keys.foreground {
        Some(group) => {
            format!("{key} on this terminal, to its foreground process group, {}", group.get())
        }
        None => format!("{key} on this terminal, which has no foreground process group now"),
    })
}

/// A key as stty(1) and terminals show it: `^C`, `^?`, and with `M-` in front where the highest bit
/// is set.
fn notation(key: u8) -> String {
    let meta = if key & 0x80 == 0 { "" } else { "M-" };
    match key & 0x7f {
        control @ (0..=0x1f | 0x7f) => format!("{meta}^{}", char::from(control ^ 0x40)),
        letter => format!("{meta}{}", char::from(letter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::Pid;

    const USUAL: Keys = Keys {
        enabled: true,
        interrupt: Some(3),
        quit: Some(0x1c),
        suspend: Some(0x1a),
        foreground: Pid::new(4321),
    };

    #[test]
    fn a_key_is_shown_as_stty_does() {
        for (key, shown) in [
            (3, "^C"),
            (0x1c, "^\\"),
            (0x1a, "^Z"),
            (0x7f, "^?"),
            (0, "^@"),
            (b'q', "q"),
            (0x83, "M-^C"),
            (0xff, "M-^?"),
            (0xe9, "M-i"),
        ] {
            assert_eq!(notation(key), shown);
        }
    }

    #[test]
    fn the_key_and_what_gets_its_signal_are_said() {
        let said = |signal| sentence(signal, || Some(USUAL));
        let group = "on this terminal, to its foreground process group, 4321";
        assert_eq!(said(Signal::INT), Some(format!("^C {group}")));
        assert_eq!(said(Signal::QUIT), Some(format!("^\\ {group}")));
        assert_eq!(said(Signal::TSTP), Some(format!("^Z {group}")));
        assert_eq!(said(Signal::TERM), None);
        assert_eq!(sentence(Signal::INT, || None), None);
        assert_eq!(sentence(Signal::KILL, || unreachable!()), None);
    }

    #[test]
    fn a_key_that_sends_nothing_is_said_to() {
        let said = |keys| sentence(Signal::INT, || Some(keys)).unwrap();
        assert_eq!(
            said(Keys { interrupt: None, ..USUAL }),
            "none on this terminal: intr is disabled (stty intr)"
        );
        assert_eq!(
            said(Keys { enabled: false, ..USUAL }),
            "^C on this terminal, but it sends no signals now (stty isig)"
        );
        assert_eq!(
            said(Keys { foreground: None, ..USUAL }),
            "^C on this terminal, which has no foreground process group now"
        );
    }
}
