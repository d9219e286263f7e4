//! Schedules, for as long as one likes: `cargo run --release -p causette-schedules -- --minutes 10 [--seed N]`. With
//! `--replay` the one that failed, again.

use anyhow::{Context, Result, bail};
use causette_schedules::faults::FAULTS;
use causette_schedules::harness::{Order, Until, again, run};
use causette_schedules::models::{Model, named};
use causette_schedules::soak::{Row, all, soak};
use clap::Parser;
use std::time::{Duration, Instant, SystemTime};

/// Runs what threads share in many orders, and checks what must hold in each.
#[derive(Parser)]
struct Args {
    /// For how long.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// Repeats the orders of an earlier run.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads that run schedules, each its own; otherwise as many as there are cores.
    #[arg(long)]
    threads: Option<usize>,
    /// Only this model.
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// With this fault planted, to see that it is found.
    #[arg(long, value_name = "NAME")]
    fault: Option<String>,
    /// Runs this schedule of the model once more.
    #[arg(long, value_name = "SCHEDULE", requires = "model")]
    replay: Option<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let fault = args.fault.as_deref().map(|name| {
        FAULTS.iter().find(|fault| fault.name == name).with_context(|| format!("no fault is called {name}"))
    });
    let fault = fault.transpose()?;
    let wanted = args.model.as_deref().or(fault.map(|fault| fault.model));
    let model = wanted.map(|name| named(name).with_context(|| format!("no model is called {name}"))).transpose()?;
    let fault = fault.map(|fault| fault.name);
    if let (Some(schedule), Some(model)) = (&args.replay, model) {
        match again(model, fault, schedule)? {
            Some(what) => bail!("it fails: {what}"),
            None => println!("it passes"),
        }
        return Ok(());
    }
    let seed = args.seed.unwrap_or_else(fresh_seed);
    let until = Instant::now() + Duration::from_secs_f64(args.minutes * 60.0);
    if let (Some(fault), Some(model)) = (fault, model) {
        return caught(model, fault, seed, until);
    }
    table(&rows(&args, model, seed, until), seed)
}

#[expect(clippy::disallowed_methods, reason = "a seed that nobody gave is the time of day")]
fn fresh_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.as_nanos() as u64)
}

/// Each thread has seeds of its own.
fn rows(args: &Args, model: Option<&'static Model>, seed: u64, until: Instant) -> Vec<Row> {
    let models = model.map_or_else(all, |model| vec![model]);
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.threads.unwrap_or_else(cores).max(1);
    std::thread::scope(|scope| {
        let one = |n: usize| {
            let models = models.clone();
            scope.spawn(move || soak(until, seed.wrapping_add((n as u64) << 32), &models))
        };
        let threads: Vec<_> = (0..threads).map(one).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

fn caught(model: &'static Model, fault: &'static str, seed: u64, until: Instant) -> Result<()> {
    for order in Order::ALL {
        let outcome = run(model, Some(fault), order, seed, Until::Time(until));
        let Some(failure) = outcome.failure else { bail!("{fault}: not found in {} schedules", outcome.schedules) };
        println!("{fault}: found by {order} in schedule {}: {}", outcome.schedules, failure.what);
        println!("  --model {} --fault {fault} --replay {}", model.name, failure.schedule);
    }
    Ok(())
}

fn table(rows: &[Row], seed: u64) -> Result<()> {
    let mut models: Vec<&str> = rows.iter().map(|row| row.model.name).collect();
    models.dedup();
    models.truncate(rows.len());
    let (mut count, mut failures) = (0, 0);
    println!("{:<12} {:>14} {:>12} {:>8}", "model", "schedules", "a second", "failures");
    for name in all().into_iter().map(|model| model.name).filter(|name| models.contains(name)) {
        let own = || rows.iter().filter(|row| row.model.name == name);
        let schedules: u64 = own().map(|row| row.schedules).sum();
        let time: Duration = own().map(|row| row.time).sum();
        let failed: usize = own().map(|row| row.failures.len()).sum();
        let rate = schedules as f64 / time.as_secs_f64().max(1e-9);
        println!("{name:<12} {schedules:>14} {rate:>12.0} {failed:>8}");
        (count, failures) = (count + schedules, failures + failed);
        for (order, seed, failure) in own().flat_map(|row| &row.failures) {
            println!("  {order}, seed {seed}: {}", failure.what);
            println!("  repeat: --model {name} --replay {}", failure.schedule);
        }
    }
    println!("soak schedules count={count} unit=schedules failures={failures} seed={seed}");
    if failures > 0 {
        bail!("{failures} models were broken");
    }
    Ok(())
}
