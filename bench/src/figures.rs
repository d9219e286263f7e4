//! Figures: what one measurement found, and what several say together. Pure, but for the clock's values it is given.

use anyhow::Result;
use hdrhistogram::Histogram;
use std::collections::BTreeMap;

/// Latencies above a minute count as a minute.
const LONGEST: u64 = 60_000_000_000;

/// What one measurement found, by name.
pub(crate) type Figures = BTreeMap<&'static str, f64>;

/// One measurement.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) scenario: String,
    pub(crate) who: String,
    pub(crate) round: u32,
    pub(crate) figures: Figures,
}

/// Times, in nanoseconds, to three digits.
#[derive(Debug)]
pub(crate) struct Latency(Histogram<u64>);

impl Latency {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(Histogram::new_with_bounds(1, LONGEST, 3)?))
    }

    pub(crate) fn record(&mut self, nanoseconds: u64) {
        self.0.saturating_record(nanoseconds.max(1));
    }

    /// A percentile in microseconds, if anything was timed.
    pub(crate) fn quantile(&self, quantile: f64) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.0.value_at_quantile(quantile) as f64 / 1e3)
    }

    /// Percentiles in microseconds; none where nothing was timed.
    pub(crate) fn report(&self, figures: &mut Figures) {
        for (name, quantile) in [("p50_us", 0.5), ("p99_us", 0.99), ("p999_us", 0.999)] {
            figures.extend(self.quantile(quantile).map(|value| (name, value)));
        }
    }
}

/// Several rounds' values of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) most: f64,
    pub(crate) sum: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let (least, most) = (*values.first()?, *values.last()?);
        let (low, high) = (values.get((values.len() - 1) / 2)?, values.get(values.len() / 2)?);
        Some(Self { least, median: (low + high) / 2.0, most, sum: values.iter().sum() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_or_between_two() {
        let spread = |values: &[f64]| Spread::of(values.to_vec()).map(|s| (s.least, s.median, s.most, s.sum));
        assert_eq!(spread(&[]), None);
        assert_eq!(spread(&[2.0]), Some((2.0, 2.0, 2.0, 2.0)));
        assert_eq!(spread(&[9.0, 1.0, 2.0]), Some((1.0, 2.0, 9.0, 12.0)));
        assert_eq!(spread(&[9.0, 1.0, 2.0, 4.0]), Some((1.0, 3.0, 9.0, 16.0)));
    }

    #[test]
    fn percentiles_are_microseconds() {
        let mut latency = Latency::new().unwrap();
        let mut figures = Figures::new();
        latency.report(&mut figures);
        assert!(figures.is_empty());
        (1..=1000_u64).for_each(|n| latency.record(n * 1000));
        latency.record(u64::MAX);
        latency.report(&mut figures);
        for (name, expect) in [("p50_us", 501.0), ("p99_us", 991.0), ("p999_us", 1000.0)] {
            let got = figures[name];
            assert!((got - expect).abs() <= expect / 500.0, "{name} is {got}, not {expect}");
        }
    }
}
