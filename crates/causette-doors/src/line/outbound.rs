//! Events to lines for people: `[14:03 12] <alice> bonjour`, `-- bob joined #general`, `!! code: sentence`, `ok 12`.
//!
//! Bytes from other people never reach the terminal as they came. Sentences are the texts'.

use causette_core::notice::{Members, Page, RoomLine};
use causette_core::ports::Clock;
use causette_core::{Fact, Millis, Notice, RoomId, RoomLabel, RoomName, RoomTag, Sender, Signal, Style, What};
use causette_texts::{Fault, Lang, Say, say};
use causette_wire::line::{Eol, safe};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Names shown when somebody enters a room; `/who` shows more.
const NAMES_ON_ENTRY: usize = 20;

/// Appends lines to a buffer.
pub(super) struct Writer<'o> {
    pub(super) out: &'o mut Vec<u8>,
    pub(super) lang: Lang,
    pub(super) eol: Eol,
    pub(super) zone: &'o TimeZone,
    pub(super) clock: &'o dyn Clock,
}

/// What a notice means depends on who reads it.
pub(super) struct Reader<'r> {
    /// The room its text goes to.
    pub(super) here: Option<&'r (RoomId, RoomName)>,
    /// Where newcomers are at once.
    pub(super) home: &'r str,
    /// It was nowhere before this notice.
    pub(super) newcomer: bool,
}

