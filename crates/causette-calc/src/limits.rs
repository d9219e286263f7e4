//! Every bound of the calculator, in one place. Must not know what is being bounded.

/// Longest input, in bytes.
pub const INPUT_BYTES: usize = 256;

/// Deepest nesting of parentheses, calls, signs and right-hand sides; also how deep the evaluator recurses.
pub const DEPTH: usize = 64;

/// Work one evaluation may do. A step is a number, an operator, a call, or about 30 ns of arithmetic on large numbers,
/// so that all of it stays under a millisecond.
pub const STEPS: u64 = 20_000;

/// Most bits in the numerator, and in the denominator, of an exact number.
pub const BITS: u64 = 4096;

/// Significant digits printed of what is not a whole exact number.
pub const SIGNIFICANT_DIGITS: u32 = 16;

/// Exact whole numbers of up to this many digits are printed in full, longer ones as `1.234e567`.
pub const WHOLE_DIGITS: usize = 320;
