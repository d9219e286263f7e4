//! What somebody wishes becomes a command, and, if an entry is to come of it, something to be held against the history.

use super::people::{Asked, Shape, Wait};
use super::truth::Kept;
use super::world::{PEOPLE, World};
use super::{Place, Wish};
use crate::history::{Event, Seq, What};
use causette_core::notice::Goodbye;
use causette_core::{
    About, Act, ClientTags, Command, Key, Kind, Mark, Name, Note, PersonId, ProfileEdit, ProfileKey, ProfileValue,
    Range, RoomId, RoomName, Style, Target, Text, limits,
};
use causette_engine::Submission;

impl World {
    pub(super) fn wish(&mut self, who: usize, wish: Wish) {
        let Some(user) = self.users.get(who) else { return };
        if wish == Wish::Come {
            return self.come(who);
        }
        let Some(session) = user.session else { return };
        if let Wish::Go(says) = wish {
            // What was asked for about an account would be done after whatever is tried next, and nobody would know.
            if user.waiting.values().any(|wait| matches!(wait, Wait::Account(Some(_)))) {
                return;
            }
            let why = says.then_some(Goodbye::Quit);
            self.push(Submission::Close { session, why, said: None });
            self.sessions.remove(&session);
            self.nobody_hears(session);
            return self.users.get_mut(who).into_iter().for_each(|user| user.hang_up());
        }
        if user.id.is_none() || user.is_busy() {
            return;
        }
        match wish {
            Wish::Register | Wish::Login | Wish::ByOnce | Wish::BySpent | Wish::Logout => self.clerk_alone(who, wish),
            Wish::Password | Wish::Link | Wish::Erase | Wish::Claim => self.clerk_alone(who, wish),
            Wish::Join(room) => self.enter(who, self.room_name(room).0, None),
            Wish::Again(back) => self.send_again(who, back),
            Wish::Past(room, back) => self.past(who, room, back),
            Wish::Say(..) | Wish::SayOnce(_) | Wish::Calc(_) | Wish::Edit(..) | Wish::Delete(..) | Wish::React(..) => {
                self.speak(who, wish);
            }
            Wish::Govern(room, care) => self.care(who, room, care),
            wish => self.aside(who, wish),
        }
    }

    /// Who somebody is changes only when nothing else of theirs is under way.
    fn clerk_alone(&mut self, who: usize, wish: Wish) {
        if self.users.get(who).is_some_and(|user| user.waiting.is_empty()) {
            self.clerk(who, wish);
        }
    }

    /// Wishes of which no entry comes that the history knows.
    fn aside(&mut self, who: usize, wish: Wish) {
        let command = match wish {
            Wish::Leave(room) => Some(Command::Leave { room: self.room_name(room).0, why: None }),
            Wish::Mark(place) => self.target(place).map(|of| Command::Read { of, upto: Seq::MAX }),
            Wish::Nick(number) => Name::new(&format!("n{who}v{}", number % 4)).ok().map(Command::Nick),
            Wish::Away(away) => Some(Command::Away(Text::new("gone fishing").ok().filter(|_| away))),
            Wish::Profile(number) => {
                let value = ProfileValue::new(&format!("value {number}")).ok();
                let key = ProfileKey::new(&format!("k{}", number % 3)).ok();
                key.map(|key| Command::Profile(Some(ProfileEdit::Set(key, value.filter(|_| number % 5 > 0)))))
            }
            Wish::Outlaw(other, minutes) => {
                let whom = self.users.get(other % PEOPLE).and_then(|user| user.name.clone());
                let ban =
                    |name| Act::Ban { whom: causette_core::Whom::Person(name), span: Some(minutes * 60), why: None };
                whom.map(|name| Command::Govern { room: RoomName::server(), act: ban(name) })
            }
            Wish::Note => Text::new("a note")
                .ok()
                .map(|text| Command::Admin(causette_core::Wish::Note(Note { about: About::Settings, text }))),
            _ => None,
        };
        if let Some(command) = command {
            self.ask(who, command, Wait::Other);
        }
    }

    pub(super) fn enter(&mut self, who: usize, room: RoomName, after: Option<Seq>) {
        let (from, erased) = (self.now(), self.truth.erased.clone());
        let command = Command::Join { room, after, secret: None };
        self.ask(who, command, Wait::Enter { after, from, erased });
    }

