//! Command lines of kill, trap and sigkit: `src/fuzzed/lines.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sigkit::fuzzed::line(input));
