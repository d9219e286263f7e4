//! Stretches of a room's log: on entering it, read back, missed, found.

use super::Writer;
use crate::line::view::View;
use causette_core::notice::{Found, Members, Page};
use causette_core::{Fact, RoomTag, Seq, limits};
use causette_texts::{Say, Topic};
use std::sync::Arc;

impl Writer<'_> {
    /// What was said last, for whoever enters; and how to read what they have not.
    pub(super) fn replay(&mut self, room: &RoomTag, replay: &Page, read: Seq) {
        self.expired(&room.label.to_string(), replay);
        if read > 0 && replay.facts.first().is_some_and(|first| first.seq > read + 1) {
            self.news(Say::ReadUpto { seq: read });
        }
        self.page(true, room, replay);
    }

    /// History that was asked for, and, if there is more of it, how to read on.
    pub(super) fn history(&mut self, here: bool, room: &RoomTag, page: &Page, view: Option<View>) {
        let label = room.label.to_string();
        let onward = if let Some(View::Onward { forwards, limit }) = view { Some((forwards, limit)) } else { None };
        let forwards = onward.is_some_and(|(forwards, _)| forwards);
        self.expired(&label, page);
        match page.facts.first() {
            None if page.expired_before.is_none() && !forwards => self.news(Say::HistoryEmpty { room: &label }),
            Some(first) if first.seq == 1 => self.news(Say::HistoryStart { room: &label }),
            None | Some(_) => {}
        }
        self.page(here, room, page);
        let edge = if forwards { page.facts.last() } else { page.facts.first() };
        match (onward, edge) {
            (Some((_, limit)), Some(fact)) if page.more => {
                let command = self.read_on(&label, here, forwards, (fact.seq, limit));
                self.news(Say::HistoryMore { command: &command });
            }
            _ if forwards => self.news(Say::HistoryEnd { room: &label }),
            _ => {}
        }
    }

    /// What to type to read on from there, as the reader's language calls it.
    pub(super) fn read_on(&self, label: &str, here: bool, forwards: bool, (seq, limit): (Seq, usize)) -> String {
        use causette_texts::Lang;
        let usage = causette_texts::usage(self.lang, Topic::History);
        let mut command = usage.split(' ').next().unwrap_or_default().to_owned();
        if !here {
            command = format!("{command} {label}");
        }
        let way = match (self.lang, forwards) {
            (Lang::En, true) => "after",
            (Lang::En, false) => "before",
            (Lang::Fr, true) => "après",
            (Lang::Fr, false) => "avant",
        };
        let count = if limit == limits::REPLAY_FACTS { String::new() } else { format!(" {limit}") };
        format!("{command} {way} {seq}{count}")
    }

    pub(super) fn missed(&mut self, here: bool, room: &RoomTag, page: &Page, members: Option<&Members>) {
        let label = room.label.to_string();
        self.expired(&label, page);
        self.page(here, room, page);
        if let Some(members) = members {
            self.news(Say::CaughtUp { room: &label });
            self.names(&room.label, members);
        }
    }

    /// Facts of several rooms, each with its room and its day.
    pub(super) fn scattered(&mut self, facts: &[(RoomTag, Arc<Fact>)]) {
        let mut day = self.civil(self.clock.now()).date();
        for (room, fact) in facts {
            let date = self.civil(fact.at).date();
            if date != day {
                self.sentence(&date.to_string());
                day = date;
            }
            self.fact(&room.label, false, fact, false);
        }
    }

    /// What a search found, the newest first.
    pub(super) fn found(&mut self, found: &Found) {
        self.scattered(&found.hits);
        if found.hits.is_empty() {
            self.news(Say::FoundNone);
        }
        if found.more {
            self.news(Say::FoundMore);
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
            self.fact(&room.label, here, fact, false);
        }
    }

    fn expired(&mut self, room: &str, page: &Page) {
        if let Some(seq) = page.expired_before {
            self.news(Say::Expired { room, seq });
        }
    }
}
