//! A good history passes; for each promise, one history that breaks it is caught, and as that.

mod accounts;
mod messages;
mod reading;
mod rooms;

use super::*;
use std::collections::{BTreeMap, BTreeSet};

const ROOM: &str = "#r";

fn said(seq: Seq, text: &str) -> Said {
    fact(seq, text.split('-').next().unwrap(), What::message(text))
}
fn fact(seq: Seq, by: &str, what: What) -> Said {
    Said { seq, by: by.to_owned(), what }
}
fn kept(texts: &[&str]) -> Vec<Said> {
    (1..).zip(texts).map(|(seq, text)| said(seq, text)).collect()
}
fn edited(target: Seq, text: &str) -> What {
    What::Edited { target, text: text.into() }
}
fn deleted(target: Seq) -> What {
    What::Deleted { target }
}

/// A connection, told in words: the text `a-1` is the send with that key, by `a`.
struct Story(Connection, Nanos);

fn story(name: &str) -> Story {
    Story(Connection { who: name.into(), ..Connection::new(name) }, 0)
}

impl Story {
    fn with(mut self, event: Event) -> Story {
        self.0.events.push(event);
        self
    }
    fn at(mut self, now: Nanos) -> Story {
        self.1 = now;
        self
    }
    fn span(&self) -> Span {
        Span { from: self.1, to: self.1 }
    }
    fn sends(self, text: &str) -> Story {
        let by = text.split('-').next().unwrap().to_owned();
        self.wishes(text, &by, What::message(text))
    }
    fn wishes(self, key: &str, by: &str, what: What) -> Story {
        let (at, by, answer) = (self.1, by.into(), None);
        self.with(Event::Invoke { at, room: ROOM.into(), key: key.into(), what, answer, by, again: false })
    }
    fn again(self, text: &str) -> Story {
        let mut story = self.sends(text);
        let Some(Event::Invoke { again, .. }) = story.0.events.last_mut() else { panic!() };
        *again = true;
        story
    }
    fn asks(self, ask: &str, answer: &str) -> Story {
        let mut story = self.sends(ask);
        let Some(Event::Invoke { answer: expect, .. }) = story.0.events.last_mut() else { panic!() };
        *expect = Some(answer.into());
        story
    }
    fn ok(self, text: &str, seq: Seq) -> Story {
        let at = self.1;
        self.with(Event::Ok { at, key: text.into(), seq })
    }
    fn refused(self, text: &str) -> Story {
        self.with(Event::Refused { key: text.into(), code: "not_saved".into() })
    }
    fn enters(self, after: Option<Seq>, head: Seq, facts: Vec<Said>) -> Story {
        let (span, room) = (self.span(), ROOM.into());
        self.with(Event::Entered { span, room, after, head, facts, more: false, expired_before: None })
    }
    fn hears(self, seq: Seq, text: &str) -> Story {
        self.shown(said(seq, text))
    }
    fn shown(self, said: Said) -> Story {
        self.with(Event::Heard { room: ROOM.into(), said })
    }
    fn missed(self, facts: Vec<Said>) -> Story {
        self.with(Event::Missed { room: ROOM.into(), facts, expired_before: None })
    }
    fn pages(self, after: Seq, facts: Vec<Said>, more: bool, expired_before: Option<Seq>) -> Story {
        let (span, room) = (self.span(), ROOM.into());
        self.with(Event::Page { span, room, after, facts, more, expired_before })
    }
    fn finds(self, word: &str, facts: Vec<Said>) -> Story {
        let (span, room) = (self.span(), ROOM.into());
        self.with(Event::Found { span, room, word: word.into(), facts, more: false })
    }
    fn settled(mut self) -> Story {
        self.0.settled = true;
        self
    }
}

fn judge(log: Vec<Said>, since: Seq, stories: &[Story]) -> Vec<Violation> {
    judge_log(RoomLog::of(1, log), since, stories)
}

fn judge_log(log: RoomLog, since: Seq, stories: &[Story]) -> Vec<Violation> {
    judge_kept(log, since, None, stories)
}

/// `m` is a moderator.
fn judge_kept(log: RoomLog, since: Seq, keep: Option<u64>, stories: &[Story]) -> Vec<Violation> {
    let logs = BTreeMap::from([(ROOM.to_owned(), log)]);
    let since = BTreeMap::from([(ROOM.to_owned(), since)]);
    let moderators = BTreeSet::from(["m".to_owned()]);
    let connections = stories.iter().map(|s| &s.0).collect();
    check(&Evidence { connections, attempts: &[], logs: &logs, since: &since, moderators: &moderators, keep })
}

#[track_caller]
fn good(log: &[&str], stories: &[Story]) {
    fine(kept(log), stories);
}

#[track_caller]
fn fine(log: Vec<Said>, stories: &[Story]) {
    let found = judge(log, 0, stories);
    assert!(found.is_empty(), "{found:#?}");
}

/// Exactly these kinds, whatever their number.
#[track_caller]
fn bad(log: Vec<Said>, stories: &[Story], expect: &[Kind]) {
    only(judge(log, 0, stories), expect);
}

