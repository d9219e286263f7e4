//! Whether a fact is what a search asks for: what every store's own search must agree with.
//!
//! A store that keeps an index keeps [`words`] of what [`said`] gives, and makes it anew when [`folding`] has changed.

use super::Search;
use crate::name::NameKey;
use crate::{Fact, Millis, What};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A search made ready to be compared with many facts.
pub struct Wanted {
    words: Vec<String>,
    by: Option<NameKey>,
    since: Millis,
    until: Option<Millis>,
}

impl Wanted {
    /// Reads a search.
    pub fn of(search: &Search) -> Wanted {
        let by = search.by.as_ref().map(|name| name.key());
        Wanted { words: words(&search.words), by, since: search.since.unwrap_or_default(), until: search.until }
    }

    /// The beginnings of words that are looked for.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether this fact is one of those, wherever it is and whatever was said after it.
    pub fn is(&self, fact: &Fact) -> bool {
        let when = fact.at >= self.since && self.until.is_none_or(|until| fact.at < until);
        let who = || self.by.as_ref().is_none_or(|by| fact.by.name.key() == *by);
        when && who() && self.is_said(&fact.what)
    }

    /// Whether the words are in what was said with this, whoever said it and when.
    pub fn is_said(&self, what: &What) -> bool {
        let Some(text) = said(what) else { return false };
        let folded = folded(text);
        // Most texts do not have the word at all, which is cheaper to see.
        let begins = |word: &str| folded.contains(word) && cut(&folded).any(|other| other.starts_with(word));
        self.words.iter().all(|word| begins(word))
    }
}

/// What somebody said with this, if it is something to be found.
pub fn said(what: &What) -> Option<&str> {
    match what {
        What::Message { text, .. } | What::Answer { text } | What::Edited { text, .. } => Some(text.as_str()),
        What::Deleted { .. }
        | What::Reacted { .. }
        | What::RoomOpened { .. }
        | What::RoomRenamed { .. }
        | What::Tagged { .. } => None,
        What::Governed(_) | What::Gone(_) => None,
        What::Joined | What::Left | What::AccountMade | What::AccountErased { .. } | What::Noted(_) => None,
    }
}

/// The words of a text, without case and accents: letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    cut(&folded(text)).map(str::to_owned).collect()
}

/// A text without case and accents: each character taken apart (NFKD), its marks left out, in lower case. Only marks are
/// ever put in another order by NFKD, so one character after the other gives the same as the whole text would.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii() {
            true => folded.push(c.to_ascii_lowercase()),
            false => decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    folded.extend(part.to_lowercase());
                }
            }),
        }
    }
    folded
}

/// The words of a text that is [`folded`].
pub fn cut(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// By which rules [`words`] and [`crate::Name::key`] fold: they change with the Unicode tables this program was built with.
pub fn folding() -> String {
    let tables = (unicode_normalization::UNICODE_VERSION, unicode_security::UNICODE_VERSION, char::UNICODE_VERSION);
    format!("1 {tables:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Name, PersonId, RoomId, Sender, Style, Text};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[track_caller]
    fn check(text: &str, search: &str, expect: bool) {
        let what = What::Message {
            text: Text::new(text).unwrap(),
            style: Style::Plain,
            reply_to: None,
            tags: crate::ClientTags::NONE,
        };
        let by = Sender { id: PersonId(1), name: Name::given("Émile") };
        let fact = Fact { room: RoomId(1), seq: 1, at: Millis(10), by, what };
        let search = Search { rooms: vec![], words: search.into(), by: None, since: None, until: None, limit: 1 };
        assert_eq!(Wanted::of(&search).is(&fact), expect, "{text:?} {search:?}");
        let by = Search {
            by: Some(Name::given("émile")),
            since: Some(Millis(10)),
            until: Some(Millis(11)),
            ..search.clone()
        };
        assert_eq!(Wanted::of(&by).is(&fact), expect);
        for other in [
            Search { by: Some(Name::given("bob")), ..search.clone() },
            Search { since: Some(Millis(11)), ..search.clone() },
            Search { until: Some(Millis(10)), ..search },
        ] {
            assert!(!Wanted::of(&other).is(&fact), "{other:?}");
        }
    }

    #[test]
    fn words_are_found_without_accents_and_by_their_beginning() {
        check("La Réunion, demain", "reunion", true);
        check("La Réunion, demain", "réu dem", true);
        check("La Réunion, demain", "union", false);
        check("La Réunion, demain", "reunion hier", false);
        check("l'été", "ete", true);
        check("l'été", "", true);
    }

    /// Folded as a whole, marks in their order.
    fn folded_whole(text: &str) -> String {
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
    }

    #[test]
    fn every_character_is_folded_as_it_would_be_in_a_text() {
        for c in '\0'..=char::MAX {
            assert_eq!(folded(&c.to_string()), folded_whole(&c.to_string()), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_folded_as_its_characters_are(text in r"([a-zA-Z0-9 '.]|[éÀßİŒ한ﬁ]|\p{M}|\PC){0,40}") {
            prop_assert_eq!(folded(&text), folded_whole(&text));
        }
    }

    /// What an index was made by: with other tables it is made anew.
    #[test]
    fn an_index_says_which_tables_made_it() {
        for tables in [unicode_normalization::UNICODE_VERSION, char::UNICODE_VERSION] {
            assert!(folding().contains(&format!("{tables:?}")), "{}", folding());
        }
        let search =
            Search { rooms: vec![], words: "L'Été, 14h".into(), by: None, since: None, until: None, limit: 1 };
        assert_eq!(Wanted::of(&search).words(), ["l", "ete", "14h"]);
    }
}
