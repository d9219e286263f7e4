//! Accounts: made, signed in to, on several sessions, by words; and what follows them.

use super::bench::{Bench, join, nick, say, session};
use crate::{Event, Next, Submission};
use causette_core::ports::{AppendError, Log};
use causette_core::refusal::NotSaved;
use causette_core::{Command, Door, Name, Origin, Password, Policy, Registration, Target};

pub(super) fn register(name: &str) -> Command {
    let password = Password::new(&format!("{name}'s password")).unwrap();
    Command::Register { name: Name::new(name).unwrap(), password, invitation: None }
}
pub(super) fn login(name: &str, password: &str) -> Command {
    Command::Login { name: Name::new(name).unwrap(), password: Password::typed(password).unwrap() }
}
fn sign_in(name: &str) -> Command {
    login(name, &format!("{name}'s password"))
}
/// Sessions by lines that nobody can read along.
pub(super) fn private(n: u32) -> Bench {
    let mut bench = Bench::new();
    for i in 1..=n {
        open(&mut bench, i, "127.0.0.1");
        bench.ask(i, join("#general"));
    }
    bench.run();
    bench.clear();
    bench
}
pub(super) fn open(bench: &mut Bench, n: u32, from: &str) {
    let from = Origin::clear(Door::Line, Some(from.parse().unwrap()));
    bench.sequencer.push(Submission::Open { session: session(n), from });
}

#[test]
fn an_account_is_made_in_one_step_and_its_name_is_its_own() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    // They stay, and are told who they are; the account becomes a member, which is a fact.
    bench.heard(1, &["signed in alice", "1 alice joins", "in #general 2 []+"]);
    bench.heard(2, &["guest1 is alice Account", "1 alice joins"]);
    for (who, command) in [(2, nick("Alice")), (2, register("ALICE"))] {
        bench.ask(who, command);
    }
    bench.run();
    bench.heard(2, &["name_taken", "name_taken"]);
    bench.ask(1, register("bob"));
    bench.run();
    bench.heard(1, &["signed_in"]);
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_one_answer() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    bench.ask(2, login("alice", "something else"));
    bench.ask(2, login("nobody", "something else"));
    bench.ask(2, sign_in("alice"));
    bench.run();
    bench.heard(2, &["wrong_login", "wrong_login", "signed in alice", "in #general 1 []+"]);
}

#[test]
fn what_may_be_read_along_takes_no_password() {
    let mut bench = private(0);
    open(&mut bench, 1, "192.0.2.1");
    bench.run();
    bench.clear();
    bench.ask(1, register("alice"));
    bench.ask(1, sign_in("alice"));
    bench.run();
    bench.heard(1, &["need_tls", "need_tls"]);
}

/// Rooms, read marks and direct messages wait for their owner, whose other session was told all along.
#[test]
fn what_was_missed_is_told_room_by_room() {
    let mut bench = private(3);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(2, register("bob"));
    bench.ask(1, join("#club"));
    bench.run();
    bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
    bench.ask(2, join("#club"));
    bench.ask(2, say("#club", "one", None));
    bench.ask(2, say("@alice", "psst", None));
    bench.run();
    bench.clear();
    bench.ask(3, sign_in("alice"));
    bench.run();
    let heard = bench.take(3);
    assert_eq!(heard[heard.len() - 2..], ["opened @bob", "#general 1+1, #club 1+2, @bob 0+1"], "{heard:?}");
    bench.ask(2, say("@alice", "again", None));
    bench.ask(2, say("#club", "two", None));
    bench.run();
    bench.heard(3, &["2 bob: again", "4 bob: two"]);
}

fn two_of_alice(bench: &mut Bench) {
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(2, sign_in("alice"));
    bench.run();
    bench.clear();
}

#[test]
fn all_sessions_of_an_account_are_in_the_same_rooms() {
    let mut bench = private(3);
    two_of_alice(&mut bench);
    bench.ask(1, join("#club"));
    bench.run();
    bench.heard(1, &["in #club 1 [1 alice joins]"]);
    bench.heard(2, &["in #club 1 []+"]);
    bench.ask(3, join("#club"));
    bench.ask(3, say("#club", "hi", None));
    bench.run();
    bench.clear();
    bench.ask(2, Command::Leave { room: causette_core::RoomName::new("#club").unwrap(), why: None });
    bench.run();
    bench.heard(1, &["3 alice leaves", "out #club"]);
    bench.heard(2, &["3 alice leaves", "out #club"]);
    bench.heard(3, &["3 alice leaves", "-alice"]);
}

#[test]
fn a_word_signs_in_again_and_a_one_time_word_once() {
    let mut bench = private(3);
    bench.ask(1, register("alice"));
    bench.ask(1, Command::Link);
    bench.run();
    let code = bench.take(1).pop().unwrap().strip_prefix("Once ").unwrap().to_owned();
    for (who, expect) in [(2, "signed in alice"), (3, "bad_token")] {
        bench.ask(who, Command::Resume(code.clone()));
        bench.run();
        let heard = bench.take(who);
        assert!(heard.iter().any(|line| line == expect), "{who}: {heard:?}");
    }
}

