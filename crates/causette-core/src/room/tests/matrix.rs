//! Action × person × kind of room, each decided once and compared with [`super::table`].

use super::table::TABLE;
use super::*;
use crate::{Query, Sought};
use std::collections::{BTreeMap, BTreeSet};

const GUESTS: &str = "ovrhfmM";
const ACCOUNTS: &str = "ovrhfmMOxpP";
/// Cells of the table: another action, mode, person or kind of room has to change it.
const CELLS: usize = 17_064;

/// Who asks, whom acts are about, who owns the owned room.
const ME: u128 = 7;
const BOB: u128 = 9;
const OTHER_OWNER: u128 = 90;

fn kinds() -> Vec<(&'static str, Room)> {
    let mut owned = public();
    give(&mut owned, OTHER_OWNER, Role::Owner);
    [
        ("plain", public()),
        ("moderated", set(&[Mode::Moderated(true)])),
        ("private", set(&[Mode::Private(true)])),
        ("invite-only", set(&[Mode::InviteOnly(true)])),
        ("secret", set(&[Mode::Secret(true)])),
        ("keyed", set(&[Mode::Key(Some(Secret::new("sesame").unwrap()))])),
        ("limited", set(&[Mode::Limit(Some(2))])),
        ("slow", set(&[Mode::Slow(60)])),
        ("accounts-only", set(&[Mode::AccountsOnly(true)])),
        ("topic-locked", set(&[Mode::TopicLocked(true)])),
        ("owned", owned),
        ("direct", Room::new(RoomId(2), Kind::direct(PersonId(ME), PersonId(BOB)))),
    ]
    .into_iter()
    .map(|(kind, room)| (kind, plaza(room)))
    .collect()
}

/// The row of a command. A new command, act or mode does not compile until it has one.
fn row(command: &Command) -> &'static str {
    match command {
        Command::Say { .. } => "say",
        Command::Calc { .. } => "calc",
        Command::Edit { seq: 2, .. } => "edit-own",
        Command::Edit { .. } => "edit-other",
        Command::Delete { seq: 2, .. } => "delete-own",
        Command::Delete { .. } => "delete-other",
        Command::React { .. } => "react",
        Command::Read { .. } => "read",
        Command::ReadAt { .. } => "read_at",
        Command::Targets { .. } => "targets",
        Command::Leave { .. } => "leave",
        Command::Join { secret: None, .. } => "join",
        Command::Join { secret: Some(_), .. } => "join-key",
        Command::History { .. } => "history",
        Command::Search { .. } => "search",
        Command::Who(_) => "who",
        Command::About(_) => "about",
        Command::Govern { act, .. } => row_of_act(act),
        Command::Hello => "hello",
        Command::Nick(_) => "nick",
        Command::Resume(_) => "resume",
        Command::Unread => "unread",
        Command::Rooms => "rooms",
        Command::Whois(_) => "whois",
        Command::Away(_) => "away",
        Command::Ignore { .. } => "ignore",
        Command::Aside { .. } => "aside",
        Command::Find(_) => "find",
        Command::Watch { .. } | Command::Watched | Command::Unwatch => "watch",
        Command::Whowas(_) => "whowas",
        Command::Census => "census",
        Command::OwnModes(_) => "own-modes",
        Command::Invitations => "invitations",
        Command::Introduce(_) => "introduce",
        Command::Typing { .. } => "typing",
        Command::Tagged { keep: true, .. } => "tags-kept",
        Command::Tagged { .. } => "tags",
        Command::Profile(_) => "profile",
        Command::Register { .. } | Command::Login { .. } | Command::Logout | Command::Password { .. } => "sign-in",
        Command::Link | Command::Sessions | Command::EndSession(_) | Command::Claim(_) => "sign-in",
        Command::Export(_) | Command::Erase(_) | Command::Admin(_) | Command::Scram(_) => "sign-in",
        Command::Oper { .. } | Command::StepDown => "sign-in",
        Command::External(_) | Command::Certificates(_) | Command::Token(_) => "sign-in",
        Command::Webhook(_) => "sign-in",
    }
}

