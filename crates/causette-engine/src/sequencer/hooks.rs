//! Webhooks: making, listing and ending them, the session of one, and how far each has come. Who delivers is a door's business.

use super::draft::{Draft, Then};
use super::programs::named;
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use causette_core::hook::Progress;
use causette_core::notice::HookLine;
use causette_core::ports::Home;
use causette_core::{
    AccountChange, Command, Hook, HookSecret, HookState, HookUrl, HookWish, Label, Millis, Notice, PersonId, Program,
    Refusal, RoomName, Scope, Sender, Target, Token, TokenHash, TokenKind, limits,
};

/// One is good until it is ended: longer than any server runs.
const LASTS: u64 = 100 * 365 * 24 * 3600 * 1000;

impl Sequencer {
    /// What concerns the webhooks of somebody's rooms.
    pub(super) fn webhooks(
        &mut self,
        asker: &Asker,
        wish: &HookWish,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if let HookWish::Follow(hash) = wish {
            return self.follow_hook(asker, *hash, got, draft);
        }
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        if self.roll.name(me).is_none() {
            return Err(Refusal::SignInFirst.into()); // the server itself has no programs
        }
        if let HookWish::Make { room, url, .. } = wish {
            // What needs nothing looked up is said first, and in the order in which a person would set it right.
            url.may_be_reached(self.hooks.as_ref().ok_or(Refusal::NoWebhooks)?)?;
            self.allowed(asker, &Target::Room(room.clone()), command, got.as_ref(), draft.now)?;
        }
        let Some(Got::Hooks(found)) = got else { return Err(Halt::Fetch(Wanted::Hooks(me))) };
        let (mut home, all) = found.map_err(refusal)?;
        self.learn_numbers(me, &home);
        home.tokens.retain(|token| token.kind == TokenKind::Hook && !self.spent.contains(&token.hash));
        home.tokens.sort_by_key(|token| token.program.as_ref().map(|program| program.number));
        match wish {
            HookWish::Make { room, url, label } => {
                self.make_hook(asker, (room, url, label.as_ref()), (&home, all), draft)
            }
            HookWish::List => {
                let lines = home.tokens.iter().filter_map(|token| self.line_of(token, Some(&home))).collect();
                draft.answer(asker, Notice::Webhooks(lines));
                Ok(())
            }
            HookWish::End(number) => {
                let hash = one(&home, *number)?.hash;
                self.spent.insert(hash);
                let left = home.tokens.iter().filter(|token| token.hash != hash);
                let left = left.filter_map(|token| self.line_of(token, Some(&home)));
                let answer = Notice::Webhooks(left.collect());
                self.plan_accounts(Some(asker), vec![AccountChange::Spent(hash)], Then::Answer(answer), draft);
                self.close_those_of(hash, draft);
                Ok(())
            }
            HookWish::Retry(number) => self.retry_hook(asker, one(&home, *number)?.clone(), &home, draft),
            HookWish::Follow(_) => Ok(()),
        }
    }

    fn make_hook(
        &mut self,
        asker: &Asker,
        (room, url, label): (&RoomName, &HookUrl, Option<&Label>),
        (home, all): (&Home, usize),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some((me, host)) = self.sessions.get(&asker.session).map(|s| (s.who.id, s.host)) else { return Ok(()) };
        for (there, max) in [(home.tokens.len(), limits::HOOKS_PER_ACCOUNT), (all, limits::HOOKS)] {
            if there >= max {
                return Err(Refusal::ListFull { max }.into());
            }
        }
        let room = self.room_of_member(me, room, home)?;
        let Some(live) = self.rooms.get(&room) else { return Ok(()) };
        // What is said from now on.
        let after = draft.rooms.get(&room).unwrap_or(&live.room).head;
        let mut secret = [0; 32];
        let bits = [self.ids.fresh(), self.ids.fresh()].map(u128::to_be_bytes);
        secret.iter_mut().zip(bits.iter().flatten()).for_each(|(to, from)| *to = *from);
        let secret = HookSecret(secret);
        let hook =
            Hook { url: url.clone(), secret: secret.clone(), progress: Progress { after, ..Progress::default() } };
        let short: String = url.name().chars().take(limits::LABEL_BYTES).collect();
        let label = label.cloned().map_or_else(|| Label::new(&short), Ok)?;
        let number = self.next_number(me);
        let program =
            Program { number, label, scope: Scope::Read, room: Some(room), used: None, hook: Some(Box::new(hook)) };
        let token = Token {
            // Of nothing that anybody has seen: no word signs in as it.
            hash: self.accounts.token_hash(&format!("{:032x}", self.ids.fresh())),
            person: me,
            kind: TokenKind::Hook,
            made: draft.now,
            until: Millis(draft.now.0.saturating_add(LASTS)),
            host,
            program: Some(Box::new(program)),
        };
        if let Some(line) = self.line_of(&token, Some(home)) {
            let answer = Notice::Webhook { line, secret: Some(secret) };
            self.plan_accounts(Some(asker), vec![AccountChange::Token(token)], Then::Answer(answer), draft);
            draft.hooked = true;
        }
        Ok(())
    }

