//! What a peer by HTTP may cost.

use std::time::Duration;

/// Connections at a time; the next wait to be accepted.
pub const HTTP_CONNECTIONS: usize = 32;
/// Bytes of a request's first line and headers together, and headers in them.
pub const HTTP_HEAD_BYTES: usize = 16 * 1024;
/// Header lines of a request.
pub const HTTP_HEADERS: usize = 64;
/// How long a request may take to say what it wants.
pub const HTTP_HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a connection may last: one question and its answer.
pub const HTTP_LIFE: Duration = Duration::from_secs(10);
/// Pause when the system gives no connection, for want of descriptors.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Bytes of a request's body.
pub const BODY_BYTES: usize = 16 * 1024;
/// Bytes of one line of a pipe: a page of history, written as JSON.
pub const PIPE_LINE: usize = 4 * 1024 * 1024;
/// How long an answer may take, hashing and waiting for the disk included.
pub const PIPE_TIME: Duration = Duration::from_secs(30);
/// How long a browser keeps its cookie: as long as the word in it lasts.
pub const COOKIE_SECONDS: u64 = causette_core::limits::SESSION_TOKEN_MS / 1000;
