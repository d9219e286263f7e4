//! Who does not say who they are, where their door asks for it, is not waited for.

use super::tests::settings;
use super::{Dialect, Entrance, Heard, INTRODUCTION, Shard, Speaker, Trouble};
use causette_core::{Door, Fact, Notice, Ref, RoomId, RoomLabel, RoomTag, Signal};
use causette_engine::{Submission, mailbox};
use std::net::{TcpListener, TcpStream as StdStream};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;
use tokio::time::Instant;

/// Asks who somebody is, or does not; says what trouble there was.
struct Asks(bool);

impl Speaker for Asks {
    fn greet(&mut self, _: &mut Heard<'_>) {}
    fn hear(&mut self, bytes: &[u8], _: &mut Heard<'_>) -> usize {
        bytes.len()
    }
    fn finish(&mut self, _: &mut Heard<'_>) {}
    fn unfinished(&self) -> (bool, u64) {
        (false, 0)
    }
    fn is_entering(&self) -> bool {
        self.0
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
    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{trouble:?}").as_bytes());
    }
}

/// What the gate submits within twice the time, and after how many seconds the first of it; time passes when nothing else does.
fn submitted(speaker: Asks) -> (Vec<String>, u64) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let peer = StdStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let told = LocalSet::new().block_on(&runtime, async {
        let (mailbox, mut submissions) = mailbox();
        let (shard, from) = (Shard::new(0, settings(), mailbox), Instant::now());
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(Entrance::clear(Door::Irc)), Box::new(speaker));
        let (_batches, inbox) = mpsc::channel(8);
        let running = tokio::task::spawn_local(async move { shard.run(inbox).await });
        let (mut told, mut at) = (Vec::new(), 0);
        let _ = tokio::time::timeout(2 * INTRODUCTION, async {
            while let Some(submission) = submissions.recv().await {
                match submission {
                    Submission::Open { .. } => continue,
                    Submission::Local { bytes, .. } => told.push(String::from_utf8_lossy(&bytes).into_owned()),
                    other => told.push(format!("{other:?}").chars().take_while(char::is_ascii_alphabetic).collect()),
                }
                at = if at == 0 { from.elapsed().as_secs() } else { at };
            }
        })
        .await;
        running.abort();
        (told, at)
    });
    drop(peer);
    told
}

#[test]
fn who_does_not_say_who_they_are_is_let_go() {
    let (told, at) = submitted(Asks(true));
    assert_eq!(told, ["Nameless", "Close"]);
    let allowed = INTRODUCTION.as_secs();
    assert!((allowed..allowed + 5).contains(&at), "after {at} s");
    assert_eq!(submitted(Asks(false)).0, [] as [String; 0]);
}
