//! The power cut, for as long as one likes: `cargo run --release -p causette-tests --bin power -- --minutes 30 [--seed N]`.

use anyhow::{Result, bail};
use causette_tests::power::{Options, run};
use causette_tests::random::fresh_seed;
use causette_tests::server::Program;
use clap::Parser;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Rebuilds what a power cut may leave of the real program's files, and checks that nothing promised is lost.
#[derive(Parser)]
struct Args {
    /// How long.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
    /// Repeats the choices of an earlier run, as far as the program does the same.
    #[arg(long)]
    seed: Option<u64>,
    /// Images made in one round, about.
    #[arg(long, default_value_t = 4_000)]
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
    let until = Some(start + Duration::from_secs(60 * args.minutes));
    let (workers, keep) = (args.workers, Some(args.keep));
    let options = Options { until, workers, keep, ..Options::new(program, seed, u64::MAX, args.images) };
    let tally = run(&options, |tally| println!("{:>6.0?} {tally}", start.elapsed()))?;
    println!("\n{tally}");
    for failure in &tally.failures {
        println!("{}: {}", failure.cut, failure.words);
        if let Some(image) = &failure.image {
            println!("  kept as {}", image.display());
        }
    }
    let failures = tally.failures.len();
    println!(
        "soak power count={} unit=images failures={failures} seed={seed} distinct={} cuts={} kills={}",
        tally.images, tally.distinct, tally.cuts, tally.kills
    );
    match failures {
        0 => Ok(()),
        n => bail!("{n} images break a promise (seed {seed})"),
    }
}
