//! Command × person × door × policy: what the server as a whole answers, before any room does.

mod scope;

use super::*;
use crate::{
    About, Act, Deed, Fact, Grant, Key, Label, Mark, Name, Note, Password, PersonId, Query, Range, RoomId, RoomName,
    Sanction, Scope, Sender, Sought, Style, Target, Text, What, Whom, room,
};
use std::collections::BTreeMap;

/// `command … | on a private line | in clear text`. A column is a person:
///
/// `g` guest, `a` account, `r` account that may read the audit room, `o` operator, `O` owner of the server, `G` guest from a banned
/// address, `A` banned account, `P` banned operator.
///
/// An answer is `.` (rooms decide) or a refusal: `T` need_tls, `S` signed_in, `s` the same but by IRC, `L` sign_in_first, `#` operators_only,
/// `B` server_banned.
const TABLE: &str = "
                                               | garoOGAP | garoOGAP
hello resume logout                            | ........ | ........
login                                          | .ssss.ss | TTTTTTTT
oper                                           | .....BBB | TTTTTBBB
scram external                                 | .ssss.ss | .ssss.ss
register                                       | .SSSSBBB | TTTTTBBB
password link make-token make-webhook          | L....BBB | TTTTTBBB
webhooks end-webhook                           | L....BBB | L....BBB
follow-webhook                                 | ........ | TTTTTTTT
tokens revoke sessions end-session claim export erase | L....BBB | L....BBB
certificates                                   | L....BBB | L....BBB
users invite export-of erase-of stats note reload announce | ###..BBB | ###..BBB
make reset                                     | ###..BBB | TTTTTBBB
nick join leave say calc edit delete react     | .....BBB | .....BBB
read read_at unread targets govern about history search | .....BBB | .....BBB
rooms who whois away ignore introduce typing step_down tags profile   | .....BBB | .....BBB
find watch watched unwatch whowas census aside invitations | .....BBB | .....BBB
own-modes                                      | .....BBB | .....BBB
";

/// Cells of the table over all doors: another command or person has to change it.
const CELLS: usize = 3_264;
const PEOPLE: &str = "garoOGAP";

/// The row of a command. A new one does not compile until it has one.
fn row(command: &Command) -> &'static str {
    match command {
        Command::Hello => "hello",
        Command::Resume(_) => "resume",
        Command::Logout => "logout",
        Command::Login { .. } => "login",
        Command::Register { .. } => "register",
        Command::Password { .. } => "password",
        Command::Link => "link",
        Command::Sessions => "sessions",
        Command::EndSession(_) => "end-session",
        Command::Claim(_) => "claim",
        Command::Export(_) => "export",
        Command::Erase(_) => "erase",
        Command::Admin(Wish::Accounts { .. }) => "users",
        Command::Admin(Wish::Account { .. }) => "make",
        Command::Admin(Wish::Invite { .. }) => "invite",
        Command::Admin(Wish::Reset(_)) => "reset",
        Command::Admin(Wish::Export(..)) => "export-of",
        Command::Admin(Wish::Erase(_)) => "erase-of",
        Command::Admin(Wish::Stats) => "stats",
        Command::Admin(Wish::Note(_)) => "note",
        Command::Admin(Wish::Reload) => "reload",
        Command::Admin(Wish::Announce(_)) => "announce",
        Command::Nick(_) => "nick",
        Command::Join { .. } => "join",
        Command::Leave { .. } => "leave",
        Command::Say { .. } => "say",
        Command::Calc { .. } => "calc",
        Command::Edit { .. } => "edit",
        Command::Delete { .. } => "delete",
        Command::React { .. } => "react",
        Command::Read { .. } => "read",
        Command::ReadAt { .. } => "read_at",
        Command::Targets { .. } => "targets",
        Command::Unread => "unread",
        Command::Govern { .. } => "govern",
        Command::About(_) => "about",
        Command::History { .. } => "history",
        Command::Search { .. } => "search",
        Command::Rooms => "rooms",
        Command::Who(_) => "who",
        Command::Whois(_) => "whois",
        Command::Away(_) => "away",
        Command::Ignore { .. } => "ignore",
        Command::Find(_) => "find",
        Command::Watch { .. } => "watch",
        Command::Watched => "watched",
        Command::Unwatch => "unwatch",
        Command::Whowas(_) => "whowas",
        Command::Census => "census",
        Command::OwnModes(_) => "own-modes",
        Command::Invitations => "invitations",
        Command::Aside { .. } => "aside",
        Command::Introduce(_) => "introduce",
        Command::Typing { .. } => "typing",
        Command::Oper { .. } => "oper",
        Command::StepDown => "step_down",
        Command::Scram(_) => "scram",
        Command::Tagged { .. } => "tags",
        Command::Profile(_) => "profile",
        Command::External(_) => "external",
        Command::Certificates(_) => "certificates",
        Command::Token(TokenWish::Make { .. }) => "make-token",
        Command::Token(TokenWish::List) => "tokens",
        Command::Token(TokenWish::Revoke(_)) => "revoke",
        Command::Webhook(HookWish::Make { .. }) => "make-webhook",
        Command::Webhook(HookWish::List) => "webhooks",
        Command::Webhook(HookWish::End(_) | HookWish::Retry(_)) => "end-webhook",
        Command::Webhook(HookWish::Follow(_)) => "follow-webhook",
    }
}

