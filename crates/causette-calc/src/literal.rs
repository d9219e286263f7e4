//! A number as it was written, and the exact value it means. Must not know where it stood.

use num_bigint::BigInt;

use crate::Fault;
use crate::meter::Meter;
use crate::ratio::Ratio;
use crate::whole;

/// Only digits of the kind its name says; `exponent` may have a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal<'a> {
    Hexadecimal(&'a str),
    Decimal { whole: &'a str, fraction: &'a str, exponent: &'a str },
}

impl Literal<'_> {
    pub(crate) fn value(&self, meter: &mut Meter) -> Result<Ratio, Fault> {
        meter.spend(1)?;
        match *self {
            Literal::Hexadecimal(digits) => read(digits, 16).map(Ratio::from),
            Literal::Decimal { whole, fraction, exponent } => {
                let digits = read(&[whole, fraction].concat(), 10)?;
                if digits == BigInt::ZERO {
                    return Ok(digits.into());
                }
                let exponent = if exponent.is_empty() { BigInt::ZERO } else { read(exponent, 10)? };
                let scale = Ratio::from(BigInt::from(10)).power(&(exponent - fraction.len()), meter)?;
                Ratio::from(digits).mul(&scale, meter)
            }
        }
    }
}

fn read(digits: &str, radix: u32) -> Result<BigInt, Fault> {
    let number = BigInt::parse_bytes(digits.as_bytes(), radix);
    whole::fit(number.ok_or_else(|| Fault::BadNumber { text: digits.to_owned() })?)
}