#[test]
fn another_password_ends_all_other_sessions() {
    let mut bench = private(3);
    two_of_alice(&mut bench);
    let password = |word: &str| Password::new(word).unwrap();
    let change = |old: &str| Command::Password { old: password(old), new: password("a better one") };
    bench.ask(1, change("not the old one"));
    bench.ask(1, change("alice's password"));
    bench.run();
    bench.heard(1, &["wrong_login", "signed in alice", "changed, 1 ended"]);
    bench.heard(2, &["bye Ended", "closed"]);
    bench.ask(3, sign_in("alice"));
    bench.ask(3, login("alice", "a better one"));
    bench.run();
    assert_eq!(bench.take(3)[..1], ["wrong_login"]);
    bench.ask(1, Command::Sessions);
    bench.ask(1, Command::EndSession(3));
    bench.run();
    bench.heard(1, &["quit guest3", "1* 3", "ended 3"]);
    assert!(bench.take(3).ends_with(&["bye Ended".into(), "closed".into()]));
}

#[test]
fn a_guest_who_bears_the_name_is_renamed_when_its_owner_comes() {
    let mut bench = private(3);
    claim(&mut bench);
    bench.ask(2, nick("bob"));
    let password = Password::new("bob's password").unwrap();
    bench.ask(1, Command::Admin(causette_core::Wish::Account { name: Name::new("bob").unwrap(), password }));
    bench.run();
    bench.ask(3, sign_in("bob"));
    bench.run();
    assert_eq!(bench.take(2), ["you bob", "you guest4", "bob=guest4", "guest3 is bob Account", "2 bob joins"]);
    assert!(bench.take(1).contains(&"made bob".into()));
}

/// Session 1 owns the server.
pub(super) fn claim(bench: &mut Bench) {
    bench.ask(1, register("root"));
    bench.ask(1, Command::Claim("the first start's code".into()));
    bench.run();
    let heard = bench.take(1);
    assert!(heard.contains(&"signed in root Owner".into()), "{heard:?}");
    bench.clear();
}

#[test]
fn the_first_code_makes_one_owner() {
    let mut bench = private(2);
    bench.ask(1, Command::Claim("the first start's code".into()));
    bench.run();
    bench.heard(1, &["sign_in_first"]);
    claim(&mut bench);
    bench.ask(2, register("eve"));
    bench.ask(2, Command::Claim("the first start's code".into()));
    bench.run();
    assert_eq!(bench.take(2).last().unwrap(), "bad_code");
}

#[test]
fn an_account_that_was_not_saved_is_none() {
    let mut bench = private(2);
    let full = AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() };
    bench.log.script.lock().unwrap().push_back(Err(full));
    bench.ask(1, register("alice"));
    bench.run();
    bench.heard(1, &["not_saved"]);
    bench.ask(2, register("alice"));
    bench.run();
    assert_eq!(bench.take(2)[..1], ["signed in alice"]);
}

#[test]
fn who_may_make_one_is_the_servers_policy() {
    let mut bench = private(3);
    claim(&mut bench);
    let policy = |registration| Submission::Policy(Policy { registration, ..Policy::default() });
    bench.sequencer.push(policy(Registration::Closed));
    bench.ask(2, register("bob"));
    bench.sequencer.push(policy(Registration::Invited));
    bench.ask(2, register("bob"));
    bench.ask(1, Command::Admin(causette_core::Wish::Invite { span: 60 }));
    bench.run();
    let code = bench.take(1).pop().unwrap().strip_prefix("Invite ").unwrap().to_owned();
    bench.heard(2, &["registration_closed", "need_invitation"]);
    for (who, name, expect) in [(2, "bob", "signed in bob"), (3, "eve", "bad_code")] {
        let Command::Register { name, password, .. } = register(name) else { unreachable!() };
        bench.ask(who, Command::Register { name, password, invitation: Some(code.clone()) });
        bench.run();
        assert!(bench.take(who).contains(&expect.into()), "{who}");
    }
    // Where none is needed, one that is not good may be the rest of a password: no account is made of half of it.
    bench.sequencer.push(policy(Registration::Open));
    let Command::Register { name, password, .. } = register("eve") else { unreachable!() };
    bench.ask(3, Command::Register { name, password, invitation: Some("horse".to_owned()) });
    bench.run();
    bench.heard(3, &["bad_code"]);
}

#[test]
fn guests_talk_only_where_they_may() {
    let mut bench = private(1);
    bench.sequencer.push(Submission::Policy(Policy { guests: false, ..Policy::default() }));
    bench.say(1, "hi");
    bench.ask(1, register("alice"));
    bench.say(1, "hi");
    bench.run();
    let heard = bench.take(1);
    assert_eq!(heard.first().unwrap(), "sign_in_first");
    assert_eq!(heard.last().unwrap(), "ok #general 2");
}

