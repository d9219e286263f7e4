//! A sequencer with seeded identities, a log of one's choice, and a transcript of what each session would be told.

use super::passing::passing;
use crate::{Batch, Effects, Event, Next, Sequencer, SessionId, Setup, Submission};
use causette_core::notice::{Census, Page, Past, SessionLine};
use causette_core::ports::{
    Accounts, Amounts, Append, AppendError, Appended, Checked, Exported, Home, Ids, Keep, Loaded, Log, MemoryLog,
    ReadError, RoomRow, ScramExchange, Search, Swept,
};
use causette_core::{
    Account, Act, Command, Credentials, Deed, Fact, Host, Key, Millis, Name, Notice, Password, PersonId, Policy, Range,
    RoomId, RoomName, Sender, Seq, Standing, Style, Target, Text, Token, TokenHash, What,
};
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// Counts.
struct Counter(u128);
impl Ids for Counter {
    fn fresh(&mut self) -> u128 {
        self.0 += 1;
        self.0
    }
}

/// A token is the id, in decimal; the proof of a password is the password and the nonce.
pub(super) struct Trusting;
impl Accounts for Trusting {
    fn guest_token(&self, guest: PersonId, _: Millis) -> String {
        guest.0.to_string()
    }
    fn host(&self, address: IpAddr) -> Host {
        let mut hasher = DefaultHasher::new();
        match address {
            IpAddr::V4(address) => address.hash(&mut hasher),
            IpAddr::V6(address) => address.segments().first_chunk::<4>().hash(&mut hasher),
        }
        Host(hasher.finish())
    }
    fn guest_of(&self, token: &str, _: Millis) -> Option<PersonId> {
        // The words of accounts are 32 digits long.
        token.parse().ok().filter(|_| token.len() < 32).map(PersonId)
    }
    fn hash(&self, password: &Password) -> Result<Credentials, String> {
        Ok(Credentials { argon2: password.reveal().to_owned(), scram: String::new() })
    }
    fn check(&self, stored: Option<&Credentials>, password: &Password) -> Checked {
        Checked { good: stored.is_some_and(|stored| stored.argon2 == password.reveal()), rehash: None }
    }
    fn scram_name(&self, first: &str) -> Option<Name> {
        Name::new(first).ok()
    }
    fn scram_challenge(&self, exchange: &ScramExchange) -> Option<String> {
        Some(format!("challenge {:x}", exchange.nonce))
    }
    fn scram_proof(&self, exchange: &ScramExchange, last: &str) -> Option<String> {
        let right = format!("{} {:x}", exchange.stored.as_ref()?.argon2, exchange.nonce);
        (last == right).then(|| format!("server {:x}", exchange.nonce))
    }
    fn token_hash(&self, token: &str) -> TokenHash {
        let mut hash = [0; 32];
        // Tokens of programs are longer than a hash, and differ at their end.
        token.bytes().enumerate().for_each(|(i, from)| hash[i % 32] ^= from);
        TokenHash(hash)
    }
}

/// A memory log whose next appends end as scripted.
#[derive(Default)]
pub(super) struct Scripted {
    pub(super) inner: MemoryLog,
    pub(super) script: Mutex<VecDeque<Result<Appended, AppendError>>>,
    pub(super) appends: Mutex<Vec<Vec<Append>>>,
}

