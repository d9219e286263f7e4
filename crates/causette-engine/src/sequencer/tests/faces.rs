//! How people present themselves, type, keep notes, and go.

use super::bench::{Bench, govern, join, nick, room, say, session};
use crate::Submission;
use causette_core::notice::Goodbye;
use causette_core::{
    Act, Command, Door, Face, Name, Origin, Password, Role, RoomName, Target, Text, Typing, Whom, limits,
};

fn introduce(real: &str) -> Command {
    Command::Introduce(Face::new("al", real, false))
}
fn whois(name: &str) -> Command {
    Command::Whois(Name::given(name))
}
fn typing(to: Target) -> Command {
    Command::Typing { to, state: Typing::Active }
}
fn person(name: &str) -> Target {
    Target::Person(Name::given(name))
}
fn leave(room: &str, why: &str) -> Command {
    Command::Leave { room: RoomName::new(room).unwrap(), why: Text::new(why).ok() }
}
fn quit(bench: &mut Bench, who: u32, said: &str) {
    let said = Text::new(said).ok();
    bench.sequencer.push(Submission::Close { session: session(who), why: Some(Goodbye::Quit), said });
    bench.run();
}
fn open(bench: &mut Bench, n: u32, door: Door) {
    let from = Origin { private: true, ..Origin::clear(door, None) };
    bench.sequencer.push(Submission::Open { session: session(n), from });
}
/// The id of somebody, as the transcript of an ignored person gives it.
fn id_of(bench: &mut Bench, asker: u32, name: &str) -> causette_core::PersonId {
    bench.ask(asker, Command::Ignore { who: Name::given(name), on: true });
    bench.ask(asker, Command::Ignore { who: Name::given(name), on: false });
    bench.run();
    let heard = bench.take(asker);
    let id = heard.iter().find_map(|line| line.strip_prefix("ignore ")?.split(' ').next()?.parse().ok());
    causette_core::PersonId(id.unwrap())
}

#[test]
fn a_new_face_is_told_to_ones_rooms_and_kept_while_one_is_here() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, introduce("Alice"));
    bench.ask(1, introduce("Alice"));
    bench.ask(1, introduce("Alice L."));
    bench.run();
    bench.heard(1, &["introduced", "introduced", "introduced"]);
    bench.heard(2, &["~guest1", "~guest1"]);
    let (faces, guest) = (bench.sequencer.faces(), id_of(&mut bench, 2, "guest1"));
    assert_eq!(faces.get(guest).face, Some(Face::new("al", "Alice L.", false)));
    assert_eq!(faces.get(guest).account, None);
    quit(&mut bench, 1, "");
    assert!(faces.get(guest).face.is_some(), "a shard may still have to say who left");
    for _ in 0..200 {
        bench.say(2, "x");
        bench.run();
    }
    assert_eq!(faces.get(guest), crate::Known::default());
}

#[test]
fn in_a_crowd_faces_and_typing_are_not_announced() {
    let mut bench = Bench::with_guests(limits::PRESENCE_ANNOUNCED as u32 + 1);
    bench.ask(1, introduce("Alice"));
    bench.ask(1, typing(room("#general")));
    bench.run();
    bench.heard(1, &["introduced", "told"]);
    bench.heard(2, &[]);
}

#[test]
fn accounts_are_known_while_they_exist_and_carry_the_face_of_who_signs_in() {
    let mut bench = Bench::with_guests(1);
    let password = || Password::new("correct horse").unwrap();
    open(&mut bench, 2, Door::Irc);
    bench.ask(2, nick("alice"));
    bench.ask(2, introduce("Alice"));
    bench.ask(2, Command::Register { name: Name::given("alice"), password: password(), invitation: None });
    bench.run();
    let (faces, alice) = (bench.sequencer.faces(), id_of(&mut bench, 1, "alice"));
    assert_eq!(faces.get(alice).account, Some(Name::given("alice")));
    assert!(faces.get(alice).face.is_some());
    // Another process knows her by the log.
    let mut later = Bench::on(bench.log.clone(), 1_000);
    assert_eq!(later.sequencer.faces().get(alice).account, Some(Name::given("alice")));
    open(&mut later, 1, Door::Line);
    later.ask(1, Command::Login { name: Name::given("alice"), password: password() });
    later.run();
    assert_eq!(later.sequencer.faces().get(alice).face, None);
    later.ask(1, Command::Erase(Name::given("alice")));
    later.run();
    assert_eq!(later.sequencer.faces().get(alice).account, None);
}

#[test]
fn an_irc_session_is_nobody_until_it_introduces_itself_but_holds_its_name() {
    let mut bench = Bench::with_guests(1);
    open(&mut bench, 2, Door::Irc);
    bench.ask(2, nick("bob"));
    bench.run();
    bench.clear();
    for asked in
        [whois("bob"), say("@bob", "hi", None), nick("bob"), govern("#general", Act::Invite(Name::given("bob")))]
    {
        bench.ask(1, asked);
    }
    bench.run();
    bench.heard(1, &["no_such_person", "no_such_person", "name_taken", "no_such_person"]);
    bench.ask(2, introduce("Bob"));
    bench.ask(1, whois("bob"));
    bench.ask(1, say("@bob", "hi", None));
    bench.run();
    bench.heard(1, &["bob in ", "opened @bob", "ok @bob 1"]);
    bench.heard(2, &["introduced", "opened @guest1", "1 guest1: hi"]);
}

