//! What stands around the mounted sources: sockets without a kernel, a database without a file, a lab without a terminal.
//! Each is as small as the source beside it lets it be.

pub(crate) mod entrance;
pub(crate) mod http;
pub(crate) mod lab;
pub(crate) mod protocol;
pub(crate) mod sqlite;
pub(crate) mod transport;
pub(crate) mod websocket;
