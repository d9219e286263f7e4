//! JOIN, PART, TOPIC, NAMES, LIST, INVITE, KICK.

use super::Turn;
use crate::irc::isupport::TARGETS;
use crate::irc::requests::{Asked, Listing};
use causette_core::name::NameFault;
use causette_core::{Act, Command, Refusal, RoomName, Secret, Target, Text};

impl<'m> Turn<'_, 'm, '_> {
    /// `JOIN <channel>{,<channel>} [<key>{,<key>}]`; `JOIN 0` leaves all.
    pub(super) fn join(&mut self) {
        let Some(rooms) = self.needed(0) else { return };
        if rooms == "0" {
            let all: Vec<_> = self.session.rooms.iter().map(|(_, name)| name.clone()).collect();
            for room in all {
                self.ask(Asked::Part { room: room.to_string(), why: None }, Command::Leave { room, why: None });
            }
            return;
        }
        let mut keys = self.param(1).unwrap_or_default().split(',');
        for typed in Turn::parts(rooms) {
            let key = keys.next().filter(|key| !key.is_empty());
            let Some(room) = self.room(typed) else { continue };
            // A key that can be none opens nothing.
            let secret = key.and_then(|key| Secret::new(key).ok());
            self.ask(Asked::Join { room: typed.to_owned() }, Command::Join { room, after: None, secret });
        }
    }

    /// `PART <channel>{,<channel>} [<reason>]`
    pub(super) fn part(&mut self) {
        let Some(rooms) = self.needed(0) else { return };
        let why = self.param(1).and_then(|why| Text::new(why).ok());
        for typed in Turn::parts(rooms) {
            let Some(room) = self.room(typed) else { continue };
            let asked = Asked::Part { room: typed.to_owned(), why: why.clone() };
            self.ask(asked, Command::Leave { room, why: why.clone() });
        }
    }

    /// `TOPIC <channel> [<topic>]`; an empty one takes it away.
    pub(super) fn topic(&mut self) {
        let Some(typed) = self.needed(0) else { return };
        let Some(room) = self.room(typed) else { return };
        let Some(topic) = self.param(1) else {
            return self.ask(Asked::Topic { room: typed.to_owned() }, Command::About(room));
        };
        let topic = Text::new(&cut(topic)).ok();
        self.govern("TOPIC", typed, "", room, Act::Topic(topic));
    }

    /// `NAMES <channel>{,<channel>}`
    pub(super) fn names(&mut self) {
        let Some(rooms) = self.param(0).filter(|rooms| !rooms.is_empty()) else {
            return self.say_numeric("366", &["*", "End of /NAMES list"]);
        };
        // One end for all of them; what is no room's name has nobody in it.
        let named = |typed: &&'m str| RoomName::new(typed).ok().filter(|_| typed.starts_with('#'));
        let asked: Vec<_> =
            Turn::parts(rooms).take(TARGETS).filter_map(|typed| Some((typed, named(&typed)?))).collect();
        let count = asked.len();
        for (n, (typed, room)) in asked.into_iter().enumerate() {
            let end = (n + 1 == count).then(|| rooms.to_owned());
            self.ask(Asked::Names { room: typed.to_owned(), end }, Command::Who(Target::Room(room)));
        }
        if count == 0 {
            self.say_numeric("366", &[rooms, "End of /NAMES list"]);
        }
    }

    /// `LIST [<channel>{,<channel>}] [<elist>{,<elist>}]`
    pub(super) fn list(&mut self) {
        let mut listing = Listing::default();
        for word in self.message.params.iter().flat_map(|param| param.split(',')).filter(|word| !word.is_empty()) {
            match word.split_at_checked(1) {
                Some(("C", age)) if listing.made.take(age) => {}
                Some(("T", age)) if listing.topic.take(age) => {}
                Some((">", count)) => listing.more_than = count.parse().ok(),
                Some(("<", count)) => listing.fewer_than = count.parse().ok(),
                Some(("!", mask)) => listing.masks.push((false, mask.to_owned())),
                Some(("#", _)) if !word.contains(['*', '?']) => listing.names.push(word.to_owned()),
                _ => listing.masks.push((true, word.to_owned())),
            }
        }
        self.ask(Asked::List(Box::new(listing)), Command::Rooms);
    }

    /// `INVITE <nickname> <channel>`; alone, it asks into which rooms one was let.
    pub(super) fn invite(&mut self) {
        if self.message.params.is_empty() {
            return self.ask(Asked::Invitations, Command::Invitations);
        }
        let (Some(nick), Some(typed)) = (self.param(0), self.param(1)) else { return self.too_few() };
        let (Some(who), Some(room)) = (self.person(nick), self.room(typed)) else { return };
        self.govern("INVITE", typed, nick, room, Act::Invite(who));
    }

    /// `KICK <channel>{,<channel>} <user>{,<user>} [<comment>]`: several people of one room, or each of a room of their own.
    pub(super) fn kick(&mut self) {
        let (Some(typed), Some(users)) = (self.needed(0), self.param(1)) else {
            if self.param(0).is_some_and(|room| !room.is_empty()) {
                self.too_few();
            }
            return;
        };
        let why = self.param(2).and_then(|why| Text::new(&cut(why)).ok());
        let mut rooms = Turn::parts(typed);
        let Some(mut typed) = rooms.next() else { return self.too_few() };
        for (n, nick) in Turn::parts(users).take(TARGETS).enumerate() {
            if n > 0 {
                typed = rooms.next().unwrap_or(typed);
            }
            let Some(room) = self.room(typed) else { continue };
            let Some(who) = self.person(nick) else { continue };
            self.govern("KICK", typed, nick, room, Act::Kick { who, why: why.clone() });
        }
    }

    /// `RENAME <channel> <new name> [<reason>]`
    pub(super) fn rename(&mut self) {
        let (Some(typed), Some(new)) = (self.needed(0), self.param(1)) else {
            if self.param(0).is_some_and(|room| !room.is_empty()) {
                self.too_few();
            }
            return;
        };
        let Some(room) = self.room(typed) else { return };
        let why = self.param(2).filter(|why| !why.is_empty()).and_then(|why| Text::new(&cut(why)).ok());
        let to = match new.chars().next() {
            Some('#') => RoomName::new(new),
            Some(other) => Err(Refusal::BadRoom(NameFault::Start(other))),
            None => return self.too_few(),
        };
        match to {
            Ok(to) => self.govern("RENAME", typed, new, room, Act::Rename { to, why }),
            Err(refusal) => {
                let asked = Asked::Govern { command: "RENAME", room: typed.to_owned(), whom: new.to_owned() };
                self.refuse(&asked, &refusal);
            }
        }
    }

    /// An act of those who look after a room.
    pub(super) fn govern(&mut self, command: &'static str, typed: &str, whom: &str, room: RoomName, act: Act) {
        let asked = Asked::Govern { command, room: typed.to_owned(), whom: whom.to_owned() };
        self.ask(asked, Command::Govern { room, act });
    }
}

/// A topic or a reason that is too long is cut, as every IRC server does, and as TOPICLEN and KICKLEN say.
pub(super) fn cut(text: &str) -> String {
    let mut end = causette_core::limits::LINE_OF_TEXT_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
