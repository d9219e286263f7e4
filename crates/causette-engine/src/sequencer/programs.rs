//! Programs that sign in by a token of their account: making, listing and revoking tokens, and what a session is that came by one.
//!
//! Such a session is in its account's rooms, to read or to speak there, and is present nowhere: nobody hears it come or go.

use super::draft::{Draft, Then};
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer, Session};
use crate::submission::{Got, Wanted};
use crate::{Event, SessionId, Submission};
use causette_core::notice::{Goodbye, Reach, TokenLine};
use causette_core::ports::Home;
use causette_core::{
    AccountChange, Command, Grant, Kind, Label, Millis, Notice, PersonId, Program, Refusal, RoomId, RoomName, Scope,
    Sender, Token, TokenHash, TokenKind, TokenWish, limits, server as rules,
};
use std::sync::Arc;

const DAY: u64 = 24 * 3600 * 1000;

/// What tells a token from any other word, for people and for programs that look for secrets where none should be.
const PREFIX: &str = "causette_";

/// How a session may act that a program signed in.
#[derive(Debug)]
pub(super) struct Running {
    token: TokenHash,
    scope: Scope,
    /// Only there; the name is the one it had when the session signed in.
    room: Option<(RoomId, RoomName)>,
}

impl Running {
    /// Whether it is in its rooms without being subscribed to them.
    pub(super) fn only_says(&self) -> bool {
        !self.scope.reads()
    }
}

impl Sequencer {
    /// What concerns the tokens of one's programs.
    pub(super) fn tokens(
        &mut self,
        asker: &Asker,
        wish: &TokenWish,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        if self.roll.name(me).is_none() {
            return Err(Refusal::SignInFirst.into()); // the server itself has no programs
        }
        let Some(Got::Home(home)) = got else { return Err(Halt::Fetch(Wanted::Home(me))) };
        let mut home = home.map_err(refusal)?;
        self.learn_numbers(me, &home);
        let good = |token: &Token| token.until > draft.now && !self.spent.contains(&token.hash);
        home.tokens.retain(|token| token.kind == TokenKind::Program && good(token));
        home.tokens.sort_by_key(|token| token.program.as_ref().map(|program| program.number));
        match wish {
            TokenWish::List => {
                let lines = home.tokens.iter().filter_map(|token| line(token, &home)).collect();
                draft.answer(asker, Notice::Tokens(lines));
            }
            TokenWish::Make { label, scope, room, days } => {
                self.make_token(asker, (label, *scope), (room.as_ref(), *days), &home, draft)?;
            }
            TokenWish::Revoke(number) => self.revoke_token(asker, *number, &home, draft)?,
        }
        Ok(())
    }

    fn make_token(
        &mut self,
        asker: &Asker,
        (label, scope): (&Label, Scope),
        (room, days): (Option<&RoomName>, Option<u32>),
        home: &Home,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some((me, host)) = self.sessions.get(&asker.session).map(|s| (s.who.id, s.host)) else { return Ok(()) };
        if home.tokens.len() >= limits::PROGRAMS {
            return Err(Refusal::ListFull { max: limits::PROGRAMS }.into());
        }
        let room = room.map(|name| self.room_of_member(me, name, home)).transpose()?;
        let days = days.unwrap_or(limits::TOKEN_DAYS).clamp(1, limits::TOKEN_DAYS_MAX);
        let number = self.next_number(me);
        let program = Program { number, label: label.clone(), scope, room, used: None, hook: None };
        let text = format!("{PREFIX}{:032x}", self.ids.fresh());
        let token = Token {
            hash: self.accounts.token_hash(&text),
            person: me,
            kind: TokenKind::Program,
            made: draft.now,
            until: Millis(draft.now.0.saturating_add(u64::from(days) * DAY)),
            host,
            program: Some(Box::new(program)),
        };
        if let Some(line) = line(&token, home) {
            let answer = Notice::Token { line, token: text };
            self.plan_accounts(Some(asker), vec![AccountChange::Token(token)], Then::Answer(answer), draft);
        }
        Ok(())
    }

