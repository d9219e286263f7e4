//! Who people are and were, how many they are, and what is said to some of them.

use super::accounts::{claim, open, private, register};
use super::bench::{Bench, govern, join, nick, session};
use crate::Submission;
use causette_core::{
    Act, Command, Door, Mode, Name, Origin, Role, RoomName, Sought, Style, Target, Text, Wish, limits,
};

fn name(word: &str) -> Name {
    Name::given(word)
}
fn find(names: &[&str]) -> Command {
    Command::Find(Sought::Named(names.iter().map(|word| name(word)).collect()))
}
fn aside(room: &str, role: Role, text: &str) -> Command {
    let (room, text) = (RoomName::new(room).unwrap(), Text::new(text).unwrap());
    Command::Aside { room, role, text, style: Style::Plain }
}

#[test]
fn many_are_found_at_once_each_with_the_rooms_one_may_know() {
    let mut bench = Bench::with_guests(4);
    bench.ask(3, join("#tea"));
    bench.ask(4, join("#attic"));
    bench.ask(4, govern("#attic", Act::Mode(Mode::Secret(true))));
    bench.run();
    bench.clear();
    bench.ask(1, find(&["guest4", "nobody", "GUEST3", "guest4"]));
    bench.ask(1, Command::Find(Sought::All));
    bench.ask(4, find(&["guest4"]));
    bench.run();
    let everybody = "people [guest1 in #general(Moderator), guest2 in #general, guest3 in #general #tea(Moderator), guest4 in #general]";
    let three = "people [guest4 in #general, guest3 in #general #tea(Moderator), guest4 in #general]";
    bench.heard(1, &[three, everybody]);
    bench.heard(4, &["people [guest4 in #attic(Moderator) #general]"]);
}

#[test]
fn what_is_found_has_an_end() {
    let mut bench = Bench::with_guests(limits::FOUND as u32 + 1);
    bench.ask(1, Command::Find(Sought::All));
    bench.ask(1, Command::Find(Sought::Named(vec![name("guest1"); limits::SOUGHT + 1])));
    bench.run();
    let heard = bench.take(1);
    assert_eq!(heard[0].matches("guest").count(), limits::FOUND);
    assert!(heard[0].ends_with("]+"));
    assert_eq!(heard[1..], ["bad_range"]);
}

#[test]
fn who_left_and_who_took_another_name_is_remembered_for_a_while() {
    let mut bench = Bench::with_guests(3);
    let was = |bench: &mut Bench, word: &str, expect: &str| {
        bench.clear();
        bench.ask(3, Command::Whowas(name(word)));
        bench.run();
        bench.heard(3, &[expect]);
    };
    was(&mut bench, "bob", "were []");
    bench.ask(1, nick("bob"));
    bench.run();
    was(&mut bench, "guest1", "were [guest1@1]");
    was(&mut bench, "bob", "were []");
    bench.now = causette_core::Millis(5);
    bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
    bench.ask(2, nick("Bob"));
    bench.run();
    bench.now = causette_core::Millis(9);
    bench.ask(2, nick("carol"));
    bench.run();
    was(&mut bench, "BOB", "were [Bob@9 bob@5]");
    for n in 0..limits::PAST {
        bench.ask(2, nick(&format!("dave{}", n % 7)));
        bench.ask(2, nick("erin"));
    }
    bench.run();
    was(&mut bench, "bob", "were []");
    bench.clear();
    bench.ask(3, Command::Whowas(name("erin")));
    bench.run();
    assert_eq!(bench.take(3)[0].matches("erin@9").count(), limits::PAST_TOLD);
}

#[test]
fn nobody_remembers_who_was_erased() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(1, nick("zoe"));
    bench.run();
    bench.ask(1, Command::Erase(name("alice")));
    bench.run();
    bench.clear();
    for word in ["alice", "zoe"] {
        bench.ask(2, Command::Whowas(name(word)));
    }
    bench.run();
    bench.heard(2, &["were []", "were []"]);
}

