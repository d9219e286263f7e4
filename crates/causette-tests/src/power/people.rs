//! People who talk while the program is traced, and what each was told by when: the history of a cut is what had left the
//! server by then.

use super::open::Before;
use super::round::End;
use crate::client::{Answer, Json, Stopwatch};
use crate::history::{Attempt, Connection, Deed, Outcome};
use crate::kill::wishes::{Send, Wishes};
use crate::random::Random;
use crate::trace::{Call, lines_sent};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

/// The first looks after the rooms and reads everything back; the second has an account.
pub(super) const NAMES: [&str; 3] = ["alice", "bob", "carol"];
/// Where they talk.
pub(super) const ROOMS: [&str; 2] = ["#one", "#two"];
/// The one with the account, as the first calls the conversation.
pub(super) const FRIEND: &str = "@bob";
const PASSWORD: &str = "tant-va-la-cruche";
/// Wishes that one person has under way.
const IN_FLIGHT: usize = 4;
/// How long to wait for what is still on its way when the server was killed.
const LEFT: Duration = Duration::from_millis(200);

/// One connection, and where in its record each line came.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) record: Connection,
    pub(super) attempts: Vec<Attempt>,
    /// What makes its bearer the same guest again, as the welcome said.
    pub(super) token: Option<String>,
    marks: Vec<(usize, usize)>,
    port: u16,
    /// The lines of the trace at which the server's lines had left.
    sent: Vec<usize>,
}

impl Told {
    /// The end of a connection.
    fn of(client: Json, port: u16) -> Told {
        let Json { record, attempts, marks, token, .. } = client;
        Told { record, attempts, token: Some(token), marks, port, sent: Vec::new() }
    }

    /// Finds in the trace when each line had left.
    pub(super) fn find(&mut self, calls: &[Call]) -> Result<()> {
        self.sent = lines_sent(calls, self.port);
        if self.sent.len() < self.marks.len() {
            let (sent, came) = (self.sent.len(), self.marks.len());
            bail!("{}: the trace has {sent} lines, and {came} came", self.record.name);
        }
        Ok(())
    }

    /// What happened on this connection by a cut at this line of the trace: everything that was told by a line which had left
    /// by then. What was asked for later may be in it too, as something nobody knows the end of.
    pub(super) fn until(&self, line: usize) -> (Connection, Vec<Attempt>) {
        let told = self.sent.partition_point(|sent| *sent <= line);
        let all = (self.record.events.len(), self.attempts.len());
        let (events, attempts) = self.marks.get(told).copied().unwrap_or(all);
        let kept = self.record.events.get(..events).unwrap_or_default().to_vec();
        let mut known = self.attempts.get(..attempts).unwrap_or_default().to_vec();
        if let Some(next) = self.attempts.get(attempts) {
            known.push(Attempt { outcome: Outcome::Unknown, ..next.clone() });
        }
        let record = Connection { events: kept, settled: false, ..self.record.clone() };
        (record, known)
    }

    /// Whether it was known by then who they are: the last line before anything was recorded had left, and before that one came
    /// the welcome.
    pub(super) fn met(&self, line: usize) -> bool {
        let first = self.marks.iter().take_while(|(events, _)| *events == 0).count().saturating_sub(1);
        self.sent.get(first).is_some_and(|sent| *sent <= line)
    }
}

/// Somebody.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) token: Option<String>,
    has_account: bool,
    wishes: Wishes,
}

/// All of them, from run to run.
pub(super) struct People {
    pub(super) people: Vec<Person>,
    clock: Stopwatch,
    random: Random,
    /// Wishes that were confirmed.
    pub(super) confirmed: u64,
}

/// One of them, connected.
struct Talker {
    client: Json,
    port: u16,
    under_way: BTreeMap<String, Send>,
}

impl People {
    pub(super) fn new(clock: Stopwatch, random: Random) -> People {
        let rooms = ROOMS.map(str::to_owned);
        let person = |(number, name)| {
            let wishes = Wishes::new(number, &NAMES, &rooms);
            Person { name, token: None, has_account: FRIEND.strip_prefix('@') == Some(name), wishes }
        };
        People { people: NAMES.into_iter().enumerate().map(person).collect(), clock, random, confirmed: 0 }
    }

