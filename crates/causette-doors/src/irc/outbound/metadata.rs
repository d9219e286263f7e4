//! What people and rooms say of themselves (IRCv3 draft/metadata-2 and -3). Clients of the second draft are told what is new by
//! METADATA, those of the third by the numerics that also answer them.

use super::Writer;
use crate::irc::caps::Cap;
use crate::irc::requests::{Metadata, MetadataWish};
use causette_core::notice::{Members, Person};
use causette_core::{Notice, Profile, ProfileKey, ProfileValue, Refusal, Sender};

/// Bytes of what everybody in one room says of themselves that a client is told at once; what is beyond is left out.
const SYNC_BYTES: usize = 128 * 1024;

impl Writer<'_> {
    /// The answer to a METADATA.
    pub(super) fn metadata(&mut self, asked: &Metadata, notice: &Notice) {
        match notice {
            Notice::Profile { profile, changes } => match &asked.wish {
                MetadataWish::Set(..) | MetadataWish::Clear => self.profile_wished(asked, changes),
                MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync => self.profile_read(asked, profile),
            },
            Notice::Person(person) => self.profile_of_another(asked, person),
            Notice::About { state, .. } => self.profile_read(asked, &state.profile),
            Notice::Members { profile, members, .. } => self.profiles_of_room(&asked.target, profile, members, true),
            // Of a room that was changed the fact says all there is to say.
            _ => {}
        }
    }

    /// Only they themselves say something else of themselves, and only while they are here.
    fn profile_of_another(&mut self, asked: &Metadata, person: &Person) {
        match &asked.wish {
            _ if !person.here => self.metadata_target(asked),
            MetadataWish::Set(key, _) => self.not_permitted(asked, key.as_str()),
            MetadataWish::Clear => self.not_permitted(asked, "*"),
            MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync => {
                self.profile_read(asked, &person.profile);
            }
        }
    }

    fn metadata_target(&mut self, asked: &Metadata) {
        let words = "Nobody and no channel is called that";
        self.fail("METADATA", "INVALID_TARGET", &[&asked.target], words);
    }

    fn not_permitted(&mut self, asked: &Metadata, key: &str) {
        let words = "You may not see or change that";
        self.fail("METADATA", "KEY_NO_PERMISSION", &[&asked.target, key], words);
    }

    /// GET, LIST and SYNC of one profile.
    fn profile_read(&mut self, asked: &Metadata, profile: &Profile) {
        let target = asked.target.as_str();
        self.in_batch(target, |writer| match &asked.wish {
            MetadataWish::Get(keys) => {
                for typed in keys {
                    match ProfileKey::new(typed) {
                        Ok(key) => writer.key_value(target, &key, profile.get(&key)),
                        Err(_) => writer.fail("METADATA", "KEY_INVALID", &[typed], "That is no key"),
                    }
                }
            }
            MetadataWish::Sync => writer.subscribed(target, profile),
            MetadataWish::List | MetadataWish::Set(..) | MetadataWish::Clear => {
                profile.iter().for_each(|(key, value)| writer.key_value(target, key, Some(value)));
            }
        });
    }

    /// What the client itself changed.
    pub(in crate::irc) fn profile_wished(&mut self, asked: &Metadata, changes: &[(ProfileKey, Option<ProfileValue>)]) {
        let target = asked.target.as_str();
        if let MetadataWish::Set(..) = asked.wish {
            return changes.iter().for_each(|(key, value)| self.key_value(target, key, value.as_ref()));
        }
        self.in_batch(target, |writer| {
            for (key, _) in changes {
                match writer.session.has(Cap::Metadata3) {
                    true => writer.key_value(target, key, None),
                    // As the second draft has it: by the same numeric, and nothing in it.
                    false => writer.numeric("761", &[target, key.as_str(), "*", ""]),
                }
            }
        });
    }

    /// 761 and 766
    fn key_value(&mut self, target: &str, key: &ProfileKey, value: Option<&ProfileValue>) {
        match value {
            Some(value) => self.numeric("761", &[target, key.as_str(), "*", value.as_str()]),
            None => self.numeric("766", &[target, key.as_str(), "key not set"]),
        }
    }

    /// News of one key, if the client is told of it.
    fn told_key(&mut self, target: &str, key: &ProfileKey, value: Option<&ProfileValue>) {
        if !self.session.caps.metadata() || !self.session.subs.contains(key) {
            return;
        }
        if self.session.has(Cap::Metadata3) {
            return self.key_value(target, key, value);
        }
        let head = self.head();
        match value {
            Some(value) => self.put(&head, "METADATA", &[target, key.as_str(), "*", value.as_str()]),
            None => self.put(&head, "METADATA", &[target, key.as_str(), "*"]),
        }
    }

    /// What became of keys of somebody, or of a room.
    pub(in crate::irc) fn profile_changes(&mut self, target: &str, changes: &[(ProfileKey, Option<ProfileValue>)]) {
        changes.iter().for_each(|(key, value)| self.told_key(target, key, value.as_ref()));
    }

    /// Of a profile all that the client is told of.
    fn subscribed(&mut self, target: &str, profile: &Profile) {
        profile.iter().for_each(|(key, value)| self.told_key(target, key, Some(value)));
    }

    /// The same of somebody who came.
    pub(super) fn profile_now(&mut self, who: &Sender) {
        if self.session.caps.metadata()
            && !self.session.subs.is_empty()
            && let Some(profile) = self.session.shared.faces.get(who.id).profile
        {
            self.subscribed(who.name.as_str(), &profile);
        }
    }

    /// Of a room and of everybody else in it all that the client is told of; asked for, it is answered even by nothing.
    pub(super) fn profiles_of_room(&mut self, room: &str, profile: &Profile, members: &Members, asked: bool) {
        let mut lines = Vec::new();
        if self.session.caps.metadata() && !self.session.subs.is_empty() {
            let mut inner = Writer { session: self.session, out: &mut lines };
            inner.subscribed(room, profile);
            for member in members.people.iter().filter(|member| member.who.id != self.session.me.id) {
                inner.profile_now(&member.who);
                if inner.out.len() > SYNC_BYTES {
                    break;
                }
            }
        }
        if asked || !lines.is_empty() {
            self.in_batch(room, |writer| writer.out.extend_from_slice(&lines));
        }
    }

    /// What one says of oneself, at the end of registration.
    pub(super) fn own_profile(&mut self) {
        if !self.session.caps.metadata() {
            return;
        }
        let profile = self.session.shared.faces.get(self.session.me.id).profile.unwrap_or_default();
        let nick = self.session.me.name.to_string();
        self.in_batch(&nick, |writer| {
            for (key, value) in profile.iter() {
                match writer.session.has(Cap::Metadata3) {
                    true => writer.key_value(&nick, key, Some(value)),
                    false => {
                        let head = writer.head();
                        writer.put(&head, "METADATA", &[&nick, key.as_str(), "*", value.as_str()]);
                    }
                }
            }
        });
    }

    /// 760: for clients that know what it is.
    pub(super) fn whois_profile(&mut self, name: &str, profile: &Profile) {
        if self.session.caps.metadata() {
            for (key, value) in profile.iter() {
                self.numeric("760", &[name, key.as_str(), "*", value.as_str()]);
            }
        }
    }

    /// A batch about somebody or a room; only lines, where the client knows no batches.
    fn in_batch(&mut self, target: &str, lines: impl FnOnce(&mut Writer<'_>)) {
        if !self.session.has(Cap::Batch) {
            return lines(self);
        }
        let id = format!("d{}", self.session.requests.last_id());
        let head = self.head();
        self.put(&head, "BATCH", &[&format!("+{id}"), "metadata", target]);
        let mut bytes = Vec::new();
        lines(&mut Writer { session: self.session, out: &mut bytes });
        let tag = format!("batch={id}");
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            crate::irc::requests::tagged(&tag, line, self.out);
        }
        self.put(&head, "BATCH", &[&format!("-{id}")]);
    }

    /// The second draft and the third have other words for it.
    pub(in crate::irc) fn bad_metadata_value(&mut self, key: &str) {
        let words = "That value is too long, or has a control character in it";
        match self.session.has(Cap::Metadata3) {
            true => self.fail("METADATA", "INVALID_VALUE", &[key], words),
            false => self.fail("METADATA", "VALUE_INVALID", &[], words),
        }
    }

    /// Why not.
    pub(super) fn metadata_refused(&mut self, asked: &Metadata, refusal: &Refusal, words: &str) {
        let target = asked.target.as_str();
        let key = match &asked.wish {
            MetadataWish::Set(key, _) => key.as_str(),
            MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync | MetadataWish::Clear => "*",
        };
        match refusal {
            Refusal::NoSuchRoom(_) | Refusal::NoSuchPerson(_) => self.metadata_target(asked),
            Refusal::Forbidden { .. } | Refusal::NotInRoom(_) | Refusal::Banned { .. } => {
                self.fail("METADATA", "KEY_NO_PERMISSION", &[target, key], words);
            }
            Refusal::SignInFirst | Refusal::FixedRoom(_) => {
                self.fail("METADATA", "KEY_NO_PERMISSION", &[target, key], words);
            }
            Refusal::ListFull { .. } => self.fail("METADATA", "LIMIT_REACHED", &[target], words),
            // Nothing was there to be cleared, and so it is.
            Refusal::NotInProfile { .. } if key == "*" => self.in_batch(target, |_| {}),
            Refusal::NotInProfile { .. } => self.fail("METADATA", "KEY_NOT_SET", &[target, key], words),
            Refusal::Busy => self.fail("METADATA", "RATE_LIMITED", &[target, key, "*"], words),
            refusal => self.fail("METADATA", &super::refused::upper(refusal), &[target], words),
        }
    }
}
