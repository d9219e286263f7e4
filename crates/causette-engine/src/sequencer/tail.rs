//! The last facts of a loaded room, in memory: replays, short catch-ups and the end of long ones need no disk.

use causette_core::notice::Page;
use causette_core::ports::paging::{Edge, Pages};
use causette_core::{Fact, Gone, Millis, PersonId, Room, Seq, What, limits};
use std::collections::VecDeque;
use std::sync::Arc;

/// Facts `first..=head` of one room, contiguous.
#[derive(Debug)]
pub(super) struct Tail {
    facts: VecDeque<Arc<Fact>>,
    bytes: usize,
    next: Seq,
}

impl Tail {
    /// The tail of a room just loaded, or just made.
    pub(super) fn of(room: &Room, facts: Vec<Arc<Fact>>) -> Tail {
        let bytes = facts.iter().map(|f| f.weight()).sum();
        Tail { facts: facts.into(), bytes, next: room.head + 1 }
    }

    pub(super) fn push(&mut self, fact: Arc<Fact>) {
        self.next = fact.seq + 1;
        self.bytes += fact.weight();
        self.facts.push_back(fact);
    }

    /// Forgets the oldest beyond the limits. Done between batches, so that a batch finds the tail it was decided against.
    pub(super) fn trim(&mut self) {
        while self.facts.len() > limits::TAIL_FACTS || self.bytes > limits::TAIL_BYTES {
            match self.facts.pop_front() {
                Some(fact) => self.bytes -= fact.weight(),
                None => break,
            }
        }
    }

    /// The fact of that number, if it is here.
    pub(super) fn get(&self, seq: Seq) -> Option<&Arc<Fact>> {
        self.facts.get(usize::try_from(seq.checked_sub(self.first())?).ok()?)
    }

    /// All of them: for tests.
    #[cfg(feature = "planted")]
    pub(super) fn facts(&self) -> Vec<Arc<Fact>> {
        self.facts.iter().cloned().collect()
    }

    /// Takes the words out of a message and of its edits.
    pub(super) fn destroy(&mut self, seq: Seq) {
        for fact in &mut self.facts {
            let edit = matches!(fact.what, What::Edited { seq: of, .. } if of == seq);
            if fact.seq == seq || edit {
                self.bytes -= fact.weight();
                *fact = Arc::new(fact.gone(Gone::Deleted));
            }
        }
    }

    /// Takes out what somebody said who was erased, and what names them.
    pub(super) fn erase(&mut self, person: PersonId) {
        for fact in &mut self.facts {
            if let Some(left) = fact.without(person) {
                self.bytes = self.bytes + left.weight() - fact.weight();
                *fact = Arc::new(left);
            }
        }
    }

    /// Forgets facts up to this number, which are kept no more.
    pub(super) fn forget(&mut self, upto: Seq) {
        while self.facts.front().is_some_and(|fact| fact.seq <= upto) {
            if let Some(fact) = self.facts.pop_front() {
                self.bytes -= fact.weight();
            }
        }
    }

    pub(super) fn first(&self) -> Seq {
        self.facts.front().map_or(self.next, |f| f.seq)
    }

    /// See [`causette_core::ports::Log::seq_at`]; `None`: that is before what is here.
    pub(super) fn seq_at(&self, at: Millis, floor: Seq) -> Option<Seq> {
        let older = self.facts.partition_point(|fact| fact.at < at);
        let known = older > 0 || self.first() <= floor.saturating_add(1);
        known.then(|| (self.first().saturating_sub(1) + older as Seq).max(floor))
    }

    /// Whether a page can be read here, whatever is still pushed before it is read. Facts up to `floor` are in no page.
    pub(super) fn covers(&self, edge: Edge, limit: usize, floor: Seq) -> bool {
        match edge {
            Edge::After(n) => n.max(floor).saturating_add(1) >= self.first(),
            Edge::Before(n) => {
                let wanted = n.min(self.next).saturating_sub(u64::try_from(limit).unwrap_or(u64::MAX));
                self.first() <= floor.saturating_add(1) || n > self.first() && wanted >= self.first()
            }
        }
    }

