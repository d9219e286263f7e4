//! One story told through each door is one history: what people wish is written as the line, JSON and IRC clients of the same
//! people would, each door must make the same commands of it, and the rooms then hold the same.
//!
//! An input is bytes of which a story of two people is made, in wishes that every door has words for. Here is the story;
//! `wish` makes wishes of bytes, `written` writes them, `stage` is a server with one door.

mod stage;
mod wish;
mod written;

use arbitrary::Unstructured;
use stage::{PEOPLE, Stage};
use wish::Wish;
use written::Tongue;

/// Wishes of one story.
const WISHES: usize = 60;

/// Checks one input.
pub fn check(input: &[u8]) {
    told(input, |_, line| line);
}

/// Tells a story, each line as `sent` makes it.
fn told(input: &[u8], sent: impl Fn(Tongue, Vec<u8>) -> Vec<u8>) {
    let mut stages = Tongue::ALL.map(Stage::new);
    let mut from = Unstructured::new(input);
    let mut story = Vec::new();
    for _ in 0..WISHES {
        let [first, ..] = &stages;
        let Ok((who, wish)) = next(&mut from, first) else { break };
        let Some(wish) = wish else { continue };
        let expect = vec![wish.command()];
        story.push(format!("{who}: {expect:?}"));
        for stage in &mut stages {
            let line = sent(stage.tongue, stage.written(who, &wish));
            let heard = stage.say(who, &line);
            assert_eq!(heard, expect, "{:?} heard {:?}", stage.tongue, String::from_utf8_lossy(&line));
        }
    }
    let [first, others @ ..] = &stages;
    for other in others {
        assert_eq!(other.history, first.history, "{:?} and {:?}: {story:#?}", other.tongue, first.tongue);
    }
}

/// Somebody's next wish; none, where these bytes give nothing that can be wished now.
fn next(from: &mut Unstructured<'_>, stage: &Stage) -> arbitrary::Result<(usize, Option<Wish>)> {
    if from.is_empty() {
        return Err(arbitrary::Error::NotEnoughData);
    }
    let who = from.int_in_range(0..=PEOPLE - 1)?;
    Ok((who, Wish::make(from, stage.here(who), stage.name(who))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    /// Anna says "hello", Bob answers the first message, Anna takes it back.
    const STORY: &[u8] = b"\0\x03\0\x05hello\x01\x07\0\x02hi\0\x0a\0\0";

    #[test]
    fn what_a_door_hears_otherwise_is_seen() {
        check(STORY);
        for (tongue, from, to) in [
            (Tongue::Line, "hello", "hello!"),
            (Tongue::Line, "/reply 1", "/reply 2"),
            (Tongue::Json, "\"reply_to\":1", "\"other\":1"),
            (Tongue::Irc, "PRIVMSG", "NOTICE"),
            (Tongue::Irc, "+reply=", "reply="),
            (Tongue::Irc, "REDACT", "PING"),
        ] {
            let spoilt = |of: Tongue, line: Vec<u8>| match String::from_utf8(line) {
                Ok(line) if of == tongue => line.replacen(from, to, 1).into_bytes(),
                Ok(line) => line.into_bytes(),
                Err(line) => line.into_bytes(),
            };
            assert!(catch_unwind(|| told(STORY, spoilt)).is_err(), "{tongue:?}: {from} as {to} is not seen");
        }
    }
}