#[test]
fn logging_out_is_being_a_guest_again() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    bench.ask(1, Command::Logout);
    bench.ask(1, Command::Logout);
    bench.run();
    bench.heard(1, &["welcome guest3", "in #general 2 []+", "sign_in_first"]);
    bench.heard(2, &["alice is guest3 Guest"]);
}

#[test]
fn nothing_of_an_erased_account_is_in_memory() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.say(1, "my secret");
    bench.ask(2, say("#general", "hello", None));
    bench.ask(1, Command::Erase(Name::new("bob").unwrap()));
    bench.ask(1, Command::Erase(Name::new("alice").unwrap()));
    bench.run();
    let heard = bench.take(1);
    assert_eq!(heard[heard.len() - 4..], ["confirm_name", "erased alice", "bye Erased", "closed"], "{heard:?}");
    bench.clear();
    bench.ask(2, super::bench::history("#general", causette_core::Range::After(0), 9));
    bench.ask(2, Command::Who(Target::Room(causette_core::RoomName::new("#general").unwrap())));
    bench.ask(2, register("alice"));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard[..2], ["[1 ? joins, 2 Erased, 3 guest2: hello]", "guest2"]);
    assert!(heard.contains(&"signed in alice".into()), "the name is free again, for another person");
}

#[test]
fn what_changed_while_a_sign_in_was_read_is_known_to_it() {
    for leaves in [false, true] {
        let mut bench = private(2);
        bench.ask(1, register("alice"));
        bench.run();
        bench.clear();
        // The second session's sign-in has been read when the first one's membership changes, and then ends.
        bench.hold_fetches = true;
        bench.ask(2, sign_in("alice"));
        bench.step();
        let read: Vec<_> = std::mem::take(&mut bench.fetches);
        let read: Vec<_> = read.into_iter().map(|fetch| fetch.run(&*bench.log, &super::bench::Trusting)).collect();
        bench.hold_fetches = false;
        let general = causette_core::RoomName::new("#general").unwrap();
        let leave = Command::Leave { room: general, why: None };
        let command = if leaves { leave } else { join("#elsewhere") };
        bench.ask(1, command);
        bench.run();
        bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
        bench.run();
        bench.clear();
        read.into_iter().for_each(|fetched| bench.sequencer.push(fetched));
        bench.run();
        let heard = bench.take(2);
        assert_eq!(heard.iter().any(|line| line.starts_with("in #elsewhere")), !leaves, "{heard:?}");
        let alice = bench.log.accounts().unwrap().remove(0).id;
        let stored = bench.log.home(alice).unwrap().rooms;
        let member = bench.sequencer.people.rooms_of_member(alice);
        assert_eq!(member.len(), stored.len(), "{member:?} in memory, {stored:?} in the store");
    }
}

#[test]
fn a_word_that_ends_while_it_is_read_signs_nobody_in() {
    let mut bench = private(3);
    bench.ask(1, register("alice"));
    bench.ask(1, Command::Link);
    bench.run();
    let word = bench.take(1).iter().find_map(|line| line.strip_prefix("Once ").map(str::to_owned)).unwrap();
    bench.hold_fetches = true;
    bench.ask(2, Command::Resume(word));
    bench.step();
    let read: Vec<_> = std::mem::take(&mut bench.fetches);
    let read: Vec<_> = read.into_iter().map(|fetch| fetch.run(&*bench.log, &super::bench::Trusting)).collect();
    bench.hold_fetches = false;
    let old = Password::typed("alice's password").unwrap();
    bench.ask(1, Command::Password { old, new: Password::new("another password").unwrap() });
    bench.run();
    bench.clear();
    read.into_iter().for_each(|fetched| bench.sequencer.push(fetched));
    bench.run();
    bench.heard(2, &["bad_token"]);
    bench.ask(3, login("alice", "another password"));
    bench.run();
    assert!(bench.take(3).iter().any(|line| line == "signed in alice"));
}

#[test]
fn a_conversation_that_waits_is_entered_where_it_ends_by_then() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(1, Command::Logout);
    bench.ask(2, say("@alice", "one", None));
    bench.run();
    bench.hold_fetches = true;
    bench.ask(1, sign_in("alice"));
    bench.step();
    bench.hold_fetches = false;
    bench.clear();
    // The next word and the sign-in are one batch.
    bench.ask(2, say("@alice", "two", None));
    bench.fetch();
    let mut heads = Vec::new();
    while bench.sequencer.queued() > 0 {
        let mut next = bench.sequencer.begin(bench.now);
        while let Next::Append(pending) = next {
            let outcome = bench.log.append(&pending.appends());
            next = bench.sequencer.proceed(pending, outcome);
        }
        let Next::Done(effects) = next else { unreachable!() };
        bench.fetches.extend(effects.fetches);
        bench.fetch();
        heads.extend(effects.batch.events.iter().filter_map(|event| match event {
            Event::Subscribe { session: who, room, head, .. } if *who == session(1) => {
                Some((room.label.to_string(), *head))
            }
            _ => None,
        }));
    }
    assert!(heads.contains(&("@guest2".to_owned(), 2)), "{heads:?}");
}
