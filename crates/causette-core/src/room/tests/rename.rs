//! What a room is called, and who decides that.

use super::*;

fn held(holder: u128) -> Given {
    Given { holder: Some(RoomId(holder)), ..Given::default() }
}
fn name_of(room: &Room) -> String {
    rights::shown(room)
}

#[test]
fn the_room_newcomers_enter_is_renamed_by_operators_only() {
    let mut room = public();
    give(&mut room, 7, Role::Owner);
    assert_eq!(code(&room, &account(7), &rename("#agora"), &Given::default(), 1), Err("operators_only"));
    let operator = Actor { rank: Some(Role::Moderator), ..outside(account(8)) };
    done(&mut room, &operator, &rename("#agora"), &Given::default(), 1);
    assert_eq!(name_of(&room), "#agora");
    // What it is called now is another room to newcomers.
    done(&mut room, &account(7), &rename("#forum"), &Given::default(), 2);
}

#[test]
fn a_name_that_finds_another_room_is_taken_and_its_own_in_other_letters_is_not() {
    let mut room = plaza(public());
    assert_eq!(code(&room, &founder(7), &rename("#agora"), &held(2), 1), Err("room_taken"));
    assert_eq!(code(&room, &founder(7), &rename("#plaza"), &held(1), 1), Err("room_taken"));
    done(&mut room, &founder(7), &rename("#Plaza"), &held(1), 1);
    assert_eq!(name_of(&room), "#Plaza");
}

#[test]
fn whoever_found_a_room_with_a_past_takes_its_name_from_nobody() {
    let mut room = Room { head: 5, ..plaza(public()) };
    let passer_by = Actor { since: Some(5), ..founder(7) };
    assert_eq!(code(&room, &passer_by, &rename("#agora"), &Given::default(), 1), Err("forbidden"));
    done(&mut room, &founder(7), &rename("#agora"), &Given::default(), 1);
}

#[test]
fn the_servers_own_room_is_called_as_it_is() {
    let owner = Actor { rank: Some(Role::Owner), ..account(7) };
    assert_eq!(code(&Room::directory(), &owner, &rename("#agora"), &Given::default(), 1), Err("fixed_room"));
}

#[test]
fn whoever_may_not_speak_says_nothing_by_a_name_and_reasons_are_short() {
    let mut room = plaza(public());
    give(&mut room, 7, Role::Moderator);
    let long = govern(Act::Rename { to: RoomName::new("#agora").unwrap(), why: Some(text(&"x".repeat(2_000))) });
    assert_eq!(code(&room, &guest(7), &long, &Given::default(), 1), Err("too_long"));
    done(&mut room, &founder(8), &mute(7, None), &about(&guest(7)), 1);
    assert_eq!(code(&room, &guest(7), &rename("#agora"), &Given::default(), 2), Err("muted"));
}

#[test]
fn a_room_keeps_all_but_its_name() {
    let mut room = plaza(set(&[Mode::Slow(60), Mode::Private(true)]));
    give(&mut room, 7, Role::Owner);
    let before = RoomState::clone(&room.state);
    done(&mut room, &account(7), &rename("#agora"), &Given::default(), 1);
    let kind = Kind::Named(RoomName::new("#agora").unwrap());
    assert_eq!(*room.state, RoomState { kind, ..before });
    assert_eq!((room.id, room.head), (RoomId(1), 1));
}

#[test]
fn the_directory_says_which_room_has_which_name_now() {
    let (mut room, directory) = (plaza(public()), Room::directory());
    let facts = decide(&room, &founder(7), &rename("#agora"), &Given::default(), Millis(3)).unwrap();
    facts.iter().for_each(|fact| apply(&mut room, fact));
    let What::Governed(deed) = &facts[0].what else { panic!("{facts:?}") };
    let entry = renamed(&directory, &founder(7).who, room.id, deed, Millis(3));
    let [from, to] = ["#plaza", "#agora"].map(|name| RoomName::new(name).unwrap());
    assert_eq!(entry[0].what, What::RoomRenamed { id: RoomId(1), from, to });
    assert_eq!((entry[0].room, entry[0].seq), (RoomId::DIRECTORY, 1));
}
