//! The evaluator's faults as the sentences of `causette-texts`: the lab's one place that knows both.

use crate::trace::harmless;
use causette_calc::{CalcError, Fault};
use causette_texts::{CalcFault, Lang, calc_fault};

/// The error in the reader's language.
pub(crate) fn sentence(lang: Lang, error: &CalcError) -> String {
    let character = match error.what {
        Fault::UnknownCharacter { found } => harmless(&found.to_string()),
        _ => String::new(),
    };
    calc_fault(lang, words(&error.what, error.column as u64, &character))
}

fn words<'a>(fault: &'a Fault, column: u64, character: &'a str) -> CalcFault<'a> {
    match fault {
        Fault::Empty => CalcFault::Empty { column },
        Fault::TooLong { limit, given } => CalcFault::TooLong { column, limit: *limit as u64, given: *given as u64 },
        Fault::TooDeep { limit } => CalcFault::TooDeep { column, limit: *limit as u64 },
        Fault::TooMuchWork { limit } => CalcFault::TooMuchWork { column, limit: *limit },
        Fault::TooLarge { bits } => CalcFault::TooLarge { column, bits: *bits },
        Fault::OutOfRange => CalcFault::OutOfRange { column },
        Fault::UnknownCharacter { .. } => CalcFault::UnknownCharacter { column, found: character },
        Fault::UnknownName { name } => CalcFault::UnknownName { column, name },
        Fault::BadNumber { text } => CalcFault::BadNumber { column, found: text },
        Fault::ExpectedValue { found } => CalcFault::ExpectedValue { column, found },
        Fault::Unexpected { found } => CalcFault::Unexpected { column, found },
        Fault::Incomplete => CalcFault::Incomplete { column },
        Fault::Unclosed => CalcFault::Unclosed { column },
        Fault::NeedsParentheses { function } => CalcFault::NeedsParentheses { column, function },
        Fault::WrongCount { function, most, given, commas, .. } => {
            let (most, given) = (most.map_or(0, |n| n as u64), *given as u64);
            match commas {
                true => CalcFault::WrongCountCommas { column, function, most, given },
                false => CalcFault::WrongCount { column, function, most, given },
            }
        }
        Fault::DivisionByZero => CalcFault::DivisionByZero { column },
        Fault::Undefined { function } => CalcFault::Undefined { column, function },
        Fault::NotWhole { function } => CalcFault::NotWhole { column, function },
        Fault::NoAnswer => CalcFault::NoAnswer { column },
    }
}
