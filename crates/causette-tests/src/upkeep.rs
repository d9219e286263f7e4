//! What is changed, taken back, looked for and let go, step by step: two people, one restart by `kill -9`, a server that keeps
//! little. The kill loop meets the same at random; here each comes to pass, in a second or two.

use crate::client::{Answer, Json, PATIENCE, Stopwatch, Wish};
use crate::history::{Connection, Evidence, RoomLog, Seq, Violation, What, check};
use crate::server::{Program, Server};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// Where messages are changed: fewer entries than are kept.
const QUIET: &str = "#quiet";
/// Where more is said than is kept.
const BUSY: &str = "#busy";
/// How many entries of each room.
pub const KEPT: u64 = 100;
const SAID: u64 = 150;
/// More than a server has in memory of a room: what is asked for then is in the store alone.
const FORGOTTEN: u64 = 70;
/// Between two looks at whether the sweep has come.
const LOOK: Duration = Duration::from_millis(100);

/// What came of it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where the busy room begins in the end.
    pub begins: Seq,
    /// What it keeps in the end.
    pub kept: usize,
    /// Broken promises.
    pub violations: Vec<Violation>,
}

struct Upkeep<'a> {
    program: Program,
    data: &'a Path,
    server: Server,
    clock: Stopwatch,
    /// The one who moderates.
    alice: Json,
    bob: Json,
    wishes: u64,
    ended: Vec<Connection>,
}

/// Runs it on a fresh directory.
pub fn run(program: &Program) -> Result<Found> {
    let data = tempfile::tempdir().context("a directory for the data")?;
    let mut program = program.clone();
    program.words.extend(["--sweep", "1", "--keep-messages", &KEPT.to_string()].map(str::to_owned));
    let server = program.serve(data.path())?;
    let clock = Stopwatch::start();
    let (alice, bob) = people(&server, clock, None)?;
    let mut run = Upkeep { program, data: data.path(), server, clock, alice, bob, wishes: 0, ended: Vec::new() };
    run.change()?;
    run.restart()?;
    run.look("changed1z")?;
    run.forget()?;
    let page = run.let_go()?;
    run.judge(page)
}

fn people(server: &Server, clock: Stopwatch, tokens: Option<(String, String)>) -> Result<(Json, Json)> {
    let tokens = tokens.map_or((None, None), |(alice, bob)| (Some(alice), Some(bob)));
    let enter = |name: &str, token: Option<String>| {
        let mut client = Json::connect(server.line, clock, name)?;
        if let Some(token) = token {
            client.resume(&token)?;
        }
        client.nick(name)?;
        for room in [QUIET, BUSY] {
            if let Err(code) = client.join(room, None)? {
                bail!("{name} may not enter {room}: {code}");
            }
        }
        Ok(client)
    };
    Ok((enter("alice", tokens.0)?, enter("bob", tokens.1)?))
}

impl Upkeep<'_> {
    /// Wishes something and waits for its number.
    fn done(&mut self, bob: bool, room: &str, wish: &Wish) -> Result<Seq> {
        self.wishes += 1;
        let key = format!("wish-{}", self.wishes);
        let client = if bob { &mut self.bob } else { &mut self.alice };
        client.wish(room, &key, wish, false)?;
        client.until("an answer", |me| !me.answered.is_empty())?;
        match client.answered.pop_front() {
            Some((_, Answer::Ok(seq))) => Ok(seq),
            other => bail!("{wish:?} was answered by {other:?}"),
        }
    }

    fn says(&mut self, room: &str, text: &str) -> Result<Seq> {
        self.done(false, room, &Wish::of(What::message(text)))
    }

    /// A message that is edited twice, marked, answered and taken back; another that stays as it was edited.
    fn change(&mut self) -> Result<()> {
        self.says(QUIET, "before0z all")?;
        for n in 1..=2 {
            let target = self.says(QUIET, &format!("said{n}z words"))?;
            for edit in [format!("corrected{n}z words"), format!("changed{n}z words")] {
                self.done(false, QUIET, &Wish::of(What::Edited { target, text: edit }))?;
                self.look(&format!("said{n}z"))?;
            }
            let text = format!("answer{n}z");
            self.done(true, QUIET, &Wish::of(What::Message { text, reply_to: Some(target) }))?;
            self.done(true, QUIET, &Wish::of(What::Reacted { target, mark: "+1".into(), on: true }))?;
            self.done(true, QUIET, &Wish::calc(&format!("{n}+1"), (n + 1).to_string()))?;
            self.look(&format!("changed{n}z"))?;
            if n == 1 {
                self.done(false, QUIET, &Wish::of(What::Deleted { target }))?;
                for word in ["said1z", "corrected1z", "changed1z", "answer1z"] {
                    self.look(word)?;
                }
            }
        }
        self.bob.ping()
    }

    /// Somebody else looks for a word, and reads the room.
    fn look(&mut self, word: &str) -> Result<()> {
        self.bob.search(QUIET, word)?;
        self.bob.page(QUIET, 0, 500).map(drop)
    }

    /// Dies as in a crash; what comes back is read by who was there.
    fn restart(&mut self) -> Result<()> {
        self.server.kill()?;
        self.server = self.program.serve(self.data)?;
        let tokens = (self.alice.token.clone(), self.bob.token.clone());
        let (alice, bob) = people(&self.server, self.clock, Some(tokens))?;
        for client in [std::mem::replace(&mut self.alice, alice), std::mem::replace(&mut self.bob, bob)] {
            self.ended.push(client.record);
        }
        Ok(())
    }

    /// What was changed is no longer among the last that was said.
    fn forget(&mut self) -> Result<()> {
        for n in 0..FORGOTTEN {
            self.says(QUIET, &format!("later{n}z"))?;
        }
        for word in ["said1z", "corrected1z", "changed1z", "answer1z", "changed2z"] {
            self.look(word)?;
        }
        Ok(())
    }

    /// Says more than is kept, and waits for the sweep. The room as it is then.
    fn let_go(&mut self) -> Result<crate::client::Page> {
        for n in 0..SAID {
            self.says(BUSY, &format!("busy{n}z"))?;
        }
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let page = self.bob.page(BUSY, 0, 500)?.context("the room")?;
            if page.facts.len() as u64 <= KEPT {
                return Ok(page);
            }
            std::thread::sleep(LOOK);
        }
        bail!("nothing was let go within {PATIENCE:?}")
    }

    fn judge(mut self, page: crate::client::Page) -> Result<Found> {
        let begins = page.facts.first().map_or(0, |said| said.seq);
        self.bob.search(BUSY, &format!("busy{}z", SAID - 1))?;
        self.bob.search(BUSY, "busy0z")?;
        self.alice.ping()?;
        let quiet = self.bob.read(QUIET, 0)?;
        let busy = RoomLog::of(begins, page.facts);
        let kept = busy.said.len();
        let logs = BTreeMap::from([(QUIET.to_owned(), quiet), (BUSY.to_owned(), busy)]);
        let moderators = BTreeSet::from([self.alice.record.who.clone()]);
        let connections = self.ended.iter().chain([&self.alice.record, &self.bob.record]).collect();
        let since = BTreeMap::new();
        let violations = check(&Evidence {
            connections,
            attempts: &[],
            logs: &logs,
            since: &since,
            moderators: &moderators,
            keep: Some(KEPT),
        });
        Ok(Found { begins, kept, violations })
    }
}
