//! `/webhook`: having what happens in a room sent to an address.

use super::args::{Wish, Wrong, needed, numbered, plain, secret};
use super::rooms::only;
use crate::line::words;
use causette_core::{Command, HookUrl, HookWish, Label, Refusal, RoomName};
use causette_wire::line::words::first_word;

/// `/webhook`, `/webhook new #ROOM URL [LABEL]`, `/webhook end N`, `/webhook retry N`
pub(super) fn webhook(arg: &str) -> Wish {
    let Some((word, rest)) = first_word(arg) else { return plain(Command::Webhook(HookWish::List)) };
    if words::ends(word) || words::removes(word) {
        return plain(Command::Webhook(HookWish::End(number(rest)?)));
    }
    if words::retries(word) {
        return plain(Command::Webhook(HookWish::Retry(number(rest)?)));
    }
    if !words::adds(word) {
        return Err(Wrong::Word(word.to_owned()));
    }
    let (room, rest) = needed(rest)?;
    let (url, rest) = needed(rest)?;
    let label = match first_word(rest) {
        None => None,
        Some(_) => match secret(rest)? {
            (label, "") => Some(Label::new(label)?),
            _ => return Err(Wrong::TooMany),
        },
    };
    let (room, url) = (RoomName::new(room)?, HookUrl::new(url)?);
    plain(Command::Webhook(HookWish::Make { room, url, label }))
}

fn number(rest: &str) -> Result<u32, Wrong> {
    let number = numbered(only(rest)?)?;
    u32::try_from(number).map_err(|_| Wrong::Refused(Refusal::NoSuchWebhook { number: u32::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_are_made_listed_tried_again_and_ended() {
        let make = |label: Option<&str>| {
            let (room, url) = (RoomName::new("#ci").unwrap(), HookUrl::new("https://example.org/x").unwrap());
            plain(Command::Webhook(HookWish::Make { room, url, label: label.map(|label| Label::new(label).unwrap()) }))
        };
        for (typed, expect) in [
            ("", plain(Command::Webhook(HookWish::List))),
            ("new #ci https://example.org/x", make(None)),
            ("nouveau #ci https://example.org/x journal", make(Some("journal"))),
            ("new #ci https://example.org/x \"the log\"", make(Some("the log"))),
            ("new #ci https://example.org/x the log", Err(Wrong::TooMany)),
            ("new #ci", Err(Wrong::Usage)),
            ("new", Err(Wrong::Usage)),
            ("new #ci example.org", Err(Wrong::Refused(Refusal::BadUrl))),
            ("end 3", plain(Command::Webhook(HookWish::End(3)))),
            ("fin 3", plain(Command::Webhook(HookWish::End(3)))),
            ("retry 3", plain(Command::Webhook(HookWish::Retry(3)))),
            ("relancer 3", plain(Command::Webhook(HookWish::Retry(3)))),
            ("end", Err(Wrong::Usage)),
            ("end 4294967296", Err(Wrong::Refused(Refusal::NoSuchWebhook { number: u32::MAX }))),
            ("end x", Err(Wrong::Word("x".into()))),
            ("stop 3", Err(Wrong::Word("stop".into()))),
        ] {
            assert_eq!(webhook(typed), expect, "{typed:?}");
        }
    }
}
