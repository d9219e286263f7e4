//! Wishes as clients write them. Must not know how a door reads.

use super::wish::Wish;
use causette_core::{RoomName, Seq, Style, Text};
use causette_wire::irc::Line;
use serde_json::{Value, json};

/// How somebody talks to the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tongue {
    Line,
    Json,
    Irc,
}

impl Tongue {
    pub(super) const ALL: [Tongue; 3] = [Tongue::Line, Tongue::Json, Tongue::Irc];
}

fn or_nothing(text: &Option<Text>) -> &str {
    text.as_ref().map(Text::as_str).unwrap_or_default()
}

/// As somebody types it at a terminal.
pub(super) fn line(wish: &Wish) -> Vec<u8> {
    let line = match wish {
        Wish::Join(room) => format!("/join {room}"),
        Wish::Leave(room, why) => format!("/leave {room} {}", or_nothing(why)),
        Wish::Say { text, style: Style::Plain, .. } => said(text.as_str()),
        Wish::Say { text, style: Style::Action, .. } => format!("/me {text}", text = text.as_str()),
        Wish::Say { text, style: Style::Notice, .. } => format!("/notice {text}", text = text.as_str()),
        Wish::Reply { seq, text, .. } => format!("/reply {seq} {}", text.as_str()),
        Wish::Tell { whom, text } => format!("/msg @{whom} {}", text.as_str()),
        Wish::Delete { seq, why, .. } => format!("/delete #{seq} {}", or_nothing(why)),
        Wish::React { seq, mark, on, .. } => {
            format!("/react {seq} {}{}", if *on { "" } else { "-" }, mark.as_str())
        }
        Wish::Topic { topic, .. } => format!("/topic {}", topic.as_ref().map_or("-", Text::as_str)),
        Wish::Invite { who, .. } => format!("/invite {who}"),
        Wish::Nick(name) => format!("/nick {name}"),
        Wish::Away(why) => format!("/away {}", or_nothing(why)),
    };
    format!("{line}\n").into_bytes()
}

/// Text as it is, where it could be nothing else.
fn said(text: &str) -> String {
    match text {
        text if text.starts_with('/') => format!("/{text}"),
        text if text.trim_start().starts_with('/') || text == "fin" || text.starts_with("```") => {
            format!("/say {text}")
        }
        text => text.to_owned(),
    }
}

/// As a program sends it.
pub(super) fn json(wish: &Wish) -> Vec<u8> {
    let text = |text: &Text| Value::from(text.as_str());
    let name = |room: &RoomName| Value::from(room.to_string());
    let maybe = |why: &Option<Text>| why.as_ref().map(text);
    let style = |style: Style| match style {
        Style::Plain => "plain",
        Style::Action => "action",
        Style::Notice => "notice",
    };
    let object = match wish {
        Wish::Join(room) => json!({"type": "join", "room": name(room)}),
        Wish::Leave(room, why) => json!({"type": "leave", "room": name(room), "why": maybe(why)}),
        Wish::Say { here, text: said, style: how } => {
            json!({"type": "say", "room": name(here), "text": text(said), "style": style(*how)})
        }
        Wish::Reply { here, seq, text: said } => {
            json!({"type": "say", "room": name(here), "text": text(said), "reply_to": seq})
        }
        Wish::Tell { whom, text: said } => json!({"type": "say", "room": format!("@{whom}"), "text": text(said)}),
        Wish::Delete { here, seq, why } => json!({"type": "delete", "room": name(here), "seq": seq, "why": maybe(why)}),
        Wish::React { here, seq, mark, on } => {
            json!({"type": "react", "room": name(here), "seq": seq, "mark": mark.as_str(), "on": on})
        }
        Wish::Topic { here, topic } => json!({"type": "topic", "room": name(here), "text": or_nothing(topic)}),
        Wish::Invite { here, who } => json!({"type": "invite", "room": name(here), "name": who.to_string()}),
        Wish::Nick(wanted) => json!({"type": "nick", "name": wanted.to_string()}),
        Wish::Away(why) => json!({"type": "away", "text": maybe(why)}),
    };
    format!("{object}\n").into_bytes()
}

/// As an IRC client sends it. `msgid` is what the message of that number is called, in the room where text goes.
pub(super) fn irc(wish: &Wish, msgid: impl Fn(Seq) -> String) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = Line::new(&mut out);
    match wish {
        Wish::Join(room) => line.command("JOIN").param(room.as_str()),
        Wish::Leave(room, why) => with(line.command("PART").param(room.as_str()), why),
        Wish::Say { here, text, style: Style::Plain } => {
            line.command("PRIVMSG").param(here.as_str()).last(text.as_str())
        }
        Wish::Say { here, text, style: Style::Action } => {
            line.command("PRIVMSG").param(here.as_str()).last(&format!("\u{1}ACTION {}\u{1}", text.as_str()))
        }
        Wish::Say { here, text, style: Style::Notice } => {
            line.command("NOTICE").param(here.as_str()).last(text.as_str())
        }
        Wish::Reply { here, seq, text } => {
            let said = line.tag("+reply", &msgid(*seq)).command("PRIVMSG");
            said.param(here.as_str()).last(text.as_str())
        }
        Wish::Tell { whom, text } => line.command("PRIVMSG").param(whom.as_str()).last(text.as_str()),
        Wish::Delete { here, seq, why } => with(line.command("REDACT").param(here.as_str()).param(&msgid(*seq)), why),
        Wish::React { here, seq, mark, on } => {
            let sign = if *on { "+draft/react" } else { "+draft/unreact" };
            let tagged = line.tag(sign, mark.as_str()).tag("+reply", &msgid(*seq));
            tagged.command("TAGMSG").param(here.as_str())
        }
        Wish::Topic { here, topic } => line.command("TOPIC").param(here.as_str()).last(or_nothing(topic)),
        Wish::Invite { here, who } => line.command("INVITE").param(who.as_str()).param(here.as_str()),
        Wish::Nick(name) => line.command("NICK").param(name.as_str()),
        Wish::Away(why) => with(line.command("AWAY"), why),
    }
    .end();
    out
}

fn with<'l, 'o>(line: &'l mut Line<'o>, why: &Option<Text>) -> &'l mut Line<'o> {
    match why {
        Some(why) => line.last(why.as_str()),
        None => line,
    }
}
