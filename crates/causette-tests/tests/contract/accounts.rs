//! Accounts: who there is, what signs them in, what they come back to.

use super::build::*;
use causette_core::ports::ReadMark;
use causette_core::ports::{Amounts, Append, Appended, Exported, Home, Log, Membership};
use causette_core::{
    Account, AccountChange, Credentials, Host, Kind, Label, Millis, PersonId, ProfileKey, ProfileValue, Program,
    RoomId, Scope, Seq, Token, TokenHash, TokenKind, What, limits,
};

pub(crate) const ALICE: PersonId = PersonId(0xa11ce << 100);
pub(crate) const BOB: PersonId = PersonId(0xb0b << 100);

pub(crate) fn account(id: PersonId, name: &str) -> Account {
    Account { id, name: causette_core::Name::given(name), made: Millis(5) }
}

pub(crate) fn credentials(word: &str) -> Credentials {
    Credentials { argon2: format!("$argon2id${word}"), scram: format!("4096${word}") }
}

pub(crate) fn changes(after: Seq, accounts: Vec<AccountChange>) -> Append {
    Append { accounts, ..count(RoomId::DIRECTORY, after, 1) }
}

fn members(room: RoomId, after: Seq, members: &[(PersonId, Option<Seq>)]) -> Append {
    Append { members: members.to_vec(), ..Append::to(room, after) }
}

pub(crate) fn word(n: u8, person: PersonId, kind: TokenKind, made: u64, until: u64) -> Token {
    let host = n.is_multiple_of(2).then_some(Host(u64::MAX - u64::from(n)));
    Token { hash: TokenHash([n; 32]), person, kind, made: Millis(made), until: Millis(until), host, program: None }
}

fn words(log: &dyn Log, person: PersonId) -> Vec<u8> {
    log.home(person).unwrap().tokens.iter().map(|token| token.hash.0[0]).collect()
}

pub(crate) fn an_account_is_made_and_signed_in_to(log: &dyn Log) {
    assert_eq!((log.accounts(), log.credentials(ALICE)), (Ok(vec![]), Ok(None)));
    let (alice, bob) = (account(ALICE, "Élodie"), account(BOB, "bob"));
    let first = credentials("one");
    let made = |account: &Account, with| AccountChange::Made(account.clone(), with);
    store(log, &[changes(0, vec![made(&alice, Some(first.clone())), made(&bob, None)]), count(ROOM, 0, 1)]);
    let mut all = log.accounts().unwrap();
    all.sort_by_key(|account| account.id);
    let mut expect = vec![alice, bob];
    expect.sort_by_key(|account| account.id);
    assert_eq!(all, expect);
    assert_eq!((log.credentials(ALICE), log.credentials(BOB)), (Ok(Some(first)), Ok(None)));
    let second = credentials("two");
    let new = vec![ALICE, BOB].into_iter().map(|id| AccountChange::Credentials(id, second.clone()));
    store(log, &[changes(1, new.collect())]);
    assert_eq!((log.credentials(ALICE), log.credentials(BOB)), (Ok(Some(second.clone())), Ok(Some(second.clone()))));
    // Of nobody, it is nothing.
    store(log, &[changes(2, vec![AccountChange::Credentials(PersonId(1), second)])]);
    assert_eq!((log.credentials(PersonId(1)), log.accounts().unwrap().len()), (Ok(None), 2));
}

/// What becomes of the profile of somebody: `url=x`, `-url`.
pub(crate) fn profiled(person: PersonId, words: &[&str]) -> AccountChange {
    let key = |key: &str| ProfileKey::new(key).unwrap();
    let change = |word: &&str| match word.split_once('=') {
        Some((name, value)) => (key(name), Some(ProfileValue::new(value).unwrap())),
        None => (key(word.trim_start_matches('-')), None),
    };
    AccountChange::Profile(person, words.iter().map(change).collect())
}

fn profile(log: &dyn Log, person: PersonId) -> Vec<String> {
    let profile = log.home(person).unwrap().profile;
    profile.iter().map(|(key, value)| format!("{}={}", key.as_str(), value.as_str())).collect()
}

