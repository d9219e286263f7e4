//! A conversation with the console: one question, one answer, in JSON. By the socket of the server that has the directory, or with
//! an engine of one's own where none has.

use super::private::{self, Private};
use crate::config::Settings;
use crate::{console, trouble};
use causette_sqlite::{DB_FILE, OpenError, SqliteLog};
use causette_texts::{AdminError, Lang, admin_error};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// How long a server may take from taking its directory to answering, or to let it go.
const START: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(120);

/// One side of it.
pub(crate) struct Link {
    console: BufReader<UnixStream>,
    lang: Lang,
    asked: u64,
}

/// What was answered, as it came and as it is read.
pub(crate) struct Answer {
    pub(super) line: String,
    pub(super) object: Value,
}

/// A console that answers.
pub(crate) struct Reached {
    pub(crate) link: Link,
    /// Where no server runs.
    pub(crate) private: Option<Private>,
}

/// Finds whoever decides for a data directory.
pub(crate) fn reach(settings: &Settings, lang: Lang) -> Result<Reached, String> {
    let data = &settings.data;
    let path = data.display().to_string();
    let until = Instant::now() + START;
    loop {
        if let Ok(stream) = console::connect(data) {
            return Ok(Reached { link: Link::new(stream, lang)?, private: None });
        }
        // Opening would make one.
        if data.is_dir() && !data.join(DB_FILE).exists() || !data.exists() {
            return Err(admin_error(lang, AdminError::NoStore { path: &path }));
        }
        match SqliteLog::open(data) {
            Ok(log) => {
                let (stream, private) = private::start(log, settings, lang)?;
                return Ok(Reached { link: Link::new(stream, lang)?, private: Some(private) });
            }
            // It is starting or stopping, or another operator is at work.
            Err(OpenError::Held { .. }) if Instant::now() < until => std::thread::sleep(LOOK_AGAIN),
            Err(OpenError::Held { .. }) => return Err(admin_error(lang, AdminError::NoConsole { path: &path })),
            Err(error) => return Err(trouble::store(lang, &error)),
        }
    }
}

impl Link {
    pub(super) fn new(stream: UnixStream, lang: Lang) -> Result<Link, String> {
        let lost = |_| admin_error(lang, AdminError::Lost);
        stream.set_read_timeout(Some(ANSWER)).map_err(lost)?;
        let mut link = Link { console: BufReader::new(stream), lang, asked: 0 };
        link.ask(json!({"type": "lang", "to": lang.code()})).map(|_| link)
    }

    /// Asks, and waits for the answer; a refusal is an error in its own words.
    pub(crate) fn ask(&mut self, mut request: Value) -> Result<Answer, String> {
        self.asked += 1;
        let reference = self.asked.to_string();
        if let Some(fields) = request.as_object_mut() {
            fields.insert("ref".to_owned(), reference.clone().into());
        }
        let lost = || admin_error(self.lang, AdminError::Lost);
        self.console.get_mut().write_all(format!("{request}\n").as_bytes()).map_err(|_| lost())?;
        loop {
            let mut line = String::new();
            if self.console.read_line(&mut line).map_err(|_| lost())? == 0 {
                return Err(lost());
            }
            // What is told unasked is not for this.
            let object: Value = serde_json::from_str(&line).unwrap_or_default();
            if field(&object, "ref") != reference {
                continue;
            }
            return match field(&object, "type") {
                "refused" | "unknown" => Err(field(&object, "text").to_owned()),
                _ => Ok(Answer { line, object }),
            };
        }
    }
}

/// A text of an object; none reads as the empty one.
pub(super) fn field<'v>(object: &'v Value, name: &str) -> &'v str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}
