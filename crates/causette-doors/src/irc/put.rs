//! Messages into bytes: one call a message, tags before it, the last parameter always after ` :`.

use causette_core::{ClientTags, Millis};
use causette_wire::irc::{Line, time_tag};
use std::borrow::Cow;

/// The client tag of this door itself that says where in a text its sender's program cut a long line: byte offsets with commas
/// between them. Programs that take batches of lines get the same pieces; all others read one text.
pub(super) const CUTS: &str = "causette/cuts";

/// Appends messages to a buffer.
pub(super) struct Put<'o> {
    out: &'o mut Vec<u8>,
}

/// Tags, a source, and then the message itself.
#[derive(Clone, Default)]
pub(super) struct Head {
    tags: Vec<(Cow<'static, str>, Option<String>)>,
    source: Option<String>,
}

impl Head {
    /// Without anything.
    pub(super) fn none() -> Head {
        Head::default()
    }

    /// From there.
    pub(super) fn from(source: impl Into<String>) -> Head {
        Head { tags: Vec::new(), source: Some(source.into()) }
    }

    pub(super) fn tag(mut self, key: &'static str, value: impl Into<String>) -> Head {
        self.tags.push((key.into(), Some(value.into())));
        self
    }

    pub(super) fn flag(mut self, key: &'static str) -> Head {
        self.tags.push((key.into(), None));
        self
    }

    pub(super) fn tag_if(self, on: bool, key: &'static str, value: impl FnOnce() -> String) -> Head {
        if on { self.tag(key, value()) } else { self }
    }

    pub(super) fn time(self, on: bool, at: Millis) -> Head {
        self.tag_if(on, "time", || time_tag(at))
    }

    /// Client tags, for whoever knows of tags at all.
    pub(super) fn client_tags(mut self, on: bool, tags: &ClientTags) -> Head {
        let shown = tags.iter().filter(|(name, _)| on && *name != CUTS);
        self.tags.extend(shown.map(|(name, value)| {
            let value = (!value.is_empty()).then(|| value.to_owned());
            (format!("+{name}").into(), value)
        }));
        self
    }

    /// The same without a tag.
    pub(super) fn without(mut self, key: &str) -> Head {
        self.tags.retain(|(known, _)| *known != key);
        self
    }

    /// The value of a tag.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(known, _)| *known == key)?.1.as_deref()
    }

    pub(super) fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// Bytes of a message with words beside the words themselves: `:source COMMAND target :` and CR LF.
pub(super) fn line_bytes(source: usize, command: &str, target: &str) -> usize {
    ":".len() + source + " ".len() + command.len() + " ".len() + target.len() + " :\r\n".len()
}

impl<'o> Put<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Put<'o> {
        Put { out }
    }

    /// A message without tags and source.
    pub(super) fn line(&mut self, command: &str, params: &[&str]) {
        self.message(&Head::none(), command, params);
    }

    /// A message.
    pub(super) fn message(&mut self, head: &Head, command: &str, params: &[&str]) {
        let mut line = Line::new(self.out);
        for (key, value) in &head.tags {
            match value {
                Some(value) => line.tag(key, value),
                None => line.tag_flag(key),
            };
        }
        if let Some(source) = &head.source {
            line.source(source);
        }
        line.command(command);
        if let Some((last, middle)) = params.split_last() {
            for param in middle {
                line.param(param);
            }
            // A colon only where the grammar or the eye wants one.
            match last.is_empty()
                || last.contains(' ')
                || last.starts_with(':')
                || matches!(command, "PRIVMSG" | "NOTICE")
            {
                true => line.last(last),
                false => line.param(last),
            };
        }
        line.end();
    }
}
