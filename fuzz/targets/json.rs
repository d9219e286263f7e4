//! Fuzzes the machine interface, both ways.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::json::check(input));
