//! docs/story: eight people, every command and every kind of JSON request, in English and in French, played on the real
//! program by real `nc` and `telnet`. What anybody sees is compared with the documents.
//!
//! The documents are their own scripts: `CAUSETTE_STORY=write cargo nextest run -p causette-tests story` plays what is typed
//! in them and writes what is seen then. Read the difference as a reader would, in both languages, before it is kept.

mod page;
mod plain;
mod stage;

use causette_texts::{Lang, Topic};
use causette_wire::json;
use page::{Page, Step};
use stage::Stage;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/story").join(name)
}

#[track_caller]
fn story(name: &str) {
    let text = std::fs::read_to_string(path(name)).unwrap();
    let mut page = Page::read(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    #[expect(clippy::disallowed_methods, reason = "how the documents are made again")]
    let writes = std::env::var_os("CAUSETTE_STORY").is_some_and(|word| word == "write");
    if writes {
        rewrite(&mut page);
        std::fs::write(path(name), page.write()).unwrap();
    } else {
        play(&page).unwrap_or_else(|e| panic!("{name}: {e}\nCAUSETTE_STORY=write makes the story again"));
    }
}

/// Types what is typed, and waits for everything that is seen.
fn play(page: &Page) -> Result<(), String> {
    let mut stage = Stage::open(&page.words);
    for (line, step) in page.steps() {
        let done = match step {
            Step::Prose(_) => Ok(()),
            Step::Opens(who, words) => stage.opens(who, words),
            Step::Types(who, text) => stage.types(who, text),
            Step::See(people, text) => people.iter().try_for_each(|who| stage.sees(who, text)),
        };
        done.map_err(|e| format!("line {line}: {e}"))?;
    }
    stage.close()
}

/// Types what is typed, and puts after it what is seen then.
fn rewrite(page: &mut Page) {
    let mut stage = Stage::open(&page.words);
    let mut steps = Vec::new();
    for step in page.take() {
        let who = match &step {
            Step::See(..) => continue,
            Step::Prose(_) => {
                steps.push(step);
                continue;
            }
            Step::Opens(who, words) => stage.opens(who, words).map(|()| who.clone()).unwrap(),
            Step::Types(who, text) => stage.types(who, text).map(|()| who.clone()).unwrap(),
        };
        steps.push(step);
        steps.extend(stage.seen_after(&who).into_iter().map(|(people, text)| Step::See(people, text)));
    }
    page.put(steps);
    stage.close().unwrap();
}

#[test]
fn the_story_is_what_happens() {
    story("story.md");
}

#[test]
fn the_french_story_too() {
    story("histoire.md");
}

/// What is typed in a document.
fn typed(name: &str) -> Vec<String> {
    let page = Page::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
    let typed = page.steps().filter_map(|(_, step)| match step {
        Step::Types(_, text) => Some(text.clone()),
        Step::Opens(_, words) => Some(format!("$ {words}")),
        Step::Prose(_) | Step::See(..) => None,
    });
    typed.collect()
}

#[test]
fn every_command_is_used_under_its_name_in_the_reader_s_language() {
    for (name, lang) in [("story.md", Lang::En), ("histoire.md", Lang::Fr)] {
        let typed = typed(name);
        let used: BTreeSet<&str> = typed.iter().filter_map(|line| line.split(' ').next()).collect();
        for topic in Topic::ALL {
            let usage = causette_texts::usage(lang, topic);
            let word = usage.split(' ').next().unwrap();
            assert!(used.contains(word), "{name} has no {word}");
        }
    }
}

#[test]
fn every_request_of_a_program_is_made() {
    for name in ["story.md", "histoire.md"] {
        let typed = typed(name);
        let asked = typed.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let asked: BTreeSet<String> = asked.filter_map(|ask| Some(ask.get("type")?.as_str()?.to_owned())).collect();
        let missing: Vec<_> = json::TYPES.iter().filter(|kind| !asked.contains(**kind)).collect();
        assert!(missing.is_empty(), "{name} has no {missing:?}");
    }
}

#[test]
fn eight_people_come_by_different_ways() {
    for name in ["story.md", "histoire.md"] {
        let page = Page::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
        let people: BTreeSet<&str> = page
            .steps()
            .filter_map(|(_, step)| if let Step::Opens(who, _) = step { Some(who.as_str()) } else { None })
            .collect();
        assert_eq!(people.len(), 8, "{name}: {people:?}");
        let typed = typed(name);
        for way in ["$ nc ", "$ telnet ", "$ causette follow ", "causette say ", "/format json"] {
            assert!(typed.iter().any(|line| line.contains(way)), "{name} has no {way}");
        }
    }
}

/// Two people, as a story would show them.
const SAMPLE: &str = "
# Sample

```transcript --lang en
anna$ nc 127.0.0.1 63000
anna< -- You are guest1 in #general. Type to talk, /help to see what else.
anna> hello
anna< ok 1

ben$ telnet 127.0.0.1 63000
ben< Trying 127.0.0.1...
ben< Connected to 127.0.0.1.
ben< Escape character is '^]'.
ben< -- You are guest2 in #general. Type to talk, /help to see what else.
ben< -- 2 people in #general: guest1 guest2
ben< [14:03 1] <guest1> hello
anna< -- guest2 joined #general
ben> ^C
ben> /nick ben
ben< -- your name is now ben
anna< -- guest2 is now ben
```

More.

```transcript
anna> fin
anna< -- goodbye! If your program does not end by itself, press Enter or Ctrl-C.
ben< -- guest1 is gone
```
";

#[test]
fn a_true_story_passes_and_is_written_as_it_stands() {
    let mut page = Page::read(SAMPLE).unwrap();
    assert_eq!(page.write(), SAMPLE);
    play(&page).unwrap();
    rewrite(&mut page);
    assert_eq!(page.write(), SAMPLE);
}

/// The sample with `from` replaced by `to` must fail, and say so with these words.
#[track_caller]
fn fails(from: &str, to: &str, words: &str) {
    let text = SAMPLE.replacen(from, to, 1);
    assert_ne!(text, SAMPLE);
    let error = Page::read(&text).and_then(|page| play(&page)).unwrap_err();
    assert!(error.contains(words), "{error}");
}

#[test]
fn any_difference_is_found() {
    fails("anna< ok 1", "anna< ok 2", "line 8: anna should see\n  ok 2\nand saw\n  ok 1");
    fails("anna< -- guest2 joined #general\n", "", "and saw\n  -- guest2 joined #general");
    fails("\nben< -- guest1 is gone", "", "at the end ben also saw\n  -- guest1 is gone");
    fails("anna$ nc 127.0.0.1 63000\n", "", "anna has no terminal");
    fails("anna> fin", "anna: fin", "none of");
    fails("anna> hello", "anna> hello\u{1b}", "none of");
    fails("gone\n```\n", "gone\n", "no end");
}
