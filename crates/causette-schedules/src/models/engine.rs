//! The engine's loop with its store's thread, its hashing threads and its reads, between sessions that ask and shards that listen.

use super::house::{Answers, Heard, Running, Told, ask, join, listen, login, nick, open, say, session, start};
use super::store::{Mood, Store, Strangers};
use crate::engine::{Mailbox, SessionId, Submission};
use crate::program::watch::Watch;
use crate::seam::tokio::sync::mpsc;
use crate::seam::{choose, thread};
use causette_core::notice::Goodbye;
use causette_core::{Fact, What};
use shuttle::future::block_on;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

/// Wishes of each session: a name, the room, two messages.
const WISHES: usize = 4;

/// A session that asks for all it wants, and waits for the answers if it is to. It ends when the engine does.
fn writer(mailbox: Mailbox, who: SessionId, said: [&'static str; 2], waits: Option<Answers>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let wishes = [nick("anna"), join(), say(said[0]), say(said[1])];
        let asked = wishes.into_iter().enumerate().map(|(n, wish)| ask(who, n + 1, wish));
        for submission in std::iter::once(open(who)).chain(asked) {
            if block_on(mailbox.send(submission)).is_err() {
                return;
            }
        }
        if let Some(answers) = waits {
            answers.wait(who, WISHES);
        }
    })
}

/// Two shards that listen: everything is ready for an engine.
fn shards(store: &Arc<Store>, answers: &Answers) -> (crate::engine::Shards, Vec<thread::JoinHandle<Heard>>) {
    let shard = |number| {
        let (tell, inbox) = mpsc::channel(1);
        (tell, listen(number, inbox, store.clone(), answers.clone(), usize::MAX))
    };
    (0..2).map(shard).unzip()
}

fn joined<T>(thread: thread::JoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|_| unreachable!("whoever panics ends the schedule"))
}

pub(super) fn order() {
    let patient = choose(2) == 0;
    let store = Store::new(if choose(2) == 0 { Mood::Good } else { Mood::Moody });
    let answers = Answers::default();
    let (to_shards, listening) = shards(&store, &answers);
    let Running { mailbox, thread, .. } = start(&store, &Arc::default(), 1, to_shards);
    let waits = patient.then_some(&answers);
    let (a, b) = (session(0, 1), session(1, 1));
    let writers = [
        writer(mailbox.clone(), a, ["a1", "a2"], waits.cloned()),
        writer(mailbox.clone(), b, ["b1", "b2"], waits.cloned()),
    ];
    writers.into_iter().for_each(joined);
    let _ = block_on(mailbox.send(Submission::Stop));
    drop(mailbox);
    let ended = joined(thread);
    assert!(ended.is_ok(), "{ended:?}");
    assert_eq!(store.times_closed(), 1, "a stop closes the store");
    let heard: Vec<Heard> = listening.into_iter().map(joined).collect();
    check_order(&heard, &store);
    check_answers(&heard, &[a, b], patient);
    let told =
        |who: SessionId| heard.iter().filter_map(|shard| shard.told.get(&who)).next().cloned().unwrap_or_default();
    for who in [a, b] {
        let end = told(who).into_iter().rev().take(2).collect::<Vec<_>>();
        assert_eq!(end, [Told::Closed, Told::Goodbye(Goodbye::Stopping)], "who stops says so, to each");
    }
    let named = [a, b].into_iter().filter(|who| told(*who).contains(&Told::Answer(1, "named anna".into()))).count();
    assert!(named == 1 || !patient && named == 0, "{named} bear one name");
}

/// All shards heard the same, it is what is stored, and nothing is missing or there twice.
fn check_order(heard: &[Heard], store: &Store) {
    let first = heard.first().map(Heard::messages).unwrap_or_default();
    for shard in heard {
        assert_eq!(shard.messages(), first, "two shards, two orders");
    }
    let Some(room) = first.first().map(|fact| fact.room) else { return };
    let kept = store.facts(room);
    let kept: Vec<_> = kept.into_iter().filter(|fact| matches!(fact.what, What::Message { .. })).collect();
    assert_eq!(first, kept, "told and stored");
    let text = |fact: &Arc<Fact>| match &fact.what {
        What::Message { text, .. } => text.as_str().to_owned(),
        _ => String::new(),
    };
    let words: Vec<String> = first.iter().map(text).collect();
    for (one, two) in [("a1", "a2"), ("b1", "b2")] {
        let at = |word| words.iter().position(|w| *w == word);
        assert!(at(one).is_none() || at(two).is_none() || at(one) < at(two), "a session's own order: {words:?}");
    }
}

/// Each wish has one answer at most, in the order of the wishes; who waited has all of them.
fn check_answers(heard: &[Heard], sessions: &[SessionId], all: bool) {
    let stored: Vec<u64> = heard.iter().flat_map(Heard::messages).map(|fact| fact.seq).collect();
    for who in sessions {
        let told = heard.iter().filter_map(|shard| shard.told.get(who)).flatten();
        let answers: Vec<(usize, &str)> = told
            .filter_map(|told| match told {
                Told::Answer(n, words) => Some((*n, words.as_str())),
                Told::Goodbye(_) | Told::Closed => None,
            })
            .collect();
        let numbers: Vec<usize> = answers.iter().map(|(n, _)| *n).collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "one answer to each, in their order: {answers:?}");
        assert!(!all || numbers.len() == WISHES, "who waited has all answers: {answers:?}");
        for seq in answers.iter().filter_map(|(_, words)| words.strip_prefix("ok ")?.parse::<u64>().ok()) {
            assert!(stored.contains(&seq), "said to be saved, told to nobody: {seq}");
        }
    }
}

