//! The whole server's rules: its owner and operators, who is kept out of it, its own room, and wrong passwords.

use super::accounts::{claim, login, open, private, register};
use super::bench::{Bench, govern, history, join, nick, say, session};
use crate::Submission;
use causette_core::{About, Act, Command, Mode, Name, Note, Range, Role, RoomName, Target, Text, Whom, Wish, limits};

fn ban(whom: Whom) -> Command {
    govern("#server", Act::Ban { whom, span: None, why: None })
}
fn person(name: &str) -> Whom {
    Whom::Person(Name::new(name).unwrap())
}
fn role(name: &str, role: Option<Role>) -> Command {
    govern("#server", Act::Role { who: Name::new(name).unwrap(), role })
}

#[test]
fn who_is_banned_from_the_server_is_out_and_says_nothing_when_they_return() {
    let mut bench = private(3);
    claim(&mut bench);
    bench.ask(2, nick("eve"));
    bench.run();
    bench.clear();
    bench.ask(1, ban(person("eve")));
    bench.run();
    bench.heard(2, &["server_banned", "bye Banned", "closed"]);
    bench.heard(3, &["eve off by root"]);
    // The same machine, another connection. Whoever has an account there says so and is let in.
    open(&mut bench, 4, "127.0.0.1");
    bench.ask(4, join("#general"));
    bench.ask(4, register("mallory"));
    bench.ask(4, login("root", "root's password"));
    bench.say(4, "it is me");
    bench.run();
    let heard = bench.take(4);
    assert_eq!(heard[1..4], ["server_banned", "server_banned", "signed in root Owner"], "{heard:?}");
    // Guests who were there before it stay.
    bench.say(3, "hello");
    bench.run();
    assert_eq!(bench.take(3).last().unwrap(), "ok #general 3");
    bench.ask(1, govern("#server", Act::Unban(person("eve"))));
    open(&mut bench, 5, "127.0.0.1");
    bench.ask(5, join("#general"));
    bench.run();
    assert!(bench.take(5).iter().any(|line| line.starts_with("in #general")));
}

/// Fault 26: another name, another connection, another address of the same /64.
#[test]
fn a_banned_address_sends_its_guests_away() {
    let mut bench = private(1);
    claim(&mut bench);
    open(&mut bench, 2, "2001:db8::1");
    open(&mut bench, 3, "2001:db8:0:1::1");
    bench.run();
    bench.clear();
    bench.ask(1, ban(Whom::Address("2001:db8::9".parse().unwrap())));
    bench.run();
    bench.heard(2, &["bye Banned", "closed"]);
    open(&mut bench, 4, "2001:db8::ffff:2");
    bench.ask(4, nick("somebody_else"));
    bench.ask(4, join("#general"));
    bench.ask(3, join("#general"));
    bench.run();
    assert_eq!(bench.take(4)[1..], ["server_banned", "server_banned"]);
    assert!(bench.take(3).iter().any(|line| line.starts_with("in #general")));
    // It is lifted by its number, which is all that tells it from another.
    bench.ask(1, govern("#server", Act::Unban(Whom::Fact(99))));
    bench.ask(1, govern("#server", Act::Unban(Whom::Fact(4))));
    bench.run();
    let heard = bench.take(1);
    assert_eq!(heard[heard.len() - 2..], ["not_sanctioned", "ok #server 5"], "{heard:?}");
}

#[test]
fn operators_look_after_every_room_and_outrank_no_owner() {
    let mut bench = private(3);
    claim(&mut bench);
    for (who, name) in [(2, "oscar"), (3, "bob")] {
        bench.ask(who, register(name));
        bench.run();
    }
    bench.ask(3, join("#bob"));
    bench.ask(3, govern("#bob", Act::Mode(Mode::InviteOnly(true))));
    bench.run();
    bench.clear();
    bench.ask(2, govern("#bob", Act::Mode(Mode::InviteOnly(false))));
    bench.ask(1, role("oscar", Some(Role::Moderator)));
    bench.run();
    bench.heard(2, &["not_in_room", "signed in oscar Moderator"]);
    // From outside, and inside an invite-only room, which sees them come.
    bench.ask(2, govern("#bob", Act::Topic(Some(Text::new("seen by oscar").unwrap()))));
    bench.ask(2, join("#bob"));
    bench.ask(2, role("bob", Some(Role::Moderator)));
    bench.ask(2, govern("#server", Act::Kick { who: Name::new("root").unwrap(), why: None }));
    bench.ask(2, govern("#general", Act::Kick { who: Name::new("root").unwrap(), why: None }));
    bench.run();
    let heard = bench.take(2);
    assert!(heard.contains(&"ok #bob 3".into()) && heard.iter().any(|line| line.starts_with("in #bob 2")), "{heard:?}");
    assert_eq!(heard[heard.len() - 3..], ["forbidden", "outranked", "outranked"], "{heard:?}");
    bench.ask(1, govern("#server", Act::Kick { who: Name::new("oscar").unwrap(), why: None }));
    bench.run();
    assert!(bench.take(2).ends_with(&["bye Banned".into(), "closed".into()]));
}

