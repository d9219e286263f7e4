//! Who somebody is before they may talk: capabilities, password, nickname, user (Modern IRC, connection registration).

use super::Turn;
use crate::irc::caps::Cap;
use crate::irc::put::{Head, Put};
use crate::irc::requests::Asked;
use causette_core::face::Face;
use causette_core::{Command, Name, Password, Profile, ProfileEdit};

/// What was said before the end of registration.
#[derive(Default)]
pub(in crate::irc) struct Registration {
    pub(in crate::irc) nick: Option<Name>,
    user: Option<(String, String)>,
    pass: Option<String>,
    /// Capabilities are being negotiated: the end waits for CAP END.
    pub(in crate::irc) negotiating: bool,
    /// What was said of oneself: an account that is signed in to meanwhile says it as well.
    pub(in crate::irc) profile: Profile,
}

/// Bytes of names in one CAP message.
const CAP_BYTES: usize = 380;

impl Turn<'_, '_, '_> {
    pub(super) fn cap(&mut self) {
        let Some(word) = self.needed(0) else { return };
        match word.to_ascii_uppercase().as_str() {
            "LS" => self.cap_ls(),
            "LIST" => {
                let names: Vec<String> = self.session.caps.names().map(str::to_owned).collect();
                self.cap_names("LIST", &names);
            }
            "REQ" => self.cap_req(),
            "END" => {
                if let Some(registration) = &mut self.session.registration {
                    registration.negotiating = false;
                }
                self.register_if_ready();
            }
            _ => self.say_numeric("410", &[word, "Invalid CAP command"]),
        }
    }

    fn cap_ls(&mut self) {
        if let Some(registration) = &mut self.session.registration {
            registration.negotiating = true;
        }
        let version = self.param(1).and_then(|version| version.parse().ok()).unwrap_or(301);
        self.session.version = self.session.version.max(version);
        if self.session.version >= 302 {
            self.session.caps.set(Cap::Notify, true);
        }
        let mechanisms = self.session.mechanisms();
        let session = &*self.session;
        let setup = &session.shared.setup;
        let caps = Cap::ALL.into_iter().map(|cap| cap.offered(session.version, setup, &mechanisms));
        // Without a value it would say nothing, and older versions have none.
        let sts = setup.sts.filter(|_| session.version >= 302).and_then(|sts| sts.offered(session.carriage));
        let offered: Vec<String> = caps.chain(sts).collect();
        self.cap_names("LS", &offered);
    }

    /// Names in as many lines as they need; older clients know one line.
    fn cap_names(&mut self, word: &str, names: &[String]) {
        let nick = self.session.nick().to_owned();
        let mut lines: Vec<String> = vec![String::new()];
        for name in names {
            match lines.last_mut() {
                Some(line) if self.session.version < 302 || line.len() + name.len() < CAP_BYTES => {
                    if !line.is_empty() {
                        line.push(' ');
                    }
                    line.push_str(name);
                }
                _ => lines.push(name.clone()),
            }
        }
        let last = lines.len().saturating_sub(1);
        for (n, line) in lines.iter().enumerate() {
            match n == last {
                true => self.say("CAP", &[&nick, word, line]),
                false => self.say("CAP", &[&nick, word, "*", line]),
            }
        }
    }

    /// All that is asked for, or nothing of it.
    fn cap_req(&mut self) {
        if let Some(registration) = &mut self.session.registration {
            registration.negotiating = true;
        }
        let wanted = self.param(1).unwrap_or_default();
        let mut caps = self.session.caps;
        let mut known = true;
        for word in wanted.split_whitespace() {
            let (on, name) = word.strip_prefix('-').map_or((true, word), |name| (false, name));
            match Cap::find(name) {
                // Whoever speaks version 302 is told of changes.
                Some(Cap::Notify) if !on && self.session.version >= 302 => known = false,
                Some(cap) => caps.set(cap, on),
                None => known = false,
            }
        }
        if known {
            self.session.caps = caps;
        }
        let nick = self.session.nick().to_owned();
        self.say("CAP", &[&nick, if known { "ACK" } else { "NAK" }, wanted]);
    }

    pub(super) fn pass(&mut self) {
        let Some(word) = self.needed(0) else { return };
        match &mut self.session.registration {
            Some(registration) => registration.pass = Some(word.to_owned()),
            None => self.say_numeric("462", &["You may not reregister"]),
        }
    }

    pub(super) fn nick(&mut self) {
        let Some(typed) = self.param(0).filter(|typed| !typed.is_empty()) else {
            return self.say_numeric("431", &["No nickname given"]);
        };
        let Ok(name) = Name::new(typed) else {
            return self.say_numeric("432", &[typed, "Erroneous nickname"]);
        };
        if let Some(registration) = &mut self.session.registration {
            registration.nick = Some(name);
            return self.register_if_ready();
        }
        if name == self.session.me.name {
            return;
        }
        self.ask(Asked::Nick { name: typed.to_owned() }, Command::Nick(name));
    }

    pub(super) fn user(&mut self) {
        if self.session.is_registered() {
            return self.say_numeric("462", &["You may not reregister"]);
        }
        let (Some(user), Some(real)) = (self.param(0), self.param(3)) else { return self.too_few() };
        if user.is_empty() || real.is_empty() {
            return self.too_few();
        }
        if let Some(registration) = &mut self.session.registration {
            registration.user = Some((user.to_owned(), real.to_owned()));
        }
        self.register_if_ready();
    }

    /// Ends the registration once all is there: the nickname is claimed, then the session shows itself.
    pub(super) fn register_if_ready(&mut self) {
        let Some(registration) = &self.session.registration else { return };
        let (Some(nick), Some((user, real))) = (registration.nick.clone(), registration.user.clone()) else { return };
        if registration.negotiating {
            return;
        }
        if !self.is_let_in() {
            self.say_numeric("464", &["Password incorrect"]);
            let out = std::mem::take(self.out());
            self.heard.say(out);
            let mut error = Vec::new();
            Put::new(&mut error).message(
                &Head::none(),
                "ERROR",
                &["Closing link: the server's password is missing or wrong (PASS)"],
            );
            self.heard.say(error);
            return self.heard.close(None, None);
        }
        if self.session.sasl.take().is_some() {
            self.say_numeric("906", &["SASL authentication aborted"]);
        }
        if nick != self.session.me.name {
            self.ask(Asked::Nick { name: nick.to_string() }, Command::Nick(nick));
        }
        let said = self.session.registration.as_ref().filter(|_| self.session.signed_in).map(|r| r.profile.clone());
        for (key, value) in said.unwrap_or_default().iter() {
            let edit = ProfileEdit::Set(key.clone(), Some(value.clone()));
            self.ask(Asked::Quietly { command: "METADATA" }, Command::Profile(Some(edit)));
        }
        let face = Face::new(&user, &real, false);
        (self.session.user, self.session.real) = (user, real);
        self.ask(Asked::Welcome, Command::Introduce(face));
    }

    /// Whether the server's password was said, where there is one.
    fn is_let_in(&self) -> bool {
        let said = self.session.registration.as_ref().and_then(|r| r.pass.as_deref());
        self.session.shared.setup.password.as_deref().is_none_or(|password| said == Some(password))
    }

    /// `REGISTER <account> {<email> | *} <password>` (draft/account-registration)
    pub(super) fn register(&mut self) {
        let (Some(account), Some(email), Some(password)) = (self.param(0), self.param(1), self.param(2)) else {
            return self.say_fail("REGISTER", "NEED_MORE_PARAMS", &[], "Not enough parameters");
        };
        let wanted = self.session.registration.as_ref().and_then(|r| r.nick.clone());
        let nick = wanted.unwrap_or_else(|| self.session.me.name.clone());
        if !self.session.is_registered()
            && self.session.registration.as_ref().is_some_and(|r| r.nick.is_none())
            && account == "*"
        {
            return self.say_fail("REGISTER", "COMPLETE_CONNECTION_REQUIRED", &[account], "Choose a nickname first");
        }
        let setup = &self.session.shared.setup;
        if !self.session.is_registered() && !setup.register_before_connect {
            let words = "Register your connection first: NICK and USER";
            return self.say_fail("REGISTER", "COMPLETE_CONNECTION_REQUIRED", &[account], words);
        }
        if setup.register_requires_email && !is_address(email) {
            let words = "An address is needed, as in name@host";
            return self.say_fail("REGISTER", "INVALID_EMAIL", &[account], words);
        }
        let name = match account {
            "*" => Ok(nick.clone()),
            account => Name::new(account),
        };
        let Ok(name) = name else {
            return self.say_fail("REGISTER", "BAD_ACCOUNT_NAME", &[account], "That is no name an account can have");
        };
        match Password::new(password) {
            Ok(password) => {
                let command = Command::Register { name: name.clone(), password, invitation: None };
                self.ask(Asked::Register { name: name.to_string() }, command);
            }
            Err(refusal) => self.refuse(&Asked::Register { name: name.to_string() }, &refusal),
        }
    }
}

/// Whether it could be somebody's address: nobody writes to it, and it is not kept.
pub(in crate::irc) fn is_address(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control());
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    text.len() <= ADDRESS_BYTES && plain(local) && !local.contains('@') && host.split('.').all(plain)
}

/// The longest address (RFC 5321).
const ADDRESS_BYTES: usize = 254;
