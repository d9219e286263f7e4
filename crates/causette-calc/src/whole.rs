//! Whole numbers that cannot outgrow the bit budget: each operation is weighed, and refused if need be, before it
//! is done. Must not know fractions, floats or the grammar.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;

use crate::Fault;
use crate::limits::BITS;
use crate::meter::Meter;

pub(crate) fn too_large() -> Fault {
    Fault::TooLarge { bits: BITS }
}

/// The number itself, if it is within the budget.
pub(crate) fn fit(n: BigInt) -> Result<BigInt, Fault> {
    if n.bits() > BITS { Err(too_large()) } else { Ok(n) }
}

/// 64-bit words in a number, at least 1.
fn words(n: &BigInt) -> u64 {
    n.bits() / 64 + 1
}

/// Multiplies what is already bounded, without bounding the product: for comparisons only.
pub(crate) fn product(a: &BigInt, b: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    meter.spend(words(a) * words(b) / 16)?;
    Ok(a * b)
}

/// Multiplies. A product has at most one bit less than its factors together, so what passes the check is
/// at most one bit over.
pub(crate) fn mul(a: &BigInt, b: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    if a.bits() + b.bits() > BITS + 1 {
        return Err(too_large());
    }
    fit(product(a, b, meter)?)
}

/// Raises to a power by squaring, from the exponent's top bit down: every intermediate is itself a power no larger than
/// the result, so the first one that does not fit proves that the result would not.
pub(crate) fn power(base: &BigInt, exponent: u64, meter: &mut Meter) -> Result<BigInt, Fault> {
    let mut result = BigInt::from(1);
    for bit in (0..u64::BITS - exponent.leading_zeros()).rev() {
        result = mul(&result, &result, meter)?;
        if (exponent >> bit) & 1 == 1 {
            result = mul(&result, base, meter)?;
        }
    }
    Ok(result)
}

/// Greatest common divisor, never negative. One division first brings both to the size of the smaller.
pub(crate) fn gcd(a: &BigInt, b: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    let (small, large) = if a.bits() < b.bits() { (a, b) } else { (b, a) };
    match small.bits() {
        0 => return Ok(BigInt::from(large.magnitude().clone())),
        1 => return Ok(BigInt::from(1)),
        bits => meter.spend(words(small) * words(large) / 8 + 2 * bits)?,
    }
    Ok((large % small).gcd(small))
}

/// Divides by a divisor that is known to leave nothing.
pub(crate) fn divide_out(n: &BigInt, divisor: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    if *divisor == BigInt::from(1) {
        return Ok(n.clone());
    }
    meter.spend(words(n) * words(divisor) / 8)?;
    n.checked_div(divisor).ok_or(Fault::DivisionByZero)
}

/// The nearest whole number below or at `n / d`.
pub(crate) fn floor(n: &BigInt, d: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    if d.bits() == 0 {
        return Err(Fault::DivisionByZero);
    }
    meter.spend(words(n) * words(d) / 8)?;
    Ok(n.div_floor(d))
}

/// The whole number nearest to `n / d`, the even one of two.
pub(crate) fn nearest(n: &BigInt, d: &BigInt, meter: &mut Meter) -> Result<BigInt, Fault> {
    meter.spend(words(n) * words(d) / 8)?;
    Ok(half_even(n, d))
}

/// The same for printing, which happens after the work was counted. `d` is positive.
pub(crate) fn half_even(n: &BigInt, d: &BigInt) -> BigInt {
    let (below, rest) = n.div_mod_floor(d);
    let up = match (rest * 2u8).cmp(d) {
        Ordering::Less => false,
        Ordering::Equal => below.is_odd(),
        Ordering::Greater => true,
    };
    if up { below + 1u8 } else { below }
}

/// The square root, if it is whole.
pub(crate) fn exact_root(n: &BigInt, meter: &mut Meter) -> Result<Option<BigInt>, Fault> {
    meter.spend(n.bits() / 2)?;
    let root = n.magnitude().sqrt();
    Ok((&root * &root == *n.magnitude()).then(|| root.into()))
}