impl Writer<'_> {
    pub(super) fn fact(&mut self, label: &RoomLabel, here: bool, fact: &Fact) {
        let (before, after, text): (&[u8], &[u8], _) = match &fact.what {
            What::Message { text, style: Style::Plain } => (b"] <", b"> ", text),
            What::Message { text, style: Style::Action } => (b"] * ", b" ", text),
            // Not even an action looks like this: a name would stand before what somebody typed.
            What::Answer { text } => (b"] =", b" ", text),
            What::RoomOpened { .. } => return,
        };
        let time = self.civil(fact.at);
        self.out.push(b'[');
        self.two(time.hour());
        self.out.push(b':');
        self.two(time.minute());
        self.out.push(b' ');
        if !here {
            self.label(label);
            self.out.push(b' ');
        }
        self.number(fact.seq);
        self.out.extend_from_slice(before);
        if !matches!(fact.what, What::Answer { .. }) {
            safe::push_word(self.out, fact.by.name.as_str());
        }
        self.out.extend_from_slice(after);
        safe::push_text(self.out, text.as_str(), self.eol);
        self.end();
    }

    pub(super) fn signal(&mut self, room: &RoomTag, signal: &Signal) {
        let label = room.label.to_string();
        let room = label.as_str();
        let what = match signal {
            Signal::Arrived(who) => Say::Joined { name: who.name.as_str(), room },
            Signal::Departed(who) => Say::Left { name: who.name.as_str(), room },
            Signal::Renamed(who, to) => Say::Renamed { name: who.name.as_str(), to: to.as_str() },
        };
        self.news(what);
    }

    pub(super) fn notice(&mut self, reader: Reader<'_>, notice: &Notice) {
        let Reader { here: current, home, newcomer } = reader;
        let here = current.map(|(id, _)| *id);
        match notice {
            Notice::Welcome { you, .. } => self.news(Say::Greeting { name: you.name.as_str(), room: home }),
            Notice::Done { room, seq } => self.done(here == Some(room.id), room, *seq),
            Notice::Joined { room, members, replay, .. } => {
                // The greeting named the home room already.
                let greeted = newcomer && room.label.to_string() == home;
                self.joined(greeted, room, members, replay);
            }
            Notice::Opened(room) => {
                if let RoomLabel::With(name) = &room.label {
                    self.news(Say::Opened { name: name.as_str() });
                }
            }
            Notice::Left(room) => {
                self.news(Say::Parted { room: &room.label.to_string() });
                self.news(match current {
                    Some((_, room)) => Say::Current { room: room.as_str() },
                    None => Say::Nowhere,
                });
            }
            Notice::Named(you) => self.news(Say::Named { name: you.name.as_str() }),
            Notice::Rooms { rooms, more } => self.rooms(rooms, *more),
            Notice::Members { room, members } => self.members(&room.label, members, usize::MAX),
            Notice::Page { room, page } => self.history(here == Some(room.id), room, page),
            Notice::Missed { room, page, members } => self.missed(here == Some(room.id), room, page, members.as_ref()),
            Notice::Refused(refusal) => self.refused(refusal.code(), &causette_texts::refusal(self.lang, refusal)),
            Notice::Unknown => self.refused("unknown", &say(self.lang, Say::UnknownOutcome)),
            Notice::Goodbye(why) => self.sentence(&causette_texts::goodbye(self.lang, *why)),
        }
    }

    pub(super) fn refused(&mut self, code: &str, words: &str) {
        self.out.extend_from_slice(b"!! ");
        self.out.extend_from_slice(code.as_bytes());
        self.out.extend_from_slice(b": ");
        safe::push_word(self.out, words);
        self.end();
    }

    /// Our own text of several lines.
    pub(super) fn lines(&mut self, text: &str) {
        for line in text.lines() {
            safe::push_word(self.out, line);
            self.end();
        }
    }

    fn done(&mut self, here: bool, room: &RoomTag, seq: u64) {
        self.out.extend_from_slice(b"ok ");
        if !here {
            self.label(&room.label);
            self.out.push(b' ');
        }
        self.number(seq);
        self.end();
    }

    fn joined(&mut self, greeted: bool, room: &RoomTag, members: &Members, replay: &Page) {
        let label = room.label.to_string();
        if !greeted {
            self.news(Say::Entered { room: &label, count: members.count as u64 });
        }
        if members.count > 1 {
            self.members(&room.label, members, NAMES_ON_ENTRY);
        }
        self.expired(&label, replay);
        self.page(true, room, replay);
    }

    fn history(&mut self, here: bool, room: &RoomTag, page: &Page) {
        let label = room.label.to_string();
        self.expired(&label, page);
        match page.facts.first() {
            None if page.expired_before.is_none() => self.news(Say::HistoryEmpty { room: &label }),
            Some(first) if first.seq == 1 => self.news(Say::HistoryStart { room: &label }),
            None | Some(_) => {}
        }
        self.page(here, room, page);
    }

    fn missed(&mut self, here: bool, room: &RoomTag, page: &Page, members: Option<&Members>) {
        let label = room.label.to_string();
        self.expired(&label, page);
        self.page(here, room, page);
        if let Some(members) = members {
            self.news(Say::CaughtUp { room: &label });
            self.members(&room.label, members, NAMES_ON_ENTRY);
        }
    }

    /// Facts of one room; a day other than today is said before its first.
    fn page(&mut self, here: bool, room: &RoomTag, page: &Page) {
        let mut day = self.civil(self.clock.now()).date();
        for fact in &page.facts {
            let date = self.civil(fact.at).date();
            if date != day {
                self.sentence(&date.to_string());
                day = date;
            }
            self.fact(&room.label, here, fact);
        }
    }

    fn expired(&mut self, room: &str, page: &Page) {
        if let Some(seq) = page.expired_before {
            self.news(Say::Expired { room, seq });
        }
    }

    fn rooms(&mut self, rooms: &[RoomLine], more: bool) {
        for line in rooms {
            let room = line.room.label.to_string();
            self.news(Say::RoomLine { room: &room, count: line.present as u64, head: line.head });
        }
        if rooms.is_empty() {
            self.news(Say::RoomsNone);
        }
        if more {
            self.news(Say::RoomsMore);
        }
    }

    fn members(&mut self, label: &RoomLabel, members: &Members, most: usize) {
        let room = label.to_string();
        let (room, count) = (room.as_str(), members.count as u64);
        let names = members.people.iter().take(most).map(|who: &Sender| who.name.as_str()).collect::<Vec<_>>();
        let all = names.len() == members.count;
        let names = names.join(" ");
        self.news(match (members.count, all) {
            (0, _) => Say::RoomEmpty { room },
            (_, true) => Say::Who { room, count, names: &names },
            (_, false) => Say::WhoPart { room, count, names: &names },
        });
    }

    /// The time here, to the second, and which zone that is.
    pub(super) fn time(&mut self) {
        let now = timestamp(self.clock.now()).to_zoned(self.zone.clone());
        let offset = now.strftime("%:z").to_string();
        let zone = match self.zone.iana_name() {
            Some(name) => format!("{name}, {offset}"),
            None => offset,
        };
        self.news(Say::Time { at: &now.strftime("%Y-%m-%d %H:%M:%S").to_string(), zone: &zone });
    }

    pub(super) fn news(&mut self, what: Say<'_>) {
        let words = say(self.lang, what);
        self.sentence(&words);
    }

    fn sentence(&mut self, words: &str) {
        self.out.extend_from_slice(b"-- ");
        safe::push_word(self.out, words);
        self.end();
    }

    fn label(&mut self, label: &RoomLabel) {
        match label {
            RoomLabel::Named(name) => safe::push_word(self.out, name.as_str()),
            RoomLabel::With(name) => {
                self.out.push(b'@');
                safe::push_word(self.out, name.as_str());
            }
        }
    }

    fn end(&mut self) {
        self.out.extend_from_slice(self.eol.bytes());
    }

    fn two(&mut self, n: i8) {
        let n = n.unsigned_abs();
        self.out.extend_from_slice(&[b'0' + n / 10 % 10, b'0' + n % 10]);
    }

    fn number(&mut self, n: u64) {
        use std::io::Write;
        let _ = write!(self.out, "{n}"); // a Vec takes everything
    }

    fn civil(&self, at: Millis) -> DateTime {
        self.zone.to_datetime(timestamp(at))
    }
}

fn timestamp(at: Millis) -> Timestamp {
    i64::try_from(at.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

/// The sentence that goes with a notice, for programs.
pub(super) fn words(lang: Lang, notice: &Notice) -> String {
    match notice {
        Notice::Refused(refusal) => causette_texts::refusal(lang, refusal),
        Notice::Unknown => say(lang, Say::UnknownOutcome),
        Notice::Goodbye(why) => causette_texts::goodbye(lang, *why),
        Notice::Welcome { .. }
        | Notice::Done { .. }
        | Notice::Joined { .. }
        | Notice::Opened(_)
        | Notice::Left(_)
        | Notice::Named(_)
        | Notice::Rooms { .. }
        | Notice::Members { .. }
        | Notice::Page { .. }
        | Notice::Missed { .. } => String::new(),
    }
}

/// What a newcomer is told when there is no room; they have no language yet but the server's.
pub(super) fn full(lang: Lang) -> Vec<u8> {
    let fault = Fault::ServerFull;
    format!("!! {}: {}\n", fault.code(), causette_texts::fault(lang, fault)).into_bytes()
}
