//! The lab's sentences: each can be said in both languages, and each answer names only what a demonstration observes.

use super::{NUMBERS, outline, part};
use crate::*;
use fluent_bundle::FluentArgs;
use std::collections::BTreeSet;

/// Every id that the lab uses.
pub(super) fn ids() -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = Lab::samples(&[1]).iter().map(|s| s.id().to_string()).collect();
    ids.extend(Expect::ALL.iter().map(|s| s.id().to_string()));
    ids.extend(Question::ALL.iter().map(|q| q.id().to_string()));
    ids
}

#[test]
fn every_sentence_of_the_lab_can_be_said() {
    for lang in Lang::ALL {
        for what in Lab::samples(&NUMBERS) {
            let text = part(lang, what.id(), None, &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?}"));
            assert_eq!(lab(lang, what), text);
        }
    }
}

#[test]
fn every_expectation_has_a_hint() {
    for lang in Lang::ALL {
        for what in Expect::ALL.iter().copied() {
            let [expected, look] = ["what", "hint"].map(|a| part(lang, what.id(), Some(a), &FluentArgs::new()));
            assert_eq!((Some(expectation(lang, what)), Some(hint(lang, what))), (expected, look), "{what:?}");
            assert!(hint(lang, what).ends_with('.') && !expectation(lang, what).ends_with('.'), "{what:?}");
        }
    }
}

#[test]
fn every_question_has_an_answer_that_names_what_was_seen() {
    assert_eq!(Question::ALL.len(), 21);
    let outline = outline(bundle::EN);
    for question in Question::ALL {
        assert_eq!(Question::find(&question.label().to_lowercase()), Some(*question));
        let names = outline.get(&format!("{}.answer", question.id())).cloned().unwrap_or_default();
        assert!(!names.is_empty(), "{question:?} names nothing that was observed");
        let facts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "FACT")).collect();
        for lang in Lang::ALL {
            assert!(lab_question(lang, *question).ends_with('?'), "{question:?}");
            let answer = lab_answer(lang, *question, &facts);
            assert!(answer.contains("FACT") && !answer.contains('{'), "{answer}");
        }
    }
    assert_eq!(Question::find("IX.1"), None);
}
