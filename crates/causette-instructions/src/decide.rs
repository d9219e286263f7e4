//! The rules alone, in a room of 100 with roles and bans: may this happen, and what happens then.

use crate::Step;
use crate::house::{self, WORDS, text};
use crate::stranger::NOW;
use causette_core::room::{apply, decide};
use causette_core::{
    Actor, ClientTags, Command, Deed, Given, Host, Kind, Name, PersonId, Role, Room, RoomId, RoomName, Sanction,
    Sender, Style, Target, What,
};
use std::hint::black_box;

const PEOPLE: usize = 100;
/// Those of them who have a role.
const ROLES: u128 = 20;
/// Guests who may not come back.
const BANNED: u128 = 10;

pub(crate) fn say() -> Step {
    decided(room(), here(), house::say(), Given::default(), 1)
}

/// A guest's coming is no fact.
pub(crate) fn join() -> Step {
    let join = Command::Join { room: RoomName::home(), after: None, secret: None };
    decided(room(), Actor { since: None, ..here() }, join, Given::default(), 0)
}

pub(crate) fn edit() -> Step {
    let (mut room, anna) = (room(), here());
    let said = What::Message { text: text("first"), style: Style::Plain, reply_to: None, tags: ClientTags::NONE };
    let first = room.next(&anna.who, said, NOW);
    apply(&mut room, &first);
    let edit = Command::Edit { of: Target::Room(RoomName::home()), seq: first.seq, text: text(WORDS) };
    decided(room, anna, edit, Given { target: Some(first), ..Given::default() }, 1)
}

fn decided(room: Room, actor: Actor, command: Command, given: Given, facts: usize) -> Step {
    let given = Given { present: PEOPLE, ..given };
    Box::new(move || {
        let (room, actor, command) = black_box((&room, &actor, &command));
        let decided = decide(room, actor, command, &given, NOW);
        assert!(decided.as_ref().is_ok_and(|made| made.len() == facts), "{decided:?}");
        drop(black_box(decided));
    })
}

fn room() -> Room {
    let mut room = Room::new(RoomId(1), Kind::Named(RoomName::home()));
    let roles = (1..=ROLES).map(|id| Deed::Role { who: person(id), role: Some(Role::Member), was: None });
    let bans = (1..=BANNED).map(|id| {
        Deed::Banned(Sanction {
            who: Some(person(1000 + id)),
            host: Some(Host(1000 + id as u64)),
            until: None,
            why: None,
            seq: 0,
            mask: None,
            by: Name::given("causette"),
            by_id: PersonId::SERVER,
            at: NOW,
        })
    });
    for deed in roles.chain(bans) {
        let fact = room.next(&person(1), What::Governed(deed), NOW);
        apply(&mut room, &fact);
    }
    room
}

fn person(id: u128) -> Sender {
    Sender { id: PersonId(id), name: Name::given(&format!("p{id}")) }
}

/// A guest in the room who has no role.
fn here() -> Actor {
    Actor { host: Some(Host(7)), since: Some(0), ..Actor::guest(person(50)) }
}
