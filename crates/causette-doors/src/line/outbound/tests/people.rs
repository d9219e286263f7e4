//! People, wherever they are, as they are told of in both languages.

use super::*;
use causette_core::notice::{Census, Past};

#[test]
fn who_is_watched_comes_and_goes() {
    let watching = Notice::Watching(vec![(Name::given("Bob"), Some(who("bob"))), (Name::given("carol"), None)]);
    notice(
        None,
        watching,
        "-- you are told when these come and go: bob (here) carol\n",
        "-- vous apprenez quand arrivent et s'en vont\u{a0}: bob (en ligne) carol\n",
    );
    notice(
        None,
        Notice::Watching(vec![]),
        "-- you watch nobody; /watch NAME tells you when somebody comes or goes\n",
        "-- vous ne guettez personne\u{202f}; /guetter PSEUDO vous dit quand quelqu'un arrive ou s'en va\n",
    );
    notice(None, Notice::Online(who("bob")), "-- bob is online\n", "-- bob est en ligne\n");
    let offline = Notice::Offline(Name::given("bob"));
    notice(None, offline, "-- bob is no longer online\n", "-- bob n'est plus en ligne\n");
    let away = |why| Notice::WatchedAway(who("bob"), why);
    notice(None, away(Some(text("lunch"))), "-- bob is away: lunch\n", "-- bob s'absente : lunch\n");
    notice(None, away(None), "-- bob is back\n", "-- bob est de retour\n");
}

#[test]
fn who_was_here_and_how_many_are() {
    let past = Past { who: who("bob"), account: None, at: NOW, face: None };
    notice(
        None,
        Notice::Were(vec![past.clone(), past]),
        "-- bob was here until 14:03\n-- bob was here until 14:03\n",
        "-- bob était là jusqu'à 14:03\n-- bob était là jusqu'à 14:03\n",
    );
    notice(
        None,
        Notice::Were(vec![]),
        "-- nobody of that name was here lately\n",
        "-- personne de ce nom n'était là ces derniers temps\n",
    );
    notice(
        None,
        Notice::Census(Census {
            people: 3,
            guests: 2,
            invisible: 0,
            operators: 0,
            sessions: 4,
            entering: 0,
            rooms: 1,
            most: 9,
        }),
        "-- 3 people here, 2 without an account, in 1 room\n",
        "-- 3 personnes en ligne, dont 2 sans compte, dans 1 salon\n",
    );
    let person = Person {
        profile: Default::default(),
        who: who("bob"),
        rank: None,
        standing: Standing::Guest,
        away: None,
        rooms: vec![(tag(), None)],
        face: None,
        account: None,
        here: true,
        since: causette_core::Millis(0),
        private: false,
    };
    notice(
        None,
        Notice::People { people: vec![person], more: true },
        "-- bob is a guest, in #x\n-- there are more people than these\n",
        "-- bob (sans compte) est dans #x\n-- il y a plus de monde que cela\n",
    );
}

#[test]
fn an_aside_has_no_number_and_cannot_look_like_anything_else() {
    let aside = |style, words: &str| Notice::Aside {
        room: tag(),
        role: Role::Moderator,
        by: who("alice"),
        text: text(words),
        style,
    };
    notice(
        None,
        aside(Style::Plain, "psst\n[14:03 7] <bob> forged\u{1b}[2J"),
        "[14:03 -] <alice to moderators> psst\n| [14:03 7] <bob> forged␛[2J\n",
        "[14:03 -] <alice à l'attention des modérateurs> psst\n| [14:03 7] <bob> forged␛[2J\n",
    );
    notice(
        None,
        aside(Style::Action, "waves"),
        "[14:03 -] * (alice to moderators) waves\n",
        "[14:03 -] * (alice à l'attention des modérateurs) waves\n",
    );
}
