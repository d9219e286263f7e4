//! The pages of help that are about no command say all they promise to.

use super::part;
use crate::*;
use fluent_bundle::FluentArgs;
use std::collections::BTreeSet;

/// Limits that only the server's own memory knows.
const UNMET: &[&str] = &[
    "SIGN_IN_COUNTED",
    "TAIL_FACTS",
    "TAIL_BYTES",
    "ROOMS_LOADED",
    "QUOTA_MS",
    "QUOTA_PLACES",
    "EXPORT_FACTS",
    "SCRUB_FACTS",
];

#[test]
fn every_limit_of_the_core_is_shown_by_name_and_amount() {
    let text = include_str!("../../causette-core/src/limits.rs");
    let all: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split(':').next())
        .filter(|name| !UNMET.contains(name))
        .collect();
    let shown: Vec<String> = limits::LIMITS.iter().map(|(name, _)| name.to_uppercase()).collect();
    assert_eq!(shown.iter().map(String::as_str).collect::<BTreeSet<_>>(), all);
    for (lang, lines) in [
        (
            Lang::En,
            ["text_bytes 4 KiB one message", "line_of_text_bytes 400 B a topic", "sign_in_host 30 + 1/6 s wrong"],
        ),
        (Lang::Fr, ["text_bytes 4 Kio un message", "accounts 100000 comptes", "resume_ms 1 j durée"]),
    ] {
        let page = guide(lang, Guide::Limits);
        assert_eq!(page.lines().count(), limits::LIMITS.len() + 1);
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in lines {
            assert!(words.contains(line), "no {line:?} in {page}");
        }
        assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
        for (name, _) in limits::LIMITS {
            part(lang, &limits::id(name), None, &FluentArgs::new()).unwrap_or_else(|| panic!("{lang:?} {name}"));
        }
    }
}

#[test]
fn accounts_are_explained_in_ten_lines() {
    for lang in Lang::ALL {
        for line in guide::LINES {
            part(lang, "guide-accounts", Some(line), &FluentArgs::new()).unwrap_or_else(|| panic!("{lang:?} {line}"));
        }
        let page = guide(lang, Guide::Accounts);
        assert_eq!(page.lines().count(), 10);
        for topic in [Topic::Register, Topic::Login, Topic::Logout, Topic::Password, Topic::Sessions, Topic::Resume] {
            let usage = usage(lang, topic);
            let word = usage.split(' ').next().unwrap();
            assert!(page.contains(word), "{lang:?}: no {word}");
        }
    }
    for word in ["accounts", "Comptes", " limits", "limites"] {
        assert!(Guide::find(word).is_some() && Topic::find(word).is_none(), "{word}");
    }
    assert_eq!(Guide::find("login"), None);
}
