//! Operators of the configuration: one session's rank, proved by a password, seen by every rule.

use super::accounts::{claim, login, open, private, register};
use super::bench::{Bench, govern, history, join, nick, session};
use crate::Submission;
use causette_core::ports::AppendError;
use causette_core::refusal::NotSaved;
use causette_core::{
    Act, Command, Credentials, Name, Notice, Operator, Origin, Password, Policy, Proof, Range, Role, Sought, Text,
    Wish, limits,
};

/// What operators do to others, for the transcript.
pub(super) fn words(notice: &Notice) -> String {
    match notice {
        Notice::Announced { by, text } => format!("announced by {}: {}", by.name, text.as_str()),
        Notice::SentOff { by, why } => format!("sent off by {} ({})", by.name, why.as_ref().map_or("", Text::as_str)),
        _ => "reloading".into(),
    }
}
/// What a guest is told of who they are.
pub(super) fn greeting(name: &Name, rank: Option<Role>) -> String {
    rank.map_or_else(|| format!("welcome {name}"), |rank| format!("guest {name} {rank:?}"))
}

fn password(word: &str) -> Password {
    Password::typed(word).unwrap()
}
fn oper(name: &str, word: &str) -> Command {
    Command::Oper { name: Name::new(name).unwrap(), password: password(word) }
}
fn kick(name: &str) -> Command {
    govern("#server", Act::Kick { who: Name::new(name).unwrap(), why: None })
}
fn ops(word: &str) -> Operator {
    Operator { name: Name::new("ops").unwrap(), proof: Proof::Password(password(word)) }
}
/// Guests, an operator by a password and one by what was made of it.
fn server(n: u32) -> Bench {
    let mut bench = private(n);
    // What the bench stores of a password is the password.
    let stored = Credentials { argon2: "hashed word".into(), scram: String::new() };
    let hashed = Operator { name: Name::new("night").unwrap(), proof: Proof::Hash(stored) };
    bench.sequencer.set_operators(vec![ops("secret word"), hashed]);
    bench
}

#[test]
fn whoever_proves_it_operates_until_they_leave() {
    let mut bench = server(3);
    bench.ask(2, kick("guest3"));
    bench.ask(2, Command::Admin(Wish::Stats));
    bench.run();
    bench.heard(2, &["no_such_room", "operators_only"]);
    bench.ask(2, oper("OPS", "secret word"));
    bench.run();
    bench.heard(2, &["guest guest2 Moderator"]);
    // The audit room says so, before they could do anything.
    bench.ask(2, history("#server", Range::Before(u64::MAX), 1));
    bench.ask(2, Command::Census);
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard[0], "[2 noted: ops is operator from here on, on one session]+");
    assert_eq!(heard[1], "census 3 3 1 3 1 3");
    bench.ask(2, kick("guest3"));
    bench.run();
    let heard = bench.take(3);
    assert!(heard.ends_with(&["sent off by guest2 ()".into(), "bye Banned".into(), "closed".into()]), "{heard:?}");
    assert!(bench.take(2).iter().any(|heard| heard.contains("guest3 off by guest2")), "the others hear by whom");
    // A rank is this session's: the next one of the same person has none.
    bench.sequencer.push(Submission::Close { session: session(2), why: None, said: None });
    open(&mut bench, 4, "127.0.0.1");
    bench.ask(4, Command::Census);
    bench.ask(4, Command::Admin(Wish::Stats));
    bench.run();
    assert_eq!(bench.take(4)[1..], ["census 2 2 0 2 1 3", "operators_only"]);
}

#[test]
fn a_hash_in_the_configuration_does_as_well() {
    let mut bench = server(2);
    bench.ask(1, oper("night", "hashed word"));
    bench.ask(2, oper("night", "another word"));
    bench.run();
    bench.heard(1, &["guest guest1 Moderator"]);
    bench.heard(2, &["wrong_operator"]);
}

