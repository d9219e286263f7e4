//! Between exact fractions and 64-bit floats. Must not know operators, functions or printing.

use num_bigint::{BigInt, Sign};

use crate::Fault;
use crate::meter::Meter;
use crate::ratio::Ratio;

/// The float nearest to a fraction.
pub(crate) fn from_ratio(ratio: &Ratio, meter: &mut Meter) -> Result<f64, Fault> {
    meter.spend(ratio.num().bits() / 64 * (ratio.den().bits() / 64) / 8)?;
    let (num, den) = (ratio.num().magnitude(), ratio.den().magnitude());
    // A quotient of 66 or 67 bits, with what is left over as its last bit, rounds as the fraction itself would.
    let shift = 66 + den.bits() as i64 - num.bits() as i64;
    let (num, den) = if shift >= 0 { (num << shift, den.clone()) } else { (num.clone(), den << -shift) };
    let quotient = &num / &den;
    let inexact = &quotient * &den != num;
    let bits = quotient.iter_u64_digits().rev().fold(0u128, |high, low| (high << 64) | u128::from(low));
    // In two halves, because the whole scale may be past what a float holds when the result is not.
    let scale = i32::try_from(-shift).map_err(|_| Fault::OutOfRange)?;
    let size = (bits | u128::from(inexact)) as f64 * 2f64.powi(scale / 2) * 2f64.powi(scale - scale / 2);
    finite(if ratio.sign() == Sign::Minus { -size } else { size })
}

/// The fraction that a float is, exactly. The float is finite, as [`finite`] keeps them.
pub(crate) fn to_ratio(float: f64) -> Ratio {
    let bits = float.to_bits();
    let biased = (bits >> 52) & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    if float == 0.0 {
        return Ratio::from(BigInt::ZERO);
    }
    // Below the smallest normal float there is no hidden bit, and the exponent stays.
    let (size, biased) = if biased == 0 { (fraction, 1) } else { (fraction | (1 << 52), biased) };
    let ratio = Ratio::from_float_parts(size, biased.saturating_sub(1075), 1075u64.saturating_sub(biased));
    if float < 0.0 { ratio.neg() } else { ratio }
}

/// A float that is a number, or why it is not.
pub(crate) fn finite(float: f64) -> Result<f64, Fault> {
    if float.is_finite() { Ok(float) } else { Err(Fault::OutOfRange) }
}
