//! What can be wrong with an input, and where. English here; other languages translate by `code` and the
//! fields, so this file must not know any of them, nor how a refusal is shown.

use std::fmt;

/// Why there is no value, and the place in the input that shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {what}")]
pub struct CalcError {
    /// Counted in characters, from 1. One past the end where the input stops too early.
    pub column: usize,
    /// What is wrong there.
    pub what: Fault,
}

/// What is wrong. Its `Display` is an English sentence free of control characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing but spaces.
    #[error("there is nothing to calculate")]
    Empty,
    /// More than `limit` bytes.
    #[error("too long: {given} bytes, at most {limit} are read")]
    TooLong {
        /// [`crate::limits::INPUT_BYTES`]
        limit: usize,
        /// Length of the input in bytes.
        given: usize,
    },
    /// More than `limit` parentheses, calls, signs or powers inside each other.
    #[error("too deep: at most {limit} levels can stand inside each other")]
    TooDeep {
        /// [`crate::limits::DEPTH`]
        limit: usize,
    },
    /// The step budget is used up.
    #[error("too much work: stopped after {limit} steps")]
    TooMuchWork {
        /// [`crate::limits::STEPS`]
        limit: u64,
    },
    /// An exact number, or a part of its fraction, needs more bits than allowed.
    #[error("too large: a number here needs more than {bits} bits")]
    TooLarge {
        /// [`crate::limits::BITS`]
        bits: u64,
    },
    /// A number that is not exact is beyond what a float holds: `exp(1000)`.
    #[error("too large: what is not exact ends at 1.8e308")]
    OutOfRange,
    /// A character that no expression holds.
    #[error("`{}` has no meaning here", .found.escape_debug())]
    UnknownCharacter {
        /// As it stood; may be a control character.
        found: char,
    },
    /// Neither a function nor a constant.
    #[error("no function or constant is called `{name}`")]
    UnknownName {
        /// As it was written: letters, digits and `_`.
        name: String,
    },
    /// Starts like a number and is none: `0x`, a lone `.`.
    #[error("`{text}` is not a number")]
    BadNumber {
        /// As it was written.
        text: String,
    },
    /// Something else stands where a value must: `2*/3`, `max(1,)`.
    #[error("a number was expected, not `{found}`")]
    ExpectedValue {
        /// The word that stands there.
        found: String,
    },
    /// A complete value is followed by what cannot follow one: `2 3`, `1)`, `1,2,3`.
    #[error("an operator or the end was expected, not `{found}`")]
    Unexpected {
        /// The word that stands there.
        found: String,
    },
    /// The input stops where a value must stand: `1+`.
    #[error("something is missing at the end")]
    Incomplete,
    /// The parenthesis at this column has no partner.
    #[error("this `(` is never closed")]
    Unclosed,
    /// A function without its call: `sin 3`.
    #[error("`{function}` needs parentheses: {function}(…)")]
    NeedsParentheses {
        /// Name of the function.
        function: &'static str,
    },
    /// Too few or too many arguments.
    #[error("`{function}` takes {}, not {given}{}", Count(*.least, *.most), CommaHint(*.commas))]
    WrongCount {
        /// Name of the function.
        function: &'static str,
        /// Fewest arguments.
        least: usize,
        /// Most arguments; `None`: as many as fit.
        most: Option<usize>,
        /// How many there were.
        given: usize,
        /// They were separated by commas: perhaps decimal commas were meant.
        commas: bool,
    },
    /// Also `%` and `//` by zero, and zero to a negative power.
    #[error("division by zero")]
    DivisionByZero,
    /// Outside of where the function has a real value: `sqrt(-1)`, `ln(0)`, `(-8)**0.5`.
    #[error("`{function}` has no value here")]
    Undefined {
        /// Name of the function, or `**`.
        function: &'static str,
    },
    /// An argument that counts something is not a whole number: `round(1; 0.5)`.
    #[error("`{function}` wants a whole number of digits")]
    NotWhole {
        /// Name of the function.
        function: &'static str,
    },
    /// `ans` before there was an answer.
    #[error("there is no previous answer yet")]
    NoAnswer,
}

impl Fault {
    /// A stable name, to translate by. The prefix keeps it apart from the server's own refusals.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Empty => "calc_empty",
            Fault::TooLong { .. } => "calc_too_long",
            Fault::TooDeep { .. } => "calc_too_deep",
            Fault::TooMuchWork { .. } => "calc_too_much_work",
            Fault::TooLarge { .. } => "calc_too_large",
            Fault::OutOfRange => "calc_out_of_range",
            Fault::UnknownCharacter { .. } => "calc_unknown_character",
            Fault::UnknownName { .. } => "calc_unknown_name",
            Fault::BadNumber { .. } => "calc_bad_number",
            Fault::ExpectedValue { .. } => "calc_expected_value",
            Fault::Unexpected { .. } => "calc_unexpected",
            Fault::Incomplete => "calc_incomplete",
            Fault::Unclosed => "calc_unclosed",
            Fault::NeedsParentheses { .. } => "calc_needs_parentheses",
            Fault::WrongCount { .. } => "calc_wrong_count",
            Fault::DivisionByZero => "calc_division_by_zero",
            Fault::Undefined { .. } => "calc_undefined",
            Fault::NotWhole { .. } => "calc_not_whole",
            Fault::NoAnswer => "calc_no_answer",
        }
    }

    /// Says where.
    pub(crate) fn at(self, column: usize) -> CalcError {
        CalcError { column, what: self }
    }
}

struct Count(usize, Option<usize>);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (1, Some(1)) => f.write_str("1 argument"),
            (least, Some(most)) => write!(f, "{least} to {most} arguments"),
            (1, None) => f.write_str("1 argument or more"),
            (least, None) => write!(f, "{least} arguments or more"),
        }
    }
}

struct CommaHint(bool);

impl fmt::Display for CommaHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 { f.write_str(" (inside a call a comma separates: write 2.5 for 2,5)") } else { Ok(()) }
    }
}
