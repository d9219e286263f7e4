//! CHATHISTORY and MARKREAD (IRCv3 drafts).

use super::Turn;
use super::talk::seq_of;
use crate::irc::caps::Cap;
use crate::irc::requests::Asked;
use causette_core::{Command, Point, Range, Seq, limits};
use causette_wire::irc::parse_time;

/// Targets in one answer.
const TARGETS: usize = 100;

impl<'m> Turn<'_, 'm, '_> {
    /// `CHATHISTORY <LATEST|BEFORE|AFTER|AROUND|BETWEEN|TARGETS> …`
    pub(super) fn chathistory(&mut self) {
        let Some(word) = self.param(0) else { return self.few("") };
        let word = word.to_ascii_uppercase();
        let count = if word == "BETWEEN" { 5 } else { 4 };
        if self.message.params.len() < count {
            return self.few(&word);
        }
        if word == "TARGETS" {
            return self.targets();
        }
        let Some(target) = self.param(1) else { return };
        let limit = self.param(count - 1).and_then(|limit| limit.parse::<usize>().ok());
        let Some(limit) = limit.map(|limit| limit.min(limits::PAGE_FACTS)) else {
            return self.say_fail("CHATHISTORY", "INVALID_PARAMS", &[&word], "The limit is a number");
        };
        let point = |n: usize| self.param(n).and_then(point);
        let range = match (word.as_str(), point(2), point(3)) {
            ("LATEST", None, _) if self.param(2) == Some("*") => Some(Range::Before(Seq::MAX)),
            ("LATEST", Some(from), _) => Some(Range::Between(Point::Seq(Seq::MAX), from)),
            ("BEFORE", Some(Point::Seq(seq)), _) => Some(Range::Before(seq)),
            ("BEFORE", Some(Point::At(at)), _) => Some(Range::Until(at)),
            ("AFTER", Some(Point::Seq(seq)), _) => Some(Range::After(seq)),
            ("AFTER", Some(Point::At(at)), _) => Some(Range::Since(at)),
            ("AROUND", Some(point), _) => Some(Range::Around(point)),
            ("BETWEEN", Some(from), Some(to)) => Some(Range::Between(from, to)),
            _ => None,
        };
        let Some(range) = range else {
            return self.say_fail("CHATHISTORY", "INVALID_PARAMS", &[&word], "That is no such request");
        };
        let of = match target.starts_with('#') {
            true => causette_core::RoomName::new(target).ok().map(causette_core::Target::Room),
            false => causette_core::Name::new(target).ok().map(causette_core::Target::Person),
        };
        let asked = Asked::History { word: word.clone(), target: target.to_owned() };
        match of.filter(|_| limit > 0) {
            Some(of) => {
                let only_words = !self.session.has(Cap::EventPlayback);
                self.ask(asked, Command::History { of, range, limit, only_words });
            }
            None => self.say_fail("CHATHISTORY", "INVALID_TARGET", &[&word, target], "Messages could not be retrieved"),
        }
    }

    fn few(&mut self, word: &str) {
        let context: &[&str] = if word.is_empty() { &[] } else { &[word] };
        self.say_fail("CHATHISTORY", "INVALID_PARAMS", context, "Insufficient parameters");
    }

    fn targets(&mut self) {
        let time = |n: usize| match self.param(n).and_then(point) {
            Some(Point::At(at)) => Some(at),
            Some(Point::Seq(_)) | None => None,
        };
        let limit = self.param(3).and_then(|limit| limit.parse::<usize>().ok()).map(|limit| limit.clamp(1, TARGETS));
        let (Some(one), Some(other), Some(limit)) = (time(1), time(2), limit) else {
            return self.say_fail("CHATHISTORY", "INVALID_PARAMS", &["TARGETS"], "Two moments and a limit are needed");
        };
        let command = Command::Targets { since: one.min(other), until: one.max(other), limit };
        self.ask(Asked::Targets, command);
    }

    /// `MARKREAD <target> [timestamp=<moment>]`
    pub(super) fn markread(&mut self) {
        let Some(target) = self.param(0).filter(|target| !target.is_empty()) else {
            return self.say_fail("MARKREAD", "NEED_MORE_PARAMS", &[], "Missing parameters");
        };
        let at = match self.param(1) {
            None => None,
            Some(text) => match point(text) {
                Some(Point::At(at)) => Some(at),
                Some(Point::Seq(_)) | None => {
                    return self.say_fail("MARKREAD", "INVALID_PARAMS", &[target, text], "Invalid timestamp");
                }
            },
        };
        let of = match target.starts_with('#') {
            true => causette_core::RoomName::new(target).ok().map(causette_core::Target::Room),
            false => causette_core::Name::new(target).ok().map(causette_core::Target::Person),
        };
        match of {
            Some(of) => self.ask(Asked::Mark { target: target.to_owned() }, Command::ReadAt { of, at }),
            None => self.say_fail("MARKREAD", "INVALID_PARAMS", &[target], "No such target"),
        }
    }
}

/// `msgid=…` or `timestamp=…`
fn point(text: &str) -> Option<Point> {
    match text.split_once('=')? {
        ("msgid", msgid) => seq_of(msgid).map(Point::Seq),
        ("timestamp", time) => parse_time(time).map(Point::At),
        _ => None,
    }
}
