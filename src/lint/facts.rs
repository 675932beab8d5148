//! Facts about the shells, measured: a row a fact, with a snippet that proves it.
//!
//! `tests/suite/lint_facts.rs` runs each snippet in each shell and compares what is printed, so a
//! new version of a shell that behaves otherwise fails there. The rules, their messages and their
//! pages name failing shells from here and from nowhere else.

mod kill;
mod row;
mod status;
mod trap;

pub use row::{Fact, Given};

use super::shells::Shells;

/// Functions for snippets: `victim` starts a process that leads a process group and does not end by
/// itself (its process ID is in `$v`); `took` prints the number of the signal that it died of, 9 if
/// it was still alive; `died` waits until it has died. `got` is `took` after the status of the
/// command before. In yash, only a command that `exec` runs has the process ID `$!` itself; wait
/// of posh 0.14.1 fails with 1 now and then, and that of zsh tells of a stop.
///
/// Programs are named by path: ksh, mksh and busybox have a sleep or a kill of their own.
pub const PRELUDE: &str = r#"
victim() {
    { exec /usr/bin/setsid /usr/bin/sleep 60; } </dev/null >/dev/null 2>&1 &
    v=$!
    until { read -r comm </proc/$v/comm; } 2>/dev/null && [ "$comm" = sleep ]; do :; done
}
died() {
    while
        wait "$v" 2>/dev/null
        s=$?
        [ "$s" -eq 1 ] || [ "$s" -eq 147 ]
    do :; done
    echo "$((s % 128))"
}
took() {
    /bin/kill -s KILL -- "$v" 2>/dev/null
    died
}
got() {
    printf '%s ' "$?"
    took
}
"#;

/// All facts.
pub fn all() -> impl Iterator<Item = &'static Fact> {
    [kill::FACTS, trap::FACTS, status::FACTS].into_iter().flatten()
}

/// Finds a fact.
///
/// # Panics
///
/// If there is none of this name; a test asks for all that the rules name.
pub(crate) fn fact(id: &str) -> &'static Fact {
    all().find(|fact| fact.id == id).unwrap_or_else(|| panic!("no fact is called {id}"))
}

/// The shells that fail.
pub(crate) fn fails(id: &str) -> Shells {
    fact(id).fails
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_one_facts() {
        let mut ids: Vec<_> = all().map(|fact| fact.id).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(count > 70, "{count}");
    }

    #[test]
    fn a_shell_shows_one_thing() {
        for fact in all() {
            let mut shown = Shells::NONE;
            for &(shells, output) in fact.shows {
                assert!(shown.and(shells).is_empty(), "{}", fact.id);
                assert_eq!(fact.fails.and(shells), shells, "{}", fact.id);
                assert_ne!(output, fact.works, "{}", fact.id);
                shown = shown.or(shells);
            }
            assert!(fact.fails.and(fact.lacking).is_empty(), "{}", fact.id);
        }
    }
}