impl Log for Scripted {
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        self.appends.lock().unwrap().push(batch.to_vec());
        self.script.lock().unwrap().pop_front().unwrap_or_else(|| self.inner.append(batch))
    }
    fn stretch(&self, room: RoomId, edge: causette_core::ports::paging::Edge, limit: usize) -> Result<Page, ReadError> {
        self.inner.stretch(room, edge, limit)
    }
    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
        self.inner.seq_at(room, at)
    }
    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        self.inner.search(search)
    }
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, causette_core::ports::ReadMark)>, ReadError> {
        self.inner.marks(person)
    }
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        self.inner.sweep(keep, now, limit)
    }
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError> {
        self.inner.load(key)
    }
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
        self.inner.rooms(limit)
    }
    fn directory(&self) -> Result<Loaded, ReadError> {
        self.inner.directory()
    }
    fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.inner.accounts()
    }
    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError> {
        self.inner.credentials(person)
    }
    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError> {
        self.inner.token(hash)
    }
    fn hooks(&self) -> Result<Vec<Token>, ReadError> {
        self.inner.hooks()
    }
    fn home(&self, person: PersonId) -> Result<Home, ReadError> {
        self.inner.home(person)
    }
    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
        self.inner.export(person, from, limit)
    }
    fn amounts(&self) -> Result<Amounts, ReadError> {
        self.inner.amounts()
    }
    fn scrub(&self, limit: usize) -> Result<bool, AppendError> {
        self.inner.scrub(limit)
    }
}

pub(super) struct Bench {
    pub(super) sequencer: Sequencer,
    pub(super) log: Arc<Scripted>,
    pub(super) ending: Option<crate::Ending>,
    pub(super) now: Millis,
    audiences: HashMap<RoomId, HashSet<SessionId>>,
    heard: HashMap<SessionId, Vec<String>>,
    /// Reads that were not carried out yet.
    pub(super) fetches: Vec<crate::Fetch>,
    pub(super) hold_fetches: bool,
}

pub(super) fn session(n: u32) -> SessionId {
    SessionId::new(0, n, 1)
}

impl Bench {
    pub(super) fn new() -> Bench {
        Bench::on(Arc::new(Scripted::default()), 0)
    }

    /// A new process on the same log; `ids` keeps identities apart from those of an earlier one.
    pub(super) fn on(log: Arc<Scripted>, ids: u128) -> Bench {
        let setup = Setup {
            ids: Box::new(Counter(ids)),
            accounts: Arc::new(Trusting),
            directory: log.directory().unwrap(),
            people: log.accounts().unwrap(),
            policy: Policy::default(),
            claim: Some(Trusting.token_hash("the first start's code")),
            hashers: 1,
            faces: Arc::default(),
        };
        Bench {
            sequencer: Sequencer::new(setup),
            log,
            ending: None,
            now: Millis(1),
            audiences: HashMap::new(),
            heard: HashMap::new(),
            fetches: Vec::new(),
            hold_fetches: false,
        }
    }

    /// Sessions 1 to `n`, in `#general`.
    pub(super) fn with_guests(n: u32) -> Bench {
        let mut bench = Bench::new();
        for i in 1..=n {
            bench.sequencer.push(Submission::Open { session: session(i), from: causette_core::Origin::default() });
            bench.ask(i, join("#general"));
        }
        bench.run();
        bench.clear();
        bench
    }

    pub(super) fn ask(&mut self, who: u32, command: Command) {
        self.sequencer.push(Submission::Command { session: session(who), answers: None, command });
    }

    pub(super) fn say(&mut self, who: u32, text: &str) {
        self.ask(who, say("#general", text, None));
    }

    /// Runs until nothing is queued and no read is under way.
    pub(super) fn run(&mut self) {
        while self.sequencer.queued() > 0 && self.ending.is_none() {
            self.step();
        }
    }

    pub(super) fn step(&mut self) {
        let mut next = self.sequencer.begin(self.now);
        let Effects { batch, fetches, reload: _, hooked: _, ending } = loop {
            match next {
                Next::Done(effects) => break effects,
                Next::Append(pending) => {
                    let outcome = self.log.append(&pending.appends());
                    next = self.sequencer.proceed(pending, outcome);
                }
            }
        };
        self.tell(&batch);
        self.ending = ending.or(self.ending.take());
        self.fetches.extend(fetches);
        if !self.hold_fetches {
            self.fetch();
        }
    }

    pub(super) fn fetch(&mut self) {
        for fetch in std::mem::take(&mut self.fetches) {
            self.sequencer.push(fetch.run(&*self.log, &Trusting));
        }
    }