/// On IRC a name is chosen before all else, and rooms come after the welcome.
#[test]
fn an_irc_session_needs_a_name_of_its_own() {
    let mut bench = Bench::with_guests(0);
    open(&mut bench, 1, Door::Irc);
    bench.run();
    bench.clear();
    bench.ask(1, introduce("Nobody"));
    bench.ask(1, nick("bob"));
    bench.ask(1, introduce("Bob"));
    bench.run();
    bench.heard(1, &["bad_name", "you bob", "introduced"]);
}

#[test]
fn who_may_speak_may_type() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, typing(room("#general")));
    bench.ask(1, typing(room("#nowhere")));
    bench.ask(1, govern("#general", Act::Mute { whom: Whom::Person(Name::given("guest2")), span: None, why: None }));
    bench.run();
    assert_eq!(bench.take(1)[..2], ["told", "no_such_room"]);
    assert_eq!(bench.take(2)[0], "guest1 types Active");
    bench.clear();
    bench.ask(2, typing(room("#general")));
    bench.run();
    bench.heard(2, &["muted"]);
    bench.heard(3, &[]);
}

#[test]
fn typing_begins_no_conversation_and_stays_between_the_two() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, typing(person("guest2")));
    bench.ask(1, typing(person("nobody")));
    bench.run();
    bench.heard(1, &["told", "no_such_person"]);
    bench.heard(2, &[]);
    bench.ask(2, say("@guest1", "hi", None));
    bench.ask(1, typing(person("guest2")));
    bench.run();
    bench.heard(1, &["opened @guest2", "1 guest2: hi", "told"]);
    bench.heard(2, &["opened @guest1", "ok @guest1 1", "guest1 types Active"]);
    bench.heard(3, &[]);
}

#[test]
fn last_words_are_for_those_who_stay() {
    let mut bench = Bench::with_guests(4);
    bench.ask(1, join("#tea"));
    bench.ask(2, join("#tea"));
    bench.run();
    bench.clear();
    bench.ask(2, leave("#tea", "too hot"));
    bench.run();
    bench.heard(1, &["-guest2 (too hot)"]);
    bench.heard(2, &["out #tea"]);
    bench.ask(2, leave("#general", "two\nlines"));
    quit(&mut bench, 2, "good night\nall");
    bench.heard(2, &["bad_text", "bye Quit", "closed"]);
    bench.heard(1, &["quit guest2 (good night)"]);
    // Going is no way to speak where one may not.
    bench.ask(1, govern("#general", Act::Mute { whom: Whom::Person(Name::given("guest3")), span: None, why: None }));
    bench.run();
    bench.clear();
    quit(&mut bench, 3, "haha");
    bench.heard(4, &["quit guest3"]);
}

#[test]
fn of_several_sessions_only_the_last_is_the_end() {
    let mut bench = Bench::with_guests(1);
    let password = || Password::new("correct horse").unwrap();
    open(&mut bench, 2, Door::Line);
    bench.ask(2, Command::Register { name: Name::given("alice"), password: password(), invitation: None });
    bench.run();
    bench.ask(2, join("#general"));
    open(&mut bench, 3, Door::Line);
    bench.ask(3, Command::Login { name: Name::given("alice"), password: password() });
    bench.run();
    bench.clear();
    quit(&mut bench, 2, "one");
    bench.heard(1, &[]);
    quit(&mut bench, 3, "two");
    bench.heard(1, &["quit alice (two)"]);
}

#[test]
fn notes_to_oneself_are_a_conversation_of_one() {
    let mut bench = Bench::with_guests(2);
    let password = || Password::new("correct horse").unwrap();
    for (n, ask) in [
        (3, Command::Register { name: Name::given("alice"), password: password(), invitation: None }),
        (4, Command::Login { name: Name::given("alice"), password: password() }),
    ] {
        open(&mut bench, n, Door::Line);
        bench.ask(n, ask);
        bench.run();
    }
    bench.clear();
    bench.ask(3, Command::Away(Text::new("lunch").ok()));
    bench.ask(3, say("@alice", "note", None));
    bench.ask(3, Command::Who(person("alice")));
    bench.run();
    bench.heard(3, &["away true", "opened @alice", "ok @alice 1", "alice"]);
    bench.heard(4, &["opened @alice", "1 alice: note"]);
    bench.heard(2, &[]);
    // Nobody else finds it.
    bench.ask(
        2,
        Command::History { of: person("alice"), range: causette_core::Range::After(0), limit: 9, only_words: false },
    );
    bench.run();
    bench.heard(2, &["no_such_room"]);
    // It waits for her.
    quit(&mut bench, 3, "");
    quit(&mut bench, 4, "");
    open(&mut bench, 5, Door::Line);
    bench.ask(5, Command::Login { name: Name::given("alice"), password: password() });
    bench.ask(5, say("@alice", "more", None));
    bench.run();
    assert!(bench.take(5).contains(&"ok @alice 2".to_owned()));
    // A guest's is over when they are.
    bench.ask(1, say("@guest1", "mine", None));
    bench.run();
    bench.heard(1, &["opened @guest1", "ok @guest1 1"]);
    quit(&mut bench, 1, "");
    bench.heard(1, &["bye Quit", "closed"]);
}

#[test]
fn what_somebody_may_do_where_is_told_beside_their_rooms() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, govern("#general", Act::Role { who: Name::given("guest2"), role: Some(Role::Member) }));
    bench.run();
    bench.clear();
    bench.ask(1, whois("guest2"));
    bench.run();
    bench.heard(1, &["guest2 in #general(Member)"]);
}
