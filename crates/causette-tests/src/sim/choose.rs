//! The steps that a seed gives, or any bytes: people come, most of them make accounts, and then this and that happens, mostly
//! talk.

use super::Options;
use super::choices::{Bytes, Choices};
use super::op::{Fate, Jump, Op, Place, Rule, Wish};
use super::world::{PEOPLE, ROOMS};
use crate::random::Random;

const MINUTE: u64 = 60 * 1000;

/// The steps of a run.
pub fn choose(options: &Options) -> Vec<Op> {
    let mut random = Random::new(options.seed);
    let mut ops = begin();
    let weather = Weather::of(&mut random);
    // Every sixteenth is much longer than the others.
    let times = if options.seed % 16 == 7 { 5 } else { 1 };
    for _ in 0..options.steps * times {
        step(&mut random, &weather, &mut ops);
    }
    ops
}

/// The steps that bytes give, until they end or there are `most` of them.
pub fn tell(bytes: &[u8], most: usize) -> Vec<Op> {
    let mut from = Bytes::new(bytes);
    let mut ops = begin();
    let weather = Weather::of(&mut from);
    while !from.is_empty() && ops.len() < most {
        step(&mut from, &weather, &mut ops);
    }
    ops
}

/// People are there, some with accounts, and in every room.
fn begin() -> Vec<Op> {
    let mut ops = Vec::new();
    all(&mut ops, Wish::Come, PEOPLE);
    all(&mut ops, Wish::Register, 3);
    all(&mut ops, Wish::Claim, 1);
    (0..ROOMS).for_each(|room| all(&mut ops, Wish::Join(room), PEOPLE));
    ops
}

/// The same wish of the first people, and time for it to be granted.
fn all(ops: &mut Vec<Op>, wish: Wish, people: usize) {
    ops.extend((0..people).map(|who| Op::Do(who, wish)));
    for _ in 0..2 {
        ops.extend([Op::Turn(Fate::Well), Op::Read(9), Op::Turn(Fate::Well), Op::Deliver]);
    }
}

/// A new process: people come back, and into a room.
fn again(random: &mut impl Choices, ops: &mut Vec<Op>) {
    all(ops, Wish::Come, PEOPLE);
    all(ops, Wish::Join(random.within(0..ROOMS as u64) as usize), PEOPLE);
}

struct Weather {
    storms: u64,
    clock: bool,
}

impl Weather {
    /// Some runs have calm weather and a right clock, others none of that.
    fn of(random: &mut impl Choices) -> Weather {
        Weather { storms: random.within(0..4), clock: random.once_in(2) }
    }
}

fn step(random: &mut impl Choices, weather: &Weather, ops: &mut Vec<Op>) {
    match random.within(0..100) {
        0..62 => {
            let who = random.within(0..PEOPLE as u64) as usize;
            ops.push(Op::Do(who, wish(random)));
            if random.within(0..10) < 6 {
                turn(random, weather, ops);
            }
        }
        62..78 => turn(random, weather, ops),
        78..90 => ops.push(Op::Wait(wait(random))),
        90..93 => ops.push(Op::Sweep),
        93..95 => ops.push(Op::Tidy),
        95..97 => ops.push(Op::Slow(random.within(0..PEOPLE as u64) as usize, random.once_in(2))),
        97 if weather.clock => ops.push(Op::Clock(match random.within(0..8) {
            0..3 => Jump::Back,
            3 => Jump::TenYears,
            4 => Jump::Freeze,
            _ => Jump::Right,
        })),
        98 if weather.storms > 0 => {
            ops.push(if random.once_in(6) { Op::Stop } else { Op::Crash(random.once_in(3)) });
            again(random, ops);
        }
        // Whoever is gone comes back sooner or later.
        _ => ops.push(Op::Do(random.within(0..PEOPLE as u64) as usize, Wish::Come)),
    }
}

