//! Single words: `src/fuzzed/words.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sigkit::fuzzed::word(input));
