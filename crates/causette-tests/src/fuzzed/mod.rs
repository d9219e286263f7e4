//! What holds for any bytes whatever: one function an input language, which stops where a promise is broken.
//!
//! The fuzzers in `fuzz/` and the replay of their seeds in the normal test run call the same functions. `fuzz/` takes
//! these files in by path rather than this crate, which would bring the whole server into each fuzzer. So nothing
//! here may name another module of this crate, nor anything but wire, calc, core and what they need.

pub mod calc;
pub mod irc;
pub mod json;
pub mod line;
pub mod names;
mod oracle;
pub mod sasl;
pub mod seeds;
pub mod stored;
mod terminal;
#[cfg(test)]
mod tests;
