//! What answers a client, and what it is told unasked.

use super::Writer;
use crate::irc::caps::Cap;
use crate::irc::requests::Asked;
use causette_core::notice::Goodbye;
use causette_core::{ClientTags, Notice, RoomLabel, Sender};

impl Writer<'_> {
    /// The answer to something asked; `before`: who the session was until then.
    pub(in crate::irc) fn answer(&mut self, asked: &Asked, notice: &Notice, before: &Sender) {
        if let Notice::Refused(refusal) = notice {
            return self.refused(asked, refusal);
        }
        match (asked, notice) {
            (_, Notice::Unknown) => self.fail("*", "UNKNOWN_OUTCOME", &[], "It is not known whether this was saved"),
            (Asked::Say(_) | Asked::Tags { .. } | Asked::React { .. }, _) if self.session.has(Cap::EchoMessage) => {
                self.sent(asked, notice);
            }
            (Asked::Redact { target, of, why, .. }, Notice::Done { room, seq, at }) => {
                let head = self.sent_at(room.id, *seq, *at);
                self.deleted(head, target, (&self.session.me.name, (room.id, *of), why.as_ref()));
            }
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
            (Asked::Names { room, end }, Notice::Members { members, .. }) => self.names(room, members, end.as_deref()),
            (Asked::Invitations, Notice::Invitations(rooms)) => self.invitations(rooms),
            (Asked::List(listing), Notice::Rooms { rooms, .. }) => self.list(listing, rooms),
            (Asked::Govern { command: "INVITE", room, whom }, Notice::Done { .. }) => {
                self.numeric("341", &[whom, room])
            }
            (Asked::Whois { .. }, Notice::Person(person)) => self.whois(person),
            (Asked::WhoRoom(who), Notice::Members { room, members, .. }) => self.who_room(who, room, members),
            (Asked::Who(who), Notice::People { people, .. }) => self.who(who, people),
            (Asked::Whowas { name, count }, Notice::Were(past)) => self.whowas(name, *count, past),
            (Asked::Here { command, names }, Notice::People { people, .. }) => self.here(command, names, people),
            (Asked::Away, Notice::Away(Some(_))) => self.numeric("306", &["You have been marked as being away"]),
            (Asked::Away, Notice::Away(None)) => self.numeric("305", &["You are no longer marked as being away"]),
            (Asked::Census, Notice::Census(census)) => self.census(census),
            (Asked::History { word, target }, Notice::Page { room, page }) => {
                // A channel's window is where its history goes: whoever is not in it has none.
                match &room.label {
                    RoomLabel::Named(_) if !self.session.is_in(room.id) => self.no_history(word, target),
                    RoomLabel::Named(_) | RoomLabel::With(_) => self.history(target, room, page),
                }
            }
            (Asked::Targets, Notice::Targets(targets)) => self.targets(targets),
            (Asked::Mark { target }, Notice::MarkedAt { at, .. }) => self.marked(target, *at),
            (Asked::Certificates, Notice::Certificates(lines)) => self.certificates(lines),
            (Asked::Login { .. }, Notice::Scram(text)) => self.challenge(text),
            (Asked::Login { sasl }, Notice::Welcome { .. }) => self.signed_in(*sasl, before),
            (Asked::Register { name }, Notice::Welcome { .. }) => self.account_made(name, before),
            (Asked::Setname { real }, Notice::Introduced) => {
                if self.session.has(Cap::Setname) {
                    let head = self.now_from(&self.session.me);
                    self.put(&head, "SETNAME", &[real]);
                }
            }
            (Asked::Search, Notice::Found(found)) => self.found(found),
            (Asked::Metadata(metadata), _) => self.metadata(metadata, notice),
            (Asked::Monitor { list: false } | Asked::Watch { .. }, Notice::Watching(all)) => self.watching(all),
            (Asked::OwnModes { show: true }, Notice::OwnModes(modes)) => self.own_modes(*modes),
            (Asked::OwnModes { show: false }, Notice::OwnModes(modes)) => self.own_modes_changed(*modes),
            (Asked::Monitor { list: true }, Notice::Watching(all)) => self.watched(all),
            (Asked::Oper, Notice::Welcome { .. }) => self.numeric("381", &["You are now an IRC operator"]),
            (Asked::Wallops, Notice::Announced { by, text }) => self.announced(by, text),
            (Asked::Rehash, Notice::Reloading) => self.numeric("382", &["causette.toml", "Rehashing"]),
            // The fact said all there is to say.
            (_, _) => {}
        }
    }

    /// What comes unasked.
    pub(in crate::irc) fn news(&mut self, notice: &Notice, before: &Sender) {
        match notice {
            // After signing in it is still in the rooms it was in, and is told so by nothing.
            Notice::Joined { .. } => self.entered(notice),
            // Another session of the same account left; who was sent out read so already.
            Notice::Left { .. } => self.left(notice),
            Notice::Named(you) if self.session.is_registered() && self.session.rooms.is_empty() => {
                self.renamed(before, &you.name);
            }
            Notice::RoomRenamed { .. } => self.room_renamed(notice),
            Notice::Invited { room, by } => {
                let (head, nick) = (self.now_from(by), self.session.nick().to_owned());
                self.put(&head, "INVITE", &[&nick, &room.label.to_string()]);
            }
            Notice::IsAway { who, why } => self.numeric("301", &[who.name.as_str(), why.as_str()]),
            Notice::Aside { room, role, by, text, style } => {
                let target = format!("{}{}", crate::irc::modes::prefix(Some(*role)), room.label);
                let head = self.now_from(by);
                self.words(head, &target, (text.as_str(), *style), None, &ClientTags::NONE);
            }
            Notice::Missed { room, page, .. } => self.missed(room, page),
            Notice::Tagged { room, by, what } => {
                let target = self.target(room, by.id);
                self.tagged(by, target, what);
            }
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
                self.profile_now(who);
            }
            Notice::WatchedProfile(who, changes) => self.profile_changes(who.name.as_str(), changes),
            Notice::Offline(name) => self.numeric("731", &[name.as_str()]),
            Notice::WatchedAway(who, why) if self.session.has(Cap::ExtendedMonitor) => self.away(who, why.as_ref()),
            Notice::WatchedBecame { before, now, .. } if self.session.has(Cap::ExtendedMonitor) => {
                self.turned_into(before, now);
            }
            // Those that fit, of more that were to be watched.
            Notice::Watching(all) => self.watching(all),
            Notice::OwnModes(modes) => self.own_modes_changed(*modes),
            Notice::WatchedDescribed(who) if self.session.has(Cap::ExtendedMonitor) => self.described(who),
            Notice::Welcome { .. } => self.became(before),
            Notice::Announced { by, text } => self.announced(by, text),
            Notice::SentOff { by, why } => self.killed(by, why.as_ref()),
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
