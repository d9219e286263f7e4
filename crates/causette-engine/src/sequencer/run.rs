//! One submission: who asked, whether it must wait, which rule it meets.

use super::draft::Draft;
use super::{Asker, Sequencer};
use crate::submission::{Fetched, Got, Wanted};
use crate::{Event, Fetch, SessionId, Submission};
use causette_core::notice::Goodbye;
use causette_core::{Command, Facts, Kind, Notice, Refusal, RoomId, limits};

/// Why a command is not decided now.
pub(super) enum Halt {
    /// Never: this is the answer.
    Refused(Refusal),
    /// Not before this was read.
    Fetch(Wanted),
    /// Not before this room was made.
    Open(Kind),
    /// Not before these facts are true in this room.
    First(RoomId, Facts),
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Halt {
        Halt::Refused(refusal)
    }
}

impl Sequencer {
    pub(super) fn run(&mut self, submission: Submission, draft: &mut Draft) {
        if let Some(behind) = self.behind(&submission) {
            behind.push(submission);
            return;
        }
        match submission {
            Submission::Open { session, from } => self.open(session, from, draft),
            Submission::Local { session, bytes } => draft.tell(Event::Local { session, bytes }),
            Submission::Close { session, why, said } => self.close_saying(session, why, said.as_ref(), draft),
            Submission::Command { .. } | Submission::CatchUp { .. } | Submission::Follow { .. } => {
                self.attempt(submission, None, draft);
            }
            Submission::Note { note, by } => self.note(note, by, draft),
            Submission::Policy(policy) => self.policy = policy,
            Submission::Hooked { token, progress, over } => self.hooked(&token, progress, over, draft),
            Submission::Operators(known) => self.operators(known, draft),
            Submission::Fetched(fetched) => self.fetched(*fetched, draft),
            Submission::Swept(swept) => self.swept(&swept),
            Submission::Stop => {
                self.stop_all(Goodbye::Stopping, draft);
                draft.stop = true;
                draft.cut = true;
            }
        }
        self.tell_moves(draft);
    }

    /// The queue of a session that waits for a fetch.
    fn behind(&mut self, submission: &Submission) -> Option<&mut Vec<Submission>> {
        self.sessions.get_mut(&submission.session()?)?.waiting.as_mut()
    }

    /// Runs what may need the store; `got` is what the store answered, when this is the second attempt.
    fn attempt(&mut self, submission: Submission, got: Option<Got>, draft: &mut Draft) {
        let (asker, outcome) = match &submission {
            Submission::Command { session, answers, command } => {
                let asker = Asker::of(*session, answers.clone());
                let outcome = self.command(&asker, command, got, draft);
                (asker, outcome)
            }
            Submission::CatchUp { session, room, after } => {
                let asker = Asker::of(*session, None);
                let outcome = self.catch_up(&asker, *room, *after, got, draft);
                (asker, outcome)
            }
            Submission::Follow { session, rooms } => {
                let asker = Asker::quiet(*session);
                let outcome = self.follow(&asker, rooms, got, draft);
                (asker, outcome)
            }
            _ => return,
        };
        match outcome {
            Ok(()) => {}
            Err(Halt::Refused(refusal)) => self.refuse(asker, &submission, refusal, draft),
            Err(Halt::Fetch(what)) => self.fetch(&asker, what, submission, draft),
            Err(Halt::Open(kind)) => self.open_room(&asker, kind, submission, draft),
            Err(Halt::First(room, facts)) => self.first(room, facts, submission, draft),
        }
    }

