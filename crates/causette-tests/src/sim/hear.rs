//! What people do with what they are told: they remember how far they know each room, and it is written into their record.

use super::people::{Heard, Moment, Told, Wait};
use super::read::said;
use super::world::{PEOPLE, World};
use super::{Finding, Rule};
use crate::history::{Connection, Event, Said, Seq, Span};
use causette_core::notice::{Page, RoomTag};
use causette_core::{Command, Fact, Notice, PersonId, RoomId, Sender, Standing, TokenKind};
use std::collections::BTreeSet;
use std::sync::Arc;

impl World {
    /// Everybody who reads has read all they were told.
    pub(super) fn deliver(&mut self) {
        for who in 0..PEOPLE {
            while let Some(told) = self.users.get_mut(who).filter(|user| !user.slow).and_then(|u| u.outbox.pop_front())
            {
                self.hear(who, told);
            }
            self.still_there(who);
            self.back(who);
            self.resend(who);
        }
        self.catch_up();
    }

    fn hear(&mut self, who: usize, told: Told) {
        match told {
            Told::Fact(fact) => {
                let (room, said) = (self.called(fact.room), said(&fact, &self.truth));
                self.note(who, Event::Heard { room, said });
                self.knows(who, fact.room, fact.seq);
            }
            Told::Subscribed { room, head, behind } => {
                let Some(user) = self.users.get_mut(who) else { return };
                user.labels.insert(room.id, room.label.clone());
                let new = user.rooms.insert(room.id);
                if new {
                    user.became.remove(&room.id);
                }
                if new && !behind {
                    let room = self.called(room.id);
                    self.note(who, Event::Watching { room, after: head });
                }
            }
            Told::Unsubscribed(room) => {
                if let Some(user) = self.users.get_mut(who) {
                    user.rooms.remove(&room);
                    user.became.remove(&room);
                    user.outside = true;
                }
            }
            Told::Notice(heard) => self.notice(who, &heard),
            Told::Closed => {
                let Some(user) = self.users.get_mut(who) else { return };
                if let Some(session) = user.session {
                    self.sessions.remove(&session);
                }
                user.hang_up();
            }
        }
    }

    fn knows(&mut self, who: usize, room: RoomId, seq: Seq) {
        if let Some(user) = self.users.get_mut(who) {
            let heard = user.heard.entry(room).or_insert(seq);
            *heard = (*heard).max(seq);
        }
    }

    fn notice(&mut self, who: usize, heard: &Heard) {
        let Heard { answers, last, notice, told, late } = heard;
        let reference = answers.as_ref().and_then(|answers| answers.as_str().parse::<u64>().ok());
        let Some(user) = self.users.get_mut(who) else { return };
        let wait = match reference.filter(|_| *last) {
            Some(reference) => {
                let wait = user.waiting.remove(&reference);
                if wait.is_none() {
                    let words = format!("{who} got one more answer to {reference}: {notice:?}");
                    self.found.push(Finding::new(Rule::Answers, words));
                }
                wait
            }
            None => None,
        };
        match notice {
            Notice::Welcome { you, standing, resume, .. } => {
                let word = (!resume.is_empty()).then(|| (resume.clone(), *told));
                self.welcome(who, (you, *standing), word, wait.as_ref());
            }
            Notice::Named(you) => {
                if let Some(user) = self.users.get_mut(who) {
                    user.name = Some(you.name.clone());
                }
            }
            Notice::Done { room, seq, .. } => self.done(who, wait.as_ref(), room, *seq),
            Notice::Joined { room, replay, .. } if *late && wait.is_none() && replay.facts.is_empty() => {
                self.still_in(who, room.id);
            }
            Notice::Joined { room, head, replay, .. } => self.joined(who, wait.as_ref(), room, (*head, replay)),
            Notice::Left { room, .. } => {
                if let Some(user) = self.users.get_mut(who) {
                    user.heard.remove(&room.id);
                }
            }
            Notice::Page { room, page } => self.page(who, wait.as_ref(), room.id, page),
            Notice::Missed { room, page, .. } => {
                let facts = self.facts(&page.facts);
                let (called, expired_before) = (self.called(room.id), page.expired_before);
                self.note(who, Event::Missed { room: called, facts, expired_before });
                let gone = || expired_before.map(|first| first.saturating_sub(1));
                if let Some(upto) = page.facts.last().map(|last| last.seq).or_else(gone) {
                    self.knows(who, room.id, upto);
                }
            }
            Notice::Refused(refusal) => self.refused(who, wait.as_ref(), refusal.code()),
            Notice::Unknown => {
                if let Some(Wait::Entry(wish)) = wait
                    && let Some(key) = self.asked.get(wish).map(|asked| asked.key.clone())
                {
                    self.note(who, Event::Unknown { key });
                }
            }
            Notice::Code { kind: TokenKind::Once, code, .. } => self.code(who, wait.as_ref(), (code, *told)),
            Notice::AccountMade(you) => self.granted(who, wait.as_ref(), Some(you.id), None),
            Notice::PasswordChanged { .. } => self.granted(who, wait.as_ref(), None, None),
            _ => {}
        }
    }

