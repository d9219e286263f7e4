//! METADATA (IRCv3 draft/metadata-2 and -3): what people and rooms say of themselves, and of which keys a client is told.

use super::Turn;
use crate::irc::caps::{Cap, SUBS};
use crate::irc::put::Head;
use crate::irc::requests::{Asked, Metadata, MetadataWish};
use causette_core::{Act, Command, Name, ProfileEdit, ProfileKey, ProfileValue, RoomName, Target};

/// Whose profile is meant.
enum Whose {
    Mine,
    Person(Name),
    Room(RoomName),
}

/// Bytes of keys in one line.
const KEYS_BYTES: usize = 300;

impl<'m> Turn<'_, 'm, '_> {
    /// `METADATA <target> <GET|LIST|SET|CLEAR|SYNC|SUB|UNSUB|SUBS> …`
    pub(super) fn metadata(&mut self) {
        let (Some(target), Some(word)) = (self.param(0), self.param(1)) else {
            return self.say_fail("METADATA", "NEED_MORE_PARAMS", &[], "Not enough parameters");
        };
        let upper = word.to_ascii_uppercase();
        let keys = self.message.params.get(2..).unwrap_or_default().to_vec();
        let wish = match upper.as_str() {
            "SUB" => return self.subscribe(&keys),
            "UNSUB" => return self.unsubscribe(&keys),
            "SUBS" => return self.subscriptions(),
            "GET" if keys.is_empty() => {
                return self.say_fail("METADATA", "NEED_MORE_PARAMS", &[], "Not enough parameters");
            }
            "GET" => MetadataWish::Get(keys.iter().map(|key| (*key).to_owned()).collect()),
            "LIST" => MetadataWish::List,
            "SYNC" => MetadataWish::Sync,
            "CLEAR" => MetadataWish::Clear,
            "SET" => match self.profile_setting(&keys) {
                Some(wish) => wish,
                None => return,
            },
            _ => return self.say_fail("METADATA", "SUBCOMMAND_INVALID", &[word], "No such subcommand"),
        };
        match self.whose(target) {
            Some(whose) => self.ask_metadata(whose, target, wish),
            None => self.say_fail("METADATA", "INVALID_TARGET", &[target], "Nobody and no channel is called that"),
        }
    }

    /// A key that can be one, and a value that can be one or none.
    fn profile_setting(&mut self, params: &[&str]) -> Option<MetadataWish> {
        let Some(typed) = params.first() else {
            self.say_fail("METADATA", "NEED_MORE_PARAMS", &[], "Not enough parameters");
            return None;
        };
        let key = self.metadata_key(typed)?;
        match params.get(1).map(|value| ProfileValue::new(value)).transpose() {
            Ok(value) => Some(MetadataWish::Set(key, value)),
            Err(_) => {
                self.session.writer(&mut self.out).bad_metadata_value(typed);
                None
            }
        }
    }

    fn metadata_key(&mut self, typed: &str) -> Option<ProfileKey> {
        let key = ProfileKey::new(typed).ok();
        if key.is_none() {
            self.say_fail("METADATA", "KEY_INVALID", &[typed], "That is no key: they are of a to z, 0 to 9, _ . / -");
        }
        key
    }

    /// Before the end of registration only oneself has a name one could know.
    fn whose(&self, target: &str) -> Option<Whose> {
        if target == "*" {
            return Some(Whose::Mine);
        }
        if !self.session.is_registered() {
            return None;
        }
        if target.starts_with('#') {
            return RoomName::new(target).ok().map(Whose::Room);
        }
        let name = Name::new(target).ok()?;
        Some(if name.key() == self.session.me.name.key() { Whose::Mine } else { Whose::Person(name) })
    }

