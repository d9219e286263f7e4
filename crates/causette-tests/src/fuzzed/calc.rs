//! The calculator: any text gives a value that can be read back or an error that points at what is wrong, and small
//! exact calculations have the value that `oracle` finds by itself.
//!
//! An input is text, one calculation a line, each with the `ans` of those before it; or, after a `#`, bytes of which the
//! oracle makes a calculation.

use super::oracle;
use causette_calc::limits::{BITS, INPUT_BYTES, WHOLE_DIGITS};
use causette_calc::{CalcError, Fault, Value, eval};

/// Lines of one input that are calculated.
const LINES: usize = 8;

/// Checks one input.
pub fn check(input: &[u8]) {
    if let Some(bytes) = input.strip_prefix(b"#") {
        return oracle::check(bytes);
    }
    let Ok(text) = str::from_utf8(input) else { return };
    let mut ans = None;
    for line in text.split('\n').take(LINES) {
        match eval(line, ans.as_ref()) {
            Ok(value) => {
                printed(line, &value);
                ans = Some(value);
            }
            Err(error) => place(line, ans.is_some(), &error),
        }
    }
}

/// What is printed is a number of bounded length, reads back as itself, and is the value to 16 digits.
pub(super) fn printed(input: &str, value: &Value) {
    let shown = value.to_string();
    let sign = usize::from(shown.starts_with('-'));
    assert!(shown.len() <= WHOLE_DIGITS + sign, "{input}: prints {} bytes", shown.len());
    let (digits, exponent) = decimal(&shown);
    let whole = !shown.contains(['.', 'e']);
    assert!(whole || digits.trim_start_matches('-').len() <= 16, "{input}: {shown}");
    let back = match eval(&shown, None) {
        Ok(back) => back,
        // The two limits of reading that a printed number may pass: its length, and the bits of a fraction near theirs.
        Err(CalcError { what: Fault::TooLong { .. }, .. }) if shown.len() > INPUT_BYTES => return,
        Err(CalcError { what: Fault::TooLarge { .. }, .. }) if exponent.unsigned_abs() > BITS / 4 => return,
        Err(error) => panic!("{input}: prints {shown}, which does not read back: {error}"),
    };
    assert_eq!(decimal(&back.to_string()), (digits, exponent), "{input}: {shown} prints as {back}");
    // What is exact is itself, and its difference nothing; else it is off by at most one part in 10^15.
    let near = if back == *value {
        minus(value, &shown)
    } else {
        eval(&format!("abs(ans-({shown}))*1e15"), Some(value)).and_then(|off| {
            let least = eval("abs(ans)", Some(value))?;
            eval("min(ans;0)", Some(&minus(&least, &off.to_string())?))
        })
    };
    match near {
        Ok(below) => assert_eq!(below.to_string(), "0", "{input}: {shown} is not what it is"),
        Err(error) => assert!(is_limit(&error.what), "{input}: {shown}: {error}"),
    }
}

/// The difference, through the calculator's own `ans`: the second number is exact to 16 digits, which is enough here.
fn minus(left: &Value, right: &str) -> Result<Value, CalcError> {
    eval(&format!("ans-({right})"), Some(left))
}

/// Refused for its size or the work it takes, not for what it says.
fn is_limit(fault: &Fault) -> bool {
    matches!(fault, Fault::TooLong { .. } | Fault::TooLarge { .. } | Fault::TooMuchWork { .. } | Fault::OutOfRange)
}

/// A printed number as digits without zeros around them, its sign first, and the power of ten of the last one.
fn decimal(shown: &str) -> (String, i64) {
    assert!(shown.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'e')), "{shown:?} is no number");
    let (mantissa, exponent) = shown.split_once('e').unwrap_or((shown, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return (String::new(), 0);
    }
    let exponent: i64 = exponent.parse().unwrap_or(i64::MAX);
    let places = i64::try_from(digits.len() - kept.len()).unwrap_or_default()
        - i64::try_from(fraction.len()).unwrap_or_default();
    (format!("{sign}{kept}"), exponent + places)
}

/// The column lies in the input, or right behind it, and what the error speaks of stands there.
fn place(input: &str, answered: bool, error: &CalcError) {
    let said = error.to_string();
    assert!(!said.chars().any(char::is_control), "{said:?}");
    assert!(error.what.code().starts_with("calc_"), "{error:?}");
    let end = input.chars().count() + 1;
    assert!((1..=end).contains(&error.column), "{input}: {error}");
    let rest: String = input.chars().skip(error.column - 1).collect();
    let starts = |with: &str| rest.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let any = |of: &[&str]| of.iter().any(|with| starts(with));
    let right = match &error.what {
        Fault::Empty => error.column == 1 && input.trim().is_empty(),
        Fault::TooLong { limit, given } => {
            let before: usize = input.chars().take(error.column).map(char::len_utf8).sum();
            (*limit, *given) == (INPUT_BYTES, input.len()) && before > INPUT_BYTES && before <= INPUT_BYTES + 4
        }
        Fault::UnknownCharacter { found } => rest.starts_with(*found),
        Fault::UnknownName { name } => rest.starts_with(name.as_str()) && !name.is_empty(),
        Fault::BadNumber { text } => rest.starts_with(text.as_str()) && !text.is_empty(),
        Fault::ExpectedValue { found } | Fault::Unexpected { found } => {
            rest.starts_with(found.as_str()) && !found.is_empty()
        }
        Fault::Incomplete => error.column == end,
        Fault::Unclosed => starts("("),
        Fault::Undefined { function: "**" } => any(&["**", "^"]),
        Fault::NeedsParentheses { function }
        | Fault::WrongCount { function, .. }
        | Fault::Undefined { function }
        | Fault::NotWhole { function } => starts(function),
        Fault::DivisionByZero => any(&["/", "%", "**", "^"]),
        Fault::NoAnswer => starts("ans") && !answered,
        // The level too many may have nothing in it.
        Fault::TooDeep { .. } => true,
        Fault::TooMuchWork { .. } | Fault::TooLarge { .. } | Fault::OutOfRange => error.column < end,
    };
    assert!(right, "{input}: points at {rest:?}: {error:?}");
}
