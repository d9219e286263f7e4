//! An answer, and how it is printed. Must not know how it was computed, nor who reads it.

use std::fmt;

use num_bigint::{BigInt, Sign};

use crate::limits::{SIGNIFICANT_DIGITS, WHOLE_DIGITS};
use crate::number::Number;
use crate::ratio::Ratio;
use crate::whole;

/// The result of a calculation, to print or to hand to the next one as `ans`. At most about a kilobyte.
///
/// Printed with a decimal point, to 16 significant digits; from `1e16` and below `1e-4` with an exponent. A whole
/// number that is exact is printed in full, up to [`WHOLE_DIGITS`] digits. What is printed can be read back, unless it is
/// longer than an input may be, or so near the bit budget that its decimal fraction takes more bits than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(pub(crate) Number);

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio = self.0.to_ratio();
        if ratio.sign() == Sign::Minus {
            f.write_str("-")?;
        }
        let exact = matches!(self.0, Number::Exact(_));
        if exact && ratio.is_whole() {
            let digits = ratio.num().magnitude().to_string();
            if digits.len() <= WHOLE_DIGITS {
                return f.write_str(&digits);
            }
        }
        if ratio.sign() == Sign::NoSign {
            return f.write_str("0");
        }
        let (digits, exponent) = significant(&ratio);
        match usize::try_from(exponent) {
            Ok(whole) if exponent < i64::from(SIGNIFICANT_DIGITS) => point_inside(f, &digits, whole + 1),
            Err(_) if exponent >= -4 => {
                let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or_default());
                write!(f, "0.{zeros}{}", digits.trim_end_matches('0'))
            }
            Ok(_) | Err(_) => {
                point_inside(f, &digits, 1)?;
                write!(f, "e{exponent}")
            }
        }
    }
}

/// Writes digits with a point after the first `whole` of them, without what a reader can do without.
fn point_inside(f: &mut fmt::Formatter<'_>, digits: &str, whole: usize) -> fmt::Result {
    let (whole, fraction) = digits.split_at_checked(whole).unwrap_or((digits, ""));
    match fraction.trim_end_matches('0') {
        "" => f.write_str(whole),
        fraction => write!(f, "{whole}.{fraction}"),
    }
}

/// The size of a number that is not zero: its first digits, and the power of ten of the first. Rounded half to even.
fn significant(ratio: &Ratio) -> (String, i64) {
    let num = ratio.abs().num().clone();
    // log10(2) ≈ 0.30103; the estimate is off by at most one.
    let mut exponent = ((num.bits() as i64 - ratio.den().bits() as i64) * 30_103).div_euclid(100_000);
    loop {
        let (num, den) = scaled(&num, ratio.den(), i64::from(SIGNIFICANT_DIGITS) - 1 - exponent);
        // Compared before rounding: 0.9999999999999999 has 16 digits, and the wrong exponent would round them to 1.
        let least = &den * BigInt::from(10).pow(SIGNIFICANT_DIGITS - 1);
        if num < least {
            exponent -= 1;
        } else if num >= least * 10 {
            exponent += 1;
        } else {
            let mut digits = whole::half_even(&num, &den).to_string();
            if digits.len() > SIGNIFICANT_DIGITS as usize {
                digits.pop();
                exponent += 1;
            }
            return (digits, exponent);
        }
    }
}

/// `num / den × 10^places` as a fraction. Places are few: both numbers are within the bit budget.
fn scaled(num: &BigInt, den: &BigInt, places: i64) -> (BigInt, BigInt) {
    let scale = BigInt::from(10).pow(u32::try_from(places.unsigned_abs()).unwrap_or_default());
    if places < 0 { (num.clone(), den * scale) } else { (num * scale, den.clone()) }
}
