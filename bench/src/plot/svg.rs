//! A chart as SVG: medians joined by lines, ranges as bars, and all figures in words for who does not see it. Pure.

use super::charts::Chart;
use super::scale::{Ratios, label, steps};
use super::series::Series;
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 690.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 330.0;
/// Below the axis: its numbers, its name, then a line for each series.
const LEGEND: f64 = 392.0;
const LINE: f64 = 20.0;

/// What everything is compared with.
const RELAY: (&str, &str) = ("#8a8f98", "none");
/// Colours that are seen on white and on black, and a pattern of dashes for who does not tell them apart.
const PENS: [(&str, &str); 5] =
    [("#2f80d0", "none"), ("#d9730d", "7 3"), ("#2f9e6e", "2 3"), ("#b05cc6", "9 3 2 3"), ("#c9414b", "4 4")];

const STYLE: &str = "\
.back{fill:#fff}text{font:13px sans-serif;fill:#24292f}.title{font-size:16px;font-weight:bold}\
.grid{stroke:#d0d7de}.axis{stroke:#57606a}\
@media(prefers-color-scheme:dark){.back{fill:#0d1117}text{fill:#e6edf3}.grid{stroke:#30363d}.axis{stroke:#8b949e}}";

pub(crate) fn draw(chart: &Chart, series: &[Series]) -> String {
    let xs: Vec<f64> = series.iter().flat_map(|one| one.points.iter().map(|(x, _)| *x)).collect();
    let most = series.iter().flat_map(|one| one.points.iter().map(|(_, y)| y.most)).fold(0.0, f64::max);
    let (ratios, (end, step)) = (Ratios::of(xs.iter().copied()), steps(most));
    // Some room at both sides, so that no point lies on the axis.
    let across = |x: f64| LEFT + 20.0 + ratios.place(x) * (RIGHT - LEFT - 40.0);
    let up = |y: f64| BOTTOM - y / end * (BOTTOM - TOP);
    let mut body = frame(chart, end, step, up);
    body.push_str(&numbers(&xs, across));
    let mut pens = PENS.into_iter().cycle();
    for (row, one) in series.iter().enumerate() {
        let relay = one.name.starts_with("relay").then_some(RELAY);
        let (colour, dashes) = relay.or_else(|| pens.next()).unwrap_or(RELAY);
        let pen = format!(r#"stroke="{colour}" stroke-dasharray="{dashes}""#);
        let at: Vec<String> =
            one.points.iter().map(|(x, y)| format!("{:.1},{:.1}", across(*x), up(y.median))).collect();
        body += &format!("<polyline points=\"{}\" fill=\"none\" stroke-width=\"2\" {pen}/>\n", at.join(" "));
        for (x, y) in &one.points {
            let (x, middle, least, most) = (across(*x), up(y.median), up(y.least), up(y.most));
            body += &format!("<path d=\"M{x:.1} {least:.1}V{most:.1}\" stroke=\"{colour}\"/>");
            body += &format!("<circle cx=\"{x:.1}\" cy=\"{middle:.1}\" r=\"3.5\" fill=\"{colour}\"/>\n");
        }
        let y = LEGEND + row as f64 * LINE;
        body += &format!("<path d=\"M{LEFT} {:.1}h36\" stroke-width=\"2\" {pen}/>", y - 4.0);
        body += &text(LEFT + 46.0, y, "start", "", &one.name);
    }
    let height = LEGEND + series.len() as f64 * LINE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title\" aria-describedby=\"words\">\n<title id=\"title\">{}</title>\n\
         <desc id=\"words\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"back\" width=\"{WIDTH}\" height=\"{height}\"/>\n{body}</svg>\n",
        escape(chart.title),
        escape(&words(chart, series)),
    )
}

/// The title, the lines behind the points, and what the axes are called.
fn frame(chart: &Chart, end: f64, step: f64, up: impl Fn(f64) -> f64) -> String {
    let mut out = text(LEFT, 24.0, "start", "title", chart.title);
    for count in 0..=(end / step).round() as u32 {
        let (value, class) = (f64::from(count) * step, if count == 0 { "axis" } else { "grid" });
        let y = up(value);
        out += &format!("<path class=\"{class}\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
        out += &text(LEFT - 8.0, y + 4.0, "end", "", &label(value));
    }
    let middle = (TOP + BOTTOM) / 2.0;
    out +=
        &format!("<g transform=\"rotate(-90 18 {middle})\">{}</g>\n", text(18.0, middle, "middle", "", chart.y.label));
    out += &text((LEFT + RIGHT) / 2.0, BOTTOM + 38.0, "middle", "", chart.x.label);
    out
}

/// What was measured, below the axis.
fn numbers(xs: &[f64], across: impl Fn(f64) -> f64) -> String {
    let mut xs = xs.to_vec();
    xs.sort_by(f64::total_cmp);
    xs.dedup();
    xs.iter().map(|x| text(across(*x), BOTTOM + 18.0, "middle", "", &label(*x))).collect()
}

fn text(x: f64, y: f64, anchor: &str, class: &str, words: &str) -> String {
    let words = escape(words);
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" class=\"{class}\">{words}</text>\n")
}

/// Everything that is drawn, in words.
fn words(chart: &Chart, series: &[Series]) -> String {
    let mut out = format!("{} by {}; medians.", chart.y.label, chart.x.label);
    for one in series {
        let points: Vec<String> =
            one.points.iter().map(|(x, y)| format!("{} at {}", label(y.median), label(*x))).collect();
        // A text takes whatever is written to it.
        let _ = write!(out, " {}: {}.", one.name, points.join(", "));
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::charts::CHARTS;
    use super::*;
    use crate::figures::Spread;

    #[test]
    fn a_chart_says_in_words_what_it_draws_and_nothing_ends_it_early() {
        let point = |x, y| (x, Spread::of(vec![y, y + 1.0, y + 2.0]).unwrap());
        let series = |name: &str| Series { name: name.to_owned(), points: vec![point(10.0, 1.0), point(1000.0, 3.0)] };
        let drawn = draw(&CHARTS[0], &[series("relay"), series("</svg> & co")]);
        assert_eq!(drawn, draw(&CHARTS[0], &[series("relay"), series("</svg> & co")]));
        assert!(drawn.contains("relay: 2 at 10, 4 at 1k. &lt;/svg&gt; &amp; co: 2 at 10"), "{drawn}");
        assert_eq!((drawn.matches("<circle").count(), drawn.matches("</svg>").count()), (4, 1));
        // The scale ends at 5: a median of 2 is 3 steps of 56 below the top.
        assert!(drawn.contains("90.0,218.0 670.0,106.0"), "{drawn}");
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
    }
}