fn turn(random: &mut impl Choices, weather: &Weather, ops: &mut Vec<Op>) {
    let mut fates = vec![fate(random, weather)];
    ops.extend(fates.iter().map(|fate| Op::Turn(*fate)));
    if random.within(0..10) < 7 {
        // What had to be read first is decided now.
        fates.push(fate(random, weather));
        ops.push(Op::Read(1 + random.within(0..3) as usize));
        ops.extend(fates.last().map(|fate| Op::Turn(*fate)));
    }
    if random.within(0..10) < 7 {
        ops.push(Op::Deliver);
    }
    if fates.iter().any(|fate| !matches!(fate, Fate::Well | Fate::Full)) {
        again(random, ops);
    }
}

fn fate(random: &mut impl Choices, weather: &Weather) -> Fate {
    match random.within(0..300) {
        _ if weather.storms == 0 => Fate::Well,
        0..6 => Fate::Full,
        6..9 => Fate::UnknownLost,
        9..12 => Fate::UnknownKept,
        12..17 => Fate::DiesBefore,
        17..22 => Fate::DiesAfter,
        _ => Fate::Well,
    }
}

/// Minutes, mostly; now and then hours or days.
fn wait(random: &mut impl Choices) -> u64 {
    match random.within(0..20) {
        0..8 => random.within(1..MINUTE),
        8..14 => random.within(1..60) * MINUTE,
        14..19 => random.within(1..12) * 60 * MINUTE,
        _ => random.within(1..4) * 24 * 60 * MINUTE,
    }
}

fn place(random: &mut impl Choices) -> Place {
    match random.within(0..5) {
        0 => Place::With(random.within(0..PEOPLE as u64) as usize),
        _ => Place::Room(random.within(0..ROOMS as u64) as usize),
    }
}

fn wish(random: &mut impl Choices) -> Wish {
    let room = random.within(0..ROOMS as u64) as usize;
    let place = place(random);
    let back = random.within(0..6);
    match random.within(0..100) {
        0..30 => Wish::Say(place, (back == 0).then_some(back)),
        30..33 => Wish::SayOnce(place),
        33..37 => Wish::Calc(place),
        37..43 => Wish::Edit(place, back),
        43..48 => Wish::Delete(place, back),
        48..54 => Wish::React(place, back, !back.is_multiple_of(4)),
        54..59 => Wish::Again(back as usize),
        59..63 => Wish::Join(room),
        63..65 => Wish::Leave(room),
        65..77 => Wish::Govern(room, care(random)),
        77..80 => Wish::Mark(place),
        80..85 => Wish::Past(room, back * 3),
        85 => Wish::Nick(back as u8),
        86 => Wish::Away(back > 2),
        87 => Wish::Profile(back as u8),
        88..90 => Wish::Come,
        90 => Wish::Go(back > 2),
        _ => paper(random, back),
    }
}

fn paper(random: &mut impl Choices, back: u64) -> Wish {
    match random.within(0..20) {
        0..3 => Wish::Register,
        3..5 => Wish::Login,
        5..7 => Wish::ByOnce,
        7 => Wish::BySpent,
        8 => Wish::Logout,
        9..14 => Wish::Password,
        14..17 => Wish::Link,
        17 => Wish::Erase,
        18 => Wish::Outlaw(1 + back as usize % (PEOPLE - 1), back * 10 + 1),
        _ => Wish::Note,
    }
}

fn care(random: &mut impl Choices) -> Rule {
    let whom = random.within(0..PEOPLE as u64) as usize;
    let some = random.within(1..90);
    match random.within(0..20) {
        0..3 => Rule::Topic,
        3 => Rule::Invite(whom),
        4..6 => Rule::Kick(whom),
        6..8 => Rule::Ban(whom, (some > 20).then_some(some)),
        8..10 => Rule::Unban,
        10 => Rule::Mute(whom, some),
        11 => Rule::Unmute,
        12..15 => Rule::Role(whom, (some % 4) as u8),
        15 => Rule::Private(some.is_multiple_of(3)),
        16 => {
            if some.is_multiple_of(2) {
                Rule::Moderated(some.is_multiple_of(4))
            } else {
                Rule::Slow((some % 3) as u32 * 30)
            }
        }
        17 => Rule::KeepDays((!some.is_multiple_of(3)).then_some(some as u32 % 3)),
        18 => Rule::KeepLast((!some.is_multiple_of(4)).then_some(some % 15 + 3)),
        _ => Rule::Rename,
    }
}
