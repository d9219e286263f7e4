//! Names of people and rooms: which characters, how long, and when two of them are the same or look alike.
//!
//! Allowed characters follow UTS #39 (identifier status, single script); look-alikes are found by its skeletons.
//! ASCII stands for itself in a skeleton: `al1ce` and `alice` are different names, as on every chat server.

use crate::{Refusal, limits};
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{GeneralSecurityProfile, MixedScript, skeleton};

/// What is wrong with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameFault {
    /// Nothing there.
    Empty,
    /// Too many characters.
    TooLong {
        /// How many there may be.
        max: usize,
    },
    /// A character that is not allowed.
    Character(char),
    /// It starts with a digit or a sign.
    Start(char),
    /// Too many combining marks on one letter.
    Marks,
    /// Letters of several scripts, which is how names are forged.
    Scripts,
    /// Kept for the server.
    Reserved,
}

/// Signs allowed in a person's name, as on IRC (RFC 2812, 2.3.1).
const NAME_SIGNS: &str = "_-[]\\^{}|`";
/// Signs allowed in a room's name.
const ROOM_SIGNS: &str = "_-.+&'#";
/// Names nobody may take.
const RESERVED: [&str; 5] = ["causette", "server", "system", "nickserv", "chanserv"];

/// A person's name as they wrote it (NFC). Compare people by id; compare names by [`Name::keys`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// A room's name as its maker wrote it (NFC), with its `#`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomName(Arc<str>);

/// What a name is compared by: folded, with look-alike letters replaced by what they look like.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct NameKey(Box<str>);

impl NameKey {
    /// The key as text, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Name {
    /// Checks a name.
    pub fn new(raw: &str) -> Result<Name, Refusal> {
        let name = checked(raw, NAME_SIGNS, limits::NAME_CHARS, limits::NAME_BYTES).map_err(Refusal::BadName)?;
        match name.chars().next() {
            Some(c) if c.is_numeric() || c == '-' => return Err(Refusal::BadName(NameFault::Start(c))),
            _ => {}
        }
        let name = Name(name);
        if name.keys().any(|k| RESERVED.contains(&k.as_str())) {
            return Err(Refusal::BadName(NameFault::Reserved));
        }
        Ok(name)
    }

    /// Whether a name can hold this character somewhere.
    pub fn may_hold(c: char) -> bool {
        c.is_alphanumeric() || NAME_SIGNS.contains(c) || is_combining_mark(c)
    }

    /// A name the server itself gives, such as `guest12`; it is not checked.
    pub fn given(name: &str) -> Name {
        Name(Arc::from(name))
    }

    /// What whoever was erased is called in what is left of them.
    pub fn erased() -> Name {
        Name::given("?")
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One key for an ASCII name, two for another (skeleton of the folded and of the unfolded form). Two names
    /// that share a key may not be borne at once.
    pub fn keys(&self) -> impl Iterator<Item = NameKey> + use<> {
        let folded = look(&fold(&self.0));
        let unfolded = (!self.0.is_ascii()).then(|| fold(&look(&self.0))).filter(|k| *k != folded);
        [Some(folded), unfolded].into_iter().flatten().map(|k| NameKey(k.into()))
    }

    /// The first of [`Name::keys`]: what a name typed by someone else is found by.
    pub fn key(&self) -> NameKey {
        NameKey(look(&fold(&self.0)).into())
    }
}

impl RoomName {
    /// Checks a room's name; the `#` may be left out.
    pub fn new(raw: &str) -> Result<RoomName, Refusal> {
        let bare = raw.strip_prefix('#').unwrap_or(raw);
        let bare = checked(bare, ROOM_SIGNS, limits::ROOM_CHARS, limits::ROOM_BYTES - 1).map_err(Refusal::BadRoom)?;
        Ok(RoomName(Arc::from(format!("#{bare}"))))
    }

