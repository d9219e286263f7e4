//! A number, exact or approximate, and the operators on it. What is exact stays exact as long as every part of it
//! is; one float makes the whole a float. Must not know the grammar or printing.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

use crate::Fault;
use crate::float;
use crate::meter::Meter;
use crate::ratio::Ratio;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Number {
    Exact(Ratio),
    /// Always finite.
    Float(f64),
}

/// What stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Modulo,
    Power,
}

impl Number {
    pub(crate) fn float(float: f64) -> Result<Self, Fault> {
        float::finite(float).map(Number::Float)
    }

    pub(crate) fn to_float(&self, meter: &mut Meter) -> Result<f64, Fault> {
        match self {
            Number::Exact(ratio) => float::from_ratio(ratio, meter),
            Number::Float(float) => Ok(*float),
        }
    }

    pub(crate) fn to_ratio(&self) -> Ratio {
        match self {
            Number::Exact(ratio) => ratio.clone(),
            Number::Float(float) => float::to_ratio(*float),
        }
    }

    /// The whole number it is, if it is one.
    pub(crate) fn to_whole(&self) -> Option<BigInt> {
        let ratio = self.to_ratio();
        ratio.is_whole().then(|| ratio.num().clone())
    }

    pub(crate) fn neg(&self) -> Self {
        match self {
            Number::Exact(ratio) => Number::Exact(ratio.neg()),
            Number::Float(float) => Number::Float(-float),
        }
    }

    pub(crate) fn sign(&self) -> Sign {
        match self {
            Number::Exact(ratio) => ratio.sign(),
            Number::Float(float) if *float > 0.0 => Sign::Plus,
            Number::Float(float) if *float < 0.0 => Sign::Minus,
            Number::Float(_) => Sign::NoSign,
        }
    }

    pub(crate) fn compare(&self, other: &Self, meter: &mut Meter) -> Result<Ordering, Fault> {
        self.to_ratio().compare(&other.to_ratio(), meter)
    }
}

impl Operator {
    pub(crate) fn apply(self, left: &Number, right: &Number, meter: &mut Meter) -> Result<Number, Fault> {
        meter.spend(1)?;
        match (left, right) {
            (Number::Exact(left), Number::Exact(right)) => self.exact(left, right, meter),
            (Number::Exact(_) | Number::Float(_), Number::Exact(_) | Number::Float(_)) => {
                self.float(left.to_float(meter)?, right.to_float(meter)?)
            }
        }
    }

    fn exact(self, left: &Ratio, right: &Ratio, meter: &mut Meter) -> Result<Number, Fault> {
        let result = match self {
            Operator::Add => left.add(right, meter),
            Operator::Sub => left.sub(right, meter),
            Operator::Mul => left.mul(right, meter),
            Operator::Div => left.div(right, meter),
            Operator::FloorDiv => left.floor_div(right, meter),
            Operator::Modulo => left.modulo(right, meter),
            Operator::Power if right.is_whole() => left.power(right.num(), meter),
            Operator::Power => {
                return self.float(float::from_ratio(left, meter)?, float::from_ratio(right, meter)?);
            }
        };
        result.map(Number::Exact)
    }

    fn float(self, left: f64, right: f64) -> Result<Number, Fault> {
        Number::float(match self {
            Operator::Add => left + right,
            Operator::Sub => left - right,
            Operator::Mul => left * right,
            Operator::Div | Operator::FloorDiv | Operator::Modulo if right == 0.0 => {
                return Err(Fault::DivisionByZero);
            }
            Operator::Div => left / right,
            Operator::FloorDiv => ((left - modulo(left, right)) / right).round(),
            Operator::Modulo => modulo(left, right),
            Operator::Power if left == 0.0 && right < 0.0 => return Err(Fault::DivisionByZero),
            Operator::Power if left < 0.0 && right.fract() != 0.0 => return Err(Fault::Undefined { function: "**" }),
            Operator::Power => left.powf(right),
        })
    }
}

/// The rest that has the sign of the divisor.
fn modulo(left: f64, right: f64) -> f64 {
    let rest = left % right;
    if rest != 0.0 && (rest < 0.0) != (right < 0.0) { rest + right } else { rest }
}
