//! A process with a store, for tests that must kill it, limit it or run it as somebody else. It says what it does, a line each.
//!
//! `open DIR` opens and waits for the end of its input. `stream DIR` appends for ever, saying each number once it is stored.
//! `full DIR BALLAST` appends until the disk is full, checks that reading goes on, removes BALLAST and appends again.
//! `erase DIR FAULT` says something, erases whoever said it, and ends cleanly, with this fault planted.
//! `limit DIR` appends until any error, then says what the store answers from there on.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test helper that is wrong should stop there"
)]

use causette_core::ports::{Append, AppendError, Appended, Entry, Log};
use causette_core::{AccountChange, Fact, Millis, Name, PersonId, Range, RoomId, Sender, Seq, Style, Text, What};
use causette_sqlite::SqliteLog;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

const ROOM: RoomId = RoomId(1);

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let log = match SqliteLog::open(Path::new(&args[2])) {
        Ok(log) => log,
        Err(e) => return println!("{e}\n{e:?}"),
    };
    let stored = log.page(ROOM, Range::Before(Seq::MAX), 1).unwrap().facts.last().map_or(0, |f| f.seq);
    println!("open {stored}");
    match args[1].as_str() {
        "open" => {
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
            log.close().unwrap();
        }
        "stream" => until_error(&log, stored, "a message", true),
        "erase" => erase(&log, &args[3]),
        "full" => full(&log, stored, &args[3]),
        "limit" => {
            until_error(&log, stored, &"x".repeat(4000), true);
            println!("again {}", short(&append(&log, 1, "after")));
            println!("idle {:?}", log.idle());
            println!("close {:?}", log.close());
        }
        other => panic!("{other}?"),
    }
}

fn append(log: &SqliteLog, seq: Seq, text: &str) -> Result<Appended, AppendError> {
    let by = Sender { id: PersonId(7), name: Name::given("child") };
    let what = What::Message {
        text: Text::new(text).unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    };
    let fact = Arc::new(Fact { room: ROOM, seq, at: Millis(seq), by, what });
    log.append(&[Append { entries: vec![Entry { fact, key: None }], ..Append::to(ROOM, seq - 1) }])
}

fn short(result: &Result<Appended, AppendError>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(AppendError::NotSaved { why, .. }) => format!("not saved {why:?}"),
        Err(AppendError::Unknown(_)) => "unknown".into(),
    }
}

fn until_error(log: &SqliteLog, stored: Seq, text: &str, idle: bool) {
    for seq in stored + 1.. {
        match append(log, seq, text) {
            Ok(_) => println!("{seq}"),
            error => return println!("{}", short(&error)),
        }
        if idle && let Err(e) = log.idle() {
            return println!("idle {e:?}");
        }
    }
}

fn full(log: &SqliteLog, stored: Seq, ballast: &str) {
    until_error(log, stored, &"x".repeat(4000), true);
    let last = log.page(ROOM, Range::Before(Seq::MAX), 1).unwrap().facts[0].seq;
    println!("reads {last}");
    // Still full, and tidying up is no reason to stop.
    println!("again {}", short(&append(log, last + 1, &"x".repeat(4000))));
    println!("idle {}", log.idle().is_ok());
    std::fs::remove_file(ballast).unwrap();
    println!("freed {}", short(&append(log, last + 1, &"y".repeat(4000))));
    println!("idle {}", log.idle().is_ok());
    println!("{}", last + 1);
}

fn erase(log: &SqliteLog, fault: &str) {
    causette_sqlite::plant::Plant::named(fault).unwrap().set();
    for seq in 1..=3 {
        append(log, seq, "words").unwrap();
    }
    let (by, id) = (Sender { id: PersonId::SERVER, name: Name::given("causette") }, PersonId(7));
    let fact = Fact { room: RoomId::DIRECTORY, seq: 1, at: Millis(9), by, what: What::AccountErased { id } };
    let entries = vec![Entry { fact: Arc::new(fact), key: None }];
    let accounts = vec![AccountChange::Erased(id)];
    log.append(&[Append { entries, accounts, ..Append::to(RoomId::DIRECTORY, 0) }]).unwrap();
    while log.scrub(100).unwrap() {}
    while log.idle().unwrap() {}
    log.close().unwrap();
}
