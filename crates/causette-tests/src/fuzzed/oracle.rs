//! Small exact calculations made from bytes, written down as people would, and their values by 128-bit fractions. What
//! does not fit those is left alone. Must not know how the calculator works, only its grammar and its arithmetic.

use super::calc::printed;
use arbitrary::{Result, Unstructured};
use causette_calc::limits::INPUT_BYTES;
use causette_calc::{Fault, eval};

/// Nesting of what is made.
const DEPTH: usize = 5;
/// Highest power taken here.
const POWER: i128 = 24;

/// A fraction in lowest terms, its denominator positive.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ratio(i128, i128);

/// Why there is no fraction.
enum None {
    /// The calculator must say "division by zero".
    ByZero,
    /// Nothing is known: too large for here, or no fraction.
    Unknown,
}

type Outcome = std::result::Result<Ratio, None>;

/// A calculation as it is written, how tightly its outermost operator binds (5: nothing can come between), its value.
struct Written {
    text: String,
    level: u8,
    value: Outcome,
}

/// Makes a calculation of these bytes and compares.
pub(super) fn check(bytes: &[u8]) {
    let Ok(made) = expression(&mut Unstructured::new(bytes), DEPTH) else { return };
    if made.text.len() > INPUT_BYTES {
        return;
    }
    let text = &made.text;
    match (made.value, eval(text, Option::None)) {
        (Ok(Ratio(num, den)), Ok(value)) => {
            if den == 1 {
                assert_eq!(value.to_string(), num.to_string(), "{text}");
            }
            let difference = eval(&format!("ans-({num})/({den})"), Some(&value));
            assert_eq!(difference.map(|difference| difference.to_string()), Ok("0".to_owned()), "{text} = {num}/{den}");
            printed(text, &value);
        }
        (Ok(Ratio(num, den)), Err(error)) => panic!("{text} = {num}/{den}, refused: {error}"),
        (Err(None::ByZero), outcome) => {
            assert_eq!(outcome.map_err(|error| error.what), Err(Fault::DivisionByZero), "{text}");
        }
        (Err(None::Unknown), _) => {}
    }
}

fn expression(from: &mut Unstructured<'_>, depth: usize) -> Result<Written> {
    let kind = if depth == 0 { 0 } else { from.int_in_range(0..=9u8)? };
    match kind {
        0..=2 => number(from),
        3 => {
            let (minus, of) = (from.arbitrary()?, expression(from, depth - 1)?);
            let text = format!("{}{}", if minus { '-' } else { '+' }, bound(&of, 3));
            Ok(Written { text, level: 3, value: if minus { of.value.and_then(neg) } else { of.value } })
        }
        4 => {
            let inner = expression(from, depth - 1)?;
            Ok(Written { text: format!("( {} )", inner.text), level: 5, value: inner.value })
        }
        5 | 6 => call(from, depth - 1),
        _ => binary(from, depth - 1),
    }
}

/// Whole, with places after the point, or hexadecimal.
fn number(from: &mut Unstructured<'_>) -> Result<Written> {
    let (n, form): (u32, u8) = (from.arbitrary()?, from.arbitrary()?);
    let (text, value) = match form % 8 {
        0 => (format!("0x{n:x}"), Ok(Ratio(n.into(), 1))),
        1 => (format!("{}.{:03}", n / 1000, n % 1000), lowest(Some(n.into()), Some(1000))),
        2 => (format!("{n}e-2"), lowest(Some(n.into()), Some(100))),
        3 => (format!("{n}"), Ok(Ratio(n.into(), 1))),
        _ => (format!("{}", n % 12), Ok(Ratio((n % 12).into(), 1))),
    };
    Ok(Written { text, level: 5, value })
}

fn call(from: &mut Unstructured<'_>, depth: usize) -> Result<Written> {
    let name = *from.choose(&["abs", "floor", "ceil", "round", "min", "max"])?;
    let first = expression(from, depth)?;
    let (mut text, mut value) = (format!("{name}({}", first.text), first.value);
    if matches!(name, "min" | "max") {
        let separator = *from.choose(&[",", "; "])?;
        for _ in 0..from.int_in_range(0..=2u8)? {
            let next = expression(from, depth)?;
            text = format!("{text}{separator}{}", next.text);
            value = both(value, next.value, |a, b| if less(b, a)? == (name == "min") { Ok(b) } else { Ok(a) });
        }
    }
    let value = value.and_then(|x| match name {
        "abs" => Ok(Ratio(x.0.checked_abs().ok_or(None::Unknown)?, x.1)),
        "floor" => Ok(Ratio(x.0.div_euclid(x.1), 1)),
        "ceil" => Ok(Ratio(x.0.div_euclid(x.1) + i128::from(x.1 != 1), 1)),
        "round" => round(x),
        _ => Ok(x),
    });
    Ok(Written { text: format!("{text})"), level: 5, value })
}

