//! Measurements put together: for each server the median of a figure and its range, by another. Pure.

use super::Line;
use super::charts::Chart;
use crate::figures::Spread;

/// What one server did.
#[derive(Debug, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// By x, the smallest first.
    pub(crate) points: Vec<(f64, Spread)>,
}

/// A series for each server and each way in which the scenario was run, in the order in which they were measured.
pub(crate) fn of(chart: &Chart, lines: &[Line]) -> Vec<Series> {
    let mut found: Vec<Run> = Vec::new();
    for line in lines.iter().filter(|line| line.scenario.starts_with(chart.scenario)) {
        // Nothing has no place on a scale of ratios.
        let (Some(x), Some(y)) = (line.figure(chart.x.figure).filter(|x| *x > 0.0), line.figure(chart.y.figure)) else {
            continue;
        };
        let (way, server) = (way(&line.scenario, x), &line.server);
        match found.iter_mut().find(|run| run.way == way && run.server == server) {
            Some(run) => run.values.push((x, y)),
            None => found.push(Run { way, server, values: vec![(x, y)] }),
        }
    }
    let several = found.iter().any(|run| found.first().is_some_and(|first| first.way != run.way));
    let name = |run: &Run| if several { format!("{} ({})", run.server, run.way) } else { run.server.to_owned() };
    found.into_iter().map(|run| Series { name: name(&run), points: points(run.values) }).collect()
}

/// What one server did in one way: x and y of each measurement.
struct Run<'l> {
    way: String,
    server: &'l str,
    values: Vec<(f64, f64)>,
}

/// The scenario's name without what is told by x.
fn way(scenario: &str, x: f64) -> String {
    scenario.replacen(&format!("{x}"), "…", 1)
}

fn points(mut values: Vec<(f64, f64)>) -> Vec<(f64, Spread)> {
    values.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let same = values.chunk_by(|(a, _), (b, _)| a == b);
    same.filter_map(|same| Some((same.first()?.0, Spread::of(same.iter().map(|(_, y)| *y).collect())?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::charts::CHARTS;
    use super::*;

    #[test]
    fn rounds_become_points() {
        let line = |server: &str, scenario: &str, members: u32, cpu: f64| {
            let text = serde_json::json!({ "scenario": scenario, "server": server, "members": members, "cpu_us": cpu });
            Line::of(&text.to_string()).unwrap()
        };
        let (ten, hundred) = ("fanout 10, 4 × 4", "fanout 100, 4 × 4");
        let mut lines = vec![
            line("relay", hundred, 100, 1.0),
            line("relay", ten, 10, 2.0),
            line("own", ten, 10, 3.0),
            line("relay", ten, 10, 4.0),
            line("own", "rooms 10 of 10", 10, 9.0),
            line("own", hundred, 100, f64::NAN),
        ];
        let found = |lines: &[Line]| {
            let short = |series: Series| {
                (series.name, series.points.iter().map(|(x, y)| (*x, y.least, y.median)).collect::<Vec<_>>())
            };
            of(&CHARTS[0], lines).into_iter().map(short).collect::<Vec<_>>()
        };
        let relay = vec![(10.0, 2.0, 3.0), (100.0, 1.0, 1.0)];
        let own = vec![(10.0, 3.0, 3.0)];
        assert_eq!(found(&lines), [("relay".to_owned(), relay), ("own".to_owned(), own.clone())]);
        lines.push(line("own", "fanout 10, 1 × 1", 10, 8.0));
        let names: Vec<String> = found(&lines).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["relay (fanout …, 4 × 4)", "own (fanout …, 4 × 4)", "own (fanout …, 1 × 1)"]);
        assert_eq!(of(&CHARTS[2], &lines), []);
    }
}
