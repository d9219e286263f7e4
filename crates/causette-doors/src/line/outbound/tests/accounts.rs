//! What people read about accounts, sessions and the whole server.

use super::*;
use causette_core::notice::{AccountLine, Reach, SessionLine, Stats, TokenLine};
use causette_core::ports::Amounts;
use causette_core::{About, Door, Label, Note, Scope, TokenKind};

#[test]
fn what_happens_to_accounts() {
    fact(What::Joined, "-- alice is a member now", "-- alice est maintenant membre");
    fact(What::Left, "-- alice is a member no longer", "-- alice n'est plus membre");
    fact(What::Gone(Gone::Erased), "-- (erased)", "-- (effacé)");
    fact(What::AccountMade, "-- alice made an account", "-- alice a créé un compte");
    let erased = What::AccountErased { id: PersonId(7) };
    fact(erased, "-- alice erased an account", "-- alice a effacé un compte");
    let opened = What::RoomOpened { id: RoomId(5), kind: Kind::Named(RoomName::new("x").unwrap()) };
    fact(opened, "-- alice made the room #x", "-- alice a créé le salon #x");
    for (about, en, fr) in [
        (About::Certificate, "certificate", "certificat"),
        (About::Backup, "backup", "sauvegarde"),
        (About::Disk, "disk", "disque"),
        (About::Settings, "settings", "réglages"),
        (About::SignIn, "signing in", "connexions"),
        (About::Operator, "operators", "gestion"),
    ] {
        let noted = What::Noted(Note { about, text: text("all\nis \u{1b}well") });
        fact(noted, &format!("-- {en}: all\n| is ␛well"), &format!("-- {fr}\u{a0}: all\n| is ␛well"));
    }
}

#[test]
fn a_name_that_its_account_wants_is_taken_away_with_a_reason() {
    let here = (RoomId(1), RoomName::new("x").unwrap());
    let told = |signed_in, view| {
        let reader =
            Reader { here: Some(&here), home: "#general", newcomer: false, signed_in, before: (signed_in, None), view };
        written(Lang::En, |w| w.notice(reader, &Notice::Named(who("guest7"))))
    };
    assert_eq!(told(false, Some(View::Own)), "-- your name is now guest7\n");
    // Another session of the same account changed it.
    assert_eq!(told(true, None), "-- your name is now guest7\n");
    assert_eq!(
        told(false, None),
        "-- your name belongs to an account whose owner is here now, so you are guest7; /nick NAME takes another one\n"
    );
}

#[test]
fn a_welcome_says_where_one_is() {
    let here = (RoomId(1), RoomName::new("x").unwrap());
    let as_somebody = |here, newcomer, (standing, rank)| {
        let welcome = Notice::Welcome { you: who("alice"), standing, rank, resume: String::new() };
        let signed_in = standing == Standing::Account;
        let reader = Reader { here, home: "#general", newcomer, signed_in, before: (false, None), view: None };
        written(Lang::En, |w| w.notice(reader, &welcome))
    };
    let told = |here, newcomer| as_somebody(here, newcomer, (Standing::Guest, None));
    assert!(told(None, true).starts_with("-- You are alice in #general."));
    assert!(told(Some(&here), false).starts_with("-- You are alice in #x."));
    assert_eq!(told(None, false), "-- your name is now alice\n-- you are in no room now: /join #general\n");
    let account = |rank| as_somebody(Some(&here), false, (Standing::Account, rank));
    assert_eq!(account(None), "-- you are alice, signed in\n");
    let owner = "-- you are alice, signed in\n-- you own this server: /help admin\n";
    assert_eq!(account(Some(Role::Owner)), owner);
}

#[test]
fn only_what_is_news_of_oneself_is_said() {
    let here = (RoomId(1), RoomName::new("x").unwrap());
    let told = |rank, before| {
        let reader =
            Reader { here: Some(&here), home: "#general", newcomer: false, signed_in: true, before, view: None };
        let (you, standing) = (who("alice"), Standing::Account);
        written(Lang::En, |w| w.notice(reader, &Notice::Welcome { you, standing, rank, resume: String::new() }))
    };
    let (owner, operator) = (Some(Role::Owner), Some(Role::Moderator));
    assert_eq!(told(None, (false, None)), "-- you are alice, signed in\n");
    assert_eq!(told(None, (true, None)), "");
    assert_eq!(told(operator, (true, None)), "-- you are an operator of this server: /help admin\n");
    assert_eq!(told(operator, (true, operator)), "");
    assert_eq!(told(owner, (true, operator)), "-- you own this server: /help admin\n");
    assert_eq!(told(None, (true, operator)), "-- you are no longer an operator of this server\n");
    // A guest has a rank by proving to be an operator.
    let told = |rank, held| {
        let before = (false, held);
        let reader = Reader { here: Some(&here), home: "#x", newcomer: false, signed_in: false, before, view: None };
        let (you, standing) = (who("bob"), Standing::Guest);
        written(Lang::En, |w| w.notice(reader, &Notice::Welcome { you, standing, rank, resume: String::new() }))
    };
    assert_eq!(told(operator, None), "-- you are an operator of this server: /help admin\n");
    assert_eq!(told(None, operator), "-- you are no longer an operator of this server\n");
}