fn commands() -> Vec<Command> {
    let (name, text) = (|| Name::given("bob"), || Text::new("hi").unwrap());
    let password = || Password::new("correct horse").unwrap();
    let hall = || RoomName::new("#hall").unwrap();
    let there = || Target::Room(hall());
    let key: Option<Key> = None;
    vec![
        Command::Hello,
        Command::Resume(String::new()),
        Command::Logout,
        Command::Login { name: name(), password: password() },
        Command::Register { name: name(), password: password(), invitation: None },
        Command::Password { old: password(), new: password() },
        Command::Link,
        Command::Sessions,
        Command::EndSession(1),
        Command::Claim(String::new()),
        Command::Export(0),
        Command::Erase(name()),
        Command::Admin(Wish::Accounts { after: None, limit: 5 }),
        Command::Admin(Wish::Account { name: name(), password: password() }),
        Command::Admin(Wish::Invite { span: 60 }),
        Command::Admin(Wish::Reset(name())),
        Command::Admin(Wish::Export(name(), 0)),
        Command::Admin(Wish::Erase(name())),
        Command::Admin(Wish::Stats),
        Command::Admin(Wish::Note(Note { about: About::Backup, text: text() })),
        Command::Nick(name()),
        Command::Join { room: hall(), after: None, secret: None },
        Command::Leave { room: hall(), why: None },
        Command::Say {
            to: there(),
            text: text(),
            style: Style::Plain,
            reply_to: None,
            key: key.clone(),
            tags: crate::ClientTags::NONE,
        },
        Command::Calc { to: there(), ask: text(), answer: text(), key },
        Command::Edit { of: there(), seq: 1, text: text() },
        Command::Delete { of: there(), seq: 1, why: None },
        Command::React { of: there(), seq: 1, mark: Mark::new("+1").unwrap(), on: true },
        Command::Read { of: there(), upto: 1 },
        Command::ReadAt { of: there(), at: None },
        Command::Targets { since: Millis(0), until: Millis(9), limit: 1 },
        Command::Unread,
        Command::Govern { room: hall(), act: Act::Unban(Whom::Fact(1)) },
        Command::About(hall()),
        Command::History { of: there(), range: Range::After(0), limit: 1, only_words: false },
        Command::Search { of: None, query: Query::new("hi", None).unwrap(), limit: 1 },
        Command::Rooms,
        Command::Who(there()),
        Command::Whois(name()),
        Command::Away(None),
        Command::Ignore { who: name(), on: true },
        Command::Find(Sought::All),
        Command::Watch { names: vec![name()], on: true },
        Command::Watched,
        Command::Unwatch,
        Command::Whowas(name()),
        Command::Census,
        Command::OwnModes(None),
        Command::Invitations,
        Command::Aside { room: hall(), role: Role::Moderator, text: text(), style: Style::Plain },
        Command::Introduce(crate::Face::new("me", "Me", false)),
        Command::Typing { to: there(), state: crate::Typing::Active },
        Command::Oper { name: name(), password: password() },
        Command::StepDown,
        Command::Admin(Wish::Reload),
        Command::Admin(Wish::Announce(text())),
        Command::Scram(crate::Scram::Done),
        Command::Tagged { to: there(), tags: crate::ClientTags::new([("x", "")]).unwrap(), keep: true },
        Command::Profile(None),
        Command::External(None),
        Command::Certificates(crate::Certificates::List),
        make_token(Scope::Read, None),
        Command::Token(TokenWish::List),
        Command::Token(TokenWish::Revoke(1)),
        make_webhook(hall()),
        Command::Webhook(HookWish::List),
        Command::Webhook(HookWish::End(1)),
        Command::Webhook(HookWish::Follow(crate::TokenHash([7; 32]))),
    ]
}

fn make_webhook(room: RoomName) -> Command {
    let url = crate::HookUrl::new("https://example.org/").unwrap();
    Command::Webhook(HookWish::Make { room, url, label: None })
}

