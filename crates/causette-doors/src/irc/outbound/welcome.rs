//! The end of registration: 001 to 005, LUSERS are asked for by who wants them, the message of the day.

use super::Writer;
use crate::irc::inbound::VERSION;
use crate::irc::{isupport, modes};
use causette_wire::irc::time_tag;

impl Writer<'_> {
    pub(in crate::irc) fn welcome(&mut self) {
        let setup = &self.session.shared.setup;
        let (name, network) = (setup.name.clone(), setup.network.clone());
        let source = self.session.shared.source(&self.session.me);
        self.numeric("001", &[&format!("Welcome to {network}, {source}")]);
        self.numeric("002", &[&format!("Your host is {name}, running version {VERSION}")]);
        self.numeric("003", &[&format!("This server was created {}", time_tag(self.session.shared.since))]);
        self.numeric("004", &[&name, VERSION, modes::USER_LETTERS, modes::LETTERS, modes::WITH_PARAMETER]);
        self.isupport();
        self.own_profile();
        self.motd();
        if self.session.operator {
            let nick = self.session.nick().to_owned();
            self.put(&self.from(&self.session.me), "MODE", &[&nick, "+o"]);
        }
    }

    pub(in crate::irc) fn isupport(&mut self) {
        for line in isupport::lines(&self.session.shared.setup) {
            let mut params: Vec<&str> = line.iter().map(String::as_str).collect();
            params.push("are supported by this server");
            self.numeric("005", &params);
        }
    }

    pub(in crate::irc) fn motd(&mut self) {
        let Some(motd) = self.session.shared.setup.motd.clone() else {
            return self.numeric("422", &["There is no message of the day"]);
        };
        let name = self.server().to_owned();
        self.numeric("375", &[&format!("- {name} Message of the day -")]);
        for line in motd.lines() {
            self.numeric("372", &[&format!("- {line}")]);
        }
        self.numeric("376", &["End of /MOTD command"]);
    }
}
