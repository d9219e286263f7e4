//! The door's own words: what changes or asks about this session alone, and reaches no rule.
//!
//! Answers take their place in the session's order like any other: after those to what was asked before.

use super::inbound::{Block, FENCE};
use super::speaker::{Format, LineSpeaker, Pending};
use super::words;
use crate::gate::Heard;
use causette_core::{Command, Ref};
use causette_texts::{Fault, Guide, Lang, Say, Topic};
use causette_wire::json;
use causette_wire::line::safe;

impl LineSpeaker {
    pub(super) fn help(&self, about: &str, heard: &mut Heard<'_>) {
        let word = about.trim_start_matches('/');
        let words = match Topic::find(about).or_else(|| words::find(word)) {
            Some(topic) => causette_texts::help_on(self.lang, topic),
            None if about.is_empty() => causette_texts::help(self.lang),
            None => match Guide::find(word) {
                Some(guide) => causette_texts::guide(self.lang, guide),
                None => return self.unknown(word, heard),
            },
        };
        let mut out = Vec::new();
        self.writer(&mut out).lines(&words);
        heard.say(out);
    }

    /// `/format`: the next line waits, for it is read in another way.
    pub(super) fn format(&mut self, arg: &str, heard: &mut Heard<'_>) {
        let format = match arg {
            "json" => Format::Json,
            "text" => Format::Text,
            _ => return self.wrong_word(Topic::Format, arg, heard),
        };
        self.reads_as(format, heard);
    }

    pub(super) fn reads_as(&mut self, format: Format, heard: &mut Heard<'_>) {
        self.reads = format;
        self.ask(Pending::Format(format), Command::Hello, heard);
    }

    /// `/lang`: what follows is in that language, beginning with the answer.
    pub(super) fn language(&mut self, arg: &str, heard: &mut Heard<'_>) {
        let Some(lang) = Lang::find(arg) else { return self.wrong_word(Topic::Lang, arg, heard) };
        self.lang = lang;
        self.tell(Say::Language, heard);
    }

    /// The same, asked for by a program.
    pub(super) fn language_of_program(&mut self, to: &str, answers: Option<&Ref>, heard: &mut Heard<'_>) {
        let Some(lang) = Lang::find(to) else { return self.fault(Fault::BadValue { field: "to" }, answers, heard) };
        self.lang = lang;
        let mut out = Vec::new();
        json::out::lang(&mut out, answers, lang.code());
        heard.say(out);
    }

    /// `/acks`: whether `ok N` is shown. A refusal always is: silence must go on meaning that all is well.
    pub(super) fn acks(&mut self, arg: &str, heard: &mut Heard<'_>) {
        let Some(on) = words::switch(arg) else { return self.wrong_word(Topic::Acks, arg, heard) };
        self.acks = on;
        self.tell(if on { Say::AcksOn } else { Say::AcksOff }, heard);
    }

    /// `/paste`: opens a block. With `on` or `off`: whether lines that arrive together are one message.
    pub(super) fn pastes(&mut self, arg: &str, heard: &mut Heard<'_>) {
        if arg.is_empty() {
            return self.open_block(true, heard);
        }
        let Some(on) = words::switch(arg) else { return self.wrong_word(Topic::Paste, arg, heard) };
        self.pastes = on;
        self.tell(if on { Say::PasteOn } else { Say::PasteOff }, heard);
    }

    /// From here on lines are collected, and said to be.
    pub(super) fn open_block(&mut self, by_command: bool, heard: &mut Heard<'_>) {
        self.block = Some(Box::new(Block::new(by_command)));
        let command = causette_texts::usage(self.lang, Topic::Paste);
        self.tell(Say::BlockOpen { close: if by_command { &command } else { FENCE } }, heard);
    }

    /// `/time`: the zone is the one in which messages are shown.
    pub(super) fn time(&self, heard: &mut Heard<'_>) {
        let mut out = Vec::new();
        self.writer(&mut out).time();
        heard.say(out);
    }

    /// `/echo`: the line comes back as it was sent, without any mark, for whoever measures or tries out a program.
    pub(super) fn echo(&self, rest: &str, heard: &mut Heard<'_>) {
        if rest.is_empty() {
            return self.usage(Topic::Echo, heard);
        }
        let mut out = Vec::new();
        safe::push_text(&mut out, rest, self.eol);
        out.extend_from_slice(self.eol.bytes());
        heard.say(out);
    }

    fn tell(&self, what: Say<'_>, heard: &mut Heard<'_>) {
        let mut out = Vec::new();
        self.writer(&mut out).news(what);
        heard.say(out);
    }

    /// `/admin` and a word it does not know: those it does are the next step.
    pub(super) fn wrong_office(&self, word: &str, heard: &mut Heard<'_>) {
        let command = causette_texts::usage(self.lang, Topic::Admin);
        let usage = format!("{} {}", command.split(' ').next().unwrap_or_default(), words::offices(self.lang));
        self.fault(Fault::WrongWord { word, usage: &usage }, None, heard);
    }

    pub(super) fn wrong_word(&self, topic: Topic, word: &str, heard: &mut Heard<'_>) {
        if word.is_empty() {
            return self.usage(topic, heard);
        }
        let usage = causette_texts::usage(self.lang, topic);
        self.fault(Fault::WrongWord { word, usage: &usage }, None, heard);
    }
}
