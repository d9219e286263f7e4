//! Both languages say everything, with the same names in it, and every refusal ends with a next step.

use crate::*;
use causette_core::name::NameFault;
use causette_core::notice::Goodbye;
use causette_core::refusal::NotSaved;
use causette_core::{Millis, Refusal, Role, Text};
use fluent_bundle::{FluentArgs, FluentResource};
use std::collections::{BTreeMap, BTreeSet};

#[path = "guide_tests.rs"]
mod guide_tests;
#[path = "lab_tests.rs"]
mod lab_tests;
#[path = "program_tests.rs"]
mod program_tests;

/// What a test puts in a sentence.
pub(crate) trait Sample {
    fn sample(name: &'static str, number: u64) -> Self;
}
impl Sample for &'static str {
    fn sample(name: &'static str, _: u64) -> &'static str {
        name
    }
}
impl Sample for u64 {
    fn sample(_: &'static str, number: u64) -> u64 {
        number
    }
}

/// Sentences change with the number in them.
const NUMBERS: [u64; 4] = [0, 1, 2, 4096];

fn name_faults() -> Vec<NameFault> {
    let chars = [' ', '\n', '\u{1b}', '\u{202e}', ',', 'x', '\u{1f600}'];
    let mut all = vec![NameFault::Empty, NameFault::Marks, NameFault::Scripts, NameFault::Reserved];
    all.extend([NameFault::TooLong { max: 20 }, NameFault::Start('1'), NameFault::Start('-')]);
    all.extend(chars.map(NameFault::Character));
    all
}

/// How many refusals there are. The match below breaks when one is added: then raise this and add it to the list.
const REFUSALS: usize = 80;

fn refusals() -> Vec<Refusal> {
    use Refusal as R;
    let mut all: Vec<R> = name_faults().into_iter().flat_map(|f| [R::BadName(f), R::BadRoom(f)]).collect();
    all.extend([NotSaved::DiskFull, NotSaved::Locked, NotSaved::ReadOnly, NotSaved::Other].map(R::NotSaved));
    all.extend([R::NameTaken("bob".into()), R::NameLookalike("bob".into()), R::NoSuchPerson("bob".into())]);
    all.extend([R::NoSuchRoom("#x".into()), R::NotInRoom("#x".into()), R::TooManyRooms { max: 50 }]);
    all.push(R::RoomTaken("#x".into()));
    all.extend([R::Empty, R::TooLong { bytes: 5000, max: 4096 }, R::BadText, R::BadKey { max: 64 }, R::KeyReused]);
    all.extend([
        R::BadRange { max: 500 },
        R::Ahead { head: 12 },
        R::BadToken,
        R::Busy,
        R::WrongOperator,
        R::LastingRank,
        R::Damaged,
    ]);
    let (room, name) = (|| "#x".to_string(), || "bob".to_string());
    all.extend([
        R::BadSecret { max: 64 },
        R::BadMark { max: 32 },
        R::BadTags { max: 4094 },
        R::BadSearch { max: 16 },
        R::NoSuchRoom("@bob".into()),
        R::NoSuchMessage { seq: 12 },
        R::NotYours { seq: 12 },
    ]);
    let roles = [Role::Owner, Role::Moderator, Role::Member];
    all.extend(roles.map(|needs| R::Forbidden { room: room(), needs }));
    all.extend([R::Outranked { name: name() }, R::OnYourself, R::NotHere { name: name(), room: room() }]);
    all.extend([
        R::NotSanctioned { name: name() },
        R::Moderated(room()),
        R::NoCtcp(room()),
        R::NeedInvite(room()),
        R::NeedKey(room()),
    ]);
    for (until, why) in [(None, None), (Some(Millis(5)), Text::new("spam").ok())] {
        all.push(R::Banned { room: room(), until, why: why.clone() });
        all.push(R::Muted { room: room(), until, why });
    }
    all.extend([1, 9].map(|left| R::SlowDown { seconds: 10, left }));
    all.extend([R::NeedAccount(room()), R::RoomFull { room: room(), max: 3 }, R::ListFull { max: 200 }]);
    all.extend([R::Quota { max: 200 }, R::SearchTooWide]);
    all.extend([R::BadPassword { min: 8, max: 256 }, R::WrongLogin, R::NeedTls, R::BadCode, R::RegistrationClosed]);
    all.extend([1, 9].map(|left| R::LockedOut { left }));
    all.extend([R::NeedInvitation, R::SignedIn { name: name() }, R::SignInFirst, R::OperatorsOnly]);
    for (until, why) in [(None, None), (Some(Millis(5)), Text::new("spam").ok())] {
        all.push(R::ServerBanned { until, why });
    }
    all.extend([R::NoSuchSession { number: 7 }, R::ConfirmName { name: name() }, R::TooManyAccounts { max: 50 }]);
    all.extend([R::BadScram, R::NoCertificate, R::UnknownCertificate, R::CertificateTaken, R::NoSuchCertificate]);
    for scope in causette_core::Scope::ALL {
        all.extend([None, Some(room())].map(|room| R::NotInScope { scope, room }));
    }
    all.extend([R::PersonsOnly, R::NoSuchToken { number: 7 }]);
    all.extend([R::BadUrl, R::NeedHttps, R::NoWebhooks, R::NoSuchWebhook { number: 7 }]);
    all.push(R::PrivateAddress { address: "127.0.0.1".into() });
    all.push(R::FixedRoom("#server".into()));
    all.extend([R::BadMask { max: 128 }, R::NotListed { mask: "bob!*@*".into() }]);
    all.extend([R::AlreadyHere { name: name(), room: room() }, R::SameRole { name: name() }]);
    all.push(R::NoGuests(name()));
    all.extend([R::BadProfileKey { max: 32 }, R::NotInProfile { key: "url".into() }]);
    let codes: BTreeSet<_> = all.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), REFUSALS, "a refusal is missing from the list");
    all.iter().for_each(|refusal| match refusal {
        R::BadUrl | R::NeedHttps | R::NoWebhooks | R::NoSuchWebhook { .. } | R::PrivateAddress { .. } => {}
        R::NotInScope { .. } | R::PersonsOnly | R::NoSuchToken { .. } => {}
        R::BadScram | R::NoCertificate | R::UnknownCertificate | R::CertificateTaken | R::NoSuchCertificate => {}
        R::BadName(_) | R::BadRoom(_) | R::NameTaken(_) | R::NameLookalike(_) | R::NoSuchRoom(_) | R::RoomTaken(_) => {}
        R::NoSuchPerson(_) | R::NotInRoom(_) | R::TooManyRooms { .. } | R::Empty => {}
        R::TooLong { .. } | R::BadText | R::BadKey { .. } | R::KeyReused | R::BadRange { .. } => {}
        R::BadSecret { .. }
        | R::BadMark { .. }
        | R::BadTags { .. }
        | R::BadSearch { .. }
        | R::NoSuchMessage { .. }
        | R::NotYours { .. } => {}
        R::Forbidden { .. } | R::Outranked { .. } | R::OnYourself | R::NotHere { .. } | R::NotSanctioned { .. } => {}
        R::Banned { .. } | R::Muted { .. } | R::Moderated(_) | R::NoCtcp(_) | R::SlowDown { .. } | R::NeedInvite(_) => {
        }
        R::NeedKey(_) | R::NeedAccount(_) | R::RoomFull { .. } | R::ListFull { .. } => {}
        R::Quota { .. } | R::SearchTooWide => {}
        R::BadPassword { .. } | R::WrongLogin | R::NeedTls | R::LockedOut { .. } | R::RegistrationClosed => {}
        R::NeedInvitation | R::BadCode | R::SignedIn { .. } | R::SignInFirst | R::OperatorsOnly => {}
        R::ServerBanned { .. } | R::NoSuchSession { .. } | R::ConfirmName { .. } => {}
        R::TooManyAccounts { .. } | R::FixedRoom(_) => {}
        R::BadMask { .. } | R::NotListed { .. } => {}
        R::BadProfileKey { .. }
        | R::NotInProfile { .. }
        | R::AlreadyHere { .. }
        | R::SameRole { .. }
        | R::NoGuests(_) => {}
        R::Ahead { .. } | R::BadToken | R::NotSaved(_) | R::Busy | R::WrongOperator | R::LastingRank | R::Damaged => {}
    });
    all
}