    /// Which numbers an account's programs have.
    pub(super) fn learn_numbers(&mut self, me: PersonId, home: &Home) {
        let last = home.tokens.iter().filter_map(|token| Some(token.program.as_ref()?.number)).max();
        let known = self.token_numbers.entry(me).or_default();
        *known = (*known).max(last.unwrap_or_default());
    }

    /// The next one. Two of one account's sessions may ask at once: neither knows of the other's program yet.
    pub(super) fn next_number(&mut self, me: PersonId) -> u32 {
        let number = self.token_numbers.entry(me).or_default();
        *number = number.saturating_add(1);
        *number
    }

    /// A named room that somebody is a member of; the server's own is nothing for programs.
    pub(super) fn room_of_member(&self, me: PersonId, name: &RoomName, home: &Home) -> Result<RoomId, Refusal> {
        let is = |kind: &Kind| matches!(kind, Kind::Named(known) if known.key() == name.key());
        let member = home.rooms.iter().find(|member| is(&member.kind) && member.room != RoomId::DIRECTORY);
        let still = member.filter(|member| self.people.member(me, member.room).is_some());
        still.map(|member| member.room).ok_or_else(|| Refusal::NotInRoom(name.to_string()))
    }

    fn revoke_token(&mut self, asker: &Asker, number: u32, home: &Home, draft: &mut Draft) -> Result<(), Halt> {
        let is = |token: &&Token| token.program.as_ref().is_some_and(|program| program.number == number);
        let hash = home.tokens.iter().find(is).ok_or(Refusal::NoSuchToken { number })?.hash;
        self.spent.insert(hash);
        let left = home.tokens.iter().filter(|token| token.hash != hash).filter_map(|token| line(token, home));
        let answer = Notice::Tokens(left.collect());
        self.plan_accounts(Some(asker), vec![AccountChange::Spent(hash)], Then::Answer(answer), draft);
        self.close_those_of(hash, draft);
        Ok(())
    }

    /// Whoever signed in by that is sent off.
    pub(super) fn close_those_of(&mut self, hash: TokenHash, draft: &mut Draft) {
        let by_it = |session: &Session| session.program.as_ref().is_some_and(|program| program.token == hash);
        let mut ended: Vec<SessionId> = self.sessions.iter().filter(|(_, s)| by_it(s)).map(|(id, _)| *id).collect();
        ended.sort_unstable();
        for session in ended {
            self.close(session, Some(Goodbye::Ended), draft);
        }
    }

