//! Inputs made to hurt. The bound is shown by counting steps, which no busy machine can disturb.

use num_bigint::BigInt;

use super::shown;
use crate::limits::{BITS, DEPTH, INPUT_BYTES, STEPS};
use crate::meter::Meter;
use crate::{CalcError, Fault, Value, eval, metered, whole};

/// The outcome and the steps it took.
fn counted(input: &str, ans: Option<&Value>) -> (Result<Value, CalcError>, u64) {
    let mut meter = Meter::default();
    let outcome = metered(input, ans, &mut meter);
    (outcome, meter.spent())
}

/// `piece` as often as it fits.
fn filled(piece: &str) -> String {
    piece.repeat(INPUT_BYTES / piece.len())
}

#[test]
fn what_is_too_long_is_not_read() {
    for input in
        ["(".repeat(10_000), "-".repeat(100_000), "9".repeat(1 << 20), "9".repeat(INPUT_BYTES + 1), "é".repeat(200)]
    {
        let (outcome, steps) = counted(&input, None);
        let column = if input.starts_with('é') { INPUT_BYTES / 2 + 1 } else { INPUT_BYTES + 1 };
        let what = Fault::TooLong { limit: INPUT_BYTES, given: input.len() };
        assert_eq!((outcome, steps), (Err(CalcError { column, what }), 0));
    }
    assert_eq!(eval(&"9".repeat(INPUT_BYTES), None).map(|nines| nines.to_string()), Ok("9".repeat(INPUT_BYTES)));
}

#[test]
fn depth_is_bounded_by_every_way_down() {
    for piece in ["(", "-", "+", "e^", "1/(", "-(", "ln(", "2^-", "1+("] {
        let deepest = filled(piece);
        let small_stack = std::thread::Builder::new().stack_size(1 << 20);
        let outcome = small_stack.spawn(move || eval(&deepest, None)).unwrap().join().unwrap();
        assert_eq!(outcome.unwrap_err().what, Fault::TooDeep { limit: DEPTH }, "{piece}");
    }
    let nested = |depth: usize| format!("{}7{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(shown(&nested(DEPTH), None), "7");
    assert_eq!(eval(&nested(DEPTH + 1), None).unwrap_err(), Fault::TooDeep { limit: DEPTH }.at(DEPTH + 2));
    assert_eq!(shown(&format!("{}7", "-".repeat(DEPTH)), None), "7");
    assert_eq!(shown(&format!("1{}", "+1".repeat(127)), None), "128");
}

#[test]
fn a_tower_is_refused_before_it_is_built() {
    for input in ["9**9**9**9", "9^9^9^9", "1e999999999", "2**(2**4000)", "(1/3)**-(9**999)"] {
        let (outcome, steps) = counted(input, None);
        assert_eq!(outcome.unwrap_err().what, Fault::TooLarge { bits: BITS }, "{input}");
        assert!(steps < 1_000, "{input}: {steps} steps");
    }
}

#[test]
fn size_is_checked_before_the_work() {
    let mut meter = Meter::default();
    let half = BigInt::from(1) << (BITS / 2);
    assert_eq!(whole::mul(&half, &half, &mut meter), Err(Fault::TooLarge { bits: BITS }));
    assert_eq!(meter.spent(), 0);
    assert!(whole::mul(&half, &(half.clone() >> 1u8), &mut meter).is_ok());
    assert!(meter.spent() > 0);
}

#[test]
fn no_input_is_worth_more_than_the_budget() {
    let heavy = eval("3**2500/7**1400", None).unwrap();
    let pieces = ["ans+", "ans*", "ans/", "ans//", "ans%", "-ans-1/", "1/ans+", "sqrt(ans)+", "max(ans,1/ans)*"];
    for piece in pieces {
        for last in ["ans", "1", "5**1700/11**1100", "1/3"] {
            let room = INPUT_BYTES - last.len();
            let input = format!("{}{last}", piece.repeat(room / piece.len()));
            let (_, steps) = counted(&input, Some(&heavy));
            assert!(steps <= STEPS, "{input}: {steps} steps");
        }
    }
}

#[test]
fn work_runs_out() {
    let (outcome, steps) = counted(&format!("{}1", "5**1700/11**1100*0+".repeat(6)), None);
    assert_eq!(outcome.unwrap_err().what, Fault::TooMuchWork { limit: STEPS });
    assert!(steps <= STEPS);
}