pub(crate) fn what_an_account_says_of_itself_is_kept(log: &dyn Log) {
    store(log, &[changes(0, vec![profiled(ALICE, &["url=x", "avatar=é"]), profiled(BOB, &["url="])])]);
    assert_eq!(
        (profile(log, ALICE), profile(log, BOB)),
        (vec!["avatar=é".into(), "url=x".into()], vec!["url=".into()])
    );
    // One key after the other, in one commit and in the next; what is not there is not missed.
    store(log, &[changes(1, vec![profiled(ALICE, &["url=y", "-avatar", "-nothing"]), profiled(ALICE, &["url=z"])])]);
    assert_eq!((profile(log, ALICE), profile(log, BOB)), (vec!["url=z".to_owned()], vec!["url=".to_owned()]));
    store(log, &[crate::contract::erase::erased(2, ALICE)]);
    assert_eq!((profile(log, ALICE), profile(log, BOB)), (vec![], vec!["url=".to_owned()]));
}

pub(crate) fn changes_are_of_their_batch(log: &dyn Log) {
    store(log, &[count(RoomId::DIRECTORY, 0, 1), count(ROOM, 0, 3)]);
    let made = vec![
        AccountChange::Made(account(ALICE, "alice"), None),
        AccountChange::Token(word(1, ALICE, TokenKind::Session, 1, 9)),
    ];
    let behind = [changes(1, made.clone()), members(ROOM, 2, &[(ALICE, Some(0))])];
    assert!(matches!(log.append(&behind), Ok(Appended::Behind(_))));
    refused(log, &[changes(1, made.clone()), members(ROOM, 9, &[(ALICE, Some(0))])]);
    assert_eq!((log.accounts(), log.token(TokenHash([1; 32]))), (Ok(vec![]), Ok(None)));
    assert_eq!(log.home(ALICE), Ok(Home::default()));
    store(log, &[changes(1, made), members(ROOM, 3, &[(ALICE, Some(0))])]);
    assert_eq!(log.accounts().unwrap().len(), 1);
}

pub(crate) fn words_are_found_by_their_hash_until_they_are_spent(log: &dyn Log) {
    use TokenKind::{Invite, Once, Session};
    let all = [word(1, ALICE, Session, 3, 90), word(2, ALICE, Once, 2, 80), word(3, ALICE, Invite, 4, 70)];
    let give = |tokens: &[Token]| tokens.iter().cloned().map(AccountChange::Token).collect::<Vec<_>>();
    store(log, &[changes(0, give(&all))]);
    store(log, &[changes(1, give(&[word(4, BOB, Session, 1, 5), word(5, ALICE, Session, 5, 60)]))]);
    for token in &all {
        assert_eq!(log.token(token.hash), Ok(Some(token.clone())));
    }
    assert_eq!((words(log, ALICE), words(log, BOB)), (vec![2, 1, 3, 5], vec![4]));
    store(log, &[changes(2, vec![AccountChange::Spent(TokenHash([2; 32])), AccountChange::Spent(TokenHash([9; 32]))])]);
    assert_eq!((log.token(TokenHash([2; 32])), words(log, ALICE)), (Ok(None), vec![1, 3, 5]));
    // An invitation is no way to be signed in.
    store(log, &[changes(3, vec![AccountChange::SignedOut(ALICE, Some(TokenHash([5; 32])))])]);
    assert_eq!((words(log, ALICE), words(log, BOB)), (vec![3, 5], vec![4]));
    store(log, &[changes(4, vec![AccountChange::SignedOut(ALICE, None)])]);
    assert_eq!(words(log, ALICE), [3]);
    // A word whose time is over is still found: whoever asks has a clock.
    assert_eq!(log.token(TokenHash([4; 32])).unwrap().map(|token| token.until), Some(Millis(5)));
    // A certificate is one.
    let certificate = word(6, BOB, TokenKind::Certificate, 4, 99);
    store(log, &[changes(5, give(std::slice::from_ref(&certificate)))]);
    assert_eq!((log.token(certificate.hash), words(log, BOB)), (Ok(Some(certificate)), vec![4, 6]));
    store(log, &[changes(6, vec![AccountChange::SignedOut(BOB, None)])]);
    assert!(words(log, BOB).is_empty());
}

