//! Which languages there are, and which one a person most likely reads.

/// A language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Fr];

    /// The language of a locale or language tag such as `fr_FR.UTF-8`, `fr-CA` or `FR`; English for any other.
    pub fn from_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Lang::ALL.into_iter().find(|l| language.eq_ignore_ascii_case(l.code())).unwrap_or_default()
    }

    /// The language of whoever runs a program, by the rules of POSIX: `LC_ALL`, then `LC_MESSAGES`, then `LANG`, the first
    /// that says something. `C` and `POSIX` are English.
    pub fn of_locales<'a>(all: Option<&'a str>, messages: Option<&'a str>, lang: Option<&'a str>) -> Lang {
        let first = [all, messages, lang].into_iter().flatten().find(|locale| !locale.is_empty());
        Lang::from_locale(first.unwrap_or_default())
    }

    /// The language somebody names: by its letters, a locale, or its name in either language.
    pub fn find(word: &str) -> Option<Lang> {
        match word.to_lowercase().as_str() {
            "english" | "anglais" => Some(Lang::En),
            "french" | "français" | "francais" => Some(Lang::Fr),
            word => Some(Lang::from_locale(word))
                .filter(|lang| word.split(['_', '-', '.', '@']).next() == Some(lang.code())),
        }
    }

    /// Its two letters (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }
}
