//! The contents of files: `src/fuzzed/files.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sigkit::fuzzed::file(input));
