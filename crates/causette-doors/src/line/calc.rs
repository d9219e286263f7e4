//! `/calc`: the door computes, the core decides whether it may be said and gives both facts their numbers.
//!
//! What is wrong with a calculation is told to its asker alone. No rule of a room lives here.

use super::speaker::LineSpeaker;
use crate::gate::Heard;
use causette_calc::{CalcError, Fault as Wrong};
use causette_core::{Command, Key, Ref, Target, Text};
use causette_texts::{CalcFault, Fault, Topic};

impl LineSpeaker {
    /// As a person types it, in the room where their text goes.
    pub(super) fn calc(&mut self, sum: &str, heard: &mut Heard<'_>) {
        if sum.is_empty() {
            return self.usage(Topic::Calc, heard);
        }
        let Some((_, room)) = self.here() else { return self.fault(Fault::NoRoom, None, heard) };
        self.calculate(Target::Room(room.clone()), sum, None, (None, heard));
    }

    /// `ans` is the last answer of this session, whether or not it could be saved: a line may follow before that is known.
    pub(super) fn calculate(
        &mut self,
        to: Target,
        sum: &str,
        key: Option<Key>,
        (answers, heard): (Option<Ref>, &mut Heard<'_>),
    ) {
        let value = match causette_calc::eval(sum, self.ans.as_deref()) {
            Ok(value) => value,
            Err(error) => {
                let mut out = Vec::new();
                let words = words(self.lang, &error);
                self.refuse(error.what.code(), &words, answers.as_ref(), &mut out);
                return heard.say(out);
            }
        };
        let texts = Text::new(&format!("/calc {sum}")).and_then(|ask| Ok((ask, Text::new(&value.to_string())?)));
        match texts {
            Ok((ask, answer)) => {
                self.ans = Some(Box::new(value));
                heard.command(answers, Command::Calc { to, ask, answer, key });
            }
            Err(refusal) => self.refusal(&refusal, answers.as_ref(), heard),
        }
    }
}

/// The calculator's error in the asker's language.
fn words(lang: causette_texts::Lang, error: &CalcError) -> String {
    let count = |n: usize| n as u64;
    let column = count(error.column);
    let character;
    let fault = match &error.what {
        Wrong::Empty => CalcFault::Empty { column },
        Wrong::TooLong { limit, given } => CalcFault::TooLong { column, given: count(*given), limit: count(*limit) },
        Wrong::TooDeep { limit } => CalcFault::TooDeep { column, limit: count(*limit) },
        Wrong::TooMuchWork { limit } => CalcFault::TooMuchWork { column, limit: *limit },
        Wrong::TooLarge { bits } => CalcFault::TooLarge { column, bits: *bits },
        Wrong::OutOfRange => CalcFault::OutOfRange { column },
        Wrong::UnknownCharacter { found } => {
            character = found.to_string();
            CalcFault::UnknownCharacter { column, found: &character }
        }
        Wrong::UnknownName { name } => CalcFault::UnknownName { column, name },
        Wrong::BadNumber { text } => CalcFault::BadNumber { column, found: text },
        Wrong::ExpectedValue { found } => CalcFault::ExpectedValue { column, found },
        Wrong::Unexpected { found } => CalcFault::Unexpected { column, found },
        Wrong::Incomplete => CalcFault::Incomplete { column },
        Wrong::Unclosed => CalcFault::Unclosed { column },
        Wrong::NeedsParentheses { function } => CalcFault::NeedsParentheses { column, function },
        Wrong::WrongCount { function, most, given, commas, .. } => {
            let (most, given) = (most.map_or(0, count), count(*given));
            match commas {
                true => CalcFault::WrongCountCommas { column, function, most, given },
                false => CalcFault::WrongCount { column, function, most, given },
            }
        }
        Wrong::DivisionByZero => CalcFault::DivisionByZero { column },
        Wrong::Undefined { function } => CalcFault::Undefined { column, function },
        Wrong::NotWhole { function } => CalcFault::NotWhole { column, function },
        Wrong::NoAnswer => CalcFault::NoAnswer { column },
    };
    causette_texts::calc_fault(lang, fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_texts::Lang;

    #[track_caller]
    fn check(sum: &str, en: &str, fr: &str) {
        let error = causette_calc::eval(sum, None).unwrap_err();
        for (lang, expect) in [(Lang::En, en), (Lang::Fr, fr)] {
            let said = words(lang, &error);
            assert!(said.starts_with(expect), "{sum}: {said}");
        }
    }

    #[test]
    fn errors_name_their_column_in_both_languages() {
        check("10/0", "column 3: division by zero.", "colonne 3 : division par zéro.");
        check("2+*3", "column 3: a number was expected, not *.", "colonne 3 : il fallait un nombre, pas *.");
        check("99999!", "column 6: ! has no meaning here.", "colonne 6 : ! n'a pas de sens ici.");
        check("sqrt(2,5)", "column 1: sqrt takes one argument, not 2.", "colonne 1 : sqrt prend un argument, pas 2.");
        check(
            "max()",
            "column 1: max takes one argument or more, not 0.",
            "colonne 1 : max prend un argument ou plus, pas 0.",
        );
        check(
            "log(1;2;3)",
            "column 1: log takes one argument or two, not 3.",
            "colonne 1 : log prend un argument ou deux, pas 3.",
        );
        check("ans", "column 1: there is no answer before this one.", "colonne 1 : il n'y a pas encore de réponse.");
        check(
            "__import__('os')",
            "column 1: nothing is called __import__.",
            "colonne 1 : rien ne s'appelle __import__.",
        );
        check("(1", "column 1: this ( is never closed.", "colonne 1 : cette ( n'est jamais fermée.");
        check(&"(".repeat(200), "column 66: ", "colonne 66 : ");
        check(&"9".repeat(300), "column 257: ", "colonne 257 : ");
        check("9**9**9**9", "column ", "colonne ");
        check("sqrt 4", "column 1: sqrt needs parentheses.", "colonne 1 : sqrt demande des parenthèses.");
    }
}
