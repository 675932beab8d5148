//! The files that lint reads and mends: `src/fuzzed/lint.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sigkit::fuzzed::script(input));