    /// The page; complete only if [`Tail::covers`] says so.
    pub(super) fn page(&self, edge: Edge, limit: usize, floor: Seq) -> Page {
        let (after, before) = match edge {
            Edge::After(n) => (n.max(floor), Seq::MAX),
            Edge::Before(n) => (floor, n),
        };
        let inside = |f: &&Arc<Fact>| f.seq > after && f.seq < before;
        let count = self.facts.iter().filter(inside).count();
        let skip = match edge {
            Edge::After(_) => 0,
            Edge::Before(_) => count.saturating_sub(limit),
        };
        let facts: Vec<_> = self.facts.iter().filter(inside).skip(skip).take(limit).cloned().collect();
        let more = match edge {
            Edge::After(_) => facts.len() < count,
            Edge::Before(_) => facts.first().is_some_and(|f| f.seq > floor + 1),
        };
        let below = match edge {
            Edge::After(n) => n < floor,
            Edge::Before(n) => floor > 0 && n > 1 && !more,
        };
        Page { facts, more, expired_before: below.then_some(floor + 1) }
    }
}

/// What a tail is to one reader.
pub(super) struct OfTail<'t> {
    pub(super) tail: &'t Tail,
    /// Facts up to this number are not for the reader.
    pub(super) floor: Seq,
}

/// Only the log knows.
#[derive(Debug)]
pub(super) struct NotHere;

impl Pages for OfTail<'_> {
    type Error = NotHere;
    // Small, so that the first read below what is here finds the page already full more often than not.
    const PIECE: usize = 8;

    fn stretch(&self, edge: Edge, limit: usize) -> Result<Page, NotHere> {
        let here = self.tail.covers(edge, limit, self.floor);
        here.then(|| self.tail.page(edge, limit, self.floor)).ok_or(NotHere)
    }

    fn seq_at(&self, at: Millis) -> Result<Seq, NotHere> {
        self.tail.seq_at(at, self.floor).ok_or(NotHere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::{Kind, Millis, Name, RoomId, RoomName, Sender, Style, Text};

    fn fact(seq: Seq) -> Arc<Fact> {
        let by = Sender { id: PersonId(1), name: Name::given("a") };
        let what = What::Message {
            text: Text::new("x").unwrap(),
            style: Style::Plain,
            reply_to: None,
            tags: causette_core::ClientTags::NONE,
        };
        Arc::new(Fact { room: RoomId(1), seq, at: Millis(seq), by, what })
    }
    fn tail(numbers: std::ops::RangeInclusive<Seq>) -> Tail {
        let mut room = Room::new(RoomId(1), Kind::Named(RoomName::new("#r").unwrap()));
        room.head = *numbers.end();
        Tail::of(&room, numbers.map(fact).collect())
    }
    #[track_caller]
    fn check(tail: &Tail, edge: Edge, limit: usize, expect: Option<(Vec<Seq>, bool)>) {
        assert_eq!(tail.covers(edge, limit, 0), expect.is_some(), "{edge:?} {limit}");
        if let Some(expect) = expect {
            let page = tail.page(edge, limit, 0);
            assert_eq!((page.facts.iter().map(|f| f.seq).collect(), page.more), expect, "{edge:?} {limit}");
        }
    }

    #[test]
    fn pages() {
        let part = tail(5..=9);
        check(&part, Edge::After(4), 2, Some((vec![5, 6], true)));
        check(&part, Edge::After(7), 500, Some((vec![8, 9], false)));
        check(&part, Edge::After(9), 1, Some((vec![], false)));
        check(&part, Edge::After(u64::MAX), 1, Some((vec![], false)));
        check(&part, Edge::After(3), 1, None);
        check(&part, Edge::Before(u64::MAX), 3, Some((vec![7, 8, 9], true)));
        check(&part, Edge::Before(8), 3, Some((vec![5, 6, 7], true)));
        check(&part, Edge::Before(8), 4, None);
        check(&part, Edge::Before(3), 1, None);
        check(&part, Edge::Before(5), 1, None);
        let whole = tail(1..=3);
        check(&whole, Edge::Before(u64::MAX), 20, Some((vec![1, 2, 3], false)));
        check(&whole, Edge::Before(0), 20, Some((vec![], false)));
        check(&whole, Edge::After(0), 2, Some((vec![1, 2], true)));
    }

    #[test]
    fn trimming_keeps_the_newest() {
        let mut t = tail(1..=200);
        t.trim();
        assert_eq!(t.first(), 201 - limits::TAIL_FACTS as u64);
    }
}