    fn ask_metadata(&mut self, whose: Whose, typed: &str, wish: MetadataWish) {
        let edit = match &wish {
            MetadataWish::Set(key, value) => Some(ProfileEdit::Set(key.clone(), value.clone())),
            MetadataWish::Clear => Some(ProfileEdit::Clear),
            MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync => None,
        };
        let (target, command) = match (whose, edit) {
            (Whose::Mine, edit) => {
                self.remember(&wish);
                (self.session.nick().to_owned(), Command::Profile(edit))
            }
            // Whether there is such a person is the first thing that is wrong with it.
            (Whose::Person(name), _) => (typed.to_owned(), Command::Whois(name)),
            (Whose::Room(room), Some(edit)) => (typed.to_owned(), Command::Govern { room, act: Act::Profile(edit) }),
            (Whose::Room(room), None) => match wish {
                MetadataWish::Sync => (typed.to_owned(), Command::Who(Target::Room(room))),
                _ => (typed.to_owned(), Command::About(room)),
            },
        };
        self.ask(Asked::Metadata(Box::new(Metadata { target, wish })), command);
    }

    /// What is said of oneself during registration is said as whoever one turns out to be.
    fn remember(&mut self, wish: &MetadataWish) {
        let Some(registration) = &mut self.session.registration else { return };
        let edit = match wish {
            MetadataWish::Set(key, value) => ProfileEdit::Set(key.clone(), value.clone()),
            MetadataWish::Clear => ProfileEdit::Clear,
            MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync => return,
        };
        if let Ok(changes) = registration.profile.edited(&edit) {
            registration.profile.apply(&changes);
        }
    }

    /// Keys are taken in their order, until the client is told of as many as it may be.
    fn subscribe(&mut self, keys: &[&str]) {
        let (mut taken, mut new) = (Vec::new(), false);
        for typed in keys {
            if self.session.subs.len() >= SUBS {
                self.say_fail("METADATA", "TOO_MANY_SUBS", &[typed], "You are told of as many keys as you may be");
                break;
            }
            let Some(key) = self.metadata_key(typed) else { continue };
            taken.push((*typed).to_owned());
            new |= self.session.subs.insert(key);
        }
        self.say_keys("770", &taken);
        if !new || !self.session.is_registered() {
            return;
        }
        // Who is in a room is the client's to know: it asks for the rest.
        let rooms: Vec<String> = self.session.rooms.iter().map(|(_, room)| room.to_string()).collect();
        rooms.iter().for_each(|room| self.say_numeric("774", &[room]));
    }

    fn unsubscribe(&mut self, keys: &[&str]) {
        let mut gone = Vec::new();
        for typed in keys {
            let Some(key) = self.metadata_key(typed) else { continue };
            self.session.subs.remove(&key);
            gone.push((*typed).to_owned());
        }
        self.say_keys("771", &gone);
    }

    fn subscriptions(&mut self) {
        let all: Vec<String> = self.session.subs.iter().map(|key| key.as_str().to_owned()).collect();
        if !self.session.has(Cap::Batch) {
            return self.say_keys("772", &all);
        }
        let id = format!("k{}", self.session.requests.last_id());
        self.say("BATCH", &[&format!("+{id}"), "metadata-subs"]);
        let (server, nick) = (self.session.shared.setup.name.clone(), self.session.nick().to_owned());
        for keys in lines(&all) {
            let params: Vec<&str> = [nick.as_str()].into_iter().chain(keys.iter().map(String::as_str)).collect();
            let head = Head::from(server.as_str()).tag("batch", id.as_str());
            crate::irc::put::Put::new(&mut self.out).message(&head, "772", &params);
        }
        self.say("BATCH", &[&format!("-{id}")]);
    }

    fn say_keys(&mut self, numeric: &str, keys: &[String]) {
        for some in lines(keys) {
            let params: Vec<&str> = some.iter().map(String::as_str).collect();
            self.say_numeric(numeric, &params);
        }
    }
}

/// As many keys as fit into one line, again and again.
fn lines(keys: &[String]) -> impl Iterator<Item = &[String]> {
    let most = KEYS_BYTES / (causette_core::limits::PROFILE_KEY + 1);
    keys.chunks(most)
}
