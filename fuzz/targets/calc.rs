//! Fuzzes the calculator, alone and beside 128-bit fractions.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::calc::check(input));
