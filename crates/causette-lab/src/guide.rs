//! The guide: one page a part and language, with what the demonstrations really printed. Made by a command, so that it
//! says what the code does; a test makes it again and compares.

use crate::demo::{Demonstration, demonstrate, part_of};
use crate::part::Part;
use crate::svg;
use crate::trace::{Event, Style, What};
use crate::trouble::Trouble;
use causette_texts::{Lab, Lang, Question, lab, lab_question};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::thread;

/// A file of the guide: its path inside the guide's folder, and its text.
pub type Page = (String, String);

/// Runs every demonstration in both languages and writes all pages.
///
/// # Errors
/// As for [`demonstrate`].
pub fn pages(program: Option<&Path>) -> Result<Vec<Page>, Trouble> {
    let mut pages = vec![("README.md".to_owned(), index())];
    // Demonstrations mostly wait, so the parts are shown side by side.
    let chapters = thread::scope(|threads| {
        let each = Lang::ALL.into_iter().flat_map(|lang| Part::ALL.map(|part| (part, lang)));
        let running: Vec<_> = each.map(|(part, lang)| threads.spawn(move || chapter(part, lang, program))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect::<Vec<_>>()
    });
    for chapter in chapters {
        pages.extend(chapter?);
    }
    Ok(pages)
}

/// One part in one language: its page and its drawings.
fn chapter(part: Part, lang: Lang, program: Option<&Path>) -> Result<Vec<Page>, Trouble> {
    let mut demos = Vec::new();
    for question in Question::ALL.iter().filter(|question| part_of(**question) == part) {
        demos.push(demonstrate(*question, lang, Style::Quiet, program)?);
    }
    let text = (format!("{}/{}.md", lang.code(), stem(part)), page(part, &demos, lang));
    Ok(std::iter::once(text).chain(demos.iter().map(drawing)).collect())
}

/// `2-echo`, so that a folder lists the parts in order.
fn stem(part: Part) -> String {
    let number = Part::ALL.iter().position(|other| *other == part).map_or(0, |at| at + 1);
    format!("{number}-{}", part.name())
}

/// One page leads to both languages; French comes first, as most readers of the lab read it.
fn index() -> String {
    let mut text = String::new();
    for lang in [Lang::Fr, Lang::En] {
        let say = |sentence| lab(lang, sentence);
        let _ = writeln!(text, "# {}\n\n{}\n", say(Lab::GuideTitle), say(Lab::GuideIntro));
        let _ = writeln!(text, "## {}\n\n{}", say(Lab::GuideStart), START);
        let _ = writeln!(text, "## {}\n", say(Lab::GuideParts));
        for part in Part::ALL {
            let (numeral, title, idea) = (part.numeral(), part.title(lang), part.idea(lang));
            let _ = writeln!(text, "- **{numeral}. [{title}]({}/{}.md)** {idea}", lang.code(), stem(part));
        }
        let _ = writeln!(text, "\n{}\n", say(Lab::GuideMade));
    }
    text
}

const START: &str = "\
```sh
causette lab echo                            # 127.0.0.1:63000
nc 127.0.0.1 63000
causette lab client echo
causette lab demo II.1
causette lab check echo 127.0.0.1:63000
```
";

fn page(part: Part, demos: &[Demonstration], lang: Lang) -> String {
    let (say, name) = (|sentence| lab(lang, sentence), part.name());
    let mut text = format!("# {}. {}\n\n{}\n\n", part.numeral(), part.title(lang), part.idea(lang));
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    let (home, there) = (say(Lab::GuideTitle), say(Lab::GuideOther));
    let _ = writeln!(text, "[{home}](../README.md) · [{there}](../{}/{}.md)\n", other.code(), stem(part));
    let _ = writeln!(
        text,
        "{} `crates/causette-lab/src/parts/{name}.rs`, `crates/causette-lab/src/clients/{name}.rs`\n",
        say(Lab::GuideCode)
    );
    let _ = writeln!(text, "## {}\n\n```sh\n{}```\n", say(Lab::GuideTry), attempts(part));
    let _ = writeln!(text, "## {}\n", say(Lab::GuideQuestions));
    for demo in demos {
        let label = demo.question.label();
        let _ = writeln!(text, "### {label} · {}\n\n{}\n", lab_question(lang, demo.question), at_noon(&demo.answer()));
        let _ = writeln!(text, "![{label}]({label}.svg)\n");
        let _ = writeln!(text, "**{}**\n\n```text\n{}```\n", say(Lab::GuideSeen), story(&demo.events, lang));
        let _ = writeln!(text, "{} `causette lab demo {label}`\n", say(Lab::GuideRepeat));
    }
    let _ = writeln!(text, "## {}\n\n```sh\ncausette lab check {name} 127.0.0.1:63000\n```", say(Lab::GuideCheck));
    text
}

fn attempts(part: Part) -> String {
    let name = part.name();
    let variants: &[&str] = match part {
        Part::Talk => &["--free", "--free --nonblocking"],
        Part::Shared => &["--unlocked"],
        _ => &[],
    };
    let mut text = format!("causette lab {name}\n");
    for variant in variants {
        let _ = writeln!(text, "causette lab {name} {variant}");
    }
    text + &format!("nc 127.0.0.1 63000\ncausette lab client {name}\n")
}

fn drawing(demo: &Demonstration) -> Page {
    let (label, lang) = (demo.question.label(), demo.lang);
    let title = format!("{label} · {}", lab_question(lang, demo.question));
    let text = Ports::of(&demo.events).without(&svg::draw(&title, &demo.events, lang));
    (format!("{}/{label}.svg", lang.code()), text)
}

/// The trace without its times, and with names for ports.
fn story(events: &[Event], lang: Lang) -> String {
    let mut text = String::new();
    for event in events {
        let _ = writeln!(text, "{:<9} {}", event.actor, event.what.words(lang));
    }
    Ports::of(events).without(&text)
}

/// What causette's messages begin with is the time of day, `[14:03`: in the guide it is always noon.
fn at_noon(text: &str) -> String {
    let mut parts = text.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let time = part.get(..5).is_some_and(|start| {
            start.bytes().enumerate().all(|(at, c)| if at == 2 { c == b':' } else { c.is_ascii_digit() })
        });
        out.push('[');
        out.push_str(if time { "12:00" } else { "" });
        out.push_str(if time { part.get(5..).unwrap_or_default() } else { part });
    }
    out
}

/// Ports change with every run: they get names in the order they appear.
struct Ports(BTreeMap<u16, String>);

impl Ports {
    fn of(events: &[Event]) -> Ports {
        let (mut names, mut servers, mut clients) = (BTreeMap::new(), 0, 0);
        for event in events {
            let listens = matches!(event.what, What::Bind(_) | What::Connect(_));
            let address: Option<SocketAddr> = match &event.what {
                What::Bind(address) | What::Connect(address) => Some(*address),
                What::Connected(link) => Some(link.local),
                What::Accepted(link) => Some(link.peer),
                _ => None,
            };
            if let Some(port) = address.map(|address| address.port()).filter(|port| !names.contains_key(port)) {
                let count = if listens { &mut servers } else { &mut clients };
                *count += 1;
                names.insert(port, format!("{}{count}", if listens { "SERVER" } else { "CLIENT" }));
            }
        }
        // One server, as most demonstrations have, needs no number.
        if servers == 1 {
            names.values_mut().filter(|name| *name == "SERVER1").for_each(|name| "SERVER".clone_into(name));
        }
        Ports(names)
    }

    fn without(&self, text: &str) -> String {
        let named =
            |text: String, (port, name): (&u16, &String)| text.replace(&format!(":{port}"), &format!(":{name}"));
        self.0.iter().fold(at_noon(text), named)
    }
}
