//! Requests about people, wherever they are, and what is said to some of those in a room.

use super::super::terms::typing_of;
use super::govern::role;
use super::{Fields, Why, need};
use causette_core::{Act, Command, Face, Name, OwnMode, ProfileEdit, ProfileKey, ProfileValue, Role, Sought, Typing};
use serde_json::Value;
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
    /// What somebody or a room says of itself, or a question about it.
    pub(super) fn profile(&self) -> Result<Command, Why> {
        let key = self.key.as_deref().map(ProfileKey::new).transpose()?;
        let edit = match (key, &self.value) {
            (None, None) => None,
            (None, Some(Value::Null)) => Some(ProfileEdit::Clear),
            (None, Some(_)) => return Err(Why::MissingField { field: "key" }),
            (Some(key), Some(Value::Null)) => Some(ProfileEdit::Set(key, None)),
            (Some(key), Some(Value::String(value))) => Some(ProfileEdit::Set(key, Some(ProfileValue::new(value)?))),
            (Some(_), Some(_)) => return Err(Why::BadValue { field: "value" }),
            (Some(_), None) => return Err(Why::MissingField { field: "value" }),
        };
        Ok(match (self.room.is_some(), edit) {
            (false, edit) => Command::Profile(edit),
            (true, None) => Command::About(self.named_room()?),
            (true, Some(edit)) => Command::Govern { room: self.named_room()?, act: Act::Profile(edit) },
        })
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
