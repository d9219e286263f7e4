//! Fuzzes what a store keeps, and tokens.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::stored::check(input));
