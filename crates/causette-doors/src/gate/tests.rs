//! A shard with one real connection and a speaker that says only numbers: what is sent, and what is not sent twice.

use super::crowd::Crowd;
use super::entrance::Entrance;
use super::shard::{Settings, Shard};
use super::speaker::{Dialect, Heard, Speaker, Trouble};
use super::throttle::{LiveRate, Rate};
use causette_core::notice::{Members, Page};
use causette_core::{
    Door, Fact, Millis, Name, Notice, PersonId, Ref, RoomId, RoomLabel, RoomName, RoomTag, Sender, Seq, Signal, Style,
    Text, Typing, What,
};
use causette_engine::{Batch, Event, SessionId, Submission, mailbox};
use std::io::Read;
use std::net::{Shutdown, TcpListener, TcpStream as StdStream};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

pub(super) struct Numbers;

impl Speaker for Numbers {
    fn greet(&mut self, _: &mut Heard<'_>) {}
    fn hear(&mut self, bytes: &[u8], _: &mut Heard<'_>) -> usize {
        bytes.len()
    }
    fn finish(&mut self, _: &mut Heard<'_>) {}
    fn unfinished(&self) -> (bool, u64) {
        (false, 0)
    }
    fn dialect(&self, _: RoomId) -> Dialect {
        Dialect(0)
    }
    fn fact(&mut self, _: &RoomLabel, fact: &Fact, _: bool, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{} ", fact.seq).as_bytes());
    }
    fn signal(&mut self, _: &RoomTag, signal: &Signal, out: &mut Vec<u8>) {
        out.extend_from_slice(match signal {
            Signal::Away(..) => b"away ",
            Signal::Renamed(..) => b"renamed ",
            Signal::Quit(_, None) => b"gone ",
            Signal::Quit(_, Some(_)) => b"said ",
            Signal::Typing(..) => b"types ",
            Signal::Tagged(..) => b"tags ",
            Signal::Profiled(..) => b"profiled ",
            Signal::Described(_) => b"described ",
            Signal::Became { .. } => b"became ",
            Signal::SentOff { .. } => b"off ",
            Signal::Arrived(..) | Signal::Departed(..) => b"",
        });
    }
    fn hears_of_people_once(&self) -> bool {
        true
    }
    fn notice(&mut self, _: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>) {
        match notice {
            Notice::Missed { room, page, .. }
            | Notice::Page { room, page }
            | Notice::Joined { room, replay: page, .. } => {
                page.facts.iter().for_each(|fact| self.fact(&room.label, fact, false, out));
            }
            _ => {}
        }
    }
    fn trouble(&mut self, _: Trouble, _: &mut Vec<u8>) {}
}

pub(super) fn settings() -> Settings {
    Settings { rate: LiveRate::new(Rate::OFF), crowd: Crowd::new(0, Rate::OFF), meter: Arc::default() }
}
pub(super) fn tag() -> RoomTag {
    RoomTag { id: RoomId(1), label: RoomLabel::Named(RoomName::new("#r").unwrap()) }
}
pub(super) fn fact(seq: Seq) -> Arc<Fact> {
    let what = What::Message {
        text: Text::new("x").unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    };
    let by = Sender { id: PersonId(1), name: Name::given("a") };
    Arc::new(Fact { room: RoomId(1), seq, at: Millis(seq), by, what })
}
fn page(numbers: std::ops::RangeInclusive<Seq>, more: bool) -> Page {
    Page { facts: numbers.map(fact).collect(), more, expired_before: None }
}
pub(super) fn me() -> SessionId {
    SessionId::new(0, 0, 1)
}
fn told(notice: Notice) -> Event {
    Event::Notice { session: me(), answers: None, last: false, notice }
}
fn live(seq: Seq) -> Event {
    Event::Fact { fact: fact(seq), but: None, mentions: [].into() }
}
fn enters(behind: Option<Seq>) -> Event {
    Event::Subscribe { session: me(), room: tag(), head: behind.unwrap_or_default(), behind }
}
fn joined(head: Seq, replay: Page) -> Event {
    told(Notice::Joined {
        profile: Default::default(),
        room: tag(),
        head,
        topic: None,
        topic_set: None,
        read: head,
        read_at: None,
        members: Members::default(),
        replay,
    })
}
fn missed(page: Page) -> Event {
    told(Notice::Missed { room: tag(), page, members: None })
}

/// What the peer of a session reads when these events come, each in a turn of its own, then the end.
#[track_caller]
fn check(events: Vec<Event>, expect: &str) {
    turns(events.into_iter().map(|event| vec![event]).collect(), expect);
}

/// What the peer of a session reads when these events come, then the end.
#[track_caller]
fn turns(turns: Vec<Vec<Event>>, expect: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut peer = StdStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (mailbox, _submissions) = mailbox();
        let shard = Shard::new(0, settings(), mailbox);
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(Entrance::clear(Door::Line)), Box::new(Numbers));
        let (batches, inbox) = mpsc::channel(8);
        for events in turns {
            batches.send(Arc::new(Batch { events })).await.unwrap();
        }
        batches.send(Arc::new(Batch { events: vec![Event::Closed { session: me() }] })).await.unwrap();
        drop(batches);
        peer.shutdown(Shutdown::Write).unwrap();
        shard.run(inbox).await;
    });
    let mut read = String::new();
    peer.read_to_string(&mut read).unwrap();
    assert_eq!(read.trim_end(), expect);
}

