//! What a command says of itself.

use super::*;
use crate::Text;

#[test]
fn what_says_something_new_can_be_said_again_safely() {
    let to = || Target::Room(RoomName::home());
    let (text, tags) = (Text::new("x").unwrap(), ClientTags::new([("x", "1")]).unwrap());
    let key = Key::new("k").ok();
    let (style, reply_to) = (Style::Plain, None);
    let say = |key| Command::Say { to: to(), text: text.clone(), style, reply_to, key, tags: ClientTags::NONE };
    let calc = |key| Command::Calc { to: to(), ask: text.clone(), answer: text.clone(), key };
    let tagged = |keep| Command::Tagged { to: to(), tags: tags.clone(), keep };
    for (command, has, speaks) in [
        (say(key.clone()), key.clone(), true),
        (say(None), None, true),
        (calc(key.clone()), key, true),
        (tagged(true), None, true),
        (tagged(false), None, false),
        (Command::Edit { of: to(), seq: 1, text: text.clone() }, None, false),
        (Command::Hello, None, false),
    ] {
        assert_eq!((command.key().cloned(), command.speaks()), (has, speaks), "{command:?}");
    }
}

#[test]
fn a_query_is_its_words() {
    let words = |raw: &str| Query::new(raw, None).map(|query| query.words().to_owned());
    assert_eq!(words("  thé\tvert\u{1} "), Ok("thé vert".to_owned()));
    assert_eq!(words("…"), Err(Refusal::BadSearch { max: limits::QUERY_WORDS }));
}
