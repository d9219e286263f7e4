//! Any range of a room's log, read by the few reads that a store has. Memory and store are read by this same code, so that a page
//! does not depend on where it came from.

use super::{Log, ReadError};
use crate::notice::Page;
use crate::{Fact, Millis, Point, Range, RoomId, Seq, What, limits};
use std::sync::Arc;

/// Where a stretch of facts begins, and which way it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edge {
    /// Facts after this number, the first ones.
    After(Seq),
    /// Facts before this number, the last ones; oldest first all the same.
    Before(Seq),
}

/// One room's facts, as far as they are for one reader.
pub trait Pages {
    /// Why they cannot be read here.
    type Error;
    /// See [`Log::stretch`].
    fn stretch(&self, edge: Edge, limit: usize) -> Result<Page, Self::Error>;
    /// See [`Log::seq_at`].
    fn seq_at(&self, at: Millis) -> Result<Seq, Self::Error>;
    /// How many facts at a time are looked through for messages.
    const PIECE: usize;
}

/// Those of a store.
pub struct OfLog<'l, L: Log + ?Sized> {
    /// The store.
    pub log: &'l L,
    /// The room.
    pub room: RoomId,
    /// Facts up to this number are not for the reader.
    pub floor: Seq,
}

impl<L: Log + ?Sized> Pages for OfLog<'_, L> {
    type Error = ReadError;
    const PIECE: usize = limits::PAGE_FACTS;

    fn stretch(&self, edge: Edge, limit: usize) -> Result<Page, ReadError> {
        let within = match edge {
            Edge::After(n) => Edge::After(n.max(self.floor)),
            Edge::Before(n) => Edge::Before(n),
        };
        Ok(above(self.log.stretch(self.room, within, limit)?, edge, self.floor))
    }

    fn seq_at(&self, at: Millis) -> Result<Seq, ReadError> {
        Ok(self.log.seq_at(self.room, at)?.max(self.floor))
    }
}

/// A page without what is not for its reader, and what that means for it.
fn above(page: Page, edge: Edge, floor: Seq) -> Page {
    let Page { mut facts, mut more, expired_before } = page;
    let all = facts.len();
    facts.retain(|fact| fact.seq > floor);
    let below = match edge {
        Edge::After(n) => n < floor,
        Edge::Before(_) => facts.len() < all || facts.first().is_some_and(|f| f.seq == floor + 1 && floor > 0),
    };
    if matches!(edge, Edge::Before(_)) && below {
        more = false;
    }
    // More may have been let go since the floor was known.
    let expired_before = expired_before.max(below.then_some(floor + 1));
    Page { facts, more, expired_before }
}

/// Numbers between two others, read from one end.
struct Span {
    /// Read from after here. Of a moment this is one number less than `skip`: only a read that reaches there can tell whether
    /// something is missing.
    after: Seq,
    /// What is meant comes after here.
    skip: Seq,
    before: Seq,
    forwards: bool,
}

impl Span {
    fn after(n: Seq) -> Span {
        Span { after: n, skip: n, before: Seq::MAX, forwards: true }
    }

    fn before(n: Seq) -> Span {
        Span { after: 0, skip: 0, before: n, forwards: false }
    }

    /// What is later than a moment.
    fn since<P: Pages>(pages: &P, at: Millis) -> Result<Span, P::Error> {
        let skip = pages.seq_at(Millis(at.0.saturating_add(1)))?;
        Ok(Span { after: skip.saturating_sub(1), skip, before: Seq::MAX, forwards: true })
    }

    fn between<P: Pages>(pages: &P, from: Point, to: Point) -> Result<Span, P::Error> {
        let forwards = match (from, to) {
            (Point::Seq(from), Point::Seq(to)) => from <= to,
            (Point::At(from), Point::At(to)) => from <= to,
            (Point::Seq(from), Point::At(to)) => from <= pages.seq_at(to)?,
            (Point::At(from), Point::Seq(to)) => pages.seq_at(from)? < to,
        };
        let (low, high) = if forwards { (from, to) } else { (to, from) };
        let span = match low {
            Point::Seq(n) => Span::after(n),
            Point::At(at) => Span::since(pages, at)?,
        };
        Ok(Span { before: first_from(pages, high)?, forwards, ..span })
    }