/// Fault 33: to whoever is no operator, the server's own room is no room.
#[test]
fn the_audit_room_is_operators_only() {
    let mut bench = private(2);
    let note = |text: &str| Note { about: About::Backup, text: Text::new(text).unwrap() };
    bench.sequencer.push(Submission::Note { note: note("a backup was taken"), by: None });
    claim(&mut bench);
    bench.ask(2, register("eve"));
    bench.run();
    bench.clear();
    let server = Target::Room(RoomName::server());
    let none = RoomName::new("#nothing-there").unwrap();
    for (there, absent) in [
        (history("#server", Range::After(0), 9), history("#nothing-there", Range::After(0), 9)),
        (Command::Who(server), Command::Who(Target::Room(none.clone()))),
        (Command::About(RoomName::server()), Command::About(none)),
        (say("#server", "x", None), say("#nothing-there", "x", None)),
    ] {
        bench.ask(2, there);
        bench.ask(2, absent);
        bench.run();
        bench.heard(2, &["no_such_room", "no_such_room"]);
    }
    bench.ask(2, join("#server"));
    bench.ask(2, Command::Admin(Wish::Stats));
    bench.ask(2, Command::Rooms);
    bench.run();
    bench.heard(2, &["need_invite", "operators_only", "#general 2 2"]);
    bench.ask(1, history("#server", Range::After(0), 9));
    bench.ask(1, join("#server"));
    bench.run();
    let heard = bench.take(1);
    let log = &heard[heard.len() - 2];
    assert!(
        log.contains("noted: a backup was taken") && log.contains("root made") && log.contains("eve made"),
        "{heard:?}"
    );
    assert!(heard.last().unwrap().starts_with("in #server 1"), "{heard:?}");
    bench.ask(1, govern("#server", Act::Mode(Mode::Secret(false))));
    bench.run();
    bench.heard(1, &["fixed_room"]);
}

/// Fault 67: who hammers waits, and so does nobody else; the owner signs in from where they were before.
#[test]
fn who_tries_passwords_waits_and_the_owner_does_not() {
    let mut bench = private(0);
    let home = "127.0.0.1";
    open(&mut bench, 1, home);
    claim(&mut bench);
    let attempts = u32::try_from(limits::SIGN_IN_HOST.0).unwrap() + 5;
    let mut told = Vec::new();
    for i in 0..attempts {
        // Each from an address of its own, over a line that nobody reads along.
        let n = 10 + i;
        let from = causette_core::Origin {
            door: causette_core::Door::Line,
            address: Some(format!("192.0.2.{n}").parse().unwrap()),
            certificate: None,
            private: true,
        };
        bench.sequencer.push(Submission::Open { session: session(n), from });
        bench.ask(n, login("root", "a guess"));
        bench.run();
        told.extend(bench.take(n).pop());
    }
    let wrong = told.iter().filter(|line| *line == "wrong_login").count();
    assert_eq!((wrong as u64, told.len() as u32), (limits::SIGN_IN_NAME.0, attempts), "{told:?}");
    assert!(told[wrong..].iter().all(|line| line == "locked_out"), "{told:?}");
    open(&mut bench, 2, home);
    bench.ask(2, login("root", "root's password"));
    bench.run();
    assert!(bench.take(2).contains(&"signed in root Owner".into()));
    bench.ask(1, history("#server", Range::Before(u64::MAX), 9));
    bench.run();
    assert!(bench.take(1).last().unwrap().contains("many wrong passwords for root"));
    // And from anywhere once some time has passed.
    bench.now.0 += limits::SIGN_IN_NAME.1;
    bench.ask(10, login("root", "root's password"));
    bench.run();
    assert!(bench.take(10).contains(&"signed in root Owner".into()));
}

