//! What a room is: its kind, what it is about and set to, who may do what there. And how facts change it.

use super::Kind;
use crate::{
    Deed, Fact, Host, Listed, Mask, Millis, Mode, Name, PersonId, Profile, Role, Sanction, Secret, Sender, Seq, Text,
    TopicSet, What,
};
use std::collections::BTreeMap;

/// The part of a room that most facts leave alone; a store keeps it as one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomState {
    /// Name or pair.
    pub kind: Kind,
    /// What it is about.
    pub topic: Option<Text>,
    /// Who said so, and when; `None` also where an earlier version did not note it.
    pub topic_set: Option<TopicSet>,
    /// When a named room was made; `None`: an earlier version did not note it.
    pub made: Option<Millis>,
    /// What it is set to.
    pub modes: Modes,
    /// Who has a role, and the name they bore when they got it. At most [`crate::limits::ROOM_LISTED`].
    pub roles: BTreeMap<PersonId, (Name, Role)>,
    /// Who may enter whatever the modes say. At most [`crate::limits::ROOM_LISTED`].
    pub invited: BTreeMap<PersonId, Name>,
    /// Who is kept out, in the order of their facts. At most [`crate::limits::ROOM_LISTED`].
    pub bans: Vec<Sanction>,
    /// Who may not speak. At most [`crate::limits::ROOM_LISTED`].
    pub mutes: Vec<Sanction>,
    /// Whom no ban touches. At most [`crate::limits::ROOM_LISTED`].
    pub exempt: Vec<Listed>,
    /// Who needs no invitation. At most [`crate::limits::ROOM_LISTED`].
    pub welcome: Vec<Listed>,
    /// Facts up to this number are shown to nobody: they were said while the room was closed, to people who have all left.
    pub hidden_upto: Seq,
    /// What else it says of itself.
    pub profile: Profile,
}

/// What a room is set to. Nothing of it is set in a new room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Modes {
    /// [`Mode::Private`]
    pub private: bool,
    /// [`Mode::InviteOnly`]
    pub invite_only: bool,
    /// [`Mode::Secret`]
    pub secret: bool,
    /// [`Mode::Moderated`]
    pub moderated: bool,
    /// [`Mode::TopicLocked`]
    pub topic_locked: bool,
    /// [`Mode::AccountsOnly`]
    pub accounts_only: bool,
    /// [`Mode::Key`]
    pub key: Option<Secret>,
    /// [`Mode::Limit`]
    pub limit: Option<u32>,
    /// [`Mode::Slow`]
    pub slow: u32,
    /// [`Mode::KeepDays`]
    pub keep_days: Option<u32>,
    /// [`Mode::KeepLast`]
    pub keep_last: Option<u64>,
    /// [`Mode::NoCtcp`]
    pub no_ctcp: bool,
    /// [`Mode::Outsiders`]
    pub outsiders: bool,
}

impl Modes {
    /// Sets one of them.
    pub fn set(&mut self, mode: &Mode) {
        match mode {
            Mode::Private(on) => self.private = *on,
            Mode::InviteOnly(on) => self.invite_only = *on,
            Mode::Secret(on) => self.secret = *on,
            Mode::Moderated(on) => self.moderated = *on,
            Mode::TopicLocked(on) => self.topic_locked = *on,
            Mode::AccountsOnly(on) => self.accounts_only = *on,
            Mode::Key(key) => self.key = key.clone(),
            Mode::Limit(people) => self.limit = *people,
            Mode::Slow(seconds) => self.slow = *seconds,
            Mode::KeepDays(days) => self.keep_days = *days,
            Mode::KeepLast(count) => self.keep_last = *count,
            Mode::NoCtcp(on) => self.no_ctcp = *on,
            Mode::Outsiders(on) => self.outsiders = *on,
        }
    }

