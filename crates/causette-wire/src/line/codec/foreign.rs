//! Recognises other languages spoken to a chat port by mistake, so that a door can say one sentence and close.
//!
//! It must not answer in those languages.

/// A language that is not ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Foreign {
    /// A TLS hello on a clear-text port.
    Tls,
    /// An HTTP request.
    Http,
}

/// The record type that a TLS connection starts with (RFC 8446, 5.1).
pub(crate) const TLS_HANDSHAKE: u8 = 0x16;
/// How many bytes tell a TLS hello.
pub(crate) const TLS_BYTES: usize = 3;

const METHODS: [&str; 10] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "PRI"];

/// What the first bytes of a connection are, if they are no chat: a TLS hello from its third byte on, an HTTP request
/// from the end of its first line on. [`super::LineCodec`] looks by itself.
pub fn foreign(first: &[u8]) -> Option<Foreign> {
    if is_tls(first) {
        return Some(Foreign::Tls);
    }
    let end = memchr::memchr(b'\n', first)?;
    let line = std::str::from_utf8(first.get(..end)?).ok()?;
    is_http(line.trim_end_matches('\r')).then_some(Foreign::Http)
}

/// A handshake record of SSL 3.0 to TLS 1.3.
pub(crate) fn is_tls(first: &[u8]) -> bool {
    matches!(first, [TLS_HANDSHAKE, 3, 0..=4, ..])
}

/// A request line: a method, a target, a version.
pub(crate) fn is_http(line: &str) -> bool {
    let mut words = line.split(' ');
    let (method, _, version, more) = (words.next(), words.next(), words.next(), words.next());
    method.is_some_and(|m| METHODS.contains(&m)) && version.is_some_and(|v| v.starts_with("HTTP/")) && more.is_none()
}