#[track_caller]
fn only(found: Vec<Violation>, expect: &[Kind]) {
    let mut kinds: Vec<Kind> = found.iter().map(|v| v.kind).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, expect, "{found:#?}");
}

/// `a` and `b` each sent these, and never heard of them again.
fn sent(texts: &[&str]) -> Story {
    texts.iter().fold(story("sender"), |s, text| s.sends(text))
}

#[test]
fn a_good_history_passes() {
    let a = story("a").enters(None, 0, vec![]).sends("a-1").sends("a-2").ok("a-1", 1).hears(2, "b-1").ok("a-2", 3);
    let b = story("b").enters(None, 0, vec![]).sends("b-1").hears(1, "a-1").ok("b-1", 2).hears(3, "a-2").sends("b-2");
    let resumed = story("b again").sends("b-2").ok("b-2", 4).enters(Some(3), 4, vec![said(4, "b-2")]).sends("b-1");
    let resumed =
        resumed.ok("b-1", 2).pages(1, kept(&["a-1", "b-1", "a-2", "b-2"])[1..].to_vec(), false, None).settled();
    good(&["a-1", "b-1", "a-2", "b-2"], &[a, b, resumed]);
}

#[test]
fn unknown_sends_may_be_there_or_not() {
    good(&["a-2"], &[sent(&["a-1", "a-2"])]);
    good(&[], &[story("a").sends("a-1").with(Event::Unknown { key: "a-1".into() })]);
    good(&["a-1"], &[story("a").sends("a-1").refused("a-1").sends("a-1").ok("a-1", 1)]);
}

#[test]
fn a_full_queue_is_made_up_for() {
    let facts = kept(&["b-1", "b-2", "a-1", "b-3"]);
    let slow = story("a").enters(None, 0, vec![]).hears(1, "b-1").sends("a-1").ok("a-1", 3);
    let slow = slow.missed(facts[1..].to_vec()).hears(5, "b-4").settled();
    good(&["b-1", "b-2", "a-1", "b-3", "b-4"], &[slow, sent(&["b-1", "b-2", "b-3", "b-4"])]);
}

#[test]
fn what_was_checked_before_is_not_checked_again() {
    let log = kept(&["old-1", "old-2", "a-1"]);
    assert_eq!(judge(log.clone(), 2, &[story("a").sends("a-1").ok("a-1", 3)]), []);
    assert_eq!(judge(log, 1, &[story("a").sends("a-1").ok("a-1", 3)])[0].kind, Kind::Invented);
}

#[test]
fn holes_and_repeats_in_the_numbers() {
    bad(vec![said(1, "a-1"), said(3, "a-2")], &[sent(&["a-1", "a-2"])], &[Kind::NotContiguous]);
    bad(vec![said(2, "a-1")], &[sent(&["a-1"])], &[Kind::NotContiguous]);
    bad(vec![said(1, "a-1"), said(1, "a-2")], &[sent(&["a-1", "a-2"])], &[Kind::NotContiguous]);
}

#[test]
fn two_orders() {
    let b = story("b").hears(1, "a-2").hears(2, "a-1");
    bad(kept(&["a-1", "a-2"]), &[sent(&["a-1", "a-2"]), b], &[Kind::TwoOrders]);
    let told_as_another = story("b").shown(fact(1, "eve", What::message("a-1")));
    bad(kept(&["a-1"]), &[sent(&["a-1"]), told_as_another], &[Kind::TwoOrders]);
}

#[test]
fn confirmed_and_lost() {
    bad(kept(&["a-2"]), &[story("a").sends("a-1").ok("a-1", 1), sent(&["a-2"])], &[Kind::Lost]);
    bad(vec![], &[story("a").sends("a-1").ok("a-1", 1)], &[Kind::Lost]);
    bad(kept(&["a-2", "a-1"]), &[story("a").sends("a-1").ok("a-1", 1), sent(&["a-2"])], &[Kind::Lost]);
}

#[test]
fn refused_and_kept() {
    bad(kept(&["a-1"]), &[story("a").sends("a-1").refused("a-1")], &[Kind::RefusedKept]);
}

#[test]
fn kept_twice() {
    bad(kept(&["a-1", "a-1"]), &[sent(&["a-1"]), sent(&["a-1"])], &[Kind::Repeated]);
    let again = story("a").sends("a-1").ok("a-1", 1).sends("a-1").ok("a-1", 2);
    bad(kept(&["a-1", "a-1"]), &[again], &[Kind::Repeated, Kind::TwoNumbers]);
    let found = judge(kept(&["a-1", "a-1"]), 1, &[story("a").sends("a-1").ok("a-1", 1)]);
    assert_eq!(found[0].kind, Kind::Repeated, "also when the first was checked before");
}

#[test]
fn one_key_two_numbers() {
    let again = story("a").sends("a-1").ok("a-1", 1).sends("a-1").ok("a-1", 2);
    bad(kept(&["a-1", "b-1"]), &[again, sent(&["b-1"])], &[Kind::TwoNumbers]);
}