fn at_noon(_: Millis) -> String {
    "12:00".to_string()
}

/// Every sentence that refuses: its id and arguments.
fn refusing() -> Vec<(String, FluentArgs<'static>)> {
    let own = |args: FluentArgs<'_>| args.iter().map(|(k, v)| (k.to_string(), v.clone().into_owned())).collect();
    let core = refusals();
    let core = core.iter().map(|why| refusal::parts(why, &at_noon)).map(|(id, args)| (id, own(args)));
    let calc = CalcFault::samples(&NUMBERS).into_iter().map(|f| (f.id().to_string(), f.args()));
    let door = Fault::samples(&NUMBERS).into_iter().map(|f| (f.id().to_string(), f.args()));
    core.chain(door).chain(calc).collect()
}

#[track_caller]
fn part(lang: Lang, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
    let mut errors = Vec::new();
    let text = bundle::try_part(lang, id, attribute, args, &mut errors);
    assert!(errors.is_empty(), "{lang:?} {id}: {errors:?}");
    if let Some(text) = &text {
        assert!(!text.is_empty() && text.trim() == text, "{lang:?} {id}: {text:?}");
        assert!(!text.contains("{ $") && !text.contains("{$"), "{lang:?} {id}: {text:?}");
        assert!(!text.contains(['\u{2068}', '\u{2069}', '\u{1b}', '\u{202e}', '\n']), "{lang:?} {id}: {text:?}");
    }
    text
}

