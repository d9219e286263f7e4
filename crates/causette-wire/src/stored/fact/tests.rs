//! Facts as bytes: fixed for ever, total, one form each.

use super::*;
use crate::stored::samples;
use causette_core::{Deed, Gone, Kind, Mask, Mode, PersonId, Role, RoomName, Sanction, Secret, Text, limits};
use proptest::prelude::*;

#[track_caller]
fn check(kind: u8, body: &[u8], expect: Result<What, StoredError>) {
    assert_eq!(decode(kind, body), expect, "{kind} {body:02x?}");
}
fn round(what: What) -> Result<(), TestCaseError> {
    let mut body = Vec::new();
    let kind = encode(&what, &mut body);
    prop_assert_eq!(decode(kind, &body), Ok(what));
    Ok(())
}

fn tags() -> ClientTags {
    ClientTags::new([("x", "y"), ("z", "")]).unwrap()
}

#[test]
fn facts() {
    let hi = Text::new("hi\n  é").unwrap();
    check(
        1,
        "\x01\x01hi\n  é".as_bytes(),
        Ok(What::Message {
            text: hi.clone(),
            style: Style::Plain,
            reply_to: None,
            tags: causette_core::ClientTags::NONE,
        }),
    );
    check(
        1,
        "\x01\x02hi\n  é".as_bytes(),
        Ok(What::Message { text: hi, style: Style::Action, reply_to: None, tags: causette_core::ClientTags::NONE }),
    );
    let hi = Text::new("hi").unwrap();
    check(
        1,
        b"\x01\x03hi",
        Ok(What::Message { text: hi, style: Style::Notice, reply_to: None, tags: causette_core::ClientTags::NONE }),
    );
    check(1, b"", Err(StoredError::Length));
    check(1, b"\x01", Err(StoredError::Length));
    check(1, b"\x07\x01hi", Err(StoredError::Version(7)));
    check(1, b"\x01\x07hi", Err(StoredError::Tag(7)));
    check(1, b"\x01\x01", Err(StoredError::Text));
    check(1, b"\x01\x01hi ", Err(StoredError::Text));
    check(1, b"\x01\x01h\0i", Err(StoredError::Text));
    check(1, b"\x01\x01\xc3", Err(StoredError::Text));
    check(2, b"\x01short", Err(StoredError::Length));
    check(3, b"\x0114", Ok(What::Answer { text: Text::new("14").unwrap() }));
    check(3, b"\x01", Err(StoredError::Text));
    check(3, b"\x0214", Err(StoredError::Version(2)));
    let hi = |reply_to| What::Message {
        text: Text::new("hi").unwrap(),
        style: Style::Plain,
        reply_to,
        tags: causette_core::ClientTags::NONE,
    };
    check(1, b"\x02\x01\0\0\0\0\0\0\x01\x02hi", Ok(hi(Some(258))));
    check(1, b"\x02\x01\0\0\0\0\0\0\x01\x02", Err(StoredError::Text));
    check(1, b"\x02\x01hi", Err(StoredError::Length));
    check(1, b"\x04\x01hi", Err(StoredError::Version(4)));
    check(4, b"\x01\0\0\0\0\0\0\x01\x02", Err(StoredError::Text));
    check(5, b"\x01\0\0\0\0\0\0\x01\x02", Ok(What::Deleted { seq: 258, why: None }));
    check(5, b"\x01\0\0\0\0\0\0\x01\x02!", Err(StoredError::Length));
    check(6, b"\x01\0\0\0\0\0\0\x01\x02\x02+1", Err(StoredError::Tag(2)));
    check(6, b"\x01\0\0\0\0\0\0\x01\x02\x01+ 1", Err(StoredError::Text));
    check(7, b"\x01\x0a", Ok(What::Governed(Deed::Reset)));
    check(7, b"\x01\x0a!", Err(StoredError::Length));
    check(7, b"\x01\x0f", Err(StoredError::Tag(15)));
    check(7, b"\x01\x0b\0\x03bob\x01", Err(StoredError::Text));
    check(7, b"\x01\x04\x04", Err(StoredError::Tag(4)));
    check(7, b"\x01\x09\x0e\x01", Err(StoredError::Tag(14)));
    check(7, b"\x01\x01\0", Ok(What::Governed(Deed::Topic(None))));
    check(7, b"\x01\x01\x01\0\0", Err(StoredError::Text));
    check(7, b"\x01\x14\x01\0\x03Url\0", Err(StoredError::Text));
    check(8, b"\x01!", Err(StoredError::Length));
    check(9, b"\x02", Err(StoredError::Version(2)));
    check(11, b"\x01\0\0", Err(StoredError::Length));
    check(12, b"\x01\x07hi", Err(StoredError::Tag(7)));
    check(12, b"\x01\x01", Err(StoredError::Text));
    check(15, b"\x01", Err(StoredError::Kind(15)));
    check(0, b"\x01\x01hi", Err(StoredError::Kind(0)));
    check(255, b"", Err(StoredError::Kind(255)));
}

