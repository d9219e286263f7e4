//! The power cut. The real program runs under the tracer while people talk; what it asked of the kernel is walked through call
//! by call, with the disk carried along; and at each step some of the images that a power cut could leave there are opened
//! with the real program, read back through the protocol and held against what had been said by then. Unlike a kill, this
//! sees a flush that was left out, and a file whose name was never made durable.
//!
//! # What a cut may leave
//!
//! The model is the abstract persistence model of ALICE (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014),
//! with torn writes as there, and its walk over crash points as in CrashMonkey and B3 (Mohan et al., OSDI 2018), but at every
//! call instead of after flushes alone. Nothing is promised but what POSIX promises:
//!
//! - What was written to a file before a flush of it began that ended well is there. Of anything later, each sector of 512
//!   bytes may be there or not, in any order, whatever else is; so may a change of length, and where a file grew and the
//!   bytes did not come, there are zeros or rubbish.
//! - A name that was made, taken away or changed is safe once its directory was flushed; flushing the file says nothing of
//!   its name. Before that each may be there or not, in any order; a renamed file has one of its names, or, replacing another,
//!   that name is never without a file. What is in a directory whose own name is lost is lost.
//! - A process that is killed leaves what it wrote to the system: the next one reads it, and a cut still takes it. So a round
//!   is several runs on one directory, and the next round may begin on one of the images.
//! - A flush that failed may have lost what it was for, and no later flush makes that good: the system takes those pages for
//!   flushed, and reads them as if they were there. Only what is written once more is.
//!
//! SQLite's `-shm` file is memory that its programs share. It is rebuilt from the write-ahead log by whoever comes first, and
//! is worth nothing after a cut: it is given as it likes to be, empty, zeros or rubbish, or not at all.
//!
//! # What is not modelled
//!
//! A disk that says it has flushed and has not, or that changes bytes beside those it writes (SQLite, too, relies on
//! "powersafe overwrite"); a sector half written; owners and modes of files; what happens beyond the data directory's parent;
//! more than one process writing at once. Which images are tried is luck, from a seed; what the program does is not repeatable
//! to the letter, so that a failure is repeated by its image, which can be kept.

mod calls;
mod copies;
mod disk;
mod image;
mod judge;
mod open;
mod people;
mod round;

pub use copies::copies;

use crate::client::Stopwatch;
use crate::history::{Kind, Violation};
use crate::random::Random;
use crate::server::Program;
use anyhow::{Context, Result, bail};
use judge::Judge;
use people::People;
use round::{Base, End, Round};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The data directory's name in its own parent, whose entry of it may be lost too.
const DATA: &str = "data";
/// Memory as a file system: what is flushed there costs nothing, and is asked for all the same.
const MEMORY: &str = "/dev/shm";
/// What the program is started with besides: one shard starts quickly, and a certificate of its own is one more file.
const WORDS: [&str; 7] = ["--shards", "1", "--line-tls", "127.0.0.1:0", "--self-signed", "--registration", "open"];
/// Images that wait to be opened.
const WAITING: usize = 8;
/// A round may begin on an image of the one before, up to so many times.
const GENERATIONS: u64 = 4;

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which program.
    pub program: Program,
    /// Where the luck comes from.
    pub seed: u64,
    /// How many entries the server is to keep of each room, if not all: then what is beyond is let go meanwhile.
    pub retain: Option<u64>,
    /// Begin each time on what this directory has in `data`, and not with nothing.
    pub from: Option<PathBuf>,
    /// How many rounds.
    pub rounds: u64,
    /// Images to make in each, about.
    pub images: usize,
    /// No more is begun after this.
    pub until: Option<Instant>,
    /// Images opened at once.
    pub workers: usize,
    /// To see that a fault is found: one run a round, and an end once a promise of this kind is broken.
    pub seek: Option<Kind>,
    /// Where images that failed are kept.
    pub keep: Option<PathBuf>,
}

impl Options {
    /// So many rounds of so many images, two at once.
    pub fn new(program: Program, seed: u64, rounds: u64, images: usize) -> Options {
        Options {
            program,
            seed,
            retain: None,
            from: None,
            rounds,
            images,
            until: None,
            workers: 2,
            seek: None,
            keep: None,
        }
    }
}

/// An image that breaks a promise.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where the power was cut, and what of the rest was left.
    pub cut: String,
    /// What is wrong.
    pub words: String,
    /// The promises broken, if it could be read.
    pub violations: Vec<Violation>,
    /// Where it is kept.
    pub image: Option<PathBuf>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Rounds begun.
    pub rounds: u64,
    /// Runs of the program under the tracer.
    pub runs: u64,
    /// Of them, those that ended in a kill.
    pub kills: u64,
    /// Calls traced.
    pub calls: u64,
    /// Wishes confirmed while tracing.
    pub confirmed: u64,
    /// Places at which the power could be cut, each with another disk.
    pub cuts: u64,
    /// Images made and judged.
    pub images: u64,
    /// Of them, those that were like none before: each was opened with the program.
    pub distinct: u64,
    /// Opened images that were checked row by row as well.
    pub verified: u64,
    /// Of the opened, those in which something had been let go.
    pub let_go: u64,
    /// Time spent opening and reading, by all together.
    pub opening: Duration,
    /// The slowest of them.
    pub slowest: Duration,
    /// Broken promises.
    pub failures: Vec<Failure>,
}

