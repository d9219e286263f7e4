//! A story's document: prose, and between it the steps of one play.
//!
//! `who$ nc 127.0.0.1 63000` opens a terminal, `who> text` is typed there, `who,other< text` is the next line that each of them
//! sees. Pure: it knows no program.

/// What one line of a document is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Nothing that happens.
    Prose(String),
    Opens(String, String),
    Types(String, String),
    See(Vec<String>, String),
}

#[derive(PartialEq, Eq, Debug)]
pub(super) struct Page {
    /// The words for `causette serve`, after the tag of the first block.
    pub(super) words: Vec<String>,
    steps: Vec<Step>,
}

const OPEN: &str = "```transcript";
const CLOSE: &str = "```";

impl Page {
    pub(super) fn read(text: &str) -> Result<Page, String> {
        let (mut words, mut inside) = (None, false);
        let steps = text.lines().map(|line| {
            match (inside, line) {
                (false, line) if line.starts_with(OPEN) => {
                    let rest = line[OPEN.len()..].split_whitespace();
                    words.get_or_insert_with(|| rest.map(str::to_owned).collect());
                    inside = true;
                }
                (true, CLOSE) => inside = false,
                (true, line) if !line.is_empty() => return step(line),
                (_, _) => {}
            }
            Ok(Step::Prose(line.to_owned()))
        });
        let steps = steps.collect::<Result<_, _>>()?;
        if inside {
            Err("a transcript has no end".into())
        } else {
            Ok(Page { words: words.unwrap_or_default(), steps })
        }
    }

    pub(super) fn write(&self) -> String {
        let lines = self.steps.iter().map(|step| match step {
            Step::Prose(line) => format!("{line}\n"),
            Step::Opens(who, words) => format!("{who}$ {words}\n"),
            Step::Types(who, text) => format!("{who}> {text}\n"),
            Step::See(people, text) => format!("{}< {text}\n", people.join(",")),
        });
        lines.collect()
    }

    /// Each with the number of its line.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, &Step)> {
        (1..).zip(&self.steps)
    }

    pub(super) fn take(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    pub(super) fn put(&mut self, steps: Vec<Step>) {
        self.steps = steps;
    }
}

fn step(line: &str) -> Result<Step, String> {
    let bad = || format!("{line:?} is none of `who$ command`, `who> typed` and `who,other< seen`");
    let end = line.find(|c: char| !c.is_alphanumeric() && c != ',').ok_or_else(bad)?;
    let (who, rest) = line.split_at(end);
    let (mark, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let (who, text) = (who.to_owned(), text.to_owned());
    match mark {
        _ if who.is_empty() || text.contains(char::is_control) => Err(bad()),
        "$" => Ok(Step::Opens(who, text)),
        ">" => Ok(Step::Types(who, text)),
        "<" => Ok(Step::See(who.split(',').map(str::to_owned).collect(), text)),
        _ => Err(bad()),
    }
}
