//! One round: the program runs under the tracer once or several times on one directory, and then every cut of the trace is
//! walked through, the disk carried along from call to call.

use super::calls::{CALLS, Moment, Process, moments};
use super::disk::{Disk, Entry};
use super::image::{Image, Way};
use super::judge::{Job, Judge};
use super::open::{Before, CERTIFICATE};
use super::people::{People, Told};
use super::{DATA, Options};
use crate::random::Random;
use crate::server::{Program, Server};
use crate::trace::{Call, complete, parse, tracer};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

/// A start that is killed lives at most this long, under the tracer.
const STILLBORN: Duration = Duration::from_millis(300);
/// A program whose flush failed is gone by then; it may still tell everybody.
const GIVES_UP: Duration = Duration::from_secs(3);

/// How one run of the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// Killed before it was ready, perhaps.
    Stillborn,
    /// Killed while it was busy.
    Killed,
    /// Asked to stop.
    Stopped,
    /// One of its flushes fails, after which it must stop by itself.
    Broken,
}

/// One run of the program.
struct Run {
    calls: Vec<Call>,
    told: Vec<Told>,
    /// What the directory held afterwards.
    left: Image,
    end: End,
}

/// A disk to start from, and what was seen until then.
#[derive(Clone, Default)]
pub(super) struct Base {
    pub(super) image: Image,
    pub(super) before: Arc<Before>,
}

/// A round.
pub(super) struct Round<'a> {
    pub(super) options: &'a Options,
    pub(super) judge: &'a Judge<'a>,
    pub(super) people: &'a mut People,
    pub(super) random: &'a mut Random,
    pub(super) jobs: &'a SyncSender<Job>,
}

impl Round<'_> {
    /// Runs it; says what one of its images was, picked by luck.
    pub(super) fn run(&mut self, base: &Base, ends: &[End], wishes: usize) -> Result<Option<Base>> {
        let top = super::place()?;
        base.image.write(top.path())?;
        self.people.return_to(&base.before);
        let mut runs = Vec::new();
        for end in ends {
            let confirmed = self.people.confirmed;
            let run = self.record(top.path(), *end, wishes).with_context(|| format!("a run that is {end:?}"))?;
            let confirmed = self.people.confirmed - confirmed;
            self.judge.count(|tally| {
                tally.runs += 1;
                tally.kills += u64::from(*end != End::Stopped);
                tally.calls += run.calls.len() as u64;
                tally.confirmed += confirmed;
            });
            runs.push(run);
        }
        self.replay(base, &runs, top.path())
    }

    /// One run of the program under the tracer.
    fn record(&mut self, top: &Path, end: End, wishes: usize) -> Result<Run> {
        let notes = super::place()?;
        let file = notes.path().join("trace");
        let program = self.program(end, &file)?;
        let data = top.join(DATA);
        let mut told = Vec::new();
        if end == End::Stillborn {
            let most = u64::try_from(STILLBORN.as_micros())?;
            program.stillborn(&data, Duration::from_micros(self.random.within(most / 20..most)))?;
        } else {
            match program.serve(&data) {
                Ok(mut server) => told = self.people.talk(server.line, (wishes, end), || over(&mut server, end))?,
                // The flush may be one of those at the start.
                Err(_) if end == End::Broken => {}
                Err(error) => return Err(error),
            }
        }
        // Killed before the tracer had begun, the program had not either.
        let begun = end != End::Stillborn || file.exists();
        let calls = if begun { parse(&complete(&file)?) } else { Vec::new() };
        for told in &mut told {
            told.find(&calls)?;
        }
        Ok(Run { calls, told, left: left(top)?, end })
    }

    /// The program under the tracer, which may meddle with its flushes.
    fn program(&mut self, end: End, notes: &Path) -> Result<Program> {
        let mut under = tracer(CALLS, notes)?;
        let meddle = match end {
            // They take their time, so that many kills fall between a write and its flush.
            End::Killed if self.random.once_in(2) => Some("delay_enter=3000".to_owned()),
            // Of one thread; at a first start they are many.
            End::Broken => Some(format!("error=EIO:when={}", self.random.within(1..40))),
            End::Stillborn | End::Killed | End::Stopped => None,
        };
        if let Some(how) = meddle {
            under.splice(1..1, ["-e".to_owned(), format!("inject=fsync,fdatasync:{how}")]);
        }
        Ok(Program { under, ..self.options.program.clone() })
    }

    /// Walks through the trace, and has images tried on the way.
    fn replay(&mut self, base: &Base, runs: &[Run], top: &Path) -> Result<Option<Base>> {
        let mut disk = Disk::of(&base.image.files);
        // Of flushes that fail; the same in every walk through this trace.
        let luck = self.random.bits();
        let plans = plans(&disk, runs, top, luck)?;
        let cuts: usize = plans.iter().map(|plan| plan.iter().filter(|(_, changes)| *changes).count() + 1).sum();
        let mut cutter = Cutter::new(self.options.images, cuts, base);
        for (number, (run, plan)) in runs.iter().zip(&plans).enumerate() {
            let mut process = Process::new(&mut disk, top, Random::new(luck));
            for (moment, changes) in plan {
                if self.judge.over() {
                    return Ok(cutter.picked);
                }
                if *changes {
                    let label = || format!("run {number} ({:?}), line {}", run.end, moment.line);
                    cutter.cut(self, process.disk(), run, moment.line.saturating_sub(1), label)?;
                }
                process.take(*moment, &run.calls)?;
            }
            process.settle(&run.calls, &run.left)?;
            cutter
                .cut(self, process.disk(), run, usize::MAX - 1, || format!("run {number} ({:?}), its end", run.end))?;
            cutter.ended(run);
        }
        self.judge.count(|tally| tally.cuts += cuts as u64);
        Ok(cutter.picked)
    }
}