/// A program's token comes back as it was stored, the day of its use is noted on what is still good only, and it goes as words go.
pub(crate) fn tokens_of_programs_keep_what_they_may(log: &dyn Log) {
    let program = |n: u8, scope, room| {
        let label = Label::new(&format!("program {n} é")).unwrap();
        let program = Program { number: u32::from(n), label, scope, room, used: None, hook: None };
        Token { program: Some(Box::new(program)), ..word(n, ALICE, TokenKind::Program, 3, 900) }
    };
    let rooms = [None, Some(ROOM), Some(RoomId(u128::MAX)), None];
    let mut all: Vec<Token> =
        (1..).zip(Scope::ALL).zip(rooms).map(|((n, scope), room)| program(n, scope, room)).collect();
    store(log, &[changes(0, all.iter().cloned().map(AccountChange::Token).collect())]);
    for token in &all {
        assert_eq!(log.token(token.hash), Ok(Some(token.clone())));
    }
    let used = |n: u8, day| AccountChange::Used(TokenHash([n; 32]), Millis(day));
    store(log, &[changes(1, vec![used(2, 86_400_000), used(2, 172_800_000), used(9, 1)])]);
    all[1].program.as_mut().unwrap().used = Some(Millis(172_800_000));
    assert_eq!((log.home(ALICE).unwrap().tokens, log.token(TokenHash([9; 32]))), (all.clone(), Ok(None)));
    // Words that sign people in are counted beside them.
    let most = limits::TOKENS_PER_ACCOUNT as u8 + 1;
    let sessions = (100..100 + most).map(|n| AccountChange::Token(word(n, ALICE, TokenKind::Session, 8, 900)));
    store(log, &[changes(2, sessions.collect())]);
    assert_eq!(log.home(ALICE).unwrap().tokens.len(), usize::from(most) - 1 + all.len());
    store(log, &[changes(3, vec![AccountChange::Spent(TokenHash([1; 32])), used(1, 5)])]);
    assert_eq!(log.token(TokenHash([1; 32])), Ok(None));
    store(log, &[changes(4, vec![AccountChange::SignedOut(ALICE, None)])]);
    assert!(words(log, ALICE).is_empty());
}

pub(crate) fn old_words_go_with_the_next(log: &dyn Log) {
    use TokenKind::{Invite, Session};
    let give = |token: Token| AccountChange::Token(token);
    let most = limits::TOKENS_PER_ACCOUNT as u8;
    store(log, &[changes(0, vec![give(word(200, ALICE, Session, 1, 7)), give(word(201, ALICE, Invite, 1, 999))])]);
    store(log, &[changes(1, vec![give(word(202, BOB, Session, 1, 7))])]);
    store(log, &[changes(2, (1..=most).map(|n| give(word(n, ALICE, Session, 8, 1_000))).collect())]);
    // The first was over at 7; nobody else's is looked at, nor an invitation counted.
    let expect: Vec<u8> = std::iter::once(201).chain(1..=most).collect();
    assert_eq!((words(log, ALICE), words(log, BOB)), (expect, vec![202]));
    store(log, &[changes(3, vec![give(word(199, ALICE, Session, 9, 1_000))])]);
    let expect: Vec<u8> = std::iter::once(201).chain(2..=most).chain([199]).collect();
    assert_eq!(words(log, ALICE), expect);
}

