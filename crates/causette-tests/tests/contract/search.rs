//! Searching: what is found, by which words, where, and in which order.

use super::build::*;
use causette_core::ports::{Log, Search};
use causette_core::{Millis, Name, PersonId, RoomId, Sender, Seq, Text, What};
use std::sync::Arc;

pub(crate) fn by_the_beginning_of_each_word(log: &dyn Log) {
    let texts = [
        "La Réunion, demain à l'été",
        "réunion HIER (œuvre)",
        "日本語 русский ΣΊΣΥΦΟΣ",
        "x2 3,14 a_b don't §1 ¤1 \"quoted\" * - NEAR(a b) OR",
        "ﬁn de journée, Straße",
    ];
    store(log, &[says(ROOM, 0, &texts)]);
    for (words, expect) in [
        ("reunion", vec![2, 1]),
        ("REUN", vec![2, 1]),
        ("réunión", vec![2, 1]),
        ("union", vec![]),
        ("reunion demain", vec![1]),
        ("dem reu", vec![1]),
        ("reunion absent", vec![]),
        ("ete", vec![1]),
        ("l'été", vec![1]),
        ("œuv", vec![2]),
        ("日本", vec![3]),
        ("рус", vec![3]),
        ("σίσυφοσ", vec![3]),
        ("x2", vec![4]),
        ("3,14", vec![4]),
        ("14", vec![4]),
        ("a_b", vec![4]),
        ("don", vec![4]),
        // Nothing a person types is an instruction to the index.
        ("\"quo", vec![4]),
        ("quoted*", vec![4]),
        ("near(a", vec![4]),
        ("or", vec![4]),
        ("§1", vec![4]),
        ("x2 OR reunion", vec![]),
        ("NOT reunion", vec![]),
        ("text:reunion", vec![]),
        ("fin", vec![5]),
        ("straße", vec![5]),
        ("", vec![5, 4, 3, 2, 1]),
        ("- * §", vec![5, 4, 3, 2, 1]),
    ] {
        assert_eq!(finds(log, words), expect, "{words}");
    }
}

pub(crate) fn an_edit_stands_in_the_place_of_what_it_changed(log: &dyn Log) {
    let whats = [said("first canary"), said("second"), edited(1, "changed sparrow"), reacted(1), edited(1, "third")];
    store(log, &[happen(ROOM, 0, whats[..4].to_vec())]);
    assert_eq!((finds(log, "canary"), finds(log, "sparrow"), finds(log, "")), (vec![], vec![3], vec![3, 2]));
    store(log, &[happen(ROOM, 4, whats[4..].to_vec())]);
    assert_eq!((finds(log, "sparrow"), finds(log, "third"), finds(log, "")), (vec![], vec![5], vec![5, 2]));
    // A sign is no edit, also when it is the last thing that happened to the message.
    store(log, &[happen(ROOM, 5, vec![reacted(1), reacted(5)])]);
    assert_eq!(finds(log, ""), [5, 2]);
}

pub(crate) fn only_what_somebody_said(log: &dyn Log) {
    let answer = What::Answer { text: Text::new("0.25").unwrap() };
    store(log, &[happen(ROOM, 0, vec![said("1/4"), answer, reacted(1)])]);
    let kind = causette_core::Kind::direct(PersonId(1), PersonId(2));
    store(log, &[happen(RoomId::DIRECTORY, 0, vec![What::RoomOpened { id: ROOM, kind }])]);
    assert_eq!((finds(log, "25"), finds(log, "")), (vec![2], vec![2, 1]));
    let directory = Search { rooms: vec![(RoomId::DIRECTORY, 0)], ..search("") };
    assert_eq!(found(log, &directory), (vec![], false));
}

pub(crate) fn in_these_rooms_and_after_what_is_hidden(log: &dyn Log) {
    let third = RoomId(0xcc);
    store(log, &[says(ROOM, 0, &["a", "a", "a"]), says(OTHER, 0, &["a", "b"]), says(third, 0, &["a"])]);
    store(log, &[says(ROOM, 3, &["a"])]);
    let (r, o) = (ROOM, OTHER);
    for (rooms, expect) in [
        (vec![], vec![]),
        (vec![(RoomId(77), 0)], vec![]),
        (vec![(r, 0)], vec![(r, 4), (r, 3), (r, 2), (r, 1)]),
        (vec![(r, 2), (RoomId(77), 0)], vec![(r, 4), (r, 3)]),
        (vec![(o, 0), (r, 3)], vec![(r, 4), (o, 1)]),
        (vec![(o, 2), (r, 4)], vec![]),
        (vec![(o, Seq::MAX), (r, 99), (third, 0)], vec![(third, 1)]),
    ] {
        assert_eq!(found(log, &Search { rooms: rooms.clone(), ..search("a") }), (expect, false), "{rooms:?}");
    }
    // More rooms than an index is asked for by name.
    let rooms: Vec<_> = (1..400).map(|n| (RoomId(n), 0)).collect();
    let expect = vec![(r, 4), (third, 1), (o, 1), (r, 3), (r, 2), (r, 1)];
    assert_eq!(found(log, &Search { rooms: rooms.clone(), ..search("a") }), (expect.clone(), false));
    let all = found(log, &Search { rooms, ..search("") }).0;
    assert_eq!(all.len(), expect.len() + 1);
}

