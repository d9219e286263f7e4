//! What people and rooms say of themselves beside their name: short texts, each under a key that programs agree on.

use crate::{Refusal, limits};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a text of a profile is found by: 1 to [`limits::PROFILE_KEY`] of `a` to `z`, `0` to `9`, `_`, `.`, `/` and `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProfileKey(Arc<str>);

impl ProfileKey {
    /// Checks a key.
    pub fn new(raw: &str) -> Result<ProfileKey, Refusal> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'/' | b'-');
        if raw.is_empty() || raw.len() > limits::PROFILE_KEY || !raw.bytes().all(fits) {
            return Err(Refusal::BadProfileKey { max: limits::PROFILE_KEY });
        }
        Ok(ProfileKey(raw.into()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands under a key: one line of [`limits::PROFILE_VALUE`] bytes at most, perhaps empty, without control characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ProfileValue(Arc<str>);

impl ProfileValue {
    /// Checks a value.
    pub fn new(raw: &str) -> Result<ProfileValue, Refusal> {
        if raw.len() > limits::PROFILE_VALUE {
            return Err(Refusal::TooLong { bytes: raw.len(), max: limits::PROFILE_VALUE });
        }
        if raw.contains(char::is_control) {
            return Err(Refusal::BadText);
        }
        Ok(ProfileValue(raw.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody wants of a profile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProfileEdit {
    /// Let this stand under the key; `None`: nothing.
    Set(ProfileKey, Option<ProfileValue>),
    /// Let nothing stand there at all.
    Clear,
}

/// What became of some keys; `None`: nothing stands there any more.
pub type ProfileChanges = Arc<[(ProfileKey, Option<ProfileValue>)]>;

/// All that a person or a room says of itself, by key. At most [`limits::PROFILE_KEYS`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Profile(BTreeMap<ProfileKey, ProfileValue>);

impl Profile {
    /// What stands under a key.
    pub fn get(&self, key: &ProfileKey) -> Option<&ProfileValue> {
        self.0.get(key)
    }

    /// All of it, in the order of its keys.
    pub fn iter(&self) -> impl Iterator<Item = (&ProfileKey, &ProfileValue)> {
        self.0.iter()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is said at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a wish would change here. What is not there cannot be taken away.
    pub fn edited(&self, edit: &ProfileEdit) -> Result<ProfileChanges, Refusal> {
        match edit {
            ProfileEdit::Set(key, Some(_)) if self.get(key).is_none() && self.len() >= limits::PROFILE_KEYS => {
                Err(Refusal::ListFull { max: limits::PROFILE_KEYS })
            }
            ProfileEdit::Set(key, None) if self.get(key).is_none() => {
                Err(Refusal::NotInProfile { key: key.as_str().to_owned() })
            }
            ProfileEdit::Set(key, value) => Ok([(key.clone(), value.clone())].into()),
            ProfileEdit::Clear => Ok(self.0.keys().map(|key| (key.clone(), None)).collect()),
        }
    }

    /// Makes changes true.
    pub fn apply(&mut self, changes: &[(ProfileKey, Option<ProfileValue>)]) {
        for (key, value) in changes {
            match value {
                Some(value) => drop(self.0.insert(key.clone(), value.clone())),
                None => drop(self.0.remove(key)),
            }
        }
    }
}

impl FromIterator<(ProfileKey, ProfileValue)> for Profile {
    fn from_iter<T: IntoIterator<Item = (ProfileKey, ProfileValue)>>(all: T) -> Profile {
        Profile(all.into_iter().collect())
    }
}

/// Bytes of text that changes carry.
pub(crate) fn weight(changes: &[(ProfileKey, Option<ProfileValue>)]) -> usize {
    let value = |value: &Option<ProfileValue>| value.as_ref().map_or(0, |value| value.as_str().len());
    changes.iter().map(|(key, new)| key.as_str().len() + value(new)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(key: &str, value: Option<&str>) -> ProfileEdit {
        let value = value.map(|value| ProfileValue::new(value).unwrap());
        ProfileEdit::Set(ProfileKey::new(key).unwrap(), value)
    }

    #[test]
    fn keys_are_words_of_programs_and_values_are_lines() {
        let refused = Refusal::BadProfileKey { max: limits::PROFILE_KEY };
        for bad in ["", "Url", "a b", "é", "$url$", "a:b", &"k".repeat(limits::PROFILE_KEY + 1)] {
            assert_eq!(ProfileKey::new(bad), Err(refused.clone()), "{bad:?}");
        }
        for good in ["url", "display-name", "ergo.chat/x_1", &"k".repeat(limits::PROFILE_KEY)] {
            assert_eq!(ProfileKey::new(good).unwrap().as_str(), good);
        }
        let heart = "💜".repeat(limits::PROFILE_VALUE / 4);
        for good in ["", " ", "a b", &heart] {
            assert_eq!(ProfileValue::new(good).unwrap().as_str(), good);
        }
        let (bytes, max) = (heart.len() + 1, limits::PROFILE_VALUE);
        assert_eq!(ProfileValue::new(&format!("{heart}x")), Err(Refusal::TooLong { bytes, max }));
        for bad in ["a\nb", "\u{1b}[31m", "nul\0", "\u{85}"] {
            assert_eq!(ProfileValue::new(bad), Err(Refusal::BadText), "{bad:?}");
        }
    }

    #[test]
    fn a_profile_is_edited_key_by_key_and_never_grows_beyond_its_limit() {
        let mut profile = Profile::default();
        assert_eq!(profile.edited(&set("url", None)), Err(Refusal::NotInProfile { key: "url".to_owned() }));
        assert_eq!(profile.edited(&ProfileEdit::Clear).unwrap().len(), 0);
        for n in 0..limits::PROFILE_KEYS {
            profile.apply(&profile.edited(&set(&format!("k{n:02}"), Some("x"))).unwrap());
        }
        assert_eq!(profile.iter().filter(|(_, value)| value.as_str() == "x").count(), limits::PROFILE_KEYS);
        assert!(!profile.is_empty());
        let full = Err(Refusal::ListFull { max: limits::PROFILE_KEYS });
        assert_eq!(profile.edited(&set("url", Some("x"))), full);
        // What is there already can still be said anew.
        profile.apply(&profile.edited(&set("k03", Some("y"))).unwrap());
        assert_eq!(profile.get(&ProfileKey::new("k03").unwrap()).map(ProfileValue::as_str), Some("y"));
        let again: Profile = profile.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        assert_eq!(again, profile);
        profile.apply(&profile.edited(&set("k03", None)).unwrap());
        assert_eq!(profile.len(), limits::PROFILE_KEYS - 1);
        let changes = profile.edited(&ProfileEdit::Clear).unwrap();
        assert_eq!((changes.len(), &changes[0]), (profile.len(), &(ProfileKey::new("k00").unwrap(), None)));
        profile.apply(&changes);
        assert!(profile.is_empty());
    }
}