    fn past(&mut self, who: usize, room: usize, back: u64) {
        let name = self.room_name(room).0;
        let known = self.truth.named(&Kind::Named(name.clone()));
        let known = known.and_then(|room| self.users.get(who)?.heard.get(&room).copied()).unwrap_or(0);
        let (after, limit) = (known.saturating_sub(back), if back.is_multiple_of(3) { 4 } else { limits::PAGE_FACTS });
        let (from, erased) = (self.now(), self.truth.erased.clone());
        let of = Target::Room(name);
        let command = Command::History { of, range: Range::After(after), limit, only_words: false };
        self.ask(who, command, Wait::Page { after, from, erased });
    }

    fn target(&self, place: Place) -> Option<Target> {
        match place {
            Place::Room(room) => Some(Target::Room(self.room_name(room).0)),
            Place::With(other) => {
                let other = self.users.get(other % PEOPLE)?;
                // Whoever is not here is nobody, unless they have an account.
                let held = || Name::new(&other.account.as_ref()?.name).ok();
                other.id.and_then(|_| other.name.clone()).or_else(held).map(Target::Person)
            }
        }
    }

    /// The room that a command's place finds now; of a conversation that did not begin, none.
    fn leads_to(&self, who: usize, command: &Command) -> Option<RoomId> {
        let (Command::Say { to, .. } | Command::Calc { to, .. }) = command else { return None };
        let kind = match to {
            Target::Room(name) => Kind::Named(name.clone()),
            Target::Person(name) => {
                let here = |user: &&super::people::User| user.id.is_some() && user.name.as_ref() == Some(name);
                Kind::direct(self.users.get(who)?.id?, self.users.iter().find(here)?.id?)
            }
        };
        self.truth.named(&kind)
    }

    /// Whether the name that something is for may lead to somebody else by the time it is heard.
    fn may_change(&self, command: &Command) -> bool {
        let (Command::Say { to: Target::Person(name), .. } | Command::Calc { to: Target::Person(name), .. }) = command
        else {
            return false;
        };
        let becomes = |user: &super::people::User| user.waiting.values().any(|wait| matches!(wait, Wait::Account(_)));
        self.users.iter().any(|user| user.name.as_ref() == Some(name) && becomes(user))
    }

    /// The room of a place, as it is stored now.
    fn room_of(&self, who: usize, place: Place) -> Option<&Kept> {
        let kind = match place {
            Place::Room(room) => Some(Kind::Named(self.room_name(room).0)),
            Place::With(other) => {
                let id = |who: usize| self.users.get(who).and_then(|user| user.id);
                id(who).zip(id(other % PEOPLE)).map(|(one, other)| Kind::direct(one, other))
            }
        };
        self.truth.rooms.get(&self.truth.named(&kind?)?)
    }

    /// The entry that is so far back there.
    fn back_from_end(&self, who: usize, place: Place, back: u64) -> Seq {
        self.room_of(who, place).map_or(0, |kept| kept.room.head).saturating_sub(back).max(1)
    }

    /// One of their own messages there; now and then anybody's, to be refused.
    fn own(&self, who: usize, place: Place, back: u64) -> Seq {
        let id = self.users.get(who).and_then(|user| user.id);
        let said = |fact: &&std::sync::Arc<causette_core::Fact>| {
            Some(fact.by.id) == id && matches!(fact.what, causette_core::What::Message { .. })
        };
        let facts = self.room_of(who, place).map(|kept| kept.first.as_slice()).unwrap_or_default();
        let own = facts.iter().rev().filter(said).nth(back as usize / 2);
        own.filter(|_| back < 5).map_or_else(|| self.back_from_end(who, place, back), |fact| fact.seq)
    }