    fn edge(&self) -> Edge {
        if self.forwards { Edge::After(self.after) } else { Edge::Before(self.before) }
    }

    fn has(&self, seq: Seq) -> bool {
        seq > self.skip && seq < self.before
    }

    /// Whether nothing is left beyond this number, in the direction of reading.
    fn ends(&self, seq: Seq) -> bool {
        if self.forwards { seq.saturating_add(1) >= self.before } else { seq <= self.skip.saturating_add(1) }
    }

    fn is_empty(&self) -> bool {
        self.before <= self.skip.saturating_add(1)
    }
}

/// The number that stands first at a place or after it.
fn first_from<P: Pages>(pages: &P, point: Point) -> Result<Seq, P::Error> {
    match point {
        Point::Seq(n) => Ok(n),
        Point::At(at) => Ok(pages.seq_at(at)?.saturating_add(1)),
    }
}

/// At most `limit` facts of a range, oldest first.
pub fn page<P: Pages>(pages: &P, range: Range, limit: usize) -> Result<Page, P::Error> {
    ranged(pages, range, limit, plain)
}

/// The same of messages and answers only. At most [`limits::WORDS_SOUGHT`] facts are looked through for them, and then the page
/// says that there is more.
pub fn words<P: Pages>(pages: &P, range: Range, limit: usize) -> Result<Page, P::Error> {
    ranged(pages, range, limit, spoken)
}

type Read<P> = fn(&P, &Span, usize) -> Result<Page, <P as Pages>::Error>;

fn ranged<P: Pages>(pages: &P, range: Range, limit: usize, read: Read<P>) -> Result<Page, P::Error> {
    let span = match range {
        Range::After(n) => Span::after(n),
        Range::Before(n) => Span::before(n),
        Range::Since(at) => Span::since(pages, at)?,
        Range::Until(at) => Span::before(first_from(pages, Point::At(at))?),
        Range::Between(from, to) => Span::between(pages, from, to)?,
        Range::Around(point) => {
            let middle = first_from(pages, point)?;
            let half = limit / 2;
            let mut page = if half > 0 { read(pages, &Span::before(middle), half)? } else { Page::default() };
            let rest = read(pages, &Span::after(middle.saturating_sub(1)), limit - half)?;
            page.facts.extend(rest.facts);
            page.more |= rest.more;
            page.expired_before = page.expired_before.or(rest.expired_before);
            return Ok(page);
        }
    };
    read(pages, &span, limit)
}

fn plain<P: Pages>(pages: &P, span: &Span, limit: usize) -> Result<Page, P::Error> {
    let extra = if span.forwards { usize::from(span.skip > span.after) } else { 0 };
    let mut page = pages.stretch(span.edge(), limit.saturating_add(extra))?;
    let alone = page.more && extra > 0 && page.facts.iter().all(|fact| fact.seq <= span.skip);
    if alone {
        // A long one, which is not part of it, filled the page.
        page = pages.stretch(Edge::After(span.skip), limit)?;
    }
    let edge = if span.forwards { page.facts.last() } else { page.facts.first() };
    page.more &= !span.is_empty() && edge.is_none_or(|fact| !span.ends(fact.seq));
    page.facts.retain(|fact| span.has(fact.seq));
    page.more |= page.facts.len() > limit;
    page.facts.truncate(limit);
    page.expired_before = missing(span, page.expired_before);
    Ok(page)
}

/// What is said about facts that are kept no more, if any of them could have been meant.
fn missing(span: &Span, expired_before: Option<Seq>) -> Option<Seq> {
    expired_before.filter(|first| first.saturating_sub(1) > span.after && span.before > span.after.saturating_add(1))
}

