//! Each wish as a question to the console, and its answer shown. Nothing is decided here.

use super::link::{Answer, Link, field};
use super::show;
use causette_doors::line::span;
use causette_texts::{Admin, AdminError, Lang, Say, admin, admin_error, say};
use causette_wire::json::INVITE_SPAN;
use serde_json::{Map, Value, json};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The server's own room, where its bans and ranks are.
pub(super) const SERVER: &str = "#server";

/// One operator and the console.
pub(super) struct Desk {
    pub(super) link: Link,
    pub(super) lang: Lang,
    /// What is answered is printed as it came.
    pub(super) json: bool,
}

/// A reader that went away needs no more of it.
pub(super) fn print(line: &str) {
    let _ = io::stdout().write_all(format!("{}\n", line.trim_end()).as_bytes());
}

impl Desk {
    /// Asks, and shows the answer: as it came, or as `shown` makes lines of it.
    fn ask(&mut self, request: Value, shown: impl FnOnce(Lang, &Value) -> Vec<String>) -> Result<Answer, String> {
        let answer = self.link.ask(request)?;
        if self.json {
            print(&answer.line);
        } else {
            shown(self.lang, &answer.object).iter().for_each(|line| print(line));
        }
        Ok(answer)
    }

    /// Asks for something that becomes a fact, and says which.
    fn act(&mut self, request: Value) -> Result<(), String> {
        let done = |lang, object: &Value| {
            let (room, seq) = (field(object, "room"), show::number(object, "seq"));
            vec![admin(lang, Admin::Done { room, seq })]
        };
        self.ask(request, done).map(drop)
    }

    pub(super) fn users(&mut self, mut after: Option<String>) -> Result<(), String> {
        let none = after.is_none();
        let mut first = true;
        loop {
            let answer =
                self.ask(
                    json!({"type": "admin", "wish": "accounts", "name": after}),
                    |lang, object| match show::list(object, "accounts") {
                        [] if first && none => vec![say(lang, Say::AccountsNone)],
                        accounts => accounts.iter().map(|account| show::account(lang, account)).collect(),
                    },
                )?;
            first = false;
            let last = show::list(&answer.object, "accounts").last();
            match last {
                Some(last) if answer.object.get("more") == Some(&Value::Bool(true)) => {
                    after = Some(field(last, "name").to_owned());
                }
                Some(_) | None => return Ok(()),
            }
        }
    }

    pub(super) fn add(&mut self, name: &str, password: &str) -> Result<(), String> {
        let request = json!({"type": "admin", "wish": "account", "name": name, "password": password});
        let made = |lang, object: &Value| vec![say(lang, Say::AccountMade { name: field(object, "name") })];
        self.ask(request, made).map(drop)
    }

    pub(super) fn reset(&mut self, name: &str) -> Result<(), String> {
        let request = json!({"type": "admin", "wish": "reset", "name": name});
        self.ask(request, |lang, object| vec![show::code(lang, object)]).map(drop)
    }

    pub(super) fn invite(&mut self, time: Option<&str>) -> Result<(), String> {
        let seconds = self.seconds(time)?.unwrap_or(INVITE_SPAN);
        let request = json!({"type": "admin", "wish": "invite", "seconds": seconds});
        self.ask(request, |lang, object| vec![show::code(lang, object)]).map(drop)
    }

    pub(super) fn erase(&mut self, name: &str) -> Result<(), String> {
        let request = json!({"type": "admin", "wish": "erase", "name": name});
        let erased = |lang, object: &Value| vec![say(lang, Say::AccountErased { name: field(object, "name") })];
        self.ask(request, erased).map(drop)
    }

    /// Every piece is a line. A file is there whole or not at all.
    pub(super) fn export(&mut self, name: &str, to: Option<&Path>) -> Result<(), String> {
        let Some(path) = to else {
            return self
                .pieces(name, |line| {
                    print(line);
                    Ok(())
                })
                .map(drop);
        };
        let shown = path.display().to_string();
        let failed = |error: &io::Error| file_error(self.lang, &shown, error);
        let mut file = new_file(path).map_err(|error| failed(&error))?;
        let lang = self.lang;
        let written = self
            .pieces(name, |line| file.write_all(line.as_bytes()))
            .and_then(|count| file.sync_all().map_err(|error| file_error(lang, &shown, &error)).map(|()| count));
        match written {
            Ok(count) => {
                print(&admin(lang, Admin::ExportSaved { name, file: &shown, count }));
                Ok(())
            }
            Err(error) => {
                let _ = fs::remove_file(path);
                Err(error)
            }
        }
    }