    /// Those that are set, always in the same order.
    pub fn list(&self) -> Vec<Mode> {
        let flags = [
            (self.private, Mode::Private(true)),
            (self.invite_only, Mode::InviteOnly(true)),
            (self.secret, Mode::Secret(true)),
            (self.moderated, Mode::Moderated(true)),
            (self.topic_locked, Mode::TopicLocked(true)),
            (self.accounts_only, Mode::AccountsOnly(true)),
            (self.key.is_some(), Mode::Key(self.key.clone())),
            (self.limit.is_some(), Mode::Limit(self.limit)),
            (self.slow > 0, Mode::Slow(self.slow)),
            (self.keep_days.is_some(), Mode::KeepDays(self.keep_days)),
            (self.keep_last.is_some(), Mode::KeepLast(self.keep_last)),
            (self.no_ctcp, Mode::NoCtcp(true)),
            (self.outsiders, Mode::Outsiders(true)),
        ];
        flags.into_iter().filter(|(set, _)| *set).map(|(_, mode)| mode).collect()
    }

    /// Whether entering needs something that an invitation stands for.
    pub(super) fn guarded(&self) -> bool {
        self.invite_only || self.accounts_only || self.key.is_some() || self.limit.is_some()
    }

    /// Whether what is said there is not for everybody.
    pub(super) fn closed(&self) -> bool {
        self.private || self.invite_only || self.secret || self.accounts_only || self.key.is_some()
    }
}

impl RoomState {
    /// A room of which nothing is known but its name or pair.
    pub fn new(kind: Kind) -> RoomState {
        RoomState {
            kind,
            topic: None,
            topic_set: None,
            made: None,
            modes: Modes::default(),
            roles: BTreeMap::new(),
            invited: BTreeMap::new(),
            bans: Vec::new(),
            mutes: Vec::new(),
            exempt: Vec::new(),
            welcome: Vec::new(),
            hidden_upto: 0,
            profile: Profile::default(),
        }
    }

    /// Whether an account owns it. Without one its modes, roles and bans last while somebody is in it.
    pub fn owned(&self) -> bool {
        self.roles.values().any(|(_, role)| *role == Role::Owner)
    }

    /// Whether anything in it is a pattern: only then do rules ask what somebody's user name is.
    pub fn has_patterns(&self) -> bool {
        let sanctions = self.bans.iter().chain(&self.mutes).any(|sanction| sanction.mask.is_some());
        sanctions || !self.exempt.is_empty() || !self.welcome.is_empty()
    }

    /// Whether there is anything that ends when everybody has left.
    pub(super) fn lapses(&self) -> bool {
        let people = self.roles.is_empty() && self.invited.is_empty();
        let sanctions = self.bans.is_empty() && self.mutes.is_empty();
        let lists = people && sanctions && self.exempt.is_empty() && self.welcome.is_empty();
        !(self.owned() || lists && self.modes == Modes::default())
    }

    /// The same without somebody who was erased; `None`: they are not in it. What they decided about others stays, and so does
    /// what keeps guests from an address out.
    pub fn without(&self, person: PersonId) -> Option<RoomState> {
        let mut state = self.clone();
        state.roles.remove(&person);
        state.invited.remove(&person);
        for list in [&mut state.bans, &mut state.mutes] {
            for sanction in list.iter_mut().filter(|s| s.who.as_ref().is_some_and(|who| who.id == person)) {
                sanction.who = None;
            }
            list.retain(|sanction| sanction.who.is_some() || sanction.host.is_some() || sanction.mask.is_some());
            for made in list.iter_mut().filter(|made| made.by_id == person) {
                (made.by, made.by_id) = (Name::erased(), PersonId::SERVER);
            }
        }
        for made in state.exempt.iter_mut().chain(&mut state.welcome).filter(|made| made.by_id == person) {
            (made.by, made.by_id) = (Name::erased(), PersonId::SERVER);
        }
        if let Some(set) = state.topic_set.as_mut().filter(|set| set.by.id == person) {
            set.by = Sender { id: PersonId::SERVER, name: Name::erased() };
        }
        (state != *self).then_some(state)
    }

