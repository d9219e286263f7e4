//! Names of people and rooms, patterns and addresses of webhooks: what is taken stays what it is, keeps its limits, cannot be
//! had twice by writing it in other letters, and leads nowhere inside.

use causette_core::hook::{Allowed, UrlHost};
use causette_core::mask::like;
use causette_core::{HookUrl, Mask, Name, ProfileKey, RoomName, limits};
use std::net::IpAddr;

/// Longest pattern and text that are tried with the slow way of comparing.
const LIKE_BYTES: usize = 64;

/// Checks each line of an input, and each with the next as pattern and text.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let words: Vec<&str> = text.split('\n').collect();
    for word in &words {
        person(word);
        room(word);
        mask(word);
        url(word);
        if let Ok(key) = ProfileKey::new(word) {
            assert_eq!(ProfileKey::new(key.as_str()).as_ref(), Ok(&key), "{word:?}");
        }
    }
    for (pattern, text) in words.iter().zip(words.iter().skip(1)) {
        if pattern.len() <= LIKE_BYTES && text.len() <= LIKE_BYTES {
            let (folded, lower) = (pattern.to_lowercase(), text.to_lowercase());
            let expect = slowly(&folded.chars().collect::<Vec<_>>(), &lower.chars().collect::<Vec<_>>());
            assert_eq!(like(pattern, text), expect, "{pattern:?} and {text:?}");
        }
    }
}

fn person(raw: &str) {
    let Ok(name) = Name::new(raw) else { return };
    let shown = name.as_str();
    assert!(shown.chars().count() <= limits::NAME_CHARS && (1..=limits::NAME_BYTES).contains(&shown.len()), "{raw:?}");
    assert!(!shown.contains(|c| breaks(c) || "#&~+%*?.".contains(c)), "{raw:?}");
    assert_eq!(Name::new(shown).as_ref(), Ok(&name), "{raw:?} is another name when it is said again");
    for other in written_otherwise(shown) {
        if let Ok(other) = Name::new(&other) {
            let shared = name.keys().any(|key| other.keys().any(|other| other == key));
            assert!(shared, "{shown:?} and {other:?} are two people");
        }
    }
}

fn room(raw: &str) {
    let Ok(name) = RoomName::new(raw) else { return };
    let shown = name.as_str();
    let bare = shown.strip_prefix('#').unwrap_or_default();
    assert!((1..=limits::ROOM_CHARS).contains(&bare.chars().count()) && shown.len() <= limits::ROOM_BYTES, "{raw:?}");
    assert!(!bare.contains(breaks), "{raw:?}");
    assert_eq!(RoomName::new(shown).as_ref(), Ok(&name), "{raw:?} is another room when it is said again");
    for other in written_otherwise(shown) {
        if let Ok(other) = RoomName::new(&other) {
            assert_eq!(other.key(), name.key(), "{shown:?} and {other:?} are two rooms");
        }
    }
}

/// The same in capitals and in small letters, where each letter has one: `ß` is not `SS`.
fn written_otherwise(name: &str) -> [String; 2] {
    let one = |c: char, mut to: Box<dyn Iterator<Item = char>>| match (to.next(), to.next()) {
        (Some(other), None) => other,
        _ => c,
    };
    let upper = name.chars().map(|c| one(c, Box::new(c.to_uppercase()))).collect();
    let lower = name.chars().map(|c| one(c, Box::new(c.to_lowercase()))).collect();
    [upper, lower]
}

/// What would end a word, a list or a line at some door, or cannot be seen.
fn breaks(c: char) -> bool {
    let hidden = matches!(u32::from(c), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff);
    hidden || c.is_control() || c.is_whitespace() || ",:!@/\u{7}".contains(c)
}

fn mask(raw: &str) {
    let Ok(mask) = Mask::new(raw) else { return };
    let again = Mask::new(mask.as_str());
    assert_eq!(again.as_ref(), Ok(&mask), "{raw:?} is another pattern when it is said again");
    assert!(mask.same(&mask) && mask.as_str().len() <= limits::MASK_BYTES, "{raw:?}");
    assert!(!mask.as_str().contains(char::is_whitespace), "{raw:?}");
}

/// Written out as the rule is read: a `*` is nothing, or one more of anything.
fn slowly(pattern: &[char], text: &[char]) -> bool {
    let mut rows = vec![vec![false; text.len() + 1]; pattern.len() + 1];
    for p in (0..=pattern.len()).rev() {
        for t in (0..=text.len()).rev() {
            let at = |p: usize, t: usize| rows.get(p).and_then(|row| row.get(t)).copied().unwrap_or(false);
            let fits = match (pattern.get(p), text.get(t)) {
                (None, found) => found.is_none(),
                (Some('*'), found) => at(p + 1, t) || found.is_some() && at(p, t + 1),
                (Some(_), None) => false,
                (Some(wanted), Some(found)) => (*wanted == '?' || wanted == found) && at(p + 1, t + 1),
            };
            if let Some(cell) = rows.get_mut(p).and_then(|row| row.get_mut(t)) {
                *cell = fits;
            }
        }
    }
    rows.first().and_then(|row| row.first()).copied().unwrap_or(false)
}

fn url(raw: &str) {
    let Ok(url) = HookUrl::new(raw) else { return };
    assert_eq!(HookUrl::new(url.as_str()).as_ref(), Ok(&url), "{raw:?}");
    assert!(url.target().starts_with('/') && !url.authority().is_empty(), "{raw:?}");
    for part in [url.name(), url.authority(), &url.target()] {
        assert!(part.bytes().all(|byte| byte.is_ascii_graphic()), "{raw:?}: {part:?}");
    }
    assert!(!url.authority().contains('@'), "{raw:?}: a name or a password");
    if let UrlHost::Address(address) = url.host()
        && inside(address)
    {
        assert!(url.may_be_reached(&Allowed::default()).is_err(), "{raw:?} leads inside");
    }
}

/// Some of what is inside, by the standard library's own lists.
fn inside(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_unspecified(),
    }
}
