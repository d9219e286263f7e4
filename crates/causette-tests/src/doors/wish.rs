//! What people wish that every door has words for. Must not know how any door says it.

use arbitrary::{Result, Unstructured};
use causette_core::{Act, ClientTags, Command, Mark, Name, RoomName, Seq, Style, Target, Text};

const ROOMS: [&str; 4] = ["#general", "#a", "#Café", "#b-2"];
const NAMES: [&str; 4] = ["anna", "bob", "Zoé", "dora"];
const MARKS: [&str; 3] = ["+1", "👍", "ok"];
/// Bytes of which a text is made.
const TEXT: usize = 40;
/// The highest number of a message that is meant.
const NUMBERS: Seq = 12;

/// A wish. `here` is the room where its person's text goes.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    Join(RoomName),
    Leave(RoomName, Option<Text>),
    Say { here: RoomName, text: Text, style: Style },
    Reply { here: RoomName, seq: Seq, text: Text },
    Tell { whom: Name, text: Text },
    Delete { here: RoomName, seq: Seq, why: Option<Text> },
    React { here: RoomName, seq: Seq, mark: Mark, on: bool },
    Topic { here: RoomName, topic: Option<Text> },
    Invite { here: RoomName, who: Name },
    Nick(Name),
    Away(Option<Text>),
}

impl Wish {
    /// Of bytes; none, if it cannot be wished by somebody who is there and is called so.
    pub(super) fn make(from: &mut Unstructured<'_>, here: Option<&RoomName>, name: &Name) -> Result<Option<Wish>> {
        let kind = from.int_in_range(0..=15u8)?;
        let room = || here.cloned();
        Ok(match kind {
            0 | 1 => pick(from, &ROOMS)?.and_then(|room| RoomName::new(room).ok()).map(Wish::Join),
            2 => {
                let (room, why) = (pick(from, &ROOMS)?, words(from)?);
                room.and_then(|room| RoomName::new(room).ok()).map(|room| Wish::Leave(room, why))
            }
            3..=6 => {
                let style = *from.choose(&[Style::Plain, Style::Plain, Style::Action, Style::Notice])?;
                let text = text(from)?;
                room().zip(text).map(|(here, text)| Wish::Say { here, text, style })
            }
            7 => {
                let (seq, text) = (from.int_in_range(1..=NUMBERS)?, words(from)?);
                room().zip(text).map(|(here, text)| Wish::Reply { here, seq, text })
            }
            8 | 9 => {
                let (whom, text) = (someone(from)?, words(from)?);
                whom.zip(text).map(|(whom, text)| Wish::Tell { whom, text })
            }
            10 => {
                let (seq, why) = (from.int_in_range(1..=NUMBERS)?, words(from)?);
                room().map(|here| Wish::Delete { here, seq, why })
            }
            11 => {
                let (seq, mark, on) = (from.int_in_range(1..=NUMBERS)?, pick(from, &MARKS)?, from.arbitrary()?);
                let mark = mark.and_then(|mark| Mark::new(mark).ok());
                room().zip(mark).map(|(here, mark)| Wish::React { here, seq, mark, on })
            }
            12 => {
                let topic = words(from)?.filter(|topic| topic.as_str() != "-");
                room().map(|here| Wish::Topic { here, topic })
            }
            13 => room().zip(someone(from)?).map(|(here, who)| Wish::Invite { here, who }),
            // On IRC nobody asks to be called what they are called.
            14 => someone(from)?.filter(|wanted| wanted != name).map(Wish::Nick),
            _ => Some(Wish::Away(words(from)?)),
        })
    }

    /// What each door must make of it.
    pub(super) fn command(&self) -> Command {
        let say = |to: Target, text: &Text, style: Style, reply_to: Option<Seq>| {
            let tags = ClientTags::NONE;
            Command::Say { to, text: text.clone(), style, reply_to, key: None, tags }
        };
        let of = |here: &RoomName| Target::Room(here.clone());
        let govern = |here: &RoomName, act: Act| Command::Govern { room: here.clone(), act };
        match self {
            Wish::Join(room) => Command::Join { room: room.clone(), after: None, secret: None },
            Wish::Leave(room, why) => Command::Leave { room: room.clone(), why: why.clone() },
            Wish::Say { here, text, style } => say(of(here), text, *style, None),
            Wish::Reply { here, seq, text } => say(of(here), text, Style::Plain, Some(*seq)),
            Wish::Tell { whom, text } => say(Target::Person(whom.clone()), text, Style::Plain, None),
            Wish::Delete { here, seq, why } => Command::Delete { of: of(here), seq: *seq, why: why.clone() },
            Wish::React { here, seq, mark, on } => {
                Command::React { of: of(here), seq: *seq, mark: mark.clone(), on: *on }
            }
            Wish::Topic { here, topic } => govern(here, Act::Topic(topic.clone())),
            Wish::Invite { here, who } => govern(here, Act::Invite(who.clone())),
            Wish::Nick(name) => Command::Nick(name.clone()),
            Wish::Away(why) => Command::Away(why.clone()),
        }
    }
}

fn pick<'a>(from: &mut Unstructured<'_>, of: &[&'a str]) -> Result<Option<&'a str>> {
    from.choose(of).copied().map(Some)
}

fn someone(from: &mut Unstructured<'_>) -> Result<Option<Name>> {
    Ok(pick(from, &NAMES)?.and_then(|name| Name::new(name).ok()))
}

/// One line of text. IRC has no CR, LF and NUL, and by \x01 it says what is no text.
fn line(from: &mut Unstructured<'_>) -> Result<String> {
    let length = from.int_in_range(0..=TEXT)?.min(from.len());
    let bytes = from.bytes(length)?;
    Ok(String::from_utf8_lossy(bytes).replace(['\r', '\n', '\0', '\u{1}'], ""))
}

fn text(from: &mut Unstructured<'_>) -> Result<Option<Text>> {
    Ok(Text::new(&line(from)?).ok())
}

/// What stands after other words: nobody keeps the spaces between.
fn words(from: &mut Unstructured<'_>) -> Result<Option<Text>> {
    Ok(Text::new(line(from)?.trim()).ok())
}