fn spoken<P: Pages>(pages: &P, span: &Span, limit: usize) -> Result<Page, P::Error> {
    let mut found = Page::default();
    let (mut bytes, mut sought, mut edge) = (0, 0, span.edge());
    // A page of nothing but messages is one read.
    let mut piece = limit.clamp(1, P::PIECE);
    while !span.is_empty() {
        let mut page = pages.stretch(edge, piece)?;
        sought += page.facts.len();
        piece = P::PIECE;
        found.expired_before = found.expired_before.or(page.expired_before);
        let last = if span.forwards { page.facts.last() } else { page.facts.first() }.map(|fact| fact.seq);
        let more = page.more && last.is_some_and(|seq| !span.ends(seq));
        if !span.forwards {
            page.facts.reverse();
        }
        for fact in page.facts.drain(..).filter(|fact| span.has(fact.seq)) {
            let heavy = bytes + fact.weight() > limits::PAGE_BYTES && !found.facts.is_empty();
            if found.facts.len() == limit || heavy {
                return Ok(in_order(found, span, true));
            }
            if is_words(&fact) {
                bytes += fact.weight();
                found.facts.push(fact);
            }
        }
        edge = match last {
            Some(seq) if more && sought < limits::WORDS_SOUGHT && found.facts.len() < limit => match span.forwards {
                true => Edge::After(seq),
                false => Edge::Before(seq),
            },
            Some(_) | None => return Ok(in_order(found, span, more)),
        };
    }
    Ok(found)
}

fn in_order(mut page: Page, span: &Span, more: bool) -> Page {
    if !span.forwards {
        page.facts.reverse();
    }
    Page { more, expired_before: missing(span, page.expired_before), ..page }
}

