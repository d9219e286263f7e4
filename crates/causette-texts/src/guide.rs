//! Pages of help that are about no command.

use crate::{Lang, bundle, limits};

/// What a page is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Guide {
    /// What accounts are good for, and how one gets in.
    Accounts,
    /// Every limit that people meet.
    Limits,
}

/// The lines of the page about accounts.
pub(crate) const LINES: [&str; 10] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

impl Guide {
    /// The page of that name, in either language and in any case.
    pub fn find(word: &str) -> Option<Guide> {
        match word.trim().to_lowercase().as_str() {
            "accounts" | "account" | "comptes" | "compte" => Some(Guide::Accounts),
            "limits" | "limites" => Some(Guide::Limits),
            _ => None,
        }
    }
}

/// The page: several lines, `\n` between them.
pub fn guide(lang: Lang, about: Guide) -> String {
    match about {
        Guide::Accounts => LINES.map(|line| bundle::attribute(lang, "guide-accounts", line)).join("\n"),
        Guide::Limits => limits::page(lang),
    }
}
