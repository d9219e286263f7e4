//! A power cut while a copy is taken or put back: the store is what it was or what the copy is, a copy that has its name is
//! whole, and what was said to be done is.

use super::calls::{CALLS, Process, moments};
use super::disk::Disk;
use super::image::{Image, Way};
use super::people::{People, ROOMS};
use super::round::{End, left};
use super::{DATA, Failure, Tally, place};
use crate::client::{Json, Stopwatch};
use crate::history::Said;
use crate::random::Random;
use crate::server::Program;
use crate::trace::{Call, complete, parse, tracer};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

/// Where the server looks for copies.
const COPIES: &str = "data/backups";
/// What may be said instead of starting while a copy is put back: the store that was there was not closed, and what belongs to it
/// has been set aside.
const SET_ASIDE: &str = "causette.db-wal";
/// Wishes before the copy, and after it.
const WISHES: usize = 20;

/// What all rooms hold.
type Logs = Vec<Vec<Said>>;

struct Copies<'a> {
    program: &'a Program,
    random: Random,
    clock: Stopwatch,
    people: People,
    tally: Tally,
}

/// Takes a copy of a store that was killed, says more, and puts it back, with about so many cuts in each.
pub fn copies(program: &Program, seed: u64, images: usize) -> Result<Tally> {
    let mut random = Random::new(seed);
    let clock = Stopwatch::start();
    let people = People::new(clock, random.fork());
    let mut copies = Copies { program, random, clock, people, tally: Tally::default() };
    let top = place()?;
    copies.talk(top.path())?;
    let (before, calls) = copies.traced(top.path(), &["backup"])?;
    let copy = of_store(&left(top.path())?).pop().context("a copy")?;
    copies.cut(top.path(), &before, &calls, images, Copies::taken)?;
    copies.talk(top.path())?;
    let now = copies.read(top.path())?.map_err(anyhow::Error::msg)?;
    let file = top.path().join(&copy);
    let (before, calls) = copies.traced(top.path(), &["restore", "--replace", file.to_str().context("UTF-8")?])?;
    let then = copies.read(top.path())?.map_err(anyhow::Error::msg)?;
    ensure!(then != now && then.iter().any(|log| !log.is_empty()), "too little was said to tell the copy by");
    copies.cut(top.path(), &before, &calls, images, |copies, place, _, done| {
        copies.put_back(place, done, [&then, &now])
    })?;
    Ok(copies.tally)
}

/// The copies in an image, by name.
fn of_store(image: &Image) -> Vec<String> {
    let ours = |name: &&String| name.starts_with(COPIES) && name.ends_with(".db");
    image.files.keys().filter(ours).cloned().collect()
}

impl Copies<'_> {
    fn talk(&mut self, top: &Path) -> Result<()> {
        let mut server = self.program.serve(&top.join(DATA))?;
        let line = server.line;
        self.people.talk(line, (WISHES, End::Killed), || server.kill()).map(drop)
    }

    /// What an operator asks for, under the tracer, and what was there before.
    fn traced(&self, top: &Path, words: &[&str]) -> Result<(Image, Vec<Call>)> {
        let (before, notes) = (left(top)?, place()?);
        let file = notes.path().join("trace");
        let under = tracer(CALLS, &file)?;
        let mut under = under.iter();
        let mut command = Command::new(under.next().context("a tracer")?);
        command.args(under).arg(&self.program.path).arg("admin").arg("--data").arg(top.join(DATA)).args(words);
        command.env("LC_ALL", "en").env_remove("CAUSETTE_CONFIG").env_remove("CAUSETTE_PLANT");
        let output = command.output().context("causette admin")?;
        ensure!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok((before, parse(&complete(&file)?)))
    }

    /// Cuts the power here and there, and at the end, when it was said to be done.
    fn cut(
        &mut self,
        top: &Path,
        before: &Image,
        calls: &[Call],
        images: usize,
        mut check: impl FnMut(&mut Self, &Path, &Image, bool) -> Result<Result<(), String>>,
    ) -> Result<()> {
        let mut disk = Disk::of(&before.files);
        let place = place()?;
        let moments = moments(calls);
        let mut process = Process::new(&mut disk, top, Random::new(1));
        let (ends, mut named) = (moments.len() as u64, false);
        for (at, moment) in moments.iter().map(Some).chain([None]).enumerate() {
            let done = moment.is_none();
            // About so many: half of them on the way, half when it was said to be done.
            let count =
                if done { images as u64 / 2 } else { u64::from(self.random.within(0..ends) < images as u64 / 2) };
            // And where a name has just changed, all of it once and some of it once.
            let ways = [Way::PLAIN[1], Way::any(process.disk(), &mut self.random)].into_iter().filter(|_| named);
            let any: Vec<Way> = (0..count).map(|_| Way::any(process.disk(), &mut self.random)).collect();
            for way in ways.chain(any) {
                let image = Image::of(process.disk(), way, &mut self.random);
                let path = place.path().join("image");
                image.write(&path)?;
                self.tally.images += 1;
                if let Err(words) = check(self, &path, &image, done)? {
                    let cut = format!("call {at} of {}, {way:?}", moments.len());
                    self.tally.failures.push(Failure { cut, words, violations: Vec::new(), image: None });
                }
            }
            if let Some(moment) = moment {
                let before = process.disk().names.clone();
                process.take(*moment, calls)?;
                named = process.disk().names != before;
            }
        }
        Ok(())
    }

    /// While one is taken: each that has its name is whole, and there is one once that was said.
    fn taken(&mut self, place: &Path, image: &Image, done: bool) -> Result<Result<(), String>> {
        let copies = of_store(image);
        if done && copies.is_empty() {
            return Ok(Err("there is no copy".to_owned()));
        }
        let whole = |copy: &String| match causette_sqlite::verify(&place.join(copy), None) {
            Ok(report) if report.count == 0 => Ok(()),
            Ok(report) => Err(format!("{copy} is damaged: {report:?}")),
            Err(error) => Err(format!("{copy} cannot be read: {error}")),
        };
        Ok(copies.iter().try_for_each(whole))
    }

    /// While one is put back: the store is one or the other, whole.
    fn put_back(&mut self, place: &Path, done: bool, [then, now]: [&Logs; 2]) -> Result<Result<(), String>> {
        let logs = match self.read(place)? {
            Ok(logs) => logs,
            Err(words) if !done && words.contains(SET_ASIDE) => return Ok(Ok(())),
            Err(words) => return Ok(Err(words)),
        };
        Ok(match logs == *then || logs == *now && !done {
            true => Ok(()),
            false => Err(format!("neither what was there nor the copy, but {} entries", logs.concat().len())),
        })
    }

    /// What a server finds there; why it does not start.
    fn read(&mut self, top: &Path) -> Result<Result<Logs, String>> {
        let mut server = match self.program.serve(&top.join(DATA)) {
            Ok(server) => server,
            Err(error) => return Ok(Err(format!("{error:#}"))),
        };
        let mut client = Json::connect(server.line, self.clock, "reader")?;
        let logs = ROOMS.map(|room| client.read(room, 0).map(|log| log.said));
        server.kill()?;
        logs.into_iter().collect::<Result<Logs>>().map(Ok)
    }
}
