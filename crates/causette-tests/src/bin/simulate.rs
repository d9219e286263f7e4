//! The simulation, for as long as one likes: `cargo run --release -p causette-tests --bin simulate -- --minutes 10 [--seed N]`,
//! or one run again: `--seed-only N`.

use anyhow::{Result, bail};
use causette_tests::random::fresh_seed;
use causette_tests::sim::{Options, choose, run, shrink, soak};
use clap::Parser;
use std::time::{Duration, Instant};

/// Core, sequencer and a log, with everything that goes wrong, under a clock that is set.
#[derive(Parser)]
struct Args {
    /// For so many minutes.
    #[arg(long, default_value_t = 1)]
    minutes: u64,
    /// The first run's seed; the next ones' follow it.
    #[arg(long)]
    seed: Option<u64>,
    /// This run only; of one that fails, the fewest steps are shown.
    #[arg(long, value_name = "SEED")]
    seed_only: Option<u64>,
    /// Steps of a run.
    #[arg(long, default_value_t = 300)]
    steps: usize,
}

fn main() -> Result<()> {
    let args = Args::parse();
    if let Some(seed) = args.seed_only {
        return one(&Options { steps: args.steps, ..Options::new(seed) });
    }
    let seed = args.seed.unwrap_or_else(fresh_seed);
    println!("seed {seed}");
    let template = Options { steps: args.steps, ..Options::default() };
    let row = soak(Instant::now() + Duration::from_secs(60 * args.minutes), seed, u64::MAX, &template);
    println!("{}", row.tally);
    for (seed, first, least) in &row.failures {
        println!("--seed-only {seed}: {first}\nthe fewest steps: {least:?}");
    }
    let failures = row.failures.len();
    println!("soak simulation count={} unit=simulated-hours failures={failures} seed={seed}", row.tally.hours());
    if failures == 0 { Ok(()) } else { bail!("{failures} runs broke a promise") }
}

fn one(options: &Options) -> Result<()> {
    let ops = choose(options);
    let outcome = run(options, &ops);
    println!("{}\ndigest {:016x}", outcome.tally, outcome.digest);
    outcome.found.iter().for_each(|found| println!("{found}"));
    let Some(first) = outcome.found.first() else { return Ok(()) };
    let least = shrink(&ops, 2000, |ops| run(options, ops).found.iter().any(|found| found.rule == first.rule));
    least.iter().for_each(|op| println!("  {op:?},"));
    bail!("it broke {:?}", first.rule)
}
