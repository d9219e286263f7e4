//! A shard with its connections, an engine, and clients that read when they like: the way of a message from one socket to
//! the others.

use super::house::{Latch, Running, start};
use super::store::{Mood, Store};
use super::words::Words;
use crate::engine::{Batch, Mailbox, Meter, Submission};
use crate::fakes::entrance::Entrance;
use crate::fakes::transport::{Client, Socket, connect};
use crate::gate::crowd::Crowd;
use crate::gate::limits::DRAIN;
use crate::gate::shard::{Settings, Shard};
use crate::gate::throttle::{LiveRate, Rate};
use crate::seam::time::Instant;
use crate::seam::tokio::sync::mpsc;
use crate::seam::tokio::task::{LocalSet, spawn_local};
use crate::seam::{choose, thread};
use causette_core::Door;
use shuttle::future::block_on;
use std::sync::Arc;

/// Bytes that may be under way to a client: a line.
const ROOM: usize = 24;
/// Messages that are said.
const SAID: [&str; 4] = ["one two three", "four five six", "seven eight", "nine ten"];

/// A shard's thread, as the program runs it.
fn serve(
    mailbox: Mailbox,
    batches: mpsc::Receiver<Arc<Batch>>,
    mut arrivals: mpsc::Receiver<Socket>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let off = Rate { per_second: 0, burst: 0 };
        let settings =
            Settings { rate: LiveRate::new(off), meter: Arc::new(Meter::default()), crowd: Crowd::new(0, off) };
        let shard = Shard::new(0, settings, mailbox);
        block_on(LocalSet::new().run_until(async {
            let entrance = Arc::new(Entrance::clear(Door::Line));
            let admitting = {
                let shard = shard.clone();
                spawn_local(async move {
                    while let Some(socket) = arrivals.recv().await {
                        shard.admit(socket, &entrance, Box::<Words>::default());
                    }
                })
            };
            shard.run(batches).await;
            admitting.abort();
        }));
    })
}

/// A server with one shard.
struct House {
    engine: Running,
    shard: thread::JoinHandle<()>,
    arrive: mpsc::Sender<Socket>,
}

impl House {
    fn open() -> House {
        let (to_shard, batches) = mpsc::channel(1);
        let engine = start(&Store::new(Mood::Good), &Arc::default(), 1, vec![to_shard]);
        let (arrive, arrivals) = mpsc::channel(4);
        let shard = serve(engine.mailbox.clone(), batches, arrivals);
        House { engine, shard, arrive }
    }

    /// Somebody who comes: so many bytes may be under way to them.
    fn connect(&self, room: usize) -> Client {
        let (socket, client) = connect(room);
        let _ = self.arrive.try_send(socket);
        client
    }

    /// Stops, and says how long that took.
    fn stop(self) -> std::time::Duration {
        let House { engine, shard, arrive } = self;
        let Running { mailbox, thread, .. } = engine;
        let began = Instant::now();
        let _ = block_on(mailbox.send(Submission::Stop));
        drop((mailbox, arrive));
        assert!(matches!(thread.join(), Ok(Ok(()))), "a stop is no failure");
        assert!(shard.join().is_ok());
        began.elapsed()
    }
}

/// Reads until a line begins like that; all lines up to it.
fn until(client: &Client, start: &str) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(line) = client.line() {
        let found = line.starts_with(start);
        lines.push(line);
        if found {
            return lines;
        }
    }
    panic!("closed before `{start}`: {lines:?}");
}

/// Reads to the end.
fn rest(client: &Client) -> Vec<String> {
    std::iter::from_fn(|| client.line()).collect()
}

/// Enters, says all there is to say, and waits for each answer.
fn talk(client: &Client) {
    client.send("join\n");
    until(client, "in ");
    for words in SAID {
        client.send(&format!("say {words}\n"));
        until(client, "ok ");
    }
}

/// The numbers of the messages among some lines.
fn numbers(lines: &[String]) -> Vec<usize> {
    lines.iter().filter_map(|line| line.strip_prefix("m ")?.split(' ').next()?.parse().ok()).collect()
}

fn joined<T>(thread: thread::JoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|_| unreachable!("whoever panics ends the schedule"))
}

/// Enters and reads: from the beginning on or once all was said, to the last message or to wherever a stop leaves it.
fn reader(client: Client, (said, late): (Latch, bool), read: Latch) -> thread::JoinHandle<Vec<String>> {
    thread::spawn(move || {
        client.send("join\n");
        let mut lines = Vec::new();
        if late {
            lines.extend(client.line());
            said.wait();
        }
        while let Some(line) = client.line() {
            let last = line.starts_with(&format!("m {}", SAID.len()));
            lines.push(line);
            if last {
                read.open();
            }
        }
        lines
    })
}

/// One talks, one reads slowly, one comes whenever it likes and says nothing.
pub(super) fn slow() {
    let (reads_late, comes_late, patient) = (choose(2) == 0, choose(2) == 0, choose(2) == 0);
    let (said, read) = (Latch::default(), Latch::default());
    let house = House::open();
    let reading = reader(house.connect(ROOM), (said.clone(), reads_late), read.clone());
    let (client, tell) = (house.connect(1024), said.clone());
    let talking = thread::spawn(move || {
        talk(&client);
        tell.open();
        rest(&client)
    });
    let (arrive, all) = (house.arrive.clone(), said.clone());
    let listening = thread::spawn(move || {
        if comes_late {
            all.wait();
        }
        let (socket, client) = connect(ROOM);
        let _ = block_on(arrive.send(socket));
        rest(&client)
    });
    said.wait();
    if patient {
        read.wait();
    }
    let took = house.stop();
    let end = joined(talking);
    assert_eq!(end.last().map(String::as_str), Some("bye Stopping"), "{end:?}");
    let lines = joined(reading);
    let seqs = numbers(&lines);
    assert_eq!(seqs, (1..=seqs.len()).collect::<Vec<_>>(), "each once and in order: {lines:?}");
    assert!(!patient || seqs.len() == SAID.len(), "who is given the time reads all of it: {lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("bye Stopping"), "the last word, {took:?}: {lines:?}");
    let heard = joined(listening);
    assert!(heard.is_empty() || heard == ["bye Stopping"], "who only listens hears the end: {heard:?}");
    assert!(took < DRAIN, "everybody reads, and a stop takes {took:?}");
}

/// One talks, one enters and reads nothing more.
pub(super) fn stalled() {
    let house = House::open();
    let deaf = house.connect(ROOM);
    let deaf = joined(thread::spawn(move || {
        deaf.send("join\n");
        until(&deaf, "in ");
        deaf
    }));
    let client = house.connect(1024);
    let client = joined(thread::spawn(move || {
        talk(&client);
        // Nobody reads for them, so sooner or later they are let go.
        until(&client, "gone ");
        client
    }));
    let ending = thread::spawn(move || rest(&client));
    let took = house.stop();
    let end = joined(ending);
    assert_eq!(end.last().map(String::as_str), Some("bye Stopping"), "{end:?}");
    let lines = rest(&deaf);
    let seqs = numbers(&lines);
    assert_eq!(seqs, (1..=seqs.len()).collect::<Vec<_>>(), "what was under way is whole: {lines:?}");
    assert!(took < DRAIN, "who was let go is not waited for: {took:?}");
}
