//! What is wrong with a calculation. The calculator names it, and its place; here it becomes a sentence.
//!
//! It must not know the calculator: whoever calls it says which sentence is meant.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// Why a calculation has no answer. `column` is counted in characters of the calculation, from 1.
    CalcFault {
        /// Nothing there.
        Empty { column: u64 } = "calc-empty",
        /// More bytes than are read.
        TooLong { column: u64, given: u64, limit: u64 } = "calc-too-long",
        /// Too many levels inside each other.
        TooDeep { column: u64, limit: u64 } = "calc-too-deep",
        /// The step budget is used up.
        TooMuchWork { column: u64, limit: u64 } = "calc-too-much-work",
        /// An exact number needs more bits than allowed.
        TooLarge { column: u64, bits: u64 } = "calc-too-large",
        /// Beyond what a float holds.
        OutOfRange { column: u64 } = "calc-out-of-range",
        /// A character without a meaning.
        UnknownCharacter { column: u64, found: &'a str } = "calc-unknown-character",
        /// Neither a function nor a constant.
        UnknownName { column: u64, name: &'a str } = "calc-unknown-name",
        /// Starts like a number and is none.
        BadNumber { column: u64, found: &'a str } = "calc-bad-number",
        /// Something else stands where a value must.
        ExpectedValue { column: u64, found: &'a str } = "calc-expected-value",
        /// A value is followed by what cannot follow it.
        Unexpected { column: u64, found: &'a str } = "calc-unexpected",
        /// It stops where a value must stand.
        Incomplete { column: u64 } = "calc-incomplete",
        /// A parenthesis without its partner.
        Unclosed { column: u64 } = "calc-unclosed",
        /// A function without its call.
        NeedsParentheses { column: u64, function: &'a str } = "calc-needs-parentheses",
        /// Too few or too many arguments; `most` is 0 where any number will do.
        WrongCount { column: u64, function: &'a str, most: u64, given: u64 } = "calc-wrong-count",
        /// The same, and commas stood between them, which may have been meant as decimal ones.
        WrongCountCommas { column: u64, function: &'a str, most: u64, given: u64 } = "calc-wrong-count-commas",
        /// Also `%` and `//`.
        DivisionByZero { column: u64 } = "calc-division-by-zero",
        /// Outside of where the function has a real value.
        Undefined { column: u64, function: &'a str } = "calc-undefined",
        /// A count of digits that is no whole number.
        NotWhole { column: u64, function: &'a str } = "calc-not-whole",
        /// `ans` before there was an answer.
        NoAnswer { column: u64 } = "calc-no-answer",
    }
}

/// What happened, where, and the next step.
pub fn calc_fault(lang: Lang, what: CalcFault<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
