//! What lines ask for, as tables.

use super::super::view::View;
use super::args::{Wish, Wrong};
use super::{account, admin, messages, reading, rooms};
use causette_core::{
    About, Act, Command, Mark, Mask, Millis, Mode, Name, Note, Password, Query, Range, Refusal, Role, RoomName, Secret,
    Seq, Style, Target, Text, Whom, Wish as Asked, limits,
};
use causette_wire::json::INVITE_SPAN;
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
    let say = |to, words: &str, reply_to| {
        let (style, tags) = (Style::Plain, causette_core::ClientTags::NONE);
        Command::Say { to, text: text(words), style, reply_to, key: None, tags }
    };
    asks(messages::reply("12  two  words", here.as_ref()), say(of(), "two  words", Some(12)));
    asks(messages::reply("@bob #3 oui", None), say(Target::Person(name("bob")), "oui", Some(3)));
    asks(messages::msg("@bob salut"), say(Target::Person(name("bob")), "salut", None));
    asks(messages::edit("#12 new", here.as_ref()), Command::Edit { of: of(), seq: 12, text: text("new") });
    asks(messages::delete("12", here.as_ref()), Command::Delete { of: of(), seq: 12, why: None });
    let spam = Command::Delete { of: of(), seq: 12, why: Some(text("too much spam")) };
    asks(messages::delete("12  too much spam ", here.as_ref()), spam);
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
    let leave = |name: &str, why: Option<&str>| Command::Leave { room: room(name), why: why.map(text) };
    asks(rooms::leave("", here), leave("x", None));
    asks(rooms::leave("tea", here), leave("tea", None));
    asks(rooms::leave("#tea  back at five", None), leave("tea", Some("back at five")));
    assert_eq!(rooms::leave("", None), Err(Wrong::NoRoom));
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
    assert_eq!(rooms::ban("bob 3 times", here), Err(Wrong::Word("3".into())));
    acts(rooms::ban("192.0.2.1 spam", here), ban(Whom::Address("192.0.2.1".parse().unwrap()), None, why("spam")));
    acts(rooms::unban("2001:db8::1", here), Act::Unban(Whom::Address("2001:db8::1".parse().unwrap())));
    let mute = |whom| Act::Mute { whom, span: Some(7200), why: None };
    acts(rooms::mute("bob 2h", here), mute(bob()));
    acts(rooms::mute("192.0.2.1 2h", here), mute(Whom::Address("192.0.2.1".parse().unwrap())));
    acts(rooms::unmute("bob", here), Act::Unmute(bob()));
    acts(rooms::unmute("14", here), Act::Unmute(Whom::Fact(14)));
    acts(rooms::unban("#14", here), Act::Unban(Whom::Fact(14)));
    let mask = |raw: &str| Mask::new(raw).unwrap();
    acts(rooms::ban("bob!*@* 10m", here), ban(Whom::Mask(mask("bob")), Some(600), None));
    acts(rooms::ban("~account:bob spam", here), ban(Whom::Mask(mask("~a:bob")), None, why("spam")));
    acts(rooms::unban("@*.guest", here), Act::Unban(Whom::Mask(mask("*!*@*.guest"))));
    acts(rooms::mute("b?b 2h", here), mute(Whom::Mask(mask("b?b"))));
    acts(rooms::unmute("*", here), Act::Unmute(Whom::Mask(mask("*!*@*"))));
    assert_eq!(rooms::ban("~a:", here), Err(Wrong::Refused(Refusal::BadMask { max: 128 })));
    let exempt = |arg| rooms::pattern(arg, here, |mask, on| Act::Exempt { mask, on });
    acts(exempt("bob"), Act::Exempt { mask: mask("bob!*@*"), on: true });
    acts(exempt("bob non "), Act::Exempt { mask: mask("bob!*@*"), on: false });
    assert_eq!((exempt(""), exempt("bob king")), (about(View::Bans), unknown("king")));
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
    assert_eq!(rooms::mode("loud on", here), Err(Wrong::Mode("loud".into())));
    for (words, word) in [("private maybe", "maybe"), ("limit -1", "-1"), ("slow x", "x")] {
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
        let command = Command::History { of: Target::Room(self::room(room)), range, limit, only_words: false };
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

fn password(raw: &str) -> Password {
    Password::typed(raw).unwrap()
}

#[test]
fn accounts_are_made_and_used() {
    let register = |secret: &str, invitation: Option<&str>| Command::Register {
        name: name("alice"),
        password: password(secret),
        invitation: invitation.map(str::to_owned),
    };
    asks(account::register("alice secret-word"), register("secret-word", None));
    asks(account::register("alice  secret-word  inv "), register("secret-word", Some("inv")));
    asks(account::register("alice \"two  words\""), register("two  words", None));
    asks(account::register("alice \"two  words\" inv"), register("two  words", Some("inv")));
    let login = |secret: &str| Command::Login { name: name("alice"), password: password(secret) };
    asks(account::login("@alice secret-word"), login("secret-word"));
    asks(account::login("alice two  words here"), login("two  words here"));
    asks(account::login("alice \"two  words\""), login("two  words"));
    asks(account::login("alice \"two  words\" more"), login("\"two  words\" more"));
    asks(account::login("abcdef"), Command::Resume("abcdef".into()));
    asks(account::resume("abcdef"), Command::Resume("abcdef".into()));
    asks(account::resume(""), Command::Link);
    let change = |old: &str, new: &str| Command::Password { old: password(old), new: password(new) };
    asks(account::password("x new-secret"), change("x", "new-secret"));
    asks(account::password("\"my old one\" \"my new one\""), change("my old one", "my new one"));
    asks(account::password("new-secret"), change("new-secret", "new-secret"));
    asks(account::sessions(""), Command::Sessions);
    for words in ["end 3", "FIN #3", "fermer 3"] {
        asks(account::sessions(words), Command::EndSession(3));
    }
    asks(account::claim("abc"), Command::Claim("abc".into()));
    asks(account::erase("alice"), Command::Erase(name("alice")));
    let export = |of_another, from| Some(View::Export { of_another, from }.reference());
    assert_eq!(account::export(""), Ok((export(false, 0), Command::Export(0))));
    assert_eq!(account::export("500"), Ok((export(false, 500), Command::Export(500))));
    let other = Command::Admin(Asked::Export(name("bob"), 500));
    assert_eq!(admin::admin("export bob 500"), Ok((export(true, 500), other)));
}

/// What is shown on a terminal or kept in a log holds nothing that may have been a password.
#[test]
fn what_is_wrong_is_said_without_the_password() {
    let long = "s3cret-".repeat(100);
    for (wish, code) in [
        (account::register("alice s3cret\u{7}"), "bad_password"),
        (account::register(&format!("alice {long}")), "bad_password"),
        (account::login(&format!("alice {long}")), "wrong_login"),
        (account::login("alice s3cret\u{7}"), "wrong_login"),
        (account::password("s3cret\u{7}"), "wrong_login"),
        (account::password("s3cret s3cret\u{7}"), "bad_password"),
        (admin::admin("user add bob s3cret\u{7}"), "bad_password"),
    ] {
        assert!(!format!("{wish:?}").contains("s3cret"), "{wish:?}");
        refused(wish, code);
    }
    for wish in [
        account::register("alice s3cret s3cret s3cret"),
        account::password("s3cret s3cret s3cret"),
        account::resume("s3cret s3cret"),
        account::claim("s3cret s3cret"),
        admin::admin("user add bob s3cret s3cret"),
    ] {
        assert_eq!(wish, Err(Wrong::TooMany));
    }
    for wish in [
        account::register(""),
        account::register("alice"),
        account::login(""),
        account::password(""),
        account::sessions("end"),
        account::claim(""),
        account::erase(""),
        admin::admin(""),
        admin::admin("user add bob"),
        admin::admin("note  "),
        admin::admin("note disk:"),
        admin::kill(""),
    ] {
        assert_eq!(wish, Err(Wrong::Usage));
    }
    assert_eq!(account::sessions("3"), unknown("3"));
    assert_eq!(account::sessions("end x"), unknown("x"));
    assert_eq!(account::export("x"), unknown("x"));
    refused(account::erase("a,b"), "bad_name");
}

#[test]
fn operators_look_after_the_server() {
    let wish = |wish| Command::Admin(wish);
    let users = |after: Option<&str>| Asked::Accounts { after: after.map(name), limit: limits::ACCOUNT_LIST };
    asks(admin::admin("users"), wish(users(None)));
    asks(admin::admin("comptes bob"), wish(users(Some("bob"))));
    let bob = || Asked::Account { name: name("bob"), password: password("secret-word") };
    asks(admin::admin("user add bob secret-word"), wish(bob()));
    asks(admin::admin("Compte Créer bob \"secret-word\""), wish(bob()));
    asks(admin::admin("invite"), wish(Asked::Invite { span: INVITE_SPAN }));
    asks(admin::admin("inviter 3j"), wish(Asked::Invite { span: 259_200 }));
    asks(admin::admin("reset bob"), wish(Asked::Reset(name("bob"))));
    asks(admin::admin("depanner bob"), wish(Asked::Reset(name("bob"))));
    asks(admin::admin("erase bob"), wish(Asked::Erase(name("bob"))));
    asks(admin::admin("chiffres"), wish(Asked::Stats));
    asks(admin::admin("relire"), wish(Asked::Reload));
    asks(admin::admin("announce back at nine"), wish(Asked::Announce(text("back at nine"))));
    assert_eq!(admin::admin("reload now"), Err(Wrong::TooMany));
    assert_eq!(admin::admin("announce"), Err(Wrong::Usage));
    let note = |about, words| wish(Asked::Note(Note { about, text: text(words) }));
    asks(admin::admin("note all is well"), note(About::Settings, "all is well"));
    asks(admin::admin("note backup: taken"), note(About::Backup, "taken"));
    asks(admin::admin("note disque: plein"), note(About::Disk, "plein"));
    let server = |act| Command::Govern { room: RoomName::server(), act };
    let why = Some(text("too loud"));
    asks(admin::kill("bob too loud"), server(Act::Kick { who: name("bob"), why: why.clone() }));
    asks(admin::admin("kick bob too loud"), server(Act::Kick { who: name("bob"), why: why.clone() }));
    let ban = Act::Ban { whom: Whom::Address("2001:db8::1".parse().unwrap()), span: Some(7200), why };
    asks(admin::admin("ban 2001:db8::1 2h too loud"), server(ban));
    asks(admin::admin("débannir 14"), server(Act::Unban(Whom::Fact(14))));
    let role = |role| Act::Role { who: name("bob"), role };
    asks(admin::admin("op bob"), server(role(Some(Role::Moderator))));
    asks(admin::admin("op bob owner"), server(role(Some(Role::Owner))));
    asks(admin::admin("déchoir bob"), server(role(None)));
    assert_eq!(admin::admin("ban"), Ok((Some(View::Bans.reference()), Command::About(RoomName::server()))));
    assert_eq!(admin::admin("king bob"), Err(Wrong::Office("king".into())));
    assert_eq!(admin::admin("user bob secret-word"), unknown("bob"));
    assert_eq!(admin::admin("invite soon"), unknown("soon"));
    assert_eq!(admin::admin("reset bob alice"), unknown("alice"));
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
    asks(reading::watch(""), Command::Watched);
    asks(reading::watch("@bob"), Command::Watch { names: vec![name("bob")], on: true });
    asks(reading::watch("bob non"), Command::Watch { names: vec![name("bob")], on: false });
    asks(reading::ignore("bob non"), Command::Ignore { who: name("bob"), on: false });
    assert_eq!(reading::ignore("bob alice"), unknown("alice"));
    assert_eq!(reading::ignore(""), Err(Wrong::Usage));
}
