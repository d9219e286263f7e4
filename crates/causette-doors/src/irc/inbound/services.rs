//! NickServ and ChanServ: names that the habits of older clients know. What is asked of them is asked of the server.

use super::Turn;
use super::registration::is_address;
use crate::irc::put::{Head, Put};
use crate::irc::requests::Asked;
use causette_core::{Certificates, Command, Fingerprint, Name, Password, Refusal, RoomName};

/// What they are called.
const SERVICES: [&str; 2] = ["NickServ", "ChanServ"];

/// Whether that is one of them: what it is told reaches nobody else.
pub(super) fn is_service(target: &str) -> bool {
    SERVICES.into_iter().any(|name| name.eq_ignore_ascii_case(target))
}

impl Turn<'_, '_, '_> {
    /// `NS IDENTIFY …`
    pub(super) fn service(&mut self, command: &str) {
        let service = if command.starts_with('N') { "NickServ" } else { "ChanServ" };
        let words = self.message.params.join(" ");
        self.served(service, &words);
    }

    /// Whether a message was for one of them, and so is seen to.
    pub(super) fn serves(&mut self, target: &str, words: &str) -> bool {
        let service = SERVICES.into_iter().find(|name| name.eq_ignore_ascii_case(target));
        if let Some(service) = service {
            self.served(service, words);
        }
        service.is_some()
    }

    fn served(&mut self, service: &str, words: &str) {
        let words: Vec<&str> = words.split_whitespace().collect();
        let word = words.first().map(|word| word.to_ascii_uppercase()).unwrap_or_default();
        let me = self.session.me.name.clone();
        match (service, word.as_str(), words.get(1..).unwrap_or_default()) {
            ("NickServ", "IDENTIFY" | "LOGIN", [password]) => self.identify(me, password),
            ("NickServ", "IDENTIFY" | "LOGIN", [name, password]) => match Name::new(name) {
                Ok(name) => self.identify(name, password),
                Err(_) => self.tell(service, "There is no such account, or this is not its password."),
            },
            ("NickServ", "REGISTER", [_, rest @ ..])
                if self.session.shared.setup.register_requires_email
                    && !rest.first().is_some_and(|email| is_address(email)) =>
            {
                self.tell(service, "An address is needed here: REGISTER <password> <name@host>");
            }
            ("NickServ", "REGISTER", [password, ..]) => {
                let asked = Asked::Register { name: me.to_string() };
                match Password::new(password) {
                    Ok(password) => self.ask(asked, Command::Register { name: me, password, invitation: None }),
                    Err(refusal) => self.refuse(&asked, &refusal),
                }
            }
            ("NickServ", "CERT", rest) => self.certificate(rest),
            ("NickServ", "LOGOUT", []) => self.ask(Asked::Login { sasl: false }, Command::Logout),
            ("ChanServ", "REGISTER", [room]) => match RoomName::new(room) {
                Ok(room) => self.tell(
                    service,
                    &format!("{room} needs no registration: whoever makes a room while signed in owns it."),
                ),
                Err(_) => self.tell(service, "That is no channel."),
            },
            ("NickServ", ..) => {
                self.tell(service, "I know: IDENTIFY [account] <password>, REGISTER <password>, CERT [ADD|DEL <fingerprint>], LOGOUT. Signing in by SASL is better: your client can do it by itself.");
            }
            (service, ..) => {
                self.tell(service, "Channels are looked after by MODE, TOPIC, KICK and INVITE; whoever makes one while signed in owns it.");
            }
        }
    }

    /// `CERT`, `CERT LIST`, `CERT ADD`, `CERT DEL <fingerprint>`
    fn certificate(&mut self, words: &[&str]) {
        let word = words.first().map(|word| word.to_ascii_uppercase()).unwrap_or_default();
        let print = words.get(1).copied().unwrap_or_default();
        let wish = match word.as_str() {
            "" | "LIST" => Certificates::List,
            "ADD" => Certificates::Add,
            "DEL" | "REMOVE" => match Fingerprint::parse(print) {
                Some(print) => Certificates::Remove(print),
                None => return self.refuse(&Asked::Certificates, &Refusal::NoSuchCertificate),
            },
            _ => return self.tell("NickServ", "CERT LIST, CERT ADD, CERT DEL <fingerprint>"),
        };
        self.ask(Asked::Certificates, Command::Certificates(wish));
    }

    fn identify(&mut self, name: Name, password: &str) {
        match Password::typed(password) {
            Some(password) => self.ask(Asked::Login { sasl: false }, Command::Login { name, password }),
            None => self.tell("NickServ", "There is no such account, or this is not its password."),
        }
    }

    fn tell(&mut self, service: &str, words: &str) {
        let head = Head::from(format!("{service}!services@{}", self.session.shared.setup.name));
        let nick = self.session.nick().to_owned();
        Put::new(self.out()).message(&head, "NOTICE", &[&nick, words]);
    }
}
