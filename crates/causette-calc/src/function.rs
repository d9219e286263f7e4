//! The functions by name, and the constants. Must not know the grammar, nor how a number is kept.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

use crate::Fault;
use crate::float;
use crate::meter::Meter;
use crate::number::Number;

type Outcome = Result<Number, Fault>;

/// A function a person can call.
pub(crate) struct Function {
    name: &'static str,
    shape: Shape,
}

/// How many arguments, and what is done with them.
enum Shape {
    One(fn(&Number, &mut Meter) -> Outcome),
    OneOrTwo(fn(&Number, Option<&Number>, &mut Meter) -> Outcome),
    Many(fn(&Number, &[Number], &mut Meter) -> Outcome),
}

static FUNCTIONS: [Function; 13] = [
    Function { name: "sqrt", shape: Shape::One(sqrt) },
    Function { name: "abs", shape: Shape::One(abs) },
    Function { name: "min", shape: Shape::Many(|first, rest, meter| extreme(Ordering::Less, first, rest, meter)) },
    Function { name: "max", shape: Shape::Many(|first, rest, meter| extreme(Ordering::Greater, first, rest, meter)) },
    Function { name: "round", shape: Shape::OneOrTwo(round) },
    Function { name: "floor", shape: Shape::One(floor) },
    Function { name: "ceil", shape: Shape::One(ceil) },
    Function { name: "sin", shape: Shape::One(|x, meter| Number::float(x.to_float(meter)?.sin())) },
    Function { name: "cos", shape: Shape::One(|x, meter| Number::float(x.to_float(meter)?.cos())) },
    Function { name: "tan", shape: Shape::One(|x, meter| Number::float(x.to_float(meter)?.tan())) },
    Function { name: "ln", shape: Shape::One(|x, meter| Number::float(positive("ln", x, meter)?.ln())) },
    Function { name: "log", shape: Shape::OneOrTwo(log) },
    Function { name: "exp", shape: Shape::One(|x, meter| Number::float(x.to_float(meter)?.exp())) },
];

impl Function {
    pub(crate) fn named(name: &str) -> Option<&'static Function> {
        FUNCTIONS.iter().find(|function| function.name == name)
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Calls it. `commas` says that the arguments were separated by commas, for the error if they are too many.
    pub(crate) fn call(&self, arguments: &[Number], commas: bool, meter: &mut Meter) -> Outcome {
        meter.spend(1)?;
        let most = match (&self.shape, arguments) {
            (Shape::One(function), [x]) => return function(x, meter),
            (Shape::OneOrTwo(function), [x]) => return function(x, None, meter),
            (Shape::OneOrTwo(function), [x, y]) => return function(x, Some(y), meter),
            (Shape::Many(function), [first, rest @ ..]) => return function(first, rest, meter),
            (Shape::One(_), _) => Some(1),
            (Shape::OneOrTwo(_), _) => Some(2),
            (Shape::Many(_), _) => None,
        };
        let given = arguments.len();
        Err(Fault::WrongCount { function: self.name, least: 1, most, given, commas: commas && given > 1 })
    }
}

/// The constants, as near as a float comes.
pub(crate) fn constant(name: &str) -> Option<Number> {
    match name {
        "pi" => Some(Number::Float(std::f64::consts::PI)),
        "e" => Some(Number::Float(std::f64::consts::E)),
        _ => None,
    }
}

fn sqrt(x: &Number, meter: &mut Meter) -> Outcome {
    if x.sign() == Sign::Minus {
        return Err(Fault::Undefined { function: "sqrt" });
    }
    if let Number::Exact(ratio) = x
        && let Some(root) = ratio.exact_root(meter)?
    {
        return Ok(Number::Exact(root));
    }
    Number::float(x.to_float(meter)?.sqrt())
}

fn abs(x: &Number, _: &mut Meter) -> Outcome {
    Ok(match x {
        Number::Exact(ratio) => Number::Exact(ratio.abs()),
        Number::Float(float) => Number::Float(float.abs()),
    })
}

fn extreme(wanted: Ordering, first: &Number, rest: &[Number], meter: &mut Meter) -> Outcome {
    let mut best = first;
    for number in rest {
        if number.compare(best, meter)? == wanted {
            best = number;
        }
    }
    Ok(best.clone())
}

/// To `digits` after the point, or to a whole number; half to even, as Python does.
fn round(x: &Number, digits: Option<&Number>, meter: &mut Meter) -> Outcome {
    let digits = match digits {
        Some(digits) => digits.to_whole().ok_or(Fault::NotWhole { function: "round" })?,
        None => BigInt::from(0),
    };
    match x {
        Number::Exact(ratio) => Ok(Number::Exact(ratio.round(&digits, meter)?)),
        Number::Float(float) => {
            let rounded = float::to_ratio(*float).round(&digits, meter)?;
            Ok(Number::Float(float::from_ratio(&rounded, meter)?))
        }
    }
}

fn floor(x: &Number, meter: &mut Meter) -> Outcome {
    match x {
        Number::Exact(ratio) => Ok(Number::Exact(ratio.floor(meter)?)),
        Number::Float(float) => Ok(Number::Float(float.floor())),
    }
}

fn ceil(x: &Number, meter: &mut Meter) -> Outcome {
    match x {
        Number::Exact(ratio) => Ok(Number::Exact(ratio.ceil(meter)?)),
        Number::Float(float) => Ok(Number::Float(float.ceil())),
    }
}

/// To base 10, as on a calculator's keys (`ln` is the natural one), or to the base given.
fn log(x: &Number, base: Option<&Number>, meter: &mut Meter) -> Outcome {
    let x = positive("log", x, meter)?;
    let Some(base) = base else { return Number::float(x.log10()) };
    let base = positive("log", base, meter)?;
    if base == 1.0 {
        return Err(Fault::Undefined { function: "log" });
    }
    Number::float(if base == 2.0 { x.log2() } else { x.ln() / base.ln() })
}

/// The argument of a logarithm.
fn positive(function: &'static str, x: &Number, meter: &mut Meter) -> Result<f64, Fault> {
    if x.sign() == Sign::Plus { x.to_float(meter) } else { Err(Fault::Undefined { function }) }
}
