//! What is said, and taken back.

use super::field::{line_of_text, need, number};
use super::{Ask, Fields, Why};
use causette_core::{ClientTags, Command, Key};

impl Fields<'_> {
    pub(super) fn say(&self) -> Result<Command, Why> {
        let style = self.style()?;
        let key = self.key.as_deref().map(Key::new).transpose()?;
        let (reply_to, tags) = (number(&self.reply_to)?, self.tags()?);
        Ok(Command::Say { to: self.target()?, text: self.words()?, style, reply_to, key, tags })
    }

    pub(super) fn calc(&self) -> Result<Ask, Why> {
        let (to, sum) = (self.target()?, need(&self.text, "text")?.trim().to_string());
        Ok(Ask::Calc { to, sum, key: self.key.as_deref().map(Key::new).transpose()? })
    }

    pub(super) fn delete(&self) -> Result<Command, Why> {
        let why = line_of_text(self.why.as_deref())?;
        Ok(Command::Delete { of: self.target()?, seq: self.seq()?, why })
    }

    pub(super) fn tagged(&self) -> Result<Command, Why> {
        if self.tags.is_none() {
            return Err(Why::MissingField { field: "tags" });
        }
        Ok(Command::Tagged { to: self.target()?, tags: self.tags()?, keep: self.keep.unwrap_or(false) })
    }

    fn tags(&self) -> Result<ClientTags, Why> {
        let tags = self.tags.iter().flatten().map(|(name, value)| (name.as_ref(), value.as_ref()));
        Ok(ClientTags::new(tags)?)
    }
}
