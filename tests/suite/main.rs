//! sigkit's tests from outside: the built binary, real processes, literal expectations.
//!
//! One binary, a file a subject. `support` has what they share; `victim` is a program of its own
//! that hides in it.
#![allow(missing_docs, unreachable_pub, clippy::print_stderr)]

mod architectures;
mod completions;
mod differential;
mod entry;
mod escapes;
mod faults;
mod generated;
mod kill_decisions;
mod kill_delivery;
mod kill_dry_run;
mod kill_explain;
mod kill_follow;
mod kill_guards;
mod kill_options;
mod kill_requirements;
mod kill_select;
mod kill_strict;
mod kill_target;
mod kill_tree;
mod kill_unread;
mod killall;
mod layers;
#[cfg(feature = "lint")]
mod lint;
#[cfg(feature = "lint")]
mod lint_facts;
#[cfg(feature = "lint")]
mod lint_fixes;
mod manuals;
mod namespace;
mod object_code;
mod packaging;
mod patterns;
mod peers;
mod pgrep;
mod picture;
mod pidof;
mod pidwait;
mod pkill;
mod property;
mod quick;
mod readme;
mod recorded;
mod requirements;
mod select_examples;
mod select_group;
mod select_port;
mod select_uses;
mod skipped;
mod style;
mod support;
mod translations;
mod trap_examples;
mod trap_run;
mod trap_show;
mod victim;
mod wrappers;