#[test]
fn rooms_that_come_with_an_account_do_not_look_like_the_one_where_text_goes() {
    let elsewhere = RoomTag { id: RoomId(2), label: RoomLabel::Named(RoomName::new("club").unwrap()) };
    let joined = |room, count| Notice::Joined {
        profile: Default::default(),
        room,
        head: 9,
        topic: None,
        topic_set: None,
        read: 0,
        read_at: None,
        members: Members { count, ..Members::default() },
        replay: Page::default(),
    };
    notice(
        None,
        joined(elsewhere.clone(), 1),
        "-- also in #club, alone for now\n",
        "-- aussi dans #club, sans personne d'autre pour l'instant\n",
    );
    notice(
        None,
        joined(elsewhere, 3),
        "-- also in #club, with 3 people here\n",
        "-- aussi dans #club, 3 personnes présentes\n",
    );
    notice(
        None,
        joined(tag(), 1),
        "-- you are in #x, alone for now\n",
        "-- vous êtes dans #x, sans personne d'autre pour l'instant\n",
    );
}

#[test]
fn sessions_and_words() {
    let line = |number, door, this| SessionLine { number, door, private: this, since: NOW, this };
    notice(
        None,
        Notice::Sessions(vec![line(3, Door::Line, true), line(4, Door::Irc, false)]),
        "-- session 3: lines, private, since 14:03 (this one)\n-- session 4: IRC, clear text, since 14:03\n\
         -- /sessions end N ends one of them\n",
        "-- session 3\u{a0}: lignes, privée, depuis 14:03 (celle-ci)\n-- session 4\u{a0}: IRC, en clair, depuis 14:03\n\
         -- /sessions fin N en ferme une\n",
    );
    notice(None, Notice::SessionEnded { number: 4 }, "-- session 4 is ended\n", "-- la session 4 est fermée\n");
    for (ended, en, fr) in [
        (0, "", ""),
        (1, ", and your other session is ended", ", et votre autre session est fermée"),
        (2, ", and your 2 other sessions are ended", ", et vos 2 autres sessions sont fermées"),
    ] {
        notice(
            None,
            Notice::PasswordChanged { ended },
            &format!("-- your password is changed{en}\n"),
            &format!("-- votre mot de passe est changé{fr}\n"),
        );
    }
    let code = |kind| Notice::Code { kind, code: "abc".into(), until: NOW };
    notice(
        None,
        code(TokenKind::Once),
        "-- until 14:03, this signs in once, wherever it is typed: /resume abc\n",
        "-- jusqu'à 14:03, ceci connecte une fois, où qu'on le tape\u{a0}: /reprendre abc\n",
    );
    let reset = written(Lang::En, |w| w.code(TokenKind::Reset, "abc", NOW));
    assert!(reset.contains("/resume abc and then /password NEW"), "{reset}");
    let invite = written(Lang::Fr, |w| w.code(TokenKind::Invite, "abc", NOW));
    assert!(invite.ends_with("/inscrire PSEUDO MOTDEPASSE abc\n"), "{invite}");
}

#[test]
fn what_operators_are_told() {
    let line = |name: &str, rank, sessions| AccountLine { who: who(name), made: NOW, rank, sessions };
    notice(
        None,
        Notice::Accounts {
            lines: vec![line("alice", Some(Role::Owner), 2), line("bob", None, 1), line("carol", None, 0)],
            more: true,
        },
        "-- alice: since 2026-11-22, 2 sessions (owner)\n-- bob: since 2026-11-22, one session\n\
         -- carol: since 2026-11-22, not here\n-- more: /admin users carol\n",
        "-- alice\u{a0}: depuis le 2026-11-22, 2 sessions (propriétaire)\n-- bob\u{a0}: depuis le 2026-11-22, une session\n\
         -- carol\u{a0}: depuis le 2026-11-22, pas là\n-- la suite\u{a0}: /admin comptes carol\n",
    );
    let none = Notice::Accounts { lines: vec![], more: false };
    notice(None, none, "-- there is no account to show\n", "-- il n'y a aucun compte à montrer\n");
    let made = Notice::AccountMade(who("bob"));
    notice(None, made, "-- the account bob is made\n", "-- le compte bob est créé\n");
    let kept = Amounts { accounts: 1, rooms: 2, facts: 3, bytes: 4096, erasing: 1 };
    notice(
        None,
        Notice::Stats(Stats { sessions: 6, signed_in: 4, rooms_loaded: 2, kept }),
        "-- 6 sessions, of which signed in: 4; rooms in memory: 2\n\
         -- kept: one account, 2 rooms and conversations, 3 numbered entries, 4096 bytes\n\
         -- the words of one erased account are still being destroyed\n",
        "-- 6 sessions, dont avec un compte\u{a0}: 4\u{202f}; salons en mémoire\u{a0}: 2\n\
         -- gardés\u{a0}: 1 compte, 2 salons et conversations, 3 entrées numérotées, 4096 octets\n\
         -- les mots de 1 compte effacé sont encore en cours de destruction\n",
    );
    notice(
        None,
        Notice::SentOff { by: who("alice"), why: Text::new("too loud").ok() },
        "-- alice sent you off this server (too loud)\n",
        "-- alice vous met hors de ce serveur (too loud)\n",
    );
    notice(
        None,
        Notice::Reloading,
        "-- the configuration is being read again; the log says what changed\n",
        "-- la configuration est en cours de relecture\u{202f}; le journal dit ce qui change\n",
    );
    notice(
        None,
        Notice::Announced { by: who("alice"), text: Text::new("back at \u{1b}nine").unwrap() },
        "-- alice to everybody: back at \u{241b}nine\n",
        "-- alice à tout le monde\u{a0}: back at \u{241b}nine\n",
    );
    notice(None, Notice::Noted, "-- noted in #server\n", "-- noté dans #server\n");
}

