//! What the fuzzers check of bytes that come before lines do.

pub use super::proxy::fuzzed::proxy;
pub use super::websocket::fuzzed::frames;
