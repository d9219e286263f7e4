//! The eight parts: their numbers and names.

use causette_texts::{Lab, Lang, lab};

/// One part of the lab.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Part {
    /// I: one client, one message.
    Connection,
    /// II: a loop of messages.
    Echo,
    /// III: one client after another.
    Sequential,
    /// IV: a person answers.
    Talk,
    /// V: a message is an expression.
    Calc,
    /// VI: `/command argument`.
    Protocol,
    /// VII: a thread per client.
    Parallel,
    /// VIII: a list under a lock.
    Shared,
}

impl Part {
    /// All of them, in the order to read them in.
    pub const ALL: [Part; 8] = [
        Part::Connection,
        Part::Echo,
        Part::Sequential,
        Part::Talk,
        Part::Calc,
        Part::Protocol,
        Part::Parallel,
        Part::Shared,
    ];

    /// Its number as the lab writes it.
    pub fn numeral(self) -> &'static str {
        match self {
            Part::Connection => "I",
            Part::Echo => "II",
            Part::Sequential => "III",
            Part::Talk => "IV",
            Part::Calc => "V",
            Part::Protocol => "VI",
            Part::Parallel => "VII",
            Part::Shared => "VIII",
        }
    }

    /// Its name on the command line, and the name of its file in `parts/` and `clients/`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Connection => "connection",
            Part::Echo => "echo",
            Part::Sequential => "sequential",
            Part::Talk => "talk",
            Part::Calc => "calc",
            Part::Protocol => "protocol",
            Part::Parallel => "parallel",
            Part::Shared => "shared",
        }
    }

    /// Its title, for a person.
    pub fn title(self, lang: Lang) -> String {
        let title = match self {
            Part::Connection => Lab::TitleConnection,
            Part::Echo => Lab::TitleEcho,
            Part::Sequential => Lab::TitleSequential,
            Part::Talk => Lab::TitleTalk,
            Part::Calc => Lab::TitleCalc,
            Part::Protocol => Lab::TitleProtocol,
            Part::Parallel => Lab::TitleParallel,
            Part::Shared => Lab::TitleShared,
        };
        lab(lang, title)
    }

    /// The one idea it adds to the part before.
    pub fn idea(self, lang: Lang) -> String {
        let idea = match self {
            Part::Connection => Lab::IdeaConnection,
            Part::Echo => Lab::IdeaEcho,
            Part::Sequential => Lab::IdeaSequential,
            Part::Talk => Lab::IdeaTalk,
            Part::Calc => Lab::IdeaCalc,
            Part::Protocol => Lab::IdeaProtocol,
            Part::Parallel => Lab::IdeaParallel,
            Part::Shared => Lab::IdeaShared,
        };
        lab(lang, idea)
    }

    /// The part called `4`, `IV` or `talk`, in any case.
    pub fn find(word: &str) -> Option<Part> {
        let numbered = word.parse::<usize>().ok().and_then(|number| Part::ALL.get(number.checked_sub(1)?).copied());
        let named = |part: &Part| word.eq_ignore_ascii_case(part.name()) || word.eq_ignore_ascii_case(part.numeral());
        numbered.or_else(|| Part::ALL.into_iter().find(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_three_names() {
        for (number, part) in (1..).zip(Part::ALL) {
            for word in [format!("{number}"), part.numeral().to_lowercase(), part.name().to_uppercase()] {
                assert_eq!(Part::find(&word), Some(part), "{word}");
            }
        }
        for word in ["", "0", "9", "IX", "-1", "echos", "99999999999999999999999"] {
            assert_eq!(Part::find(word), None, "{word}");
        }
    }
}
