//! Room states as bytes: fixed for ever, total, one form each.

use super::*;
use crate::stored::samples;
use causette_core::{Mode, Role, Secret, Sender, Text, TopicSet};
use proptest::prelude::*;

#[track_caller]
fn check(bytes: &[u8], expect: Result<Kind, StoredError>) {
    assert_eq!(decode(bytes), expect.map(RoomState::new), "{bytes:02x?}");
}

#[test]
fn plain_rooms() {
    check(b"\x01\x01#caf\xc3\xa9", Ok(Kind::Named(RoomName::stored("#café"))));
    check(b"", Err(StoredError::Length));
    check(b"\x01", Err(StoredError::Length));
    check(b"\x03\x01#a", Err(StoredError::Version(3)));
    check(b"\x01\x09#a", Err(StoredError::Tag(9)));
    check(b"\x01\x01a", Err(StoredError::Text));
    check(b"\x01\x01#\xff", Err(StoredError::Text));
    check(b"\x01\x02short", Err(StoredError::Length));
    let pair = Kind::direct(PersonId(7), PersonId(u128::MAX));
    let bytes = encode(&RoomState::new(pair.clone()));
    check(&bytes, Ok(pair));
    check(&[&bytes[..], &[0]].concat(), Err(StoredError::Length));
}

/// Stores hold these: both forms are for ever.
#[test]
fn the_forms_stay_as_they_are() {
    let mut room = RoomState::new(Kind::Named(RoomName::stored("#a")));
    assert_eq!(encode(&room), b"\x01\x01#a");
    room.topic = Some(Text::new("thé").unwrap());
    room.modes.set(&Mode::Private(true));
    room.modes.set(&Mode::Key(Some(Secret::new("k1").unwrap())));
    room.modes.set(&Mode::Slow(258));
    room.roles.insert(PersonId(0x0102), (causette_core::Name::given("al"), Role::Owner));
    room.invited.insert(PersonId(3), causette_core::Name::given("bo"));
    room.bans.push(samples::sanction());
    room.mutes.push(causette_core::Sanction { who: None, ..samples::sanction() });
    room.hidden_upto = 9;
    room.made = Some(causette_core::Millis(258));
    let by = Sender { id: PersonId(4), name: causette_core::Name::given("di") };
    room.topic_set = Some(TopicSet { by, at: causette_core::Millis(259) });
    let ban = b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\x03bob\x01\0\0\0\0\0\0\0\x05\x01\0\0\0\0\0\x01\0\0\x01\0\x03why\0\0\0\0\0\0\0\x0c";
    let parts: [&[u8]; 15] = [
        b"\x02\0\x03\x01#a",
        b"\x01\0\x04th\xc3\xa9",
        b"\x02\x03\x01\x01\x07\x01\0\x02k1\x09\0\0\x01\x02",
        b"\x03\0\0\0\x01",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\0\x02al\x03",
        b"\x04\0\0\0\x01",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\x02bo",
        b"\x05\0\0\0\x01",
        ban,
        b"\x06\0\0\0\x01\0",
        &ban[22..],
        b"\x07",
        b"\0\0\0\0\0\0\0\x09",
        b"\x0c\0\0\0\0\0\0\x01\x02",
        b"\x0d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\x02di\0\0\0\0\0\0\x01\x03",
    ];
    assert_eq!(encode(&room), parts.concat());
    assert_eq!(decode(&parts.concat()), Ok(room));
}

