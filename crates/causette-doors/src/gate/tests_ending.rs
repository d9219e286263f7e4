//! The engine is over before its shard: both were found by `causette-schedules`, in orders that a clock seldom shows.

use super::entrance::Entrance;
use super::limits::DRAIN;
use super::shard::Shard;
use super::tests::{Numbers, fact, me, settings, tag};
use causette_core::Door;
use causette_engine::{Batch, Event, mailbox};
use std::io::Read;
use std::net::{TcpListener, TcpStream as StdStream};
use std::sync::Arc;
use std::time::Instant;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

/// What somebody reads who came when the engine was over, or just before: then it leaves these last words for the shard.
fn check(engine_takes: bool, last: Vec<Event>, expect: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut peer = StdStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let began = Instant::now();
    LocalSet::new().block_on(&runtime, async {
        let (mailbox, submissions) = mailbox();
        let submissions = Some(submissions).filter(|_| engine_takes);
        let shard = Shard::new(0, settings(), mailbox);
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(Entrance::clear(Door::Line)), Box::new(Numbers));
        // The connection asks to be let in, in vain, before the shard hears anything.
        tokio::task::yield_now().await;
        assert!(submissions.as_ref().is_none_or(|submissions| submissions.len() == 1));
        let (batches, inbox) = mpsc::channel(8);
        batches.send(Arc::new(Batch { events: last })).await.unwrap();
        drop((submissions, batches));
        // The shard lingers until the peer, which is told nothing more, closes as well.
        let reading = tokio::task::spawn_blocking(move || {
            let mut words = String::new();
            peer.read_to_string(&mut words).map(|_| words)
        });
        shard.run(inbox).await;
        assert_eq!(reading.await.unwrap().unwrap(), expect);
    });
    assert!(began.elapsed() < DRAIN / 2, "{:?}", began.elapsed());
}

#[test]
fn the_last_words_of_the_engine_are_told_to_whoever_asks_for_something_meanwhile() {
    let enters = Event::Subscribe { session: me(), room: tag(), head: 0, behind: None };
    let said = Event::Fact { fact: fact(1), but: None, mentions: [].into() };
    check(false, vec![enters, said, Event::Closed { session: me() }], "1 ");
}

#[test]
fn nobody_waits_for_whoever_came_too_late_for_the_goodbye() {
    check(true, vec![], "");
    check(false, vec![], "");
}
