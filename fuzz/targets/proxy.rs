//! Fuzzes the header of a proxy.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette::fuzzed::proxy(input));