/// Brings a run to its end.
fn over(server: &mut Server, end: End) -> Result<()> {
    match end {
        End::Stopped => match server.stop()? {
            status if status.success() => Ok(()),
            status => bail!("a clean stop ended with {status}:\n{}", server.stderr()),
        },
        End::Broken => {
            let deadline = Instant::now() + GIVES_UP;
            while Instant::now() < deadline {
                match server.ended()? {
                    Some(status) if status.success() => bail!("a flush failed, and it ended as if all were well"),
                    Some(_) => return Ok(()),
                    None => std::thread::sleep(Duration::from_millis(5)),
                }
            }
            // It flushed less often than that.
            server.kill()
        }
        End::Stillborn | End::Killed => server.kill(),
    }
}

/// The moments of each run, and whether each changes anything.
fn plans(disk: &Disk, runs: &[Run], top: &Path, luck: u64) -> Result<Vec<Vec<(Moment, bool)>>> {
    let mut disk = disk.clone();
    let mut plans = Vec::new();
    for run in runs {
        let mut process = Process::new(&mut disk, top, Random::new(luck));
        let mut plan = Vec::new();
        for moment in moments(&run.calls) {
            let before = process.disk().state();
            process.take(moment, &run.calls)?;
            plan.push((moment, process.disk().state() != before));
        }
        process.settle(&run.calls, &run.left).with_context(|| format!("after a run that is {:?}", run.end))?;
        plans.push(plan);
    }
    Ok(plans)
}

/// Cuts the power here and there, as often as is wanted.
struct Cutter {
    images: usize,
    cuts: usize,
    /// All that was seen before this run.
    before: Before,
    picked: Option<Base>,
    seen: u64,
}

impl Cutter {
    fn new(images: usize, cuts: usize, base: &Base) -> Cutter {
        Cutter { images, cuts, before: (*base.before).clone(), picked: None, seen: 0 }
    }

    /// The power is cut now, and everything up to this line of the trace was said.
    fn cut(
        &mut self,
        round: &mut Round<'_>,
        disk: &Disk,
        run: &Run,
        line: usize,
        label: impl Fn() -> String,
    ) -> Result<()> {
        let (images, cuts) = (self.images as u64, self.cuts.max(1) as u64);
        let count = images / cuts + u64::from(round.random.within(0..cuts) < images % cuts);
        if count == 0 {
            return Ok(());
        }
        let before = Arc::new(self.before(run, line));
        let plain = u64::try_from(Way::PLAIN.len())?;
        for n in 0..count {
            // With room for few, luck chooses among all; else the plain ones come first.
            let plain = match count > plain {
                true => Way::PLAIN.get(usize::try_from(n)?).copied(),
                false => round.random.pick(&Way::PLAIN).copied().filter(|_| round.random.once_in(3)),
            };
            let way = plain.unwrap_or_else(|| Way::any(disk, round.random));
            let image = Image::of(disk, way, round.random);
            self.seen += 1;
            if round.random.once_in(self.seen) {
                self.picked = Some(Base { image: image.clone(), before: before.clone() });
            }
            let job = Job { image, before: before.clone(), cut: format!("{}, {way:?}", label()) };
            if round.jobs.send(job).is_err() {
                bail!("nobody opens images any more");
            }
        }
        Ok(())
    }