/// `id` or `id.attribute` -> the variables in it, read without Fluent's parser.
fn outline(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut id, mut here) = (String::new(), String::new());
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|(n, _)| !n.contains(' ')) {
            (id, here) = (name.to_string(), name.to_string());
        } else if let Some((name, _)) = line.strip_prefix("    .").and_then(|l| l.split_once(" =")) {
            here = format!("{id}.{name}");
        }
        let variables = line.split('$').skip(1);
        let names = variables.map(|v| v.chars().take_while(|c| c.is_alphanumeric()).collect::<String>());
        all.entry(here.clone()).or_default().extend(names);
    }
    all.remove("");
    all
}

#[test]
fn both_languages_hold_the_same_sentences_with_the_same_variables() {
    for text in [bundle::EN, bundle::FR] {
        let errors = FluentResource::try_new(text.to_string()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None, "not Fluent");
    }
    let (en, fr) = (outline(bundle::EN), outline(bundle::FR));
    assert!(en.len() > 100, "read {} sentences", en.len());
    for (id, variables) in &en {
        assert_eq!(Some(variables), fr.get(id), "{id}");
    }
    assert_eq!(en.len(), fr.len(), "French has a sentence more");
    for text in [bundle::EN, bundle::FR] {
        let ids: Vec<_> = text.lines().filter_map(|l| l.split_once(" =")).map(|(id, _)| id).collect();
        let once: BTreeSet<_> = ids.iter().filter(|i| !i.starts_with(' ')).collect();
        assert_eq!(once.len(), ids.iter().filter(|i| !i.starts_with(' ')).count(), "an id stands twice");
    }
}

#[test]
fn no_sentence_is_left_unused() {
    let mut used: BTreeSet<String> = refusing().into_iter().map(|(id, _)| id).collect();
    used.extend(Say::samples(&[1]).iter().map(|s| s.id().to_string()));
    used.extend(Topic::ALL.map(|t| t.id().to_string()));
    used.extend(limits::LIMITS.map(|(name, _)| limits::id(name)));
    used.insert("guide-accounts".to_string());
    used.extend(lab_tests::ids());
    used.extend(program_tests::ids());
    let held: BTreeSet<String> = outline(bundle::EN).keys().filter(|k| !k.contains('.')).cloned().collect();
    assert_eq!(held, used);
}

