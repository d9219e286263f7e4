//! Inputs that have no answer: what is said, and at which column.

use super::check;
use crate::{Fault, eval};

/// Evaluates each input and compares the column and the code of its error.
fn refuse(cases: &[(&str, usize, &str)]) {
    for (input, column, code) in cases {
        let error = eval(input, None).expect_err(input);
        assert_eq!((error.column, error.what.code()), (*column, *code), "input: {input}");
    }
}

#[test]
fn arithmetic() {
    refuse(&[
        ("10/0", 3, "calc_division_by_zero"),
        ("0/0", 2, "calc_division_by_zero"),
        ("1//0", 2, "calc_division_by_zero"),
        ("1 % (1-1)", 3, "calc_division_by_zero"),
        ("0**-1", 2, "calc_division_by_zero"),
        ("pi/0", 3, "calc_division_by_zero"),
        ("1 % sin(0)", 3, "calc_division_by_zero"),
        ("1 // sin(0)", 3, "calc_division_by_zero"),
        ("sin(0)**-0.5", 7, "calc_division_by_zero"),
        ("0**-0.5", 2, "calc_division_by_zero"),
        ("(-8)**0.5", 5, "calc_undefined"),
        ("(-8)**(1/3)", 5, "calc_undefined"),
        ("1+sqrt(-1)", 3, "calc_undefined"),
        ("sqrt(-pi)", 1, "calc_undefined"),
        ("ln(0)", 1, "calc_undefined"),
        ("log(-1)", 1, "calc_undefined"),
        ("log(8; 1)", 1, "calc_undefined"),
        ("log(8; 0)", 1, "calc_undefined"),
        ("round(1; 0.5)", 1, "calc_not_whole"),
        ("2+ans", 3, "calc_no_answer"),
    ]);
}

#[test]
fn too_large() {
    refuse(&[
        ("9^9^9^9", 4, "calc_too_large"),
        ("9**9**9**9", 5, "calc_too_large"),
        ("1e999999999", 1, "calc_too_large"),
        ("2+1e-999999999", 3, "calc_too_large"),
        ("1e99999999999999999999999999", 1, "calc_too_large"),
        ("2**4096", 2, "calc_too_large"),
        ("2**4095*2", 8, "calc_too_large"),
        ("2**4095+2**4095", 8, "calc_too_large"),
        ("1/2**4096", 4, "calc_too_large"),
        ("3**2600", 2, "calc_too_large"),
        ("2**(2**4000)", 2, "calc_too_large"),
        ("2**-(2**4000)", 2, "calc_too_large"),
        ("exp(1000)", 1, "calc_out_of_range"),
        ("-exp(1000)", 2, "calc_out_of_range"),
        ("pi**9999", 3, "calc_out_of_range"),
        ("2**4000*pi", 8, "calc_out_of_range"),
        ("sqrt(2**4001)", 1, "calc_out_of_range"),
        ("round(0.5; 5000)", 1, "calc_too_large"),
    ]);
}

#[test]
fn grammar() {
    refuse(&[
        ("", 1, "calc_empty"),
        (" \t ", 1, "calc_empty"),
        ("1+", 3, "calc_incomplete"),
        ("1+  ", 5, "calc_incomplete"),
        ("max(1,", 7, "calc_incomplete"),
        ("2*/3", 3, "calc_expected_value"),
        ("*3", 1, "calc_expected_value"),
        ("()", 2, "calc_expected_value"),
        ("max(1,)", 7, "calc_expected_value"),
        ("max(,1)", 5, "calc_expected_value"),
        ("2 3", 3, "calc_unexpected"),
        ("2(3)", 2, "calc_unexpected"),
        ("2pi", 2, "calc_unexpected"),
        ("2e", 2, "calc_unexpected"),
        ("pi(2)", 3, "calc_unexpected"),
        ("1)", 2, "calc_unexpected"),
        ("1.5.2", 4, "calc_unexpected"),
        ("1,5,2", 4, "calc_unexpected"),
        ("3, 5", 2, "calc_unexpected"),
        ("1;2", 2, "calc_unexpected"),
        ("max((3,5),2)", 7, "calc_unexpected"),
        ("max((1;2),3)", 7, "calc_unexpected"),
        ("max(1,5;2, 3)", 10, "calc_unexpected"),
        ("(1 2)", 4, "calc_unexpected"),
        ("(1+2", 1, "calc_unclosed"),
        ("3*(max(1", 7, "calc_unclosed"),
        ("1+foo(2", 3, "calc_unknown_name"),
        ("1+été", 3, "calc_unknown_name"),
        ("éé 1", 1, "calc_unknown_name"),
        ("3 × 4", 3, "calc_unknown_character"),
        ("\u{a0}3 € 4", 4, "calc_unknown_character"),
        ("٣", 1, "calc_unknown_character"),
        ("1\u{1b}[31m", 2, "calc_unknown_character"),
        ("0x", 1, "calc_bad_number"),
        ("1 + .", 5, "calc_bad_number"),
        ("sin 3", 1, "calc_needs_parentheses"),
        ("2*sin", 3, "calc_needs_parentheses"),
        ("1+sqrt()", 3, "calc_wrong_count"),
        ("sqrt(2,25)", 1, "calc_wrong_count"),
        ("round(1;2;3)", 1, "calc_wrong_count"),
        ("max()", 1, "calc_wrong_count"),
    ]);
}

#[test]
fn sentences() {
    check(&[
        ("10/0", "column 3: division by zero"),
        ("9^9^9^9", "column 4: too large: a number here needs more than 4096 bits"),
        ("exp(1000)", "column 1: too large: what is not exact ends at 1.8e308"),
        ("99999!", "column 6: `!` has no meaning here"),
        ("__import__('os').system('id')", "column 1: no function or constant is called `__import__`"),
        ("$(id)", "column 1: `$` has no meaning here"),
        ("1; id", "column 2: an operator or the end was expected, not `;`"),
        ("1\u{1b}", r"column 2: `\u{1b}` has no meaning here"),
        ("sqrt(2,25)", "column 1: `sqrt` takes 1 argument, not 2 (inside a call a comma separates: write 2.5 for 2,5)"),
        ("round(1;2;3)", "column 1: `round` takes 1 to 2 arguments, not 3"),
        ("max()", "column 1: `max` takes 1 argument or more, not 0"),
    ]);
}

#[test]
fn a_fault_carries_what_a_translator_needs() {
    let fault = eval("sqrt(2,25)", None).unwrap_err().what;
    let expect = Fault::WrongCount { function: "sqrt", least: 1, most: Some(1), given: 2, commas: true };
    assert_eq!(fault, expect);
    let fault = eval("Foo(1)", None).unwrap_err().what;
    assert_eq!(fault, Fault::UnknownName { name: "Foo".to_owned() });
}
