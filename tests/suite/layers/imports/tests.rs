//! The scanner on small sources, so that it is known to find what it looks for.

use super::*;

/// The imports of made-up files, each as `from -> to`.
fn imports(files: &[(&str, &str)]) -> Vec<String> {
    let sources = files.iter().map(|(name, source)| (name.to_string(), source.to_string()));
    let imports = Modules::of(&sources.collect()).expect("modules").imports();
    let pairs = imports.into_iter().flat_map(|(from, to)| {
        to.into_keys().map(move |to| format!("{from} -> {to}")).collect::<Vec<_>>()
    });
    pairs.collect()
}

#[test]
fn a_declaration_is_no_import_and_a_use_is() {
    let files = |root| [("lib.rs", root), ("a.rs", "")];
    assert_eq!(imports(&files("mod a;")), [""; 0]);
    assert_eq!(imports(&files("mod a; use a::X;")), ["lib.rs -> a.rs"]);
    assert_eq!(imports(&files("mod a; pub use self::a::X;")), ["lib.rs -> a.rs"]);
    assert_eq!(imports(&files("mod a; fn f() { a::f() }")), ["lib.rs -> a.rs"]);
    assert_eq!(imports(&files("mod a; fn f() -> Vec<a::X> {}")), ["lib.rs -> a.rs"]);
}

#[test]
fn paths_from_the_root_lead_to_the_last_module() {
    let files =
        |user| [("lib.rs", "mod a; mod b;"), ("a.rs", user), ("b.rs", "mod c;"), ("b/c.rs", "")];
    for user in [
        "use crate::b::c;",
        "use crate::b::c::X;",
        "use crate::b::c::{X, Y};",
        "use crate::b::{c::{X}};",
        "use crate::b::c::X as Z;",
        "use crate::b::c::*;",
        "fn f() { crate::b::c::X::new() }",
        "fn f() { for x in crate::b::c::all() {} }",
        "macro_rules! m { () => { $crate::b::c::f() } }",
        "type T = dyn crate::b::c::X<T>;",
    ] {
        assert_eq!(imports(&files(user)), ["a.rs -> b/c.rs"], "{user}");
    }
    for user in ["use crate::b;", "use crate::b::X;", "use crate::b::{X};", "crate::b::X!()"] {
        assert_eq!(imports(&files(user)), ["a.rs -> b.rs"], "{user}");
    }
    assert_eq!(
        imports(&files("use crate::b::{self, c};")),
        ["a.rs -> b.rs", "a.rs -> b/c.rs"],
        "both"
    );
}

#[test]
fn super_and_its_star_are_imports_of_the_parent() {
    let files = |child| {
        [("lib.rs", "mod a;"), ("a.rs", "mod b; mod c;"), ("a/b.rs", child), ("a/c.rs", "")]
    };
    assert_eq!(imports(&files("use super::*;")), ["a/b.rs -> a.rs"]);
    assert_eq!(imports(&files("use super::X;")), ["a/b.rs -> a.rs"]);
    assert_eq!(imports(&files("fn f() { super::f() }")), ["a/b.rs -> a.rs"]);
    assert_eq!(imports(&files("use super::c::X;")), ["a/b.rs -> a/c.rs"]);
    assert_eq!(imports(&files("use super::super::X;")), ["a/b.rs -> lib.rs"]);
    assert_eq!(imports(&files("use super::super::a::c::X;")), ["a/b.rs -> a/c.rs"]);
    // What the star makes known.
    assert_eq!(
        imports(&files("use super::*; fn f() { c::f() }")),
        ["a/b.rs -> a.rs", "a/b.rs -> a/c.rs"]
    );
}

#[test]
fn a_module_that_a_use_names_is_followed_in_paths() {
    let files =
        |user| [("lib.rs", "mod a; mod b;"), ("a.rs", user), ("b.rs", "mod c;"), ("b/c.rs", "")];
    let both = ["a.rs -> b.rs", "a.rs -> b/c.rs"];
    assert_eq!(imports(&files("use crate::b; fn f() { b::c::f() }")), both);
    assert_eq!(imports(&files("use crate::b as d; fn f() { d::c::f() }")), both);
    assert_eq!(imports(&files("use crate::b; use b::c::X;")), both);
}

#[test]
fn what_a_parent_passes_on_is_used_of_the_parent() {
    assert_eq!(
        imports(&[
            ("lib.rs", "mod a;"),
            ("a.rs", "mod b; mod c; pub use b::X;"),
            ("a/b.rs", ""),
            ("a/c.rs", "use super::X;"),
        ]),
        ["a.rs -> a/b.rs", "a/c.rs -> a.rs"]
    );
}

#[test]
fn an_exported_macro_is_used_of_the_file_that_has_it() {
    let files = |user| {
        let defined = "#[macro_export] macro_rules! m { () => {} }";
        [("lib.rs", "mod a; mod b;"), ("a.rs", user), ("b.rs", "mod c;"), ("b/c.rs", defined)]
    };
    assert_eq!(imports(&files("use crate::m;")), ["a.rs -> b/c.rs"]);
    assert_eq!(imports(&files("crate::m!();")), ["a.rs -> b/c.rs"]);
    assert_eq!(imports(&files("use crate::n;")), ["a.rs -> lib.rs"]);
}

#[test]
fn inline_modules_belong_to_their_file() {
    let files = |inline| [("lib.rs", "mod a; mod b;"), ("a.rs", inline), ("b.rs", "")];
    assert_eq!(imports(&files("mod i { use super::X; } mod j { use super::i::Y; }")), [""; 0]);
    assert_eq!(imports(&files("mod i { use super::super::b::X; }")), ["a.rs -> b.rs"]);
    assert_eq!(imports(&files("mod i { } fn f() { super::f() }")), ["a.rs -> lib.rs"]);
}

#[test]
fn the_program_uses_the_library_by_its_name() {
    assert_eq!(
        imports(&[
            ("lib.rs", "pub mod a;"),
            ("a.rs", ""),
            ("main.rs", "mod q; fn main() { sigkit::a::f() }"),
            ("q.rs", "use sigkit::a::X; use crate::Y;"),
        ]),
        ["main.rs -> a.rs", "q.rs -> a.rs", "q.rs -> main.rs"]
    );
}

#[test]
fn what_is_no_import() {
    for user in [
        "// use crate::b;",
        "/// [`crate::b::X`]",
        "fn f() { \"crate::b::X\" }",
        "#[cfg(test)] mod tests { use crate::b; }",
        "#[cfg(test)] mod tests;",
        "#[cfg(test)] use crate::b::X;",
        "pub(in crate::b) fn f() {}",
        "pub(crate) fn f() {}",
        "use std::b::X; fn f() { std::b::f(); x.b::<u8>() }",
        "use ::b::X;",
        "fn f() -> impl T + use<'_> {}",
    ] {
        let files = [("lib.rs", "mod a; mod b;"), ("a.rs", user), ("b.rs", "")];
        assert_eq!(imports(&files), [""; 0], "{user}");
    }
}

#[test]
fn a_module_without_a_file_is_an_error() {
    let sources = Sources::from([("lib.rs".to_owned(), "mod a;".to_owned())]);
    assert_eq!(Modules::of(&sources).err().as_deref(), Some("lib.rs: mod a; leads to no file"));
}