#[test]
fn every_sentence_can_be_said() {
    for lang in Lang::ALL {
        for what in Say::samples(&NUMBERS) {
            let text = part(lang, what.id(), None, &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?}"));
            assert_eq!(say(lang, what), text);
        }
    }
}

#[test]
fn every_refusal_says_what_and_the_next_step() {
    for lang in Lang::ALL {
        for (id, args) in refusing() {
            let [what, next] = ["what", "next"]
                .map(|a| part(lang, &id, Some(a), &args).unwrap_or_else(|| panic!("{lang:?} {id}.{a}")));
            assert!(what.ends_with('.') && what.chars().count() > 10, "{lang:?} {id}: {what}");
            assert!(next.starts_with(|c: char| c.is_uppercase() || c == '/'), "{lang:?} {id}: {next}");
            let whole = bundle::sentence(lang, &id, &args);
            assert_eq!(whole, format!("{what} {next}"));
            assert!(whole.chars().count() <= 180, "{lang:?} {id} is no short sentence: {whole}");
            assert_eq!(part(lang, &id, None, &args), None, "{id} has a text beside its parts");
        }
    }
}

fn banned(until: Option<Millis>, why: Option<Text>) -> Refusal {
    Refusal::Banned { room: "#x".into(), until, why }
}

#[test]
fn sentences_name_what_they_are_about() {
    for (refused, en, fr) in [
        (Refusal::NameTaken("bob".into()), "the name bob is taken. ", "le pseudo bob est déjà pris. "),
        (Refusal::NotSaved(NotSaved::DiskFull), "not saved: the disk is full", "non enregistré : le disque est plein"),
        (Refusal::NotInRoom("#rust".into()), "/join #rust", "/salon #rust"),
        (
            banned(None, None),
            "from #x until a moderator lifts it. ",
            "#x vous est interdit jusqu'à ce qu'un modérateur change d'avis. ",
        ),
        (
            banned(Some(Millis(5)), Text::new("spam").ok()),
            "from #x until 12:00 (spam). ",
            "#x vous est interdit jusqu'à 12:00 (spam). ",
        ),
        (Refusal::SlowDown { seconds: 10, left: 1 }, "in one second", "dans une seconde"),
        (Refusal::TooLong { bytes: 5000, max: 4096 }, "5000 bytes, and 4096", "5000 octets, et le maximum est 4096"),
        (Refusal::BadName(NameFault::Character('\u{1b}')), "U+001B is not", "U+001B n'est pas"),
        (Refusal::BadRoom(NameFault::Character(' ')), "a space is not", "un espace n'est pas"),
        (Refusal::BadRoom(NameFault::Character(',')), "such as #general", "comme #general"),
        (Refusal::BadName(NameFault::TooLong { max: 20 }), "that name is too long: 20", "ce pseudo est trop long : 20"),
    ] {
        for (lang, part) in [(Lang::En, en), (Lang::Fr, fr)] {
            let text = refusal(lang, &refused, at_noon);
            assert!(text.contains(part), "{text}");
        }
    }
    let near = Fault::UnknownCommandNear { word: "nikc", near: "nick" };
    assert_eq!(fault(Lang::Fr, near), "la commande /nikc n'existe pas, et rien n'a été dit. Vouliez-vous dire /nick ?");
    for (count, en, fr) in
        [(0, "0 unread", "0 non lu"), (1, "1 unread", "1 non lu"), (230, "230 unread", "230 non lus")]
    {
        // Nought is many in English and one in French.
        assert_eq!(say(Lang::En, Say::UnreadCount { count }), en);
        assert_eq!(say(Lang::Fr, Say::UnreadCount { count }), fr);
    }
    assert_eq!(say(Lang::En, Say::Joined { name: "bob", room: "#general" }), "bob joined #general");
    // One is not many.
    let full = Refusal::RoomFull { room: "#x".into(), max: 1 };
    for (lang, limit, takes) in [
        (Lang::En, "bob lets at most one person into this room", "#x takes one person, who is there."),
        (Lang::Fr, "bob laisse entrer une personne au plus dans ce salon", "#x prend une personne, et elle y est."),
    ] {
        assert_eq!(say(lang, Say::ModeNumber { name: "bob", mode: "limit", count: 1 }), limit);
        assert!(refusal(lang, &full, |_| String::new()).starts_with(takes));
    }
    // A number is a number, however large.
    assert!(say(Lang::Fr, Say::Expired { room: "#x", seq: 1_234_567 }).contains("au numéro 1234567"));
}

