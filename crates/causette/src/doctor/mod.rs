//! `causette doctor`: looks at what a server would meet here, with the words one would give `causette serve`, and says each
//! finding with its fix. It changes nothing.

mod machine;
mod place;

use crate::args::Serve;
use crate::config::Settings;
use crate::system::SystemClock;
use causette_core::ports::Clock;
use causette_texts::{Finding, Lang, Sound, finding, sound};
use std::io::Write;
use std::process::ExitCode;

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Level {
    Ok,
    Hint,
    Warning,
    Problem,
}

/// What was found, in one language.
struct Report {
    lang: Lang,
    found: Vec<(Level, String)>,
}

impl Report {
    fn well(&mut self, what: Sound<'_>) {
        self.found.push((Level::Ok, sound(self.lang, what)));
    }

    fn found(&mut self, level: Level, what: Finding<'_>) {
        self.found.push((level, finding(self.lang, what)));
    }

    /// A sentence that the server would say, too.
    fn problem(&mut self, sentence: String) {
        self.found.push((Level::Problem, sentence));
    }

    fn count(&self, wanted: Level) -> u64 {
        self.found.iter().filter(|(level, _)| *level == wanted).count() as u64
    }

    fn text(&self) -> String {
        let mark = |level| match level {
            Level::Ok => Sound::MarkOk,
            Level::Hint => Sound::MarkHint,
            Level::Warning => Sound::MarkWarning,
            Level::Problem => Sound::MarkProblem,
        };
        let line = |(level, text): &(Level, String)| format!("{:<9}  {text}\n", sound(self.lang, mark(*level)));
        let (problems, warnings) = (self.count(Level::Problem), self.count(Level::Warning));
        let lines: String = self.found.iter().map(line).collect();
        format!("{lines}{}\n", sound(self.lang, Sound::Sum { problems, warnings }))
    }
}

/// Looks at everything; fails if something would not work.
pub(crate) fn doctor(words: &Serve, lang: Lang) -> ExitCode {
    let mut report = Report { lang, found: Vec::new() };
    let settings = match Settings::read(&words.given, words.config.as_deref(), lang) {
        Ok(settings) => {
            match &words.config {
                Some(file) => report.well(Sound::ConfigRead { file: &file.display().to_string() }),
                None => report.well(Sound::ConfigNone),
            }
            settings
        }
        Err(sentence) => {
            // The rest is looked at as if nothing had been set, but for what can be read without the file.
            report.problem(sentence);
            Settings::read(&words.given, None, lang).unwrap_or_else(|_| Settings::default_in(lang))
        }
    };
    let now = SystemClock.now();
    let server = place::look(&settings, now, &mut report);
    machine::ports(&settings, server, &mut report);
    machine::certificate(&settings, now, &mut report);
    machine::files(crate::descriptors::raise(), &mut report);
    machine::clock(now, &settings, &mut report);
    machine::journal(&mut report);
    // Whoever does not read it has the code.
    let _ = std::io::stdout().write_all(report.text().as_bytes());
    if report.count(Level::Problem) > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
