//! Fuzzes one story told through each door.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::doors::check(input));
