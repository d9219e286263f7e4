//! What answers a client, and what it is told unasked.

use super::{Writer, msgid_of};
use crate::irc::caps::Cap;
use crate::irc::requests::{Asked, Said};
use causette_core::notice::Goodbye;
use causette_core::{Notice, RoomId, RoomLabel, Sender, Seq};

impl Writer<'_> {
    /// The answer to something asked; `before`: who the session was until then.
    pub(in crate::irc) fn answer(&mut self, asked: &Asked, notice: &Notice, before: &Sender) {
        if let Notice::Refused(refusal) = notice {
            return self.refused(asked, refusal);
        }
        match (asked, notice) {
            (_, Notice::Unknown) => self.fail("*", "UNKNOWN_OUTCOME", &[], "It is not known whether this was saved"),
            (Asked::Say(said), Notice::Done { room, seq, at }) => self.echo(said, room.id, *seq, *at),
            (Asked::Say(said), Notice::Aside { .. }) => self.echo_aside(said),
            (Asked::Nick { .. }, Notice::Named(_)) if self.session.is_registered() => {
                self.renamed(before, &self.session.me.name.clone());
            }
            (Asked::Join { .. }, Notice::Joined { .. }) => self.entered(notice),
            (Asked::Part { why, .. }, Notice::Left { room, .. }) => {
                let head = self.now_from(&self.session.me);
                match why {
                    Some(why) => self.put(&head, "PART", &[&room.label.to_string(), why.as_str()]),
                    None => self.put(&head, "PART", &[&room.label.to_string()]),
                }
            }
            (Asked::Topic { room }, Notice::About { state, .. }) => self.topic(room, state),
            (Asked::Modes { room }, Notice::About { state, .. }) => self.modes(room, state),
            (Asked::Masks { room, letter }, Notice::About { state, .. }) => self.masks(room, *letter, state),
            (Asked::Names { room }, Notice::Members { members, .. }) => self.names(room, members),
            (Asked::List(listing), Notice::Rooms { rooms, .. }) => self.list(listing, rooms),
            (Asked::Govern { command: "INVITE", room, whom }, Notice::Done { .. }) => {
                self.numeric("341", &[whom, room])
            }
            (Asked::Whois { .. }, Notice::Person(person)) => self.whois(person),
            (Asked::WhoRoom(who), Notice::Members { room, members }) => self.who_room(who, room, members),
            (Asked::Who(who), Notice::People { people, .. }) => self.who(who, people),
            (Asked::Whowas { name, count }, Notice::Were(past)) => self.whowas(name, *count, past),
            (Asked::Here { command, names }, Notice::People { people, .. }) => self.here(command, names, people),
            (Asked::Away, Notice::Away(Some(_))) => self.numeric("306", &["You have been marked as being away"]),
            (Asked::Away, Notice::Away(None)) => self.numeric("305", &["You are no longer marked as being away"]),
            (Asked::Census, Notice::Census(census)) => self.census(census),
            (Asked::History { target }, Notice::Page { room, page }) => self.history(target, room, page),
            (Asked::Targets, Notice::Targets(targets)) => self.targets(targets),
            (Asked::Mark { target }, Notice::MarkedAt { at, .. }) => self.marked(target, *at),
            (Asked::Certificates, Notice::Certificates(lines)) => self.certificates(lines),
            (Asked::Login { .. }, Notice::Scram(text)) => self.challenge(text),
            (Asked::Login { sasl }, Notice::Welcome { .. }) => self.signed_in(*sasl, before),
            (Asked::Register { name }, Notice::Welcome { .. }) => self.account_made(name),
            (Asked::Setname { real }, Notice::Introduced) => {
                if self.session.has(Cap::Setname) {
                    let head = self.now_from(&self.session.me);
                    self.put(&head, "SETNAME", &[real]);
                }
            }
            (Asked::Monitor { list: false }, Notice::Watching(all)) => self.watching(all),
            (Asked::Monitor { list: true }, Notice::Watching(all)) => self.watched(all),
            // The fact said all there is to say.
            (_, _) => {}
        }
    }

    /// One's own message, for clients that want to see it as the server has it.
    fn echo(&mut self, said: &Said, room: RoomId, seq: Seq, at: causette_core::Millis) {
        if !self.session.has(Cap::EchoMessage) {
            return;
        }
        let head = self.from(&self.session.me).time(self.session.has(Cap::ServerTime), at);
        let head = head.tag_if(self.session.caps.tags(), "msgid", || msgid_of(room, seq));
        let head = self.bot(head, self.session.me.id);
        self.words(head, &said.target, said.text.as_str(), said.style, said.reply.as_deref());
    }

    fn echo_aside(&mut self, said: &Said) {
        if self.session.has(Cap::EchoMessage) {
            let head = self.now_from(&self.session.me);
            self.words(head, &said.target, said.text.as_str(), said.style, None);
        }
    }

    /// What comes unasked.
    pub(in crate::irc) fn news(&mut self, notice: &Notice, before: &Sender) {
        match notice {
            Notice::Joined { .. } => self.entered(notice),
            // Another session of the same account left; who was sent out read so already.
            Notice::Left { .. } => self.left(notice),
            Notice::Named(you) if self.session.is_registered() && self.session.rooms.is_empty() => {
                self.renamed(before, &you.name);
            }
            Notice::Invited { room, by } => {
                let (head, nick) = (self.now_from(by), self.session.nick().to_owned());
                self.put(&head, "INVITE", &[&nick, &room.label.to_string()]);
            }
            Notice::IsAway { who, why } => self.numeric("301", &[who.name.as_str(), why.as_str()]),
            Notice::Aside { room, role, by, text, style } => {
                let target = format!("{}{}", crate::irc::modes::prefix(Some(*role)), room.label);
                let head = self.now_from(by);
                self.words(head, &target, text.as_str(), *style, None);
            }
            Notice::Missed { room, page, .. } => self.missed(room, page),
            Notice::MarkedAt { room, at, .. } if self.session.has(Cap::ReadMarker) => {
                let target = match room {
                    RoomLabel::Named(name) => name.to_string(),
                    RoomLabel::With(name) => name.to_string(),
                };
                self.marked(&target, *at);
            }
            Notice::Online(who) => {
                let source = self.session.shared.source(who);
                self.numeric("730", &[&source]);
            }
            Notice::Offline(name) => self.numeric("731", &[name.as_str()]),
            Notice::WatchedAway(who, why) if self.session.has(Cap::ExtendedMonitor) => self.away(who, why.as_ref()),
            Notice::Welcome { .. } => self.became(before),
            Notice::Refused(refusal) => {
                let words =
                    causette_texts::refusal(self.session.shared.setup.lang, refusal, causette_wire::irc::time_tag);
                self.notice_to_me(&words);
            }
            Notice::Goodbye(why) => self.goodbye(*why),
            _ => {}
        }
    }

    fn goodbye(&mut self, why: Goodbye) {
        let words = match why {
            Goodbye::Quit => "Closing link: quit".to_owned(),
            why => causette_texts::goodbye(self.session.shared.setup.lang, why),
        };
        crate::irc::put::Put::new(self.out).line("ERROR", &[&words]);
    }
}
