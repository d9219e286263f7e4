//! `causette-instructions`: one small step of the server, over and over, for callgrind to count. `list` names the steps and
//! how often each is done; a name does that one. It knows no way to count: `cargo xtask instructions` does.

mod append;
mod decide;
mod encode;
mod house;
mod parse;
mod stranger;

use std::hint::black_box;
use std::process::ExitCode;

/// Done before the counting begins: what is only paid once is not counted.
const WARM: u32 = 10;

/// A step made ready. Each call does it once.
type Step = Box<dyn FnMut()>;

struct Scenario {
    name: &'static str,
    /// How often it is done while it is counted.
    times: u32,
    make: fn() -> Step,
}

const fn scenario(name: &'static str, make: fn() -> Step) -> Scenario {
    Scenario { name, times: 100, make }
}

const SCENARIOS: &[Scenario] = &[
    scenario("parse-line", parse::line),
    scenario("parse-irc", parse::irc),
    scenario("parse-json", parse::json),
    scenario("decide-say", decide::say),
    scenario("decide-join", decide::join),
    scenario("decide-edit", decide::edit),
    scenario("encode-line", encode::line),
    scenario("encode-irc", encode::irc),
    scenario("encode-json", encode::json),
    scenario("encode-frame", encode::frame),
    scenario("append-1", append::one),
    Scenario { name: "append-100", times: 20, make: append::hundred },
];

fn main() -> ExitCode {
    let word = std::env::args().nth(1).unwrap_or_default();
    if word == "list" {
        SCENARIOS.iter().for_each(|Scenario { name, times, .. }| println!("{name} {times}"));
        return ExitCode::SUCCESS;
    }
    let Some(Scenario { times, make, .. }) = SCENARIOS.iter().find(|scenario| scenario.name == word) else {
        eprintln!("causette-instructions: no scenario `{word}`; `list` names them");
        return ExitCode::from(2);
    };
    let mut step = make();
    (0..WARM).for_each(|_| step());
    counted_by_callgrind(&mut *step, *times);
    ExitCode::SUCCESS
}

/// Callgrind counts from the call of this function to its return: it knows it by its name.
#[inline(never)]
fn counted_by_callgrind(step: &mut dyn FnMut(), times: u32) {
    for _ in 0..times {
        step();
    }
    // The last thing must not be a jump out of here.
    black_box(times);
}
