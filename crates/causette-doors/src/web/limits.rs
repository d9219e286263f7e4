//! What a peer of the HTTP door may cost.

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