    /// It goes on where it stopped.
    fn retry_hook(&mut self, asker: &Asker, mut token: Token, home: &Home, draft: &mut Draft) -> Result<(), Halt> {
        let Some(hook) = token.program.as_mut().and_then(|program| program.hook.as_mut()) else { return Ok(()) };
        hook.progress = Progress { after: hook.progress.after, ..Progress::default() };
        let change = AccountChange::Hooked(token.hash, hook.progress);
        let mut home = home.clone();
        home.tokens.iter_mut().filter(|known| known.hash == token.hash).for_each(|known| *known = token.clone());
        let lines = home.tokens.iter().filter_map(|token| self.line_of(token, Some(&home)));
        let answer = Notice::Webhooks(lines.collect());
        self.plan_accounts(Some(asker), vec![change], Then::Answer(answer), draft);
        draft.hooked = true;
        Ok(())
    }

    /// A connection of the server's own turns out to be the program of this webhook.
    fn follow_hook(&mut self, asker: &Asker, hash: TokenHash, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(Got::Word(found)) = got else { return Err(Halt::Fetch(Wanted::Word(hash))) };
        let (token, home) = found.map_err(refusal)?.ok_or(Refusal::BadToken)?;
        let good = token.kind == TokenKind::Hook && !self.spent.contains(&hash);
        let program = token.program.as_ref().filter(|_| good).ok_or(Refusal::BadToken)?;
        let who = Sender { id: token.person, name: self.roll.name(token.person).ok_or(Refusal::BadToken)?.clone() };
        self.resume_program(asker, who, (hash, program), home, draft)
    }

    /// A webhook has come so far, or is over. Its owner is told of what they may have to see to.
    pub(super) fn hooked(&mut self, token: &Token, progress: Progress, over: bool, draft: &mut Draft) {
        if self.roll.name(token.person).is_none() {
            return; // erased meanwhile, with all that was theirs
        }
        let change = if over { AccountChange::Spent(token.hash) } else { AccountChange::Hooked(token.hash, progress) };
        let mut news = token.clone();
        if let Some(hook) = news.program.as_mut().and_then(|program| program.hook.as_mut()) {
            hook.progress = progress;
        }
        let line = self.line_of(&news, None).filter(|_| progress.paused || over);
        let line = line.map(|line| HookLine { state: if over { HookState::Ended } else { line.state }, ..line });
        self.plan_accounts(None, vec![change], Then::Tell(token.person, line.map(Box::new)), draft);
        if over {
            self.spent.insert(token.hash);
            self.close_those_of(token.hash, draft);
        }
    }

    /// The owner's sessions hear of it.
    pub(super) fn tell_of_hook(&self, owner: PersonId, line: &HookLine, draft: &mut Draft) {
        for session in self.people.seen(owner) {
            draft.news(session, Notice::Webhook { line: line.clone(), secret: None });
        }
    }

    /// A webhook, as its owner is shown it; `home`: what is stored of its owner.
    fn line_of(&self, token: &Token, home: Option<&Home>) -> Option<HookLine> {
        let program = token.program.as_deref()?;
        let (hook, room) = (program.hook.as_deref()?, program.room?);
        let name = match home {
            Some(home) => home.rooms.iter().find(|member| member.room == room).and_then(|member| named(&member.kind)),
            None => self.rooms.get(&room).and_then(|live| named(&live.room.state.kind)),
        };
        Some(HookLine {
            number: program.number,
            label: program.label.clone(),
            room: name.cloned(),
            url: hook.url.clone(),
            since: token.made,
            state: HookState::of(&hook.progress),
            after: hook.progress.after,
            trouble: hook.progress.trouble,
        })
    }
}

fn one(home: &Home, number: u32) -> Result<&Token, Refusal> {
    let is = |token: &&Token| token.program.as_ref().is_some_and(|program| program.number == number);
    home.tokens.iter().find(is).ok_or(Refusal::NoSuchWebhook { number })
}