/// Whether a fact is something said that can still be read.
pub fn is_words(fact: &Arc<Fact>) -> bool {
    match &fact.what {
        What::Message { .. } | What::Answer { .. } => true,
        What::Edited { .. }
        | What::Deleted { .. }
        | What::Reacted { .. }
        | What::RoomOpened { .. }
        | What::RoomRenamed { .. } => false,
        What::Tagged { .. } => false,
        What::Governed(_) | What::Gone(_) | What::Joined | What::Left => false,
        What::AccountMade | What::AccountErased { .. } | What::Noted(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Append, Entry, Keep, MemoryLog};
    use crate::{Name, PersonId, Sender, Style, Text};

    /// Facts numbered from 1.
    struct Facts(Vec<Arc<Fact>>);

    impl Pages for Facts {
        type Error = ();
        const PIECE: usize = limits::PAGE_FACTS;

        fn stretch(&self, edge: Edge, limit: usize) -> Result<Page, ()> {
            let inside = |fact: &&Arc<Fact>| match edge {
                Edge::After(n) => fact.seq > n,
                Edge::Before(n) => fact.seq < n,
            };
            let mut facts: Vec<_> = self.0.iter().filter(inside).cloned().collect();
            let more = facts.len() > limit;
            match edge {
                Edge::After(_) => facts.truncate(limit),
                Edge::Before(_) => drop(facts.drain(..facts.len().saturating_sub(limit))),
            }
            Ok(Page { facts, more, expired_before: None })
        }

        fn seq_at(&self, at: Millis) -> Result<Seq, ()> {
            Ok(self.0.iter().filter(|fact| fact.at < at).count() as Seq)
        }
    }

    fn fact(seq: Seq, what: What) -> Arc<Fact> {
        let by = Sender { id: PersonId(1), name: Name::given("a") };
        Arc::new(Fact { room: RoomId(1), seq, at: Millis(seq), by, what })
    }

    #[test]
    fn messages_are_sought_in_a_limited_number_of_facts() {
        let most = limits::WORDS_SOUGHT as Seq;
        let message = || What::Message {
            text: Text::new("x").unwrap(),
            style: Style::Plain,
            reply_to: None,
            tags: crate::ClientTags::NONE,
        };
        let what = |seq| if seq < 3 { message() } else { What::Joined };
        let facts = Facts((1..=most + 500).map(|seq| fact(seq, what(seq))).collect());
        let found = |range, limit| {
            let page = words(&facts, range, limit).unwrap();
            (page.facts.iter().map(|fact| fact.seq).collect::<Vec<_>>(), page.more)
        };
        assert_eq!(found(Range::Before(Seq::MAX), 3), (vec![], true));
        assert_eq!(found(Range::Before(most), 3), (vec![1, 2], false));
        assert_eq!(found(Range::After(1), 3), (vec![2], true));
        assert_eq!(found(Range::Since(Millis(1)), 1), (vec![2], true));
        assert_eq!(found(Range::Between(Point::Seq(0), Point::Seq(9)), 3), (vec![1, 2], false));
    }

    #[test]
    fn a_page_says_where_the_history_begins_by_now() {
        let page = |facts: &[Seq], expired_before| {
            let facts = facts.iter().map(|seq: &Seq| fact(*seq, What::Joined)).collect();
            Page { facts, more: false, expired_before }
        };
        // The reader's floor is what was kept when the page was asked for; more was let go before it was read.
        for (facts, says, floor, expect) in [
            (&[751, 752][..], Some(751), 686, Some(751)),
            (&[687, 688], None, 686, Some(687)),
            (&[], Some(751), 686, Some(751)),
            (&[751], None, 0, None),
        ] {
            assert_eq!(above(page(facts, says), Edge::After(600), floor).expired_before, expect, "{facts:?} {floor}");
        }
    }

    /// Numbers and moments in and around `1..=n`, in every shape of range.
    fn ranges(n: Seq) -> Vec<Range> {
        let points: Vec<Point> = (0..=n + 2).flat_map(|n| [Point::Seq(n), Point::At(Millis(n))]).collect();
        let one = |point: &Point| match *point {
            Point::Seq(n) => vec![Range::After(n), Range::Before(n), Range::Around(Point::Seq(n))],
            Point::At(at) => vec![Range::Since(at), Range::Until(at), Range::Around(Point::At(at))],
        };
        let two = points.iter().flat_map(|from| points.iter().map(|to| Range::Between(*from, *to)));
        points.iter().flat_map(one).chain(two).chain([Range::After(Seq::MAX), Range::Before(Seq::MAX)]).collect()
    }

    /// Seven facts, every third of which is a message, of which those up to `upto` were let go.
    fn kept_after(upto: Seq) -> MemoryLog {
        let (log, room) = (MemoryLog::new(), RoomId(1));
        let entries = (1..=7).map(|seq| {
            let what = if seq % 3 == 1 { What::Answer { text: Text::new("x").unwrap() } } else { What::Joined };
            Entry { fact: fact(seq, what), key: None }
        });
        log.append(&[Append { entries: entries.collect(), ..Append::to(room, 0) }]).unwrap();
        log.sweep(Keep { last: Some(7 - upto), days: None }, Millis(0), 100).unwrap();
        log
    }

    #[test]
    fn what_is_not_for_a_reader_is_as_if_it_were_kept_no_more() {
        let all = kept_after(0);
        for floor in 0..7 {
            let left = kept_after(floor);
            let (hidden, gone) =
                (OfLog { log: &all, room: RoomId(1), floor }, OfLog { log: &left, room: RoomId(1), floor: 0 });
            for (range, limit) in ranges(7).into_iter().flat_map(|range| [1, 2, 3, 9].map(|limit| (range, limit))) {
                let (seen, expect) = (page(&hidden, range, limit), page(&gone, range, limit));
                assert_eq!(seen, expect, "{range:?} {limit} above {floor}");
                let (seen, expect) = (words(&hidden, range, limit), words(&gone, range, limit));
                assert_eq!(seen, expect, "messages: {range:?} {limit} above {floor}");
            }
        }
    }
}