/// People, guests, operators, sessions, rooms, most.
#[test]
fn how_many_are_here() {
    let mut bench = private(3);
    let census = |bench: &mut Bench, expect: &str| {
        bench.run();
        bench.clear();
        bench.ask(2, Command::Census);
        bench.run();
        bench.heard(2, &[expect]);
    };
    census(&mut bench, "census 3 3 0 3 1 3");
    claim(&mut bench);
    open(&mut bench, 4, "127.0.0.1");
    bench.ask(4, super::accounts::login("root", "root's password"));
    census(&mut bench, "census 3 2 1 4 1 4");
    bench.ask(2, join("#tea"));
    census(&mut bench, "census 3 2 1 4 2 4");
    // The console is nobody.
    bench.sequencer.push(Submission::Open { session: session(9), from: Origin::clear(Door::Console, None) });
    bench.ask(2, Command::Leave { room: RoomName::new("tea").unwrap(), why: None });
    bench.sequencer.push(Submission::Close { session: session(3), why: None, said: None });
    census(&mut bench, "census 2 1 1 3 1 4");
    bench.ask(4, Command::Logout);
    census(&mut bench, "census 3 2 1 3 1 4");
    bench.ask(9, Command::Admin(Wish::Erase(name("root"))));
    bench.sequencer.push(Submission::Close { session: session(4), why: None, said: None });
    census(&mut bench, "census 1 1 0 1 1 4");
    // Whoever is sent out leaves a room empty as well.
    bench.ask(2, join("#attic"));
    census(&mut bench, "census 1 1 0 1 2 4");
    bench.ask(9, govern("#attic", Act::Kick { who: name("guest2"), why: None }));
    census(&mut bench, "census 1 1 0 1 1 4");
}

#[test]
fn an_aside_reaches_those_of_a_role_and_nobody_else() {
    let mut bench = Bench::with_guests(4);
    let voice = |who: &str, role| govern("#general", Act::Role { who: name(who), role: Some(role) });
    bench.ask(1, voice("guest2", Role::Moderator));
    bench.ask(1, voice("guest3", Role::Member));
    bench.run();
    bench.clear();
    bench.ask(4, aside("#general", Role::Moderator, "help"));
    bench.ask(2, aside("#general", Role::Member, "psst"));
    bench.run();
    let (help, psst) = ("aside #general Moderator guest4: help", "aside #general Member guest2: psst");
    bench.heard(1, &[help, psst]);
    bench.heard(2, &[help, psst]);
    bench.heard(3, &[psst]);
    bench.heard(4, &[help]);
    // Nothing of it is stored, and no number was used.
    bench.say(4, "hello");
    bench.run();
    bench.heard(4, &["ok #general 3"]);
    bench.clear();
    // Whoever left the room hears no more of it; whoever ignores somebody hears nothing from them.
    bench.ask(2, Command::Leave { room: RoomName::new("general").unwrap(), why: None });
    bench.ask(1, Command::Ignore { who: name("guest4"), on: true });
    bench.run();
    bench.clear();
    bench.ask(4, aside("#general", Role::Moderator, "hello?"));
    bench.ask(2, aside("#general", Role::Moderator, "still there?"));
    bench.run();
    bench.heard(1, &[]);
    bench.heard(2, &["not_in_room"]);
}

#[test]
fn an_aside_is_no_way_around_a_pause_or_a_silence() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, govern("#general", Act::Mode(Mode::Slow(60))));
    bench.run();
    bench.clear();
    bench.ask(2, aside("#general", Role::Moderator, "one"));
    bench.ask(2, aside("#general", Role::Moderator, "two"));
    bench.say(2, "three");
    bench.run();
    bench.heard(2, &["aside #general Moderator guest2: one", "slow_down", "slow_down"]);
    bench.clear();
    bench.ask(1, govern("#general", Act::Mode(Mode::Moderated(true))));
    bench.ask(2, aside("#general", Role::Moderator, "four"));
    bench.run();
    assert_eq!(bench.take(2)[1..], ["moderated"]);
}

#[test]
fn an_irc_session_is_told_more_names() {
    let crowd = limits::MEMBER_LIST as u32 + 5;
    let mut bench = Bench::with_guests(crowd);
    let irc = crowd + 1;
    bench.sequencer.push(Submission::Open { session: session(irc), from: Origin::clear(Door::Irc, None) });
    bench.ask(irc, join("#general"));
    bench.run();
    bench.clear();
    for who in [1, irc] {
        bench.ask(who, Command::Who(Target::Room(RoomName::new("general").unwrap())));
    }
    bench.run();
    let count = |heard: Vec<String>| heard[0].split(' ').count();
    assert_eq!(count(bench.take(1)), limits::MEMBER_LIST);
    assert_eq!(count(bench.take(irc)), crowd as usize + 1);
}