fn make_token(scope: Scope, room: Option<RoomName>) -> Command {
    Command::Token(TokenWish::Make { label: Label::new("ci").unwrap(), scope, room, days: None })
}

/// The doors, each with what comes in there: by a line nobody reads along, or in clear text from another machine.
fn doors(private: bool) -> Vec<Origin> {
    [Door::Line, Door::Irc, Door::Web].map(|door| Origin { door, address: None, certificate: None, private }).to_vec()
}

fn server() -> Room {
    let mut server = Room::directory();
    for (seq, id) in [(1, Some(7)), (2, Some(8)), (3, None)] {
        let who = id.map(|id| Sender { id: PersonId(id), name: Name::given("banned") });
        let host = who.is_none().then_some(crate::Host(66));
        let ban = Sanction { who, host, until: Some(Millis(9_000)), ..Sanction::new(seq) };
        let by = Sender { id: PersonId::SERVER, name: Name::given("causette") };
        let what = What::Governed(Deed::Banned(ban));
        room::apply(&mut server, &Fact { room: RoomId::DIRECTORY, seq, at: Millis(1), by, what });
    }
    server
}

fn person(column: char) -> Actor {
    let (id, rank, host) = match column {
        'g' | 'a' => (1, None, 1),
        'r' => (2, Some(Role::Member), 1),
        'o' => (3, Some(Role::Moderator), 1),
        'O' => (4, Some(Role::Owner), 66),
        'G' => (5, None, 66),
        'A' => (7, None, 1),
        'P' => (8, Some(Role::Moderator), 1),
        other => panic!("{other}"),
    };
    let who = Sender { id: PersonId(id), name: Name::given("me") };
    let standing = if "gG".contains(column) { Standing::Guest } else { Standing::Account };
    Actor { standing, rank, host: Some(crate::Host(host)), since: Some(5), ..Actor::guest(who) }
}

fn answer(sign: char, door: Door) -> Option<&'static str> {
    match sign {
        '.' => None,
        's' => (door != Door::Irc).then_some("signed_in"),
        'T' => Some("need_tls"),
        'S' => Some("signed_in"),
        'L' => Some("sign_in_first"),
        '#' => Some("operators_only"),
        'B' => Some("server_banned"),
        other => panic!("{other:?} is no answer"),
    }
}

fn said(policy: &Policy, actor: &Actor, origin: &Origin, command: &Command) -> Option<&'static str> {
    may(&server(), policy, actor, origin, command, Millis(100)).err().map(|refusal| refusal.code())
}