    /// They are somebody, perhaps somebody else: then a new record begins.
    fn welcome(
        &mut self,
        who: usize,
        (you, standing): (&Sender, Standing),
        word: Option<(String, Moment)>,
        wait: Option<&Wait>,
    ) {
        let now = self.now();
        let given = word.as_ref().map(|(word, _)| word.clone());
        let connection = self.records.len();
        let Some(user) = self.users.get_mut(who) else { return };
        if user.id != Some(you.id) {
            let name = format!("{who}:{connection}");
            self.records.push(Connection { who: you.id.to_string(), ..Connection::new(name) });
            user.became = if user.id.is_some() { user.rooms.clone() } else { BTreeSet::new() };
            user.outside = false;
            (user.id, user.record, user.since) = (Some(you.id), connection, now);
            if standing == Standing::Account {
                self.ask(who, Command::Unread, Wait::Rooms);
            }
        }
        let Some(user) = self.users.get_mut(who) else { return };
        (user.standing, user.name) = (standing, Some(you.name.clone()));
        match standing {
            // The guest that one is until one is again who one was is nobody.
            Standing::Guest if user.coming && wait.is_none() => {}
            Standing::Guest => user.token = word.or(user.token.take()),
            Standing::Account => {
                if let Some(held) = &mut user.account {
                    // The same word again lasts no longer for it.
                    let same = |known: &(String, Moment)| word.as_ref().is_none_or(|(word, _)| *word == known.0);
                    held.word = held.word.take().filter(same).or(word);
                }
            }
        }
        self.granted(who, wait, Some(you.id), given);
    }

    /// Whoever became somebody else is in their rooms as that.
    fn still_there(&mut self, who: usize) {
        let Some(user) = self.users.get_mut(who) else { return };
        let rooms = std::mem::take(&mut user.became);
        rooms.into_iter().for_each(|room| self.still_in(who, room));
    }

    /// They were there, and what they were not shown yet still comes; so does what they only know because they said it.
    fn still_in(&mut self, who: usize, room: RoomId) {
        let Some(after) = self.users.get(who).and_then(|user| user.heard.get(&room).copied()) else { return };
        let room = self.called(room);
        self.note(who, Event::There { room: room.clone(), head: after });
        self.note(who, Event::Watching { room, after });
    }

    fn done(&mut self, who: usize, wait: Option<&Wait>, room: &RoomTag, seq: Seq) {
        let Some(Wait::Entry(wish)) = wait else { return };
        let at = self.now();
        let Some(asked) = self.asked.get_mut(*wish) else { return };
        asked.done.get_or_insert((room.id, seq));
        let key = asked.key.clone();
        self.tally.confirmed += 1;
        self.note(who, Event::Ok { at, key, seq });
        let Some(user) = self.users.get_mut(who) else { return };
        user.outside |= !user.rooms.contains(&room.id);
        if let Some(heard) = user.heard.get_mut(&room.id).filter(|heard| seq == **heard + 1) {
            *heard = seq;
        }
    }

    fn joined(&mut self, who: usize, wait: Option<&Wait>, room: &RoomTag, (head, replay): (Seq, &Page)) {
        let to = self.now();
        let since = self.users.get(who).map_or(0, |user| user.since);
        let (after, from) = match wait {
            Some(Wait::Enter { after, from, .. }) => (*after, *from),
            _ => (None, since),
        };
        self.not_erased(wait, replay);
        let facts = self.facts(&replay.facts);
        let (more, expired_before) = (replay.more, replay.expired_before);
        let (called, span) = (self.called(room.id), Span { from, to });
        self.note(who, Event::Entered { span, room: called, after, head, facts, more, expired_before });
        let last = replay.facts.last().map(|fact| fact.seq);
        let upto = if more && after.is_some() { last.or(after) } else { Some(head) };
        if let (Some(user), Some(upto)) = (self.users.get_mut(who), upto) {
            user.heard.insert(room.id, upto);
        }
    }

    fn page(&mut self, who: usize, wait: Option<&Wait>, room: RoomId, page: &Page) {
        let Some(Wait::Page { after, from, .. }) = wait else { return };
        self.not_erased(wait, page);
        let (to, facts) = (self.now(), self.facts(&page.facts));
        let (room, after, span) = (self.called(room), *after, Span { from: *from, to });
        let (more, expired_before) = (page.more, page.expired_before);
        self.note(who, Event::Page { span, room, after, facts, more, expired_before });
    }

    fn refused(&mut self, who: usize, wait: Option<&Wait>, code: &str) {
        self.tally.refused += 1;
        match wait {
            Some(Wait::Entry(wish)) => {
                let Some(asked) = self.asked.get_mut(*wish) else { return };
                asked.refused = true;
                let (key, code) = (asked.key.clone(), code.to_owned());
                self.note(who, Event::Refused { key, code });
            }
            Some(Wait::Account(attempt)) => self.not_granted(who, *attempt, code),
            Some(Wait::Enter { .. } | Wait::Page { .. } | Wait::Rooms | Wait::Other) | None => {}
        }
    }

    fn facts(&self, facts: &[Arc<Fact>]) -> Vec<Said> {
        facts.iter().map(|fact| said(fact, &self.truth)).collect()
    }

    /// Nothing is shown of what those said who were erased before it was asked for.
    fn not_erased(&mut self, wait: Option<&Wait>, page: &Page) {
        let none = BTreeSet::new();
        let erased: &BTreeSet<PersonId> = match wait {
            Some(Wait::Enter { erased, .. } | Wait::Page { erased, .. }) => erased,
            _ => &none,
        };
        for fact in &page.facts {
            let left = erased.iter().find_map(|person| fact.without(*person));
            if left.is_some_and(|left| left.what != fact.what) {
                let words = format!(
                    "{} of {} was shown, by whom or about whom is erased: {:?}",
                    fact.seq, fact.room, fact.what
                );
                self.found.push(Finding::new(Rule::Erased, words));
            }
        }
    }
}
