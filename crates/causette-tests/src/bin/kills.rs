//! The kill loop, for as long as one likes: `cargo run --release -p causette-tests --bin kills -- --cycles 500 [--seed N]`,
//! or for a time: `--minutes 10`.

use anyhow::{Result, bail};
use causette_tests::kill::{Options, Tally, run};
use causette_tests::random::fresh_seed;
use causette_tests::server::Program;
use clap::Parser;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Kills of one server in a soak.
const ROUND: u32 = 100;

/// Kills the real program again and again while people write, and checks that nothing promised is lost.
#[derive(Parser)]
struct Args {
    /// How many kills.
    #[arg(long, default_value_t = 500)]
    cycles: u32,
    /// Goes on for so long instead, a fresh server each few hundred kills.
    #[arg(long, conflicts_with = "cycles")]
    minutes: Option<f64>,
    /// Repeats the choices of an earlier run.
    #[arg(long)]
    seed: Option<u64>,
    /// The program; otherwise the one the tests use.
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// A fault planted in it, to see that it is found (the program must be `causette-planted`).
    #[arg(long, value_name = "FAULT")]
    plant: Option<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let mut program = args.program.map_or_else(Program::product, |path| Ok(Program::at(path)))?;
    program.plant = args.plant;
    let seed = args.seed.unwrap_or_else(fresh_seed);
    println!("seed {seed}, program {}", program.path.display());
    let tally = match args.minutes {
        None => round(&program, seed, args.cycles)?,
        Some(minutes) => return soak(&program, seed, Duration::try_from_secs_f64(minutes * 60.0)?),
    };
    println!("\nseed                   {seed:>20}");
    let kinds = tally.kinds.iter().map(|(kind, count)| (format!("  {kind}"), *count));
    let before = [
        ("kills", u64::from(tally.cycles)),
        ("  while starting", u64::from(tally.stillborn)),
        ("acknowledged", tally.confirmed),
    ];
    let after = [
        ("refused", tally.refused),
        ("left unknown", tally.unknown),
        ("  of them saved", tally.saved),
        ("keys repeated", tally.repeated),
        ("searches", tally.searches),
        ("pages read", tally.pages),
        ("listened to", tally.listened),
        ("heard and said by IRC", tally.by_irc),
        ("came by WebSocket", tally.by_socket),
        ("events heard", tally.by_events),
        ("entries read back", tally.kept),
        ("entries let go", tally.let_go),
        ("violations", tally.violations.len() as u64),
    ];
    let named = |(what, count): (&str, u64)| (what.to_owned(), count);
    for (what, count) in before.into_iter().map(named).chain(kinds).chain(after.into_iter().map(named)) {
        println!("{what:<22} {count:>20}");
    }
    for violation in tally.violations.iter().take(20) {
        println!("{violation}");
    }
    match tally.violations.len() {
        0 => Ok(()),
        n => bail!("{n} broken promises (seed {seed})"),
    }
}

fn round(program: &Program, seed: u64, cycles: u32) -> Result<Tally> {
    let start = Instant::now();
    run(Options::new(program.clone(), seed, cycles), |tally| {
        if tally.cycles.is_multiple_of(50) {
            println!("{:>6.0?} {tally}", start.elapsed());
        }
    })
}

/// Round after round, each with a seed and a store of its own, until the time is over.
fn soak(program: &Program, first: u64, time: Duration) -> Result<()> {
    let (start, mut kills, mut failures) = (Instant::now(), 0, 0);
    for seed in (0..).map(|round| first.wrapping_add(round)) {
        let tally = round(program, seed, ROUND)?;
        kills += u64::from(tally.cycles);
        failures += tally.violations.len();
        for violation in &tally.violations {
            println!("seed {seed}: {violation}");
        }
        if start.elapsed() >= time || failures > 0 {
            break;
        }
    }
    println!("soak kills count={kills} unit=kills failures={failures} seed={first}");
    if failures > 0 { bail!("{failures} broken promises") } else { Ok(()) }
}