    /// Makes a fact's deed true.
    pub(super) fn apply(&mut self, fact: &Fact) {
        let What::Governed(deed) = &fact.what else { return };
        match deed {
            Deed::Topic(topic) => {
                self.topic = topic.clone();
                self.topic_set = topic.as_ref().map(|_| TopicSet { by: fact.by.clone(), at: fact.at });
            }
            Deed::Invited(who) => drop(self.invited.insert(who.id, who.name.clone())),
            Deed::Kicked { who, .. } => drop(self.invited.remove(&who.id)),
            Deed::Banned(ban) => {
                if let Some(who) = &ban.who {
                    self.invited.remove(&who.id);
                }
                add(&mut self.bans, ban, fact);
            }
            Deed::Muted(mute) => add(&mut self.mutes, mute, fact),
            Deed::Unbanned(ban) => self.bans.retain(|known| known.seq != ban.seq),
            Deed::Unmuted(mute) => self.mutes.retain(|known| known.seq != mute.seq),
            Deed::Role { who, role: Some(role), .. } => drop(self.roles.insert(who.id, (who.name.clone(), *role))),
            Deed::Role { who, role: None, .. } => drop(self.roles.remove(&who.id)),
            Deed::Mode(mode) => self.modes.set(mode),
            Deed::Modes(modes) => modes.iter().for_each(|mode| self.modes.set(mode)),
            Deed::Exempt { mask, on } => list(&mut self.exempt, mask, *on, fact),
            Deed::Welcome { mask, on } => list(&mut self.welcome, mask, *on, fact),
            Deed::Reset => self.reset(fact.seq),
            Deed::Profile(changes) => self.profile.apply(changes),
            Deed::Renamed { to, .. } => self.kind = Kind::Named(to.clone()),
        }
    }

    fn reset(&mut self, seq: Seq) {
        let (kind, made) = (self.kind.clone(), self.made);
        let (topic, topic_set) = (self.topic.take(), self.topic_set.take());
        let closed = self.modes.closed();
        // What a closed room was about is part of what was said there.
        let (topic, topic_set) = if closed { (None, None) } else { (topic, topic_set) };
        let profile = if closed { Profile::default() } else { std::mem::take(&mut self.profile) };
        let hidden_upto = if closed { seq } else { self.hidden_upto };
        *self = RoomState { topic, topic_set, made, hidden_upto, profile, ..RoomState::new(kind) };
    }
}

/// One entry a person, address or pattern: a new one takes the place of the old, and those that have ended go.
fn add(list: &mut Vec<Sanction>, new: &Sanction, fact: &Fact) {
    list.retain(|old| old.holds(fact.at) && !old.same(new));
    let Sender { id: by_id, name: by } = fact.by.clone();
    list.push(Sanction { by, by_id, at: fact.at, ..new.clone() });
}

/// One entry a pattern, likewise.
fn list(list: &mut Vec<Listed>, mask: &Mask, on: bool, fact: &Fact) {
    list.retain(|old| !old.mask.same(mask));
    if on {
        let Sender { id: by_id, name: by } = fact.by.clone();
        list.push(Listed { mask: mask.clone(), by, by_id, at: fact.at, seq: fact.seq });
    }
}

impl Sanction {
    /// Whether it has not ended.
    pub fn holds(&self, now: Millis) -> bool {
        self.until.is_none_or(|until| until > now)
    }

    /// Whether both are about the same person, or both only about the same address, or the same pattern.
    pub(super) fn same(&self, other: &Sanction) -> bool {
        let id = |sanction: &Sanction| sanction.who.as_ref().map(|who: &Sender| who.id);
        match (&self.mask, &other.mask) {
            (Some(mine), Some(theirs)) => return mine.same(theirs),
            (Some(_), None) | (None, Some(_)) => return false,
            (None, None) => {}
        }
        match (id(self), id(other)) {
            (None, None) => self.host == other.host,
            (mine, theirs) => mine == theirs,
        }
    }

    /// Whether it is about that name or that address.
    pub(super) fn named(&self, name: Option<&Name>, host: Option<Host>) -> bool {
        match (&self.who, name) {
            (Some(who), Some(name)) => who.name.key() == name.key(),
            (None, None) => host.is_some() && self.host == host,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}
