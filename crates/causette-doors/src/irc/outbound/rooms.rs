//! Rooms: entering, topics, names, lists, modes.

use super::fact::mask;
use super::{Writer, seconds};
use crate::irc::caps::Cap;
use crate::irc::modes;
use crate::irc::requests::Listing;
use causette_core::notice::{Member, Members, RoomLine};
use causette_core::{
    Deed, Millis, Mode, Notice, Role, RoomLabel, RoomState, RoomTag, Text, TopicSet, What, mask as masks,
};

/// Bytes of names in one line.
const NAMES_BYTES: usize = 380;

impl Writer<'_> {
    /// The session is in a room: JOIN, the topic, where it read to, the names, what was said.
    pub(super) fn entered(&mut self, notice: &Notice) {
        let Notice::Joined { room, topic, topic_set, profile, members, replay, read_at, .. } = notice else { return };
        let label = room.label.to_string();
        self.shown(&label, (topic.as_ref(), topic_set.as_ref()), *read_at, members);
        self.profiles_of_room(&label, profile, members, false);
        let replays = !self.session.has(Cap::Chathistory) && self.session.shared.setup.replay > 0;
        if replays {
            let skip = replay.facts.len().saturating_sub(self.session.shared.setup.replay);
            for fact in replay.facts.iter().skip(skip).filter(|fact| fact.has_words()) {
                self.fact(&room.label, fact);
            }
        }
    }

    fn shown(
        &mut self,
        label: &str,
        (topic, topic_set): (Option<&Text>, Option<&TopicSet>),
        read_at: Option<Millis>,
        members: &Members,
    ) {
        let me = self.session.me.clone();
        self.joined(&me, label);
        if let Some(topic) = topic {
            self.numeric("332", &[label, topic.as_str()]);
            self.topic_set(label, topic_set);
        }
        if self.session.has(Cap::ReadMarker) {
            self.marked(label, read_at);
        }
        if !self.session.has(Cap::NoImplicitNames) {
            self.names(label, members, Some(label));
        }
    }

    /// A room it is in is called something else. Clients that do not know what that is leave one and enter another, unless they take
    /// the two names for one.
    pub(super) fn room_renamed(&mut self, notice: &Notice) {
        let Notice::RoomRenamed { room, fact, topic, topic_set, profile, read_at, members } = notice else { return };
        let What::Governed(Deed::Renamed { from, to, why }) = &fact.what else { return };
        let (label, why) = (room.label.to_string(), why.as_ref().map(Text::as_str));
        if self.session.has(Cap::ChannelRename) {
            let head = self.head_of(fact);
            return self.put(&head, "RENAME", &[from.as_str(), to.as_str(), why.unwrap_or_default()]);
        }
        if from.as_str().eq_ignore_ascii_case(to.as_str()) {
            return;
        }
        let head = self.now_from(&self.session.me);
        let params: Vec<&str> = [from.as_str()].into_iter().chain(why).collect();
        self.put(&head, "PART", &params);
        if let Some(members) = members {
            self.shown(&label, (topic.as_ref(), topic_set.as_ref()), *read_at, members);
            self.profiles_of_room(&label, profile, members, false);
        }
    }

    /// Out of a room that another session of the same account left.
    pub(super) fn left(&mut self, notice: &Notice) {
        let Notice::Left { room, sent_out: false } = notice else { return };
        if self.session.is_in(room.id) {
            let head = self.now_from(&self.session.me);
            self.put(&head, "PART", &[&room.label.to_string()]);
        }
    }

    pub(super) fn topic(&mut self, room: &str, state: &RoomState) {
        match &state.topic {
            Some(topic) => {
                self.numeric("332", &[room, topic.as_str()]);
                self.topic_set(room, state.topic_set.as_ref());
            }
            None => self.numeric("331", &[room, "No topic is set"]),
        }
    }

    /// 333: who said so, and when.
    fn topic_set(&mut self, room: &str, set: Option<&TopicSet>) {
        if let Some(set) = set {
            self.numeric("333", &[room, set.by.name.as_str(), &seconds(set.at)]);
        }
    }

    /// 336 and 337: rooms one was let into.
    pub(super) fn invitations(&mut self, rooms: &[RoomTag]) {
        for room in rooms {
            self.numeric("336", &[&room.label.to_string()]);
        }
        self.numeric("337", &["End of /INVITE list"]);
    }

    /// 353, and 366 for all that was asked at once.
    pub(super) fn names(&mut self, room: &str, members: &Members, end: Option<&str>) {
        let kind = match (members.secret, members.private) {
            (true, _) => "@",
            (false, true) => "*",
            (false, false) => "=",
        };
        let mut line = String::new();
        let all = members.people.iter().map(|member| self.named(member)).collect::<Vec<_>>();
        for name in all {
            if !line.is_empty() && line.len() + name.len() > NAMES_BYTES {
                self.numeric("353", &[kind, room, &line]);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&name);
        }
        if !line.is_empty() {
            self.numeric("353", &[kind, room, &line]);
        }
        if let Some(all) = end {
            self.numeric("366", &[all, "End of /NAMES list"]);
        }
    }

    fn named(&self, member: &Member) -> String {
        let shown = match self.session.has(Cap::UserhostInNames) {
            true => self.session.shared.source(&member.who),
            false => member.who.name.to_string(),
        };
        format!("{}{shown}", self.prefix(member.role))
    }

    /// What stands before a name: the highest role, or all that it includes where the client knows that.
    pub(super) fn prefix(&self, role: Option<Role>) -> &'static str {
        if self.session.has(Cap::MultiPrefix) { modes::prefixes(role) } else { modes::prefix(role) }
    }

    /// `LIST`, as far as it was chosen.
    pub(super) fn list(&mut self, listing: &Listing, rooms: &[RoomLine]) {
        let now = self.session.shared.clock.now();
        self.numeric("321", &["Channel", "Users  Name"]);
        for line in rooms {
            let RoomLabel::Named(name) = &line.room.label else { continue };
            let name = name.as_str();
            let named = listing.names.is_empty() || listing.names.iter().any(|other| other.eq_ignore_ascii_case(name));
            let liked = listing.masks.iter().all(|(wanted, mask)| masks::like(mask, name) == *wanted);
            let many = listing.more_than.is_none_or(|count| line.present > count);
            let few = listing.fewer_than.is_none_or(|count| line.present < count);
            let aged = listing.made.allow(line.made, now) && listing.topic.allow(line.topic_at, now);
            if named && liked && many && few && aged {
                let topic = line.topic.as_ref().map_or("", Text::as_str);
                self.numeric("322", &[name, &line.present.to_string(), topic]);
            }
        }
        self.numeric("323", &["End of /LIST"]);
    }

    /// 324: what a room is set to; 329: when it was made.
    pub(super) fn modes(&mut self, room: &str, state: &RoomState) {
        let inside = (!state.modes.outsiders).then_some(Mode::Outsiders(false));
        let set = state.modes.list().into_iter().filter(|mode| !matches!(mode, Mode::Outsiders(_)));
        let (mut letters, params) = modes::letters(&inside.into_iter().chain(set).collect::<Vec<_>>());
        if letters.is_empty() {
            letters.push('+');
        }
        let mut all: Vec<&str> = vec![room, &letters];
        all.extend(params.iter().map(String::as_str));
        self.numeric("324", &all);
        if let Some(made) = state.made {
            self.numeric("329", &[room, &seconds(made)]);
        }
    }

    /// 367, 348, 346: who is banned, exempt, let in.
    pub(super) fn masks(&mut self, room: &str, letter: char, state: &RoomState) {
        let (one, end, words) = match letter {
            'e' => ("348", "349", "End of channel exception list"),
            'I' => ("346", "347", "End of channel invite exception list"),
            _ => ("367", "368", "End of channel ban list"),
        };
        let listed: Vec<(String, String, String)> = match letter {
            'e' => state.exempt.iter().map(|l| (l.mask.as_str().to_owned(), l.by.to_string(), seconds(l.at))).collect(),
            'I' => {
                state.welcome.iter().map(|l| (l.mask.as_str().to_owned(), l.by.to_string(), seconds(l.at))).collect()
            }
            _ => {
                let bans = state.bans.iter().map(|ban| (mask(ban), ban.by.to_string(), seconds(ban.at)));
                let mutes = state.mutes.iter().map(|m| (format!("~m:{}", mask(m)), m.by.to_string(), seconds(m.at)));
                bans.chain(mutes).collect()
            }
        };
        for (mask, by, at) in &listed {
            self.numeric(one, &[room, mask, by, at]);
        }
        self.numeric(end, &[room, words]);
    }
}
