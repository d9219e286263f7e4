//! One room's history made ready to be asked: what stands where, what was taken back, what may have been let go.

use super::{Connection, Event, Nanos, RoomLog, Said, Seq, What};
use std::collections::{BTreeMap, HashMap};

/// A deletion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Its own number.
    pub(super) by: Seq,
    /// Somebody was told of it then: whoever asks later must not see the words.
    pub(super) known: Option<Nanos>,
}

pub(super) struct Book<'a> {
    pub(super) log: &'a RoomLog,
    /// Up to here the history was checked before.
    pub(super) since: Seq,
    /// What somebody was shown where the log has nothing, or words that were gone when it was first read.
    shown: BTreeMap<Seq, &'a Said>,
    /// Where each entry stands, in the part that is to be checked.
    places: HashMap<&'a What, Vec<Seq>>,
    /// Messages that were taken back.
    deleted: HashMap<Seq, Taken>,
    /// How many entries the server keeps of a room that does not say otherwise.
    keep: Option<u64>,
    /// From which number on the room was to keep how many entries, in order.
    policy: Vec<(Seq, Option<u64>)>,
}

pub(super) type Books<'a> = BTreeMap<&'a str, Book<'a>>;

/// All rooms, as the log and what anybody was shown tell them.
pub(super) fn books<'a>(
    logs: &'a BTreeMap<String, RoomLog>,
    since: &BTreeMap<String, Seq>,
    keep: Option<u64>,
    connections: &[&'a Connection],
) -> Books<'a> {
    let book = |(room, log): (&'a String, &'a RoomLog)| {
        let since = since.get(room).copied().unwrap_or(0);
        let (shown, places, deleted) = Default::default();
        let policy = vec![(0, keep)];
        (room.as_str(), Book { log, since, shown, places, deleted, keep, policy })
    };
    let mut books: Books<'a> = logs.iter().map(book).collect();
    let events = || connections.iter().flat_map(|connection| &connection.events);
    for event in events() {
        let (room, said, _) = readings(event);
        if let Some(book) = books.get_mut(room) {
            said.iter().for_each(|said| book.learn(said));
        }
    }
    for book in books.values_mut() {
        book.index();
    }
    for event in events() {
        let (room, said, at) = readings(event);
        if let (Some(book), Some(at)) = (books.get_mut(room), at) {
            said.iter().for_each(|said| book.known(said, at));
        }
    }
    acknowledged(connections, &mut books);
    books
}

/// The entries that an event shows, and when they were there at the latest.
fn readings(event: &Event) -> (&str, &[Said], Option<Nanos>) {
    match event {
        Event::Heard { room, said } => (room, std::slice::from_ref(said), None),
        Event::Missed { room, facts, .. } => (room, facts, None),
        Event::Entered { room, facts, span, .. } => (room, facts, Some(span.to)),
        Event::Page { room, facts, span, .. } | Event::Found { room, facts, span, .. } => (room, facts, Some(span.to)),
        Event::Invoke { .. } | Event::Ok { .. } | Event::Refused { .. } => ("", &[], None),
        Event::Unknown { .. } | Event::Followed { .. } | Event::Watching { .. } => ("", &[], None),
        Event::There { .. } => ("", &[], None),
    }
}

