//! What lines ask for, as tables.

use super::super::view::View;
use super::args::{Wish, Wrong};
use super::{messages, reading, rooms};
use causette_core::{
    Act, Command, Mark, Millis, Mode, Name, Query, Range, Refusal, Role, RoomName, Secret, Seq, Style, Target, Text,
    Whom,
};
use jiff::tz::TimeZone;

/// 2026-11-22T14:03:00.123Z
const NOW: Millis = Millis(1_795_356_180_123);

fn room(name: &str) -> RoomName {
    RoomName::new(name).unwrap()
}
fn here() -> Option<RoomName> {
    Some(room("x"))
}
fn of() -> Target {
    Target::Room(room("x"))
}
fn name(name: &str) -> Name {
    Name::new(name).unwrap()
}
fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

#[track_caller]
fn asks(wish: Wish, expect: Command) {
    assert_eq!(wish, Ok((None, expect)));
}
#[track_caller]
fn acts(wish: Wish, act: Act) {
    asks(wish, Command::Govern { room: room("x"), act });
}
#[track_caller]
fn refused(wish: Wish, code: &str) {
    match wish {
        Err(Wrong::Refused(refusal)) => assert_eq!(refusal.code(), code),
        other => panic!("{other:?}"),
    }
}
fn unknown(word: &str) -> Wish {
    Err(Wrong::Word(word.into()))
}

#[test]
fn messages_are_answered_changed_and_marked() {
    let here = here();
    let say =
        |to, words: &str, reply_to| Command::Say { to, text: text(words), style: Style::Plain, reply_to, key: None };
    asks(messages::reply("12  two  words", here.as_ref()), say(of(), "two  words", Some(12)));
    asks(messages::reply("@bob #3 oui", None), say(Target::Person(name("bob")), "oui", Some(3)));
    asks(messages::msg("@bob salut"), say(Target::Person(name("bob")), "salut", None));
    asks(messages::edit("#12 new", here.as_ref()), Command::Edit { of: of(), seq: 12, text: text("new") });
    asks(messages::delete("12", here.as_ref()), Command::Delete { of: of(), seq: 12 });
    let react = |mark: &str, on| Command::React { of: of(), seq: 12, mark: Mark::new(mark).unwrap(), on };
    for (words, mark, on) in [
        ("12 +1", "+1", true),
        ("12 -+1", "+1", false),
        ("12 👍", "👍", true),
        ("12 -👍", "👍", false),
        ("12 -", "-", true),
        ("12 -1", "-1", true),
        ("12 --1", "-1", false),
    ] {
        asks(messages::react(words, here.as_ref()), react(mark, on));
    }
    for wrong in [
        messages::msg("bob"),
        messages::reply("12", here.as_ref()),
        messages::edit("12 ", here.as_ref()),
        messages::delete("", here.as_ref()),
        messages::react("12", here.as_ref()),
    ] {
        assert_eq!(wrong, Err(Wrong::Usage));
    }
    assert_eq!(messages::reply("hello there", here.as_ref()), unknown("hello"));
    assert_eq!(messages::delete("12 13", here.as_ref()), unknown("13"));
    assert_eq!(messages::react("12 +1 +2", here.as_ref()), unknown("+2"));
    assert_eq!(messages::delete("12", None), Err(Wrong::NoRoom));
    refused(messages::react(&format!("12 {}", "x".repeat(33)), here.as_ref()), "bad_mark");
}