#[test]
fn rooms_that_are_renamed() {
    check(7, b"\x01\x15\0\x04#old\0\x05#nouv\0", Ok(What::Governed(renamed(None))));
    check(7, b"\x01\x15\0\x04#old\0\x05#nouv\x01\0\x02hi", Ok(What::Governed(renamed(Some("hi")))));
    let [from, to] = ["#a", "#b"].map(RoomName::stored);
    let renamed = b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\0\x02#a\0\x02#b";
    check(14, renamed, Ok(What::RoomRenamed { id: RoomId(0x0102), from, to }));
    check(14, &renamed[..renamed.len() - 3], Err(StoredError::Length));
    check(14, b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\0\x02#a\0\x01#", Err(StoredError::Text));
}

#[test]
fn facts_with_tags_and_reasons() {
    check(5, b"\x02\0\0\0\0\0\0\x01\x02", Err(StoredError::Text));
    check(5, b"\x03\0\0\0\0\0\0\x01\x02", Err(StoredError::Version(3)));
    check(13, b"\x01", Err(StoredError::Length));
    check(13, b"\x01\0", Err(StoredError::Form));
    check(13, b"\x01\x01\0\x01x\0\0!", Err(StoredError::Length));
    let hi = |reply_to| What::Message { text: Text::new("hi").unwrap(), style: Style::Plain, reply_to, tags: tags() };
    check(1, b"\x03\x01\0\x02\0\x01x\0\x01y\0\x01z\0\0hi", Ok(hi(None)));
    check(1, b"\x03\x01\x01\0\0\0\0\0\0\x01\x02\x02\0\x01x\0\x01y\0\x01z\0\0hi", Ok(hi(Some(258))));
    check(1, b"\x03\x01\0\0hi", Err(StoredError::Form));
    check(1, b"\x03\x01\0\x02\0\x01x\0\0\0\x01x\0\0hi", Err(StoredError::Form));
    check(1, b"\x03\x01\0\x01\0\x02+x\0\0hi", Err(StoredError::Form));
    check(1, b"\x03\x01\x02\x01\0\x01x\0\0hi", Err(StoredError::Tag(2)));
    check(1, b"\x03\x01\0\x01\0\x01x\0\x09hi", Err(StoredError::Length));
}

/// A changed form would make every chain unverifiable: this one is for ever.
#[test]
fn version_one_stays_as_it_is() {
    let mut body = Vec::new();
    let kind = Kind::Named(RoomName::stored("#a"));
    assert_eq!(encode(&What::RoomOpened { id: RoomId(0x0102), kind }, &mut body), 2);
    let mut answer = Vec::new();
    assert_eq!(encode(&What::Answer { text: Text::new("14").unwrap() }, &mut answer), 3);
    assert_eq!(answer, b"\x0114");
    assert_eq!(body, b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x01#a");
}

/// These, too, from the day they were first stored.
#[test]
fn the_later_forms_stay_as_they_are() {
    let hi = Text::new("hi").unwrap();
    let bob = samples::bob;
    let who = b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\x03bob";
    let sanction: &[u8] =
        &[&[1], &who[..], b"\x01\0\0\0\0\0\0\0\x05\x01\0\0\0\0\0\x01\0\0\x01\0\x03why\0\0\0\0\0\0\0\x0c"].concat();
    let deed = |tag: u8, rest: &[&[u8]]| [&[1, tag], &rest.concat()[..]].concat();
    let what = |deed: Deed| What::Governed(deed);
    let mask = || Mask::new("bob").unwrap();
    let pattern = Sanction { mask: Some(mask()), ..Sanction::new(9) };
    let both = Sanction { who: Some(bob()), ..pattern.clone() };
    let noted = |about| What::Noted(Note { about, text: hi.clone() });
    for (what, kind, body) in [
        (What::Edited { seq: 258, text: hi.clone() }, 4, b"\x01\0\0\0\0\0\0\x01\x02hi".to_vec()),
        (What::Tagged { tags: tags() }, 13, b"\x01\x02\0\x01x\0\x01y\0\x01z\0\0".to_vec()),
        (What::Deleted { seq: 258, why: Some(hi.clone()) }, 5, b"\x02\0\0\0\0\0\0\x01\x02hi".to_vec()),
        (
            What::Message { text: hi.clone(), style: Style::Notice, reply_to: None, tags: tags() },
            1,
            b"\x03\x03\0\x02\0\x01x\0\x01y\0\x01z\0\0hi".to_vec(),
        ),
        (What::Deleted { seq: 258, why: None }, 5, b"\x01\0\0\0\0\0\0\x01\x02".to_vec()),
        (
            What::Reacted { seq: 1, mark: Mark::new("+1").unwrap(), on: true },
            6,
            b"\x01\0\0\0\0\0\0\0\x01\x01+1".to_vec(),
        ),
        (what(Deed::Topic(Some(hi.clone()))), 7, deed(1, &[b"\x01\0\x02hi"])),
        (what(Deed::Topic(None)), 7, deed(1, &[b"\0"])),
        (what(Deed::Profile([(url(), None)].into())), 7, deed(20, &[b"\x01\0\x03url\0"])),
        (what(Deed::Profile([(url(), Some(hi_there()))].into())), 7, deed(20, &[b"\x01\0\x03url\x01\0\x02hi"])),
        (what(Deed::Invited(bob())), 7, deed(2, &[who])),
        (what(Deed::Kicked { who: bob(), why: None }), 7, deed(3, &[who, b"\0"])),
        (what(Deed::Banned(samples::sanction())), 7, deed(4, &[sanction])),
        (what(Deed::Unbanned(samples::sanction())), 7, deed(5, &[sanction])),
        (what(Deed::Muted(samples::sanction())), 7, deed(6, &[sanction])),
        (what(Deed::Unmuted(samples::sanction())), 7, deed(7, &[sanction])),
        (what(Deed::Role { who: bob(), role: Some(Role::Moderator), was: None }), 7, deed(8, &[who, &[2]])),
        (what(Deed::Role { who: bob(), role: None, was: None }), 7, deed(8, &[who, &[0]])),
        (what(Deed::Role { who: bob(), role: None, was: Some(Role::Moderator) }), 7, deed(13, &[who, &[0, 2]])),
        (
            what(Deed::Role { who: bob(), role: Some(Role::Owner), was: Some(Role::Member) }),
            7,
            deed(13, &[who, &[3, 1]]),
        ),
        (what(Deed::Modes(vec![Mode::Secret(true), Mode::Outsiders(false)])), 7, deed(14, &[&[2, 3, 1, 13, 0]])),
        (what(Deed::Mode(Mode::Secret(true))), 7, deed(9, &[&[3, 1]])),
        (what(Deed::Mode(Mode::Key(Some(Secret::new("k1").unwrap())))), 7, deed(9, &[b"\x07\x01\0\x02k1"])),
        (what(Deed::Mode(Mode::Limit(Some(258)))), 7, deed(9, &[b"\x08\x01\0\0\x01\x02"])),
        (what(Deed::Mode(Mode::KeepDays(None))), 7, deed(9, &[b"\x0a\0"])),
        (what(Deed::Mode(Mode::KeepLast(Some(1)))), 7, deed(9, &[b"\x0b\x01\0\0\0\0\0\0\0\x01"])),
        (what(Deed::Reset), 7, deed(10, &[])),
        (what(Deed::Exempt { mask: mask(), on: true }), 7, deed(11, &[b"\0\x07bob!*@*", &[1]])),
        (what(Deed::Welcome { mask: mask(), on: false }), 7, deed(12, &[b"\0\x07bob!*@*", &[0]])),
        (what(Deed::Banned(pattern.clone())), 7, deed(4, &[b"\x02\0\x07bob!*@*\0\0\0\0\0\0\0\0\0\0\x09"])),
        (what(Deed::Muted(both)), 7, deed(6, &[b"\x03\0\x07bob!*@*", who, b"\0\0\0\0\0\0\0\0\0\0\x09"])),
        (what(Deed::Mode(Mode::NoCtcp(true))), 7, deed(9, &[&[12, 1]])),
        (What::Joined, 8, b"\x01".to_vec()),
        (What::Left, 9, b"\x01".to_vec()),
        (What::AccountMade, 10, b"\x01".to_vec()),
        (What::AccountErased { id: PersonId(258) }, 11, [&[1][..], &[0; 14], &[1, 2]].concat()),
        (noted(About::Certificate), 12, b"\x01\x01hi".to_vec()),
        (noted(About::Backup), 12, b"\x01\x02hi".to_vec()),
        (noted(About::Disk), 12, b"\x01\x03hi".to_vec()),
        (noted(About::Settings), 12, b"\x01\x04hi".to_vec()),
        (noted(About::SignIn), 12, b"\x01\x05hi".to_vec()),
        (noted(About::Operator), 12, b"\x01\x06hi".to_vec()),
    ] {
        let mut written = Vec::new();
        assert_eq!((encode(&what, &mut written), &written), (kind, &body), "{what:?}");
        assert_eq!(decode(kind, &body), Ok(what));
    }
}

/// What cannot be stored has no kind that could be read.
#[test]
fn words_that_are_gone_are_never_stored() {
    let mut body = Vec::new();
    let kind = encode(&What::Gone(Gone::Deleted), &mut body);
    assert_eq!(decode(kind, &body), Err(StoredError::Kind(0)));
}

proptest! {
    #[test]
    fn any_bytes_give_a_fact_or_an_error_and_a_fact_has_one_form(kind: u8, body: Vec<u8>) {
        for kind in (0..=TAGGED).chain([kind]) {
            if let Ok(what) = decode(kind, &body) {
                let mut again = Vec::new();
                prop_assert_eq!(encode(&what, &mut again), kind);
                prop_assert_eq!(again, body.clone());
            }
        }
    }
    #[test]
    fn a_message_survives(raw in "(?s).{0,200}", style: u8, reply_to: Option<u64>, seq: u64) {
        let style = [Style::Plain, Style::Action, Style::Notice][usize::from(style) % 3];
        if let Ok(text) = Text::new(&raw) {
            round(What::Answer { text: text.clone() })?;
            round(What::Edited { seq, text: text.clone() })?;
            round(What::Message { text: text.clone(), style, reply_to, tags: ClientTags::NONE })?;
            let tags = ClientTags::new([("x/y-1", text.as_str()), ("z", "")]).unwrap();
            round(What::Tagged { tags: tags.clone() })?;
            round(What::Deleted { seq, why: Some(text.clone()) })?;
            round(What::Message { text, style, reply_to, tags })?;
        }
    }
    #[test]
    fn a_mark_survives(seq: u64, on: bool, raw in "\\PC{1,8}") {
        if let Ok(mark) = Mark::new(&raw) {
            round(What::Reacted { seq, mark, on })?;
        }
        round(What::Deleted { seq, why: None })?;
    }
    #[test]
    fn a_deed_survives(deed in samples::deed()) {
        round(What::Governed(deed))?;
    }
    #[test]
    fn a_damaged_deed_is_an_error_or_another_deed(deed in samples::deed(), at: prop::sample::Index, byte: u8) {
        let (mut body, mut again) = (Vec::new(), Vec::new());
        encode(&What::Governed(deed), &mut body);
        let at = at.index(body.len());
        body[at] = byte;
        if let Ok(other) = decode(GOVERNED, &body) {
            encode(&other, &mut again);
            prop_assert_eq!(again, body);
        }
    }
    #[test]
    fn a_room_survives(id: u128, a: u128, b: u128, from in samples::room_name(), to in samples::room_name()) {
        round(What::RoomOpened { id: RoomId(id), kind: Kind::direct(PersonId(a), PersonId(b)) })?;
        round(What::RoomRenamed { id: RoomId(id), from, to })?;
    }
}

#[test]
fn the_longest_text_survives() {
    round(What::Message {
        text: Text::new(&"x".repeat(limits::TEXT_BYTES)).unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: ClientTags::new([("x", "x".repeat(limits::CLIENT_TAG_BYTES - 3).as_str())]).unwrap(),
    })
    .unwrap();
}

fn renamed(why: Option<&str>) -> Deed {
    let [from, to] = ["#old", "#nouv"].map(RoomName::stored);
    Deed::Renamed { from, to, why: why.map(|why| Text::new(why).unwrap()) }
}
fn url() -> causette_core::ProfileKey {
    causette_core::ProfileKey::new("url").unwrap()
}
fn hi_there() -> causette_core::ProfileValue {
    causette_core::ProfileValue::new("hi").unwrap()
}
