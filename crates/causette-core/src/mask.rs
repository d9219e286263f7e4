//! Patterns that people are matched by: bans, mutes, exceptions and standing invitations of those of whom only a part is known.
//!
//! Pure text: it must not know rooms, lists or who is here.

use crate::name::fold;
use crate::{PersonId, Refusal, Standing, hex, limits};
use std::fmt;
use std::sync::Arc;

/// What a pattern about accounts begins with.
const ACCOUNT: &str = "~account:";
/// The same, for those who type it.
const ACCOUNT_SHORT: &str = "~a:";
/// What a person is called who says no user name.
pub const NO_USER: &str = "u";

/// A pattern: `nick!user@host`, or `~account:name` of those who are signed in. `*` stands for any characters, `?` for one; case
/// does not count, as in names. At most [`limits::MASK_BYTES`]; no space, no control character.
///
/// It is what whoever wrote it typed, and it is kept as that: erasing a person leaves the patterns that others wrote.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mask {
    shown: Arc<str>,
    folded: Arc<str>,
}

/// Somebody, as patterns see them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen<'a> {
    /// The name they bear.
    pub name: &'a str,
    /// The user name they gave, or [`NO_USER`].
    pub user: &'a str,
    /// As [`host_of`] makes it.
    pub host: &'a str,
    /// The account they are signed in to.
    pub account: Option<&'a str>,
}

impl Mask {
    /// The first half ([`half_of`]) of the id of the guest whose host it names in full, and who comes from somewhere; `None`: it names
    /// nobody's host, or many.
    pub fn guest(&self) -> Option<u64> {
        let (_, host) = self.folded.rsplit_once('@')?;
        let id = host.strip_suffix(".guest").filter(|id| id.len() == 16)?;
        u64::from_str_radix(id, 16).ok()
    }

    /// Checks a pattern and completes what is left out of it: `bob` is `bob!*@*`, `*@h` is `*!*@h`, `bob!u` is `bob!u@*`.
    pub fn new(raw: &str) -> Result<Mask, Refusal> {
        let bad = || Refusal::BadMask { max: limits::MASK_BYTES };
        // A colon at the beginning has a meaning in IRC, and no name has one.
        let written = !raw.is_empty() && !raw.starts_with(':') && raw.len() <= limits::MASK_BYTES;
        if !written || raw.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(bad());
        }
        let shown = match account(raw) {
            Some("") => return Err(bad()),
            Some(pattern) => format!("{ACCOUNT}{pattern}"),
            None => person(raw),
        };
        let folded = fold(&shown).into();
        if shown.len() > limits::MASK_BYTES { Err(bad()) } else { Ok(Mask { shown: shown.into(), folded }) }
    }

    /// Whether a word can only be meant as a pattern: no name and no address looks like it.
    pub fn looks_like(word: &str) -> bool {
        word.contains(['!', '@', '*', '?']) || account(word).is_some()
    }

    /// The complete pattern.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Whether both say the same, whatever their case.
    pub fn same(&self, other: &Mask) -> bool {
        self.folded == other.folded
    }

    /// Whether it is about somebody. On IRC a user name that nobody vouches for stands behind a `~`: a pattern may have it or not.
    pub fn matches(&self, seen: &Seen<'_>) -> bool {
        match account(&self.folded) {
            Some(pattern) => seen.account.is_some_and(|account| glob(pattern, &fold(account))),
            None => ["", "~"]
                .into_iter()
                .any(|sign| glob(&self.folded, &fold(&format!("{}!{sign}{}@{}", seen.name, seen.user, seen.host)))),
        }
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The pattern of an account's name, if it is about accounts.
fn account(raw: &str) -> Option<&str> {
    let after = |prefix: &str| {
        let (head, rest) = raw.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    after(ACCOUNT).or_else(|| after(ACCOUNT_SHORT))
}

fn person(raw: &str) -> String {
    let (name, place) = match raw.split_once('!') {
        Some((name, place)) => (name, place),
        None if raw.contains('@') => ("", raw),
        None => (raw, ""),
    };
    let (user, host) = place.rsplit_once('@').unwrap_or((place, ""));
    let [name, user, host] = [name, user, host].map(|part| if part.is_empty() { "*" } else { part });
    format!("{name}!{user}@{host}")
}

/// Whether all of `text` is as `pattern` says. Only the last `*` is ever taken up again, so that no pattern costs more than its
/// length times the text's.
fn glob(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    // After the last `*`, and the text from which it has not been tried to end yet.
    let mut again: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let (rest, here) = (pattern.clone(), text.clone());
        match (pattern.next(), text.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                text = here.clone();
                again = Some((pattern.clone(), here));
            }
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            // The text has ended: nothing but stars may be left.
            (Some(_), None) => return rest.into_iter().all(|c| c == '*'),
            (Some(_) | None, Some(_)) => {
                let Some((after, from)) = &mut again else { return false };
                if from.next().is_none() {
                    return false;
                }
                (pattern, text) = (after.clone(), from.clone());
            }
        }
    }
}

/// Whether a text is like a pattern with `*` and `?`, whatever the case of its letters.
pub fn like(pattern: &str, text: &str) -> bool {
    glob(&pattern.to_lowercase(), &text.to_lowercase())
}

/// The half of an id that everybody sees.
pub fn half_of(id: PersonId) -> u64 {
    u64::try_from(id.0 >> 64).unwrap_or_default()
}

