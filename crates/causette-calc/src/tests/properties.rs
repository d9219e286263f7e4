//! What holds for every input.

use proptest::prelude::*;

use crate::limits::STEPS;
use crate::meter::Meter;
use crate::number::Number;
use crate::{Value, eval, metered};

/// Evaluates, prints whatever comes out, and checks the bound.
fn survive(input: &str, ans: Option<&Value>) -> Option<Value> {
    let mut meter = Meter::default();
    let outcome = metered(input, ans, &mut meter);
    assert!(meter.spent() <= STEPS);
    match outcome {
        Ok(value) => {
            let _ = value.to_string();
            Some(value)
        }
        Err(error) => {
            assert!((1..=input.chars().count() + 1).contains(&error.column), "{error}");
            assert!(!error.to_string().chars().any(char::is_control), "{error}");
            None
        }
    }
}

/// The words of the language, in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "1", "2", "0", "7.5", "3,5", "1e300", "1e-300", "0xff", "9**999", "+", "-", "*", "/", "//", "%", "**", "^",
        "(", ")", ",", ";", "ans", "pi", "e", "sqrt(", "abs(", "min(", "max(", "round(", "floor(", "ceil(", "sin(",
        "cos(", "tan(", "ln(", "log(", "exp(", " ",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

/// A calculation that is well formed, whatever its value.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<u16>().prop_map(|n| n.to_string()),
        (0..99u8, 0..999u16).prop_map(|(whole, part)| format!("{whole}.{part}")),
        prop::sample::select(vec!["pi", "e", "ans", "1e200", "3**900", "0x7fffffffffffffff"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(6, 24, 2, |inner| {
        let operator = prop::sample::select(vec!["+", "-", "*", "/", "//", "%", "**"]);
        let function = prop::sample::select(vec![
            "sqrt", "abs", "min", "max", "round", "floor", "ceil", "sin", "cos", "tan", "ln", "log", "exp",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("({a}{op}{b})")),
            (function, inner.clone()).prop_map(|(name, x)| format!("{name}({x})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("max({a};{b})")),
            inner.prop_map(|x| format!("(-{x})")),
        ]
    })
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

/// An independent fraction: lowest terms, positive denominator.
fn lowest((num, den): (i128, i128)) -> (i128, i128) {
    let common = gcd(num, den) * den.signum();
    (num / common, den / common)
}

/// The same fraction through the evaluator.
fn fraction((num, den): (i128, i128)) -> Value {
    eval(&format!("({num})/({den})"), None).unwrap()
}

fn small() -> impl Strategy<Value = (i128, i128)> {
    (any::<i32>(), any::<i32>().prop_filter("a denominator", |den| *den != 0))
        .prop_map(|(num, den)| (i128::from(num), i128::from(den)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_survived(input in "\\PC{0,300}") {
        survive(&input, None);
    }

    #[test]
    fn any_words_are_survived(input in words()) {
        let ans = eval("3**2000/7**1000", None).ok();
        survive(&input, ans.as_ref());
    }

    #[test]
    fn any_formula_is_survived(input in formula(), next in formula()) {
        let ans = survive(&input, None);
        survive(&next, ans.as_ref());
    }

    #[test]
    fn exact_arithmetic_agrees_with_plain_fractions(a in small(), b in small()) {
        let ((an, ad), (bn, bd)) = (a, b);
        let cases = [
            ("+", (an * bd + bn * ad, ad * bd)),
            ("-", (an * bd - bn * ad, ad * bd)),
            ("*", (an * bn, ad * bd)),
        ];
        for (operator, expect) in cases {
            let ours = eval(&format!("(({an})/({ad})){operator}(({bn})/({bd}))"), None);
            prop_assert_eq!(ours, Ok(fraction(lowest(expect))));
        }
        if bn != 0 {
            let ours = eval(&format!("(({an})/({ad}))/(({bn})/({bd}))"), None);
            prop_assert_eq!(ours, Ok(fraction(lowest((an * bd, ad * bn)))));
        }
    }

    #[test]
    fn quotient_and_rest_make_the_whole(a in small(), b in small()) {
        prop_assume!(b.0 != 0);
        let (a, b) = (format!("(({})/({}))", a.0, a.1), format!("(({})/({}))", b.0, b.1));
        prop_assert_eq!(eval(&format!("{a}//{b}*{b}+{a}%{b}-{a}"), None).unwrap().to_string(), "0");
        prop_assert_eq!(eval(&format!("floor({a}%{b}/{b})"), None).unwrap().to_string(), "0");
    }

    #[test]
    fn floats_print_as_the_standard_library_rounds_them(x in -300i32..300, y in 1u32..u32::MAX) {
        let float = f64::from(y).sqrt() * 2f64.powi(x);
        let value = Value(Number::Float(float));
        let printed: f64 = value.to_string().parse().unwrap();
        let expect: f64 = format!("{float:.15e}").parse().unwrap();
        prop_assert_eq!(printed, expect);
    }

    #[test]
    fn what_is_printed_of_a_whole_number_reads_back(n in any::<i128>()) {
        prop_assert_eq!(eval(&n.to_string(), None).unwrap().to_string(), n.to_string());
    }

    #[test]
    fn fractions_become_the_nearest_float(n in 0..1u64 << 53, d in 1..1u64 << 53, shift in -900i32..900) {
        let mut meter = Meter::default();
        let power = if shift < 0 { format!("/2**{}", -shift) } else { format!("*2**{shift}") };
        let exact = eval(&format!("-{n}/{d}{power}"), None).unwrap();
        let expect = -(n as f64 / d as f64) * 2f64.powi(shift);
        prop_assert_eq!(exact.0.to_float(&mut meter), Ok(expect));
    }

    #[test]
    fn a_float_is_exactly_the_fraction_it_stands_for(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        prop_assume!(float.is_normal());
        let exact = Number::Exact(Number::Float(float).to_ratio());
        prop_assert_eq!(exact.to_float(&mut Meter::default()), Ok(float));
    }
}
