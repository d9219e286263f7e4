//! The config file: TOML whose every key is known. The first fault in it is refused with its line, and what was probably meant.
//!
//! The parser's own tree is walked, because its nodes know their lines; what a value means is not decided here.

use super::key::{Kind, tables};
use super::value::bad;
use super::{Given, Key, Layer};
use causette_texts::{Lang, Program, ProgramError, program, program_error};
use causette_wire::line::words::nearest;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the file. A door it does not name is closed.
pub(crate) fn read(path: &Path, lang: Lang) -> Result<Layer, String> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        program_error(lang, ProgramError::ConfigUnreadable { file: &file, error: &error.to_string() })
    })?;
    parse(&file, &text, lang)
}

pub(super) fn parse(file: &str, text: &str, lang: Lang) -> Result<Layer, String> {
    let reader = Reader { file, text, lang };
    let root = DeTable::parse(text).map_err(|error| {
        let line = reader.line(error.span().map_or(0, |span| span.start));
        program_error(lang, ProgramError::ConfigNotToml { file, line, error: error.message() })
    })?;
    let mut layer = Layer::new();
    reader.table(None, root.get_ref(), &mut layer)?;
    for door in [Key::Line, Key::LineTls, Key::Irc, Key::IrcTls, Key::IrcWebsocket, Key::Web, Key::WebTls] {
        let named = door.split().0.is_some_and(|table| root.get_ref().contains_key(table));
        if !named {
            layer.insert(door, Given { place: file.to_owned(), text: "off".into() });
        }
    }
    Ok(layer)
}

struct Reader<'f> {
    file: &'f str,
    text: &'f str,
    lang: Lang,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> u64 {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64
    }

    /// Takes the keys of a table, in the order of the file.
    fn table(&self, inside: Option<&str>, table: &DeTable<'_>, layer: &mut Layer) -> Result<(), String> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let line = self.line(name.span().start);
            let path = inside.map_or_else(|| name.get_ref().to_string(), |table| format!("{table}.{}", name.get_ref()));
            let known = Key::ALL.into_iter().find(|key| key.path() == path);
            match (known, value.get_ref()) {
                (Some(key), _) => {
                    layer.insert(key, self.given(key, line, value)?);
                }
                (None, DeValue::Table(inner)) if inside.is_none() && tables().any(|known| known == path) => {
                    self.table(Some(&path), inner, layer)?;
                }
                (None, other) => return Err(self.unknown(line, &path, other.is_table())),
            }
        }
        Ok(())
    }

    fn given(&self, key: Key, line: u64, value: &Spanned<DeValue<'_>>) -> Result<Given, String> {
        let place = program(self.lang, Program::ConfigPlace { file: self.file, line, key: key.path() });
        let text = match (key.kind(), value.get_ref()) {
            (Kind::Text | Kind::Address | Kind::List, DeValue::String(text)) => text.to_string(),
            (Kind::List, DeValue::Array(all)) if all.iter().all(|one| one.get_ref().is_str()) => {
                all.iter().filter_map(|one| one.get_ref().as_str()).collect::<Vec<_>>().join(",")
            }
            (Kind::Number | Kind::Address, DeValue::Integer(number)) => {
                let value = i128::from_str_radix(number.as_str(), number.radix());
                value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string())
            }
            (Kind::Switch, DeValue::Boolean(on)) => on.to_string(),
            (Kind::Operators, DeValue::Array(all)) => {
                let lines: Result<Vec<_>, _> =
                    all.iter().map(|one| self.operator(key, &place, one.get_ref())).collect();
                lines?.join("\n")
            }
            (_, _) => {
                let written = self.text.get(value.span()).unwrap_or_default();
                return Err(bad(self.lang, key, &place, written));
            }
        };
        Ok(Given { place, text: text.into() })
    }

    /// `name:password`: as a flag or a variable says it.
    fn operator(&self, key: Key, place: &str, value: &DeValue<'_>) -> Result<String, String> {
        let no = || bad(self.lang, key, place, "");
        let DeValue::Table(table) = value else { return Err(no()) };
        let (mut name, mut password) = (None, None);
        for (part, value) in table {
            let text = value.get_ref().as_str().map(str::to_owned).ok_or_else(no)?;
            match part.get_ref().as_ref() {
                "name" => name = Some(text),
                "password" => password = Some(text),
                other => {
                    let (line, path) = (self.line(part.span().start), format!("{}.{other}", key.path()));
                    return Err(self.unknown(line, &path, false));
                }
            }
        }
        name.zip(password).map(|(name, password)| format!("{name}:{password}")).ok_or_else(no)
    }

    fn unknown(&self, line: u64, path: &str, is_table: bool) -> String {
        let name = path.rsplit('.').next().unwrap_or_default();
        let near = if is_table { nearest(path, &tables().collect::<Vec<_>>()) } else { near_key(path, name) };
        let (file, key) = (self.file, path);
        match near {
            Some(near) => program_error(self.lang, ProgramError::ConfigKeyNear { file, line, key, near }),
            None => program_error(self.lang, ProgramError::ConfigKey { file, line, key }),
        }
    }
}

/// The same name in another table, a table that is written as a key, then what looks like it, here or in another table.
fn near_key(path: &str, name: &str) -> Option<&'static str> {
    let elsewhere = Key::ALL.into_iter().find(|key| key.split().1 == name || key.split().0 == Some(path));
    let paths = Key::ALL.map(Key::path);
    let names = Key::ALL.map(|key| key.split().1);
    let by_name = |name: &str| Key::ALL.into_iter().find(|key| key.split().1 == name).map(Key::path);
    elsewhere.map(Key::path).or_else(|| nearest(path, &paths)).or_else(|| by_name(nearest(name, &names)?))
}
