//! What a program may ask for by its token.

use super::*;

/// `command … | read say talk all, each anywhere | each kept to `#hall` | each kept to another room`: `.` the account's own rules decide,
/// `n` not_in_scope, `p` persons_only.
const SCOPES: &str = "
hello                                           | .... | .... | ....
unread search                                   | .n.. | .n.. | .n..
history who about join                          | .n.. | .n.. | nnnn
read_at                                         | .n.. | .n.. | nnnn
rooms whois targets find whowas census          | .n.. | nnnn | nnnn
invitations watch watched unwatch               | .n.. | nnnn | nnnn
say calc edit delete react typing tags aside    | n... | n... | nnnn
leave govern read                               | nnn. | nnn. | nnnn
ignore own-modes profile                        | nnn. | nnnn | nnnn
nick away introduce resume logout login         | pppp | pppp | pppp
register password link sessions end-session     | pppp | pppp | pppp
claim export erase oper step_down scram         | pppp | pppp | pppp
external certificates make-token tokens revoke  | pppp | pppp | pppp
make-webhook webhooks end-webhook follow-webhook | pppp | pppp | pppp
users make invite reset export-of erase-of      | pppp | pppp | pppp
stats note reload announce                      | pppp | pppp | pppp
";

/// Every command is in the table of scopes: one that is not is refused no program by accident.
#[test]
fn what_a_program_may_ask_for_by_its_scope_and_room() {
    let grants = [None, Some("#hall"), Some("#other")].map(|room| room.map(|room| RoomName::new(room).unwrap()));
    let mut cells = 0;
    for command in commands() {
        let mut lines = SCOPES.lines().filter(|line| {
            let commands = line.split('|').next().unwrap_or_default();
            commands.split_whitespace().any(|name| name == row(&command))
        });
        let line = lines.next_back().unwrap_or_else(|| panic!("{} has no row", row(&command)));
        for (room, expected) in grants.iter().zip(line.split('|').skip(1)) {
            for (scope, expected) in Scope::ALL.into_iter().zip(expected.trim().chars()) {
                let grant = Grant { scope, room: room.clone() };
                let said = match in_scope(&grant, &command) {
                    Ok(()) => '.',
                    Err(Refusal::NotInScope { scope: told, room: kept }) => {
                        assert_eq!((told, kept), (scope, room.as_ref().map(ToString::to_string)));
                        'n'
                    }
                    Err(Refusal::PersonsOnly) => 'p',
                    Err(other) => panic!("{other:?}"),
                };
                assert_eq!(said, expected, "{command:?} with {grant:?}");
                cells += 1;
            }
        }
    }
    assert_eq!(cells, commands().len() * 12);
}

/// To enter a room, which makes a member of its account, and to take back what others said, a program needs all there is.
#[test]
fn a_program_that_only_talks_enters_nothing_and_moderates_nobody() {
    for scope in Scope::ALL {
        let grant = Grant { scope, room: None };
        let expect = if scope == Scope::All { Ok(()) } else { Err(Refusal::NotInScope { scope, room: None }) };
        assert_eq!([may_enter(&grant), may_moderate(&grant)], [expect.clone(), expect]);
    }
}

/// The audit room, ranks and bans of the whole server are nothing for programs, whoever they belong to.
#[test]
fn no_program_reaches_the_room_of_the_server() {
    let grant = Grant { scope: Scope::All, room: None };
    let server = || Target::Room(RoomName::server());
    for command in [
        Command::Join { room: RoomName::server(), after: None, secret: None },
        Command::About(RoomName::server()),
        Command::History { of: server(), range: Range::After(0), limit: 1, only_words: false },
        Command::Search { of: Some(server()), query: Query::new("hi", None).unwrap(), limit: 1 },
        Command::Govern { room: RoomName::server(), act: Act::Unban(Whom::Fact(1)) },
    ] {
        assert_eq!(in_scope(&grant, &command), Err(Refusal::PersonsOnly), "{command:?}");
    }
    let mark = Command::ReadAt { of: Target::Room(RoomName::new("#hall").unwrap()), at: Some(Millis(1)) };
    let reads = Grant { scope: Scope::Talk, room: None };
    assert!(in_scope(&reads, &mark).is_err() && in_scope(&grant, &mark).is_ok(), "a mark is its owner's");
}
