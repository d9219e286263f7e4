//! Fuzzes what SASL brings.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::sasl::check(input));
