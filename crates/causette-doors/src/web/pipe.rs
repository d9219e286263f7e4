//! A session inside this process, for a request that needs one: lines of JSON to it, lines of JSON back.

use super::limits::{PIPE_LINE, PIPE_STAYS, PIPE_TIME};
use crate::gate::{Begins, Visitor};
use serde_json::{Value, json};
use std::io;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

/// The session; it ends when this is dropped.
pub(super) struct Pipe {
    stream: BufReader<UnixStream>,
    line: Vec<u8>,
    asked: u64,
}

/// Why there is no answer.
pub(super) enum NoAnswer {
    /// It was refused, or the session was ended: this was told.
    Told(Box<Value>),
    /// The server stops, or takes too long.
    Gone,
}

impl From<io::Error> for NoAnswer {
    fn from(error: io::Error) -> NoAnswer {
        tracing::debug!(%error, "a pipe");
        NoAnswer::Gone
    }
}

impl Pipe {
    pub(super) async fn open(visitor: &Visitor, begins: Begins) -> Result<Pipe, NoAnswer> {
        let stream = BufReader::new(visitor.open(begins).await?);
        Ok(Pipe { stream, line: Vec::new(), asked: 0 })
    }

    /// The next object it is told; `None` at the end. Nothing is lost when this is given up and called again.
    pub(super) async fn next(&mut self) -> io::Result<Option<Value>> {
        let room = PIPE_LINE.saturating_sub(self.line.len());
        (&mut self.stream).take(room as u64).read_until(b'\n', &mut self.line).await?;
        if self.line.is_empty() {
            return Ok(None);
        }
        let told = serde_json::from_slice(&self.line);
        self.line.clear();
        told.map(Some).map_err(io::Error::from)
    }

    /// Stays for as long as a page takes to connect by itself, so that nobody is told that the account came, went and came.
    pub(super) fn stay(self) {
        tokio::spawn(async move {
            sleep(PIPE_STAYS).await;
            drop(self);
        });
    }

    /// Asks under a reference of one's own, and does not wait.
    pub(super) async fn send(&mut self, mut question: Value, reference: &str) -> io::Result<()> {
        if let Some(object) = question.as_object_mut() {
            object.insert("ref".into(), json!(reference));
        }
        let mut line = question.to_string();
        line.push('\n');
        self.stream.get_mut().write_all(line.as_bytes()).await
    }

    /// Asks, and waits for the one answer.
    pub(super) async fn ask(&mut self, question: Value) -> Result<Value, NoAnswer> {
        self.asked += 1;
        let reference = self.asked.to_string();
        let answer = async {
            self.send(question, &reference).await?;
            while let Some(told) = self.next().await? {
                let kind = told.get("type").and_then(Value::as_str).unwrap_or_default();
                let answers = told.get("ref").and_then(Value::as_str) == Some(&reference);
                match (kind, answers) {
                    ("refused" | "unknown", true) | ("goodbye", _) => return Err(NoAnswer::Told(Box::new(told))),
                    (_, true) => return Ok(told),
                    (_, false) => {}
                }
            }
            Err(NoAnswer::Gone)
        };
        timeout(PIPE_TIME, answer).await.unwrap_or(Err(NoAnswer::Gone))
    }
}
