//! For each confirmed message: written to the log, then flushed, and only then said.

use super::streams::sockets;
use super::{Call, Confirmed};
use std::fmt;

/// What came too early, or not at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Early {
    /// Its text was never written to the write-ahead log: nothing can be said about it.
    NotWritten,
    /// Its "ok" was never seen on a socket: nothing can be said about it.
    NotAnswered,
    /// Its "ok" left before a flush had ended.
    Answered,
    /// A reader was told before a flush had ended.
    Told,
}

/// One message that was said before it was safe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// How.
    pub early: Early,
    /// Which.
    pub key: String,
    /// The lines of the trace that show it.
    pub words: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.early, self.key, self.words)
    }
}

/// Every message that was said before it was safe.
pub fn check(calls: &[Call], confirmed: &[Confirmed]) -> Vec<Flaw> {
    let wal: Vec<&Call> = calls.iter().filter(|call| call.target.ends_with("-wal")).collect();
    let sockets = sockets(calls);
    let mut flaws = Vec::new();
    for Confirmed { key, text } in confirmed {
        let mut tell = |early, words| flaws.push(Flaw { early, key: key.clone(), words });
        let holds = |call: &&&Call| call.name.starts_with("pwrite") && contains(&call.bytes, text.as_bytes());
        let Some(written) = wal.iter().find(holds) else {
            tell(Early::NotWritten, "its text is in no write to the log".into());
            continue;
        };
        let flush = wal.iter().find(|call| {
            matches!(call.name.as_str(), "fsync" | "fdatasync") && call.result == Some(0) && call.begin > written.end
        });
        let safe = flush.map_or(usize::MAX, |call| call.end);
        let flushed = if safe == usize::MAX { "never flushed".into() } else { format!("flushed at {safe}") };
        let answer = format!(r#"{{"type":"ok","ref":"{key}""#);
        match sockets.values().find_map(|stream| stream.find(answer.as_bytes())) {
            None => tell(Early::NotAnswered, "its answer is on no socket".into()),
            Some(at) if at < safe => {
                tell(Early::Answered, format!("written at {}, answered at {at}, {flushed}", written.begin));
            }
            Some(_) => {}
        }
        let news = format!(r#""text":"{text}""#);
        if let Some(at) =
            sockets.values().filter_map(|stream| stream.find(news.as_bytes())).min().filter(|at| *at < safe)
        {
            tell(Early::Told, format!("written at {}, told at {at}, {flushed}", written.begin));
        }
    }
    flaws
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::parse;

    const WRITE: &str = r#"1 pwrite64(7</d/c.db-wal>, "..hello..", 9, 32) = 9"#;
    const FLUSH: &str = r#"1 fdatasync(7</d/c.db-wal>) = 0"#;
    const FAILED: &str = r#"1 fdatasync(7</d/c.db-wal>) = -1 EIO (Input/output error)"#;
    const OTHER: &str = r#"1 fdatasync(8</d/c.db>) = 0"#;
    const OK: &str = r#"2 sendto(9<TCP:[a->b]>, "{\"type\":\"ok\",\"ref\":\"k\",\"seq\":1}\n", 33, 0, NULL, 0) = 33"#;
    const NEWS: &str = r#"2 sendto(9<TCP:[a->c]>, "{\"text\":\"hello\"}\n", 17, 0, NULL, 0) = 17"#;
    const BLOCKED: &str =
        r#"2 sendto(9<TCP:[a->b]>, "{\"type\":\"ok\",\"ref\":\"k\"}", 33, 0, NULL, 0) = -1 EAGAIN (x)"#;
    const BEGIN: &str = "1 fdatasync(7</d/c.db-wal> <unfinished ...>";
    const END: &str = "1 <... fdatasync resumed>) = 0";

    #[track_caller]
    fn check(lines: &[&str], expect: &[Early]) {
        let confirmed = [Confirmed { key: "k".into(), text: "hello".into() }];
        let flaws = super::check(&parse(lines.join("\n").as_bytes()), &confirmed);
        assert_eq!(flaws.iter().map(|flaw| flaw.early).collect::<Vec<_>>(), expect, "{flaws:#?}");
    }

    #[test]
    fn only_what_was_flushed_is_said() {
        check(&[WRITE, FLUSH, OK, NEWS], &[]);
        check(&[BLOCKED, WRITE, FLUSH, OK], &[]);
        check(&[WRITE, BEGIN, END, OK], &[]);
        check(&[WRITE, BEGIN, OK, END], &[Early::Answered]);
        check(&[BEGIN, WRITE, END, OK], &[Early::Answered]);
        check(&[WRITE, OK, FLUSH, NEWS], &[Early::Answered]);
        check(&[WRITE, NEWS, FLUSH, OK], &[Early::Told]);
        check(&[FLUSH, WRITE, OK], &[Early::Answered]);
        check(&[WRITE, FAILED, OK, NEWS], &[Early::Answered, Early::Told]);
        check(&[WRITE, OTHER, OK], &[Early::Answered]);
        check(&[FLUSH, OK], &[Early::NotWritten]);
        check(&[WRITE, FLUSH], &[Early::NotAnswered]);
    }
}
