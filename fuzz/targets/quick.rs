//! The code before libc against the real parsers: `tests/suite/quick/same.rs`.
#![no_main]

#[path = "../../tests/suite/quick/same.rs"]
mod same;

libfuzzer_sys::fuzz_target!(|input: &[u8]| same::read(input));
