//! Events to lines for people: `[14:03 12] <alice> bonjour`, `-- bob joined #general`, `!! code: sentence`, `ok 12`.
//!
//! Bytes from other people never reach the terminal as they came. Sentences are the texts'. Facts are in `fact`, what is told
//! about rooms and people in `rooms` and `people`, about accounts in `accounts`, stretches of rooms' logs in `pages`.

mod accounts;
mod fact;
mod pages;
mod people;
mod profile;
mod rooms;
#[cfg(test)]
mod tests;

use super::view::View;
use causette_core::ports::Clock;
use causette_core::{Millis, Notice, Refusal, Role, RoomId, RoomLabel, RoomName, RoomTag, Signal, Text};
use causette_texts::{Fault, Lang, Say, say};
use causette_wire::json;
use causette_wire::line::{Eol, safe};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use people::became;

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
    /// It was greeted, and not in a room since.
    pub(super) newcomer: bool,
    /// It is an account's.
    pub(super) signed_in: bool,
    /// Whether it was one before this notice, and its rank: what is known and was not asked for is not said again.
    pub(super) before: (bool, Option<Role>),
    /// How the door means to show it.
    pub(super) view: Option<View>,
}

impl Writer<'_> {
    pub(super) fn signal(&mut self, room: &RoomTag, signal: &Signal) {
        let label = room.label.to_string();
        let room = label.as_str();
        let what = match signal {
            Signal::Departed(who, why) => {
                return self.parting(Say::Left { name: who.name.as_str(), room }, why.as_ref());
            }
            Signal::Quit(who, why) => return self.parting(Say::Gone { name: who.name.as_str() }, why.as_ref()),
            Signal::SentOff { who, by, why } => {
                let (name, by) = (who.name.as_str(), by.name.as_str());
                return self.parting(Say::GoneOff { name, by }, why.as_ref());
            }
            // People see who speaks; who is about to is for programs.
            Signal::Described(_) | Signal::Typing(..) | Signal::Tagged(..) | Signal::Profiled(..) => return,
            Signal::Became { before, now, standing } => became(before, now, *standing),
            Signal::Arrived(who, _) => Say::Joined { name: who.name.as_str(), room },
            Signal::Renamed(who, to) => Say::Renamed { name: who.name.as_str(), to: to.as_str() },
            Signal::Away(who, Some(why)) => Say::WentAway { name: who.name.as_str(), why: why.as_str() },
            Signal::Away(who, None) => Say::CameBack { name: who.name.as_str() },
        };
        self.news(what);
    }

    /// Who went, and what they said last.
    fn parting(&mut self, what: Say<'_>, why: Option<&Text>) {
        self.told(what);
        self.because(why);
        self.end();
    }

    pub(super) fn notice(&mut self, reader: Reader<'_>, notice: &Notice) {
        let here = reader.here.map(|(id, _)| *id);
        match notice {
            Notice::Welcome { you, rank, .. } => self.welcome(you.name.as_str(), *rank, &reader),
            Notice::Done { room, seq, .. } => self.done(here == Some(room.id), room, *seq),
            Notice::Joined { .. } => self.entered(&reader, notice),
            Notice::Opened(room) => {
                if let RoomLabel::With(name) = &room.label {
                    self.news(Say::Opened { name: name.as_str() });
                }
            }
            Notice::Left { room, .. } => {
                self.news(Say::Parted { room: &room.label.to_string() });
                self.news(match reader.here {
                    Some((_, room)) => Say::Current { room: room.as_str() },
                    None => Say::Nowhere,
                });
            }
            Notice::Named(you) if reader.view.is_none() && !reader.signed_in => {
                self.news(Say::MadeWay { name: you.name.as_str() });
            }
            Notice::Named(you) => self.news(Say::Named { name: you.name.as_str() }),
            Notice::Rooms { rooms, more } => self.rooms(rooms, *more),
            Notice::Members { room, members, .. } => self.members(&room.label, members),
            Notice::About { room, state } => self.about(&room.label, state, reader.view),
            Notice::Person(person) => self.person(person),
            Notice::Invited { room, by } => {
                self.news(Say::Invitation { name: by.name.as_str(), room: &room.label.to_string() });
            }
            Notice::Unread(lines) if reader.view.is_none() => self.missed_rooms(lines),
            Notice::Unread(lines) => self.unread(lines),
            Notice::Marked { room, seq } => self.news(Say::Read { room: &room.label.to_string(), seq: *seq }),
            // What another of one's sessions has read changes nothing on this screen, and no line asks for the other.
            Notice::MarkedAt { .. } | Notice::Targets(_) => {}
            Notice::Found(found) => self.found(found),
            Notice::Away(Some(why)) => self.news(Say::YouAreAway { why: why.as_str() }),
            Notice::Away(None) => self.news(Say::YouAreBack),
            Notice::IsAway { who, why } => self.news(Say::IsAway { name: who.name.as_str(), why: why.as_str() }),
            Notice::Ignoring { who, on: true } => self.news(Say::Ignoring { name: who.name.as_str() }),
            Notice::Ignoring { who, on: false } => self.news(Say::NoLongerIgnoring { name: who.name.as_str() }),
            Notice::Page { room, page } => self.history(here == Some(room.id), room, page, reader.view),
            Notice::Missed { room, page, members } => self.missed(here == Some(room.id), room, page, members.as_ref()),
            Notice::Sessions(_)
            | Notice::SessionEnded { .. }
            | Notice::PasswordChanged { .. }
            | Notice::Code { .. } => {
                self.of_accounts(notice, reader.view);
            }
            Notice::Accounts { .. } | Notice::AccountMade(_) | Notice::AccountErased(_) | Notice::Stats(_) => {
                self.of_accounts(notice, reader.view);
            }
            Notice::Noted | Notice::Exported { .. } => self.of_accounts(notice, reader.view),
            Notice::Reloading | Notice::Announced { .. } => self.of_accounts(notice, reader.view),
            Notice::SentOff { by, why } => self.parting(Say::SentOff { name: by.name.as_str() }, why.as_ref()),
            Notice::Webhook { .. } | Notice::Webhooks(_) => self.of_accounts(notice, reader.view),
            Notice::Certificates(_) | Notice::Token { .. } | Notice::Tokens(_) => {
                self.of_accounts(notice, reader.view);
            }
            Notice::People { .. } | Notice::Watching(_) | Notice::Online(_) | Notice::Offline(_) => {
                self.of_people(here, notice);
            }
            Notice::WatchedBecame { .. } | Notice::WatchedDescribed(_) => self.of_people(here, notice),
            Notice::OwnModes(modes) => self.own_modes(*modes, reader.view),
            Notice::WatchedAway(..) | Notice::Were(_) | Notice::Census(_) | Notice::Aside { .. } => {
                self.of_people(here, notice);
            }
            Notice::Invitations(rooms) => self.invitations(rooms),
            Notice::Profile { profile, changes } => self.own_profile(profile, changes), // No line asks for these: programs do, in JSON; /whois shows what others say of themselves.
            Notice::Introduced
            | Notice::Told
            | Notice::Scram(_)
            | Notice::Tagged { .. }
            | Notice::RoomRenamed { .. }
            | Notice::WatchedProfile(..) => {}
            Notice::Refused(refusal) => {
                let words = self.refusal(refusal);
                self.refused(refusal.code(), &words);
            }
            Notice::Unknown => self.refused("unknown", &say(self.lang, Say::UnknownOutcome)),
            Notice::Goodbye(why) => self.sentence(&causette_texts::goodbye(self.lang, *why)),
        }
    }

    /// In a room: who is there, what it is about, what was said.
    fn entered(&mut self, reader: &Reader<'_>, notice: &Notice) {
        let Notice::Joined { room, topic, read, members, replay, .. } = notice else { return };
        // The greeting named the home room already.
        let greeted = reader.newcomer && room.label.to_string() == reader.home;
        match reader.here.is_some_and(|(here, _)| *here == room.id) {
            true => self.joined(greeted, room, members, topic.as_ref()),
            false => self.news(Say::Also { room: &room.label.to_string(), count: members.count as u64 }),
        }
        self.replay(room, replay, *read);
    }

    /// A newcomer is on the way into the home room; who turns back from JSON, or resumes, is where they are.
    fn welcome(&mut self, name: &str, rank: Option<Role>, reader: &Reader<'_>) {
        match reader.here {
            _ if reader.newcomer => self.news(Say::Greeting { name, room: reader.home }),
            // Its rooms follow.
            _ if reader.signed_in => {
                let (known, held) = reader.before;
                if !known {
                    self.news(Say::SignedIn { name });
                }
                self.rank(rank, held);
            }
            // A guest who proved to be an operator, or steps down.
            _ if rank.is_some() || reader.before.1.is_some() => self.rank(rank, reader.before.1),
            Some((_, room)) => self.news(Say::Greeting { name, room: room.as_str() }),
            None => {
                self.news(Say::Named { name });
                self.news(Say::Nowhere);
            }
        }
    }

    /// What may be done on the whole server, where that changed.
    fn rank(&mut self, rank: Option<Role>, held: Option<Role>) {
        match rank.filter(|rank| *rank >= Role::Moderator) {
            Some(_) if rank == held => {}
            Some(rank) => self.news(Say::Rank { rank: json::role_term(rank) }),
            None if held >= Some(Role::Moderator) => self.news(Say::RankLost),
            None => {}
        }
    }

    /// A refusal's sentence, with times as they are here.
    pub(super) fn refusal(&self, refusal: &Refusal) -> String {
        causette_texts::refusal(self.lang, refusal, |at| self.moment(at))
    }

    /// A moment in a sentence: the time of day, after the day if that is not today.
    fn moment(&self, at: Millis) -> String {
        let (at, today) = (self.civil(at), self.civil(self.clock.now()).date());
        let time = at.strftime("%H:%M");
        if at.date() == today { time.to_string() } else { format!("{} {time}", at.date()) }
    }

    /// A moment, or `none`, as sentences ask for it.
    fn until(&self, until: Option<Millis>) -> String {
        until.map_or("none".to_owned(), |at| self.moment(at))
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

    fn word(&self, what: Say<'_>) -> String {
        say(self.lang, what)
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

/// What a newcomer is told when there is no room; they have no language yet but the server's.
pub(super) fn full(lang: Lang) -> Vec<u8> {
    let fault = Fault::ServerFull;
    format!("!! {}: {}\n", fault.code(), causette_texts::fault(lang, fault)).into_bytes()
}
