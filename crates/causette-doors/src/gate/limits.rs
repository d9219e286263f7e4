//! The gate's limits: per connection, named here once.

use std::time::Duration;

/// Bytes read from a socket at a time; the buffer belongs to the shard.
pub const READ_BYTES: usize = 16 * 1024;
/// Reads of one connection before the shard serves others.
pub const READS_A_TURN: usize = 8;
/// Bytes queued for a session beyond which it is not read and facts are left out, to be re-read from the log.
pub const OUT_BYTES: usize = 256 * 1024;
/// Bytes below which a session that fell behind catches up.
pub const OUT_LOW: usize = 64 * 1024;
/// A session that takes nothing for this long while bytes wait is closed.
pub const OUT_STALLED: Duration = Duration::from_secs(60);
/// Buffers given to one vectored write.
pub const WRITE_VECTOR: usize = 64;
/// Recipients flushed before the shard serves others.
pub const FLUSH_TURN: usize = 512;
/// How long an unfinished line may take.
pub const LINE_UNFINISHED: Duration = Duration::from_secs(120);
/// How long one overlong line is skipped before its sender is closed.
pub const SKIP_TIME: Duration = Duration::from_secs(30);
/// How long a connection may be held back without a pause, because it sends faster than allowed. At ten lines a second a
/// paste of 9,000 lines still passes; who stops until all was heard begins anew.
pub const FLOOD_TIME: Duration = Duration::from_secs(15 * 60);
/// How long a newcomer has to say who they are, where their door asks for it.
pub const INTRODUCTION: Duration = Duration::from_secs(60);
/// How long a newcomer has for the TLS handshake.
pub const TLS_HANDSHAKE: Duration = Duration::from_secs(10);
/// Bytes that are encrypted and wait for the socket, per connection.
pub const TLS_BUFFER: usize = 32 * 1024;
/// How long a newcomer has to become a WebSocket.
pub const WEBSOCKET_HANDSHAKE: Duration = Duration::from_secs(10);
/// The head of the request that asks for it.
pub const WEBSOCKET_HEAD: usize = 8 * 1024;
/// Lines of that head.
pub const WEBSOCKET_HEADERS: usize = 64;
/// One message, and one frame of it, of a WebSocket.
pub const WEBSOCKET_MESSAGE: usize = 16 * 1024;
/// Frames of one message: more of them are there to keep a server busy.
pub const WEBSOCKET_FRAMES: usize = 1024;
/// Bytes on the way between a request and its session, each way.
pub const PIPE_BYTES: usize = 16 * 1024;
/// Connections that speak HTTP, per shard.
pub const VISITORS: usize = 10_000;
/// The head of an HTTP request.
pub const HTTP_HEAD: usize = 16 * 1024;
/// Lines of that head.
pub const HTTP_HEADERS: usize = 64;
/// How long a connection may take for a request's head, and may be silent between two requests.
pub const HTTP_IDLE: Duration = Duration::from_secs(30);
/// How long a proxy has to say for whom it connects.
pub const PROXY_WAIT: Duration = Duration::from_secs(5);
/// Bytes of a PROXY header, version 1: a line.
pub const PROXY_V1: usize = 107;
/// Bytes of a PROXY header, version 2, with room for what may be appended.
pub const PROXY_V2: usize = 536;
/// After the last sentence, how long the peer has to take it and close.
pub const LINGER: Duration = Duration::from_secs(2);
/// Bytes read and thrown away while lingering.
pub const LINGER_BYTES: usize = 1024 * 1024;
/// Connections the listener's queue holds before they are accepted.
pub const BACKLOG: i32 = 4096;
/// Accepted connections that wait for their shard.
pub const ARRIVALS: usize = 256;
/// Connections one shard can hold (slots are 24 bits).
pub const CONNECTIONS: usize = 1 << 20;
/// A dead peer is noticed after this long, when something is sent or not.
pub const PEER_TIMEOUT: Duration = Duration::from_secs(120);
/// TCP keepalive: first probe, then between probes.
pub const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(20));
/// When accept fails for want of descriptors, how long until it is tried again.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// A clean shutdown gives sessions this long to take what is queued for them.
pub const DRAIN: Duration = Duration::from_secs(8);
