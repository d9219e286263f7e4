//! VIII.1 and VIII.2: the same messages with the lock and without.

use super::Seen;
use super::stage::Stage;
use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts::shared::{Locked, serve_on};
use crate::parts::unlocked::{PAUSE, Unlocked};
use crate::trace::{Style, Trace, What};
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use std::net::SocketAddr;
use std::time::Duration;

const LETTERS: [&str; 3] = ["A", "B", "C"];

/// VIII.1: whoever comes second waits for the lock, and nothing is lost.
pub(super) fn with_the_lock(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let shelf = Locked::slow(PAUSE);
    let list = stage.with_server(
        None,
        |listener| serve_on(listener, &shelf),
        |address| {
            let mut clients = connect(stage, address, 2)?;
            for (client, letter) in clients.iter().zip(LETTERS) {
                client.send(format!("message {letter}").as_bytes());
                std::thread::sleep(PAUSE / 4); // A first, so that the story is the same every time
            }
            clients.iter_mut().for_each(|client| drop(client.recv()));
            let list = ask_list(stage, clients.first_mut());
            clients.into_iter().for_each(Conversation::close);
            Ok(list)
        },
    )?;
    let waits = stage.events().iter().filter(|event| matches!(event.what, What::LockWaiting(_))).count();
    Ok(Seen::new().fact("kept", list.len()).fact("waits", waits).claim(list.len() == 2 && waits == 1))
}

/// VIII.2: three at once without the lock, three with it, and two halves on one socket.
pub(super) fn without_the_lock(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let free = Unlocked::default();
    let lines = stage.with_server(
        Some(&lab(stage.lang(), Lab::NoLock)),
        |listener: Listener| serve_on(listener, &free),
        |address| {
            let mut clients = all_at_once(stage, address)?;
            // One more, alone, so that there are two to show; then the list, which two threads send at once.
            let lines = clients.first_mut().map_or(Vec::new(), |client| {
                stage.ask(client, "message D");
                ask_list(stage, Some(client))
            });
            clients.into_iter().for_each(Conversation::close);
            Ok(lines)
        },
    )?;
    let (confirmed, kept) = free.counts();
    let mixed =
        lines.iter().filter(|line| !LETTERS.iter().chain(&["D"]).any(|l| **line == format!("message {l}"))).count();
    // The same with the lock, told in one line: VIII.1 has shown how it goes.
    let (shelf, silent) = (Locked::default(), Stage::new(Trace::kept(stage.lang(), Style::Quiet), None));
    let locked = silent.with_server(
        None,
        |listener| serve_on(listener, &shelf),
        |address| {
            let mut clients = all_at_once(&silent, address)?;
            let list = ask_list(&silent, clients.first_mut());
            clients.into_iter().for_each(Conversation::close);
            Ok(list.len() as u64)
        },
    )?;
    stage
        .trace()
        .named(&lab(stage.lang(), Lab::NoLock))
        .note(Lab::NoteWithLock { confirmed: LETTERS.len() as u64, kept: locked });
    let lost = confirmed.saturating_sub(kept);
    let facts = Seen::new().fact("confirmed", confirmed).fact("kept", kept).fact("lost", lost).fact("mixed", mixed);
    let facts = facts.fact("lockedConfirmed", LETTERS.len()).fact("lockedKept", locked);
    Ok(facts.claim(lost > 0 && mixed > 0 && locked == LETTERS.len() as u64))
}

fn connect(stage: &Stage<'_>, address: SocketAddr, count: usize) -> Result<Vec<Conversation>, Trouble> {
    LETTERS.iter().take(count).map(|letter| stage.client(letter, address)).collect()
}

/// All clients send before any of them has an answer.
fn all_at_once(stage: &Stage<'_>, address: SocketAddr) -> Result<Vec<Conversation>, Trouble> {
    let mut clients = connect(stage, address, LETTERS.len())?;
    for (client, letter) in clients.iter().zip(LETTERS) {
        client.send(format!("message {letter}").as_bytes());
        std::thread::sleep(PAUSE / 5); // A first, so that the story is the same every time
    }
    clients.iter_mut().for_each(|client| drop(client.recv()));
    stage.calm();
    Ok(clients)
}

/// The lines of `/list`.
fn ask_list(stage: &Stage<'_>, client: Option<&mut Conversation>) -> Vec<String> {
    let Some(client) = client else { return Vec::new() };
    client.send(b"/list\n");
    let mut lines = Vec::new();
    while let Some(line) = client.recv_within(Duration::from_millis(300)) {
        lines.push(line);
    }
    stage.calm();
    lines
}
