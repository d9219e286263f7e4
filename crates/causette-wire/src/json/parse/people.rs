//! Requests about people, wherever they are, and what is said to some of those in a room.

use super::super::terms::typing_of;
use super::govern::role;
use super::{Fields, Why, need};
use causette_core::{Command, Face, Name, OwnMode, Role, Sought, Typing};
use std::borrow::Cow;

impl Fields<'_> {
    /// What is asked about people, by the request's type.
    pub(super) fn people(&self, kind: &str) -> Result<Command, Why> {
        Ok(match kind {
            "find" => Command::Find(match &self.names {
                Some(_) => Sought::Named(self.names()?),
                None => Sought::All,
            }),
            "watch" => Command::Watch { names: self.names()?, on: self.on.unwrap_or(true) },
            "watched" => Command::Watched,
            "unwatch" => Command::Unwatch,
            "whowas" => Command::Whowas(self.person()?),
            "own_modes" => Command::OwnModes(self.own_mode()?),
            _ => Command::Census,
        })
    }

    fn own_mode(&self) -> Result<Option<(OwnMode, bool)>, Why> {
        let mode = match self.mode.as_deref() {
            None => return Ok(None),
            Some("invisible") => OwnMode::Invisible,
            Some("accounts_only") => OwnMode::AccountsOnly,
            Some(_) => return Err(Why::BadValue { field: "mode" }),
        };
        Ok(Some((mode, self.on.unwrap_or(true))))
    }

    /// `names`, or the one `name`.
    fn names(&self) -> Result<Vec<Name>, Why> {
        match &self.names {
            Some(names) => Ok(names.iter().map(|name| Name::new(name)).collect::<Result<_, _>>()?),
            None => Ok(vec![self.person()?]),
        }
    }

    /// Whatever is said of oneself is taken as far as it fits.
    pub(super) fn face(&self) -> Face {
        let said = |field: &Option<Cow<'_, str>>| field.as_deref().unwrap_or_default().to_owned();
        Face::new(&said(&self.user), &said(&self.real), self.bot.unwrap_or(false))
    }

    pub(super) fn typing(&self) -> Result<Typing, Why> {
        typing_of(need(&self.state, "state")?).ok_or(Why::BadValue { field: "state" })
    }

    pub(super) fn aside(&self) -> Result<Command, Why> {
        let role = match self.role.as_deref().map(role).transpose()? {
            None => Role::Moderator,
            Some(Some(role)) => role,
            Some(None) => return Err(Why::BadValue { field: "role" }),
        };
        Ok(Command::Aside { room: self.named_room()?, role, text: self.words()?, style: self.style()? })
    }
}
