//! The lab's 21 questions, answered by doing it: real sockets on a free port, the trace, and what was seen.
//!
//! Each scene returns what it observed; whether that bears the answer out is asked of the observation, not assumed.

mod calc;
mod connection;
mod echo;
mod parallel;
mod protocol;
mod sequential;
mod shared;
mod stage;
mod talk;

use crate::part::Part;
use crate::trace::{Event, Style, Trace};
use crate::trouble::Trouble;
use causette_texts::{Lab, Lang, Question, lab, lab_answer, lab_question};
use stage::Stage;
use std::path::Path;

/// What a scene observed: values by name, and whether they are as the answer says.
#[derive(Clone, Debug)]
pub struct Seen {
    /// In the order they were noted.
    pub facts: Vec<(&'static str, String)>,
    /// Every claim held.
    pub holds: bool,
}

impl Seen {
    fn new() -> Seen {
        Seen { facts: Vec::new(), holds: true }
    }

    fn fact(mut self, name: &'static str, value: impl ToString) -> Seen {
        self.facts.push((name, value.to_string()));
        self
    }

    fn claim(mut self, holds: bool) -> Seen {
        self.holds &= holds;
        self
    }

    /// A value by its name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value.as_str())
    }
}

/// A question that was answered by doing it.
pub struct Demonstration {
    /// Which.
    pub question: Question,
    /// What happened.
    pub events: Vec<Event>,
    /// What was observed.
    pub seen: Seen,
    /// For whom.
    pub lang: Lang,
}

impl Demonstration {
    /// The answer in words, with what was observed in it.
    pub fn answer(&self) -> String {
        let facts: Vec<(&str, &str)> = self.seen.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lab_answer(self.lang, self.question, &facts)
    }
}

/// The part that a question belongs to.
pub fn part_of(question: Question) -> Part {
    let numeral = question.label().split('.').next().unwrap_or_default();
    Part::find(numeral).unwrap_or(Part::Connection)
}

/// Answers one question by doing it. `program` is the whole causette, which only VII.3 needs.
///
/// # Errors
/// The system refuses a socket, or VII.3 has no program.
pub fn demonstrate(
    question: Question,
    lang: Lang,
    style: Style,
    program: Option<&Path>,
) -> Result<Demonstration, Trouble> {
    let stage = Stage::new(Trace::kept(lang, style), program);
    let seen = match question {
        Question::I1 => connection::when_it_blocks(&stage),
        Question::I2 => connection::too_early(&stage),
        Question::I3 => connection::bind_and_listen(&stage),
        Question::II1 => echo::why_a_loop(&stage),
        Question::II2 => echo::without_fin(&stage),
        Question::II3 => echo::several_answers(&stage),
        Question::III1 => sequential::stays_up(&stage),
        Question::III2 => sequential::what_to_change(&stage),
        Question::III3 => sequential::not_in_parallel(&stage),
        Question::IV1 => talk::turns(&stage),
        Question::IV2 => talk::nonblocking(&stage),
        Question::IV3 => talk::leaving(&stage),
        Question::V1 => calc::injection(&stage),
        Question::V2 => calc::errors(&stage),
        Question::VI1 => protocol::why_commands(&stage),
        Question::VI2 => protocol::kinds(&stage),
        Question::VII1 => parallel::two_at_once(&stage),
        Question::VII2 => parallel::one_owner(&stage),
        Question::VII3 => parallel::real_messenger(&stage),
        Question::VIII1 => shared::with_the_lock(&stage),
        Question::VIII2 => shared::without_the_lock(&stage),
    }?;
    Ok(Demonstration { question, events: stage.events(), seen, lang })
}

/// Runs demonstrations for a person: question, trace, answer. True when every one observed what it says.
///
/// # Errors
/// As for [`demonstrate`].
pub fn show(
    questions: &[Question],
    lang: Lang,
    style: Style,
    program: Option<&Path>,
    say: &mut dyn FnMut(&str),
) -> Result<Vec<Demonstration>, Trouble> {
    let mut all = Vec::new();
    for question in questions {
        say(&format!("\n{} · {}\n", question.label(), lab_question(lang, *question)));
        let done = demonstrate(*question, lang, style, program)?;
        say("");
        let verdict = if done.seen.holds { Lab::Observed } else { Lab::NotObserved };
        say(&wrapped(&format!("{} {}", lab(lang, verdict), done.answer())));
        all.push(done);
    }
    if questions.len() > 1 {
        let held = all.iter().filter(|done| done.seen.holds).count() as u64;
        say(&format!("\n{}", lab(lang, Lab::DemoSummary { held, total: all.len() as u64 })));
    }
    Ok(all)
}

/// A paragraph in lines of at most a hundred characters.
pub(crate) fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < 100 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