    fn before(&self, run: &Run, line: usize) -> Before {
        let mut before = self.before.clone();
        for told in &run.told {
            let (connection, attempts) = told.until(line);
            if told.record.name == super::people::NAMES[0] && told.met(line) {
                before.token = before.token.or_else(|| told.token.clone());
                before.certificate = run.left.files.get(CERTIFICATE).cloned().flatten();
            }
            before.connections.push(connection);
            before.attempts.extend(attempts);
        }
        before
    }

    fn ended(&mut self, run: &Run) {
        self.before = self.before(run, usize::MAX - 1);
    }
}

/// What a directory holds.
pub(super) fn left(top: &Path) -> Result<Image> {
    fn walk(path: &Path, name: &str, files: &mut BTreeMap<String, Option<Arc<Vec<u8>>>>) -> Result<()> {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let own = entry.file_name().into_string().ok().context("a name in UTF-8")?;
            let own = if name.is_empty() { own } else { format!("{name}/{own}") };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                files.insert(own.clone(), None);
                walk(&entry.path(), &own, files)?;
            } else if kind.is_file() {
                files.insert(own, Some(Arc::new(std::fs::read(entry.path())?)));
            }
        }
        Ok(())
    }
    let mut image = Image::default();
    walk(top, "", &mut image.files)?;
    Ok(image)
}

impl Process<'_> {
    /// After the end: what was under way when it was killed was done or not, as the directory says; and all the rest must be
    /// as the walk through the trace says, or the walk is worth nothing.
    fn settle(&mut self, calls: &[Call], left: &Image) -> Result<()> {
        for call in calls.iter().filter(|call| call.result.is_none()) {
            let now = differs(self.disk(), left).len();
            let kept = self.disk().clone();
            let done = Call { result: Some(assumed(call)), end: call.begin, ..call.clone() };
            if self.done(&done).is_err() || differs(self.disk(), left).len() >= now {
                self.put_back(kept);
            }
        }
        match differs(self.disk(), left).as_slice() {
            [] => Ok(()),
            names => {
                let told = names.iter().map(|name| explain(name, self.disk(), left)).collect::<Vec<_>>().join(", ");
                bail!("the trace does not say how these came to be as they are: {told}")
            }
        }
    }
}

/// Where a file begins to differ.
fn explain(name: &str, disk: &Disk, left: &Image) -> String {
    let walked = match disk.names.get(name) {
        Some(Entry::File(node)) => disk.files.get(*node).map(|file| file.current.as_slice()),
        _ => None,
    };
    let there = left.files.get(name).and_then(|content| content.as_ref().map(|content| content.as_slice()));
    let same = walked.iter().zip(&there).map(|(a, b)| a.iter().zip(*b).take_while(|(a, b)| a == b).count()).next();
    format!("{name} ({:?} bytes walked, {:?} there, {same:?} alike)", walked.map(<[u8]>::len), there.map(<[u8]>::len))
}

/// What a call that never returned would have.
fn assumed(call: &Call) -> i64 {
    match call.name.as_str() {
        "write" | "pwrite64" => i64::try_from(call.bytes.len()).unwrap_or(-1),
        "fsync" | "fdatasync" => -1,
        _ => 0,
    }
}

/// Names that are not in both, or whose content differs.
fn differs(disk: &Disk, left: &Image) -> Vec<String> {
    let same = |name: &String| match (disk.names.get(name), left.files.get(name)) {
        (Some(Entry::Folder), Some(None)) => true,
        (Some(Entry::File(node)), Some(Some(content))) => {
            disk.files.get(*node).is_some_and(|file| file.mapped || file.current == **content)
        }
        _ => false,
    };
    let names = disk.names.keys().chain(left.files.keys().filter(|name| !disk.names.contains_key(*name)));
    names.filter(|name| !same(name)).cloned().collect()
}
