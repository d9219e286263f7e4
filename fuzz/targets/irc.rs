//! Fuzzes lines of IRC, however they are cut, and the messages they are.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette_fuzz::fuzzed::irc::check(input));
