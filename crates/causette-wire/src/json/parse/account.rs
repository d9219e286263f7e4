//! Requests about accounts and the whole server.
//!
//! | `admin`'s `wish` | fields |
//! | --- | --- |
//! | `accounts` | `name`? (those after it), `limit`? (200) |
//! | `account` | `name`, `password` |
//! | `invite` | `seconds`? (a week) |
//! | `reset`, `erase` | `name` |
//! | `export` | `name`, `next`? |
//! | `note` | `text`, `about`? (`settings`; or `certificate`, `backup`, `disk`, `sign_in`, `operator`) |
//! | `announce` | `text` |
//! | `stats`, `reload` | |
//!
//! Bans, kicks and ranks of the whole server are asked for as in any room, in `#server`. What is wrong with a password is
//! never shown beside it: faults name fields.

use super::super::INVITE_SPAN;
use super::super::terms::about_of;
use super::{Fields, Why, need, number};
use causette_core::{
    About, Certificates, Command, Fingerprint, HookUrl, HookWish, Label, Name, Note, Password, Refusal, RoomName,
    Scope, Scram, Text, TokenWish, Wish, limits,
};
use std::borrow::Cow;

impl Fields<'_> {
    /// What is wished of one's account or of the server, by the request's type.
    pub(super) fn account(&self, kind: &str) -> Result<Command, Why> {
        Ok(match kind {
            "register" => Command::Register {
                name: self.person()?,
                password: Password::new(need(&self.password, "password")?)?,
                invitation: self.invitation.as_deref().map(str::to_owned),
            },
            "login" => Command::Login { name: self.person()?, password: typed(&self.password, "password")? },
            "logout" => Command::Logout,
            "scram" => Command::Scram(self.scram()?),
            "external" => Command::External(self.name.as_deref().map(Name::new).transpose()?),
            "certificate" => Command::Certificates(self.certificates()?),
            "tokens" => Command::Token(TokenWish::List),
            "token" => Command::Token(self.token_wish()?),
            "webhooks" => Command::Webhook(HookWish::List),
            "webhook" => Command::Webhook(self.hook_wish()?),
            "password" => Command::Password {
                old: typed(&self.old, "old")?,
                new: Password::new(need(&self.password, "password")?)?,
            },
            "link" => Command::Link,
            "sessions" => Command::Sessions,
            "end_session" => Command::EndSession(number(&self.session)?.ok_or(Why::MissingField { field: "session" })?),
            "claim" => Command::Claim(need(&self.code, "code")?.to_owned()),
            "export" => Command::Export(number(&self.next)?.unwrap_or_default()),
            "erase" => Command::Erase(self.person()?),
            "oper" => Command::Oper { name: self.person()?, password: self.of_operator()? },
            "step_down" => Command::StepDown,
            _ => Command::Admin(self.wish()?),
        })
    }

    fn of_operator(&self) -> Result<Password, Why> {
        Password::typed(need(&self.password, "password")?).ok_or(Refusal::WrongOperator.into())
    }
    /// A text of the exchange; without one it is at its end.
    fn scram(&self) -> Result<Scram, Why> {
        match (&self.first, &self.last) {
            (Some(first), None) => Ok(Scram::First(first.as_ref().to_owned())),
            (None, Some(last)) => Ok(Scram::Final(last.as_ref().to_owned())),
            (None, None) => Ok(Scram::Done),
            (Some(_), Some(_)) => Err(Why::BadValue { field: "first" }),
        }
    }

    fn token_wish(&self) -> Result<TokenWish, Why> {
        let small = |field, n: u64| u32::try_from(n).map_err(|_| Why::BadValue { field });
        if let Some(n) = number(&self.revoke)? {
            return Ok(TokenWish::Revoke(small("revoke", n)?));
        }
        let scope = self.scope.as_deref().map_or(Some(Scope::Read), Scope::of);
        let days = number(&self.days)?.map(|n| small("days", n)).transpose()?;
        if days.is_some_and(|days| days == 0 || days > limits::TOKEN_DAYS_MAX) {
            return Err(Why::BadValue { field: "days" });
        }
        Ok(TokenWish::Make {
            label: Label::new(need(&self.label, "label")?)?,
            scope: scope.ok_or(Why::BadValue { field: "scope" })?,
            room: self.room.as_deref().map(RoomName::new).transpose()?,
            days,
        })
    }

    fn hook_wish(&self) -> Result<HookWish, Why> {
        let small = |field, n: u64| u32::try_from(n).map_err(|_| Why::BadValue { field });
        if let Some(n) = number(&self.end)? {
            return Ok(HookWish::End(small("end", n)?));
        }
        if let Some(n) = number(&self.retry)? {
            return Ok(HookWish::Retry(small("retry", n)?));
        }
        Ok(HookWish::Make {
            room: RoomName::new(need(&self.room, "room")?)?,
            url: HookUrl::new(need(&self.url, "url")?)?,
            label: self.label.as_deref().map(Label::new).transpose()?,
        })
    }

    fn certificates(&self) -> Result<Certificates, Why> {
        Ok(match self.on {
            None => Certificates::List,
            Some(true) => Certificates::Add,
            Some(false) => {
                let print = Fingerprint::parse(need(&self.fingerprint, "fingerprint")?);
                Certificates::Remove(print.ok_or(Why::BadValue { field: "fingerprint" })?)
            }
        })
    }

    fn wish(&self) -> Result<Wish, Why> {
        Ok(match need(&self.wish, "wish")? {
            "accounts" => Wish::Accounts {
                after: self.name.as_deref().map(Name::new).transpose()?,
                limit: self.limit(limits::ACCOUNT_LIST)?,
            },
            "account" => {
                Wish::Account { name: self.person()?, password: Password::new(need(&self.password, "password")?)? }
            }
            "invite" => Wish::Invite { span: number(&self.seconds)?.unwrap_or(INVITE_SPAN) },
            "reset" => Wish::Reset(self.person()?),
            "export" => Wish::Export(self.person()?, number(&self.next)?.unwrap_or_default()),
            "erase" => Wish::Erase(self.person()?),
            "stats" => Wish::Stats,
            "reload" => Wish::Reload,
            "announce" => Wish::Announce(Text::new(need(&self.text, "text")?)?),
            "note" => Wish::Note(Note { about: self.about()?, text: Text::new(need(&self.text, "text")?)? }),
            _ => return Err(Why::BadValue { field: "wish" }),
        })
    }

    fn about(&self) -> Result<About, Why> {
        match self.about.as_deref() {
            None => Ok(About::Settings),
            Some(word) => about_of(word).ok_or(Why::BadValue { field: "about" }),
        }
    }
}

/// What can be no password is a wrong one: the answer tells nothing of the right one.
fn typed(field: &Option<Cow<'_, str>>, name: &'static str) -> Result<Password, Why> {
    Password::typed(need(field, name)?).ok_or(Refusal::WrongLogin.into())
}