    /// Something is said, or done to what was.
    fn speak(&mut self, who: usize, wish: Wish) {
        let key = format!("w{}", self.asked.len());
        let Ok(text) = Text::new(&format!("{key} some words")) else { return };
        let (words, keyed) = (text.as_str().to_owned(), Key::new(&key).ok());
        let (place, seq) = match wish {
            Wish::Say(place, back) => (place, back.map_or(0, |back| self.back_from_end(who, place, back))),
            Wish::SayOnce(place) | Wish::Calc(place) => (place, 0),
            Wish::Edit(place, back) | Wish::Delete(place, back) => (place, self.own(who, place, back)),
            Wish::React(place, back, _) => (place, self.back_from_end(who, place, back)),
            _ => return,
        };
        let Some(to) = self.target(place) else { return };
        let reply_to = matches!(wish, Wish::Say(_, Some(_))).then_some(seq);
        let (style, tags) = (Style::Plain, ClientTags::NONE);
        let mut answer = None;
        let (command, what) = match wish {
            Wish::Say(..) => {
                let what = What::Message { text: words, reply_to };
                (Command::Say { to, text, style, reply_to, key: keyed, tags }, what)
            }
            Wish::SayOnce(_) => (Command::Say { to, text, style, reply_to, key: None, tags }, What::message(words)),
            Wish::Calc(_) => {
                answer = Some(format!("={}", self.asked.len()));
                let Ok(told) = Text::new(answer.as_deref().unwrap_or_default()) else { return };
                (Command::Calc { to, ask: text, answer: told, key: keyed }, What::message(words))
            }
            Wish::Edit(..) => (Command::Edit { of: to, seq, text }, What::Edited { target: seq, text: words }),
            Wish::Delete(..) => {
                (Command::Delete { of: to, seq, why: Text::new(&key).ok() }, What::Deleted { target: seq })
            }
            Wish::React(_, _, on) => {
                let Ok(mark) = Mark::new(&key) else { return };
                (Command::React { of: to, seq, mark, on }, What::Reacted { target: seq, mark: key.clone(), on })
            }
            _ => return,
        };
        self.send(who, key, command, Shape::Exact(what), answer);
    }

    /// Something that is to become an entry is sent for the first time. Where it goes, and what rules make of it, is filled in
    /// once all is known.
    pub(super) fn send(&mut self, who: usize, key: String, command: Command, shape: Shape, answer: Option<String>) {
        let Some(by) = self.users.get(who).and_then(|user| user.id) else { return };
        let (at, sent, to) = (self.now(), self.moment(), self.leads_to(who, &command));
        let (room, what) = (String::new(), What::Gone);
        self.note(who, Event::Invoke { at, room, key: key.clone(), what, answer, by: by.to_string(), again: false });
        let asked = Asked { key, who, by, shape, command: command.clone(), to, sent, done: None, refused: false };
        self.asked.push(asked);
        self.ask(who, command, Wait::Entry(self.asked.len() - 1));
    }

    /// One of the last messages of theirs that have a key.
    fn send_again(&mut self, who: usize, back: usize) {
        let id: Option<PersonId> = self.users.get(who).and_then(|user| user.id);
        let mine = |asked: &&Asked| asked.who == who && Some(asked.by) == id && asked.command.key().is_some();
        let mine: Vec<&Asked> = self.asked.iter().filter(mine).collect();
        let wanted = mine.len().checked_sub(1 + back).and_then(|at| mine.get(at)).map(|asked| asked.key.clone());
        let wish = wanted.and_then(|key| self.asked.iter().position(|asked| asked.key == key));
        wish.into_iter().for_each(|wish| self.again(who, wish));
    }

    /// The same with its key. A store that forgets keys after a day is not asked about older ones, nor across a clock that was set.
    pub(super) fn again(&mut self, who: usize, wish: usize) {
        let Some(asked) = self.asked.get(wish) else { return };
        if asked.to.is_none() || asked.to != self.leads_to(who, &asked.command) || self.may_change(&asked.command) {
            return;
        }
        if self.options.careful() && !self.within(asked.sent, limits::KEY_KEPT_MS) {
            return;
        }
        let (key, by, command) = (asked.key.clone(), asked.by.to_string(), asked.command.clone());
        let answer = match &command {
            Command::Calc { answer, .. } => Some(answer.as_str().to_owned()),
            _ => None,
        };
        let at = self.now();
        self.tally.again += 1;
        self.note(who, Event::Invoke { at, room: String::new(), key, what: What::Gone, answer, by, again: true });
        self.ask(who, command, Wait::Entry(wish));
    }
}
