//! The calculator: one line in, one number out. Pure and bounded: no clock, no I/O, and for any input whatever a
//! value or a clear error within the budgets of [`limits`]. Must not know who asks, nor their language.
//!
//! Operators are Python's: `+ - * /`, `//` and `%` (which follow the divisor's sign), `**` or `^` (to the right,
//! tighter than a sign before it), parentheses. Numbers are decimal with a point or a comma, hexadecimal (`0x1F`), and may
//! have an exponent (`1,5e-3`). Functions: `sqrt abs min max round floor ceil sin cos tan ln log exp`; constants:
//! `pi e ans`. Angles are in radians; `log` is to base 10, or `log(x; base)`; `round(x; digits)` rounds half to
//! even, as Python does.
//!
//! Between the arguments of a call stands a comma, or `;`, and then its commas are decimal: `max(1,5; 2)`. Each call
//! decides for itself.
//!
//! Fractions are exact; what passes through a constant, a root that is none or a function of analysis is a 64-bit
//! float from there on.
//!
//! ```
//! use causette_calc::eval;
//!
//! let sum = eval("0.1 + 0,2", None)?;
//! assert_eq!(sum.to_string(), "0.3");
//! assert_eq!(eval("ans * 10", Some(&sum))?.to_string(), "3");
//! assert_eq!(eval("10/0", None).unwrap_err().to_string(), "column 3: division by zero");
//! # Ok::<(), causette_calc::CalcError>(())
//! ```

mod evaluator;
mod fault;
mod float;
mod function;
pub mod limits;
mod literal;
mod meter;
mod number;
mod ratio;
#[cfg(test)]
mod tests;
mod token;
mod value;
mod whole;

pub use fault::{CalcError, Fault};
pub use value::Value;

use evaluator::Evaluator;
use limits::INPUT_BYTES;
use meter::Meter;

/// Evaluates `input`; `ans` is the answer before, if there was one.
///
/// # Errors
/// The first thing found wrong, reading from the left one word ahead of the arithmetic, with its column. An input past
/// [`limits::INPUT_BYTES`] is not read at all.
pub fn eval(input: &str, ans: Option<&Value>) -> Result<Value, CalcError> {
    metered(input, ans, &mut Meter::default())
}

fn metered(input: &str, ans: Option<&Value>, meter: &mut Meter) -> Result<Value, CalcError> {
    if input.len() > INPUT_BYTES {
        let read = input.char_indices().take_while(|(at, c)| at + c.len_utf8() <= INPUT_BYTES).count();
        return Err(Fault::TooLong { limit: INPUT_BYTES, given: input.len() }.at(read + 1));
    }
    Evaluator::run(input, ans.map(|value| &value.0), meter).map(Value)
}