fn row_of_act(act: &Act) -> &'static str {
    match act {
        Act::Topic(_) => "topic",
        Act::Invite(_) => "invite",
        Act::Kick { .. } => "kick",
        Act::Ban { whom: Whom::Person(_), .. } => "ban",
        Act::Ban { whom: Whom::Address(_) | Whom::Fact(_), .. } => "ban-address",
        Act::Ban { whom: Whom::Mask(_), .. } => "ban-mask",
        Act::Unban(_) => "unban",
        Act::Mute { .. } => "mute",
        Act::Exempt { .. } => "exempt",
        Act::Welcome { .. } => "welcome",
        Act::Unmute(_) => "unmute",
        Act::Profile(_) => "room-profile",
        Act::Rename { .. } => "rename",
        Act::Role { role: Some(Role::Owner), .. } => "role-owner",
        Act::Role { role: Some(Role::Moderator | Role::Member) | None, .. } => "role-member",
        Act::Raise { role: Role::Owner, .. } => "role-owner",
        Act::Raise { .. } | Act::Lower { .. } => "role-member",
        Act::Modes(_) => "mode",
        Act::Mode(Mode::KeepDays(_) | Mode::KeepLast(_)) => "keep",
        Act::Mode(Mode::Private(_) | Mode::InviteOnly(_) | Mode::Secret(_) | Mode::Moderated(_)) => "mode",
        Act::Mode(Mode::TopicLocked(_) | Mode::AccountsOnly(_) | Mode::Key(_)) => "mode",
        Act::Mode(Mode::Limit(_) | Mode::Slow(_) | Mode::NoCtcp(_) | Mode::Outsiders(_)) => "mode",
    }
}

/// Every command at least once. Message 2 is one's own, message 3 is Bob's.
fn commands() -> Vec<Command> {
    let key = || Some(Secret::new("sesame").unwrap());
    let mut all = vec![say("hi"), join(), history(5), ban(BOB, None), mute(BOB, Some(60)), kick(BOB)];
    for seq in [2, 3] {
        all.push(Command::Edit { of: here(), seq, text: text("no") });
        all.push(Command::Delete { of: here(), seq, why: None });
        all.push(Command::React { of: here(), seq, mark: crate::Mark::new("+1").unwrap(), on: true });
    }
    let query = Query::new("hi", None).unwrap();
    all.extend([
        Command::Calc { to: here(), ask: text("/calc 1"), answer: text("1"), key: None },
        Command::Join { room: general(), after: None, secret: key() },
        Command::Leave { room: general(), why: None },
        Command::Read { of: here(), upto: 3 },
        Command::ReadAt { of: here(), at: None },
        Command::ReadAt { of: here(), at: Some(crate::Millis(3)) },
        Command::Targets { since: crate::Millis(0), until: crate::Millis(9), limit: 1 },
        Command::Search { of: Some(here()), query, limit: 5 },
        Command::Who(here()),
        Command::About(general()),
        Command::Hello,
        Command::Nick(name(1)),
        Command::Resume(String::new()),
        Command::Unread,
        Command::Rooms,
        Command::Whois(name(1)),
        Command::Away(None),
        Command::Ignore { who: name(1), on: true },
        Command::Aside { room: general(), role: Role::Moderator, text: text("psst"), style: Style::Plain },
        Command::Find(Sought::Named(vec![name(1)])),
        Command::Watch { names: vec![name(1)], on: true },
        Command::Watched,
        Command::Unwatch,
        Command::Whowas(name(1)),
        Command::Census,
        Command::OwnModes(None),
        Command::Sessions,
        Command::Introduce(crate::Face::new("me", "Me", false)),
        Command::Typing { to: here(), state: crate::Typing::Active },
        tagged(true),
        tagged(false),
        Command::Profile(Some(say_of(Some("me")))),
    ]);
    let address = "192.0.2.1".parse().unwrap();
    all.extend([
        govern(Act::Topic(Some(text("news")))),
        govern(Act::Invite(name(BOB))),
        govern(Act::Ban { whom: Whom::Address(address), span: None, why: None }),
        govern(Act::Unban(Whom::Person(name(60)))),
        govern(Act::Unmute(Whom::Person(name(61)))),
        govern(Act::Ban { whom: Whom::Mask(mask("x*")), span: None, why: None }),
        govern(Act::Unban(Whom::Mask(mask("z*")))),
        govern(Act::Mute { whom: Whom::Mask(mask("x*")), span: None, why: None }),
        govern(Act::Unmute(Whom::Mask(mask("z*")))),
        govern(Act::Mode(Mode::NoCtcp(true))),
        govern(Act::Profile(say_of(Some("news")))),
        govern(Act::Mode(Mode::Outsiders(true))),
        govern(Act::Modes(vec![Mode::Private(true), Mode::Limit(Some(9))])),
        govern(Act::Raise { who: name(BOB), role: Role::Member }),
        Command::Invitations,
        rename("#agora"),
    ]);
    for on in [true, false] {
        all.push(govern(Act::Exempt { mask: mask("z*"), on }));
        all.push(govern(Act::Welcome { mask: mask("z*"), on }));
    }
    all.extend([Role::Member, Role::Moderator, Role::Owner].map(|role| role_of(BOB, Some(role))));
    all.push(role_of(BOB, None));
    let flags = [Mode::Private, Mode::InviteOnly, Mode::Secret, Mode::Moderated, Mode::TopicLocked, Mode::AccountsOnly];
    all.extend(flags.map(|flag| govern(Act::Mode(flag(true)))));
    let numbers = [Mode::Limit(Some(9)), Mode::Slow(5), Mode::KeepDays(Some(5)), Mode::KeepLast(Some(5))];
    all.extend(numbers.map(|mode| govern(Act::Mode(mode))));
    all.push(govern(Act::Mode(Mode::Key(key()))));
    all
}