/// What a list says beyond that of an earlier version has forms of its own, and they stay, too.
#[test]
fn lists_with_patterns_and_makers_have_one_form() {
    use causette_core::{Listed, Mask, Millis, Name, Sanction};
    let mut room = RoomState::new(Kind::Named(RoomName::stored("#a")));
    let (mask, by, by_id, at) = (Mask::new("~a:bob").unwrap(), Name::given("al"), PersonId(258), Millis(259));
    let made = Sanction { by: by.clone(), by_id, at, mask: Some(mask.clone()), ..Sanction::new(7) };
    // Of these two, the second was made by an earlier version.
    room.bans = vec![made.clone(), Sanction { host: Some(causette_core::Host(1)), ..Sanction::new(8) }];
    room.mutes = vec![made.bare()];
    room.welcome = vec![Listed { mask, by, by_id, at, seq: 9 }];
    let pattern = b"\0\x0c~account:bob";
    let maker = b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\0\x02al\0\0\0\0\0\0\x01\x03";
    let parts: [&[u8]; 12] = [
        b"\x02\0\x03\x01#a\x08\0\0\0\x02\x02",
        pattern,
        b"\0\0\0\0\0\0\0\0\0\0\x07",
        maker,
        b"\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\x08",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08causette\0\0\0\0\0\0\0\0",
        b"\x06\0\0\0\x01\x02",
        pattern,
        b"\0\0\0\0\0\0\0\0\0\0\x07\x0b\0\0\0\x01",
        pattern,
        b"\0\0\0\0\0\0\0\x09",
        maker,
    ];
    assert_eq!(encode(&room), parts.concat());
    assert_eq!(decode(&parts.concat()), Ok(room.clone()));
    // Without a maker, the form is that of the earlier version.
    room.bans.iter_mut().for_each(|ban| *ban = ban.bare());
    let mut bytes = encode(&room);
    assert_eq!(bytes.get(6), Some(&5));
    bytes[6] = 8;
    assert!(decode(&bytes).is_err());
}

#[test]
fn only_the_form_that_is_written_is_read() {
    for (bytes, expect) in [
        (&b"\x02\0\x03\x01#a"[..], StoredError::Form), // nothing in it: the first version says the same
        (b"\x02\0\x03\x01#a\x07\0\0\0\0\0\0\0\0", StoredError::Form),
        (b"\x02\0\x03\x01#a\x02\x01\x01\0", StoredError::Form),
        (b"\x02\0\x03\x01#a\x07\0\0\0\0\0\0\0\x01\x01\0\x01t", StoredError::Form),
        (b"\x02\0\x03\x01#a\x03\xff\xff\xff\xff", StoredError::Length),
        (b"\x02\0\x03\x01#a\x01\0\x02t ", StoredError::Text),
        (b"\x02\0\x03\x01#a\x2a", StoredError::Tag(42)),
        (b"\x02\0\xff\x01#a", StoredError::Length),
        (b"\x02\0", StoredError::Length),
    ] {
        assert_eq!(decode(bytes), Err(expect), "{bytes:02x?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_state_or_an_error_and_a_state_has_one_form(mut bytes: Vec<u8>, fields: Vec<u8>) {
        for bytes in [bytes.clone(), { bytes.splice(0..0, *b"\x02\0\x03\x01#a"); bytes }, [b"\x02\0\x03\x01#a", &fields[..]].concat()] {
            if let Ok(room) = decode(&bytes) {
                prop_assert_eq!(encode(&room), bytes);
            }
        }
    }
    #[test]
    fn a_damaged_state_is_an_error_or_another_state(room in samples::room(), at: prop::sample::Index, byte: u8) {
        let mut bytes = encode(&room);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(other) = decode(&bytes) {
            prop_assert_eq!(encode(&other), bytes);
        }
    }
    #[test]
    fn a_state_survives(room in samples::room(), a: u128, b: u128, name in "\\PC{1,40}") {
        prop_assert_eq!(decode(&encode(&room)), Ok(room));
        let direct = RoomState::new(Kind::direct(PersonId(a), PersonId(b)));
        prop_assert_eq!(decode(&encode(&direct)), Ok(direct));
        if let Ok(name) = RoomName::new(&name) {
            let named = RoomState::new(Kind::Named(name));
            prop_assert_eq!(decode(&encode(&named)), Ok(named));
        }
    }
}