#[test]
fn operators_list_accounts_and_help_those_who_forgot() {
    let mut bench = private(4);
    claim(&mut bench);
    for (who, name) in [(2, "alice"), (3, "bob")] {
        bench.ask(who, register(name));
        bench.run();
    }
    bench.clear();
    let list = |after: Option<&str>| Wish::Accounts { after: after.map(|name| Name::new(name).unwrap()), limit: 2 };
    for wish in [list(None), list(Some("bob")), Wish::Stats, Wish::Reset(Name::new("bob").unwrap())] {
        bench.ask(1, Command::Admin(wish));
    }
    bench.run();
    let mut heard = bench.take(1);
    let code = heard.pop().unwrap().strip_prefix("Reset ").unwrap().to_owned();
    assert_eq!(heard, ["accounts alice bob+", "accounts root", "3 of 4 signed in"]);
    bench.ask(4, Command::Resume(code));
    bench.run();
    let password = |word: &str| causette_core::Password::new(word).unwrap();
    bench.ask(4, Command::Password { old: password("no idea at all"), new: password("a new password") });
    bench.run();
    assert_eq!(bench.take(4).last().unwrap(), "changed, 1 ended");
    // The operator's word was for that once.
    bench.ask(4, Command::Password { old: password("no idea at all"), new: password("another password") });
    bench.run();
    assert_eq!(bench.take(4).last().unwrap(), "wrong_login");
}

#[test]
fn an_export_is_all_of_it_in_pieces() {
    let mut bench = Bench::new();
    open(&mut bench, 1, "127.0.0.1");
    bench.ask(1, join("#general"));
    bench.ask(1, register("alice"));
    bench.run();
    bench.say(1, "one");
    bench.say(1, "two");
    bench.run();
    bench.clear();
    bench.ask(1, Command::Export(0));
    bench.run();
    bench.heard(
        1,
        &["exported [#server 2 alice made, #general 1 alice joins, #general 2 alice: one, #general 3 alice: two]"],
    );
}

/// Nobody gets above themselves by somebody else's word, reads on once their rank is gone, or gives the last ownership away.
#[test]
fn an_operator_gets_no_further_than_their_rank() {
    let mut bench = private(3);
    claim(&mut bench);
    bench.ask(2, register("oscar"));
    bench.run();
    bench.ask(1, role("oscar", Some(Role::Moderator)));
    bench.run();
    bench.ask(2, join("#server"));
    bench.run();
    bench.clear();
    let root = || Name::new("root").unwrap();
    for wish in [Wish::Reset(root()), Wish::Erase(root()), Wish::Export(root(), 0)] {
        bench.ask(2, Command::Admin(wish));
    }
    bench.ask(1, Command::Erase(root()));
    bench.ask(1, Command::Admin(Wish::Erase(root())));
    bench.run();
    assert_eq!(bench.take(2)[..3], ["outranked", "outranked", "forbidden"]);
    assert_eq!(bench.take(1), ["outranked", "outranked"]);
    bench.ask(2, Command::Admin(Wish::Reset(Name::new("oscar").unwrap())));
    bench.run();
    assert!(bench.take(2).iter().any(|line| line.contains("was handed out")), "it stands in the audit room");
    bench.ask(1, role("oscar", None));
    bench.run();
    bench.clear();
    bench.ask(1, Command::Admin(Wish::Invite { span: 60 }));
    bench.ask(2, history("#server", Range::After(0), 9));
    bench.run();
    bench.heard(2, &["no_such_room"]);
    bench.sequencer.push(Submission::Close { session: session(2), why: None, said: None });
    open(&mut bench, 4, "127.0.0.1");
    bench.ask(4, login("oscar", "oscar's password"));
    bench.ask(4, join("#server"));
    bench.run();
    let heard = bench.take(4);
    assert!(
        heard.contains(&"need_invite".into()) && !heard.iter().any(|line| line.contains("in #server")),
        "{heard:?}"
    );
}

#[test]
fn the_first_code_lets_its_owner_in_where_others_need_an_invitation() {
    let mut bench = private(2);
    let invited = causette_core::Policy {
        registration: causette_core::Registration::Invited,
        ..causette_core::Policy::default()
    };
    bench.sequencer.push(Submission::Policy(invited));
    let Command::Register { name, password, .. } = register("root") else { unreachable!() };
    let invitation = Some("the first start's code".to_owned());
    bench.ask(1, Command::Register { name, password, invitation: invitation.clone() });
    bench.ask(1, Command::Claim("the first start's code".into()));
    bench.run();
    assert!(bench.take(1).contains(&"signed in root Owner".into()));
    let Command::Register { name, password, .. } = register("eve") else { unreachable!() };
    bench.ask(2, Command::Register { name, password, invitation });
    bench.run();
    assert_eq!(bench.take(2).last().unwrap(), "bad_code", "only while nobody owns the server");
}