pub(super) fn failure() {
    let store = Store::new(Mood::Failing);
    let answers = Answers::default();
    let (to_shards, listening) = shards(&store, &answers);
    let Running { mailbox, thread, meter } = start(&store, &Arc::default(), 1, to_shards);
    let (a, b) = (session(0, 1), session(1, 1));
    let writers = [writer(mailbox.clone(), a, ["a1", "a2"], None), writer(mailbox.clone(), b, ["b1", "b2"], None)];
    writers.into_iter().for_each(joined);
    let _ = block_on(mailbox.send(Submission::Stop));
    drop(mailbox);
    let ended = joined(thread);
    assert_eq!(ended.is_err(), store.has_failed(), "{ended:?}");
    let heard: Vec<Heard> = listening.into_iter().map(joined).collect();
    check_answers(&heard, &[a, b], false);
    for told in heard.iter().flat_map(|shard| shard.told.values()) {
        // What failed may be the very batch in which it was to stop.
        let why = [Told::Goodbye(Goodbye::StoreFailed), Told::Goodbye(Goodbye::Stopping)];
        let known = |told: &Told| why.get(usize::from(!store.has_failed())..).is_some_and(|why| why.contains(told));
        let end: Vec<_> = told.iter().rev().take(2).cloned().collect();
        assert!(matches!(&*end, [Told::Closed, why] if known(why)), "who was there is told why it ends: {end:?}");
    }
    assert!(meter.submissions.get() <= 2 * (WISHES as u64 + 1) + 8, "everything is taken once");
}

pub(super) fn passwords() {
    const SESSIONS: u32 = 3;
    let (store, accounts, answers) = (Store::new(Mood::Good), Arc::<Strangers>::default(), Answers::default());
    let (to_shards, listening) = shards(&store, &answers);
    let Running { mailbox, thread, .. } = start(&store, &accounts, 2, to_shards);
    let who = |n: u32| session((n % 2) as u8, n);
    let comers: Vec<_> = (0..SESSIONS)
        .map(|n| {
            let (mailbox, answers) = (mailbox.clone(), answers.clone());
            thread::spawn(move || {
                let _ = block_on(mailbox.send(open(who(n))));
                let _ = block_on(mailbox.send(ask(who(n), 1, login("anna"))));
                answers.wait(who(n), 1);
            })
        })
        .collect();
    comers.into_iter().for_each(joined);
    let _ = block_on(mailbox.send(Submission::Stop));
    drop(mailbox);
    assert!(joined(thread).is_ok());
    let heard: Vec<Heard> = listening.into_iter().map(joined).collect();
    for n in 0..SESSIONS {
        let told: Vec<_> = heard.iter().filter_map(|shard| shard.told.get(&who(n))).flatten().cloned().collect();
        let bye = Told::Goodbye(Goodbye::Stopping);
        assert_eq!(told, [Told::Answer(1, "wrong_login".into()), bye, Told::Closed]);
    }
    assert_eq!(accounts.compared.load(SeqCst), SESSIONS as usize, "each is compared once");
}

pub(super) fn death() {
    let (store, answers) = (Store::new(Mood::Good), Answers::default());
    let (serving, mut watch) = Watch::new(2);
    let (tell, inboxes): (Vec<_>, Vec<_>) = (0..2).map(|_| mpsc::channel(1)).unzip();
    // The second one dies after a few batches, perhaps at once.
    let lives = choose(4) as usize;
    let mosts = [usize::MAX, lives];
    let listening: Vec<_> = (0..)
        .zip(inboxes)
        .zip(serving)
        .zip(mosts)
        .map(|(((number, inbox), serving), most)| {
            let shard = listen(number, inbox, store.clone(), answers.clone(), most);
            thread::spawn(move || {
                let heard = joined(shard);
                drop(serving);
                heard
            })
        })
        .collect();
    let Running { mailbox, thread, .. } = start(&store, &Arc::default(), 1, tell);
    let (a, b) = (session(0, 1), session(1, 1));
    let writers = [writer(mailbox.clone(), a, ["a1", "a2"], None), writer(mailbox.clone(), b, ["b1", "b2"], None)];
    // As `causette serve` does when a shard is gone.
    let lost = block_on(watch.gone());
    assert!(lost == Some(1), "the second shard died: {lost:?}");
    let _ = block_on(mailbox.send(Submission::Stop));
    drop(mailbox);
    let ended = joined(thread);
    assert!(ended.is_ok() && store.times_closed() == 1, "{ended:?}");
    writers.into_iter().for_each(joined);
    let heard: Vec<Heard> = listening.into_iter().map(joined).collect();
    let told = heard.first().and_then(|shard| shard.told.get(&a));
    let end: Vec<_> = told.into_iter().flatten().rev().take(2).cloned().collect();
    assert!(end.is_empty() || end == [Told::Closed, Told::Goodbye(Goodbye::Stopping)], "the others are told: {end:?}");
}
