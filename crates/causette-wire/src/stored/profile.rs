//! Profiles, and what becomes of them: a count, then each key with what stands under it.

use super::{Reader, StoredError, put};
use causette_core::{Profile, ProfileChanges, ProfileKey, ProfileValue};

pub(super) fn put(out: &mut Vec<u8>, profile: &Profile) {
    out.push(u8::try_from(profile.len()).unwrap_or(u8::MAX));
    for (key, value) in profile.iter() {
        put::string(out, key.as_str());
        put::string(out, value.as_str());
    }
}

pub(super) fn take(reader: &mut Reader<'_>) -> Result<Profile, StoredError> {
    let count = reader.byte()?;
    (0..count).map(|_| Ok((key(reader)?, value(reader)?))).collect()
}

pub(super) fn put_changes(out: &mut Vec<u8>, changes: &[(ProfileKey, Option<ProfileValue>)]) {
    out.push(u8::try_from(changes.len()).unwrap_or(u8::MAX));
    for (key, value) in changes {
        put::string(out, key.as_str());
        put::maybe(out, value.as_ref(), |out, value| put::string(out, value.as_str()));
    }
}

pub(super) fn take_changes(reader: &mut Reader<'_>) -> Result<ProfileChanges, StoredError> {
    let count = reader.byte()?;
    (0..count).map(|_| Ok((key(reader)?, reader.maybe(value)?))).collect()
}

/// Only what was checked is ever stored.
fn key(reader: &mut Reader<'_>) -> Result<ProfileKey, StoredError> {
    ProfileKey::new(reader.string()?).map_err(|_| StoredError::Text)
}

fn value(reader: &mut Reader<'_>) -> Result<ProfileValue, StoredError> {
    ProfileValue::new(reader.string()?).map_err(|_| StoredError::Text)
}
