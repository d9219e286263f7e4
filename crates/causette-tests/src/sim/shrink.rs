//! A failing run made shorter: steps are left out, many at a time, then fewer, as long as it goes on failing.

use super::Op;

/// The fewest steps found that still fail, after at most `tries` runs.
pub fn shrink(ops: &[Op], mut tries: usize, fails: impl Fn(&[Op]) -> bool) -> Vec<Op> {
    let mut least = ops.to_vec();
    let mut piece = least.len().div_ceil(2);
    while piece > 0 {
        let (mut at, mut shorter) = (0, false);
        while at < least.len() {
            if tries == 0 {
                return least;
            }
            tries -= 1;
            let without: Vec<Op> = least.iter().take(at).chain(least.iter().skip(at + piece)).copied().collect();
            if fails(&without) {
                (least, shorter) = (without, true);
            } else {
                at += piece;
            }
        }
        if !shorter || piece > 1 {
            piece /= 2;
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_needed_is_left_out() {
        let ops: Vec<Op> = (0..200).map(Op::Wait).collect();
        let fails = |ops: &[Op]| ops.contains(&Op::Wait(17)) && ops.contains(&Op::Wait(170));
        assert_eq!(shrink(&ops, 1000, fails), [Op::Wait(17), Op::Wait(170)]);
        assert_eq!(shrink(&ops, 0, fails).len(), 200, "without a run nothing is left out");
    }
}