#[test]
fn rooms_are_looked_after() {
    let here = here();
    let here = here.as_ref();
    let join = |secret: Option<&str>| Command::Join {
        room: room("rust"),
        after: None,
        secret: secret.map(|secret| Secret::new(secret).unwrap()),
    };
    asks(rooms::join("rust"), join(None));
    asks(rooms::join("#rust  sesame "), join(Some("sesame")));
    refused(rooms::join("rust a b"), "bad_secret");
    assert_eq!(rooms::join(""), Err(Wrong::Usage));
    acts(rooms::topic("tea at five", here), Act::Topic(Some(text("tea at five"))));
    acts(rooms::topic("-", here), Act::Topic(None));
    let about = |view: View| Ok((Some(view.reference()), Command::About(room("x"))));
    assert_eq!(rooms::topic("", here), about(View::Topic));
    assert_eq!(rooms::mode("", here), about(View::Modes));
    assert_eq!(rooms::ban("", here), about(View::Bans));
    let why = |words: &str| Some(text(words));
    acts(rooms::named("bob", here, Act::Invite), Act::Invite(name("bob")));
    acts(rooms::kick("bob too loud", here), Act::Kick { who: name("bob"), why: why("too loud") });
    let ban = |whom, span, why| Act::Ban { whom, span, why };
    let bob = || Whom::Person(name("bob"));
    acts(rooms::ban("bob", here), ban(bob(), None, None));
    acts(rooms::ban("@bob 10m", here), ban(bob(), Some(600), None));
    acts(rooms::ban("bob 3j trop  fort", here), ban(bob(), Some(259_200), why("trop  fort")));
    acts(rooms::ban("bob 3 times", here), ban(bob(), None, why("3 times")));
    acts(rooms::ban("192.0.2.1 spam", here), ban(Whom::Address("192.0.2.1".parse().unwrap()), None, why("spam")));
    acts(rooms::unban("2001:db8::1", here), Act::Unban(Whom::Address("2001:db8::1".parse().unwrap())));
    acts(rooms::mute("bob 2h", here), Act::Mute { who: name("bob"), span: Some(7200), why: None });
    let role = |role| Act::Role { who: name("bob"), role };
    acts(rooms::op("bob", here), role(Some(Role::Moderator)));
    acts(rooms::op("bob Propriétaire", here), role(Some(Role::Owner)));
    acts(rooms::op("bob aucun", here), role(None));
    assert_eq!(rooms::op("bob king", here), unknown("king"));
    assert_eq!(rooms::unban("bob alice", here), unknown("alice"));
    for wrong in [rooms::kick("", here), rooms::mute(" ", here), rooms::op("", here), rooms::unban("", here)] {
        assert_eq!(wrong, Err(Wrong::Usage));
    }
    assert_eq!(rooms::kick("bob", None), Err(Wrong::NoRoom));
    refused(rooms::kick("b\u{200b}ob", here), "bad_name");
}

#[test]
fn rooms_are_set_to_something() {
    let here = here();
    let here = here.as_ref();
    for (words, mode) in [
        ("private on", Mode::Private(true)),
        ("Privé NON", Mode::Private(false)),
        ("secret", Mode::Secret(true)),
        ("invitation oui", Mode::InviteOnly(true)),
        ("moderated off", Mode::Moderated(false)),
        ("sujet on", Mode::TopicLocked(true)),
        ("comptes on", Mode::AccountsOnly(true)),
        ("key sesame", Mode::Key(Secret::new("sesame").ok())),
        ("clé non", Mode::Key(None)),
        ("limit 30", Mode::Limit(Some(30))),
        ("limite off", Mode::Limit(None)),
        ("keep_days 30", Mode::KeepDays(Some(30))),
        ("messages 1000", Mode::KeepLast(Some(1000))),
        ("lent 5m", Mode::Slow(300)),
        ("slow off", Mode::Slow(0)),
    ] {
        acts(rooms::mode(words, here), Act::Mode(mode));
    }
    acts(rooms::slow("10", here), Act::Mode(Mode::Slow(10)));
    for (words, word) in [("loud on", "loud"), ("private maybe", "maybe"), ("limit -1", "-1"), ("slow x", "x")] {
        assert_eq!(rooms::mode(words, here), unknown(word), "{words}");
    }
    for words in ["key", "limit", "slow"] {
        assert_eq!(rooms::mode(words, here), Err(Wrong::Usage), "{words}");
    }
    refused(rooms::mode("key a b", here), "bad_secret");
}

#[test]
fn history_is_read_both_ways() {
    let here = here();
    for (words, room, range, limit) in [
        ("", "x", Range::Before(Seq::MAX), 20),
        ("5", "x", Range::Before(Seq::MAX), 5),
        ("#rust 5", "rust", Range::Before(Seq::MAX), 5),
        ("after 17", "x", Range::After(17), 20),
        ("après #17 30", "x", Range::After(17), 30),
        ("#rust AVANT 17", "rust", Range::Before(17), 20),
        ("30 before 17", "x", Range::Before(17), 30),
        ("0", "x", Range::Before(Seq::MAX), 0),
    ] {
        let view = View::Onward { forwards: matches!(range, Range::After(_)), limit };
        let command = Command::History { of: Target::Room(self::room(room)), range, limit };
        assert_eq!(reading::history(words, here.as_ref()), Ok((Some(view.reference()), command)), "{words}");
    }
    // Fault 34.
    for words in ["-1", "1 2", "1.5", "99999999999999999999999", "+-1"] {
        refused(reading::history(words, here.as_ref()), "bad_range");
    }
    assert_eq!(reading::history("after", here.as_ref()), Err(Wrong::Usage));
    for (words, wrong) in [("yesterday", "yesterday"), ("after bob", "bob"), ("5 rust", "rust")] {
        assert_eq!(reading::history(words, here.as_ref()), unknown(wrong), "{words}");
    }
    assert_eq!(reading::history("", None), Err(Wrong::NoRoom));
}

