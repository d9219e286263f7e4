//! Profiles as JSON: `"profile"` is an object of texts by key, `"changed"` the same of what is new, `null` where nothing stands any
//! more.

use super::super::put::Object;
use super::{answer, person};
use causette_core::{Notice, Profile, ProfileKey, ProfileValue, Ref};

/// What concerns profiles, of all that is told.
pub(super) fn notice(out: &mut Vec<u8>, reference: Option<&Ref>, notice: &Notice) {
    match notice {
        Notice::Profile { profile, changes } => {
            changed(self::profile(answer(out, "profile", reference), profile), changes).end_line();
        }
        Notice::WatchedProfile(who, changes) => {
            changed(person(answer(out, "watched_profile", reference), who), changes).end_line();
        }
        _ => {}
    }
}

/// All of a profile.
pub(super) fn profile<'o>(object: Object<'o>, profile: &Profile) -> Object<'o> {
    object.object("profile", |out| {
        profile.iter().fold(Object::new(out), |object, (key, value)| object.under(key, Some(value))).end();
    })
}

/// The same, unless it is empty.
pub(super) fn maybe_profile<'o>(object: Object<'o>, profile: &Profile) -> Object<'o> {
    if profile.is_empty() { object } else { self::profile(object, profile) }
}

/// What of a profile is new.
pub(super) fn changed<'o>(object: Object<'o>, changes: &[(ProfileKey, Option<ProfileValue>)]) -> Object<'o> {
    object.object("changed", |out| {
        changes.iter().fold(Object::new(out), |object, (key, value)| object.under(key, value.as_ref())).end();
    })
}