#[test]
fn a_session_that_is_behind_catches_up_and_goes_live() {
    let pages = vec![enters(Some(0)), live(4), missed(page(1..=2, true)), missed(page(3..=4, false)), live(5)];
    check(pages, "1 2 3 4 5");
}

#[test]
fn what_was_shown_by_joining_again_is_not_shown_twice() {
    let again = vec![
        enters(Some(0)),
        live(3),
        enters(None),
        joined(3, page(2..=3, true)),
        missed(page(1..=3, true)),
        missed(page(4..=4, false)),
        live(5),
    ];
    check(again, "2 3 4 5");
}

#[test]
fn joining_again_further_back_starts_over() {
    let none = Page { more: true, ..Page::default() };
    let again = vec![enters(Some(3)), enters(Some(0)), joined(4, none), missed(page(1..=4, false)), live(5)];
    check(again, "1 2 3 4 5");
}

#[test]
fn a_page_that_comes_after_leaving_and_entering_again_is_not_shown() {
    let leaves = || Event::Unsubscribe { session: me(), room: RoomId(1) };
    let again = vec![
        enters(Some(0)),
        live(3),
        leaves(),
        enters(None),
        joined(3, page(1..=3, false)),
        missed(page(1..=3, false)),
        live(4),
    ];
    check(again, "1 2 3 4");
    check(vec![enters(Some(0)), live(3), leaves(), missed(page(1..=3, false))], "");
}

#[test]
fn a_page_that_retention_left_empty_does_not_end_the_catching_up() {
    let gone = Page { more: true, expired_before: Some(4), ..Page::default() };
    let swept = vec![enters(Some(0)), live(6), missed(gone), live(7), missed(page(4..=7, false)), live(8)];
    check(swept, "4 5 6 7 8");
}

#[test]
fn news_of_a_person_is_told_once_however_many_rooms_are_shared() {
    let other = RoomTag { id: RoomId(2), label: RoomLabel::Named(RoomName::new("#s").unwrap()) };
    let both = vec![enters(None), Event::Subscribe { session: me(), room: other, head: 0, behind: None }];
    let who = Sender { id: PersonId(1), name: Name::given("a") };
    let away = Signal::Away(who.clone(), Some(Text::new("lunch").unwrap()));
    let back = Signal::Away(who.clone(), None);
    let renamed = Signal::Renamed(who.clone(), Name::given("b"));
    // Where they may not speak they go without a word.
    let gone = [Some(Text::new("tea").unwrap()), None].map(|words| Signal::Quit(who.clone(), words));
    let all = |signal: &Signal| [1, 2].map(|n| Event::Signal { room: RoomId(n), signal: signal.clone(), but: None });
    let off = Signal::SentOff { who: who.clone(), by: who.clone(), why: None };
    let news = [&away, &back, &away, &renamed, &back, &off].into_iter().flat_map(all).collect();
    let gone = gone.into_iter().zip([1, 2]);
    let gone = gone.map(|(signal, n)| Event::Signal { room: RoomId(n), signal, but: None }).collect();
    turns(vec![both, news, gone], "away away away renamed away off said");
}