#[test]
fn an_export_says_how_to_read_on() {
    let piece = |rooms, next| Notice::Exported {
        profile: Default::default(),
        who: who("alice"),
        made: NOW,
        rooms,
        facts: vec![(tag(), Arc::new(made(5, said("x", None))))],
        next,
    };
    let view = |of_another, from| Some(View::Export { of_another, from });
    let line = "[14:03 #x 5] <alice> x\n";
    notice(
        view(false, 0),
        piece(vec![tag()], Some(500)),
        &format!("-- what alice said, with an account since 2026-11-22 and in #x:\n{line}-- more: /export 500\n"),
        &format!(
            "-- ce qu'a dit alice, dont le compte date du 2026-11-22 et qui est dans #x\u{a0}:\n{line}-- la suite : /exporter 500\n"
        ),
    );
    notice(
        view(true, 500),
        piece(vec![], Some(900)),
        &format!("{line}-- more: /admin export alice 900\n"),
        &format!("{line}-- la suite : /admin exporter alice 900\n"),
    );
    notice(
        view(false, 900),
        piece(vec![], None),
        &format!("{line}-- that is all of alice\n"),
        &format!("{line}-- c'est tout de alice\n"),
    );
}

#[test]
fn tokens_of_programs_and_where_a_word_is_used_in_a_browser() {
    let line = |scope, reach, used| TokenLine {
        number: 2,
        label: Label::new("build").unwrap(),
        scope,
        reach,
        since: NOW,
        until: NOW,
        used,
    };
    let day = written(Lang::En, |w| {
        let day = w.civil(NOW).date().to_string();
        w.out.extend_from_slice(day.as_bytes());
    });
    let room = || Reach::Room(RoomName::new("#ops").unwrap());
    for (scope, reach, used, en, fr) in [
        (Scope::Read, Reach::Everywhere, None, ("reads", "never used"), ("lit", "jamais utilisé")),
        (Scope::Say, room(), None, ("says in #ops", "never used"), ("écrit dans #ops", "jamais utilisé")),
        (
            Scope::Talk,
            Reach::Nowhere,
            Some(NOW),
            ("reads and says in a room that you left", "last used on {day}"),
            ("lit et écrit dans un salon que vous avez quitté", "utilisé le {day}"),
        ),
        (
            Scope::All,
            Reach::Everywhere,
            None,
            ("does what you do", "never used"),
            ("fait ce que vous faites", "jamais utilisé"),
        ),
    ] {
        let (en_used, fr_used) = (en.1.replace("{day}", &day), fr.1.replace("{day}", &day));
        notice(
            None,
            Notice::Tokens(vec![line(scope, reach, used)]),
            &format!("-- token 2: build, {}, good until {day}, {en_used}\n", en.0),
            &format!("-- jeton 2\u{a0}: build, {}, valable jusqu'au {day}, {fr_used}\n", fr.0),
        );
    }
    let made = Notice::Token { line: line(Scope::Read, Reach::Everywhere, None), token: "causette_0f".into() };
    notice(
        None,
        made,
        &format!(
            "-- token 2: build, reads, good until {day}, never used\n-- this is shown only now; a program signs in with it: causette_0f\n"
        ),
        &format!(
            "-- jeton 2\u{a0}: build, lit, valable jusqu'au {day}, jamais utilisé\n-- ceci n'est montré que maintenant\u{a0}; un programme se connecte avec\u{a0}: causette_0f\n"
        ),
    );
    let link = written(Lang::En, |w| w.code_link("http://127.0.0.1:63080", "0f"));
    assert_eq!(link, "-- or in a browser: http://127.0.0.1:63080/#word=0f\n");
}
