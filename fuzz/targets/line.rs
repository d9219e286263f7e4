//! Fuzzes lines, however they are cut, and what is made of them.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::line::check(input));
