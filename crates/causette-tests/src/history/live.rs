//! One connection's view: in each room, what it is shown goes up by one, is what the history has, and "after N" is all of it.

use super::book::Books;
use super::{Connection, Event, Kind, Said, Seq, Shows, Violation, What};
use std::collections::{BTreeMap, BTreeSet};

/// How far one connection has heard one room.
#[derive(Default)]
struct Stream {
    /// Everything up to here; unknown until it entered or was shown the first.
    heard: Option<Seq>,
    /// The last that was shown, rather than confirmed.
    shown: Seq,
    /// Its own, confirmed while something before them was left out (the queue was full).
    own: BTreeSet<Seq>,
}

impl Stream {
    fn show(&mut self, seq: Seq) {
        self.shown = self.shown.max(seq);
        self.to(self.heard.map_or(seq, |heard| heard.max(seq)));
    }

    fn to(&mut self, seq: Seq) {
        self.heard = Some(seq);
        while let Some(next) = self.heard.map(|h| h + 1).filter(|next| self.own.remove(next)) {
            self.heard = Some(next);
        }
        let heard = self.heard;
        self.own.retain(|own| Some(*own) > heard);
    }
}

struct View<'a> {
    connection: &'a Connection,
    books: &'a Books<'a>,
    streams: BTreeMap<&'a str, Stream>,
    /// Which keys it sent, and so which room an answer is about.
    rooms: BTreeMap<&'a str, &'a str>,
    found: &'a mut Vec<Violation>,
}

/// What a page says of itself.
struct Bounds {
    after: Option<Seq>,
    more: bool,
    expired_before: Option<Seq>,
}

pub(super) fn check(connection: &Connection, books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut view = View { connection, books, streams: BTreeMap::new(), rooms: BTreeMap::new(), found };
    for event in &connection.events {
        view.event(event);
    }
    if connection.settled {
        for (room, stream) in std::mem::take(&mut view.streams) {
            if let Some(own) = stream.own.first() {
                let heard = stream.heard.unwrap_or(0);
                view.tell(Kind::Gap, room, *own, format!("was never shown what lies between {heard} and {own}"));
            }
        }
    }
}

impl<'a> View<'a> {
    fn event(&mut self, event: &'a Event) {
        match event {
            Event::Invoke { room, key, .. } => {
                self.rooms.insert(key, room);
            }
            Event::Ok { key, seq, .. } => self.confirmed(key, *seq),
            Event::Refused { .. } | Event::Unknown { .. } | Event::Followed { .. } | Event::There { .. } => {}
            Event::Watching { room, after } => self.streams.entry(room).or_default().to(*after),
            Event::Heard { room, said } => {
                self.seen(room, said);
                self.next(room, said.seq);
            }
            Event::Missed { room, facts, expired_before } => {
                if let Some(first) = facts.first() {
                    self.missed(room, first.seq, *expired_before);
                    let last = self.suffix(room, first.seq.saturating_sub(1), facts);
                    self.streams.entry(room).or_default().show(last);
                } else if let Some(first) = expired_before {
                    // All that it missed was let go, which it is told.
                    let stream = self.streams.entry(room).or_default();
                    stream.to(stream.heard.unwrap_or(0).max(first.saturating_sub(1)));
                }
            }
            Event::Entered { room, after, head, facts, more, expired_before, .. } => {
                let bounds = Bounds { after: *after, more: *more, expired_before: *expired_before };
                self.entered(room, *head, facts, &bounds);
            }
            Event::Page { room, after, facts, more, expired_before, .. } => {
                let last = self.suffix(room, kept(*after, *expired_before), facts);
                let heard = self.streams.get(room.as_str()).and_then(|s| s.heard).unwrap_or(0);
                if !more && last < heard {
                    self.tell(Kind::BadResume, room, last, format!("history ends here, but {heard} was shown before"));
                }
            }
            Event::Found { room, facts, .. } => facts.iter().for_each(|said| self.seen(room, said)),
        }
    }

    fn tell(&mut self, kind: Kind, room: &str, seq: Seq, words: String) {
        self.found.push(Violation::new(kind, room, seq, format!("{}: {words}", self.connection.name)));
    }

    /// What it was shown must be what the history has, or nothing where that was taken back.
    fn seen(&mut self, room: &str, shown: &Said) {
        let Some(book) = self.books.get(room) else {
            return self.tell(
                Kind::Vanished,
                room,
                shown.seq,
                format!("was shown {shown:?} in a room without a history"),
            );
        };
        let kept = book.get(shown.seq);
        if kept.is_some_and(|kept| kept.is(shown)) {
            return;
        }
        let taken = |kept: &Said| book.taken(kept.seq, &kept.what).is_some();
        let by = |kept: &Said| kept.by == shown.by || matches!(shown.what, What::Line { .. });
        match kept.filter(|kept| by(kept)) {
            None if book.is_lost(shown.seq) => {}
            Some(kept) if shown.what == What::Gone && kept.what.words().is_some() => {
                if !taken(kept) {
                    let words = format!("was not shown {:?}, which nobody took back", kept.what);
                    self.tell(Kind::Destroyed, room, shown.seq, words);
                }
            }
            // Where a terminal says itself that something is gone, its line begins so.
            Some(Said { what: What::Gone, .. }) if matches!(shown.what, What::Line { .. }) => {}
            Some(kept) if matches!(&shown.what, What::Line { text, .. } if text.starts_with("-- ")) && taken(kept) => {}
            _ => self.differs(room, shown, kept),
        }
    }