    /// A guest's connection turns out to be a program of this account, whose token is good.
    pub(super) fn resume_program(
        &mut self,
        asker: &Asker,
        who: Sender,
        (hash, program): (TokenHash, &Program),
        home: Home,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        if !session.origin.private {
            return Err(Refusal::NeedTls.into());
        }
        // Beside the places of people's sessions: a program that runs wild keeps nobody out.
        if self.people.programs(who.id) >= limits::SESSIONS_PER_ACCOUNT {
            return Err(Refusal::TooManyAccounts { max: limits::SESSIONS_PER_ACCOUNT }.into());
        }
        let home = self.as_it_is(who.id, home);
        let room = match program.room {
            None => None,
            Some(only) => {
                let name = home.rooms.iter().find(|member| member.room == only).and_then(|member| named(&member.kind));
                Some((only, name.ok_or(Refusal::BadToken)?.clone()))
            }
        };
        let today = Millis(draft.now.0 / DAY * DAY);
        let Home { rooms, marks, profile, .. } = home;
        self.stop_being_a_guest(asker.session, draft);
        if self.people.name(who.id).is_none() {
            self.faces.profile(who.id, Arc::new(profile));
        }
        let worn = self.people.name(who.id).cloned().unwrap_or(who.name);
        let who = Sender { id: who.id, name: worn };
        self.people.arrive_unseen(&who, asker.session);
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            (session.who, session.newborn, session.named) = (who.clone(), false, true);
            session.program = Some(Box::new(Running { token: hash, scope: program.scope, room }));
        }
        for (room, mark) in marks {
            self.people.set_mark(who.id, room, mark);
        }
        let mut entered = Vec::new();
        for member in rooms {
            self.people.set_member(who.id, member.room, Some(member.since));
            if self.hears(asker.session, Some(member.room)) {
                entered.push(member.kind);
            }
        }
        let welcome = self.welcome(asker.session, None, draft.now);
        let used = (program.hook.is_none() && program.used != Some(today)).then_some(AccountChange::Used(hash, today));
        match used {
            // That it was used need not be known for it to be.
            Some(used) => {
                let then = Then::AnswerAnyway(welcome.clone().into(), welcome.into());
                self.plan_accounts(Some(asker), vec![used], then, draft);
            }
            None => draft.answer(asker, welcome),
        }
        self.queue.push_front(Submission::Follow { session: asker.session, rooms: entered });
        Ok(())
    }

    /// The guest that a connection was until now leaves, wherever it is.
    fn stop_being_a_guest(&mut self, session: SessionId, draft: &mut Draft) {
        let Some(before) = self.unbecome(session) else { return };
        let mut pairs = Vec::new();
        for room in &before.rooms {
            match self.rooms.get(room).map(|live| &live.room.state.kind) {
                Some(Kind::Named(_)) => self.go_out(session, *room, &before, draft),
                Some(Kind::Direct(..)) | None => {
                    draft.tell(Event::Unsubscribe { session, room: *room });
                    pairs.push(*room);
                }
            }
        }
        self.end_pairs(before.who.id, &pairs, draft);
    }

    /// What the program of a session may do now; `None`: a person sits there.
    pub(super) fn grant(&self, session: SessionId) -> Option<Grant> {
        let program = self.sessions.get(&session)?.program.as_deref()?;
        let room = program.room.as_ref().map(|(id, name)| {
            let now = self.rooms.get(id).and_then(|live| named(&live.room.state.kind));
            now.unwrap_or(name).clone()
        });
        Some(Grant { scope: program.scope, room })
    }

    /// Whether a program's token lets it ask for this.
    pub(super) fn in_scope(&self, session: SessionId, command: &Command) -> Result<(), Refusal> {
        self.grant(session).map_or(Ok(()), |grant| rules::in_scope(&grant, command))
    }

    /// Whether somebody sits at a session, and is seen there.
    pub(super) fn is_seen(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|session| session.program.is_none())
    }

    /// Whether a session is told what concerns this room; `None`: what concerns its person.
    pub(super) fn hears(&self, session: SessionId, room: Option<RoomId>) -> bool {
        let Some(session) = self.sessions.get(&session) else { return false };
        let Some(program) = &session.program else { return true };
        let there = match (&program.room, room) {
            (_, Some(RoomId::DIRECTORY)) => false,
            (None, _) => true,
            (Some((only, _)), Some(room)) => *only == room,
            (Some(_), None) => false,
        };
        program.scope.reads() && there
    }
}

pub(super) fn named(kind: &Kind) -> Option<&RoomName> {
    match kind {
        Kind::Named(name) => Some(name),
        Kind::Direct(..) => None,
    }
}

/// A token, as its owner is shown it.
fn line(token: &Token, home: &Home) -> Option<TokenLine> {
    let program = token.program.as_deref()?;
    let reach = match program.room {
        None => Reach::Everywhere,
        Some(only) => {
            let name = home.rooms.iter().find(|member| member.room == only).and_then(|member| named(&member.kind));
            name.map_or(Reach::Nowhere, |name| Reach::Room(name.clone()))
        }
    };
    Some(TokenLine {
        number: program.number,
        label: program.label.clone(),
        scope: program.scope,
        reach,
        since: token.made,
        until: token.until,
        used: program.used,
    })
}