#[test]
fn whoever_ignores_somebody_hears_no_last_words_and_not_that_they_type() {
    let who = Sender { id: PersonId(1), name: Name::given("a") };
    let ignores = Event::Ignore { session: me(), person: who.id, on: true };
    let words = || Some(Text::new("tea").unwrap());
    let all = [
        Signal::Typing(who.clone(), Typing::Active),
        Signal::Away(who.clone(), words()),
        Signal::SentOff { who: who.clone(), by: who.clone(), why: words() },
        Signal::Quit(who.clone(), words()),
    ];
    let told = || all.clone().map(|signal| Event::Signal { room: RoomId(1), signal, but: None }).into_iter();
    turns(vec![vec![enters(None)], told().collect()], "types away off said");
    turns(vec![vec![enters(None), ignores], told().collect()], "away off gone");
}

#[test]
fn who_missed_only_comings_and_goings_catches_up_too() {
    // Its queue is full to the brim with what it has not read; then somebody goes, and nothing else happens.
    let full = Page { facts: (1..=1_000_000).map(fact).collect(), ..Page::default() };
    let gone = Event::Signal {
        room: RoomId(1),
        signal: Signal::Departed(Sender { id: PersonId(1), name: Name::given("a") }, None),
        but: None,
    };
    let asked = after(vec![enters(None), told(Notice::Page { room: tag(), page: full })], gone);
    assert_eq!(asked, Some((RoomId(1), 0)));
}

/// What the session asks for once it has read all that these events give it; `then` comes while it does not read yet.
fn after(events: Vec<Event>, then: Event) -> Option<(RoomId, Seq)> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut peer = StdStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (mailbox, mut submissions) = mailbox();
        let shard = Shard::new(0, settings(), mailbox);
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(Entrance::clear(Door::Line)), Box::new(Numbers));
        let (batches, inbox) = mpsc::channel(8);
        batches.send(Arc::new(Batch { events })).await.unwrap();
        let running = {
            let shard = shard.clone();
            tokio::task::spawn_local(async move { shard.run(inbox).await })
        };
        // Enough for the first turn to be written as far as the socket takes it.
        tokio::time::sleep(Duration::from_millis(200)).await;
        batches.send(Arc::new(Batch { events: vec![then] })).await.unwrap();
        tokio::task::yield_now().await;
        let reading = std::thread::spawn(move || std::io::copy(&mut peer, &mut std::io::sink()));
        let asked = tokio::time::timeout(Duration::from_secs(10), async {
            loop {
                if let Submission::CatchUp { room, after, .. } = submissions.recv().await? {
                    return Some((room, after));
                }
            }
        });
        let asked = asked.await.ok().flatten();
        running.abort();
        drop((shard, reading));
        asked
    })
}

/// A speaker that breaks at the first byte.
struct Broken;

impl Speaker for Broken {
    fn greet(&mut self, _: &mut Heard<'_>) {}
    fn hear(&mut self, _: &[u8], _: &mut Heard<'_>) -> usize {
        panic!("on purpose")
    }
    fn finish(&mut self, _: &mut Heard<'_>) {}
    fn unfinished(&self) -> (bool, u64) {
        (false, 0)
    }
    fn dialect(&self, _: RoomId) -> Dialect {
        Dialect(0)
    }
    fn fact(&mut self, _: &RoomLabel, _: &Fact, _: bool, _: &mut Vec<u8>) {}
    fn signal(&mut self, _: &RoomTag, _: &Signal, _: &mut Vec<u8>) {}
    fn hears_of_people_once(&self) -> bool {
        true
    }
    fn notice(&mut self, _: Option<&Ref>, _: &Notice, _: &mut Vec<u8>) {}
    fn trouble(&mut self, _: Trouble, _: &mut Vec<u8>) {}
}

#[test]
fn a_connection_whose_task_panics_leaves_no_ghost() {
    use std::io::Write;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut peer = StdStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    peer.write_all(b"x").unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let heard = LocalSet::new().block_on(&runtime, async {
        let (mailbox, mut submissions) = mailbox();
        let shard = Shard::new(0, settings(), mailbox);
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(Entrance::clear(Door::Line)), Box::new(Broken));
        let first = submissions.recv().await;
        let next = tokio::time::timeout(Duration::from_secs(20), submissions.recv()).await.ok().flatten();
        (first, next)
    });
    assert!(matches!(heard, (Some(Submission::Open { .. }), Some(Submission::Close { .. }))), "{heard:?}");
    // The peer sees its end, too.
    assert_eq!(std::io::Read::read(&mut peer, &mut [0; 8]).unwrap(), 0);
}
