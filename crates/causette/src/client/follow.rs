//! `causette follow`: a room's log as it grows. The number of the last printed fact is all the state there is: whatever does
//! not follow on it was seen before, or shows that something is missing, which is then asked for.

use super::link::{Broken, Link, kind, number, text};
use super::{Follow, pause, refused, show};
use crate::logging::last_word;
use causette_core::{Refusal, limits};
use causette_texts::{Lang, Program, Say, program, say};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::time::Duration;

/// After so long without a word, the server is asked whether it is there.
const QUIET: Duration = Duration::from_secs(30);
/// The reference of what is asked for while live facts come.
const PAGE: &str = "page";

/// Prints until it is stopped, or until nobody reads any more.
pub(crate) fn follow(args: &Follow, lang: Lang) -> ExitCode {
    match run(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            last_word(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// Why a connection was left.
enum End {
    /// Nobody reads what is printed.
    Unread,
    Broken(Broken),
}

impl<E: Into<Broken>> From<E> for End {
    fn from(error: E) -> End {
        End::Broken(error.into())
    }
}

fn run(args: &Follow, lang: Lang) -> Result<(), String> {
    let mut who = args.server.who(lang)?;
    let mut follower = Follower {
        room: args.room.clone(),
        id: None,
        last: None,
        begin: args.after.map_or(Begin::Last(args.last.unwrap_or(0)), Begin::After),
        asked: false,
        json: args.json,
        lang,
        zone: TimeZone::system(),
    };
    let (mut failed, mut told) = (0, false);
    loop {
        let before = follower.last;
        let outcome = Link::open(&mut who).map_err(End::from).and_then(|mut link| {
            let there = follower.enter(&mut link);
            there.and_then(|()| {
                told = false;
                follower.attend(&mut link)
            })
        });
        match outcome {
            Ok(()) | Err(End::Unread) => return Ok(()),
            Err(End::Broken(Broken::Lost(_))) if follower.last.is_some() => {}
            Err(End::Broken(broken)) => return Err(broken.sentence(&who)),
        }
        // Whoever heard something has come back to a server that works.
        failed = if follower.last == before { failed + 1 } else { 0 };
        if !told {
            told = true;
            let server = who.address.to_string();
            let _ = writeln!(io::stderr(), "causette: {}", program(lang, Program::Lost { server: &server }));
        }
        pause(failed);
    }
}

/// Where to begin.
#[derive(Clone, Copy)]
enum Begin {
    After(u64),
    Last(u64),
}

struct Follower {
    room: String,
    /// The room's stable id, once it is known.
    id: Option<String>,
    /// The last number that was printed, or need not be.
    last: Option<u64>,
    begin: Begin,
    /// A page is on its way.
    asked: bool,
    json: bool,
    lang: Lang,
    zone: TimeZone,
}

impl Follower {
    /// Enters the room, or asks for the direct conversation, and finds out where to begin.
    fn enter(&mut self, link: &mut Link) -> Result<(), End> {
        self.asked = false;
        let head = if self.room.starts_with('@') {
            let page = link.ask(json!({"type": "history", "room": self.room, "limit": 1}))?;
            match text(&page, "code") {
                // The conversation has not begun.
                Some("no_such_room") => 0,
                Some(_) => return Err(Broken::Refused(text(&page, "text").unwrap_or_default().to_owned()).into()),
                None => {
                    self.know(&page);
                    facts(&page).last().and_then(|fact| number(fact, "seq")).unwrap_or(0)
                }
            }
        } else {
            let joined = link.must(json!({"type": "join", "room": self.room}))?;
            self.know(&joined);
            number(&joined, "seq").unwrap_or(0)
        };
        let last = match (self.last, self.begin) {
            (Some(last), _) => last,
            (None, Begin::After(after)) if after > head => {
                return Err(Broken::Refused(refused(self.lang, &Refusal::Ahead { head })).into());
            }
            (None, Begin::After(after)) => after,
            (None, Begin::Last(count)) => head.saturating_sub(count),
        };
        self.last = Some(last);
        if last < head { self.ask_for_more(link) } else { Ok(()) }
    }

    /// Learns the room's id. Another one than before is another room: its numbers begin again.
    fn know(&mut self, value: &Value) {
        let id = text(value, "room_id").map(str::to_owned);
        if self.id.is_some() && self.id != id {
            self.last = Some(0);
        }
        self.id = id;
    }

    fn ask_for_more(&mut self, link: &mut Link) -> Result<(), End> {
        self.asked = true;
        let after = self.last.unwrap_or(0);
        let limit = limits::PAGE_FACTS;
        Ok(link.send(&json!({"type": "history", "room": self.room, "after": after, "limit": limit, "ref": PAGE}))?)
    }

    /// Takes what comes, until the connection ends.
    fn attend(&mut self, link: &mut Link) -> Result<(), End> {
        let mut pinged = false;
        loop {
            match link.next(QUIET)? {
                Some(value) => {
                    pinged = false;
                    self.take(&value, link)?;
                }
                None if pinged => return Err(io::Error::from(ErrorKind::TimedOut).into()),
                None => {
                    pinged = true;
                    link.send(&json!({"type": "ping"}))?;
                }
            }
        }
    }

    fn take(&mut self, value: &Value, link: &mut Link) -> Result<(), End> {
        let page = text(value, "ref") == Some(PAGE);
        match kind(value) {
            "history" if page => {
                self.asked = false;
                self.page(value)?;
                let more = value.get("more") == Some(&Value::Bool(true));
                if more { self.ask_for_more(link) } else { Ok(()) }
            }
            "refused" if page && text(value, "code") == Some("busy") => {
                Err(io::Error::from(ErrorKind::WouldBlock).into())
            }
            "refused" if page => Err(Broken::Refused(text(value, "text").unwrap_or_default().to_owned()).into()),
            "missed" if self.is_ours(value) => facts(value).iter().try_for_each(|fact| self.fact(fact, link)),
            _ if self.is_ours(value) && value.get("from").is_some() && value.get("seq").is_some() => {
                self.fact(value, link)
            }
            _ => Ok(()),
        }
    }

    fn is_ours(&self, value: &Value) -> bool {
        match &self.id {
            Some(id) => text(value, "room_id") == Some(id),
            // A direct conversation that begins now.
            None => text(value, "room").is_some_and(|room| room.eq_ignore_ascii_case(&self.room)),
        }
    }

    /// A page that was asked for: what it leaves out below its first fact was removed.
    fn page(&mut self, page: &Value) -> Result<(), End> {
        let last = self.last.unwrap_or(0);
        if let Some(first) = number(page, "expired_before").filter(|first| *first > last + 1) {
            let words = say(self.lang, Say::Expired { room: &self.room, seq: first });
            let _ = writeln!(io::stderr(), "-- {words}");
            self.last = Some(first - 1);
        }
        for fact in facts(page) {
            let seq = number(fact, "seq").unwrap_or(0);
            if seq > self.last.unwrap_or(0) {
                self.print(fact)?;
                self.last = Some(seq);
            }
        }
        Ok(())
    }

    /// A fact as it happens.
    fn fact(&mut self, fact: &Value, link: &mut Link) -> Result<(), End> {
        let (seq, last) = (number(fact, "seq").unwrap_or(0), self.last.unwrap_or(0));
        if self.id.is_none() {
            self.id = text(fact, "room_id").map(str::to_owned);
        }
        if seq == last + 1 {
            self.print(fact)?;
            self.last = Some(seq);
        } else if seq > last && !self.asked {
            // This one is in the page as well: it was kept before it was told.
            self.ask_for_more(link)?;
        }
        Ok(())
    }

    fn print(&self, fact: &Value) -> Result<(), End> {
        let line = match self.json {
            true => show::json(fact),
            false => show::fact(fact, &self.zone, self.lang),
        };
        let mut out = io::stdout().lock();
        out.write_all(&line).and_then(|()| out.flush()).map_err(|_| End::Unread)
    }
}

fn facts(value: &Value) -> &[Value] {
    value.get("facts").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
