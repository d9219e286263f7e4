//! What people read, as tables: every fact, signal and notice, in both languages.

mod accounts;
mod deeds;
mod faces;
mod people;
mod profile;

use super::*;
use crate::line::view::View;
use causette_core::notice::{Found, Member, Members, Page, Person, RoomLine, UnreadLine};
use causette_core::{
    Deed, Fact, Gone, Host, Kind, Mark, Mode, Name, PersonId, Role, RoomState, Sanction, Secret, Sender, Seq, Standing,
    Style, Text, What,
};
use std::sync::Arc;

/// 2026-11-22T14:03:00Z
const NOW: Millis = Millis(1_795_356_180_000);

struct At;
impl Clock for At {
    fn now(&self) -> Millis {
        NOW
    }
}

fn tag() -> RoomTag {
    RoomTag { id: RoomId(1), label: RoomLabel::Named(RoomName::new("x").unwrap()) }
}
fn who(name: &str) -> Sender {
    Sender { id: PersonId(7), name: Name::given(name) }
}
fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}
fn made(seq: Seq, what: What) -> Fact {
    Fact { room: RoomId(1), seq, at: NOW, by: who("alice"), what }
}
fn said(words: &str, reply_to: Option<Seq>) -> What {
    What::Message { text: text(words), style: Style::Plain, reply_to, tags: causette_core::ClientTags::NONE }
}