#[test]
fn one_session_of_an_account_operates_and_the_other_does_not() {
    let mut bench = server(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(2, login("alice", "alice's password"));
    bench.run();
    bench.clear();
    bench.ask(1, oper("ops", "secret word"));
    bench.run();
    bench.ask(1, Command::Hello);
    bench.ask(2, Command::Hello);
    bench.ask(2, Command::Admin(Wish::Stats));
    bench.run();
    bench.heard(1, &["signed in alice Moderator", "signed in alice Moderator"]);
    bench.heard(2, &["signed in alice", "operators_only"]);
    // To others she is an operator all the same: nobody of the same rank reaches her.
    open(&mut bench, 3, "192.0.2.1");
    bench.run();
    bench.clear();
    bench.ask(3, oper("ops", "secret word"));
    bench.run();
    bench.heard(3, &["need_tls"]);
    open(&mut bench, 4, "127.0.0.1");
    bench.ask(4, oper("ops", "secret word"));
    bench.ask(4, kick("alice"));
    bench.run();
    assert_eq!(bench.take(4).last().unwrap(), "outranked");
}

#[test]
fn who_steps_down_is_nobody_and_leaves_the_audit_room() {
    let mut bench = server(2);
    bench.ask(1, Command::StepDown);
    bench.ask(1, oper("ops", "secret word"));
    bench.run();
    bench.ask(1, join("#server"));
    bench.run();
    bench.clear();
    bench.ask(1, Command::StepDown);
    bench.ask(1, history("#server", Range::After(0), 9));
    bench.ask(1, kick("guest2"));
    bench.run();
    bench.heard(1, &["out #server", "welcome guest1", "no_such_room", "no_such_room"]);
}

#[test]
fn wrong_passwords_wait_and_no_account_with_that_name_does() {
    let mut bench = server(1);
    bench.ask(1, register("ops"));
    bench.run();
    bench.clear();
    open(&mut bench, 2, "192.0.2.7");
    open(&mut bench, 3, "127.0.0.1");
    bench.run();
    bench.clear();
    let most = limits::SIGN_IN_HOST.0.min(limits::SIGN_IN_NAME.0);
    for _ in 0..=most {
        bench.ask(3, oper("ops", "a wrong word"));
    }
    bench.run();
    let heard = bench.take(3);
    assert_eq!(heard.iter().filter(|line| *line == "wrong_operator").count() as u64, most, "{heard:?}");
    assert_eq!(heard.last().unwrap(), "locked_out");
    // Whoever hammers at the operator keeps the account's owner out of nothing.
    bench.now.0 += limits::SIGN_IN_HOST.1 * limits::SIGN_IN_HOST.0;
    bench.ask(3, login("ops", "ops's password"));
    bench.run();
    assert!(bench.take(3).contains(&"signed in ops".into()));
}

#[test]
fn a_rank_that_was_not_noted_is_none() {
    let mut bench = server(1);
    let full = AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() };
    bench.log.script.lock().unwrap().push_back(Err(full));
    bench.ask(1, oper("ops", "secret word"));
    bench.run();
    bench.ask(1, Command::Admin(Wish::Stats));
    bench.run();
    bench.heard(1, &["not_saved", "operators_only"]);
}

#[test]
fn what_the_configuration_no_longer_says_is_over() {
    let mut bench = server(2);
    bench.ask(1, oper("ops", "secret word"));
    bench.ask(2, oper("night", "hashed word"));
    bench.run();
    bench.clear();
    bench.sequencer.push(Submission::Operators(vec![ops("secret word")]));
    bench.ask(2, oper("night", "hashed word"));
    bench.ask(1, Command::Hello);
    bench.run();
    bench.heard(2, &["welcome guest2", "wrong_operator"]);
    bench.heard(1, &["guest guest1 Moderator"]);
    bench.sequencer.push(Submission::Operators(vec![ops("another word")]));
    bench.run();
    bench.heard(1, &["welcome guest1"]);
}

#[test]
fn a_rank_that_was_given_is_not_put_down_by_a_session() {
    let mut bench = private(2);
    claim(&mut bench);
    bench.ask(1, Command::StepDown);
    bench.ask(2, Command::StepDown);
    bench.run();
    bench.heard(1, &["lasting_rank"]);
    bench.heard(2, &["operators_only"]);
}

/// Where nobody owns the server, an operator of the configuration gives nobody a rank that lasts.
#[test]
fn ranks_are_the_owners_to_give() {
    let mut bench = server(2);
    bench.ask(2, register("bob"));
    bench.ask(1, oper("ops", "secret word"));
    bench.run();
    bench.clear();
    bench.ask(1, govern("#server", Act::Role { who: Name::new("bob").unwrap(), role: Some(Role::Moderator) }));
    bench.run();
    bench.heard(1, &["forbidden"]);
}

#[test]
fn what_operators_announce_everybody_hears_at_once() {
    let mut bench = server(2);
    let announce = |words: &str| Command::Admin(Wish::Announce(Text::new(words).unwrap()));
    bench.sequencer.push(Submission::Open {
        session: session(3),
        from: Origin { door: causette_core::Door::Irc, ..Origin::default() },
    });
    bench.run();
    bench.clear();
    bench.ask(2, announce("fire"));
    bench.ask(1, oper("ops", "secret word"));
    bench.run();
    bench.ask(1, nick("oscar"));
    bench.ask(1, announce("back at nine"));
    bench.ask(1, announce("two\nlines"));
    bench.ask(1, announce(&"x".repeat(limits::LINE_OF_TEXT_BYTES + 1)));
    bench.run();
    bench.heard(2, &["operators_only", "guest1=oscar", "announced by oscar: back at nine"]);
    assert_eq!(bench.take(1)[1..], ["you oscar", "announced by oscar: back at nine", "bad_text", "too_long"]);
    // Who only holds a name yet hears nothing.
    bench.heard(3, &[]);
}

#[test]
fn guests_may_be_kept_from_it_as_from_all_else() {
    let mut bench = server(1);
    bench.sequencer.push(Submission::Policy(Policy { guests: false, ..Policy::default() }));
    bench.ask(1, oper("ops", "secret word"));
    bench.ask(1, Command::Find(Sought::All));
    bench.run();
    bench.heard(1, &["sign_in_first", "sign_in_first"]);
}
