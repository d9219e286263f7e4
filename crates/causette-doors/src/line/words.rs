//! The door's commands: their names, in both languages. What they mean is `inbound`'s, how they are explained is the texts'.

use causette_texts::{Lang, Topic};

/// Every command as it is typed. Both languages work at any time; `Lang` says whose hints it leads.
const COMMANDS: [(&str, Topic, Lang); 39] = [
    ("help", Topic::Help, Lang::En),
    ("nick", Topic::Nick, Lang::En),
    ("join", Topic::Join, Lang::En),
    ("leave", Topic::Leave, Lang::En),
    ("rooms", Topic::Rooms, Lang::En),
    ("who", Topic::Who, Lang::En),
    ("msg", Topic::Msg, Lang::En),
    ("say", Topic::Say, Lang::En),
    ("me", Topic::Me, Lang::En),
    ("history", Topic::History, Lang::En),
    ("format", Topic::Format, Lang::En),
    ("lang", Topic::Lang, Lang::En),
    ("acks", Topic::Acks, Lang::En),
    ("paste", Topic::Paste, Lang::En),
    ("time", Topic::Time, Lang::En),
    ("calc", Topic::Calc, Lang::En),
    ("echo", Topic::Echo, Lang::En),
    ("quit", Topic::Quit, Lang::En),
    ("bye", Topic::Quit, Lang::En),
    ("aide", Topic::Help, Lang::Fr),
    ("pseudo", Topic::Nick, Lang::Fr),
    ("salon", Topic::Join, Lang::Fr),
    ("rejoindre", Topic::Join, Lang::Fr),
    ("partir", Topic::Leave, Lang::Fr),
    ("salons", Topic::Rooms, Lang::Fr),
    ("qui", Topic::Who, Lang::Fr),
    ("mp", Topic::Msg, Lang::Fr),
    ("dire", Topic::Say, Lang::Fr),
    ("moi", Topic::Me, Lang::Fr),
    ("historique", Topic::History, Lang::Fr),
    ("langue", Topic::Lang, Lang::Fr),
    ("accuses", Topic::Acks, Lang::Fr),
    ("accusés", Topic::Acks, Lang::Fr),
    ("coller", Topic::Paste, Lang::Fr),
    ("heure", Topic::Time, Lang::Fr),
    ("calcul", Topic::Calc, Lang::Fr),
    ("calculer", Topic::Calc, Lang::Fr),
    ("écho", Topic::Echo, Lang::Fr),
    ("quitter", Topic::Quit, Lang::Fr),
];

/// Alone on a line, it ends the session, as in the lab.
pub(super) const QUIT_WORD: &str = "fin";

/// The command with this name, in either language; case does not matter, not even that of `É`.
pub(super) fn find(word: &str) -> Option<Topic> {
    let same = |name: &str| name.chars().eq(word.chars().flat_map(char::to_lowercase));
    COMMANDS.iter().find(|(name, ..)| same(name)).map(|(_, topic, _)| *topic)
}

/// The command that `word` was probably meant to be; of two as near as each other, the one in the reader's language.
pub(super) fn nearest(word: &str, lang: Lang) -> Option<&'static str> {
    let mut names = COMMANDS;
    names.sort_by_key(|(_, _, of)| *of != lang);
    causette_wire::line::words::nearest(word, &names.map(|(name, ..)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What help says to type is what the door understands, and the other way round.
    #[test]
    fn help_shows_the_names_that_work() {
        for lang in Lang::ALL {
            for topic in Topic::ALL {
                let usage = causette_texts::usage(lang, topic);
                let word = usage.split(' ').next().unwrap();
                match word.strip_prefix('/') {
                    Some(word) => assert_eq!(find(word), Some(topic), "{usage}"),
                    None => assert_eq!((word, topic), (QUIT_WORD, Topic::Fin)),
                }
            }
        }
        for (name, topic, lang) in COMMANDS {
            assert_eq!(find(&name.to_uppercase()), Some(topic), "{name} stands twice");
            let named = COMMANDS.iter().filter(|(_, t, l)| (*t, *l) == (topic, lang)).count();
            let usage = causette_texts::usage(lang, topic);
            assert!(named > 1 || topic == Topic::Format || usage.starts_with(&format!("/{name}")), "{lang:?} {usage}");
        }
        assert_eq!((find(""), find("psuedo"), find("fin")), (None, None, None));
    }

    #[test]
    fn hints_look_at_both_languages() {
        for (word, en, fr) in [
            ("nikc", Some("nick"), Some("nick")),
            ("psuedo", Some("pseudo"), Some("pseudo")),
            ("quitt", Some("quit"), Some("quitter")),
            ("histor", Some("history"), Some("historique")),
            ("m", Some("me"), Some("mp")),
            ("salo", Some("salon"), Some("salon")),
            ("zzzzzz", None, None),
        ] {
            assert_eq!((nearest(word, Lang::En), nearest(word, Lang::Fr)), (en, fr), "{word}");
        }
    }
}
