//! Scales: where a value stands between two ends, and which values are written beside an axis. Pure.

/// By ratios, for what goes from ten to a million.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratios {
    least: f64,
    most: f64,
}

impl Ratios {
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = values.fold((f64::MAX, 0.0), |(least, most), value| (value.min(least), value.max(most)));
        Self { least, most }
    }

    /// From 0 to 1; a single value is in the middle.
    pub(crate) fn place(self, value: f64) -> f64 {
        let length = (self.most / self.least).ln();
        if length > 0.0 { (value / self.least).ln() / length } else { 0.5 }
    }
}

/// From nothing to the first round number that is not below `most`, in at most six steps; its end and the step.
pub(crate) fn steps(most: f64) -> (f64, f64) {
    let most = if most > 0.0 { most } else { 1.0 };
    let raw = most / 6.0;
    let ten = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().map(|digit| digit * ten).find(|step| *step >= raw).unwrap_or(10.0 * ten);
    ((most / step).ceil() * step, step)
}

/// A number beside an axis: as short as it can be.
pub(crate) fn label(value: f64) -> String {
    let (value, unit) = match value {
        large if large >= 1e6 => (large / 1e6, "M"),
        large if large >= 1e3 => (large / 1e3, "k"),
        small => (small, ""),
    };
    let digits = format!("{value:.3}");
    format!("{}{unit}", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_have_equal_lengths() {
        let scale = Ratios::of([100.0, 10.0, 1000.0].into_iter());
        for (value, place) in [(10.0, 0.0), (100.0, 0.5), (1000.0, 1.0)] {
            assert!((scale.place(value) - place).abs() < 1e-9, "{value}");
        }
        assert_eq!(Ratios::of([7.0].into_iter()).place(7.0), 0.5);
    }

    #[test]
    fn steps_are_round_and_few() {
        for (most, expect) in [(5.9, (6.0, 1.0)), (6.1, (8.0, 2.0)), (0.0, (1.0, 0.2)), (1234.0, (1500.0, 500.0))] {
            assert_eq!(steps(most), expect, "{most}");
        }
    }

    #[test]
    fn numbers_are_short() {
        let cases = [(0.0, "0"), (0.1 + 0.2, "0.3"), (100.0, "100"), (2500.0, "2.5k"), (1e4, "10k"), (2.5e6, "2.5M")];
        for (value, expect) in cases {
            assert_eq!(label(value), expect);
        }
    }
}
