//! Somebody by IRC: hears a room, reads it back after each kill, and says a word now and then. The third language of the doors
//! must tell the same story, and keep what it echoes.

use super::cycle::clock;
use crate::client::{Irc, IrcReader, Shown};
use crate::history::{Connection, Event, Seq, Shows, Span, What};
use crate::random::Random;
use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::time::Duration;

const NICK: &str = "irene";
const CAPS: &str = "message-tags batch echo-message draft/multiline draft/message-redaction draft/chathistory";
/// Entries in one look back.
const PAGE: usize = 100;
/// One line in this many that it hears is answered by one of its own.
const TALKS: u64 = 16;

/// What outlives a kill.
pub(super) struct Chatter {
    /// The last msgid it was shown.
    last: Option<String>,
    count: u64,
    random: Random,
}

/// One connection of theirs.
pub(super) struct Chat {
    client: Irc,
    reader: IrcReader,
    room: String,
    pub(super) record: Connection,
    /// Under way: its key, the very words.
    under_way: Option<(String, String)>,
    by: String,
}

impl Chatter {
    pub(super) fn new(random: Random) -> Chatter {
        Chatter { last: None, count: 0, random }
    }

    /// Enters the room, and reads what was said since.
    pub(super) fn enter(&mut self, irc: SocketAddr, room: &str, name: &str) -> Result<Chat> {
        let mut client = Irc::register(irc, NICK, CAPS)?;
        client.send(&format!("JOIN {room}"))?;
        let joined = client.expect(" JOIN ").context("entering by IRC")?;
        // The host is the first half of who they are.
        let id = joined.split(['@', '.', ' ']).nth(1).unwrap_or_default();
        let by = format!("{NICK}/{id}");
        let record = Connection { shows: Shows::Irc, ..Connection::new(name) };
        let reader = IrcReader::default();
        let mut chat = Chat { client, reader, room: room.to_owned(), record, under_way: None, by };
        if let Some(last) = &self.last {
            chat.look_back(last)?;
        }
        Ok(chat)
    }

    /// Listens, and talks, until the connection ends.
    pub(super) fn talk(&mut self, chat: &mut Chat) -> Result<()> {
        loop {
            let Some(line) = chat.client.line(Duration::from_millis(20))? else {
                self.say(chat)?;
                continue;
            };
            if let Some(shown) = chat.reader.take(&line) {
                self.last = crate::client::msgid(&line).or(self.last.take());
                chat.heard(shown);
                if self.random.once_in(TALKS) {
                    self.say(chat)?;
                }
            }
        }
    }

    fn say(&mut self, chat: &mut Chat) -> Result<()> {
        if chat.under_way.is_some() {
            return Ok(());
        }
        self.count += 1;
        let text = format!("by IRC {}", self.count);
        let key = format!("irc-{}", self.count);
        let (what, by) = (What::message(&text), chat.by.clone());
        let room = chat.room.clone();
        let (at, again, answer) = (clock().now(), false, None);
        chat.record.events.push(Event::Invoke { at, room, key: key.clone(), what, answer, by, again });
        chat.client.send(&format!("PRIVMSG {} :{text}", chat.room))?;
        chat.under_way = Some((key, text));
        Ok(())
    }
}

impl Chat {
    fn heard(&mut self, Shown { nick, said, room, .. }: Shown) {
        // One's own comes back as the server has it: that is the confirmation.
        let echoes = |(_, text): &mut (String, String)| nick == NICK && said.what == line(&format!("{NICK} {text}"));
        let confirmed = self.under_way.take_if(echoes).map(|(key, _)| (key, said.seq));
        let told = |event: &Event| matches!(event, Event::Heard { said: before, .. } if before.seq == said.seq);
        // A ban is told by two lines.
        if !self.record.events.last().is_some_and(told) {
            self.record.events.push(Event::Heard { room, said });
        }
        if let Some((key, seq)) = confirmed {
            self.record.events.push(Event::Ok { at: clock().now(), key, seq });
        }
    }

    /// Asks for what was said after an entry, as a client does that was away.
    fn look_back(&mut self, last: &str) -> Result<()> {
        let from = clock().now();
        self.client.send(&format!("CHATHISTORY AFTER {} msgid={last} {PAGE}", self.room))?;
        let mut facts = Vec::new();
        for line in self.client.sync()? {
            match self.reader.take(&line) {
                Some(shown) if shown.past => facts.push(shown.said),
                Some(shown) => self.heard(shown),
                None => {}
            }
        }
        let span = Span { from, to: clock().now() };
        // Where the history begins by now, IRC does not say.
        let after: Option<Seq> = facts.first().map(|said| said.seq - 1);
        if let Some(after) = after {
            let (room, more, expired_before) = (self.room.clone(), true, None);
            self.record.events.push(Event::Page { span, room, after, facts, more, expired_before });
        }
        Ok(())
    }
}

fn line(text: &str) -> What {
    What::Line { text: text.to_owned(), reply_to: None }
}
