//! The evaluator's faults as the sentences of `causette-texts`: the one place that knows both.

use crate::trace::harmless;
use causette_calc::{CalcError, Fault};
use causette_texts::{Calc, Lang, calc_error};

/// The error in the reader's language.
pub(crate) fn sentence(lang: Lang, error: &CalcError) -> String {
    let character = match error.what {
        Fault::UnknownCharacter { found } => harmless(&found.to_string()),
        _ => String::new(),
    };
    calc_error(lang, error.column as u64, words(&error.what, &character))
}

fn words<'a>(fault: &'a Fault, character: &'a str) -> Calc<'a> {
    match fault {
        Fault::Empty => Calc::Empty,
        Fault::TooLong { limit, given } => Calc::TooLong { limit: *limit as u64, given: *given as u64 },
        Fault::TooDeep { limit } => Calc::TooDeep { limit: *limit as u64 },
        Fault::TooMuchWork { limit } => Calc::TooMuchWork { limit: *limit },
        Fault::TooLarge { bits } => Calc::TooLarge { bits: *bits },
        Fault::OutOfRange => Calc::OutOfRange,
        Fault::UnknownCharacter { .. } => Calc::UnknownCharacter { code: character },
        Fault::UnknownName { name } => Calc::UnknownName { name },
        Fault::BadNumber { text } => Calc::BadNumber { text },
        Fault::ExpectedValue { found } => Calc::ExpectedValue { found },
        Fault::Unexpected { found } => Calc::Unexpected { found },
        Fault::Incomplete => Calc::Incomplete,
        Fault::Unclosed => Calc::Unclosed,
        Fault::NeedsParentheses { function } => Calc::NeedsParentheses { function },
        Fault::WrongCount { function, given, .. } => Calc::WrongCount { function, given: *given as u64 },
        Fault::DivisionByZero => Calc::DivisionByZero,
        Fault::Undefined { function } => Calc::Undefined { function },
        Fault::NotWhole { function } => Calc::NotWhole { function },
        Fault::NoAnswer => Calc::NoAnswer,
    }
}
