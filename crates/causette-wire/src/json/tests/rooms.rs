//! What can be done to messages and rooms, and what is told about it, as tables.

use super::*;
use causette_core::notice::{Found, RoomLine, UnreadLine};
use causette_core::{Act, Deed, Gone, Host, Listed, Mark, Mask, Mode, Query, RoomState, Sanction, Secret, Whom};

#[test]
fn requests_about_messages() {
    let of = || Target::Room(room("x"));
    let text = |t: &str| Text::new(t).unwrap();
    let name = |n: &str| Name::new(n).unwrap();
    commands(
        r#"{"type":"say","room":"x","text":"hi","reply_to":12}"#,
        Command::Say {
            to: of(),
            text: text("hi"),
            style: Style::Plain,
            reply_to: Some(12),
            key: None,
            tags: causette_core::ClientTags::NONE,
        },
    );
    commands(
        r#"{"type":"edit","room":"x","seq":12,"text":"new"}"#,
        Command::Edit { of: of(), seq: 12, text: text("new") },
    );
    let direct = Target::Person(name("bob"));
    commands(r#"{"type":"delete","room":"@bob","seq":1}"#, Command::Delete { of: direct, seq: 1, why: None });
    let react = |on| Command::React { of: of(), seq: 2, mark: Mark::new("+1").unwrap(), on };
    commands(r#"{"type":"react","room":"x","seq":2,"mark":"+1"}"#, react(true));
    commands(r#"{"type":"react","room":"x","seq":2,"mark":"+1","on":false}"#, react(false));
    commands(r#"{"type":"read","room":"x","seq":9}"#, Command::Read { of: of(), upto: 9 });
    commands(r#"{"type":"read","room":"x"}"#, Command::Read { of: of(), upto: u64::MAX });
    commands(r#"{"type":"unread"}"#, Command::Unread);
    commands(r#"{"type":"read_mark","room":"x"}"#, Command::ReadAt { of: of(), at: None });
    let at = Some(Millis(1000));
    commands(r#"{"type":"read_mark","room":"x","at":"1970-01-01T00:00:01Z"}"#, Command::ReadAt { of: of(), at });
    let targets = |since, until, limit| Command::Targets { since: Millis(since), until: Millis(until), limit };
    commands(r#"{"type":"targets"}"#, targets(0, u64::MAX, TARGETS_LIMIT));
    commands(
        r#"{"type":"targets","since":"1970-01-01T00:00:01Z","until":"1970-01-02","limit":7}"#,
        targets(1000, 86_400_000, 7),
    );
    commands(r#"{"type":"whois","name":"bob"}"#, Command::Whois(name("bob")));
    commands(r#"{"type":"away","text":"lunch"}"#, Command::Away(Some(text("lunch"))));
    commands(r#"{"type":"away"}"#, Command::Away(None));
    commands(r#"{"type":"ignore","name":"bob"}"#, Command::Ignore { who: name("bob"), on: true });
    commands(r#"{"type":"ignore","name":"bob","on":false}"#, Command::Ignore { who: name("bob"), on: false });
    commands(r##"{"type":"about","room":"#x"}"##, Command::About(room("x")));
    let secret = Secret::new("sesame").ok();
    commands(r#"{"type":"join","room":"x","secret":"sesame"}"#, Command::Join { room: room("x"), after: None, secret });
    let mut query = Query::new("grand  café", None).unwrap();
    let search = |of, query: &Query, limit| Command::Search { of, query: query.clone(), limit };
    commands(r#"{"type":"search","text":"grand café"}"#, search(None, &query, SEARCH_LIMIT));
    (query.by, query.since, query.until) = (Some(name("bob")), Some(Millis(0)), Some(Millis(1_795_356_180_123)));
    let line = format!(
        r#"{{"type":"search","text":" grand café","room":"x","from":"bob","since":"1970-01-01","until":"{AT}","limit":5}}"#
    );
    commands(&line, search(Some(of()), &query, 5));
    for (line, code) in [
        (r#"{"type":"search","text":""}"#, "bad_search"),
        (r#"{"type":"search","text":"x","since":"yesterday"}"#, "bad_value"),
        (r#"{"type":"search","text":"x","limit":-1}"#, "bad_range"),
        (r#"{"type":"edit","room":"x","text":"a"}"#, "missing_field"),
        (r#"{"type":"edit","room":"x","seq":-1,"text":"a"}"#, "bad_range"),
        (r#"{"type":"react","room":"x","seq":1,"mark":"a b"}"#, "bad_mark"),
        (r#"{"type":"react","room":"x","seq":1,"mark":"+1","on":"no"}"#, "bad_json"),
        (r#"{"type":"join","room":"x","secret":"a b"}"#, "bad_secret"),
    ] {
        fails(line, code);
    }
}

#[test]
fn requests_about_rooms() {
    let acts = |line: &str, act: Act| commands(line, Command::Govern { room: room("x"), act });
    let name = |n: &str| Name::new(n).unwrap();
    let text = |t: &str| Text::new(t).ok();
    acts(r#"{"type":"topic","room":"x","text":"tea"}"#, Act::Topic(text("tea")));
    acts(r#"{"type":"topic","room":"x","text":""}"#, Act::Topic(None));
    acts(r#"{"type":"invite","room":"x","name":"bob"}"#, Act::Invite(name("bob")));
    acts(r#"{"type":"kick","room":"x","name":"bob","why":"spam"}"#, Act::Kick { who: name("bob"), why: text("spam") });
    let bob = || Whom::Person(name("bob"));
    let whom = bob();
    let ban = Act::Ban { whom: whom.clone(), span: Some(600), why: None };
    acts(r#"{"type":"ban","room":"x","name":"bob","seconds":600,"why":" "}"#, ban);
    let address = Whom::Address("2001:db8::1".parse().unwrap());
    let ban = Act::Ban { whom: address.clone(), span: None, why: text("w") };
    acts(r#"{"type":"ban","room":"x","address":"2001:db8::1","why":"w"}"#, ban);
    acts(r#"{"type":"unban","room":"x","name":"bob"}"#, Act::Unban(whom));
    acts(r#"{"type":"unban","room":"x","address":"2001:db8::1"}"#, Act::Unban(address));
    let mute = Act::Mute { whom: bob(), span: Some(1), why: None };
    acts(r#"{"type":"mute","room":"x","name":"bob","seconds":1}"#, mute);
    acts(r#"{"type":"unmute","room":"x","name":"bob"}"#, Act::Unmute(bob()));
    for (word, role) in [
        ("owner", Some(Role::Owner)),
        ("moderator", Some(Role::Moderator)),
        ("member", Some(Role::Member)),
        ("none", None),
    ] {
        let line = format!(r#"{{"type":"role","room":"x","name":"bob","role":"{word}"}}"#);
        acts(&line, Act::Role { who: name("bob"), role });
    }
    for (mode, value, expect) in [
        ("private", "true", Mode::Private(true)),
        ("invite_only", "false", Mode::InviteOnly(false)),
        ("secret", "true", Mode::Secret(true)),
        ("moderated", "true", Mode::Moderated(true)),
        ("topic_locked", "true", Mode::TopicLocked(true)),
        ("accounts_only", "true", Mode::AccountsOnly(true)),
        ("key", r#""sesame""#, Mode::Key(Secret::new("sesame").ok())),
        ("key", "null", Mode::Key(None)),
        ("limit", "30", Mode::Limit(Some(30))),
        ("limit", "false", Mode::Limit(None)),
        ("slow", "10", Mode::Slow(10)),
        ("slow", "null", Mode::Slow(0)),
        ("keep_days", "30", Mode::KeepDays(Some(30))),
        ("keep_last", "5000000000", Mode::KeepLast(Some(5_000_000_000))),
        ("keep_last", "null", Mode::KeepLast(None)),
    ] {
        acts(&format!(r#"{{"type":"mode","room":"x","mode":"{mode}","value":{value}}}"#), Act::Mode(expect));
    }
    for (rest, code) in [
        (r#""type":"topic""#, "missing_field"),
        (r#""type":"ban""#, "missing_field"),
        (r#""type":"ban","name":"bob","address":"::1""#, "bad_value"),
        (r#""type":"ban","address":"localhost""#, "bad_value"),
        (r#""type":"unban","name":"bob","seq":14"#, "bad_value"),
        (r#""type":"unban","address":"::1","seq":14"#, "bad_value"),
        (r#""type":"unmute","seq":-1"#, "bad_range"),
        (r#""type":"ban","name":"bob","seconds":-5"#, "bad_range"),
        (r#""type":"role","name":"bob","role":"king""#, "bad_value"),
        (r#""type":"mode","mode":"loud","value":true"#, "bad_value"),
        (r#""type":"mode","mode":"private""#, "missing_field"),
        (r#""type":"mode","mode":"private","value":null"#, "bad_value"),
        (r#""type":"mode","mode":"private","value":"on""#, "bad_value"),
        (r#""type":"mode","mode":"key","value":true"#, "bad_value"),
        (r#""type":"mode","mode":"key","value":"a b""#, "bad_secret"),
        (r#""type":"mode","mode":"limit","value":-1"#, "bad_value"),
        (r#""type":"mode","mode":"limit","value":5000000000"#, "bad_range"),
    ] {
        fails(&format!(r#"{{"room":"x",{rest}}}"#), code);
    }
}

#[test]
fn requests_that_irc_has_too() {
    let acts = |line: &str, act: Act| commands(line, Command::Govern { room: room("x"), act });
    let mask = || Mask::new("*!*@h").unwrap();
    let ban = Act::Ban { whom: Whom::Mask(mask()), span: None, why: None };
    acts(r#"{"type":"ban","room":"x","mask":"*@h"}"#, ban);
    acts(r#"{"type":"unmute","room":"x","mask":"*@h"}"#, Act::Unmute(Whom::Mask(mask())));
    acts(r#"{"type":"mode","room":"x","mode":"no_ctcp","value":true}"#, Act::Mode(Mode::NoCtcp(true)));
    let several = vec![Mode::Limit(Some(3)), Mode::Outsiders(true)];
    acts(r#"{"type":"mode","room":"x","modes":{"limit":3,"outsiders":true}}"#, Act::Modes(several));
    let bob = || Name::new("bob").unwrap();
    let step = |step| format!(r#"{{"type":"role","room":"x","name":"bob","role":"member","step":"{step}"}}"#);
    acts(&step("raise"), Act::Raise { who: bob(), role: Role::Member });
    acts(&step("lower"), Act::Lower { who: bob(), role: Role::Member });
    fails(&step("up"), "bad_value");
    fails(r#"{"type":"mode","room":"x","modes":{"loud":true}}"#, "bad_value");
    acts(r#"{"type":"exempt","room":"x","mask":"*@h"}"#, Act::Exempt { mask: mask(), on: true });
    let to = causette_core::RoomName::new("new").unwrap();
    acts(r#"{"type":"rename","room":"x","to":"new"}"#, Act::Rename { to, why: None });
    acts(r#"{"type":"welcome","room":"x","mask":"*@h","on":false}"#, Act::Welcome { mask: mask(), on: false });
    for (rest, code) in [
        (r#""type":"unban","mask":"a","seq":14"#, "bad_value"),
        (r#""type":"ban","mask":"a b""#, "bad_mask"),
        (r#""type":"exempt""#, "missing_field"),
        (r#""type":"welcome","mask":"""#, "bad_mask"),
        (r#""type":"rename""#, "missing_field"),
        (r#""type":"rename","to":"a b""#, "bad_room"),
    ] {
        fails(&format!(r#"{{"room":"x",{rest}}}"#), code);
    }
}

#[test]
fn facts_about_messages_and_rooms() {
    let bob = || Sender { id: PersonId(0xa11c), name: Name::given("bob") };
    let text = |t: &str| Text::new(t).unwrap();
    let until = Some(Millis(1_795_356_180_123));
    let ban = |who, host, why: Option<&str>| Sanction { who, host, until, why: why.map(text), ..Sanction::new(3) };
    let (deed, mask) = (What::Governed, |raw: &str| Mask::new(raw).unwrap());
    for (what, expect) in [
        (What::Edited { seq: 12, text: text("new") }, json!({"type":"edited","target":12,"text":"new"})),
        (What::Deleted { seq: 12, why: None }, json!({"type":"deleted","target":12})),
        (
            What::Reacted { seq: 12, mark: Mark::new("+1").unwrap(), on: false },
            json!({"type":"reacted","target":12,"mark":"+1","on":false}),
        ),
        (What::Gone(Gone::Deleted), json!({"type":"gone","why":"deleted"})),
        (What::Gone(Gone::Ignored), json!({"type":"gone","why":"ignored"})),
        (What::Gone(Gone::Erased), json!({"type":"gone","why":"erased"})),
        (deed(Deed::Topic(Some(text("tea")))), json!({"type":"topic","text":"tea"})),
        (deed(Deed::Topic(None)), json!({"type":"topic","text":null})),
        (deed(Deed::Invited(bob())), json!({"type":"invited","name":"bob","id":ALICE})),
        (
            deed(Deed::Banned(Sanction { mask: Some(mask("bob")), ..Sanction::new(3) })),
            json!({"type":"banned","mask":"bob!*@*"}),
        ),
        (deed(Deed::Exempt { mask: mask("bob"), on: true }), json!({"type":"exempted","mask":"bob!*@*","on":true})),
        (deed(Deed::Welcome { mask: mask("bob"), on: false }), json!({"type":"welcomed","mask":"bob!*@*","on":false})),
        (deed(Deed::Mode(Mode::NoCtcp(true))), json!({"type":"mode","mode":"no_ctcp","value":true})),
        (deed(Deed::Kicked { who: bob(), why: None }), json!({"type":"kicked","name":"bob","id":ALICE})),
        (
            deed(Deed::Banned(ban(Some(bob()), Some(Host(9)), Some("spam")))),
            json!({"type":"banned","name":"bob","id":ALICE,"address":true,"until":AT,"why":"spam"}),
        ),
        (deed(Deed::Banned(ban(None, Some(Host(9)), None))), json!({"type":"banned","address":true,"until":AT})),
        (
            deed(Deed::Unbanned(ban(Some(bob()), None, None))),
            json!({"type":"unbanned","target":3,"name":"bob","id":ALICE,"until":AT}),
        ),
        (deed(Deed::Muted(ban(Some(bob()), None, None))), json!({"type":"muted","name":"bob","id":ALICE,"until":AT})),
        (
            deed(Deed::Unmuted(ban(Some(bob()), None, None))),
            json!({"type":"unmuted","target":3,"name":"bob","id":ALICE,"until":AT}),
        ),
        (
            deed(Deed::Role { who: bob(), role: Some(Role::Owner), was: None }),
            json!({"type":"role","name":"bob","id":ALICE,"role":"owner"}),
        ),
        (
            deed(Deed::Role { who: bob(), role: None, was: Some(Role::Member) }),
            json!({"type":"role","name":"bob","id":ALICE,"role":"none","was":"member"}),
        ),
        (
            deed(Deed::Modes(vec![Mode::Outsiders(true), Mode::Limit(Some(3)), Mode::Key(None)])),
            json!({"type":"modes","modes":{"outsiders":true,"limit":3,"key":false}}),
        ),
        (deed(Deed::Mode(Mode::Private(true))), json!({"type":"mode","mode":"private","value":true})),
        (deed(Deed::Mode(Mode::Key(Secret::new("sesame").ok()))), json!({"type":"mode","mode":"key","value":true})),
        (deed(Deed::Mode(Mode::Limit(None))), json!({"type":"mode","mode":"limit","value":null})),
        (deed(Deed::Mode(Mode::Slow(10))), json!({"type":"mode","mode":"slow","value":10})),
        (deed(Deed::Reset), json!({"type":"reset"})),
        (
            What::Message {
                text: text("hi"),
                style: Style::Plain,
                reply_to: Some(7),
                tags: causette_core::ClientTags::NONE,
            },
            json!({"type":"message","text":"hi","reply_to":7}),
        ),
    ] {
        let mut all =
            json!({"room":"#general","room_id":ROOM,"seq":18,"from":"alice","from_id":ALICE,"at":AT,"mention":true});
        all.as_object_mut().unwrap().extend(expect.as_object().unwrap().clone());
        let fact = Fact { what, ..message("x", Style::Plain) };
        assert_eq!(written(|out| out::fact(out, &general().label, &fact, true)), all);
    }
}

#[test]
fn answers_about_rooms_and_people() {
    let tag = json!({"room":"#general","room_id":ROOM});
    let with = |more: Value| {
        let mut all = tag.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let text = |t: &str| Text::new(t).unwrap();
    let lunch = || Some(text("lunch"));
    notices(
        Notice::Invited { room: general(), by: alice() },
        with(json!({"type":"invitation","name":"alice","id":ALICE})),
    );
    notices(Notice::Marked { room: general(), seq: 4 }, with(json!({"type":"read","seq":4})));
    let marked = |id, at| Notice::MarkedAt { room: general().label, id, at, seq: 4 };
    notices(
        marked(Some(general().id), Some(Millis(1_795_356_180_123))),
        with(json!({"type":"read_mark","seq":4,"at":AT})),
    );
    notices(marked(Some(general().id), None), with(json!({"type":"read_mark","seq":4})));
    notices(marked(None, None), json!({"type":"read_mark","room":"#general","seq":4}));
    let targets = Notice::Targets(vec![(general(), Millis(1_795_356_180_123))]);
    notices(targets, json!({"type":"targets","rooms":[with(json!({"at":AT}))]}));
    let unread = Notice::Unread(vec![UnreadLine { room: general(), read: 4, count: 9 }]);
    notices(unread, json!({"type":"unread","rooms":[with(json!({"read":4,"count":9}))]}));
    notices(Notice::Away(lunch()), json!({"type":"away_set","text":"lunch"}));
    notices(Notice::Away(None), json!({"type":"away_set","text":null}));
    let is_away = Notice::IsAway { who: alice(), why: text("lunch") };
    notices(is_away, json!({"type":"is_away","name":"alice","id":ALICE,"text":"lunch"}));
    notices(
        Notice::Ignoring { who: alice(), on: true },
        json!({"type":"ignoring","name":"alice","id":ALICE,"on":true}),
    );
    let found = Found { hits: vec![(general(), Arc::new(message("hi", Style::Plain)))], more: true };
    let hit = with(json!({"type":"message","seq":18,"from":"alice","from_id":ALICE,"text":"hi","at":AT}));
    notices(Notice::Found(found), json!({"type":"found","facts":[hit],"more":true}));
    let mut state = RoomState::new(Kind::Named(room("general")));
    let nothing = json!({"type":"about","topic":null,"modes":{},"roles":[],"invited":[],"bans":[],"mutes":[],"exempt":[],"welcome":[],"hidden_upto":0});
    notices(Notice::About { room: general(), state: Arc::new(state.clone()) }, with(nothing));
    state.topic = Some(text("tea"));
    state.modes.set(&Mode::Key(Secret::new("sesame").ok()));
    state.modes.set(&Mode::Limit(Some(3)));
    state.roles.insert(alice().id, (alice().name, Role::Owner));
    state.invited.insert(alice().id, alice().name);
    state.bans.push(Sanction { host: Some(Host(77)), why: Some(text("spam")), ..Sanction::new(5) });
    let mask = Mask::new("bob").unwrap();
    let (by, by_id, at) = (alice().name, alice().id, Millis(1_795_356_180_123));
    let made = Sanction { by: by.clone(), by_id, at, mask: Some(mask.clone()), ..Sanction::new(6) };
    state.mutes.push(made);
    state.exempt.push(Listed { mask, by, by_id, at, seq: 7 });
    state.hidden_upto = 2;
    let who = json!({"name":"alice","id":ALICE});
    let owner = json!({"name":"alice","id":ALICE,"role":"owner"});
    let ban = json!({"seq":5,"address":true,"why":"spam"});
    let made = |seq| json!({"seq":seq,"mask":"bob!*@*","by":"alice","by_id":ALICE,"made":AT});
    let all = json!({"type":"about","topic":"tea","modes":{"key":true,"limit":3},"roles":[owner],"invited":[who],"bans":[ban],
        "mutes":[made(6)],"exempt":[made(7)],"welcome":[],"hidden_upto":2});
    notices(Notice::About { room: general(), state: Arc::new(state) }, with(all));
    let away = |why| written(|out| out::signal(out, &general(), &Signal::Away(alice(), why)));
    assert_eq!(away(lunch()), with(json!({"type":"away","name":"alice","id":ALICE,"text":"lunch"})));
    assert_eq!(away(None), with(json!({"type":"away","name":"alice","id":ALICE,"text":null})));
}

#[test]
fn lists_of_rooms() {
    let line = RoomLine {
        room: general(),
        present: 3,
        head: 0,
        topic: Text::new("t").ok(),
        unread: Some(2),
        made: Some(Millis(1_795_356_180_123)),
        topic_at: None,
    };
    let expect = json!({"room":"#general","room_id":ROOM,"present":3,"seq":0,"topic":"t","unread":2,"made":AT});
    notices(Notice::Rooms { rooms: vec![line], more: true }, json!({"type":"rooms","rooms":[expect],"more":true}));
    let rooms = json!([{"room":"#general","room_id":ROOM}]);
    notices(Notice::Invitations(vec![general()]), json!({"type":"invitations","rooms":rooms}));
}

#[test]
fn a_room_that_is_renamed() {
    let deed = Deed::Renamed { from: room("x"), to: room("y"), why: Some(Text::new("tea").unwrap()) };
    let fact = Fact { what: What::Governed(deed), ..message("x", Style::Plain) };
    let told = written(|out| out::fact(out, &general().label, &fact, false));
    assert_eq!((&told["type"], &told["was"], &told["to"]), (&json!("room_renamed"), &json!("#x"), &json!("#y")));
    assert_eq!((&told["why"], &told["room"]), (&json!("tea"), &json!("#general")));
    let what = What::RoomRenamed { id: RoomId(5), from: room("x"), to: room("y") };
    let renamed = written(|out| out::fact(out, &general().label, &Fact { what, ..message("x", Style::Plain) }, false));
    let id = "00000000000000000000000000000005";
    assert_eq!((&renamed["type"], &renamed["renamed_id"]), (&json!("room_renamed"), &json!(id)));
    assert_eq!((&renamed["was"], &renamed["to"]), (&json!("#x"), &json!("#y")));
}