    fn pieces(&mut self, name: &str, mut take: impl FnMut(&str) -> io::Result<()>) -> Result<u64, String> {
        let (mut next, mut count) = (0, 0);
        loop {
            let answer = self.link.ask(json!({"type": "admin", "wish": "export", "name": name, "next": next}))?;
            count += show::list(&answer.object, "facts").len() as u64;
            take(&answer.line).map_err(|error| file_error(self.lang, name, &error))?;
            match answer.object.get("next").and_then(Value::as_u64) {
                Some(more) => next = more,
                None => return Ok(count),
            }
        }
    }

    pub(super) fn role(&mut self, name: &str, role: &str) -> Result<(), String> {
        self.act(json!({"type": "role", "room": SERVER, "name": name, "role": role}))
    }

    pub(super) fn rooms(&mut self) -> Result<(), String> {
        self.ask(json!({"type": "rooms"}), |lang, object| {
            let more = object.get("more") == Some(&Value::Bool(true));
            let end = more.then(|| say(lang, Say::RoomsMore));
            match show::list(object, "rooms") {
                [] => vec![say(lang, Say::RoomsNone)],
                rooms => rooms.iter().map(|room| show::room(lang, room)).chain(end).collect(),
            }
        })
        .map(drop)
    }

    pub(super) fn bans(&mut self) -> Result<(), String> {
        self.ask(json!({"type": "about", "room": SERVER}), |lang, object| match show::list(object, "bans") {
            [] => vec![admin(lang, Admin::BansNone)],
            bans => bans.iter().map(|ban| show::ban(lang, ban)).collect(),
        })
        .map(drop)
    }

    pub(super) fn ban(&mut self, whom: &str, time: Option<&str>, why: Option<&str>) -> Result<(), String> {
        let mut request = about("ban", whom);
        if let Some(seconds) = self.seconds(time)? {
            request.insert("seconds".to_owned(), seconds.into());
        }
        if let Some(why) = why {
            request.insert("why".to_owned(), why.into());
        }
        self.act(Value::Object(request))
    }

    pub(super) fn unban(&mut self, whom: &str) -> Result<(), String> {
        match whom.parse::<u64>() {
            Ok(seq) => self.act(json!({"type": "unban", "room": SERVER, "seq": seq})),
            Err(_) => self.act(Value::Object(about("unban", whom))),
        }
    }

    pub(super) fn kick(&mut self, name: &str, why: Option<&str>) -> Result<(), String> {
        self.act(json!({"type": "kick", "room": SERVER, "name": name, "why": why}))
    }

    pub(super) fn retention(&mut self, room: &str, days: Option<u64>, messages: Option<u64>) -> Result<(), String> {
        for (mode, value) in [("keep_days", days), ("keep_last", messages)] {
            if let Some(value) = value {
                let value = Some(value).filter(|value| *value > 0);
                self.act(json!({"type": "mode", "room": room, "mode": mode, "value": value}))?;
            }
        }
        Ok(())
    }

    pub(super) fn note(&mut self, text: &str) -> Result<(), String> {
        let request = json!({"type": "admin", "wish": "note", "text": text});
        self.ask(request, |lang, _| vec![say(lang, Say::NoteSet)]).map(drop)
    }

    pub(super) fn stats(&mut self) -> Result<(), String> {
        self.ask(json!({"type": "admin", "wish": "stats"}), show::stats).map(drop)
    }

    fn seconds(&self, time: Option<&str>) -> Result<Option<u64>, String> {
        let bad = |value| admin_error(self.lang, AdminError::BadSpan { value });
        time.map(|value| span(value).ok_or_else(|| bad(value))).transpose()
    }
}

/// A request about somebody: an address is meant where one stands.
fn about(kind: &str, whom: &str) -> Map<String, Value> {
    let field = if whom.parse::<IpAddr>().is_ok() { "address" } else { "name" };
    let fields = [("type", kind), ("room", SERVER), (field, whom.trim_start_matches('@'))];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// A file that was not there, for its owner alone.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Why a file cannot be used.
pub(crate) fn file_error(lang: Lang, file: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::AlreadyExists => admin_error(lang, AdminError::FileExists { file }),
        _ => admin_error(lang, AdminError::FileFailed { file, error: &error.to_string() }),
    }
}
