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
/// How long a request may take to send its body.
pub const BODY_TIME: Duration = Duration::from_secs(10);
/// Bytes of what an incoming webhook is sent; other chats' have much beside the text.
pub const HOOK_BYTES: usize = 64 * 1024;
/// Requests of the API that are under way at a time, each with a session of its own.
pub const API_AT_ONCE: usize = 256;
/// How long one of more waits for its turn.
pub const API_WAIT: Duration = Duration::from_secs(10);
/// Streams of events at a time.
pub const EVENT_STREAMS: usize = 1_000;
/// Rooms whose positions a stream of events names.
pub const EVENT_ROOMS: usize = 500;
/// Facts that a stream reads at once of what was missed.
pub const EVENT_PAGE: usize = 100;
/// A stream that has nothing to tell says so after this long, so that nobody between takes it for dead.
pub const EVENT_QUIET: Duration = Duration::from_secs(20);
/// Facts that a webhook reads at once of what it has to deliver.
pub const HOOK_PAGE: usize = 20;
/// A webhook asks for no more than one such page in this time: below the rate at which a connection may speak.
pub const HOOK_PAGE_TIME: Duration = Duration::from_millis(120);
/// How long a webhook's name may take to be looked up, and how many are at a time.
pub const HOOK_LOOKUP: (Duration, usize) = (Duration::from_secs(5), 32);
/// How long a connection to one of its addresses may take, TLS included.
pub const HOOK_CONNECT: Duration = Duration::from_secs(5);
/// Addresses of its name that are tried.
pub const HOOK_ADDRESSES: usize = 4;
/// How long its receiver may take to answer.
pub const HOOK_ANSWER: Duration = Duration::from_secs(15);
/// Bytes that are read of its answer's head, and then of its body.
pub const HOOK_ANSWER_BYTES: (usize, usize) = (16 * 1024, 4 * 1024);
/// After the first delivery that failed, then twice as long each time.
pub const HOOK_RETRY: Duration = Duration::from_secs(1);
/// But no longer.
pub const HOOK_RETRY_MOST: Duration = Duration::from_secs(15 * 60);
/// A webhook that nothing could be delivered to for so long is paused.
pub const HOOK_PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);
/// How far a webhook has come is noted at the latest after so long while there is more to deliver; else at once. What was
/// delivered since is repeated after a crash.
pub const HOOK_NOTED: Duration = Duration::from_secs(1);
/// Pause before a webhook's session begins anew that the server ended.
pub const HOOK_AGAIN: Duration = Duration::from_millis(500);
/// When to come back, in seconds, for whoever was told that there is too much at the moment.
pub const RETRY_SECONDS: u64 = 5;
/// How long the session of a sign-in stays, until its page has connected by itself.
pub const PIPE_STAYS: Duration = Duration::from_secs(5);
/// How long a browser keeps its cookie: as long as the word in it lasts.
pub const COOKIE_SECONDS: u64 = causette_core::limits::SESSION_TOKEN_MS / 1000;
