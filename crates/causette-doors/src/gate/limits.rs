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
/// How long what a peer sent faster than allowed is still heard after it has sent its last byte.
pub const ENDED_BACKLOG: Duration = Duration::from_secs(60);
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
