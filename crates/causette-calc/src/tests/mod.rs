//! Tests as tables: an input, and what is printed for it.

mod answers;
mod faults;
mod hostile;
mod properties;

use crate::{Value, eval};

/// What a person would read.
fn shown(input: &str, ans: Option<&Value>) -> String {
    match eval(input, ans) {
        Ok(value) => value.to_string(),
        Err(error) => error.to_string(),
    }
}

/// Evaluates each input and compares what is printed.
fn check(cases: &[(&str, &str)]) {
    for (input, expect) in cases {
        assert_eq!(shown(input, None), *expect, "input: {input}");
    }
}
