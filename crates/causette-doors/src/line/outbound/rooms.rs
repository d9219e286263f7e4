//! Rooms and people: lists, what a room is set to, who somebody is.

use super::Writer;
use crate::line::view::View;
use causette_core::notice::{Member, Members, Person, RoomLine, UnreadLine};
use causette_core::{Role, RoomLabel, RoomState, RoomTag, Sanction, Standing, Text};
use causette_texts::Say;
use causette_wire::line::safe;

/// Names shown when somebody enters a room; `/who` shows more.
const NAMES_ON_ENTRY: usize = 20;

impl Writer<'_> {
    pub(super) fn joined(&mut self, greeted: bool, room: &RoomTag, members: &Members, topic: Option<&Text>) {
        let label = room.label.to_string();
        if !greeted {
            self.news(Say::Entered { room: &label, count: members.count as u64 });
        }
        if let Some(topic) = topic {
            self.news(Say::Topic { room: &label, topic: topic.as_str() });
        }
        if members.count > 1 {
            self.names(&room.label, members);
        }
    }

    pub(super) fn rooms(&mut self, rooms: &[RoomLine], more: bool) {
        for line in rooms {
            let room = line.room.label.to_string();
            self.told(Say::RoomLine { room: &room, count: line.present as u64, head: line.head });
            if let Some(count) = line.unread.filter(|count| *count > 0) {
                self.out.extend_from_slice(b", ");
                let words = self.word(Say::UnreadCount { count });
                safe::push_word(self.out, &words);
            }
            self.because(line.topic.as_ref());
            self.end();
        }
        if rooms.is_empty() {
            self.news(Say::RoomsNone);
        }
        if more {
            self.news(Say::RoomsMore);
        }
    }

    pub(super) fn invitations(&mut self, rooms: &[RoomTag]) {
        let rooms = rooms.iter().map(|room| room.label.to_string()).collect::<Vec<_>>().join(" ");
        self.news(match rooms.as_str() {
            "" => Say::InvitationsNone,
            rooms => Say::Invitations { rooms },
        });
    }

    /// Some of those in a room, by their names alone.
    pub(super) fn names(&mut self, label: &RoomLabel, members: &Members) {
        self.people(label, members, NAMES_ON_ENTRY, |_, member| member.who.name.to_string());
    }

    /// `/who`: `alice (moderator) bob (away)`.
    pub(super) fn members(&mut self, label: &RoomLabel, members: &Members) {
        self.people(label, members, usize::MAX, |writer, member| {
            let role = member.role.map(|role| writer.role(role));
            let away = member.away.then(|| writer.word(Say::WordAway));
            let marks: Vec<String> = role.into_iter().chain(away).collect();
            match marks.is_empty() {
                true => member.who.name.to_string(),
                false => format!("{} ({})", member.who.name, marks.join(", ")),
            }
        });
    }

    fn people(&mut self, label: &RoomLabel, members: &Members, most: usize, shown: impl Fn(&Self, &Member) -> String) {
        let room = label.to_string();
        let (room, count) = (room.as_str(), members.count as u64);
        let names: Vec<String> = members.people.iter().take(most).map(|member| shown(self, member)).collect();
        let all = names.len() == members.count;
        let names = names.join(" ");
        self.news(match (members.count, all) {
            (0, _) => Say::RoomEmpty { room },
            (_, true) => Say::Who { room, count, names: &names },
            (_, false) => Say::WhoPart { room, count, names: &names },
        });
    }

    /// What a room is about and set to, or the part of it that was asked for.
    pub(super) fn about(&mut self, label: &RoomLabel, state: &RoomState, view: Option<View>) {
        let room = label.to_string();
        if view.is_none_or(|view| view == View::Topic) {
            self.news(match &state.topic {
                Some(topic) => Say::Topic { room: &room, topic: topic.as_str() },
                None => Say::TopicNone { room: &room },
            });
        }
        if view.is_none_or(|view| view == View::Profile) {
            self.profile(&room, &state.profile);
            if state.profile.is_empty() && view.is_some() {
                self.news(Say::ProfileNone { name: &room });
            }
        }
        if view.is_none_or(|view| view == View::Modes) {
            let modes = self.modes(&state.modes.list());
            self.news(match modes.as_str() {
                "" => Say::ModesNone { room: &room },
                modes => Say::Modes { room: &room, modes },
            });
            let mut held: Vec<_> = state.roles.values().map(|(name, role)| (*role, name)).collect();
            held.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.as_str().cmp(b.1.as_str())));
            let held = held.into_iter().map(|(role, name)| format!("{name} ({})", self.role(role)));
            let names = held.collect::<Vec<_>>().join(" ");
            if !names.is_empty() {
                self.news(Say::Roles { room: &room, names: &names });
            }
        }
        if view.is_none_or(|view| view == View::Bans) {
            for ban in &state.bans {
                let (who, until) = (self.held(ban), self.until(ban.until));
                self.told(Say::BanLine { seq: ban.seq, who: &who, until: &until });
                self.because(ban.why.as_ref());
                self.end();
            }
            for mute in &state.mutes {
                let (who, until) = (self.held(mute), self.until(mute.until));
                self.told(Say::MuteLine { seq: mute.seq, who: &who, until: &until });
                self.because(mute.why.as_ref());
                self.end();
            }
            for listed in &state.exempt {
                self.news(Say::ExemptLine { seq: listed.seq, mask: listed.mask.as_str() });
            }
            for listed in &state.welcome {
                self.news(Say::WelcomeLine { seq: listed.seq, mask: listed.mask.as_str() });
            }
            let patterns = state.exempt.len() + state.welcome.len();
            if state.bans.is_empty() && state.mutes.is_empty() && patterns == 0 {
                self.news(Say::BansNone { room: &room });
            }
        }
    }

    /// Whom a ban or mute in a list is about.
    fn held(&self, sanction: &Sanction) -> String {
        match (&sanction.who, sanction.host) {
            (Some(who), Some(_)) => self.word(Say::WithAddress { name: who.name.as_str() }),
            (Some(who), None) => who.name.to_string(),
            (None, _) => match &sanction.mask {
                Some(mask) => mask.to_string(),
                None => self.word(Say::GuestAddress),
            },
        }
    }

    pub(super) fn person(&mut self, person: &Person) {
        let name = person.who.name.as_str();
        let standing = match (person.standing, person.rank) {
            (Standing::Guest, _) => "guest",
            (Standing::Account, Some(Role::Owner)) => "owner",
            (Standing::Account, Some(Role::Moderator)) => "operator",
            (Standing::Account, Some(Role::Member) | None) => "account",
        };
        let rooms = person.rooms.iter().map(|(room, _)| room.label.to_string()).collect::<Vec<_>>().join(" ");
        self.news(match rooms.as_str() {
            "" => Say::WhoisNowhere { name, standing },
            rooms => Say::Whois { name, standing, rooms },
        });
        if let Some(face) = &person.face {
            if !face.real.is_empty() {
                self.news(Say::RealName { name, real: &face.real });
            }
            if face.bot {
                self.news(Say::IsBot { name });
            }
        }
        self.profile(name, &person.profile);
        if let Some(why) = &person.away {
            self.news(Say::WentAway { name, why: why.as_str() });
        }
    }

    pub(super) fn unread(&mut self, lines: &[UnreadLine]) {
        let lines: Vec<&UnreadLine> = lines.iter().filter(|line| line.count > 0).collect();
        for line in &lines {
            let room = line.room.label.to_string();
            self.news(Say::Unread { room: &room, count: line.count, seq: line.read });
        }
        if lines.is_empty() {
            self.news(Say::UnreadNone);
        }
    }
}
