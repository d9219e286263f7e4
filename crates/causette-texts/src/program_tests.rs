//! The program's sentences: each can be said in both languages, and each trouble ends with a next step.

use super::{NUMBERS, part};
use crate::*;
use std::collections::BTreeSet;

/// A trouble of the program has paths in it and is read at leisure, so it may be longer than a refusal.
const LONGEST: usize = 290;

/// Every id that the program uses.
pub(super) fn ids() -> BTreeSet<String> {
    let said = Program::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let troubles = ProgramError::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let sound = Sound::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let found = Finding::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let done = Admin::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let undone = AdminError::samples(&[1]).iter().map(|s| s.id().to_string()).collect::<Vec<_>>();
    let operating = done.into_iter().chain(undone);
    said.into_iter().chain(operating).chain(troubles).chain(sound).chain(found).collect()
}

#[test]
fn every_sentence_of_the_program_can_be_said() {
    for lang in Lang::ALL {
        for what in Program::samples(&NUMBERS) {
            let text = part(lang, what.id(), None, &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?}"));
            assert_eq!(program(lang, what), text);
            assert!(!text.contains('\n'), "a comment of the config is one line: {text}");
        }
        for what in Admin::samples(&NUMBERS) {
            let text = part(lang, what.id(), None, &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?}"));
            assert!(admin(lang, what) == text && !text.contains('\n'), "{text}");
        }
    }
}

#[test]
fn every_trouble_says_what_and_the_next_step() {
    for lang in Lang::ALL {
        for trouble in ProgramError::samples(&NUMBERS) {
            let [what, next] = ["what", "next"].map(|a| {
                part(lang, trouble.id(), Some(a), &trouble.args()).unwrap_or_else(|| panic!("{lang:?} {trouble:?} {a}"))
            });
            assert!(what.ends_with('.') && what.chars().count() > 10, "{lang:?} {trouble:?}: {what}");
            assert!(next.starts_with(char::is_uppercase), "{lang:?} {trouble:?}: {next}");
            let whole = program_error(lang, trouble);
            assert_eq!(whole, format!("{what} {next}"));
            assert!(whole.chars().count() <= LONGEST, "{lang:?} {trouble:?}: {whole}");
        }
        for trouble in AdminError::samples(&NUMBERS) {
            let [what, next] = ["what", "next"].map(|a| {
                part(lang, trouble.id(), Some(a), &trouble.args()).unwrap_or_else(|| panic!("{lang:?} {trouble:?} {a}"))
            });
            assert!(what.ends_with('.') && next.starts_with(char::is_uppercase), "{lang:?} {trouble:?}: {what} {next}");
            let whole = admin_error(lang, trouble);
            assert!(whole == format!("{what} {next}") && whole.chars().count() <= LONGEST, "{whole}");
        }
    }
}

#[test]
fn every_finding_says_what_and_its_fix() {
    for lang in Lang::ALL {
        for what in Sound::samples(&NUMBERS) {
            let text = part(lang, what.id(), None, &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?}"));
            assert!(sound(lang, what) == text && !text.ends_with('.'), "{text}");
        }
        for what in Finding::samples(&NUMBERS) {
            let [found, next] = ["what", "next"].map(|a| {
                part(lang, what.id(), Some(a), &what.args()).unwrap_or_else(|| panic!("{lang:?} {what:?} {a}"))
            });
            assert!(found.ends_with('.') && next.starts_with(char::is_uppercase), "{lang:?} {what:?}: {found} {next}");
            let whole = finding(lang, what);
            assert!(whole == format!("{found} {next}") && whole.chars().count() <= LONGEST, "{whole}");
        }
    }
}
