//! Writing the fields of stored forms: big-endian numbers, texts with their length, flags. The other side is
//! [`super::Reader`].

use causette_core::{Sender, Text};

pub(super) fn number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&number.to_be_bytes());
}

pub(super) fn small(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_be_bytes());
}

pub(super) fn flag(out: &mut Vec<u8>, on: bool) {
    out.push(u8::from(on));
}

/// `length (2) ‖ bytes`. No text, name or key comes near the 65,535 bytes that this can hold.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend(text.bytes().take(length.into()));
}

/// `0`, or `1` and the value.
pub(super) fn maybe<T>(out: &mut Vec<u8>, value: Option<T>, put: impl FnOnce(&mut Vec<u8>, T)) {
    flag(out, value.is_some());
    if let Some(value) = value {
        put(out, value);
    }
}

pub(super) fn maybe_text(out: &mut Vec<u8>, value: &Option<Text>) {
    maybe(out, value.as_ref(), |out, text| string(out, text.as_str()));
}

pub(super) fn sender(out: &mut Vec<u8>, who: &Sender) {
    out.extend_from_slice(&who.id.0.to_be_bytes());
    string(out, who.name.as_str());
}
