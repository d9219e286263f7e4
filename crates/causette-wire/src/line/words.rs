//! A line to words: text to say, or a command and the rest. What commands there are, others know.

/// Words longer than this have no near neighbour.
const NEAR_CHARS: usize = 24;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input<'a> {
    /// To be said.
    Text(&'a str),
    /// `/word rest`, split once at the first space or tab; the word has no `/` and may be empty.
    Command {
        /// What follows the `/`.
        word: &'a str,
        /// All that follows the first space, as it was typed.
        rest: &'a str,
    },
}

impl<'a> Input<'a> {
    /// A line that starts with `/` is a command, one that starts with `//` says a literal `/`, any other is text.
    pub fn of(line: &'a str) -> Input<'a> {
        match line.strip_prefix('/') {
            None => Input::Text(line),
            Some(literal) if literal.starts_with('/') => Input::Text(literal),
            Some(command) => {
                let (word, rest) = command.split_once([' ', '\t']).unwrap_or((command, ""));
                Input::Command { word, rest }
            }
        }
    }
}

/// The first word of `rest` and what follows it, without the spaces around; `None` when there is no word.
pub fn first_word(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start();
    let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (!word.is_empty()).then(|| (word, after.trim_start()))
}

/// The known word that `word` was probably meant to be: one it abbreviates, or one at most two slips away (one for
/// short words). A slip is a letter too many, too few, wrong, or two in each other's place. Case is no slip.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word: Vec<char> = word.chars().take(NEAR_CHARS + 1).flat_map(char::to_lowercase).collect();
    if word.is_empty() || word.len() > NEAR_CHARS {
        return None;
    }
    let allowed = if word.len() <= 3 { 1 } else { 2 };
    let (mut other, mut rows) = (Vec::new(), Rows::default());
    let mut best: Option<(usize, &str)> = None;
    for k in known {
        other.clear();
        other.extend(k.chars());
        let abbreviated = word.len() > 1 && other.starts_with(&word);
        // Itself before what it begins, and that before another word.
        let slips = if abbreviated && other != word { 1 } else { rows.distance(&word, &other, allowed) };
        if slips <= allowed && slips < other.len() && best.is_none_or(|(least, _)| slips < least) {
            best = Some((slips, *k));
        }
    }
    best.map(|(_, k)| k)
}

/// The rows of one comparison after another: the one that is being filled, and the two before it.
#[derive(Default)]
struct Rows {
    row: Vec<usize>,
    last: Vec<usize>,
    before: Vec<usize>,
}

impl Rows {
    /// Optimal string alignment distance, row by row, or any number over `most` if it is over that.
    fn distance(&mut self, a: &[char], b: &[char], most: usize) -> usize {
        if a.len().abs_diff(b.len()) > most {
            return usize::MAX;
        }
        let Rows { row, last, before } = self;
        before.clear();
        last.clear();
        last.extend(0..=b.len());
        let mut least_before = 0;
        for (i, x) in a.iter().enumerate() {
            row.clear();
            row.push(i + 1);
            for (j, y) in b.iter().enumerate() {
                let at = |r: &[usize], k: usize| r.get(k).copied().unwrap_or(usize::MAX / 2);
                let mut best = (at(last, j) + usize::from(x != y)).min(at(last, j + 1) + 1).min(at(row, j) + 1);
                let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
                if swapped {
                    best = best.min(at(before, j - 1) + 1);
                }
                row.push(best);
            }
            // A row is made of the two before it, and never less than both.
            let least = row.iter().copied().min().unwrap_or_default();
            if least.min(least_before) > most {
                return usize::MAX;
            }
            least_before = least;
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        last.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn text(line: &str, expect: &str) {
        assert_eq!(Input::of(line), Input::Text(expect), "{line:?}");
    }
    #[track_caller]
    fn command(line: &str, word: &str, rest: &str) {
        assert_eq!(Input::of(line), Input::Command { word, rest }, "{line:?}");
    }

    #[test]
    fn lines() {
        text("bonjour", "bonjour");
        text("", "");
        text(" /nick bob", " /nick bob");
        text("//shrug", "/shrug");
        text("///x", "//x");
        text("//", "/");
        text("1/2", "1/2");
        command("/nick bob", "nick", "bob");
        command("/me  leans  back ", "me", " leans  back ");
        command("/quit", "quit", "");
        command("/nick\tbob", "nick", "bob");
        command("/", "", "");
        command("/ hello", "", "hello");
        command("/usr/bin/env: not found", "usr/bin/env:", "not found");
        command("/é à", "é", "à");
    }

    #[test]
    fn words_of_the_rest() {
        assert_eq!(first_word("bob  hi  there "), Some(("bob", "hi  there ")));
        assert_eq!(first_word("  bob"), Some(("bob", "")));
        assert_eq!(first_word(" \t"), None);
        assert_eq!(first_word(""), None);
    }

    #[test]
    fn neighbours() {
        let known = ["nick", "join", "leave", "rooms", "who", "msg", "say", "me", "history", "help", "quit", "bye"];
        for (word, expect) in [
            ("nikc", Some("nick")),
            ("NICKK", Some("nick")),
            ("jion", Some("join")),
            ("hist", Some("history")),
            ("histroy", Some("history")),
            ("leav", Some("leave")),
            ("exit", Some("quit")),
            ("hlp", Some("help")),
            ("m", Some("me")),
            ("whoami", None),
            ("room", Some("rooms")),
            ("usr/bin/env:", None),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &known), expect, "{word:?}");
        }
        assert_eq!(nearest(&"x".repeat(1 << 20), &known), None);
        assert_eq!(nearest("x", &[]), None);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_something_and_nothing_is_lost(line in "[/ a-c\u{e9}]{0,12}") {
            match Input::of(&line) {
                Input::Text(text) => {
                    let same = line == text || line == format!("/{text}");
                    proptest::prop_assert!(same);
                }
                Input::Command { word, rest } => {
                    proptest::prop_assert!(!word.contains(' '));
                    let same = line == format!("/{word} {rest}") || line == format!("/{word}") && rest.is_empty();
                    proptest::prop_assert!(same);
                }
            }
            let _ = nearest(&line, &["abc", "\u{e9}a"]);
        }

        #[test]
        fn what_is_far_is_left_early_and_nothing_else(a in "[a-c]{0,7}", b in "[a-c]{0,7}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let exact = Rows::default().distance(&a, &b, usize::MAX);
            for most in 0..4 {
                let found = Rows::default().distance(&a, &b, most);
                let same = if exact <= most { found == exact } else { found > most };
                proptest::prop_assert!(same, "{found} for {exact} of at most {most}");
            }
        }
    }
}