fn binary(from: &mut Unstructured<'_>, depth: usize) -> Result<Written> {
    let (left, right) = (expression(from, depth)?, expression(from, depth)?);
    let operator = *from.choose(&["+", "-", "*", "/", "//", "%", "**", "^"])?;
    // The group's own level, and the loosest that may stand on each side without parentheses.
    let (level, to_left, to_right) = match operator {
        "+" | "-" => (1, 1, 2),
        "**" | "^" => (4, 5, 3),
        _ => (2, 2, 3),
    };
    let space = *from.choose(&["", " "])?;
    let text = format!("{}{space}{operator}{space}{}", bound(&left, to_left), bound(&right, to_right));
    let value = both(left.value, right.value, |a, b| match operator {
        "+" => add(a, b),
        "-" => add(a, neg(b)?),
        "*" => mul(a, b),
        "/" => mul(a, inverse(b)?),
        "//" => quotient(a, b),
        "%" => add(a, neg(mul(b, quotient(a, b)?)?)?),
        _ => power(a, b),
    });
    Ok(Written { text, level, value })
}

/// With parentheses where it would come apart.
fn bound(of: &Written, least: u8) -> String {
    if of.level < least { format!("({})", of.text) } else { of.text.clone() }
}

/// What is not known on one side may be an error there, and is found first.
fn both(a: Outcome, b: Outcome, with: impl FnOnce(Ratio, Ratio) -> Outcome) -> Outcome {
    match (a, b) {
        (Ok(a), Ok(b)) => with(a, b),
        (Err(None::Unknown), _) | (_, Err(None::Unknown)) => Err(None::Unknown),
        (Err(None::ByZero), _) | (_, Err(None::ByZero)) => Err(None::ByZero),
    }
}

fn lowest(num: Option<i128>, den: Option<i128>) -> Outcome {
    let (Some(num), Some(den)) = (num, den) else { return Err(None::Unknown) };
    let (mut a, mut b) = (num.unsigned_abs(), den.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let common = i128::try_from(a).map_err(|_| None::Unknown)? * den.signum();
    let part = |n: i128| n.checked_div(common).ok_or(None::Unknown);
    Ok(Ratio(part(num)?, part(den)?))
}

fn add(a: Ratio, b: Ratio) -> Outcome {
    let sum = a.0.checked_mul(b.1).zip(b.0.checked_mul(a.1)).and_then(|(a, b)| a.checked_add(b));
    lowest(sum, a.1.checked_mul(b.1))
}

fn neg(a: Ratio) -> Outcome {
    Ok(Ratio(a.0.checked_neg().ok_or(None::Unknown)?, a.1))
}

fn mul(a: Ratio, b: Ratio) -> Outcome {
    lowest(a.0.checked_mul(b.0), a.1.checked_mul(b.1))
}

fn inverse(a: Ratio) -> Outcome {
    if a.0 == 0 { Err(None::ByZero) } else { lowest(Some(a.1), Some(a.0)) }
}

/// Rounded down.
fn quotient(a: Ratio, b: Ratio) -> Outcome {
    let exact = mul(a, inverse(b)?)?;
    Ok(Ratio(exact.0.div_euclid(exact.1), 1))
}

fn power(a: Ratio, b: Ratio) -> Outcome {
    if b.1 != 1 || b.0.abs() > POWER {
        return Err(None::Unknown);
    }
    let base = if b.0 < 0 { inverse(a)? } else { a };
    (0..b.0.abs()).try_fold(Ratio(1, 1), |product, _| mul(product, base))
}

fn less(a: Ratio, b: Ratio) -> std::result::Result<bool, None> {
    Ok(add(a, neg(b)?)?.0 < 0)
}

/// To a whole number, half to even.
fn round(a: Ratio) -> Outcome {
    let (below, rest) = (a.0.div_euclid(a.1), a.0.rem_euclid(a.1));
    let twice = rest.checked_mul(2).ok_or(None::Unknown)?;
    Ok(Ratio(below + i128::from(twice > a.1 || twice == a.1 && below % 2 != 0), 1))
}