    /// The room of the server itself, which only operators may enter: who has which rank, who is banned from all of it, which
    /// rooms and accounts there are, and what happened to it.
    pub fn server() -> RoomName {
        RoomName(Arc::from("#server"))
    }

    /// The room that newcomers enter where their door asks for none.
    pub fn home() -> RoomName {
        RoomName(Arc::from("#general"))
    }

    /// A name read back from the store; it was checked when it was made.
    pub fn stored(name: &str) -> RoomName {
        RoomName(Arc::from(name))
    }

    /// The name with its `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the room is found by. Names that look alike have one key, so they are one room.
    pub fn key(&self) -> NameKey {
        NameKey(look(&fold(&self.0)).into())
    }
}

fn checked(raw: &str, signs: &str, max_chars: usize, max_bytes: usize) -> Result<Arc<str>, NameFault> {
    if raw.is_empty() {
        return Err(NameFault::Empty);
    }
    // Normalising is linear, but a megabyte of it is still a megabyte: look at the length first.
    if raw.len() > max_bytes * 4 {
        return Err(NameFault::TooLong { max: max_chars });
    }
    if raw.is_ascii() {
        return checked_ascii(raw, signs, max_chars, max_bytes);
    }
    let name: String = raw.nfc().collect();
    let mut marks = 0;
    for (i, c) in name.chars().enumerate() {
        let mark = is_combining_mark(c);
        let allowed = match c {
            c if c.is_ascii() => is_plain(c, signs),
            c => c.identifier_allowed() && (c.is_alphanumeric() || mark && i > 0),
        };
        if !allowed {
            return Err(NameFault::Character(c));
        }
        marks = if mark { marks + 1 } else { 0 };
        if marks > limits::MARKS_PER_LETTER {
            return Err(NameFault::Marks);
        }
    }
    if name.chars().count() > max_chars || name.len() > max_bytes {
        return Err(NameFault::TooLong { max: max_chars });
    }
    if !name.as_str().is_single_script() {
        return Err(NameFault::Scripts);
    }
    Ok(Arc::from(name))
}

/// The same for what is its own normal form, in a tenth of the time: nearly all names are, and each message names a room.
fn checked_ascii(name: &str, signs: &str, max_chars: usize, max_bytes: usize) -> Result<Arc<str>, NameFault> {
    if let Some(c) = name.chars().find(|c| !is_plain(*c, signs)) {
        return Err(NameFault::Character(c));
    }
    if name.len() > max_chars || name.len() > max_bytes {
        return Err(NameFault::TooLong { max: max_chars });
    }
    Ok(Arc::from(name))
}

fn is_plain(c: char, signs: &str) -> bool {
    c.is_ascii_alphanumeric() || signs.contains(c)
}

pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

/// Replaces each letter by what it looks like (UTS #39 skeleton); ASCII stays.
fn look(name: &str) -> String {
    if name.is_ascii() {
        return name.to_string();
    }
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut one = [0; 4];
            out.extend(skeleton(c.encode_utf8(&mut one)));
        }
    }
    out
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({})", self.0)
    }
}
impl fmt::Debug for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoomName({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn good(raw: &str) -> Name {
        Name::new(raw).unwrap_or_else(|e| panic!("{raw:?} refused: {e:?}"))
    }
    #[track_caller]
    fn bad(raw: &str, fault: NameFault) {
        assert_eq!(Name::new(raw), Err(Refusal::BadName(fault)), "{raw:?}");
    }
    fn clash(a: &str, b: &str) -> bool {
        let keys: Vec<_> = good(a).keys().collect();
        good(b).keys().any(|k| keys.contains(&k))
    }

    #[test]
    fn names_allowed() {
        for n in [
            "bob",
            "Élodie",
            "naïve_1",
            "小明",
            "Олег",
            "[x]",
            "O-o",
            "a\u{301}bc",
            "œuvre",
            "Àéèêëïîôûùüÿçæ",
            "Nguyễn",
        ] {
            good(n);
        }
    }

    #[test]
    fn names_refused() {
        bad("", NameFault::Empty);
        bad("a b", NameFault::Character(' '));
        bad("../x", NameFault::Character('.'));
        bad("a\nb", NameFault::Character('\n'));
        bad("a\u{1b}[2J", NameFault::Character('\u{1b}'));
        bad("bob\u{202e}", NameFault::Character('\u{202e}'));
        bad("bo\u{200b}b", NameFault::Character('\u{200b}'));
        bad("\u{3164}", NameFault::Character('\u{3164}'));
        bad("1bob", NameFault::Start('1'));
        bad("-bob", NameFault::Start('-'));
        bad("\u{430}lice", NameFault::Scripts); // Cyrillic а
        bad("q\u{301}\u{302}\u{303}", NameFault::Marks);
        bad(&"x".repeat(21), NameFault::TooLong { max: 20 });
        bad(&"x".repeat(1_000_000), NameFault::TooLong { max: 20 });
        bad("NickServ", NameFault::Reserved);
    }

    #[test]
    fn the_longest_names_and_what_is_too_much() {
        good(&"x".repeat(20));
        good(&"\u{1e7e0}".repeat(16)); // 64 bytes
        bad(&"\u{1e7e0}".repeat(17), NameFault::TooLong { max: 20 });
        // What is typed in pieces counts as what it becomes: 180 bytes here, then 60.
        assert_eq!(good(&"\u{1112}\u{1161}\u{11ab}".repeat(20)).as_str(), "\u{d55c}".repeat(20));
        good("q\u{301}\u{302}");
        // Nobody looks for the wrong letter in a megabyte.
        bad(&" ".repeat(256), NameFault::Character(' '));
        bad(&" ".repeat(257), NameFault::TooLong { max: 20 });
        // A sign between letters is none of them, and a mark needs one.
        bad("l\u{b7}l", NameFault::Character('\u{b7}'));
        bad("\u{301}a", NameFault::Character('\u{301}'));
    }

    #[test]
    fn what_a_name_may_hold() {
        assert!(['a', 'É', '7', '_', '\u{301}'].into_iter().all(Name::may_hold));
        assert!(![' ', '.', ',', '@', '\u{200b}'].into_iter().any(Name::may_hold));
    }

    #[test]
    fn names_that_clash() {
        assert!(clash("Bob", "bOB"));
        assert!(clash("cop", "\u{441}\u{43e}\u{440}")); // Latin and Cyrillic look-alikes
        assert!(clash("iii", "\u{406}\u{406}\u{406}")); // folded skeletons meet
        assert!(clash("lll", "\u{406}\u{406}\u{406}")); // and those of capitals as they are written
        assert!(clash("Élodie", "élodie"));
        assert!(!clash("elodie", "élodie"));
        assert!(!clash("al1ce", "alice"));
        assert!(!clash("ann", "bob"));
    }

    #[test]
    fn rooms() {
        assert_eq!(RoomName::new("rust").unwrap().as_str(), "#rust");
        assert_eq!(RoomName::new("#c++").unwrap().as_str(), "#c++");
        assert_eq!(RoomName::new("#Café").unwrap().key(), RoomName::new("café").unwrap().key());
        for bad in ["", "#", "a,b", "a b", "../etc", "a\nb", "#\u{202e}x"] {
            assert!(RoomName::new(bad).is_err(), "{bad:?}");
        }
        assert!(RoomName::new(&"r".repeat(1 << 20)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn a_name_equals_itself_under_case_and_never_panics(raw in "\\PC{0,24}") {
            if let Ok(n) = Name::new(&raw) {
                proptest::prop_assert!(n.keys().count() >= 1);
                proptest::prop_assert_eq!(n.keys().next(), Some(n.key()));
                // A name survives being typed again as it is shown.
                proptest::prop_assert_eq!(Name::new(n.as_str()), Ok(n));
            }
            let _ = RoomName::new(&raw);
        }
    }
}