    fn command(&mut self, asker: &Asker, command: &Command, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else {
            return Ok(()); // it was ended while this was on its way; nobody listens
        };
        if session.program.is_some() {
            self.in_scope(asker.session, command)?;
        }
        self.may(asker, command, draft.now)?;
        match command {
            Command::Hello => {
                self.hello(asker, draft);
                Ok(())
            }
            Command::Nick(name) => Ok(self.nick(asker, name.clone(), draft)?),
            Command::Resume(token) => self.resume(asker, token, got, draft),
            Command::Register { name, password, invitation } => {
                self.register(asker, name, (password, invitation.as_deref()), got, draft)
            }
            Command::Login { name, password } => self.login(asker, name, password, got, draft),
            Command::Logout => self.logout(asker, draft),
            Command::Password { old, new } => self.password(asker, old, new, got, draft),
            Command::Link => self.link(asker, draft),
            Command::Sessions => self.list_sessions(asker, draft),
            Command::EndSession(number) => self.end_session(asker, *number, draft),
            Command::Claim(code) => self.claim(asker, code, draft),
            Command::Export(from) => self.export(asker, None, *from, got, draft),
            Command::Erase(name) => self.erase_own(asker, name, draft),
            Command::Admin(wish) => self.admin(asker, wish, got, draft),
            Command::Join { room, after, .. } => self.join(asker, room, *after, command, got, draft),
            Command::Leave { room, .. } => self.leave(asker, room, command, got, draft),
            Command::Say { to, .. } | Command::Calc { to, .. } => {
                let room = self.room_to_say(asker, to, got)?;
                let given = self.given_for(asker, command, room.id);
                self.change(asker, room, command, given, draft)
            }
            Command::Edit { of, seq, .. } | Command::Delete { of, seq, .. } | Command::React { of, seq, .. } => {
                self.on_message(asker, of, *seq, command, got, draft)
            }
            Command::Govern { room, .. } => self.govern(asker, room, command, got, draft),
            Command::Read { of, upto } => self.mark(asker, of, *upto, command, got, draft),
            Command::ReadAt { of, at: None } => self.how_far(asker, of, command, got, draft),
            Command::ReadAt { of, at: Some(at) } => self.mark_at(asker, of, *at, command, got, draft),
            Command::Unread => self.unread(asker, draft),
            Command::About(room) => self.about(asker, room, command, got, draft),
            Command::History { of, range, limit, only_words } => {
                self.history(asker, of, (*range, *limit, *only_words), command, got, draft)
            }
            Command::Targets { since, until, limit } => self.targets(asker, (*since, *until), *limit, got, draft),
            Command::Search { of, query, limit } => {
                self.search(asker, of.as_ref(), (query, *limit), command, got, draft)
            }
            Command::Rooms => self.list_rooms(asker, got, draft),
            Command::Invitations => self.invitations(asker, got, draft),
            Command::Who(of) => self.who(asker, of, command, got, draft),
            Command::Whois(name) => Ok(self.whois(asker, name, draft)?),
            Command::Away(why) => self.away(asker, why.clone(), draft),
            Command::Ignore { who, on } => Ok(self.ignore(asker, who, *on, draft)?),
            Command::Aside { room, role, text, style } => {
                self.aside(asker, (room, *role), (text, *style), command, got, draft)
            }
            Command::Find(sought) => Ok(self.find_people(asker, sought, draft)?),
            Command::Watch { names, on } => Ok(self.watch(asker, names, *on, draft)?),
            Command::Watched => self.watched(asker, draft),
            Command::Unwatch => self.unwatch(asker, draft),
            Command::Whowas(name) => self.whowas(asker, name, draft),
            Command::Census => self.census(asker, draft),
            Command::OwnModes(change) => self.own_modes(asker, *change, draft),
            Command::Introduce(face) => Ok(self.introduce(asker, face, draft)?),
            Command::Profile(edit) => self.profile(asker, edit.as_ref(), draft),
            Command::Typing { to, state } => self.typing(asker, to, *state, (command, got), draft),
            Command::Oper { name, password } => self.oper(asker, name, password, got, draft),
            Command::StepDown => self.step_down(asker, draft),
            Command::Scram(step) => self.scram(asker, step, got, draft),
            Command::Tagged { to, keep: true, .. } => self.keep_tags(asker, to, (command, got), draft),
            Command::Tagged { to, tags, keep: false } => self.tell_tags(asker, (to, tags), (command, got), draft),
            Command::External(name) => self.external(asker, name.as_ref(), got, draft),
            Command::Certificates(wish) => self.certificates(asker, *wish, got, draft),
            Command::Token(wish) => self.tokens(asker, wish, got, draft),
            Command::Webhook(wish) => self.webhooks(asker, wish, command, got, draft),
        }
    }