    fn differs(&mut self, room: &str, shown: &Said, kept: Option<&Said>) {
        let places = self.books.get(room).map(|book| book.places(&shown.what)).unwrap_or_default();
        let was = format!("was shown {:?} by {}", shown.what, shown.by);
        let there = kept.map_or_else(|| "nothing".to_owned(), |k| format!("{:?} by {}", k.what, k.by));
        let (kind, words) = match (places, kept) {
            ([], None) => (Kind::Vanished, format!("{was}, which is not in the history")),
            ([], Some(_)) if shown.what.target().is_none() => {
                (Kind::Vanished, format!("{was}, which is not in the history; there stands {there}"))
            }
            _ => (Kind::TwoOrders, format!("{was}; in the history that is {places:?}, and there stands {there}")),
        };
        self.tell(kind, room, shown.seq, words);
    }

    /// The next number it is shown.
    fn next(&mut self, room: &'a str, seq: Seq) {
        let stream = self.streams.entry(room).or_default();
        let heard = stream.heard;
        stream.show(seq);
        match heard {
            Some(heard) if seq <= heard => {
                self.tell(Kind::Backwards, room, seq, format!("shown again or late, after {heard}"));
            }
            Some(heard) if self.left_out(room, heard, seq, Shows::live) => {
                self.tell(Kind::Gap, room, seq, format!("shown right after {heard}"));
            }
            _ => {}
        }
    }

    /// Whether anything between two numbers should have been shown. What was taken back by then may be left out where a door
    /// does not show all.
    fn left_out(&self, room: &str, heard: Seq, seq: Seq, shown: fn(Shows, &What) -> bool) -> bool {
        let shows = self.connection.shows;
        let book = self.books.get(room).filter(|_| shows != Shows::All);
        let excused = |seq: Seq| {
            let Some(book) = book else { return false };
            match book.get(seq) {
                Some(kept) => !shown(shows, &kept.what) || book.taken(seq, &kept.what).is_some(),
                None => book.is_lost(seq),
            }
        };
        (heard + 1..seq).any(|missing| !excused(missing))
    }

    /// Where a page begins that makes up for what was left out. What the connection itself said meanwhile is in it again.
    fn missed(&mut self, room: &'a str, first: Seq, expired_before: Option<Seq>) {
        let stream = self.streams.entry(room).or_default();
        let (heard, shown) = (stream.heard.unwrap_or(first.saturating_sub(1)), stream.shown);
        if first > kept(heard, expired_before) + 1 {
            self.tell(
                Kind::Gap,
                room,
                first,
                format!("what it missed is said to begin here, but it heard only up to {heard}"),
            );
        } else if first <= shown {
            self.tell(
                Kind::Backwards,
                room,
                first,
                format!("what it missed is said to begin here, but it was shown {shown}"),
            );
        }
    }

    /// Its own wish got a number. A repeated key may get an old one.
    fn confirmed(&mut self, key: &'a str, seq: Seq) {
        let Some(room) = self.rooms.get(key).copied() else { return };
        let stream = self.streams.entry(room).or_default();
        match stream.heard {
            None => stream.to(seq),
            Some(heard) if seq > heard => {
                stream.own.insert(seq);
                stream.to(heard);
            }
            // A key that was used before this connection is the harness's to know; `ops` holds it to its first number.
            Some(_) => {}
        }
    }

    fn entered(&mut self, room: &'a str, head: Seq, facts: &'a [Said], bounds: &Bounds) {
        let from = match (bounds.after, facts) {
            (Some(after), _) => kept(after, bounds.expired_before),
            (None, [first, ..]) => first.seq.saturating_sub(1),
            (None, []) => head,
        };
        let last = self.suffix(room, from, facts);
        let complete = !bounds.more || bounds.after.is_none();
        if complete && last != head {
            self.tell(Kind::BadResume, room, last, format!("was told that {head} is the last, and shown up to {last}"));
        }
        *self.streams.entry(room).or_default() = Stream::default();
        self.streams.entry(room).or_default().show(if complete { head } else { last });
    }

    /// Facts must begin right after `from` and go on without a gap. Says how far they go.
    fn suffix(&mut self, room: &str, from: Seq, facts: &[Said]) -> Seq {
        let mut last = from;
        for said in facts {
            self.seen(room, said);
            if said.seq <= last || self.left_out(room, last, said.seq, Shows::past) {
                self.tell(
                    Kind::BadResume,
                    room,
                    said.seq,
                    format!("asked for what follows {from}, got this after {last}"),
                );
            }
            last = said.seq;
        }
        last
    }
}

/// The number after which a page begins: as was asked, or where the history begins by now.
fn kept(after: Seq, expired_before: Option<Seq>) -> Seq {
    expired_before.map_or(after, |first| first.saturating_sub(1).max(after))
}
