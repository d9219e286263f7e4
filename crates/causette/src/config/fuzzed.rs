//! The config file, any bytes whatever: it is taken or refused, in both languages alike, and a refusal that names
//! the file names a line of it.

use super::{Layers, Settings, file};
use causette_texts::Lang;

const FILE: &str = "c.toml";

/// Checks one input as the whole of a file.
pub fn config(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let [english, french] = Lang::ALL.map(|lang| read(text, lang));
    assert_eq!(english.is_ok(), french.is_ok(), "{text:?}: {english:?}, but {french:?}");
    let lines = 1 + text.bytes().filter(|byte| *byte == b'\n').count();
    for refusal in [english.err(), french.err()].into_iter().flatten() {
        // What is wrong with all of it together has no line.
        let Some((_, rest)) = refusal.split_once(FILE) else { continue };
        let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit()).split(|c: char| !c.is_ascii_digit()).next();
        let line = digits.and_then(|digits| digits.parse::<usize>().ok());
        assert!(line.is_some_and(|line| (1..=lines).contains(&line)), "{text:?}: no line of the file in {refusal:?}");
    }
}

fn read(text: &str, lang: Lang) -> Result<Settings, String> {
    let file = file::parse(FILE, text, lang)?;
    Settings::of(&Layers { file, ..Layers::default() }, lang)
}
