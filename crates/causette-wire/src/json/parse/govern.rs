//! Requests about a room itself.
//!
//! A mode's `value` is `true` or `false` for `private`, `invite_only`, `secret`, `moderated`, `topic_locked`, `accounts_only`,
//! `no_ctcp` and `outsiders`,
//! a string for `key`, a number for `limit`, `slow`, `keep_days` and `keep_last`; `null` or `false` switches these off.

use super::{Fields, Why, line_of_text, need, number};
use causette_core::{Act, Mask, Mode, Name, Refusal, Role, RoomName, Secret, Whom};
use serde_json::Value;

impl Fields<'_> {
    /// What is wished of a room, by the request's type.
    pub(super) fn act(&self, kind: &str) -> Result<Act, Why> {
        let why = || line_of_text(self.why.as_deref());
        let span = || number(&self.seconds);
        Ok(match kind {
            "topic" => Act::Topic(line_of_text(Some(need(&self.text, "text")?))?),
            "invite" => Act::Invite(self.person()?),
            "kick" => Act::Kick { who: self.person()?, why: why()? },
            "ban" => Act::Ban { whom: self.whom()?, span: span()?, why: why()? },
            "unban" => Act::Unban(self.whom()?),
            "mute" => Act::Mute { whom: self.whom()?, span: span()?, why: why()? },
            "unmute" => Act::Unmute(self.whom()?),
            "exempt" => Act::Exempt { mask: self.mask()?, on: self.on.unwrap_or(true) },
            "welcome" => Act::Welcome { mask: self.mask()?, on: self.on.unwrap_or(true) },
            "role" => self.role()?,
            "rename" => Act::Rename { to: RoomName::new(need(&self.to, "to")?)?, why: why()? },
            _ => match &self.modes {
                Some(modes) => {
                    Act::Modes(modes.iter().map(|(mode, value)| of_value(mode, value)).collect::<Result<_, _>>()?)
                }
                None => Act::Mode(self.mode()?),
            },
        })
    }

    /// Set, unless it is only to be raised to this or lowered from it.
    fn role(&self) -> Result<Act, Why> {
        let (who, role) = (self.person()?, role(need(&self.role, "role")?)?);
        Ok(match (self.step.as_deref(), role) {
            (None, role) => Act::Role { who, role },
            (Some("raise"), Some(role)) => Act::Raise { who, role },
            (Some("lower"), Some(role)) => Act::Lower { who, role },
            (Some(_), _) => return Err(Why::BadValue { field: "step" }),
        })
    }

    fn mask(&self) -> Result<Mask, Why> {
        Ok(Mask::new(need(&self.mask, "mask")?)?)
    }

    fn whom(&self) -> Result<Whom, Why> {
        if self.mask.is_some() {
            let alone = self.name.is_none() && self.address.is_none() && self.seq.is_none();
            return if alone { Ok(Whom::Mask(self.mask()?)) } else { Err(Why::BadValue { field: "mask" }) };
        }
        match (&self.name, &self.address, number(&self.seq)?) {
            (Some(name), None, None) => Ok(Whom::Person(Name::new(name)?)),
            (None, Some(address), None) => {
                address.parse().map(Whom::Address).map_err(|_| Why::BadValue { field: "address" })
            }
            (None, None, Some(seq)) => Ok(Whom::Fact(seq)),
            (None, None, None) => Err(Why::MissingField { field: "name" }),
            (_, Some(_), _) => Err(Why::BadValue { field: "address" }),
            (Some(_), None, Some(_)) => Err(Why::BadValue { field: "seq" }),
        }
    }

    fn mode(&self) -> Result<Mode, Why> {
        let mode = need(&self.mode, "mode")?;
        of_value(mode, self.value.as_ref().ok_or(Why::MissingField { field: "value" })?)
    }
}

/// What a mode is to be set to.
fn of_value(mode: &str, value: &Value) -> Result<Mode, Why> {
    Ok(match mode {
        "private" => Mode::Private(flag(value)?),
        "invite_only" => Mode::InviteOnly(flag(value)?),
        "secret" => Mode::Secret(flag(value)?),
        "moderated" => Mode::Moderated(flag(value)?),
        "topic_locked" => Mode::TopicLocked(flag(value)?),
        "accounts_only" => Mode::AccountsOnly(flag(value)?),
        "key" => Mode::Key(match value {
            Value::String(key) => Some(Secret::new(key)?),
            value => off(value)?,
        }),
        "limit" => Mode::Limit(small(value)?),
        "slow" => Mode::Slow(small(value)?.unwrap_or_default()),
        "keep_days" => Mode::KeepDays(small(value)?),
        "keep_last" => Mode::KeepLast(count(value)?),
        "no_ctcp" => Mode::NoCtcp(flag(value)?),
        "outsiders" => Mode::Outsiders(flag(value)?),
        _ => return Err(Why::BadValue { field: "mode" }),
    })
}

/// `none` is no role.
pub(super) fn role(word: &str) -> Result<Option<Role>, Why> {
    match word {
        "owner" => Ok(Some(Role::Owner)),
        "moderator" => Ok(Some(Role::Moderator)),
        "member" => Ok(Some(Role::Member)),
        "none" => Ok(None),
        _ => Err(Why::BadValue { field: "role" }),
    }
}

fn flag(value: &Value) -> Result<bool, Why> {
    value.as_bool().ok_or(Why::BadValue { field: "value" })
}

fn off<T>(value: &Value) -> Result<Option<T>, Why> {
    match value {
        Value::Null | Value::Bool(false) => Ok(None),
        _ => Err(Why::BadValue { field: "value" }),
    }
}

fn count(value: &Value) -> Result<Option<u64>, Why> {
    match value {
        Value::Number(number) => number.as_u64().map(Some).ok_or(Why::BadValue { field: "value" }),
        value => off(value),
    }
}

/// A number far beyond what a room can be set to is out of range, not cut to size.
fn small(value: &Value) -> Result<Option<u32>, Why> {
    let number = count(value)?.map(u32::try_from).transpose();
    Ok(number.map_err(|_| Refusal::BadRange { max: usize::try_from(u32::MAX).unwrap_or(usize::MAX) })?)
}
