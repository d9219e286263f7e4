//! What people and rooms say of themselves, as people read it.

use super::*;
use causette_core::{Profile, ProfileKey, ProfileValue};

fn key(key: &str) -> ProfileKey {
    ProfileKey::new(key).unwrap()
}
fn value(value: &str) -> ProfileValue {
    ProfileValue::new(value).unwrap()
}

#[test]
fn profiles() {
    let profile: Arc<Profile> = Arc::new([(key("url"), value("x\u{202e}y"))].into_iter().collect());
    let mine = |changes: &[(ProfileKey, Option<ProfileValue>)]| Notice::Profile {
        profile: profile.clone(),
        changes: changes.into(),
    };
    notice(
        None,
        mine(&[]),
        "-- your profile says url: x\u{fffd}y\n",
        "-- votre profil indique url\u{a0}: x\u{fffd}y\n",
    );
    notice(
        None,
        mine(&[(key("url"), None), (key("im"), Some(value("z")))]),
        "-- your profile says nothing under url any more\n-- your profile says im: z\n",
        "-- votre profil n'indique plus rien sous url\n-- votre profil indique im\u{a0}: z\n",
    );
    notice(
        None,
        Notice::Profile { profile: Arc::default(), changes: [].into() },
        "-- your profile is empty; /profile KEY TEXT fills it, as in /profile url https://example.org\n",
        "-- votre profil est vide\u{a0}; /profil CLÉ TEXTE le remplit, comme dans /profil url https://example.org\n",
    );
    let both = [(key("url"), Some(value("x"))), (key("im"), None)];
    fact(
        What::Governed(Deed::Profile(both.into())),
        "-- alice set url of this room: x -- alice took im out of this room's profile",
        "-- alice a mis url de ce salon à\u{a0}: x -- alice a retiré im du profil de ce salon",
    );
}
