//! Drawings of what was measured: the lines of `--json` in, SVG files out. The same lines make the same bytes.

mod charts;
mod scale;
mod series;
mod svg;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of one file of measurements; a line has some 400.
const FILE: u64 = 64 << 20;

/// One measurement, as it was printed.
#[derive(Debug, Clone)]
struct Line {
    scenario: String,
    server: String,
    figures: Value,
}

impl Line {
    fn of(text: &str) -> Option<Line> {
        let figures: Value = serde_json::from_str(text).ok()?;
        let word = |key: &str| figures.get(key)?.as_str().map(str::to_owned);
        Some(Line { scenario: word("scenario")?, server: word("server")?, figures })
    }

    fn figure(&self, name: &str) -> Option<f64> {
        self.figures.get(name)?.as_f64().filter(|value| value.is_finite())
    }
}

/// Draws what can be drawn of these files into a folder, which is made if it has to be.
pub(crate) fn plot(files: &[PathBuf], out: &Path) -> Result<()> {
    let mut lines = Vec::new();
    for file in files {
        read(file, &mut lines)?;
    }
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let mut drawn = 0;
    for chart in charts::CHARTS {
        let series = series::of(chart, &lines);
        if series.is_empty() {
            continue;
        }
        let path = out.join(format!("{}.svg", chart.name));
        fs::write(&path, svg::draw(chart, &series)).with_context(|| path.display().to_string())?;
        println!("{}: {}", path.display(), chart.title);
        drawn += 1;
    }
    if drawn == 0 {
        bail!("nothing in these files can be drawn: {}", charts::wanted());
    }
    Ok(())
}

fn read(file: &Path, lines: &mut Vec<Line>) -> Result<()> {
    let name = || file.display().to_string();
    if fs::metadata(file).with_context(name)?.len() > FILE {
        bail!("{}: more than {FILE} bytes are no measurements", name());
    }
    let text = fs::read_to_string(file).with_context(name)?;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let what = || format!("{}:{}: this is no line of --json", name(), number + 1);
        lines.push(Line::of(line).with_context(what)?);
    }
    Ok(())
}
