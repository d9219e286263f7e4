//! The simulation, for as long as one likes: `cargo run --release -p causette-tests --bin simulate -- --minutes 10 [--seed N]`,
//! or one run again: `--seed-only N`; `--sqlite` has it on the embedded store only.

use anyhow::{Result, bail};
use causette_tests::random::fresh_seed;
use causette_tests::sim::{Options, Row, choose, run, shrink, soak};
use clap::Parser;
use std::time::{Duration, Instant};

/// Core, sequencer and a log, with everything that goes wrong, under a clock that is set.
#[derive(Parser)]
struct Args {
    /// For so many minutes: four fifths of them in memory, the rest on the embedded store; with `--sqlite`, all there.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// The first run's seed; the next ones' follow it.
    #[arg(long)]
    seed: Option<u64>,
    /// This run only; of one that fails, the fewest steps are shown.
    #[arg(long, value_name = "SEED")]
    seed_only: Option<u64>,
    /// On the embedded store only.
    #[arg(long)]
    sqlite: bool,
    /// Steps of a run; of every sixteenth, five times as many.
    #[arg(long, default_value_t = 300)]
    steps: usize,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let template = Options { steps: args.steps, ..Options::default() };
    if let Some(seed) = args.seed_only {
        return one(&Options { seed, sqlite: args.sqlite, ..template });
    }
    let seed = args.seed.unwrap_or_else(fresh_seed);
    println!("seed {seed}");
    let time = Duration::from_secs_f64(args.minutes.clamp(0.0, 1e6) * 60.0);
    let in_memory = time.mul_f64(if args.sqlite { 0.0 } else { 0.8 });
    let memory = soak(Instant::now() + in_memory, seed, u64::MAX, &template);
    shown(&memory, "");
    let disk = Options { sqlite: true, ..template };
    let disk = soak(Instant::now() + (time - in_memory), seed, u64::MAX, &disk);
    shown(&disk, " --sqlite");
    let failures = [memory.failures.len(), disk.failures.len()];
    let compared = memory.tally.compared + disk.tally.compared;
    println!("soak restarts count={compared} unit=states-compared failures={} seed={seed}", failures[1]);
    let hours = memory.tally.hours() + disk.tally.hours();
    println!("soak simulation count={hours} unit=simulated-hours failures={} seed={seed}", failures[0]);
    match failures {
        [0, 0] => Ok(()),
        [memory, disk] => bail!("{} runs broke a promise", memory + disk),
    }
}

fn shown(row: &Row, flag: &str) {
    println!("{}", row.tally);
    for (seed, first, least) in &row.failures {
        println!("--seed-only {seed}{flag}: {first}\nthe fewest steps: {least:?}");
    }
}

fn one(options: &Options) -> Result<()> {
    let ops = choose(options);
    let outcome = run(options, &ops);
    println!("{}\ndigest {:016x}", outcome.tally, outcome.digest);
    outcome.found.iter().for_each(|found| println!("{found}"));
    let Some(first) = outcome.found.first() else { return Ok(()) };
    let least = shrink(&ops, 2000, |ops| run(options, ops).found.iter().any(|found| found.rule == first.rule));
    least.iter().for_each(|op| println!("  {op:?},"));
    for connection in run(options, &least).seen {
        println!("{} is {}", connection.name, connection.who);
        connection.events.iter().for_each(|event| println!("  {event:?}"));
    }
    bail!("it broke {:?}", first.rule)
}
