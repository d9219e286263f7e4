//! Fuzzes the opening of a store whose bytes changed.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::opened::check(input));