    /// What a shard does with a batch, in words.
    fn tell(&mut self, batch: &Batch) {
        for event in &batch.events {
            match event {
                Event::Fact { fact, but, mentions } => {
                    self.room(fact.room, *but, &words(fact));
                    mentions.iter().for_each(|session| self.hear(*session, "@you".into()));
                }
                Event::Ignore { session, person, on } => {
                    self.hear(*session, format!("ignore {} {on}", person.0));
                }
                Event::Signal { room, signal, but } => self.room(*room, *but, &passing(signal)),
                Event::Subscribe { session, room, behind, .. } => {
                    self.audiences.entry(room.id).or_default().insert(*session);
                    if let Some(after) = behind {
                        self.hear(*session, format!("behind {} {after}", room.label));
                    }
                }
                Event::Unsubscribe { session, room } => {
                    self.audiences.entry(*room).or_default().remove(session);
                }
                Event::Notice { session, notice, .. } => self.hear(*session, answer(notice)),
                Event::Local { session, bytes } => self.hear(*session, String::from_utf8_lossy(bytes).into()),
                Event::Closed { session } => self.hear(*session, "closed".into()),
            }
        }
    }

    fn room(&mut self, room: RoomId, but: Option<SessionId>, words: &str) {
        let mut all: Vec<_> = self.audiences.get(&room).into_iter().flatten().copied().collect();
        all.sort();
        for session in all.into_iter().filter(|s| Some(*s) != but) {
            self.hear(session, words.to_string());
        }
    }

    fn hear(&mut self, session: SessionId, words: String) {
        self.heard.entry(session).or_default().push(words);
    }

    pub(super) fn clear(&mut self) {
        self.heard.clear();
    }

    /// Everything a session was told since the last look.
    #[track_caller]
    pub(super) fn heard(&mut self, who: u32, expect: &[&str]) {
        assert_eq!(self.take(who), expect, "session {who}");
    }

    pub(super) fn take(&mut self, who: u32) -> Vec<String> {
        self.heard.remove(&session(who)).unwrap_or_default()
    }
}

pub(super) fn join(room: &str) -> Command {
    Command::Join { room: RoomName::new(room).unwrap(), after: None, secret: None }
}
pub(super) fn nick(name: &str) -> Command {
    Command::Nick(Name::new(name).unwrap())
}
pub(super) fn say(room: &str, text: &str, key: Option<&str>) -> Command {
    let to = match room.strip_prefix('@') {
        Some(name) => Target::Person(Name::new(name).unwrap()),
        None => Target::Room(RoomName::new(room).unwrap()),
    };
    Command::Say {
        to,
        text: Text::new(text).unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
        key: key.map(|k| Key::new(k).unwrap()),
    }
}
pub(super) fn calc(room: &str, ask: &str, answer: &str, key: Option<&str>) -> Command {
    let Command::Say { to, text, key, .. } = say(room, ask, key) else { unreachable!() };
    Command::Calc { to, ask: text, answer: Text::new(answer).unwrap(), key }
}
pub(super) fn govern(room: &str, act: Act) -> Command {
    Command::Govern { room: RoomName::new(room).unwrap(), act }
}
pub(super) fn room(name: &str) -> Target {
    Target::Room(RoomName::new(name).unwrap())
}
pub(super) fn history(room: &str, range: Range, limit: usize) -> Command {
    Command::History { of: Target::Room(RoomName::new(room).unwrap()), range, limit, only_words: false }
}