pub(crate) fn one_comes_back_to_ones_rooms(log: &dyn Log) {
    let direct = |n: u128| RoomId(0x1000 + n);
    let pair = |n: u128| Kind::direct(ALICE, PersonId(n + 1));
    let named = [(RoomId(3), "#zoo"), (RoomId(4), "#Abc"), (RoomId(5), "#café")];
    let mut batch: Vec<Append> = named.iter().map(|(id, name)| with_row(count(*id, 0, 2), public(*id, name))).collect();
    let most = limits::DIRECT_FOLLOWED as u128;
    for n in 0..most + 2 {
        let talk =
            Append { entries: vec![entry(message(direct(n), 1, 500 - n as u64, 7, "x"))], ..Append::to(direct(n), 0) };
        batch.push(Append { members: vec![(ALICE, Some(0))], ..with_row(talk, row(direct(n), pair(n))) });
    }
    store(log, &batch);
    store(
        log,
        &[members(RoomId(3), 2, &[(ALICE, Some(1)), (BOB, Some(2))]), members(RoomId(4), 2, &[(ALICE, Some(2))])],
    );
    store(
        log,
        &[
            members(RoomId(5), 2, &[(ALICE, Some(0))]),
            Append { marks: vec![(ALICE, ReadMark::upto(2))], ..Append::to(RoomId(3), 2) },
        ],
    );
    // What is said moves a conversation to the front; and there are only so many.
    let late = Append { entries: vec![entry(message(direct(7), 2, 900, 7, "x"))], ..Append::to(direct(7), 1) };
    store(log, &[late, members(RoomId(5), 2, &[(ALICE, None)]), members(RoomId(4), 2, &[(ALICE, Some(0))])]);
    let home = log.home(ALICE).unwrap();
    let kind = |name: &str| Kind::Named(causette_core::RoomName::new(name).unwrap());
    let mut expect = vec![
        Membership { room: RoomId(4), kind: kind("#Abc"), since: 0 },
        Membership { room: RoomId(3), kind: kind("#zoo"), since: 1 },
    ];
    let order = std::iter::once(7).chain((0..most).filter(|n| *n != 7));
    expect.extend(order.map(|n| Membership { room: direct(n), kind: pair(n), since: 0 }));
    assert_eq!(home.rooms, expect);
    assert_eq!((home.marks, home.tokens), (vec![(RoomId(3), ReadMark::upto(2))], vec![]));
    assert_eq!(log.home(BOB).unwrap().rooms.len(), 1);
}

/// All pieces together.
pub(crate) fn exported(log: &dyn Log, person: PersonId, limit: usize) -> Exported {
    let mut all = Exported::default();
    let mut from = 0;
    loop {
        let piece = log.export(person, from, limit).unwrap();
        assert!(piece.facts.len() <= limit);
        all.facts.extend(piece.facts);
        match piece.next {
            Some(next) => {
                assert!(next > from);
                from = next;
            }
            None => return all,
        }
    }
}

pub(crate) fn all_that_somebody_said(log: &dyn Log) {
    store(log, &[with_row(count(ROOM, 0, 3), public(ROOM, "#a")), with_row(count(OTHER, 0, 1), public(OTHER, "#b"))]);
    let by = |room, seq, who, what| entry(happens(room, seq, 9, who, what));
    let more = vec![by(ROOM, 4, 8, said("mine")), by(ROOM, 5, 7, said("not")), by(ROOM, 6, 8, reacted(1))];
    store(log, &[Append { entries: more, ..Append::to(ROOM, 3) }]);
    let more = vec![by(OTHER, 2, 8, said("also")), by(OTHER, 3, 8, deleted(2)), by(OTHER, 4, 8, What::Joined)];
    store(log, &[Append { entries: more, ..Append::to(OTHER, 1) }]);
    store(log, &[Append { entries: vec![by(RoomId(9), 1, 8, said("no row"))], ..Append::to(RoomId(9), 0) }]);
    let all = exported(log, PersonId(8), 500);
    let places: Vec<_> = all.facts.iter().map(|(kind, fact)| (kind.key(), fact.seq)).collect();
    let expect = [("#a", 4), ("#a", 6), ("#b", 2), ("#b", 3), ("#b", 4)].map(|(key, seq)| (key.to_owned(), seq));
    assert_eq!(places, expect);
    assert!(matches!(all.facts[2].1.what, What::Gone(_)), "what was taken back is");
    for limit in [1, 2, 4, 5, 6] {
        assert_eq!(exported(log, PersonId(8), limit), all);
    }
    assert_eq!(exported(log, PersonId(99), 5), Exported::default());
}

pub(crate) fn how_much_there_is(log: &dyn Log) {
    let nothing = Amounts { bytes: log.amounts().unwrap().bytes, ..Amounts::default() };
    assert_eq!(log.amounts(), Ok(nothing));
    let made = AccountChange::Made(account(ALICE, "alice"), None);
    store(log, &[changes(0, vec![made]), with_row(count(ROOM, 0, 3), public(ROOM, "#a")), count(OTHER, 0, 2)]);
    let now = log.amounts().unwrap();
    assert_eq!(now, Amounts { accounts: 1, rooms: 2, facts: 6, bytes: now.bytes, erasing: 0 });
}