fn written(lang: Lang, write: impl FnOnce(&mut Writer<'_>)) -> String {
    let mut out = Vec::new();
    write(&mut Writer { out: &mut out, lang, eol: Eol::Lf, zone: &TimeZone::UTC, clock: &At });
    String::from_utf8(out).unwrap()
}

/// A fact in both languages, without its bracket.
#[track_caller]
fn fact(what: What, en: &str, fr: &str) {
    let fact = made(15, what);
    for (lang, expect) in [(Lang::En, en), (Lang::Fr, fr)] {
        let line = written(lang, |w| w.fact(&tag().label, true, &fact, false));
        assert_eq!(line, format!("[14:03 15] {expect}\n"));
    }
}
#[track_caller]
fn notice(view: Option<View>, notice: Notice, en: &str, fr: &str) {
    let here = (RoomId(1), RoomName::new("x").unwrap());
    for (lang, expect) in [(Lang::En, en), (Lang::Fr, fr)] {
        let reader = Reader {
            here: Some(&here),
            home: "#general",
            newcomer: false,
            signed_in: false,
            before: (false, None),
            view,
        };
        assert_eq!(written(lang, |w| w.notice(reader, &notice)), expect);
    }
}

#[test]
fn brackets_say_where_what_and_to_whom() {
    let line = |here, what, mentions| written(Lang::En, |w| w.fact(&tag().label, here, &made(14, what), mentions));
    assert_eq!(line(true, said("hi", None), false), "[14:03 14] <alice> hi\n");
    assert_eq!(line(false, said("hi", None), false), "[14:03 #x 14] <alice> hi\n");
    assert_eq!(line(true, said("hi", Some(12)), false), "[14:03 14 re 12] <alice> hi\n");
    assert_eq!(line(true, said("bob: hi", None), true), "[14:03 14 @] <alice> bob: hi\n");
    assert_eq!(line(false, said("bob: hi", Some(12)), true), "[14:03 #x 14 re 12 @] <alice> bob: hi\n");
    let done = What::Message {
        text: text("waves"),
        style: Style::Action,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    };
    assert_eq!(line(true, done, false), "[14:03 14] * alice waves\n");
    assert_eq!(line(true, What::Answer { text: text("14") }, false), "[14:03 14] = 14\n");
    let what = What::RoomOpened { id: RoomId(5), kind: Kind::direct(PersonId(1), PersonId(2)) };
    assert_eq!(line(true, what, false), "[14:03 14] -- alice began a direct conversation\n");
}

#[test]
fn what_happens_to_messages() {
    let edited = What::Edited { seq: 12, text: text("new\nwords") };
    fact(edited, "-- alice changed 12: new\n| words", "-- alice a modifié 12 : new\n| words");
    fact(What::Deleted { seq: 12, why: None }, "-- alice took back 12", "-- alice a retiré 12");
    let spam = What::Deleted { seq: 12, why: Some(text("spam")) };
    fact(spam, "-- alice took back 12 (spam)", "-- alice a retiré 12 (spam)");
    let tagged = What::Tagged { tags: causette_core::ClientTags::new([("x", "1")]).unwrap() };
    let french = "-- alice a envoyé quelque chose pour des programmes";
    fact(tagged, "-- alice sent something for programs", french);
    let react = |on| What::Reacted { seq: 12, mark: Mark::new("+1").unwrap(), on };
    fact(react(true), "-- alice: +1 on 12", "-- alice : +1 sur 12");
    fact(react(false), "-- alice took +1 off 12", "-- alice a enlevé +1 de 12");
    fact(What::Gone(Gone::Deleted), "-- (taken back)", "-- (retiré)");
    fact(What::Gone(Gone::Ignored), "-- (ignored)", "-- (ignoré)");
}

#[test]
fn roles_and_modes() {
    let deed = What::Governed;
    fact(
        deed(Deed::Role { who: who("bob"), role: Some(Role::Moderator), was: None }),
        "-- alice made bob a moderator of this room",
        "-- alice a donné à bob le rôle de modérateur de ce salon",
    );
    fact(
        deed(Deed::Role { who: who("bob"), role: None, was: Some(Role::Moderator) }),
        "-- alice took away bob's role",
        "-- alice a retiré son rôle à bob",
    );
    fact(
        deed(Deed::Mode(Mode::Key(Secret::new("sesame").ok()))),
        "-- alice locked this room with a key",
        "-- alice a mis une clé à ce salon",
    );
    fact(
        deed(Deed::Mode(Mode::Slow(0))),
        "-- alice lifted the pause between messages",
        "-- alice a supprimé la pause entre les messages",
    );
    fact(
        deed(Deed::Mode(Mode::KeepLast(Some(1000)))),
        "-- alice keeps the last 1000 messages of this room",
        "-- alice garde les 1000 derniers messages de ce salon",
    );
    fact(
        deed(Deed::Modes(vec![Mode::Private(true), Mode::Limit(Some(3)), Mode::Secret(false)])),
        "-- alice changed what this room is set to: private, limit 3, secret off",
        "-- alice a changé les réglages de ce salon : privé, limite 3, secret non",
    );
    notice(None, Notice::Invitations(vec![tag()]), "-- you were let into: #x\n", "-- invitations en attente : #x\n");
    notice(
        None,
        Notice::Invitations(vec![]),
        "-- no invitation waits for you\n",
        "-- aucune invitation ne vous attend\n",
    );
    let modes = [Mode::Private(true), Mode::InviteOnly(false), Mode::Secret(true), Mode::Moderated(true)];
    let more = [Mode::TopicLocked(true), Mode::AccountsOnly(false), Mode::Limit(Some(3)), Mode::KeepDays(None)];
    for mode in
        modes.into_iter().chain(more).chain([true, false].map(Mode::NoCtcp)).chain([true, false].map(Mode::Outsiders))
    {
        for lang in Lang::ALL {
            let fact = made(1, deed(Deed::Mode(mode.clone())));
            let line = written(lang, |w| w.fact(&tag().label, true, &fact, false));
            assert!(line.starts_with("[14:03 1] -- alice ") && line.len() > 30, "{line}");
        }
    }
}

/// Faults 12, 15, 16 and 31: whatever people write, in a message, a topic, a reason, a name or a sign, no line begins
/// as one of ours or of somebody else does, and no byte moves a cursor.
#[test]
fn nothing_that_people_write_looks_like_another_line() {
    let forged = "x\n[14:03 99] <bob> forged\r\n:bob!b@c PRIVMSG #x :y\u{2028}-- bob left\u{1b}[2J\u{1}\u{3}4c\u{202e}";
    let what = [said(forged, None), What::Edited { seq: 1, text: text(forged) }];
    let line = text(&forged.replace('\n', " "));
    let about = Sanction { who: Some(who(forged)), why: Some(line.clone()), ..Sanction::new(1) };
    let governed = [Deed::Topic(Some(text(forged))), Deed::Banned(about), Deed::Invited(who(forged))];
    for what in what.into_iter().chain(governed.map(What::Governed)) {
        let fact = Fact { by: who(forged), ..made(7, what) };
        let shown = written(Lang::En, |w| w.fact(&tag().label, true, &fact, false));
        for (n, line) in shown.lines().enumerate() {
            assert!(line.starts_with(if n == 0 { "[14:03 7] " } else { "| " }), "{shown:?}");
        }
        assert!(!shown.contains(['\u{1b}', '\u{1}', '\u{3}', '\r', '\u{202e}', '\u{2028}']), "{shown:?}");
    }
}

#[test]
fn rooms_and_people() {
    let members = |marked: bool| {
        let member =
            |name: &str, role, away| Member { who: who(name), role, away, operator: false, doors: Default::default() };
        let people = vec![member("alice", marked.then_some(Role::Moderator), false), member("bob", None, marked)];
        Members { people, count: 2, ..Members::default() }
    };
    notice(
        None,
        Notice::Members { profile: Default::default(), room: tag(), members: members(true) },
        "-- 2 people in #x: alice (moderator) bob (away)\n",
        "-- 2 personnes dans #x : alice (modérateur) bob (pas là)\n",
    );
    let joined = Notice::Joined {
        profile: Default::default(),
        room: tag(),
        head: 9,
        topic: Some(text("tea")),
        topic_set: None,
        read: 4,
        read_at: None,
        members: members(true),
        replay: Page { facts: vec![Arc::new(made(9, said("hi", None)))], more: true, expired_before: None },
    };
    notice(
        None,
        joined,
        "-- you are in #x, with 2 people here\n-- #x is about: tea\n-- 2 people in #x: alice bob\n\
         -- you had read up to 4 here: /history after 4 shows the rest\n[14:03 9] <alice> hi\n",
        "-- vous êtes dans #x, 2 personnes présentes\n-- #x parle de : tea\n-- 2 personnes dans #x : alice bob\n\
         -- vous aviez lu jusqu'à 4 ici : /historique après 4 montre la suite\n[14:03 9] <alice> hi\n",
    );
    let line = |unread, topic: Option<&str>| RoomLine {
        room: tag(),
        present: 3,
        head: 12,
        topic: topic.map(text),
        unread,
        made: None,
        topic_at: None,
    };
    notice(
        None,
        Notice::Rooms { rooms: vec![line(Some(2), Some("tea")), line(Some(0), None)], more: false },
        "-- #x: 3 people, last message 12, 2 unread (tea)\n-- #x: 3 people, last message 12\n",
        "-- #x : 3 personnes, dernier message 12, 2 non lus (tea)\n-- #x : 3 personnes, dernier message 12\n",
    );
}

#[test]
fn people_and_what_they_have_read() {
    let person = |rooms, away: Option<&str>| Person {
        profile: Default::default(),
        who: who("bob"),
        rank: None,
        standing: Standing::Guest,
        away: away.map(text),
        rooms,
        face: None,
        account: None,
        here: true,
        since: NOW,
        private: false,
    };
    notice(
        None,
        Notice::Person(person(vec![(tag(), None), (tag(), Some(Role::Moderator))], Some("lunch"))),
        "-- bob is a guest, in #x #x\n-- bob is away: lunch\n",
        "-- bob (sans compte) est dans #x #x\n-- bob s'absente : lunch\n",
    );
    notice(
        None,
        Notice::Person(person(vec![], None)),
        "-- bob is a guest, in no room that you can see\n",
        "-- bob (sans compte) n'est dans aucun salon que vous puissiez voir\n",
    );
    let unread = |count| Notice::Unread(vec![UnreadLine { room: tag(), read: 4, count }]);
    let own = Some(View::Own);
    notice(own, unread(9), "-- #x: 9 unread, after 4\n", "-- #x : 9 non lus, après 4\n");
    notice(own, unread(0), "-- you have read everything\n", "-- vous avez tout lu\n");
    // Whoever comes back is told by itself.
    notice(
        None,
        unread(9),
        "-- #x: 9 unread; /history #x after 4 shows them\n",
        "-- #x\u{a0}: 9 non lus\u{202f}; /historique #x après 4 les montre\n",
    );
    notice(None, unread(0), "", "");
    notice(
        None,
        Notice::Marked { room: tag(), seq: 12 },
        "-- you have read #x up to 12\n",
        "-- vous avez lu #x jusqu'à 12\n",
    );
    let invited = Notice::Invited { room: tag(), by: who("alice") };
    notice(None, invited, "-- alice invites you to #x: /join #x\n", "-- alice vous invite dans #x : /salon #x\n");
    notice(
        None,
        Notice::IsAway { who: who("bob"), why: text("lunch") },
        "-- bob is away (lunch) and finds your message later\n",
        "-- bob n'est pas là (lunch) et trouvera votre message plus tard\n",
    );
    let refused = Refusal::Banned { room: "#x".into(), until: Some(NOW), why: None };
    notice(
        None,
        Notice::Refused(refused),
        "!! banned: you are banned from #x until 14:03. /rooms shows others.\n",
        "!! banned: #x vous est interdit jusqu'à 14:03. /salons en montre d'autres.\n",
    );
    let signal = |signal| written(Lang::En, |w| w.signal(&tag(), &signal));
    assert_eq!(signal(Signal::Away(who("bob"), Some(text("lunch")))), "-- bob is away: lunch\n");
    assert_eq!(signal(Signal::Away(who("bob"), None)), "-- bob is back\n");
}

#[test]
fn what_a_room_is_set_to() {
    let mut state = RoomState::new(Kind::Named(RoomName::new("x").unwrap()));
    let about = |state: &RoomState| Notice::About { room: tag(), state: Arc::new(state.clone()) };
    let none = "-- #x is open to all, and nothing is set; /help mode shows what can be\n";
    let none_fr = "-- #x est ouvert à tous, sans réglage ; /aide mode montre ceux qui existent\n";
    notice(Some(View::Modes), about(&state), none, none_fr);
    notice(
        Some(View::Topic),
        about(&state),
        "-- #x has no topic; /topic TEXT sets one\n",
        "-- #x n'a pas de sujet ; /sujet TEXTE en donne un\n",
    );
    notice(
        Some(View::Bans),
        about(&state),
        "-- you see no ban or mute in #x; those of people are shown to moderators only\n",
        "-- vous ne voyez aucun bannissement ni silence dans #x ; seuls les modérateurs voient ceux de personnes\n",
    );
    state.topic = Some(text("tea"));
    state.modes.set(&Mode::Private(true));
    state.modes.set(&Mode::Key(Secret::new("sesame").ok()));
    state.modes.set(&Mode::Limit(Some(30)));
    for (id, name, role) in [(3, "zoe", Role::Moderator), (7, "alice", Role::Owner), (9, "bob", Role::Moderator)] {
        state.roles.insert(PersonId(id), (Name::given(name), role));
    }
    let bob = Sanction {
        who: Some(who("bob")),
        host: Some(Host(5)),
        until: Some(NOW),
        why: Some(text("spam")),
        ..Sanction::new(1)
    };
    state.bans = vec![bob.clone(), Sanction { who: None, until: None, why: None, seq: 2, ..bob.clone() }];
    state.mutes = vec![Sanction { host: None, ..bob }];
    let topic = "-- #x is about: tea\n";
    let modes = "-- #x is set to: private, key, limit 30\n-- with a role in #x: alice (owner) bob (moderator) zoe (moderator)\n";
    let bans_fr = "-- 1 : bannissement jusqu'à 14:03 : bob et qui vient sans compte de la même adresse (spam)\n\
                   -- 2 : bannissement : qui vient sans compte d'une certaine adresse\n-- 1 : sans parole jusqu'à 14:03 : bob (spam)\n";
    notice(Some(View::Topic), about(&state), topic, "-- #x parle de : tea\n");
    let modes_fr = "-- réglages de #x : privé, clé, limite 30\n-- ont un rôle dans #x : alice (propriétaire) bob (modérateur) zoe (modérateur)\n";
    notice(Some(View::Modes), about(&state), modes, modes_fr);
    let banned = "-- 1: banned until 14:03: bob and guests from the same address (spam)\n\
                  -- 2: banned: guests from one address\n-- 1: muted until 14:03: bob (spam)\n";
    notice(Some(View::Bans), about(&state), banned, bans_fr);
    let all = format!("{topic}{modes}{banned}");
    let all_fr = format!("-- #x parle de : tea\n{modes_fr}{bans_fr}");
    notice(None, about(&state), &all, &all_fr);
}

#[test]
fn pages_say_how_to_read_on() {
    let page = |numbers: std::ops::RangeInclusive<Seq>, more| Notice::Page {
        room: tag(),
        page: Page { facts: numbers.map(|n| Arc::new(made(n, said("x", None)))).collect(), more, expired_before: None },
    };
    let onward = |forwards, limit| Some(View::Onward { forwards, limit });
    let five_six = "[14:03 5] <alice> x\n[14:03 6] <alice> x\n";
    let with = |tail: &str| format!("{five_six}{tail}");
    notice(
        onward(false, 20),
        page(5..=6, true),
        &with("-- more: /history before 5\n"),
        &with("-- la suite : /historique avant 5\n"),
    );
    notice(
        onward(true, 2),
        page(5..=6, true),
        &with("-- more: /history after 6 2\n"),
        &with("-- la suite : /historique après 6 2\n"),
    );
    notice(
        onward(true, 20),
        page(5..=6, false),
        &with("-- no newer message in #x\n"),
        &with("-- pas de message plus récent dans #x\n"),
    );
    let first = "-- this is where #x begins\n[14:03 1] <alice> x\n";
    notice(onward(false, 20), page(1..=1, false), first, "-- #x commence ici\n[14:03 1] <alice> x\n");
    #[allow(clippy::reversed_empty_ranges)]
    let none = page(1..=0, false);
    notice(onward(false, 20), none.clone(), "-- nothing was said in #x yet\n", "-- rien n'a encore été dit dans #x\n");
    notice(onward(true, 20), none, "-- no newer message in #x\n", "-- pas de message plus récent dans #x\n");
    let elsewhere = Notice::Page {
        room: RoomTag { id: RoomId(2), label: RoomLabel::With(Name::given("bob")) },
        page: Page { facts: vec![Arc::new(made(5, said("x", None)))], more: true, expired_before: None },
    };
    notice(
        onward(false, 20),
        elsewhere,
        "[14:03 @bob 5] <alice> x\n-- more: /history @bob before 5\n",
        "[14:03 @bob 5] <alice> x\n-- la suite : /historique @bob avant 5\n",
    );
    let old = Fact { at: Millis(0), ..made(3, said("y", None)) };
    let hits = vec![(tag(), Arc::new(made(5, said("x", None)))), (tag(), Arc::new(old))];
    notice(
        None,
        Notice::Found(Found { hits, more: true }),
        "[14:03 #x 5] <alice> x\n-- 1970-01-01\n[00:00 #x 3] <alice> y\n\
         -- there is more than this: search for more words, or with from: since: until:\n",
        "[14:03 #x 5] <alice> x\n-- 1970-01-01\n[00:00 #x 3] <alice> y\n\
         -- il y en a plus : cherchez avec plus de mots, ou avec de: depuis: avant:\n",
    );
    notice(None, Notice::Found(Found::default()), "-- nothing was found\n", "-- rien n'a été trouvé\n");
}
