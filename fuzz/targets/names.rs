//! Fuzzes names, patterns and addresses of webhooks.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::names::check(input));