/// The host that everybody sees of somebody: it says who they are and whether they are signed in, and nothing of where they
/// come from.
pub fn host_of(id: PersonId, standing: Standing) -> String {
    let kind = match standing {
        Standing::Guest => "guest",
        Standing::Account => "account",
    };
    let mut host = String::with_capacity(16 + ".account".len());
    hex::push::<16>(&mut host, half_of(id).into());
    host.push('.');
    host.push_str(kind);
    host
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mask(raw: &str) -> Mask {
        Mask::new(raw).unwrap()
    }

    #[test]
    fn what_is_left_out_is_completed() {
        for (raw, expect) in [
            ("bob", "bob!*@*"),
            ("*@h", "*!*@h"),
            ("nick!u", "nick!u@*"),
            ("nick!@", "nick!*@*"),
            ("!u@", "*!u@*"),
            ("@", "*!*@*"),
            ("a!b!c@d@e", "a!b!c@d@e"),
            ("É?*", "É?*!*@*"),
            ("~account:Bob*", "~account:Bob*"),
            ("~A:bob", "~account:bob"),
            ("~ACCOUNT:*", "~account:*"),
            ("~bob", "~bob!*@*"),
            ("~account", "~account!*@*"),
        ] {
            assert_eq!(mask(raw).as_str(), expect, "{raw}");
            assert_eq!(mask(expect), mask(raw), "{raw}: complete already");
        }
        let long = "x".repeat(limits::MASK_BYTES);
        for raw in
            ["", "a b", "a\tb", "a\u{a0}b", "a\u{7f}b", ":b", "~account:", "~a:", &long, &long[4..], &"é".repeat(70)]
        {
            let expect = if raw == &long[4..] { None } else { Some(Refusal::BadMask { max: 128 }) };
            assert_eq!(Mask::new(raw).err(), expect, "{raw}");
        }
    }

    #[test]
    fn what_matches() {
        let bob = Seen { name: "Bob", user: "u", host: "00ff.guest", account: None };
        let anne = Seen { name: "Élodie", user: "web", host: "12.account", account: Some("Élodie") };
        for (raw, is_bob, is_anne) in [
            ("bob", true, false),
            ("B?B", true, false),
            ("B?", false, false),
            ("*", true, true),
            ("*@*.guest", true, false),
            ("*!W??", false, true),
            ("*!~web@*", false, true),
            ("*!?u", true, false),
            ("*!~~u", false, false),
            ("*!u@00*", true, false),
            ("élodie", false, true),
            ("ÉLO*E!*@*", false, true),
            ("*b*b*", true, false),
            ("*b*b*b*", false, false),
            ("*!*@*.guest*.guest", false, false),
            ("~account:*", false, true),
            ("~a:ÉLODIE", false, true),
            ("~a:élo", false, false),
            ("~a:?lo*", false, true),
            // Neither part reaches into the other.
            ("bob!00ff.guest", false, false),
        ] {
            assert_eq!((mask(raw).matches(&bob), mask(raw).matches(&anne)), (is_bob, is_anne), "{raw}");
        }
        assert!(mask("BOB!*@H").same(&mask("bob!*@h")) && mask("~a:É").same(&mask("~account:é")));
        assert!(!mask("bob").same(&mask("bob!u")));
    }

    #[test]
    fn only_patterns_look_like_one() {
        for (word, expect) in
            [("bob!", true), ("@", true), ("b*", true), ("b?", true), ("~a:b", true), ("~Account:", true)]
        {
            assert_eq!(Mask::looks_like(word), expect, "{word}");
        }
        assert!(
            !["bob", "192.0.2.1", "2001:db8::1", "#14", "14", "~account", "Élodie"].into_iter().any(Mask::looks_like)
        );
    }

    #[test]
    fn a_pattern_of_any_text() {
        for (pattern, expect) in [("B?B", true), ("*O*", true), ("bob", true), ("bo", false), ("?bob", false)] {
            assert_eq!(like(pattern, "Bob"), expect, "{pattern}");
        }
    }

    #[test]
    fn a_host_says_who_and_nothing_else() {
        let id = PersonId(0x0123_4567_89ab_cdef << 64 | 7);
        assert_eq!(host_of(id, Standing::Guest), "0123456789abcdef.guest");
        assert_eq!(host_of(PersonId(1 << 64), Standing::Account), "0000000000000001.account");
    }

    /// With the backing off of a naive matcher, this would take longer than there is time.
    #[test]
    fn no_pattern_takes_long() {
        let pattern = "a*".repeat(60) + "b";
        let text = "a".repeat(4_000);
        assert!(!glob(&pattern, &text));
        assert!(glob(&pattern, &(text + "b")));
    }

    /// The rule as it would be said, however long it takes.
    fn slow(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => (0..=text.len()).any(|from| slow(rest, &text[from..])),
            (Some(('?', rest)), Some((_, left))) => slow(rest, left),
            (Some((wanted, rest)), Some((found, left))) => wanted == found && slow(rest, left),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn it_matches_what_the_rule_says(pattern in "[ab?*é]{0,8}", text in "[abé]{0,10}") {
            let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(glob(&pattern, &text), slow(&p, &t));
        }
        #[test]
        fn a_complete_pattern_is_complete(raw in "\\PC{1,40}") {
            if let Ok(mask) = Mask::new(&raw) {
                prop_assert_eq!(Mask::new(mask.as_str()), Ok(mask));
            }
        }
        #[test]
        fn everybody_matches_their_own_name(raw in "[a-zA-Zé]{1,20}", account in any::<bool>()) {
            let seen = Seen { name: &raw, user: NO_USER, host: "h", account: account.then_some(raw.as_str()) };
            prop_assert!(mask(&raw).matches(&seen));
            prop_assert_eq!(mask(&format!("~a:{raw}")).matches(&seen), account);
        }
    }
}