#[test]
fn answered_twice() {
    bad(kept(&["a-1"]), &[story("a").sends("a-1").ok("a-1", 1).ok("a-1", 1)], &[Kind::AnsweredTwice]);
}

#[test]
fn under_another_name() {
    let log = vec![fact(1, "eve", What::message("a-1"))];
    bad(log.clone(), &[sent(&["a-1"])], &[Kind::WrongSender]);
    bad(log, &[story("a").sends("a-1").ok("a-1", 1)], &[Kind::WrongSender]);
}

#[test]
fn nobody_sent_it() {
    bad(kept(&["a-1", "a-2"]), &[sent(&["a-1"])], &[Kind::Invented]);
}

#[test]
fn shown_and_taken_back() {
    bad(kept(&["a-1"]), &[sent(&["a-1", "a-2"]), story("b").hears(1, "a-1").hears(2, "a-2")], &[Kind::Vanished]);
}

#[test]
fn gaps_and_repeats_in_what_is_shown() {
    let log = || kept(&["a-1", "a-2", "a-3"]);
    let all = || sent(&["a-1", "a-2", "a-3"]);
    bad(log(), &[all(), story("b").hears(1, "a-1").hears(3, "a-3")], &[Kind::Gap]);
    bad(log(), &[all(), story("b").enters(None, 1, vec![said(1, "a-1")]).hears(3, "a-3")], &[Kind::Gap]);
    bad(log(), &[all(), story("b").hears(2, "a-2").hears(1, "a-1")], &[Kind::Backwards]);
    bad(log(), &[all(), story("b").hears(1, "a-1").hears(1, "a-1")], &[Kind::Backwards]);
    let own = story("b").enters(None, 0, vec![]).sends("a-3").ok("a-3", 3).settled();
    bad(log(), &[all(), own], &[Kind::Gap]);
}

#[test]
fn gaps_and_repeats_in_what_was_missed() {
    let log = || kept(&["a-1", "a-2", "a-3", "a-4"]);
    let all = || sent(&["a-1", "a-2", "a-3", "a-4"]);
    let part = |range: std::ops::Range<usize>| log()[range].to_vec();
    good(&["a-1", "a-2", "a-3", "a-4"], &[all(), story("b").hears(1, "a-1").missed(part(1..3)).missed(part(3..4))]);
    bad(log(), &[all(), story("b").hears(1, "a-1").missed(part(2..4))], &[Kind::Gap]);
    bad(log(), &[all(), story("b").hears(1, "a-1").missed(part(0..4))], &[Kind::Backwards]);
    let holed = vec![said(2, "a-2"), said(4, "a-4")];
    bad(log(), &[all(), story("b").hears(1, "a-1").missed(holed)], &[Kind::BadResume]);
}

#[test]
fn confirmed_before_another_began_yet_after_it() {
    let first = story("a").sends("a-1").at(5).ok("a-1", 2);
    let second = |at| story("b").at(at).sends("b-1").at(9).ok("b-1", 1);
    bad(kept(&["b-1", "a-1"]), &[first, second(6)], &[Kind::RealTime]);
    let first = story("a").sends("a-1").at(5).ok("a-1", 2);
    good(&["b-1", "a-1"], &[first, second(4)]);
    let mut again = second(6);
    let Event::Invoke { again: flag, .. } = &mut again.0.events[0] else { panic!() };
    *flag = true;
    let first = story("a").sends("a-1").at(5).ok("a-1", 2);
    good(&["b-1", "a-1"], &[first, again]);
    let first = story("a").sends("a-1").at(5).ok("a-1", 2);
    bad(kept(&["b-1", "a-1"]), &[first, story("b").at(6).sends("b-1")], &[Kind::RealTime]);
}

#[test]
fn after_n_is_the_suffix() {
    let log = || kept(&["a-1", "a-2", "a-3"]);
    let all = || sent(&["a-1", "a-2", "a-3"]);
    let tail = |from: usize| log()[from..].to_vec();
    good(&["a-1", "a-2", "a-3"], &[all(), story("b").enters(Some(1), 3, tail(1)).pages(2, tail(2), false, None)]);
    bad(log(), &[all(), story("b").enters(Some(1), 3, tail(2))], &[Kind::BadResume]);
    bad(log(), &[all(), story("b").enters(Some(1), 3, vec![said(2, "a-2")])], &[Kind::BadResume]);
    bad(log(), &[all(), story("b").enters(Some(1), 3, log())], &[Kind::BadResume]);
    bad(log(), &[all(), story("b").pages(0, tail(1), false, None)], &[Kind::BadResume]);
    bad(log(), &[all(), story("b").hears(3, "a-3").pages(0, vec![said(1, "a-1")], false, None)], &[Kind::BadResume]);
}

#[test]
fn what_is_still_unknown() {
    let a = story("a").sends("a-1").sends("a-2").sends("a-3").ok("a-1", 1).refused("a-2").hears(2, "b-1");
    assert_eq!(a.0.unknown().into_iter().collect::<Vec<_>>(), ["a-3"]);
    assert_eq!(a.0.sends().events.len(), 5);
}