    fn refuse(&mut self, asker: Asker, submission: &Submission, refusal: Refusal, draft: &mut Draft) {
        let notice = Notice::Refused(refusal);
        let room = match submission {
            // It may not enter one of its rooms any more; the others wait.
            Submission::Follow { session, rooms } => return self.follow_rest(*session, rooms),
            Submission::CatchUp { room, .. } => room,
            _ => return draft.answer(&asker, notice),
        };
        // Nobody typed this one. Without what it missed the session cannot go on: it comes back and reads on by number.
        tracing::warn!(%room, "a session could not be sent what it missed");
        draft.news(asker.session, notice);
        self.close(asker.session, Some(Goodbye::Behind), draft);
    }

    fn fetch(&mut self, asker: &Asker, what: Wanted, then: Submission, draft: &mut Draft) {
        let Some(session) = self.sessions.get_mut(&asker.session) else { return };
        let hashes = what.hashes();
        if hashes && self.hashes.len() >= limits::SIGN_IN_WAITING {
            return draft.answer(asker, Notice::Refused(Refusal::Busy));
        }
        session.waiting = Some(Vec::new());
        let waiting = if hashes { &mut self.hashes } else { &mut self.fetches };
        waiting.push_back(Fetch { session: asker.session, then, what, begun: 0 });
        self.start_fetches(draft);
    }

    /// Lets waiting reads go, a limited number at a time. A session waits for one at most, so what waits is bounded too.
    fn start_fetches(&mut self, draft: &mut Draft) {
        // Passwords have places of their own: ten thousand of them keep nobody from reading.
        while self.hashing < self.hashers {
            let Some(fetch) = self.hashes.pop_front() else { break };
            self.hashing += 1;
            draft.fetches.push(Fetch { begun: self.newer.stamp(), ..fetch });
        }
        while self.fetching < crate::limits::FETCHES {
            let Some(fetch) = self.fetches.pop_front() else { return };
            self.fetching += 1;
            draft.fetches.push(Fetch { begun: self.newer.stamp(), ..fetch });
        }
    }

    fn fetched(&mut self, fetched: Fetched, draft: &mut Draft) {
        let Fetched { session, then, got, hashed, begun, person } = fetched;
        let places = if hashed { &mut self.hashing } else { &mut self.fetching };
        *places = places.saturating_sub(1);
        self.start_fetches(draft);
        let got = self.remember(got);
        // Whoever's words ended meanwhile is read anew, and perhaps not let in.
        let ended = self.newer.ended_since(begun, &got, person);
        if self.fetching == 0 {
            self.let_go.clear();
        }
        let waited = self.sessions.get_mut(&session).and_then(|s| s.waiting.take()).unwrap_or_default();
        // What waited comes next in the queue, so that it runs after `then`, in its order.
        for submission in waited.into_iter().rev() {
            self.queue.push_front(submission);
        }
        self.attempt(then, Some(got).filter(|_| !ended), draft);
        if self.fetching == 0 && self.hashing == 0 {
            self.spent.clear();
            self.newer.clear();
        }
    }

    pub(super) fn stop_all(&mut self, why: Goodbye, draft: &mut Draft) {
        let mut all: Vec<SessionId> = self.sessions.keys().copied().collect();
        all.sort_unstable();
        for session in all {
            // Nobody is told that everybody leaves.
            if let Some(gone) = self.sessions.remove(&session) {
                self.save_marks(&gone, false, draft);
            }
            draft.news(session, Notice::Goodbye(why));
            draft.tell(Event::Closed { session });
        }
    }
}
