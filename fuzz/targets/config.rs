//! Fuzzes the config file.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette::fuzzed::config(input));