fn words(fact: &Fact) -> String {
    match &fact.what {
        What::Message { text, .. } => format!("{} {}: {}", fact.seq, fact.by.name, text.as_str()),
        What::Answer { text } => format!("{} = {}", fact.seq, text.as_str()),
        What::RoomOpened { .. } => "opened".into(),
        What::RoomRenamed { from, to, .. } => format!("{} {} makes {from} {to}", fact.seq, fact.by.name),
        What::Edited { seq, text } => format!("{} {} edits {seq}: {}", fact.seq, fact.by.name, text.as_str()),
        What::Tagged { tags } => format!("{} {} tags {}", fact.seq, fact.by.name, tags.len()),
        What::Deleted { seq, .. } => format!("{} {} deletes {seq}", fact.seq, fact.by.name),
        What::Reacted { seq, mark, on } => format!("{} {} {} {seq} {on}", fact.seq, fact.by.name, mark.as_str()),
        What::Governed(deed) => format!("{} {} {}", fact.seq, fact.by.name, deed_words(deed)),
        What::Gone(why) => format!("{} {why:?}", fact.seq),
        What::Joined => format!("{} {} joins", fact.seq, fact.by.name),
        What::Left => format!("{} {} leaves", fact.seq, fact.by.name),
        What::AccountMade => format!("{} {} made", fact.seq, fact.by.name),
        What::AccountErased { .. } => format!("{} {} erases", fact.seq, fact.by.name),
        What::Noted(note) => format!("{} noted: {}", fact.seq, note.text.as_str()),
    }
}
fn deed_words(deed: &Deed) -> String {
    match deed {
        Deed::Renamed { from, to, .. } => format!("renames {from} {to}"),
        Deed::Kicked { who, .. } => format!("kicks {}", who.name),
        Deed::Banned(ban) => format!("bans {:?}", ban.who.as_ref().map(|who| who.name.as_str())),
        Deed::Role { who, role, .. } => format!("role {} {role:?}", who.name),
        other => format!("{other:?}"),
    }
}
fn pages(page: &Page) -> String {
    let facts: Vec<_> = page.facts.iter().map(|f| words(f)).collect();
    let from = page.expired_before.map(|first| format!("from {first} ")).unwrap_or_default();
    format!("{from}[{}]{}", facts.join(", "), if page.more { "+" } else { "" })
}
fn invited(rooms: &[causette_core::RoomTag]) -> String {
    format!("invited to {:?}", rooms.iter().map(|room| room.label.to_string()).collect::<Vec<_>>())
}
fn answer(notice: &Notice) -> String {
    match notice {
        Notice::Welcome { you, standing: Standing::Guest, rank, .. } => super::operators::greeting(&you.name, *rank),
        Notice::Welcome { you, rank: None, .. } => format!("signed in {}", you.name),
        Notice::Welcome { you, rank: Some(rank), .. } => format!("signed in {} {rank:?}", you.name),
        Notice::Sessions(lines) => {
            let line = |l: &SessionLine| format!("{}{}", l.number, if l.this { "*" } else { "" });
            lines.iter().map(line).collect::<Vec<_>>().join(" ")
        }
        Notice::SessionEnded { number } => format!("ended {number}"),
        Notice::PasswordChanged { ended } => format!("changed, {ended} ended"),
        Notice::Code { kind, code, .. } => format!("{kind:?} {code}"),
        Notice::Accounts { lines, more } => {
            let names: Vec<_> = lines.iter().map(|l| l.who.name.as_str()).collect();
            format!("accounts {}{}", names.join(" "), if *more { "+" } else { "" })
        }
        Notice::AccountMade(who) => format!("made {}", who.name),
        Notice::AccountErased(who) => format!("erased {}", who.name),
        Notice::Stats(stats) => format!("{} of {} signed in", stats.signed_in, stats.sessions),
        Notice::Noted => "noted".into(),
        Notice::Reloading | Notice::Announced { .. } | Notice::SentOff { .. } => super::operators::words(notice),
        Notice::Scram(text) => text.clone(),
        Notice::Certificates(lines) => super::certificates::words(lines),
        Notice::Token { line, token } => format!("{} {token}", super::programs::words(line)),
        Notice::Tokens(lines) => {
            format!("tokens [{}]", lines.iter().map(super::programs::words).collect::<Vec<_>>().join(", "))
        }
        Notice::Webhook { .. } | Notice::Webhooks(_) => super::hooks::words(notice),
        Notice::Exported { facts, next, .. } => {
            let facts: Vec<_> = facts.iter().map(|(room, fact)| format!("{} {}", room.label, words(fact))).collect();
            format!("exported [{}]{}", facts.join(", "), if next.is_some() { "+" } else { "" })
        }
        Notice::Done { room, seq, .. } => format!("ok {} {seq}", room.label),
        Notice::Joined { room, members, replay, .. } => {
            format!("in {} {} {}", room.label, members.count, pages(replay))
        }
        Notice::Opened(room) => format!("opened {}", room.label),
        Notice::Left { room, .. } => format!("out {}", room.label),
        Notice::RoomRenamed { room, members, .. } => super::rename::words(room, members.as_deref()),
        Notice::Named(you) => format!("you {}", you.name),
        Notice::Rooms { rooms, .. } => {
            rooms.iter().map(|r| format!("{} {} {}", r.room.label, r.present, r.head)).collect::<Vec<_>>().join(", ")
        }
        Notice::Invitations(rooms) => invited(rooms),
        Notice::Members { members, .. } => {
            members.people.iter().map(|p| p.who.name.as_str()).collect::<Vec<_>>().join(" ")
        }
        Notice::Page { page, .. } => pages(page),
        Notice::Missed { page, .. } => format!("missed {}", pages(page)),
        Notice::About { state, .. } => format!("about {:?}", state.modes.list()),
        Notice::Person(person) => {
            let rooms: Vec<String> = person
                .rooms
                .iter()
                .map(|(room, role)| {
                    let role = role.map(|role| format!("({role:?})")).unwrap_or_default();
                    format!("{}{role}", room.label)
                })
                .collect();
            format!("{} in {}", person.who.name, rooms.join(" "))
        }
        Notice::Invited { room, by } => format!("{} invites to {}", by.name, room.label),
        Notice::Unread(lines) => {
            lines.iter().map(|l| format!("{} {}+{}", l.room.label, l.read, l.count)).collect::<Vec<_>>().join(", ")
        }
        Notice::Marked { .. } | Notice::MarkedAt { .. } | Notice::Targets(_) => super::times::words(notice),
        Notice::Found(found) => {
            let hits: Vec<_> = found.hits.iter().map(|(r, fact)| format!("{} {}", r.label, words(fact))).collect();
            format!("found [{}]{}", hits.join(", "), if found.more { "+" } else { "" })
        }
        Notice::Away(why) => format!("away {}", why.is_some()),
        Notice::IsAway { who, .. } => format!("{} is away", who.name),
        Notice::Ignoring { who, on } => format!("ignoring {} {on}", who.name),
        Notice::People { people, more } => {
            let lines: Vec<_> = people.iter().map(|p| answer(&Notice::Person(p.clone()))).collect();
            format!("people [{}]{}", lines.join(", "), if *more { "+" } else { "" })
        }
        Notice::Watching(names) => {
            let name = |(name, here): &(Name, Option<Sender>)| {
                here.as_ref().map_or(format!("{name}?"), |who| format!("{name}={}", who.name))
            };
            format!("watching [{}]", names.iter().map(name).collect::<Vec<_>>().join(" "))
        }
        Notice::Online(_) | Notice::Offline(_) | Notice::WatchedAway(..) => super::becoming::words(notice),
        Notice::WatchedBecame { .. } | Notice::WatchedDescribed(_) | Notice::OwnModes(_) => {
            super::becoming::words(notice)
        }
        Notice::Were(past) => {
            let line = |p: &Past| format!("{}@{}", p.who.name, p.at.0);
            format!("were [{}]", past.iter().map(line).collect::<Vec<_>>().join(" "))
        }
        Notice::Census(c) => {
            let Census { people, guests, operators, sessions, rooms, most, .. } = c;
            format!("census {people} {guests} {operators} {sessions} {rooms} {most}")
        }
        Notice::Aside { room, role, by, text, .. } => {
            format!("aside {} {role:?} {}: {}", room.label, by.name, text.as_str())
        }
        Notice::Refused(refusal) => refusal.code().into(),
        Notice::Tagged { by, what, .. } => format!("{} tags {}", by.name, what.tags.len()),
        Notice::Introduced | Notice::Told | Notice::Profile { .. } | Notice::WatchedProfile(..) => {
            super::profile::told(notice)
        }
        Notice::Unknown => "unknown".into(),
        Notice::Goodbye(why) => format!("bye {why:?}"),
    }
}
