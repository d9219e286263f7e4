//! Exact fractions within the bit budget, always in lowest terms. Must not know floats, printing or the grammar.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;

use crate::Fault;
use crate::meter::Meter;
use crate::whole;

/// `num / den`: `den` positive, nothing in common, each of at most `limits::BITS` bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    num: BigInt,
    den: BigInt,
}

impl From<BigInt> for Ratio {
    fn from(num: BigInt) -> Self {
        Ratio { num, den: BigInt::from(1) }
    }
}

impl Ratio {
    /// A fraction that the caller knows to be in lowest terms, over a positive denominator.
    fn lowest(num: BigInt, den: BigInt) -> Result<Self, Fault> {
        Ok(Ratio { num: whole::fit(num)?, den: whole::fit(den)? })
    }

    /// `size × 2^(up − down)`, one of the two being 0. A float's parts stay far below the bit budget.
    pub(crate) fn from_float_parts(size: u64, up: u64, down: u64) -> Self {
        let spare = u64::from(size.trailing_zeros()).min(down);
        Ratio { num: (BigInt::from(size) << up) >> spare, den: BigInt::from(1) << (down - spare) }
    }

    pub(crate) fn num(&self) -> &BigInt {
        &self.num
    }

    pub(crate) fn den(&self) -> &BigInt {
        &self.den
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.den == BigInt::from(1)
    }

    pub(crate) fn sign(&self) -> Sign {
        self.num.sign()
    }

    pub(crate) fn neg(&self) -> Self {
        Ratio { num: -&self.num, den: self.den.clone() }
    }

    pub(crate) fn abs(&self) -> Self {
        Ratio { num: self.num.magnitude().clone().into(), den: self.den.clone() }
    }

    fn inverse(&self) -> Result<Self, Fault> {
        match self.sign() {
            Sign::NoSign => Err(Fault::DivisionByZero),
            Sign::Plus => Ok(Ratio { num: self.den.clone(), den: self.num.clone() }),
            Sign::Minus => Ok(Ratio { num: -&self.den, den: -&self.num }),
        }
    }

    /// Over the least common denominator, so that the size checked is the size of the result (Knuth, 4.5.1).
    pub(crate) fn add(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        let common = whole::gcd(&self.den, &other.den, meter)?;
        let mine = whole::divide_out(&self.den, &common, meter)?;
        let theirs = whole::divide_out(&other.den, &common, meter)?;
        let sum = whole::mul(&self.num, &theirs, meter)? + whole::mul(&other.num, &mine, meter)?;
        let shared = whole::gcd(&sum, &common, meter)?;
        let rest = whole::divide_out(&other.den, &shared, meter)?;
        Self::lowest(whole::divide_out(&sum, &shared, meter)?, whole::mul(&mine, &rest, meter)?)
    }

    pub(crate) fn sub(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        self.add(&other.neg(), meter)
    }

    /// Cancels crosswise first, for the same reason.
    pub(crate) fn mul(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        let down = whole::gcd(&self.num, &other.den, meter)?;
        let up = whole::gcd(&other.num, &self.den, meter)?;
        let num = [whole::divide_out(&self.num, &down, meter)?, whole::divide_out(&other.num, &up, meter)?];
        let den = [whole::divide_out(&self.den, &up, meter)?, whole::divide_out(&other.den, &down, meter)?];
        let ([a, b], [c, d]) = (num, den);
        Self::lowest(whole::mul(&a, &b, meter)?, whole::mul(&c, &d, meter)?)
    }

    pub(crate) fn div(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        self.mul(&other.inverse()?, meter)
    }

    /// Towards minus infinity: the quotient of `//`.
    pub(crate) fn floor_div(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        let num = whole::mul(&self.num, &other.den, meter)?;
        let den = whole::mul(&self.den, &other.num, meter)?;
        Ok(whole::floor(&num, &den, meter)?.into())
    }

    /// What `//` leaves: has the sign of the divisor.
    pub(crate) fn modulo(&self, other: &Self, meter: &mut Meter) -> Result<Self, Fault> {
        let quotient = self.floor_div(other, meter)?;
        self.sub(&other.mul(&quotient, meter)?, meter)
    }

    /// To a whole power. Anything but 0, 1 and −1 outgrows the budget within a dozen squarings, however high it is to go.
    pub(crate) fn power(&self, exponent: &BigInt, meter: &mut Meter) -> Result<Self, Fault> {
        let base = if exponent.sign() == Sign::Minus { self.inverse()? } else { self.clone() };
        if exponent.sign() == Sign::NoSign {
            return Ok(BigInt::from(1).into());
        }
        if base.is_whole() && base.num.bits() <= 1 {
            return Ok(if exponent.is_even() { base.abs() } else { base });
        }
        let times = u64::try_from(exponent.magnitude()).map_err(|_| whole::too_large())?;
        Self::lowest(whole::power(&base.num, times, meter)?, whole::power(&base.den, times, meter)?)
    }

    pub(crate) fn floor(&self, meter: &mut Meter) -> Result<Self, Fault> {
        Ok(whole::floor(&self.num, &self.den, meter)?.into())
    }

    pub(crate) fn ceil(&self, meter: &mut Meter) -> Result<Self, Fault> {
        Ok(self.neg().floor(meter)?.neg())
    }

    /// To `digits` after the point (before it if negative), half to even.
    pub(crate) fn round(&self, digits: &BigInt, meter: &mut Meter) -> Result<Self, Fault> {
        if self.is_whole() && digits.sign() != Sign::Minus {
            return Ok(self.clone());
        }
        let unit = Ratio::from(BigInt::from(10)).power(&-digits, meter)?;
        let units = self.div(&unit, meter)?;
        Ratio::from(whole::nearest(&units.num, &units.den, meter)?).mul(&unit, meter)
    }

    /// The square root, if it is a fraction too. The caller has refused negative numbers.
    pub(crate) fn exact_root(&self, meter: &mut Meter) -> Result<Option<Self>, Fault> {
        let num = whole::exact_root(&self.num, meter)?;
        let den = whole::exact_root(&self.den, meter)?;
        Ok(num.zip(den).map(|(num, den)| Ratio { num, den }))
    }

    pub(crate) fn compare(&self, other: &Self, meter: &mut Meter) -> Result<Ordering, Fault> {
        let mine = whole::product(&self.num, &other.den, meter)?;
        Ok(mine.cmp(&whole::product(&other.num, &self.den, meter)?))
    }
}
