//! A message of several lines, as a batch (draft/multiline).

use super::Turn;
use super::tags::Attached;
use crate::irc::caps::MULTILINE_LINES;
use crate::irc::put::CUTS;
use causette_core::{ClientTags, limits};

/// A batch that a client has begun.
pub(in crate::irc) struct Incoming {
    id: String,
    target: String,
    command: Option<String>,
    text: String,
    lines: usize,
    /// Where a line goes on in a message of its own.
    cuts: Vec<usize>,
    attached: Attached,
    /// What its answer is labelled with.
    label: Option<String>,
}

impl Turn<'_, '_, '_> {
    /// `BATCH +id draft/multiline target`, `BATCH -id`
    pub(super) fn batch(&mut self) {
        let Some(word) = self.needed(0) else { return };
        match word.split_at_checked(1) {
            Some(("+", id)) => self.open_batch(id),
            Some(("-", id)) => self.close_batch(id),
            _ => self.say_fail("BATCH", "MULTILINE_INVALID", &[], "A batch begins with + or -"),
        }
    }

    fn open_batch(&mut self, id: &str) {
        let (kind, target) = (self.param(1).unwrap_or_default(), self.param(2).unwrap_or_default());
        if kind != "draft/multiline" || target.is_empty() || self.session.batch.is_some() {
            return self.say_fail(
                "BATCH",
                "MULTILINE_INVALID",
                &[],
                "Only one batch at a time, of a message of several lines",
            );
        }
        // The label is for what the whole batch is answered by.
        let label = self.group.take().and_then(|group| {
            self.session.requests.drop_label(group);
            self.message.tag("label").map(str::to_owned)
        });
        let batch = Incoming {
            id: id.to_owned(),
            target: target.to_owned(),
            command: None,
            text: String::new(),
            lines: 0,
            cuts: Vec::new(),
            attached: self.attached(),
            label,
        };
        self.session.batch = Some(Box::new(batch));
    }

    /// A line of it. What is too much ends the batch.
    pub(super) fn batch_line(&mut self, command: &str) {
        let id = self.message.tag("batch").unwrap_or_default();
        let concat = self.message.tag("draft/multiline-concat").is_some();
        let (target, text) = (self.param(0).unwrap_or_default(), self.param(1).unwrap_or_default());
        let Some(batch) = &mut self.session.batch else {
            return self.say_fail("BATCH", "MULTILINE_INVALID", &[], "There is no such batch");
        };
        let fault = if batch.id != id {
            Some(("MULTILINE_INVALID", "There is no such batch".to_owned()))
        } else if !batch.target.eq_ignore_ascii_case(target) {
            let words = "All lines of a batch go to one target".to_owned();
            Some(("MULTILINE_INVALID_TARGET", words))
        } else if batch.command.as_deref().is_some_and(|known| known != command) {
            Some(("MULTILINE_INVALID", "All lines of a batch are said alike".to_owned()))
        } else if concat && text.is_empty() {
            Some(("MULTILINE_INVALID", "A line that goes on needs words".to_owned()))
        } else if batch.text.len() + text.len() + 1 > limits::TEXT_BYTES {
            Some(("MULTILINE_MAX_BYTES", limits::TEXT_BYTES.to_string()))
        } else if batch.lines >= MULTILINE_LINES {
            Some(("MULTILINE_MAX_LINES", MULTILINE_LINES.to_string()))
        } else {
            None
        };
        if let Some((code, words)) = fault {
            let asked = batch.target.clone();
            self.session.batch = None;
            return match code {
                "MULTILINE_MAX_BYTES" | "MULTILINE_MAX_LINES" => {
                    self.say_fail("BATCH", code, &[&words], "The message is too long")
                }
                "MULTILINE_INVALID_TARGET" => self.say_fail("BATCH", code, &[&asked, target], &words),
                code => self.say_fail("BATCH", code, &[], &words),
            };
        }
        match concat {
            _ if batch.lines == 0 => {}
            true => batch.cuts.push(batch.text.len()),
            false => batch.text.push('\n'),
        }
        batch.text.push_str(text);
        batch.lines += 1;
        batch.command = Some(command.to_owned());
    }

    fn close_batch(&mut self, id: &str) {
        let Some(batch) = self.session.batch.take_if(|batch| batch.id == id) else {
            return self.say_fail("BATCH", "MULTILINE_INVALID", &[], "There is no such batch");
        };
        if let Some(label) = batch.label.as_deref().filter(|_| self.group.is_none()) {
            self.group = Some(self.session.requests.open(label));
        }
        let command = batch.command.as_deref().unwrap_or("PRIVMSG");
        if batch.text.trim().is_empty() {
            return self.say_fail("BATCH", "MULTILINE_INVALID", &[], "There are no words in it");
        }
        let mut attached = batch.attached.clone();
        attached.tags = with_cuts(attached.tags, &batch.cuts);
        self.say_to(command, &batch.target, &batch.text, attached);
    }
}

/// The tags of a message, with where its lines were cut; where there is no room for that, it is shown uncut.
fn with_cuts(tags: ClientTags, cuts: &[usize]) -> ClientTags {
    let cuts: Vec<String> = cuts.iter().map(usize::to_string).collect();
    let cuts = cuts.join(",");
    let all = tags.iter().filter(|(name, _)| *name != CUTS).chain((!cuts.is_empty()).then_some((CUTS, cuts.as_str())));
    ClientTags::new(all).unwrap_or(tags)
}