impl Tally {
    /// All of both.
    pub fn add(&mut self, other: Tally) {
        self.rounds += other.rounds;
        self.runs += other.runs;
        self.kills += other.kills;
        self.calls += other.calls;
        self.confirmed += other.confirmed;
        self.cuts += other.cuts;
        self.images += other.images;
        self.distinct += other.distinct;
        self.verified += other.verified;
        self.let_go += other.let_go;
        self.opening += other.opening;
        self.slowest = self.slowest.max(other.slowest);
        self.failures.extend(other.failures);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { rounds, runs, kills, calls, confirmed, cuts, images, distinct, verified, let_go, .. } = self;
        let mean = self.opening.checked_div(u32::try_from(*distinct).unwrap_or(u32::MAX)).unwrap_or_default();
        write!(
            f,
            "{rounds} rounds of {runs} runs ({kills} killed), {calls} calls, {confirmed} confirmed, {cuts} cuts, {images} \
             images, {distinct} distinct ({} ms each, {} at most), {verified} verified, {let_go} with less than all, {} failures",
            mean.as_millis(),
            self.slowest.as_millis(),
            self.failures.len()
        )
    }
}

/// Runs it. `progress` is called after each round.
pub fn run(options: &Options, mut progress: impl FnMut(&Tally)) -> Result<Tally> {
    let clock = Stopwatch::start();
    let mut options = options.clone();
    options.program.words.extend(WORDS.map(str::to_owned));
    if let Some(retain) = options.retain {
        let words = ["--keep-messages".to_owned(), retain.to_string(), "--sweep".to_owned(), "1".to_owned()];
        options.program.words.extend(words);
    }
    // Whatever is wrong with the program that writes, the one that opens is sound.
    let opener = Program { plant: options.program.plant.as_ref().map(|_| String::new()), ..options.program.clone() };
    let judge = Judge::new(&options, &opener, clock);
    std::thread::scope(|scope| {
        let (to, jobs) = sync_channel(WAITING);
        let jobs = Arc::new(Mutex::new(jobs));
        let workers: Vec<_> = (0..options.workers.max(1))
            .map(|_| {
                // With the last of them goes the other end.
                let (jobs, judge) = (jobs.clone(), &judge);
                scope.spawn(move || judge.work(&place()?.path().join("image"), &jobs))
            })
            .collect();
        drop(jobs);
        let walked = rounds(&options, &judge, clock, &to, &mut progress);
        drop(to);
        for worker in workers {
            match worker.join() {
                Ok(worked) => worked?,
                Err(_) => bail!("a worker panicked"),
            }
        }
        // Where an image is broken, going on from it may fail as well.
        if judge.tally().failures.is_empty() { walked } else { Ok(()) }
    })?;
    Ok(judge.tally())
}

fn rounds(
    options: &Options,
    judge: &Judge<'_>,
    clock: Stopwatch,
    jobs: &SyncSender<judge::Job>,
    progress: &mut impl FnMut(&Tally),
) -> Result<()> {
    let mut random = Random::new(options.seed);
    let first = match &options.from {
        None => Base::default(),
        Some(from) => {
            let image = round::left(from)?;
            let before = Arc::new(open::found(&options.program, &image, DATA, clock)?);
            Base { image, before }
        }
    };
    let mut base = first.clone();
    let (mut generation, mut people) = (0, People::new(clock, random.fork()));
    for number in 0..options.rounds {
        if judge.over() {
            break;
        }
        judge.count(|tally| tally.rounds += 1);
        let ends = if options.seek.is_some() { vec![End::Killed] } else { ends(number, &mut random) };
        let wishes = usize::try_from(random.within(10..50))?;
        let mut round = Round { options, judge, people: &mut people, random: &mut random, jobs };
        let picked = round.run(&base, &ends, wishes).with_context(|| format!("in round {}", number + 1))?;
        progress(&judge.tally());
        match picked.filter(|_| generation + 1 < GENERATIONS && !random.once_in(3)) {
            Some(picked) => (base, generation) = (picked, generation + 1),
            None => (base, generation, people) = (first.clone(), 0, People::new(clock, random.fork())),
        }
    }
    Ok(())
}

/// How the runs of a round end. The first round has all that is common, in its most likely order.
fn ends(number: u64, random: &mut Random) -> Vec<End> {
    if number == 0 {
        return vec![End::Killed, End::Broken, End::Stopped];
    }
    let all = [End::Stillborn, End::Killed, End::Killed, End::Stopped, End::Broken];
    let count = random.within(1..4);
    (0..count).filter_map(|_| random.pick(&all).copied()).collect()
}

/// A directory of one's own, in memory if there is a place for that.
fn place() -> Result<tempfile::TempDir> {
    let made = if Path::new(MEMORY).is_dir() { tempfile::tempdir_in(MEMORY).ok() } else { None };
    made.map_or_else(tempfile::tempdir, Ok).context("a directory")
}