/// The room as that person meets it, and them in it.
fn person(room: &Room, standing: Standing, column: char) -> (Room, Actor) {
    let mut room = room.clone();
    (room.head, room.at) = (5, Millis(1_000));
    let sanction = |id| Sanction { who: Some(Sender { id: PersonId(id), name: name(id) }), ..Sanction::new(4) };
    let state = Arc::make_mut(&mut room.state);
    let pattern = || Sanction { mask: Some(mask("z*")), ..Sanction::new(4) };
    let listed = || crate::Listed { mask: mask("z*"), by: name(1), by_id: PersonId(1), at: Millis(9), seq: 4 };
    (state.bans, state.mutes) = (vec![sanction(60), pattern()], vec![sanction(61), pattern()]);
    (state.exempt, state.welcome) = (vec![listed()], vec![listed()]);
    // They have been there since the first word that others can read.
    state.hidden_upto = 1;
    if column == 'v' {
        state.invited.insert(PersonId(ME), name(ME));
    }
    let role = match column {
        'r' | 'm' => Some(Role::Member),
        'M' => Some(Role::Moderator),
        'O' => Some(Role::Owner),
        _ => None,
    };
    role.into_iter().for_each(|role| give(&mut room, ME, role));
    let out = "ovrxp".contains(column);
    let stranger = out && matches!(room.state.kind, Kind::Direct(..));
    let me = Actor { standing, since: (!out).then_some(1), first: column == 'f', ..guest(ME) };
    let member = standing == Standing::Account && !out || column == 'x';
    let rank = "pP".contains(column).then_some(Role::Moderator);
    let me = Actor { member, rank, ..me };
    let who = Sender { id: PersonId(if stranger { 8 } else { ME }), name: name(ME) };
    (room, Actor { who, ..me })
}