#[test]
fn who_may_ask_for_what_by_which_door() {
    let lines = TABLE.lines().filter(|line| line.split('|').count() == 3).skip(1);
    let mut table = BTreeMap::new();
    for line in lines {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        for action in cells[0].split(' ') {
            assert!(table.insert(action, [cells[1], cells[2]]).is_none(), "{action} is said twice");
        }
    }
    let (policy, mut cells, mut wrong) = (Policy::default(), 0, Vec::new());
    for command in commands() {
        let expected = table.get(row(&command)).unwrap_or_else(|| panic!("no row for {}", row(&command)));
        for (private, signs) in [true, false].into_iter().zip(expected) {
            for (column, sign) in PEOPLE.chars().zip(signs.chars()) {
                // A rule that differs by door shows here: three answers for one cell.
                for origin in doors(private) {
                    cells += 1;
                    let got = said(&policy, &person(column), &origin, &command);
                    let expect = answer(sign, origin.door);
                    if got != expect {
                        wrong.push(format!("{command:?} by {column} at {origin:?}: {got:?}, not {expect:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(commands().len(), table.len());
    println!("{cells} cells: {} commands, {} people, 3 doors, private and clear", commands().len(), PEOPLE.len());
    assert_eq!(cells, CELLS);
}

/// Whoever can read the data directory may do all that operators may, whatever is set.
#[test]
fn the_console_is_refused_nothing_but_a_second_name() {
    let origin = Origin { door: Door::Console, address: None, certificate: None, private: true };
    let who = Sender { id: PersonId::SERVER, name: Name::given("causette") };
    let console = Actor { standing: Standing::Account, rank: Some(Role::Owner), ..Actor::guest(who) };
    let policy = Policy { registration: Registration::Closed, guests: false, ..Policy::default() };
    for command in commands() {
        let expected = ["login", "register", "scram", "external"].contains(&row(&command)).then_some("signed_in");
        assert_eq!(said(&policy, &console, &origin, &command), expected, "{command:?}");
    }
}

#[test]
fn the_policy_says_who_makes_accounts_and_whether_guests_talk() {
    let origin = Origin { door: Door::Line, address: None, certificate: None, private: true };
    let register = |invitation: Option<&str>| Command::Register {
        name: Name::given("bob"),
        password: Password::new("correct horse").unwrap(),
        invitation: invitation.map(str::to_owned),
    };
    let check = |registration, guests, command: &Command, expect| {
        assert_eq!(
            said(&Policy { registration, guests, ..Policy::default() }, &person('g'), &origin, command),
            expect,
            "{command:?}"
        );
    };
    check(Registration::Open, true, &register(None), None);
    check(Registration::Invited, true, &register(None), Some("need_invitation"));
    check(Registration::Invited, true, &register(Some("word")), None);
    check(Registration::Closed, true, &register(Some("word")), Some("registration_closed"));
    check(Registration::Open, false, &register(None), None);
    let strict = Policy { password_min: 14, ..Policy::default() };
    assert_eq!(said(&strict, &person('g'), &origin, &register(None)), Some("bad_password"), "13 bytes");
    let change = |new: &str| Command::Password { old: Password::new("x").unwrap(), new: Password::new(new).unwrap() };
    assert_eq!(said(&strict, &person('a'), &origin, &change("correct horse")), Some("bad_password"), "13 bytes");
    assert_eq!(said(&strict, &person('a'), &origin, &change("correct horses")), None, "14 are enough");
    for command in commands() {
        let talks = level(&command) == Level::Admitted;
        let before = said(&Policy::default(), &person('g'), &origin, &command);
        let expect = if talks { Some("sign_in_first") } else { before };
        check(Registration::Open, false, &command, expect);
        // The short cut for messages is no hole.
        let closed = Policy { guests: false, ..Policy::default() };
        assert!(!asks_nothing(&server(), &Policy::default(), &command), "somebody is banned");
        assert!(!asks_nothing(&Room::directory(), &closed, &command));
        // An operator's password is not taken in clear from anybody.
        let expect = talks && !is_secret(&command);
        assert_eq!(asks_nothing(&Room::directory(), &Policy::default(), &command), expect, "{command:?}");
    }
}

#[test]
fn a_ban_ends_and_what_came_before_it_stays() {
    let origin = Origin { door: Door::Line, address: None, certificate: None, private: true };
    let early = Actor { since: Some(2), ..person('G') };
    assert_eq!(said(&Policy::default(), &early, &origin, &Command::Rooms), None, "there before the address was banned");
    let after = may(&server(), &Policy::default(), &person('A'), &origin, &Command::Rooms, Millis(9_000));
    assert_eq!(after, Ok(()));
}

/// Rank of who asks × rank of whom it is about: `.` done, `F` forbidden, `O` outranked. Ranks: none, reader, operator, owner.
#[test]
fn nobody_reaches_a_higher_rank() {
    let ranks = [None, Some(Role::Member), Some(Role::Moderator), Some(Role::Owner)];
    let who = Sender { id: PersonId(9), name: Name::given("bob") };
    let name = || Name::given("bob");
    for (wish, table) in [
        (Wish::Reset(name()), ["FFFF", "FFFF", "...O", "...."]),
        (Wish::Erase(name()), ["FFFF", "FFFF", "...O", "...."]),
        (Wish::Export(name(), 0), ["FFFF", "FFFF", "FFFF", "...."]),
    ] {
        for (mine, row) in ranks.iter().zip(table) {
            for (theirs, sign) in ranks.iter().zip(row.chars()) {
                let expect = match sign {
                    'F' => Some("forbidden"),
                    'O' => Some("outranked"),
                    _ => None,
                };
                let got = reaches(*mine, &who, *theirs, &wish).err().map(|refusal| refusal.code());
                assert_eq!(got, expect, "{wish:?} by {mine:?} of {theirs:?}");
            }
        }
    }
}

/// Who may erase themselves: everybody but the last owner.
#[test]
fn the_last_owner_of_the_server_stays() {
    let (owner, other) = (person('O').who, person('o').who);
    let mut server = Room::directory();
    let roles = &mut std::sync::Arc::make_mut(&mut server.state).roles;
    roles.insert(owner.id, (owner.name.clone(), Role::Owner));
    roles.insert(other.id, (other.name.clone(), Role::Moderator));
    assert_eq!(may_go(&server, &owner), Err(Refusal::Outranked { name: owner.name.to_string() }));
    assert_eq!(may_go(&server, &other), Ok(()));
    let roles = &mut std::sync::Arc::make_mut(&mut server.state).roles;
    roles.insert(other.id, (other.name.clone(), Role::Owner));
    assert_eq!((may_go(&server, &owner), may_go(&server, &other)), (Ok(()), Ok(())));
}