/// Confirmed deletions are known from their confirmation on.
fn acknowledged(connections: &[&Connection], books: &mut Books<'_>) {
    for connection in connections {
        let mut wishes = HashMap::new();
        for event in &connection.events {
            match event {
                Event::Invoke { room, key, what: What::Deleted { target }, .. } => {
                    wishes.insert(key, (room.as_str(), *target));
                }
                Event::Ok { at, key, .. } => {
                    let Some((room, target)) = wishes.get(key) else { continue };
                    let taken = books.get_mut(*room).and_then(|book| book.deleted.get_mut(target));
                    if let Some(taken) = taken {
                        taken.known = Some(taken.known.map_or(*at, |known| known.min(*at)));
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'a> Book<'a> {
    fn learn(&mut self, said: &'a Said) {
        let unknown = match self.log.get(said.seq).map(|said| &said.what) {
            None => self.log.never_read(said.seq),
            Some(what) => *what == What::Gone,
        };
        if unknown && !matches!(said.what, What::Gone | What::Line { .. }) {
            self.shown.entry(said.seq).or_insert(said);
        }
    }

    fn index(&mut self) {
        let log: &'a RoomLog = self.log;
        let shown: Vec<&'a Said> = self.shown.values().copied().collect();
        for said in log.said.iter().chain(shown) {
            if said.seq > self.since {
                self.places.entry(&said.what).or_default().push(said.seq);
            }
            if let What::Deleted { target } = said.what {
                let known = (said.seq <= self.since).then_some(0);
                self.deleted.entry(target).or_insert(Taken { by: said.seq, known });
            }
            match said.what {
                What::Keep { last } => self.policy.push((said.seq, last.or(self.keep))),
                What::Reset => self.policy.push((said.seq, self.keep)),
                _ => {}
            }
        }
        self.policy.sort_unstable();
        self.places.values_mut().for_each(|places| places.sort_unstable());
    }

    fn known(&mut self, said: &Said, at: Nanos) {
        if let What::Deleted { target } = said.what
            && let Some(taken) = self.deleted.get_mut(&target)
        {
            taken.known = Some(taken.known.map_or(at, |known| known.min(at)));
        }
    }

    /// What stands there; what stood there, if it is gone by now and anybody saw it.
    pub(super) fn get(&self, seq: Seq) -> Option<&'a Said> {
        self.shown.get(&seq).copied().or_else(|| self.log.get(seq))
    }

    /// Nobody saw what stands there, and nobody will: it was let go.
    pub(super) fn is_lost(&self, seq: Seq) -> bool {
        self.get(seq).is_none() && self.log.never_read(seq)
    }

    /// All that is known after this number, in order.
    pub(super) fn after(&self, seq: Seq) -> impl Iterator<Item = &'a Said> {
        let numbers: std::collections::BTreeSet<Seq> = self
            .log
            .after(seq)
            .iter()
            .map(|said| said.seq)
            .chain(self.shown.range(seq + 1..).map(|(seq, _)| *seq))
            .collect();
        numbers.into_iter().filter_map(|seq| self.get(seq)).collect::<Vec<_>>().into_iter()
    }

    /// The part that is to be checked.
    pub(super) fn fresh(&self) -> impl Iterator<Item = &'a Said> {
        self.after(self.since)
    }

    pub(super) fn places(&self, what: &What) -> &[Seq] {
        self.places.get(what).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the key of a message may have been forgotten: it goes with what it stands for.
    pub(super) fn forgets(&self, seq: Seq) -> bool {
        self.deletion(seq).is_some() || seq <= self.may_be_let_go(self.log.head())
    }

    /// The deletion of this very number.
    pub(super) fn deletion(&self, seq: Seq) -> Option<Taken> {
        self.deleted.get(&seq).copied().filter(|taken| taken.by > seq)
    }

    /// The deletion that destroys the words of an entry: its own, or, of an edit, that of the message it changes.
    pub(super) fn taken(&self, seq: Seq, what: &What) -> Option<Taken> {
        let of_target = || match what {
            What::Edited { target, .. } => self.deletion(*target),
            _ => None,
        };
        what.words().and_then(|_| self.deletion(seq).or_else(of_target))
    }

    /// The highest number that retention may have removed by the time the room ended at `head`, by what it was told to keep.
    pub(super) fn may_be_let_go(&self, head: Seq) -> Seq {
        let told = self.policy.iter().filter(|(seq, _)| *seq <= head);
        let ends = self.policy.iter().skip(1).map(|(seq, _)| seq - 1).chain([head]);
        let by_number =
            told.zip(ends).filter_map(|((_, last), end)| Some(end.min(head).saturating_sub((*last)?))).max();
        by_number.unwrap_or(0).max(self.log.aged)
    }
}
