//! Stored forms: any bytes give a value or an error, a value has one form, and a token is good only as it was made.

use causette_core::{Millis, PersonId, RoomId};
use causette_wire::stored::{chain, fact, room, token};

/// Checks one input; its first byte is a fact's kind, the rest is its body.
pub fn check(input: &[u8]) {
    let Some((&kind, body)) = input.split_first() else { return };
    if let Ok(what) = fact::decode(kind, body) {
        let mut again = Vec::new();
        assert_eq!(fact::encode(&what, &mut again), kind);
        assert_eq!(again, body, "{what:?} has two forms");
    }
    if let Ok(kind) = room::decode(body) {
        assert_eq!(room::encode(&kind), body, "{kind:?} has two forms");
    }
    tokens(body);
    links(input);
}

/// Nobody makes a token by chance; a minted one is good until its end, and no other text is the same token.
fn tokens(body: &[u8]) {
    let secret = [7; 32];
    let numbers = body.first_chunk::<8>().map_or(1, |bytes| u64::from_be_bytes(*bytes));
    let (guest, until) = (PersonId(u128::from(numbers) << 64 | 1), Millis(numbers.max(1)));
    let minted = token::mint(&secret, guest, until);
    assert_eq!(token::check(&secret, &minted, Millis(until.0 - 1)), Some(guest));
    assert_eq!(token::check(&secret, &minted, until), None);
    if let Ok(text) = str::from_utf8(body)
        && text != minted
    {
        assert_eq!(token::check(&secret, text, Millis(0)), None, "{text}");
        assert_eq!(token::check(&secret, &format!("{minted}{text}"), Millis(0)).is_some(), text.is_empty());
    }
}

/// Two facts have the same place in a chain only if they are the same.
fn links(input: &[u8]) {
    let (one, other) = input.split_at_checked(input.len() / 2).unwrap_or_default();
    let link = |bytes: &[u8]| {
        let byte = |n: usize| bytes.get(n).copied().unwrap_or_default();
        chain::Link {
            room: RoomId(byte(0).into()),
            seq: byte(1).into(),
            kind: byte(2),
            sender: PersonId(byte(3).into()),
            at: Millis(byte(4).into()),
        }
    };
    let hash = |bytes: &[u8]| link(bytes).after(&chain::START, &chain::content(&[1; 16], bytes));
    assert_eq!(hash(one) == hash(other), one == other);
}