#[test]
fn goodbyes() {
    for lang in Lang::ALL {
        let all = [Goodbye::Quit, Goodbye::Stopping, Goodbye::Elsewhere, Goodbye::StoreFailed, Goodbye::Behind];
        let more = [Goodbye::Ended, Goodbye::Banned, Goodbye::Erased];
        let all: Vec<String> = all.into_iter().chain(more).map(|why| goodbye(lang, why)).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all[0].contains("Ctrl-C"), "{}", all[0]);
    }
}

#[test]
fn help_has_a_line_for_each_command() {
    for lang in Lang::ALL {
        let page = help(lang);
        assert_eq!(page.lines().count(), Topic::ALL.len() + 3);
        assert!(page.lines().all(|l| l.chars().count() <= 90), "{page}");
        for topic in Topic::ALL {
            for name in ["usage", "line", "more"] {
                part(lang, topic.id(), Some(name), &FluentArgs::new()).unwrap_or_else(|| panic!("{topic:?}.{name}"));
            }
            let about = help_on(lang, topic);
            assert!(page.contains(&usage(lang, topic)) && about.starts_with(&usage(lang, topic)), "{about}");
            // Whether its French name is one that a door understands, that door tests.
            assert!(usage(Lang::En, topic).trim_start_matches('/').starts_with(topic.word()));
            assert_eq!(Topic::find(topic.word()), Some(topic));
        }
    }
    assert_eq!(Topic::find(" /NICK "), Some(Topic::Nick));
    assert_eq!(Topic::find("json"), Some(Topic::Format));
    for (word, expect) in [
        ("fr", Some(Lang::Fr)),
        ("EN", Some(Lang::En)),
        ("fr_FR.UTF-8", Some(Lang::Fr)),
        ("Français", Some(Lang::Fr)),
        ("anglais", Some(Lang::En)),
        ("de", None),
        ("", None),
        ("frp", None),
    ] {
        assert_eq!(Lang::find(word), expect, "{word}");
    }
    assert_eq!((Topic::find(""), Topic::find("nikc")), (None, None));
}

#[test]
fn languages() {
    for (locale, expect) in [
        ("fr_FR.UTF-8", Lang::Fr),
        ("fr", Lang::Fr),
        ("fr-CA", Lang::Fr),
        ("FR", Lang::Fr),
        ("fr@euro", Lang::Fr),
        ("en_GB.UTF-8", Lang::En),
        ("C", Lang::En),
        ("C.UTF-8", Lang::En),
        ("frp_IT", Lang::En),
        ("", Lang::En),
        ("é", Lang::En),
    ] {
        assert_eq!(Lang::from_locale(locale), expect, "{locale}");
    }
}

#[test]
fn the_first_locale_that_says_something_counts() {
    for (all, messages, lang, expect) in [
        (None, None, None, Lang::En),
        (None, None, Some("fr_FR.UTF-8"), Lang::Fr),
        (None, Some("fr_FR"), Some("en_GB"), Lang::Fr),
        (None, Some("C"), Some("fr_FR"), Lang::En),
        (Some("POSIX"), Some("fr_FR"), Some("fr_FR"), Lang::En),
        (Some(""), Some(""), Some("fr"), Lang::Fr),
        (Some("fr_CA.UTF-8"), Some("en"), Some("en"), Lang::Fr),
        (Some("de_DE.UTF-8"), None, Some("fr"), Lang::En),
    ] {
        assert_eq!(Lang::of_locales(all, messages, lang), expect, "{all:?} {messages:?} {lang:?}");
    }
}