#[test]
fn searches() {
    let here = here();
    let zone = TimeZone::fixed(jiff::tz::offset(1));
    let search = |words: &str, here: Option<&RoomName>| reading::search(words, here, &zone, NOW);
    let made = |of, words: &str, by: Option<&str>, since, until| {
        let mut query = Query::new(words, by.map(name)).unwrap();
        (query.since, query.until) = (since, until);
        Command::Search { of, query, limit: 20 }
    };
    asks(search("grand  café", here.as_ref()), made(Some(of()), "grand café", None, None, None));
    asks(search("a in:* b", here.as_ref()), made(None, "a b", None, None, None));
    asks(search("a dans:*", None), made(None, "a", None, None, None));
    let rust = Some(Target::Room(room("rust")));
    asks(search("room:rust from:@bob a", None), made(rust, "a", Some("bob"), None, None));
    asks(search("room:@bob a", None), made(Some(Target::Person(name("bob"))), "a", None, None, None));
    asks(search("de:bob", here.as_ref()), made(Some(of()), "", Some("bob"), None, None));
    // A day begins where the server is.
    let days = (Some(Millis(1_793_487_600_000)), Some(Millis(1_795_302_000_000)));
    asks(search("a depuis:2026-11-01 avant:2026-11-22", here.as_ref()), made(Some(of()), "a", None, days.0, days.1));
    let day_ago = Some(Millis(NOW.0 - 86_400_000));
    asks(search("since:1d a", here.as_ref()), made(Some(of()), "a", None, day_ago, None));
    let moment = Some(Millis(1_795_356_180_000));
    asks(search("until:2026-11-22T14:03:00Z a", here.as_ref()), made(Some(of()), "a", None, None, moment));
    // What only looks like one is a word.
    asks(search("http://x.org a: :b", here.as_ref()), made(Some(of()), "http://x.org a: :b", None, None, None));
    assert_eq!(search("a since:yesterday", here.as_ref()), unknown("since:yesterday"));
    assert_eq!(search("a since:2026-02-30", here.as_ref()), unknown("since:2026-02-30"));
    for words in ["", "in:*", "since:1d"] {
        assert_eq!(search(words, here.as_ref()), Err(Wrong::Usage), "{words}");
    }
    assert_eq!(search("a", None), Err(Wrong::NoRoom));
    refused(search("!?", here.as_ref()), "bad_search");
    refused(search(&"a ".repeat(17), here.as_ref()), "bad_search");
    assert_eq!(search("a from:a,b", here.as_ref()).map_err(|wrong| wrong == Wrong::Refused(bad())), Err(true));
}

fn bad() -> Refusal {
    Name::new("a,b").unwrap_err()
}

#[test]
fn marks_and_people() {
    let here = here();
    asks(reading::read("", here.as_ref()), Command::Read { of: of(), upto: Seq::MAX });
    asks(reading::read("#12", here.as_ref()), Command::Read { of: of(), upto: 12 });
    asks(reading::read("@bob", None), Command::Read { of: Target::Person(name("bob")), upto: Seq::MAX });
    asks(reading::read("#rust 3", None), Command::Read { of: Target::Room(room("rust")), upto: 3 });
    assert_eq!(reading::read("all", here.as_ref()), unknown("all"));
    asks(reading::ignore("@bob"), Command::Ignore { who: name("bob"), on: true });
    asks(reading::ignore("bob non"), Command::Ignore { who: name("bob"), on: false });
    assert_eq!(reading::ignore("bob alice"), unknown("alice"));
    assert_eq!(reading::ignore(""), Err(Wrong::Usage));
}
