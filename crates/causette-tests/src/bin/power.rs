//! The power cut, for as long as one likes: `cargo run --release -p causette-tests --bin power -- --minutes 30 [--seed N]`.

use anyhow::{Result, bail};
use causette_tests::power::{Options, Tally, copies, run};
use causette_tests::random::{Random, fresh_seed};
use causette_tests::server::Program;
use clap::Parser;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Rounds of one turn; the next keeps fewer entries, and the one after that takes copies and puts them back.
const ROUNDS: u64 = 6;
/// Entries that are kept then.
const KEPT: u64 = 8;
/// Cuts while a copy is taken, and while it is put back.
const COPIES: usize = 100;
/// Enough that is broken.
const FAILURES: usize = 20;
/// Turns that could not go on, as when the machine is too busy.
const ERRORS: u32 = 3;

/// Rebuilds what a power cut may leave of the real program's files, and checks that nothing promised is lost.
#[derive(Parser)]
struct Args {
    /// How long.
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,
    /// Repeats the choices of an earlier run, as far as the program does the same.
    #[arg(long)]
    seed: Option<u64>,
    /// Images made in one round, about.
    #[arg(long, default_value_t = 1_500)]
    images: usize,
    /// Images opened at once.
    #[arg(long, default_value_t = 2)]
    workers: usize,
    /// The program; otherwise the one the tests use.
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// A fault planted in it, to see that it is found (the program must be `causette-planted`).
    #[arg(long, value_name = "FAULT")]
    plant: Option<String>,
    /// Where images that break a promise are kept.
    #[arg(long, value_name = "DIR", default_value = "target/power")]
    keep: PathBuf,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let mut program = args.program.map_or_else(Program::product, |path| Ok(Program::at(path)))?;
    program.plant = args.plant;
    let seed = args.seed.unwrap_or_else(fresh_seed);
    println!("seed {seed}, program {}", program.path.display());
    let start = Instant::now();
    let end = start + Duration::try_from_secs_f64(args.minutes * 60.0)?;
    let (until, workers, keep) = (Some(end), args.workers, Some(args.keep));
    let options = Options { until, workers, keep, ..Options::new(program.clone(), seed, ROUNDS, args.images) };
    let (mut all, mut random, mut errors) = (Tally::default(), Random::new(seed), 0);
    for turn in 0_u64.. {
        if Instant::now() >= end || all.failures.len() >= FAILURES || errors >= ERRORS {
            break;
        }
        let seed = random.bits();
        let done = match turn % 3 {
            2 => copies(&program, seed, COPIES),
            turn => run(&Options { seed, retain: (turn == 1).then_some(KEPT), ..options.clone() }, |_| {}),
        };
        match done {
            Ok(tally) => all.add(tally),
            Err(error) => {
                errors += 1;
                println!("turn {turn} (seed {seed}) could not go on: {error:#}");
            }
        }
        println!("{:>6.0?} {all}", start.elapsed());
    }
    for failure in &all.failures {
        println!("{}: {}", failure.cut, failure.words);
        if let Some(image) = &failure.image {
            println!("  kept as {}", image.display());
        }
    }
    let Tally { images, distinct, cuts, kills, failures, .. } = all;
    let failures = failures.len();
    println!(
        "soak power count={images} unit=images failures={failures} seed={seed} distinct={distinct} cuts={cuts} kills={kills}"
    );
    match (failures, errors) {
        (0, 0) => Ok(()),
        (failures, errors) => bail!("{failures} images break a promise, {errors} turns could not go on (seed {seed})"),
    }
}