pub(crate) fn by_whoever_bore_the_name(log: &dyn Log) {
    let names = [(1, "Élodie"), (2, "bob"), (3, "élodie"), (1, "elodie"), (2, "ÉLODIE")];
    let by = |who, name: &str| Sender { id: PersonId(who), name: Name::given(name) };
    let facts = (1..).zip(names).map(|(seq, (who, name))| {
        let mut fact = (*message(ROOM, seq, seq, who, "hello")).clone();
        fact.by = by(who, name);
        entry(Arc::new(fact))
    });
    store(
        log,
        &[causette_core::ports::Append { entries: facts.collect(), ..causette_core::ports::Append::to(ROOM, 0) }],
    );
    for (name, expect) in [("élodie", vec![5, 3, 1]), ("ELODIE", vec![4]), ("Bob", vec![2]), ("nobody", vec![])] {
        for words in ["", "hel"] {
            let (hits, _) = found(log, &Search { by: Some(Name::given(name)), ..search(words) });
            assert_eq!(hits.iter().map(|h| h.1).collect::<Vec<_>>(), expect, "{name} {words}");
        }
        assert_eq!(found(log, &Search { by: Some(Name::given(name)), ..search("absent") }).0, []);
    }
}

pub(crate) fn between_two_moments(log: &dyn Log) {
    let at = |room, after: Seq, times: &[u64]| {
        let entries = (after + 1..).zip(times).map(|(n, at)| entry(message(room, n, *at, 7, "x"))).collect();
        causette_core::ports::Append { entries, ..causette_core::ports::Append::to(room, after) }
    };
    store(log, &[at(ROOM, 0, &[10, 20, 20, 30]), at(OTHER, 0, &[5, 40])]);
    let (r, o) = (ROOM, OTHER);
    let all = vec![(o, 2), (o, 1), (r, 4), (r, 3), (r, 2), (r, 1)];
    for (since, until, expect) in [
        (None, None, all.clone()),
        (Some(0), Some(99), all),
        (Some(20), None, vec![(o, 2), (r, 4), (r, 3), (r, 2)]),
        (Some(21), Some(40), vec![(r, 4)]),
        (None, Some(20), vec![(o, 1), (r, 1)]),
        (Some(20), Some(20), vec![]),
        (Some(41), None, vec![]),
        (None, Some(5), vec![]),
        (Some(30), Some(10), vec![]),
        (Some(u64::MAX), None, vec![]),
        (Some(6), Some(u64::MAX), vec![(o, 2), (r, 4), (r, 3), (r, 2), (r, 1)]),
    ] {
        for words in ["", "x"] {
            let asked = Search { since: since.map(Millis), until: until.map(Millis), ..search(words) };
            assert_eq!(found(log, &asked), (expect.clone(), false), "{since:?} {until:?}");
        }
    }
}

pub(crate) fn the_last_stored_first_and_no_more_than_asked(log: &dyn Log) {
    for n in 0..6 {
        store(log, &[count(ROOM, n * 5, 5), count(OTHER, n * 2, 2)]);
    }
    let (all, more) = found(log, &search(""));
    assert!(all.len() == 42 && !more);
    assert_eq!(
        all[..8],
        [(OTHER, 12), (OTHER, 11), (ROOM, 30), (ROOM, 29), (ROOM, 28), (ROOM, 27), (ROOM, 26), (OTHER, 10)]
    );
    for limit in [0, 1, 2, 7, 41, 42, 43, usize::MAX] {
        let (some, more) = found(log, &Search { limit, ..search("") });
        assert_eq!((some.as_slice(), more), (&all[..limit.min(42)], limit < 42), "{limit}");
    }
    // "1" begins 1, 10 to 19 in one room; 1, 10, 11, 12 in the other.
    let ones = found(log, &search("1")).0;
    assert_eq!(ones.len(), 15);
    assert_eq!(found(log, &Search { limit: 5, ..search("1") }), (ones[..5].to_vec(), true));
}

/// Of a thousand messages, wherever the store has got to with what it prepares for searching.
pub(crate) fn among_many(log: &dyn Log) {
    for after in (0..1_200).step_by(100) {
        store(log, &[count(ROOM, after, 100), says(OTHER, after, &["noise"; 100])]);
        assert_eq!(finds(log, &(after + 1).to_string()).last(), Some(&(after + 1)));
        assert!(log.idle().is_ok());
    }
    assert_eq!(finds(log, "777"), [777]);
    assert_eq!(finds(log, "77"), [779, 778, 777, 776, 775, 774, 773, 772, 771, 770, 77]);
    store(log, &[happen(ROOM, 1_200, vec![edited(777, "seven"), deleted(778), edited(1, "777")])]);
    assert_eq!((finds(log, "777"), finds(log, "778"), finds(log, "seven")), (vec![1_203], vec![], vec![1_201]));
}
