//! What somebody by IRC makes of what arrives: entries of a room with their numbers, out of messages, batches and their tags.

use crate::history::{Said, Seq, What};
use causette_wire::irc::Message;

/// An entry as an IRC client shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Where.
    pub room: String,
    /// Who did it, by nickname.
    pub nick: String,
    /// Which entry.
    pub said: Said,
    /// It came in a batch of history.
    pub past: bool,
}

/// A batch that was begun.
struct Open {
    id: String,
    kind: String,
    /// Of a message of several lines: what it will be.
    shown: Option<(Shown, Option<Seq>)>,
    lines: String,
    past: bool,
}

/// Reads lines one by one.
#[derive(Default)]
pub struct IrcReader {
    open: Vec<Open>,
}

impl IrcReader {
    /// The entry that ends with this line, if one does.
    pub fn take(&mut self, line: &str) -> Option<Shown> {
        let message = Message::parse(line).ok()?;
        let nick = message.source?.split('!').next().unwrap_or_default().to_owned();
        let param = |n: usize| message.params.get(n).copied().unwrap_or_default();
        let within = message.tag("batch").and_then(|id| self.open.iter_mut().find(|open| open.id == id));
        let past = within.as_ref().is_some_and(|open| open.past || open.kind == "chathistory");
        let reply = message.tag("+draft/reply").and_then(number);
        let entry = |words: String| -> Option<Shown> {
            let seq = message.tag("msgid").and_then(number)?;
            let text = format!("{nick} {words}");
            let said = Said { seq, by: String::new(), what: What::Line { text, reply_to: reply } };
            Some(Shown { room: param(0).to_owned(), nick: nick.clone(), said, past })
        };
        match message.command {
            "BATCH" => match param(0).split_at_checked(1)? {
                ("+", id) => {
                    let shown = entry(String::new()).map(|shown| (Shown { room: param(2).to_owned(), ..shown }, reply));
                    let (id, kind, lines) = (id.to_owned(), param(1).to_owned(), String::new());
                    self.open.push(Open { id, kind, shown, lines, past });
                    None
                }
                (_, id) => {
                    let Open { shown, lines, .. } =
                        self.open.iter().position(|open| open.id == id).map(|place| self.open.remove(place))?;
                    let (mut shown, reply_to) = shown?;
                    shown.said.what = What::Line { text: format!("{} {lines}", shown.nick), reply_to };
                    Some(shown)
                }
            },
            "PRIVMSG" | "NOTICE" => {
                let text = param(1).strip_prefix("\u{1}ACTION ").unwrap_or(param(1)).trim_end_matches('\u{1}');
                match within.filter(|open| open.kind == "draft/multiline") {
                    Some(open) => {
                        if !open.lines.is_empty() && message.tag("draft/multiline-concat").is_none() {
                            open.lines.push('\n');
                        }
                        open.lines.push_str(text);
                        None
                    }
                    None => entry(text.to_owned()),
                }
            }
            "REDACT" => entry(format!("deletes {}", number(param(1))?)),
            "TAGMSG" => {
                let mark = message.tag("+draft/react").or(message.tag("+draft/unreact"))?;
                entry(format!("{mark} {}", reply?))
            }
            "MODE" | "KICK" | "TOPIC" => entry(message.params.get(1..).unwrap_or_default().join(" ")),
            _ => None,
        }
    }
}

/// What a line's entry is known by.
pub fn msgid(line: &str) -> Option<String> {
    Message::parse(line).ok()?.tag("msgid").map(str::to_owned)
}

/// An entry's number, out of its msgid.
pub fn number(msgid: &str) -> Option<Seq> {
    Seq::from_str_radix(msgid.rsplit_once('-')?.1, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expect: Option<(Seq, &str, Option<Seq>, bool)>) {
        let mut reader = IrcReader::default();
        let shown: Vec<Shown> = lines.iter().filter_map(|line| reader.take(line)).collect();
        let got = shown.first().map(|shown| match &shown.said.what {
            What::Line { text, reply_to } => (shown.said.seq, text.as_str(), *reply_to, shown.past),
            other => panic!("{other:?}"),
        });
        assert_eq!(got, expect, "{lines:?}");
        assert!(shown.len() < 2, "{shown:?}");
    }

    #[test]
    fn entries_are_read_as_they_are_shown() {
        check(&["@msgid=ab-c;time=x :al!u@h PRIVMSG #tea :hello you"], Some((12, "al hello you", None, false)));
        check(&["@msgid=ab-c;+draft/reply=ab-b :al!u@h PRIVMSG #tea :yes"], Some((12, "al yes", Some(11), false)));
        check(&["@msgid=ab-c :al!u@h PRIVMSG #tea :\u{1}ACTION smiles\u{1}"], Some((12, "al smiles", None, false)));
        check(&["@msgid=ab-c :al!u@h REDACT #tea ab-a"], Some((12, "al deletes 10", None, false)));
        check(&["@msgid=ab-c :al!u@h KICK #tea bob :out"], Some((12, "al bob out", None, false)));
        check(&[":al!u@h PRIVMSG #tea :no number", ":s 353 me = #tea :al"], None);
    }

    #[test]
    fn batches_are_put_together() {
        let several = [
            "@msgid=ab-c :al!u@h BATCH +1 draft/multiline #tea",
            "@batch=1 :al!u@h PRIVMSG #tea :one",
            "@batch=1 :al!u@h PRIVMSG #tea :two",
            "@batch=1;draft/multiline-concat :al!u@h PRIVMSG #tea : three",
            ":s BATCH -1",
        ];
        check(&several, Some((12, "al one\ntwo three", None, false)));
        let past = [":s BATCH +h chathistory #tea", "@batch=h;msgid=ab-9 :al!u@h PRIVMSG #tea :old", ":s BATCH -h"];
        check(&past, Some((9, "al old", None, true)));
    }
}
