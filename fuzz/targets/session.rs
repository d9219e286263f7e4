//! Fuzzes stories of several sessions.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::session::check(input));
