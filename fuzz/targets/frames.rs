//! Fuzzes frames of a WebSocket.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| causette::fuzzed::frames(input));