    /// Everybody connects and sends so many wishes in all; the server's end comes when the last has been sent, or, where it is
    /// to stop by itself, when all are answered. Where its flushes fail it may come at any time before.
    pub(super) fn talk(
        &mut self,
        line: SocketAddr,
        (wishes, end): (usize, End),
        over: impl FnOnce() -> Result<()>,
    ) -> Result<Vec<Told>> {
        let mut talkers = Vec::new();
        let talked = self.say(&mut talkers, line, (wishes, end));
        if end != End::Broken {
            talked?;
        }
        over()?;
        for (number, talker) in talkers.iter_mut().enumerate() {
            while talker.client.pump(LEFT).unwrap_or(false) {}
            self.answers(number, talker);
        }
        Ok(talkers.into_iter().map(|talker| Told::of(talker.client, talker.port)).collect())
    }

    fn say(&mut self, talkers: &mut Vec<Talker>, line: SocketAddr, (wishes, end): (usize, End)) -> Result<()> {
        for person in &mut self.people {
            let client = Json::connect(line, self.clock, person.name)?;
            let (port, under_way) = (client.port()?, BTreeMap::new());
            // From here on all that happens to it is known, however it ends.
            talkers.push(Talker { client, port, under_way });
            if let Some(talker) = talkers.last_mut() {
                person.enter(&mut talker.client)?;
            }
        }
        for _ in 0..wishes {
            let number = usize::try_from(self.random.within(0..talkers.len() as u64))?;
            if let Some(talker) = talkers.get_mut(number) {
                self.wish(number, talker)?;
            }
        }
        for (number, talker) in talkers.iter_mut().enumerate().filter(|_| end == End::Stopped) {
            self.settle(number, talker, 1)?;
            talker.client.ping()?;
        }
        Ok(())
    }

    /// They come back after a cut, as who they are known to be there.
    pub(super) fn return_to(&mut self, before: &Before) {
        for person in &mut self.people {
            person.token = match person.has_account {
                true => before.word().map(|(_, word)| word.to_owned()),
                false if person.name == NAMES[0] => before.token.clone(),
                false => None,
            };
        }
    }

    fn wish(&mut self, number: usize, talker: &mut Talker) -> Result<()> {
        let person = self.people.get_mut(number).context("a person")?;
        let mut rooms = ROOMS.map(str::to_owned).to_vec();
        if number == 0 {
            rooms.push(FRIEND.to_owned());
        }
        if let Some((key, send)) = person.wishes.next(&talker.client, &rooms, &mut self.random) {
            talker.client.wish(&send.room, &key, &send.wish, false)?;
            talker.under_way.insert(key, send);
        }
        self.settle(number, talker, IN_FLIGHT)
    }

    /// Waits until fewer than this many are under way.
    fn settle(&mut self, number: usize, talker: &mut Talker, most: usize) -> Result<()> {
        let answered = |talker: &Talker| talker.client.answered.len() + most > talker.under_way.len();
        while !answered(talker) {
            if !talker.client.pump(crate::client::PATIENCE)? {
                bail!("{}: no answer", talker.client.record.name);
            }
        }
        self.answers(number, talker);
        Ok(())
    }

    fn answers(&mut self, number: usize, talker: &mut Talker) {
        let Some(person) = self.people.get_mut(number) else { return };
        while let Some((key, answer)) = talker.client.answered.pop_front() {
            let Some(send) = talker.under_way.remove(&key) else { continue };
            if let Answer::Ok(seq) = answer {
                self.confirmed += 1;
                let room = talker.client.canonical(&send.room);
                person.wishes.granted(&room, &key, &send.wish, seq);
            }
        }
        person.wishes.listen(&talker.client);
    }
}

impl Person {
    fn enter(&mut self, client: &mut Json) -> Result<()> {
        self.come_back(client)?;
        self.wishes.begin();
        for room in ROOMS {
            // They may have been sent out of it for good.
            let _ = client.join(room, None)?;
        }
        Ok(())
    }

    fn come_back(&mut self, client: &mut Json) -> Result<()> {
        if !self.has_account {
            match &self.token {
                Some(token) => client.resume(token)?,
                None => self.token = Some(client.token.clone()),
            }
            return client.nick(self.name);
        }
        let password = || PASSWORD.to_owned();
        let word = self.token.take().map(|word| Deed::Resume { word });
        // After a cut nobody may know whether the account was made.
        for deed in
            word.into_iter().chain([Deed::Register { password: password() }, Deed::Login { password: password() }])
        {
            if let Outcome::Granted { .. } = client.attempt(self.name, deed)? {
                client.follow()?;
                self.token = Some(client.token.clone());
                return Ok(());
            }
        }
        bail!("{} may not sign in: {:?}", self.name, client.attempts)
    }
}
