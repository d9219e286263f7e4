//! The language as tables, and as properties of whatever is written or read.

mod codec;
mod message;
mod text;