fn given(room: &Room, command: &Command) -> Given {
    let (seq, by) = match command {
        Command::Edit { seq, .. } | Command::Delete { seq, .. } | Command::React { seq, .. } => (*seq, [ME, BOB]),
        _ => (2, [ME, BOB]),
    };
    let id = by[usize::from(seq == 3)];
    let what = What::Message { text: text("hi"), style: Style::Plain, reply_to: None, tags: crate::ClientTags::NONE };
    let by = Sender { id: PersonId(id), name: name(id) };
    let target = Fact { room: room.id, seq, at: Millis(9), by, what };
    let lifts = matches!(command, Command::Govern { act: Act::Unban(_) | Act::Unmute(_), .. });
    let invites = matches!(command, Command::Govern { act: Act::Invite(_), .. });
    Given {
        target: Some(Arc::new(target)),
        other: (!lifts).then(|| if invites { outside(account(BOB)) } else { account(BOB) }),
        host: Some(Host(1)),
        present: 2,
        last_said: Some(Millis(1_000)),
        holder: None,
    }
}

fn answer(sign: char, secret: bool) -> &'static str {
    match sign {
        '.' => "done",
        '?' if secret => "no_such_room",
        '?' | 'N' => "not_in_room",
        '0' => "no_such_room",
        'F' => "forbidden",
        'Y' => "not_yours",
        'M' => "moderated",
        'S' => "slow_down",
        'I' => "need_invite",
        'K' => "need_key",
        'A' => "need_account",
        'L' => "room_full",
        other => panic!("{other:?} is no answer"),
    }
}

/// The table, by action and kind: the answers of guests and of accounts.
fn table() -> BTreeMap<(&'static str, &'static str), [&'static str; 2]> {
    let all: Vec<_> = kinds().into_iter().map(|(kind, _)| kind).collect();
    let mut table = BTreeMap::new();
    for line in TABLE.lines().filter(|line| line.split('|').count() == 4) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let mut chosen: BTreeSet<&str> = BTreeSet::new();
        for word in cells[1].split(' ') {
            match word.strip_prefix('-') {
                Some(less) => assert!(chosen.remove(less), "{line}"),
                None if word == "all" => chosen.extend(&all),
                None if word == "named" => chosen.extend(all.iter().filter(|kind| **kind != "direct")),
                None => assert!(chosen.insert(word), "{line}"),
            }
        }
        for kind in chosen {
            assert!(all.contains(&kind), "no room is {kind}: {line}");
            for action in cells[0].split(' ') {
                let twice = table.insert((action, kind), [cells[2], cells[3]]);
                assert!(twice.is_none(), "{action} in a {kind} room is said twice");
            }
        }
    }
    table
}

#[test]
fn who_may_do_what_where() {
    let (table, commands) = (table(), commands());
    let (mut cells, mut wrong, mut used) = (0, Vec::new(), BTreeSet::new());
    for (kind, room) in kinds() {
        for command in &commands {
            let row = row(command);
            let expected = table.get(&(row, kind)).unwrap_or_else(|| panic!("no row for {row} in a {kind} room"));
            used.insert((row, kind));
            for ((standing, columns), signs) in
                [(Standing::Guest, GUESTS), (Standing::Account, ACCOUNTS)].into_iter().zip(expected)
            {
                assert_eq!(columns.len(), signs.len(), "{row} in a {kind} room");
                for (column, sign) in columns.chars().zip(signs.chars()) {
                    let (room, me) = person(&room, standing, column);
                    let got =
                        code(&room, &me, command, &given(&room, command), 2_000).map_or_else(|code| code, |_| "done");
                    let expected = answer(sign, kind == "secret");
                    cells += 1;
                    if got != expected {
                        wrong.push(format!("{kind}, {standing:?} {column}, {command:?}: {got}, not {expected}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let unused: Vec<_> = table.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "rows that no command asks for: {unused:?}");
    println!("{cells} cells: {} commands, {} kinds of room", commands.len(), kinds().len());
    assert_eq!(cells, CELLS);
}
